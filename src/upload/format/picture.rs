//! Pictures of which a header is read, and no more.

use super::answer::{BROKEN, Check, Proof, Seen, at_most, ensure, holds, is, suppose};
use super::row::Mark::{Drawing, Loose, Written};
use super::row::{Ask, Format, Guess, prove, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::read::{be16, be32, le16, le32};
use crate::upload::sniffed::Miss;
use crate::upload::source::Source;
use crate::upload::walk::step::{Read, Walking, Words, is_padding};

types! {
    XCF "image/x-xcf" Image ["xcf"] [] { walk: Walking::head(|head, _| Read::size(be32(head, 14), be32(head, 18))) };
    PCX "image/vnd.zbrush.pcx" Image ["pcx"] ["image/x-pcx" "image/pcx"] { walk: Walking::head(pcx_size) };
    DDS "image/vnd.ms-dds" Image ["dds"] ["image/x-dds" "image/x-direct-draw-surface" "image/vnd-ms.dds"] { walk: Walking::head(|head, _| Read::size(le32(head, 16), le32(head, 12))) };
    QOI "image/qoi" Image ["qoi"] ["image/x-qoi"] { walk: Walking::head(read_qoi) };
    HDR "image/vnd.radiance" Image ["hdr" "rgbe" "pic"] ["image/x-hdr"] { marks: &[Written], walk: Walking::head(read_radiance) };
    EXR "image/x-exr" Image ["exr"] ["image/exr" "image/aces"];
    SGI "image/x-sgi" Image ["sgi" "rgb" "rgba" "bw"] ["image/sgi" "image/x-rgb" "image/x-sgi-rgba"] { walk: Walking::head(|head, _| Read::size(be16(head, 6), be16(head, 8))) };
    SUN_RASTER "image/x-sun-raster" Image ["ras" "sun"] ["image/x-cmu-raster" "image/cmu-raster"] { walk: Walking::head(|head, _| Read::size(be32(head, 4), be32(head, 8))) };
    ICNS "image/x-icns" Image ["icns"] ["image/icns"] { marks: &[Loose], walk: Walking::head(icns_size) };
    DJVU "image/vnd.djvu" Image ["djvu" "djv"] ["image/x-djvu" "image/djvu"] { marks: &[Drawing] };
    FITS "image/fits" Image ["fits" "fit" "fts"] ["application/fits"] { marks: &[Written] };
    FLIF "image/flif" Image ["flif"] [];
    BPG "image/bpg" Image ["bpg"] ["image/x-bpg"];
    KTX "image/ktx" Image ["ktx"] [];
    XWD "image/x-xwindowdump" Image ["xwd"] ["image/x-xwd"];
    KTX2 "image/ktx2" Image ["ktx2"] [];
    DPX "image/dpx" Image ["dpx"] ["image/x-dpx"];
    CIN "image/cineon" Image ["cin"] ["image/x-cineon"];
}

pub(super) const FORMAT: Format = Format {
    signatures: &[
        prove(b"\0\0", FileType::XWD, xwd),
        prove(b"\x01\xDA", FileType::SGI, sgi),
        prove(b"\n", FileType::PCX, pcx),
        prove(b"#?R", FileType::HDR, radiance),
        prove(b"BPG\xFB", FileType::BPG, bpg),
        prove(b"DDS ", FileType::DDS, |s| ensure(s.u32_le(4)? == 124 && s.u32_le(76)? == 32)),
        prove(b"FLIF", FileType::FLIF, flif),
        prove(b"SIMPLE  =", FileType::FITS, fits),
        prove(b"SDPX", FileType::DPX, dpx),
        prove(b"XPDS", FileType::DPX, dpx),
        prove(b"Y\xA6j\x95", FileType::SUN_RASTER, sun_raster),
        prove(b"gimp xcf", FileType::XCF, xcf),
        prove(b"icns", FileType::ICNS, icns),
        prove(b"qoif", FileType::QOI, qoi),
        prove(b"v/1\x01", FileType::EXR, exr),
        prove(b"\x80*_\xD7", FileType::CIN, |s| {
            ensure((1024..=0x0100_0000).contains(&s.u32_be(4)?) && s.u32_be(8)? == 1024)
        }),
        sign(b"\xABKTX", ktx),
    ],
    guesses: &[Guess {
        begins: infer::image::is_djvu,
        mime: "image/vnd.djvu",
        ask: Ask::Is(FileType::DJVU, |s| {
            ensure(matches!(s.get(12, 4)?, b"DJVU" | b"DJVM" | b"DJVI" | b"THUM") && s.u32_be(8)? >= 4)
        }),
    }],
    ..Format::of(TYPES)
};

fn xcf(s: &Seen<'_>) -> Proof {
    let version = s.get(9, 5)?;
    let named = version == b"file\0" || matches!(version, [b'v', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', 0]);
    ensure(named && s.u32_be(14)? > 0 && s.u32_be(18)? > 0 && s.u32_be(22)? <= 2)
}

/// PCX: a header in which most fields have few values.
fn pcx(s: &Seen<'_>) -> Proof {
    if !matches!(s.head(), [_, 0 | 2..=5, 0 | 1, ..]) {
        return Err(Miss::No);
    }
    let &[bits] = s.get(3, 1)? else { return Err(Miss::No) };
    let (left, top, right, bottom) = (s.u16_le(4)?, s.u16_le(6)?, s.u16_le(8)?, s.u16_le(10)?);
    let &[reserved, planes] = s.get(64, 2)? else { return Err(Miss::No) };
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
    suppose(fits)
}

fn qoi(s: &Seen<'_>) -> Proof {
    let &[channels, space] = s.get(12, 2)? else { return Err(Miss::Broken) };
    ensure(s.u32_be(4)? > 0 && s.u32_be(8)? > 0 && matches!(channels, 3 | 4) && space <= 1)
}

/// Radiance: lines of text, then the picture.
fn radiance(s: &Seen<'_>) -> Proof {
    let head = at_most(s, 1024);
    let named = head.starts_with(b"#?RADIANCE\n") || head.starts_with(b"#?RGBE\n");
    if !named {
        return Err(Miss::No);
    }
    ensure(holds(head, b"FORMAT=32-bit_rle_"))
}

fn exr(s: &Seen<'_>) -> Proof {
    let &[version, flags, 0, 0] = s.get(4, 4)? else { return Err(Miss::Broken) };
    ensure(version == 2 && flags & !0x1E == 0 && s.byte(8)?.is_ascii_alphabetic())
}

fn sgi(s: &Seen<'_>) -> Proof {
    let &[storage, width] = s.get(2, 2)? else { return Err(Miss::No) };
    let fits = storage <= 1
        && matches!(width, 1 | 2)
        && (1..=3).contains(&s.u16_be(4)?)
        && s.u16_be(6)? > 0
        && s.u16_be(8)? > 0
        && (1..=64).contains(&s.u16_be(10)?);
    suppose(fits)
}

fn sun_raster(s: &Seen<'_>) -> Proof {
    let fits = s.u32_be(4)? > 0
        && s.u32_be(8)? > 0
        && matches!(s.u32_be(12)?, 1 | 4 | 8 | 24 | 32)
        && (s.u32_be(20)? <= 5 || s.u32_be(20)? == 0xFFFF)
        && s.u32_be(24)? <= 2;
    ensure(fits)
}

fn icns(s: &Seen<'_>) -> Proof {
    let total = s.u32_be(4)?;
    // The oldest kinds end in `#`: `ics#`, `ICN#`.
    let kind = s.get(8, 4)?.iter().all(u8::is_ascii_graphic) || s.get(8, 4)? == b"TOC ";
    ensure(kind && s.u32_be(12)? >= 8 && s.u32_be(12)? <= total)
}

/// FITS: cards of 80 characters; the first says that the file conforms.
fn fits(s: &Seen<'_>) -> Proof {
    let card = s.get(0, 80)?;
    let logical = card[10..29].iter().all(|b| *b == b' ') && matches!(card[29], b'T' | b'F');
    ensure(logical && s.source.get(80, 8).is_none_or(|next| next == b"BITPIX  "))
}

fn flif(s: &Seen<'_>) -> Proof {
    let &[kind, depth] = s.get(4, 2)? else { return Err(Miss::Broken) };
    s.get(6, 4)?;
    ensure(
        matches!(kind, 0x31 | 0x33 | 0x34 | 0x41 | 0x43 | 0x44 | 0x51..=0x64) && matches!(depth, b'0'..=b'2'),
    )
}

fn bpg(s: &Seen<'_>) -> Proof {
    let &[format, colour] = s.get(4, 2)? else { return Err(Miss::Broken) };
    s.get(6, 6)?;
    ensure(format >> 5 <= 5 && format & 15 <= 6 && colour >> 4 <= 5)
}

fn ktx(s: &Seen<'_>) -> Check {
    match s.get(0, 12)? {
        b"\xABKTX 11\xBB\r\n\x1a\n" => {
            ensure(matches!(s.u32_le(12)?, 0x0403_0201 | 0x0102_0304))?;
            is(FileType::KTX)
        }
        b"\xABKTX 20\xBB\r\n\x1a\n" => {
            ensure(s.u32_le(20)? > 0)?;
            is(FileType::KTX2)
        }
        _ => BROKEN,
    }
}

/// Windows' contents as X dumps them: a header's size, version 7, depth, width and height.
fn xwd(s: &Seen<'_>) -> Proof {
    if s.source.u32_be(4) != Some(7) || s.source.u32_be(8).is_none_or(|kind| kind > 2) {
        return Err(Miss::No);
    }
    let fits = (100..=4096).contains(&s.u32_be(0)?)
        && (1..=32).contains(&s.u32_be(12)?)
        && (1..=65535).contains(&s.u32_be(16)?)
        && (1..=65535).contains(&s.u32_be(20)?);
    suppose(fits)
}

/// DPX: the offset of the picture, and a version of letter, number, dot.
fn dpx(s: &Seen<'_>) -> Proof {
    let big = s.starts_with(b"S");
    let offset = s.u32_in(4, big)?;
    let version = s.get(8, 8)?;
    ensure((768..=0x0100_0000).contains(&offset) && matches!(version, [b'V' | b'v', b'1' | b'2', b'.', ..]))
}

/// QOI ends with seven zeros and a one; only a decoder could tell where, so the end of the file must be that.
fn read_qoi(head: &[u8], source: &Source<'_>) -> Option<Read> {
    const END: &[u8] = b"\0\0\0\0\0\0\0\x01";
    let tail = source.tail();
    let filled = tail.iter().rev().take_while(|b| is_padding(**b)).count();
    let kept = tail.get(..tail.len() - filled)?; // counted within it
    let mut end = source.len() - filled as u64;
    if !kept.ends_with(END) {
        // Behind the last end that is seen, if any is.
        let found = memchr::memmem::rfind(kept, END)?;
        end = source.tail_at() + (found + END.len()) as u64;
    }
    Some(Read { width: be32(head, 4), height: be32(head, 8), end: Some(end) })
}

/// Radiance: lines, an empty one, and the size as `-Y 10 +X 20`.
fn read_radiance(head: &[u8], _source: &Source<'_>) -> Option<Read> {
    let begins = memchr::memmem::find(head, b"\n\n")? + 2;
    let mut words = Words { rest: head.get(begins..)?, read: begins };
    let (_, height) = (words.next()?, words.number()?);
    let (_, width) = (words.next()?, words.number()?);
    Read::size(width, height)
}

fn pcx_size(head: &[u8], _: &Source<'_>) -> Option<Read> {
    let side = |from, to| le16(head, to).checked_sub(le16(head, from)).map(|n| n + 1);
    Read::size(side(4, 8)?, side(6, 10)?)
}

/// The largest picture an icon of Apple's can hold, and the length of the whole.
#[allow(clippy::unnecessary_wraps, reason = "what a reader of headers answers")]
fn icns_size(head: &[u8], _: &Source<'_>) -> Option<Read> {
    Some(Read { width: 1024, height: 1024, end: Some(be32(head, 4)) })
}
