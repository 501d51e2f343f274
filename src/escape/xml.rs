//! XML text and quoted attributes.

use super::find::{self, Finder};
use super::scan::{self, Context, adapter};
use std::borrow::Cow;
use std::fmt::{self, Write};

/// Makes any text stand as itself in XML 1.0 text and in quoted attributes.
///
/// | in | out |
/// |---|---|
/// | `&` `<` `>` | `&amp;` `&lt;` `&gt;` |
/// | `"` `'` | `&quot;` `&#39;` |
/// | TAB, LF, CR | `&#9;` `&#10;` `&#13;`, because a parser turns plain ones into spaces or LF |
/// | the other C0 controls, U+FFFE, U+FFFF | U+FFFD, because XML 1.0 forbids them, as references too |
/// | all else | itself |
///
/// # Guarantees
/// In text and between `"` or `'` of an attribute, an XML 1.0 parser gives the text back, except for the forbidden
/// characters above. The document stays well-formed. Feeds, SVG, XHTML and sitemaps are XML.
///
/// # Does not guarantee
/// * Anything in names, comments, processing instructions or `CDATA` sections, nor what an attribute's value does
///   (`href`, `onload`): see [`html`](super::html()).
/// * Trimming and collapsing of white space that an application does after parsing.
///
/// Neighbour: [`html`](super::html()) for HTML, where line feeds need no reference.
///
/// # Cost
/// Linear in the text; borrows when nothing changes; the output is at most six times as long.
///
/// # Examples
/// ```
/// use untaint::escape;
///
/// assert_eq!(escape::xml("R&D <x>\n"), "R&amp;D &lt;x&gt;&#10;");
/// assert_eq!(escape::xml("\u{8}"), "\u{FFFD}");
/// assert_eq!(escape::xml("Zoë"), "Zoë");
/// ```
#[must_use]
pub fn xml(text: &str) -> Cow<'_, str> {
    scan::escape(Markup, text)
}

adapter! {
    /// [`xml`](xml()) for `format!` and writers, without an intermediate string.
    ///
    /// # Examples
    /// ```
    /// use untaint::escape::Xml;
    ///
    /// assert_eq!(format!("<title>{}</title>", Xml("a & b")), "<title>a &amp; b</title>");
    /// assert_eq!(Xml("plain").to_string(), "plain");
    /// ```
    Xml, |text, f| scan::write(Markup, text, f)
}

#[derive(Clone, Copy)]
struct Markup;

impl Finder for Markup {
    #[inline(always)]
    fn may_change(self, byte: u8) -> bool {
        // The quotes and `&` differ from each other in two bits, which `#` shares; 0xEF begins U+FFFE and U+FFFF.
        (byte < 0x20) | (byte | 5 == 0x27) | (byte | 2 == b'>') | (byte == 0xEF)
    }

    #[inline(always)]
    fn is_plain(self, byte: u8) -> bool {
        !(find::is_control_or_beyond(byte) | (byte | 5 == 0x27) | (byte | 2 == b'>'))
    }
}

impl Context for Markup {
    fn changes(self, c: char) -> bool {
        (c.is_ascii() && c != '#') || matches!(c, '\u{FFFE}' | '\u{FFFF}')
    }

    fn write_escape<W: Write>(self, c: char, out: &mut W) -> fmt::Result {
        out.write_str(match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            '\t' => "&#9;",
            '\n' => "&#10;",
            '\r' => "&#13;",
            _ => "\u{FFFD}",
        })
    }
}
