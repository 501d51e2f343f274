#![no_main]
//! `cargo fuzz run attr -s none`: the properties of `attr`, over whatever the fuzzer makes.

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/support/mod.rs"]
mod support;

fuzz_target!(|text: &str| support::attr::attr_holds(text));
