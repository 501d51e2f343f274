//! Separators, and what only looks like one.

use memchr::memrchr2;

/// What follows the last `/` or `\` but those at the very end, and where it begins in the text.
pub(super) fn last_segment(text: &str) -> (&str, usize) {
    let text = text.trim_end_matches(['/', '\\']);
    // Both bytes are whole characters.
    let start = memrchr2(b'/', b'\\', text.as_bytes()).map_or(0, |at| at + 1);
    (&text[start..], start)
}

/// Whether a character looks like a slash or backslash, or holds one in compatibility normal form.
///
/// Symbols only: letters such as `ノ` and `丿` are those of names. `？` and `：` stay too, which people write because
/// `?` and `:` are not allowed.
pub(super) fn is_slash_alike(c: char) -> bool {
    matches!(
        c,
        '\u{2044}' | '\u{2215}' | '\u{2216}' | '\u{2571}' | '\u{2572}' | '\u{27CB}' | '\u{27CD}' | '\u{29F5}'
            | '\u{29F8}' | '\u{29F9}' | '\u{FE68}' | '\u{FF0F}' | '\u{FF3C}'
            // `a/c`, `a/s`, `c/o`, `c/u`
            | '\u{2100}' | '\u{2101}' | '\u{2105}' | '\u{2106}'
    )
}

/// Whether a character is a full stop, or one in compatibility normal form and nothing else.
pub(super) fn is_full_stop(c: char) -> bool {
    matches!(c, '.' | '\u{2024}' | '\u{FE52}' | '\u{FF0E}')
}

/// Whether a character is the `-` that options begin with, or one in compatibility normal form. Hyphens and the minus
/// sign are signs of their own: `−5 °C.csv` is not `5 °C.csv`.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{FE63}' | '\u{FF0D}')
}

/// Whether a character is a full stop or several.
pub(super) fn is_dots(c: char) -> bool {
    is_full_stop(c) || matches!(c, '\u{2025}' | '\u{2026}' | '\u{FE19}' | '\u{FE30}')
}
