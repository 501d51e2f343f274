//! The digest of a script or style that may run inline.

use super::source;
use crate::error::PolicyError;
#[cfg(feature = "sign")]
use crate::web::digest::Algorithm;
use std::fmt;

/// The digest of an inline script or style: `sha256-…`, `sha384-…` or `sha512-…` (Content Security Policy Level 3,
/// section 2.3.1).
///
/// # Guarantees
/// The algorithm is one that browsers know, and the digest has its length.
///
/// # Does not guarantee
/// That it is the digest of anything, where it was given as a text.
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
        match source::read_hash(inner) {
            Some(Ok(hash)) if hash.is_whole() => Ok(Self { text: format!("'{inner}'") }),
            _ => Err(PolicyError::new(
                "hash",
                text,
                "write sha256-, sha384- or sha512- and base64 of the whole digest",
            )),
        }
    }

    /// The SHA-256 digest of what stands between the tags of an inline script or style, byte for byte.
    ///
    /// # Examples
    /// ```
    /// use untaint::web::csp::Hash;
    ///
    /// let hash = Hash::of("alert('Hello, world.');"); // the example of section 2.3.1
    /// assert_eq!(hash.as_str(), "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
    /// ```
    #[cfg(feature = "sign")]
    #[cfg_attr(docsrs, doc(cfg(feature = "sign")))]
    #[must_use]
    pub fn of(inline: impl AsRef<[u8]>) -> Self {
        Self { text: ["'", &Algorithm::Sha256.digest(inline.as_ref()), "'"].concat() }
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
