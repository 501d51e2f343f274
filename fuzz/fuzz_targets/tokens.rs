#![no_main]
//! `cargo fuzz run tokens -s none`: the properties of `web::sign`, `web::sri` and `web::secret`, over whatever the fuzzer
//! makes.

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/support/mod.rs"]
mod support;

fuzz_target!(|text: &str| support::web_tokens::tokens_hold(text));
