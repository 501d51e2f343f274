//! Pictures.

use super::{BROKEN, Check, NO, at_most, byte, has_control, holds, u16_in, u32_in, when};
use crate::upload::file_type::FileType;
use crate::upload::sniff::{Family, Sniffed, Verdict};
use crate::upload::source::Source;

/// PNG (W3C PNG 3rd ed., 11.2.1): the header chunk comes first, has 13 bytes, and few values are allowed in it.
/// An `acTL` chunk before the first picture data makes an animation of it.
pub(super) fn png(s: &Source<'_>) -> Check {
    const HEAD: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    if !HEAD.starts_with(at_most(s, HEAD.len())) {
        return BROKEN;
    }
    let &[depth, color, compression, filter, interlace] = s.get(24, 5)? else { return BROKEN };
    let depths: &[u8] = match color {
        0 => &[1, 2, 4, 8, 16],
        3 => &[1, 2, 4, 8],
        2 | 4 | 6 => &[8, 16],
        _ => return BROKEN,
    };
    let sized = (1..=0x7FFF_FFFF).contains(&s.u32_be(16)?) && (1..=0x7FFF_FFFF).contains(&s.u32_be(20)?);
    if !sized || !depths.contains(&depth) || compression != 0 || filter != 0 || interlace > 1 {
        return BROKEN;
    }
    let mut at = 33_u64;
    let mut kind = FileType::PNG;
    while let (Some(len), Some(name)) = (s.u32_be(at), s.get(at + 4, 4)) {
        if !name.iter().all(u8::is_ascii_alphabetic) {
            // The chunks after a whole header may be damaged; text there is a disguise.
            return when(at > 33, kind);
        }
        match name {
            b"acTL" => kind = FileType::APNG,
            b"IDAT" | b"IEND" => break,
            _ => {}
        }
        at += 12 + u64::from(len);
    }
    when(true, kind)
}

/// MNG and JNG, which are made of the same chunks.
pub(super) fn png_family(s: &Source<'_>) -> Check {
    let &[_, _, _, _, b'\r', b'\n', 0x1A, b'\n', 0, 0, 0, len] = s.get(0, 12)? else { return BROKEN };
    match (s.get(12, 4)?, len) {
        (b"MHDR", 28) => when(true, FileType::MNG),
        (b"JHDR", 16) => when(s.u32_be(16)? > 0, FileType::JNG),
        _ => BROKEN,
    }
}

/// JPEG (T.81, B.1.1): a chain of marker segments up to the frame header. JPEG-LS (T.87) has a frame marker of its own.
pub(super) fn jpeg(s: &Source<'_>) -> Check {
    let mut at = 2_u64;
    let mut segments = 0;
    loop {
        // What lies beyond the seen part of the file cannot contradict the segments before it.
        let Some(&[0xFF, marker]) = s.get(at, 2) else {
            let ended = s.get(at, 2).is_none();
            return if segments == 0 && ended { None } else { when(ended, FileType::JPEG) };
        };
        match marker {
            0xFF => {
                at += 1;
                continue;
            }
            // Markers without a segment, and the end: not before a frame.
            0x00..=0xBF | 0xD0..=0xD9 => return BROKEN,
            _ => {}
        }
        let Some(len) = s.u16_be(at + 2) else {
            return if segments == 0 { None } else { when(true, FileType::JPEG) };
        };
        if len < 2 || !segment_fits(s, marker, at + 4, len) {
            return BROKEN;
        }
        match marker {
            0xF7 => return when(true, FileType::JLS),
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                return if s.get(at + 4, 6).is_some() || segments > 0 {
                    when(true, FileType::JPEG)
                } else {
                    None
                };
            }
            0xDA => return BROKEN,
            _ => {}
        }
        at += 2 + u64::from(len);
        segments += 1;
        if s.get(at, 1).is_none() && s.len() < 24 {
            return None;
        }
    }
}

/// What a segment must begin with, as far as it is seen.
fn segment_fits(s: &Source<'_>, marker: u8, body: u64, len: u16) -> bool {
    let begins = |names: &[&[u8]]| {
        names.iter().any(|name| {
            let seen = s.from(body);
            seen.get(..name.len()).map_or(name.starts_with(seen), |start| start == *name)
        })
    };
    match marker {
        0xE0 => {
            begins(&[b"JFIF\0", b"JFXX\0", b"AVI1", b"CIFF", b"Ocad"]) || (len >= 2 && !printable(s, body))
        }
        0xE1 => begins(&[b"Exif\0", b"http://ns.adobe.com/"]) || !printable(s, body),
        0xEE => begins(&[b"Adobe"]) || !printable(s, body),
        // Quantisation: precision and table number; Huffman: class and table number.
        0xDB => byte(s, body).is_none_or(|pq| pq >> 4 <= 1 && pq & 15 <= 3),
        0xC4 => byte(s, body).is_none_or(|tc| tc >> 4 <= 1 && tc & 15 <= 3),
        0xDD => len == 4,
        0xC0..=0xCF | 0xF7 => {
            // Precision, height, width, components: three bytes each after the count.
            s.get(body, 6).is_none_or(|f| {
                (2..=16).contains(&f[0])
                    && (f[3], f[4]) != (0, 0)
                    && f[5] > 0
                    && u32::from(len) == 8 + 3 * u32::from(f[5])
            })
        }
        _ => true,
    }
}

/// True where the next bytes are all visible text, as in a disguise.
fn printable(s: &Source<'_>, at: u64) -> bool {
    let seen = s.from(at);
    let seen = seen.get(..12).unwrap_or(seen);
    !seen.is_empty() && seen.iter().all(|b| matches!(b, 0x20..=0x7E | b'\t' | b'\r' | b'\n'))
}

/// JPEG 2000 without a container (T.800, A.5.1): the size marker follows, its length tells the number of components.
pub(super) fn j2c(s: &Source<'_>) -> Check {
    let components = s.u16_be(40)?;
    let fits = u32::from(s.u16_be(4)?) == 38 + 3 * u32::from(components) && components > 0;
    when(fits && s.u32_be(8)? > 0 && s.u32_be(12)? > 0, FileType::J2C)
}

/// JPEG XL without a container (ISO 18181-1, A.1). Two bytes and a bit stream in which nearly everything is allowed,
/// so the rest is only asked not to be text.
pub(super) fn jxl(s: &Source<'_>) -> Check {
    let body = s.get(2, 10)?;
    if s.len() < 16 {
        return None;
    }
    when(body.iter().any(|b| *b >= 0x80) && has_odd(at_most(s, 64)), FileType::JXL)
}

/// True where bytes are neither ASCII nor well-formed UTF-8.
fn has_odd(bytes: &[u8]) -> bool {
    has_control(bytes) || std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_some())
}

/// GIF (`GIF89a`, 18 to 20): behind the screen and its colours stands a block of a known kind.
pub(super) fn gif(s: &Source<'_>) -> Check {
    let &[_, _, _, _, flags, _, _] = s.get(6, 7)? else { return BROKEN };
    let table = if flags & 0x80 == 0 { 0 } else { 3_u64 << ((flags & 7) + 1) };
    let at = 13 + table;
    let Some(introducer) = byte(s, at) else {
        // A colour table that goes on behind the seen part: it holds bytes that text does not.
        return if at > s.len() && s.len() > 64 && has_odd(at_most(s, 512)) {
            when(true, FileType::GIF)
        } else {
            None
        };
    };
    let fits = match introducer {
        b'!' => match byte(s, at + 1) {
            Some(0xF9) => byte(s, at + 2).is_none_or(|size| size == 4),
            Some(0xFF) => byte(s, at + 2).is_none_or(|size| size == 11),
            Some(1) => byte(s, at + 2).is_none_or(|size| size == 12),
            Some(0xFE) | None => true,
            _ => false,
        },
        b',' => match (s.u16_le(at + 5), s.u16_le(at + 7)) {
            (Some(w), Some(h)) => w > 0 && h > 0,
            _ => true,
        },
        b';' => s.len() == at + 1 || table > 0 || has_control(s.get(6, 7)?),
        _ => false,
    };
    // A screen of nothing but text is a script that begins like a picture.
    let text = !has_odd(s.get(6, 7)?) && table == 0 && introducer != b'!';
    when(fits && !(text && s.len() > at + 1), FileType::GIF)
}

/// Whether colours and the first block behind them are there, and no text is such a block.
pub(super) fn has_block(s: &Source<'_>) -> bool {
    let Some(flags) = byte(s, 10).filter(|flags| flags & 0x80 != 0) else { return false };
    let at = 13 + (3_u64 << ((flags & 7) + 1));
    match s.get(at, 10) {
        Some([b'!', 0xF9 | 0xFE | 0xFF | 1, ..]) => true,
        Some(block) => block[0] == b',' && has_control(block.get(1..9).unwrap_or_default()),
        None => false,
    }
}

/// BMP: reserved words of zero, and a header of one of the sizes there have been.
pub(super) fn bmp(s: &Source<'_>) -> Check {
    let offset = s.u32_le(10)?;
    let size = s.u32_le(14)?;
    if s.u32_le(6)? != 0 || !matches!(size, 12 | 16 | 40 | 52 | 56 | 64 | 108 | 124) {
        return BROKEN;
    }
    let (planes, bits) =
        if size == 12 { (s.u16_le(22)?, s.u16_le(24)?) } else { (s.u16_le(26)?, s.u16_le(28)?) };
    let (width, height) = if size == 12 {
        (u32::from(s.u16_le(18)?), u32::from(s.u16_le(20)?))
    } else {
        (s.u32_le(18)?, s.u32_le(22)?)
    };
    let fits = planes == 1
        && matches!(bits, 0 | 1 | 2 | 4 | 8 | 16 | 24 | 32 | 64)
        && (width, height) != (0, 0)
        && (14 + size..=0x0010_0000).contains(&offset);
    when(fits, FileType::BMP)
}

/// ICO and CUR: a directory, whose first entry points behind it.
pub(super) fn icon(s: &Source<'_>) -> Check {
    let cursor = byte(s, 2)? == 2;
    let count = s.u16_le(4)?;
    let (size, offset) = (s.u32_le(14)?, s.u32_le(18)?);
    let mut fits = (1..=1024).contains(&count)
        && size >= 16
        && offset >= 6 + 16 * u32::from(count)
        && matches!(byte(s, 9)?, 0 | 0xFF);
    if !cursor {
        fits &= s.u16_le(10)? <= 1 && matches!(s.u16_le(12)?, 0 | 1 | 2 | 4 | 8 | 16 | 24 | 32);
    }
    // What it points to is a bitmap's header or a PNG.
    if let Some(start) = s.get(u64::from(offset), 4) {
        fits &= matches!(start, [40 | 56 | 64 | 108 | 124 | 12, 0, 0, 0] | [0x89, b'P', b'N', b'G']);
    }
    // Otherwise these may be the first bytes of something else.
    if fits { when(true, if cursor { FileType::CUR } else { FileType::ICO }) } else { NO }
}

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
        return when(true, FileType::CR2);
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
    when(true, kind)
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

/// Photoshop: six bytes of zero, then channels, depth and colour mode in their ranges.
pub(super) fn psd(s: &Source<'_>) -> Check {
    let head = s.get(4, 22)?;
    let fits = matches!(head[..8], [0, 1 | 2, 0, 0, 0, 0, 0, 0])
        && (1..=56).contains(&s.u16_be(12)?)
        && s.u32_be(14)? > 0
        && s.u32_be(18)? > 0
        && matches!(s.u16_be(22)?, 1 | 8 | 16 | 32)
        && s.u16_be(24)? <= 9;
    when(fits, FileType::PSD)
}

pub(super) fn xcf(s: &Source<'_>) -> Check {
    let version = s.get(9, 5)?;
    let named = version == b"file\0" || matches!(version, [b'v', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', 0]);
    when(named && s.u32_be(14)? > 0 && s.u32_be(18)? > 0 && s.u32_be(22)? <= 2, FileType::XCF)
}

/// PCX: a header in which most fields have few values.
pub(super) fn pcx(s: &Source<'_>) -> Check {
    let &[bits] = s.get(3, 1)? else { return NO };
    let (left, top, right, bottom) = (s.u16_le(4)?, s.u16_le(6)?, s.u16_le(8)?, s.u16_le(10)?);
    let &[reserved, planes] = s.get(64, 2)? else { return NO };
    let line = u32::from(s.u16_le(66)?);
    let needed = (u32::from(right.saturating_sub(left)) + 1) * u32::from(bits);
    let fits = matches!(bits, 1 | 2 | 4 | 8)
        && left <= right
        && top <= bottom
        && reserved == 0
        && matches!(planes, 1..=4)
        && line * 8 >= needed
        && line * 8 <= needed + 64;
    // Two of its three first bytes may begin anything, also a text.
    if fits { when(true, FileType::PCX) } else { NO }
}

pub(super) fn dds(s: &Source<'_>) -> Check {
    when(s.u32_le(4)? == 124 && s.u32_le(76)? == 32, FileType::DDS)
}

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
    if footer || exact { when(true, FileType::TGA) } else { NO }
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
    let kind = byte(s, 1)?;
    if !byte(s, 2)?.is_ascii_whitespace() {
        return NO;
    }
    if kind == b'7' {
        return if head.starts_with(b"P7\n")
            && holds(at_most(s, 256), b"\nENDHDR\n")
            && holds(at_most(s, 256), b"WIDTH ")
        {
            when(true, FileType::PAM)
        } else {
            NO
        };
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
        return if numeric { when(true, FileType::PFM) } else { NO };
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
    if fits { when(true, file_type) } else { NO }
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

pub(super) fn qoi(s: &Source<'_>) -> Check {
    let &[channels, space] = s.get(12, 2)? else { return BROKEN };
    when(s.u32_be(4)? > 0 && s.u32_be(8)? > 0 && matches!(channels, 3 | 4) && space <= 1, FileType::QOI)
}

/// Radiance: lines of text, then the picture.
pub(super) fn radiance(s: &Source<'_>) -> Check {
    let head = at_most(s, 1024);
    let named = head.starts_with(b"#?RADIANCE\n") || head.starts_with(b"#?RGBE\n");
    if !named {
        return NO;
    }
    when(holds(head, b"FORMAT=32-bit_rle_"), FileType::HDR)
}

pub(super) fn exr(s: &Source<'_>) -> Check {
    let &[version, flags, 0, 0] = s.get(4, 4)? else { return BROKEN };
    when(version == 2 && flags & !0x1E == 0 && byte(s, 8)?.is_ascii_alphabetic(), FileType::EXR)
}

pub(super) fn sgi(s: &Source<'_>) -> Check {
    let &[storage, width] = s.get(2, 2)? else { return NO };
    let fits = storage <= 1
        && matches!(width, 1 | 2)
        && (1..=3).contains(&s.u16_be(4)?)
        && s.u16_be(6)? > 0
        && s.u16_be(8)? > 0
        && (1..=64).contains(&s.u16_be(10)?);
    if fits { when(true, FileType::SGI) } else { NO }
}

pub(super) fn sun_raster(s: &Source<'_>) -> Check {
    let fits = s.u32_be(4)? > 0
        && s.u32_be(8)? > 0
        && matches!(s.u32_be(12)?, 1 | 4 | 8 | 24 | 32)
        && (s.u32_be(20)? <= 5 || s.u32_be(20)? == 0xFFFF)
        && s.u32_be(24)? <= 2;
    when(fits, FileType::SUN_RASTER)
}

pub(super) fn icns(s: &Source<'_>) -> Check {
    let total = s.u32_be(4)?;
    // The oldest kinds end in `#`: `ics#`, `ICN#`.
    let kind = s.get(8, 4)?.iter().all(u8::is_ascii_graphic) || s.get(8, 4)? == b"TOC ";
    when(kind && s.u32_be(12)? >= 8 && s.u32_be(12)? <= total, FileType::ICNS)
}

pub(super) fn djvu(s: &Source<'_>) -> Check {
    when(matches!(s.get(12, 4)?, b"DJVU" | b"DJVM" | b"DJVI" | b"THUM") && s.u32_be(8)? >= 4, FileType::DJVU)
}

/// A Windows metafile with the header that programs put before it; the sum of its words is in the last.
pub(super) fn wmf_placeable(s: &Source<'_>) -> Check {
    let mut sum = 0;
    for n in 0..10 {
        sum ^= s.u16_le(2 * n)?;
    }
    let header = s.get(22, 4).is_none_or(|h| matches!(h, [1 | 2, 0, 9, 0]));
    when(header && (sum == s.u16_le(20)? || s.u16_le(4)? == 0), FileType::WMF)
}

pub(super) fn wmf(s: &Source<'_>) -> Check {
    let fits = matches!(s.u16_le(4)?, 0x0100 | 0x0300) && s.u32_le(6)? >= 9 && s.u16_le(16)? == 0;
    if fits { when(true, FileType::WMF) } else { NO }
}

pub(super) fn emf(s: &Source<'_>) -> Check {
    if s.get(40, 4).is_some_and(|mark| mark == b" EMF") {
        return when(s.u32_le(4)? >= 80, FileType::EMF);
    }
    NO
}

/// FITS: cards of 80 characters; the first says that the file conforms.
pub(super) fn fits(s: &Source<'_>) -> Check {
    let card = s.get(0, 80)?;
    let logical = card[10..29].iter().all(|b| *b == b' ') && matches!(card[29], b'T' | b'F');
    when(logical && s.get(80, 8).is_none_or(|next| next == b"BITPIX  "), FileType::FITS)
}

pub(super) fn flif(s: &Source<'_>) -> Check {
    let &[kind, depth] = s.get(4, 2)? else { return BROKEN };
    s.get(6, 4)?;
    when(
        matches!(kind, 0x31 | 0x33 | 0x34 | 0x41 | 0x43 | 0x44 | 0x51..=0x64) && matches!(depth, b'0'..=b'2'),
        FileType::FLIF,
    )
}

pub(super) fn bpg(s: &Source<'_>) -> Check {
    let &[format, colour] = s.get(4, 2)? else { return BROKEN };
    s.get(6, 6)?;
    when(format >> 5 <= 5 && format & 15 <= 6 && colour >> 4 <= 5, FileType::BPG)
}

pub(super) fn ktx(s: &Source<'_>) -> Check {
    match s.get(0, 12)? {
        b"\xABKTX 11\xBB\r\n\x1a\n" => {
            when(matches!(s.u32_le(12)?, 0x0403_0201 | 0x0102_0304), FileType::KTX)
        }
        b"\xABKTX 20\xBB\r\n\x1a\n" => when(s.u32_le(20)? > 0, FileType::KTX2),
        _ => BROKEN,
    }
}

/// DPX: the offset of the picture, and a version of letter, number, dot.
pub(super) fn dpx(s: &Source<'_>) -> Check {
    let big = s.starts_with(b"S");
    let offset = u32_in(s, 4, big)?;
    let version = s.get(8, 8)?;
    when(
        (768..=0x0100_0000).contains(&offset) && matches!(version, [b'V' | b'v', b'1' | b'2', b'.', ..]),
        FileType::DPX,
    )
}

pub(super) fn cineon(s: &Source<'_>) -> Check {
    when((1024..=0x0100_0000).contains(&s.u32_be(4)?) && s.u32_be(8)? == 1024, FileType::CIN)
}

/// XPM and XBM are parts of a program in C: a picture only where their declarations have the fixed names.
pub(super) fn xpm(s: &Source<'_>) -> Check {
    let head = at_most(s, 512);
    if head.starts_with(b"/* XPM */") && holds(head, b"char") && holds(head, b"[]") {
        when(true, FileType::XPM)
    } else {
        NO
    }
}

pub(super) fn xbm(s: &Source<'_>) -> Check {
    let head = at_most(s, 512);
    let named = holds(head, b"_width ") && holds(head, b"_height ") && holds(head, b"_bits[]");
    if named { when(true, FileType::XBM) } else { NO }
}

/// Windows' contents as X dumps them: a header's size, version 7, depth, width and height.
pub(super) fn xwd(s: &Source<'_>) -> Check {
    let fits = (100..=4096).contains(&s.u32_be(0)?)
        && (1..=32).contains(&s.u32_be(12)?)
        && (1..=65535).contains(&s.u32_be(16)?)
        && (1..=65535).contains(&s.u32_be(20)?);
    if fits { when(true, FileType::XWD) } else { NO }
}
