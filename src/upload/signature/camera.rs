//! TIFF and what cameras make of it.

use super::answer::{BROKEN, Check, is, u16_in, u32_in, when};
use crate::upload::file_type::FileType;
use crate::upload::sniffed::{Family, Sniffed, Verdict};
use crate::upload::source::Source;

/// The kinds of TIFF (TIFF 6.0, section 2) and the camera formats that differ from it only in a word or in their tags.
pub(super) fn tiff(s: &Source<'_>) -> Check {
    let big = s.starts_with(b"M");
    match s.get(2, 2)? {
        [b'R', _] | [b'O', b'R'] => {
            return when(s.u32_le(4)? == 8 || u32_in(s, 4, big)? >= 8, FileType::ORF);
        }
        [b'U', 0] => return when(s.u32_le(4)? >= 8 && s.u32_le(4)? < 0x0100_0000, FileType::RW2),
        [b'+', 0] | [0, b'+'] => {
            let kind = if is_big_dng(s, big) { FileType::DNG } else { FileType::BIGTIFF };
            return when(u16_in(s, 4, big)? == 8 && u16_in(s, 6, big)? == 0, kind);
        }
        _ => {}
    }
    let directory = u64::from(u32_in(s, 4, big)?);
    if directory < 8 {
        return BROKEN;
    }
    if s.get(8, 4) == Some(b"CR\x02\0") {
        return is(FileType::CR2);
    }
    let Some(count) = u16_in(s, directory, big) else {
        // The directory is behind the part that is seen. Nothing but eight bytes is a stub.
        return if s.len() <= 16 { None } else { Some(Verdict::Is(Sniffed::Family(Family::Tiff))) };
    };
    let mut tags = Tags::default();
    let mut last = 0;
    let mut seen = 0;
    for n in 0..u64::from(count.min(512)) {
        let at = directory + 2 + 12 * n;
        let (Some(tag), Some(kind)) = (u16_in(s, at, big), u16_in(s, at + 2, big)) else { break };
        let Some(items) = u32_in(s, at + 4, big) else { break };
        let Some(value) = u32_in(s, at + 8, big) else { break };
        if !(1..=18).contains(&kind) || (n > 0 && tag < last && n < 2) {
            return BROKEN;
        }
        last = tag;
        seen += 1;
        match tag {
            0x00FE => tags.reduced = value & 1 == 1 || (big && value == 1),
            0x010F => {
                let at = if items <= 4 { at + 8 } else { u64::from(value) };
                let make = s.from(at);
                tags.nikon = make.starts_with(b"NIKON");
                tags.sony = make.starts_with(b"SONY");
            }
            0x014A => tags.sub_directories = true,
            0xC612 => tags.dng = true,
            0xC634 => tags.private = true,
            _ => {}
        }
    }
    if seen == 0 {
        return if count == 0 { BROKEN } else { None };
    }
    let kind = if tags.dng {
        FileType::DNG
    } else if tags.nikon && tags.sub_directories && tags.reduced {
        FileType::NEF
    } else if tags.sony && tags.sub_directories && tags.private {
        FileType::ARW
    } else {
        FileType::TIFF
    };
    // A part of the directory may still hold the tag that makes it another of these.
    if seen < u32::from(count.min(512)) && kind == FileType::TIFF && (tags.nikon || tags.sony) {
        return Some(Verdict::Is(Sniffed::Family(Family::Tiff)));
    }
    is(kind)
}

/// Whether the first directory of a `BigTIFF` has the tag of a digital negative.
fn is_big_dng(s: &Source<'_>, big: bool) -> bool {
    let wide = |at| if big { s.u64_be(at) } else { s.u64_le(at) };
    let Some((directory, count)) = wide(8).and_then(|at| Some((at, wide(at)?))) else { return false };
    let entry = |n: u64| directory.checked_add(8 + 20 * n).and_then(|at| u16_in(s, at, big));
    (0..count.min(512)).map_while(entry).any(|tag| tag == 0xC612)
}

/// Tags of a TIFF directory that tell cameras' formats apart.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a tag that was seen")]
struct Tags {
    dng: bool,
    nikon: bool,
    sony: bool,
    reduced: bool,
    sub_directories: bool,
    private: bool,
}

pub(super) fn raf(s: &Source<'_>) -> Check {
    when(s.get(0, 16)? == b"FUJIFILMCCD-RAW " && s.get(16, 4)?.iter().all(u8::is_ascii_digit), FileType::RAF)
}

/// JPEG XR: TIFF's structure with another word.
pub(super) fn jxr(s: &Source<'_>) -> Check {
    let directory = s.u32_le(4)?;
    let count = s.u16_le(u64::from(directory));
    when(directory >= 8 && count.is_none_or(|n| n > 0), FileType::JXR)
}
