//! Why a submitted form was not read at all.

crate::error::error_type! {
    /// Why a body was not read: a limit, or a shape that is no form.
    ///
    /// What is wrong with single fields is no such error: it is a [`Report`](crate::Report) beside what was typed.
    FormError(FormErrorKind)
}

crate::error::error_kinds! {
    /// The reasons of a [`FormError`].
    FormErrorKind {
        /// The whole body is longer than the limit.
        BodyBytes { max: usize }
            "form.body_bytes", "the form is longer than {max} bytes", "send less at once";
        /// A name or a value is longer than the limit.
        FieldBytes { max: usize }
            "form.field_bytes", "a field is longer than {max} bytes", "shorten the longest text";
        /// There are more names with a value than the limit.
        Parts { max: usize }
            "form.parts", "the form has more than {max} parts", "send less at once";
        /// There are more files than the limit.
        Files { max: usize }
            "form.files", "the form has more than {max} files", "send fewer files at once";
        /// Files that are not kept are longer than what is read of such.
        DroppedBytes { max: u64 }
            "form.dropped_bytes", "files that are not kept are longer than {max} bytes", "choose smaller files";
        /// A name has more steps than the limit.
        Depth { max: usize }
            "form.depth", "a name leads more than {max} steps into the form", "send the form as the page has it";
        /// The body is none of the type that it is said to be.
        Syntax
            "form.syntax", "the body cannot be read as what it is said to be", "send the form as the page has it";
        /// The body is of a type that no form has.
        MediaType
            "form.media_type", "the body is of a type that is not read", "send a form, or JSON";
        /// Nothing came for longer than the limit.
        Stalled
            "form.stalled", "nothing came for too long", "send the form again";
        /// The disk did not take a file.
        Store
            "form.store", "a file could not be kept", "send the form again, a little later";
        /// The form was not sent from a page of this site, or not in the session that the page was made for.
        Csrf
            "form.csrf", "the form was not sent from a page of this site", "open the form again and send it from there";
        /// The program has not said how the tokens of forms are made, or the system has no random bytes.
        Token
            "form.token", "the server cannot make tokens for forms", "come back a little later";
    }
}

impl FormError {
    /// The status of HTTP that says the same: 413, 400, 403, 415, 408 or 500.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self.kind() {
            FormErrorKind::BodyBytes { .. }
            | FormErrorKind::FieldBytes { .. }
            | FormErrorKind::Parts { .. }
            | FormErrorKind::Files { .. }
            | FormErrorKind::DroppedBytes { .. }
            | FormErrorKind::Depth { .. } => 413,
            FormErrorKind::Syntax => 400,
            FormErrorKind::MediaType => 415,
            FormErrorKind::Stalled => 408,
            FormErrorKind::Csrf => 403,
            FormErrorKind::Store | FormErrorKind::Token => 500,
        }
    }

    /// The name of the limit that was met, as [`FormLimits`](super::FormLimits) calls it.
    #[must_use]
    pub fn limit(&self) -> Option<&'static str> {
        match self.kind() {
            FormErrorKind::BodyBytes { .. } => Some("body_bytes"),
            FormErrorKind::FieldBytes { .. } => Some("field_bytes"),
            FormErrorKind::Parts { .. } => Some("parts"),
            FormErrorKind::Files { .. } => Some("files"),
            FormErrorKind::DroppedBytes { .. } => Some("dropped_bytes"),
            FormErrorKind::Depth { .. } => Some("depth"),
            FormErrorKind::Stalled => Some("stall"),
            FormErrorKind::Syntax
            | FormErrorKind::MediaType
            | FormErrorKind::Store
            | FormErrorKind::Csrf
            | FormErrorKind::Token => None,
        }
    }
}
