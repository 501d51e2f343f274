//! `docs::codes` lists every code of the crate: written from the table by `UNTAINT_WRITE=1 cargo test --all-features
//! --test codes`.
#![cfg(feature = "full")]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use support::page;
use untaint::{Templates, Violation, codes};

/// The rows as the page shows them, one table for each module.
fn tables() -> String {
    let mut page = String::new();
    let mut module = "";
    for code in codes() {
        // The codes of rules are the rules' names.
        let (name, _) = code.code().split_once('.').unwrap_or(("rules", ""));
        if name != module {
            module = name;
            write!(page, "\n## `{module}`\n\n| code | it means | advice | params |\n|---|---|---|---|\n")
                .expect("a string");
        }
        let params: Vec<_> = code.params().iter().map(|param| format!("`{param}`")).collect();
        let (advice, meaning) = (shown(code.advice()), shown(code.meaning()));
        writeln!(page, "| `{}` | {meaning} | {advice} | {} |", code.code(), params.join(", "))
            .expect("a string");
    }
    page
}

/// A sentence as Markdown, with names as code.
fn shown(sentence: &str) -> String {
    let word = |word: &str| {
        let bare = word.trim_end_matches([',', '.', ':']);
        let is_place = word.contains(['{', '[', '|', '`']);
        if !is_place && (bare.contains("::") || bare.contains("__")) {
            format!("`{bare}`{}", &word[bare.len()..])
        } else {
            word.replace('[', "\\[").replace('|', "\\|").replace('<', "\\<")
        }
    };
    sentence.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_page_lists_every_code() {
    page::holds("codes.md", "codes", &tables());
}

#[test]
fn codes_are_unique_and_in_one_form() {
    let mut seen = BTreeSet::new();
    for code in codes() {
        assert!(seen.insert(code.code()), "{} stands twice", code.code());
        assert!(
            code.code()
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_'))
        );
        for sentence in [code.meaning(), code.advice()] {
            assert!(!sentence.is_empty() && !sentence.ends_with('.'), "{}: {sentence}", code.code());
            let first = sentence.chars().next().expect("a sentence");
            // `PDF`, `HTML` and their like keep their capitals.
            let word = sentence.split(' ').next().expect("a word");
            assert!(
                !first.is_uppercase() || word.chars().skip(1).all(char::is_uppercase),
                "{}: {sentence}",
                code.code()
            );
        }
        // Every place of a number in a text is one of the params, or `allowed`, which a policy adds.
        for text in [code.meaning(), code.advice()] {
            for place in text.split('{').skip(1) {
                let (names, _) = place.split_once('}').expect("a whole place");
                // `{expected=number}` asks for a word of the param.
                let names = names.split('=').next().unwrap_or_default();
                let is_known = names
                    .split(' ')
                    .all(|name| code.params().contains(&name) || ["allowed", "max"].contains(&name));
                assert!(is_known, "{}: {{{names}}}", code.code());
            }
        }
    }
    assert!(seen.len() > 100, "{}", seen.len());
}

#[test]
fn advice_is_filled_in_or_left_out() {
    let advice = |violation: Violation| violation.advice().expect("a code of the crate").into_owned();
    assert_eq!(advice(Violation::new("upload.type")), "choose a file of another type");
    let with = Violation::new("upload.type").with_param("allowed", "png, jpg");
    assert_eq!(advice(with), "choose a file of another type: png, jpg");
    let long = Violation::new("text.too_long").with_param("len", 200_u8).with_param("max", 100_u8);
    assert_eq!(advice(long), "write less, at most 100 characters");
    assert!(Violation::new("shop.stock").advice().is_none());
    let length = |violation: Violation| violation.with_param("unit", "chars").message().into_owned();
    let new = || Violation::new("length");
    assert_eq!(length(new().with_param("min", 3_u8).with_param("max", 20_u8)), "Use 3 to 20 characters.");
    assert_eq!(length(new().with_param("equal", 1_u8)), "Use exactly 1 character.");
    assert_eq!(length(new().with_param("max", 1_u8)), "Use at most 1 character.");
    assert_eq!(length(new()), "Use another length.");
}

/// Templates of another language use the same places, and fall back to English where they have nothing.
#[test]
fn a_table_of_sentences_speaks_for_codes_and_keys() {
    let table = Templates::new(
        &[("length", "[{min} bis {max unit}|mindestens {min unit}]"), ("shop.name", "Der Name fehlt.")],
        &[("chars", "Zeichen", "Zeichen")],
    );
    let short = || Violation::new("length").with_param("min", 3_u8).with_param("unit", "chars");
    assert_eq!(short().message_in(&table), "mindestens 3 Zeichen");
    assert_eq!(short().with_param("max", 9_u8).message_in(&table), "3 bis 9 Zeichen");
    assert_eq!(short().with_message("shop.name").message_in(&table), "Der Name fehlt.");
    assert_eq!(short().with_message("Too short!").message_in(&table), "Too short!");
    assert_eq!(Violation::new("slug").message_in(&table), Violation::new("slug").message());
    assert!(table.missing().any(|code| code == "slug") && table.missing().all(|code| code != "length"));
}
