//! The mark that one answer's scripts carry.

use std::fmt;

/// A nonce: 128 bits that nobody can guess, as 32 hexadecimal digits.
///
/// # Guarantees
/// It is written in digits and letters only, so it fits a policy and an attribute without escaping. No text makes one:
/// what stands in a request or a template never becomes a nonce.
///
/// # Does not guarantee
/// That the bytes were random, or new for this answer: take them from the system's generator each time. A page from a
/// cache has an old one.
///
/// # Examples
/// ```
/// use untaint::web::csp::Nonce;
///
/// # let sixteen_random_bytes = [171; 16];
/// let nonce = Nonce::from_bytes(sixteen_random_bytes);
/// assert_eq!(nonce.as_str(), "abababababababababababababababab");
/// let tag = format!("<script{} src=\"/app.js\">", nonce.attribute());
/// assert_eq!(tag, "<script nonce=\"abababababababababababababababab\" src=\"/app.js\">");
/// ```
/// ```compile_fail
/// let nonce: untaint::web::csp::Nonce = "abc".into();
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Nonce {
    digits: [u8; Nonce::LEN],
}

impl Nonce {
    /// How many digits it has.
    pub(super) const LEN: usize = 32;

    /// A new one, from the system's generator.
    ///
    /// # Errors
    /// [`RandomError`](crate::web::sign::RandomError) where the system has no random bytes.
    ///
    /// # Examples
    /// ```
    /// use untaint::web::csp::Nonce;
    ///
    /// assert_ne!(Nonce::random()?, Nonce::random()?);
    /// # Ok::<(), untaint::web::sign::RandomError>(())
    /// ```
    #[cfg(feature = "random")]
    #[cfg_attr(docsrs, doc(cfg(feature = "random")))]
    pub fn random() -> Result<Self, crate::web::sign::RandomError> {
        crate::web::sign::random16().map(Self::from_bytes)
    }

    /// From sixteen random bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut digits = [0; Self::LEN];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(bytes) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        Self { digits }
    }

    /// The digits, as they stand in the policy.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.digits).unwrap_or_default() // they are ASCII
    }

    /// The attribute with a blank before it: ` nonce="…"`, for a `script`, `style` or `link`.
    #[must_use]
    pub fn attribute(&self) -> String {
        [" nonce=\"", self.as_str(), "\""].concat()
    }
}

/// Whoever knows it while the answer is shown marks scripts of his own.
impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonce(…)")
    }
}
