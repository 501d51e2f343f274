#![no_main]
//! `cargo fuzz run proxy -s none`: the properties of `web::client` and `web::host`, over whatever the fuzzer makes.

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/support/mod.rs"]
mod support;

fuzz_target!(|input: (std::net::IpAddr, Vec<String>)| {
    let (peer, fields) = input;
    support::web_client::forwarded_holds(peer, &fields);
    for field in &fields {
        support::web_client::host_holds(field);
    }
});
