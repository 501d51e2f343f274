//! Whether a browser stores a cookie that it could read.

use super::error::CookieErrorKind;
use super::report::{Cookie, Lifetime, SameSite, Scheme};

/// 2026-01-01: a date before is in the past for every program that this crate is in.
const PAST: i64 = 1_767_225_600;

/// The prefixes of names that ask for attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prefix {
    Secure,
    Host,
    Http,
    HostHttp,
}

/// In the order in which they are looked for: one is the beginning of another.
const PREFIXES: [(&str, Prefix); 4] = [
    ("__Host-Http-", Prefix::HostHttp),
    ("__Host-", Prefix::Host),
    ("__Http-", Prefix::Http),
    ("__Secure-", Prefix::Secure),
];

/// The prefix of a name, in any case, with its spelling.
pub(super) fn prefix(name: &str) -> Option<(&'static str, Prefix)> {
    if !name.starts_with("__") {
        return None;
    }
    let has = |prefix: &str| name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    PREFIXES.into_iter().find(|(spelling, _)| has(spelling))
}

/// Why a browser drops the cookie, if it does. Without a `host`, any is assumed that fits.
pub(super) fn why_dropped(
    cookie: &Cookie<'_>,
    scheme: Scheme,
    host: Option<&str>,
) -> Option<CookieErrorKind> {
    use CookieErrorKind as Kind;
    let is_https = scheme == Scheme::Https;
    if cookie.name.is_empty() && prefix(cookie.value).is_some() {
        return Some(Kind::HiddenPrefix);
    }
    if cookie.domain.is_some_and(|domain| !may_set(domain, host)) {
        return Some(Kind::Domain);
    }
    if cookie.secure() && !is_https {
        return Some(Kind::SecureOverHttp);
    }
    let is_secure = cookie.secure() && is_https;
    let is_host = is_secure && cookie.domain.is_none() && cookie.path == Some("/");
    let missing = match prefix(cookie.name) {
        Some((_, Prefix::Secure)) if !is_secure => Some(Kind::SecurePrefix),
        Some((_, Prefix::Host)) if !is_host => Some(Kind::HostPrefix),
        Some((_, Prefix::Http)) if !(is_secure && cookie.http_only()) => Some(Kind::HttpPrefix),
        Some((_, Prefix::HostHttp)) if !(is_host && cookie.http_only()) => Some(Kind::HttpPrefix),
        _ => None,
    };
    if missing.is_some() {
        return missing;
    }
    if cookie.partitioned() && !is_secure {
        return Some(Kind::PartitionedWithoutSecure);
    }
    if cookie.same_site == Some(SameSite::None) && !is_secure {
        return Some(Kind::NoneWithoutSecure);
    }
    let is_expired = match cookie.lifetime {
        Lifetime::Session => false,
        Lifetime::Seconds(seconds) => seconds <= 0,
        Lifetime::Until(moment) => moment < PAST,
    };
    is_expired.then_some(Kind::Expired)
}

/// Whether a host may set a cookie for the domain, which has no dot in front any more.
fn may_set(domain: &str, host: Option<&str>) -> bool {
    let is_plain =
        domain.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'));
    let Some(host) = host else {
        // One label is a public suffix, or a host of an intranet that needs no `Domain`.
        let is_name = !domain.starts_with('.') && !domain.ends_with('.') && !domain.contains("..");
        return is_plain && is_name && (domain.contains('.') || domain.eq_ignore_ascii_case("localhost"));
    };
    if domain.eq_ignore_ascii_case(host) {
        return true;
    }
    let Some(start) = host.len().checked_sub(domain.len()) else { return false };
    let is_above = host.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(domain))
        && host[..start].ends_with('.') // cut where `get` could
        && domain.contains('.');
    is_plain && is_above && host.parse::<std::net::IpAddr>().is_err()
}
