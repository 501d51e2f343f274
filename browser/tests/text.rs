//! What a page shows of a cleaned snippet is what the clipboard carries and what bash receives; raw ones differ.

use serde_json::Value;
use std::process::ExitCode;
use std::sync::Mutex;
use untaint::escape;
use untaint::text::{self, TextPolicy};
use untaint_browser::cases::{field, is, rows};
use untaint_browser::devtools;
use untaint_browser::engine::Engine;
use untaint_browser::shell::{self, Paste};
use untaint_browser::site::Page;
use untaint_browser::strings::Random;
use untaint_browser::suite::{Check, World, run_in};
use untaint_browser::tab::Tab;

const PAGE: &str = "https://app.test/snippet";

/// What is read off the screen: each character that has a place and a width, line by line from left to right.
const READ: &str = r"() => {
    const node = document.querySelector('#t').firstChild;
    if (!node) return '';
    const seen = [];
    let at = 0;
    for (const c of node.data) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at += c.length);
        const box = range.getBoundingClientRect();
        if (c === '\n') continue;
        if (box.width > 0) seen.push([Math.round(box.top), box.left, c]);
    }
    const tops = [...new Set(seen.map(([top]) => top))].sort((a, b) => a - b);
    return tops.map(top => seen.filter(one => one[0] === top).sort((a, b) => a[1] - b[1]).map(one => one[2]).join('')).join('\n');
}";

/// Notes what a paste brings, as the clipboard has it.
const LISTEN: &str = r"() => {
    document.querySelector('textarea').addEventListener('paste', event => {
        window.pasted = event.clipboardData.getData('text/plain');
    });
    const range = document.createRange();
    range.selectNodeContents(document.querySelector('#t'));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return getSelection().toString();
}";

const FOCUS: &str = "() => { document.querySelector('textarea').focus(); }";

/// There is one clipboard, and trials run side by side.
static CLIPBOARD: Mutex<()> = Mutex::new(());

fn main() -> ExitCode {
    if let Err(reason) = shell::find() {
        assert!(std::env::var_os("UNTAINT_BROWSER").is_none_or(|value| value != "require"), "{reason}");
        eprintln!("skipped: {reason}");
        return ExitCode::SUCCESS;
    }
    // The clipboard of the other two is out of a test's reach.
    let checks: &[(&str, Check)] = &[
        ("cleaned_snippets_are_received_as_shown", cleaned_snippets_are_received_as_shown),
        ("languages_are_received_as_copied", languages_are_received_as_copied),
        ("raw_snippets_are_not", raw_snippets_are_not),
        ("findings_tell_what_bash_receives", findings_tell_what_bash_receives),
    ];
    run_in(|engine, programs| World::new(engine, programs, None), &[(&[Engine::Chromium], checks)])
}

/// A snippet on its page.
struct Shown {
    /// Read off the screen.
    seen: String,
    /// Selected, copied and pasted into a field.
    copied: String,
}

fn show(visitor: &mut Tab, text: &str) -> Shown {
    let snippet = escape::html(text);
    // The parser drops one LF behind `pre`.
    let html = format!("<!doctype html><meta charset=utf-8><pre id=t>\n{snippet}</pre><textarea></textarea>");
    visitor.open(PAGE, Page::Html(html)).expect("the page with the snippet");
    let clipboard = CLIPBOARD.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let seen = visitor.ask(READ, &Value::Null);
    visitor.ask(LISTEN, &Value::Null);
    devtools::edit(visitor, "copy");
    visitor.ask(FOCUS, &Value::Null);
    devtools::edit(visitor, "paste");
    let copied = visitor.evaluate("window.pasted ?? null");
    drop(clipboard);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Shown { seen: text(&seen), copied: text(&copied) }
}

/// What the dangerous rows are after cleaning, and the harmless ones.
fn cleaned_snippets_are_received_as_shown(world: &World) {
    let mut visitor = world.visitor();
    let mut wrong = Vec::new();
    let mut read = 0;
    for row in rows("text/paste.jsonl") {
        let (id, input) = (field(&row, "id"), field(&row, "input"));
        let cleaned = text::clean(input, TextPolicy::snippet()).into_string();
        // Chromium's selection ends before the last line end of a `pre`.
        let cleaned = cleaned.trim_end_matches('\n');
        if cleaned.is_empty() {
            continue;
        }
        let shown = show(&mut visitor, cleaned);
        if cleaned.is_ascii() {
            read += 1;
            // Line ends have no width, and a line of nothing but them has none either.
            let lines = cleaned.split('\n').filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
            if shown.seen != lines {
                wrong.push(format!("{id}: {cleaned:?} is seen as {:?}", shown.seen));
            }
        }
        if shown.copied != cleaned {
            wrong.push(format!("{id}: {cleaned:?} is copied as {:?}", shown.copied));
        }
        for how in [Paste::Typed, Paste::Bracketed] {
            let received = shell::paste(&shown.copied, how);
            if received.as_deref() != Some(cleaned) {
                wrong.push(format!("{id}: {cleaned:?} is received as {received:?} ({how:?})"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(read > 30, "only {read} were read off the screen");
}

/// Harmless text of every script arrives as it was copied.
fn languages_are_received_as_copied(world: &World) {
    let mut visitor = world.visitor();
    let mut wrong = Vec::new();
    for row in rows("text/languages.jsonl") {
        let id = field(&row, "id");
        let cleaned = text::clean(field(&row, "text"), TextPolicy::snippet()).into_string();
        let cleaned = cleaned.trim_end_matches('\n');
        let shown = show(&mut visitor, cleaned);
        if shown.copied != cleaned {
            wrong.push(format!("{id}: {cleaned:?} is copied as {:?}", shown.copied));
        }
        let received = shell::paste(&shown.copied, Paste::Bracketed);
        if received.as_deref() != Some(cleaned) {
            wrong.push(format!("{id}: {cleaned:?} is received as {received:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The negative control: untouched, what bash receives is not what was read off the screen.
fn raw_snippets_are_not(world: &World) {
    // Blanks and tags have a place on the screen, if nothing in it; NUL never gets onto a page.
    let acts = |c: char| {
        c.is_control() && !matches!(c, '\0' | '\n' | '\t')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{61C}' | '\u{AD}')
    };
    let mut visitor = world.visitor();
    let mut alike = Vec::new();
    let mut dangerous = 0;
    let rows = rows("text/paste.jsonl");
    for row in rows.iter().filter(|row| is(row, "dangerous") && field(row, "input").contains(acts)) {
        dangerous += 1;
        let shown = show(&mut visitor, field(row, "input"));
        // A box for a control is no letter.
        let letters = shown.seen.replace(char::is_control, "");
        let is_received = |how| shell::paste(&shown.copied, how).as_deref() == Some(&letters);
        if is_received(Paste::Typed) && is_received(Paste::Bracketed) {
            alike.push(field(row, "id"));
        }
    }
    assert!(alike.is_empty() && dangerous > 30, "{alike:?} of {dangerous} are received as shown");
}

/// What a finding says of a line full of keys is what bash makes of it.
fn findings_tell_what_bash_receives(_: &World) {
    const KEYS: [&str; 24] = [
        "a", "b", "Z", " ", "--", "é", "e\u{301}", "漢", "\u{8}", "\u{8}", "\u{7f}", "\u{1}", "\u{5}",
        "\u{2}", "\u{6}", "\u{b}", "\u{15}", "\u{17}", "\u{19}", "\u{10}", "\u{e}", "rm", "/x", ";",
    ];
    let mut random = Random::new(61);
    let mut wrong = Vec::new();
    let mut told = 0;
    for _ in 0..300 {
        let line: String = (0..4 + random.below(9)).map(|_| random.pick(&KEYS)).collect();
        let findings = text::inspect(&line);
        let Some(received) = findings.iter().find_map(text::Finding::received) else { continue };
        told += 1;
        let really = shell::paste(&line, Paste::Typed);
        if really.as_deref() != Some(received) {
            wrong.push(format!("{line:?}: {received:?}, and bash has {really:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {told}: {wrong:#?}", wrong.len());
    assert!(told > 150, "only {told} were told");
}
