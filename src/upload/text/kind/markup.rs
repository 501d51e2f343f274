//! What begins with `<`, and what stands before the first element.

use super::html::{is_centred, is_html_name, is_markdown, is_strong_html};
use super::prolog::prolog;
use super::script::server_page;
use super::vocabulary::{is_well_formed, named_vocabulary};
use super::words::{is_php, near, starts, tag_name};
use crate::upload::file_type::FileType;
use crate::upload::sniffed::{Family, Sniffed};

/// What begins with `<`.
pub(super) fn markup(text: &str, is_whole: bool) -> Option<Sniffed> {
    if text.starts_with("<%") && !is_php(text.as_bytes()) {
        return server_page(text).map(Sniffed::Known);
    }
    if let Some(program) = program(text) {
        return Some(Sniffed::Known(program));
    }
    let prolog = prolog(text);
    let root = text.get(prolog.root..).unwrap_or_default();
    if prolog.is_include {
        return Some(Sniffed::Known(FileType::HTML));
    }
    if root.starts_with("<!") {
        let is_dtd = ["<!ELEMENT ", "<!ENTITY ", "<!ATTLIST ", "<!NOTATION "]
            .iter()
            .any(|start| root.starts_with(start));
        return is_dtd.then_some(Sniffed::Known(FileType::DTD));
    }
    let is_html_doctype = prolog.doctype.is_some_and(|name| name.eq_ignore_ascii_case("html"));
    if !prolog.is_xml && is_html_doctype {
        return Some(Sniffed::Known(FileType::HTML));
    }
    let name = tag_name(root);
    let Some(name) = name else {
        // A comment or declaration and nothing behind it, or prose behind it.
        return match (prolog.is_xml, prolog.doctype) {
            (true, _) if prolog.is_at_start => Some(Sniffed::Family(Family::Xml)),
            (false, None) if is_whole && root.is_empty() && prolog.is_closed => {
                Some(Sniffed::Known(FileType::HTML))
            }
            _ => None,
        };
    };
    if let Some(kind) = named_vocabulary(text, &prolog, is_whole) {
        return Some(kind);
    }
    let is_declared = prolog.is_xml || prolog.doctype.is_some_and(|known| known == name);
    if is_html_doctype || (is_html_name(name) && !is_declared) {
        // Words that XML of many makers begins with, and pages hardly ever: no browser guesses HTML from them.
        let is_common =
            ["data", "menu", "map", "object", "output", "param", "source", "label"].contains(&name);
        if is_common && !is_html_doctype && is_well_formed(text) {
            return Some(Sniffed::Family(Family::Xml));
        }
        let is_weak = !is_strong_html(name);
        return (!(is_weak && (is_centred(root) || is_markdown(text))))
            .then_some(Sniffed::Known(FileType::HTML));
    }
    if prolog.is_xml || prolog.doctype.is_some() {
        return Some(Sniffed::Family(Family::Xml));
    }
    is_well_formed(text).then_some(Sniffed::Family(Family::Xml))
}

/// What a server or a desktop runs, by its first words.
fn program(text: &str) -> Option<FileType> {
    const COLDFUSION: [&[u8]; 5] = [b"<cfoutput", b"<cfset ", b"<cfquery", b"<cfexecute", b"<cfcomponent"];
    let bytes = text.as_bytes();
    if is_php(bytes) {
        Some(FileType::PHP)
    } else if near(text, "<hta:application") {
        Some(FileType::HTA)
    } else if COLDFUSION.iter().any(|word| starts(bytes, word)) {
        Some(FileType::COLDFUSION)
    } else {
        starts(bytes, b"<jsp:").then_some(FileType::JSP)
    }
}
