//! Why a key is refused.

crate::error::error_type! {
    /// Why a key was refused.
    ///
    /// Nothing of it is in the error, not even at start-up: a log is read by more people than the environment. So it is
    /// no [`PolicyError`](crate::PolicyError), which quotes.
    SecretError(SecretErrorKind)
}

crate::error::error_kinds! {
    /// The reasons of a [`SecretError`].
    SecretErrorKind {
        /// Shorter than a key may be.
        TooShort { len: usize }
            "secret.too_short",
            "the key has {len} bytes, 32 are the least",
            "make one by: openssl rand -base64 32";
        /// It is made of words of examples, of runs or of repetitions.
        Placeholder
            "secret.placeholder",
            "the key is a placeholder, or easy to guess",
            "make one by: openssl rand -base64 32";
    }
}
