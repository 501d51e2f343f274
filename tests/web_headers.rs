//! `web::headers`: what Chromium obeyed, our own claims, and the wrong functions that break each property.

mod support;

use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use support::rows;
use support::web_headers::*;
use untaint::web::headers::{
    self, Allow, CacheControl, ClearSiteData, EmbedderPolicy, Expect, FrameOptions, Hsts, NoSniff,
    OpenerPolicy, PermissionsPolicy, ReferrerPolicy, ReportingEndpoints, ResourcePolicy, SecurityHeaders,
};
use untaint::web::{Severity, cookie};

/// One field, several, or none.
fn values(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(list) => list.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect(),
        _ => vec![],
    }
}

fn joined(value: &Value) -> Option<String> {
    let values = values(value);
    (!values.is_empty()).then(|| values.join(", "))
}

#[test]
fn hsts_is_stored_as_chromium_stores_it() {
    for row in rows::<Value>("web/hsts.jsonl") {
        // The first of several fields counts; 0 deletes.
        let first = values(&row["value"]).into_iter().next();
        let stored = first.and_then(|value| Hsts::parse(&value).ok()).filter(|hsts| hsts.max_age() > 0);
        assert_eq!(stored.is_some(), row["on"], "{row}");
        assert_eq!(stored.is_some_and(|hsts| hsts.has_subdomains()), row["subdomains"], "{row}");
    }
}

/// The pages of the measurements: `https://top.test` frames, loads and is linked from another site.
#[test]
fn effects_are_those_that_chromium_showed() {
    let mut seen = 0;
    for row in rows::<Value>("web/effects.jsonl") {
        seen += 1;
        match row["kind"].as_str().expect("a kind") {
            "xfo" => {
                let csp = row["csp"].as_str().unwrap_or("");
                let ancestors = csp
                    .contains("frame-ancestors")
                    .then(|| csp.contains("https://top.test") || csp.contains('*'));
                let options = joined(&row["xfo"]).is_some_and(|value| FrameOptions::parse(&value).is_ok());
                assert_eq!(ancestors.unwrap_or(!options), row["framed_cross_site"], "{row}");
            }
            "xcto" => {
                let is_on = joined(&row["value"]).is_some_and(|value| NoSniff::parse(&value).is_ok());
                assert_eq!(is_on, row["nosniff"], "{row}");
            }
            "corp" => {
                let policy = joined(&row["value"]).and_then(|value| ResourcePolicy::parse(&value).ok());
                let is_blocked = policy.is_some_and(|policy| policy != ResourcePolicy::CrossOrigin);
                assert_eq!(is_blocked, row["blocked"], "{row}");
            }
            "ref" => referrer(&row),
            "pp" => {
                let policy = joined(&row["value"]).and_then(|value| PermissionsPolicy::parse(&value).ok());
                let may = |feature: &str| {
                    let entry = policy
                        .as_ref()
                        .and_then(|policy| policy.entries().find(|(name, _)| *name == feature));
                    match entry {
                        None | Some((_, Allow::All)) => true,
                        Some((_, Allow::Some { own, origins })) => {
                            *own || origins.iter().any(|origin| origin == "https://top.test")
                        }
                        Some(_) => false,
                    }
                };
                let seen = format!("geo={} cam={}", may("geolocation"), may("camera"));
                assert_eq!(seen, row["seen"], "{row}");
            }
            other => panic!("an unknown kind {other}"),
        }
    }
    assert!(seen > 40);
}

/// What `https://top.test/p?row=n` sends to another site and to itself.
fn referrer(row: &Value) {
    use ReferrerPolicy as Policy;
    let policy = joined(&row["value"]).and_then(|value| Policy::parse(&value).ok());
    let (cross, same) = match policy.unwrap_or(Policy::StrictOriginWhenCrossOrigin) {
        Policy::NoReferrer => (0, 0),
        Policy::SameOrigin => (0, 2),
        Policy::Origin | Policy::StrictOrigin => (1, 1),
        Policy::OriginWhenCrossOrigin | Policy::StrictOriginWhenCrossOrigin => (1, 2),
        _ => (2, 2),
    };
    for (side, expected) in [("cross", cross), ("same", same)] {
        let found = match row[side].as_str() {
            None => 0,
            Some("https://top.test/") => 1,
            Some(_) => 2,
        };
        assert_eq!(found, expected, "{side}: {row}");
    }
}

#[test]
fn isolation_is_that_of_chromium() {
    let mut seen = 0;
    for row in rows::<Value>("web/isolation.jsonl") {
        seen += 1;
        if let Some(value) = joined(&row["clear_site_data"]) {
            let cleared = ClearSiteData::parse(&value).ok();
            assert_eq!(cleared.is_some_and(|words| words.has_cookies()), row["cookies_cleared"], "{row}");
            assert_eq!(cleared.is_some_and(|words| words.has_storage()), row["storage_cleared"], "{row}");
            continue;
        }
        let opener = joined(&row["coop"]).and_then(|value| OpenerPolicy::parse(&value).ok());
        let embedder = joined(&row["coep"]).and_then(|value| EmbedderPolicy::parse(&value).ok());
        let is_embedder =
            matches!(embedder, Some(EmbedderPolicy::RequireCorp | EmbedderPolicy::Credentialless));
        assert_eq!(opener == Some(OpenerPolicy::SameOrigin) && is_embedder, row["isolated"], "{row}");
        let is_kept = matches!(opener, None | Some(OpenerPolicy::UnsafeNone));
        assert_eq!(is_kept, row["opener_kept"], "{row}");
    }
    assert!(seen > 10);
}

/// Where Observatory fails a header, so do we, but for the two where facts say that it is wrong.
#[test]
fn what_observatory_fails_is_found() {
    for row in rows::<Value>("web/observatory.jsonl") {
        let name = row["header"].as_str().expect("a name").to_ascii_lowercase();
        let pairs: Vec<_> = values(&row["value"]).into_iter().map(|value| (name.clone(), value)).collect();
        let findings = headers::inspect(pairs, &Expect::page().https(true));
        let is_found = findings
            .iter()
            .any(|finding| finding.header() == Some(name.as_str()) && finding.severity() >= Severity::Low);
        let value = row["value"].as_str().unwrap_or("");
        // It passes what Chromium ignores.
        let is_wrong_pass = ["SAME-ORIGIN", "ALLOW-FROM https://example.com/"].contains(&value);
        assert_eq!(is_found, row["pass"] == false || is_wrong_pass, "{row} {findings:?}");
    }
}

/// A row of `web/header_claims.jsonl`: what differs from the headers of [`BASE`].
#[derive(Deserialize)]
struct Claim {
    headers: BTreeMap<String, Option<Vec<String>>>,
    expect: String,
    https: Option<bool>,
    codes: Vec<String>,
    why: String,
}

const BASE: [(&str, &str); 10] = [
    ("content-type", "text/html; charset=utf-8"),
    (
        "content-security-policy",
        "script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'",
    ),
    ("x-frame-options", "SAMEORIGIN"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=()"),
    ("cache-control", "no-store"),
    ("strict-transport-security", "max-age=31536000; includeSubDomains"),
];

fn expect(name: &str) -> Expect {
    match name {
        "page" => Expect::page(),
        "api" => Expect::api(),
        "download" => Expect::download(),
        "asset" => Expect::asset(),
        "redirect" => Expect::redirect(),
        _ => panic!("{name}"),
    }
}

#[test]
fn claims_hold() {
    for case in rows::<Claim>("web/header_claims.jsonl") {
        let mut expect = expect(&case.expect);
        if let Some(https) = case.https {
            expect = expect.https(https);
        }
        let kept = BASE.into_iter().filter(|(name, _)| !case.headers.contains_key(*name));
        let kept = kept.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let own = case.headers.iter().flat_map(|(name, values)| {
            values.iter().flatten().map(move |value| (name.to_ascii_uppercase(), value.clone()))
        });
        let pairs: Vec<(String, String)> = kept.chain(own).collect();
        let findings = headers::inspect(pairs.clone(), &expect);
        let mut codes: Vec<_> = findings.iter().map(untaint::web::Finding::code).collect();
        codes.sort_unstable();
        let mut expected: Vec<_> = case.codes.iter().map(String::as_str).collect();
        expected.sort_unstable();
        assert_eq!(codes, expected, "{:?} ({})", case.headers, case.why);
        // What is said of the text is what is said of the pairs.
        let lines: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let text = lines.concat();
        if !codes.contains(&"headers.control") {
            let mut of_text: Vec<_> =
                headers::inspect_text_as(&text, &expect).iter().map(untaint::web::Finding::code).collect();
            of_text.sort_unstable();
            assert_eq!(of_text, expected, "{text}");
        }
        let is_bad = findings.iter().any(|finding| finding.severity() >= Severity::Medium);
        assert_eq!(headers::check(pairs.clone(), &expect).is_err(), is_bad);
        for (name, values) in &case.headers {
            for value in values.iter().flatten() {
                headers_hold(value);
                headers_hold(&format!("{name}: {value}"));
            }
        }
    }
}

#[test]
fn presets_pass_their_own_check() {
    let policy = "script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";
    let hsts = Hsts::days(730).include_subdomains().preload();
    let with = |builder: headers::SecurityHeadersBuilder| builder.hsts(hsts).build().expect("headers");
    let no_store = CacheControl::no_store();
    for (set, kind, expect) in [
        (
            with(SecurityHeaders::page(policy).cache_control(no_store)),
            "text/html; charset=utf-8",
            Expect::page(),
        ),
        (with(SecurityHeaders::api()), "application/json", Expect::api()),
        (with(SecurityHeaders::download()), "image/png", Expect::download()),
        (with(SecurityHeaders::download()), "image/svg+xml", Expect::download()),
        (with(SecurityHeaders::asset()), "image/png", Expect::asset()),
    ] {
        let answer = || set.iter().chain([("content-type", kind)]);
        assert_eq!(headers::inspect(answer(), &expect.clone().https(true)), [], "{expect:?}");
        let names: Vec<_> = set.iter().map(|(name, _)| name).collect();
        assert!(names.iter().enumerate().all(|(at, name)| !names[..at].contains(name)), "each once");
        assert!(!names.contains(&ClearSiteData::NAME));
        for (name, value) in set.iter() {
            if let Some((_, canonical)) = types().into_iter().find(|(known, _)| *known == name) {
                assert_eq!(
                    canonical(value).as_deref(),
                    Some(value),
                    "{name} is written as its type writes it"
                );
            }
        }
    }
}

#[test]
fn a_set_is_changed_and_refuses_what_is_wrong() {
    let set = SecurityHeaders::page("default-src 'self'")
        .frame_options(FrameOptions::Deny)
        .reporting_endpoints(&ReportingEndpoints::builder().endpoint("csp", "/r").build().expect("endpoints"))
        .without("Permissions-Policy")
        .build()
        .expect("headers");
    let find = |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| value);
    assert_eq!(find("x-frame-options"), Some("DENY"));
    assert_eq!(find("reporting-endpoints"), Some("csp=\"/r\""));
    assert_eq!(find("permissions-policy"), None);
    let nonce = ("content-security-policy-report-only", "script-src 'nonce-x'");
    assert!(set.iter_with(nonce).all(|(name, _)| name != "content-security-policy"));
    for policy in ["", "  ", "script-src\t'self'", "script-src ‘self’", "a\r\nb", "a\u{7f}"] {
        assert_eq!(
            SecurityHeaders::page(policy).build().expect_err("refused").setting(),
            "csp",
            "{policy:?}"
        );
    }
    assert!(SecurityHeaders::api().without("x-no-such").build().is_err());
    for feature in ["Camera", "camera=()", "", "a b", "é"] {
        assert!(PermissionsPolicy::builder().deny(feature).build().is_err(), "{feature:?}");
    }
    for origin in
        ["self", "https://", "maps.example", "https://a\"b", "javascript://x", "https://a.example/x"]
    {
        let allow = Allow::Some { own: true, origins: vec![origin.to_owned()] };
        assert!(PermissionsPolicy::builder().allow("camera", allow).build().is_err(), "{origin:?}");
    }
    for (name, url) in
        [("CSP", "/r"), ("csp", "r"), ("csp", "//evil.example"), ("csp", "http://a.example/"), ("csp", "/\"")]
    {
        assert!(ReportingEndpoints::builder().endpoint(name, url).build().is_err(), "{name} {url}");
    }
}

#[test]
#[cfg(feature = "http")]
fn what_the_handler_set_stays() {
    use http::{HeaderMap, HeaderValue};
    let mut map = HeaderMap::new();
    map.insert("x-frame-options", HeaderValue::from_static("SAMEORIGIN"));
    map.insert("content-type", HeaderValue::from_static("application/json"));
    SecurityHeaders::api().build().expect("headers").apply(&mut map);
    assert_eq!(map["x-frame-options"], "SAMEORIGIN");
    assert_eq!(map["x-content-type-options"], "nosniff");
    assert_eq!(headers::check(&map, &Expect::api()), Ok(()));
    map.insert("x-latin", HeaderValue::from_bytes(b"\xE9").expect("a value"));
    assert_eq!(headers::check(&map, &Expect::api()), Ok(()), "bytes are no matter");
}

#[test]
fn an_accepted_code_is_left_out_and_missed_when_it_is_gone() {
    let answer = [("location", "/home"), ("x-xss-protection", "1")];
    let codes = |expect: &Expect| -> Vec<_> {
        headers::inspect(answer, expect)
            .iter()
            .map(|finding| (finding.code(), finding.fix().to_owned()))
            .collect()
    };
    assert_eq!(codes(&Expect::redirect()).len(), 1);
    assert_eq!(codes(&Expect::redirect().accept("headers.xss_filter")), []);
    let gone = codes(&Expect::redirect().accept("headers.xss_filter").accept("cookie.secure"));
    assert_eq!(gone, [("headers.accepted", "remove cookie.secure from the accepted codes".to_owned())]);
    assert!(headers::check(answer, &Expect::redirect()).is_ok());
    assert!(headers::check(answer, &Expect::redirect().from(Severity::Low)).is_err());
}

#[test]
fn an_error_prints_no_value() {
    let secret = "qzv7secret";
    let names = [
        "set-cookie",
        "x-frame-options",
        "strict-transport-security",
        "content-type",
        "server",
        "cache-control",
    ];
    let values = [
        format!("session={secret}; SameSite={secret}; {secret}=1"),
        format!("{secret}, {secret}\r\n{secret}"),
        format!("text/html; charset={secret}1"),
    ];
    for name in names {
        for value in &values {
            let error =
                headers::check([(name, value)], &Expect::page().from(Severity::Info)).expect_err("findings");
            assert!(!format!("{error} {error:?} {error:#?}").contains(secret), "{name}");
            assert!(error.findings().iter().all(|finding| error.to_string().contains(finding.code())));
        }
    }
    let wrong = Hsts::parse(secret).expect_err("no value");
    assert!(!format!("{wrong} {wrong:?}").contains(secret));
}

#[test]
fn text_of_curl_is_read() {
    let text = "HTTP/1.1 301 Moved Permanently\r\nLocation: https://app.test/\r\n\r\nHTTP/2 200\r\n\
        content-type: text/html; charset=utf-8\r\nset-cookie: session=a\r\nx-frame-options:  ALLOWALL \r\n\r\n";
    let findings = headers::inspect_text(text);
    let place = |code: &str| {
        let finding = findings.iter().find(|finding| finding.code() == code);
        finding.map(|finding| &text[finding.span()])
    };
    assert_eq!(place("headers.frame_options_ignored"), Some("ALLOWALL"));
    assert_eq!(place("headers.hsts_missing"), Some(""), "HTTP/2 is https");
    assert_eq!(place("cookie.prefix"), Some("session"));
    assert_eq!(place("headers.csp_missing"), Some(""));
    let marked = untaint::web::render_findings(text, &findings);
    assert!(marked.as_str().contains("<mark>ALLOWALL</mark>"), "{}", marked.as_str());
    let verbose = "> Host: app.test\n> \n< HTTP/1.1 302 Found\n< Location: /\n< \n* done: x\n";
    assert_eq!(headers::inspect_text(verbose), []);
    assert_eq!(
        headers::inspect_text(
            "HTTP/1.1 200 OK\ncontent-type: application/json\nx-content-type-options: nosniff\ncache-control: no-store\ncross-origin-resource-policy: same-origin\n"
        ),
        []
    );
}

#[test]
#[cfg(feature = "upload")]
fn files_of_visitors_are_served_safely() {
    use untaint::upload::{self, FileType};
    for extension in ["png", "svg", "html", "txt", "pdf", "mp4", "zip", "csv", "js"] {
        let Some(file_type) = FileType::from_extension(extension) else { continue };
        let list = upload::serve_headers_of(file_type, "a b");
        assert_eq!(headers::check(headers::pairs(&list), &Expect::download()), Ok(()), "{extension}");
    }
}

#[test]
fn what_is_written_by_cookie_passes() {
    let set = cookie::SetCookie::session("__Host-session", "k3xr9").expect("a cookie");
    let answer = [("location", "/"), ("set-cookie", set.header_value()), ("cache-control", "no-store")];
    assert_eq!(headers::inspect(answer, &Expect::redirect()), []);
    let answer =
        [("location", "/"), ("set-cookie", set.header_value()), ("cache-control", "public, max-age=60")];
    assert_eq!(
        headers::check(answer, &Expect::redirect()).expect_err("shared").findings()[0].severity(),
        Severity::High
    );
}

#[test]
fn long_texts_are_bounded() {
    for text in [
        "a".repeat(200_000),
        ";".repeat(200_000),
        ",".repeat(200_000),
        "a=(),".repeat(40_000),
        "a=\"\\\"".repeat(40_000),
        "max-age=1;".repeat(20_000),
        "x: y\n".repeat(40_000),
        "server: 1\n".repeat(40_000),
    ] {
        headers_hold(&text);
        assert!(headers::inspect_text(&text).len() <= 1001);
    }
    // Each name differs, so that each is looked for among the others.
    let many: Vec<_> = (0..20_000).map(|number| format!("f{number}=()")).collect();
    assert!(PermissionsPolicy::parse(&many.join(", ")).is_ok());
}

/// Each property fails for a function that is wrong in the way of a real writer.
#[test]
fn wrong_functions_are_found() {
    let fails = |property: &dyn Fn()| {
        catch_unwind(AssertUnwindSafe(property)).expect_err("a wrong function is found");
    };
    // A writer that sends what it is given.
    fails(&|| canonical_is_stable("same-origin\r\nset-cookie: a=b", |text| Some(text.to_owned())));
    fails(&|| policy_is_one_header("img-src a\r\nset-cookie: a=b", |text| Some(text.to_owned())));
    fails(&|| policy_is_one_header(" img-src a", |text| Some(text.trim().to_owned())));
    // A type that writes what it does not read.
    fails(&|| {
        canonical_is_stable("max-age=1", |text| {
            Hsts::parse(text).ok().map(|hsts| format!("{hsts}, preload"))
        });
    });
    // A type that writes in its own letters.
    let shouting =
        |text: &str| ResourcePolicy::parse(text).ok().map(|policy| policy.word().to_ascii_uppercase());
    fails(&|| canonical_is_obeyed("same-site", ResourcePolicy::NAME, shouting));
    // A checker that looks at the first field alone.
    let first = |pairs: &[(&str, &str)]| codes(&pairs[..1]);
    fails(&|| fields_are_one_list("DENY,SAMEORIGIN", first));
    fails(&|| fields_are_one_list("camera=(),camera=(", first));
}
