//! The decision about one key.

use super::error::{SecretError, SecretErrorKind};
use super::guess;
use std::fmt;

/// The shortest key, in bytes.
pub const MIN_LEN: usize = 32;

/// A key that is long and no placeholder.
///
/// # Guarantees
/// It is in no `Debug`, has no `Display`, and is serialised nowhere: its bytes come out by [`as_bytes`](Self::as_bytes)
/// alone.
///
/// # Does not guarantee
/// That it is overwritten in memory when it is dropped.
#[derive(Clone)]
pub struct Secret {
    bytes: Box<[u8]>,
}

impl Secret {
    /// The bytes, as they were given.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Takes a key that is at least [`MIN_LEN`] bytes long and no placeholder, text or bytes, as it is.
///
/// White space at the ends of a text, which comes with the last line of a file, is no part of it.
///
/// # Errors
/// [`SecretError`], with the reason and never with the key.
///
/// # Cost
/// Linear; for start-up.
///
/// # Examples
/// ```
/// use untaint::web::secret;
///
/// # let generated = "m9X2vPq7LtR4zYc8WnBd5HsKf3JgAe6U";
/// assert!(secret::check(generated).is_ok());
/// assert!(secret::check("my-super-secret-key-for-production").is_err());
/// assert!(secret::check("m9X2vPq7").is_err());
/// ```
pub fn check(key: impl AsRef<[u8]>) -> Result<Secret, SecretError> {
    let bytes = key.as_ref();
    let bytes = if std::str::from_utf8(bytes).is_ok() { bytes.trim_ascii() } else { bytes };
    if bytes.len() < MIN_LEN {
        return Err(SecretErrorKind::TooShort { len: bytes.len() }.into());
    }
    if guess::unknown(bytes) < guess::MIN_UNKNOWN {
        return Err(SecretErrorKind::Placeholder.into());
    }
    Ok(Secret { bytes: bytes.into() })
}
