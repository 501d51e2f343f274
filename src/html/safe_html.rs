//! The HTML that was cleaned.

use std::borrow::Cow;
use std::fmt;

/// HTML that runs nothing in the body of a page.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct SafeHtml<'a> {
    text: Cow<'a, str>,
}

crate::safe::safe_text!(SafeHtml);

impl<'a> SafeHtml<'a> {
    pub(super) fn borrowed(html: &'a str) -> Self {
        Self { text: Cow::Borrowed(html) }
    }

    pub(super) fn owned(html: String) -> Self {
        Self { text: Cow::Owned(html) }
    }

    /// The same HTML, independent of the text it came from.
    #[must_use]
    pub fn into_owned(self) -> SafeHtml<'static> {
        SafeHtml { text: Cow::Owned(self.text.into_owned()) }
    }

    /// The HTML as a `String`.
    #[must_use]
    pub fn into_string(self) -> String {
        self.text.into_owned()
    }
}

impl fmt::Display for SafeHtml<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
