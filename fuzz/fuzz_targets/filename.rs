#![no_main]
//! `cargo fuzz run filename -s none`: the properties of `filename`, over whatever the fuzzer makes.

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/support/mod.rs"]
mod support;

fuzz_target!(|text: &str| support::filename::filename_holds(text));
