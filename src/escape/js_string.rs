//! A string literal for JavaScript and JSON.

use super::quoted::{self, Spelling};
use super::scan::{self, adapter};
use std::fmt::{self, Write};

/// Writes any text as one JavaScript string literal, with its double quotes.
///
/// | in | out |
/// |---|---|
/// | ASCII letters and digits, space, `,` `-` `.` `_` | itself |
/// | letters and digits of other scripts that can be seen | itself |
/// | everything else up to U+FFFF: quotes, `\`, `<`, `&`, `/`, `` ` ``, `$`, controls, U+2028, bidi marks … | `\u003c` |
/// | everything else above, such as emoji | `\ud83d\ude00`, a surrogate pair |
///
/// # Guarantees
/// The result is a JavaScript string literal (also in strict mode, before ES2019, in `JSON.parse`) whose value is
/// the text, every character of it. It can be written without further escaping inside `<script>`; through
/// [`html`](super::html()) it can be written in a quoted event handler attribute: `onclick="go({})"`.
///
/// # Does not guarantee
/// * Anything inside quotes that you add, a template literal, a regular expression or a comment: put the literal
///   where an *expression* stands.
/// * That what the program does with the string is harmless: `eval`, `innerHTML`, `location =` read it again.
/// * Letters of other scripts on a page that is not served as UTF-8.
///
/// Neighbours: [`json_script`](super::json_script()) for whole values, and the better choice where there is one: data
/// beside the program instead of inside it. [`css_string`](super::css_string()) for style sheets.
///
/// # Cost
/// Linear in the text; the output is at most six times as long, plus the quotes.
///
/// # Examples
/// ```
/// use untaint::escape;
///
/// assert_eq!(escape::js_string("Zoë, 3.5"), r#""Zoë, 3.5""#);
/// assert_eq!(escape::js_string("</script>"), r#""\u003c\u002fscript\u003e""#);
///
/// let handler = format!("rename({})", escape::js_string("');alert(1);//"));
/// let button = format!("<button onclick=\"{}\">", escape::html(&handler));
/// assert!(!button.contains("');alert"));
/// ```
#[must_use]
pub fn js_string(text: &str) -> String {
    scan::collect(text, |out| quoted::write(Script, text, out))
}

adapter! {
    /// [`js_string`] for `format!` and writers, without an intermediate string.
    ///
    /// # Examples
    /// ```
    /// use untaint::escape::JsString;
    ///
    /// assert_eq!(format!("let name = {};", JsString("Ann")), r#"let name = "Ann";"#);
    /// assert_eq!(JsString("\"").to_string(), r#""\u0022""#);
    /// ```
    JsString, |text, f| quoted::write(Script, text, f)
}

#[derive(Clone, Copy)]
struct Script;

impl Spelling for Script {
    fn write_escape<W: Write>(self, c: char, out: &mut W) -> fmt::Result {
        if let Some(unit) = scan::ascii_unit(c) {
            return out.write_str(unit); // nearly all that changes
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            out.write_str("\\u")?;
            scan::write_unit(*unit, out)?;
        }
        Ok(())
    }
}
