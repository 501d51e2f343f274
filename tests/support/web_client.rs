//! What must hold for every header that says who asks.

use std::net::IpAddr;
use untaint::web::client::{self, Forwarding, MAX_HOPS, ProxyPolicy, Stop};
use untaint::web::host::{self, HostPolicy};

/// The answer is the peer, or an address that stands in a field; of a peer that is no proxy nothing is believed; and the
/// walk tells the same.
pub fn forwarded_holds(peer: IpAddr, fields: &[String]) {
    for header in [Forwarding::XForwardedFor, Forwarding::Forwarded] {
        let direct = ProxyPolicy::direct().to_builder().header(header).build().expect("no proxy");
        assert_eq!(client::address(peer, fields, &direct), peer.to_canonical(), "nobody is believed");
        assert!(!client::is_https(peer, fields, &direct), "nobody is believed");

        let ranges = ProxyPolicy::builder().trusted(["private", "2001:db8::/32"]).header(header);
        let policy = ranges.build().expect("ranges");
        let (found, hops) = (client::address(peer, fields, &policy), client::hops(peer, fields, &policy));
        assert_eq!(hops.addresses().last(), Some(&found), "the walk ends at the client");
        assert_eq!(hops.addresses().first(), Some(&peer.to_canonical()), "the walk begins at the peer");
        assert!(hops.addresses().len() <= MAX_HOPS + 1, "no more than {MAX_HOPS} steps");
        let trusts = |address: &IpAddr| {
            client::address(*address, ["for=192.0.2.1"], &as_forwarded(&policy)) != *address
        };
        let (last, before) = hops.addresses().split_last().expect("at least the peer");
        assert!(before.iter().all(trusts), "each step was vouched for by a proxy");
        assert_eq!(hops.stop() == Stop::Untrusted, !trusts(last), "it ends at the first who is none");
    }
}

fn as_forwarded(policy: &ProxyPolicy) -> ProxyPolicy {
    policy.to_builder().header(Forwarding::Forwarded).build().expect("the same ranges")
}

/// Whether the host passes with one name on the list.
pub fn is_own_host(text: &str) -> bool {
    let policy = HostPolicy::builder().host("app.test").build().expect("a host");
    host::check(text, &policy).is_ok()
}

/// What passes is the name on the list, in any case, with at most a default port.
pub fn is_right_about(text: &str, accepts: impl Fn(&str) -> bool) -> bool {
    let lower = text.to_ascii_lowercase();
    let is_default = |port: &str| {
        // A port may have zeros in front.
        let digits = port.bytes().all(|byte| byte.is_ascii_digit());
        digits && matches!(port.trim_start_matches('0'), "80" | "443")
    };
    let is_own = lower
        .strip_prefix("app.test")
        .is_some_and(|rest| rest.is_empty() || rest.strip_prefix(':').is_some_and(is_default));
    accepts(text) == is_own
}

pub fn host_holds(text: &str) {
    assert!(is_right_about(text, is_own_host), "{:?}", super::shown(text));
    let policy = HostPolicy::builder().host("app.test").build().expect("a host");
    let own = host::check("app.test", &policy).expect("the host on the list");
    let landed = url::Url::parse(own.https_redirect(text).as_str()).expect("an address");
    assert_eq!(
        (landed.scheme(), landed.host_str()),
        ("https", Some("app.test")),
        "a redirect stays on its host"
    );
}
