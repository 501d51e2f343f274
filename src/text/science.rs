//! Greek letters in names of science: `TNFα`, `PPARγ`, `Hα`, `σx`.

use std::ops::Range;

/// How far an address is looked for around a word, in bytes.
const FAR: usize = 96;

/// Whether a word is one Greek letter at the beginning or the end of capitals and digits, or of at most two Latin
/// letters. Digits may follow: `TGFβ1`.
///
/// A small letter but omicron, or a capital that Latin has not. `αpple` is none.
pub(super) fn is_of_science(word: &str) -> bool {
    let is_greek = |c: char| matches!(c, '\u{3B1}'..='\u{3BE}' | '\u{3C0}'..='\u{3C9}' | 'Γ' | 'Δ' | 'Θ' | 'Λ' | 'Ξ' | 'Π' | 'Σ' | 'Φ' | 'Ψ' | 'Ω');
    let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let rest = bare.strip_prefix(is_greek).or_else(|| bare.strip_suffix(is_greek));
    rest.is_some_and(|rest| {
        let is_ascii = rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_capital = !rest.bytes().any(|byte| byte.is_ascii_lowercase());
        let letters = rest.bytes().filter(u8::is_ascii_alphabetic).count();
        is_ascii && (is_capital || letters <= 2)
    })
}

/// Whether a word stands in what looks like a host, an address of mail or the web, or a user's name; yes, too, where
/// that is too long to tell.
pub(super) fn is_in_an_address(text: &str, word: &Range<usize>) -> bool {
    let ends =
        |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '[' | ']' | '<' | '>' | '"');
    let mut start = word.start;
    for c in text[..word.start].chars().rev().take_while(|c| !ends(*c)) {
        start -= c.len_utf8();
        if word.start - start > FAR {
            return true;
        }
    }
    let mut end = word.end;
    for c in text[word.end..].chars().take_while(|c| !ends(*c)) {
        end += c.len_utf8();
        if end - word.end > FAR {
            return true;
        }
    }
    let part = &text[start..end]; // between characters
    let has_dot = part.match_indices(['.', '\u{3002}', '\u{FF0E}', '\u{FF61}']).any(|(at, dot)| {
        let (before, behind) = (&part[..at], &part[at + dot.len()..]); // around a whole character
        before.ends_with(char::is_alphanumeric) && behind.starts_with(char::is_alphabetic)
    });
    has_dot || part.contains(['@', '\\']) || part.contains("//") || part.starts_with('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_science() {
        for word in ["TNFα", "PPARγ", "Hα", "σx", "αs", "TGFβ1", "κB", "IL1β", "ΔG", "βME", "Ωm"] {
            assert!(is_of_science(word), "{word}");
        }
        for word in ["αpple", "pαypal", "TNFαα", "TNFο", "HΑ", "αbcd", "TαF", "Tnfα", "αé", "α\u{200B}s"]
        {
            assert!(!is_of_science(word), "{word}");
        }
    }

    #[test]
    fn addresses() {
        let in_address = |text: &str| {
            is_in_an_address(text, &{
                let at = text.find("Hα").expect("the word");
                at..at + 3
            })
        };
        for text in ["Hα.com", "www.Hα.test", "Hα@a.test", "@Hα", "https://a.test/Hα", "a-Hα.test", "C:\\Hα"]
        {
            assert!(in_address(text), "{text}");
        }
        assert!(in_address(&format!("{}Hα", "-".repeat(300))));
        for text in ["Hα", "see Hα. Then", "Hα/Hβ", "(Hα)", "a.com, Hα", "0.5-Hα"] {
            assert!(!in_address(text), "{text}");
        }
    }
}
