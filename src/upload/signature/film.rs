//! Moving pictures, but for the boxes of ISO media.

use super::answer::{BROKEN, Check, NO, at_most, byte, has_control_or_high, holds, is, perhaps, when};
use crate::upload::file_type::FileType;
use crate::upload::sniffed::{Family, Sniffed, Verdict};
use crate::upload::source::Source;

pub(super) fn real_media(s: &Source<'_>) -> Check {
    when(
        (10..=64).contains(&s.u32_be(4)?) && matches!(s.get(8, 2)?, b"\0\0" | b"\0\x01"),
        FileType::REAL_MEDIA,
    )
}

/// Matroska and `WebM` (RFC 9559): the document type, and whether a track has pictures.
pub(super) fn ebml(s: &Source<'_>) -> Check {
    let (size, header) = element_size(s, 4)?;
    let ends = header.checked_add(size?)?;
    let mut at = header;
    let mut doc = None;
    while at < ends {
        let (id, size, body) = element(s, at)?;
        if id == 0x4282 {
            doc = s.get(body, usize::try_from(size?).ok()?.min(64));
        }
        at = body.checked_add(size?)?;
    }
    let webm = match doc?.split(|b| *b == 0).next() {
        Some(b"webm") => true,
        Some(b"matroska") => false,
        _ => return Some(Verdict::Is(Sniffed::Family(Family::Ebml))),
    };
    let undecided = Some(Verdict::Is(Sniffed::Family(Family::Ebml)));
    if s.get(ends, 4)? != b"\x18\x53\x80\x67" {
        return BROKEN;
    }
    let Some((_, mut at)) = element_size(s, ends + 4) else { return undecided };
    // The tracks stand near the beginning; few elements come before them.
    for _ in 0..64 {
        let Some((id, size, body)) = element(s, at) else { return undecided };
        match (id, size) {
            (0x1654_AE6B, size) => return tracks(s, body, size, webm).or(undecided),
            (_, Some(size)) => match body.checked_add(size) {
                Some(next) => at = next,
                None => return BROKEN,
            },
            (_, None) => return undecided,
        }
    }
    undecided
}

fn tracks(s: &Source<'_>, mut at: u64, size: Option<u64>, webm: bool) -> Check {
    let ends = size.map_or(s.len(), |size| at.saturating_add(size));
    let (mut video, mut sound) = (false, false);
    let mut cut = false;
    for _ in 0..128 {
        if at >= ends {
            break;
        }
        let Some((id, Some(size), body)) = element(s, at) else {
            cut = true;
            break;
        };
        if id == 0xAE {
            let mut inner = body;
            for _ in 0..64 {
                if inner >= body.saturating_add(size) {
                    break;
                }
                let Some((id, Some(size), body)) = element(s, inner) else {
                    cut = true;
                    break;
                };
                if id == 0x83 {
                    match byte(s, (body + size).saturating_sub(1)) {
                        Some(1) => video = true,
                        Some(2) => sound = true,
                        _ => {}
                    }
                }
                inner = body.saturating_add(size);
            }
        }
        at = body.saturating_add(size);
    }
    cut |= at < ends || at > s.len();
    match (video, sound, webm) {
        (true, _, true) => is(FileType::WEBM),
        (true, _, false) => is(FileType::MKV),
        // A track that is not seen could still have pictures.
        (false, true, _) if cut => None,
        (false, true, true) => is(FileType::WEBA),
        (false, true, false) => is(FileType::MKA),
        (false, false, _) => None,
    }
}

/// An element's number, its size where it has one, and where its body begins.
fn element(s: &Source<'_>, at: u64) -> Option<(u32, Option<u64>, u64)> {
    let first = byte(s, at)?;
    let len = first.leading_zeros() as usize + 1;
    if len > 4 {
        return None;
    }
    let id = s.get(at, len)?.iter().fold(0, |id, b| id << 8 | u32::from(*b));
    let (size, body) = element_size(s, at + len as u64)?;
    Some((id, size, body))
}

/// A size, `None` where it is unknown, and where it ends.
fn element_size(s: &Source<'_>, at: u64) -> Option<(Option<u64>, u64)> {
    let first = byte(s, at)?;
    let len = first.leading_zeros() as usize + 1;
    let bytes = s.get(at, len.min(8))?;
    if len > 8 {
        return None;
    }
    let mask = if len == 8 { 0 } else { 0xFF_u8 >> len };
    let size = bytes.iter().skip(1).fold(u64::from(first & mask), |size, b| size << 8 | u64::from(*b));
    let unknown = size == (1_u64 << (7 * len)) - 1;
    Some(((!unknown).then_some(size), at + len as u64))
}

/// ASF: the header object's parts name the streams.
pub(super) fn asf(s: &Source<'_>) -> Check {
    const HEADER: &[u8] = b"\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9\x00\xAA\x00\x62\xCE\x6C";
    const STREAM: &[u8] = b"\x91\x07\xDC\xB7\xB7\xA9\xCF\x11\x8E\xE6\x00\xC0\x0C\x20\x53\x65";
    const AUDIO: &[u8] = b"\x40\x9E\x69\xF8\x4D\x5B\xCF\x11\xA8\xFD\x00\x80\x5F\x5C\x44\x2B";
    const VIDEO: &[u8] = b"\xC0\xEF\x19\xBC\x4D\x5B\xCF\x11\xA8\xFD\x00\x80\x5F\x5C\x44\x2B";
    if s.get(0, 16)? != HEADER || s.get(28, 2)? != b"\x01\x02" {
        return BROKEN;
    }
    let ends = s.u64_le(16)?;
    let mut at = 30_u64;
    let (mut sound, mut video) = (false, false);
    for _ in 0..s.u32_le(24)?.min(256) {
        let Some(size) = s.u64_le(at + 16) else { break };
        if s.get(at, 16) == Some(STREAM) {
            match s.get(at + 24, 16) {
                Some(kind) if kind == VIDEO => video = true,
                Some(kind) if kind == AUDIO => sound = true,
                _ => {}
            }
        }
        match at.checked_add(size) {
            Some(next) if size >= 24 => at = next,
            _ => return BROKEN,
        }
    }
    match (video, sound) {
        (true, _) => is(FileType::WMV),
        // The rest of the header may name pictures.
        _ if s.len() < ends => None,
        (false, true) => is(FileType::WMA),
        (false, false) => is(FileType::ASF),
    }
}

pub(super) fn flv(s: &Source<'_>) -> Check {
    let &[flags] = s.get(4, 1)? else { return BROKEN };
    when(flags & 0xFA == 0 && s.u32_be(5)? == 9 && s.u32_be(9)? == 0, FileType::FLV)
}

/// MPEG program streams, and video without one (ISO 11172, ISO 13818).
pub(super) fn mpeg(s: &Source<'_>) -> Check {
    match byte(s, 3).unwrap_or_default() {
        0xBA => {
            let mark = byte(s, 4)?;
            s.get(5, 7)?;
            when(mark >> 4 == 2 || mark >> 6 == 1, FileType::MPEG)
        }
        0xB3 => {
            // Twelve bits each of width and height, then shape and rate.
            let size = s.u32_be(4)?;
            let (width, height) = (size >> 20, size >> 8 & 0x0FFF);
            let fits = width > 0
                && height > 0
                && (1..=14).contains(&(size >> 4 & 15))
                && (1..=9).contains(&(size & 15));
            when(fits && byte(s, 10)? & 0x20 != 0, FileType::MPEG)
        }
        _ => NO,
    }
}

/// MPEG transport streams: a sync byte every 188 bytes, 192 where a time stands before each packet.
pub(super) fn transport_stream(s: &Source<'_>) -> Check {
    for (begins, step) in [(0_u64, 188_u64), (4, 192)] {
        let packets = (s.len().saturating_sub(begins) / step).min(5);
        let synced = (0..=packets).take_while(|n| {
            let at = begins + n * step;
            // Sync, no error flag, and a payload or an adaptation field.
            s.get(at, 4).map_or(at >= s.len(), |p| p[0] == 0x47 && p[1] & 0x80 == 0 && p[3] & 0x30 != 0)
        });
        if packets >= 2 && synced.count() as u64 == packets + 1 {
            return when(has_control_or_high(at_most(s, 188)), FileType::MPEG_TS);
        }
    }
    NO
}

pub(super) fn ivf(s: &Source<'_>) -> Check {
    when(
        s.u16_le(4)? == 0 && s.u16_le(6)? == 32 && s.get(8, 4)?.iter().all(u8::is_ascii_alphanumeric),
        FileType::IVF,
    )
}

pub(super) fn y4m(s: &Source<'_>) -> Check {
    let head = at_most(s, 256);
    let line = head.get(..memchr::memchr(b'\n', head)?)?;
    when(holds(line, b" W") && holds(line, b" H"), FileType::Y4M)
}

pub(super) fn mxf(s: &Source<'_>) -> Check {
    when(s.get(4, 10)? == b"\x02\x05\x01\x01\x0D\x01\x02\x01\x01\x02", FileType::MXF)
}

/// Autodesk's animations: the file's length, the kind, frames, a size, and a depth of eight bits.
pub(super) fn flic(s: &Source<'_>) -> Check {
    let fits = matches!(s.get(4, 2)?, [0x11 | 0x12, 0xAF])
        && s.u16_le(8)? > 0
        && s.u16_le(10)? > 0
        && s.u16_le(12)? == 8
        && u64::from(s.u32_le(0)?) >= 128;
    perhaps(fits, FileType::FLIC)
}

/// Sony's WAVE with chunks named by 16 bytes.
pub(super) fn wave64(s: &Source<'_>) -> Check {
    when(s.get(24, 4)? == b"wave" && s.get(40, 4)? == b"fmt ", FileType::WAVE64)
}

pub(super) fn nut(s: &Source<'_>) -> Check {
    when(s.get(0, 25)? == b"nut/multimedia container\0" && s.get(25, 2)? == b"NM", FileType::NUT)
}
