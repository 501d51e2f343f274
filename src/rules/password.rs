//! Passwords that are hard to guess.

use super::describe::{Describe, RuleInfo};
use super::rule::{refused, text_verdict};
use crate::{Code, Violation};

/// A password that `zxcvbn` rates as hard to guess: 3 of 4 points or more, at least 10⁸ guesses.
///
/// # Guarantees
/// Words, names, dates, keyboard rows, repetitions and the passwords that are used most count as easy, and so do the
/// words of [`unlike`](StrongPassword::unlike). A text of more than 1024 bytes is refused unread.
///
/// # Does not guarantee
/// That it was never leaked. And `secret` on the field keeps it out of errors, not this rule.
///
/// # Cost
/// The first 100 characters are looked at, in up to some milliseconds: leave it to the last, behind
/// [`length`](super::length).
///
/// # Examples
/// ```
/// use untaint::{Validator, rules};
///
/// assert!(rules::strong_password().check("crag.lantern.7.teapot").is_ok());
/// for refused in ["", "password1", "qwertz12345"] {
///     assert_eq!(rules::strong_password().check(refused).unwrap_err().code(), "strong_password");
/// }
/// assert!(rules::strong_password().unlike(&["annabell", "wonderland"]).check("annabellwonderland").is_err());
/// ```
#[must_use]
pub const fn strong_password() -> StrongPassword<'static> {
    StrongPassword { score: 3, unlike: &[] }
}

/// The rule [`strong_password`].
#[derive(Clone, Copy)]
pub struct StrongPassword<'u> {
    score: u8,
    unlike: &'u [&'u str],
}

/// No form asks for a longer one, and hashes of passwords stop sooner.
const MAX: usize = 1024;

impl<'u> StrongPassword<'u> {
    pub(super) const CODE: Code = Code::new(
        "strong_password",
        "the password is easy to guess",
        "use a longer password, such as several words that have nothing to do with each other",
        &["score"],
    );

    /// Asks for this score, from 0 to 4; more is asked by none.
    #[must_use]
    pub const fn score(mut self, score: u8) -> Self {
        self.score = score;
        self
    }

    /// Counts these words as known: the name and the address of mail that stand in the same form, the name of the site.
    #[must_use]
    pub const fn unlike(self, words: &'u [&'u str]) -> Self {
        Self { score: self.score, unlike: words }
    }

    fn verdict(self, text: &str) -> Result<(), Violation> {
        if text.len() <= MAX && u8::from(zxcvbn::zxcvbn(text, self.unlike).score()) >= self.score.min(4) {
            Ok(())
        } else {
            Err(refused("strong_password").with_param("score", self.score.min(4)))
        }
    }
}

text_verdict!(StrongPassword<'_>);

impl Describe for StrongPassword<'_> {
    fn describe(&self) -> RuleInfo {
        RuleInfo::new("strong_password")
            .with_param("score", self.score.min(4))
            .with_html("autocomplete", "new-password")
    }
}

/// The score, never the words, which are a visitor's.
impl std::fmt::Debug for StrongPassword<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StrongPassword").field("score", &self.score).finish_non_exhaustive()
    }
}
