//! Links against a policy: refused with a reason, or replaced by one that does nothing.

use super::authority;
use super::error::{UriError, UriErrorKind};
use super::host::{self, Authority, WebScheme};
use super::policy::UriPolicy;
use super::reference::{first_control, is_network, plain_scheme, scheme};
use super::safe_uri::{INERT, ResourceUri, SafeUri};
use crate::safe::{checked_by, cleaned_by, made_by};
use std::borrow::Cow;
use std::ops::Range;

/// Lets a link through that keeps the policy, unchanged, or says why not.
///
/// With [`base`](super::UriPolicyBuilder::base) a relative link comes back absolute; otherwise what is returned is
/// what was given, byte for byte.
///
/// # Errors
/// [`UriError`], with the reason and never with the link.
///
/// # Cost
/// Linear in the length in bytes; allocates only to rewrite a relative link and for hosts that text cannot decide.
///
/// # Examples
/// ```
/// use untaint::uri::{self, UriErrorKind, UriPolicy};
///
/// let link = uri::check("https://example.com/?a=1&b=2", UriPolicy::web())?;
/// assert_eq!(untaint::attr::href(&link), r#" href="https://example.com/?a=1&amp;b=2""#);
///
/// let refused = uri::check("java\tscript:alert(1)", UriPolicy::web()).unwrap_err();
/// assert_eq!(refused.kind(), UriErrorKind::Control { at: 4 });
/// let refused = uri::check("JavaScript:alert(1)", UriPolicy::web()).unwrap_err();
/// assert_eq!(refused.code(), "uri.scheme");
/// # Ok::<(), uri::UriError>(())
/// ```
pub fn check<'a>(text: &'a str, policy: &UriPolicy) -> Result<SafeUri<'a>, UriError> {
    match first_control(text.as_bytes()) {
        Some(at) => Err(UriErrorKind::Control { at }.into()),
        None => check_printable(text, policy),
    }
}

/// [`check`] of a text without controls.
fn check_printable<'a>(text: &'a str, policy: &UriPolicy) -> Result<SafeUri<'a>, UriError> {
    let text = match verdict(text, policy)? {
        Verdict::Keep => Cow::Borrowed(text),
        #[cfg(feature = "url")]
        Verdict::Rewrite(absolute) => Cow::Owned(absolute),
    };
    Ok(SafeUri { text })
}

/// Gives back a link that keeps the policy: the given one, or [`INERT`] in its place.
///
/// Total: it never fails. Spaces at the ends and the TAB, LF and CR that a browser would drop (a long link
/// broken over lines) are taken out first; everything else that [`check`] refuses becomes [`INERT`].
///
/// # Cost
/// Linear in the length in bytes; borrows when nothing has to change.
///
/// # Examples
/// ```
/// use untaint::uri::{self, INERT, UriPolicy};
///
/// assert_eq!(uri::clean("/a?b=c", UriPolicy::web()), "/a?b=c");
/// assert_eq!(uri::clean(" https://example.com/a-long\n-path ", UriPolicy::web()), "https://example.com/a-long-path");
/// assert_eq!(uri::clean("javascript:alert(1)", UriPolicy::web()), INERT);
/// ```
#[must_use]
pub fn clean<'a>(text: &'a str, policy: &UriPolicy) -> SafeUri<'a> {
    SafeUri { text: kept(text, policy).unwrap_or(Cow::Borrowed(INERT)) }
}

/// The text of [`clean`]; `None` for what it cannot keep.
pub(crate) fn kept<'a>(text: &'a str, policy: &UriPolicy) -> Option<Cow<'a, str>> {
    let is_bare = |byte: Option<&u8>| byte.is_some_and(|byte| *byte > b' ');
    let bytes = text.as_bytes();
    // Most links have nothing at their ends, and that is told without looking for characters.
    let trimmed = if is_bare(bytes.first()) && is_bare(bytes.last()) {
        text
    } else {
        text.trim_matches(|c: char| c <= ' ')
    };
    if first_control(trimmed.as_bytes()).is_none() {
        match verdict(trimmed, policy).ok()? {
            Verdict::Keep => Some(Cow::Borrowed(trimmed)),
            #[cfg(feature = "url")]
            Verdict::Rewrite(absolute) => Some(Cow::Owned(absolute)),
        }
    } else {
        // Controls that browsers drop; any other is refused.
        let cleaned = check(&trimmed.replace(['\t', '\n', '\r'], ""), policy).ok()?.into_string();
        Some(Cow::Owned(cleaned))
    }
}

/// Whether [`clean`] gives a link back as it is; for one without controls and without spaces at its ends.
///
/// `host` is where the letters, digits and dots of its host stand, if the caller knows that there is nothing else in
/// it: these are not read again.
pub(crate) fn is_kept(text: &str, host: Option<Range<usize>>, policy: &UriPolicy) -> bool {
    if let (Some(host), None) = (host, &policy.hosts) {
        let (scheme, rest) = text.split_at(host.start); // an ASCII byte
        let scheme = scheme.strip_suffix("://").filter(|scheme| matches!(*scheme, "https" | "http"));
        if scheme.is_some_and(|scheme| policy.schemes.contain(scheme))
            && authority::is_plain(rest, host.len())
        {
            return true;
        }
    }
    matches!(verdict(text, policy), Ok(Verdict::Keep))
}

/// Lets the address of a script, a frame or a form target through, only from a policy with a list of hosts.
///
/// `mailto`, `tel`, `data` and other schemes that a policy may allow for links never pass here.
///
/// # Errors
/// [`UriError`]; [`UriErrorKind::NoHostList`] when the policy has no hosts at all.
///
/// # Cost
/// Linear in the length in bytes; allocates as [`check`] does.
///
/// # Examples
/// ```
/// use untaint::uri::{self, UriErrorKind, UriPolicy};
///
/// let policy = UriPolicy::builder().scheme("https").hosts(["player.example.com"]).build()?;
/// assert!(uri::check_resource("https://player.example.com/v/1", &policy).is_ok());
/// let refused = uri::check_resource("https://evil.example/v/1", &policy).unwrap_err();
/// assert_eq!(refused.kind(), UriErrorKind::Host);
/// let refused = uri::check_resource("https://player.example.com/v/1", UriPolicy::web()).unwrap_err();
/// assert_eq!(refused.kind(), UriErrorKind::NoHostList);
/// # Ok::<(), untaint::PolicyError>(())
/// ```
pub fn check_resource<'a>(text: &'a str, policy: &UriPolicy) -> Result<ResourceUri<'a>, UriError> {
    if policy.hosts.is_none() {
        return Err(UriErrorKind::NoHostList.into());
    }
    if scheme(text).is_some_and(|scheme| WebScheme::named(&scheme).is_none()) {
        return Err(UriErrorKind::Scheme.into());
    }
    check(text, policy).map(|SafeUri { text }| ResourceUri { text })
}

enum Verdict {
    Keep,
    #[cfg(feature = "url")]
    Rewrite(String),
}

/// `text` holds no control; it may begin with spaces, which a browser skips.
fn verdict(text: &str, policy: &UriPolicy) -> Result<Verdict, UriErrorKind> {
    // What nearly every link with a scheme begins with needs no search for it.
    for (start, scheme) in [("https://", WebScheme::Https), ("http://", WebScheme::Http)] {
        if let Some(rest) = text.strip_prefix(start) {
            if !policy.schemes.contain(&start[..start.len() - "://".len()]) {
                return Err(UriErrorKind::Scheme);
            }
            return check_authority(rest, scheme, policy).map(|()| Verdict::Keep);
        }
    }
    if let Some(rest) = text.strip_prefix("mailto:") {
        if !policy.schemes.contain("mailto") {
            return Err(UriErrorKind::Scheme);
        }
        return authority::check_opaque(rest, policy.user_names).map(|()| Verdict::Keep);
    }
    let text = text.trim_start_matches(' ');
    if let Some(colon) = plain_scheme(text.as_bytes()) {
        // A colon is one byte.
        return check_absolute(&text[..colon], &text[colon + 1..], policy).map(|()| Verdict::Keep);
    }
    let is_network = is_network(text.as_bytes());
    if is_network && !policy.network_path {
        return Err(UriErrorKind::NetworkPath);
    }
    if !is_network && !policy.relative {
        return Err(UriErrorKind::Relative);
    }
    #[cfg(feature = "url")]
    if let Some(base) = &policy.base {
        return rewrite(text, base, policy);
    }
    if is_network {
        match text.strip_prefix("//") {
            Some(rest) => check_authority(rest, WebScheme::Inherited, policy)?,
            // Browsers read `\` for `/`; programs that look for a listed host do not.
            None if policy.hosts.is_some() || !policy.user_names => return Err(UriErrorKind::Malformed),
            // Its two slashes are backslashes.
            None => check_authority(&text[2..], WebScheme::Inherited, policy)?,
        }
    }
    Ok(Verdict::Keep)
}

/// `rest` is what follows the colon behind the scheme.
fn check_absolute(scheme: &str, rest: &str, policy: &UriPolicy) -> Result<(), UriErrorKind> {
    if scheme.eq_ignore_ascii_case("data") {
        return if policy.raster_data && is_raster_data(rest) { Ok(()) } else { Err(UriErrorKind::Data) };
    }
    if !policy.schemes.contain(scheme) {
        return Err(UriErrorKind::Scheme);
    }
    match WebScheme::named(scheme) {
        // `https:/x` and `https:x` are paths of this site on an https page, and a third slash is dropped: only the
        // plain form is the absolute link it looks like.
        Some(scheme) => match rest.strip_prefix("//") {
            Some(rest) => check_authority(rest, scheme, policy),
            None => Err(UriErrorKind::Malformed),
        },
        // These have a host too, and a list of hosts says nothing of where they may lead.
        None if policy.hosts.is_some() && has_host(scheme) => Err(UriErrorKind::Host),
        // A browser reads their host behind any number of slashes.
        None if has_host(scheme) => authority::check(rest.trim_start_matches(['/', '\\']), policy.user_names),
        None => authority::check_opaque(rest, policy.user_names),
    }
}

/// Whether the URL standard gives the URLs of this scheme a host; `http` and `https` are asked for elsewhere.
fn has_host(scheme: &str) -> bool {
    ["ftp", "ws", "wss"].iter().any(|with_host| scheme.eq_ignore_ascii_case(with_host))
}

/// `rest` is what follows the two slashes. Without a list any host passes that is one.
fn check_authority(rest: &str, scheme: WebScheme, policy: &UriPolicy) -> Result<(), UriErrorKind> {
    match &policy.hosts {
        Some(hosts) => verdict_of(host::find(hosts, rest, scheme).0),
        None => authority::check(rest, policy.user_names),
    }
}

fn verdict_of(authority: Authority) -> Result<(), UriErrorKind> {
    match authority {
        Authority::Listed(_) => Ok(()),
        Authority::Unlisted => Err(UriErrorKind::Host),
        Authority::Userinfo => Err(UriErrorKind::Userinfo),
        Authority::Malformed => Err(UriErrorKind::Malformed),
        Authority::Unsupported => Err(UriErrorKind::Unsupported),
    }
}

/// Resolves a relative or network-path reference, without spaces before it, against the policy's base.
#[cfg(feature = "url")]
fn rewrite(text: &str, base: &url::Url, policy: &UriPolicy) -> Result<Verdict, UriErrorKind> {
    if is_network(text.as_bytes()) {
        // Before the resolver sees it, whose work on a host grows faster than the host.
        let rest = text.strip_prefix("//").ok_or(UriErrorKind::Malformed)?;
        let scheme = WebScheme::named(base.scheme()).unwrap_or(WebScheme::Inherited);
        match (host::find(policy.hosts.as_deref().unwrap_or_default(), rest, scheme).0, &policy.hosts) {
            (Authority::Unlisted, None) => {}
            (authority, _) => verdict_of(authority)?,
        }
    }
    // `Err` means refuse: the resolver is stricter than browsers on a few forms, and they are none of ours.
    base.join(text).map(|absolute| Verdict::Rewrite(absolute.into())).map_err(|_| UriErrorKind::Malformed)
}

/// `image/png;base64,` and the like, then nothing but base64 (RFC 2397 and RFC 4648 section 4).
fn is_raster_data(rest: &str) -> bool {
    let Some((media_type, data)) = rest.split_once(',') else { return false };
    let is_type = ["png", "jpeg", "jpg", "gif", "webp", "avif", "bmp"].iter().any(|subtype| {
        let parts = media_type.split_at_checked("image/".len());
        parts.is_some_and(|(image, rest)| {
            let end = rest.split_at_checked(subtype.len());
            image.eq_ignore_ascii_case("image/")
                && end.is_some_and(|(name, base64)| {
                    name.eq_ignore_ascii_case(subtype) && base64.eq_ignore_ascii_case(";base64")
                })
        })
    });
    is_type && {
        let digits = data.trim_end_matches('=');
        data.len() - digits.len() <= 2
            && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
    }
}

// Where a policy has a `base`, `check` may give a link back rewritten.
checked_by!(SafeUri, UriPolicy, check, with_allowed);
made_by!(ResourceUri, UriPolicy, check_resource, with_allowed);
cleaned_by!(SafeUri, UriPolicy, clean);
