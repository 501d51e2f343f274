//! Why HTML or text is refused.

crate::error::error_type! {
    /// Why [`check_clean`](super::check_clean) or [`check_plain`](super::check_plain) refused its input.
    ///
    /// Nothing of the input is in it: only the reason and a byte offset.
    HtmlError(HtmlErrorKind)
}

crate::error::error_kinds! {
    /// The reasons of an [`HtmlError`].
    HtmlErrorKind {
        /// Cleaning would change the HTML.
        Unclean { at: usize }
            "html.unclean",
            "the HTML is not clean: byte {at} would change",
            "remove the formatting that is not offered here";
        /// Something that a browser takes for a tag, a comment or a declaration.
        Markup { at: usize }
            "html.markup", "markup begins at byte {at}", "write plain text, with a space behind <";
    }
}
