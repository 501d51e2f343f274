//! Words that are not the Latin words they look like (UTS #39 sections 4 and 5).

use super::class::{TextClass, class_of};
use super::inspect::lines;
use super::signs;
use crate::chars;
use std::ops::Range;
use unicode_security::MixedScript;

pub(super) struct Word {
    pub(super) class: TextClass,
    pub(super) range: Range<usize>,
    /// The first letter that looks like ASCII.
    pub(super) character: char,
    /// It is no word, but one or several of [`signs`], all of which look like ASCII.
    pub(super) is_sign: bool,
}

/// The words of a text that look like Latin ones, and signs that look like ASCII; in no order.
pub(super) fn find(text: &str) -> Vec<Word> {
    let mut found = signs::find(text);
    if !text.chars().any(is_of_an_alphabet) {
        return found;
    }
    let (mut has_latin_words, mut has_own_words) = (false, false);
    // Of lines without a word that tells, for which the whole text answers.
    let mut undecided = Vec::new();
    for (start, line) in lines(text) {
        let (words, alphabets) = words_of(start, line);
        has_latin_words |= alphabets.has_latin_words;
        has_own_words |= alphabets.has_own_words;
        let (mixed, alike): (Vec<_>, Vec<_>) =
            words.into_iter().partition(|word| word.class == TextClass::MixedScript);
        found.extend(mixed);
        match (alphabets.has_latin_words, alphabets.has_own_words) {
            (true, false) => found.extend(alike),
            (false, false) => undecided.extend(alike),
            (_, true) => {}
        }
    }
    if has_latin_words && !has_own_words {
        found.extend(undecided);
    }
    found
}

/// What the words of a line are made of.
#[derive(Default)]
struct Alphabets {
    has_latin_words: bool,
    /// There is a letter that Latin has nothing like.
    has_own_words: bool,
}

/// The words of a line that are of several scripts, or look like Latin ones; the latter count in a Latin text only.
fn words_of(start: usize, line: &str) -> (Vec<Word>, Alphabets) {
    let mut found = Vec::new();
    let mut alphabets = Alphabets::default();
    for (at, word) in words(line) {
        let range = start + at..start + at + word.len();
        let letters = Letters::of(word);
        if letters.is_mixed {
            let alike = word.chars().find(|c| is_of_an_alphabet(*c) && looks_like_ascii(*c));
            if let Some(character) = alike.filter(|_| !word.is_single_script()) {
                found.push(Word { class: TextClass::MixedScript, range, character, is_sign: false });
            }
        } else if letters.latin {
            alphabets.has_latin_words |= letters.count > 1;
        } else if let (Some(character), false) = (letters.first, alphabets.has_own_words) {
            alphabets.has_own_words =
                word.chars().any(|c| c.is_alphabetic() && !(is_of_an_alphabet(c) && looks_like_ascii(c)));
            if letters.count > 1 {
                found.push(Word { class: TextClass::Confusable, range, character, is_sign: false });
            }
        }
    }
    (found, alphabets)
}

/// The words of a line: letters, digits, marks, and what is invisible between them.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |c: char| {
        c.is_alphanumeric()
            || chars::is_mark(c)
            || class_of(c).is_some_and(|class| class.is_unseen() && !c.is_control())
    };
    let mut at = 0;
    line.split_inclusive(move |c| !is_part(c)).filter_map(move |piece| {
        let start = at;
        at += piece.len();
        let word = piece.trim_end_matches(|c| !is_part(c));
        (!word.is_empty()).then_some((start, word))
    })
}

/// What the letters of a word are.
#[derive(Default)]
struct Letters {
    latin: bool,
    /// Latin and another alphabet, or two others.
    is_mixed: bool,
    /// The first letter of another alphabet.
    first: Option<char>,
    count: usize,
}

impl Letters {
    fn of(word: &str) -> Self {
        let mut seen = Self::default();
        let mut other = None;
        for c in word.chars().filter(|c| c.is_alphabetic()) {
            seen.count += 1;
            if let Some(alphabet) = alphabet(c) {
                seen.is_mixed |= seen.latin || other.is_some_and(|other| other != alphabet);
                other = Some(alphabet);
                seen.first.get_or_insert(c);
            } else if is_latin(c) {
                seen.latin = true;
                seen.is_mixed |= other.is_some();
            }
        }
        seen
    }
}

/// Whether the skeleton (UTS #39 section 4) of a letter is an ASCII letter or digit, or several.
pub(super) fn looks_like_ascii(c: char) -> bool {
    let mut buffer = [0; 4];
    unicode_security::skeleton(c.encode_utf8(&mut buffer)).all(|c| c.is_ascii_alphanumeric())
}

pub(super) fn is_of_an_alphabet(c: char) -> bool {
    c >= '\u{370}' && alphabet(c).is_some()
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{C0}'..='\u{24F}' | '\u{250}'..='\u{2AF}' | '\u{1E00}'..='\u{1EFF}' | '\u{2C60}'..='\u{2C7F}' | '\u{A722}'..='\u{A7FF}' | '\u{AB30}'..='\u{AB64}')
}

/// The alphabets whose letters share shapes with Latin ones, by number. Scripts that run from right to left, and those of
/// syllables and words, are none: their look-alikes are strokes and dots that meet Latin by chance.
fn alphabet(c: char) -> Option<u8> {
    Some(match c {
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => 1,
        '\u{400}'..='\u{52F}' | '\u{1C80}'..='\u{1C8F}' | '\u{A640}'..='\u{A69F}' => 2,
        '\u{531}'..='\u{587}' => 3,
        '\u{13A0}'..='\u{13FF}' | '\u{AB70}'..='\u{ABBF}' => 4,
        '\u{2C80}'..='\u{2CFF}' => 5,
        '\u{A4D0}'..='\u{A4FF}' => 6,
        '\u{10400}'..='\u{1044F}' => 7,
        '\u{10A0}'..='\u{10FF}' | '\u{1C90}'..='\u{1CBF}' | '\u{2D00}'..='\u{2D2F}' => 8,
        _ => return None,
    })
}
