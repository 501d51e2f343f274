//! Finding the first byte that is worth a look, and the first character that is.

use crate::bytes::have;
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
    have(bytes, is_odd::<ONE_LINE>)
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
    // Hebrew and Arabic letters are among the three.
    begins_odd::<ONE_LINE>(byte) | (byte.wrapping_sub(0xD6) <= 0xE3 - 0xD6)
}

/// The same for a byte and the next one, which tell letters and marks of Hebrew and Arabic apart.
#[inline(always)]
const fn may_begin_odd_pair<const ONE_LINE: bool>(byte: u8, next: u8) -> bool {
    let hebrew = (byte == 0xD6) | ((byte == 0xD7) & (next < 0x90));
    let arabic = ((byte == 0xD8) & (next.wrapping_sub(0x90) <= 0x9C - 0x90))
        | ((byte == 0xD9) & ((next.wrapping_sub(0x8B) <= 0x9F - 0x8B) | (next == 0xB0)))
        | ((byte == 0xDB) & (next >= 0x96));
    begins_odd::<ONE_LINE>(byte) | hebrew | arabic | (byte.wrapping_sub(0xDC) <= 0xE3 - 0xDC)
}

/// All of these but what begins with 0xD6 to 0xE3, from Hebrew to Kana.
#[inline(always)]
const fn begins_odd<const ONE_LINE: bool>(byte: u8) -> bool {
    // U+0080 to U+00BF; U+0300 to U+037F; U+0480 to U+04BF.
    let two = (byte == 0xC2) | (byte & 0xFE == 0xCC) | (byte == 0xD2);
    // Yi to Myanmar, but not Hangul; all from private use on.
    let three = (byte == 0xEA) | (byte >= 0xEE);
    (is_odd::<ONE_LINE>(byte) & (byte < 0x80)) | two | three
}

/// How many bytes are looked at one by one before blocks are tried: where some characters matter, others are near.
const NEAR: usize = 64;
/// The same behind a block with such characters: of some scripts no block is without.
const FAR: usize = 256;
/// The bytes of a block, with the first of the next.
const WINDOW: usize = 33;

/// How many bytes at the beginning are whole characters of which none is in the set, whose characters are
/// [remarkable](crate::chars::REMARKABLE), or odd.
#[inline]
pub(super) fn harmless_prefix<const ONE_LINE: bool>(text: &str, set: &Set) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut rest = bytes;
    while let Some((block, behind)) = rest.split_first_chunk::<BLOCK>() {
        // The first byte alone tells that a block of another script is none of ASCII.
        if block[0] >= 0x80 || has_odd::<ONE_LINE>(block) {
            break;
        }
        rest = behind;
        at += BLOCK;
    }
    let mut enough = at + NEAR;
    loop {
        while at < enough {
            let Some(first) = bytes.get(at) else { return bytes.len() };
            at += match first {
                b' '..=b'~' => 1,
                b'\n' | b'\t' if !ONE_LINE => 1,
                ..0x80 => return at,
                // The first of them is looked at as a whole: `at` is below `enough`.
                ..0xE0 => match two_bytes_each(&bytes[at..bytes.len().min(enough + 1)], set) {
                    0 => return at,
                    len => len,
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
        let from = at;
        at = behind_harmless_blocks::<ONE_LINE>(text, from);
        enough = at + if at < from + WINDOW { FAR } else { NEAR };
    }
}

/// How many bytes at the beginning are characters of two bytes that are not in a set, and spaces between such words.
#[inline(always)]
fn two_bytes_each(bytes: &[u8], set: &Set) -> usize {
    let mut rest = bytes;
    loop {
        match rest {
            [first, last, behind @ ..] if set.lacks_two(*first, *last) => rest = behind,
            [b' ', behind @ ..] => rest = behind,
            _ => return bytes.len() - rest.len(),
        }
    }
}

/// Where the blocks from a byte on end whose characters are harmless, all of them by their first two bytes.
#[inline(never)]
fn behind_harmless_blocks<const ONE_LINE: bool>(text: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(window) = text.as_bytes().get(at..).and_then(<[u8]>::first_chunk::<WINDOW>) {
        // Both have the same length, one less.
        let (block, next) = (&window[..WINDOW - 1], &window[1..]);
        if have(block, may_begin_odd::<ONE_LINE>) {
            let pairs = block.iter().zip(next);
            if pairs.fold(false, |found, (byte, next)| found | may_begin_odd_pair::<ONE_LINE>(*byte, *next)) {
                break;
            }
        }
        at += WINDOW - 1;
    }
    // The last block may end within a character, which is then looked at from its beginning.
    while !text.is_char_boundary(at) {
        at -= 1; // zero is a boundary
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chars::{REMARKABLE, UNLIKE_SEEN};
    use crate::text::class::class_of;

    #[test]
    fn what_is_skipped_is_nothing() {
        for c in '\0'..=char::MAX {
            let mut buffer = [0; 4];
            let bytes = c.encode_utf8(&mut buffer).as_bytes();
            let (first, next) = (bytes[0], bytes.get(1).copied().unwrap_or(b'a'));
            let is_remarkable = class_of(c).is_some() || crate::chars::is_mark(c);
            assert!(!is_remarkable || may_begin_odd::<false>(first), "{c:?}");
            assert!(!is_remarkable || may_begin_odd_pair::<false>(first, next), "{c:?}");
            if c > '\u{3400}' && !is_remarkable && u32::from(c) % 61 != 0 {
                continue; // some of many that are alike
            }
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
