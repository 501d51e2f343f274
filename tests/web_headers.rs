//! `web::headers`: what Chromium obeyed, our own claims, and the wrong functions that break each property.

mod support;

use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use support::rows;
use support::web_headers::*;
use untaint::web::csp::{self, Nonce, Policy, PolicySet, Verdict};
use untaint::web::headers::{
    self, Allow, CacheControl, ClearSiteData, EmbedderPolicy, Expect, FrameOptions, Hsts, NoSniff,
    OpenerPolicy, PermissionsPolicy, ReferrerPolicy, ReportingEndpoints, ResourcePolicy, SecurityHeaders,
};
use untaint::web::{Severity, cookie};

const CSP: &str = "content-security-policy";

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
    #[serde(default)]
    strict: bool,
    codes: Vec<String>,
    why: String,
}

/// No script runs, so that nothing is found in the policy.
const BASE: [(&str, &str); 10] = [
    ("content-type", "text/html; charset=utf-8"),
    (
        "content-security-policy",
        "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; \
         require-trusted-types-for 'script'; report-uri /csp",
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
        if case.strict {
            expect = expect.strict();
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
    let nonce = Nonce::from_bytes(*b"k3xr9-Qzv7pLm2Xc");
    let hsts = Hsts::days(730).include_subdomains().preload();
    let with = |builder: headers::SecurityHeadersBuilder| builder.hsts(hsts).build().expect("headers");
    let no_store = CacheControl::no_store();
    for (set, kind, expect) in [
        (
            with(SecurityHeaders::page(Policy::strict()).cache_control(no_store)),
            "text/html; charset=utf-8",
            Expect::page(),
        ),
        (with(SecurityHeaders::api()), "application/json", Expect::api()),
        (with(SecurityHeaders::download()), "image/png", Expect::download()),
        (with(SecurityHeaders::download()), "image/svg+xml", Expect::download()),
        (with(SecurityHeaders::asset()), "image/png", Expect::asset()),
    ] {
        let mut answer: Vec<_> = set.iter(&nonce).collect();
        let names: Vec<_> = answer.iter().map(|(name, _)| *name).collect();
        answer.push(("content-type", kind.into()));
        let mut findings = headers::inspect(headers::pairs(&answer), &expect.clone().https(true).strict());
        // What is left is advice for older browsers, and to have reports.
        findings.retain(|finding| finding.severity() > Severity::Info);
        assert_eq!(findings, [], "{expect:?}");
        assert!(names.iter().enumerate().all(|(at, name)| !names[..at].contains(name)), "each once");
        assert!(!names.contains(&ClearSiteData::NAME));
        for (name, value) in set.iter(&nonce) {
            if let Some((_, canonical)) = types().into_iter().find(|(known, _)| *known == name) {
                assert_eq!(
                    canonical(&value).as_deref(),
                    Some(&*value),
                    "{name} is written as its type writes it"
                );
            }
        }
    }
}

#[test]
fn a_set_is_changed_and_refuses_what_is_wrong() {
    let set = SecurityHeaders::page(Policy::api())
        .frame_options(FrameOptions::Deny)
        .reporting_endpoints(&ReportingEndpoints::builder().endpoint("csp", "/r").build().expect("endpoints"))
        .without("Permissions-Policy")
        .build()
        .expect("headers");
    let find = |name: &str| set.fixed()?.find(|(known, _)| *known == name).map(|(_, value)| value);
    assert_eq!(find("x-frame-options"), Some("DENY"));
    assert_eq!(find("reporting-endpoints"), Some("csp=\"/r\""));
    assert_eq!(find("permissions-policy"), None);
    let nonce = ("content-security-policy-report-only", "script-src 'nonce-x'");
    assert!(set.iter_with(nonce).all(|(name, _)| name != "content-security-policy"));
    for policy in ["", "  ", "script-src\t'self'", "script-src ‘self’", "a\r\nb", "a\u{7f}"] {
        assert_eq!(
            SecurityHeaders::api().csp_text(policy).build().expect_err("refused").setting(),
            "csp_text",
            "{policy:?}"
        );
    }
    assert!(SecurityHeaders::api().without("x-no-such").build().is_err());
    let bare = SecurityHeaders::api().without("Content-Security-Policy").build().expect("headers");
    assert!(bare.fixed().expect("no nonce").all(|(name, _)| name != "content-security-policy"));
    assert!(bare.to_builder().without("content-security-policy").build().is_err(), "it is gone");
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
fn the_nonce_of_the_answer_stands_in_the_policy() {
    let set = SecurityHeaders::page(Policy::strict()).build().expect("headers");
    assert!(set.fixed().is_none(), "it is another text for each answer");
    for byte in [0, 17, 255] {
        let nonce = Nonce::from_bytes([byte; 16]);
        let (_, value) = set.iter(&nonce).find(|(name, _)| *name == CSP).expect("a policy");
        assert_eq!((CSP, value), Policy::strict().header(&nonce));
    }
    let report_only = Policy::strict().to_builder().report_only(true).build().expect("a policy");
    let set = SecurityHeaders::page(&report_only).build().expect("headers");
    let names: Vec<_> = set.iter(&Nonce::from_bytes([17; 16])).map(|(name, _)| name).collect();
    assert!(names.contains(&"content-security-policy-report-only") && !names.contains(&CSP));
}

#[test]
fn an_endpoint_of_the_policy_is_beside_it() {
    let policy = Policy::api().to_builder().report_to("csp", "/csp-report").build().expect("a policy");
    let set = SecurityHeaders::page(&policy);
    let built = set.clone().build().expect("headers");
    assert!(
        built
            .fixed()
            .expect("no nonce")
            .any(|pair| pair == (ReportingEndpoints::NAME, "csp=\"/csp-report\""))
    );
    let answer = || built.fixed().expect("no nonce").chain([("content-type", "text/html; charset=utf-8")]);
    assert_eq!(headers::check(answer(), &Expect::page().strict()), Ok(()));
    let other = ReportingEndpoints::builder().endpoint("other", "/r").build().expect("endpoints");
    assert!(set.clone().reporting_endpoints(&other).build().is_err(), "the policy's would be gone");
    let both = ReportingEndpoints::builder().endpoint("other", "/r").endpoint("csp", "/csp-report");
    assert!(set.reporting_endpoints(&both.build().expect("endpoints")).build().is_ok());
}

/// The places of what is found in a policy are those in the field that it stands in.
#[test]
fn places_in_policies_are_those_of_their_fields() {
    let fields = ["default-src 'none'", "  script-src 'self' https:, img-src *;  form-action *"];
    let pairs = fields.map(|value| (CSP, value));
    let findings = headers::inspect(pairs, &Expect::page());
    let place = |code: &str| findings.iter().find(|finding| finding.code() == code).expect(code).span();
    assert_eq!(&fields[1][place("csp.scheme")], "https:");
    assert_eq!(&fields[1][place("csp.form_action")], "*");
    let text = format!("HTTP/2 200\ncontent-type: text/html\n{CSP}: {}\n{CSP}:{}\n", fields[0], fields[1]);
    let findings = headers::inspect_text(&text);
    let place = |code: &str| findings.iter().find(|finding| finding.code() == code).expect(code).span();
    assert_eq!(&text[place("csp.scheme")], "https:");
    assert_eq!(place("csp.form_action").start, text.rfind('*').expect("a star"));
    let marked = untaint::web::render_findings(&text, &findings);
    assert!(marked.as_str().contains("<mark>https:,</mark> img-src *"), "{}", marked.as_str());
}

/// Whatever policies a page has: each finding of `csp::evaluate_all` is one of the answer, and the verdict decides.
#[test]
fn policies_are_judged_as_by_their_module() {
    let mut seen = 0;
    for row in rows::<Value>("web/csp_runs.jsonl") {
        let policies = values(&row["policies"]);
        let policies = || policies.iter().map(String::as_str);
        if PolicySet::parse_all(policies()).is_empty() {
            continue;
        }
        seen += 1;
        let found = csp::evaluate_all(policies());
        policies().for_each(|policy| policy_is_judged_where_it_stands(policy, headers::inspect_text));
        let answer = || policies().map(|policy| (CSP, policy));
        for (expect, wanted) in
            [(Expect::page(), Verdict::HostsDecide), (Expect::page().strict(), Verdict::Strict)]
        {
            let findings = headers::inspect(answer(), &expect);
            let codes: Vec<_> = findings.iter().map(untaint::web::Finding::code).collect();
            assert!(
                found.findings().iter().all(|finding| finding.code() == "csp.frame_ancestors"
                    || findings
                        .iter()
                        .any(|other| other.code() == finding.code() && other.proof() == finding.proof())),
                "{row}: {codes:?}"
            );
            assert_eq!(codes.contains(&"headers.csp_verdict"), found.verdict() < wanted, "{row}");
        }
        // As JSON, nobody shows it.
        let codes: Vec<_> =
            headers::inspect(answer(), &Expect::api()).iter().map(untaint::web::Finding::code).collect();
        assert!(codes.iter().all(|code| !code.starts_with("csp.")), "{row}: {codes:?}");
    }
    assert!(seen > 40, "{seen}");
}

#[test]
#[cfg(feature = "http")]
fn what_the_handler_set_stays() {
    use http::{HeaderMap, HeaderValue};
    let mut map = HeaderMap::new();
    map.insert("x-frame-options", HeaderValue::from_static("SAMEORIGIN"));
    map.insert("content-type", HeaderValue::from_static("application/json"));
    SecurityHeaders::api().build().expect("headers").apply(&mut map, &Nonce::from_bytes([17; 16]));
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
    for extension in ["png", "jpg", "svg", "html", "txt", "pdf", "mp4", "mp3", "zip", "csv", "js"] {
        let Some(file_type) = FileType::from_extension(extension) else { continue };
        let list = upload::serve_headers_of(file_type, "a b");
        assert_eq!(headers::check(headers::pairs(&list), &Expect::download()), Ok(()), "{extension}");
        // Even where a browser shows it as a page, no script runs.
        let policies = list.iter().filter(|(name, _)| *name == CSP).map(|(_, value)| &**value);
        assert_eq!(csp::evaluate_all(policies).verdict(), Verdict::NoScript, "{extension}");
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
    // The verdict is not among those that are left out.
    let hosts = (0..1100).map(|number| format!("h{number}.example")).collect::<Vec<_>>().join(" ");
    let policy = format!("script-src {hosts} 'unsafe-inline'");
    let findings = headers::inspect([(CSP, &policy)], &Expect::page());
    assert!(findings.iter().any(|finding| finding.code() == "headers.csp_verdict"), "{}", findings.len());
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
    // A checker that does not see the second policy.
    let first = |text: &str| headers::inspect_text(text.rsplit_once(CSP).expect("two").0);
    fails(&|| policy_is_judged_where_it_stands("script-src 'self' https:", first));
    // One whose places are those in the value.
    fails(&|| {
        policy_is_judged_where_it_stands("img-src *; form-action *", |text| {
            let value = text.rsplit("policy:  ").next().expect("a value").lines().next().expect("a line");
            headers::inspect([(CSP, value)], &Expect::page())
        });
    });
}
