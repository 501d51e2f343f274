#![no_main]
//! `cargo fuzz run html -s none`: the properties of `html`, over whatever the fuzzer makes.

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/support/mod.rs"]
mod support;

fuzz_target!(|text: &str| support::sanitize::html_holds(text));
