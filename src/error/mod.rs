//! What every module's error turns into: [`Violation`], [`Report`], and the builder's own [`PolicyError`].
//!
//! There are two audiences and two kinds of error. A `Violation` goes back to the visitor and into logs, so it
//! holds nothing the visitor sent: only what the program wrote (codes, field names, limits) and measured numbers.
//! A `PolicyError` is the programmer's own mistake, seen at start-up, so it may quote the bad entry.

mod advice;
mod builder;
mod codes;
mod messages;
mod path;
mod policy_error;
#[cfg(feature = "serde")]
mod problem_details;
mod report;
mod table;
mod violation;

pub(crate) use builder::policy_builder;
pub use codes::{Code, codes};
pub use messages::{English, Messages, Templates};
pub use path::{Path, Step};
pub use policy_error::PolicyError;
pub use report::Report;
pub(crate) use table::{error_kinds, error_type, field_doc, report_from};
pub use violation::{Param, Violation};
