//! Whole forms: every field against its rules, with all that is wrong in one report, and the rules as data.

mod collector;
mod fields;
#[cfg(feature = "serde")]
mod json_schema;
mod sanitize;
mod validate;
pub(crate) mod written;

pub use collector::Collector;
pub use fields::{FieldKind, FieldRules, Fields};
#[cfg(feature = "serde")]
pub use json_schema::json_schema;
pub use sanitize::{Sanitize, TextMut};
pub use validate::{Validate, ValidateWith};
