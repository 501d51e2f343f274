//! What begins with `<`, and what stands before the first element.

use super::html::{is_centred, is_html_name, is_markdown, is_strong_html};
use super::script::server_page;
use super::vocabulary::{is_well_formed, named_vocabulary};
use super::{is_php, near, starts};
use crate::upload::file_type::FileType;
use crate::upload::sniff::{Family, Sniffed};

/// What begins with `<`.
pub(super) fn markup(text: &str, is_whole: bool) -> Option<Sniffed> {
    let bytes = text.as_bytes();
    if is_php(bytes) {
        return Some(Sniffed::Known(FileType::PHP));
    }
    if bytes.starts_with(b"<%") {
        return server_page(text).map(Sniffed::Known);
    }
    if near(text, "<hta:application") {
        return Some(Sniffed::Known(FileType::HTA));
    }
    if starts(bytes, b"<cfoutput")
        || starts(bytes, b"<cfset ")
        || starts(bytes, b"<cfquery")
        || starts(bytes, b"<cfexecute")
        || starts(bytes, b"<cfcomponent")
    {
        return Some(Sniffed::Known(FileType::COLDFUSION));
    }
    if starts(bytes, b"<jsp:") {
        return Some(Sniffed::Known(FileType::JSP));
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

/// What stands before the first element.
#[allow(clippy::struct_excessive_bools, reason = "each says one thing that was seen")]
pub(super) struct Prolog<'a> {
    /// Where the first element begins, or what is no element.
    pub(super) root: usize,
    /// `<?xml` stands there.
    pub(super) is_xml: bool,
    /// It is the very first thing.
    is_at_start: bool,
    pub(super) doctype: Option<&'a str>,
    /// A server-side include.
    is_include: bool,
    /// Every comment ends.
    is_closed: bool,
}

fn prolog(text: &str) -> Prolog<'_> {
    let mut prolog = Prolog {
        root: 0,
        is_xml: false,
        is_at_start: text.starts_with("<?xml"),
        doctype: None,
        is_include: false,
        is_closed: true,
    };
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n', '\x0C']);
        at += rest.len() - trimmed.len();
        prolog.root = at;
        let length = if let Some(comment) = trimmed.strip_prefix("<!--") {
            if let Some(directive) = comment.strip_prefix('#') {
                prolog.is_include |=
                    ["exec", "include", "echo", "config", "set", "if", "printenv", "fsize", "flastmod"]
                        .iter()
                        .any(|name| {
                            directive
                                .strip_prefix(name)
                                .is_some_and(|rest| rest.starts_with([' ', '\t', '\n', '\r', '-']))
                        });
            }
            comment.find("-->").map(|end| end + 7)
        } else if trimmed.starts_with("<?") {
            let end = trimmed.find("?>");
            let behind = trimmed.strip_prefix("<?xml").filter(|_| end.is_some());
            prolog.is_xml |= behind.is_some_and(|rest| rest.starts_with([' ', '\t', '\r', '\n', '-']));
            end.map(|end| end + 2)
        } else if starts(trimmed.as_bytes(), b"<!doctype") {
            let name = trimmed.get(9..).unwrap_or_default().trim_start();
            let end =
                name.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '[')).unwrap_or(name.len());
            prolog.doctype = name.get(..end).filter(|name| !name.is_empty());
            doctype_end(trimmed)
        } else {
            return prolog;
        };
        let Some(length) = length else {
            prolog.is_closed = false;
            prolog.root = text.len();
            return prolog;
        };
        at += length;
    }
}

/// Behind the `>` of a document type, past quotes and brackets.
fn doctype_end(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut in_subset = false;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[') => in_subset = true,
            (None, b']') => in_subset = false,
            (None, b'>') if !in_subset => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The name of the tag at the beginning, which something ends.
pub(super) fn tag_name(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('<')?;
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let length = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))?;
    let name = rest.get(..length)?;
    let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':'));
    is_name.then_some(name)
}
