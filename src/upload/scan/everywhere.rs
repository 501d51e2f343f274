//! [`Needles`]: things in a picture, a sound, a film or a font that make it also a page, a server's program, or an
//! archive, wherever in the file they stand.
//!
//! # Chance
//! What these files hold is compressed, so almost random: any short text stands in it somewhere. An honest photo of
//! 10 MB (2^23.3 places) must be refused by chance less than once in a million (2^-20), so each text must have a
//! probability below 2^-43.3 a place, and all of them together too. A given byte has 2^-8, a letter in any case 2^-7,
//! a byte that text is written with (20 to 7E, TAB, LF, CR: 98 of 256) 2^-1.4, white space (4 of 256) 2^-6.
//!
//! | text | a place | a photo of 10 MB |
//! |---|---|---|
//! | `<script`, `<iframe` | 2^-50 | 2^-26.7 each |
//! | `<html`, `<svg` with white space, `/` or `>` (7 of 256: 2^-5.2) and 4, for `svg` 10, bytes of text | 2^-46.8, 2^-48.2 | 2^-23.5, 2^-24.9 |
//! | `<!doctype html`, `<!--#exec`, `<jsp:` with 7 bytes of text and more | 2^-46.8 and less | 2^-23.5 |
//! | `<cfexecute`, `<cfscript` | 2^-77 and less | 2^-53 |
//! | `<?` and `<%` with what makes code of them (`code`) | 2^-45.1 | 2^-21.8 together |
//! | `__HALT_COMPILER`, `Rar!` and `7z` with the bytes behind them | 2^-120, 2^-56, 2^-48 | 2^-24.7 together |
//!
//! Together 0.8 * 2^-20: one photo in 1.3 million. (`*/` is looked for only where the head opens a comment, which that
//! of a photo never does; a WebP's size may, once in 2^15 files, and then 10 bytes of text must follow.)
//! Shorter evidence counts only where text is expected, in metadata: there the walker looks.

use super::code::{self, REACH, run_of_text as text};
use super::needles::{EVERYWHERE, Means, Then, at as needles_at};
use crate::upload::file_type::{Class, FileType};
use crate::upload::finding::{FindingKind, Findings};
use crate::upload::source::{End, Scan, Source};
use memchr::memmem;

/// How many bytes from its first a text is judged by.
const SPAN: usize = REACH + 2;

/// Looks at every byte of a file.
#[derive(Debug, Default)]
pub(in crate::upload) struct Needles {
    /// The last bytes pushed, of which a text may begin in the next piece's favour: below [`SPAN`].
    tail: Vec<u8>,
    /// The file's offset of the first byte of `tail`.
    at: u64,
    /// The head of the file opens a comment of JavaScript where its type keeps a number.
    comment: Option<bool>,
    /// The file is a font with a table of SVG.
    has_svg_table: bool,
    /// The first place of each kind. Not the first seen: pieces are searched for one text after another.
    found: Vec<(FindingKind, u64)>,
}

impl Needles {
    /// True for the types that this search is for: those whose honest files hold none of it. Documents and archives
    /// hold other files on purpose, text may speak of anything; their own modules look into them.
    pub(in crate::upload) fn suit(file_type: FileType) -> bool {
        matches!(file_type.class(), Class::Image | Class::Audio | Class::Video | Class::Font)
    }

    /// The first bytes of the file, at least [`SPAN`] of them where there are so many.
    fn begin(&mut self, head: &[u8]) {
        self.comment = Some(opens_comment(head));
        self.has_svg_table = has_svg_table(head);
    }

    fn found(&mut self, kind: FindingKind, at: u64) {
        match self.found.iter_mut().find(|known| known.0 == kind) {
            Some(known) => known.1 = known.1.min(at),
            None => self.found.push((kind, at)),
        }
    }

    /// Looks at the places of `window` before `starts`; each is judged by what follows it in `window`.
    fn look(&mut self, window: &[u8], starts: usize) {
        let at = self.at;
        let begins = window.get(..starts).unwrap_or(window);
        let from = |place: usize| window.get(place..).unwrap_or_default();
        for place in memchr::memchr_iter(b'<', begins) {
            let Some(means) = judge(from(place)) else { continue };
            // Colour fonts keep each letter as a picture in SVG.
            if !(self.has_svg_table && means == Means::Markup && is_drawing(from(place))) {
                self.found(means.finding(), at + place as u64);
            }
        }
        if self.comment == Some(true) {
            for place in memchr::memchr_iter(b'*', begins) {
                if from(place).strip_prefix(b"*/").is_some_and(|rest| text(rest) >= 10) {
                    self.found(FindingKind::Polyglot, at + place as u64);
                    break;
                }
            }
        }
        for needle in needles_at(EVERYWHERE).filter(|needle| needle.exact) {
            // The text itself may reach behind the last place that is looked at.
            let reach = window.get(..starts.saturating_add(needle.text.len() - 1)).unwrap_or(window);
            if let Some(place) = memmem::find(reach, needle.text) {
                self.found(needle.means.finding(), at + place as u64);
            }
        }
    }
}

impl Scan for Needles {
    fn push(&mut self, bytes: &[u8]) {
        let joined = self.tail.len() + bytes.len();
        if joined < SPAN {
            self.tail.extend_from_slice(bytes);
            return;
        }
        let mut window = std::mem::take(&mut self.tail);
        let kept = window.len();
        // The places of the last piece, each with all it is judged by.
        window.extend_from_slice(bytes.get(..SPAN - 1).unwrap_or(bytes));
        if self.comment.is_none() {
            self.begin(if kept == 0 { bytes } else { &window });
        }
        let starts = kept.min((joined + 1).saturating_sub(SPAN));
        self.look(&window, starts);
        self.at += starts as u64;
        // The places of this piece that are followed by enough of it.
        let own = (joined + 1 - SPAN).saturating_sub(starts);
        self.look(bytes, own);
        self.at += own as u64;
        // What is left: of the last piece where this one is short, and of this one.
        window.truncate(kept);
        window.drain(..starts);
        window.extend_from_slice(bytes.get(own..).unwrap_or_default());
        self.tail = window;
    }

    fn finish(mut self: Box<Self>, end: &End<'_>, findings: &mut Findings) {
        if !Self::suit(end.file_type) {
            return;
        }
        let source = end.source;
        let window = std::mem::take(&mut self.tail);
        if self.comment.is_none() {
            self.begin(&window);
        }
        self.look(&window, window.len());
        for (kind, at) in self.found {
            findings.at(kind, at);
        }
        let head = source.head();
        if let Some(at) = memmem::find(head.get(..1024).unwrap_or(head), b"%PDF-") {
            findings.at(FindingKind::Polyglot, at as u64);
        }
        if let Some(at) = archive(source) {
            findings.at(FindingKind::Polyglot, at);
        }
    }
}

/// True when one of the numbers at the head of a picture reads `/*`, so that the picture is a comment to JavaScript:
/// width (GIF), size (BMP, RIFF), length of the first segment (JPEG).
fn opens_comment(head: &[u8]) -> bool {
    let head = head.get(..12).unwrap_or(head);
    memmem::find(head, b"/*").is_some_and(|at| at >= 2)
}

/// True where the directory of a font names a table of SVG. The tables stand in the order of their names, so that this
/// one is among the first twelve.
fn has_svg_table(head: &[u8]) -> bool {
    let is_font =
        matches!(head, [0, 1, 0, 0, ..] | [b'O', b'T', b'T', b'O', ..] | [b't', b'r', b'u', b'e', ..]);
    let names = head.get(12..).unwrap_or_default();
    is_font && names.chunks_exact(16).take(16).any(|entry| entry.starts_with(b"SVG "))
}

fn is_drawing(bytes: &[u8]) -> bool {
    bytes.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"<svg"))
}

/// What begins with this `<`, if it is more than chance.
fn judge(bytes: &[u8]) -> Option<Means> {
    let bytes = bytes.get(..SPAN).unwrap_or(bytes);
    if matches!(bytes.get(1)?, b'?' | b'%') {
        return code::opens(bytes.get(1..)?).then_some(Means::Code);
    }
    // Most places are passed over by their second byte.
    if !matches!(bytes.get(1)?, b'!' | b'c' | b'C' | b'h' | b'H' | b'i' | b'I' | b'j' | b'J' | b's' | b'S') {
        return None;
    }
    let found = needles_at(EVERYWHERE).find(|needle| {
        let Some((begin, rest)) = bytes.split_at_checked(needle.text.len()) else { return false };
        if needle.exact || !begin.eq_ignore_ascii_case(needle.text) {
            return false;
        }
        let rest = match (needle.then, rest.split_first()) {
            (Then::Any, _) => rest,
            (Then::Ended, Some((b' ' | b'\t' | b'\n' | b'\r' | 0x0C | b'/' | b'>', rest))) => rest,
            _ => return false,
        };
        text(rest) >= usize::from(needle.run).min(rest.len())
    });
    found.map(|needle| needle.means)
}

/// The most bytes that may follow the record which ends a ZIP archive, and so how far readers look back for it.
const COMMENT: usize = 0xFFFF;
const END_RECORD: usize = 22;

/// Where the record stands that ends a ZIP archive, if the last 64 KiB hold one that leads to a directory.
///
/// Readers look for it from the end and believe the last; they take what follows for a comment whatever its length.
/// So every one counts whose directory stands where the record says, or right before it (archives with something in
/// front keep the numbers they had without it), with as many entries as it says.
fn archive(source: &Source<'_>) -> Option<u64> {
    let tail = source.tail();
    let from = tail.len().saturating_sub(COMMENT + END_RECORD);
    let region = tail.get(from..)?;
    let base = source.len() - region.len() as u64;
    memmem::find_iter(region, b"PK\x05\x06").find_map(|place| {
        let at = base + place as u64;
        let entries = source.u16_le(at + 10)?;
        let size = u64::from(source.u32_le(at + 12)?);
        let begins = u64::from(source.u32_le(at + 16)?);
        let empty = entries == 0 && size == 0;
        let before = at.checked_sub(size)?;
        let directory = source.has_at(before, b"PK\x01\x02") || source.has_at(begins, b"PK\x01\x02");
        // A large archive keeps its numbers in another record, and says so with these.
        let large = source.has_at(at.checked_sub(20)?, b"PK\x06\x07");
        (empty || large || (entries > 0 && size >= 46 && directory)).then_some(at)
    })
}
