//! Normal form C of a name, which most have already.

use crate::chars;
use unicode_normalization::char::compose;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The text in normal form C; `None` if it has that form.
///
/// Before a character that is [composed alone](chars::is_composed_alone) nothing composes with what follows
/// (UAX #15, section 9.1), so only the pieces between two such places are composed of which one holds a mark, or
/// another character that may compose.
pub(super) fn composed(text: &str) -> Option<String> {
    let mut out: Option<String> = None;
    let mut copied = 0;
    // Where the last character begins that is composed alone. All of these are boundaries of characters.
    let (mut piece, mut at) = (0, 0);
    while let Some(byte) = text.as_bytes().get(at) {
        if byte.is_ascii() {
            piece = at;
            at += 1;
            continue;
        }
        let mut chars = text[at..].chars(); // a character begins there
        let Some(c) = chars.next() else { break };
        if chars::is_composed_alone(c) {
            piece = at;
            at += c.len_utf8();
            continue;
        }
        let is_alone = |c: char| c.is_ascii() || chars::is_composed_alone(c);
        let end = text.len() - chars.as_str().trim_start_matches(|c| !is_alone(c)).len();
        let written = &text[piece..end];
        let letter = letter_and_mark(written);
        if letter.is_some() || !is_composed(written) {
            let out = out.get_or_insert_with(|| String::with_capacity(text.len()));
            out.push_str(&text[copied..piece]);
            match letter {
                Some(letter) => out.push(letter),
                None => out.extend(written.nfc()),
            }
            copied = end;
        }
        (piece, at) = (end, end);
    }
    let mut out = out?;
    out.push_str(&text[copied..]); // behind a whole piece
    Some(out)
}

/// Whether a piece is in normal form C already.
fn is_composed(piece: &str) -> bool {
    match is_nfc_quick(piece.chars()) {
        IsNormalized::Yes => true,
        IsNormalized::No | IsNormalized::Maybe => piece.nfc().eq(piece.chars()),
    }
}

/// What a letter of ASCII and one mark compose to: nearly all of what a name in normal form D needs.
fn letter_and_mark(piece: &str) -> Option<char> {
    let mut chars = piece.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some(letter), Some(mark), None) if letter.is_ascii() => compose(letter, mark),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_composed_as_the_whole_is() {
        let all: Vec<char> = ('\0'..=char::MAX)
            .filter(|c| !chars::is_composed_alone(*c) && !c.is_ascii())
            // All marks, and some of what Unicode has no character for or composes by its form alone.
            .filter(|c| chars::is_combining_mark(*c) || u32::from(*c) % 997 == 0)
            .collect();
        let marks =
            ['\u{301}', '\u{323}', '\u{344}', '\u{94D}', '\u{1161}', '\u{11A8}', '\u{3099}', '\u{9BE}'];
        for c in all.iter().copied().filter(|c| !matches!(c, '\u{AC00}'..='\u{D7A3}')) {
            for mark in marks {
                for text in [
                    format!("e{c}"),
                    format!("a{mark}{c}b"),
                    format!("é{c}{mark}"),
                    format!("{c}{mark}가{c}"),
                ] {
                    let whole: String = text.nfc().collect();
                    assert_eq!(composed(&text).as_deref().unwrap_or(&text), whole, "{text:?}");
                    assert_eq!(composed(&text).is_some(), whole != text, "{text:?}");
                }
            }
        }
    }
}
