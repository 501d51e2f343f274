//! A rule with a message or a code of the program's own.

use super::describe::{Describe, RuleInfo};
use crate::{Validator, Violation};

/// The rule, with the sentence that its visitor reads, or with a key for [`Messages`](crate::Messages).
///
/// # Examples
/// ```
/// use untaint::{Validator, rules};
///
/// let rule = rules::with_message(rules::slug(), "Only letters, digits and dashes, please.");
/// assert!(rule.check("a-b").is_ok());
/// assert_eq!(rule.check("a b").unwrap_err().message(), "Only letters, digits and dashes, please.");
/// ```
#[must_use]
pub const fn with_message<V>(rule: V, message: &'static str) -> WithMessage<V> {
    WithMessage(rule, message)
}

/// The rule, with a code of the program's own.
///
/// # Examples
/// ```
/// use untaint::{Validator, rules};
///
/// let rule = rules::with_code(rules::slug(), "shop.article");
/// assert!(rule.check("a-b").is_ok());
/// assert_eq!(rule.check("a b").unwrap_err().code(), "shop.article");
/// ```
#[must_use]
pub const fn with_code<V>(rule: V, code: &'static str) -> WithCode<V> {
    WithCode(rule, code)
}

/// What [`with_message`] returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WithMessage<V>(V, &'static str);

/// What [`with_code`] returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WithCode<V>(V, &'static str);

impl<T: ?Sized, V: Validator<T>> Validator<T> for WithMessage<V> {
    #[inline]
    fn check(&self, value: &T) -> Result<(), Violation> {
        self.0.check(value).map_err(|violation| violation.with_message(self.1))
    }
}

impl<T: ?Sized, V: Validator<T>> Validator<T> for WithCode<V> {
    #[inline]
    fn check(&self, value: &T) -> Result<(), Violation> {
        self.0.check(value).map_err(|violation| violation.with_code(self.1))
    }
}

impl<V: Describe> Describe for WithMessage<V> {
    fn describe(&self) -> RuleInfo {
        self.0.describe().with_message(self.1)
    }
}

impl<V: Describe> Describe for WithCode<V> {
    fn describe(&self) -> RuleInfo {
        self.0.describe().with_code(self.1)
    }
}
