//! Values of a list.

use super::describe::{Describe, RuleInfo};
use super::parts::literal;
use super::rule::refused;
use super::value::Choice;
use crate::{Code, Param, Validator, Violation};

/// A value of a list: texts or numbers, compared exactly.
///
/// # Examples
/// ```
/// use untaint::{Validator, rules};
///
/// let size = rules::one_of(["S", "M", "L"]);
/// assert!(size.check("M").is_ok());
/// assert_eq!(size.check("XL").unwrap_err().message(), "Choose one of: S, M, L.");
/// assert!(rules::one_of([1, 2, 4]).check(&3_u8).is_err());
/// ```
#[must_use]
pub const fn one_of<C, const N: usize>(choices: [C; N]) -> OneOf<C, N> {
    OneOf { choices }
}

/// A value that is not on a list of texts or numbers, compared exactly.
///
/// The violation does not tell the list.
///
/// # Examples
/// ```
/// use untaint::{Validator, rules};
///
/// let free = rules::none_of(["admin", "root"]);
/// assert!(free.check("ann").is_ok());
/// assert_eq!(free.check("root").unwrap_err().message(), "Choose another value.");
/// ```
#[must_use]
pub const fn none_of<C, const N: usize>(choices: [C; N]) -> NoneOf<C, N> {
    NoneOf { choices }
}

/// The rule [`one_of`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OneOf<C, const N: usize> {
    choices: [C; N],
}

/// The rule [`none_of`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NoneOf<C, const N: usize> {
    choices: [C; N],
}

pub(super) const ONE_OF: Code =
    Code::new("one_of", "the value is not on the list", "choose one of: {allowed}", &["allowed"]);
pub(super) const NONE_OF: Code =
    Code::new("none_of", "the value is on a list of those that are refused", "choose another value", &[]);

impl<T: Choice + ?Sized, const N: usize> Validator<T> for OneOf<T::Choice, N>
where
    T::Choice: Clone + Into<Param>,
{
    #[inline]
    fn check(&self, value: &T) -> Result<(), Violation> {
        match value.is_among(&self.choices) {
            Some(false) => Err(refused("one_of").with_param("allowed", joined(&self.choices))),
            _ => Ok(()),
        }
    }
}

impl<T: Choice + ?Sized, const N: usize> Validator<T> for NoneOf<T::Choice, N> {
    #[inline]
    fn check(&self, value: &T) -> Result<(), Violation> {
        match value.is_among(&self.choices) {
            Some(true) => Err(refused("none_of")),
            _ => Ok(()),
        }
    }
}

/// The list for people: `S, M, L`.
#[cold]
fn joined<C: Clone + Into<Param>>(choices: &[C]) -> String {
    let words: Vec<String> = choices.iter().map(|choice| choice.clone().into().to_string()).collect();
    words.join(", ")
}

impl<C: Clone + Into<Param>, const N: usize> Describe for OneOf<C, N> {
    fn describe(&self) -> RuleInfo {
        let choices = || self.choices.iter().map(|choice| choice.clone().into());
        let info = RuleInfo::new("one_of").with_param("allowed", joined(&self.choices));
        let texts: Option<Vec<String>> = choices()
            .map(|choice: Param| if let Param::Text(text) = choice { Some(literal(&text)) } else { None })
            .collect();
        // An empty value is never compared with a pattern.
        let info = match texts {
            Some(texts) if !texts.is_empty() => info.with_html("pattern", texts.join("|")),
            _ => info,
        };
        info.with_schema_list("enum", choices())
    }
}

impl<C, const N: usize> Describe for NoneOf<C, N> {
    fn describe(&self) -> RuleInfo {
        RuleInfo::new("none_of")
    }
}
