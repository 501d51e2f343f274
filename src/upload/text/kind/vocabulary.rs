//! XML: which vocabulary its root element names, and whether a text is XML at all.

use super::html::is_html_name;
use super::prolog::Prolog;
use super::words::near;
use crate::upload::file_type::FileType;
use crate::upload::sniffed::{Family, Sniffed};
use crate::upload::xml::{Reader, Token};

/// XML of a vocabulary that the root names.
pub(super) fn named_vocabulary(text: &str, prolog: &Prolog<'_>, is_whole: bool) -> Option<Sniffed> {
    let root = text.get(prolog.root..)?;
    let mut reader = Reader::new(root);
    let Ok(Some(Token::Start { name, .. })) = reader.next() else { return None };
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    let mut space = "";
    let (mut has_space, mut is_entity) = (false, false);
    let mut office = "";
    for attribute in &reader.attributes {
        let declared = attribute.name.strip_prefix("xmlns");
        has_space |= declared.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'));
        if (declared == Some("") && prefix.is_empty())
            || declared.is_some_and(|rest| !prefix.is_empty() && rest.strip_prefix(':') == Some(prefix))
        {
            is_entity = attribute.raw.contains('&');
            space = attribute.raw.trim();
        }
        if attribute.name == "office:mimetype" {
            office = attribute.raw;
        }
    }
    let is_svg_doctype = prolog.doctype.is_some_and(|name| name == "svg" || name.ends_with(":svg"));
    if local == "svg" && (space == SVG || is_entity || is_svg_doctype) {
        return Some(Sniffed::Known(FileType::SVG));
    }
    if (local == "html" && prefix.is_empty()) || space == XHTML {
        let is_xhtml = prolog.is_xml && (space == XHTML || is_entity);
        let is_xhtml = is_xhtml || !prefix.is_empty();
        return Some(Sniffed::Known(if is_xhtml { FileType::XHTML } else { FileType::HTML }));
    }
    if local == "document" && !office.is_empty() {
        return match office {
            "application/vnd.oasis.opendocument.text" => Some(Sniffed::Known(FileType::FODT)),
            "application/vnd.oasis.opendocument.spreadsheet" => Some(Sniffed::Known(FileType::FODS)),
            _ => Some(Sniffed::Family(Family::Xml)),
        };
    }
    let known = vocabulary(space, local);
    if known.is_some()
        && (prolog.is_xml
            || prolog.doctype.is_some()
            || !space.is_empty()
            || !is_whole
            || is_well_formed(text))
    {
        // RSS 1.0 is RDF with the channel's namespace as the default one.
        let mut spaces = reader.attributes.iter().filter(|attribute| attribute.name == "xmlns");
        let is_rss =
            known == Some(FileType::RDF) && spaces.any(|a| a.raw.starts_with("http://purl.org/rss/1."));
        return Some(Sniffed::Known(if is_rss { FileType::RSS } else { known? }));
    }
    if local == "scriptlet" || (local == "component" && near(root, "<script")) {
        return Some(Sniffed::Known(FileType::SCRIPTLET));
    }
    if !space.is_empty() {
        return Some(Sniffed::Family(Family::Xml));
    }
    (has_space && !is_html_name(name)).then_some(Sniffed::Family(Family::Xml))
}

const SVG: &str = "http://www.w3.org/2000/svg";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// The type that a root element names: by namespace where the vocabulary has one, by a name of its own where not.
fn vocabulary(space: &str, local: &str) -> Option<FileType> {
    Some(match (local, space) {
        ("svg", SVG) => FileType::SVG,
        ("math", "http://www.w3.org/1998/Math/MathML") => FileType::MATHML,
        ("feed", "http://www.w3.org/2005/Atom" | "http://purl.org/atom/ns#")
        | ("entry", "http://www.w3.org/2005/Atom") => FileType::ATOM,
        ("rss", _) => FileType::RSS,
        ("RDF", "http://www.w3.org/1999/02/22-rdf-syntax-ns#") => FileType::RDF,
        ("gpx", _) => FileType::GPX,
        ("kml", _) => FileType::KML,
        ("TrainingCenterDatabase", _) => FileType::TCX,
        ("COLLADA", _) => FileType::COLLADA,
        ("X3D", _) => FileType::X3D,
        ("FictionBook", _) => FileType::FB2,
        ("tt", _) if space.contains("ttml") || space.contains("ttaf") => FileType::TTML,
        ("MPD", _) if space.to_ascii_lowercase().starts_with("urn:mpeg:dash:") => FileType::DASH,
        ("playlist", "http://xspf.org/ns/0/") => FileType::XSPF,
        ("opml", "") => FileType::OPML,
        ("plist", "") => FileType::PLIST,
        ("xliff", _) => FileType::XLIFF,
        ("definitions", "http://schemas.xmlsoap.org/wsdl/")
        | ("description", "http://www.w3.org/ns/wsdl") => FileType::WSDL,
        (_, "http://www.mozilla.org/keymaster/gatekeeper/there.is.only.xul") => FileType::XUL,
        ("score-partwise" | "score-timewise", _) => FileType::MUSICXML,
        ("jnlp", _) => FileType::JNLP,
        ("mxfile", _) => FileType::DRAWIO,
        ("stylesheet" | "transform", "http://www.w3.org/1999/XSL/Transform") => FileType::XSLT,
        (_, "http://schemas.microsoft.com/winfx/2006/xaml/presentation") => FileType::XAML,
        (_, _) if space.starts_with("http://www.opengis.net/gml") => FileType::GML,
        _ => return None,
    })
}

/// Whether a text is XML from its beginning to its end, with an element that holds others or attributes.
pub(super) fn is_well_formed(text: &str) -> bool {
    let mut reader = Reader::new(text);
    let mut open: Vec<&str> = Vec::new();
    let mut roots = 0;
    let mut closed = 0;
    let is_complete = loop {
        match reader.next() {
            Ok(None) => break true,
            Ok(Some(Token::Start { name, is_empty, .. })) => {
                roots += usize::from(open.is_empty());
                if is_empty {
                    closed += 1;
                } else {
                    open.push(name);
                }
            }
            Ok(Some(Token::End { name, .. })) => {
                if open.pop() != Some(name) {
                    return false;
                }
                closed += 1;
            }
            Ok(Some(Token::Text { raw, .. })) if open.is_empty() && !raw.trim().is_empty() => return false,
            Ok(Some(_)) => {}
            Err(wrong) if wrong.is_cut => break false,
            Err(_) => return false,
        }
    };
    if is_complete && open.is_empty() {
        return roots == 1;
    }
    // The beginning of a longer text: prose in angle brackets closes nothing.
    roots == 1 && closed > 0 && text.len() >= 256
}
