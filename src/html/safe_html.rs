//! The HTML that was cleaned.

use super::encode::push_escaped;
use std::borrow::Cow;
use std::fmt;

/// HTML that runs nothing in the body of a page.
///
/// # Guarantees
/// Between the tags of an element that may hold blocks (`body`, `div`, `td`, `section`), in a page served as
/// `text/html; charset=utf-8` or by `innerHTML`, it runs no script, and holds only elements, attributes and links that
/// its policy lists. Its tags are balanced, so nothing behind it is swallowed: what a browser builds from it is what
/// was written.
///
/// # Does not guarantee
/// * Anything inside `p`, `a`, `pre`, `button`, a heading or the rows of a table: blocks and links end those early,
///   so the page's tree changes (nothing runs). Only [`HtmlPolicy::inline`](super::HtmlPolicy::inline) without `a`
///   fits everywhere.
/// * Anything inside `textarea`, `title`, `script`, `style`, `noscript`, `template`, `svg`, a comment or an
///   attribute, where other rules hold. For those see [`escape`](crate::escape).
/// * That cleaning it again changes nothing. [`sanitize`](super::sanitize) promises that for its own output under the
///   same policy, where nothing was truncated.
/// * That a script of the page leaves it alone: a framework that looks for `{{`, or for attributes that the policy
///   lists, is a hole of its own. That links and pictures are friendly, or that they load nothing.
///
/// It is made by this module's functions only, and by [`html_literal!`](crate::html_literal), whose check stands in
/// for the policy. Unlike other safe types it has `Display`, because text of a page is where it belongs.
///
/// # Examples
/// ```
/// use untaint::html::{self, HtmlPolicy, SafeHtml};
///
/// let note = html::sanitize("<b>Hi", HtmlPolicy::inline());
/// let by = SafeHtml::from_text("<Ann>");
/// assert_eq!(format!("<div>{note} {by}</div>"), "<div><b>Hi</b> &lt;Ann&gt;</div>");
/// ```
/// ```compile_fail
/// let html = untaint::html::SafeHtml { text: "<script>".into() };
/// ```
#[derive(Debug, Clone, Default)]
pub struct SafeHtml<'a> {
    text: Cow<'a, str>,
}

crate::safe::safe_text!(SafeHtml);

impl<'a> SafeHtml<'a> {
    pub(super) const fn borrowed(html: &'a str) -> Self {
        Self { text: Cow::Borrowed(html) }
    }

    /// The caller has seen to it that this is what the type promises.
    pub(crate) fn owned(html: String) -> Self {
        Self { text: Cow::Owned(html) }
    }

    /// Plain text as HTML that shows it, in the spelling of [`sanitize`](super::sanitize); NUL, which no page can
    /// show, goes.
    ///
    /// # Cost
    /// Linear in the length in bytes; borrows when nothing has to change.
    ///
    /// # Examples
    /// ```
    /// use untaint::html::SafeHtml;
    ///
    /// assert_eq!(SafeHtml::from_text("plain"), "plain");
    /// assert_eq!(SafeHtml::from_text("<b>&amp;"), "&lt;b&gt;&amp;amp;");
    /// ```
    #[must_use]
    pub fn from_text(text: &'a str) -> Self {
        if super::encode::is_plain(text.as_bytes()) {
            return Self::borrowed(text);
        }
        let mut html = String::with_capacity(text.len() + text.len() / 8 + 8);
        push_escaped(&mut html, &text.replace('\0', ""), false);
        Self::owned(html)
    }

    /// The pieces one behind the other.
    ///
    /// # Examples
    /// ```
    /// use untaint::html::{self, HtmlPolicy, SafeHtml};
    ///
    /// let name = SafeHtml::from_text("Ann & Bob: ");
    /// let note = html::sanitize("<i>hello", HtmlPolicy::inline());
    /// assert_eq!(SafeHtml::concat([name, note]), "Ann &amp; Bob: <i>hello</i>");
    /// ```
    #[must_use]
    pub fn concat<'b>(pieces: impl IntoIterator<Item = SafeHtml<'b>>) -> SafeHtml<'static> {
        SafeHtml::join(pieces, &SafeHtml::default())
    }

    /// The pieces with another between them.
    ///
    /// # Examples
    /// ```
    /// use untaint::html::{self, HtmlPolicy, SafeHtml};
    ///
    /// let lines = ["1 < 2", "3"].map(SafeHtml::from_text);
    /// let line_break = html::sanitize("<br>", HtmlPolicy::inline());
    /// assert_eq!(SafeHtml::join(lines, &line_break), "1 &lt; 2<br>3");
    /// ```
    #[must_use]
    pub fn join<'b>(
        pieces: impl IntoIterator<Item = SafeHtml<'b>>,
        separator: &SafeHtml<'_>,
    ) -> SafeHtml<'static> {
        let mut html = String::new();
        for (place, piece) in pieces.into_iter().enumerate() {
            if place > 0 {
                html.push_str(&separator.text);
            }
            html.push_str(&piece.text);
        }
        SafeHtml::owned(html)
    }
}

impl fmt::Display for SafeHtml<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
