#![no_main]
//! `cargo fuzz run linkify -s none`: the properties of `html::linkify`, over whatever the fuzzer makes.

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/support/mod.rs"]
mod support;

fuzz_target!(|text: &str| support::html_text::links_hold(text));
