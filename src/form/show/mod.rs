//! A form in a page.

use super::fields::Fields;
use super::submission::Submission;
use crate::html::SafeHtml;

/// The whole form as a page shows it.
pub struct FormView<'f> {
    _of: std::marker::PhantomData<&'f ()>,
}

/// A field as a page shows it.
pub struct FieldView<'f> {
    _of: std::marker::PhantomData<&'f ()>,
}

impl<T: Fields> Submission<T> {
    /// The field at this path.
    #[must_use]
    pub fn field(&self, path: &str) -> FieldView<'_> {
        let _ = path;
        FieldView { _of: std::marker::PhantomData }
    }
}

impl FieldView<'_> {
    /// What was typed.
    #[must_use]
    pub fn value(&self) -> &str {
        ""
    }

    /// What is wrong.
    #[must_use]
    pub fn errors_html(&self) -> SafeHtml<'static> {
        crate::html::sanitize("", crate::html::HtmlPolicy::comment()).into_owned()
    }
}
