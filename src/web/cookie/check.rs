//! The decision about one `Set-Cookie`.

use super::error::{CookieError, CookieErrorKind};
use super::fate::{self, Prefix};
use super::inspect;
use super::policy::CookiePolicy;
use super::report::{Cookie, SameSite};
use crate::{Validator, Violation};

/// Lets a `Set-Cookie` through that a browser stores, and that has what the policy asks for, or says why not.
///
/// # Errors
/// [`CookieError`], with the reason and never with the name or the value.
///
/// # Cost
/// Linear; does not allocate.
///
/// # Examples
/// ```
/// use untaint::web::cookie::{self, CookieErrorKind, CookiePolicy};
///
/// let policy = CookiePolicy::session();
/// let cookie = cookie::check("__Host-id=7; Path=/; Secure; HttpOnly; SameSite=Lax", policy)?;
/// assert_eq!(cookie.value(), "7");
/// let refused = cookie::check("id=7; Secure; HttpOnly; SameSite=None", policy).unwrap_err();
/// assert_eq!(refused.kind(), CookieErrorKind::NotSameSite);
/// # Ok::<(), cookie::CookieError>(())
/// ```
pub fn check<'a>(set_cookie: &'a str, policy: &CookiePolicy) -> Result<Cookie<'a>, CookieError> {
    let cookie = inspect::read(set_cookie, policy.scheme)?;
    let prefix = fate::prefix(cookie.name).map(|(_, prefix)| prefix);
    let is_own_site = matches!(cookie.same_site, Some(SameSite::Lax | SameSite::Strict));
    let is_host = matches!(prefix, Some(Prefix::Host | Prefix::HostHttp));
    let demands = [
        (policy.secure && !cookie.secure(), CookieErrorKind::NotSecure),
        (policy.http_only && !cookie.http_only(), CookieErrorKind::NotHttpOnly),
        (policy.same_site && !is_own_site, CookieErrorKind::NotSameSite),
        (policy.host_only && cookie.domain.is_some(), CookieErrorKind::NotHostOnly),
        (policy.host_prefix && !is_host, CookieErrorKind::NotPrefixed),
    ];
    match demands.into_iter().find(|(is_missed, _)| *is_missed) {
        Some((_, kind)) => Err(kind.into()),
        None => Ok(cookie),
    }
}

/// [`check`], without the cookie.
impl Validator<str> for CookiePolicy {
    fn check(&self, value: &str) -> Result<(), Violation> {
        Ok(check(value, self).map(drop)?)
    }
}
