//! What must hold for `uri`, whatever the text.

use super::redirect::PAGE;
use std::borrow::Cow;
use std::sync::LazyLock;
use untaint::uri::{self, Reference, UriPolicy};

/// Everything that holds for `uri`.
pub fn uri_holds(text: &str) {
    scheme_is_exact(text, scheme_of);
    link_is_allowed(text, link_check);
    link_clean_is_stable(text, |text| uri::clean(text, UriPolicy::web()).as_str().to_owned());
}

/// The scheme, and so the answer to "is it script", is the one that `url` finds.
pub fn scheme_is_exact(text: &str, scheme: impl Fn(&str) -> Option<String>) {
    // What `url` refuses (a host that is none) says nothing about the scheme.
    let Ok(resolved) = PAGE.join(text) else { return };
    let found = scheme(text);
    let expected = found.as_deref().unwrap_or(PAGE.scheme());
    assert_eq!(resolved.scheme(), expected, "the scheme is what a browser finds");
    assert_eq!(uri::is_javascript(text), resolved.scheme() == "javascript", "script is told apart");
    assert_eq!(uri::classify(text) == Reference::Scheme, found.is_some(), "classify agrees with scheme");
    if matches!(
        uri::classify(text),
        Reference::Path | Reference::Query | Reference::Fragment | Reference::Empty
    ) {
        assert_eq!(resolved.origin(), PAGE.origin(), "a relative reference stays on the page's site");
    }
}

/// The function under test for [`scheme_is_exact`].
pub fn scheme_of(text: &str) -> Option<String> {
    uri::scheme(text).map(Cow::into_owned)
}

/// A link that is let through has an allowed scheme, and with a list of hosts an allowed host.
pub fn link_is_allowed(text: &str, is_allowed: impl Fn(&str, &UriPolicy) -> bool) {
    static LISTED: LazyLock<UriPolicy> = LazyLock::new(|| {
        UriPolicy::builder()
            .schemes(["http", "https", "mailto"])
            .relative(true)
            .network_path(true)
            .hosts(["app.test", "*.example.org"])
            .build()
            .expect("listed")
    });
    if is_allowed(text, UriPolicy::web()) {
        // A broken host makes a link that does nothing, so only what resolves has a scheme to look at.
        if let Ok(resolved) = PAGE.join(text) {
            assert!(
                ["http", "https", "mailto", "tel"].contains(&resolved.scheme()),
                "the scheme is on the list"
            );
        }
    }
    if is_allowed(text, &LISTED) {
        let Ok(resolved) = PAGE.join(text) else {
            assert_eq!(uri::scheme(text).as_deref(), Some("mailto"), "a link to a listed host parses");
            return;
        };
        let host = resolved.host_str().unwrap_or("");
        let listed = host == "app.test" || host.len() > 12 && host.ends_with(".example.org");
        assert!(listed || resolved.scheme() == "mailto", "the host is on the list");
    }
}

/// The function under test for [`link_is_allowed`]; `clean` keeps exactly what `check` lets through.
pub fn link_check(text: &str, policy: &UriPolicy) -> bool {
    let checked = uri::check(text, policy);
    if let Ok(link) = &checked {
        assert_eq!(link, text, "the result is the input");
        assert_eq!(uri::clean(text, policy), text.trim_matches(' '), "clean keeps what check lets through");
    }
    checked.is_ok()
}

/// What cleaning gives is allowed, or the inert replacement, and cleaning it again changes nothing.
pub fn link_clean_is_stable(text: &str, clean: impl Fn(&str) -> String) {
    let once = clean(text);
    assert!(once == uri::INERT || uri::check(&once, UriPolicy::web()).is_ok(), "what is cleaned is allowed");
    assert_eq!(clean(&once), once, "cleaning is idempotent");
}
