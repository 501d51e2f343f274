//! Whole forms: every field against its rules, with all that is wrong in one report, and the rules as data.

mod collector;
mod fields;
mod sanitize;
mod validate;
pub(crate) mod written;

pub use collector::Collector;
pub use fields::{FieldKind, FieldRules, Fields};
pub use sanitize::{Sanitize, TextMut};
pub use validate::{Validate, ValidateWith};
