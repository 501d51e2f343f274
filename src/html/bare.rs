//! What stands for itself in most HTML: text without anything special, and tags without attributes.
//!
//! The tokenizer reads everything; these functions know only the shapes that well-written markup consists of, and
//! answer in a few instructions whether one of them begins here.

use super::element::{Element, written_element};
use super::word::{HIGH, ONES, equal, zeros};

/// How many bytes at the beginning are none of `<` `>` `&` CR NUL.
#[inline(always)]
pub(super) fn plain_len(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    while let Some((block, behind)) = rest.split_first_chunk() {
        let word = u64::from_le_bytes(*block);
        // `<` and `>` differ in the bit that is set here.
        let found = zeros(word) | equal(word | (ONES * 2), b'>') | equal(word, b'&') | equal(word, b'\r');
        let found = found & HIGH;
        if found != 0 {
            return bytes.len() - rest.len() + found.trailing_zeros() as usize / 8;
        }
        rest = behind;
    }
    let found = rest.iter().position(|byte| matches!(byte, b'<' | b'>' | b'&' | b'\r' | 0));
    bytes.len() - rest.len() + found.unwrap_or(rest.len())
}

/// A tag with nothing but its name, in lower case.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BareTag {
    pub(super) element: Element,
    pub(super) is_end: bool,
    /// From `<` to `>`.
    pub(super) len: usize,
}

/// How many letters each element's name has.
#[expect(clippy::cast_possible_truncation, reason = "names have at most ten letters")]
static NAME_LEN: [u8; Element::COUNT] = {
    let mut all = [0; Element::COUNT];
    let mut at = 0;
    while at < Element::COUNT {
        all[at] = Element::ALL[at].name().len() as u8;
        at += 1;
    }
    all
};

/// The bare tag at the beginning, if there is one whose name has at most fifteen letters and belongs to an element
/// that may be written. Near the end of the input there is none: the tokenizer reads the last tags.
#[inline(always)]
pub(super) fn tag_at(bytes: &[u8]) -> Option<BareTag> {
    /// `</`, and two words.
    const HEAD: usize = 2 + 16;
    let head = bytes.first_chunk::<HEAD>()?;
    if head[0] != b'<' {
        return None;
    }
    let is_end = head[1] == b'/';
    let start = 1 + usize::from(is_end);
    let (mut low, mut high) = (word_at(head, start), word_at(head, start + 8));
    let mut name_len = (equal(low, b'>') & HIGH).trailing_zeros() as usize / 8;
    if name_len == 0 {
        return None;
    }
    if name_len < 8 {
        low &= u64::MAX >> (64 - 8 * name_len);
        high = 0;
    } else {
        let more = (equal(high, b'>') & HIGH).trailing_zeros() as usize / 8;
        if more >= 8 {
            return None;
        }
        high &= !(u64::MAX << (8 * more));
        name_len = 8 + more;
    }
    let element = written_element(low, high)?;
    // A NUL at the end of a name would not be told from none.
    (usize::from(NAME_LEN[element as usize]) == name_len).then_some(BareTag {
        element,
        is_end,
        len: start + name_len + 1,
    })
}

#[inline(always)]
fn word_at(head: &[u8; 18], at: usize) -> u64 {
    // `at` is 1 or 2, or that and eight.
    head.get(at..at + 8).and_then(|bytes| bytes.first_chunk()).map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_ends_at_each_special_byte_and_at_no_other() {
        for len in 0..40 {
            for at in 0..len {
                for byte in 0..0x80 {
                    let mut bytes = vec![b'='; len];
                    bytes[at] = byte;
                    let is_special = b"<>&\r\0".contains(&byte);
                    assert_eq!(
                        plain_len(&bytes),
                        if is_special { at } else { len },
                        "{byte} at {at} of {len}"
                    );
                }
            }
        }
        assert_eq!(plain_len("über alles".as_bytes()), 11);
    }

    #[test]
    fn bare_tags_are_those_of_the_table_exactly() {
        const BEHIND: &str = "a tail of some length";
        for element in Element::ALL.iter().copied() {
            let name = element.name();
            let found = tag_at(format!("<{name}>{BEHIND}").as_bytes());
            assert_eq!(found, Some(BareTag { element, is_end: false, len: name.len() + 2 }), "{name}");
            let found = tag_at(format!("</{name}>{BEHIND}").as_bytes());
            assert_eq!(found, Some(BareTag { element, is_end: true, len: name.len() + 3 }), "{name}");
            for odd in [
                format!("<{name} >{BEHIND}"),
                format!("<{name}\0>{BEHIND}"),
                format!("<{name}/>{BEHIND}"),
                format!("<{}>{BEHIND}", name.to_ascii_uppercase()),
                format!("< {name}>{BEHIND}"),
                format!("<{name}x{BEHIND}"),
            ] {
                assert_eq!(tag_at(odd.as_bytes()), None, "{odd}");
            }
        }
        for odd in
            ["<>aaaaaaaaaaaaaaaaaaaaaaa", "</>aaaaaaaaaaaaaaaaaaaaaa", "<script>aaaaaaaaaaaaaaa", "<p>", ""]
        {
            assert_eq!(tag_at(odd.as_bytes()), None, "{odd}");
        }
    }
}
