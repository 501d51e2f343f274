//! Text: which encoding it is in, which kind of text it is, and what every character of it shows.
//!
//! | file | subject |
//! |---|---|
//! | `encoding` | whether bytes are text, and how to read them |
//! | `older` | whether bytes are text of an older set |
//! | `kind` | which text it is, by content, only where the content is certain |
//! | `json` | whether a text is JSON, and which |
//! | `hidden` | characters that hide others, or turn them around |
//! | `scan` | what must be seen in every byte: that it stays text, formulas, code of servers |

mod encoding;
mod hidden;
mod json;
mod kind;
mod older;
mod scan;

pub(super) use encoding::{Decoded, decode};
pub(super) use scan::TextScan;

use super::sniffed::{Encoding, Sniffed};
use super::source::Source;
use encoding::Shape;

/// How much of a text that is not UTF-8 is decoded to tell its kind: bytes. Kinds show at the beginning.
const DECODED: usize = 64 << 10;

/// Which text a file is; `None`: it is none. Asked once no signature of a binary format fits.
pub(super) fn sniff(source: &Source<'_>) -> Option<Sniffed> {
    let head = source.head();
    if let Some(file_type) = kind::behind_a_magic(head) {
        return Some(Sniffed::Known(file_type));
    }
    let shape = encoding::shape(head, source.is_whole())?;
    let kind = match shape {
        Shape::Utf8 { text } => {
            kind::kind(text, source.is_whole() && text.len() + shape.bom(head) == head.len())
        }
        Shape::Other(_) => {
            let part = head.get(..DECODED).unwrap_or(head);
            let is_whole = source.is_whole() && part.len() == head.len();
            decode(part).and_then(|decoded| kind::kind(decoded.text(), is_whole))
        }
    };
    Some(kind.unwrap_or(Sniffed::Text(shape.encoding())))
}

/// Whether a text that is called JSON may be some; asked of text that was not told to be of another kind.
pub(super) fn may_be_json(source: &Source<'_>) -> bool {
    let head = source.head();
    let Some(decoded) = decode(head) else { return false };
    let text = decoded.text().trim_start_matches('\u{FEFF}').trim_end_matches('\0');
    text.trim().is_empty() || json::is_like(text, source.is_whole())
}

/// Whether HTML begins with an element that text which is read as text begins with too, and, unless it
/// `may_be_guessed`, that no browser guesses a page from.
pub(super) fn begins_softly(source: &Source<'_>, may_be_guessed: bool) -> bool {
    let head = source.head();
    (may_be_guessed || !super::guess::begins_as_html(head))
        && decode(head.get(..DECODED).unwrap_or(head)).is_some_and(|decoded| kind::is_soft(decoded.text()))
}

/// How the characters of a text of any kind are written; `None`: not text.
pub(super) fn encoding(source: &Source<'_>) -> Option<Encoding> {
    encoding::shape(source.head(), source.is_whole()).map(|shape| shape.encoding())
}

/// The same, of all the bytes there are.
#[cfg(feature = "charset")]
pub(super) fn encoding_of(bytes: &[u8]) -> Option<Encoding> {
    encoding::shape(bytes, true).map(|shape| shape.encoding())
}

/// Whether a browser that is told no type would read the file as HTML, or an old one that skips byte order marks.
pub(super) fn html_prefix(source: &Source<'_>) -> bool {
    let head = source.head();
    let behind_bom = head.strip_prefix(b"\xEF\xBB\xBF".as_slice()).unwrap_or(head);
    super::guess::begins_as_html(head) || super::guess::begins_as_html(behind_bom)
}
