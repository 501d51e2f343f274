//! Why a value is none that browsers obey.

crate::error::error_type! {
    /// Why browsers ignore a header's value.
    ///
    /// Nothing of the value is in it.
    HeaderError(HeaderErrorKind)
}

crate::error::error_kinds! {
    /// The reasons of a [`HeaderError`].
    HeaderErrorKind {
        /// The value is not of the header's grammar, and browsers drop all of it.
        Syntax
            "headers.syntax", "browsers cannot read this value and drop all of it", "write it as the header's type does";
        /// The value has no word that browsers know in this header.
        Unknown
            "headers.unknown",
            "browsers know no word of this value",
            "write one of the words that the header's type lists";
    }
}
