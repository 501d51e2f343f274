//! Finding the first byte that is worth a look.

/// The bytes looked at in one go.
const CHUNK: usize = 128;
/// So many bytes are looked at one by one first, because in text with odd bytes the next one is near.
const NEAR: usize = 16;

/// Whether a byte is anything but a printable ASCII character, LF or TAB; with `ONE_LINE` LF and TAB are odd too.
#[inline(always)]
const fn is_odd<const ONE_LINE: bool>(byte: u8) -> bool {
    // Without `||`, which would be branches and no vector code.
    let is_control = byte.wrapping_sub(b' ') > b'~' - b' ';
    let is_layout = (byte == b'\n') | (byte == b'\t');
    is_control & (ONE_LINE | !is_layout)
}

/// How many bytes at the beginning are printable ASCII, LF or TAB (without `ONE_LINE`).
#[inline]
pub(super) fn plain_prefix<const ONE_LINE: bool>(bytes: &[u8]) -> usize {
    let near = bytes.iter().take(NEAR).position(|byte| is_odd::<ONE_LINE>(*byte));
    if let Some(near) = near {
        return near;
    }
    let mut rest = bytes;
    while let Some((chunk, behind)) = rest.split_first_chunk::<CHUNK>() {
        if chunk.iter().fold(false, |found, byte| found | is_odd::<ONE_LINE>(*byte)) {
            break;
        }
        rest = behind;
    }
    let clean = bytes.len() - rest.len();
    clean + rest.iter().position(|byte| is_odd::<ONE_LINE>(*byte)).unwrap_or(rest.len())
}
