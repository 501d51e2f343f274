//! A host for a policy that somebody else chose.

use super::source::{Port, Source};
use crate::error::{PolicyError, policy_builder};
use crate::safe::{checked_by, safe_text};
use std::borrow::Cow;

/// Which sources of others pass [`check_source`].
///
/// # Examples
/// ```
/// use untaint::web::csp::{self, SourcePolicy};
///
/// let policy = SourcePolicy::builder().wildcard(true).build()?;
/// assert!(csp::check_source("*.example.org", &policy).is_ok());
/// assert!(csp::check_source("*.org", &policy).is_err());
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcePolicy {
    has_wildcard: bool,
    has_port: bool,
    has_path: bool,
    max_len: usize,
}

static HTTPS_HOSTS: SourcePolicy =
    SourcePolicy { has_wildcard: false, has_port: false, has_path: false, max_len: 253 + "https://".len() };

impl SourcePolicy {
    /// One host by name, with or without `https://` before it.
    #[must_use]
    pub fn https_hosts() -> &'static Self {
        &HTTPS_HOSTS
    }

    /// Starts from [`https_hosts`](Self::https_hosts).
    pub fn builder() -> SourcePolicyBuilder {
        HTTPS_HOSTS.to_builder()
    }
}

policy_builder!(SourcePolicy, SourcePolicyBuilder);

/// Builds a [`SourcePolicy`]; the first wrong entry is reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use]
pub struct SourcePolicyBuilder {
    policy: SourcePolicy,
    error: Option<PolicyError>,
}

impl SourcePolicyBuilder {
    /// Whether `*.example.org` passes; not unless set. Names below which strangers get theirs never do.
    pub fn wildcard(mut self, allowed: bool) -> Self {
        self.policy.has_wildcard = allowed;
        self
    }

    /// Whether a port may be named; not unless set.
    pub fn port(mut self, allowed: bool) -> Self {
        self.policy.has_port = allowed;
        self
    }

    /// Whether a path may follow; not unless set. Browsers look at it only as long as no redirect was followed.
    pub fn path(mut self, allowed: bool) -> Self {
        self.policy.has_path = allowed;
        self
    }

    /// Sets the longest source, in bytes (261 unless set).
    pub fn max_len(mut self, bytes: usize) -> Self {
        self.policy.max_len = bytes;
        self
    }

    /// The policy, or the first entry that was wrong.
    pub fn build(self) -> Result<SourcePolicy, PolicyError> {
        match self.error {
            Some(error) => Err(error),
            None if self.policy.max_len == 0 => Err(PolicyError::new("max_len", "0", "no source could pass")),
            None => Ok(self.policy),
        }
    }
}

/// A source for a policy that names one host, from whoever chose it.
///
/// # Guarantees
/// In [`Policy::with_source`](super::Policy::with_source) it changes the one list that it is put into: it holds no
/// blank, separator, quote, control or character outside ASCII, and browsers read the host in it that its policy
/// allowed.
///
/// # Does not guarantee
/// That the host is friendly. Put it into lists of pictures or fonts, never into those of scripts, which
/// [`with_source`](super::Policy::with_source) leaves as they are.
#[derive(Debug, Clone)]
pub struct SafeSource<'a> {
    text: Cow<'a, str>,
}

safe_text!(SafeSource);

crate::error::error_type! {
    /// Why a source was refused.
    ///
    /// Nothing of the source is in it: only the reason and byte offsets.
    SourceError(SourceErrorKind)
}

crate::error::error_kinds! {
    /// The reasons of a [`SourceError`].
    SourceErrorKind {
        /// Nothing was given.
        Empty
            "csp.source_empty", "no host is given", "write the name of a host, such as img.example.com";
        /// Longer than the policy's limit.
        TooLong { max: usize }
            "csp.source_too_long", "the source has more than {max} bytes", "write only the host[, in at most {max} bytes]";
        /// A semicolon or comma, which would end the list.
        Separator { at: usize }
            "csp.source_separator", "a semicolon or comma stands at byte {at}", "write one host";
        /// A blank, which would begin another source.
        Blank { at: usize }
            "csp.source_blank", "a blank stands at byte {at}", "write one host, without blanks";
        /// A control character.
        Control { at: usize }
            "csp.source_control", "a control character stands at byte {at}", "type the host instead of pasting it";
        /// A character outside ASCII, which makes browsers drop the list.
        NotAscii { at: usize }
            "csp.source_not_ascii",
            "a character outside ASCII stands at byte {at}",
            "write the host in its ACE form, with xn--";
        /// A keyword, nonce or hash, or another word in quotes.
        Keyword
            "csp.source_keyword", "a keyword is no host", "write the name of a host, such as img.example.com";
        /// A scheme alone, or another one than `https`.
        Scheme
            "csp.source_scheme", "only https is allowed, with a host behind it", "begin with https://";
        /// A `*` where the policy takes none, or one that covers the names of strangers.
        Wildcard
            "csp.source_wildcard", "the source covers hosts of strangers", "write the whole name of the host";
        /// A port where the policy takes none.
        Port
            "csp.source_port", "a port is not allowed here", "leave the port away";
        /// A path where the policy takes none, or a query or fragment, which no source has.
        Path
            "csp.source_path", "a path is not allowed here", "write only the host";
        /// No name of a host that all browsers read alike.
        Host
            "csp.source_host", "this is no name of a host", "write the name of a host, such as img.example.com";
    }
}

/// Lets a source through that names one host, for [`Policy::with_source`](super::Policy::with_source).
///
/// # Errors
/// [`SourceError`].
///
/// # Cost
/// Linear in the length in bytes; borrows.
///
/// # Examples
/// ```
/// use untaint::web::csp::{self, SourceErrorKind, SourcePolicy};
///
/// assert!(csp::check_source("https://img.example.org", SourcePolicy::https_hosts()).is_ok());
/// let refused = csp::check_source("https://a.example; script-src *", SourcePolicy::https_hosts()).unwrap_err();
/// assert_eq!(refused.kind(), SourceErrorKind::Separator { at: 17 });
/// ```
pub fn check_source<'a>(text: &'a str, policy: &SourcePolicy) -> Result<SafeSource<'a>, SourceError> {
    if text.is_empty() {
        return Err(SourceErrorKind::Empty.into());
    }
    if text.len() > policy.max_len {
        return Err(SourceErrorKind::TooLong { max: policy.max_len }.into());
    }
    for (at, byte) in text.bytes().enumerate() {
        return Err(match byte {
            b';' | b',' => SourceErrorKind::Separator { at },
            b' ' => SourceErrorKind::Blank { at },
            byte if byte.is_ascii_control() => SourceErrorKind::Control { at },
            byte if !byte.is_ascii() => SourceErrorKind::NotAscii { at },
            b'\'' | b'"' | b'`' => SourceErrorKind::Keyword,
            _ => continue,
        }
        .into());
    }
    let host = match Source::read(text) {
        Source::Host(host) => host,
        Source::Scheme(_) => return Err(SourceErrorKind::Scheme.into()),
        Source::Star => return Err(SourceErrorKind::Wildcard.into()),
        _ => return Err(SourceErrorKind::Host.into()),
    };
    if host.scheme.is_some_and(|scheme| !scheme.eq_ignore_ascii_case("https")) {
        return Err(SourceErrorKind::Scheme.into());
    }
    if host.is_any() || (host.is_wildcard && (!policy.has_wildcard || super::hosts::is_registry(host))) {
        return Err(SourceErrorKind::Wildcard.into());
    }
    if host.port != Port::Default && (!policy.has_port || matches!(host.port, Port::Any | Port::Number(0))) {
        return Err(SourceErrorKind::Port.into());
    }
    if host.is_cut || !(host.path.is_empty() || policy.has_path) {
        return Err(SourceErrorKind::Path.into());
    }
    // An address in numbers may be one of the site's own network, and of a name without a dot nobody knows whose it is.
    let last = host.host.rsplit('.').next().unwrap_or_default();
    let is_name = host.host.contains('.') && last.starts_with(|c: char| c.is_ascii_alphabetic());
    if !is_name || host.host.len() > 253 || host.host.split('.').any(|label| label.len() > 63) {
        return Err(SourceErrorKind::Host.into());
    }
    Ok(SafeSource { text: Cow::Borrowed(text) })
}

checked_by!(SafeSource, SourcePolicy, check_source);
