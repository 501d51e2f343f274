//! Documents of formats of their own, and what is printed.

use super::answer::{CUT, Check, NO, Proof, Seen, ensure, is, suppose};
use super::row::Mark::{Small, Written};
use super::row::{Ask, Format, Guess, prove, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::sniffed::Miss;

types! {
    POSTSCRIPT "application/postscript" Document ["ps" "eps" "ai"] ["application/ps" "application/eps" "application/x-eps" "image/eps" "image/x-eps"] { marks: &[Small, Written] };
    TYPE1 "application/x-font-type1" Font ["pfb" "pfa"] ["application/x-font"] { marks: &[Written] };
    ONENOTE "application/onenote" Document ["one" "onetoc2"] ["application/msonenote"];
    MOBI "application/x-mobipocket-ebook" Document ["mobi" "prc" "azw" "azw3"] ["application/vnd.amazon.mobi8-ebook" "application/vnd.amazon.ebook"];
    LOTUS_123 "application/vnd.lotus-1-2-3" Document ["wk1" "wks" "wk3" "wk4" "123"] ["application/x-123" "application/lotus123" "application/wk1" "application/x-lotus123"];
    CHM "application/vnd.ms-htmlhelp" Executable ["chm"] ["application/x-chm"];
    HLP "application/winhlp" Executable ["hlp"] [];
    DWG "image/vnd.dwg" Document ["dwg"] ["application/acad" "application/x-acad" "image/x-dwg"];
    DXF "image/vnd.dxf" Code ["dxf"] ["application/dxf" "image/x-dxf"];
    RTF "application/rtf" Document ["rtf"] ["text/rtf" "text/richtext" "application/x-rtf" "application/msword"] { declared: &[FileType::DOC] };
}

pub(super) const FORMAT: Format = Format {
    signatures: &[
        prove(b"\0\0\x02\0\x04\x04", FileType::LOTUS_123, lotus),
        prove(b"\0\0\x02\0\x06\x04", FileType::LOTUS_123, lotus),
        prove(b"\0\0\x1A\0", FileType::LOTUS_123, lotus),
        sign(b"%!P-", type1_text),
        sign(b"%!PS", type1_text),
        sign(b"%!F", type1_text),
        prove(b"?_\x03\0", FileType::HLP, |s| ensure(s.u32_le(4)? >= 16 && s.len() >= 16)),
        prove(b"AutoCAD ", FileType::DXF, |s| ensure(s.get(0, 22)? == b"AutoCAD Binary DXF\r\n\x1a\0")),
        prove(b"ITSF", FileType::CHM, |s| {
            ensure((2..=4).contains(&s.u32_le(4)?) && (0x58..=0x60).contains(&s.u32_le(8)?))
        }),
        prove(b"\x80\x01", FileType::TYPE1, type1),
        prove(b"\xC5\xD0\xD3\xC6", FileType::POSTSCRIPT, dos_eps),
        prove(b"\xE4R\\{", FileType::ONENOTE, |s| {
            ensure(s.get(4, 12)? == b"\x8C\xD8\xA7\x4D\xAE\xB1\x53\x78\xD0\x29\x96\xD3" && s.len() > 64)
        }),
    ],
    guesses: &[
        Guess { begins: infer::book::is_mobi, mime: "application/x-mobipocket-ebook", ask: Ask::Which(mobi) },
        Guess { begins: infer::image::is_dwg, mime: "image/vnd.dwg", ask: Ask::Is(FileType::DWG, dwg) },
    ],
    ..Format::of(TYPES)
};

/// Type 1 in segments: the first is the program's clear part.
fn type1(s: &Seen<'_>) -> Proof {
    let text = s.get(6, 14)?;
    ensure(text == b"%!PS-AdobeFont" || text == b"%!FontType1-1.")
}

/// PostScript programs, of which some are fonts.
fn type1_text(s: &Seen<'_>) -> Check {
    if s.starts_with(b"%!PS-AdobeFont-1") || s.starts_with(b"%!FontType1-1.") {
        return is(FileType::TYPE1);
    }
    match s.head() {
        // Too short to tell the one from the other.
        head if b"%!PS-AdobeFont-1".starts_with(head) => CUT,
        [b'%', b'!', b'P', b'S', b'-' | b'\n' | b'\r' | b' ', ..] => is(FileType::POSTSCRIPT),
        _ => NO,
    }
}

/// PostScript with a preview: where its parts stand.
fn dos_eps(s: &Seen<'_>) -> Proof {
    let begins = u64::from(s.u32_le(4)?);
    ensure(begins >= 30 && s.source.get(begins, 4).is_none_or(|mark| mark == b"%!PS"))
}

/// The files of Palm's computers, and the books in them: the kind stands after a name that may be anything.
fn mobi(s: &Seen<'_>) -> Check {
    if matches!(s.get(60, 8)?, b"BOOKMOBI" | b"TEXtREAd") && s.u16_be(76)? > 0 {
        return is(FileType::MOBI);
    }
    NO
}

/// Lotus 1-2-3: the first record says which version of the program wrote the sheet, the next ones have known numbers.
fn lotus(s: &Seen<'_>) -> Proof {
    if !matches!(s.head(), [0, 0, 2, 0, 4 | 6, 4, ..] | [0, 0, 0x1A, 0, 0 | 2..=5, 0x10, 4, 0, ..]) {
        return Err(Miss::No);
    }
    let first = u64::from(s.u16_le(2)?);
    let (next, len) = (s.u16_le(4 + first)?, s.u16_le(6 + first)?);
    s.get(0, 24)?;
    suppose(next <= 0x200 && len <= 0x1000)
}

fn dwg(s: &Seen<'_>) -> Proof {
    let version = s.get(4, 2)?;
    ensure(version.iter().all(u8::is_ascii_digit) && s.get(6, 5)?.iter().all(|b| *b == 0))
}
