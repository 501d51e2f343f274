//! Words that are not the Latin words they look like (UTS #39 sections 4 and 5).

use super::characters::is_paragraph_end;
use super::class::{TextClass, class_of_character};
use super::science::{is_in_an_address, is_of_science};
use super::word::Word;
use super::{signs, twins};
use crate::bytes::have;
use crate::chars::{self, Character};
use std::ops::Range;
use unicode_security::MixedScript;

/// The words of a text that look like Latin ones, and signs that look like ASCII; in no order.
pub(super) fn find(text: &str) -> Vec<Word> {
    let begins = begins(text.as_bytes());
    let mut found = if begins.signs { signs::find(text) } else { Vec::new() };
    if !begins.alphabets || !text.chars().any(is_of_an_alphabet) {
        return found;
    }
    let mut whole = Whole::default();
    let mut line = Line::default();
    let mut word: Option<(usize, Letters)> = None;
    for (start, piece) in pieces(text) {
        if is_plain_cyrillic(piece) {
            whole.has_own_words = true;
            continue;
        }
        for (at, c) in piece.char_indices() {
            let at = start + at;
            let is_part = if c.is_ascii() {
                if c.is_ascii_alphabetic() {
                    word.get_or_insert_with(|| (at, Letters::default())).1.add_latin();
                    continue;
                }
                c.is_ascii_digit()
            } else {
                let character = chars::of(c);
                if character.is_alphabetic() {
                    word.get_or_insert_with(|| (at, Letters::default())).1.add(c);
                    continue;
                }
                is_part(character)
            };
            if is_part {
                word.get_or_insert_with(|| (at, Letters::default()));
                continue;
            }
            if let Some((from, letters)) = word.take() {
                line.add(text, from..at, &letters);
            }
            if is_paragraph_end(c) {
                twins::find(text, at, &mut line.singles, &mut found);
                whole.add(std::mem::take(&mut line), &mut found);
            }
        }
    }
    if let Some((from, letters)) = word {
        line.add(text, from..text.len(), &letters);
    }
    twins::find(text, text.len(), &mut line.singles, &mut found);
    whole.add(line, &mut found);
    if whole.has_latin_words && !whole.has_own_words {
        found.extend(whole.undecided);
    }
    found
}

/// The text by its LF, each of which ends a line, and where each piece begins.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |piece| {
        let at = start;
        start += piece.len();
        (at, piece)
    })
}

/// Whether all letters of a line are Cyrillic, and one of them is like none of Latin. So no word is mixed, and none
/// counts for looking like a Latin one: the answer for nearly each line of such a text, without its words.
fn is_plain_cyrillic(line: &str) -> bool {
    // The letters of U+0400 to U+047F, and no letter of ASCII, nor anything else beyond it, nor another line end.
    let is_else = |byte: u8| {
        byte.is_ascii_alphabetic() | matches!(byte, 0xB..=b'\r') | ((byte >= 0xC0) & (byte & 0xFE != 0xD0))
    };
    !have(line.as_bytes(), is_else) && line.chars().any(|c| !c.is_ascii() && !chars::looks_like_ascii(c))
}

/// Whether a character that is neither ASCII nor a letter belongs to a word: digits, marks, and what is invisible
/// between them.
fn is_part(character: Character) -> bool {
    character.is_alphanumeric()
        || character.is_mark()
        || class_of_character(character).is_some_and(|class| class.is_unseen() && !character.is_control())
}

/// What may begin in a text, by its bytes.
#[derive(Clone, Copy, Default)]
struct Begins {
    /// Characters of [`signs`].
    signs: bool,
    /// Letters of full width may be among them.
    wide: bool,
    /// Letters of an [`alphabet`].
    alphabets: bool,
}

/// Most scripts have neither, and a look at the bytes tells so.
fn begins(bytes: &[u8]) -> Begins {
    let mut begins = Begins::default();
    // Two loops over a piece, each of which becomes vector code.
    for piece in bytes.chunks(256) {
        begins.signs |= have(piece, may_begin_sign);
        begins.wide |= have(piece, |byte| byte == 0xEF);
        begins.alphabets |= have(piece, may_begin_letter);
    }
    // Punctuation of Chinese has the same first byte as these letters.
    begins.signs |= begins.wide && has_wide_letter(bytes);
    begins
}

/// Whether there are letters of full width, by the last two of their bytes.
fn has_wide_letter(bytes: &[u8]) -> bool {
    bytes.iter().zip(bytes.get(1..).unwrap_or_default()).fold(false, |found, (byte, last)| {
        found
            | ((*byte == 0xBC) & (last.wrapping_sub(0xA1) <= 0xBA - 0xA1))
            | ((*byte == 0xBD) & (last.wrapping_sub(0x81) <= 0x9A - 0x81))
    })
}

/// Whether one of the [`signs`] begins with a byte. Without `||`, which would be branches and no vector code.
const fn may_begin_sign(byte: u8) -> bool {
    let two = (byte == 0xC7) | (byte == 0xC9) | (byte == 0xCB) | (byte == 0xCD);
    two | (byte == 0xE1) | (byte == 0xE2) | (byte == 0xF0)
}

/// Whether a letter of an [`alphabet`] begins with a byte.
const fn may_begin_letter(byte: u8) -> bool {
    let two = byte.wrapping_sub(0xCD) <= 0xD6 - 0xCD;
    two | (byte == 0xE1) | (byte == 0xE2) | (byte == 0xEA) | (byte == 0xF0)
}

/// What the words of a line are made of.
#[derive(Default)]
struct Line {
    has_latin_words: bool,
    /// There is a letter that Latin has nothing like.
    has_own_words: bool,
    /// Words of several scripts.
    mixed: Vec<Word>,
    /// Words that look like Latin ones; they count in a Latin text only.
    alike: Vec<Word>,
    /// Words of one letter that looks like one of ASCII, with an operator beside.
    singles: Vec<Word>,
}

impl Line {
    /// The next word.
    fn add(&mut self, text: &str, range: Range<usize>, letters: &Letters) {
        let word = &text[range.clone()]; // places that `char_indices` gave
        if letters.is_mixed {
            let alike = word.chars().find(|c| chars::looks_like_ascii(*c));
            let is_wrong =
                || !word.is_single_script() && (!is_of_science(word) || is_in_an_address(text, &range));
            if let Some(character) = alike.filter(|_| is_wrong()) {
                self.mixed.push(Word { class: TextClass::MixedScript, range, character, is_sign: false });
            }
        } else if letters.latin {
            self.has_latin_words |= letters.count > 1;
        } else if let Some(character) = letters.first {
            let word_of = |class| Word { class, range: range.clone(), character, is_sign: false };
            let is_alone = letters.count == 1 && character.len_utf8() == word.len();
            if is_alone && chars::looks_like_ascii(character) && twins::is_operand(text, &range) {
                self.singles.push(word_of(TextClass::Confusable));
            }
            if !self.has_own_words {
                self.has_own_words =
                    word.chars().any(|c| chars::is_alphabetic(c) && !chars::looks_like_ascii(c));
                if letters.count > 1 {
                    self.alike.push(word_of(TextClass::Confusable));
                }
            }
        }
    }
}

/// What the lines so far are made of.
#[derive(Default)]
struct Whole {
    has_latin_words: bool,
    has_own_words: bool,
    /// Of lines without a word that tells, for which the whole text answers.
    undecided: Vec<Word>,
}

impl Whole {
    fn add(&mut self, line: Line, found: &mut Vec<Word>) {
        self.has_latin_words |= line.has_latin_words;
        self.has_own_words |= line.has_own_words;
        found.extend(line.mixed);
        match (line.has_latin_words, line.has_own_words) {
            (true, false) => found.extend(line.alike),
            (false, false) => self.undecided.extend(line.alike),
            (_, true) => {}
        }
    }
}

/// What the letters of a word are.
#[derive(Default)]
struct Letters {
    latin: bool,
    /// Latin and another alphabet, or two others.
    is_mixed: bool,
    /// The first letter of another alphabet.
    first: Option<char>,
    other: Option<u8>,
    count: usize,
}

impl Letters {
    /// The next letter, one of ASCII.
    fn add_latin(&mut self) {
        self.count += 1;
        self.latin = true;
        self.is_mixed |= self.other.is_some();
    }

    /// The next letter.
    fn add(&mut self, c: char) {
        self.count += 1;
        if let Some(alphabet) = alphabet(c) {
            self.is_mixed |= self.latin || self.other.is_some_and(|other| other != alphabet);
            self.other = Some(alphabet);
            self.first.get_or_insert(c);
        } else if is_latin(c) {
            self.latin = true;
            self.is_mixed |= self.other.is_some();
        }
    }
}

pub(super) fn is_of_an_alphabet(c: char) -> bool {
    c >= '\u{370}' && alphabet(c).is_some()
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{C0}'..='\u{24F}' | '\u{250}'..='\u{2AF}' | '\u{1E00}'..='\u{1EFF}' | '\u{2C60}'..='\u{2C7F}' | '\u{A722}'..='\u{A7FF}' | '\u{AB30}'..='\u{AB64}')
}

/// The alphabets whose letters share shapes with Latin ones, by number. Scripts that run from right to left, and
/// those of syllables and words, are none: their look-alikes are strokes and dots that meet Latin by chance.
fn alphabet(c: char) -> Option<u8> {
    Some(match c {
        '\u{400}'..='\u{52F}' | '\u{1C80}'..='\u{1C8F}' | '\u{A640}'..='\u{A69F}' => 2,
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => 1,
        '\u{531}'..='\u{587}' => 3,
        '\u{13A0}'..='\u{13FF}' | '\u{AB70}'..='\u{ABBF}' => 4,
        '\u{2C80}'..='\u{2CFF}' => 5,
        '\u{A4D0}'..='\u{A4FF}' => 6,
        '\u{10400}'..='\u{1044F}' => 7,
        '\u{10A0}'..='\u{10FF}' | '\u{1C90}'..='\u{1CBF}' | '\u{2D00}'..='\u{2D2F}' => 8,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_byte_is_forgotten() {
        for c in '\0'..=char::MAX {
            let begins = begins(c.encode_utf8(&mut [0; 4]).as_bytes());
            assert!(begins.alphabets || !is_of_an_alphabet(c), "{c:?}");
            assert!(begins.signs || !signs::is_sign(c), "{c:?}");
        }
    }

    #[test]
    fn what_passes_for_plain_cyrillic_is_letters_of_one_alphabet() {
        assert!(('\u{400}'..='\u{47F}').all(|c| chars::is_alphabetic(c) && alphabet(c) == Some(2)));
        assert!(is_plain_cyrillic("Съешь ещё, 12.\n"));
        for line in ["сосо", "Съешь k", "Съешь\rсосо", "Съешь β", "Съешь\u{2028}сосо", "123"]
        {
            assert!(!is_plain_cyrillic(line), "{line:?}");
        }
    }

    #[test]
    fn skeletons_are_those_of_the_crate_that_compares_scripts() {
        for c in ('\0'..=char::MAX).filter(|c| is_of_an_alphabet(*c)) {
            let is_ascii =
                unicode_security::skeleton(c.encode_utf8(&mut [0; 4])).all(|c| c.is_ascii_alphanumeric());
            assert_eq!(chars::looks_like_ascii(c), is_ascii, "{c:?}");
        }
    }
}
