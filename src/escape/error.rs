//! Why a value has no safe spelling in a context.

crate::error::error_type! {
    /// Why a value could not be escaped.
    ///
    /// Nothing of the value is in it: only the reason and byte offsets.
    EscapeError(EscapeErrorKind)
}

crate::error::error_kinds! {
    /// The reasons of an [`EscapeError`].
    EscapeErrorKind {
        /// A NUL, which ends the argument of a program.
        Nul { at: usize }
            "escape.nul", "a NUL stands at byte {at}", "type the text instead of pasting it";
        /// The URL segment is `.` or `..`, plain or percent-encoded: a browser would walk up instead.
        DotSegment
            "escape.dot_segment",
            "a segment of dots changes the path",
            "choose a name with letters or digits";
        /// The URL segment is empty: `/` and the next `/` would become `//`.
        EmptySegment
            "escape.empty_segment", "the segment is empty", "choose a name";
        /// The value's `Serialize` reported an error, or it holds a map whose keys are not strings.
        Json
            "escape.json", "the value could not be serialised as JSON", "tell who runs this site";
    }
}
