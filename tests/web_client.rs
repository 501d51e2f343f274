//! `web::client`, `web::host` and `web::csrf`: tables of claims, what Chromium sent, and what holds for every header.

mod support;

use proptest::prelude::*;
use serde::Deserialize;
use std::net::IpAddr;
use support::rows;
use support::web_client::*;
use untaint::Validator;
use untaint::web::client::{self, Forwarding, MAX_HOPS, ProxyPolicy, Stop};
use untaint::web::csrf::{self, CsrfPolicy, Request};
use untaint::web::host::{self, HostErrorKind, HostPolicy};

#[derive(Deserialize)]
struct Forwarded {
    header: String,
    peer: IpAddr,
    #[serde(default)]
    trusted: Vec<String>,
    fields: Vec<String>,
    client: Option<IpAddr>,
    https: Option<bool>,
    why: String,
}

impl Forwarded {
    fn policy(&self) -> ProxyPolicy {
        let header = if self.header == "f" { Forwarding::Forwarded } else { Forwarding::XForwardedFor };
        let trusted =
            if self.trusted.is_empty() { vec!["10.0.0.0/8".to_owned()] } else { self.trusted.clone() };
        ProxyPolicy::builder().trusted(trusted).header(header).build().expect("ranges")
    }
}

#[test]
fn the_client_is_the_last_one_that_a_trusted_proxy_vouches_for() {
    for case in rows::<Forwarded>("web/forwarded.jsonl") {
        let policy = case.policy();
        let found = client::address(case.peer, &case.fields, &policy);
        assert_eq!(Some(found), case.client, "{}", case.why);
        let hops = client::hops(case.peer, &case.fields, &policy);
        assert_eq!(hops.addresses().last(), case.client.as_ref(), "{}", case.why);
        forwarded_holds(case.peer, &case.fields);
    }
}

#[test]
fn https_is_believed_of_a_proxy_alone() {
    for case in rows::<Forwarded>("web/forwarded_proto.jsonl") {
        assert_eq!(
            Some(client::is_https(case.peer, &case.fields, &case.policy())),
            case.https,
            "{}",
            case.why
        );
    }
}

/// The reading from the left, and the one that takes the first element, are the wrong functions that the table breaks.
#[test]
fn wrong_readings_are_caught_by_the_table() {
    let leftmost = |case: &Forwarded| -> Option<IpAddr> {
        let list = case.fields.join(",");
        let first = list.split(',').next()?.trim().parse().ok();
        Some(first.unwrap_or(case.peer))
    };
    let rightmost = |case: &Forwarded| -> Option<IpAddr> {
        let list = case.fields.join(",");
        Some(list.rsplit(',').next()?.trim().parse().unwrap_or(case.peer))
    };
    let cases = rows::<Forwarded>("web/forwarded.jsonl");
    let wrong = |read: &dyn Fn(&Forwarded) -> Option<IpAddr>| {
        cases.iter().filter(|case| case.header == "x" && read(case) != case.client).count()
    };
    assert!(wrong(&leftmost) >= 5 && wrong(&rightmost) >= 5);
}

#[test]
fn a_walk_is_told() {
    let policy = ProxyPolicy::builder().trusted(["10.0.0.0/8"]).build().expect("a range");
    let peer = "10.0.0.1".parse().expect("an address");
    for (field, stop, text) in [
        (
            "1.2.3.4, 203.0.113.7, 10.0.0.2",
            Stop::Untrusted,
            "10.0.0.1 < 10.0.0.2 < 203.0.113.7, who is no proxy",
        ),
        ("10.0.0.2", Stop::End, "10.0.0.1 < 10.0.0.2, where the header ends"),
        ("1.2.3.4, unknown", Stop::Unreadable, "10.0.0.1, before something that cannot be read"),
    ] {
        let hops = client::hops(peer, [field], &policy);
        assert_eq!((hops.stop(), hops.to_string()), (stop, text.to_owned()));
    }
    let long = vec!["10.0.0.2"; 10_000].join(",");
    let hops = client::hops(peer, [&long], &policy);
    assert_eq!((hops.stop(), hops.addresses().len()), (Stop::TooMany, MAX_HOPS + 1));
}

#[test]
fn a_number_of_proxies_is_believed_whatever_their_addresses() {
    let peer = "198.51.100.1".parse().expect("an address");
    let of = |count, field: &str| {
        let policy = ProxyPolicy::builder().count(count).build().expect("a number");
        client::address(peer, [field], &policy).to_string()
    };
    assert_eq!(of(0, "1.2.3.4, 203.0.113.7"), "198.51.100.1");
    assert_eq!(of(1, "1.2.3.4, 203.0.113.7"), "203.0.113.7");
    assert_eq!(of(2, "1.2.3.4, 203.0.113.7"), "1.2.3.4");
    assert_eq!(of(3, "203.0.113.7"), "203.0.113.7");
}

#[test]
fn ranges_that_could_be_read_in_two_ways_are_refused() {
    for entry in [
        "",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/08",
        "010.0.0.0/8",
        "10.0.0.1/8",
        "10.0.0.0/+8",
        "10.0.0.0/8/8",
        "10.0.0/8",
        "10/8",
        "0.0.0.0/0",
        "::/0",
        "2001:db8::1/32",
        "2001:db8::/129",
        "localhost",
        "Private",
        " 10.0.0.0/8",
        "10.0.0.0 /8",
        "[::1]",
        "::ffff:0.0.0.0/96",
        "*",
    ] {
        assert!(ProxyPolicy::builder().trusted([entry]).build().is_err(), "{entry:?}");
    }
    for entry in [
        "10.0.0.0/8",
        "10.0.0.1",
        "10.0.0.1/32",
        "::1",
        "::1/128",
        "fc00::/7",
        "0.0.0.0/1",
        "loopback",
        "private",
    ] {
        assert!(ProxyPolicy::builder().trusted([entry]).build().is_ok(), "{entry:?}");
    }
}

#[test]
fn a_header_map_is_a_list_of_fields() {
    #[cfg(feature = "http")]
    {
        let mut headers = axum::http::HeaderMap::new();
        headers.append("x-forwarded-for", "1.2.3.4".parse().expect("a value"));
        headers.append("x-forwarded-for", "203.0.113.7".parse().expect("a value"));
        let policy = ProxyPolicy::builder().trusted(["loopback"]).build().expect("a range");
        let fields = headers.get_all("x-forwarded-for");
        let found = client::address("127.0.0.1".parse().expect("an address"), fields, &policy);
        assert_eq!(found.to_string(), "203.0.113.7");
    }
}

#[derive(Deserialize)]
struct Named {
    host: String,
    verdict: String,
    why: String,
}

fn hosts() -> HostPolicy {
    let hosts = ["app.test", "*.app.test", "localhost:3000", "[::1]", "127.0.0.1:*"];
    HostPolicy::builder().hosts(hosts).build().expect("hosts")
}

#[test]
fn only_the_sites_own_hosts_pass() {
    for case in rows::<Named>("web/hosts.jsonl") {
        let verdict = host::check(&case.host, &hosts()).map_or_else(|error| error.code(), |_| "ok");
        assert_eq!(verdict, case.verdict, "{}: {}", case.host, case.why);
        host_holds(&case.host);
    }
}

#[test]
fn a_request_names_one_host() {
    let policy = hosts();
    let kind = |fields: &[&'static str]| {
        host::check_only(fields.iter().copied(), &policy).map_err(|error| error.kind())
    };
    assert_eq!(kind(&["app.test"]).expect("a host"), "app.test");
    assert_eq!(kind(&[]), Err(HostErrorKind::Missing));
    assert_eq!(kind(&["app.test", "app.test"]), Err(HostErrorKind::Several));
    let latin: [&[u8]; 1] = [b"app.test\xe4"];
    assert!(host::check_only(latin, &policy).is_err());
}

#[test]
fn https_leads_to_the_same_page_of_the_same_host() {
    let policy = hosts();
    let of = |host: &str, target: &str| {
        host::check(host, &policy).expect("a host").https_redirect(target).into_string()
    };
    for (host, target, wanted) in [
        ("app.test", "/a?b=c", "https://app.test/a?b=c"),
        ("app.test:80", "/", "https://app.test/"),
        ("localhost:3000", "/", "https://localhost/"),
        ("[::1]:80", "/x", "https://[::1]/x"),
        ("app.test", "//evil.example/", "https://app.test//evil.example/"),
        ("app.test", "@evil.example/", "https://app.test/"),
        ("app.test", ".evil.example/", "https://app.test/"),
        ("app.test", ":80/", "https://app.test/"),
        ("app.test", "\\evil.example/", "https://app.test/"),
        ("app.test", "/\\evil", "https://app.test/"),
        ("app.test", "/a\r\nset-cookie: b", "https://app.test/"),
        ("app.test", "https://evil.example/", "https://app.test/"),
        ("app.test", "*", "https://app.test/"),
        ("app.test", "", "https://app.test/"),
    ] {
        assert_eq!(of(host, target), wanted, "{host} {target:?}");
    }
    let moved = policy.to_builder().https_port(8443).build().expect("a port");
    assert_eq!(
        host::check("app.test", &moved).expect("a host").https_redirect("/"),
        "https://app.test:8443/"
    );
    assert!(HostPolicy::builder().build().is_err() && policy.to_builder().https_port(0).build().is_err());
}

#[derive(Deserialize)]
struct Asked {
    method: String,
    sec_fetch_site: Option<String>,
    origin: Option<String>,
    host: String,
    policy: Option<String>,
    verdict: Option<String>,
    why: Option<String>,
}

impl Asked {
    fn request(&self) -> Request<'_> {
        Request {
            method: &self.method,
            sec_fetch_site: self.sec_fetch_site.as_deref(),
            origin: self.origin.as_deref(),
            host: &self.host,
        }
    }
}

fn forms(policy: Option<&str>) -> CsrfPolicy {
    let own = CsrfPolicy::builder().origin("https://app.test").trusted_origin("https://pay.test");
    match policy {
        Some("host") => CsrfPolicy::by_host().clone(),
        Some("strict") => own.require_origin(true).build().expect("origins"),
        _ => own.build().expect("origins"),
    }
}

#[test]
fn requests_are_judged_by_the_five_rules() {
    for case in rows::<Asked>("web/csrf_claims.jsonl") {
        let policy = forms(case.policy.as_deref());
        let verdict = csrf::check(&case.request(), &policy).map_or_else(|error| error.code(), |()| "ok");
        assert_eq!(Some(verdict), case.verdict.as_deref(), "{:?} {:?}", case.request(), case.why);
        let said = Validator::check(&policy, &case.request())
            .map_or_else(|error| error.code().to_owned(), |()| "ok".to_owned());
        assert_eq!(said, verdict);
    }
}

/// What Chromium sent: its own pages' requests pass, others' that change something do not.
#[test]
fn requests_of_chromium_pass_when_they_come_from_this_site() {
    for case in rows::<Asked>("web/csrf_requests.jsonl") {
        let is_own = case.method == "GET" || case.sec_fetch_site.as_deref() == Some("same-origin");
        for policy in [None, Some("host"), Some("strict")] {
            assert_eq!(csrf::check(&case.request(), &forms(policy)).is_ok(), is_own, "{:?}", case.request());
            // As an older browser sends it.
            let old = Request { sec_fetch_site: None, ..case.request() };
            assert_eq!(csrf::check(&old, &forms(policy)).is_ok(), is_own, "{old:?}");
        }
    }
}

#[test]
fn origins_are_compared_as_browsers_write_them() {
    for (entry, origin) in [
        ("https://APP.test/", "https://app.test"),
        ("https://app.test:443", "https://app.test"),
        ("http://app.test:80", "http://app.test"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://[0:0::1]:3000", "http://[::1]:3000"),
        #[cfg(feature = "url")]
        ("https://b\u{fc}cher.example", "https://xn--bcher-kva.example"),
    ] {
        let policy = CsrfPolicy::builder().origin(entry).build().expect("an origin");
        let request = Request { method: "POST", origin: Some(origin), ..Request::default() };
        assert!(csrf::check(&request, &policy).is_ok(), "{entry} {origin}");
    }
    for entry in [
        "",
        "app.test",
        "https://",
        "https://*.app.test",
        "https://app.test/x",
        "ftp://app.test",
        "null",
        "https://a@b",
    ] {
        assert!(CsrfPolicy::builder().origin(entry).build().is_err(), "{entry:?}");
        assert!(CsrfPolicy::builder().trusted_origin(entry).build().is_err(), "{entry:?}");
    }
}

/// Text that is made of what such headers are made of.
fn forwarded_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("10.0.0.1"),
        Just("192.168.1.9"),
        Just("203.0.113.7"),
        Just("2001:db8::7"),
        Just("[2001:db8::7]:1"),
        Just("::ffff:10.0.0.1"),
        Just("for="),
        Just("For="),
        Just("proto=https"),
        Just(";"),
        Just(","),
        Just(", "),
        Just("\""),
        Just("\\"),
        Just("\\\""),
        Just("\"[2001:db8::7]\""),
        Just("unknown"),
        Just("_x"),
        Just(":80"),
        Just(" "),
        Just("\t"),
        Just("by=x"),
        Just("\u{e4}"),
        Just("1.2.3.4"),
    ];
    proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn forwarded_headers_hold(peer: IpAddr, fields in proptest::collection::vec(forwarded_text(), 0..4)) {
        forwarded_holds(peer, &fields);
    }

    #[test]
    fn hosts_hold(text in prop_oneof!["\\PC{0,24}", "[a-z.:@/0-9\\[\\]]{0,24}", "(www\\.)?app\\.test[:.0-9a-z]{0,6}"]) {
        host_holds(&text);
    }
}

/// A check by the beginning, and one that lets nothing through, are the wrong functions.
#[test]
fn a_host_that_is_not_compared_is_noticed() {
    let texts =
        ["app.test", "app.test:443", "app.test.evil.example", "app.test@evil.example", "evil.example"];
    let begins: fn(&str) -> bool = |text| text.starts_with("app.test");
    for wrong in [begins, |_| false] {
        assert!(!texts.iter().all(|text| is_right_about(text, wrong)));
    }
    assert!(texts.iter().all(|text| is_right_about(text, is_own_host)));
}
