//! The pattern of an SQL `LIKE`.

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
#[doc(alias = "escape_like")]
#[doc(alias = "sanitize_sql_like")]
pub fn like(text: &str, escape: char) -> Cow<'_, str> {
    scan::escape(Pattern { escape, brackets: false }, text)
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
    scan::escape(Pattern { escape, brackets: true }, text)
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
        scan::write(Pattern { escape: self.1, brackets: false }, self.0, f)
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
        scan::write(Pattern { escape: self.1, brackets: true }, self.0, f)
    }
}

#[derive(Clone, Copy)]
struct Pattern {
    escape: char,
    brackets: bool,
}

impl Context for Pattern {
    fn looks(self, first_byte: u8) -> bool {
        // A non-ASCII escape character is rare enough to look at every character's first byte then.
        let may_be_escape = if self.escape.is_ascii() {
            u32::from(first_byte) == u32::from(self.escape)
        } else {
            first_byte >= 0xC0
        };
        matches!(first_byte, b'%' | b'_' | b'[' | 0) || may_be_escape
    }

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
