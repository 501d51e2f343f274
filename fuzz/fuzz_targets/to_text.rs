#![no_main]
//! `cargo fuzz run to_text -s none`: the properties of `html::to_text`, over whatever the fuzzer makes.

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/support/mod.rs"]
mod support;

fuzz_target!(|text: &str| support::html_text::text_holds(text));
