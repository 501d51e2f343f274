//! The rules of a form: labelled samples, what holds for every text, and what pages and schemas are told.
#![cfg(feature = "full")]

mod support;

use proptest::prelude::*;
use serde::Deserialize;
use std::borrow::Cow;
use std::sync::{Arc, LazyLock};
use support::page;
use support::rules::{ALL, Rule, email_is_that_of_html, row_of, rule_keeps_its_word, rules_holds};
use untaint::rules::{self, Describe};
use untaint::{Validator, Violation};

/// A rule, a text, and whether the rule takes it.
#[derive(Deserialize)]
struct Case {
    #[serde(default)]
    rule: String,
    input: String,
    valid: bool,
    #[serde(default)]
    source: String,
    /// So many copies of it.
    #[serde(default)]
    times: Option<usize>,
}

impl Case {
    fn text(&self) -> String {
        self.input.repeat(self.times.unwrap_or(1))
    }

    /// The name as the list of rules has it.
    fn name(&self) -> &str {
        match (&*self.rule, &*self.source) {
            ("", "HTML5") => "email().html5",
            ("", "RFC5321") => "email().rfc5321",
            ("", "practice") => "email",
            ("datetime_rfc3339", _) => "iso_datetime",
            ("alphanumeric_ascii", _) => "alphanumeric",
            (name, _) => name,
        }
    }
}

fn rule(name: &str) -> &'static Rule {
    ALL.iter().find(|rule| rule.name == name).unwrap_or_else(|| panic!("no rule is called {name}"))
}

/// Asserts that each rule says what the labels say, and gives back the texts.
fn agrees(file: &str, name: impl Fn(&Case) -> &str) -> Vec<String> {
    let cases: Vec<Case> = support::rows(file);
    let is_wrong = |case: &&Case| rule(name(case)).validator.check(&case.text()).is_ok() != case.valid;
    let told = |case: &Case| format!("{} {:?} is {}", name(case), case.input, case.valid);
    let wrong: Vec<String> = cases.iter().filter(is_wrong).map(told).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    cases.iter().map(Case::text).collect()
}

#[test]
fn samples_are_judged_as_they_are_labelled() {
    let mut texts = agrees("rules/email.jsonl", Case::name);
    texts.extend(agrees("rules/url.jsonl", |_| "url"));
    texts.extend(agrees("rules/samples.jsonl", Case::name));
    texts.extend(agrees("rules/neighbours.jsonl", Case::name));
    for text in &texts {
        rules_holds(text);
    }
}

#[test]
fn every_rule_takes_its_sample_and_nothing_added_to_it() {
    for rule in ALL.iter() {
        assert!(rule.validator.check(rule.sample).is_ok(), "{}", rule.name);
        rules_holds(rule.sample);
        if !rule.is_token {
            continue;
        }
        let sample = rule.sample;
        for (before, behind) in [
            ("", "\n"),
            ("", "\r\n"),
            ("\n", ""),
            ("", "\0"),
            ("\0", ""),
            (" ", ""),
            ("", " "),
            ("", "\u{A0}"),
            ("\u{FEFF}", ""),
            ("", "\u{202E}"),
            ("", "\u{200B}"),
            ("", "\u{2028}"),
            ("", "\r\nBcc: eve@example.com"),
        ] {
            let text = [before, sample, behind].concat();
            assert!(rule.validator.check(&text).is_err(), "{} takes {text:?}", rule.name);
        }
    }
}

#[test]
fn what_no_rule_of_a_kind_can_be_is_refused_at_any_length() {
    for rule in ALL.iter() {
        for piece in [
            "a",
            "1",
            "é",
            "\u{202E}",
            "@",
            "a@",
            ".",
            "a.",
            "-",
            ":",
            "[",
            "\"",
            "\\\"",
            "(",
            "/",
            "%",
            " ",
            "\u{1F600}",
        ] {
            let text = piece.repeat(100_000 / piece.len());
            let verdict = rule.validator.check(&text);
            let has_limit =
                ["email", "email().rfc5321", "url", "domain", "uuid", "semver", "mime", "username", "iban"];
            assert!(
                verdict.is_err() || !has_limit.contains(&rule.name),
                "{} takes so many {piece:?}",
                rule.name
            );
        }
    }
}

#[test]
fn the_page_shows_every_rule() {
    let rows: Vec<String> = ALL.iter().map(row_of).collect();
    let head =
        "| rule | takes | refuses | code | params | HTML | JSON Schema |\n|---|---|---|---|---|---|---|\n";
    page::holds("rules.md", "rules", &format!("{head}{}", rows.join("\n")));
}

#[test]
fn every_message_is_a_sentence() {
    for rule in ALL.iter() {
        if let Err(violation) = rule.validator.check("\0") {
            let message = violation.message().into_owned();
            assert!(
                message.starts_with(char::is_uppercase) && message.ends_with('.'),
                "{}: {message}",
                rule.name
            );
            assert!(!message.contains(['{', '[', '|']), "{}: {message}", rule.name);
        }
    }
}

fn breaks(check: impl FnOnce() + std::panic::UnwindSafe) -> bool {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let broken = std::panic::catch_unwind(check).is_err();
    std::panic::set_hook(hook);
    broken
}

#[test]
fn wrong_rules_are_found() {
    let takes_all = |_: &Rule, _: &str| Ok(());
    assert!(breaks(move || rule_keeps_its_word(rule("hex"), "a\n", takes_all)));
    assert!(breaks(move || rule_keeps_its_word(rule("hex"), "", takes_all)));
    assert!(breaks(move || rule_keeps_its_word(rule("hex"), " a", takes_all)));
    assert!(breaks(|| rule_keeps_its_word(rule("hex"), "x", |_, _| Err(Violation::new("ulid")))));
    let tells = |_: &Rule, text: &str| Err(Violation::new("hex").with_param("len", text.len()));
    assert!(breaks(move || rule_keeps_its_word(rule("hex"), "x", tells)));
    assert!(breaks(|| email_is_that_of_html("a@b@c", |text| text.contains('@'))));
    assert!(breaks(|| email_is_that_of_html("a@b\n", |text| rules::email()
        .html5()
        .check(text.trim_end())
        .is_ok())));
}

/// Texts that are near to what some rule takes.
fn near() -> impl Strategy<Value = String> {
    let samples: Vec<&'static str> = ALL.iter().map(|rule| rule.sample).collect();
    let odd = [
        "@",
        ".",
        "-",
        "--",
        ":",
        "::",
        "/",
        "//",
        "\\",
        "[",
        "]",
        "\"",
        " ",
        "\n",
        "\r",
        "\t",
        "\0",
        "%",
        "+",
        "_",
        "=",
        "0",
        "00",
        "xn--",
        "XN--",
        "é",
        "ß",
        "İ",
        "\u{200D}",
        "\u{202E}",
        "\u{3002}",
        "\u{FF0E}",
        "\u{2028}",
        "\u{85}",
        "\u{1F600}",
        "İ",
        "٣",
        "a",
        "Z",
        "9",
        "example.com",
        "https://",
        "127.0.0.1",
        "IPv6:",
        "2024",
        "T",
        ";",
        ",",
        "<",
        ">",
        "'",
        "(",
        ")",
        "{",
        "}",
        "|",
        "^",
    ];
    let odd = prop::sample::select(odd.to_vec());
    let sample = prop::sample::select(samples).prop_map(str::to_owned);
    let piece = prop_oneof![odd.prop_map(str::to_owned), any::<char>().prop_map(String::from)];
    let changed =
        (sample, prop::collection::vec((any::<prop::sample::Index>(), 0..3_usize, piece.clone()), 0..3))
            .prop_map(|(mut text, changes)| {
                for (place, cut, piece) in changes {
                    let starts: Vec<usize> =
                        text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
                    let at = place.index(starts.len());
                    let end = starts[(at + cut).min(starts.len() - 1)];
                    text.replace_range(starts[at]..end, &piece);
                }
                text
            });
    prop_oneof![4 => changed, 1 => prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn rules_hold_for_texts_like_samples(text in near()) {
        rules_holds(&text);
    }

    #[test]
    fn what_url_takes_a_browser_can_open(text in near()) {
        for scheme in ["", "https://", "http://"] {
            let text = format!("{scheme}{text}");
            if rules::url().check(&text).is_ok() {
                let url = url::Url::parse(&text).expect("a browser's parser takes it");
                prop_assert!(matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_password_is_too_odd(text in "\\PC{0,120}") {
        let _ = rules::strong_password().check(&text);
    }
}

#[test]
fn lists_hold_texts_and_numbers_of_all_kinds() {
    assert!(rules::one_of(["a", "b"]).check(&Some("b".to_owned())).is_ok());
    assert!(rules::one_of(["a", "b"]).check(&Cow::Borrowed("c")).is_err());
    assert!(rules::one_of([1, 2]).check(&2_u64).is_ok());
    assert!(rules::one_of([0.5, f64::NAN]).check(&f64::NAN).is_err());
    assert!(rules::none_of([-1]).check(&Some(-1_i8)).is_err());
    assert!(rules::none_of([-1]).check(&None::<i8>).is_ok());
    assert!(rules::one_of([] as [&str; 0]).check("").is_err());
}

#[test]
fn items_are_compared_by_pairs_and_by_a_set() {
    for len in [0, 1, 2, 16, 17, 1000] {
        let mut items: Vec<usize> = (0..len).collect();
        assert!(rules::unique_items().check(&items).is_ok(), "{len}");
        items.push(0);
        assert_eq!(rules::unique_items().check(&items).is_err(), len > 0, "{len}");
    }
}

#[test]
fn other_fields_are_never_told() {
    let secret = "hunter2".to_owned();
    let rule = rules::matches(&secret, "password");
    let violation = rule.check(&"other".to_owned()).expect_err("another");
    for told in [
        format!("{rule:?}"),
        format!("{violation:?}"),
        violation.to_string(),
        format!("{:?}", rule.describe()),
    ] {
        assert!(!told.contains("hunter2") && told.contains("password"), "{told}");
    }
    assert!(rules::differs(&secret, "name").check(&Arc::new(secret.clone())[..].to_owned()).is_err());
}

#[test]
fn dates_of_other_crates_have_an_order() {
    let jiff = jiff::civil::date(2024, 2, 29);
    assert!(rules::before(jiff).check(&jiff::civil::date(2024, 2, 28)).is_ok());
    assert_eq!(
        rules::before(jiff).check(&jiff).expect_err("the limit").to_string(),
        "the date is not before 2024-02-29 (before, below 2024-02-29)"
    );
    let chrono = chrono::NaiveDate::from_ymd_opt(2024, 2, 29).expect("a date");
    assert!(rules::after(chrono).or_equal().check(&Some(chrono)).is_ok());
    assert!(rules::after(chrono).check(&chrono).is_err());
    let time = time::Date::from_calendar_date(2024, time::Month::February, 29).expect("a date");
    assert!(rules::before(time).or_equal().check(&time).is_ok());
    let utc = chrono.and_hms_opt(0, 0, 0).expect("a time").and_utc();
    let east = utc.with_timezone(&chrono::FixedOffset::east_opt(7200).expect("an offset"));
    assert!(rules::before(utc).check(&east).is_err());
    assert!(rules::before(utc).or_equal().check(&east).is_ok());
}

#[test]
fn moments_of_text_are_compared_in_utc() {
    let ok = |limit: &'static str, text: &str| rules::before(limit).check(text).is_ok();
    assert!(ok("2024-01-01T00:00:00Z", "2024-01-01T00:59:59+01:00"));
    assert!(!ok("2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00"));
    assert!(ok("2024-01-01T00:00:00.25Z", "2024-01-01T00:00:00.1999Z"));
    assert!(!ok("2024-01-01T00:00:00.250Z", "2024-01-01T00:00:00.25Z"));
    assert!(ok("2024-03-01T00:00:00Z", "2024-02-29T23:59:59Z"));
    assert!(ok("2025-01-01T00:00:00Z", "2024-12-31T23:59:60Z"));
    assert!(!ok("2024-01-01", "2023-12-31T00:00:00Z"), "not of the kind of the limit");
    assert!(!ok("tomorrow", "2023-12-31"), "a limit that is none lets nothing through");
}

#[test]
fn patterns_are_whole_and_bounded() {
    static ANY: LazyLock<rules::Regex> = LazyLock::new(|| rules::whole("(?s).*"));
    assert!(rules::pattern(&ANY).check(&"a".repeat(65_536)).is_ok());
    assert!(rules::pattern(&ANY).check(&"a".repeat(65_537)).is_err());
    assert!(rules::pattern(&ANY).max_bytes(2).check("abc").is_err());
    assert!(rules::try_whole("(?:a{1000}){1000}").is_err(), "too large when compiled");
    assert!(rules::try_whole("(?x)a # b").is_err(), "what would hide the end");
    assert!(!rules::whole("(?x)a # b").is_match("a"));
    for (source, told) in [("[a-z_-]+", Some(r"[a-z_\-]+")), (r"\w+", None), ("^a$", None)] {
        let info = rules::pattern(&ANY).with_source(source).describe();
        assert_eq!(info.html().next().map(|(_, value)| value), told, "{source}");
    }
}

#[test]
fn versions_of_uuid_are_asked_for() {
    let of = |version: char, variant: char| format!("123e4567-e89b-{version}2d3-{variant}456-426614174000");
    for version in 1..=8_u8 {
        let digit = char::from(b'0' + version);
        assert!(rules::uuid().version(version).check(&of(digit, 'a')).is_ok());
        assert!(rules::uuid().version(version).check(&of(digit, 'c')).is_err(), "another variant");
        assert!(rules::uuid().version(version % 8 + 1).check(&of(digit, 'a')).is_err());
    }
    for none in [0, 16, 255] {
        assert!(rules::uuid().version(none).check(&of('0', 'a')).is_err());
        assert!(rules::uuid().version(none).check(&of('4', 'a')).is_err());
    }
}

#[test]
fn a_range_without_a_length_lets_nothing_through() {
    for text in ["", "a"] {
        assert!(rules::length(..0).check(text).is_err());
        assert!(rules::length(0..0).check(text).is_err());
        assert!(rules::length(..1).check(text).is_ok() == text.is_empty());
    }
}

#[test]
fn a_limit_of_32_bits_is_told_as_it_is_written() {
    let refused = rules::range(0.1_f32..=0.3).check(&0.5_f32).unwrap_err();
    assert_eq!(refused.message(), "Enter a number from 0.1 to 0.3.");
    assert_eq!(untaint::Param::from(f32::MAX), untaint::Param::Float(3.402_823_5e38));
    assert_eq!(untaint::Param::from(f32::INFINITY), untaint::Param::Float(f64::INFINITY));
}
