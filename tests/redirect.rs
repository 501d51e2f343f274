//! `redirect`: what browsers were seen to do, policies, and the forms in which a target is sent.

mod support;

use redirect::{RedirectErrorKind as Kind, RedirectPolicy, RedirectPolicyBuilder, SafeRedirect};
use serde::Deserialize;
use std::fmt::Write as _;
use support::{odd_characters, page, rows};
use untaint::redirect;

/// A row of `redirect/browser.jsonl`, measured in Chromium; the file's words are explained in `tests/data/README.md`.
#[derive(Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "each is a column of the table")]
struct BrowserCase {
    id: String,
    url: String,
    allowed_hosts: Vec<String>,
    require_https: bool,
    safe: bool,
    legit: bool,
    base_scheme_dependent: bool,
    contested: bool,
    class: String,
}

impl BrowserCase {
    fn policy(&self) -> RedirectPolicy {
        RedirectPolicy::builder()
            .origin("https://app.test")
            .require_https(self.require_https)
            .hosts(&self.allowed_hosts)
            .build()
            .unwrap_or_else(|error| panic!("{}: {error}", self.id))
    }
}

#[test]
fn nothing_leaves_the_site_and_nothing_harmless_is_refused() {
    for case in rows::<BrowserCase>("redirect/browser.jsonl") {
        let outcome = redirect::check(&case.url, &case.policy());
        if case.legit {
            match &outcome {
                Ok(target) => assert_eq!(*target, *case.url, "{}", case.id),
                Err(error) if cfg!(not(feature = "url")) => {
                    assert_eq!(error.kind(), Kind::Unsupported, "{}", case.id);
                }
                Err(error) => panic!("{} is harmless: {error}", case.id),
            }
        }
        if !case.safe || case.base_scheme_dependent {
            assert!(outcome.is_err(), "{}", case.id);
        }
    }
}

/// The rows above are hostile enough: checks that people write by hand let some of them through. The table stands in
/// `docs::compare`.
#[test]
fn hand_written_checks_fail_the_same_cases() {
    type Check = fn(&str) -> bool;

    let cases = rows::<BrowserCase>("redirect/browser.jsonl");
    let external = cases.iter().filter(|case| case.class == "external").count();
    let (hostile, harmless): (Vec<_>, Vec<_>) =
        cases.iter().filter(|case| !case.contested).partition(|case| !case.safe);
    let ours = |case: &BrowserCase| redirect::check(&case.url, &case.policy()).is_ok();
    let by_hand: [(&str, Check); 3] = [
        ("starts with `/`", |target| target.starts_with('/')),
        ("starts with `/`, not with `//`", |target| target.starts_with('/') && !target.starts_with("//")),
        ("starts with `/`, not with `//` or `/\\`", |target| {
            target.starts_with('/') && !target.starts_with("//") && !target.starts_with("/\\")
        }),
    ];
    let mut table = format!(
        "| check | of {} hostile let through | of {} harmless refused |\n|---|--:|--:|\n",
        hostile.len(),
        harmless.len()
    );
    let mut row = |name: &str, leaks: usize, refused: usize| {
        writeln!(table, "| {name} | {leaks} | {refused} |").expect("a string");
        leaks
    };
    row(
        "`redirect::check`",
        hostile.iter().filter(|case| ours(case)).count(),
        harmless.iter().filter(|case| !ours(case)).count(),
    );
    for (name, check) in by_hand {
        let leaks = row(
            name,
            hostile.iter().filter(|case| check(&case.url)).count(),
            harmless.iter().filter(|case| !check(&case.url)).count(),
        );
        assert!(leaks > 5, "{name}");
        if name == by_hand[1].0 {
            let refused = harmless.iter().filter(|case| !check(&case.url)).count();
            let shown = format!("\"{name}\": {leaks}; {refused} |");
            assert!(include_str!("../README.md").contains(&shown), "the README does not say: {shown}");
        }
    }
    writeln!(table, "\nOf the hostile ones, {external} lead to another site.").expect("a string");
    if cfg!(feature = "url") {
        page::holds("compare.md", "redirects", &table);
    }
}

/// A row of `redirect/policies.jsonl`.
#[derive(Deserialize)]
struct PolicyCase {
    origin: Option<String>,
    #[serde(default)]
    hosts: Vec<String>,
    #[serde(default)]
    schemes: Vec<String>,
    #[serde(default)]
    prefixes: Vec<String>,
    #[serde(default)]
    exact: Vec<String>,
    #[serde(default)]
    rooted_only: bool,
    max_len: Option<usize>,
    #[serde(default)]
    require_https: bool,
    target: String,
    /// `local`, `listed`, or the code of the refusal.
    verdict: String,
}

#[test]
fn each_setting_decides_what_its_doc_says() {
    for case in rows::<PolicyCase>("redirect/policies.jsonl") {
        let mut builder =
            RedirectPolicy::builder().require_https(case.require_https).rooted_only(case.rooted_only);
        if let Some(origin) = &case.origin {
            builder = builder.origin(origin);
        }
        builder = builder.hosts(&case.hosts).schemes(&case.schemes);
        builder = case.prefixes.iter().fold(builder, |builder, prefix| builder.path_prefix(prefix));
        builder = case.exact.iter().fold(builder, |builder, path| builder.exact_path(path));
        if let Some(bytes) = case.max_len {
            builder = builder.max_len(bytes);
        }
        let policy = match builder.build() {
            Ok(policy) => policy,
            Err(_) if cfg!(not(feature = "url")) => continue, // an international name in the list
            Err(error) => panic!("{error}"),
        };
        let verdict = match redirect::check(&case.target, &policy) {
            Ok(target) if target.is_local() => "local",
            Ok(_) => "listed",
            Err(error) => error.code(),
        };
        if cfg!(not(feature = "url")) && verdict == "redirect.unsupported" {
            continue; // refused instead of decided, never let through
        }
        assert_eq!(verdict, case.verdict, "{:?} with {:?}", case.target, policy);
    }
}

#[test]
fn wrong_policies_fail_when_they_are_built() {
    let wrong: [(&str, RedirectPolicyBuilder); 50] = {
        let new = RedirectPolicy::builder;
        [
            ("host", new().host("")),
            ("host", new().host("*")),
            ("host", new().host("*.")),
            ("host", new().host(".example.com")),
            ("host", new().host("ex*mple.com")),
            ("host", new().host("a.*.example.com")),
            ("host", new().host("https://example.com")),
            ("host", new().host("example.com/")),
            ("host", new().host("example.com/path")),
            ("host", new().host("user@example.com")),
            ("host", new().host("example.com:")),
            ("host", new().host("example.com:0")),
            ("host", new().host("example.com:65536")),
            ("host", new().host("example.com:https")),
            ("host", new().host("::1")),
            ("host", new().host("[::1")),
            ("host", new().host("*.127.0.0.1")),
            ("host", new().host("*.[::1]")),
            ("host", new().host("0x7f.1")),
            ("host", new().host("127.1")),
            ("host", new().host("a..example.com")),
            ("host", new().host("exa mple.com")),
            ("host", new().host("ex%61mple.com")),
            ("host", new().host("*.com")),
            ("host", new().host("example.com,evil.example")),
            ("host", new().host("example.com;evil.example")),
            ("host", new().host("~")),
            ("host", new().host("\u{24D0}pp.test")),
            ("host", new().host("example\u{3002}com")),
            ("origin", new().origin("https://app.test:*")),
            ("max_len", new().max_len(0)),
            ("scheme", new().schemes(["myapp", "intent"])),
            ("origin", new().origin("app.test")),
            ("origin", new().origin("https://")),
            ("origin", new().origin("ftp://app.test")),
            ("origin", new().origin("https://app.test/path")),
            ("origin", new().origin("https://*.app.test")),
            ("origin", new().origin("https://app.test").origin("https://other.test")),
            ("scheme", new().scheme("javascript")),
            ("scheme", new().scheme("DATA")),
            ("scheme", new().scheme("https")),
            ("scheme", new().scheme("my app")),
            ("scheme", new().scheme("myapp:")),
            ("scheme", new().scheme("")),
            ("exact_path", new().exact_path("logout")),
            ("exact_path", new().exact_path("/logout?all=1")),
            ("exact_path", new().exact_path("//evil.example")),
            ("path_prefix", new().path_prefix("app")),
            ("path_prefix", new().path_prefix("/a/../b")),
            ("path_prefix", new().path_prefix("/a?b")),
        ]
    };
    for (setting, builder) in wrong {
        let error = builder.build().expect_err("a wrong policy");
        assert_eq!(error.setting(), setting);
        assert!(!error.reason().is_empty());
        assert!(error.to_string().contains(&format!("{:?}", error.entry())), "the entry is quoted: {error}");
    }
    for scheme in [
        "vbscript",
        "file",
        "blob",
        "filesystem",
        "about",
        "view-source",
        "intent",
        "ftp",
        "ws",
        "wss",
        "http",
    ] {
        assert!(RedirectPolicy::builder().scheme(scheme).build().is_err(), "{scheme}");
    }
}

#[test]
fn every_control_is_refused_at_every_place() {
    for c in odd_characters() {
        for (target, at) in [
            (format!("{c}/home"), 0),
            (format!("/{c}/evil.example"), 1),
            (format!("/home-and-garden{c}"), 16),
            (format!("/home?a={c}b"), 8),
            (format!("/home#{c}"), 6),
        ] {
            let outcome = redirect::check(&target, RedirectPolicy::path_only()).map_err(|error| error.kind());
            if c.is_ascii_control() {
                assert_eq!(outcome, Err(Kind::Control { at }), "{c:?}");
            } else if at > 1 && c != '\\' {
                assert!(outcome.is_ok(), "{c:?}");
            }
        }
    }
}

/// The scan reads eight bytes at a time: every place in and around a word, for every byte.
#[test]
fn the_scan_misses_no_byte_at_no_place() {
    for length in 1..40 {
        for at in 1..length {
            for byte in 0..0x80_u8 {
                let mut target = vec![b'a'; length];
                target[0] = b'/';
                target[at] = byte;
                let target = String::from_utf8(target).expect("ASCII");
                let refused = redirect::check(&target, RedirectPolicy::path_only()).is_err();
                let expected = byte.is_ascii_control() || byte == b'\\' || (at == 1 && byte == b'/');
                assert_eq!(refused, expected, "{target:?}");
            }
        }
    }
}

#[test]
fn a_backslash_is_refused_before_the_query_only() {
    let check = |target| redirect::check(target, RedirectPolicy::path_only()).map_err(|error| error.kind());
    assert_eq!(check("/a\\b?c").unwrap_err(), Kind::Backslash { at: 2 });
    assert!(check("/a?b\\c").is_ok());
    assert!(check("/a#b\\c").is_ok());
}

#[test]
fn the_limit_is_in_bytes_and_comes_first() {
    let policy = RedirectPolicy::builder().max_len(5).build().expect("policy");
    assert!(redirect::check("/abcd", &policy).is_ok());
    assert_eq!(redirect::check("/ab\u{e9}\0", &policy).unwrap_err().kind(), Kind::TooLong { len: 6, max: 5 });
    let longest = format!("/{}", "a".repeat(2047));
    assert!(redirect::check(&longest, RedirectPolicy::path_only()).is_ok());
    assert!(redirect::check(&format!("{longest}a"), RedirectPolicy::path_only()).is_err());
}

#[test]
fn large_and_odd_targets_are_answered() {
    let policy = RedirectPolicy::builder()
        .origin("https://app.test")
        .host("*.example.com")
        .path_prefix("/app")
        .max_len(usize::MAX)
        .build()
        .expect("policy");
    for piece in ["a", "/", "../", "%2e%2e/", "\\", "@", ":", "%2f", "é", "\0", "xn--", "."] {
        let many = piece.repeat(1_000_000 / piece.len());
        for start in ["", "/app/", "https://", "//", "https://a.example.com/app/", "https://[", "https://é"]
        {
            let _ = redirect::check(&format!("{start}{many}"), &policy);
        }
    }
    assert!(redirect::check(&format!("/app/{}", "x".repeat(10_000_000)), &policy).is_ok());
}

/// The `const` check and the ordinary one are two loops; they agree on every text.
#[test]
fn a_literal_is_checked_like_any_target() {
    let mut targets: Vec<String> =
        rows::<BrowserCase>("redirect/browser.jsonl").into_iter().map(|case| case.url).collect();
    for c in odd_characters() {
        targets.extend([
            format!("{c}"),
            format!("/{c}"),
            format!("a{c}:b"),
            format!("/a?{c}"),
            format!("a{c}"),
        ]);
    }
    targets.push("/".repeat(3000));
    for target in targets {
        let literal: &'static str = Box::leak(target.into_boxed_str());
        let checked = redirect::check(literal, RedirectPolicy::path_only()).is_ok();
        let constructed = std::panic::catch_unwind(|| SafeRedirect::from_static(literal)).is_ok();
        assert_eq!(constructed, checked, "{literal:?}");
    }
}

#[test]
fn local_falls_back_twice() {
    assert_eq!(redirect::local(Some("/a"), "/b"), "/a");
    assert_eq!(redirect::local(Some("//evil.example"), "/b"), "/b");
    assert_eq!(redirect::local(Some(""), "/b"), "/b");
    assert_eq!(redirect::local(None, "//evil.example"), "/");
    assert_eq!(redirect::local(Some("\\\\evil.example"), "https://evil.example"), "/");
}

#[test]
fn the_name_django_users_look_for() {
    use redirect::has_allowed_host_and_scheme as allowed;
    assert!(allowed("/x", &[], false));
    assert!(allowed("https://example.com/x", &["example.com"], true));
    assert!(allowed("//example.com/x", &["example.com"], false));
    assert!(!allowed("//example.com/x", &["example.com"], true));
    assert!(!allowed("http://example.com/x", &["example.com"], true));
    assert!(!allowed("https://example.com/x", &["*", "https://example.com", "", "exa mple.com"], false));
    assert!(!allowed("javascript:alert(1)", &["example.com"], false));
    assert!(!allowed("", &["example.com"], false));
}

#[test]
fn a_location_is_ascii_and_means_the_same() {
    let policy = RedirectPolicy::builder()
        .hosts(
            if cfg!(feature = "url") { &["bücher.example", "bücher.example:8443"][..] } else { &[] }
                .iter()
                .copied(),
        )
        .build()
        .expect("policy");
    let location = |target| redirect::check(target, &policy).expect("allowed").location().into_owned();
    assert_eq!(location("/a b?c d#e f "), "/a%20b?c%20d#e%20f");
    assert_eq!(location("/a "), "/a");
    assert_eq!(location("/日本"), "/%E6%97%A5%E6%9C%AC");
    assert_eq!(location("/%zz?\"'<>"), "/%zz?\"'<>");
    if cfg!(feature = "url") {
        assert_eq!(location("https://bücher.example/é"), "https://xn--bcher-kva.example/%C3%A9");
        assert_eq!(location("//BÜCHER.example"), "//xn--bcher-kva.example");
        assert_eq!(location("HTTPS://bücher.example:8443?é"), "HTTPS://xn--bcher-kva.example:8443?%C3%A9");
        assert_eq!(location("https://xn--bcher-kva.example:443/"), "https://xn--bcher-kva.example:443/");
    }
}

#[test]
#[cfg(feature = "http")]
fn a_header_value_is_the_location() {
    for target in ["/home", "/caf\u{e9} x", "?q=\u{1F600}"] {
        let safe = redirect::local(Some(target), "/");
        let header = http::HeaderValue::from(safe.clone());
        assert_eq!(header.to_str().expect("visible ASCII"), safe.location());
    }
}

#[test]
fn an_inherited_fragment_is_stopped_once() {
    let stopped =
        |target| redirect::local(Some(target), "/").without_inherited_fragment().as_str().to_owned();
    assert_eq!(stopped("/a"), "/a#");
    assert_eq!(stopped("/a?b"), "/a?b#");
    assert_eq!(stopped("/a "), "/a#", "a browser drops the space");
    assert_eq!(stopped("/a#"), "/a#");
    assert_eq!(stopped("/a?b#c"), "/a?b#c");
}
