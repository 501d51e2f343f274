//! Every property over generated texts, and for each a wrong function that breaks it.

mod support;

use proptest::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use support::properties::*;
use untaint::uri::UriPolicy;

/// Texts made of the pieces that attacks are made of, so that generation reaches them.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(vec![
            "/", "//", "\\", ":", "@", "?", "#", ".", "..", "%2e", "%2f", "%5c", "%00", "%", "[", "]", "http:", "https:",
            "https://", "//", "javascript:", "JAVASCRIPT", "data:", "image/png;base64,", "mailto:", "app.test", "example.com",
            "example.org", "x.example.org", "evil.example", "xn--", "xn--bcher-kva.example", "bücher.example", "127.0.0.1",
            "0x7f.1", "[::1]", ":8080", ":443", ":80", ":8443", "app/", "/app/", "a.example",
        ]).prop_map(str::to_owned),
        3 => prop::sample::select(support::odd_characters()).prop_map(String::from),
        1 => any::<char>().prop_map(String::from),
        1 => "[a-z0-9]{1,3}",
    ];
    prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat())
}

/// Runs a property with a wrong function over texts that must trip it.
fn breaks(texts: &[&str], property: impl Fn(&str)) {
    for text in texts {
        let outcome = catch_unwind(AssertUnwindSafe(|| property(text)));
        assert!(outcome.is_err(), "the property lets a wrong function pass on {text:?}");
    }
}

/// `PROPTEST_CASES=2000000 cargo test --release --test properties` looks longer.
fn config() -> ProptestConfig {
    let cases =
        if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { 20_000 };
    // A failing input becomes a row in `tests/data`, where people read it, not a line in a seed file.
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn redirect(target in hostile()) {
        redirect_holds(&target);
    }

    #[test]
    fn uri(text in hostile()) {
        uri_holds(&text);
    }
}

/// The fuzzers' seeds and every input that once broke a property, on stable Rust and without a fuzzer.
#[test]
fn fuzz_inputs_are_replayed() {
    let targets: [(&str, fn(&str)); 2] = [("redirect", redirect_holds), ("uri", uri_holds)];
    for (target, holds) in targets {
        let mut replayed = 0;
        for folder in ["seeds", "regressions"] {
            let folder = format!("{}/fuzz/{folder}/{target}", env!("CARGO_MANIFEST_DIR"));
            // A target without a break has no regressions yet; a published crate has no fuzz folder.
            for entry in std::fs::read_dir(folder).into_iter().flatten() {
                let bytes = std::fs::read(entry.expect("entry").path()).expect("input");
                holds(&String::from_utf8_lossy(&bytes));
                replayed += 1;
            }
        }
        assert!(replayed > 0 || !std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz")).exists());
    }
}

#[test]
fn a_wrong_redirect_check_breaks_its_properties() {
    let starts_with_slash = |target: &str, _: &Sites| target.starts_with('/');
    breaks(&["//evil.example", "/\\evil.example", "/\t/evil.example", "///evil.example"], |target| {
        redirect_stays(target, &SITES[0], starts_with_slash);
    });
    let ends_with_host = |target: &str, _: &Sites| target.ends_with("example.com");
    breaks(&["https://badexample.com", "https://evil.example/example.com"], |target| {
        redirect_stays(target, &SITES[1], ends_with_host);
    });
    breaks(&["/caf\u{e9}"], |target| redirect_location_agrees(target, &SITES[0], str::to_owned));
    breaks(&["/a"], |target| redirect_location_agrees(target, &SITES[0], |_| "/b".to_owned()));
    breaks(&["/app/../admin", "/app/%2e%2E/admin"], |target| {
        redirect_prefix_holds(target, |target| target.starts_with("/app/"));
    });
}

#[test]
fn a_wrong_uri_check_breaks_its_properties() {
    let until_colon = |text: &str| text.split_once(':').map(|(scheme, _)| scheme.to_owned());
    breaks(&["java\nscript:x", "/a:b", "JavaScript:x"], |text| scheme_is_exact(text, until_colon));
    let deny_list = |text: &str, _: &UriPolicy| !text.starts_with("javascript:");
    breaks(&["JavaScript:x", " javascript:x", "data:text/html,x", "//evil.example"], |text| {
        link_is_allowed(text, deny_list);
    });
    breaks(&["javascript:x"], |text| link_clean_is_stable(text, str::to_owned));
    breaks(&["/a"], |text| link_clean_is_stable(text, |text| format!("{text}/")));
}
