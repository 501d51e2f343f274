//! Where an address ends: the classes of characters.

use crate::chars;

/// What an ASCII character may be part of, one bit each.
pub(super) mod class {
    /// An address: all but white space, controls, and what HTML and browsers give a meaning.
    pub(in crate::html::linkify) const ADDRESS: u8 = 1;
    /// A host: letters, digits, `-`, `.`, `_`.
    pub(in crate::html::linkify) const HOST: u8 = 2;
    /// A user name before a host, as the generic syntax of RFC 3986 has it; a closing bracket belongs to the sentence.
    pub(in crate::html::linkify) const USER: u8 = 4;

    /// A host's signs: `-`, `.`, `_`.
    pub(in crate::html::linkify) const SIGN: u8 = 8;
    /// The name of an e-mail address: letters, digits, and `.-_+'`.
    pub(in crate::html::linkify) const LOCAL: u8 = 16;

    /// Of bytes, so that those of other characters are in no class.
    static OF: [u8; 256] = {
        let mut all = [0; 256];
        let mut byte = 0_u8;
        while byte < 128 {
            let is_end = matches!(byte, 0..=b' ' | 0x7F | b'<' | b'>' | b'"' | b'`' | b'\\');
            let is_host = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
            let ends_user =
                matches!(byte, b'/' | b'?' | b'#' | b'@' | b')' | b'[' | b']' | b'{' | b'}' | b'|' | b'^');
            all[byte as usize] = if is_end { 0 } else { ADDRESS }
                | if is_host { HOST } else { 0 }
                | if is_host && !byte.is_ascii_alphanumeric() { SIGN } else { 0 }
                | if is_host || byte == b'+' || byte == b'\'' { LOCAL } else { 0 }
                | if is_end || ends_user { 0 } else { USER };
            byte += 1;
        }
        all
    };

    #[inline]
    pub(in crate::html::linkify) fn of(byte: u8) -> u8 {
        OF[usize::from(byte)] // a place for each byte
    }
}

/// What no address goes on behind, of characters outside of ASCII: white space, controls, what would hide or turn
/// what is shown (directions, joiners, marks); quotes, brackets and stops.
pub(super) fn is_end(c: char) -> bool {
    // Variation selectors belong to the character before; what is ignorable and rare is no address either way.
    let hides = chars::is_default_ignorable(c)
        && !matches!(c,
            '\u{180B}'..='\u{180D}' | '\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFF0}'..='\u{FFF8}'
                | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}');
    hides
        || chars::is_stop(c)
        || matches!(c, '\u{2800}' | '\u{FFF9}'..='\u{FFFD}')
        || c.is_whitespace()
        || c.is_control()
}

/// What stands in a text and is not seen there; white space is seen.
pub(super) fn is_hidden(c: char) -> bool {
    chars::is_unseen(c) && !c.is_whitespace() || chars::is_blank_letter(c)
}

/// What looks like the end of a host (slashes, `@`, `#`, `%`, a backslash, a full stop) and stands inside of one.
pub(super) fn reads_as_a_mark(c: char) -> bool {
    matches!(
        c,
        '\u{2044}'
            | '\u{2215}'
            | '\u{29F8}'
            | '\u{FE52}'
            | '\u{FF03}'
            | '\u{FF05}'
            | '\u{FF0F}'
            | '\u{FF20}'
            | '\u{FF3C}'
    )
}

/// Where the characters end that are part of what is looked for: of ASCII those of a [`class`], of all others those
/// that end nothing. Here and below, `from` begins a character or is the length.
pub(super) fn run(text: &str, from: usize, part: u8, is_end: impl Fn(char) -> bool) -> usize {
    let mut at = from;
    while let Some(byte) = text.as_bytes().get(at) {
        if class::of(*byte) & part != 0 {
            at += 1;
        } else if byte.is_ascii() {
            break;
        } else {
            match text[at..].chars().next() {
                Some(c) if !is_end(c) => at += c.len_utf8(),
                _ => break,
            }
        }
    }
    at
}

/// Where the characters that an address may have end. Joiners are in it, because some scripts spell words with them.
pub(super) fn run_end(text: &str, from: usize) -> usize {
    run(text, from, class::ADDRESS, |c| is_end(c) && !is_joiner(c))
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// The length of an address without the punctuation, the brackets and the joiners behind it that belong to the
/// sentence.
pub(super) fn trimmed(address: &str) -> usize {
    const PAIRS: [(u8, u8); 3] = [(b'(', b')'), (b'[', b']'), (b'{', b'}')];
    let bytes = address.trim_end_matches(is_joiner).as_bytes();
    // Brackets are counted when the first of their kind stands at the end, which is rare.
    let mut counts: [Option<(usize, usize)>; PAIRS.len()] = [None; PAIRS.len()];
    let mut end = bytes.len();
    while let Some(last) = end.checked_sub(1).map(|at| bytes[at]) {
        if let Some(pair) = PAIRS.iter().position(|(open, close)| last == *open || last == *close) {
            let (open, closed) = counts[pair].get_or_insert_with(|| {
                let ((open, close), bytes) = (PAIRS[pair], &bytes[..end]); // one for each pair, here and below
                let count = |wanted: u8| memchr::memchr_iter(wanted, bytes).count();
                // Mostly none is open, and then all that close go.
                if memchr::memchr(open, bytes).is_none() {
                    (0, usize::MAX)
                } else {
                    (count(open), count(close))
                }
            });
            if last == PAIRS[pair].0 {
                *open -= 1;
            } else if *closed <= *open {
                break;
            } else {
                *closed -= 1;
            }
        } else if !b".,:;!?'*_~|".contains(&last) {
            break;
        }
        end -= 1;
    }
    address[..end].trim_end_matches(is_joiner).len() // an ASCII byte or a whole character stands last
}
