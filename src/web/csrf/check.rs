//! The decision about one request.

use super::error::{CsrfError, CsrfErrorKind};
use super::policy::CsrfPolicy;
use crate::{Validator, Violation};

/// What a request says of where it comes from. The values of its headers, or `None` where there is none.
///
/// # Examples
/// ```
/// use untaint::web::csrf::Request;
///
/// let request = Request { method: "POST", origin: Some("https://app.test"), ..Request::default() };
/// assert_eq!(request.sec_fetch_site, None);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "these four decide, as in Go")]
pub struct Request<'a> {
    /// `POST`, in the letters of the request; empty is no method that passes.
    pub method: &'a str,
    /// The value of `Sec-Fetch-Site`.
    pub sec_fetch_site: Option<&'a str>,
    /// The value of `Origin`.
    pub origin: Option<&'a str>,
    /// The value of `Host`, or `:authority` of HTTP/2; looked at only where the policy names no origin.
    pub host: &'a str,
}

/// What a field says that is no text: something, and nothing that any rule knows.
#[cfg(feature = "http")]
const UNREADABLE: &str = "?";

#[cfg(feature = "http")]
impl<'a> Request<'a> {
    /// What a request's head says. Of a header that stands there twice, or is no text, nothing is believed.
    ///
    /// # Examples
    /// ```
    /// use untaint::web::csrf::{self, CsrfPolicy, Request};
    ///
    /// let policy = CsrfPolicy::builder().origin("https://app.test").build()?;
    /// let (mut head, ()) = http::Request::post("/new").body(()).unwrap().into_parts();
    /// head.headers.insert("origin", "https://app.test".parse().unwrap());
    /// assert!(csrf::check(&Request::of(&head.method, &head.uri, &head.headers), &policy).is_ok());
    /// head.headers.append("origin", "https://evil.example".parse().unwrap());
    /// assert!(csrf::check(&Request::of(&head.method, &head.uri, &head.headers), &policy).is_err());
    /// # Ok::<(), untaint::PolicyError>(())
    /// ```
    #[must_use]
    #[cfg_attr(docsrs, doc(cfg(feature = "http")))]
    pub fn of(method: &'a http::Method, uri: &'a http::Uri, headers: &'a http::HeaderMap) -> Self {
        let only = |name: &str| {
            let mut values = headers.get_all(name).iter();
            let value = values.next()?;
            Some(value.to_str().ok().filter(|_| values.next().is_none()).unwrap_or(UNREADABLE))
        };
        Self {
            method: method.as_str(),
            sec_fetch_site: only("sec-fetch-site"),
            origin: only("origin"),
            host: uri
                .authority()
                .map(http::uri::Authority::as_str)
                .or_else(|| only("host").filter(|host| *host != UNREADABLE))
                .unwrap_or_default(),
        }
    }
}

/// Lets a request through that no other site's page sent, or says why not.
///
/// # Errors
/// [`CsrfError`], whose reason is for the log: answer 403.
///
/// # Cost
/// A few comparisons; does not allocate.
///
/// # Examples
/// ```
/// use untaint::web::csrf::{self, CsrfErrorKind, CsrfPolicy, Request};
///
/// let policy = CsrfPolicy::builder().origin("https://app.test").build()?;
/// let post = Request { method: "POST", ..Request::default() };
/// assert!(csrf::check(&Request { origin: Some("https://app.test"), ..post }, &policy).is_ok());
/// let refused = csrf::check(&Request { origin: Some("http://app.test"), ..post }, &policy).unwrap_err();
/// assert_eq!(refused.kind(), CsrfErrorKind::Origin);
/// # Ok::<(), untaint::PolicyError>(())
/// ```
pub fn check(request: &Request<'_>, policy: &CsrfPolicy) -> Result<(), CsrfError> {
    if matches!(request.method, "GET" | "HEAD" | "OPTIONS") {
        return Ok(());
    }
    let site = request.sec_fetch_site.filter(|site| !site.is_empty());
    let origin = request.origin.filter(|origin| !origin.is_empty());
    let is_trusted = || origin.is_some_and(|origin| policy.trusted.iter().any(|trusted| trusted == origin));
    match (site, origin) {
        (Some("same-origin" | "none"), _) => Ok(()),
        (Some(_), _) if is_trusted() => Ok(()),
        (Some(_), _) => Err(CsrfErrorKind::CrossSite.into()),
        (None, None) if policy.require_origin => Err(CsrfErrorKind::NoOrigin.into()),
        (None, None) => Ok(()),
        (None, Some(origin)) if is_own(origin, request.host, policy) || is_trusted() => Ok(()),
        (None, Some(_)) => Err(CsrfErrorKind::Origin.into()),
    }
}

fn is_own(origin: &str, host: &str, policy: &CsrfPolicy) -> bool {
    if !policy.own.is_empty() {
        return policy.own.iter().any(|own| own == origin);
    }
    // An opaque origin (`null`) has no host, and a request without a host is nobody's.
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    !host.is_empty() && authority == Some(host)
}

/// [`check`].
impl Validator<Request<'_>> for CsrfPolicy {
    fn check(&self, value: &Request<'_>) -> Result<(), Violation> {
        Ok(check(value, self)?)
    }
}
