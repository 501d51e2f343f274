//! The letters that most names outside ASCII are written with, of which much is known without a table.

/// Whether a character is a letter or a picture that no rule about names looks at: it is in normal form C whatever stands
/// beside it but marks, can be seen, and neither its compatibility form nor its folding holds anything in ASCII.
///
/// A short list for speed; other characters may be so too.
pub(super) fn is_common(c: char) -> bool {
    matches!(
        c,
        '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{DE}' | '\u{E0}'..='\u{F6}' | '\u{F8}'..='\u{12F}' // Latin with marks
            | '\u{391}'..='\u{3A1}' | '\u{3A3}'..='\u{3C9}' // Greek
            | '\u{400}'..='\u{481}' // Cyrillic
            | '\u{5D0}'..='\u{5EA}' | '\u{620}'..='\u{64A}' | '\u{904}'..='\u{939}' // Hebrew, Arabic, Devanagari
            | '\u{E01}'..='\u{E30}' // Thai
            | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' // Japanese
            | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' // ideographs, Korean
            | '\u{1F300}'..='\u{1F64F}' // pictures
    )
}

/// Whether a character is in normal form C whatever stands beside it but marks.
pub(super) fn is_composed_alone(c: char) -> bool {
    c < '\u{300}' || is_common(c) || matches!(c, '\u{2010}'..='\u{2027}' | '\u{30FC}')
}

#[cfg(test)]
mod tests {
    use super::super::collision::fold_char;
    use super::super::segment::{is_dash, is_dots, is_slash_alike};
    use super::*;
    use crate::chars;
    use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
    use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

    #[test]
    fn no_rule_looks_at_common_letters() {
        for c in ('\0'..=char::MAX).filter(|c| is_common(*c)) {
            let text = c.to_string();
            assert!(!text.nfkc().flat_map(fold_char).any(|c| c.is_ascii()), "{c:?}");
            assert!(
                !text.nfkc().flat_map(char::to_uppercase).any(|c| c.is_ascii() || c.is_whitespace()),
                "{c:?}"
            );
            assert!(
                !chars::is_invisible(c) && !chars::is_bidi_control(c) && !chars::is_noncharacter(c),
                "{c:?}"
            );
            assert!(!is_slash_alike(c) && !is_dash(c) && !is_dots(c) && !is_combining_mark(c), "{c:?}");
            assert!(!c.is_control() && !c.is_whitespace(), "{c:?}");
        }
    }

    #[test]
    fn composed_alone_is_true() {
        for c in ('\0'..=char::MAX).filter(|c| is_composed_alone(*c)) {
            assert_eq!(is_nfc_quick(std::iter::once(c)), IsNormalized::Yes, "{c:?}");
            assert_eq!(canonical_combining_class(c), 0, "{c:?}");
        }
    }
}
