//! What each character is: one table, and the questions that the modules ask it.
//!
//! The [`table`] holds the properties of Unicode that matter here, one set of bits for each character. It is written by
//! `cargo run -p untaint-tools-chars` and needs no feature: letters and properties are those of Unicode 17, marks and
//! normal forms those of Unicode 18, whatever the compiler's own version is. Unicode's stability policies let none of
//! the sets of invisible characters shrink.
//!
//! Modules differ in which characters they call hidden, each for its own reason. What all share stands here; what one
//! module adds or leaves out is a predicate of that module, built on these.

#[cfg(feature = "unicode")]
mod set;
#[allow(dead_code, reason = "some columns are asked for by tests alone, or with a feature")]
mod table;

#[cfg(feature = "unicode")]
mod context;
#[cfg(feature = "unicode")]
mod variants;

#[cfg(feature = "unicode")]
pub(crate) use context::{
    MAX_INERT, in_context, is_hieroglyph, is_musical, is_unspaced, joins, parts, shapes, takes_selector,
};
#[cfg(feature = "unicode")]
pub(crate) use set::Set;

/// The properties of each class, by the class's byte.
static PROPERTIES: [u32; 256] = {
    let mut properties = [0; 256];
    let mut at = 0;
    while at < table::PROPERTIES.len() {
        let (class, bits) = table::PROPERTIES[at];
        properties[class as usize] = bits; // a byte's own place
        at += 1;
    }
    properties
};
static LOW_BLOCKS: [u8; 1024] = table::LOW_BLOCKS;
static LOW_CLASSES: [[u8; 64]; table::LOW_CLASSES.len()] = table::LOW_CLASSES;
static PLANES: [u8; 256] = table::PLANES;
static HIGH_BLOCKS: [u8; table::HIGH_BLOCKS.len()] = table::HIGH_BLOCKS;
static HIGH_CLASSES: [[u8; 64]; table::HIGH_CLASSES.len()] = table::HIGH_CLASSES;

/// The bits of a character: a few loads, and no search.
#[inline]
fn properties(c: char) -> u32 {
    let c = u32::from(c) as usize;
    let block = match LOW_BLOCKS.get(c >> 6) {
        Some(block) => LOW_CLASSES.get(usize::from(*block)),
        None => high_block(c),
    };
    // The table has a block for each character (a test asks for all), a class for each place, properties for each
    // class.
    block.map_or(0, |block| PROPERTIES[usize::from(block[c & 63])])
}

fn high_block(c: usize) -> Option<&'static [u8; 64]> {
    let plane = PLANES.get((c >> 12).wrapping_sub(16))?;
    HIGH_CLASSES.get(usize::from(*HIGH_BLOCKS.get(usize::from(*plane) << 6 | c >> 6 & 63)?))
}

/// Declares predicates that ask for bits.
macro_rules! has {
    ($($(#[$doc:meta])* $name:ident: $bits:expr;)*) => {$(
        $(#[$doc])*
        #[inline]
        pub(crate) fn $name(c: char) -> bool {
            properties(c) & ($bits) != 0
        }
    )*};
}

has! {
    #[cfg(any(test, feature = "unicode", feature = "testing"))]
    /// Whether Unicode promises never to give this code point a character (Unicode core specification, section 23.7).
    is_noncharacter: table::NONCHARACTER;
    /// Whether a character is a letter or a digit or another number.
    is_alphanumeric: table::ALPHABETIC | table::NUMERIC;
    /// Whether a font draws nothing for a character unless it knows it: `Default_Ignorable_Code_Point`. Joiners,
    /// marks of direction, variation selectors, tags, fillers and the rest.
    is_default_ignorable: table::DEFAULT_IGNORABLE;
    /// Whether a character cannot be seen, or changes how its neighbours are seen: controls, line and paragraph
    /// separators, noncharacters, and what Unicode lists as `Default_Ignorable_Code_Point` (marks of direction,
    /// joiners, fillers, variation selectors, tags) with the interlinear marks.
    is_unseen: table::UNSEEN;
    /// Whether a character is a mark of another, seen or not: `General_Category` M.
    is_combining_mark: table::COMBINING;
    /// Whether the skeleton (UTS #39 section 4) of a letter beyond Latin is an ASCII letter or digit, or several.
    looks_like_ascii: table::LOOKS_LIKE_ASCII;
}

/// Whether a character is a letter of the Latin script.
#[inline]
pub(crate) fn is_latin(c: char) -> bool {
    const LATIN: u32 = table::ALPHABETIC | table::LATIN_OR_STOP;
    properties(c) & LATIN == LATIN
}

/// Whether a character is a stop, a bracket or a quote, or parts texts like one, and stands outside of ASCII.
#[inline]
pub(crate) fn is_stop(c: char) -> bool {
    properties(c) & (table::ALPHABETIC | table::LATIN_OR_STOP) == table::LATIN_OR_STOP
}

/// Whether a character is a letter or digit of any script that can be seen.
#[inline]
pub(crate) fn is_plain_letter(c: char) -> bool {
    let bits = properties(c);
    bits & (table::ALPHABETIC | table::NUMERIC) != 0 && bits & table::UNSEEN == 0
}

/// What a character is that does not show what it does: the number of a `text::TextClass`, counted from 1; 0 for all
/// others, for LF and TAB.
#[inline]
pub(crate) fn kind(c: char) -> u8 {
    (properties(c) >> table::KIND).to_le_bytes()[0]
}

/// Whether a character is a letter or a symbol that is blank: fillers of Hangul, the Braille pattern without dots,
/// blank hieroglyphs, a note without a head.
#[inline]
pub(crate) fn is_blank_letter(c: char) -> bool {
    const BLANK_LETTER: u8 = 13;
    kind(c) == BLANK_LETTER
}

#[cfg(feature = "unicode")]
pub(crate) use unicode::*;

/// What is asked by `text` and `filename`.
#[cfg(feature = "unicode")]
mod unicode {
    use super::{Set, properties, table};

    has! {
        /// Whether a character is a letter: `Alphabetic`, with the marks that are vowels.
        is_alphabetic: table::ALPHABETIC;
        /// Whether a character turns the direction of text: `Bidi_Control`.
        is_bidi_control: table::BIDI_CONTROL;
        /// Whether a character draws nothing, or a blank that is no white space: what is [default
        /// ignorable](super::is_default_ignorable), all format characters (`Cf`), and letters and symbols that are
        /// blank.
        ///
        /// The signs of Arabic and other scripts that span a number ([`is_number_sign`]) are format characters too,
        /// though they can be seen. Controls (`Cc`) and spaces (`Z`) are not in the set.
        is_invisible: table::INVISIBLE;
        /// `Extended_Pictographic`: emoji, and what Unicode keeps or kept free for more of them.
        is_pictographic: table::PICTOGRAPHIC;
        /// A letter of a script whose letters join: Arabic, Syriac, Mandaic, N'Ko, Mongolian, Phags-pa, Manichaean,
        /// Psalter Pahlavi, Hanifi Rohingya, Sogdian, Old Uyghur, Chorasmian, Adlam.
        is_cursive: table::CURSIVE;
        /// `Joining_Type=Right_Joining`: letters that never join the next, so that there is nothing to part.
        joins_right_only: table::JOINS_RIGHT_ONLY;
        /// Whether a character is in normal form C whatever stands beside it but marks.
        is_composed_alone: table::COMPOSED_ALONE;
        /// Whether a character is a letter or a picture that is [composed alone](is_composed_alone), can be seen, and
        /// neither in its compatibility form nor in another case holds ASCII or white space. Not all such characters
        /// are in the set.
        is_name_letter: table::NAME_LETTER;
    }

    /// Whether a character is a sign that is drawn around or below the number behind it:
    /// `Prepended_Concatenation_Mark`.
    #[cfg(test)]
    pub(crate) fn is_number_sign(c: char) -> bool {
        properties(c) & table::NUMBER_SIGN != 0
    }

    /// Whether a character is a mark of the letter before it.
    ///
    /// Variation selectors and other marks that draw nothing are none: [`is_invisible`] has them.
    #[inline]
    pub(crate) fn is_mark(c: char) -> bool {
        properties(c) & (table::COMBINING | table::INVISIBLE) == table::COMBINING
    }

    /// Whether a character is a letter or a digit that can be seen.
    #[inline]
    pub(crate) fn is_word(c: char) -> bool {
        let bits = properties(c);
        bits & (table::ALPHABETIC | table::NUMERIC) != 0 && bits & table::INVISIBLE == 0
    }

    /// Whether a character is a letter, a digit or a mark on one, and can be seen.
    #[inline]
    pub(crate) fn is_word_part(c: char) -> bool {
        let bits = properties(c);
        bits & (table::ALPHABETIC | table::NUMERIC | table::COMBINING) != 0 && bits & table::INVISIBLE == 0
    }

    /// What is known of one character, where several things are asked.
    #[derive(Clone, Copy)]
    pub(crate) struct Character(u32);

    #[inline]
    pub(crate) fn of(c: char) -> Character {
        Character(properties(c))
    }

    impl Character {
        /// See [`is_alphabetic`](super::is_alphabetic).
        #[inline]
        pub(crate) fn is_alphabetic(self) -> bool {
            self.0 & table::ALPHABETIC != 0
        }

        /// See [`is_alphanumeric`](super::is_alphanumeric).
        #[inline]
        pub(crate) fn is_alphanumeric(self) -> bool {
            self.0 & (table::ALPHABETIC | table::NUMERIC) != 0
        }

        /// See [`is_mark`].
        #[inline]
        pub(crate) fn is_mark(self) -> bool {
            self.0 & (table::COMBINING | table::INVISIBLE) == table::COMBINING
        }

        /// The combining class of a [mark](is_mark); `None` for all others.
        #[inline]
        pub(crate) fn class_of_mark(self) -> Option<u8> {
            self.is_mark().then_some(self.0.to_le_bytes()[0])
        }

        /// See [`kind`](super::kind).
        #[inline]
        pub(crate) fn kind(self) -> u8 {
            (self.0 >> table::KIND).to_le_bytes()[0]
        }

        /// Whether it is a control (`Cc`).
        #[inline]
        pub(crate) fn is_control(self) -> bool {
            self.0 & table::CONTROL != 0
        }
    }

    /// The canonical combining class: where a mark stands.
    #[inline]
    pub(crate) fn combining_class(c: char) -> u8 {
        properties(c).to_le_bytes()[0]
    }

    /// Whether a character takes a consonant's vowel away, and joins it to the next.
    pub(crate) fn is_virama(c: char) -> bool {
        const VIRAMA: u8 = 9;
        combining_class(c) == VIRAMA
    }

    /// The characters that have a [kind](super::kind) or are marks; not LF and TAB.
    pub(crate) static REMARKABLE: Set = Set::of(table::COMBINING | u32::MAX << table::KIND, 0);

    /// The characters that have a [kind](super::kind): they do not show what they do.
    pub(crate) static UNLIKE_SEEN: Set = Set::of(u32::MAX << table::KIND, 0);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(new: fn(char) -> bool, old: impl Fn(char) -> bool) {
        for c in '\0'..=char::MAX {
            assert_eq!(new(c), old(c), "{c:?}");
        }
    }

    #[test]
    fn letters_are_those_of_the_compiler_if_its_unicode_is_the_same() {
        if char::UNICODE_VERSION == table::LETTERS {
            each(|c| properties(c) & table::ALPHABETIC != 0, char::is_alphabetic);
            each(is_alphanumeric, char::is_alphanumeric);
        }
        each(|c| properties(c) & table::CONTROL != 0, char::is_control);
        each(|c| properties(c) & table::WHITE_SPACE != 0, char::is_whitespace);
    }

    #[test]
    fn sets_answer_as_the_table_does() {
        each(is_plain_letter, |c| is_alphanumeric(c) && !is_unseen(c));
        each(is_noncharacter, |c| u32::from(c) & 0xFFFE == 0xFFFE || matches!(c, '\u{FDD0}'..='\u{FDEF}'));
        each(is_unseen, |c| {
            c.is_control()
                || is_noncharacter(c)
                || is_default_ignorable(c)
                || matches!(c, '\u{2028}'..='\u{2029}' | '\u{FFF9}'..='\u{FFFB}')
        });
    }

    #[cfg(feature = "unicode")]
    #[test]
    fn marks_are_those_of_the_normalization_if_its_unicode_is_the_same() {
        use unicode_normalization::{IsNormalized, is_nfc_quick};
        use unicode_normalization::{UNICODE_VERSION, char::canonical_combining_class};
        if UNICODE_VERSION == table::MARKS {
            each(is_combining_mark, unicode_normalization::char::is_combining_mark);
            for c in '\0'..=char::MAX {
                assert_eq!(combining_class(c), canonical_combining_class(c), "{c:?}");
            }
        }
        for c in ('\0'..=char::MAX).filter(|c| is_composed_alone(*c)) {
            assert_eq!(is_nfc_quick(std::iter::once(c)), IsNormalized::Yes, "{c:?}");
            assert_eq!(canonical_combining_class(c), 0, "{c:?}");
        }
        each(|c| REMARKABLE.has(c), |c| kind(c) != 0 || is_combining_mark(c));
    }

    #[cfg(feature = "unicode")]
    #[test]
    fn sets_hold_what_their_names_say() {
        for c in '\0'..=char::MAX {
            assert!(!is_default_ignorable(c) || is_invisible(c), "{c:?}");
            assert!(!is_bidi_control(c) || is_default_ignorable(c), "{c:?}");
            assert!(!is_number_sign(c) || is_invisible(c), "{c:?}");
            assert!(!is_invisible(c) || !c.is_control() && !c.is_whitespace() && !c.is_ascii(), "{c:?}");
        }
    }
}
