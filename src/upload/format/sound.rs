//! Sound in a format of its own.

use super::answer::{CUT, Check, NO, Proof, Seen, at_most, ensure, has_control_or_high, is, is_tag};
use super::row::{Ask, Format, Guess, prove, sign, types};
use crate::upload::file_type::FileType;

types! {
    WAVE64 "audio/x-w64" Audio ["w64"] [];
    AC3 "audio/ac3" Audio ["ac3"] ["audio/x-ac3" "audio/vnd.dolby.dd-raw"];
    EAC3 "audio/eac3" Audio ["eac3" "ec3" "ac3"] ["audio/x-eac3" "audio/ac3"];
    DTS "audio/vnd.dts" Audio ["dts"] ["audio/x-dts" "audio/dts"];
    MIDI "audio/midi" Audio ["mid" "midi" "kar" "rmi"] ["audio/x-midi" "audio/mid" "application/x-midi"];
    AMR "audio/amr" Audio ["amr"] ["audio/3gpp" "audio/amr-nb"];
    AMR_WB "audio/amr-wb" Audio ["awb" "amr"] [];
    AU "audio/basic" Audio ["au" "snd"] ["audio/x-au" "audio/au"];
    CAF "audio/x-caf" Audio ["caf"] ["audio/caf"];
    WAVPACK "audio/x-wavpack" Audio ["wv"] ["audio/wavpack"];
    APE "audio/x-ape" Audio ["ape"] ["audio/ape" "audio/x-monkeys-audio"];
    TTA "audio/x-tta" Audio ["tta"] ["audio/tta"];
    TAK "audio/x-tak" Audio ["tak"] [];
    MUSEPACK "audio/x-musepack" Audio ["mpc" "mp+" "mpp"] ["audio/musepack"];
    DSF "audio/x-dsf" Audio ["dsf"] ["audio/dsf"];
    DFF "audio/x-dff" Audio ["dff"] [];
    VOC "audio/x-voc" Audio ["voc"] [];
    REAL_AUDIO "audio/x-realaudio" Audio ["ra"] ["audio/x-pn-realaudio" "audio/vnd.rn-realaudio"];
}

pub(super) const FORMAT: Format = Format {
    signatures: &[
        sign(b"\x0Bw", ac3),
        sign(b"#!AMR", amr),
        prove(b".ra\xFD", FileType::REAL_AUDIO, |s| ensure(matches!(s.u16_be(4)?, 3..=5) && s.len() > 16)),
        prove(b".snd", FileType::AU, au),
        prove(b"Creative V", FileType::VOC, voc),
        prove(b"FRM8", FileType::DFF, |s| ensure(s.get(12, 4)? == b"DSD " && s.get(16, 4)? == b"FVER")),
        prove(b"MAC ", FileType::APE, ape),
        sign(b"MPCK", musepack),
        prove(b"MThd", FileType::MIDI, midi),
        sign(b"MP+", musepack),
        prove(b"TTA1", FileType::TTA, tta),
        prove(b"TTA2", FileType::TTA, tta),
        prove(b"caff", FileType::CAF, |s| ensure(s.get(4, 4)? == b"\0\x01\0\0" && s.get(8, 4)? == b"desc")),
        prove(b"riff.\x91", FileType::WAVE64, wave64),
        prove(b"tBaK", FileType::TAK, tak),
        prove(b"wvpk", FileType::WAVPACK, wavpack),
        prove(b"\x7F\xFE\x80\x01", FileType::DTS, dts),
    ],
    guesses: &[Guess {
        begins: infer::audio::is_dsf,
        mime: "audio/x-dsf",
        ask: Ask::Is(FileType::DSF, |s| {
            ensure(
                s.u64_le(4)? == 28 && s.source.get(28, 4).is_none_or(|next| next == b"fmt ") && s.len() >= 28,
            )
        }),
    }],
    ..Format::of(TYPES)
};

/// Sony's WAVE with chunks named by 16 bytes.
fn wave64(s: &Seen<'_>) -> Proof {
    ensure(s.get(24, 4)? == b"wave" && s.get(40, 4)? == b"fmt ")
}

/// AC-3 and E-AC-3 (ETSI TS 102 366, 4.4.1 and E.1.3.1): the first frame's size leads to the second.
fn ac3(s: &Seen<'_>) -> Check {
    const RATES: [u16; 19] =
        [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640];
    let &[b2, b3, b4, b5] = s.get(2, 4)? else { return NO };
    let _ = (b2, b3);
    let stream = b5 >> 3;
    let (len, kind) = if stream <= 10 {
        let Some(rate) = RATES.get(usize::from((b4 & 0x3F) >> 1)) else { return NO };
        let rate = u64::from(*rate);
        let words = match b4 >> 6 {
            0 => 2 * rate,
            1 => 320 * rate / 147 + u64::from(b4 & 1),
            2 => 3 * rate,
            _ => return NO,
        };
        (words * 2, FileType::AC3)
    } else if stream <= 16 {
        ((u64::from(s.u16_be(2)? & 0x07FF) + 1) * 2, FileType::EAC3)
    } else {
        return NO;
    };
    match s.source.get(len, 2) {
        Some([0x0B, 0x77]) => is(kind),
        Some(_) => NO,
        // The next frame is not seen: the first must be there, or most of it.
        None if s.len() == len || (s.len() >= 256 && s.len() < len) => is(kind),
        None => CUT,
    }
}

fn dts(s: &Seen<'_>) -> Proof {
    // Behind the mark 14 bits, then the length in 14 more.
    let len = (s.u32_be(5)? >> 12 & 0x3FFF) + 1;
    let next = s.source.get(u64::from(len), 4);
    ensure((96..=16384).contains(&len) && next.is_none_or(|sync| sync == b"\x7F\xFE\x80\x01"))
}

fn midi(s: &Seen<'_>) -> Proof {
    let fits = s.u32_be(4)? == 6 && s.u16_be(8)? <= 2 && s.u16_be(10)? > 0 && s.u16_be(12)? > 0;
    ensure(fits && s.source.get(14, 4).is_none_or(is_tag) && s.len() >= 18)
}

/// AMR (RFC 4867, section 5): after the line, frames whose first byte has two kinds of padding of zero.
fn amr(s: &Seen<'_>) -> Check {
    let (at, kind) = match s.head() {
        [b'#', b'!', b'A', b'M', b'R', b'\n', ..] => (6, FileType::AMR),
        [b'#', b'!', b'A', b'M', b'R', b'-', b'W', b'B', b'\n', ..] => (9, FileType::AMR_WB),
        _ => return NO,
    };
    ensure(s.byte(at)? & 0x83 == 0 && has_control_or_high(at_most(s, 64)))?;
    is(kind)
}

fn au(s: &Seen<'_>) -> Proof {
    let fits = (24..=0x0001_0000).contains(&s.u32_be(4)?)
        && (1..=27).contains(&s.u32_be(12)?)
        && (1..=1_000_000).contains(&s.u32_be(16)?)
        && (1..=256).contains(&s.u32_be(20)?);
    ensure(fits)
}

fn wavpack(s: &Seen<'_>) -> Proof {
    s.get(0, 32)?;
    ensure(s.u32_le(4)? >= 24 && (0x402..=0x410).contains(&s.u16_le(8)?))
}

fn ape(s: &Seen<'_>) -> Proof {
    s.get(6, 6)?;
    ensure((3000..=4200).contains(&s.u16_le(4)?))
}

fn tta(s: &Seen<'_>) -> Proof {
    let fits =
        matches!(s.u16_le(4)?, 1..=3) && (1..=64).contains(&s.u16_le(6)?) && (1..=64).contains(&s.u16_le(8)?);
    ensure(fits)
}

fn tak(s: &Seen<'_>) -> Proof {
    // The first block of the metadata is the stream's.
    ensure(s.byte(4)? & 0x7F == 1 && s.get(5, 3)?[2] == 0)
}

fn musepack(s: &Seen<'_>) -> Check {
    match s.get(0, 4)? {
        b"MPCK" => {
            ensure(matches!(s.get(4, 2)?, b"SH" | b"RG" | b"EI") && s.byte(6)? > 2)?;
            is(FileType::MUSEPACK)
        }
        [b'M', b'P', b'+', version] => {
            s.get(4, 12)?;
            ensure(version & 15 == 7 && has_control_or_high(at_most(s, 16)))?;
            is(FileType::MUSEPACK)
        }
        _ => NO,
    }
}

fn voc(s: &Seen<'_>) -> Proof {
    let version = s.u16_le(22)?;
    let fits = s.starts_with(b"Creative Voice File\x1A") && s.u16_le(20)? >= 0x1A;
    ensure(fits && s.u16_le(24)? == (!version).wrapping_add(0x1234))
}
