//! The decision about one host.

use super::error::{HostError, HostErrorKind};
use super::policy::HostPolicy;
use super::safe_host::SafeHost;
use crate::safe::checked_by;
use crate::uri::host::{self, Authority, WebScheme};

/// A name of 253 bytes, a full stop, a colon and five digits, each character of the name in its longest form.
const MAX_LEN: usize = 4 * 253 + 7;

/// Lets a host through that is on the list, unchanged, or says why not.
///
/// # Errors
/// [`HostError`], with the reason and never with the host.
///
/// # Cost
/// Linear in the length in bytes; allocates only for hosts that text cannot decide (international names, address
/// literals that are not spelled as listed).
///
/// # Examples
/// ```
/// use untaint::web::host::{self, HostErrorKind, HostPolicy};
///
/// let policy = HostPolicy::builder().host("app.test").build()?;
/// assert!(host::check("app.test:443", &policy).is_ok());
/// assert_eq!(host::check("app.test@evil.example", &policy).unwrap_err().kind(), HostErrorKind::Malformed);
/// # Ok::<(), untaint::PolicyError>(())
/// ```
pub fn check<'a>(text: &'a str, policy: &HostPolicy) -> Result<SafeHost<'a>, HostError> {
    if text.is_empty() {
        return Err(HostErrorKind::Missing.into());
    }
    if text.len() > MAX_LEN {
        return Err(HostErrorKind::TooLong { len: text.len(), max: MAX_LEN }.into());
    }
    // Which of the two it was asked by is not known here, and a spelled port is the default of only one.
    let (found, rest) = host::find(&policy.rules, text, WebScheme::Https);
    let found = match found {
        Authority::Unlisted | Authority::Unsupported => host::find(&policy.rules, text, WebScheme::Http).0,
        found => found,
    };
    match found {
        _ if text.contains(',') => Err(HostErrorKind::Several.into()),
        _ if !rest.is_empty() => Err(HostErrorKind::Malformed.into()),
        Authority::Listed(_) => match host::split_port(text) {
            Some((_, host::Port::Empty | host::Port::Number(0))) | None => {
                Err(HostErrorKind::Malformed.into())
            }
            Some(_) => Ok(SafeHost::checked(text, policy.https_port)),
        },
        Authority::Unlisted => Err(HostErrorKind::NotListed.into()),
        Authority::Userinfo | Authority::Malformed => Err(HostErrorKind::Malformed.into()),
        Authority::Unsupported => Err(HostErrorKind::Unsupported.into()),
    }
}

/// [`check`], for all `Host` fields of a request: there must be one (RFC 9112 section 3.2).
///
/// # Errors
/// As [`check`], and [`HostErrorKind::Several`] where two proxies could read different ones.
///
/// # Examples
/// ```
/// use untaint::web::host::{self, HostErrorKind, HostPolicy};
///
/// let policy = HostPolicy::builder().host("app.test").build()?;
/// assert!(host::check_only(["app.test"], &policy).is_ok());
/// let twice = host::check_only(["app.test", "evil.example"], &policy).unwrap_err();
/// assert_eq!(twice.kind(), HostErrorKind::Several);
/// # Ok::<(), untaint::PolicyError>(())
/// ```
pub fn check_only<'a, H: AsRef<[u8]> + ?Sized + 'a>(
    fields: impl IntoIterator<Item = &'a H>,
    policy: &HostPolicy,
) -> Result<SafeHost<'a>, HostError> {
    let mut fields = fields.into_iter();
    let field = fields.next().ok_or(HostErrorKind::Missing)?;
    if fields.next().is_some() {
        return Err(HostErrorKind::Several.into());
    }
    check(std::str::from_utf8(field.as_ref()).map_err(|_| HostErrorKind::Malformed)?, policy)
}

checked_by!(SafeHost, HostPolicy, check);
