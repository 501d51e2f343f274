//! Why a token is refused.

crate::error::error_type! {
    /// Why a token was refused.
    ///
    /// Nothing of the token and its value is in it.
    SignError(SignErrorKind)
}

crate::error::error_kinds! {
    /// The reasons of a [`SignError`].
    SignErrorKind {
        /// Longer than any that is read.
        TooLong { len: usize, max: usize }
            "sign.too_long", "the token has {len} bytes, {max} are read", "ask for a new link";
        /// It has not the shape of a token.
        Malformed
            "sign.malformed", "this is no token", "copy the whole link, or ask for a new one";
        /// The seal is not ours: altered, of another purpose, of another session, or of a key that is gone.
        Seal
            "sign.seal", "the token was not made here, or was altered", "copy the whole link, or ask for a new one";
        /// Older than it may be.
        Expired
            "sign.expired", "the token is too old", "ask for a new link";
        /// From a time that is still to come.
        Future
            "sign.future", "the token comes from the future", "ask for a new link";
    }
}
