//! What must hold for `uri`, whatever the text.

use super::redirect::PAGE;
use std::borrow::Cow;
use std::sync::LazyLock;
use untaint::uri::{self, Reference, UriErrorKind, UriPolicy};

/// Everything that holds for `uri`.
pub fn uri_holds(text: &str) {
    scheme_is_exact(text, scheme_of);
    link_is_allowed(text, link_check);
    link_host_is_read(text, any_host_check);
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
        let resolved = PAGE.join(text).expect("a link that is let through parses");
        assert!(["http", "https", "mailto", "tel"].contains(&resolved.scheme()), "the scheme is on the list");
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

/// Links to any host of every kind of scheme, with and without user names, and [`UriPolicy::website`].
static ANY_HOST: LazyLock<[UriPolicy; 3]> = LazyLock::new(|| {
    let schemes = ["http", "https", "ftp", "ws", "wss", "irc", "mailto", "tel"];
    let any = || UriPolicy::builder().schemes(schemes).relative(true).network_path(true);
    let [with, without] = [any(), any().user_names(false)].map(|any| any.build().expect("a policy"));
    [with, without, UriPolicy::website().clone()]
});

/// A link to any host is let through if, and only if, `url` reads a host in it; but for the forms of a web address
/// that depend on the page's own scheme, and for what the policy itself refuses.
pub fn link_host_is_read(text: &str, verdict: impl Fn(&str, &UriPolicy) -> Result<(), UriErrorKind>) {
    // The longest that is parsed, of a host that is not plain.
    if text.len() > 1012 || text.contains(|c: char| c.is_ascii_control()) {
        return;
    }
    let [with, without, website] = &*ANY_HOST;
    let resolved = PAGE.join(text);
    let scheme = uri::scheme(text);
    let is_web = matches!(scheme.as_deref(), Some("http" | "https"));
    let rest = text.trim_start_matches(' ');
    let rest = scheme.as_deref().map_or(rest, |scheme| &rest[scheme.len() + 1..]);
    let is_absolute = rest.starts_with("//") && !rest[2..].starts_with(['/', '\\']);
    // Of a third slash browsers and `url` make different things.
    let is_third = scheme.is_none() && {
        let mut slashes = rest.bytes().take_while(|byte| matches!(byte, b'/' | b'\\'));
        slashes.nth(2).is_some()
    };
    let is_listed = matches!(
        scheme.as_deref(),
        None | Some("http" | "https" | "ftp" | "ws" | "wss" | "irc" | "mailto" | "tel")
    );
    // A user name without a host is a fault in the URL standard; `url` misses it at the end of a text.
    let is_missed = !is_web && text.trim_end_matches(' ').ends_with('@');
    let expected = is_listed && (!is_web || is_absolute) && !is_third && resolved.is_ok();
    let found = verdict(text, with);
    let is_decided = cfg!(feature = "url") || found != Err(UriErrorKind::Unsupported);
    if is_decided && !is_missed {
        assert_eq!(found.is_ok(), expected, "a host is one that is read: {text:?} {found:?} {resolved:?}");
    }
    for policy in [without, website] {
        if verdict(text, policy).is_ok() {
            let resolved = resolved.as_ref().expect("a link that is let through parses");
            assert!(found.is_ok() && resolved.username().is_empty() && resolved.password().is_none());
        }
    }
    if verdict(text, website).is_ok() {
        assert!(is_web && is_absolute, "a web site has an address of its own");
    }
}

/// The function under test for [`link_host_is_read`].
pub fn any_host_check(text: &str, policy: &UriPolicy) -> Result<(), UriErrorKind> {
    uri::check(text, policy).map(drop).map_err(|error| error.kind())
}

/// What cleaning gives is allowed, or the inert replacement, and cleaning it again changes nothing.
pub fn link_clean_is_stable(text: &str, clean: impl Fn(&str) -> String) {
    let once = clean(text);
    assert!(once == uri::INERT || uri::check(&once, UriPolicy::web()).is_ok(), "what is cleaned is allowed");
    assert_eq!(clean(&once), once, "cleaning is idempotent");
}
