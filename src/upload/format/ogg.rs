//! Ogg (RFC 3533): pages.

use super::answer::{BROKEN, CUT, Check, Seen, is};
use super::row::{Format, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::sniffed::{Family, Sniffed};
use crate::upload::walk::step::{Cut, Notes, Step, Walk, Walking};

types! {
    OGG "audio/ogg" Audio ["ogg" "oga" "spx"] ["audio/vorbis" "audio/x-vorbis+ogg" "audio/x-ogg" "application/ogg" "audio/x-vorbis"] { walk: PAGES };
    OPUS "audio/opus" Audio ["opus" "ogg" "oga"] ["audio/x-opus+ogg" "audio/ogg; codecs=opus"] of OGG { walk: PAGES };
    SPEEX "audio/x-speex" Audio ["spx" "ogg"] ["audio/speex" "audio/x-speex+ogg"] of OGG { walk: PAGES };
    OGG_FLAC "audio/x-flac+ogg" Audio ["ogg" "oga"] [] of OGG { walk: PAGES };
    OGV "video/ogg" Video ["ogv" "ogg" "ogm" "ogx"] ["video/x-ogg" "video/theora" "video/x-theora+ogg"] { walk: PAGES, declared: &[FileType::OGG] };
}

const PAGES: Option<Walking> = Walking::steps(|| Box::<Ogg>::default());

pub(super) const FORMAT: Format = Format { signatures: &[sign(b"OggS", ogg)], ..Format::of(TYPES) };

/// Ogg (RFC 3533): the first pages begin streams; their codecs make the type.
fn ogg(s: &Seen<'_>) -> Check {
    let mut at = 0_u64;
    let mut sound = None;
    let mut video = false;
    let mut pages = 0;
    // Each stream begins on a page of its own, all before the rest.
    while pages < 8 {
        let Some(&[b'O', b'g', b'g', b'S', 0, flags]) = s.source.get(at, 6) else {
            if pages == 0 {
                return if s.len() < 6 { CUT } else { BROKEN };
            }
            break;
        };
        if flags & 2 == 0 || flags > 7 {
            break;
        }
        let segments = u64::from(s.byte(at + 26)?);
        let packet = s.from(at + 27 + segments);
        if packet.len() < 8 && pages == 0 {
            return CUT;
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
        (false, None) => Ok(Sniffed::Family(Family::Ogg)),
    }
}

/// Ogg: pages. Titles stand in the first of them.
#[derive(Debug, Default)]
struct Ogg {
    segments: bool,
}

/// How far into a stream titles are looked for: behind them comes noise.
const TITLES: u64 = 1 << 16;

impl Walk for Ogg {
    fn begin(&self) -> Step {
        Step::want(27)
    }

    fn step(&mut self, window: &[u8], at: u64, notes: &mut Notes) -> Step {
        if self.segments {
            self.segments = false;
            let body = window.iter().map(|n| u64::from(*n)).sum();
            return if at < TITLES { Step::look(body, 27) } else { Step::skip(body, 27) };
        }
        if !window.starts_with(b"OggS") || window.get(4) != Some(&0) {
            if at == 0 {
                notes.malformed(at);
                return Step::Broken;
            }
            return Step::Behind;
        }
        match window.last() {
            None | Some(0) => Step::want(27),
            Some(&segments) => {
                self.segments = true;
                Step::want(segments.into())
            }
        }
    }

    fn cut(&mut self, have: &[u8], over: u64, _notes: &mut Notes) -> Cut {
        match have {
            _ if self.segments || over > 0 => Cut::Truncated,
            [] => Cut::Whole,
            _ if have.starts_with(b"OggS") => Cut::Truncated,
            _ => Cut::Behind,
        }
    }
}
