//! MPEG sound and AAC: titles in front, then frames, of which only a decoder could tell the last.

use super::answer::{BROKEN, CUT, Check, NO, Seen, ensure, has_control, is};
use super::flac::flac_at;
use super::row::{Ask, Format, Shape, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::read::take;
use crate::upload::source::Source;
use crate::upload::walk::step::{Notes, Step, Walk, Walking};

types! {
    MP3 "audio/mpeg" Audio ["mp3" "mp2" "mpga" "m2a"] ["audio/mp3" "audio/x-mp3" "audio/x-mpeg" "audio/mpeg3"] { walk: TITLES_FIRST, later: BEHIND_TITLES };
    AAC "audio/aac" Audio ["aac" "adts"] ["audio/aacp" "audio/x-aac" "audio/x-hx-aac-adts" "audio/vnd.dlna.adts"] { walk: TITLES_FIRST };
}

/// What titles of MPEG sound may stand in front of, as long as no more than the titles is seen.
const BEHIND_TITLES: &[FileType] =
    &[FileType::AAC, FileType::FLAC, FileType::APE, FileType::TTA, FileType::MUSEPACK];

const TITLES_FIRST: Option<Walking> = Walking::steps(|| Box::<Id3>::default());

pub(super) const FORMAT: Format = Format {
    signatures: &[
        sign(b"ADIF", adif),
        sign(b"ID3", id3),
        sign(b"\xFF\xF0", adts),
        sign(b"\xFF\xF1", adts),
        sign(b"\xFF\xF8", adts),
        sign(b"\xFF\xF9", adts),
    ],
    shapes: &[Shape { rank: 110, ask: Ask::Which(mpeg_audio) }],
    ..Format::of(TYPES)
};

/// `ID3v2` (2.4.0, section 3.1), then the sound it belongs to.
fn id3(s: &Seen<'_>) -> Check {
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
        let Some(&[b'I', b'D', b'3', 2..=4, _, more, ref size @ ..]) = s.source.get(at, 10) else { break };
        let size = size.iter().fold(0, |size, b| size << 7 | u64::from(b & 0x7F));
        at += 10 + size + if more & 0x10 == 0 { 0 } else { 10 };
    }
    let sound = s.from(at);
    // Some writers count their padding wrongly.
    let zeros = sound.iter().take(4096).take_while(|b| **b == 0).count();
    at += zeros as u64;
    match s.source.get(at, 4) {
        None if s.len() <= at => {
            // The sound is behind the seen part; a tag alone is no sound, but its first frame is seen.
            if s.len() > 32 || (size > 0 && s.len() > 20) { is(FileType::MP3) } else { CUT }
        }
        None => CUT,
        Some(b"fLaC") => flac_at(s, at),
        Some([0xFF, 0xF0 | 0xF1 | 0xF8 | 0xF9, ..]) => {
            ensure(chain(s, at, adts_frame).is_some_and(|frames| frames >= 1))?;
            is(FileType::AAC)
        }
        Some(b"MAC ") => is(FileType::APE),
        Some(b"TTA1" | b"TTA2") => is(FileType::TTA),
        Some(b"MP+\x07" | b"MPCK") => is(FileType::MUSEPACK),
        Some(_) => {
            ensure(chain(s, at, mpeg_frame).is_some_and(|frames| frames >= 1))?;
            is(FileType::MP3)
        }
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
fn mpeg_audio(s: &Seen<'_>) -> Check {
    if !s.starts_with(b"\xFF") {
        return NO;
    }
    let Some(first) = mpeg_frame(s, 0) else { return NO };
    let whole = s.source.get(first - 1, 1).is_some();
    match chain(s, 0, mpeg_frame) {
        Some(frames) if frames >= 2 && whole => is(FileType::MP3),
        Some(_) if whole && s.len() == first => is(FileType::MP3),
        _ => NO,
    }
}

/// AAC in ADTS (ISO 13818-7, 6.2): the length of the frame leads to the next.
fn adts(s: &Seen<'_>) -> Check {
    let Some(first) = adts_frame(s, 0) else { return if s.len() < 7 { CUT } else { NO } };
    match chain(s, 0, adts_frame) {
        Some(frames) if frames >= 2 || s.len() == first => is(FileType::AAC),
        // One frame that the seen part cuts.
        Some(_) if s.len() < first => CUT,
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

fn adif(s: &Seen<'_>) -> Check {
    s.get(4, 12)?;
    if has_control(s.get(4, 12)?) { is(FileType::AAC) } else { BROKEN }
}

/// MPEG sound: titles in front, then frames, of which only a decoder could tell the last.
#[derive(Debug, Default)]
struct Id3 {
    titles: u32,
}

/// As many of one kind of titles may stand in front of each other.
const TITLE_TAGS: u32 = 4;

impl Walk for Id3 {
    fn begin(&self) -> Step {
        Step::want(10)
    }

    fn step(&mut self, window: &[u8], _at: u64, _notes: &mut Notes) -> Step {
        if self.titles >= TITLE_TAGS || !window.starts_with(b"ID3") {
            return Step::Open;
        }
        self.titles += 1;
        // Seven bits a byte, so that no length looks like a frame.
        let [a, b, c, d] = take(window, 6);
        let length = [a, b, c, d].iter().fold(0, |sum, byte| sum << 7 | u64::from(byte & 0x7F));
        Step::look(length, 10)
    }

    /// Other titles, of older and of later kinds, stand at the end.
    fn ends(&mut self, source: &Source<'_>, notes: &mut Notes) {
        let tail = source.tail();
        let from = tail.len().saturating_sub(END_TITLES);
        notes.looker.part();
        notes.look(tail.get(from..).unwrap_or_default(), source.tail_at() + from as u64);
    }
}

/// How much of the end of a sound is looked at for titles: bytes.
const END_TITLES: usize = 1 << 12;
