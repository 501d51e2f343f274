//! A string for style sheets.

use super::quoted::{self, Spelling};
use super::scan::{self, adapter};
use std::fmt::{self, Write};

/// Writes any text as one CSS string, with its double quotes.
///
/// | in | out |
/// |---|---|
/// | ASCII letters and digits, space, `,` `-` `.` `_` | itself |
/// | letters and digits of other scripts that can be seen | itself |
/// | NUL | U+FFFD, because CSS has no spelling for it |
/// | everything else: quotes, `\`, `<`, `&`, `(`, `;`, `}`, line ends, controls, emoji … | `\3c `, hexadecimal and a space |
///
/// # Guarantees
/// Where a style sheet takes a string (`content`, a quoted font name, an attribute selector's value), its value is
/// the text, except that NUL is U+FFFD. It can be written without further escaping inside `<style>`, and through
/// [`html`](super::html()) in a quoted `style` attribute.
///
/// # Does not guarantee
/// * Anything as a bare value (a colour, a number, a name): check those against a list or parse them.
/// * That a URL in it is harmless: `url("…")` and `@import "…"` fetch it. Check it with
///   [`uri::check_resource`](crate::uri::check_resource) first.
///
/// Neighbours: [`js_string`](super::js_string()) for scripts, [`html`](super::html()) for attributes.
///
/// # Cost
/// Linear in the text; the output is at most four times as long, plus the quotes.
///
/// # Examples
/// ```
/// use untaint::escape;
///
/// assert_eq!(escape::css_string("Open Sans"), r#""Open Sans""#);
/// assert_eq!(escape::css_string("\"}"), r#""\22 \7d ""#);
/// ```
#[must_use]
pub fn css_string(text: &str) -> String {
    scan::collect(text, |out| quoted::write(StyleSheet, text, out))
}

adapter! {
    /// [`css_string`] for `format!` and writers, without an intermediate string.
    ///
    /// # Examples
    /// ```
    /// use untaint::escape::CssString;
    ///
    /// assert_eq!(format!("p::before{{content:{}}}", CssString("a")), r#"p::before{content:"a"}"#);
    /// assert_eq!(CssString("<").to_string(), r#""\3c ""#);
    /// ```
    CssString, |text, f| quoted::write(StyleSheet, text, f)
}

#[derive(Clone, Copy)]
struct StyleSheet;

impl Spelling for StyleSheet {
    fn write_escape<W: Write>(self, c: char, out: &mut W) -> fmt::Result {
        if c == '\0' {
            return out.write_char('\u{FFFD}');
        }
        // The space belongs to the escape: without it a following `a` would be one more digit.
        out.write_char('\\')?;
        scan::write_hex(u32::from(c), out)?;
        out.write_char(' ')
    }
}
