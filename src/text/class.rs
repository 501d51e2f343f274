//! What kinds of characters there are that do not show what they do.

use crate::chars::{self, Character};
use crate::error::Code;
use std::fmt;

macro_rules! classes {
    (
        $(#[$meta:meta])*
        $class:ident { $($(#[$row:meta])* $name:ident $word:literal, $label:literal, $advice:literal;)+ }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $class {
            $($(#[$row])* #[doc = concat!("\n\nCode `text.", $word, "`.")] $name,)+
        }

        impl $class {
            const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The rows for `docs::codes`: errors about a character and findings have the code of its class.
            pub(crate) const CODES: &'static [Code] = &[
                $(Code::new(
                    concat!("text.", $word),
                    "{character} is not allowed at byte {at}",
                    $advice,
                    &["at", "character"],
                ),)+
            ];

            /// Its name in data, stable over releases: `backspace`, `zero_width`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }

            /// Its code in errors and findings: `text.backspace`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => concat!("text.", $word),)+
                }
            }

            const fn label(self) -> &'static str {
                match self {
                    $(Self::$name => $label,)+
                }
            }
        }
    };
}

classes! {
    /// A kind of character, or of sequence, that is not what it looks like.
    ///
    /// Most classes are hidden characters, for which a [`TextPolicy`](super::TextPolicy) says what happens. The last
    /// three, [`ReversedIsolate`](Self::ReversedIsolate), [`MixedScript`](Self::MixedScript) and
    /// [`Confusable`](Self::Confusable), are found by [`inspect`](super::inspect) only: no character could be taken
    /// away to mend them.
    TextClass {
        /// U+0008 and U+007F, which erase at a shell prompt what stands before them.
        Backspace "backspace", "backspace", "type it anew, or remove the hidden character";
        /// All other C0 controls but TAB, LF, VT, FF, CR and ESC: keys of a terminal (`^U` clears the line, `^W` the
        /// word).
        Control "control", "control character", "type it anew, or remove the hidden character";
        /// U+001B, with which terminal sequences begin, and the end of a bracketed paste.
        Escape "escape", "escape character", "type it anew, or remove the hidden character";
        /// U+0080 to U+009F but U+0085: controls of eight-bit terminals.
        C1 "c1", "eight-bit control", "type it anew, or remove the hidden character";
        /// Line ends other than LF: CR, CR LF, U+0085, U+2028, U+2029; VT and FF, the soft returns of word
        /// processors. LF itself where the policy wants one line.
        LineEnd "line_end", "line end", "press Enter for a new line";
        /// U+00AD soft hyphen, U+034F, U+180E, U+200B, U+2060 to U+2064, U+FEFF.
        ZeroWidth "zero_width", "character without width", "type it anew, or remove the hidden character";
        /// U+200C and U+200D: they shape letters of some scripts, and join emoji.
        Joiner "joiner", "joiner", "type it anew, or remove the hidden character";
        /// U+202A to U+202E: text shown in another order than it is stored (Trojan Source, CVE-2021-42574).
        BidiOverride "bidi_override", "override of the direction", "type it anew, or remove the hidden character";
        /// U+2066 to U+2069: what stands between them keeps its own direction.
        BidiIsolate "bidi_isolate", "isolate of a direction", "type it anew, or remove the hidden character";
        /// U+061C, U+200E, U+200F: invisible letters with a direction.
        BidiMark "bidi_mark", "mark of a direction", "type it anew, or remove the hidden character";
        /// U+E0001, U+E0020 to U+E007F: an invisible copy of ASCII; the flags of England, Scotland and Wales are made
        /// of them, and no others.
        Tag "tag", "tag character", "type it anew, or remove the hidden character";
        /// U+FE00 to U+FE0F, U+E0100 to U+E01EF, U+180B to U+180D, U+180F: another form of the character before.
        VariationSelector "variation_selector", "variation selector", "type it anew, or remove the hidden character";
        /// Letters and symbols that are blank: U+115F, U+1160, U+3164, U+FFA0, U+2800, U+13441, U+13442, U+1D159.
        BlankLetter "blank_letter", "blank letter", "remove the blank, or write a letter";
        /// White space of the classes `Zs` other than U+0020: no-break, narrow, wide.
        Space "space", "special space", "write an ordinary space, as between English words";
        /// Format characters that are deprecated or of no use in most text: U+206A to U+206F, U+FFF9 to U+FFFB,
        /// U+17B4, U+17B5, those of music, shorthand and hieroglyphs, and ignorable code points that have no
        /// character yet.
        Inert "inert", "character of no use", "type it anew, or remove the hidden character";
        /// Code points that never get a character, such as U+FFFE.
        Noncharacter "noncharacter", "noncharacter", "type it anew, or remove the hidden character";
        /// Private use: what is seen depends on the font.
        PrivateUse "private_use", "private character", "use letters and signs that every font has";
        /// U+FFFC and U+FFFD: something stood here that is not there any more.
        Replacement "replacement", "replacement character", "write the character that is missing";
        /// More marks on one letter than any language writes.
        MarkRun "mark_run", "run of marks", "leave out some of the marks";
        /// An isolate that turns text to right-to-left in which little or nothing is written from right to left: only
        /// the order changes.
        ReversedIsolate "reversed_isolate", "reversed text", "write the words in the order in which they are read";
        /// A word of letters from several scripts of which one looks like ASCII (`pаypal` with U+0430). One Greek
        /// letter at an end of capitals or of at most two Latin letters is science (`TNFα`, `σx`), but in addresses
        /// and user names.
        MixedScript "mixed_script", "word of mixed scripts", "write the word in the letters of one script";
        /// A word of another script whose letters all look like ASCII, in a line of Latin text. Also a character in a
        /// word of ASCII, a domain or a path that looks like one of ASCII (`paypaⅼ`, `a.com∕x`), or becomes one in
        /// normal form C; a dash that begins a word as an option does (`curl –X`), a full-width word in a command,
        /// and a variable of one letter whose twin is on the line (`x = с + c`, the first one Cyrillic).
        Confusable "confusable", "look-alike", "type the word with the keyboard";
    }
}

/// How many classes a policy decides about: those before [`TextClass::ReversedIsolate`].
pub(super) const SWITCHES: usize = TextClass::ReversedIsolate as usize;

impl TextClass {
    /// Every class, in order.
    ///
    /// # Examples
    /// ```
    /// use untaint::text::TextClass;
    ///
    /// assert!(TextClass::all().any(|class| class.to_string() == "character without width"));
    /// assert!(TextClass::all().all(|class| class.name() != "letter"));
    /// ```
    #[must_use]
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        Self::ALL.iter().copied()
    }

    /// Whether its characters leave what stands around them as if they were not there.
    pub(super) const fn is_unseen(self) -> bool {
        !matches!(self, Self::LineEnd | Self::Space | Self::PrivateUse | Self::Replacement)
    }

    /// Whether some of its characters have a place where they do what they are for.
    pub(super) const fn has_context(self) -> bool {
        matches!(
            self,
            Self::ZeroWidth
                | Self::Joiner
                | Self::BidiIsolate
                | Self::BidiMark
                | Self::Tag
                | Self::VariationSelector
                | Self::BlankLetter
                | Self::Space
                | Self::Inert
        )
    }
}

/// The class for people, in lower case: `character without width`.
impl fmt::Display for TextClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// The class of each kind of character that the [table](chars::kind) knows.
const OF_KINDS: [Option<TextClass>; 32] = {
    let listed = [
        TextClass::Backspace,
        TextClass::Control,
        TextClass::Escape,
        TextClass::C1,
        TextClass::LineEnd,
        TextClass::ZeroWidth,
        TextClass::Joiner,
        TextClass::BidiOverride,
        TextClass::BidiIsolate,
        TextClass::BidiMark,
        TextClass::Tag,
        TextClass::VariationSelector,
        TextClass::BlankLetter,
        TextClass::Space,
        TextClass::Inert,
        TextClass::Noncharacter,
        TextClass::PrivateUse,
        TextClass::Replacement,
    ];
    let mut classes = [None; 32];
    let mut at = 0;
    while at < listed.len() {
        classes[at + 1] = Some(listed[at]); // kinds count from 1
        at += 1;
    }
    classes
};

/// The class of a character by itself; LF and TAB have none.
#[inline]
pub(super) fn class_of(c: char) -> Option<TextClass> {
    class_of_character(chars::of(c))
}

/// The same, where more is asked of the character.
#[inline]
pub(super) fn class_of_character(character: Character) -> Option<TextClass> {
    OF_KINDS[usize::from(character.kind() & 31)] // below 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_invisible_character_has_a_class() {
        for c in '\0'..=char::MAX {
            let class = class_of(c);
            let hides = chars::is_invisible(c) && !chars::is_number_sign(c)
                || c.is_control() && !matches!(c, '\n' | '\t')
                || chars::is_noncharacter(c)
                || c.is_whitespace() && !matches!(c, ' ' | '\n' | '\t');
            assert!(class.is_some() || !hides, "{c:?}");
            let shows = matches!(class, None | Some(TextClass::PrivateUse | TextClass::Replacement));
            assert!(hides || shows, "{c:?} {class:?}");
        }
    }
}
