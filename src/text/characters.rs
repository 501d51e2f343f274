//! Questions about single characters, and the lines that they end.

use super::class::TextClass;
use crate::chars;

/// Where a paragraph ends: what Unicode calls a paragraph separator, and what this crate writes as LF.
pub(super) fn is_paragraph_end(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether something is seen: no control, and nothing that may be taken away for being invisible.
pub(super) fn is_visible(class: Option<TextClass>) -> bool {
    class.is_none_or(|class| !class.is_unseen())
}

/// A letter or digit of a script that runs from right to left.
pub(super) fn is_right_to_left(c: char) -> bool {
    let is_of_such_a_script = matches!(c,
        '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}');
    is_of_such_a_script && chars::is_alphanumeric(c) && !chars::is_mark(c)
}

/// The lines of a text and where each begins. VT and FF are in them, for a prompt takes those for keys.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    let is_end = |c: char| is_paragraph_end(c) && !matches!(c, '\u{B}' | '\u{C}');
    text.split_inclusive(is_end).map(move |line| {
        let at = start;
        start += line.len();
        (at, line.trim_end_matches(is_end))
    })
}
