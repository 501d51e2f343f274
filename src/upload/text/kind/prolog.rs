//! What stands before the first element of markup.

use super::words::starts;

/// What stands before the first element.
#[allow(clippy::struct_excessive_bools, reason = "each says one thing that was seen")]
pub(super) struct Prolog<'a> {
    /// Where the first element begins, or what is no element.
    pub(super) root: usize,
    /// `<?xml` stands there.
    pub(super) is_xml: bool,
    /// It is the very first thing.
    pub(super) is_at_start: bool,
    pub(super) doctype: Option<&'a str>,
    /// A server-side include.
    pub(super) is_include: bool,
    /// Every comment ends.
    pub(super) is_closed: bool,
}

pub(super) fn prolog(text: &str) -> Prolog<'_> {
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
