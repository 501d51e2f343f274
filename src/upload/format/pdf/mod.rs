//! PDF (ISO 32000-2): its header and end, and the actions it carries.
//!
//! A PDF is read by jumping to places that tables name, so a linear look must not be led astray by what it takes for
//! a string, a comment or a stream: wherever `12 0 obj` stands, an object may begin, and the look begins anew there.
//!
//! | file | subject |
//! |---|---|
//! | this one | whether a file is a PDF |
//! | `syntax` | characters, and where an object may begin |
//! | `reader` | the syntax, byte by byte, and the names that matter |
//! | `dictionary` | what the dictionary in front of a stream says |
//! | `objects` | the objects inside an object stream, unpacked |
//! | `scan` | the look at every byte of a file, and what is found |

mod dictionary;
mod objects;
mod reader;
mod scan;
mod syntax;

use super::answer::{BROKEN, CUT, Check, NO, is};
use super::row::{Ask, BEFORE_TEXT, Format, Shape, Signature, types};
use crate::upload::file_type::FileType;
use crate::upload::source::Source;
use memchr::memmem;
use scan::PdfScan;
use syntax::{HEADER_WINDOW, ObjectWatch, is_space};

types! {
    PDF "application/pdf" Document ["pdf" "ai"] ["application/x-pdf" "application/acrobat" "text/pdf"] { scan: Some(|| Box::new(PdfScan::new())) };
}

pub(super) const FORMAT: Format = Format {
    signatures: &[Signature { bytes: b"%PDF", ask: Ask::Which(|s| sniff(s)), is_sure: true }],
    shapes: &[Shape { rank: BEFORE_TEXT, ask: Ask::Which(|s| sniff(s)) }],
    ..Format::of(TYPES)
};

/// In this many bytes behind the header the first object must begin, so that a short look at the beginning and one at
/// the whole file agree.
const OBJECT_WINDOW: usize = 2048;

pub(super) fn sniff(source: &Source<'_>) -> Check {
    let head = source.head();
    let window = head.get(..HEADER_WINDOW + 5).unwrap_or(head);
    // Making ready for the search costs more than the rest.
    let found = if head.starts_with(b"%PDF-") { Some(0) } else { memmem::find(window, b"%PDF-") };
    let Some(at) = found else {
        return if head == b"%PDF" { CUT } else { NO };
    };
    let body = &head[at + 5..]; // five bytes were found there
    let is_version =
        matches!(body, [major, b'.', minor, ..] if major.is_ascii_digit() && minor.is_ascii_digit());
    let body = body.get(..OBJECT_WINDOW).unwrap_or(body);
    if at == 0 {
        return match body.get(3..) {
            None => CUT,
            Some(rest) if is_version && has_object(rest) => is(FileType::PDF),
            // Version and comment of four high bytes, and no more.
            Some(rest) if is_version && is_blank(rest) => CUT,
            Some(_) => BROKEN,
        };
    }
    // Text may speak of PDF, and a page or a script may carry one. Where readers would take it for one, the header
    // begins a line, and the first object follows it.
    let is_pdf = is_version && is_harmless(&head[..at]) && body.get(3..).is_some_and(begins_with_object);
    if is_pdf { is(FileType::PDF) } else { NO }
}

/// What readers pass over in front of the header and no other program takes for anything: blanks, or lines of print
/// without markup. Programs for consoles begin with bytes that are neither.
fn is_harmless(junk: &[u8]) -> bool {
    let junk = junk.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(junk);
    let line = junk.trim_ascii_end();
    let is_line = line.len() < junk.len()
        && line.iter().all(|b| matches!(b, b' '..=b'~' | b'\t' | b'\r' | b'\n' | 0x0C | 0x1B | 0x80..))
        && !line.contains(&b'<')
        && !line.starts_with(b"#!");
    is_line || junk.iter().all(|b| is_space(*b))
}

/// White space and comments, and then an object.
fn begins_with_object(mut rest: &[u8]) -> bool {
    loop {
        rest = rest.trim_ascii_start();
        if !rest.starts_with(b"%") {
            let word = rest.get(..32).unwrap_or(rest);
            return word.first().is_some_and(u8::is_ascii_digit) && has_object(word);
        }
        let end = memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
        rest = rest.get(end..).unwrap_or_default();
    }
}

/// Nothing but white space and one comment.
fn is_blank(rest: &[u8]) -> bool {
    let rest = rest.trim_ascii();
    rest.is_empty() || (rest.starts_with(b"%") && rest.len() <= 16 && rest[1..].iter().all(|b| !b.is_ascii()))
}

/// Whether `12 0 obj` stands in it.
fn has_object(bytes: &[u8]) -> bool {
    let mut watch = ObjectWatch::default();
    bytes.iter().any(|b| watch.sees(*b))
}
