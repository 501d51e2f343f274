#![no_main]
//! `cargo fuzz run redirect -s none`: the properties of `redirect`, over whatever the fuzzer makes.

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/support/mod.rs"]
mod support;

fuzz_target!(|text: &str| support::redirect::redirect_holds(text));
