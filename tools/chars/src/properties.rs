//! What the table says about one character: the properties of Unicode, and what this crate adds to them.
//!
//! Where a set differs from Unicode's own, the reason stands beside it.

use icu_properties::props::{
    Alphabetic, BidiControl, DefaultIgnorableCodePoint, ExtendedPictographic, GeneralCategory as Category,
    JoiningType, Script, TerminalPunctuation, WhiteSpace,
};
use icu_properties::{CodePointMapData, CodePointSetData};
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The Unicode version of the categories and properties: that of the data in `icu_properties` 2.1.
pub const LETTERS: (u8, u8, u8) = (17, 0, 0);
/// The Unicode version of marks and normal forms.
pub const MARKS: (u8, u8, u8) = unicode_normalization::UNICODE_VERSION;

/// The names of the bits, from the first behind those of the combining class on.
pub const BITS: [(&str, &str); 18] = [
    ("ALPHABETIC", "`Alphabetic`: letters, and marks that are vowels."),
    ("NUMERIC", "`General_Category` N: digits, and other numbers."),
    ("COMBINING", "`General_Category` M."),
    ("WHITE_SPACE", "`White_Space`."),
    ("CONTROL", "`General_Category` Cc."),
    ("DEFAULT_IGNORABLE", "`Default_Ignorable_Code_Point`."),
    ("INVISIBLE", "`DEFAULT_IGNORABLE`, Cf, and what else is blank."),
    ("NUMBER_SIGN", "`Prepended_Concatenation_Mark`."),
    ("BIDI_CONTROL", "`Bidi_Control`."),
    ("NONCHARACTER", "`Noncharacter_Code_Point`."),
    ("UNSEEN", "Controls, `NONCHARACTER`, `DEFAULT_IGNORABLE`, Zl, Zp, annotation."),
    ("PICTOGRAPHIC", "`Extended_Pictographic`, that of Unicode 16 included."),
    ("CURSIVE", "A letter of a script whose letters join."),
    ("JOINS_RIGHT_ONLY", "`Joining_Type=Right_Joining`."),
    ("COMPOSED_ALONE", "In normal form C whatever stands beside it but marks."),
    ("NAME_LETTER", "`COMPOSED_ALONE`, shown, and without ASCII in any form."),
    ("LOOKS_LIKE_ASCII", "Beyond Latin, and its skeleton (UTS #39) is in ASCII."),
    ("LATIN_OR_STOP", "With `ALPHABETIC` Latin, else the end of an address."),
];

/// How many bits the canonical combining class takes.
pub const CLASS_BITS: u32 = 8;

/// The kinds of characters that do not show what they do, from 1 on; the names are those of `text::TextClass`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    None,
    Backspace,
    Control,
    Escape,
    C1,
    LineEnd,
    ZeroWidth,
    Joiner,
    BidiOverride,
    BidiIsolate,
    BidiMark,
    Tag,
    VariationSelector,
    BlankLetter,
    Space,
    Inert,
    Noncharacter,
    PrivateUse,
    Replacement,
}

/// All bits of a character: the combining class, the [`BITS`], and the kind above them.
pub fn of(c: char) -> u32 {
    let category = CodePointMapData::<Category>::new().get(c);
    let joining = CodePointMapData::<JoiningType>::new().get(c);
    let is_assigned = category != Category::Unassigned;
    let is_alphabetic = CodePointSetData::new::<Alphabetic>().contains(c);
    let is_numeric =
        matches!(category, Category::DecimalNumber | Category::LetterNumber | Category::OtherNumber);
    let is_ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c);
    let is_noncharacter = u32::from(c) & 0xFFFE == 0xFFFE || matches!(c, '\u{FDD0}'..='\u{FDEF}');
    let is_invisible = is_ignorable || category == Category::Format || is_blank(c);
    let is_number_sign =
        category == Category::Format && !is_ignorable && !is_annotation(c) && !is_joiner_of_signs(c);
    let is_pictographic = CodePointSetData::new::<ExtendedPictographic>().contains(c) || was_pictographic(c);
    // Behind the BMP names are rare, and the table is smaller without the difference.
    let is_listed = c <= '\u{FFFF}' || is_pictographic;
    let is_composed = is_assigned
        && is_listed
        && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes
        && canonical_combining_class(c) == 0;
    let is_unseen = category == Category::Control
        || is_noncharacter
        || is_ignorable
        || matches!(category, Category::LineSeparator | Category::ParagraphSeparator)
        || is_annotation(c);
    let is_shown = (is_alphabetic || is_numeric || is_pictographic)
        && !is_combining_mark(c)
        && !is_invisible
        && category != Category::Control;
    let values = [
        is_alphabetic,
        is_numeric,
        is_combining_mark(c),
        CodePointSetData::new::<WhiteSpace>().contains(c),
        category == Category::Control,
        is_ignorable,
        is_invisible,
        is_number_sign,
        CodePointSetData::new::<BidiControl>().contains(c),
        is_noncharacter,
        is_unseen,
        is_pictographic,
        is_cursive(c, joining),
        // U+10EC2 joined both sides when this set was made, and is no letter of a common text.
        joining == JoiningType::RightJoining && c != '\u{10EC2}',
        is_composed,
        is_composed && is_shown && holds_no_ascii(c),
        has_alphabet_like_latin(c) && has_skeleton_of_ascii(c),
        // One bit, because no letter is a stop.
        if is_alphabetic { is_latin(c) } else { ends_address(c, category) },
    ];
    let bits = values.iter().rev().fold(0, |bits, value| bits << 1 | u32::from(*value));
    let kind = kind(c, category, is_noncharacter, is_invisible && !is_number_sign) as u32;
    (kind << BITS.len() | bits) << CLASS_BITS | u32::from(canonical_combining_class(c))
}

fn kind(c: char, category: Category, is_noncharacter: bool, is_invisible: bool) -> Kind {
    match c {
        '\t' | '\n' | ' ' => Kind::None,
        '\u{8}' | '\u{7F}' => Kind::Backspace,
        '\u{1B}' => Kind::Escape,
        '\r' | '\u{B}' | '\u{C}' | '\u{85}' => Kind::LineEnd,
        '\u{80}'..='\u{9F}' => Kind::C1,
        _ if category == Category::Control => Kind::Control,
        _ if matches!(category, Category::LineSeparator | Category::ParagraphSeparator) => Kind::LineEnd,
        _ if category == Category::SpaceSeparator => Kind::Space,
        '\u{AD}' | '\u{34F}' | '\u{180E}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => {
            Kind::ZeroWidth
        }
        '\u{200C}' | '\u{200D}' => Kind::Joiner,
        '\u{202A}'..='\u{202E}' => Kind::BidiOverride,
        '\u{2066}'..='\u{2069}' => Kind::BidiIsolate,
        '\u{61C}' | '\u{200E}' | '\u{200F}' => Kind::BidiMark,
        '\u{E0001}' | '\u{E0020}'..='\u{E007F}' => Kind::Tag,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{180B}'..='\u{180D}' | '\u{180F}' => {
            Kind::VariationSelector
        }
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{2800}' | '\u{13441}' | '\u{13442}'
        | '\u{1D159}' => Kind::BlankLetter,
        '\u{FFFC}' | '\u{FFFD}' => Kind::Replacement,
        _ if is_noncharacter => Kind::Noncharacter,
        _ if category == Category::PrivateUse => Kind::PrivateUse,
        _ if is_invisible => Kind::Inert,
        _ => Kind::None,
    }
}

/// Letters and symbols that are blank, though Unicode does not say so by a property: the Braille pattern without dots,
/// hieroglyphs, the filler of the Khitan small script, a note without a head.
fn is_blank(c: char) -> bool {
    matches!(c, '\u{2800}' | '\u{13441}' | '\u{13442}' | '\u{16FE4}' | '\u{1D159}')
}

fn is_annotation(c: char) -> bool {
    matches!(c, '\u{FFF9}'..='\u{FFFB}')
}

/// What joins hieroglyphs; with it, `Cf` without ignorable and annotation is `Prepended_Concatenation_Mark`.
fn is_joiner_of_signs(c: char) -> bool {
    matches!(c, '\u{13430}'..='\u{1343F}')
}

/// Letters that join, and those of the same scripts that do not: Unicode gives hamza no joining type, but a joiner
/// beside it is as Arabic as beside any other. Not the lines and joiners that are no letters.
fn is_cursive(c: char, joining: JoiningType) -> bool {
    let joins = matches!(
        joining,
        JoiningType::RightJoining
            | JoiningType::DualJoining
            | JoiningType::LeftJoining
            | JoiningType::JoinCausing
    );
    let is_no_letter = matches!(c, '\u{7FA}' | '\u{180A}' | '\u{200D}');
    let is_apart = matches!(c,
        '\u{621}' | '\u{674}' | '\u{861}' | '\u{866}' | '\u{887}' | '\u{8AD}' | '\u{10AC6}' | '\u{10AC8}'
            | '\u{10ACB}'..='\u{10ACC}' | '\u{10AE2}'..='\u{10AE3}' | '\u{10EC5}' | '\u{10FB1}' | '\u{10FB7}'
            | '\u{10FC0}' | '\u{10FC5}'..='\u{10FC8}');
    joins && !is_no_letter || is_apart
}

/// What was `Extended_Pictographic` up to Unicode 16: symbols by whole blocks, and code points kept free for more.
/// A selector behind one of them is still written.
fn was_pictographic(c: char) -> bool {
    matches!(c,
        '\u{2388}' | '\u{2600}'..='\u{2605}' | '\u{2607}'..='\u{2612}' | '\u{2614}'..='\u{2685}'
            | '\u{2690}'..='\u{2705}' | '\u{2708}'..='\u{2712}' | '\u{2763}'..='\u{2767}'
            | '\u{1F000}'..='\u{1F0FF}' | '\u{1F10D}'..='\u{1F10F}' | '\u{1F12F}' | '\u{1F16C}'..='\u{1F171}'
            | '\u{1F1AD}'..='\u{1F1E5}' | '\u{1F249}'..='\u{1F3FA}' | '\u{1F400}'..='\u{1F53D}'
            | '\u{1F546}'..='\u{1F64F}' | '\u{1F680}'..='\u{1F6FF}' | '\u{1F774}'..='\u{1F77F}'
            | '\u{1F7D5}'..='\u{1F7FF}' | '\u{1F888}'..='\u{1F88F}' | '\u{1F8AE}'..='\u{1F8FF}'
            | '\u{1F947}'..='\u{1FAFF}')
}

/// Whether neither the compatibility form nor any case of it holds ASCII or white space.
fn holds_no_ascii(c: char) -> bool {
    let is_else = |c: char| !c.is_ascii() && !c.is_whitespace();
    let compatible = || std::iter::once(c).nfkc();
    compatible().flat_map(fold).all(is_else) && compatible().flat_map(char::to_uppercase).all(is_else)
}

fn fold(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase)
}

/// The blocks whose letters share shapes with Latin ones: those of `text::words`.
fn has_alphabet_like_latin(c: char) -> bool {
    matches!(c,
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' | '\u{400}'..='\u{52F}' | '\u{1C80}'..='\u{1C8F}'
            | '\u{A640}'..='\u{A69F}' | '\u{531}'..='\u{587}' | '\u{13A0}'..='\u{13FF}' | '\u{AB70}'..='\u{ABBF}'
            | '\u{2C80}'..='\u{2CFF}' | '\u{A4D0}'..='\u{A4FF}' | '\u{10400}'..='\u{1044F}'
            | '\u{10A0}'..='\u{10FF}' | '\u{1C90}'..='\u{1CBF}' | '\u{2D00}'..='\u{2D2F}')
}

fn has_skeleton_of_ascii(c: char) -> bool {
    unicode_security::skeleton(c.encode_utf8(&mut [0; 4])).all(|c| c.is_ascii_alphanumeric())
}

fn is_latin(c: char) -> bool {
    CodePointMapData::<Script>::new().get(c) == Script::Latin
}

/// The stops, brackets and quotes of all scripts but those of ASCII, which differ one by one: `Terminal_Punctuation`,
/// and `General_Category` Ps, Pe, Pi and Pf. Besides, what stands between texts and has no such property: dots of
/// omission, a ditto, the dash of a range in Japanese, the marks that open a Spanish sentence, and of the wide forms
/// of ASCII those that end an address there or part words, but not `＃％＆／＠＼` and the signs of sums.
fn ends_address(c: char, category: Category) -> bool {
    let is_bracket = matches!(
        category,
        Category::OpenPunctuation
            | Category::ClosePunctuation
            | Category::InitialPunctuation
            | Category::FinalPunctuation
    );
    !c.is_ascii()
        && (is_bracket
            || CodePointSetData::new::<TerminalPunctuation>().contains(c)
            || matches!(
                c,
                '…' | '〃' | '〜' | '¡' | '¿' | '＂' | '＇' | '＊' | '＜' | '＞' | '｀' | '｜' | '～'
            ))
}
