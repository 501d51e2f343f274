//! Sound, and the containers of RIFF and IFF.

use super::answer::{
    BROKEN, Check, NO, at_most, byte, has_control, has_control_or_high, is, is_tag, perhaps, when,
};
use crate::upload::file_type::FileType;
use crate::upload::sniffed::{Family, Sniffed, Verdict};
use crate::upload::source::Source;

/// RIFF and its relatives: the form, then the first chunk, whose beginning each form prescribes.
pub(super) fn riff(s: &Source<'_>) -> Check {
    let form = s.get(8, 4)?;
    let chunk = s.get(12, 4)?;
    let size = s.u32_le(16)?;
    let big = s.starts_with(b"RIFX");
    match form {
        b"WEBP" => webp(s, chunk, size),
        b"WAVE" => wave(s, chunk, big),
        b"AVI " => when(chunk == b"LIST" && s.get(20, 4)? == b"hdrl", FileType::AVI),
        b"ACON" => when(matches!(chunk, b"anih" | b"LIST" | b"JUNK"), FileType::ANI),
        b"QLCM" => when(chunk == b"fmt ", FileType::QCP),
        b"sfbk" => when(chunk == b"LIST", FileType::SOUNDFONT),
        b"RMID" => when(chunk == b"data" && s.get(20, 4)? == b"MThd", FileType::MIDI),
        _ if is_tag(form) && is_tag(chunk) && s.u32_le(4)? >= 4 && has_control(s.get(4, 4)?) => {
            Some(Verdict::Is(Sniffed::Family(Family::Riff)))
        }
        _ => BROKEN,
    }
}

/// WebP (RFC 9649, section 2): each of the three kinds has marks in its first chunk.
fn webp(s: &Source<'_>, chunk: &[u8], size: u32) -> Check {
    let fits = match chunk {
        b"VP8 " => size >= 10 && s.get(23, 3)? == b"\x9D\x01\x2A",
        b"VP8L" => {
            let &[mark, _, _, _, last] = s.get(20, 5)? else { return BROKEN };
            size >= 5 && mark == 0x2F && last >> 5 == 0
        }
        b"VP8X" => size == 10 && s.get(20, 10)?[1..4] == [0, 0, 0],
        _ => false,
    };
    when(fits, FileType::WEBP)
}

/// WAVE: the format chunk, perhaps after others.
fn wave<'a>(s: &Source<'a>, mut chunk: &'a [u8], big: bool) -> Check {
    let long = s.starts_with(b"RF64");
    let mut at = 12_u64;
    // Chunks before the format are rare and few.
    for _ in 0..16 {
        let size = if big { s.u32_be(at + 4)? } else { s.u32_le(at + 4)? };
        if !is_tag(chunk) {
            return BROKEN;
        }
        if chunk == b"fmt " {
            let channels = if big { s.u16_be(at + 10)? } else { s.u16_le(at + 10)? };
            let fits = (14..=4096).contains(&size) && (1..=1024).contains(&channels);
            return when(fits, if long { FileType::RF64 } else { FileType::WAV });
        }
        at += 8 + u64::from(size) + u64::from(size & 1);
        match s.get(at, 4) {
            Some(next) => chunk = next,
            // The rest is behind the seen part.
            None => return if size > 16 && at > s.len() { is(FileType::WAV) } else { None },
        }
    }
    BROKEN
}

/// IFF forms: AIFF, and pictures of the same container.
pub(super) fn form(s: &Source<'_>) -> Check {
    let (form, chunk) = (s.get(8, 4)?, s.get(12, 4)?);
    let size = s.u32_be(16)?;
    match form {
        b"AIFF" | b"AIFC" => {
            when(is_tag(chunk) && (chunk != b"COMM" || (18..=1024).contains(&size)), FileType::AIFF)
        }
        b"ILBM" | b"PBM " => when(is_tag(chunk) && (chunk != b"BMHD" || size == 20), FileType::ILBM),
        _ => NO,
    }
}

/// `ID3v2` (2.4.0, section 3.1), then the sound it belongs to.
pub(super) fn id3(s: &Source<'_>) -> Check {
    let &[version, revision, flags] = s.get(3, 3)? else { return BROKEN };
    let size = s.get(6, 4)?;
    if !(2..=4).contains(&version)
        || revision == 0xFF
        || flags & 0x0F != 0
        || size.iter().any(|b| b & 0x80 != 0)
    {
        return BROKEN;
    }
    let size = size.iter().fold(0, |size, b| size << 7 | u64::from(*b));
    let name = if version == 2 { 3 } else { 4 };
    // The first frame has a name, or padding begins at once, or an extended header stands before it.
    if size >= 10 {
        let frame = s.get(10, name)?;
        let named = frame.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        let padding = frame.iter().all(|b| *b == 0);
        if !named && !padding && flags & 0x40 == 0 {
            return BROKEN;
        }
    }
    let mut at = 10 + size + if flags & 0x10 == 0 { 0 } else { 10 };
    // Programs that do not see the titles of others write theirs behind them.
    for _ in 0..4 {
        let Some(&[b'I', b'D', b'3', 2..=4, _, more, ref size @ ..]) = s.get(at, 10) else { break };
        let size = size.iter().fold(0, |size, b| size << 7 | u64::from(b & 0x7F));
        at += 10 + size + if more & 0x10 == 0 { 0 } else { 10 };
    }
    let sound = s.from(at);
    // Some writers count their padding wrongly.
    let zeros = sound.iter().take(4096).take_while(|b| **b == 0).count();
    at += zeros as u64;
    match s.get(at, 4) {
        None if s.len() <= at => {
            // The sound is behind the seen part; a tag alone is no sound, but its first frame is seen.
            if s.len() > 32 || (size > 0 && s.len() > 20) { is(FileType::MP3) } else { None }
        }
        None => None,
        Some(b"fLaC") => flac_at(s, at),
        Some([0xFF, 0xF0 | 0xF1 | 0xF8 | 0xF9, ..]) => {
            when(chain(s, at, adts_frame).is_some_and(|frames| frames >= 1), FileType::AAC)
        }
        Some(b"MAC ") => is(FileType::APE),
        Some(b"TTA1" | b"TTA2") => is(FileType::TTA),
        Some(b"MP+\x07" | b"MPCK") => is(FileType::MUSEPACK),
        Some(_) => when(chain(s, at, mpeg_frame).is_some_and(|frames| frames >= 1), FileType::MP3),
    }
}

/// How many frames follow each other from `at`, at most four; `None` where the last of them is cut by something else
/// than the end of the file.
fn chain(s: &Source<'_>, mut at: u64, frame: fn(&Source<'_>, u64) -> Option<u64>) -> Option<u32> {
    let mut frames = 0;
    while frames < 4 {
        let Some(len) = frame(s, at) else {
            // The end of the file, a tag at its end, or padding.
            let rest = s.from(at);
            let ended = rest.len() < 8 || rest.starts_with(b"TAG") || rest.starts_with(b"APETAGEX");
            return ended.then_some(frames);
        };
        at += len;
        frames += 1;
    }
    Some(frames)
}

/// The length of the MPEG audio frame (ISO 11172-3, 2.4.1.3) at `at`.
fn mpeg_frame(s: &Source<'_>, at: u64) -> Option<u64> {
    const RATES: [[u16; 15]; 5] = [
        [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
        [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
        [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ];
    let &[0xFF, b1, b2, b3] = s.get(at, 4)? else { return None };
    let (version, layer) = (b1 >> 3 & 3, b1 >> 1 & 3);
    // Version 1, layer 0, emphasis 2 and the last of rates and frequencies are reserved.
    if b1 & 0xE0 != 0xE0 || version == 1 || layer == 0 || b3 & 3 == 2 {
        return None;
    }
    let first = version == 3;
    let row = match (first, layer) {
        (true, 3) => 0,
        (true, 2) => 1,
        (true, _) => 2,
        (false, 3) => 3,
        (false, _) => 4,
    };
    let rate = u64::from(*RATES[row].get(usize::from(b2 >> 4))?) * 1000;
    let frequency = *[44_100_u64, 48_000, 32_000].get(usize::from(b2 >> 2 & 3))?;
    let frequency = match version {
        3 => frequency,
        2 => frequency / 2,
        _ => frequency / 4,
    };
    let padding = u64::from(b2 >> 1 & 1);
    let len = match (layer, first) {
        (3, _) => (12 * rate / frequency + padding) * 4,
        (1, false) => 72 * rate / frequency + padding,
        _ => 144 * rate / frequency + padding,
    };
    // A free rate (0) has no length here.
    (len > 20).then_some(len)
}

/// MPEG audio without a tag: three frames, or fewer that end where the file ends.
pub(super) fn mpeg_audio(s: &Source<'_>) -> Check {
    if !s.starts_with(b"\xFF") {
        return NO;
    }
    let Some(first) = mpeg_frame(s, 0) else { return NO };
    let whole = s.get(first - 1, 1).is_some();
    match chain(s, 0, mpeg_frame) {
        Some(frames) if frames >= 2 && whole => is(FileType::MP3),
        Some(_) if whole && s.len() == first => is(FileType::MP3),
        _ => NO,
    }
}

/// AAC in ADTS (ISO 13818-7, 6.2): the length of the frame leads to the next.
pub(super) fn adts(s: &Source<'_>) -> Check {
    let Some(first) = adts_frame(s, 0) else { return if s.len() < 7 { None } else { NO } };
    match chain(s, 0, adts_frame) {
        Some(frames) if frames >= 2 || s.len() == first => is(FileType::AAC),
        // One frame that the seen part cuts.
        Some(_) if s.len() < first => None,
        _ => NO,
    }
}

fn adts_frame(s: &Source<'_>, at: u64) -> Option<u64> {
    let &[0xFF, b1, b2, b3, b4, b5, _] = s.get(at, 7)? else { return None };
    if b1 & 0xF6 != 0xF0 || b2 >> 2 & 15 > 12 {
        return None;
    }
    let len = u64::from(b3 & 3) << 11 | u64::from(b4) << 3 | u64::from(b5 >> 5);
    (len > 7).then_some(len)
}

pub(super) fn adif(s: &Source<'_>) -> Check {
    s.get(4, 12)?;
    if has_control(s.get(4, 12)?) { is(FileType::AAC) } else { BROKEN }
}

/// FLAC (RFC 9639, 8.2): the first block is the stream's, of 34 bytes.
pub(super) fn flac(s: &Source<'_>) -> Check {
    flac_at(s, 0)
}

fn flac_at(s: &Source<'_>, at: u64) -> Check {
    let &[kind, 0, 0, 34] = s.get(at + 4, 4)? else { return BROKEN };
    s.get(at + 8, 34)?;
    when(
        matches!(kind, 0 | 0x80) && s.u16_be(at + 8)? >= 16 && s.u16_be(at + 10)? >= s.u16_be(at + 8)?,
        FileType::FLAC,
    )
}

/// Ogg (RFC 3533): the first pages begin streams; their codecs make the type.
pub(super) fn ogg(s: &Source<'_>) -> Check {
    let mut at = 0_u64;
    let mut sound = None;
    let mut video = false;
    let mut pages = 0;
    // Each stream begins on a page of its own, all before the rest.
    while pages < 8 {
        let Some(&[b'O', b'g', b'g', b'S', 0, flags]) = s.get(at, 6) else {
            if pages == 0 {
                return if s.len() < 6 { None } else { BROKEN };
            }
            break;
        };
        if flags & 2 == 0 || flags > 7 {
            break;
        }
        let segments = u64::from(byte(s, at + 26)?);
        let packet = s.from(at + 27 + segments);
        if packet.len() < 8 && pages == 0 {
            return None;
        }
        match packet {
            [1, b'v', b'o', b'r', b'b', b'i', b's', ..] => sound = sound.or(Some(FileType::OGG)),
            [b'O', b'p', b'u', b's', b'H', b'e', b'a', b'd', ..] => sound = sound.or(Some(FileType::OPUS)),
            [b'S', b'p', b'e', b'e', b'x', b' ', b' ', b' ', ..] => sound = sound.or(Some(FileType::SPEEX)),
            [0x7F, b'F', b'L', b'A', b'C', ..] => sound = sound.or(Some(FileType::OGG_FLAC)),
            [0x80, b't', b'h', b'e', b'o', b'r', b'a', ..]
            | [1, b'v', b'i', b'd', b'e', b'o', ..]
            | [b'B', b'B', b'C', b'D', 0, ..]
            | [b'O', b'V', b'P', b'8', b'0', ..] => video = true,
            _ => {}
        }
        let sizes = s.get(at + 27, usize::try_from(segments).unwrap_or(0))?;
        at += 27 + segments + sizes.iter().map(|n| u64::from(*n)).sum::<u64>();
        pages += 1;
    }
    match (video, sound) {
        _ if pages == 0 => BROKEN,
        (true, _) => is(FileType::OGV),
        (false, Some(kind)) => is(kind),
        (false, None) => Some(Verdict::Is(Sniffed::Family(Family::Ogg))),
    }
}

/// AC-3 and E-AC-3 (ETSI TS 102 366, 4.4.1 and E.1.3.1): the first frame's size leads to the second.
pub(super) fn ac3(s: &Source<'_>) -> Check {
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
    match s.get(len, 2) {
        Some([0x0B, 0x77]) => is(kind),
        Some(_) => NO,
        // The next frame is not seen: the first must be there, or most of it.
        None if s.len() == len || (s.len() >= 256 && s.len() < len) => is(kind),
        None => None,
    }
}

pub(super) fn dts(s: &Source<'_>) -> Check {
    // Behind the mark 14 bits, then the length in 14 more.
    let len = (s.u32_be(5)? >> 12 & 0x3FFF) + 1;
    let next = s.get(u64::from(len), 4);
    when((96..=16384).contains(&len) && next.is_none_or(|sync| sync == b"\x7F\xFE\x80\x01"), FileType::DTS)
}

pub(super) fn midi(s: &Source<'_>) -> Check {
    let fits = s.u32_be(4)? == 6 && s.u16_be(8)? <= 2 && s.u16_be(10)? > 0 && s.u16_be(12)? > 0;
    when(fits && s.get(14, 4).is_none_or(is_tag) && s.len() >= 18, FileType::MIDI)
}

/// AMR (RFC 4867, section 5): after the line, frames whose first byte has two kinds of padding of zero.
pub(super) fn amr(s: &Source<'_>) -> Check {
    let (at, kind) = match s.head() {
        [b'#', b'!', b'A', b'M', b'R', b'\n', ..] => (6, FileType::AMR),
        [b'#', b'!', b'A', b'M', b'R', b'-', b'W', b'B', b'\n', ..] => (9, FileType::AMR_WB),
        _ => return NO,
    };
    when(byte(s, at)? & 0x83 == 0 && has_control_or_high(at_most(s, 64)), kind)
}

pub(super) fn au(s: &Source<'_>) -> Check {
    let fits = (24..=0x0001_0000).contains(&s.u32_be(4)?)
        && (1..=27).contains(&s.u32_be(12)?)
        && (1..=1_000_000).contains(&s.u32_be(16)?)
        && (1..=256).contains(&s.u32_be(20)?);
    when(fits, FileType::AU)
}

pub(super) fn caf(s: &Source<'_>) -> Check {
    when(s.get(4, 4)? == b"\0\x01\0\0" && s.get(8, 4)? == b"desc", FileType::CAF)
}

pub(super) fn wavpack(s: &Source<'_>) -> Check {
    s.get(0, 32)?;
    when(s.u32_le(4)? >= 24 && (0x402..=0x410).contains(&s.u16_le(8)?), FileType::WAVPACK)
}

pub(super) fn ape(s: &Source<'_>) -> Check {
    s.get(6, 6)?;
    when((3000..=4200).contains(&s.u16_le(4)?), FileType::APE)
}

pub(super) fn tta(s: &Source<'_>) -> Check {
    let fits =
        matches!(s.u16_le(4)?, 1..=3) && (1..=64).contains(&s.u16_le(6)?) && (1..=64).contains(&s.u16_le(8)?);
    when(fits, FileType::TTA)
}

pub(super) fn tak(s: &Source<'_>) -> Check {
    // The first block of the metadata is the stream's.
    when(byte(s, 4)? & 0x7F == 1 && s.get(5, 3)?[2] == 0, FileType::TAK)
}

pub(super) fn musepack(s: &Source<'_>) -> Check {
    match s.get(0, 4)? {
        b"MPCK" => when(matches!(s.get(4, 2)?, b"SH" | b"RG" | b"EI") && byte(s, 6)? > 2, FileType::MUSEPACK),
        [b'M', b'P', b'+', version] => {
            s.get(4, 12)?;
            when(version & 15 == 7 && has_control_or_high(at_most(s, 16)), FileType::MUSEPACK)
        }
        _ => NO,
    }
}

pub(super) fn dsf(s: &Source<'_>) -> Check {
    when(
        s.u64_le(4)? == 28 && s.get(28, 4).is_none_or(|next| next == b"fmt ") && s.len() >= 28,
        FileType::DSF,
    )
}

pub(super) fn dff(s: &Source<'_>) -> Check {
    when(s.get(12, 4)? == b"DSD " && s.get(16, 4)? == b"FVER", FileType::DFF)
}

pub(super) fn voc(s: &Source<'_>) -> Check {
    let version = s.u16_le(22)?;
    let fits = s.starts_with(b"Creative Voice File\x1A") && s.u16_le(20)? >= 0x1A;
    when(fits && s.u16_le(24)? == (!version).wrapping_add(0x1234), FileType::VOC)
}

pub(super) fn xm(s: &Source<'_>) -> Check {
    when(s.starts_with(b"Extended Module: ") && byte(s, 37)? == 0x1A && s.u16_le(58)? >= 0x0102, FileType::XM)
}

pub(super) fn it(s: &Source<'_>) -> Check {
    let fits = s.u16_le(0x20)? <= 1024 && s.u16_le(0x22)? <= 256 && s.u16_le(0x24)? <= 256;
    when(fits && has_control(at_most(s, 64)) && byte(s, 0x30)? <= 128, FileType::IT)
}

/// MOD and S3M: their marks stand after a name that may be anything.
pub(super) fn tracker(s: &Source<'_>) -> Check {
    if s.has_at(44, b"SCRM") {
        return perhaps(byte(s, 28)? == 0x1A && byte(s, 29)? == 16, FileType::S3M);
    }
    let known = match s.get(1080, 4)? {
        b"M.K." | b"M!K!" | b"FLT4" | b"FLT8" | b"4CHN" | b"6CHN" | b"8CHN" | b"OCTA" | b"CD81" => true,
        [a, b, b'C', b'H'] => a.is_ascii_digit() && b.is_ascii_digit(),
        _ => false,
    };
    if !known || !(1..=128).contains(&byte(s, 950)?) {
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

pub(super) fn real_audio(s: &Source<'_>) -> Check {
    when(matches!(s.u16_be(4)?, 3..=5) && s.len() > 16, FileType::REAL_AUDIO)
}
