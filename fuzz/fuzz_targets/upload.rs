#![no_main]
//! `cargo fuzz run upload -s none`: the properties of `upload`, over whatever the fuzzer makes of names, types and
//! files.

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/support/mod.rs"]
mod support;

fuzz_target!(|input: &[u8]| support::upload::upload_holds(input));
