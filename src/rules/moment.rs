//! Before or after a date.

use super::date;
use super::describe::{Describe, RuleInfo};
use super::rule::refused;
use super::value::Moment;
use crate::{Code, Validator, Violation};
use std::cmp::Ordering;

/// A date, a time or a moment before a limit, or with [`or_equal`](Before::or_equal) at it.
///
/// Text is a date (`2024-02-29`) or a moment (`2024-02-29T12:34:56Z`), and so is its limit; what is none, or not of the
/// kind of the limit, is refused. With the features `jiff`, `chrono` and `time` the dates of those crates.
///
/// # Examples
/// ```
/// use untaint::{Validator, rules};
///
/// assert!(rules::before("2024-01-01").check("2023-12-31").is_ok());
/// let late = rules::before("2024-01-01").check("2024-01-01").unwrap_err();
/// assert_eq!(late.message(), "Choose a date before 2024-01-01.");
/// assert!(rules::before("2024-01-01").or_equal().check("2024-01-01").is_ok());
/// ```
#[must_use]
pub const fn before<L>(limit: L) -> Before<L> {
    Before { limit, or_equal: false }
}

/// A date, a time or a moment after a limit, or with [`or_equal`](After::or_equal) at it; of what, says [`before`].
///
/// # Examples
/// ```
/// use untaint::{Validator, rules};
///
/// assert!(rules::after("2024-01-01T00:00:00Z").check("2024-01-01T00:00:00.5Z").is_ok());
/// let early = rules::after("2024-01-01T00:00:00Z").check("2024-01-01T01:00:00+02:00").unwrap_err();
/// assert_eq!(early.code(), "after");
/// ```
#[must_use]
pub const fn after<L>(limit: L) -> After<L> {
    After { limit, or_equal: false }
}

pub(super) const BEFORE: Code = Code::new(
    "before",
    "the date is not [before {below}|{max} or before]",
    "choose [a date before {below}|{max} or a date before]",
    &["below", "max"],
);
pub(super) const AFTER: Code = Code::new(
    "after",
    "the date is not [after {above}|{min} or after]",
    "choose [a date after {above}|{min} or a date after]",
    &["above", "min"],
);

macro_rules! sides {
    ($($rule:ident $name:literal, $side:ident, $strict:literal $weak:literal, $html:literal;)*) => {$(
        #[doc = concat!("The rule [`", $name, "`](super::", $name, "()).")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $rule<L> {
            limit: L,
            or_equal: bool,
        }

        impl<L> $rule<L> {
            /// Takes the limit itself too.
            #[must_use]
            pub const fn or_equal(mut self) -> Self {
                self.or_equal = true;
                self
            }

            const fn end(&self) -> &'static str {
                if self.or_equal { $weak } else { $strict }
            }
        }

        impl<T: Moment + ?Sized> Validator<T> for $rule<T::Limit>
        where
            T::Limit: ToString,
        {
            #[inline]
            fn check(&self, value: &T) -> Result<(), Violation> {
                match value.compare(&self.limit) {
                    None | Some(Some(Ordering::$side)) => Ok(()),
                    Some(Some(Ordering::Equal)) if self.or_equal => Ok(()),
                    _ => Err(refused($name).with_param(self.end(), self.limit.to_string())),
                }
            }
        }

        impl<L: ToString> Describe for $rule<L> {
            fn describe(&self) -> RuleInfo {
                let limit = self.limit.to_string();
                let info = RuleInfo::new($name).with_param(self.end(), limit.clone());
                // Where the field is one of dates; HTML has no word for a limit that is not allowed itself.
                if date::date(limit.as_bytes()).is_some() { info.with_html($html, limit) } else { info }
            }
        }
    )*};
}
sides! {
    Before "before", Less, "below" "max", "max";
    After "after", Greater, "above" "min", "min";
}

/// How a text stands to a limit, both dates or both moments.
pub(super) fn compare(text: &str, limit: &str) -> Option<Ordering> {
    if let Some(limit) = date::date(limit.as_bytes()) {
        Some(date::date(text.as_bytes())?.cmp(&limit))
    } else {
        Some(date::moment(text)?.cmp(&date::moment(limit)?))
    }
}
