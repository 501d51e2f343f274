//! Matroska and `WebM` (RFC 9559): elements.

use super::answer::{BROKEN, CUT, Check, Seen, is};
use super::row::{Format, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::sniffed::{Family, Miss, Sniffed};
use crate::upload::source::Source;
use crate::upload::walk::step::{Cut, Notes, Step, Walk, Walking};

types! {
    MKA "audio/matroska" Audio ["mka"] ["audio/x-matroska"] { walk: ELEMENTS, declared: &[FileType::MKV] };
    WEBA "audio/webm" Audio ["weba" "webm"] [] { walk: ELEMENTS, declared: &[FileType::WEBM] };
    MKV "video/matroska" Video ["mkv" "mk3d" "mks"] ["video/x-matroska" "application/x-matroska" "video/matroska-3d" "video/x-matroska-3d"] { walk: ELEMENTS };
    WEBM "video/webm" Video ["webm"] [] { walk: ELEMENTS, declared: &[FileType::MKV] };
}

const ELEMENTS: Option<Walking> = Walking::steps(|| Box::<Ebml>::default());

pub(super) const FORMAT: Format = Format { signatures: &[sign(b"\x1AE\xDF\xA3", ebml)], ..Format::of(TYPES) };

/// Matroska and `WebM` (RFC 9559): the document type, and whether a track has pictures.
fn ebml(s: &Seen<'_>) -> Check {
    let (doc, ends) = header(s).ok_or(Miss::Cut)?;
    let webm = match doc.split(|b| *b == 0).next() {
        Some(b"webm") => true,
        Some(b"matroska") => false,
        _ => return Ok(Sniffed::Family(Family::Ebml)),
    };
    let undecided = Ok(Sniffed::Family(Family::Ebml));
    if s.get(ends, 4)? != b"\x18\x53\x80\x67" {
        return BROKEN;
    }
    let Some((_, mut at)) = element_size(s, ends + 4) else { return undecided };
    // The tracks stand near the beginning; few elements come before them.
    for _ in 0..64 {
        let Some((id, size, body)) = element(s, at) else { return undecided };
        match (id, size) {
            (0x1654_AE6B, size) => return tracks(s, body, size, webm).or(undecided),
            (_, Some(size)) => match body.checked_add(size) {
                Some(next) => at = next,
                None => return BROKEN,
            },
            (_, None) => return undecided,
        }
    }
    undecided
}

/// The document type, and where the header ends that says it.
fn header<'a>(s: &Source<'a>) -> Option<(&'a [u8], u64)> {
    let (size, mut at) = element_size(s, 4)?;
    let ends = at.checked_add(size?)?;
    let mut doc = None;
    while at < ends {
        let (id, size, body) = element(s, at)?;
        if id == 0x4282 {
            doc = s.get(body, usize::try_from(size?).ok()?.min(64));
        }
        at = body.checked_add(size?)?;
    }
    Some((doc?, ends))
}

fn tracks(s: &Seen<'_>, mut at: u64, size: Option<u64>, webm: bool) -> Check {
    let ends = size.map_or(s.len(), |size| at.saturating_add(size));
    let (mut video, mut sound) = (false, false);
    let mut cut = false;
    for _ in 0..128 {
        if at >= ends {
            break;
        }
        let Some((id, Some(size), body)) = element(s, at) else {
            cut = true;
            break;
        };
        if id == 0xAE {
            let mut inner = body;
            for _ in 0..64 {
                if inner >= body.saturating_add(size) {
                    break;
                }
                let Some((id, Some(size), body)) = element(s, inner) else {
                    cut = true;
                    break;
                };
                if id == 0x83 {
                    match s.source.byte((body + size).saturating_sub(1)) {
                        Some(1) => video = true,
                        Some(2) => sound = true,
                        _ => {}
                    }
                }
                inner = body.saturating_add(size);
            }
        }
        at = body.saturating_add(size);
    }
    cut |= at < ends || at > s.len();
    match (video, sound, webm) {
        (true, _, true) => is(FileType::WEBM),
        (true, _, false) => is(FileType::MKV),
        // A track that is not seen could still have pictures.
        (false, true, _) if cut => CUT,
        (false, true, true) => is(FileType::WEBA),
        (false, true, false) => is(FileType::MKA),
        (false, false, _) => CUT,
    }
}

/// An element's number, its size where it has one, and where its body begins.
fn element(s: &Source<'_>, at: u64) -> Option<(u32, Option<u64>, u64)> {
    let first = s.byte(at)?;
    let len = first.leading_zeros() as usize + 1;
    if len > 4 {
        return None;
    }
    let id = s.get(at, len)?.iter().fold(0, |id, b| id << 8 | u32::from(*b));
    let (size, body) = element_size(s, at + len as u64)?;
    Some((id, size, body))
}

/// A size, `None` where it is unknown, and where it ends.
fn element_size(s: &Source<'_>, at: u64) -> Option<(Option<u64>, u64)> {
    let first = s.byte(at)?;
    let len = first.leading_zeros() as usize + 1;
    let bytes = s.get(at, len.min(8))?;
    if len > 8 {
        return None;
    }
    let mask = if len == 8 { 0 } else { 0xFF_u8 >> len };
    let size = bytes.iter().skip(1).fold(u64::from(first & mask), |size, b| size << 8 | u64::from(*b));
    let unknown = size == (1_u64 << (7 * len)) - 1;
    Some(((!unknown).then_some(size), at + len as u64))
}

/// Matroska and `WebM`: elements at the top of the file.
#[derive(Debug, Default)]
struct Ebml {
    state: Element,
    segment: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Element {
    /// The first byte of an identifier.
    #[default]
    Id,
    /// The rest of an identifier of four bytes, and the first byte of the size.
    Rest(u8),
    /// The first byte of the size.
    Size,
    /// The rest of the size.
    Sizes(u8),
    /// The body of the segment, of which this much is left behind its titles; None where its length is not known.
    Body(Option<u64>),
}

impl Walk for Ebml {
    fn begin(&self) -> Step {
        Step::want(1)
    }

    fn step(&mut self, window: &[u8], at: u64, notes: &mut Notes) -> Step {
        let first = window.first().copied().unwrap_or_default();
        match self.state {
            Element::Id => match first {
                0x1A | 0x18 => self.go(Element::Rest(first), 3),
                0xEC | 0xBF => self.go(Element::Size, 1), // filling, checksum
                _ => Step::Behind,
            },
            Element::Rest(id) => match (id, window) {
                (0x1A, [0x45, 0xDF, 0xA3]) => self.go(Element::Size, 1),
                (0x18, [0x53, 0x80, 0x67]) => {
                    self.segment = true;
                    self.go(Element::Size, 1)
                }
                _ => {
                    notes.malformed(at);
                    Step::Broken
                }
            },
            Element::Size => match first.leading_zeros() {
                8.. => {
                    notes.malformed(at);
                    Step::Broken
                }
                0 => self.element(first & 0x7F == 0x7F, (first & 0x7F).into()),
                more => {
                    self.state = Element::Sizes(first);
                    Step::want(more as usize)
                }
            },
            Element::Sizes(first) => {
                let bits = 7 * (u32::try_from(window.len()).unwrap_or_default() + 1); // at most 8 bytes
                let top = u64::from(first) & (0x7F >> window.len());
                let size = window.iter().fold(top, |sum, byte| sum << 8 | u64::from(*byte));
                self.element(size == (1 << bits) - 1, size)
            }
            Element::Body(None) => Step::Open,
            Element::Body(Some(left)) => {
                self.state = Element::Id;
                Step::skip(left, 1)
            }
        }
    }

    fn cut(&mut self, have: &[u8], over: u64, _notes: &mut Notes) -> Cut {
        let between = self.state == Element::Id && over == 0 && have.is_empty();
        let live = self.state == Element::Body(None); // live recordings do not know their length
        if live || (between && self.segment) { Cut::Whole } else { Cut::Truncated }
    }
}

impl Ebml {
    fn go(&mut self, state: Element, want: usize) -> Step {
        self.state = state;
        Step::want(want)
    }

    fn element(&mut self, unknown: bool, size: u64) -> Step {
        if unknown {
            self.state = Element::Body(None);
            return Step::look(TITLES, 1);
        }
        // One byte of the body is shown between its titles and the rest of it.
        if let Some(left) = size.checked_sub(TITLES + 1) {
            self.state = Element::Body(Some(left));
            return Step::look(TITLES, 1);
        }
        self.state = Element::Id;
        Step::look(size, 1)
    }
}

/// How far into a segment titles are looked for: behind them comes noise.
const TITLES: u64 = 1 << 16;
