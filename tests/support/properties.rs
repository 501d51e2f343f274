//! What must hold for every input: called by `tests/properties.rs` with generated texts and by the fuzz targets
//! with hostile ones.
//!
//! Each property takes the function under test as an argument, so that a wrong one can be put in its place: a
//! property that no wrong function breaks proves nothing.

use std::borrow::Cow;
use std::sync::LazyLock;
use untaint::redirect::{self, RedirectPolicy};
use untaint::uri::{self, Reference, UriPolicy};
use url::Url;

/// Everything that holds for `redirect`, whatever the target.
pub fn redirect_holds(target: &str) {
    for sites in SITES.iter() {
        redirect_stays(target, sites, redirect_is_allowed);
        redirect_location_agrees(target, sites, |target| {
            redirect::check(target, &sites.policy).expect("allowed").location().into_owned()
        });
    }
    redirect_prefix_holds(target, redirect_is_below_app);
}

/// Everything that holds for `uri`, whatever the text.
pub fn uri_holds(text: &str) {
    scheme_is_exact(text, scheme_of);
    link_is_allowed(text, link_check);
    link_clean_is_stable(text, |text| uri::clean(text, UriPolicy::web()).as_str().to_owned());
}

/// The page a redirect starts from.
pub static PAGE: LazyLock<Url> = LazyLock::new(|| Url::parse("https://app.test/login").expect("page"));

/// A policy and the origins it means, as the `url` crate writes them.
pub struct Sites {
    pub policy: RedirectPolicy,
    pub origins: &'static [&'static str],
    /// A domain whose subdomains are allowed on the default ports.
    pub wildcard: Option<&'static str>,
}

/// Policies that differ in each switch.
pub static SITES: LazyLock<Vec<Sites>> = LazyLock::new(|| {
    let builder = || RedirectPolicy::builder().origin("https://app.test");
    vec![
        Sites {
            policy: builder().build().expect("own site"),
            origins: &["https://app.test", "http://app.test"],
            wildcard: None,
        },
        Sites {
            policy: builder()
                .hosts([
                    "example.com",
                    "*.example.org",
                    "bücher.example",
                    "127.0.0.1",
                    "[::1]:8080",
                    "a.example:8443",
                ])
                .build()
                .expect("many sites"),
            origins: &[
                "https://app.test",
                "http://app.test",
                "https://example.com",
                "http://example.com",
                "https://xn--bcher-kva.example",
                "http://xn--bcher-kva.example",
                "https://127.0.0.1",
                "http://127.0.0.1",
                "https://[::1]:8080",
                "http://[::1]:8080",
                "https://a.example:8443",
                "http://a.example:8443",
            ],
            wildcard: Some("example.org"),
        },
        Sites {
            policy: builder().host("example.com").require_https(true).build().expect("https only"),
            origins: &["https://app.test", "https://example.com"],
            wildcard: None,
        },
    ]
});

impl Sites {
    fn allow(&self, url: &Url) -> bool {
        let origin = url.origin().ascii_serialization();
        self.origins.contains(&origin.as_str())
            || self.wildcard.is_some_and(|domain| {
                let subdomain = url.host_str().and_then(|host| host.strip_suffix(domain));
                matches!(url.scheme(), "http" | "https")
                    && url.port().is_none()
                    && subdomain.is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))
            })
    }
}

/// A target that is let through resolves to an allowed origin, in the text that was given and as a header.
pub fn redirect_stays(target: &str, sites: &Sites, is_allowed: impl Fn(&str, &Sites) -> bool) {
    if is_allowed(target, sites) {
        let resolved = PAGE.join(target).expect("an allowed target parses");
        assert!(
            sites.allow(&resolved),
            "an allowed target leads to {}",
            resolved.origin().ascii_serialization()
        );
    }
}

/// The function under test for [`redirect_stays`].
pub fn redirect_is_allowed(target: &str, sites: &Sites) -> bool {
    match redirect::check(target, &sites.policy) {
        Err(_) => false,
        Ok(safe) => {
            assert_eq!(safe, target, "the result is the input");
            true
        }
    }
}

/// The header of an allowed target is visible ASCII and leads where the target leads.
pub fn redirect_location_agrees(target: &str, sites: &Sites, location: impl Fn(&str) -> String) {
    if redirect::check(target, &sites.policy).is_ok() {
        let header = location(target);
        assert!(header.bytes().all(|byte| byte.is_ascii_graphic()), "the header is visible ASCII");
        // `url` encodes `|` and `^` unlike browsers, and keeps them alike in both texts, so the results compare.
        let (header, target) = (PAGE.join(&header).expect("header"), PAGE.join(target).expect("target"));
        assert_eq!(header.as_str(), target.as_str(), "the header leads where the target leads");
    }
}

/// A path that is let through below a prefix is below it when `url` resolves it.
pub fn redirect_prefix_holds(target: &str, is_allowed: impl Fn(&str) -> bool) {
    if is_allowed(target) {
        let resolved = PAGE.join(target).expect("an allowed target parses");
        assert!(resolved.path().starts_with("/app/"), "an allowed path is below the prefix");
    }
}

/// The function under test for [`redirect_prefix_holds`].
pub fn redirect_is_below_app(target: &str) -> bool {
    static BELOW: LazyLock<RedirectPolicy> =
        LazyLock::new(|| RedirectPolicy::builder().path_prefix("/app/").build().expect("prefix"));
    redirect::check(target, &BELOW).is_ok()
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
