//! Two variables of one letter each that look like one: `x = с + c`.

use super::word::Word;
use std::collections::BTreeSet;
use std::ops::Range;
use unicode_security::skeleton;

/// Whether an operator stands beside a word, blanks and brackets looked over.
pub(super) fn is_operand(text: &str, word: &Range<usize>) -> bool {
    let is_between = |c: &char| matches!(c, ' ' | '\t' | '(' | ')' | '[' | ']');
    let is_operator = |c: char| "=+-*/%<>&|^!~".contains(c);
    // A limit, because each word asks.
    let (before, behind) = (&text[..word.start], &text[word.end..]); // a word's own range
    let last = before.chars().rev().take(FAR).find(|c| !is_between(c));
    let next = behind.chars().take(FAR).find(|c| !is_between(c));
    last.is_some_and(is_operator) || next.is_some_and(is_operator)
}

/// How far an operator may stand from its operand.
const FAR: usize = 8;

/// Those of a line's words of one letter that have a twin of ASCII in it, an operator beside it as well. The line
/// goes up to a byte.
pub(super) fn find(text: &str, end: usize, singles: &mut Vec<Word>, found: &mut Vec<Word>) {
    if singles.is_empty() {
        return;
    }
    let line = &text[..end]; // between characters
    let start = line.rfind(super::characters::is_paragraph_end).map_or(0, |at| {
        at + line[at..].chars().next().map_or(0, char::len_utf8) // a character begins there
    });
    let is_part = |c: char| c == '_' || c.is_alphanumeric();
    let mut twins = BTreeSet::new();
    let mut before = ' ';
    let mut chars = line[start..].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let is_alone = !is_part(before) && !chars.peek().is_some_and(|(_, next)| is_part(*next));
        before = c;
        if is_alone && c.is_ascii_alphabetic() && is_operand(text, &(start + at..start + at + 1)) {
            twins.insert(looks(c));
        }
    }
    found.extend(singles.drain(..).filter(|word| twins.contains(&looks(word.character))));
}

/// What a letter looks like (UTS #39 section 4).
fn looks(c: char) -> String {
    skeleton(c.encode_utf8(&mut [0; 4])).collect()
}
