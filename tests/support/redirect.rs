//! What must hold for `redirect`, whatever the target.

use std::sync::LazyLock;
use untaint::redirect::{self, RedirectPolicy};
use url::Url;

/// Everything that holds for `redirect`.
pub fn redirect_holds(target: &str) {
    for sites in SITES.iter() {
        redirect_stays(target, sites, redirect_is_allowed);
        redirect_location_agrees(target, sites, |target| {
            redirect::check(target, &sites.policy).expect("allowed").location().into_owned()
        });
    }
    redirect_prefix_holds(target, redirect_is_below_app);
    redirect_rooted_holds(target, redirect_is_rooted);
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
    if is_allowed(target) && !has_drive_letter(target) {
        let resolved = PAGE.join(target).expect("an allowed target parses");
        assert!(resolved.path().starts_with("/app/"), "an allowed path is below the prefix");
    }
}

/// Whether a segment looks like `C:` or `C|`. The `url` crate never removes such a segment; browsers keep it for
/// `file:` only, so there the crate is no judge of a path.
fn has_drive_letter(target: &str) -> bool {
    target
        .split('/')
        .any(|segment| matches!(segment.as_bytes(), [letter, b':' | b'|'] if letter.is_ascii_alphabetic()))
}

/// The function under test for [`redirect_prefix_holds`].
pub fn redirect_is_below_app(target: &str) -> bool {
    static BELOW: LazyLock<RedirectPolicy> =
        LazyLock::new(|| RedirectPolicy::builder().path_prefix("/app/").build().expect("prefix"));
    redirect::check(target, &BELOW).is_ok()
}

/// A rooted path is on this site behind its origin as it is alone, and begins with one slash once it is resolved.
pub fn redirect_rooted_holds(target: &str, is_allowed: impl Fn(&str) -> bool) {
    if is_allowed(target) && !has_drive_letter(target) {
        let resolved = PAGE.join(target).expect("an allowed target parses");
        assert!(!resolved.path().starts_with("//"), "a rooted path begins with one slash");
        let appended = Url::parse(&format!("https://app.test{target}")).expect("an origin and a path");
        assert_eq!(appended, resolved, "a rooted path may be appended to an origin");
    }
}

/// The function under test for [`redirect_rooted_holds`].
pub fn redirect_is_rooted(target: &str) -> bool {
    static ROOTED: LazyLock<RedirectPolicy> =
        LazyLock::new(|| RedirectPolicy::builder().rooted_only(true).build().expect("rooted"));
    redirect::check(target, &ROOTED).is_ok()
}
