//! [`Source`]: the part of a file that the checks may look at, the same whether the file came whole or in pieces.

use super::file_type::FileType;
use super::finding::Findings;
use std::panic::{RefUnwindSafe, UnwindSafe};

/// Numbers at a place of a file; `None` where it is not seen.
macro_rules! impl_readers {
    ($($name:ident: $number:ty = $from:ident;)*) => {
        impl Source<'_> {
            $(
                pub(super) fn $name(&self, at: u64) -> Option<$number> {
                    Some(<$number>::$from(self.get(at, size_of::<$number>())?.try_into().ok()?))
                }
            )*
        }
    };
}

/// How much of a large file's beginning, and how much of its end, is kept: bytes.
pub(super) const WINDOW: usize = 1 << 20;

/// A file of which at least the first and the last [`WINDOW`] bytes are at hand.
///
/// Up to twice that a file is seen whole; of a larger one the middle is not seen here, even where it is in memory, so
/// that streaming and whole uploads get one verdict. What must see every byte is a [`Scan`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    head: &'a [u8],
    /// Empty where `head` is the whole file.
    tail: &'a [u8],
    len: u64,
}

impl<'a> Source<'a> {
    pub(super) fn whole(bytes: &'a [u8]) -> Self {
        let len = bytes.len() as u64;
        match (bytes.split_at_checked(WINDOW), bytes.len() > 2 * WINDOW) {
            (Some((head, rest)), true) => {
                Self { head, tail: rest.get(rest.len() - WINDOW..).unwrap_or_default(), len }
            }
            _ => Self { head: bytes, tail: &[], len },
        }
    }

    /// A large file's two ends; for a file of at most two windows, all of it and no tail.
    pub(super) fn ends(head: &'a [u8], tail: &'a [u8], len: u64) -> Self {
        Self { head, tail, len }
    }

    /// The file's length in bytes.
    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// The beginning: the whole file, or the first window of a large one.
    pub(super) fn head(&self) -> &'a [u8] {
        self.head
    }

    /// The end, at most [`WINDOW`] bytes where the file is large; otherwise the whole file.
    pub(super) fn tail(&self) -> &'a [u8] {
        if self.is_whole() { self.head } else { self.tail }
    }

    /// Where [`tail`](Self::tail) begins in the file.
    pub(super) fn tail_at(&self) -> u64 {
        self.len - self.tail().len() as u64
    }

    /// True when every byte is in `head`.
    pub(super) fn is_whole(&self) -> bool {
        self.tail.is_empty()
    }

    /// `n` bytes from `at`, where they are inside the file and seen.
    pub(super) fn get(&self, at: u64, n: usize) -> Option<&'a [u8]> {
        let within = |part: &'a [u8], begins: u64| {
            let from = usize::try_from(at.checked_sub(begins)?).ok()?;
            part.get(from..from.checked_add(n)?)
        };
        within(self.head, 0).or_else(|| within(self.tail, self.len - self.tail.len() as u64))
    }

    /// From `at` to the end of the part that holds it; empty where `at` is not seen.
    pub(super) fn from(&self, at: u64) -> &'a [u8] {
        let within = |part: &'a [u8], begins: u64| {
            let from = usize::try_from(at.checked_sub(begins)?).ok()?;
            part.get(from..)
        };
        let tail_begins = self.len - self.tail.len() as u64;
        within(self.tail, tail_begins)
            .filter(|_| !self.tail.is_empty())
            .or_else(|| within(self.head, 0))
            .unwrap_or_default()
    }

    pub(super) fn starts_with(&self, magic: &[u8]) -> bool {
        self.head.starts_with(magic)
    }

    pub(super) fn has_at(&self, at: u64, magic: &[u8]) -> bool {
        self.get(at, magic.len()) == Some(magic)
    }

    pub(super) fn byte(&self, at: u64) -> Option<u8> {
        self.get(at, 1)?.first().copied()
    }

    /// A number of two bytes, the most significant first or last.
    pub(super) fn u16_in(&self, at: u64, big: bool) -> Option<u16> {
        if big { self.u16_be(at) } else { self.u16_le(at) }
    }

    /// A number of four bytes.
    pub(super) fn u32_in(&self, at: u64, big: bool) -> Option<u32> {
        if big { self.u32_be(at) } else { self.u32_le(at) }
    }

    /// A number of eight bytes.
    pub(super) fn u64_in(&self, at: u64, big: bool) -> Option<u64> {
        if big { self.u64_be(at) } else { self.u64_le(at) }
    }
}

impl_readers! {
    u16_le: u16 = from_le_bytes;
    u16_be: u16 = from_be_bytes;
    u32_le: u32 = from_le_bytes;
    u32_be: u32 = from_be_bytes;
    u64_le: u64 = from_le_bytes;
    u64_be: u64 = from_be_bytes;
}

/// A file that has ended.
pub(super) struct End<'a> {
    pub(super) source: &'a Source<'a>,
    /// What it is.
    pub(super) file_type: FileType,
    /// The largest picture that is wanted.
    pub(super) max_pixels: u64,
}

/// Something that must see every byte of a file, in order, in pieces of any size: its answer may not depend on where
/// the pieces end.
pub(super) trait Scan: Send + Sync + UnwindSafe + RefUnwindSafe {
    /// The next bytes.
    fn push(&mut self, bytes: &[u8]);

    /// What was found.
    fn finish(self: Box<Self>, end: &End<'_>, findings: &mut Findings);

    /// True where the two ends of the file are enough, so that it may begin late.
    fn sees_ends_alone(&self) -> bool {
        false
    }
}
