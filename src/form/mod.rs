//! Whole forms: what a page sends becomes a struct, every field against its rules, with all that is wrong in one
//! report; what was typed comes back with it.
//!
//! | I have | I call |
//! |---|---|
//! | a form that a page sends | `#[derive(Form)]`, then [`Submission::parse_urlencoded`], or `untaint-axum` |
//! | the first page | [`Submission::blank`], [`Submission::edit`] |
//! | a page to write | [`Submission::field`], [`Submission::view`] |
//! | a form that only this site's page may send | `#[form(csrf)]` above it, then `Submission::parse_with` (feature `sign`), or `untaint-axum` |
//! | names and values from another framework | [`Entries`], then [`Submission::of`] |
//! | a struct with rules, read by something else | `#[derive(Validate)]`, then [`Validate::validate`] |
//! | rules as data | [`Fields`], [`json_schema`](crate::rules::json_schema) |
//!
//! ```
//! # #[cfg(feature = "derive")] {
//! use untaint::{Form, form::Submission};
//!
//! #[derive(Form)]
//! struct Login {
//!     #[clean(trim)]
//!     #[validate(length(..=40))]
//!     name: String,
//!     #[validate(secret)]
//!     password: String,
//! }
//!
//! let form = Submission::<Login>::parse_urlencoded(b"name=Alice&password=").unwrap();
//! let form = form.finish().unwrap_err(); // to be shown again
//! assert_eq!(form.field("name").value(), "Alice");
//! assert_eq!(form.report().at("password").next().unwrap().code(), "required");
//! # }
//! ```

mod collector;
#[cfg(feature = "sign")]
mod csrf;
mod entries;
mod error;
mod field;
mod fields;
#[cfg(feature = "upload")]
mod file_field;
mod filler;
mod input;
#[cfg(feature = "serde")]
mod json;
#[cfg(feature = "serde")]
mod json_schema;
mod limits;
mod names;
#[cfg(all(feature = "fs", feature = "upload"))]
mod receiver;
mod sanitize;
mod show;
#[cfg(all(feature = "fs", feature = "upload"))]
mod stored;
mod submission;
mod validate;
pub(crate) mod written;

pub use collector::Collector;
#[cfg(feature = "sign")]
#[cfg_attr(docsrs, doc(cfg(feature = "sign")))]
pub use csrf::CsrfContext;
pub use entries::Entries;
pub use error::{FormError, FormErrorKind};
pub use field::{Allowed, FormField, FromForm};
pub use fields::{FieldKind, FieldRules, Fields, Tidies};
#[cfg(feature = "upload")]
#[cfg_attr(docsrs, doc(cfg(feature = "upload")))]
pub use file_field::FileField;
pub use filler::Filler;
pub use input::Input;
#[cfg(feature = "serde")]
pub use json_schema::json_schema;
pub use limits::{FormLimits, FormLimitsBuilder};
#[cfg(all(feature = "fs", feature = "upload"))]
#[cfg_attr(docsrs, doc(cfg(all(feature = "fs", feature = "upload"))))]
pub use receiver::{ReceiveError, Receiver};
pub use sanitize::{Sanitize, TextMut};
pub use show::{FieldView, FormView};
#[cfg(all(feature = "fs", feature = "upload"))]
#[cfg_attr(docsrs, doc(cfg(all(feature = "fs", feature = "upload"))))]
pub use stored::Stored;
pub use submission::{Accepted, Form, Submission};
pub use validate::{Validate, ValidateWith};

/// What can be wrong with a field before its rules are asked.
pub(crate) const CODES: &[crate::Code] = &[
    crate::Code::new(
        "type",
        "the value is of another type",
        "[{expected=integer}enter a whole number|{expected=number}enter a number|{expected=boolean}choose yes or no\
         |{expected=date}enter a date|{expected=time}enter a time|{expected=datetime}enter a date and a time\
         |{expected=choice}choose one of the list|{expected=file}choose a file|{expected=text}write text here\
         |enter another value]",
        &["expected"],
    ),
    crate::Code::new("duplicate", "the field was sent more than once", "give this entry once", &[]),
    crate::Code::new(
        "encoding",
        "the text is not UTF-8",
        "type the text instead of pasting it, or send the file anew",
        &[],
    ),
    crate::Code::new(
        "unknown",
        "{count} names are none of the form's",
        "send the form as the page has it",
        &["count"],
    ),
];
