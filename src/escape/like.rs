//! The pattern of an SQL `LIKE`.

use super::find::Finder;
use super::scan::{self, Context};
use std::borrow::Cow;
use std::fmt::{self, Write};

/// Makes any text match itself in an SQL `LIKE` pattern: `PostgreSQL`, `MySQL`, `MariaDB`, `SQLite`, Oracle.
///
/// | in | out, with `\` as the escape character |
/// |---|---|
/// | `\` (the escape character) | `\\` |
/// | `%` | `\%` |
/// | `_` | `\_` |
/// | NUL | U+FFFD, because `SQLite` ends a pattern at it and would match everything behind |
/// | all else | itself |
///
/// The statement names the same character, and takes the pattern as a bound parameter:
/// `WHERE name LIKE ? ESCAPE '\'`, with `format!("%{}%", escape::like(text, '\\'))`. Without `ESCAPE`, `SQLite`
/// and Oracle know no escape character at all. `MySQL` reads `\` in its string literals itself, so there it is
/// `ESCAPE '\\'`, or another character: `!` is read alike everywhere.
///
/// # Guarantees
/// With that `ESCAPE`, the text matches exactly itself, as far as the database's collation tells texts apart; a text
/// with NUL matches nothing that holds one.
///
/// # Does not guarantee
/// * Anything as part of the statement's text: **bind it**, this is no protection from SQL injection.
/// * T-SQL, where `[` begins a set of characters: use [`like_tsql`] there. (Not here, because standard SQL makes an
///   escape before any other character an error, as Oracle does.)
/// * DB2, and Oracle before 11.2, where the full-width `％` and `＿` are wildcards as well.
/// * `SIMILAR TO`, `REGEXP`, `GLOB` and full-text queries, which have other characters.
///
/// # Cost
/// Linear in the text; borrows when nothing changes; the output is at most three times as long (for an ASCII escape).
///
/// # Examples
/// ```
/// use untaint::escape;
///
/// assert_eq!(escape::like("100%_\\", '\\'), r"100\%\_\\");
/// assert_eq!(escape::like("100%", '!'), "100!%");
/// assert_eq!(escape::like("plain", '\\'), "plain");
/// ```
#[must_use]
pub fn like(text: &str, escape: char) -> Cow<'_, str> {
    scan::escape(Pattern::new(escape, false), text)
}

/// [`like()`] for T-SQL (SQL Server, Sybase), where `[` begins a set of characters and is escaped as well.
///
/// The other databases must not get this one: standard SQL makes an escape before `[` an error.
///
/// # Examples
/// ```
/// use untaint::escape;
///
/// assert_eq!(escape::like_tsql("[a]%", '\\'), r"\[a]\%");
/// assert_eq!(escape::like_tsql("plain", '\\'), "plain");
/// ```
#[must_use]
pub fn like_tsql(text: &str, escape: char) -> Cow<'_, str> {
    scan::escape(Pattern::new(escape, true), text)
}

/// [`like()`] for `format!` and writers, without an intermediate string: the text and the escape character.
///
/// # Examples
/// ```
/// use untaint::escape::Like;
///
/// assert_eq!(format!("%{}%", Like("50%", '\\')), r"%50\%%");
/// assert_eq!(Like("plain", '\\').to_string(), "plain");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Like<'a>(pub &'a str, pub char);

impl fmt::Display for Like<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        scan::write(Pattern::new(self.1, false), self.0, f)
    }
}

/// [`like_tsql`] for `format!` and writers, without an intermediate string: the text and the escape character.
///
/// # Examples
/// ```
/// use untaint::escape::LikeTsql;
///
/// assert_eq!(format!("{}%", LikeTsql("[a]", '!')), "![a]%");
/// assert_eq!(LikeTsql("plain", '!').to_string(), "plain");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LikeTsql<'a>(pub &'a str, pub char);

impl fmt::Display for LikeTsql<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        scan::write(Pattern::new(self.1, true), self.0, f)
    }
}

#[derive(Clone, Copy)]
struct Pattern {
    escape: char,
    /// The first byte of `escape`.
    first_of_escape: u8,
    brackets: bool,
}

impl Pattern {
    fn new(escape: char, brackets: bool) -> Self {
        // The encoding of a character is never empty.
        let first_of_escape = escape.encode_utf8(&mut [0; 4]).bytes().next().unwrap_or_default();
        Self { escape, first_of_escape, brackets }
    }
}

impl Finder for Pattern {
    #[inline(always)]
    fn may_change(self, byte: u8) -> bool {
        (byte == b'%')
            | (byte == b'_')
            | (byte == 0)
            | ((byte == b'[') & self.brackets)
            | (byte == self.first_of_escape)
    }
}

impl Context for Pattern {
    fn changes(self, c: char) -> bool {
        c == self.escape || matches!(c, '%' | '_' | '\0') || (c == '[' && self.brackets)
    }

    fn write_escape<W: Write>(self, c: char, out: &mut W) -> fmt::Result {
        if c == '\0' {
            return out.write_char('\u{FFFD}');
        }
        out.write_char(self.escape)?;
        out.write_char(c)
    }
}
