#![no_main]
//! `cargo fuzz run uri -s none`: the properties of `uri`, over whatever the fuzzer makes.

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/support/mod.rs"]
mod support;

fuzz_target!(|text: &str| support::uri::uri_holds(text));
