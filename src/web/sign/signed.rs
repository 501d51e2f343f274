//! What a token held.

use std::fmt;
use std::time::SystemTime;

/// The value of a token whose seal was right.
///
/// # Guarantees
/// The holder of the key signed this value, for this purpose, at this time.
///
/// # Does not guarantee
/// That whoever sends it is the one it was made for, unless it was [bound](super::Signer::sign_for) to him.
#[derive(Clone, PartialEq, Eq)]
pub struct Signed {
    pub(super) value: Vec<u8>,
    pub(super) signed_at: SystemTime,
}

impl Signed {
    /// The value that was signed.
    #[must_use]
    pub fn value(&self) -> &[u8] {
        &self.value
    }

    /// The value as text, if it is text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.value).ok()
    }

    /// The value.
    #[must_use]
    pub fn into_value(self) -> Vec<u8> {
        self.value
    }

    /// When it was signed, in whole seconds.
    #[must_use]
    pub fn signed_at(&self) -> SystemTime {
        self.signed_at
    }
}

/// The value may be a secret of the visitor's.
impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed").field("signed_at", &self.signed_at).finish_non_exhaustive()
    }
}
