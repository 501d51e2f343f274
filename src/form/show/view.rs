//! A form as a page shows it.

use super::field_view::FieldView;
use super::place::{Place, newtype};
use crate::form::entries::Entries;
use crate::form::fields::{FieldRules, Fields};
use crate::form::submission::Submission;
use crate::html::SafeHtml;
use crate::{English, Messages, Report, Violation, escape};
use std::borrow::Cow;
use std::fmt;

/// A whole form as a page shows it: what was typed, what is wrong, and the attributes that its rules have in HTML.
///
/// # Guarantees
/// Whatever was typed, it is text in the page: nothing of it becomes markup. The value of a secret is in none of what a
/// view writes. Every id is that of one element, and every reference to one resolves, if the page has the parts of a
/// field ([`errors_html`](FieldView::errors_html), [`help_html`](FieldView::help_html)) beside its control.
///
/// # Examples
/// ```
/// # #[cfg(feature = "derive")] {
/// use untaint::{Form, form::Submission};
///
/// #[derive(Form)]
/// struct SignUp {
///     #[validate(length(3..=20))]
///     username: String,
/// }
///
/// let form = Submission::<SignUp>::parse([("username", "<b")])?;
/// assert_eq!(
///     form.view().id_prefix("new").summary(),
///     "<div role=\"alert\" tabindex=\"-1\"><ul><li><a href=\"#new:username\">Username: Use 3 to 20 \
///      characters.</a></li></ul></div>",
/// );
/// assert_eq!(Submission::<SignUp>::blank().view().summary(), "");
/// # }
/// # Ok::<(), untaint::form::FormError>(())
/// ```
#[derive(Clone, Copy)]
pub struct FormView<'f> {
    pub(super) fields: &'static [FieldRules],
    pub(super) entries: &'f Entries,
    pub(super) report: &'f Report,
    pub(super) messages: &'f dyn Messages,
    pub(super) prefix: &'f str,
    labels: &'f [(&'f str, &'f str)],
    /// The first violation that a control shows.
    pub(super) first: Option<&'f Violation>,
}

impl<T: Fields> Submission<T> {
    /// The form as a page shows it.
    #[must_use]
    pub fn view(&self) -> FormView<'_> {
        let (entries, report) = (self.entries(), self.report());
        let messages = &English;
        let mut view =
            FormView { fields: T::FIELDS, entries, report, messages, prefix: "", labels: &[], first: None };
        view.first = view.first_error();
        view
    }

    /// The field at this path as a page shows it: `username`, `address.city`, `tags`, `items[0].name`, `prices[key]`.
    ///
    /// # Panics
    /// Where there is no such field, in a program with debug assertions; in others nothing is shown.
    pub fn field(&self, path: &str) -> FieldView<'_> {
        self.view().field(path)
    }
}

impl<'f> FormView<'f> {
    /// Sentences in another language.
    #[must_use]
    pub fn messages(mut self, messages: &'f dyn Messages) -> Self {
        self.messages = messages;
        self
    }

    /// What stands before every id, for a page with two forms.
    #[must_use]
    pub fn id_prefix(mut self, prefix: &'f str) -> Self {
        self.prefix = prefix;
        self
    }

    /// What the fields are called, each by its path, where the form itself does not say it, or in another language.
    #[must_use]
    pub fn labels(mut self, labels: &'f [(&'f str, &'f str)]) -> Self {
        self.labels = labels;
        self
    }

    /// The field at this path; see [`Submission::field`].
    ///
    /// # Panics
    /// Where there is no such field, in a program with debug assertions; in others nothing is shown.
    pub fn field(&self, path: &str) -> FieldView<'f> {
        let place = self.root().find(self.fields, path, false);
        debug_assert!(place.is_some(), "the form has no field `{path}`");
        FieldView::new(*self, place, path.to_owned())
    }

    /// Every field, in its order.
    #[must_use]
    pub fn fields(&self) -> Vec<FieldView<'f>> {
        let root = self.root();
        let fields =
            if newtype(self.fields).is_some() { root.form().unwrap_or_default() } else { self.fields };
        let places = root.fields(fields);
        places.into_iter().map(|place| FieldView::inside(*self, place, "")).collect()
    }

    /// The token in its hidden field, then every field with its label, its control, and what is wrong with it, one
    /// behind the other.
    #[must_use]
    pub fn rows(&self) -> SafeHtml<'static> {
        SafeHtml::concat([self.token_html()].into_iter().chain(self.fields().iter().map(FieldView::row)))
    }

    /// The token in its hidden field, for a form with `#[form(csrf)]` whose fields are written one by one; nothing
    /// where there is none.
    #[must_use]
    pub fn token_html(&self) -> SafeHtml<'static> {
        #[cfg(feature = "sign")]
        if let Some(token) = &self.entries.token {
            return token.field();
        }
        SafeHtml::default()
    }

    /// What is wrong with the form as a whole, or with what is none of its fields.
    #[must_use]
    pub fn errors(&self) -> Vec<&'f Violation> {
        self.report.violations().iter().filter(|violation| self.control_of(violation).is_none()).collect()
    }

    /// The same as the sentences of a list, or nothing.
    #[must_use]
    pub fn errors_html(&self) -> SafeHtml<'static> {
        let errors = self.errors();
        if errors.is_empty() {
            return SafeHtml::default();
        }
        let mut html = String::from("<ul role=\"alert\">");
        for violation in errors {
            html.push_str("<li>");
            escape::html_into(&mut html, &self.sentence(violation));
            html.push_str("</li>");
        }
        html.push_str("</ul>");
        SafeHtml::owned(html)
    }

    /// Everything that is wrong as one list, each with its label and a link to its field; nothing when nothing is.
    ///
    /// It is announced when the page comes (`role=alert`), and a script may give it the focus. A list of values and
    /// a map are each one field here; a group of boxes has its id on the `fieldset`, where the link leads to.
    #[must_use]
    pub fn summary(&self) -> SafeHtml<'static> {
        if self.report.violations().is_empty() {
            return SafeHtml::default();
        }
        let mut html = String::from("<div role=\"alert\" tabindex=\"-1\"><ul>");
        for violation in self.report.violations() {
            html.push_str("<li>");
            let sentence = self.sentence(violation);
            match self.control_of(violation) {
                None => escape::html_into(&mut html, &sentence),
                Some(place) => {
                    let field = FieldView::inside(*self, place, "");
                    html.push_str("<a href=\"#");
                    escape::html_into(&mut html, field.id());
                    html.push_str("\">");
                    escape::html_into(&mut html, &field.label_text());
                    html.push_str(": ");
                    escape::html_into(&mut html, &sentence);
                    html.push_str("</a>");
                }
            }
            html.push_str("</li>");
        }
        html.push_str("</ul></div>");
        SafeHtml::owned(html)
    }

    pub(super) fn sentence(&self, violation: &'f Violation) -> Cow<'f, str> {
        violation.message_in(self.messages)
    }

    /// What the page calls the field at this path.
    pub(super) fn label_of(&self, path: &str) -> Option<&'f str> {
        self.labels.iter().find_map(|(known, label)| (*known == path).then_some(*label))
    }

    pub(super) fn root(&self) -> Place<'f> {
        Place::root(self.fields, self.entries.root())
    }

    /// The place whose control shows the violation.
    pub(super) fn control_of(&self, violation: &Violation) -> Option<Place<'f>> {
        if violation.path().is_empty() && newtype(self.fields).is_none() {
            return None;
        }
        self.root().find(self.fields, &violation.path().to_string(), true)
    }

    fn first_error(&self) -> Option<&'f Violation> {
        let is_shown = |place: Place<'_>| place.form().is_none() && !place.is_of_forms();
        self.report.violations().iter().find(|violation| self.control_of(violation).is_some_and(is_shown))
    }
}

/// The same as that of the report: no value.
impl fmt::Debug for FormView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FormView").field("report", self.report).finish_non_exhaustive()
    }
}
