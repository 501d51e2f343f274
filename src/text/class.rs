//! What kinds of characters there are that do not show what they do.

use crate::chars;

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
    /// All other C0 controls but TAB, LF, CR and ESC: keys of a terminal (`^U` clears the line, `^W` the word).
    Control,
    /// U+001B, with which terminal sequences begin, and the end of a bracketed paste.
    Escape,
    /// U+0080 to U+009F but U+0085: controls of eight-bit terminals.
    C1,
    /// Line ends other than LF: CR, CR LF, U+0085, U+2028, U+2029. LF itself where the policy wants one line.
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
    /// U+E0001, U+E0020 to U+E007F: an invisible copy of ASCII; flags of regions are made of them.
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
    /// A word of letters from several scripts of which one looks like ASCII (`pаypal` with U+0430).
    MixedScript,
    /// A word of another script whose letters all look like ASCII, in a line of Latin text. Also a character in a word of
    /// ASCII, a domain or a path that looks like one of ASCII (`paypaⅼ`, `a.com∕x`), or becomes one in normal form C.
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

/// One bit for each 32 code points of the BMP: whether any of them has a class.
const BLOCKS: [u32; 64] = {
    let listed: [(usize, usize); 17] = [
        (0x0, 0xBF),
        (0x34F, 0x34F),
        (0x61C, 0x61C),
        (0x115F, 0x1160),
        (0x1680, 0x1680),
        (0x17B4, 0x17B5),
        (0x180B, 0x180F),
        (0x2000, 0x206F),
        (0x2800, 0x2800),
        (0x3000, 0x3000),
        (0x3164, 0x3164),
        (0xE000, 0xF8FF),
        (0xFDD0, 0xFDEF),
        (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF),
        (0xFFA0, 0xFFA0),
        (0xFFF0, 0xFFFF),
    ];
    let mut blocks = [0; 64];
    let mut at = 0;
    while at < listed.len() {
        let (first, last) = listed[at];
        let mut block = first / 32;
        while block <= last / 32 {
            blocks[block / 32] |= 1 << (block % 32);
            block += 1;
        }
        at += 1;
    }
    blocks
};

/// The class of a character by itself; LF and TAB have none.
#[inline]
pub(super) fn class_of(c: char) -> Option<TextClass> {
    if c < '\u{A0}' {
        return match c {
            '\u{8}' | '\u{7F}' => Some(TextClass::Backspace),
            '\t' | '\n' | ' '..='~' => None,
            '\r' | '\u{85}' => Some(TextClass::LineEnd),
            '\u{1B}' => Some(TextClass::Escape),
            '\u{80}'.. => Some(TextClass::C1),
            _ => Some(TextClass::Control),
        };
    }
    let block = u32::from(c) >> 5;
    if BLOCKS.get(block as usize / 32).is_some_and(|bits| bits >> (block % 32) & 1 == 0) {
        return None;
    }
    class_of_rare(c)
}

fn class_of_rare(c: char) -> Option<TextClass> {
    Some(match c {
        '\u{AD}' | '\u{34F}' | '\u{180E}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => {
            TextClass::ZeroWidth
        }
        '\u{200C}' | '\u{200D}' => TextClass::Joiner,
        '\u{202A}'..='\u{202E}' => TextClass::BidiOverride,
        '\u{2066}'..='\u{2069}' => TextClass::BidiIsolate,
        '\u{61C}' | '\u{200E}' | '\u{200F}' => TextClass::BidiMark,
        '\u{E0001}' | '\u{E0020}'..='\u{E007F}' => TextClass::Tag,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{180B}'..='\u{180D}' | '\u{180F}' => {
            TextClass::VariationSelector
        }
        '\u{115F}'
        | '\u{1160}'
        | '\u{3164}'
        | '\u{FFA0}'
        | '\u{2800}'
        | '\u{13441}'..='\u{13442}'
        | '\u{1D159}' => TextClass::BlankLetter,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            TextClass::Space
        }
        '\u{2028}' | '\u{2029}' => TextClass::LineEnd,
        '\u{E000}'..='\u{F8FF}' => TextClass::PrivateUse,
        '\u{FFFC}' | '\u{FFFD}' => TextClass::Replacement,
        _ if chars::is_noncharacter(c) => TextClass::Noncharacter,
        '\u{F0000}'.. => TextClass::PrivateUse,
        _ if chars::is_invisible(c) && !chars::is_number_sign(c) => TextClass::Inert,
        _ => return None,
    })
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
            assert_eq!(
                class,
                if c < '\u{A0}' { class } else { class_of_rare(c) },
                "{c:?} is in a skipped block"
            );
        }
    }
}
