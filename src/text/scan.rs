//! Finding the first byte that is worth a look, and the characters that are.

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

/// Whether a character may have a class, or be a mark: one bit for each 32 code points of the BMP (Unicode 18).
///
/// The letters of most languages have their bit clear, so that nothing else is asked about them.
#[inline]
pub(super) fn may_matter(c: char) -> bool {
    let block = u32::from(c) >> 5;
    MATTERS.get(block as usize / 32).is_none_or(|bits| bits >> (block % 32) & 1 == 1)
}

const MATTERS: [u32; 64] = [
    0x0F00_0039,
    0xA7CD_7010,
    0x7FFF_FFD7,
    0x7B66_DFFF,
    0x0400_0C1E,
    0x6F10_0000,
    0xBFED_0231,
    0x0000_C0C2,
    0x0000_00CF,
    0x0000_0000,
    0x0000_0001,
    0x0000_8880,
    0x0000_0813,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0098_0000,
    0x80EE_F6F3,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0x0000_0000,
    0xFFFF_FFFF,
    0xFFFF_FFFF,
    0xFFFF_FFFF,
    0xFFFF_FFFF,
    0xFFFF_FFFF,
    0xFFFF_FFFF,
    0x0100_00FF,
    0xA083_C000,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chars::is_mark;
    use crate::text::class::class_of;

    #[test]
    fn what_is_skipped_is_nothing() {
        let mut bits = [0_u32; 64];
        for c in '\0'..='\u{FFFF}' {
            if class_of(c).is_some() || is_mark(c) || c == '\n' || c == '\t' {
                let block = u32::from(c) >> 5;
                bits[block as usize / 32] |= 1 << (block % 32);
            }
        }
        let missing: Vec<_> = (0..64).filter(|at| bits[*at] & !MATTERS[*at] != 0).collect();
        assert!(missing.is_empty(), "{bits:#010X?}");
        assert!(!may_matter('я') && !may_matter('漢') && !may_matter('ß') && may_matter('👩'));
    }
}
