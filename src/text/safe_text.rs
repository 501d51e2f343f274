//! The text that was checked or cleaned.

use crate::safe::safe_text;
use std::borrow::Cow;

/// A text without what its policy does not keep.
///
/// # Guarantees
/// [`clean`](fn@super::clean) under the same policy would not change it: every character of a class that the policy
/// removes is absent, and every other that is invisible stands where it does what it is for.
///
/// # Does not guarantee
/// * That it is HTML: escape it where you show it. It has no `Display`, so that `format!` does not do that unasked.
/// * Limits of length, and something to read, where it comes from `clean`: only `check` asks for those.
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
