//! Regular expressions, and what of one a browser can be told.

use super::describe::{Describe, RuleInfo};
use super::rule::{refused, text_verdict};
use crate::{Code, Violation};
use regex::{Regex, RegexBuilder};
use std::sync::LazyLock;

/// A text that a regular expression takes, from its first character to its last.
///
/// The expression decides what is whole: build it with [`whole`], or write `\A(?:` and `)\z` around it. A `$` alone
/// would do too; a newline at the end of the text is not overlooked, as it is elsewhere.
///
/// # Guarantees
/// A text of more than 65,536 bytes is refused before the search ([`max_bytes`](Pattern::max_bytes) sets another
/// limit); the search takes time that is linear in the text.
///
/// # Does not guarantee
/// That an expression without anchors looks at the whole text: it is searched for.
///
/// # Examples
/// ```
/// use std::sync::LazyLock;
/// use untaint::{Validator, rules};
///
/// static NAME: LazyLock<rules::Regex> = LazyLock::new(|| rules::whole("[a-z0-9_]+"));
///
/// assert!(rules::pattern(&NAME).check("ann_77").is_ok());
/// for refused in ["", "Ann", "ann\n"] {
///     assert_eq!(rules::pattern(&NAME).check(refused).unwrap_err().code(), "pattern");
/// }
/// ```
#[must_use]
pub const fn pattern(regex: &'static LazyLock<Regex>) -> Pattern {
    Pattern { regex, source: None, max_bytes: 65_536 }
}

/// The regular expression that takes whole texts only: `source` between `\A(?:` and `)\z`.
///
/// One that cannot be read, or that needs more than a megabyte when it is compiled, takes nothing at all: what lets
/// nothing through is found at once. `#[derive(Validate)]` reads the source when the program is built.
///
/// # Examples
/// ```
/// use untaint::rules;
///
/// assert!(rules::whole("a|ab").is_match("ab"));
/// assert!(!rules::whole("a|ab").is_match("abc"));
/// assert!(!rules::whole("[a").is_match("[a"));
/// ```
#[must_use]
#[allow(clippy::missing_panics_doc, reason = "the last expression is a constant that can be read")]
pub fn whole(source: &str) -> Regex {
    try_whole(source).or_else(|_| Regex::new(NOTHING)).expect("an empty class can be read")
}

/// [`whole`] that says what is wrong.
///
/// # Errors
/// What the crate `regex` says of the source.
///
/// # Examples
/// ```
/// use untaint::rules;
///
/// assert!(rules::try_whole("[a-z]+").is_ok());
/// assert!(rules::try_whole("[a-z").is_err());
/// assert!(rules::try_whole("a)|(?:b").is_err()); // no way out of the group
/// ```
pub fn try_whole(source: &str) -> Result<Regex, regex::Error> {
    const MAX_COMPILED: usize = 1 << 20;
    let build = |source: &str| RegexBuilder::new(source).size_limit(MAX_COMPILED).build();
    // Alone first: what closes the group that is put around it is no expression by itself.
    build(source)?;
    build(&format!(r"\A(?:{source})\z"))
}

/// A class with no member.
const NOTHING: &str = r"[^\s\S]";

/// The rule [`pattern`].
#[derive(Debug, Clone, Copy)]
pub struct Pattern {
    regex: &'static LazyLock<Regex>,
    source: Option<&'static str>,
    max_bytes: usize,
}

impl Pattern {
    pub(super) const CODE: Code = Code::new(
        "pattern",
        "the text has not the form that is asked for",
        "use the form that is asked for",
        &[],
    );

    /// Tells what was given to [`whole`], so that pages and schemas can have it.
    #[must_use]
    pub const fn with_source(mut self, source: &'static str) -> Self {
        self.source = Some(source);
        self
    }

    /// Refuses longer texts without a search.
    #[must_use]
    pub const fn max_bytes(mut self, bytes: usize) -> Self {
        self.max_bytes = bytes;
        self
    }

    #[inline]
    fn verdict(self, text: &str) -> Result<(), Violation> {
        if text.len() <= self.max_bytes && self.regex.is_match(text) {
            Ok(())
        } else {
            Err(refused("pattern"))
        }
    }
}

text_verdict!(Pattern);

/// The limit is no part of the keywords: a text that is too long for the rule passes them.
impl Describe for Pattern {
    fn describe(&self) -> RuleInfo {
        let info = RuleInfo::new("pattern");
        match self.source.and_then(in_javascript) {
            Some(source) => {
                let anchored = format!("^(?:{source})$");
                info.with_html("pattern", source).with_schema("pattern", anchored)
            }
            None => info,
        }
    }
}

/// The same expression for JavaScript with the flag `u` or `v`, or `None` where it is not sure to mean the same: what
/// is sure are letters and signs, groups, alternatives, repetitions and plain classes.
fn in_javascript(source: &str) -> Option<String> {
    let mut translated = String::with_capacity(source.len());
    let mut rest = source;
    let mut repeats = false;
    while let Some(c) = rest.chars().next() {
        let was_repeated = repeats;
        repeats = false;
        rest = &rest[c.len_utf8()..];
        match c {
            '[' => {
                let end = rest.find(']')?;
                class(&rest[..end], &mut translated)?;
                rest = &rest[end + 1..];
                continue;
            }
            '\\' => {
                // Of letters behind a backslash many differ: `\d` is any script's digit in one language only.
                let escaped = rest.chars().next().filter(|c| SYNTAX.contains(*c))?;
                translated.push('\\');
                translated.push(escaped);
                rest = &rest[1..];
                continue;
            }
            '(' => {
                if let Some(behind) = rest.strip_prefix('?') {
                    rest = behind.strip_prefix(':')?;
                    translated.push_str("(?:");
                    continue;
                }
            }
            '{' => {
                let (counts, behind) = rest.split_once('}')?;
                let (least, most) = counts.split_once(',').unwrap_or((counts, ""));
                let is_number = |number: &str| number.bytes().all(|byte| byte.is_ascii_digit());
                if least.is_empty() || !is_number(least) || !is_number(most) || was_repeated {
                    return None;
                }
                translated.push('{');
                translated.push_str(counts);
                translated.push('}');
                rest = behind;
                repeats = true;
                continue;
            }
            // A second sign makes the first one lazy in both languages, or is an error in one.
            '*' | '+' | '?' if was_repeated => return None,
            '*' | '+' | '?' => repeats = true,
            // Line ends: of those a dot of Rust takes more. The others are syntax in one language only.
            '.' | ']' | '}' | '^' | '$' => return None,
            '/' => translated.push('\\'),
            _ => {}
        }
        translated.push(c);
    }
    Some(translated)
}

/// What may stand behind a backslash in both languages.
const SYNTAX: &str = r"^$\.*+?()[]{}|/";

/// Writes what stands between the brackets of a class, if it has no class in it.
fn class(inner: &str, translated: &mut String) -> Option<()> {
    let (sign, inner) = inner.strip_prefix('^').map_or(("[", inner), |inner| ("[^", inner));
    translated.push_str(sign);
    let mut chars = inner.chars().peekable();
    let mut is_first = true;
    let mut last = None;
    while let Some(c) = chars.next() {
        match c {
            '-' if is_first || chars.peek().is_none() => translated.push_str(r"\-"),
            '-' => {
                // A range, between letters or digits; behind one none begins.
                let (from, to) = (last.take()?, chars.next()?);
                let is_plain = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii();
                if !is_plain(from) || !is_plain(to) {
                    return None;
                }
                translated.push('-');
                translated.push(to);
                is_first = false;
                continue;
            }
            // A backslash has taken a bracket with it, or names a class.
            '\\' | '[' => return None,
            '(' | ')' | '{' | '}' | '/' | '|' => {
                translated.push('\\');
                translated.push(c);
            }
            // Two of a sign may be an operator.
            _ if c.is_ascii_punctuation() && chars.peek() == Some(&c) => return None,
            _ => translated.push(c),
        }
        last = Some(c);
        is_first = false;
    }
    translated.push(']');
    (!is_first).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_expressions_are_told_and_others_are_not() {
        for (source, told) in [
            ("[a-z0-9_]+", "[a-z0-9_]+"),
            ("[a-z0-9_-]+", r"[a-z0-9_\-]+"),
            ("(?:ab|c){2,3}x?", "(?:ab|c){2,3}x?"),
            (r"v[0-9]+\.[0-9]+", r"v[0-9]+\.[0-9]+"),
            ("a/b", r"a\/b"),
            ("[^/|]*", r"[^\/\|]*"),
            ("é+", "é+"),
        ] {
            assert_eq!(in_javascript(source).as_deref(), Some(told), "{source}");
        }
        for source in [
            r"\d+",
            r"\w",
            "(?i)a",
            "a.b",
            "^a$",
            "[[:alpha:]]",
            "[a&&b]",
            "[a--b]",
            r"[\w]",
            "(?P<n>a)",
            "a{,3}",
            "a**",
            "a+?",
            "[]a]",
            "[a-[b]]",
            "a]",
            "[",
            "[+-/]",
            r"\bx",
        ] {
            assert_eq!(in_javascript(source), None, "{source}");
        }
    }
}
