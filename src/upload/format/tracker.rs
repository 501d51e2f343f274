//! Music of trackers: samples, and what is played on them.

use super::answer::{Check, NO, Proof, Seen, at_most, ensure, has_control, is, suppose};
use super::row::{Ask, Format, Shape, prove, types};
use crate::upload::file_type::FileType;

types! {
    MOD "audio/x-mod" Audio ["mod"] [];
    XM "audio/x-xm" Audio ["xm"] [];
    S3M "audio/x-s3m" Audio ["s3m"] ["audio/s3m"];
    IT "audio/x-it" Audio ["it"] [];
}

pub(super) const FORMAT: Format = Format {
    signatures: &[
        prove(b"Extended M", FileType::XM, |s| {
            ensure(s.starts_with(b"Extended Module: ") && s.byte(37)? == 0x1A && s.u16_le(58)? >= 0x0102)
        }),
        prove(b"IMPM", FileType::IT, it),
    ],
    shapes: &[Shape { rank: 120, ask: Ask::Which(tracker) }],
    ..Format::of(TYPES)
};

fn it(s: &Seen<'_>) -> Proof {
    let fits = s.u16_le(0x20)? <= 1024 && s.u16_le(0x22)? <= 256 && s.u16_le(0x24)? <= 256;
    ensure(fits && has_control(at_most(s, 64)) && s.byte(0x30)? <= 128)
}

/// MOD and S3M: their marks stand after a name that may be anything.
fn tracker(s: &Seen<'_>) -> Check {
    if s.has_at(44, b"SCRM") {
        suppose(s.byte(28)? == 0x1A && s.byte(29)? == 16)?;
        return is(FileType::S3M);
    }
    let known = match s.get(1080, 4)? {
        b"M.K." | b"M!K!" | b"FLT4" | b"FLT8" | b"4CHN" | b"6CHN" | b"8CHN" | b"OCTA" | b"CD81" => true,
        [a, b, b'C', b'H'] => a.is_ascii_digit() && b.is_ascii_digit(),
        _ => false,
    };
    if !known || !(1..=128).contains(&s.byte(950)?) {
        return NO;
    }
    // Of each of 31 samples: fine tuning of four bits, volume up to 64.
    for n in 0..31 {
        let &[tune, volume] = s.get(20 + 30 * n + 24, 2)? else { return NO };
        if tune > 15 || volume > 64 {
            return NO;
        }
    }
    is(FileType::MOD)
}
