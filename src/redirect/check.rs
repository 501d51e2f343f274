//! The decision about one target.

use super::error::{RedirectError, RedirectErrorKind};
use super::policy::RedirectPolicy;
use super::prefix;
use super::safe_redirect::SafeRedirect;
use crate::bytes::have;
use crate::safe::checked_by;
use crate::uri::host::{self, Authority, HostRule, WebScheme};
use crate::uri::plain_scheme;

/// Lets a redirect target through that stays on the policy's sites, unchanged, or says why not.
///
/// # Errors
/// [`RedirectError`], with the reason and never with the target.
///
/// # Cost
/// Linear in the target's length in bytes, at most the policy's `max_len`; allocates only for hosts that text
/// cannot decide (international names, address literals that are not spelled as listed) and for `path_prefix`.
///
/// # Examples
/// ```
/// use untaint::redirect::{self, RedirectErrorKind, RedirectPolicy};
///
/// let policy = RedirectPolicy::builder().origin("https://app.test").host("example.com").build()?;
/// assert_eq!(redirect::check("/account?next=//x", &policy).unwrap(), "/account?next=//x");
/// assert!(redirect::check("https://app.test/", &policy).unwrap().is_local());
///
/// let refused = redirect::check("https://example.com@evil.example/", &policy).unwrap_err();
/// assert_eq!(refused.kind(), RedirectErrorKind::Userinfo);
/// let refused = redirect::check("/\t/evil.example", &policy).unwrap_err();
/// assert_eq!(refused.kind(), RedirectErrorKind::Control { at: 1 });
/// # Ok::<(), untaint::PolicyError>(())
/// ```
pub fn check<'a>(target: &'a str, policy: &RedirectPolicy) -> Result<SafeRedirect<'a>, RedirectError> {
    match is_local(target, policy) {
        Ok(local) => Ok(SafeRedirect::checked(target, local)),
        Err(kind) => Err(kind.into()),
    }
}

/// [`check`], with another safe target in the place of a refusal.
///
/// # Examples
/// ```
/// use untaint::redirect::{self, RedirectPolicy, SafeRedirect};
///
/// const HOME: SafeRedirect<'static> = SafeRedirect::from_static("/home");
/// assert_eq!(redirect::check_or("/account", RedirectPolicy::path_only(), HOME), "/account");
/// assert_eq!(redirect::check_or("//evil.example", RedirectPolicy::path_only(), HOME), "/home");
/// ```
#[must_use]
pub fn check_or<'a>(
    target: &'a str,
    policy: &RedirectPolicy,
    fallback: SafeRedirect<'a>,
) -> SafeRedirect<'a> {
    check(target, policy).unwrap_or(fallback)
}

/// The one-liner for `?next=`: a target on this site, or the fallback.
///
/// Checks with [`RedirectPolicy::path_only`]. The fallback is checked too; one that is not on this site either
/// becomes `/`. A target of more than 2048 bytes falls back too: for longer ones, such as those of single sign-on, use
/// [`check_or`] with a policy's [`max_len`](super::RedirectPolicyBuilder::max_len).
///
/// # Examples
/// ```
/// use untaint::redirect;
///
/// assert_eq!(redirect::local(Some("/account"), "/home"), "/account");
/// assert_eq!(redirect::local(Some("https://evil.example"), "/home"), "/home");
/// assert_eq!(redirect::local(None, "/home"), "/home");
/// ```
#[must_use]
pub fn local<'a>(next: Option<&'a str>, fallback: &'a str) -> SafeRedirect<'a> {
    let policy = RedirectPolicy::path_only();
    next.and_then(|target| check(target, policy).ok())
        .or_else(|| check(fallback, policy).ok())
        .unwrap_or(const { SafeRedirect::from_static("/") })
}

/// The check under the name that Django users look for: whether a target stays on this site or the given hosts.
///
/// A `bool` carries neither the target nor the reason; prefer [`check`]. Entries are written as for
/// [`RedirectPolicyBuilder::host`](super::RedirectPolicyBuilder::host) and read at each call; a malformed one
/// matches nothing. Take them from the configuration: a `Host` header is the visitor's. A target that names no scheme
/// (`//host`) does not pass with `require_https`. One of more than 2048 bytes never passes: for longer ones, such as
/// those of single sign-on, use [`check_or`] with a policy's [`max_len`](super::RedirectPolicyBuilder::max_len).
///
/// # Examples
/// ```
/// use untaint::redirect::has_allowed_host_and_scheme;
///
/// assert!(has_allowed_host_and_scheme("https://example.com/x", &["example.com"], true));
/// assert!(has_allowed_host_and_scheme("/x", &[], true));
/// assert!(!has_allowed_host_and_scheme("https://example.com.evil.example/x", &["example.com"], true));
/// ```
#[must_use]
pub fn has_allowed_host_and_scheme(target: &str, allowed_hosts: &[&str], require_https: bool) -> bool {
    let mut policy = RedirectPolicy::path_only().clone();
    policy.rules = allowed_hosts.iter().filter_map(|entry| HostRule::parse("host", entry).ok()).collect();
    policy.require_https = require_https;
    check(target, &policy).is_ok()
}

/// `Ok(true)`: on this site. `Ok(false)`: on a listed one.
// Inlined, because handing the answer back through memory costs as much as finding it for a path.
#[inline(always)]
fn is_local(target: &str, policy: &RedirectPolicy) -> Result<bool, RedirectErrorKind> {
    let bytes = target.as_bytes();
    if bytes.len() > policy.max_len {
        return Err(RedirectErrorKind::TooLong { len: bytes.len(), max: policy.max_len });
    }
    if has_odd_byte(bytes) {
        find_fault(bytes)?;
    }
    if policy.rooted_only && is_unrooted(target) {
        return Err(RedirectErrorKind::Rooted);
    }
    match bytes {
        [b'/', b'/', ..] => {
            // Behind a proxy that ends TLS, the page's scheme may be another than the origin's: without
            // `require_https` the target must be on the list under both.
            let scheme = policy.origin.filter(|_| policy.require_https).unwrap_or(WebScheme::Inherited);
            check_site(&target[2..], scheme, policy)
        }
        [b'/' | b'?' | b'#', ..] => check_relative(target, policy),
        [b' ', ..] => Err(RedirectErrorKind::Space),
        [] => Err(RedirectErrorKind::Empty),
        // The scheme that nearly every absolute target has, in one comparison.
        [b'h' | b'H', ..] if is_https(bytes) => {
            check_site(&target["https://".len()..], WebScheme::Https, policy)
        }
        _ => match plain_scheme(bytes) {
            Some(colon) => check_absolute(target, colon, policy),
            None => check_relative(target, policy),
        },
    }
}

/// Whether a text without controls begins with `https://`, in any case.
fn is_https(bytes: &[u8]) -> bool {
    // The bit of lower case is set in `:` and `/` already, and without it they would be controls.
    const CASE: u64 = u64::from_le_bytes([0x20; 8]);
    bytes
        .first_chunk::<8>()
        .is_some_and(|start| u64::from_le_bytes(*start) | CASE == u64::from_le_bytes(*b"https://"))
}

/// Whether a C0 control, DEL or `\` stands anywhere: pieces of fixed length, which the compiler turns into vector
/// code; the last ones overlap those before, instead of leaving a rest of single bytes.
fn has_odd_byte(bytes: &[u8]) -> bool {
    const LONGEST: usize = 64;

    fn is_odd<const N: usize>(piece: &[u8; N]) -> bool {
        // Without `||`, which would be branches.
        have(piece, |byte| (byte < b' ') | (byte == 0x7F) | (byte == b'\\'))
    }

    /// For N to 2N bytes.
    fn ends_are_odd<const N: usize>(bytes: &[u8]) -> bool {
        match (bytes.first_chunk::<N>(), bytes.last_chunk::<N>()) {
            (Some(first), Some(last)) => is_odd(first) | is_odd(last),
            _ => bytes.iter().any(|byte| is_odd(&[*byte])),
        }
    }

    let mut rest = bytes;
    while let Some((piece, behind)) = rest.split_first_chunk::<LONGEST>() {
        if is_odd(piece) {
            return true;
        }
        rest = behind;
    }
    match bytes.len() {
        LONGEST.. => bytes.last_chunk::<LONGEST>().is_some_and(is_odd),
        32.. => ends_are_odd::<32>(bytes),
        16.. => ends_are_odd::<16>(bytes),
        8.. => ends_are_odd::<8>(bytes),
        4.. => ends_are_odd::<4>(bytes),
        _ => ends_are_odd::<1>(bytes) || bytes.get(1).is_some_and(|byte| is_odd(&[*byte])),
    }
}

impl SafeRedirect<'static> {
    /// A page of a host that was checked, by https.
    pub(crate) fn on_https(host: &str, port: u16, target: &str) -> Self {
        let is_path = target.starts_with('/') && find_fault(target.as_bytes()).is_ok();
        let target = if is_path { target } else { "/" };
        let text = if port == 443 {
            format!("https://{host}{target}")
        } else {
            format!("https://{host}:{port}{target}")
        };
        Self::elsewhere(text)
    }
}

/// The first control, or the first `\` before the query; a `\` behind `?` or `#` is no fault.
#[cold]
fn find_fault(bytes: &[u8]) -> Result<(), RedirectErrorKind> {
    if let Some(at) = crate::uri::first_control(bytes) {
        return Err(RedirectErrorKind::Control { at });
    }
    match bytes.iter().position(|byte| matches!(byte, b'\\' | b'?' | b'#')) {
        Some(at) if bytes[at] == b'\\' => Err(RedirectErrorKind::Backslash { at }),
        _ => Ok(()),
    }
}

/// For [`rooted_only`](super::RedirectPolicyBuilder::rooted_only); what is empty or begins with a space has its own
/// reason.
#[cold]
fn is_unrooted(target: &str) -> bool {
    !target.is_empty() && !target.starts_with(' ') && !prefix::is_rooted(target)
}

fn check_relative(target: &str, policy: &RedirectPolicy) -> Result<bool, RedirectErrorKind> {
    if policy.paths.is_empty() { Ok(true) } else { prefix::check(target, &policy.paths).map(|()| true) }
}

fn check_absolute(target: &str, colon: usize, policy: &RedirectPolicy) -> Result<bool, RedirectErrorKind> {
    let (scheme, rest) = (&target[..colon], &target[colon + 1..]);
    match WebScheme::named(scheme) {
        Some(scheme) => {
            // `https:/x` and `https:x` are another site or a path of this one, by the page's own scheme.
            let rest = rest.strip_prefix("//").ok_or(RedirectErrorKind::Malformed)?;
            check_site(rest, scheme, policy)
        }
        None if policy.schemes.iter().any(|listed| listed.eq_ignore_ascii_case(scheme)) => {
            check_app_link(target, rest).map(|()| false)
        }
        None => Err(RedirectErrorKind::Scheme),
    }
}

/// A link into an app may name a host or not; if it does, it is one that every program reads alike.
fn check_app_link(target: &str, rest: &str) -> Result<(), RedirectErrorKind> {
    let Some(rest) = rest.strip_prefix("//") else {
        // Where no `/` follows, a URL keeps its spaces, and a header cannot.
        let is_plain = rest.starts_with('/') || !rest.contains(' ');
        return if is_plain { Ok(()) } else { Err(RedirectErrorKind::Malformed) };
    };
    let (authority, _) = split_authority(rest);
    if authority.contains('@') {
        return Err(RedirectErrorKind::Userinfo);
    }
    if authority.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')) {
        return Ok(());
    }
    parse_app_link(target, authority)
}

#[cfg(feature = "url")]
fn parse_app_link(target: &str, authority: &str) -> Result<(), RedirectErrorKind> {
    // A host outside ASCII is no host to browsers here, and a header could not carry it as it is.
    if !authority.is_ascii() || authority.contains(['%', ' ']) || url::Url::parse(target).is_err() {
        return Err(RedirectErrorKind::Malformed);
    }
    Ok(())
}

#[cfg(not(feature = "url"))]
fn parse_app_link(_: &str, _: &str) -> Result<(), RedirectErrorKind> {
    Err(RedirectErrorKind::Unsupported)
}

/// Splits what follows `//` at the first `/`, `?` or `#`.
fn split_authority(rest: &str) -> (&str, &str) {
    let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#')).unwrap_or(rest.len());
    rest.split_at(end)
}

/// `rest` is what follows `//`.
// Inlined for the same reason as its caller.
#[inline(always)]
fn check_site(rest: &str, scheme: WebScheme, policy: &RedirectPolicy) -> Result<bool, RedirectErrorKind> {
    let (found, path) = host::find(&policy.rules, rest, scheme);
    let place = match found {
        Authority::Listed(place) => place,
        Authority::Unlisted => return Err(RedirectErrorKind::Host),
        Authority::Userinfo => return Err(RedirectErrorKind::Userinfo),
        Authority::Malformed => return Err(RedirectErrorKind::Malformed),
        Authority::Unsupported => return Err(RedirectErrorKind::Unsupported),
    };
    if policy.require_https && scheme != WebScheme::Https {
        return Err(RedirectErrorKind::Https);
    }
    if !policy.paths.is_empty() {
        prefix::check(if path.starts_with('/') { path } else { "/" }, &policy.paths)?;
    }
    Ok(place == 0 && policy.origin.is_some())
}

checked_by!(SafeRedirect, RedirectPolicy, check);
