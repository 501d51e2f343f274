//! A value beside another one, and items beside each other.

use super::describe::{Describe, RuleInfo};
use super::rule::refused;
use super::value::Items;
use crate::{Code, Validator, Violation};
use std::collections::HashSet;
use std::hash::Hash;

/// A value that equals another: a password that is repeated. `field` is the other's name, for the message.
///
/// `None` equals `None` only, so what is not repeated is refused.
///
/// # Examples
/// ```
/// use untaint::{Validator, rules};
///
/// let password = "correct horse".to_owned();
/// let rule = rules::matches(&password, "password");
/// assert!(rule.check(&"correct horse".to_owned()).is_ok());
/// let refused = rule.check(&"correct house".to_owned()).unwrap_err();
/// assert_eq!(refused.to_string(), "the value differs from the one in password (matches, field password)");
/// ```
#[must_use]
pub const fn matches<'o, O: ?Sized>(other: &'o O, field: &'static str) -> Matches<'o, O> {
    Matches { other, field }
}

/// A value that does not equal another: a password that is not the name. `field` is the other's name, for the message.
///
/// The derive asks nothing of an `Option` that is `None`; the rule alone finds two of them equal.
///
/// # Examples
/// ```
/// use untaint::{Validator, rules};
///
/// let name = "ann".to_owned();
/// let rule = rules::differs(&name, "name");
/// assert!(rule.check(&"correct horse".to_owned()).is_ok());
/// assert_eq!(rule.check(&"ann".to_owned()).unwrap_err().code(), "differs");
/// ```
#[must_use]
pub const fn differs<'o, O: ?Sized>(other: &'o O, field: &'static str) -> Differs<'o, O> {
    Differs { other, field }
}

/// The rule [`matches`](fn@matches).
#[derive(Clone, Copy)]
pub struct Matches<'o, O: ?Sized> {
    other: &'o O,
    field: &'static str,
}

/// The rule [`differs`].
#[derive(Clone, Copy)]
pub struct Differs<'o, O: ?Sized> {
    other: &'o O,
    field: &'static str,
}

pub(super) const MATCHES: Code = Code::new(
    "matches",
    "the value differs from the one in {field}",
    "enter the same here as in {field}",
    &["field"],
);
pub(super) const DIFFERS: Code = Code::new(
    "differs",
    "the value is the one in {field} again",
    "enter something else here than in {field}",
    &["field"],
);

impl<T: PartialEq<O> + ?Sized, O: ?Sized> Validator<T> for Matches<'_, O> {
    #[inline]
    fn check(&self, value: &T) -> Result<(), Violation> {
        if value == self.other { Ok(()) } else { Err(refused("matches").with_param("field", self.field)) }
    }
}

impl<T: PartialEq<O> + ?Sized, O: ?Sized> Validator<T> for Differs<'_, O> {
    #[inline]
    fn check(&self, value: &T) -> Result<(), Violation> {
        if value == self.other { Err(refused("differs").with_param("field", self.field)) } else { Ok(()) }
    }
}

macro_rules! of_field {
    ($($rule:ident $code:literal),*) => {$(
        impl<O: ?Sized> Describe for $rule<'_, O> {
            fn describe(&self) -> RuleInfo {
                RuleInfo::new($code).with_param("field", self.field)
            }
        }

        /// The name of the other field, never its value.
        impl<O: ?Sized> std::fmt::Debug for $rule<'_, O> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($rule)).field("field", &self.field).finish_non_exhaustive()
            }
        }
    )*};
}
of_field! { Matches "matches", Differs "differs" }

/// A list without two equal items.
///
/// # Cost
/// Linear; up to sixteen items are compared with each other, of more a set is made.
///
/// # Examples
/// ```
/// use untaint::{Validator, rules};
///
/// assert!(rules::unique_items().check(&vec!["a", "b"]).is_ok());
/// assert_eq!(rules::unique_items().check(&vec!["a", "b", "a"]).unwrap_err().code(), "unique_items");
/// ```
#[must_use]
pub const fn unique_items() -> UniqueItems {
    UniqueItems(())
}

/// The rule [`unique_items`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UniqueItems(());

impl UniqueItems {
    pub(super) const CODE: Code =
        Code::new("unique_items", "an item is there twice", "enter each value only once", &[]);
}

/// No more items are compared with each other.
const FEW: usize = 16;

impl<T: Items + ?Sized> Validator<T> for UniqueItems
where
    T::Item: Eq + Hash,
{
    fn check(&self, value: &T) -> Result<(), Violation> {
        let is_unique = if value.items().nth(FEW).is_none() {
            value.items().enumerate().all(|(at, item)| value.items().take(at).all(|before| before != item))
        } else {
            let mut seen = HashSet::new();
            value.items().all(|item| seen.insert(item))
        };
        if is_unique { Ok(()) } else { Err(refused("unique_items")) }
    }
}

impl Describe for UniqueItems {
    fn describe(&self) -> RuleInfo {
        RuleInfo::new("unique_items").with_schema("uniqueItems", true)
    }
}
