//! Why a target was refused.

use crate::error::Violation;

/// Why a redirect target was refused.
///
/// Nothing of the target is in it: only the reason, lengths and byte offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{kind}")]
pub struct RedirectError {
    kind: RedirectErrorKind,
}

/// The reasons of a [`RedirectError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum RedirectErrorKind {
    /// The target is empty.
    #[error("the target is empty")]
    Empty,
    /// The target is longer than the policy allows.
    #[error("the target has {len} bytes, {max} are allowed")]
    TooLong {
        /// The target's length in bytes.
        len: usize,
        /// The policy's limit in bytes.
        max: usize,
    },
    /// A C0 control or DEL: browsers drop some of them, and a header ends at others.
    #[error("a control character stands at byte {at}")]
    Control {
        /// Byte offset of the first one.
        at: usize,
    },
    /// The target begins with a space, which browsers skip.
    #[error("the target begins with a space")]
    Space,
    /// A `\` stands before the query, where browsers read `/`.
    #[error("a backslash stands at byte {at}")]
    Backslash {
        /// Byte offset of the first one.
        at: usize,
    },
    /// The scheme is neither `http` nor `https` nor one of the policy's app schemes.
    #[error("the scheme is not on the list")]
    Scheme,
    /// A user name or password stands before the host.
    #[error("a user name before the host is not allowed")]
    Userinfo,
    /// No host, or none that every program reads alike; `https:` without exactly two slashes.
    #[error("the target has no host that every program reads alike")]
    Malformed,
    /// The host, or its port, is not on the list.
    #[error("the site is not on the list")]
    Host,
    /// The policy requires `https`.
    #[error("the target is not https")]
    Https,
    /// The policy takes only paths from this site's root.
    #[error("the target is no path from the root of this site")]
    Rooted,
    /// The path is none of the policy's, and lies below none of its prefixes.
    #[error("the path is outside the allowed ones")]
    Path,
    /// The host cannot be read without the feature `url`.
    #[error("this form of host is not supported in this build")]
    Unsupported,
}

impl RedirectError {
    /// The reason.
    #[must_use]
    pub fn kind(&self) -> RedirectErrorKind {
        self.kind
    }

    /// The reason's name, stable over releases.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.kind {
            RedirectErrorKind::Empty => "redirect.empty",
            RedirectErrorKind::TooLong { .. } => "redirect.too_long",
            RedirectErrorKind::Control { .. } => "redirect.control",
            RedirectErrorKind::Space => "redirect.space",
            RedirectErrorKind::Backslash { .. } => "redirect.backslash",
            RedirectErrorKind::Scheme => "redirect.scheme",
            RedirectErrorKind::Userinfo => "redirect.userinfo",
            RedirectErrorKind::Malformed => "redirect.malformed",
            RedirectErrorKind::Host => "redirect.host",
            RedirectErrorKind::Https => "redirect.https",
            RedirectErrorKind::Rooted => "redirect.rooted",
            RedirectErrorKind::Path => "redirect.path",
            RedirectErrorKind::Unsupported => "redirect.unsupported",
        }
    }
}

impl From<RedirectErrorKind> for RedirectError {
    fn from(kind: RedirectErrorKind) -> Self {
        Self { kind }
    }
}

impl From<RedirectError> for Violation {
    fn from(error: RedirectError) -> Self {
        let violation = Self::new(error.code()).with_detail(error.to_string());
        match error.kind {
            RedirectErrorKind::TooLong { len, max } => {
                violation.with_param("len", len).with_param("max", max)
            }
            RedirectErrorKind::Control { at } | RedirectErrorKind::Backslash { at } => {
                violation.with_param("at", at)
            }
            _ => violation,
        }
    }
}
