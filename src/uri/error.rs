//! Why a link was refused.

use crate::error::Violation;

/// Why a link was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{kind}")]
pub struct UriError {
    kind: UriErrorKind,
}

/// The reasons of a [`UriError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum UriErrorKind {
    /// A C0 control or DEL stands in the text; browsers drop some of them and keep others.
    #[error("a control character stands at byte {at}")]
    Control {
        /// Byte offset of the first one.
        at: usize,
    },
    /// The scheme is not on the policy's list.
    #[error("the scheme is not on the list")]
    Scheme,
    /// The policy takes no relative references.
    #[error("a relative link is not allowed here")]
    Relative,
    /// The policy takes no network-path references.
    #[error("a link that begins with two slashes is not allowed here")]
    NetworkPath,
    /// The host is not on the policy's list.
    #[error("the site is not on the list")]
    Host,
    /// A user name or password stands before the host.
    #[error("a user name before the host is not allowed")]
    Userinfo,
    /// Programs would read different hosts, or none, out of the text; `http:` or `https:` without two slashes.
    #[error("the link has no host that every program reads alike")]
    Malformed,
    /// A `data:` URL is not one base64 raster image, or the policy takes none.
    #[error("a data link is allowed only for a base64 raster image")]
    Data,
    /// A resource was checked against a policy without a list of hosts.
    #[error("the policy lists no hosts, so nothing may be loaded")]
    NoHostList,
    /// The host cannot be read without the feature `url`.
    #[error("this form of host is not supported in this build")]
    Unsupported,
}

impl UriError {
    /// The reason.
    #[must_use]
    pub fn kind(&self) -> UriErrorKind {
        self.kind
    }

    /// The reason's name, stable over releases.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.kind {
            UriErrorKind::Control { .. } => "uri.control",
            UriErrorKind::Scheme => "uri.scheme",
            UriErrorKind::Relative => "uri.relative",
            UriErrorKind::NetworkPath => "uri.network_path",
            UriErrorKind::Host => "uri.host",
            UriErrorKind::Userinfo => "uri.userinfo",
            UriErrorKind::Malformed => "uri.malformed",
            UriErrorKind::Data => "uri.data",
            UriErrorKind::NoHostList => "uri.no_host_list",
            UriErrorKind::Unsupported => "uri.unsupported",
        }
    }
}

impl From<UriErrorKind> for UriError {
    fn from(kind: UriErrorKind) -> Self {
        Self { kind }
    }
}

impl From<UriError> for Violation {
    fn from(error: UriError) -> Self {
        let violation = Self::new(error.code()).with_detail(error.to_string());
        match error.kind {
            UriErrorKind::Control { at } => violation.with_param("at", at),
            _ => violation,
        }
    }
}
