//! Fonts.

use super::answer::{Check, Proof, Seen, at_most, ensure, holds, is, is_tag, suppose};
use super::row::Mark::Written;
use super::row::{Ask, Format, Shape, prove, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::sniffed::Miss;
use crate::upload::source::Source;

types! {
    WOFF "font/woff" Font ["woff"] ["application/font-woff" "application/x-font-woff"];
    WOFF2 "font/woff2" Font ["woff2"] ["application/font-woff2" "application/x-font-woff2"];
    TTF "font/ttf" Font ["ttf"] ["font/sfnt" "application/font-sfnt" "application/x-font-ttf" "application/x-font-truetype"];
    OTF "font/otf" Font ["otf"] ["application/x-font-otf" "application/vnd.ms-opentype" "application/x-font-opentype"];
    TTC "font/collection" Font ["ttc" "otc"] ["application/x-font-ttc"];
    EOT "application/vnd.ms-fontobject" Font ["eot"] [];
    PCF "application/x-font-pcf" Font ["pcf"] ["font/pcf"];
    BDF "application/x-font-bdf" Code ["bdf"] [] { marks: &[Written] };
}

pub(super) const FORMAT: Format = Format {
    signatures: &[
        sign(b"\0\x01\0\0", sfnt),
        prove(b"\x01\0\x04", FileType::TYPE1, cff),
        prove(b"\x01fcp", FileType::PCF, pcf),
        sign(b"OTTO", sfnt),
        prove(b"STARTFONT ", FileType::BDF, |s| {
            ensure(s.byte(10)?.is_ascii_digit() && holds(at_most(s, 512), b"\nFONT "))
        }),
        sign(b"true\0", sfnt),
        prove(b"ttcf", FileType::TTC, collection),
        prove(b"wOF2", FileType::WOFF2, woff2),
        prove(b"wOFF", FileType::WOFF, woff),
    ],
    shapes: &[Shape { rank: 40, ask: Ask::Is(FileType::EOT, eot) }],
    ..Format::of(TYPES)
};

/// OpenType and TrueType (OpenType 1.9, "Organization of an OpenType font"): the directory of tables.
fn sfnt(s: &Seen<'_>) -> Check {
    ensure(directory(s, 0).ok_or(Miss::Cut)?)?;
    is(if s.starts_with(b"OTTO") { FileType::OTF } else { FileType::TTF })
}

/// A directory of tables whose first entries have names, and offsets behind the directory.
fn directory(s: &Source<'_>, at: u64) -> Option<bool> {
    let tables = s.u16_be(at + 4)?;
    if !(1..=256).contains(&tables) {
        return Some(false);
    }
    let ends = 12 + 16 * u32::from(tables);
    for n in 0..u64::from(tables.min(3)) {
        let entry = at + 12 + 16 * n;
        let (tag, offset) = (s.get(entry, 4), s.u32_be(entry + 8));
        match (tag, offset) {
            (Some(tag), Some(offset)) if is_tag(tag) && tag[0] != b' ' && offset >= ends => {}
            (Some(_), Some(_)) => return Some(false),
            _ => return if n == 0 { None } else { Some(true) },
        }
    }
    Some(true)
}

fn collection(s: &Seen<'_>) -> Proof {
    let version = s.u32_be(4)?;
    let fonts = s.u32_be(8)?;
    let first = u64::from(s.u32_be(12)?);
    let fits = matches!(version, 0x0001_0000 | 0x0002_0000) && (1..=4096).contains(&fonts);
    if !fits || first < 12 + 4 * u64::from(fonts) {
        return Err(Miss::Broken);
    }
    s.get(12, 16)?;
    // The first font's directory may be behind the seen part.
    ensure(s.source.get(first, 4).is_none() || directory(s, first).unwrap_or(true))
}

/// WOFF (W3C WOFF 1.0, section 3): a reserved word, and a length that has room for the directory.
fn woff(s: &Seen<'_>) -> Proof {
    let tables = s.u16_be(12)?;
    let fits = s.u16_be(14)? == 0 && tables > 0 && s.u32_be(8)? >= 44 + 20 * u32::from(tables);
    s.get(16, 28)?;
    ensure(fits && flavor(s)?)
}

fn woff2(s: &Seen<'_>) -> Proof {
    let fits = s.u16_be(14)? == 0 && s.u16_be(12)? > 0 && s.u32_be(8)? >= 48;
    s.get(16, 32)?;
    ensure(fits && flavor(s)?)
}

fn flavor(s: &Seen<'_>) -> Result<bool, Miss> {
    Ok(matches!(s.get(4, 4)?, [0, 1, 0, 0] | b"OTTO" | b"true" | b"ttcf" | b"typ1"))
}

/// Embedded OpenType: no signature at its beginning, but three fields that can be one thing only.
fn eot(s: &Seen<'_>) -> Proof {
    let (total, font, version) = (s.u32_le(0)?, s.u32_le(4)?, s.u32_le(8)?);
    let fits = matches!(version, 0x0001_0000 | 0x0002_0001 | 0x0002_0002) && s.get(34, 2)? == b"LP";
    suppose(fits && font > 0 && font < total)
}

/// The compact form of Type 1 (Adobe technical note 5176, sections 5 to 7), as it stands in PDF files and OpenType: a
/// header, then the index of the fonts' names, whose first offset is 1.
fn cff(s: &Seen<'_>) -> Proof {
    let fonts = u64::from(s.u16_be(4)?);
    let (size, offset) = (s.byte(6)?, s.byte(3)?);
    ensure((1..=4).contains(&offset) && (1..=4).contains(&size) && (1..=256).contains(&fonts))?;
    let offset = |at: u64| {
        let bytes = s.get(7 + at * u64::from(size), usize::from(size))?;
        Ok::<_, Miss>(bytes.iter().fold(0_u32, |offset, byte| offset << 8 | u32::from(*byte)))
    };
    let length = offset(1)?.checked_sub(1).ok_or(Miss::Broken)?;
    ensure(offset(0)? == 1 && (1..=127).contains(&length))?;
    let name = s.get(7 + (fonts + 1) * u64::from(size), usize::try_from(length).unwrap_or_default())?;
    ensure(name.iter().all(|byte| matches!(byte, b'!'..=b'~')))
}

fn pcf(s: &Seen<'_>) -> Proof {
    let tables = s.u32_le(4)?;
    let kind = s.u32_le(8)?;
    ensure((1..=32).contains(&tables) && kind.is_power_of_two() && kind <= 0x100)
}
