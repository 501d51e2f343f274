//! A value in a line of a log.

use super::find::Finder;
use super::scan::{self, Context, adapter};
use std::borrow::Cow;
use std::fmt::{self, Write};

/// Makes any text part of one log record: no line end, no terminal code, nothing invisible. Reversible.
///
/// | in | out |
/// |---|---|
/// | `\` | `\\` |
/// | `"` | `\"` |
/// | LF, CR, TAB | `\n` `\r` `\t` |
/// | the other C0 controls (ESC, backspace, VT, FF, FS–US, NUL), DEL, C1 (NEL, CSI), U+2028, U+2029 | `\u{1b}` |
/// | marks of direction, zero-width and other invisible characters, noncharacters | `\u{202e}` |
/// | all else, spaces too | itself |
///
/// # Guarantees
/// The text cannot begin a second record, for any reader's idea of a line; cannot move the cursor, colour or retitle
/// a terminal that shows the log; and holds no mark of direction and nothing invisible. Reading the escapes back, which
/// a Rust string literal does too, gives the text.
///
/// # Does not guarantee
/// **Fields.** Spaces and `=` stay, for the log is read by people: `user={}` would take `bob role=admin` for two
/// fields. Put the value last, or inside quotes, which it cannot leave: `user="{}"`.
/// **Looks.** Right-to-left letters move the digits and marks beside them on the screen, and a combining mark at the
/// beginning joins the character before it: another reason to put the value last, in quotes.
/// It also says nothing of secrets in the text, or its length.
///
/// Neighbours: [`html`](super::html()) for a log shown on a page; [`js_string`](super::js_string()) for a log of JSON
/// lines.
///
/// # Cost
/// Linear in the text; borrows when nothing changes; the output is at most six times as long.
///
/// # Examples
/// ```
/// use untaint::escape;
///
/// assert_eq!(escape::log_line("bob\nINFO login user=root"), r"bob\nINFO login user=root");
/// assert_eq!(escape::log_line("\u{1b}[2J"), r"\u{1b}[2J");
/// assert_eq!(escape::log_line("Zoë, 12:30"), "Zoë, 12:30");
/// ```
#[must_use]
pub fn log_line(text: &str) -> Cow<'_, str> {
    scan::escape(Record, text)
}

adapter! {
    /// [`log_line`] for `format!`, `tracing` and writers, without an intermediate string.
    ///
    /// # Examples
    /// ```
    /// use untaint::escape::LogLine;
    ///
    /// assert_eq!(format!("user=\"{}\"", LogLine("a\" b")), r#"user="a\" b""#);
    /// assert_eq!(LogLine("ann").to_string(), "ann");
    /// ```
    LogLine, |text, f| scan::write(Record, text, f)
}

#[derive(Clone, Copy)]
struct Record;

impl Finder for Record {
    #[inline(always)]
    fn may_change(self, byte: u8) -> bool {
        (byte < 0x20) | (byte == 0x7F) | (byte == b'\\') | (byte == b'"') | scan::may_begin_unseen(byte)
    }

    #[inline(always)]
    fn is_plain(self, byte: u8) -> bool {
        scan::is_in(byte, b' ', b'~') & (byte != b'\\') & (byte != b'"')
    }
}

impl Context for Record {
    fn changes(self, c: char) -> bool {
        c.is_ascii() || scan::is_unseen(c)
    }

    fn write_escape<W: Write>(self, c: char, out: &mut W) -> fmt::Result {
        match c {
            '\\' => out.write_str("\\\\"),
            '"' => out.write_str("\\\""),
            '\n' => out.write_str("\\n"),
            '\r' => out.write_str("\\r"),
            '\t' => out.write_str("\\t"),
            _ => {
                out.write_str("\\u{")?;
                scan::write_hex(u32::from(c), out)?;
                out.write_char('}')
            }
        }
    }
}
