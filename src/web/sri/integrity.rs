//! Digests that protect a script.

use super::error::{IntegrityError, IntegrityErrorKind};
use super::word::words;
use std::fmt;

/// The digests of a script: one of the strongest algorithm among them is the script's.
///
/// # Guarantees
/// Every browser that knows Subresource Integrity checks by it: each word has an algorithm that it knows and a digest
/// of the right length. Its text has letters, digits and `+/-_=` only.
///
/// # Does not guarantee
/// That it is the digest of a script that exists.
///
/// # Examples
/// ```
/// use untaint::web::sri::Integrity;
///
/// let text = "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=";
/// assert_eq!(Integrity::parse(text)?.as_str(), text);
/// assert!(Integrity::parse("sha256-qznL").is_err()); // fits no script
/// # Ok::<(), untaint::web::sri::IntegrityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Integrity {
    text: String,
}

impl Integrity {
    /// Takes an integrity in which a browser goes by each word, or, beside a stronger one, could.
    ///
    /// # Errors
    /// [`IntegrityError`], with the place of the first word that a browser would ignore, or that fits no script.
    ///
    /// # Cost
    /// Linear. The digests are written anew, in base64 with its padding and one blank between two: that is what all
    /// browsers read alike. Options (behind `?`), which they ignore, are dropped.
    pub fn parse(text: &str) -> Result<Self, IntegrityError> {
        let mut kept = String::new();
        for word in words(text) {
            let digest = word.digest?;
            if !digest.is_whole() {
                return Err(IntegrityErrorKind::Length { at: word.at }.into());
            }
            if !kept.is_empty() {
                kept.push(' ');
            }
            kept.push_str(&digest.canonical());
        }
        if kept.is_empty() { Err(IntegrityErrorKind::Empty.into()) } else { Ok(Self { text: kept }) }
    }

    /// The digests, as they stand in the attribute.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The attributes with a blank before each: ` integrity="…" crossorigin="anonymous"`, for a `script` or `link`.
    ///
    /// Without the second one a browser may not read a script of another site, and refuses it. The other site must send
    /// `Access-Control-Allow-Origin`, as public CDNs do.
    #[must_use]
    pub fn attributes(&self) -> String {
        [" integrity=\"", &self.text, "\" crossorigin=\"anonymous\""].concat()
    }
}

#[cfg(feature = "sign")]
#[cfg_attr(docsrs, doc(cfg(feature = "sign")))]
mod with_digests {
    use super::{Integrity, IntegrityError, IntegrityErrorKind, words};
    use crate::web::digest::Algorithm;
    use crate::{Validator, Violation};

    impl Integrity {
        /// The SHA-256 digest of a script.
        #[must_use]
        pub fn sha256(script: &[u8]) -> Self {
            Self { text: Algorithm::Sha256.digest(script) }
        }

        /// The SHA-384 digest of a script: what most sites write.
        ///
        /// # Examples
        /// ```
        /// use untaint::web::sri::Integrity;
        ///
        /// let integrity = Integrity::sha384(b"alert('Hello, world.');");
        /// assert!(integrity.as_str().starts_with("sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8"));
        /// assert!(integrity.check(b"alert('Hello, world.');").is_ok());
        /// assert!(integrity.check(b"alert('Hello, moon.');").is_err());
        /// ```
        #[must_use]
        pub fn sha384(script: &[u8]) -> Self {
            Self { text: Algorithm::Sha384.digest(script) }
        }

        /// The SHA-512 digest of a script.
        #[must_use]
        pub fn sha512(script: &[u8]) -> Self {
            Self { text: Algorithm::Sha512.digest(script) }
        }

        /// Whether the script is the one, as a browser decides it.
        ///
        /// # Errors
        /// [`IntegrityErrorKind::Mismatch`].
        ///
        /// # Cost
        /// One digest of the script.
        pub fn check(&self, script: &[u8]) -> Result<(), IntegrityError> {
            let strongest = words(&self.text).filter_map(|word| word.algorithm()).max();
            let Some(algorithm) = strongest else { return Err(IntegrityErrorKind::Empty.into()) };
            let own = algorithm.digest(script);
            let own = words(&own).find_map(|word| word.digest.ok());
            let is_own = own.is_some_and(|own| {
                words(&self.text).any(|word| word.digest.is_ok_and(|digest| digest.equals(own)))
            });
            if is_own { Ok(()) } else { Err(IntegrityErrorKind::Mismatch.into()) }
        }
    }

    /// [`check`](Integrity::check).
    impl Validator<[u8]> for Integrity {
        fn check(&self, value: &[u8]) -> Result<(), Violation> {
            Ok(self.check(value)?)
        }
    }
}

impl AsRef<str> for Integrity {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Integrity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
