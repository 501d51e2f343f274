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
//! | `<!doctype`, `<!--#exec`, `<jsp:` with 4 letters (2^-2.3 each) and more | 2^-52.2 and less | 2^-28.9 |
//! | `<?php` with white space and 3 bytes of text | 2^-47.2 | 2^-23.9 |
//! | `<?=` with 16 bytes of text; 10 with `$_` among them; 4 or more, then `?>` | 2^-46.4, 2^-48.1, 2^-44.9 | 2^-21.1 together |
//! | `<%@` with 16 bytes of text; `<%` or `<?` and white space with 24 | 2^-46.4; 2^-49.6 | 2^-22.9 together |
//! | `__HALT_COMPILER`, `Rar!` and `7z` with the bytes behind them | 2^-120, 2^-56, 2^-48 | 2^-24.7 together |
//!
//! Together 0.85 * 2^-20: one photo in 1.2 million. (`*/` is looked for only where the head opens a comment, which that
//! of a photo never does; a WebP's size may, once in 2^15 files, and then 10 bytes of text must follow.)
//! Shorter evidence counts only where text is expected, in metadata: there the walker looks.

use super::file_type::{Class, FileType};
use super::finding::{FindingKind, Findings};
use super::source::{Scan, Source};
use memchr::memmem;

/// How many bytes from its first a text is judged by.
const SPAN: usize = 80;

/// Looks at every byte of a file.
#[derive(Debug, Default)]
pub(super) struct Needles {
    /// The last bytes pushed, of which a text may begin in the next piece's favour: below [`SPAN`].
    tail: Vec<u8>,
    /// The file's offset of the first byte of `tail`.
    at: u64,
    /// The head of the file opens a comment of JavaScript where its type keeps a number.
    comment: Option<bool>,
    /// The first place of each kind. Not the first seen: pieces are searched for one text after another.
    found: Vec<(FindingKind, u64)>,
}

impl Needles {
    /// True for the types that this search is for: those whose honest files hold none of it. Documents and archives
    /// hold other files on purpose, text may speak of anything; their own modules look into them.
    pub(super) fn suit(file_type: FileType) -> bool {
        matches!(file_type.class(), Class::Image | Class::Audio | Class::Video | Class::Font)
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
            if let Some(kind) = judge(from(place)) {
                self.found(kind, at + place as u64);
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
        for (bytes, kind) in WHOLE {
            // The text itself may reach behind the last place that is looked at.
            let reach = window.get(..starts.saturating_add(bytes.len() - 1)).unwrap_or(window);
            if let Some(place) = memmem::find(reach, bytes) {
                self.found(kind, at + place as u64);
            }
        }
    }
}

const WHOLE: [(&[u8], FindingKind); 4] = [
    (b"__HALT_COMPILER();", FindingKind::ServerCode), // what makes a PHP archive of any file
    (b"Rar!\x1A\x07\x00", FindingKind::Polyglot),
    (b"Rar!\x1A\x07\x01\x00", FindingKind::Polyglot),
    (b"7z\xBC\xAF\x27\x1C", FindingKind::Polyglot),
];

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
            self.comment = Some(opens_comment(if kept == 0 { bytes } else { &window }));
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

    fn finish(mut self, source: &Source<'_>, findings: &mut Findings) {
        let window = std::mem::take(&mut self.tail);
        if self.comment.is_none() {
            self.comment = Some(opens_comment(&window));
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

/// How many bytes of text `bytes` begins with.
fn text(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| is_text(**b)).count()
}

fn is_text(byte: u8) -> bool {
    matches!(byte, 0x20..=0x7E | b'\t' | b'\n' | b'\r')
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// What begins with this `<`, if it is more than chance.
fn judge(bytes: &[u8]) -> Option<FindingKind> {
    let rest = bytes.get(1..SPAN.min(bytes.len()))?;
    let name = |name: &[u8]| {
        let (begin, rest) = rest.split_at_checked(name.len())?;
        begin.eq_ignore_ascii_case(name).then_some(rest)
    };
    let ended = |rest: &[u8], n: usize| match rest.split_first() {
        Some((b' ' | b'\t' | b'\n' | b'\r' | 0x0C | b'/' | b'>', rest)) => text(rest) >= n.min(rest.len()),
        _ => false,
    };
    let found = match rest.first()? {
        b'?' => return php(rest.get(1..)?).then_some(FindingKind::ServerCode),
        b'%' => {
            let rest = rest.get(1..)?;
            let code = if rest.first() == Some(&b'@') { text(rest) > 16 } else { text(rest) >= 24 };
            return code.then_some(FindingKind::ServerCode);
        }
        b'!' if name(b"!--#exec").is_some() || name(b"!--#include").is_some() => {
            return Some(FindingKind::ServerCode);
        }
        b'!' => name(b"!doctype").is_some(),
        b'j' | b'J' => {
            let jsp = name(b"jsp:").is_some_and(|rest| rest.iter().take(4).all(u8::is_ascii_alphabetic));
            return jsp.then_some(FindingKind::ServerCode);
        }
        b'h' | b'H' => name(b"html").is_some_and(|rest| ended(rest, 4)),
        b's' | b'S' => name(b"script").is_some() || name(b"svg").is_some_and(|rest| ended(rest, 10)),
        b'i' | b'I' => name(b"iframe").is_some(),
        _ => false,
    };
    found.then_some(FindingKind::Metadata)
}

/// PHP behind `<?`.
fn php(rest: &[u8]) -> bool {
    if let Some(code) = rest.strip_prefix(b"=") {
        let code = code.get(..text(code)).unwrap_or_default();
        let closed = memmem::find(code, b"?>").is_some_and(|at| at >= 4);
        return closed || code.len() >= 16 || (code.len() >= 10 && memmem::find(code, b"$_").is_some());
    }
    let long = rest.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case(b"php"));
    let code = if long { rest.get(3..).unwrap_or_default() } else { rest };
    match code.split_first() {
        None => long, // the file ends with the tag, which then opens nothing, and is there on purpose
        Some((space, code)) => is_space(*space) && text(code) >= if long { 3.min(code.len()) } else { 24 },
    }
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
