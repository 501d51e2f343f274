//! `docs::codes` lists every code of the crate: written from the table by `UNTAINT_WRITE=1 cargo test --all-features
//! --test codes`.
#![cfg(feature = "full")]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use support::page;
use untaint::{Violation, codes};

/// The rows as the page shows them, one table for each module.
fn tables() -> String {
    let mut page = String::new();
    let mut module = "";
    for code in codes() {
        // Those of rules are bare.
        let name = code.code().split_once('.').map_or("rules", |(module, _)| module);
        if name != module {
            module = name;
            write!(page, "\n## `{module}`\n\n| code | it means | advice | params |\n|---|---|---|---|\n")
                .expect("a string");
        }
        let params: Vec<_> = code.params().iter().map(|param| format!("`{param}`")).collect();
        let advice = code.advice().replace('[', "\\[").replace('|', "\\|").replace('<', "\\<");
        let meaning = code.meaning().replace('<', "\\<");
        writeln!(page, "| `{}` | {meaning} | {advice} | {} |", code.code(), params.join(", "))
            .expect("a string");
    }
    page
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
                let (place, _) = place.split_once('}').expect("a whole place");
                // The second word is the parameter that names the unit.
                let name = place.split(' ').next().expect("a name");
                let is_known = code.params().contains(&name) || ["allowed", "max"].contains(&name);
                assert!(is_known, "{}: {{{name}}}", code.code());
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
}
