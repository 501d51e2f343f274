//! What a check answers, and what checks ask.

use crate::upload::file_type::FileType;
pub(super) use crate::upload::sniffed::Check;
use crate::upload::sniffed::{Miss, Sniffed};
use crate::upload::source::Source;
use std::ops::Deref;

/// What is said of a file where only one type is in question.
pub(super) type Proof = Result<(), Miss>;

/// The signature fits, the structure behind it does not.
pub(super) const BROKEN: Check = Err(Miss::Broken);

/// No signature of ours.
pub(super) const NO: Check = Err(Miss::No);

/// The file ends before the structure that would confirm its signature.
pub(super) const CUT: Check = Err(Miss::Cut);

/// This type.
#[allow(clippy::unnecessary_wraps, reason = "the answer of a check")]
pub(super) fn is(file_type: FileType) -> Check {
    Ok(Sniffed::Known(file_type))
}

/// What must hold for a file of the type: where it does not, the file is none, and nobody else's either.
pub(super) fn ensure(holds: bool) -> Proof {
    if holds { Ok(()) } else { Err(Miss::Broken) }
}

/// The same for a signature that may be chance: where it does not hold, others are asked.
pub(super) fn suppose(holds: bool) -> Proof {
    if holds { Ok(()) } else { Err(Miss::No) }
}

/// A file as a check reads it: what is not there is a cut. What may be missing is asked of `source`.
pub(super) struct Seen<'a> {
    pub(super) source: &'a Source<'a>,
}

impl<'a> Deref for Seen<'a> {
    type Target = Source<'a>;

    fn deref(&self) -> &Source<'a> {
        self.source
    }
}

/// The readers of [`Source`], in which nothing is missing.
macro_rules! readers {
    ($($name:ident($($argument:ident: $kind:ty),*) -> $value:ty;)*) => {
        impl<'a> Seen<'a> {
            $(
                #[inline]
                pub(super) fn $name(&self, at: u64, $($argument: $kind),*) -> Result<$value, Miss> {
                    self.source.$name(at, $($argument),*).ok_or(Miss::Cut)
                }
            )*
        }
    };
}

readers! {
    get(n: usize) -> &'a [u8];
    byte() -> u8;
    u16_le() -> u16;
    u16_be() -> u16;
    u32_le() -> u32;
    u32_be() -> u32;
    u64_le() -> u64;
    u64_be() -> u64;
    u16_in(big: bool) -> u16;
    u32_in(big: bool) -> u32;
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
