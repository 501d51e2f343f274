//! What a check answers, and what checks ask.

use crate::upload::file_type::FileType;
use crate::upload::sniffed::Verdict;
use crate::upload::source::Source;

/// What a check answers. `None`: the file ends before the structure that would confirm its signature.
pub(super) type Check = Option<Verdict>;

/// The signature fits, the structure behind it does not.
pub(super) const BROKEN: Check = Some(Verdict::Broken);

/// No signature of ours.
pub(super) const NO: Check = Some(Verdict::No);

/// This type.
#[allow(clippy::unnecessary_wraps, reason = "the answer of a check")]
pub(super) fn is(file_type: FileType) -> Check {
    Some(file_type.into())
}

/// The type where its structure is as it must be; where it is not, the signature may be chance, and others are asked.
pub(super) fn perhaps(confirmed: bool, file_type: FileType) -> Check {
    if confirmed { is(file_type) } else { NO }
}

/// The type where its structure is as it must be.
#[allow(clippy::unnecessary_wraps, reason = "the answer of a check")]
pub(super) fn when(confirmed: bool, file_type: FileType) -> Check {
    Some(if confirmed { file_type.into() } else { Verdict::Broken })
}

pub(super) fn byte(s: &Source<'_>, at: u64) -> Option<u8> {
    s.get(at, 1)?.first().copied()
}

/// A number of four bytes in the given order.
pub(super) fn u32_in(s: &Source<'_>, at: u64, big: bool) -> Option<u32> {
    if big { s.u32_be(at) } else { s.u32_le(at) }
}

/// A number of two bytes in the given order.
pub(super) fn u16_in(s: &Source<'_>, at: u64, big: bool) -> Option<u16> {
    if big { s.u16_be(at) } else { s.u16_le(at) }
}

/// True where a byte stands that no text has: a control other than the white space.
pub(super) fn has_control(bytes: &[u8]) -> bool {
    bytes.iter().any(|b| (*b < 0x20 && !matches!(b, 0x09..=0x0D | 0x1B)) || *b == 0x7F)
}

/// The name of a chunk, a box or a table: letters, digits and the few signs that are used in them.
pub(super) fn is_tag(tag: &[u8]) -> bool {
    tag.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'_' | b'-' | b'/' | b'.' | 0xA9))
}

/// True when `needle` stands in `within`.
pub(super) fn holds(within: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(within, needle).is_some()
}

/// The head, at most `n` bytes.
pub(super) fn at_most<'a>(s: &Source<'a>, n: usize) -> &'a [u8] {
    let head = s.head();
    head.get(..n).unwrap_or(head)
}

/// The same, or a byte beyond ASCII.
pub(super) fn has_control_or_high(bytes: &[u8]) -> bool {
    has_control(bytes) || bytes.iter().any(|b| *b >= 0x80)
}

/// True where bytes are neither ASCII nor well-formed UTF-8.
pub(super) fn has_odd(bytes: &[u8]) -> bool {
    has_control(bytes) || std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_some())
}
