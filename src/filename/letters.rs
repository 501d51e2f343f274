//! The letters that most names outside ASCII are written with.

/// Whether a character is one of the [letters and pictures](crate::chars::is_name_letter) that keep a name from being
/// one that a server reads settings from, wherever they stand.
///
/// A list of its own, shorter than the table's: with other letters behind it, `php.ini` is renamed, as it always was.
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

#[cfg(test)]
mod tests {
    use super::super::collision::fold_char;
    use super::super::segment::{is_dash, is_dots, is_slash_alike};
    use super::*;
    use crate::chars;
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;

    #[test]
    fn no_rule_looks_at_common_letters() {
        for c in ('\0'..=char::MAX).filter(|c| chars::is_name_letter(*c) || is_common(*c)) {
            assert!(!chars::is_name_letter(c) || chars::is_composed_alone(c), "{c:?}");
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
}
