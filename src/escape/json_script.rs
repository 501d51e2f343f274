//! JSON inside a `script` element.

use super::find::Finder;
use super::scan::{self, Context, adapter};
use std::borrow::Cow;
use std::fmt::{self, Write};

/// Makes serialised JSON stand inside a `script` element, as data or as an expression.
///
/// | in | out |
/// |---|---|
/// | `<` | `\u003c` |
/// | `>` | `\u003e` |
/// | `&` | `\u0026` |
/// | U+2028, U+2029 | `\u2028`, `\u2029` |
/// | all else | itself |
///
/// In JSON these characters stand only inside strings, where the escape means the same character.
///
/// # Guarantees
/// For JSON, the result is JSON of the same value, and JavaScript. Whatever the text, the `script` element cannot be
/// left: neither `</script` nor `<!--` stands in the result.
///
/// # Does not guarantee
/// * Anything but that about text that is **no** JSON: it is still no JSON, and as an expression it is a program that
///   the text's author wrote. Hand over what a serialiser wrote, never what a visitor sent.
/// * A key `__proto__` in an object literal sets the prototype. As data (`<script type="application/json">`
///   and `JSON.parse`) it is a key like any other, so prefer that form.
/// * Anything in attributes: use [`html`](super::html()) there, on the JSON itself.
///
/// Neighbours: `json_script_of` (feature `serde`) writes the whole element; [`js_string`](super::js_string()) takes
/// one text that is not JSON yet.
///
/// # Cost
/// Linear in the text; borrows when nothing changes; the output is at most six times as long.
///
/// # Examples
/// ```
/// use untaint::escape;
///
/// let json = r#"{"name":"</script><script>alert(1)"}"#;
/// assert_eq!(
///     escape::json_script(json),
///     r#"{"name":"\u003c/script\u003e\u003cscript\u003ealert(1)"}"#
/// );
/// assert_eq!(escape::json_script("[1,2]"), "[1,2]");
/// ```
#[must_use]
pub fn json_script(json: &str) -> Cow<'_, str> {
    scan::escape(InScript, json)
}

adapter! {
    /// [`json_script`] for `format!` and writers, without an intermediate string.
    ///
    /// # Examples
    /// ```
    /// use untaint::escape::JsonScript;
    ///
    /// assert_eq!(JsonScript(r#"["<"]"#).to_string(), r#"["\u003c"]"#);
    /// assert_eq!(JsonScript("[]").to_string(), "[]");
    /// ```
    JsonScript, |text, f| scan::write(InScript, text, f)
}

/// Writes a value as a whole `<script type="application/json" id="…">` element.
///
/// The page's own program reads it with `JSON.parse(document.getElementById(id).textContent)`. The browser does not
/// run it, so a content security policy without `unsafe-inline` lets it stand.
///
/// # Guarantees
/// One element, whose text is JSON of the value; the `id` is escaped like any attribute.
///
/// # Errors
/// [`EscapeErrorKind::Json`](super::EscapeErrorKind::Json) when the value cannot be JSON: a map whose keys are not
/// strings, or an error of its own `Serialize`. The serialiser's message may quote the value, so it is dropped.
///
/// # Examples
/// ```
/// use std::collections::BTreeMap;
/// use untaint::escape;
///
/// assert_eq!(
///     escape::json_script_of("user", &["Ann", "</script>"])?,
///     r#"<script type="application/json" id="user">["Ann","\u003c/script\u003e"]</script>"#
/// );
/// let no_json = BTreeMap::from([((1, 2), "keys of objects are strings")]);
/// assert_eq!(escape::json_script_of("map", &no_json).unwrap_err().code(), "escape.json");
/// # Ok::<(), escape::EscapeError>(())
/// ```
#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
pub fn json_script_of<T>(id: &str, value: &T) -> Result<String, super::EscapeError>
where
    T: serde::Serialize + ?Sized,
{
    let json = serde_json::to_string(value).map_err(|_| super::EscapeErrorKind::Json)?;
    let (id, json) = (super::html(id), json_script(&json));
    Ok(format!("<script type=\"application/json\" id=\"{id}\">{json}</script>"))
}

#[derive(Clone, Copy)]
struct InScript;

impl Finder for InScript {
    #[inline(always)]
    fn may_change(self, byte: u8) -> bool {
        // 0xE2 begins U+2028 and U+2029.
        (byte | 2 == b'>') | (byte == b'&') | (byte == 0xE2)
    }
}

impl Context for InScript {
    fn changes(self, c: char) -> bool {
        matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}')
    }

    fn write_escape<W: Write>(self, c: char, out: &mut W) -> fmt::Result {
        out.write_str(match c {
            '<' => "\\u003c",
            '>' => "\\u003e",
            '&' => "\\u0026",
            '\u{2028}' => "\\u2028",
            _ => "\\u2029",
        })
    }
}
