//! Which characters a text is made of.

use super::describe::{Describe, RuleInfo};
use super::rule::{refused, spelled, text_rule, text_verdict};
use crate::{Code, Violation, chars};

/// Letters and digits only, at least one: those of ASCII, or with [`unicode`](Alphanumeric::unicode) of all scripts.
///
/// # Examples
/// ```
/// use untaint::{Validator, rules};
///
/// assert!(rules::alphanumeric().check("abc123").is_ok());
/// assert!(rules::alphanumeric().unicode().check("Füße日本हिन्दी").is_ok());
/// for refused in ["", "a-b", "é", "a b"] {
///     assert_eq!(rules::alphanumeric().check(refused).unwrap_err().code(), "alphanumeric");
/// }
/// ```
#[must_use]
pub const fn alphanumeric() -> Alphanumeric {
    Alphanumeric { unicode: false }
}

/// The rule [`alphanumeric`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Alphanumeric {
    unicode: bool,
}

impl Alphanumeric {
    pub(super) const CODE: Code = Code::new(
        "alphanumeric",
        "there is something that is no letter and no digit",
        "use only letters and digits",
        &[],
    );

    /// Takes letters and digits of all scripts, with the marks on them; nothing that cannot be seen.
    #[must_use]
    pub const fn unicode(mut self) -> Self {
        self.unicode = true;
        self
    }

    #[inline]
    fn verdict(self, text: &str) -> Result<(), Violation> {
        let keeps = if self.unicode {
            text.starts_with(chars::is_plain_letter)
                && text.chars().all(|c| chars::is_plain_letter(c) || is_seen_mark(c))
        } else {
            !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        if keeps { Ok(()) } else { Err(refused("alphanumeric")) }
    }
}

fn is_seen_mark(c: char) -> bool {
    chars::is_combining_mark(c) && !chars::is_unseen(c)
}

text_verdict!(Alphanumeric);

impl Describe for Alphanumeric {
    fn describe(&self) -> RuleInfo {
        let info = RuleInfo::new("alphanumeric");
        // Another program has the letters of another version of Unicode.
        if self.unicode { info } else { spelled(info, "[0-9A-Za-z]+") }
    }
}

text_rule! {
    /// ASCII only, controls and line ends among it, or nothing; [`no_control`] refuses those.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::ascii().check("abc\n").is_ok());
    /// assert_eq!(rules::ascii().check("abç").unwrap_err().code(), "ascii");
    /// ```
    ascii -> Ascii;
    "ascii", "there is a character beyond ASCII", "use only plain Latin letters, digits and signs";
    str::is_ascii;
    says |info| spelled(info, r"[\x00-\x7F]*")
}

text_rule! {
    /// No control character: no line end, no tab, no NUL, no escape sequence, none of the controls from U+0080 on.
    ///
    /// # Does not guarantee
    /// That everything can be seen: [`no_hidden`](super::no_hidden) asks for that.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::no_control().check("one line").is_ok());
    /// assert_eq!(rules::no_control().check("two\nlines").unwrap_err().code(), "no_control");
    /// ```
    no_control -> NoControl;
    "no_control", "there is a control character", "write the text on one line, without tabs";
    |text: &str| !text.chars().any(char::is_control);
    says |info| spelled(info, r"[^\x00-\x1F\x7F-\x9F]*")
}

text_rule! {
    /// One line: nothing that any program takes for the end of one, such as LF, CR, a form feed, NEL, or the separators
    /// of lines and paragraphs.
    ///
    /// # Guarantees
    /// The text adds no header to a mail or a response, and no line to a log.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::single_line().check("a\tb").is_ok());
    /// for refused in ["a\nb", "a\rb", "a\u{B}b", "a\u{85}b", "a\u{2028}b"] {
    ///     assert_eq!(rules::single_line().check(refused).unwrap_err().code(), "single_line");
    /// }
    /// ```
    single_line -> SingleLine;
    "single_line", "the text has more than one line", "write the text on one line";
    |text: &str| !text.contains(ends_line);
    says |info| spelled(info, r"[^\n-\r\x1C-\x1E\x85\u2028\u2029]*")
}

/// Whether a program takes a character for the end of a line: those of Unicode (UAX #14) and the separators of files,
/// groups and records, which Python adds.
fn ends_line(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\x1C'..='\x1E' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
