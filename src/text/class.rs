//! What kinds of characters there are that do not show what they do.

use crate::chars::{self, Character};

/// A kind of character, or of sequence, that is not what it looks like.
///
/// Most classes are hidden characters, for which a [`TextPolicy`](super::TextPolicy) says what happens. The last three,
/// [`ReversedIsolate`](Self::ReversedIsolate), [`MixedScript`](Self::MixedScript) and [`Confusable`](Self::Confusable),
/// are found by [`inspect`](super::inspect) only: no character could be taken away to mend them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum TextClass {
    /// U+0008 and U+007F, which erase at a shell prompt what stands before them.
    Backspace,
    /// All other C0 controls but TAB, LF, VT, FF, CR and ESC: keys of a terminal (`^U` clears the line, `^W` the word).
    Control,
    /// U+001B, with which terminal sequences begin, and the end of a bracketed paste.
    Escape,
    /// U+0080 to U+009F but U+0085: controls of eight-bit terminals.
    C1,
    /// Line ends other than LF: CR, CR LF, U+0085, U+2028, U+2029; VT and FF, the soft returns of word processors. LF itself where the policy wants one line.
    LineEnd,
    /// U+00AD soft hyphen, U+034F, U+180E, U+200B, U+2060 to U+2064, U+FEFF.
    ZeroWidth,
    /// U+200C and U+200D: they shape letters of some scripts, and join emoji.
    Joiner,
    /// U+202A to U+202E: text shown in another order than it is stored (Trojan Source, CVE-2021-42574).
    BidiOverride,
    /// U+2066 to U+2069: what stands between them keeps its own direction.
    BidiIsolate,
    /// U+061C, U+200E, U+200F: invisible letters with a direction.
    BidiMark,
    /// U+E0001, U+E0020 to U+E007F: an invisible copy of ASCII; the flags of England, Scotland and Wales are made of them, and no
    /// others.
    Tag,
    /// U+FE00 to U+FE0F, U+E0100 to U+E01EF, U+180B to U+180D, U+180F: another form of the character before.
    VariationSelector,
    /// Letters and symbols that are blank: U+115F, U+1160, U+3164, U+FFA0, U+2800, U+13441, U+13442, U+1D159.
    BlankLetter,
    /// White space of the classes `Zs` other than U+0020: no-break, narrow, wide.
    Space,
    /// Format characters that are deprecated or of no use in most text: U+206A to U+206F, U+FFF9 to U+FFFB, U+17B4, U+17B5,
    /// those of music, shorthand and hieroglyphs, and ignorable code points that have no character yet.
    Inert,
    /// Code points that never get a character, such as U+FFFE.
    Noncharacter,
    /// Private use: what is seen depends on the font.
    PrivateUse,
    /// U+FFFC and U+FFFD: something stood here that is not there any more.
    Replacement,
    /// More marks on one letter than any language writes.
    MarkRun,
    /// An isolate that turns text to right-to-left in which little or nothing is written from right to left: only the order
    /// changes.
    ReversedIsolate,
    /// A word of letters from several scripts of which one looks like ASCII (`pаypal` with U+0430). One Greek letter at an end
    /// of capitals or of at most two Latin letters is science (`TNFα`, `σx`), but in addresses and user names.
    MixedScript,
    /// A word of another script whose letters all look like ASCII, in a line of Latin text. Also a character in a word of
    /// ASCII, a domain or a path that looks like one of ASCII (`paypaⅼ`, `a.com∕x`), or becomes one in normal form C; a dash
    /// that begins a word as an option does (`curl –X`), a full-width word in a command, and a variable of one letter whose
    /// twin is on the line (`x = с + c`, the first one Cyrillic).
    Confusable,
}

/// How many classes a policy decides about: those before [`TextClass::ReversedIsolate`].
pub(super) const SWITCHES: usize = TextClass::ReversedIsolate as usize;

impl TextClass {
    /// Its name in data, stable over releases: `backspace`, `zero_width`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Backspace => "backspace",
            Self::Control => "control",
            Self::Escape => "escape",
            Self::C1 => "c1",
            Self::LineEnd => "line_end",
            Self::ZeroWidth => "zero_width",
            Self::Joiner => "joiner",
            Self::BidiOverride => "bidi_override",
            Self::BidiIsolate => "bidi_isolate",
            Self::BidiMark => "bidi_mark",
            Self::Tag => "tag",
            Self::VariationSelector => "variation_selector",
            Self::BlankLetter => "blank_letter",
            Self::Space => "space",
            Self::Inert => "inert",
            Self::Noncharacter => "noncharacter",
            Self::PrivateUse => "private_use",
            Self::Replacement => "replacement",
            Self::MarkRun => "mark_run",
            Self::ReversedIsolate => "reversed_isolate",
            Self::MixedScript => "mixed_script",
            Self::Confusable => "confusable",
        }
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
