//! One cell of a CSV file that people open in a spreadsheet.

use super::find::{self, Finder};
use super::scan::{self, Context, adapter, is_unseen};
use std::borrow::Cow;
use std::fmt::{self, Write};

/// Makes any text one cell of a CSV file that no spreadsheet runs as a formula. Lossy: such a text gets a `'` before
/// it.
///
/// | in | out |
/// |---|---|
/// | first character, white space and invisible ones aside, is `=` `+` `-` `@` or a full-width `＝` `＋` `－` `＠`, and the text is no plain number (`-12.5`) | `'` before the text |
/// | TAB, CR or LF among the white space at the beginning | `'` before the text |
/// | the text begins with `sep=`, in any case, white space and invisible ones aside | `'` before it: in a file's first cell a spreadsheet would take it for the separator |
/// | `,` `;` `\|` TAB CR LF or `"` anywhere, white space at either end | the cell in `"`, each `"` doubled (RFC 4180) |
/// | NUL | U+FFFD |
/// | all else | itself |
///
/// # Guarantees
/// A reader of RFC 4180 gets one cell with the text, but for the `'` and NUL above. The cell stays one also where the
/// spreadsheet's separator is `;`, TAB or `|`, as it is in many countries, and begins no formula there.
///
/// # Does not guarantee
/// * Other spellings of numbers: of what begins with a sign only a plain number stays (`-12.5`, `+3`: the sign, ASCII
///   digits, and at most one `.` with digits on both sides); `-5e3`, `-1,000` and `- 5` get the `'`, because `-5+cmd|…`
///   begins the same way.
/// * That the `'` disappears: spreadsheets show it in cells that come from CSV.
/// * Readers that split lines before they read quotes.
///
/// # Cost
/// Linear in the text; borrows when nothing changes; the output is at most three times as long, plus three bytes.
///
/// # Examples
/// ```
/// use untaint::escape;
///
/// assert_eq!(escape::csv_cell("=1+1"), "'=1+1");
/// assert_eq!(escape::csv_cell("Smith, \"Al\""), "\"Smith, \"\"Al\"\"\"");
/// assert_eq!(escape::csv_cell("3 apples"), "3 apples");
/// ```
#[must_use]
pub fn csv_cell(text: &str) -> Cow<'_, str> {
    let is_plain = find::first(Plain, text.as_bytes()).is_none();
    if is_plain && !begins_formula(text) && !has_space_at_end(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(scan::collect(text, |out| write(text, out)))
}

/// Makes any text one that no spreadsheet runs as a formula, without the quotes of a cell: for a library that writes
/// them, such as the crate `csv`. Lossy: a text that begins as a formula does gets a `'` before it.
///
/// The rule is that of [`csv_cell`], whose table and guarantees hold once the library has written the quotes. Let it
/// quote every field (`QuoteStyle::Always`), or a spreadsheet with another separator reads two cells of one.
///
/// # Cost
/// Linear in the text; borrows when nothing changes; the output is at most three times as long, plus one byte.
///
/// # Examples
/// ```
/// use untaint::escape;
///
/// assert_eq!(escape::csv_formula("=1+1"), "'=1+1");
/// assert_eq!(escape::csv_formula("-12.5"), "-12.5");
/// assert_eq!(escape::csv_formula("Smith, \"Al\""), "Smith, \"Al\"");
/// ```
#[must_use]
pub fn csv_formula(text: &str) -> Cow<'_, str> {
    let guarded = if begins_formula(text) { "'" } else { "" };
    if guarded.is_empty() && !text.contains('\0') {
        return Cow::Borrowed(text);
    }
    Cow::Owned([guarded, &text.replace('\0', "\u{FFFD}")].concat())
}

adapter! {
    /// [`csv_cell`] for `format!` and writers, without an intermediate string.
    ///
    /// # Examples
    /// ```
    /// use untaint::escape::CsvCell;
    ///
    /// assert_eq!(format!("{},{}\r\n", 7, CsvCell("a;b")), "7,\"a;b\"\r\n");
    /// assert_eq!(CsvCell("@x").to_string(), "'@x");
    /// ```
    CsvCell, |text, f| write(text, f)
}

/// Whether a text is a sign, digits, and at most one `.` between digits: a number for every program, and nothing else.
fn is_signed_number(text: &str) -> bool {
    let Some(digits) = text.strip_prefix(['-', '+']) else { return false };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, fraction].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn begins_formula(text: &str) -> bool {
    if is_signed_number(text) {
        return false;
    }
    // Spreadsheets trim some of what is skipped here, and drop a byte order mark at the beginning of a file.
    let is_skipped = |c: char| c.is_whitespace() || is_unseen(c);
    let seen = text.trim_start_matches(is_skipped);
    let skipped = &text[..text.len() - seen.len()]; // what `seen` is the rest of
    skipped.contains(['\t', '\r', '\n'])
        || seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || seen.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep="))
}

fn needs_quotes(text: &str) -> bool {
    find::first(Separators, text.as_bytes()).is_some() || has_space_at_end(text)
}

fn has_space_at_end(text: &str) -> bool {
    text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace)
}

/// What stands only between quotes.
#[derive(Clone, Copy)]
struct Separators;

impl Finder for Separators {
    #[inline(always)]
    fn may_change(self, byte: u8) -> bool {
        (byte == b'"')
            | (byte == b',')
            | (byte == b';')
            | (byte == b'|')
            | (byte.wrapping_sub(b'\t') <= b'\n' - b'\t')
            | (byte == b'\r')
    }
}

/// What makes a text anything but a plain cell, wherever it stands.
#[derive(Clone, Copy)]
struct Plain;

impl Finder for Plain {
    #[inline(always)]
    fn may_change(self, byte: u8) -> bool {
        Separators.may_change(byte) | (byte == 0)
    }
}

/// The inside of a cell.
#[derive(Clone, Copy)]
struct Inside;

impl Finder for Inside {
    #[inline(always)]
    fn may_change(self, byte: u8) -> bool {
        (byte == b'"') | (byte == 0)
    }
}

impl Context for Inside {
    fn changes(self, _: char) -> bool {
        true
    }

    fn write_escape<W: Write>(self, c: char, out: &mut W) -> fmt::Result {
        out.write_str(if c == '\0' { "\u{FFFD}" } else { "\"\"" })
    }
}

fn write<W: Write>(text: &str, out: &mut W) -> fmt::Result {
    let quoted = needs_quotes(text);
    if quoted {
        out.write_char('"')?;
    }
    if begins_formula(text) {
        out.write_char('\'')?;
    }
    scan::write(Inside, text, out)?;
    if quoted { out.write_char('"') } else { Ok(()) }
}
