//! The loop behind [`html`](super::html()): the most called escape of all, so it has one of its own.
//!
//! Clean text is passed over in blocks that the compiler turns into vector code. A chunk with something in it is
//! rebuilt in a buffer on the stack, with copies of fixed length that reach too far (the next copy overwrites what
//! is too much) instead of copies of exact length; the buffer then goes out as one `&str`, checked like any other.

#![allow(
    clippy::inline_always,
    clippy::needless_bitwise_bool,
    reason = "vector code comes of loops without branches or calls in them; measured in bench/"
)]

use super::scan;
use std::borrow::Cow;
use std::fmt::{self, Write};

/// The bytes looked at in one go.
const CHUNK: usize = 128;
/// The bytes whose specials fit one mask.
const BLOCK: usize = 64;
/// The longest replacement.
const LONGEST: usize = 6;
/// What one chunk can become.
const CHUNK_OUT: usize = CHUNK * LONGEST;
/// The buffer is written out when less than one chunk's room is left.
const BUFFER: usize = 4 * CHUNK_OUT;
/// A chunk and what may be read behind it.
const WINDOW: usize = CHUNK + BLOCK;
/// Up to so many specials, a block is copied in stretches; with more, byte by byte.
const FEW: u32 = 6;
/// A clean stretch at least this long goes out directly instead of through the buffer.
const DIRECT: usize = 4 * CHUNK;

/// For each byte what stands for it: up to six bytes, and in the last place how many.
static OUT: [[u8; 8]; 256] = {
    let mut table = [[0; 8]; 256];
    let mut byte = 0_u8;
    loop {
        table[byte as usize] = match replacement(byte) {
            Some(text) => entry(text.as_bytes()),
            None => entry(&[byte]),
        };
        if byte == u8::MAX {
            break table;
        }
        byte += 1;
    }
};

const fn entry(bytes: &[u8]) -> [u8; 8] {
    let mut entry = [0; 8];
    let mut len = 0_u8;
    while (len as usize) < bytes.len() {
        entry[len as usize] = bytes[len as usize];
        len += 1;
    }
    entry[7] = len;
    entry
}

/// What stands for a byte, if not the byte itself.
const fn replacement(byte: u8) -> Option<&'static str> {
    Some(match byte {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        b'\'' => "&#39;",
        b'\r' => "&#13;",
        0 => "\u{FFFD}",
        _ => return None,
    })
}

/// Whether a byte may be special: exact but for `#`, which shares its bits with the quotes and the ampersand.
#[inline(always)]
const fn may_be_special(byte: u8) -> bool {
    // Without `||`, which would be branches and no vector code.
    ((byte | 5) == 0x27) | ((byte | 2) == 0x3E) | (byte == b'\r') | (byte == 0)
}

/// Whether no byte may be special.
#[inline(always)]
fn is_clean(bytes: &[u8]) -> bool {
    !bytes.iter().fold(false, |found, byte| found | may_be_special(*byte))
}

/// Whether a chunk holds neither a special byte nor one of `#` `$` `%` `=`: a rougher question than [`is_clean`], and
/// half as much again as fast, because the smallest distance from each range is kept and looked at only once.
#[inline(always)]
fn is_surely_clean(chunk: &[u8; CHUNK]) -> bool {
    const LANES: usize = 16;
    let (mut quotes, mut angles, mut controls) = ([0xFF_u8; LANES], [0xFF_u8; LANES], [0xFF_u8; LANES]);
    for lanes in chunk.chunks_exact(LANES) {
        for (lane, byte) in lanes.iter().enumerate() {
            quotes[lane] = quotes[lane].min(byte.wrapping_sub(b'"'));
            angles[lane] = angles[lane].min(byte.wrapping_sub(b'<'));
            controls[lane] = controls[lane].min(*byte).min(byte ^ b'\r');
        }
    }
    let mut found = false;
    for lane in 0..LANES {
        found |= (quotes[lane] <= b'\'' - b'"') | (angles[lane] <= b'>' - b'<') | (controls[lane] == 0);
    }
    !found
}

/// How many bytes at the beginning are certainly clean; all of them if the whole text is.
#[inline(always)]
fn clean_prefix(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    while let Some((chunk, behind)) = rest.split_first_chunk::<CHUNK>() {
        if !is_surely_clean(chunk) && !is_clean(chunk) {
            return bytes.len() - rest.len();
        }
        rest = behind;
    }
    // What is left, as one more chunk that overlaps the last.
    let last_is_clean = match bytes.last_chunk::<CHUNK>() {
        Some(last) => rest.is_empty() || is_clean(last),
        None => is_short_clean(rest),
    };
    if last_is_clean { bytes.len() } else { bytes.len() - rest.len() }
}

/// [`is_clean`] for less than a chunk: pieces of fixed length from both ends, which may overlap in the middle.
#[inline(always)]
fn is_short_clean(bytes: &[u8]) -> bool {
    fn ends_are_clean<const N: usize>(bytes: &[u8]) -> Option<bool> {
        let (first, last) = (bytes.first_chunk::<N>()?, bytes.last_chunk::<N>()?);
        Some(is_clean(first) & is_clean(last))
    }
    let clean = match bytes.len() {
        BLOCK.. => ends_are_clean::<BLOCK>(bytes),
        32.. => ends_are_clean::<32>(bytes),
        16.. => ends_are_clean::<16>(bytes),
        8.. => ends_are_clean::<8>(bytes),
        _ => None,
    };
    clean.unwrap_or_else(|| is_clean(bytes))
}

/// The escaped text; borrowed when nothing changes.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    let clean = clean_prefix(text.as_bytes());
    if clean == text.len() { Cow::Borrowed(text) } else { escape_from(text, clean) }
}

/// [`escape`] for a text that is clean up to a byte. `#` may have been the only suspect.
#[cold]
fn escape_from(text: &str, clean: usize) -> Cow<'_, str> {
    // `clean` is the length of a beginning, so at most the text's own.
    if !text.as_bytes()[clean..].iter().any(|byte| replacement(*byte).is_some()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(scan::collect(text, |out| write_from(text, clean, out)))
}

/// The escaped text, without an intermediate string.
pub(super) fn write<W: Write>(text: &str, out: &mut W) -> fmt::Result {
    let clean = clean_prefix(text.as_bytes());
    if clean == text.len() { out.write_str(text) } else { write_from(text, clean, out) }
}

/// [`write()`] for a text that is clean up to a byte.
fn write_from<W: Write>(text: &str, clean: usize, out: &mut W) -> fmt::Result {
    if text.len() - clean < BLOCK {
        return write_short(text, out);
    }
    let mut buffer = Buffer { bytes: [0; BUFFER], len: 0 };
    let mut at = floor(text, clean);
    out.write_str(&text[..at])?; // `floor` gives the beginning of a character
    // In text with specials most chunks have one, so the rough look ahead waits for a chunk without.
    let mut look_ahead = false;
    while at < text.len() {
        let rest = &text.as_bytes()[at..]; // `at` is below the length
        let clean = if look_ahead { floor(text, at + clean_prefix(rest)) } else { at };
        if clean >= at + DIRECT {
            buffer.flush(out)?;
            out.write_str(&text[at..clean])?;
            at = clean;
        } else {
            if buffer.len + CHUNK_OUT + BLOCK > BUFFER {
                buffer.flush(out)?;
            }
            let end = floor(text, at + CHUNK);
            look_ahead = if let Some(window) = rest.first_chunk() {
                buffer.push_chunk(window, end - at)
            } else {
                let mut window = [b' '; WINDOW];
                window[..rest.len()].copy_from_slice(rest); // shorter than a window, or it had been one
                buffer.push_chunk(&window, end - at)
            };
            at = end;
        }
    }
    buffer.flush(out)
}

/// The last position up to `at` that begins a character, or the end.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1; // ends at 0, which is a boundary
    }
    at
}

/// The plain way, for what is too short to be worth a buffer.
fn write_short<W: Write>(text: &str, out: &mut W) -> fmt::Result {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(replacement) = replacement(byte) {
            out.write_str(&text[copied..at])?; // specials are ASCII, so both ends begin a character
            out.write_str(replacement)?;
            copied = at + 1;
        }
    }
    out.write_str(&text[copied..]) // behind an ASCII byte, or the whole
}

struct Buffer {
    bytes: [u8; BUFFER],
    len: usize,
}

impl Buffer {
    /// Writes the buffer out; it holds whole characters.
    fn flush<W: Write>(&mut self, out: &mut W) -> fmt::Result {
        let written = std::str::from_utf8(&self.bytes[..self.len]).map_err(|_| fmt::Error)?;
        self.len = 0;
        out.write_str(written)
    }

    /// Appends the first `len` bytes of the window, at most a chunk, escaped, and says whether they were clean. The
    /// rest of the window is there to be read too far; the caller has seen to the room, `CHUNK_OUT` and a block.
    #[inline(always)]
    fn push_chunk(&mut self, window: &[u8; WINDOW], len: usize) -> bool {
        let mut clean = true;
        if let Some(first) = window.first_chunk() {
            clean &= self.push_block(first, len.min(BLOCK));
        }
        if let (Some(second), true) = (window.last_chunk(), len > BLOCK) {
            clean &= self.push_block(second, len - BLOCK);
        }
        clean
    }

    /// Appends the first `len` bytes, 1 to a block, and says whether they were clean.
    #[inline(always)]
    fn push_block(&mut self, window: &[u8; 2 * BLOCK], len: usize) -> bool {
        let mut specials = mask(window) & (u64::MAX >> (BLOCK - len));
        if specials == 0 {
            self.copy_block(window, 0);
            self.len += len;
            return true;
        }
        if specials.count_ones() > FEW {
            for byte in &window[..len] {
                self.push_entry(*byte);
            }
            return false;
        }
        let mut from = 0;
        while specials != 0 {
            let at = specials.trailing_zeros() as usize;
            self.copy_block(window, from);
            self.len += at - from;
            self.push_entry(window[at & (BLOCK - 1)]);
            from = at + 1;
            specials &= specials - 1;
        }
        self.copy_block(window, from);
        self.len += len - from;
        false
    }

    /// Copies a whole block from `from` on, whatever of it is wanted.
    #[inline(always)]
    fn copy_block(&mut self, window: &[u8; 2 * BLOCK], from: usize) {
        self.bytes[self.len..self.len + BLOCK].copy_from_slice(&window[from..from + BLOCK]);
    }

    #[inline(always)]
    fn push_entry(&mut self, byte: u8) {
        let entry = &OUT[usize::from(byte)];
        self.bytes[self.len..self.len + 8].copy_from_slice(entry);
        self.len += usize::from(entry[7]);
    }
}

/// One bit for each byte of the first block that may be special.
#[inline(always)]
fn mask(window: &[u8; 2 * BLOCK]) -> u64 {
    let mut found = [0_u8; BLOCK];
    for (found, byte) in found.iter_mut().zip(window) {
        *found = u8::from(may_be_special(*byte));
    }
    let mut mask = 0;
    for (at, eight) in found.chunks_exact(8).enumerate() {
        // The factor moves the lowest bit of byte i to bit 56 + i; no two of the products' bits meet.
        let eight = eight.iter().rev().fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
        mask |= (eight.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * at);
    }
    mask
}
