#![no_main]
//! `cargo fuzz run headers -s none`: the properties of `web::cookie` and `web::headers`, over whatever the fuzzer makes.

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/support/mod.rs"]
mod support;

fuzz_target!(|text: &str| {
    support::web_cookie::cookie_holds(text);
    support::web_headers::headers_hold(text);
});
