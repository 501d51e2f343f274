#![no_main]
//! `cargo fuzz run rules -s none`: what holds for the rules of a form, over whatever the fuzzer makes.

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/support/mod.rs"]
mod support;

fuzz_target!(|text: &str| support::rules::rules_holds(text));
