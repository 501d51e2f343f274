//! `text`: what pages show and shells receive, the languages that must stay as they are, and the policies.
#![cfg(feature = "unicode")]

mod support;

use serde::Deserialize;
use std::borrow::Cow;
use support::rows;
use text::{Lines, TextAction, TextClass, TextErrorKind, TextPolicy};
use untaint::text;

/// A row of `text/paste.jsonl`, measured in Chromium and in bash; the file's words are explained in `tests/data/README.md`.
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
        let cleaned = text::clean(&case.input, TextPolicy::snippet());
        if case.dangerous {
            assert!(!found.is_empty(), "{}", case.id);
        } else {
            assert!(found.is_empty(), "{}: {found:?}", case.id);
            let shown = text::clean(&case.input, TextPolicy::display());
            assert!(matches!(shown, Cow::Borrowed(same) if same == case.input), "{}", case.id);
        }
        assert!(!cleaned.contains(is_control), "{}: {cleaned:?}", case.id);
    }
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
        let shown = text::clean(text, TextPolicy::display());
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
