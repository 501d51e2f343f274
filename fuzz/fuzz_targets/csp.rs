#![no_main]
//! `cargo fuzz run csp -s none`: the properties of `web::csp`, over whatever the fuzzer makes.

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/support/mod.rs"]
mod support;

fuzz_target!(|text: &str| support::web_csp::web_csp_holds(text));
