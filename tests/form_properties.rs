//! What must hold for submitted forms, over generated ones.
#![cfg(feature = "full")]

mod support;

use proptest::prelude::*;
use support::form::{Everything, comes_back, form_holds};
use untaint::form::{FormField, Submission};

const NAMES: &[&str] = &[
    "aText",
    "any",
    "number",
    "ratio",
    "isOn",
    "choice",
    "list",
    "list[]",
    "list[3]",
    "list[x]",
    "numbers",
    "numbers[1]",
    "map[a]",
    "map[a.b]",
    "map[]",
    "map.c",
    "inner.city",
    "inner[stars]",
    "inner.deeper.city",
    "inners[0].city",
    "inners[0].stars",
    "inners[1]",
    "inners[].city",
    "letter",
    "address",
    "unknown",
    "",
    "a[",
    "]",
    "inner",
    "map",
];
const VALUES: &[&str] = &[
    "",
    "a",
    "x y",
    " ",
    "5",
    "-5",
    "5.0",
    "1e2",
    "300",
    "true",
    "on",
    "false",
    "two",
    "Two",
    "::1",
    "é",
    "\u{0}",
    "\u{1b}",
    "a\r\nb",
    "\r",
    "\u{feff}",
    "日本語",
    "&=%+",
    "9223372036854775808",
    "NaN",
];

fn pairs() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    prop::collection::vec((prop::sample::select(NAMES), prop::sample::select(VALUES)), 0..20)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 3000 } else { 30_000 }))]

    #[test]
    fn whatever_is_sent(pairs in pairs()) {
        let body: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        form_holds(body.join("\n").as_bytes());
        form_holds(body.join("&").as_bytes());
    }

    #[test]
    fn any_bytes(body in prop::collection::vec(any::<u8>(), 0..200)) {
        form_holds(&body);
    }
}

/// A value with one of each, which is written and read again.
fn value() -> Everything {
    let form = Submission::<Everything>::parse([
        ("aText", "a"),
        ("any", "\u{1b}\n"),
        ("number", "-5"),
        ("isOn", "on"),
        ("choice", "one"),
        ("list", "x"),
        ("list", "y"),
        ("map[a.b]", "1"),
        ("inner.city", "Wels"),
        ("inner.deeper.city", "Linz"),
        ("inners[0].stars", "1"),
        ("inners[0].city", "Graz"),
        ("letter", "z"),
        ("address", "127.0.0.1"),
        ("ratio", "0.1"),
        ("numbers", "9"),
    ]);
    form.unwrap().finish().unwrap().into_inner()
}

#[test]
fn a_value_is_written_and_read_again() {
    assert!(comes_back(&value(), FormField::fill));
}

/// The negative control: a writer that leaves one field out is found.
#[test]
fn a_writer_that_forgets_is_found() {
    assert!(!comes_back(&value(), |value, into| {
        value.fill(into);
        into.field("inner").field("stars").text("7");
    }));
    assert!(!comes_back(&value(), |_, into| into.field("aText").text("a")));
}
