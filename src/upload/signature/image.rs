//! Pictures.

use super::answer::{
    BROKEN, Check, NO, at_most, byte, has_control, has_odd, holds, is, perhaps, u32_in, when,
};
use crate::upload::file_type::FileType;
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
    is(kind)
}

/// MNG and JNG, which are made of the same chunks.
pub(super) fn png_family(s: &Source<'_>) -> Check {
    let &[_, _, _, _, b'\r', b'\n', 0x1A, b'\n', 0, 0, 0, len] = s.get(0, 12)? else { return BROKEN };
    match (s.get(12, 4)?, len) {
        (b"MHDR", 28) => is(FileType::MNG),
        (b"JHDR", 16) => when(s.u32_be(16)? > 0, FileType::JNG),
        _ => BROKEN,
    }
}

/// JPEG (T.81, B.1.1): a chain of marker segments up to the frame header. JPEG-LS (T.87) has a frame marker of its own.
pub(super) fn jpeg(s: &Source<'_>) -> Check {
    if s.get(2, 1).is_some_and(|next| next != [0xFF]) {
        return NO;
    }
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
            return if segments == 0 { None } else { is(FileType::JPEG) };
        };
        if len < 2 || !segment_fits(s, marker, at + 4, len) {
            return BROKEN;
        }
        match marker {
            0xF7 => return is(FileType::JLS),
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                return if s.get(at + 4, 6).is_some() || segments > 0 { is(FileType::JPEG) } else { None };
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

/// GIF (`GIF89a`, 18 to 20): behind the screen and its colours stands a block of a known kind.
pub(super) fn gif(s: &Source<'_>) -> Check {
    let &[_, _, _, _, flags, _, _] = s.get(6, 7)? else { return BROKEN };
    let table = if flags & 0x80 == 0 { 0 } else { 3_u64 << ((flags & 7) + 1) };
    let at = 13 + table;
    let Some(introducer) = byte(s, at) else {
        // A colour table that goes on behind the seen part: it holds bytes that text does not.
        return if at > s.len() && s.len() > 64 && has_odd(at_most(s, 512)) {
            is(FileType::GIF)
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
    if count == 0 {
        return NO;
    }
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
    if fits { is(if cursor { FileType::CUR } else { FileType::ICO }) } else { NO }
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
    if !matches!(s.head(), [_, 0 | 2..=5, 0 | 1, ..]) {
        return NO;
    }
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
    perhaps(fits, FileType::PCX)
}

pub(super) fn dds(s: &Source<'_>) -> Check {
    when(s.u32_le(4)? == 124 && s.u32_le(76)? == 32, FileType::DDS)
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
    perhaps(fits, FileType::SGI)
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
    perhaps(fits, FileType::WMF)
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
    perhaps(head.starts_with(b"/* XPM */") && holds(head, b"char") && holds(head, b"[]"), FileType::XPM)
}

pub(super) fn xbm(s: &Source<'_>) -> Check {
    let head = at_most(s, 512);
    let named = holds(head, b"_width ") && holds(head, b"_height ") && holds(head, b"_bits[]");
    perhaps(named, FileType::XBM)
}

/// Windows' contents as X dumps them: a header's size, version 7, depth, width and height.
pub(super) fn xwd(s: &Source<'_>) -> Check {
    if s.u32_be(4) != Some(7) || s.u32_be(8).is_none_or(|kind| kind > 2) {
        return NO;
    }
    let fits = (100..=4096).contains(&s.u32_be(0)?)
        && (1..=32).contains(&s.u32_be(12)?)
        && (1..=65535).contains(&s.u32_be(16)?)
        && (1..=65535).contains(&s.u32_be(20)?);
    perhaps(fits, FileType::XWD)
}
