#![no_main]
//! `cargo fuzz run escape -s none`: the properties of `escape`, over whatever the fuzzer makes.

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/support/mod.rs"]
mod support;

fuzz_target!(|text: &str| support::escape::escape_holds(text));
