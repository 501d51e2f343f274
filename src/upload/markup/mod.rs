//! What in a markup file can run, load or read something: SVG and other XML, and HTML.
//!
//! | file | subject |
//! |---|---|
//! | `document` | an XML document: namespaces, entities, elements, what they do |
//! | `page` | an HTML page |
//! | `rules` | what an element does, in both |
//! | `values` | what an attribute's value does: links, sources, sizes |
//! | `css` | what a style loads |
//!
//! The rule is to report rather than to miss. A document that the reader here does not read to its end is reported as
//! one that can run script: what follows the error is not known, and browsers run what stands before it.

mod css;
mod document;
mod page;
mod rules;
mod sink;
mod values;

use super::file_type::FileType;
use super::finding::{FindingKind, Findings};
use super::source::Source;
use super::text::decode;
use sink::Sink;

/// What in a file of markup can run, load or read: of a file that is not markup, nothing.
///
/// Of a file larger than two windows only the beginning is read, and [`FindingKind::Unread`] says so.
pub(super) fn inspect(source: &Source<'_>, file_type: FileType, findings: &mut Findings) {
    let language = Language::of(file_type);
    if language == Language::None {
        return;
    }
    let Some(decoded) = decode(source.head()) else {
        findings.whole(FindingKind::Malformed);
        return;
    };
    let mut sink = Sink { findings, decoded: Some(&decoded) };
    let outcome = match language {
        Language::Xml => document::look(decoded.text(), file_type, &mut sink),
        Language::Html | Language::None => {
            page::look(decoded.text(), &mut sink);
            Ok(())
        }
    };
    if !source.is_whole() {
        findings.whole(FindingKind::Unread);
    } else if let Err(wrong) = outcome {
        findings.at(FindingKind::Active, decoded.offset(wrong.at));
    }
}

/// Whether a browser that builds a document of these bytes as XML can come to run script in it.
pub(super) fn can_run(bytes: &[u8]) -> bool {
    // A file in memory is seen whole, however large.
    let source = Source::ends(bytes, &[], bytes.len() as u64);
    let mut findings = Findings::default();
    let Some(decoded) = decode(source.head()) else {
        // No text to us; a browser may read the part before the first byte that is none.
        let text = String::from_utf8_lossy(bytes);
        return begins_with_markup(&text) && is_suspicious(&text);
    };
    if !begins_with_markup(decoded.text()) {
        return false;
    }
    let mut sink = Sink { findings: &mut findings, decoded: None };
    let outcome = document::look(decoded.text(), FileType::XML, &mut sink);
    let behind = outcome.err().map(|wrong| decoded.text().get(wrong.at..).unwrap_or_default());
    findings.has(FindingKind::Active) || behind.is_some_and(is_suspicious)
}

/// Whether anything of a text is built into a document: text before the first tag is an error to each reader of XML.
fn begins_with_markup(text: &str) -> bool {
    text.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']).starts_with('<')
}

/// Whether a text that cannot be read as XML may hold script to a reader that is looser.
fn is_suspicious(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    // Anything but text without a single tag.
    lower.contains('<')
        && ["script", "on", "frame", "object", "embed", "stylesheet", "&", "href"]
            .iter()
            .any(|sign| lower.contains(sign))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    Xml,
    Html,
    None,
}

impl Language {
    fn of(file_type: FileType) -> Self {
        if file_type == FileType::HTML || file_type == FileType::HTA {
            Self::Html
        } else if [FileType::XML, FileType::SVG, FileType::XHTML]
            .into_iter()
            .any(|known| file_type.is_a(known))
        {
            Self::Xml
        } else {
            Self::None
        }
    }
}
