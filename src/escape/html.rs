//! HTML text and quoted attributes.

use super::blocks;
use super::scan::adapter;
use std::borrow::Cow;

/// Makes any text stand as itself in HTML text and in quoted attributes.
///
/// | in | out |
/// |---|---|
/// | `&` | `&amp;` |
/// | `<` | `&lt;` |
/// | `>` | `&gt;` |
/// | `"` | `&quot;` |
/// | `'` | `&#39;` |
/// | CR | `&#13;`, because a parser turns a plain CR into LF |
/// | NUL | U+FFFD, because a parser drops or replaces it and no reference names it |
/// | all else | itself |
///
/// # Guarantees
/// In text, in `title` and `textarea`, and between `"` or `'` of an attribute, an HTML parser gives the text back,
/// except that NUL is U+FFFD. No tag, attribute, comment or character reference begins or ends in the result.
///
/// # Does not guarantee
/// * Anything in an **unquoted** attribute, a tag or attribute name, a comment, `script` or `style`: see the
///   [module](super) for what stands there.
/// * That an attribute's value is harmless. `href="javascript:…"` runs, however it is escaped: check links with
///   [`uri::check`](crate::uri::check). `onclick` takes a program, `style` a style sheet, `srcdoc` a document.
/// * A line feed directly behind `<textarea>`, `<pre>` or `<listing>`: the parser drops one there. Write a line feed
///   of your own behind the tag.
///
/// Neighbours: [`xml`](super::xml()) for XML and XHTML, [`html_comment`](super::html_comment()) for comments,
/// [`js_string`](super::js_string()) inside event handlers (then `html` around it).
///
/// # Cost
/// Linear in the text; borrows when nothing changes; the output is at most six times as long.
///
/// # Examples
/// ```
/// use untaint::escape;
///
/// assert_eq!(escape::html("Tom & Jerry's <b>"), "Tom &amp; Jerry&#39;s &lt;b&gt;");
/// assert!(matches!(escape::html("plain text"), std::borrow::Cow::Borrowed(_)));
/// ```
#[must_use]
pub fn html(text: &str) -> Cow<'_, str> {
    blocks::escape(text)
}

/// Appends what [`html`] returns, for pages that are built in one string.
///
/// # Guarantees
/// Those of [`html`]; what stood in `out` before stays as it is.
///
/// # Does not guarantee
/// That `out` ends where a text may stand: the end of what you wrote there decides the context.
///
/// # Cost
/// Linear in the text; allocates only where `out` has to grow, and appends at most six times the text's length.
///
/// # Examples
/// ```
/// use untaint::escape;
///
/// let mut page = String::from("<p>");
/// escape::html_into(&mut page, "Tom & Jerry");
/// page.push_str("</p>");
/// assert_eq!(page, "<p>Tom &amp; Jerry</p>");
/// ```
pub fn html_into(out: &mut String, text: &str) {
    blocks::append(text, out);
}

adapter! {
    /// [`html`] for `format!` and writers, without an intermediate string.
    ///
    /// # Examples
    /// ```
    /// use untaint::escape::Html;
    ///
    /// assert_eq!(format!("<p>{}</p>", Html("1 < 2")), "<p>1 &lt; 2</p>");
    /// assert_eq!(Html("plain").to_string(), "plain");
    /// ```
    Html, |text, f| blocks::write(text, f)
}
