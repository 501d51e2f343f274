//! `text`: what pages show and shells receive, the languages that must stay as they are, and the policies.
#![cfg(feature = "unicode")]

mod support;

use serde::Deserialize;
use std::borrow::Cow;
use support::rows;
use text::{Lines, TextAction, TextClass, TextErrorKind, TextPolicy};
use untaint::text;

/// A row of `text/paste.jsonl`, measured in Chromium and in bash; the file's words are explained in
/// `tests/data/README.md`.
#[derive(Deserialize)]
struct PasteCase {
    id: String,
    input: String,
    visible: String,
    terminal: String,
    dangerous: bool,
}

fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{202A}'..='\u{202E}')
}

#[test]
fn what_is_dangerous_is_found_and_cleaned_and_the_rest_stays() {
    for case in rows::<PasteCase>("text/paste.jsonl") {
        let found = text::inspect(&case.input);
        let cleaned = text::clean(&case.input, TextPolicy::snippet()).into_string();
        if case.dangerous {
            assert!(!found.is_empty(), "{}", case.id);
        } else {
            assert!(found.is_empty(), "{}: {found:?}", case.id);
            let shown: Cow<'_, str> = text::clean(&case.input, TextPolicy::display()).into();
            assert!(matches!(shown, Cow::Borrowed(same) if same == case.input), "{}", case.id);
        }
        assert!(!cleaned.contains(is_control), "{}: {cleaned:?}", case.id);
    }
}

/// The rows are hostile enough: what people write by hand leaves something in many of them.
#[test]
fn hand_written_filters_leave_some() {
    let cases = rows::<PasteCase>("text/paste.jsonl");
    let left = |filter: fn(&str) -> String| {
        cases.iter().filter(|case| case.dangerous && filter(&case.input).contains(is_control)).count()
    };
    let hidden = |filter: fn(&str) -> String| {
        let is_left = |case: &&PasteCase| !text::inspect(&filter(&case.input)).is_empty();
        cases.iter().filter(|case| case.dangerous).filter(is_left).count()
    };
    let no_backspaces: fn(&str) -> String = |text| text.replace('\u{8}', "");
    let no_c0: fn(&str) -> String =
        |text| text.replace(|c: char| c.is_ascii_control() && !matches!(c, '\n' | '\t'), "");
    let no_controls: fn(&str) -> String =
        |text| text.replace(|c: char| c.is_control() && !matches!(c, '\n' | '\t'), "");
    let ours: fn(&str) -> String = |text| text::clean(text, TextPolicy::snippet()).into_string();
    assert!(left(no_backspaces) > 15, "{}", left(no_backspaces));
    assert!(left(no_c0) > 4, "{}", left(no_c0));
    assert!(hidden(no_controls) > 8, "{}", hidden(no_controls));
    assert_eq!(left(ours), 0);
}

/// Where a finding tells what is seen and what arrives, it is what was measured.
#[test]
fn seen_and_received_are_what_was_measured() {
    let mut told = 0;
    for case in rows::<PasteCase>("text/paste.jsonl") {
        for finding in text::inspect(&case.input) {
            let (Some(seen), Some(received)) = (finding.seen(), finding.received()) else { continue };
            // Chromium draws a box for a control.
            let visible = case.visible.replace('\u{25A1}', "");
            assert_eq!(seen, visible, "{}", case.id);
            if finding.class() != TextClass::Tag {
                assert_eq!(
                    received,
                    case.terminal.replace(|c| matches!(c, '\u{202A}'..='\u{202E}'), ""),
                    "{}",
                    case.id
                );
            }
            told += 1;
        }
    }
    assert!(told > 10, "{told}");
}

/// A row of `text/languages.jsonl`.
#[derive(Deserialize)]
struct LanguageCase {
    id: String,
    text: String,
}

/// Harmless text of many scripts stays byte for byte, and, but for soft hyphens, is nothing to report.
#[test]
fn languages_stay_as_they_are() {
    let cases = rows::<LanguageCase>("text/languages.jsonl");
    assert!(cases.len() >= 100);
    let mut wrong = Vec::new();
    for LanguageCase { id, text } in &cases {
        let shown: Cow<'_, str> = text::clean(text, TextPolicy::display()).into();
        if !matches!(shown, Cow::Borrowed(same) if same == text) {
            wrong.push(format!("{id}: {text:?} became {shown:?}"));
        }
        if let Err(error) = text::check(text, TextPolicy::display()) {
            wrong.push(format!("{id}: {error}"));
        }
        let found = text::inspect(text);
        if found.iter().any(|finding| finding.character() != '\u{AD}') {
            wrong.push(format!("{id}: {text:?} has {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A row of `text/policies.jsonl`.
#[derive(Deserialize)]
struct PolicyCase {
    policy: String,
    text: String,
    out: String,
    why: String,
}

fn preset(name: &str) -> &'static TextPolicy {
    match name {
        "display" => TextPolicy::display(),
        "single_line" => TextPolicy::single_line(),
        "identifier" => TextPolicy::identifier(),
        "snippet" => TextPolicy::snippet(),
        _ => panic!("no preset {name}"),
    }
}

#[test]
fn each_preset_decides_what_its_table_says() {
    let mut wrong = Vec::new();
    for PolicyCase { policy, text, out, why } in rows("text/policies.jsonl") {
        let cleaned = text::clean(&text, preset(&policy));
        if cleaned != out {
            wrong.push(format!("{policy} {text:?}: {cleaned:?}, not {out:?} ({why})"));
        }
        assert_eq!(text::check(&text, preset(&policy)).is_ok(), text == out, "{policy} {text:?}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The table in the doc of `TextPolicy` and the code say the same, character by character.
#[test]
fn every_class_is_switched_by_its_own_switch() {
    let of_class = [
        (TextClass::Backspace, "\u{8}"),
        (TextClass::Control, "\u{1}"),
        (TextClass::C1, "\u{80}"),
        (TextClass::ZeroWidth, "\u{200B}"),
        (TextClass::Joiner, "\u{200D}"),
        (TextClass::BidiIsolate, "\u{2066}"),
        (TextClass::BidiMark, "\u{200E}"),
        (TextClass::Tag, "\u{E0041}"),
        (TextClass::VariationSelector, "\u{FE0F}"),
        (TextClass::BlankLetter, "\u{3164}"),
        (TextClass::Space, "\u{2003}"),
        (TextClass::Inert, "\u{206A}"),
        (TextClass::Noncharacter, "\u{FFFE}"),
        (TextClass::PrivateUse, "\u{E000}"),
        (TextClass::Replacement, "\u{FFFD}"),
    ];
    for (class, hidden) in of_class {
        let text = format!("a{hidden}b");
        for (action, expected) in
            [(TextAction::Keep, text.as_str()), (TextAction::Remove, "ab"), (TextAction::Blank, "a b")]
        {
            let policy = TextPolicy::builder().class(class, action).build().expect("policy");
            assert_eq!(text::clean(&text, &policy), expected, "{class:?} {action:?}");
            for (other, hidden) in of_class.iter().filter(|(other, _)| *other != class) {
                let text = format!("a{hidden}b");
                let usual = text::clean(&text, TextPolicy::display());
                assert_eq!(text::clean(&text, &policy), usual, "{class:?} switches {other:?}");
            }
        }
        assert_eq!(text::inspect(&text).first().map(text::Finding::class), Some(class));
    }
}

#[test]
fn wrong_policies_are_not_built() {
    let new = TextPolicy::builder;
    for wrong in [
        new().class(TextClass::BidiOverride, TextAction::Keep),
        new().class(TextClass::BidiOverride, TextAction::KeepInContext),
        new().class(TextClass::Escape, TextAction::Keep),
        new().class(TextClass::Control, TextAction::KeepInContext),
        new().class(TextClass::LineEnd, TextAction::Remove),
        new().class(TextClass::MarkRun, TextAction::Blank),
        new().class(TextClass::MixedScript, TextAction::Remove),
        new().class(TextClass::Confusable, TextAction::Keep),
        new().class(TextClass::ReversedIsolate, TextAction::Keep),
        new().classes([TextClass::Tag, TextClass::LineEnd], TextAction::Remove),
    ] {
        assert!(wrong.clone().build().is_err(), "{wrong:?}");
        // The first error stays.
        assert!(wrong.lines(Lines::One).class(TextClass::Tag, TextAction::Remove).build().is_err());
    }
    assert!(TextPolicy::snippet().to_builder().build().is_ok_and(|policy| policy == *TextPolicy::snippet()));
}

#[test]
fn settings_beside_the_classes() {
    let logs = TextPolicy::builder().whole_sequences(true).build().expect("policy");
    for (text, expected) in [
        ("\u{1b}[31mred\u{1b}[0m", "red"),
        ("\u{1b}]0;title\u{7}x \u{1b}]8;;http://a.test\u{1b}\\link\u{1b}]8;;\u{1b}\\", "x link"),
        ("a\u{1b}[20\u{1b}[201~1~b", "a1~b"),
        ("a\u{9b}31mb\u{90}q\u{9c}c", "abc"),
        ("\u{1b}(Bx\u{1b}7y\u{1b}", "xy"),
        // Never closed: only its introducer goes.
        ("\u{1b}]0;title\nnext", "]0;title\nnext"),
        ("\u{1b}[3\u{8}1m", "1m"),
        ("\u{1b}[31", ""),
        ("\u{1b}é", "é"),
    ] {
        assert_eq!(text::clean(text, &logs), expected, "{text:?}");
    }

    let as_they_are = TextPolicy::builder().lines(Lines::AsTheyAre).build().expect("policy");
    assert!(text::check("a\r\nb\r\u{2028}\u{85}", &as_they_are).is_ok());
    let refused = text::check("a\r\nb", TextPolicy::display()).expect_err("CR LF");
    assert!(matches!(
        refused.kind(),
        TextErrorKind::Character { class: TextClass::LineEnd, at: 1, character: '\r' }
    ));
    let refused = text::check("a\nb", TextPolicy::single_line()).expect_err("two lines");
    assert_eq!((refused.kind(), refused.code()), (TextErrorKind::Line { at: 1 }, "text.line"));

    let none = TextPolicy::builder().max_marks(0).build().expect("policy");
    assert_eq!(
        text::clean("e\u{301}ก\u{e49}", &none),
        "eก\u{e49}",
        "a mark with a fixed place cannot pile up"
    );
    let refused = text::check("e\u{301}", &none).expect_err("a mark");
    assert_eq!(refused.kind(), TextErrorKind::Marks { at: 1, max: 0 });
    let all = TextPolicy::builder().class(TextClass::MarkRun, TextAction::Keep).build().expect("policy");
    assert!(text::check(&format!("e{}", "\u{301}".repeat(99)), &all).is_ok());
}

#[test]
fn findings_say_what_and_where() {
    let classes = |text: &str| text::inspect(text).iter().map(text::Finding::class).collect::<Vec<_>>();
    let one = |text: &str| {
        let [finding] = &text::inspect(text)[..] else { panic!("{text:?} {:?}", text::inspect(text)) };
        (finding.class(), finding.range(), finding.character())
    };
    assert_eq!(one("a\u{200b}\u{200b}b"), (TextClass::ZeroWidth, 1..7, '\u{200b}'), "a run is one");
    assert_eq!(one("a\rb"), (TextClass::LineEnd, 1..2, '\r'));
    assert_eq!(classes("a\r\n\tb\tc\n"), []);
    assert_eq!(classes("\tindented \t// aligned\n"), []);
    assert_eq!(one("cat /et\t\n"), (TextClass::Control, 7..8, '\t'), "a prompt completes the word");
    assert_eq!(one("x\u{e000}"), (TextClass::PrivateUse, 1..4, '\u{e000}'));
    assert_eq!(one("rm\u{a0}-rf"), (TextClass::Space, 2..4, '\u{a0}'));
    assert_eq!(one("pass\u{ad}word"), (TextClass::ZeroWidth, 4..6, '\u{ad}'));
    assert_eq!(one(&format!("e{}", "\u{301}".repeat(9))), (TextClass::MarkRun, 9..19, '\u{301}'));
    assert_eq!(
        classes("\u{8}a\u{202e}b\u{e0041}"),
        [TextClass::Backspace, TextClass::BidiOverride, TextClass::Tag]
    );

    // Balanced, and yet the order is another: the comment seems to end before the call.
    assert_eq!(
        one("/* \u{2067}x; \u{2066}if (a)\u{2069} \u{2066}b */\u{2069}\u{2069}").0,
        TextClass::ReversedIsolate
    );
    assert_eq!(classes("\u{2067}שלום\u{2069}"), []);
    assert_eq!(classes("ad\u{2066}\u{2069}min, a\u{2068}b\u{2069}c"), [TextClass::BidiIsolate; 3]);
    assert_eq!(classes("user-\u{2068}Bob\u{2069}, \u{2068}5\u{2069}MB"), []);
    assert_eq!(one("2\u{a0}>&1").0, TextClass::Space);
}

/// A row of `text/findings.jsonl`: the first finding.
#[derive(Deserialize)]
struct FindingCase {
    text: String,
    class: String,
    start: usize,
    end: usize,
    why: String,
}

#[test]
fn each_finding_is_what_the_table_says() {
    for FindingCase { text, class, start, end, why } in rows("text/findings.jsonl") {
        let findings = text::inspect(&text);
        let first = findings.first().map(|finding| (finding.class().name(), finding.range()));
        assert_eq!(first, Some((class.as_str(), start..end)), "{text:?}: {why}");
    }
}

#[test]
#[cfg(feature = "serde")]
fn findings_are_data() {
    assert_eq!(
        serde_json::to_value(text::inspect("ab\u{8}")).expect("findings"),
        serde_json::json!([
            {"class": "backspace", "start": 2, "end": 3, "character": "U+0008", "seen": "ab", "received": "a"}
        ])
    );
}

#[test]
fn words_that_are_not_the_words_they_look_like() {
    let one = |text: &str| {
        let [finding] = &text::inspect(text)[..] else { panic!("{text:?} {:?}", text::inspect(text)) };
        (finding.class(), finding.range(), finding.character())
    };
    assert_eq!(one("see p\u{430}ypal.com"), (TextClass::MixedScript, 4..11, '\u{430}'));
    assert_eq!(one("\u{3BF}racle").0, TextClass::MixedScript);
    assert_eq!(one("login at \u{430}\u{440}\u{440}\u{4cf}\u{435}.com now").0, TextClass::Confusable);
    assert_eq!(one("g\u{585}\u{585}gle").0, TextClass::MixedScript);
    assert_eq!(one("\u{13A0}BC corp").0, TextClass::MixedScript);
    for fine in [
        "Привет hello",
        "сор оса порт",
        "Plan А, класс",
        "VIP-клиент iPhone'ом USB-порт",
        "10 kΩ, 5 μm, Δt, α",
        "日本語Tシャツ LG전자 你好World",
        "הWindows שלנו",
        "Ελλάδα and Greece",
        "x² ﬁ ｐａｙｐａｌ 𝗽𝗮𝘆",
        "café naïve Müller",
    ] {
        assert!(text::inspect(fine).is_empty(), "{fine:?} {:?}", text::inspect(fine));
    }
}

#[test]
fn what_is_seen_and_what_arrives() {
    let told = |text: &str| {
        let findings = text::inspect(text);
        let told = findings.iter().find(|finding| finding.seen().is_some());
        told.map(|finding| {
            (finding.seen().unwrap_or("").to_owned(), finding.received().unwrap_or("").to_owned())
        })
    };
    let pair = |seen: &str, received: &str| Some((seen.to_owned(), received.to_owned()));
    assert_eq!(told("import y\u{8}ose\u{8}m\u{8}i\u{8}t\u{8}e\u{8}"), pair("import yosemite", "import os"));
    assert_eq!(told("ok\necho harmless\u{15}id\nok"), pair("echo harmlessid", "id"));
    assert_eq!(told("echo a b c\u{17}d"), pair("echo a b cd", "echo a b d"));
    assert_eq!(told("ls secret\u{1}\u{b}id"), pair("ls secretid", "id"));
    assert_eq!(told("ab\u{2}c\u{5}d\u{1}\u{6}x"), pair("abcdx", "axcbd"));
    assert_eq!(told("id \u{15}x\u{19}"), pair("id x", "xid "));
    assert_eq!(told("cafe\u{301}\u{8}x"), pair("cafe\u{301}x", "cafx"));
    assert_eq!(told("file\u{202e}fdp.sh"), pair("filehs.pdf", "filefdp.sh"));
    assert_eq!(told("a\u{202e}(cb)\u{202c}d"), pair("a(bc)d", "a(cb)d"));
    assert_eq!(told("hi\u{e0072}\u{e006d}"), pair("hi", "hirm"));
    let flag = "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}";
    assert_eq!(told(&format!("{flag}ab\u{8}")), pair(&format!("{flag}ab"), &format!("{flag}a")));
    // Nobody can tell: history, completion, a terminal's sequences.
    assert_eq!(told("a\u{12}b\u{8}"), None);
    assert_eq!(told("a\u{1b}[Db\u{8}"), None);
    // The same either way.
    assert_eq!(told("\u{8}start"), None);
    // Only the first of a line tells.
    let findings = text::inspect("a\u{8}b\u{8}c\nd\u{8}");
    assert_eq!(findings.iter().filter(|finding| finding.seen().is_some()).count(), 2);
}

#[test]
fn backspaces_and_blanks() {
    assert_eq!(text::strip_backspaces("N\u{8}N\u{7f}"), "NN\u{7f}");
    for (text, expected) in [
        ("N\u{8}NA\u{8}AM\u{8}ME\u{8}E", "NAME"),
        ("_\u{8}f_\u{8}o_\u{8}o", "foo"),
        ("safe\u{8}\u{8}\u{8}\u{8}evil", "evil"),
        ("\u{8}\u{8}a\n\u{8}b\r\u{7f}c", "a\nb\rc"),
        ("a\u{7f}b", "b"),
        ("👨\u{200d}👩\u{200d}👧\u{8}", "👨\u{200d}👩\u{200d}"),
        ("👨\u{200d}👩\u{200d}👧\u{8}\u{8}", "👨\u{200d}"),
        ("🇩🇪\u{8}x", "🇩x"),
        ("❤\u{fe0f}\u{8}", ""),
    ] {
        assert_eq!(text::apply_backspaces(text), expected, "{text:?}");
    }
    assert!(matches!(text::normalize_newlines("a\n«é»"), Cow::Borrowed(_)));
    assert!(matches!(text::collapse_whitespace(" a b "), Cow::Borrowed("a b")));
    assert_eq!(text::collapse_whitespace("\u{2003}\n"), "");
    assert_eq!(text::trim("\u{200b}\u{ad} a\u{200d}\u{2800}"), "a\u{200d}");
}

/// Every measured row through the shell's rules: backspaces and DEL arrive as `terminal` says.
#[test]
fn erased_rows_arrive_as_measured() {
    let mut count = 0;
    for case in rows::<PasteCase>("text/paste.jsonl") {
        let only_erases = case.input.chars().all(|c| !is_control(c) || matches!(c, '\u{8}' | '\u{7f}'));
        if only_erases && case.input.contains(['\u{8}', '\u{7f}']) {
            assert_eq!(text::apply_backspaces(&case.input), case.terminal, "{}", case.id);
            count += 1;
        }
    }
    assert!(count > 5, "{count}");
}

#[test]
fn renderings() {
    for (text, expected) in [
        ("a\u{8}b", "a<mark>U+0008</mark>b"),
        ("a\u{8}\u{8}\u{7f}", "a<mark>U+0008 ×2</mark><mark>U+007F</mark>"),
        ("<i>\u{202e}&", "&lt;i&gt;<mark>U+202E</mark>&amp;"),
        ("p\u{430}ypal", "p<mark>\u{430} U+0430</mark>ypal"),
        ("a\rb\r\nc", "a<mark>U+000D</mark>\nb\nc"),
        ("\u{e000}", "<mark>\u{e000} U+E000</mark>"),
        ("می\u{200c}خواهم 👩\u{200d}💻", "می\u{200c}خواهم 👩\u{200d}💻"),
        ("\0", "<mark>U+0000</mark>"),
        // A mark would compose with the tag before it, or be sorted beside it.
        ("a\u{8}\u{338}b", "a<mark>U+0008</mark>\u{25CC}\u{338}b"),
        ("a\u{8}\u{301}\u{338}b", "a<mark>U+0008</mark>\u{25CC}\u{301}\u{338}b"),
        ("\u{338}b", "\u{25CC}\u{338}b"),
        ("evil.com\u{2215}x", "evil.com<mark>\u{2215} U+2215</mark>x"),
    ] {
        assert_eq!(text::render_findings(text), expected, "{text:?}");
    }
}

/// Repeated a megabyte long, nothing takes more than its share; a quadratic step would not end.
#[test]
fn long_and_odd_input_stays_linear() {
    const MB: usize = 1024 * 1024;
    let units = [
        "a\u{8}",
        "\u{8}",
        "\u{1}\u{5}",
        "a\u{1}",
        "\u{1b}",
        "\u{1b}]",
        "\u{1b}[",
        "\u{9d}",
        "\u{200d}",
        "\u{200c}",
        "\u{200e}",
        "א\u{200e}",
        "\u{2066}",
        "\u{2067}x\u{2069}",
        "\u{2069}",
        "\u{2800}",
        "\u{a0}",
        "\u{3000}",
        "\u{e0061}",
        "🏴\u{e0061}",
        "\u{fe0f}",
        "\u{301}",
        "e\u{301}\u{345}",
        "\u{202e}a",
        "p\u{430}",
        "p\u{430} ",
        "\u{430}\u{440} \u{435}b ",
        "\u{ad}",
        "क\u{94d}\u{200d}",
        "\r",
        "\u{2028}",
        "\u{34f}",
        "\u{180e}",
        "\u{13430}",
        "\u{217C}a",
        "\u{2024}",
        "a\u{2215}b.c/",
        "\u{37E}\u{3B1} ",
        "ɑ",
        "p𝚊",
        "Hα-",
        "с=",
        "с=c ",
        "–a ",
        " –",
        "ｒ a",
        "x\u{a0}y",
        "م\u{200c}\u{200c}\u{200b}",
        "a\u{b}",
        "م\u{fe0f}",
    ];
    for unit in units {
        for ending in ["", "א"] {
            let count = MB / unit.len() / if cfg!(debug_assertions) { 32 } else { 1 };
            let text = unit.repeat(count) + ending;
            for name in ["display", "single_line", "identifier", "snippet"] {
                let cleaned = text::clean(&text, preset(name)).into_string();
                assert!(cleaned.len() <= text.len());
                assert!(text::check(&cleaned, preset(name)).is_ok());
            }
            let rendered = text::render_findings(&text);
            assert!(rendered.as_str().len() <= 20 * text.len());
            let _ = (text::inspect(&text), text::apply_backspaces(&text), text::nfc(&text));
        }
    }
}

/// Names of people in any script pass, and what nobody can read does not: see `TextPolicy::person_name`.
#[test]
fn names_of_people() {
    let code = |name: &str| text::check(name, TextPolicy::person_name()).map_err(|error| error.code()).err();
    for name in [
        "Ann",
        "Zoë O’Brien-Smith Jr.",
        "José Ñ.",
        "李小龍",
        "Ὀδυσσεύς",
        "می\u{200C}خواهم", // a non-joiner that Persian needs
        "क्\u{200D}ष",      // a joiner that Hindi needs
        "נועה",
        "👩\u{200D}💻 Ada",
        "I ❤\u{FE0F} tea",
        "!!!", // a band
        "1",
        &"x".repeat(100),
        "a b", // the space
    ] {
        assert_eq!(code(name), None, "{name:?}");
    }
    for (name, why) in [
        ("", "text.blank"),
        ("   ", "text.blank"),
        ("\u{301}", "text.blank"), // a mark without its letter
        ("\u{3164}", "text.blank_letter"),
        ("\u{2800}", "text.blank_letter"),
        ("\u{A0}", "text.space"),
        ("A\u{2003}B", "text.space"),
        ("Ann\u{202E}", "text.bidi_override"),
        ("Ann\u{200F}", "text.bidi_mark"),
        ("A\u{200B}nn", "text.zero_width"),
        ("A\u{AD}nn", "text.zero_width"),
        ("A\u{200D}nn", "text.joiner"),
        ("A\u{E0041}", "text.tag"),
        ("a\u{FE0F}", "text.variation_selector"),
        ("Ann\nB", "text.line"),
        ("Ann\tB", "text.line"),
        ("Ann\u{8}", "text.backspace"),
        ("Ann\u{FFFD}", "text.replacement"),
        (&"x".repeat(101), "text.too_long"),
    ] {
        assert_eq!(code(name), Some(why), "{name:?}");
    }
    let long = text::check(&"é".repeat(101), TextPolicy::person_name()).unwrap_err();
    assert_eq!(long.kind(), TextErrorKind::TooLong { len: 101, max: 100 });
    // What `single_line` accepts of these is why there is another preset.
    assert!(["", "   ", "\u{3164}"].iter().all(|name| text::check(name, TextPolicy::single_line()).is_ok()));
}

/// Every class has a name, a code and a word for people of its own.
#[test]
fn classes_are_told_apart() {
    let all: Vec<TextClass> = TextClass::all().collect();
    let distinct = |names: Vec<String>| names.iter().collect::<std::collections::BTreeSet<_>>().len();
    assert_eq!(distinct(all.iter().map(|class| class.name().to_owned()).collect()), all.len());
    assert_eq!(distinct(all.iter().map(ToString::to_string).collect()), all.len());
    assert!(all.iter().all(|class| class.code() == format!("text.{}", class.name())));
    assert!(all.windows(2).all(|pair| pair[0] < pair[1]), "in order");
    // The table of the tests knows them all.
    assert!(support::text::CLASSES.iter().all(|class| all.contains(class)));
}
