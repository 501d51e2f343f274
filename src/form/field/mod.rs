//! From what was typed to a value, and back: the traits of a field's type, and the types that have them.

mod collections;
#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
mod dates;
mod numbers;
mod safe;
mod text;

pub(super) use numbers::{is_integer, is_number};
pub use safe::{checked, cleaned, optional};
pub(super) use text::is_on;
pub use text::{chosen, parsed};

use super::collector::Collector;
use super::fields::FieldKind;
use super::filler::Filler;
use super::input::Input;
use crate::Report;

/// A type that a field of a form may have: what kind of field that is, and how its value is written there.
///
/// `#[derive(Form)]` writes it for structs and for enums whose variants hold nothing. Numbers, `bool`, text, lists,
/// maps, sets and `Option` of such types have it, the crate's Safe types, and with the features `jiff`, `chrono` and
/// `time` the dates of those crates; any other type takes part by `#[form(parse)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type of a form's field",
    label = "not the type of a field",
    note = "for a type with `FromStr` and `Display` write #[form(parse)] above the field; for a form of its own or an \
            enum, #[derive(untaint::Form)] on `{Self}`"
)]
pub trait FormField: Sized {
    /// What kind of field it is.
    const KIND: FieldKind;

    /// Writes the value as a page would send it.
    fn fill(&self, into: &mut Filler<'_>);
}

/// A type that can be read from a submitted form, perhaps with a context for the rules of forms in it.
///
/// # Examples
/// ```
/// use untaint::form::{Entries, FormLimits, FromForm};
///
/// let entries = Entries::from_urlencoded(b"age=42&height=tall", &FormLimits::default())?;
/// assert_eq!(u8::from_form(entries.root().child("age"), &())?, 42);
/// let report = f64::from_form(entries.root().child("height"), &()).unwrap_err();
/// assert_eq!(report.violations()[0].message(), "Enter a number.");
/// # Ok::<(), untaint::Report>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a form, or not with this context",
    label = "not readable from a form with this context",
    note = "for a type with `FromStr` and `Display` write #[form(parse)] above the field; for a form of its own or an \
            enum, #[derive(untaint::Form)] on `{Self}`"
)]
pub trait FromForm<C: ?Sized = ()>: FormField {
    /// Reads the value from its place.
    ///
    /// # Errors
    /// What is wrong with it, with paths from there on; of a form, everything that can be known without the value: the
    /// rules of its other fields are asked, too.
    fn from_form(input: Input<'_>, context: &C) -> Result<Self, Report>;

    /// Judges the value after its sanitizers: text that must not be empty, or holds controls.
    ///
    /// # Errors
    /// What is wrong with it.
    fn settle(self, allowed: Allowed) -> Result<Self, Report> {
        let _ = allowed;
        Ok(self)
    }

    /// True for text without a character.
    fn is_blank(&self) -> bool {
        false
    }

    /// Asks the rules of the forms in it.
    fn check_inside(&self, context: &C, at: &mut Collector<'_>) {
        let _ = (context, at);
    }
}

/// What a text may be, beyond the usual.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Allowed {
    may_be_blank: bool,
    may_be_any: bool,
}

impl Allowed {
    /// Text must not be empty, and holds no control but TAB and LF.
    #[must_use]
    pub const fn usual() -> Self {
        Self { may_be_blank: false, may_be_any: false }
    }

    /// It may be empty.
    #[must_use]
    pub const fn blank(mut self) -> Self {
        self.may_be_blank = true;
        self
    }

    /// It may hold any character.
    #[must_use]
    pub const fn any_text(mut self) -> Self {
        self.may_be_any = true;
        self
    }
}
