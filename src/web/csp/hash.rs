//! The digest of a script or style that may run inline.

use super::source::HashSource;
use crate::error::PolicyError;
use std::fmt;

/// The digest of an inline script or style: `sha256-…`, `sha384-…` or `sha512-…` (Content Security Policy Level 3,
/// section 2.3.1).
///
/// # Guarantees
/// The algorithm is one that browsers know, and the digest has its length.
///
/// # Does not guarantee
/// That it is the digest of anything: it was given as a text.
///
/// # Examples
/// ```
/// use untaint::web::csp::Hash;
///
/// let hash = Hash::parse("sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=")?;
/// assert_eq!(hash.to_string(), "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
/// assert!(Hash::parse("sha256-qznL").is_err());
/// assert!(Hash::parse("sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=").is_err());
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Hash {
    /// With its quotes.
    text: String,
}

impl Hash {
    /// Reads a digest, with or without the quotes of a policy.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let inner = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap_or(text);
        match HashSource::read(inner) {
            Some(Ok(hash)) if hash.is_whole() => Ok(Self { text: format!("'{inner}'") }),
            _ => Err(PolicyError::new(
                "hash",
                text,
                "write sha256-, sha384- or sha512- and base64 of the whole digest",
            )),
        }
    }

    /// As it stands in a policy, with its quotes.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl AsRef<str> for Hash {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
