//! How many marks stand on one letter.

use crate::chars::{self, Character};

/// How many characters may stand between two marks that are near.
const NEAR: u8 = 4;

/// Counts the marks since the last letter, in quarters.
pub(super) struct Marks {
    limit: u16,
    count: u16,
    last: char,
    /// The classes with a fixed place (10 to 199 in Unicode's counting) that were met.
    met: [u64; 4],
}

impl Marks {
    pub(super) fn new(max: u8) -> Self {
        Self { limit: 4 * u16::from(max), count: 0, last: '\0', met: [0; 4] }
    }

    /// A letter, or anything else that is seen and no mark.
    #[inline]
    pub(super) fn reset(&mut self) {
        self.count = 0;
        self.last = '\0';
        self.met = [0; 4];
    }

    /// Goes on by characters without a class, but LF and TAB, as long as marks fit and are near, and says by how many
    /// bytes.
    ///
    /// In a script with marks each letter may have one, so that the next is found by going on rather than by a search.
    pub(super) fn pass(&mut self, text: &str) -> usize {
        let mut near = NEAR;
        let mut chars = text.chars();
        loop {
            let len = text.len() - chars.as_str().len();
            let Some(c) = chars.next() else { return len };
            let character = chars::of(c);
            if character.kind() != 0 || near == 0 || matches!(c, '\n' | '\t') {
                return len;
            }
            if character.is_mark() {
                if !self.fits(c, character) {
                    return len;
                }
                near = NEAR;
            } else {
                self.reset();
                near -= 1; // above zero, see above
            }
        }
    }

    /// Goes on by one character and says whether it is one of at most so many marks. Asked for what is seen only.
    #[inline]
    pub(super) fn fits(&mut self, c: char, character: Character) -> bool {
        let Some(class) = character.class_of_mark() else {
            self.reset();
            return true;
        };
        // Each byte has its bit.
        let (word, bit) = (usize::from(class >> 6), 1 << (class & 63));
        let cost = self.cost(c, class, self.met[word] & bit != 0);
        if self.count + cost > self.limit {
            return false; // and is not counted, because it goes: what is left fits again
        }
        self.count += cost;
        self.last = c;
        self.met[word] |= bit;
        true
    }

    /// Four for a mark above or below letters of any script, and for one that repeats the last; two for a mark of one
    /// script, one for a letter below a letter of Tibetan (nine in the longest syllable that is known); none for the
    /// first of each class with a fixed place, which cannot pile up.
    fn cost(&self, c: char, class: u8, is_met: bool) -> u16 {
        match class {
            _ if c == self.last => 4,
            0..=9 if matches!(c, '\u{F8D}'..='\u{FBC}') => 1,
            0..=9 => 2,
            10..=199 if !is_met => 0,
            _ => 4,
        }
    }
}
