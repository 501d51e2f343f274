#![no_main]
//! `cargo fuzz run form -s none`: what holds for a submitted form, over whatever the fuzzer sends.

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/support/mod.rs"]
mod support;

fuzz_target!(|body: &[u8]| support::form::form_holds(body));
