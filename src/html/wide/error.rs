//! Why HTML of a wide vocabulary is refused.

crate::error::error_type! {
    /// Why [`sanitize`](super::sanitize()) refused some HTML.
    ///
    /// Nothing of the HTML is in it: only the reason and the policy's limit.
    WideError(WideErrorKind)
}

crate::error::error_kinds! {
    /// The reasons of a [`WideError`].
    WideErrorKind {
        /// The input is too long, in bytes.
        Input { max: usize }
            "html.wide.input",
            "the HTML is longer than {max} bytes",
            "shorten the text[ to at most {max} bytes]";
        /// Too many tags, start and end tags together.
        Tags { max: usize }
            "html.wide.tags",
            "the HTML has more than {max} tags",
            "use less formatting, or send the text in parts";
        /// Too many attributes on one tag.
        Attributes { max: usize }
            "html.wide.attributes", "a tag has more than {max} attributes", "use less formatting";
        /// Formatting elements that a tree builder could reopen until memory is full.
        Formatting
            "html.wide.formatting",
            "too many different or too long tags of formatting elements",
            "use less formatting";
        /// Too many `&` or characters that the serialiser handles one by one, for the length.
        References
            "html.wide.references",
            "too many character references or no-break spaces",
            "write the characters themselves";
        /// Elements are nested too deeply.
        Depth { max: usize }
            "html.wide.depth",
            "elements are nested more than {max} deep",
            "nest lists and quotations less deeply";
        /// The output is too long, in bytes.
        Output { max: usize }
            "html.wide.output",
            "the clean HTML is longer than {max} bytes",
            "shorten the text[ to at most {max} bytes]";
        /// Each cleaning changes the HTML again.
        Unstable
            "html.wide.unstable", "the HTML does not come to rest", "use less formatting";
    }
}
