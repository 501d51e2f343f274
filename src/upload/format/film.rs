//! Moving pictures in formats of their own.

use super::answer::{
    BROKEN, CUT, Check, NO, Proof, Seen, at_most, ensure, has_control_or_high, holds, is, suppose,
};
use super::row::Mark::Small;
use super::row::{Ask, Format, Shape, prove, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::sniffed::Miss;

types! {
    WMA "audio/x-ms-wma" Audio ["wma"] [] { named: &[("asf", FileType::ASF)], declared: &[FileType::ASF] };
    WMV "video/x-ms-wmv" Video ["wmv"] [] { named: &[("asf", FileType::ASF)], declared: &[FileType::ASF] };
    ASF "video/x-ms-asf" Video ["asf"] ["application/vnd.ms-asf"] { declared: &[FileType::WMV, FileType::WMA] };
    FLV "video/x-flv" Video ["flv"] ["video/flv"] { marks: &[Small] };
    MPEG "video/mpeg" Video ["mpg" "mpeg" "mpe" "m1v" "m2v" "vob" "m2p"] ["video/x-mpeg" "video/mp2p" "video/mpv"];
    MPEG_TS "video/mp2t" Video ["ts" "m2ts" "mts" "m2t"] ["video/mpegts" "video/vnd.dlna.mpeg-tts"];
    IVF "video/x-ivf" Video ["ivf"] [];
    Y4M "video/x-yuv4mpeg" Video ["y4m"] [];
    REAL_MEDIA "application/vnd.rn-realmedia" Video ["rm" "rmvb" "ra"] ["video/vnd.rn-realvideo" "audio/x-pn-realaudio" "audio/x-realaudio" "audio/vnd.rn-realaudio" "video/x-pn-realvideo"];
    NUT "video/x-nut" Video ["nut"] [];
    MXF "application/mxf" Video ["mxf"] [];
    FLIC "video/x-fli" Video ["fli" "flc"] ["video/fli" "video/x-flic" "video/x-flc"];
}

pub(super) const FORMAT: Format = Format {
    signatures: &[
        sign(b"\0\0\x01", mpeg),
        prove(b"\x06\x0E+4", FileType::MXF, |s| {
            ensure(s.get(4, 10)? == b"\x02\x05\x01\x01\x0D\x01\x02\x01\x01\x02")
        }),
        prove(b".RMF", FileType::REAL_MEDIA, |s| {
            ensure((10..=64).contains(&s.u32_be(4)?) && matches!(s.get(8, 2)?, b"\0\0" | b"\0\x01"))
        }),
        sign(b"0&\xB2u", asf),
        prove(b"DKIF", FileType::IVF, |s| {
            ensure(
                s.u16_le(4)? == 0 && s.u16_le(6)? == 32 && s.get(8, 4)?.iter().all(u8::is_ascii_alphanumeric),
            )
        }),
        prove(b"FLV\x01", FileType::FLV, flv),
        prove(b"YUV4MPEG2 ", FileType::Y4M, y4m),
        prove(b"nut/multi", FileType::NUT, |s| {
            ensure(s.get(0, 25)? == b"nut/multimedia container\0" && s.get(25, 2)? == b"NM")
        }),
    ],
    shapes: &[
        Shape { rank: 100, ask: Ask::Which(transport_stream) },
        Shape { rank: 150, ask: Ask::Is(FileType::FLIC, flic) },
    ],
    ..Format::of(TYPES)
};

/// ASF: the header object's parts name the streams.
fn asf(s: &Seen<'_>) -> Check {
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
        let Some(size) = s.source.u64_le(at.saturating_add(16)) else { break };
        if s.source.get(at, 16) == Some(STREAM) {
            match s.source.get(at + 24, 16) {
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
        _ if s.len() < ends => CUT,
        (false, true) => is(FileType::WMA),
        (false, false) => is(FileType::ASF),
    }
}

fn flv(s: &Seen<'_>) -> Proof {
    let &[flags] = s.get(4, 1)? else { return Err(Miss::Broken) };
    ensure(flags & 0xFA == 0 && s.u32_be(5)? == 9 && s.u32_be(9)? == 0)
}

/// MPEG program streams, and video without one (ISO 11172, ISO 13818).
fn mpeg(s: &Seen<'_>) -> Check {
    match s.source.byte(3).unwrap_or_default() {
        0xBA => {
            let mark = s.byte(4)?;
            s.get(5, 7)?;
            ensure(mark >> 4 == 2 || mark >> 6 == 1)?;
            is(FileType::MPEG)
        }
        0xB3 => {
            // Twelve bits each of width and height, then shape and rate.
            let size = s.u32_be(4)?;
            let (width, height) = (size >> 20, size >> 8 & 0x0FFF);
            let fits = width > 0
                && height > 0
                && (1..=14).contains(&(size >> 4 & 15))
                && (1..=9).contains(&(size & 15));
            ensure(fits && s.byte(10)? & 0x20 != 0)?;
            is(FileType::MPEG)
        }
        _ => NO,
    }
}

/// MPEG transport streams: a sync byte every 188 bytes, 192 where a time stands before each packet.
fn transport_stream(s: &Seen<'_>) -> Check {
    for (begins, step) in [(0_u64, 188_u64), (4, 192)] {
        let packets = (s.len().saturating_sub(begins) / step).min(5);
        let synced = (0..=packets).take_while(|n| {
            let at = begins + n * step;
            // Sync, no error flag, and a payload or an adaptation field.
            s.source
                .get(at, 4)
                .map_or(at >= s.len(), |p| p[0] == 0x47 && p[1] & 0x80 == 0 && p[3] & 0x30 != 0)
        });
        if packets >= 2 && synced.count() as u64 == packets + 1 {
            ensure(has_control_or_high(at_most(s, 188)))?;
            return is(FileType::MPEG_TS);
        }
    }
    NO
}

fn y4m(s: &Seen<'_>) -> Proof {
    let head = at_most(s, 256);
    let line = memchr::memchr(b'\n', head).and_then(|end| head.get(..end)).ok_or(Miss::Cut)?;
    ensure(holds(line, b" W") && holds(line, b" H"))
}

/// Autodesk's animations: the file's length, the kind, frames, a size, and a depth of eight bits.
fn flic(s: &Seen<'_>) -> Proof {
    let fits = matches!(s.get(4, 2)?, [0x11 | 0x12, 0xAF])
        && s.u16_le(8)? > 0
        && s.u16_le(10)? > 0
        && s.u16_le(12)? == 8
        && u64::from(s.u32_le(0)?) >= 128;
    suppose(fits)
}
