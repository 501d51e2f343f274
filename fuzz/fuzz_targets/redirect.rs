#![no_main]
//! `cargo fuzz run redirect -s none`: the properties of `redirect`, over whatever the fuzzer makes.

use libfuzzer_sys::fuzz_target;

#[allow(dead_code, reason = "each target calls the properties of its module")]
#[path = "../../tests/support/properties.rs"]
mod properties;

fuzz_target!(|text: &str| properties::redirect_holds(text));
