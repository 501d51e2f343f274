//! Finding the first byte that is worth a look, and the first character that is.

use crate::chars::Set;

/// The bytes looked at in one go, where odd ones are far apart.
const CHUNK: usize = 128;
/// The same where they are near.
const BLOCK: usize = 16;

/// Whether a byte is anything but a printable ASCII character, LF or TAB; with `ONE_LINE` LF and TAB are odd too.
#[inline(always)]
const fn is_odd<const ONE_LINE: bool>(byte: u8) -> bool {
    // Without `||`, which would be branches and no vector code.
    let is_control = byte.wrapping_sub(b' ') > b'~' - b' ';
    let is_layout = (byte == b'\n') | (byte == b'\t');
    is_control & (ONE_LINE | !is_layout)
}

#[inline(always)]
fn has_odd<const ONE_LINE: bool>(bytes: &[u8]) -> bool {
    bytes.iter().fold(false, |found, byte| found | is_odd::<ONE_LINE>(*byte))
}

/// How many bytes at the beginning are printable ASCII, LF or TAB (without `ONE_LINE`).
#[inline]
pub(super) fn plain_prefix<const ONE_LINE: bool>(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    // In text with odd bytes the next one is near, so the first steps are short.
    for _ in 0..CHUNK / BLOCK {
        match rest.split_first_chunk::<BLOCK>() {
            Some((block, behind)) if !has_odd::<ONE_LINE>(block) => rest = behind,
            _ => return bytes.len() - rest.len() + first_odd::<ONE_LINE>(rest),
        }
    }
    while let Some((chunk, behind)) = rest.split_first_chunk::<CHUNK>() {
        if has_odd::<ONE_LINE>(chunk) {
            break;
        }
        rest = behind;
    }
    while let Some((block, behind)) = rest.split_first_chunk::<BLOCK>() {
        if has_odd::<ONE_LINE>(block) {
            break;
        }
        rest = behind;
    }
    bytes.len() - rest.len() + first_odd::<ONE_LINE>(rest)
}

fn first_odd<const ONE_LINE: bool>(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| is_odd::<ONE_LINE>(*byte)).unwrap_or(bytes.len())
}

/// Whether a byte is [odd](is_odd), or begins characters of which some are [remarkable](crate::chars::REMARKABLE).
#[inline(always)]
const fn may_begin_odd<const ONE_LINE: bool>(byte: u8) -> bool {
    // U+0080 to U+00BF; U+0300 to U+037F; U+0480 to U+04BF.
    let two = (byte == 0xC2) | (byte & 0xFE == 0xCC) | (byte == 0xD2);
    // From Hebrew to Kana, but not ideographs; Yi to Myanmar, but not Hangul; all from private use on.
    let three = (byte.wrapping_sub(0xD6) <= 0xE3 - 0xD6) | (byte == 0xEA) | (byte >= 0xEE);
    (is_odd::<ONE_LINE>(byte) & (byte < 0x80)) | two | three
}

/// The bytes of a block, where harmless ones are many; and how many are looked at one by one before, because where some
/// characters matter, others are near.
const WIDE: usize = 32;
const NEAR: usize = 24;

/// How many bytes at the beginning are whole characters of which none is in the set, whose characters are
/// [remarkable](crate::chars::REMARKABLE), or odd.
///
/// Characters first, then blocks, as long as all bytes in them begin harmless characters or none.
#[inline]
pub(super) fn harmless_prefix<const ONE_LINE: bool>(text: &str, set: &Set) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        let enough = at + NEAR;
        while at < enough {
            let Some(first) = bytes.get(at) else { return bytes.len() };
            at += match first {
                ..0x80 if is_odd::<ONE_LINE>(*first) => return at,
                ..0x80 => 1,
                ..0xE0 => match bytes.get(at + 1) {
                    Some(last) if !set.has_two(*first, *last) => 2,
                    _ => return at,
                },
                // Ideographs, Hangul.
                0xE4..=0xE9 | 0xEB..=0xED => 3,
                ..0xF0 => match bytes.get(at + 1..at + 3) {
                    Some([second, last]) if !set.has_three(*first, *second, *last) => 3,
                    _ => return at,
                },
                _ => match bytes.get(at + 1..at + 4) {
                    Some([second, third, last]) if !set.has_four(*first, *second, *third, *last) => 4,
                    _ => return at,
                },
            };
        }
        let Some(mut rest) = bytes.get(at..) else { return bytes.len() };
        while let Some((block, behind)) = rest.split_first_chunk::<WIDE>() {
            if block.iter().fold(false, |found, byte| found | may_begin_odd::<ONE_LINE>(*byte)) {
                break;
            }
            rest = behind;
        }
        at = bytes.len() - rest.len();
        // The last block may end within a character, which is then looked at from its beginning.
        while !text.is_char_boundary(at) {
            at -= 1; // zero is a boundary
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chars::{REMARKABLE, UNLIKE_SEEN};
    use crate::text::class::class_of;

    #[test]
    fn what_is_skipped_is_nothing() {
        for c in '\0'..=char::MAX {
            let first = c.encode_utf8(&mut [0; 4]).as_bytes()[0];
            let is_remarkable = class_of(c).is_some() || crate::chars::is_mark(c);
            assert!(!is_remarkable || may_begin_odd::<false>(first), "{c:?}");
            for text in [c.to_string(), format!("{:50}{c}{:80}", 'я', 'é'), format!("{:100}{c}", 'a')] {
                let is_whole = harmless_prefix::<false>(&text, &REMARKABLE) == text.len();
                assert_eq!(is_whole, !is_remarkable, "{c:?}");
                let is_whole = harmless_prefix::<false>(&text, &UNLIKE_SEEN) == text.len();
                assert_eq!(is_whole, class_of(c).is_none(), "{c:?}");
                let is_layout = matches!(c, '\n' | '\t');
                let is_whole = harmless_prefix::<true>(&text, &REMARKABLE) == text.len();
                assert_eq!(is_whole, !is_remarkable && !is_layout, "{c:?}");
            }
        }
    }
}
