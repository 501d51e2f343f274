//! `web::cookie`: what Chromium stored and sent back, our own claims, and the wrong functions that break each property.

mod support;

use serde::Deserialize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;
use support::rows;
use support::web_cookie::*;
use untaint::web::Severity;
use untaint::web::cookie::{
    self, CookieErrorKind, CookiePolicy, CookieReport, Fate, Lifetime, SameSite, Scheme, SetCookie,
};
use untaint::{PolicyError, Validator};

fn scheme(name: &str) -> Scheme {
    if name == "https" { Scheme::Https } else { Scheme::Http }
}

/// The reason's code, or `stored`.
fn fate_code(report: &CookieReport<'_>) -> &'static str {
    match report.fate() {
        Fate::Stored => "stored",
        Fate::Dropped(kind) => kind.code(),
    }
}

/// A row of `web/cookies.jsonl`: the fields of one answer, and what Chromium sent with the next request.
#[derive(Deserialize)]
#[allow(clippy::struct_field_names, reason = "the names are those of the data")]
struct SentBack {
    scheme: String,
    set_cookie: Vec<String>,
    sent_back: Option<Vec<String>>,
    script_sees: Option<String>,
    sibling_host_gets: Option<String>,
}

#[test]
fn what_is_stored_is_what_chromium_sends_back() {
    for case in rows::<SentBack>("web/cookies.jsonl") {
        let fields: Vec<_> =
            case.set_cookie.iter().map(|field| field.replace("{HOST}", "h1.ck.test")).collect();
        let mut jar: Vec<(CookieReport<'_>, String)> = Vec::new();
        for field in &fields {
            let report = cookie::inspect_on(field, scheme(&case.scheme), "h1.ck.test");
            let Some(cookie) = report.cookie().copied() else { continue };
            let is_same = |other: &cookie::Cookie<'_>| {
                (other.name(), other.domain(), other.path())
                    == (cookie.name(), cookie.domain(), cookie.path())
            };
            if matches!(report.fate(), Fate::Stored | Fate::Dropped(CookieErrorKind::Expired)) {
                jar.retain(|(other, _)| !other.cookie().is_some_and(is_same));
            }
            if report.fate() == Fate::Stored {
                let name =
                    if cookie.name().is_empty() { String::new() } else { format!("{}=", cookie.name()) };
                jar.push((report, format!("{name}{}", cookie.value())));
            }
        }
        let sent = |is_sent: &dyn Fn(&cookie::Cookie<'_>) -> bool| {
            let pairs = jar.iter().filter(|(report, _)| report.cookie().is_some_and(is_sent));
            pairs.map(|(_, pair)| pair.as_str()).collect::<Vec<_>>().join("; ")
        };
        let back = case.sent_back.map(|back| back.join("; ")).unwrap_or_default();
        assert_eq!(sent(&|_| true), back, "{:?}", case.set_cookie);
        if let Some(seen) = case.script_sees.filter(|_| case.set_cookie.iter().all(|field| field.is_ascii()))
        {
            assert_eq!(sent(&|cookie| !cookie.http_only()), seen, "{:?}", case.set_cookie);
        }
        let sibling = sent(&|cookie| cookie.domain().is_some_and(|domain| "h2.ck.test".ends_with(domain)));
        assert_eq!(sibling, case.sibling_host_gets.unwrap_or_default(), "{:?}", case.set_cookie);
    }
}

/// A row of `web/cookie_store.jsonl`: what a script saw in Chromium's store.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    name: String,
    value: String,
    domain: Option<String>,
    path: String,
    same_site: String,
    partitioned: bool,
    days: Option<f64>,
}

#[derive(Deserialize)]
struct Store {
    set_cookie: String,
    stored: Vec<Stored>,
}

#[test]
fn attributes_are_those_that_chromium_stored() {
    for case in rows::<Store>("web/cookie_store.jsonl") {
        let report = cookie::inspect(&case.set_cookie, Scheme::Https);
        let seen = report.cookie().filter(|cookie| report.fate() == Fate::Stored && !cookie.http_only());
        assert_eq!(usize::from(seen.is_some()), case.stored.len(), "{}", case.set_cookie);
        let (Some(cookie), [stored]) = (seen, &*case.stored) else { continue };
        assert_eq!((cookie.name(), cookie.value()), (&*stored.name, &*stored.value));
        assert_eq!(cookie.domain(), stored.domain.as_deref());
        // Asked for from a page in the root folder.
        assert_eq!(cookie.path().unwrap_or("/"), stored.path);
        assert_eq!(cookie.same_site().unwrap_or(SameSite::Lax).word().to_lowercase(), stored.same_site);
        assert_eq!(cookie.partitioned(), stored.partitioned);
        let seconds = match cookie.lifetime() {
            Lifetime::Seconds(seconds) => Some(seconds.min(400 * 86_400)),
            _ => None,
        };
        assert_eq!(seconds.is_some(), stored.days.is_some(), "{}", case.set_cookie);
        if let (Some(seconds), Some(days)) = (seconds, stored.days) {
            let seconds = Duration::from_secs(seconds.unsigned_abs()).as_secs_f64();
            assert!((seconds / 86_400.0 - days).abs() < 0.01, "{}", case.set_cookie);
        }
    }
}

/// A row of `web/cookie_observatory.jsonl`: what Observatory says of the cookies of an answer.
#[derive(Deserialize)]
struct Judged {
    set_cookie: Vec<String>,
    result: String,
    pass: bool,
}

/// Whatever the peer fails, we find at `Medium` or above; what it passes and should not, too.
#[test]
fn what_observatory_fails_is_found() {
    let mut failed = 0;
    for case in rows::<Judged>("web/cookie_observatory.jsonl") {
        let reports = case.set_cookie.iter().map(|field| cookie::inspect(field, Scheme::Https));
        let findings: Vec<_> = reports.flat_map(CookieReport::into_findings).collect();
        let is_found = findings.iter().any(|finding| finding.severity() >= Severity::Medium);
        // It passes a cookie that no browser stores.
        let is_wrong_pass =
            case.set_cookie.iter().any(|field| field.starts_with("__Secure-session=a; Path=/; HttpOnly"));
        assert_eq!(is_found, !case.pass || is_wrong_pass, "{}: {findings:?}", case.result);
        failed += usize::from(!case.pass);
    }
    assert!(failed > 5);
}

/// A row of `web/cookie_claims.jsonl`.
#[derive(Deserialize)]
struct Claim {
    set_cookie: String,
    scheme: String,
    host: Option<String>,
    fate: String,
    codes: Vec<String>,
    why: String,
}

#[test]
fn claims_hold() {
    for case in rows::<Claim>("web/cookie_claims.jsonl") {
        let text = &case.set_cookie;
        let report = match &case.host {
            Some(host) => cookie::inspect_on(text, scheme(&case.scheme), host),
            None => cookie::inspect(text, scheme(&case.scheme)),
        };
        let shown: String = text.escape_debug().take(120).collect();
        assert_eq!(fate_code(&report), case.fate, "{shown}: {}", case.why);
        let mut codes: Vec<_> = report.findings().iter().map(untaint::web::Finding::code).collect();
        // Info is for people.
        codes.sort_unstable();
        let mut expected: Vec<_> = case.codes.iter().map(String::as_str).collect();
        expected.sort_unstable();
        assert_eq!(codes, expected, "{shown}: {}", case.why);
        cookie_holds(text);
    }
}

#[test]
fn a_policy_asks_for_what_it_says() -> Result<(), PolicyError> {
    let session = CookiePolicy::session();
    let host = CookiePolicy::builder().host_prefix(true).build()?;
    let http = CookiePolicy::builder().secure(false).scheme(Scheme::Http).build()?;
    let preference = CookiePolicy::preference();
    for (text, policy, expected) in [
        ("id=7; Secure; HttpOnly; SameSite=Lax", session, None),
        ("id=7; Secure; HttpOnly; SameSite=strict; Path=/app", session, None),
        ("id=7; HttpOnly; SameSite=Lax", session, Some(CookieErrorKind::NotSecure)),
        ("id=7; Secure; SameSite=Lax", session, Some(CookieErrorKind::NotHttpOnly)),
        ("id=7; Secure; HttpOnly", session, Some(CookieErrorKind::NotSameSite)),
        ("id=7; Secure; HttpOnly; SameSite=None", session, Some(CookieErrorKind::NotSameSite)),
        (
            "id=7; Secure; HttpOnly; SameSite=Lax; Domain=app.test",
            session,
            Some(CookieErrorKind::NotHostOnly),
        ),
        ("id=7; Secure; HttpOnly; SameSite=Lax; Max-Age=0", session, Some(CookieErrorKind::Expired)),
        ("__Host-id=7; Secure; HttpOnly; SameSite=Lax", session, Some(CookieErrorKind::HostPrefix)),
        ("id=7; Secure; HttpOnly; SameSite=Lax", &host, Some(CookieErrorKind::NotPrefixed)),
        ("__Secure-id=7; Secure; HttpOnly; SameSite=Lax", &host, Some(CookieErrorKind::NotPrefixed)),
        ("__Host-id=7; Secure; HttpOnly; SameSite=Lax; Path=/", &host, None),
        ("__Host-Http-id=7; Secure; HttpOnly; SameSite=Lax; Path=/", &host, None),
        ("id=7; HttpOnly; SameSite=Lax", &http, None),
        ("id=7; HttpOnly; SameSite=Lax; Secure", &http, Some(CookieErrorKind::SecureOverHttp)),
        ("theme=dark; Secure; SameSite=Lax; Domain=app.test", preference, None),
        ("theme=dark; SameSite=Lax", preference, Some(CookieErrorKind::NotSecure)),
        ("snakes=3; Max-Age=600; Path=/", preference, Some(CookieErrorKind::NotSecure)),
    ] {
        assert_eq!(cookie::check(text, policy).err().map(|error| error.kind()), expected, "{text}");
        assert_eq!(Validator::check(policy, text).is_ok(), expected.is_none());
    }
    let wrong = CookiePolicy::builder().scheme(Scheme::Http).build().expect_err("no cookie could pass");
    assert_eq!(wrong.setting(), "scheme");
    Ok(())
}

#[test]
fn what_is_written_is_refused_where_a_browser_would_drop_it() {
    let kind = |builder: cookie::SetCookieBuilder| builder.build().err().map(|error| error.kind());
    let new = || SetCookie::builder("id", "7");
    let long = "x".repeat(4095);
    for (builder, expected) in [
        (new(), None),
        (SetCookie::builder("", "7"), Some(CookieErrorKind::Name { at: 0 })),
        (SetCookie::builder("i d", "7"), Some(CookieErrorKind::Name { at: 1 })),
        (SetCookie::builder("id=", "7"), Some(CookieErrorKind::Name { at: 2 })),
        (SetCookie::builder("__host-id", "7"), Some(CookieErrorKind::Name { at: 0 })),
        (SetCookie::builder("id", "7; Domain=evil.test"), Some(CookieErrorKind::Value { at: 1 })),
        (SetCookie::builder("id", "7\r\nx"), Some(CookieErrorKind::Value { at: 1 })),
        (SetCookie::builder("id", "\"7\""), Some(CookieErrorKind::Value { at: 0 })),
        (SetCookie::builder("id", &long), Some(CookieErrorKind::TooLong { len: 4097, max: 4096 })),
        (SetCookie::builder("i", &long), None),
        (new().path("app"), Some(CookieErrorKind::Path)),
        (new().path("/;x"), Some(CookieErrorKind::Path)),
        (new().path(&format!("/{}", "x".repeat(1024))), Some(CookieErrorKind::Path)),
        (new().domain("app.test; x"), Some(CookieErrorKind::Domain)),
        (new().domain("test"), Some(CookieErrorKind::Domain)),
        (new().domain(".app.test"), Some(CookieErrorKind::Domain)),
        (new().domain(""), Some(CookieErrorKind::Domain)),
        (new().domain("app..test"), Some(CookieErrorKind::Domain)),
        (new().domain("app.test"), None),
        (new().secure(false), None),
        (new().secure(false).same_site(SameSite::None), Some(CookieErrorKind::NoneWithoutSecure)),
        (new().secure(false).partitioned(true), Some(CookieErrorKind::PartitionedWithoutSecure)),
        (SetCookie::builder("__Host-id", "7").secure(false), Some(CookieErrorKind::HostPrefix)),
        (SetCookie::builder("__Host-id", "7").path("/app"), Some(CookieErrorKind::HostPrefix)),
        (SetCookie::builder("__Http-id", "7").http_only(false), Some(CookieErrorKind::HttpPrefix)),
        (new().max_age(Duration::ZERO), None),
        (new().max_age(Duration::MAX), None),
    ] {
        assert_eq!(kind(builder.clone()), expected, "{builder:?}");
    }
}

#[test]
fn nothing_that_is_printed_holds_a_value() {
    let set = SetCookie::session("__Host-id", "qzv7secret").expect("a cookie");
    let report = cookie::inspect(set.header_value(), Scheme::Https);
    let builder = SetCookie::builder("id", "qzv7secret");
    let printed = format!("{set:?} {:#?} {builder:?} {report:?} {:?}", set.removal(), report.cookie());
    assert!(!printed.contains("qzv7secret") && printed.contains("__Host-id"), "{printed}");
    assert!(!set.removal().header_value().contains("qzv7secret"));
    #[cfg(feature = "http")]
    assert!(http::HeaderValue::from(&set).is_sensitive());
    // A nameless cookie is all value.
    let report = cookie::inspect("qzv7secret; SameSite=None", Scheme::Https);
    assert!(!format!("{report:?}").contains("qzv7secret"));
    #[cfg(feature = "serde")]
    for text in ["a=qzv7secret, b=qzv7secret; Max-Age=x", "qzv7secret", "a=qzv7\u{1}secret"] {
        let report = cookie::inspect(text, Scheme::Https);
        assert!(!serde_json::to_string(report.findings()).expect("findings").contains("qzv7"));
    }
}

#[test]
fn a_cookie_of_a_request() {
    let get = |headers: &[&str], name: &str| {
        let found = cookie::get(headers.iter().copied(), name);
        found.map(|value| value.map(str::to_owned)).map_err(|error| error.kind())
    };
    let some = |text: &str| Ok(Some(text.to_owned()));
    assert_eq!(get(&[], "a"), Ok(None));
    assert_eq!(get(&["a=1; b=2"], "b"), some("2"));
    assert_eq!(get(&["a=1;b=2", " c = 3 "], "c"), some("3"));
    assert_eq!(get(&["a=x=y"], "a"), some("x=y"));
    assert_eq!(get(&["a=\"1\""], "a"), some("\"1\""));
    assert_eq!(get(&["a="], "a"), some(""));
    assert_eq!(get(&["A=1; a; =a; ba=2"], "a"), Ok(None));
    assert_eq!(get(&["a=1; a=1"], "a"), some("1"));
    assert_eq!(get(&["session=evil; session=good"], "session"), Err(CookieErrorKind::Conflict));
    assert_eq!(get(&["a=1", "a=2"], "a"), Err(CookieErrorKind::Conflict));
    let latin = [b"a=\xE9".as_slice(), b"b=1"];
    assert_eq!(cookie::get(latin, "a").map_err(|error| error.kind()), Err(CookieErrorKind::NotText));
    assert_eq!(cookie::get(latin, "b"), Ok(Some("1")), "another value is no matter");
}

#[test]
fn long_texts_are_bounded() {
    for text in [
        "a=1; Path=x; Path=y".to_owned() + &"; Path=z; q=1; Secure=0".repeat(10_000),
        ";".repeat(100_000),
        "a=1".to_owned() + &";".repeat(100_000),
        "a,b=".repeat(1_000),
        "a".repeat(1_000_000),
    ] {
        cookie_holds(&text);
        assert!(cookie::inspect(&text, Scheme::Https).findings().len() < 40);
    }
}

/// Each property fails for a function that is wrong in the way of a real writer.
#[test]
fn wrong_functions_are_found() {
    let fails = |property: &dyn Fn()| {
        catch_unwind(AssertUnwindSafe(property)).expect_err("a wrong function is found");
    };
    // As the crate `cookie` writes: whatever it is given.
    let raw = |text: &str, part: Part| match part {
        Part::Value => Some(format!("n={text}; Path=/; Secure; HttpOnly")),
        _ => None,
    };
    for text in ["v; Domain=evil.test", "v;Path=/x", "v\r\nx: y", " v", "v; Secure=0; Path="] {
        fails(&|| written_is_read_back(text, raw));
        written_is_read_back(text, write);
    }
    // Only the header's own limits.
    let is_visible = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    for text in ["v; Domain=evil.test", " v"] {
        fails(&|| value_stays_whole(text, is_visible));
    }
}
