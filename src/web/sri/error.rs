//! Why an integrity is refused.

crate::error::error_type! {
    /// Why an integrity was refused, or a script.
    IntegrityError(IntegrityErrorKind)
}

crate::error::error_kinds! {
    /// The reasons of an [`IntegrityError`].
    IntegrityErrorKind {
        /// Nothing is written, so a browser checks nothing.
        Empty
            "sri.empty", "no digest is written", "write sha384- and the digest";
        /// A word that does not begin with an algorithm that browsers know, in lower case.
        Algorithm { at: usize }
            "sri.unknown_algorithm",
            "the word at byte {at} does not begin with sha256-, sha384- or sha512-",
            "write sha384- and the digest";
        /// What follows the algorithm is no base64.
        Base64 { at: usize }
            "sri.not_base64", "the digest at byte {at} is no base64", "write the digest in base64";
        /// The digest has not the length of its algorithm.
        Length { at: usize }
            "sri.wrong_length",
            "the digest at byte {at} has another length than its algorithm gives",
            "write the whole digest";
        /// The script is another one.
        Mismatch
            "sri.mismatch", "the script is another one than the digest says", "fetch the script again";
    }
}
