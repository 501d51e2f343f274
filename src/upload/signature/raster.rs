//! Pictures whose dots follow a header without a mark: TGA, and PBM and its kin.

use super::answer::{Check, NO, at_most, byte, has_odd, holds, is, perhaps};
use crate::upload::file_type::FileType;
use crate::upload::source::Source;

/// TGA, which has no signature before version 2: the header must be plausible, and the file must end with the footer
/// of version 2, or exactly where the header says.
pub(super) fn tga(s: &Source<'_>) -> Check {
    let &[id, has_map, kind, _, _, map_low, map_high, map_bits] = s.get(0, 8)? else { return NO };
    let (width, height) = (u64::from(s.u16_le(12)?), u64::from(s.u16_le(14)?));
    let bits = byte(s, 16)?;
    let mapped = matches!(kind, 1 | 9);
    let plausible = matches!(kind, 1..=3 | 9..=11)
        && has_map <= 1
        && (!mapped || (has_map == 1 && matches!(map_bits, 15 | 16 | 24 | 32)))
        && matches!(bits, 8 | 15 | 16 | 24 | 32)
        && width > 0
        && height > 0;
    if !plausible {
        return NO;
    }
    let entries = u64::from(u16::from_le_bytes([map_low, map_high]));
    let map = if has_map == 1 { entries * u64::from(map_bits).div_ceil(8) } else { 0 };
    let begins = 18 + u64::from(id) + map;
    let depth = u64::from(bits).div_ceil(8);
    let footer = s.len() > 44 && s.has_at(s.len() - 18, b"TRUEVISION-XFILE.\0");
    let exact = if kind < 9 {
        s.len() == begins + width * height * depth
    } else if s.is_whole() {
        packets_end(s.from(begins), depth, width * height)
    } else {
        // As far as it is seen: a megabyte of packets that fit.
        let seen = s.head().get(usize::try_from(begins).unwrap_or(usize::MAX)..).unwrap_or_default();
        packets_fit(seen, depth, width * height)
    };
    perhaps(footer || exact, FileType::TGA)
}

/// True when packets of run lengths give `pixels` and then the data ends.
fn packets_end(data: &[u8], depth: u64, pixels: u64) -> bool {
    packets(data, depth, pixels) == Some(0)
}

/// True when packets of run lengths go on to where the data are cut, and do not give too many pixels.
fn packets_fit(data: &[u8], depth: u64, pixels: u64) -> bool {
    // The last packet may be cut.
    (0..=128 * 4).any(|cut| {
        data.get(..data.len().saturating_sub(cut)).and_then(|data| packets(data, depth, pixels)).is_some()
    })
}

/// How many pixels are left behind the packets; `None` where they do not fit.
fn packets(mut data: &[u8], depth: u64, mut pixels: u64) -> Option<u64> {
    let depth = usize::try_from(depth).unwrap_or(1);
    while let Some((packet, rest)) = data.split_first() {
        let count = usize::from(packet & 0x7F) + 1;
        let bytes = if packet & 0x80 == 0 { count * depth } else { depth };
        (data, pixels) = (rest.get(bytes..)?, pixels.checked_sub(count as u64)?);
    }
    Some(pixels)
}

/// PBM, PGM, PPM, PAM and PFM: a header of words and numbers; what follows has the size the header says, or, in the
/// three plain kinds, is numbers too.
pub(super) fn netpbm(s: &Source<'_>) -> Check {
    let head = s.head();
    let Some(&[kind @ (b'1'..=b'7' | b'F' | b'f')]) = s.get(1, 1) else { return NO };
    if !byte(s, 2)?.is_ascii_whitespace() {
        return NO;
    }
    if kind == b'7' {
        return perhaps(
            head.starts_with(b"P7\n")
                && holds(at_most(s, 256), b"\nENDHDR\n")
                && holds(at_most(s, 256), b"WIDTH "),
            FileType::PAM,
        );
    }
    let mut at = 2;
    let mut numbers = [0_u64; 3];
    let float = matches!(kind, b'F' | b'f');
    let wanted = if matches!(kind, b'1' | b'4') || float { 2 } else { 3 };
    for number in numbers.iter_mut().take(wanted) {
        let Some((value, end)) = header_number(head, at) else { return NO };
        (*number, at) = (value, end);
    }
    let [width, height, max] = numbers;
    if width == 0 || height == 0 || (wanted == 3 && !(1..=65535).contains(&max)) {
        return NO;
    }
    let Some(space) = head.get(at) else { return NO };
    if !space.is_ascii_whitespace() {
        return NO;
    }
    if float {
        let scale = head.get(at + 1..).unwrap_or_default();
        let end = scale.iter().position(u8::is_ascii_whitespace).unwrap_or(scale.len());
        let numeric = end > 0 && scale[..end].iter().all(|b| matches!(b, b'0'..=b'9' | b'-' | b'.'));
        return perhaps(numeric, FileType::PFM);
    }
    let file_type = match kind {
        b'1' | b'4' => FileType::PBM,
        b'2' | b'5' => FileType::PGM,
        _ => FileType::PPM,
    };
    let body = head.get(at + 1..).unwrap_or_default();
    let fits = if kind <= b'3' {
        let near = body.get(..512).unwrap_or(body);
        !near.is_empty()
            && (holds(near, b"#") || near.iter().all(|b| b.is_ascii_whitespace() || b.is_ascii_digit()))
    } else {
        let samples = width.saturating_mul(height).saturating_mul(if kind == b'6' { 3 } else { 1 });
        let bytes = match kind {
            b'4' => width.div_ceil(8).saturating_mul(height),
            _ if max > 255 => samples.saturating_mul(2),
            _ => samples,
        };
        let has = s.len() - at as u64 - 1;
        has == bytes || (has > 0 && has_odd(body.get(..512).unwrap_or(body)))
    };
    if fits { is(file_type) } else { NO }
}

/// Whether a PGM or PPM has as many bytes behind its header as its header says.
pub(super) fn is_exact_netpbm(s: &Source<'_>) -> bool {
    let head = s.head();
    let samples: u64 = match head.get(1) {
        Some(b'5') => 1,
        Some(b'6') => 3,
        _ => return false,
    };
    let numbers = header_number(head, 2).and_then(|(width, at)| {
        let (height, at) = header_number(head, at)?;
        let (most, at) = header_number(head, at)?;
        Some((
            width.checked_mul(height)?.checked_mul(samples)?.checked_mul(if most > 255 { 2 } else { 1 })?,
            at,
        ))
    });
    numbers.is_some_and(|(bytes, at)| s.len().checked_sub(at as u64 + 1) == Some(bytes))
}

/// The next number of a header, over white space and comments; and where it ends.
fn header_number(head: &[u8], mut at: usize) -> Option<(u64, usize)> {
    while let Some(b) = head.get(at) {
        if *b == b'#' {
            at += memchr::memchr(b'\n', head.get(at..)?)?;
        } else if !b.is_ascii_whitespace() {
            break;
        }
        at += 1;
    }
    let digits = head.get(at..)?.iter().take(7).take_while(|b| b.is_ascii_digit()).count();
    let value = std::str::from_utf8(head.get(at..at + digits)?).ok()?.parse().ok()?;
    Some((value, at + digits))
}
