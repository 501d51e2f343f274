//! The text that was checked.

use crate::safe::safe_text;
use std::borrow::Cow;

/// A text without what its policy does not keep.
///
/// # Guarantees
/// [`clean`](fn@super::clean) under the same policy would not change it: every character of a class that the policy
/// removes is absent, and every other that is invisible stands where it does what it is for. It is the text that was
/// checked, byte for byte.
///
/// # Does not guarantee
/// * That it is HTML: escape it where you show it. It has no `Display`, so that `format!` does not do that unasked.
/// * That it is true, harmless to run, or unlike another text: letters of two scripts may look the same.
///
/// ```compile_fail
/// let text = untaint::text::SafeText { text: "\u{202E}".into() };
/// ```
/// ```compile_fail
/// # use untaint::text::{self, TextPolicy};
/// let name = text::check("<b>", TextPolicy::display()).unwrap();
/// format!("<p>{name}</p>");
/// ```
#[derive(Debug, Clone)]
pub struct SafeText<'a> {
    text: Cow<'a, str>,
}

safe_text!(SafeText);

impl<'a> SafeText<'a> {
    pub(super) fn checked(text: &'a str) -> Self {
        Self { text: Cow::Borrowed(text) }
    }

    pub(super) fn cleaned(text: Cow<'a, str>) -> Self {
        Self { text }
    }
}
