//! `uri`: schemes as Chromium finds them, links under each policy.

mod support;

use serde::Deserialize;
use support::{odd_characters, rows};
use untaint::uri::{self, INERT, Reference, UriErrorKind, UriPolicy};

/// A row of `uri/scheme.jsonl`, measured in Chromium on an https page.
#[derive(Deserialize)]
struct SchemeCase {
    id: String,
    url: String,
    executes: bool,
    protocol: Option<String>,
    #[serde(default)]
    html_context: bool,
    /// With `html_context`: what the browser decoded out of the attribute.
    attr: Option<String>,
    html: Option<String>,
}

impl SchemeCase {
    fn text(&self) -> &str {
        if self.html_context { self.attr.as_deref().expect("a decoded value") } else { &self.url }
    }
}

#[test]
fn script_is_told_apart_exactly() {
    for case in rows::<SchemeCase>("uri/scheme.jsonl") {
        assert_eq!(uri::is_javascript(case.text()), case.executes, "{}", case.id);
        if case.executes {
            assert!(uri::check(case.text(), UriPolicy::web()).is_err(), "{}", case.id);
            assert_eq!(uri::clean(case.text(), UriPolicy::web()), INERT, "{}", case.id);
        }
        if let Some(protocol) = &case.protocol {
            let found = uri::scheme(case.text()).map_or("https:".to_owned(), |scheme| format!("{scheme}:"));
            assert_eq!(found, *protocol, "{}", case.id);
        }
    }
}

/// Entities belong to the HTML layer: decoded there, then checked here, both layers together see the script.
#[test]
fn entities_are_decoded_before_the_check() {
    let mut seen = 0;
    for case in rows::<SchemeCase>("uri/scheme.jsonl") {
        let (Some(html), true) = (&case.html, case.html_context) else { continue };
        let Some(source) = html.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()) else {
            continue;
        };
        if source.contains('\0') {
            continue; // the tokenizer replaces NUL, which is not decoding
        }
        let decoded = htmlize::unescape_attribute(source);
        assert_eq!(uri::is_javascript(&decoded), case.executes, "{}", case.id);
        // Written back through the escaper, the browser reads what was checked, not what it would decode to.
        let written = untaint::escape::html(source);
        assert_eq!(
            uri::is_javascript(&htmlize::unescape_attribute(&*written)),
            uri::is_javascript(source),
            "{}",
            case.id
        );
        seen += 1;
    }
    assert!(seen > 20);
}

#[test]
fn a_reference_is_classified_as_a_browser_reads_it() {
    for (text, expected) in [
        ("", Reference::Empty),
        (" \t\0\u{1f}", Reference::Empty),
        ("/", Reference::Path),
        ("x", Reference::Path),
        ("12:30", Reference::Path),
        ("\u{e9}:x", Reference::Path),
        ("\u{a0}//x", Reference::Path),
        (":x", Reference::Path),
        ("a/b:c", Reference::Path),
        ("?", Reference::Query),
        (" ?a:b", Reference::Query),
        ("#javascript:x", Reference::Fragment),
        ("//", Reference::Network),
        ("/\\", Reference::Network),
        ("\\/", Reference::Network),
        ("\n/\t\r\\x", Reference::Network),
        ("\\", Reference::Path),
        ("a:", Reference::Scheme),
        ("a+b-c.1:", Reference::Scheme),
        ("\u{1}j\na\tv\ra:", Reference::Scheme),
    ] {
        assert_eq!(uri::classify(text), expected, "{text:?}");
    }
}

#[test]
fn a_scheme_is_borrowed_when_it_is_plain() {
    use std::borrow::Cow;
    assert!(matches!(uri::scheme("  https://x"), Some(Cow::Borrowed("https"))));
    assert!(matches!(uri::scheme("Https://x"), Some(Cow::Owned(scheme)) if scheme == "https"));
    assert!(matches!(uri::scheme("ht\ntps:"), Some(Cow::Owned(scheme)) if scheme == "https"));
    assert_eq!(uri::scheme("\u{212A}:x"), None, "KELVIN SIGN is no letter of a scheme");
}

/// A row of `uri/policies.jsonl`.
#[derive(Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the policy")]
struct LinkCase {
    preset: Option<String>,
    #[serde(default)]
    schemes: Vec<String>,
    hosts: Option<Vec<String>>,
    #[serde(default)]
    relative: bool,
    #[serde(default)]
    network_path: bool,
    #[serde(default)]
    no_user_names: bool,
    base: Option<String>,
    #[serde(default)]
    raster: bool,
    #[serde(default)]
    resource: bool,
    link: String,
    /// `ok`, the code of the refusal, or with `base` the absolute link.
    verdict: String,
}

#[test]
fn each_setting_decides_what_its_doc_says() {
    for case in rows::<LinkCase>("uri/policies.jsonl") {
        if cfg!(not(feature = "url")) && case.base.is_some() {
            continue;
        }
        let policy = if let Some(preset) = case.preset.as_deref() {
            let presets = [("web", UriPolicy::web()), ("website", UriPolicy::website())];
            presets.into_iter().find(|(name, _)| *name == preset).expect("a preset").1.clone()
        } else {
            let mut builder = UriPolicy::builder()
                .schemes(&case.schemes)
                .relative(case.relative)
                .network_path(case.network_path)
                .user_names(!case.no_user_names)
                .raster_data(case.raster);
            if let Some(hosts) = &case.hosts {
                builder = builder.hosts(hosts);
            }
            #[cfg(feature = "url")]
            if let Some(base) = &case.base {
                builder = builder.base(base);
            }
            builder.build().expect("the row's policy")
        };
        let outcome = if case.resource {
            uri::check_resource(&case.link, &policy).map(|link| link.as_str().to_owned())
        } else {
            uri::check(&case.link, &policy).map(|link| link.as_str().to_owned())
        };
        let verdict = match &outcome {
            Ok(link) if *link == case.link => "ok",
            Ok(rewritten) => rewritten,
            Err(error) => error.code(),
        };
        if cfg!(not(feature = "url")) && verdict == "uri.unsupported" {
            continue; // refused instead of decided, never let through
        }
        assert_eq!(verdict, case.verdict, "{:?} with {policy:?}", case.link);
        if !case.resource && outcome.is_err() && !case.link.contains(['\t', '\n', '\r']) {
            let cleaned = uri::clean(&case.link, &policy);
            assert!(cleaned.is_inert() || uri::check(cleaned.as_str(), &policy).is_ok(), "{:?}", case.link);
        }
    }
}

/// One check decides for all: cleaning HTML, linking text and writing links out ask it.
#[test]
fn html_takes_no_link_that_the_check_refuses() {
    use untaint::html::{self, HtmlPolicy};
    for case in rows::<LinkCase>("uri/policies.jsonl")
        .into_iter()
        .filter(|case| case.preset.as_deref() == Some("web"))
    {
        // What a browser drops from a link is dropped from it here.
        if case.link.contains(|c: char| c.is_ascii_control()) {
            continue;
        }
        let is_kept = uri::check(&case.link, UriPolicy::web()).is_ok();
        let html = format!("<a href=\"{}\">x</a>", untaint::escape::html(&case.link));
        let cleaned = html::sanitize(&html, HtmlPolicy::inline());
        assert_eq!(cleaned.as_str().contains("href="), is_kept, "{html:?}");
        let text = html::to_text_with_links(&html, UriPolicy::web());
        assert!(is_kept || text == "x", "{text:?}");
        if !is_kept {
            let linked = html::linkify(&case.link, HtmlPolicy::inline());
            let found = linked.as_str().split("<a href=\"").nth(1).and_then(|rest| rest.split('"').next());
            assert!(found.is_none_or(|link| html::unescape(link) != case.link), "{:?}", case.link);
        }
    }
}

/// The pieces of which authorities are made that are read in different ways, in every order.
#[test]
fn hosts_are_those_that_the_url_crate_reads() {
    const BEFORE: [&str; 13] = [
        "http://",
        "https://",
        "//",
        "/\\",
        "///",
        "https:/",
        "ftp:",
        "wss:/\\/",
        "irc://",
        "irc:",
        "mailto:",
        "ftp://u@",
        "  HTTPS://",
    ];
    const PIECES: [&str; 34] = [
        "",
        "a",
        "a-",
        ".",
        "..",
        "0x",
        "0x7f.1",
        "256",
        "1.2.3.4",
        ".5",
        "09",
        "4294967296",
        "xn--",
        "xn--bcher-kva",
        "xn--a",
        "bücher",
        "faß",
        "\u{AD}",
        "\u{200D}",
        "。",
        "％",
        "%",
        "%61",
        "%2f",
        "%00",
        "[",
        "[::1]",
        "]",
        ":",
        ":65536",
        ":080",
        "@",
        " ",
        "|",
    ];
    const BEHIND: [&str; 5] = ["", "/", "\\@b", "?a@b", " "];
    for (before, behind) in BEFORE.iter().flat_map(|before| BEHIND.map(|behind| (*before, behind))) {
        for first in PIECES {
            for second in PIECES {
                for third in ["", "a", ".com", "1", ":1", "@"] {
                    let link = format!("{before}{first}{second}{third}{behind}");
                    support::uri::link_host_is_read(&link, support::uri::any_host_check);
                }
            }
        }
    }
}

#[test]
fn every_character_in_a_host_is_read_as_the_url_crate_reads_it() {
    for c in odd_characters().into_iter().chain('\0'..='\u{FFF}').chain('\u{FF00}'..='\u{FFFF}') {
        for link in
            [format!("http://{c}"), format!("https://a{c}b.com/"), format!("//a.{c}"), format!("irc://a{c}b")]
        {
            support::uri::link_host_is_read(&link, support::uri::any_host_check);
        }
    }
}

#[test]
fn wrong_policies_fail_when_they_are_built() {
    let new = UriPolicy::builder;
    for (setting, builder) in [
        ("scheme", new().scheme("javascript")),
        ("scheme", new().scheme("JavaScript")),
        ("scheme", new().scheme("data")),
        ("scheme", new().schemes(["https", "vbscript"])),
        ("scheme", new().scheme("1x")),
        ("scheme", new().scheme("https:")),
        ("scheme", new().scheme("")),
        ("host", new().hosts(["*"])),
        ("host", new().host("*.com")),
        ("host", new().hosts(["https://example.com"])),
        ("hosts", new().hosts([""; 0])),
        #[cfg(feature = "url")]
        ("base", new().base("/x")),
        #[cfg(feature = "url")]
        ("base", new().base("data:,x")),
        #[cfg(feature = "url")]
        ("base", new().scheme("https").relative(true).base("http://app.test/")),
        #[cfg(feature = "url")]
        ("base", new().scheme("https").relative(true).base("https://user@app.test/")),
        #[cfg(feature = "url")]
        ("base", new().scheme("https").base("https://app.test/")),
        #[cfg(feature = "url")]
        ("base", new().scheme("https").relative(true).host("example.com").base("https://app.test/")),
    ] {
        assert_eq!(builder.build().expect_err("a wrong policy").setting(), setting);
    }
}

#[test]
fn cleaning_takes_out_what_a_browser_drops() {
    let clean = |text| uri::clean(text, UriPolicy::web()).into_owned();
    assert_eq!(clean(" https://example.com/a\n/b\t "), "https://example.com/a/b");
    assert_eq!(clean("java\nscript:x"), INERT);
    assert_eq!(clean("/a\0b"), INERT);
    assert_eq!(clean("\u{1}/a"), "/a");
    assert!(clean("data:,x").is_inert());
    assert!(!clean("/a").is_inert());
}

#[test]
fn controls_are_found_where_they_stand() {
    for c in odd_characters() {
        let outcome =
            uri::check(&format!("/a{c}b"), UriPolicy::web()).map(drop).map_err(|error| error.kind());
        let expected = if c.is_ascii_control() { Err(UriErrorKind::Control { at: 2 }) } else { Ok(()) };
        assert_eq!(outcome, expected, "{c:?}");
    }
}

#[test]
fn large_and_odd_links_are_answered() {
    let mut builder =
        UriPolicy::builder().schemes(["https"]).relative(true).network_path(true).raster_data(true);
    builder = builder.hosts(["*.example.com"]);
    let policy = builder.build().expect("policy");
    for piece in ["a", "\t", "/", "\\", "@", ":", "é", "\0", "%"] {
        let many = piece.repeat(1_000_000 / piece.len());
        for start in ["", "https://", "//", "data:image/png;base64,", "java"] {
            let link = format!("{start}{many}");
            let _ = (uri::classify(&link), uri::scheme(&link), uri::is_javascript(&link));
            let _ = (uri::check(&link, &policy), uri::check_resource(&link, &policy));
            let _ = uri::clean(&link, &policy);
        }
    }
    let long = format!("/{}", "x".repeat(10_000_000));
    assert_eq!(uri::clean(&long, &policy), *long);
}
