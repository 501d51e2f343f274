//! JPEG: markers and segments (ITU-T T.81, Annex B).

mod samsung;
mod walk;

use super::answer::{BROKEN, CUT, Check, NO, Seen, ensure, is};
use super::row::Mark::Shown;
use super::row::{Format, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::source::Source;
use crate::upload::walk::step::Walking;
use walk::Jpeg;

types! {
    JPEG "image/jpeg" Image ["jpg" "jpeg" "jpe" "jfif" "jif" "pjpeg" "pjp"] ["image/jpg" "image/pjpeg" "image/jfif" "image/x-jpeg"] { marks: &[Shown], walk: MARKERS, later: &[FileType::JLS] };
    JLS "image/jls" Image ["jls"] [];
}

const MARKERS: Option<Walking> = Walking::sized(|| Box::<Jpeg>::default());

pub(super) const FORMAT: Format =
    Format { signatures: &[sign(b"\xFF\xD8\xFF", jpeg), sign(b"\xFF\xD8", jpeg)], ..Format::of(TYPES) };

/// JPEG (T.81, B.1.1): a chain of marker segments up to the frame header. JPEG-LS (T.87) has a frame marker of its own.
fn jpeg(s: &Seen<'_>) -> Check {
    if s.source.get(2, 1).is_some_and(|next| next != [0xFF]) {
        return NO;
    }
    let mut at = 2_u64;
    let mut segments = 0;
    loop {
        // What lies beyond the seen part of the file cannot contradict the segments before it.
        let Some(&[0xFF, marker]) = s.source.get(at, 2) else {
            let ended = s.source.get(at, 2).is_none();
            return if segments == 0 && ended {
                CUT
            } else {
                {
                    ensure(ended)?;
                    is(FileType::JPEG)
                }
            };
        };
        match marker {
            0xFF => {
                at += 1;
                continue;
            }
            // Markers without a segment, and the end: not before a frame.
            0x00..=0xBF | 0xD0..=0xD9 => return BROKEN,
            _ => {}
        }
        let Some(len) = s.source.u16_be(at + 2) else {
            return if segments == 0 { CUT } else { is(FileType::JPEG) };
        };
        if len < 2 || !segment_fits(s, marker, at + 4, len) {
            return BROKEN;
        }
        match marker {
            0xF7 => return is(FileType::JLS),
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                return if s.source.get(at + 4, 6).is_some() || segments > 0 {
                    is(FileType::JPEG)
                } else {
                    CUT
                };
            }
            0xDA => return BROKEN,
            _ => {}
        }
        at += 2 + u64::from(len);
        segments += 1;
        if s.source.get(at, 1).is_none() && s.len() < 24 {
            return CUT;
        }
    }
}

/// What a segment must begin with, as far as it is seen.
fn segment_fits(s: &Source<'_>, marker: u8, body: u64, len: u16) -> bool {
    let begins = |names: &[&[u8]]| {
        names.iter().any(|name| {
            let seen = s.from(body);
            seen.get(..name.len()).map_or(name.starts_with(seen), |start| start == *name)
        })
    };
    match marker {
        0xE0 => {
            begins(&[b"JFIF\0", b"JFXX\0", b"AVI1", b"CIFF", b"Ocad"]) || (len >= 2 && !printable(s, body))
        }
        0xE1 => begins(&[b"Exif\0", b"http://ns.adobe.com/"]) || !printable(s, body),
        0xEE => begins(&[b"Adobe"]) || !printable(s, body),
        // Quantisation: precision and table number; Huffman: class and table number.
        0xDB => s.byte(body).is_none_or(|pq| pq >> 4 <= 1 && pq & 15 <= 3),
        0xC4 => s.byte(body).is_none_or(|tc| tc >> 4 <= 1 && tc & 15 <= 3),
        0xDD => len == 4,
        0xC0..=0xCF | 0xF7 => {
            // Precision, height, width, components: three bytes each after the count.
            s.get(body, 6).is_none_or(|f| {
                (2..=16).contains(&f[0])
                    && (f[3], f[4]) != (0, 0)
                    && f[5] > 0
                    && u32::from(len) == 8 + 3 * u32::from(f[5])
            })
        }
        _ => true,
    }
}

/// True where the next bytes are all visible text, as in a disguise.
fn printable(s: &Source<'_>, at: u64) -> bool {
    let seen = s.from(at);
    let seen = seen.get(..12).unwrap_or(seen);
    !seen.is_empty() && seen.iter().all(|b| matches!(b, 0x20..=0x7E | b'\t' | b'\r' | b'\n'))
}
