//! Text that is what it looks like.

use super::rule::text_rule;
use crate::text::TextPolicy;
use unicode_security::{GeneralSecurityProfile as _, RestrictionLevel, RestrictionLevelDetection as _};

text_rule! {
    /// Text in which everything that is there can be seen: what [`text::check`](crate::text::check) takes by
    /// [`TextPolicy::display`], so line ends, and joiners and marks of direction where a language needs them.
    ///
    /// # Does not guarantee
    /// That there is something to see: white space passes, and so do letters that are blank, such as the filler of
    /// Hangul, which [`not_blank`](super::not_blank()) knows. A soft hyphen may stand between two letters.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::no_hidden().check("می\u{200C}خواهم\n👩\u{200D}💻").is_ok());
    /// for refused in ["adm\u{200B}in", "a\u{202E}b", "a\u{8}b"] {
    ///     assert_eq!(rules::no_hidden().check(refused).unwrap_err().code(), "no_hidden");
    /// }
    /// ```
    no_hidden -> NoHidden;
    "no_hidden", "there is a character that cannot be seen", "type the text instead of pasting it";
    |text: &str| crate::text::check(text, TextPolicy::display()).is_ok()
}

text_rule! {
    /// The name of a user, in one script that people can read: letters and digits, with single `.`, `-`, `_` between
    /// them, of at most 255 bytes.
    ///
    /// # Guarantees
    /// * Letters that UTS #39 allows in identifiers, in normal form C, and scripts of the highly restrictive level: a
    ///   name that mixes Latin with Cyrillic or Greek is refused, Latin beside Japanese, Chinese or Korean passes.
    /// * Nothing that cannot be seen: no mark twice on one letter, and no dot above a letter that has one (UTS #39
    ///   section 5.4).
    ///
    /// # Does not guarantee
    /// That two names differ to the eye: `раура` in Cyrillic letters is a name of its own. Compare the names you have
    /// by their skeleton (UTS #39 section 4), and in one case.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// for name in ["ann", "zoë.müller", "иван_77", "山田taro"] {
    ///     assert!(rules::username().check(name).is_ok());
    /// }
    /// for refused in ["", "p\u{0430}ypal", "adm\u{200B}in", "a b", ".ann", "a--b", "ann\u{1F600}"] {
    ///     assert_eq!(rules::username().check(refused).unwrap_err().code(), "username");
    /// }
    /// ```
    username -> Username;
    "username", "the text is no name of a user",
    "use letters of one script and digits, with single dots or dashes between them";
    is_username
}

const MAX: usize = 255;

fn is_username(text: &str) -> bool {
    if text.len() > MAX {
        return false;
    }
    let is_sign = |c: char| matches!(c, '.' | '-' | '_');
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if text.is_ascii() {
        return text.split(is_sign).all(is_word);
    }
    let is_part = |c: char| {
        if c.is_ascii() {
            c.is_ascii_alphanumeric()
        } else {
            c.identifier_allowed() && crate::chars::is_word_part(c)
        }
    };
    text.split(is_sign).all(|word| !word.is_empty() && word.chars().all(is_part))
        && !text.split(is_sign).any(|word| word.starts_with(crate::chars::is_combining_mark))
        && crate::text::check(text, TextPolicy::identifier()).is_ok()
        && unicode_normalization::is_nfc(text)
        && are_seen(text)
        && text.check_restriction_level(RestrictionLevel::HighlyRestrictive)
}

/// Whether every mark can be told from the letter that it stands on: none is there twice in a row, and no dot stands
/// where a letter has its own, or where it makes one of a letter without.
fn are_seen(text: &str) -> bool {
    const DOT_ABOVE: char = '\u{307}';
    let (mut letter, mut last) = (' ', ' ');
    for c in unicode_normalization::UnicodeNormalization::nfd(text) {
        if !crate::chars::is_combining_mark(c) {
            letter = c;
        } else if c == last || (c == DOT_ABOVE && has_dot(letter)) {
            return false;
        }
        last = c;
    }
    true
}

/// `Soft_Dotted` of Unicode among the letters of identifiers, and the two that are dotted ones without the dot.
fn has_dot(c: char) -> bool {
    matches!(c, 'i' | 'j' | '\u{131}' | '\u{237}' | '\u{249}' | '\u{268}' | '\u{29D}' | '\u{456}' | '\u{458}')
}
