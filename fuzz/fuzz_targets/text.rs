#![no_main]
//! `cargo fuzz run text -s none`: the properties of `text`, over whatever the fuzzer makes.

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/support/mod.rs"]
mod support;

fuzz_target!(|text: &str| support::text::text_holds(text));
