#![no_main]
//! `cargo fuzz run uri -s none`: the properties of `uri`, over whatever the fuzzer makes.

use libfuzzer_sys::fuzz_target;

#[allow(dead_code, reason = "each target calls the properties of its module")]
#[path = "../../tests/support/properties.rs"]
mod properties;

fuzz_target!(|text: &str| properties::uri_holds(text));
