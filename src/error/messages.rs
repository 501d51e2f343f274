//! The sentences that visitors read, in whatever language a program speaks.

use super::advice::{ENGLISH_UNITS, Unit, fill};
use super::codes::codes;
use super::path::Path;
use super::report::Report;
use super::violation::Violation;
use std::borrow::Cow;

/// Turns violations into sentences when they are shown: one for each language.
///
/// # Examples
/// ```
/// use std::borrow::Cow;
/// use untaint::{English, Messages, Violation};
///
/// struct German;
/// impl Messages for German {
///     fn message<'v>(&'v self, violation: &'v Violation) -> Option<Cow<'v, str>> {
///         match violation.code() {
///             "shop.stock" => Some(format!("Höchstens {} Stück.", violation.param("max")?).into()),
///             _ => None, // in English, then
///         }
///     }
/// }
///
/// let few = Violation::new("shop.stock").with_detail("too many pieces").with_param("max", 3_u8);
/// assert_eq!(few.message_in(&German), "Höchstens 3 Stück.");
/// assert_eq!(few.message_in(&English), "Too many pieces.");
/// ```
pub trait Messages {
    /// The whole sentence, or `None` for the English one.
    fn message<'v>(&'v self, violation: &'v Violation) -> Option<Cow<'v, str>>;
}

/// The sentences that are built in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct English;

impl Messages for English {
    /// The program's own message, or the advice, or the detail.
    fn message<'v>(&'v self, violation: &'v Violation) -> Option<Cow<'v, str>> {
        if let Some(message) = violation.own_message() {
            return Some(Cow::Borrowed(message));
        }
        let text = match violation.advice() {
            Some(advice) if !advice.is_empty() => advice,
            _ => violation.detail(),
        };
        Some(if text.is_empty() { Cow::Borrowed("Correct this entry.") } else { sentence(&text).into() })
    }
}

/// A table of sentences: by the key that a rule was given as its `message`, by code, or by neither, in English.
///
/// A text has places for the numbers: `{max}` is the parameter, `{max unit}` the parameter and the word for its unit,
/// `[{min} to {max unit}|at least {min unit}]` the first of some that has all it needs.
///
/// # Examples
/// ```
/// use untaint::{Templates, Validator, rules};
///
/// const GERMAN: Templates<'static> = Templates::new(
///     &[("length", "Bitte [{min} bis {max unit}|mindestens {min unit}|höchstens {max unit}] eingeben.")],
///     &[("chars", "Zeichen", "Zeichen")],
/// );
/// let short = rules::length(3..=20).check("ab").unwrap_err();
/// assert_eq!(short.message_in(&GERMAN), "Bitte 3 bis 20 Zeichen eingeben.");
/// assert_eq!(short.message(), "Use 3 to 20 characters.");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Templates<'t> {
    rows: &'t [(&'t str, &'t str)],
    units: &'t [Unit<'t>],
}

impl<'t> Templates<'t> {
    /// From rows of a code or key with its text, and of a unit (`chars`, `bytes`, `utf16`, `graphemes`, `items`) with
    /// its words for one and for several.
    #[must_use]
    pub const fn new(rows: &'t [(&'t str, &'t str)], units: &'t [(&'t str, &'t str, &'t str)]) -> Self {
        Self { rows, units }
    }

    /// The codes of this crate that have no text here: what is left to translate.
    pub fn missing(&self) -> impl Iterator<Item = &'static str> {
        let rows = self.rows;
        codes().map(super::Code::code).filter(move |code| rows.iter().all(|(name, _)| name != code))
    }
}

impl Messages for Templates<'_> {
    fn message<'v>(&'v self, violation: &'v Violation) -> Option<Cow<'v, str>> {
        let row = |name: &str| self.rows.iter().find_map(|(known, text)| (*known == name).then_some(*text));
        let text = match violation.own_message() {
            Some(message) => row(message)?,
            None => row(violation.code())?,
        };
        Some(fill(text, violation, if self.units.is_empty() { ENGLISH_UNITS } else { self.units }))
    }
}

impl Violation {
    /// What the visitor reads, in English: one whole sentence with the numbers in it, "Use 3 to 20 characters.".
    ///
    /// The message that was set for the rule, or else the advice for the code, or else the detail.
    #[must_use]
    pub fn message(&self) -> Cow<'_, str> {
        English.message(self).unwrap_or_default()
    }

    /// The same in another language, and in English where that one has nothing.
    #[must_use]
    pub fn message_in<'v>(&'v self, messages: &'v dyn Messages) -> Cow<'v, str> {
        messages.message(self).unwrap_or_else(|| self.message())
    }
}

impl Report {
    /// Every sentence with its place, in field order.
    pub fn messages<'v>(
        &'v self,
        messages: &'v dyn Messages,
    ) -> impl Iterator<Item = (&'v Path, Cow<'v, str>)> {
        self.violations().iter().map(|violation| (violation.path(), violation.message_in(messages)))
    }
}

/// A text in lower case without a full stop as a sentence.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    let mut sentence: String = first.into_iter().flatten().chain(letters).collect();
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}
