//! Escaping, one function per output context.

use std::borrow::Cow;

/// Text for HTML text and quoted attributes (placeholder body until the module lands).
#[must_use]
pub fn html(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\r' => out.push_str("&#13;"),
            '\0' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}
