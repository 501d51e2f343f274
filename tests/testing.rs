//! `testing`: each list against this crate and against a check that falls for it, the oracles, the generators.
#![cfg(feature = "testing")]

#[path = "../examples/fuzz_my_handler.rs"]
mod fuzz_my_handler;

mod support;

use arbitrary::{Arbitrary, Unstructured};
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestRunner};
use serde::Deserialize;
use std::collections::HashSet;
use std::panic::catch_unwind;
use support::rows;
use untaint::filename::{self, Disposition, FilenamePolicy};
use untaint::html::{self, HtmlPolicy};
use untaint::redirect::{self, RedirectPolicy};
use untaint::testing::attacks::{self, Attack, UploadAttack};
use untaint::testing::generate::{self, Generator, MAX_LEN, MAX_UPLOAD};
use untaint::testing::*;
use untaint::text::{self, TextPolicy};
use untaint::upload::{self, FileType, FindingKind, Upload, UploadPolicy};
use untaint::uri::{self, UriPolicy};
use untaint::web::csp;
use untaint::web::headers::{self, Expect, SecurityHeaders};
use untaint::{attr, escape};

const SITE: &str = "https://app.test";

fn lists() -> [(&'static str, Vec<&'static Attack>); 10] {
    [
        ("redirects", attacks::redirects().collect()),
        ("uris", attacks::uris().collect()),
        ("html", attacks::html().collect()),
        ("attributes", attacks::attributes().collect()),
        ("attribute_values", attacks::attribute_values().collect()),
        ("filenames", attacks::filenames().collect()),
        ("text", attacks::text().collect()),
        ("emails", attacks::emails().collect()),
        ("headers", attacks::headers().collect()),
        ("policies", attacks::policies().collect()),
    ]
}

/// A function that says yes to what is harmless must do so for each row; a hand-written one must fall for some row.
#[track_caller]
fn labels_hold<'a>(
    rows: impl Iterator<Item = &'a Attack> + Clone,
    accepts: impl Fn(&str) -> bool,
    by_hand: impl Fn(&str) -> bool,
) {
    for row in rows.clone() {
        assert_eq!(accepts(row.value), !row.is_hostile(), "{row:?}");
    }
    let fooled = rows.filter(|row| row.is_hostile() && by_hand(row.value)).count();
    assert!(fooled > 2, "the check by hand falls for {fooled} rows only");
}

#[test]
fn each_list_has_both_labels_and_its_reasons() {
    let mut bytes = 0;
    for (name, rows) in lists() {
        let hostile = rows.iter().filter(|row| row.is_hostile()).count();
        assert!(hostile >= 10 && rows.len() - hostile >= 6, "{name}: {hostile} of {}", rows.len());
        let values: HashSet<&str> = rows.iter().map(|row| row.value).collect();
        assert_eq!(values.len(), rows.len(), "{name} repeats a value");
        for row in rows {
            assert!(!row.why.is_empty() && !row.source.is_empty(), "{row:?}");
            bytes += row.value.len() + row.why.len() + row.source.len();
        }
    }
    for row in attacks::uploads() {
        assert!(!row.why.is_empty() && !row.source.is_empty() && !row.name.is_empty(), "{row:?}");
        bytes += row.bytes.len() + row.why.len() + row.source.len() + row.name.len();
    }
    assert!(
        attacks::uploads().any(UploadAttack::is_hostile) && attacks::uploads().any(|row| !row.is_hostile())
    );
    assert!(bytes < 150_000, "{bytes} bytes");
}

#[test]
fn redirects_are_what_their_label_says() {
    let policy = RedirectPolicy::builder().origin(SITE).build().expect("policy");
    let by_hand = |target: &str| target.starts_with('/') && !target.starts_with("//");
    labels_hold(attacks::redirects(), |target| redirect::check(target, &policy).is_ok(), by_hand);
    let by_hand = |target: &str| !target.contains("//evil") && !target.contains(':');
    labels_hold(attacks::redirects(), |target| check_stays_on(SITE, target).is_ok(), by_hand);
}

#[test]
fn uris_are_what_their_label_says() {
    let by_hand = |link: &str| !link.trim().to_lowercase().starts_with("javascript:");
    labels_hold(attacks::uris(), |link| uri::check(link, UriPolicy::web()).is_ok(), by_hand);
}

#[test]
fn html_is_what_its_label_says() {
    let by_hand = |html: &str| !html.to_lowercase().contains("<script") && !html.contains("javascript:");
    labels_hold(attacks::html(), |html| check_inert_html(html).is_ok(), by_hand);
    for row in attacks::html() {
        for policy in [HtmlPolicy::text(), HtmlPolicy::inline(), HtmlPolicy::comment(), HtmlPolicy::article()]
        {
            let clean = html::sanitize(row.value, policy);
            assert_inert_html(clean.as_str());
            InertHtml::fragment().refuse_style_attributes().assert(clean.as_str());
        }
        if !row.is_hostile() {
            let letters = |html: &str| html::to_text(html).replace(|c: char| !c.is_alphanumeric(), "");
            let clean = html::sanitize(row.value, HtmlPolicy::article());
            assert_eq!(letters(clean.as_str()), letters(row.value), "{row:?}");
        }
    }
    // Taking tags out once leaves, or makes, what it looks for.
    let stripped = |html: &str| html.replace("<script>", "").replace("</script>", "").replace("onerror", "");
    assert!(attacks::html().any(|row| check_inert_html(&stripped(row.value)).is_err()));
}

#[test]
fn attribute_names_are_what_their_label_says() {
    let by_hand = |name: &str| !name.starts_with("on");
    labels_hold(attacks::attributes(), |name| attr::check_name(name).is_ok(), by_hand);
}

/// A value that is written into one of three places as it is.
fn careless(value: &str) -> [String; 3] {
    [
        format!("<input title=\"{value}\">"),
        format!("<input title='{value}'>"),
        format!("<input title={value}>"),
    ]
}

#[test]
fn attribute_values_are_what_their_label_says() {
    for row in attacks::attribute_values() {
        assert_attribute_intact(&format!("<input title={}>", attr::quote(row.value)), row.value);
        assert_attribute_intact(&format!("<input title=\"{}\">", escape::html(row.value)), row.value);
        assert_attribute_intact(&format!("<input title='{}'>", escape::html(row.value)), row.value);
        if row.is_hostile() {
            let broken = careless(row.value).iter().any(|html| {
                check_attribute_intact(html, row.value).is_err()
                    && (check_inert_html(html).is_err()
                        || html.contains("style")
                        || html.contains("formaction"))
            });
            assert!(broken, "{row:?}");
        } else {
            assert!(careless(row.value).iter().all(|html| check_inert_html(html).is_ok()), "{row:?}");
        }
    }
}

#[test]
fn filenames_are_what_their_label_says() {
    let is_fine = |name: &str| check_single_path_component(name).is_ok() && check_no_hidden(name).is_ok();
    let by_hand = |name: &str| !name.contains("..") && !name.contains('/') && !name.is_empty();
    labels_hold(attacks::filenames(), is_fine, by_hand);
    let policy = FilenamePolicy::portable().clone();
    labels_hold(attacks::filenames(), |name| filename::check(name, &policy).is_ok(), by_hand);
    for row in attacks::filenames() {
        let clean = filename::secure_filename(row.value);
        assert_single_path_component(clean.as_str());
        assert_no_hidden(clean.as_str());
        let header = filename::content_disposition(Disposition::Attachment, row.value);
        assert_eq!(headers_seen(header.as_str()), 1);
    }
}

/// Two readings of the same rules, written apart: what `filename` makes is what the oracles take.
#[test]
fn generated_names_are_cleaned() {
    for name in generate::filenames(41).take(10_000) {
        let clean = filename::secure_filename(&name);
        assert_single_path_component(clean.as_str());
        assert_no_hidden(clean.as_str());
        let header = filename::content_disposition(Disposition::Attachment, &name);
        assert!(
            axum::http::HeaderValue::from_str(header.as_str()).is_ok() && headers_seen(header.as_str()) == 1,
            "{header:?}"
        );
    }
}

#[test]
fn text_is_what_its_label_says() {
    let by_hand = |text: &str| !text.contains('\u{8}') && text.is_ascii();
    labels_hold(attacks::text(), |text| check_no_hidden(text).is_ok(), by_hand);
    labels_hold(attacks::text(), |text| text::inspect(text).is_empty(), by_hand);
    for row in attacks::text() {
        text_is_clean(row.value);
        // Blank letters are found, and stay.
        let is_kept = text::clean(row.value, TextPolicy::display()) == row.value;
        assert_eq!(is_kept, !row.is_hostile() || row.value.contains(BLANK), "{row:?}");
    }
}

const BLANK: [char; 5] = ['\u{115F}', '\u{1160}', '\u{2800}', '\u{3164}', '\u{FFA0}'];

/// What `text` makes is what the oracle takes, but for the two points that the oracle's doc names.
fn text_is_clean(text: &str) {
    assert_no_hidden(text::clean(text, TextPolicy::identifier()).as_str());
    assert_no_hidden(&text::clean(text, TextPolicy::snippet()).as_str().replace(BLANK, ""));
    for policy in [TextPolicy::display(), TextPolicy::single_line()] {
        assert_no_hidden(
            &text::clean(text, policy)
                .as_str()
                .replace(BLANK, "")
                .replace(['\u{AD}', '\u{200B}', '\u{2060}'], ""),
        );
    }
}

/// Two readings of the same rules, written apart.
#[test]
fn generated_text_is_cleaned() {
    generate::text(42).take(10_000).for_each(|text| text_is_clean(&text));
}

/// HTML's own rule for an address, written down from the standard.
fn is_address(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty()
            && user
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte))
            && host.split('.').all(label)
    })
}

#[test]
fn emails_are_what_their_label_says() {
    let by_hand = |text: &str| text.find('@').is_some_and(|at| text[at..].contains('.'));
    labels_hold(attacks::emails(), is_address, by_hand);
}

/// How many lines of headers a reader sees that ends them at LF or CR.
fn headers_seen(value: &str) -> usize {
    let answer = format!("X-Value: {value}\r\n");
    answer.split(['\r', '\n']).filter(|line| !line.is_empty()).count()
}

#[test]
fn headers_are_what_their_label_says() {
    let is_value = |value: &str| axum::http::HeaderValue::from_str(value).is_ok();
    labels_hold(attacks::headers(), is_value, |value| !value.contains("\r\n"));
    let split = attacks::headers().filter(|row| headers_seen(row.value) > 1);
    assert!(split.clone().count() >= 6 && split.clone().all(Attack::is_hostile));
}

#[test]
fn policies_are_what_their_label_says() {
    let is_safe = |policy: &str| csp::evaluate(policy).verdict() >= csp::Verdict::HostsDecide;
    let by_hand = |policy: &str| policy.contains("script-src") && !policy.contains("'unsafe-inline'");
    labels_hold(attacks::policies(), is_safe, by_hand);
    for row in attacks::policies() {
        let mut answer =
            vec![("content-type", "text/html; charset=utf-8"), ("content-security-policy", row.value)];
        let told = check_headers(answer.clone(), &Expect::page());
        let is_told = |code: &str| told.as_ref().is_err_and(|breach| breach.to_string().contains(code));
        assert_eq!(
            is_told("headers.csp_verdict") || is_told("headers.csp_missing"),
            row.is_hostile(),
            "{row:?}"
        );
        answer.retain(|(name, _)| *name != "content-security-policy");
        assert!(check_headers(answer, &Expect::page()).is_err());
    }
}

#[test]
fn an_answer_is_judged_in_one_line() {
    let headers = SecurityHeaders::page(csp::Policy::strict()).build().expect("headers");
    let nonce = csp::Nonce::from_bytes(*b"k3xr9-Qzv7pLm2Xc");
    let own = [("content-type", "text/html; charset=utf-8"), ("cache-control", "no-store")];
    let pairs: Vec<_> = headers.iter(&nonce).collect();
    assert_headers(headers::pairs(&pairs).chain(own), &Expect::page().strict());
    let secret = "session=k3xr9";
    let open = || own.into_iter().chain([("set-cookie", secret)]);
    let breach = check_headers(open(), &Expect::page()).expect_err("no policy");
    assert_eq!(breach.code(), "headers");
    assert!(breach.to_string().contains("headers.csp_missing (high): "), "{breach}");
    assert!(!breach.to_string().contains("k3xr9"), "{breach}");
    let panic = catch_unwind(|| assert_headers(open(), &Expect::page())).expect_err("a panic");
    assert_eq!(panic.downcast_ref::<String>(), Some(&breach.to_string()));
}

/// The check of most sites: the first bytes are those of the type.
fn has_magic(declared: &str, bytes: &[u8]) -> bool {
    let magic: &[&[u8]] = match declared {
        "image/gif" => &[b"GIF8"],
        "image/png" => &[b"\x89PNG"],
        "image/jpeg" => &[b"\xFF\xD8\xFF"],
        "image/bmp" => &[b"BM"],
        "image/webp" => &[b"RIFF"],
        "image/svg+xml" => &[b"<svg", b"<s:svg", b"<?xml", b"<!DOCTYPE svg"],
        "application/pdf" => &[b"%PDF-"],
        "application/zip" => &[b"PK\x03\x04"],
        _ => &[b""],
    };
    magic.iter().any(|magic| bytes.starts_with(magic))
}

#[test]
fn uploads_are_what_their_label_says() {
    let types = [
        FileType::PNG,
        FileType::JPEG,
        FileType::GIF,
        FileType::WEBP,
        FileType::BMP,
        FileType::SVG,
        FileType::PDF,
        FileType::ZIP,
        FileType::CSV,
        FileType::TEXT,
        FileType::JSON,
        FileType::MP4,
    ];
    let policy = UploadPolicy::builder().allow(types).refuse([FindingKind::External]);
    let policy = policy.build().expect("policy");
    for row in attacks::uploads() {
        let upload = Upload { name: row.name, declared: row.declared, bytes: row.bytes };
        let outcome = upload::check(&upload, &policy);
        assert_eq!(outcome.is_err(), row.is_hostile(), "{row:?}: {outcome:?}");
    }
}

/// What is let through is served as its own type, under a name of its own.
#[test]
fn generated_uploads_are_what_they_say() {
    let mut accepted = 0;
    for file in generate::uploads(43).take(5000) {
        let upload = Upload { name: &file.name, declared: file.declared.as_deref(), bytes: &file.bytes };
        if let Ok(safe) = upload::check(&upload, UploadPolicy::images()) {
            accepted += 1;
            assert!(has_magic(safe.file_type().mime(), &file.bytes));
            assert_single_path_component(safe.stored_name("5f2a").as_str());
            assert_single_path_component(safe.name().as_str());
        }
    }
    assert!(accepted > 50, "{accepted}");
}

// The oracles over the tables of the other tests, which were labelled by what Chromium and a terminal did.

#[test]
fn targets_stay_where_chromium_stayed() {
    #[derive(Deserialize)]
    struct Target {
        url: String,
        allowed_hosts: Vec<String>,
        safe: bool,
        legit: bool,
        base_scheme_dependent: bool,
    }
    for row in rows::<Target>("redirect/browser.jsonl") {
        let outcome = check_stays_on(SITE, &row.url);
        let is_own = row.allowed_hosts.is_empty() && !row.url.starts_with("http:");
        assert!(
            row.safe && !row.base_scheme_dependent || !row.allowed_hosts.is_empty() || outcome.is_err(),
            "{:?}",
            row.url
        );
        assert!(!row.legit || !is_own || outcome.is_ok(), "{:?}: {outcome:?}", row.url);
    }
}

#[test]
fn html_that_ran_in_chromium_is_live() {
    #[derive(Deserialize)]
    struct Payload {
        id: String,
        html: String,
        live: bool,
    }
    for row in rows::<Payload>("html/payloads.jsonl").into_iter().filter(|row| row.live) {
        assert!(check_inert_html(&row.html).is_err(), "{}", row.id);
        let page = InertHtml::page().check(&format!("<!DOCTYPE html><title>x</title><body>{}", row.html));
        assert!(page.is_err(), "{}", row.id);
    }
}

#[test]
fn links_that_ran_in_chromium_are_active() {
    #[derive(Deserialize)]
    struct Link {
        url: String,
        executes: bool,
        #[serde(default)]
        html_context: bool,
    }
    // No HTML brings NUL into an attribute.
    for row in rows::<Link>("uri/scheme.jsonl").into_iter().filter(|row| !row.url.contains('\0')) {
        let url = if row.html_context { html::unescape_attribute(&row.url) } else { row.url.as_str().into() };
        let page = format!("<a href=\"{}\">x</a>", escape::html(&url));
        assert!(!row.executes || check_inert_html(&page).is_err(), "{url:?}");
    }
}

#[test]
fn text_that_a_terminal_read_otherwise_is_hidden() {
    #[derive(Deserialize)]
    struct Paste {
        input: String,
        dangerous: bool,
        class: String,
    }
    for row in rows::<Paste>("text/paste.jsonl") {
        let is_seen = row.dangerous && !matches!(&*row.class, "invalid" | "blank");
        assert!(!is_seen || check_no_hidden(&row.input).is_err(), "{:?}", row.input);
        assert!(row.dangerous || check_no_hidden(&row.input).is_ok(), "{:?}", row.input);
    }
}

#[test]
fn no_language_is_hidden() {
    #[derive(Deserialize)]
    struct Language {
        text: String,
    }
    for row in rows::<Language>("text/languages.jsonl") {
        // What its doc names as refused although some text wants it, and the beams of music and shorthand.
        let text = row.text.replace(['\u{AD}', '\u{200B}', '\u{2060}'], "").replace(BLANK, "");
        let text = text.replace(|c| matches!(c, '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'), "");
        assert_no_hidden(&text);
    }
}

#[test]
fn uploads_fool_a_look_at_the_first_bytes() {
    let fooled = attacks::uploads()
        .filter(|row| row.is_hostile() && has_magic(row.declared.unwrap_or_default(), row.bytes))
        .count();
    assert!(fooled > 12, "{fooled}");
    for row in attacks::uploads().filter(|row| !row.is_hostile()) {
        assert!(has_magic(row.declared.unwrap_or_default(), row.bytes), "{row:?}");
    }
}

// ---- oracles ----

/// What an oracle says of inputs, by its code; "" for nothing.
#[track_caller]
fn says<const N: usize>(oracle: impl Fn(&str) -> Result<(), Breach>, expected: [(&str, &str); N]) {
    for (input, code) in expected {
        let found = oracle(input);
        assert_eq!(found.as_ref().map_or_else(Breach::code, |()| ""), code, "{input:?}: {found:?}");
    }
}

#[test]
fn inert_html_names_what_is_live() {
    says(
        check_inert_html,
        [
            ("", ""),
            ("<p>Some <b title=onclick>bold</b> words", ""),
            ("<input value='javascript:alert(1)' placeholder='data:text/html,x'>", ""),
            ("<img src='data:image/png;base64,iVBORw0KGgo=' alt=''>", ""),
            ("<img srcset='data:image/png;base64,AA 1x, /a.png 2x'>", ""),
            ("<svg><path d='M0 0'/><image href='data:image/png;base64,AA'/></svg>", ""),
            ("<svg><animate attributeName=opacity from=0 to=1 dur=1s></svg>", ""),
            ("<form action=//evil.example><input name=password>", ""), // said in its doc
            ("<a href=/javascript:x>", ""),
            ("<textarea>&lt;/textarea&gt;<script>x</script></textarea>", ""),
            ("<script>x</script>", "inert.script"),
            ("<script type=application/json>{}</script>", "inert.script"),
            ("<svg><script>x</script></svg>", "inert.script"),
            ("<template><script>x</script></template>", "inert.script"),
            ("<p oNcLiCk=x>", "inert.handler"),
            ("<p onanythingatall>", "inert.handler"),
            ("<div srcdoc=x>", "inert.element"),
            ("<a href=' \u{1}java\nscript:x'>", "inert.url"),
            ("<a href='vbscript:x'>", "inert.url"),
            ("<a href='DATA:text/html,x'>", "inert.url"),
            ("<a href='data:image/svg+xml,x'>", "inert.url"),
            ("<a ping='/a javascript:x' href=/>", "inert.url"),
            ("<svg><a xlink:href=javascript:x>", "inert.url"),
            ("<button formaction=javascript:x>", "inert.url"),
            ("<svg><a><animate attributeName=href values='/a;javascript:x'>", "inert.url"),
            ("<svg><a><set attributeName=xlink:href to=/a>", "inert.url"),
            ("<svg><use href='data:image/svg+xml,x'>", "inert.url"),
            ("<iframe>", "inert.element"),
            ("<object data=x>", "inert.element"),
            ("<base href=/>", "inert.element"),
            ("<meta http-equiv=refresh content=0>", "inert.element"),
            ("<meta charset=utf-7>", "inert.element"),
            ("<link rel=icon href=x>", "inert.element"),
            ("<svg><style>x</style></svg>", "inert.element"),
            ("<noscript>x", "inert.element"),
            ("<plaintext>", "inert.element"),
            ("<p title='<img src=x onerror=x", ""),
            ("<img src=x onerror=x", "inert.handler"),
            ("<img src=x onerror=x title='", "inert.handler"),
            ("<img src=x onerror=x title=\"", "inert.handler"),
            // Only one of the four ways to read it is live.
            ("<frameset><frame src=x></frameset>", "inert.element"),
        ],
    );
    // Harmless when it is read once, live when its tree is written and read again.
    let twice = "<form><div></form><form><svg><mtext></form><form><b title=\"<img src=x onerror=x>\">";
    assert!(check_inert_html(twice).is_ok(), "a value stays one");
    let styled = InertHtml::fragment().refuse_style_attributes();
    says(|html| styled.check(html), [("<p style=color:red>", "inert.style"), ("<p class=style>", "")]);
}

#[test]
fn a_page_has_scripts_of_its_own() {
    let page = InertHtml::page().allow_nonce("r4nd0m").allow_source("/app.js").allow_element("object");
    says(
        |html| page.check(html),
        [
            ("<!DOCTYPE html><html lang=en><meta charset=utf-8><title>x</title><p>x", ""),
            ("<link rel='icon' href=/x><link rel=canonical href=/>", ""),
            ("<script nonce=r4nd0m>go()</script><style nonce=r4nd0m>p{}</style>", ""),
            ("<link rel=stylesheet href=/x.css nonce=r4nd0m>", ""),
            ("<script src=/app.js></script><object></object>", ""),
            ("<script type='application/json' id=x>{\"a\":\"\\u003c\"}</script>", ""),
            ("<script type='application/ld+json; charset=utf-8'>{}</script>", ""),
            ("<noscript><p>Turn it on</p></noscript>", ""),
            ("<script>x</script>", "inert.script"),
            ("<script nonce>x</script>", "inert.script"),
            ("<script nonce=guess>x</script>", "inert.script"),
            ("<script nonce=r4nd0m nonce=x>x</script>", "inert.script"), // CSP: a tag with duplicates has none
            ("<script src=//evil.example/ x='<script' nonce=r4nd0m></script>", "inert.script"),
            ("<script src=/app.js>x</script>", "inert.script"),
            ("<script src=/app.js?x></script>", "inert.script"),
            ("<script type=module src=//evil.example></script>", "inert.script"),
            ("<script type=importmap>{}</script>", "inert.script"),
            ("<script type=application/json src=x></script>", "inert.script"),
            ("<script type=text/template>x</script>", "inert.script"),
            ("<link rel='alternate stylesheet' href=x>", "inert.element"),
            ("<link rel=modulepreload href=x>", "inert.element"),
            ("<style>x</style>", "inert.element"),
            ("<meta http-equiv=' Refresh ' content=0>", "inert.element"),
            ("<noscript><img src=x onerror=x></noscript>", "inert.handler"),
            ("<body onload=x><body onload=y>", "inert.handler"),
        ],
    );
}

#[test]
fn a_location_stays_or_leaves() {
    let table = [
        ("", ""),
        ("   ", ""),
        ("/a?b#c", ""),
        (" /a ", ""),
        ("https://app.test:443/", ""),
        ("\u{A0}//x", ""),
        ("//app.test/x", ""),
        ("/\u{1}//x", ""),
        ("/a\nb", "stays.header"),
        ("/a\0", "stays.header"),
        ("///evil.example", "stays.unreadable"),
        ("https://app.test%20evil.example", "stays.unreadable"),
        ("https:evil.example", "stays.leaves"),
        ("http:evil.example", "stays.leaves"),
        ("http://app.test/", "stays.leaves"),
        ("https://app.test:444/", "stays.leaves"),
        ("blob:https://app.test/1", "stays.leaves"),
        ("javascript:alert(1)", "stays.leaves"),
        ("mailto:a@app.test", "stays.leaves"),
        ("\t/\t/evil.example", "stays.leaves"),
    ];
    says(|location| check_stays_on(SITE, location), table);
    says(
        |location| check_stays_on("http://127.0.0.1:3000", location),
        [
            ("/a", ""),
            ("http://127.0.0.1:3000/a", ""),
            ("//127.0.0.1:3000/a", ""),
            ("http://0x7f.1:3000", ""),
            ("http://127.0.0.1/", "stays.leaves"),
            ("https://127.0.0.1:3000/a", "stays.leaves"),
            ("//localhost:3000", "stays.leaves"),
        ],
    );
    says(
        |origin| check_stays_on(origin, "/"),
        [
            ("app.test", "stays.origin"),
            ("ftp://app.test", "stays.origin"),
            ("https://app.test/a", "stays.origin"),
            ("https://a@app.test", "stays.origin"),
            ("https://app.test/", ""),
        ],
    );
    // The oracle and the check never contradict each other where the check says yes.
    let policy = RedirectPolicy::builder().origin(SITE).require_https(true).build().expect("policy");
    for target in generate::redirects(1).take(10_000) {
        if let Ok(safe) = redirect::check(&target, &policy) {
            assert_stays_on(SITE, &target);
            assert_stays_on(SITE, &safe.location());
        }
    }
}

#[test]
fn one_component_is_one_file() {
    says(
        check_single_path_component,
        [
            ("a", ""),
            ("a b.txt", ""),
            (".htaccess", ""), // said in its doc
            ("-rf", ""),
            ("a\u{2215}b", ""),
            ("", "component.path"),
            (" ", "component.path"),
            ("..", "component.path"),
            ("... .", "component.path"),
            ("a/b", "component.path"),
            ("a\\b", "component.path"),
            ("a:b", "component.character"),
            ("a\0", "component.character"),
            ("a\u{FFFF}", "component.character"),
            ("a.", "component.trailing"),
            ("a\u{3000}", "component.trailing"),
            ("conin$.txt", "component.device"),
            ("com\u{B9}.a.b", "component.device"),
            ("N\u{200B}UL", "component.device"),
            ("com10", ""),
            ("COM", ""),
            (&"a".repeat(255), ""),
            (&"a".repeat(256), "component.length"),
            (&"\u{E9}".repeat(128), "component.length"),
        ],
    );
}

#[test]
fn hidden_characters_are_named() {
    says(
        check_no_hidden,
        [
            ("a\r\nb\tc\n", ""),
            ("a\rb", "hidden"),
            ("a\u{A0}b\u{3000}c", ""), // said in its doc
            ("\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", ""),
            ("\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}", "hidden"),
            ("\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}\u{E0067}", "hidden"),
            ("a\u{E0067}\u{E007F}", "hidden"),
            ("\u{2067}a\u{2069}", ""),
            ("\u{2069}a\u{2067}", "hidden"),
            ("\u{2067}a\n\u{2069}", "hidden"),
            ("a\u{200F}b", "hidden"),
            ("\u{5D0}\u{200F}!", ""),
            ("a\u{FE0F}", "hidden"),
            ("1\u{FE0F}\u{20E3}", ""),
            ("\u{2764}\u{FE0F}\u{FE0F}", "hidden"),
            ("\u{202A}\u{5D0}\u{202C}", "hidden"),
            ("\u{1820}\u{180B}", ""),
            ("a\u{180B}", "hidden"),
            ("\u{1F469}\u{200D}a", "hidden"),
        ],
    );
    let error = check_no_hidden("line\nr\u{200B}m").expect_err("a zero-width space").to_string();
    assert!(error.contains("U+200B at byte 6"), "{error}");
}

#[test]
fn an_echo_is_found_in_every_spelling() {
    let input = "/Marker<4711>\"'&\\ \n\u{E9}\u{1F600}";
    let html = escape::html(input).into_owned();
    let percent = escape::url_component(input).into_owned();
    let json = serde_json::to_string(input).expect("JSON");
    let script = escape::js_string(input);
    let debug = format!("{input:?}");
    let form = percent.replace("%20", "+");
    let numbers = input.chars().map(|c| format!("&#{};", u32::from(c))).collect::<Vec<_>>().concat();
    let units = input.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect::<Vec<_>>().concat();
    let escaped: String = input.chars().map(|c| c.escape_unicode().to_string()).collect();
    let spellings = [&html, &percent, &json, &script, &debug, &form, &numbers, &units, &escaped];
    for spelling in spellings {
        for outer in [
            spelling.clone(),
            spelling.to_lowercase(),
            escape::html(spelling).into_owned(),
            escape::url_component(spelling).into_owned(),
            escape::html(&serde_json::to_string(spelling).expect("JSON")).into_owned(),
        ] {
            let body = format!("<p>No such page: {outer}.</p>");
            let found = check_no_echo(&body, input).expect_err("an echo");
            assert_eq!(found.kind(), BreachKind::Echo);
        }
    }
    for quiet in
        ["", "<p>No such page.</p>", "marker", "\\", "\\u", "\\u{", "%", "%4", "&#", "\\ud83d", "\\x4"]
    {
        assert_no_echo(quiet, input);
    }
    assert_no_echo("anything", "");
}

#[test]
fn an_attribute_is_intact_or_not() {
    let value = "a\" onclick=\"x()\" b=\"";
    let good = escape::html(value);
    let table = [
        (format!("<i title=\"{good}\">"), ""),
        (format!("<p title='{good}' class=a><b>text</b>"), ""),
        (format!("<i title=\"{value}\">"), "attribute.value"),
        ("<i>".to_owned(), "attribute.value"),
        (format!("<i title=\"{good}\" alt=\"{good}\">"), "attribute.value"),
        (format!("<i title=\"{good}\"><u title={value}\">"), "attribute.break_out"),
        (format!("<i title=\"{good}\"><u alt=\"{value}\">"), "attribute.break_out"),
        (format!("<textarea><i title=\"{good}\"></textarea>"), "attribute.value"),
    ];
    for (html, code) in table {
        let found = check_attribute_intact(&html, value);
        assert_eq!(found.as_ref().map_or_else(Breach::code, |()| ""), code, "{html}: {found:?}");
    }
    let element = "</p><script>x()</script>";
    let html = format!("<i title=\"{}\"></i><p>{element}</p>", escape::html(element));
    assert_eq!(check_attribute_intact(&html, element).expect_err("a script").kind(), BreachKind::BreakOut);
    // A tag of the page's own kind is no break-out.
    assert_attribute_intact("<p class=a title='&lt;b&gt;x&lt;/b&gt;'><b>y</b>", "<b>x</b>");
    // CR is kept by a reference only; NUL cannot be kept.
    assert!(check_attribute_intact("<i title='a\rb'>", "a\rb").is_err());
    assert_attribute_intact("<i title='a&#13;b'>", "a\rb");
    assert_attribute_intact("<i title='a\u{FFFD}b'>", "a\0b");
}

/// Each assertion panics where its twin returns an error, with the code and the text in escapes.
#[test]
fn assertions_panic_with_a_reason() {
    let message = |panics: fn()| {
        let payload = catch_unwind(panics).expect_err("a panic");
        payload.downcast_ref::<String>().expect("a message").clone()
    };
    let long: fn() = || assert_inert_html(&("x\u{E9}".repeat(1000) + "<script>"));
    for (panics, code, part) in [
        ((|| assert_inert_html("<p onclick=\u{1B}[2J>")) as fn(), "inert.handler", "\\u{1b}[2J"),
        (|| InertHtml::page().assert("<base>"), "inert.element", "<base>"),
        (|| assert_stays_on("https://app.test", "//evil.example"), "stays.leaves", "evil.example"),
        (|| assert_single_path_component("a\u{202E}/b"), "component.path", "\\u{202e}"),
        (|| assert_no_hidden("a\u{200B}b\u{3164}"), "hidden", "\\u{200b}b\\u{3164}"),
        (|| assert_no_echo("you sent &lt;x&gt;", "<X>"), "echo", "character references"),
        (|| assert_attribute_intact("<i>", "x"), "attribute.value", "0 attributes"),
        (long, "inert.script", "bytes)"),
    ] {
        let message = message(panics);
        assert!(message.starts_with(code) && message.contains(part), "{message}");
        assert!(message.chars().all(|c| c == '\n' || !c.is_control()), "{message:?}");
        assert!(message.len() < 2000);
    }
}

/// Deep and long inputs end, without the stack.
#[test]
fn large_inputs_are_read() {
    for piece in ["<b>", "<svg>", "<template>", "<a href=x>", "</p>", "&amp;", "<table><tr>", "<p><b x>"] {
        let html = piece.repeat(1000);
        assert!(check_inert_html(&html).is_ok(), "{piece}");
    }
    assert!(check_no_echo(&"%25\\u0025&amp;".repeat(3000), "marker").is_ok());
    assert!(check_no_hidden(&"\u{2066}".repeat(100_000)).is_err());
}

// ---- generators ----

type Maker = (&'static str, fn(u64) -> Generator<String>, Vec<&'static Attack>);

fn makers() -> Vec<Maker> {
    let makers: [fn(u64) -> Generator<String>; 9] = [
        generate::redirects,
        generate::uris,
        generate::html,
        generate::attributes,
        generate::attribute_values,
        generate::filenames,
        generate::text,
        generate::emails,
        generate::headers,
    ];
    lists().into_iter().zip(makers).map(|((name, rows), make)| (name, make, rows)).collect()
}

#[test]
fn generators_are_bounded_varied_and_repeatable() {
    for (name, make, rows) in makers() {
        let texts: Vec<String> = make(3).take(5000).collect();
        assert_eq!(texts, make(3).take(5000).collect::<Vec<_>>(), "{name}: the seed decides");
        assert_ne!(texts[..50], make(4).take(50).collect::<Vec<_>>(), "{name}: seeds differ");
        assert!(texts.iter().all(|text| text.len() <= MAX_LEN), "{name}");
        let different: HashSet<&String> = texts.iter().collect();
        assert!(different.len() > 2500, "{name}: {} of 5000", different.len());
        let seen = rows.iter().filter(|row| texts.iter().any(|text| text == row.value)).count();
        assert!(seen * 10 > rows.len() * 9, "{name}: {seen} of {} rows come as they are", rows.len());
    }
    let uploads: Vec<_> = generate::uploads(3).take(2000).collect();
    assert_eq!(uploads, generate::uploads(3).take(2000).collect::<Vec<_>>());
    assert!(uploads.iter().all(|upload| upload.bytes.len() <= MAX_UPLOAD && upload.name.len() <= MAX_LEN));
    assert!(uploads.iter().collect::<HashSet<_>>().len() > 1000);
}

/// What generation adds: a check that knows every row of the list by heart falls for what is made of them.
#[test]
fn generators_find_what_lists_do_not() {
    for (name, make, rows) in makers() {
        let fresh = make(5).take(2000).filter(|text| rows.iter().all(|row| row.value != text)).count();
        assert!(fresh > 1000, "{name}: {fresh}");
    }
    let known: HashSet<&str> = attacks::redirects().map(|row| row.value).collect();
    let found = generate::redirects(5)
        .take(5000)
        .filter(|target| !known.contains(target.as_str()) && check_stays_on(SITE, target).is_err());
    assert!(found.count() > 1000);
}

/// This crate over what the generators make; each oracle finds a careless function in the same run.
#[test]
fn the_crate_holds_over_generated_inputs() {
    let mut fooled = [0; 4];
    for html in generate::html(11).take(400) {
        assert_inert_html(html::sanitize(&html, HtmlPolicy::article()).as_str());
        let careless = html.replace("<script", "&lt;script").replace("javascript:", "");
        fooled[0] += usize::from(check_inert_html(&careless).is_err());
    }
    for link in generate::uris(12).take(1500) {
        if let Ok(safe) = uri::check(&link, UriPolicy::web()) {
            assert_inert_html(&format!("<a{}>x</a>", attr::href(&safe)));
        }
        let careless = format!("<a href=\"{}\">x</a>", escape::html(&link));
        let passes = !link.to_lowercase().starts_with("javascript:");
        fooled[1] += usize::from(passes && check_inert_html(&careless).is_err());
    }
    for value in generate::attribute_values(13).take(400).filter(|value| value != "en") {
        assert_attribute_intact(&format!("<i lang=en title={}>", attr::quote(&value)), &value);
        let careless = format!("<i lang=en title=\"{}\">", value.replace(['<', '>', '\''], ""));
        fooled[2] += usize::from(check_attribute_intact(&careless, &value).is_err());
    }
    for target in generate::redirects(14).take(5000) {
        let next = redirect::local(Some(&target), "/");
        assert_stays_on(SITE, &next.location());
        let passes = target.starts_with('/') && !target.starts_with("//");
        fooled[3] += usize::from(passes && check_stays_on(SITE, &target).is_err());
    }
    assert!(fooled.iter().all(|count| *count > 10), "{fooled:?}");
}

#[test]
fn errors_echo_no_generated_input() {
    for target in generate::redirects(15).take(3000).filter(|target| target.len() > 8) {
        if let Err(error) = redirect::check(&target, RedirectPolicy::path_only()) {
            assert_no_echo(&format!("{error} {error:?}"), &target);
        }
    }
}

/// The same bytes give the same input, and bytes of a fuzzer's reach rows and changes.
#[test]
fn arbitrary_takes_a_fuzzers_bytes() {
    let bytes: Vec<u8> = (0..=255).cycle().take(1000).collect();
    let read = || {
        let mut u = Unstructured::new(&bytes);
        let redirect = HostileRedirect::arbitrary(&mut u).expect("redirect");
        (
            redirect,
            HostileHtml::arbitrary(&mut u).expect("html"),
            HostileUpload::arbitrary(&mut u).expect("file"),
        )
    };
    assert_eq!(read(), read());
    let first = attacks::redirects().next().expect("a row").value;
    assert_eq!(HostileRedirect::arbitrary(&mut Unstructured::new(&[])).expect("no bytes").0, first);
    let mut different = HashSet::new();
    for start in 0..=255_u8 {
        for change in 0..=255_u8 {
            let bytes = [4, start, change, 9, 1, 3];
            different.insert(HostileText::arbitrary(&mut Unstructured::new(&bytes)).expect("text").0);
        }
    }
    assert!(different.len() > attacks::text().len() * 4, "{}", different.len());
}

/// `proptest` finds the hole of a careless check, and shrinks it to a row or two.
#[test]
fn strategies_find_and_shrink() {
    let mut runner = TestRunner::new(Config { failure_persistence: None, cases: 2000, ..Config::default() });
    let failure = runner.run(&strategies::redirects(), |target| {
        let passes = target.starts_with('/') && !target.starts_with("//");
        if passes && check_stays_on(SITE, &target).is_err() {
            return Err(proptest::test_runner::TestCaseError::fail("leaves"));
        }
        Ok(())
    });
    let proptest::test_runner::TestError::Fail(_, smallest) = failure.expect_err("a hole") else {
        panic!("no input");
    };
    assert!(smallest.len() < 128, "{smallest:?}");
    runner
        .run(&proptest::arbitrary::any::<HostileUpload>().prop_map(|upload| upload.0.bytes.len()), |len| {
            assert!(len <= MAX_UPLOAD);
            Ok(())
        })
        .expect("bounded");
}

/// The example finds the holes that were planted in it, by list and by generation, and none where there are none.
#[test]
fn the_example_tells_careless_from_careful() {
    use fuzz_my_handler::*;
    let (_, breach) = fuzz(careless, 0).expect_err("the lists find a hole");
    assert_eq!(breach.code(), "stays.leaves");
    if let Err((request, breach)) = fuzz(careful, 50) {
        panic!("{breach} for {request:?}");
    }
    assert_eq!(fuzz_not_found(chatty_not_found, 20).expect_err("an echo").code(), "echo");
    assert_eq!(fuzz_not_found(not_found, 50), Ok(()));
}
