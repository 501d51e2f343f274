//! A submitted form: what was typed, what is wrong with it, and the value when nothing is.

#[cfg(feature = "sign")]
use super::csrf::CsrfContext;
use super::entries::Entries;
use super::error::FormError;
use super::field::FromForm;
use super::fields::Fields;
use super::filler::Filler;
use super::limits::FormLimits;
use super::sanitize::Sanitize;
use super::validate::ValidateWith;
#[cfg(feature = "sign")]
use crate::web::csrf::Token;
use crate::web::csrf::{CsrfError, CsrfErrorKind};
use crate::{Collector, Report, Violation};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

/// A form that can be read, checked and shown: what `#[derive(Form)]` writes the parts of.
pub trait Form<C: ?Sized = ()>: FromForm<C> + ValidateWith<C> + Fields + Sanitize {}

impl<C: ?Sized, T: FromForm<C> + ValidateWith<C> + Fields + Sanitize> Form<C> for T {}

/// A form with what was typed into it, everything that is wrong with that, and the value when nothing is.
///
/// # Guarantees
/// What was typed stays as it was, but for line ends, which become LF; a secret is never written back into a page.
/// Every field is read and checked by itself, so that one bad number hides no other error. Only
/// [`finish`](Self::finish) makes an [`Accepted`], and only when nothing is wrong; of a form with `#[form(csrf)]`
/// only with the token of its session. `Debug` tells no value.
///
/// # Examples
/// ```
/// # #[cfg(feature = "derive")] {
/// use untaint::{Form, form::Submission};
///
/// #[derive(Form)]
/// struct SignUp {
///     #[validate(length(3..=20))]
///     name: String,
///     #[validate(range(18..=120))]
///     age: u8,
/// }
///
/// let form = Submission::<SignUp>::parse_urlencoded(b"name=Alice&age=42")?;
/// assert_eq!(form.finish().unwrap().name, "Alice");
///
/// let form = Submission::<SignUp>::parse_urlencoded(b"name=Al&age=twenty")?;
/// let report = form.report();
/// assert_eq!(report.at("name").next().unwrap().message(), "Use 3 to 20 characters.");
/// assert_eq!(report.at("age").next().unwrap().code(), "type");
/// assert_eq!(form.field("age").value(), "twenty");
/// assert!(form.finish().is_err());
/// # }
/// # Ok::<(), untaint::form::FormError>(())
/// ```
pub struct Submission<T> {
    entries: Entries,
    value: Option<T>,
    report: Report,
    is_submitted: bool,
}

impl<T: Form> Submission<T> {
    /// Reads and checks names and values that something else has taken apart, within the usual limits.
    ///
    /// # Errors
    /// A limit of [`FormLimits`] that is met; what is wrong with fields is in the [`report`](Self::report).
    pub fn parse<N: AsRef<str>, V: AsRef<[u8]>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, FormError> {
        Entries::from_pairs(pairs, &FormLimits::default()).map(Self::of)
    }

    /// Reads and checks the body of a form, or a query, as browsers send it, within the usual limits.
    ///
    /// # Errors
    /// A limit of [`FormLimits`] that is met; what is wrong with fields is in the [`report`](Self::report).
    pub fn parse_urlencoded(body: &[u8]) -> Result<Self, FormError> {
        Entries::from_urlencoded(body, &FormLimits::default()).map(Self::of)
    }

    /// Reads and checks a body of JSON with the same fields, within the usual limits.
    ///
    /// # Errors
    /// A limit of [`FormLimits`] that is met, or text that is no JSON object; what is wrong with fields is in the
    /// [`report`](Self::report).
    #[cfg(feature = "serde")]
    #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
    pub fn parse_json(body: &[u8]) -> Result<Self, FormError> {
        Entries::from_json(body, &FormLimits::default()).map(Self::of)
    }

    /// Reads and checks names and values with the token of their session, for a form with `#[form(csrf)]`; for what
    /// comes otherwise there is [`Entries::check_csrf`].
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    #[cfg(feature = "sign")]
    #[cfg_attr(docsrs, doc(cfg(feature = "sign")))]
    pub fn parse_with<N: AsRef<str>, V: AsRef<[u8]>>(
        pairs: impl IntoIterator<Item = (N, V)>,
        csrf: &CsrfContext<'_>,
    ) -> Result<Self, FormError> {
        Ok(Self::of(Entries::from_pairs(pairs, &FormLimits::default())?.check_csrf(csrf)))
    }

    /// Reads and checks what was submitted.
    #[must_use]
    pub fn of(entries: Entries) -> Self {
        Self::of_with(entries, &())
    }
}

impl<T> Submission<T> {
    /// Reads and checks what was submitted, with what the rules need besides the form.
    #[must_use]
    pub fn of_with<C: ?Sized>(entries: Entries, context: &C) -> Self
    where
        T: Form<C>,
    {
        let mut report = Report::new().with_max(entries.limits().violations());
        if let Err(error) = has_token::<T>(&entries) {
            report.push(Violation::from(error));
        }
        let mut collector = Collector::new(&mut report);
        let value = match T::from_form(entries.root(), context) {
            Ok(value) => {
                value.validate_into(context, &mut collector);
                Some(value)
            }
            Err(found) => {
                collector.result(Err(found));
                None
            }
        };
        Self { entries, value, report, is_submitted: true }
    }

    /// The form before anybody typed something: nothing is in it, and nothing is wrong yet.
    #[must_use]
    pub fn blank() -> Self {
        Self {
            entries: Entries::new(&FormLimits::default()),
            value: None,
            report: Report::new(),
            is_submitted: false,
        }
    }

    /// The form with the values that are there, to be changed; secrets are left out.
    #[must_use]
    pub fn edit(existing: &T) -> Self
    where
        T: super::field::FormField,
    {
        let mut entries = Entries::of_program();
        existing.fill(&mut Filler::new(&mut entries));
        Self { entries, ..Self::blank() }
    }

    /// Gives the page a token, for a form with `#[form(csrf)]` that nobody has sent yet; one that was checked has its
    /// own.
    #[cfg(feature = "sign")]
    #[cfg_attr(docsrs, doc(cfg(feature = "sign")))]
    #[must_use]
    pub fn with_token(mut self, token: Token) -> Self {
        self.entries.token = Some(token);
        self
    }

    /// The value, when nothing is wrong so far.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref().filter(|_| self.report.is_empty())
    }

    /// Everything that is wrong, in field order.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// What was submitted.
    #[must_use]
    pub fn entries(&self) -> &Entries {
        &self.entries
    }

    /// True when somebody sent it; false for the first page.
    #[must_use]
    pub fn is_submitted(&self) -> bool {
        self.is_submitted
    }

    /// Adds what another check has found: that the name is taken, that the stock is empty. An empty path is for the
    /// form as a whole.
    ///
    /// # Examples
    /// ```
    /// # #[cfg(feature = "derive")] {
    /// use untaint::{Form, Violation, form::Submission};
    ///
    /// #[derive(Form)]
    /// struct SignUp {
    ///     name: String,
    /// }
    ///
    /// let mut form = Submission::<SignUp>::parse([("name", "Alice")])?;
    /// assert!(form.value().is_some());
    /// form.push("name", Violation::new("app.taken").with_message("This name is taken."));
    /// assert!(form.value().is_none());
    /// assert!(form.field("name").errors_html().as_str().contains("This name is taken."));
    /// # }
    /// # Ok::<(), untaint::form::FormError>(())
    /// ```
    pub fn push(&mut self, path: &'static str, violation: Violation) {
        let violation = if path.is_empty() { violation } else { under(path, violation) };
        self.report.push(violation);
    }

    /// The value, if nothing is wrong.
    ///
    /// # Errors
    /// The form itself, to be shown again.
    #[allow(clippy::result_large_err, reason = "the error is the form itself, which the caller goes on with")]
    pub fn finish(self) -> Result<Accepted<T>, Self> {
        match self {
            Self { value: Some(value), report, .. } if report.is_empty() => Ok(Accepted(value)),
            refused => Err(refused),
        }
    }
}

/// Whether a form that is accepted only with a token has one; without the feature there is no such form.
fn has_token<T: Fields>(entries: &Entries) -> Result<(), CsrfError> {
    if !T::CSRF {
        return Ok(());
    }
    #[cfg(feature = "sign")]
    if let Some(found) = entries.csrf {
        return found;
    }
    let _ = entries;
    Err(CsrfErrorKind::NoToken.into())
}

/// The steps of a path of the program's own, in front of the violation's.
fn under(path: &'static str, violation: Violation) -> Violation {
    let steps: Vec<&'static str> = super::names::steps(path).collect();
    steps.into_iter().rev().fold(violation, |violation, step| match step.parse::<usize>() {
        Ok(index) => violation.under(index),
        Err(_) => violation.under(step),
    })
}

/// How many values, and what is wrong, and no value: a form is full of what is nobody else's business.
impl<T> fmt::Debug for Submission<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Submission")
            .field("entries", &self.entries)
            .field("report", &self.report)
            .finish_non_exhaustive()
    }
}

/// A form in which nothing is wrong: the proof that every check passed.
///
/// No constructor skips the checks: [`Submission::finish`] alone makes it. It is read through `Deref`, and cannot be
/// changed; [`into_inner`](Self::into_inner) ends the proof.
///
/// # Does not guarantee
/// What only the rules say that the form has: a field without one holds what was typed.
pub struct Accepted<T>(T);

impl<T> Accepted<T> {
    /// The value.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Accepted<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// The type, and nothing of the value, which may hold a secret.
impl<T> fmt::Debug for Accepted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Accepted").field(&PhantomData::<T>).finish()
    }
}
