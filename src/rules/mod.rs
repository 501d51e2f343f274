//! Rules for the fields of a form, each a small value and a [`Validator`](crate::Validator).

mod bounds;
mod describe;
mod length;
mod policy;
mod range;
mod required;
mod rule;
mod said;
mod slug;
mod value;

#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
pub use crate::form::json_schema;
pub use bounds::Ends;
pub use describe::{Describe, Keyword, RuleInfo};
pub use length::{Length, length};
#[cfg(feature = "unicode")]
pub use policy::{FilenameRule, TextRule, filename, text};
pub use policy::{HtmlCleanRule, RedirectRule, UriRule, html_clean, redirect, uri};
pub use range::{InRange, Multiple, MultipleOf, multiple_of, range};
pub use required::{Required, required};
pub use said::{WithCode, WithMessage, with_code, with_message};
pub use slug::{Slug, slug};
pub use value::{Entries, Items, Measure, Number, Presence, Text, Unit};

/// The rows of the rules; a new rule adds its own.
pub(crate) const CODES: &[crate::Code] =
    &[Required::CODE, Length::CODE, InRange::CODE, MultipleOf::CODE, Slug::CODE];
