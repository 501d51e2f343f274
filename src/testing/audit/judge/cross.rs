//! Where plain values come out: what is tried there follows from it.

use super::super::super::dom::{Kind, Node, Step};
use super::super::marker::{self, Family, Marker};
use super::Seen;
use super::html::runs;
use crate::uri;

/// A place in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in super::super) enum Place {
    /// Text of a page, a comment in it, or what is nearly text.
    Text,
    /// The value of an attribute.
    Attribute,
    /// An address: of a link, a picture, a form.
    Address,
    /// A script.
    Script,
    /// A block of data for a script, or a style sheet.
    Data,
    /// The header that leads on.
    Location,
    /// Another header.
    Header,
    /// A list for a spreadsheet.
    List,
    /// An answer that is no page: JSON, text, a file.
    Other,
}

/// Each plain marker with the places where it comes out.
pub(in super::super) fn places(seen: &Seen<'_>) -> Vec<(Marker, Place)> {
    let mut found = Vec::new();
    let answer = seen.answer;
    for (name, value) in &answer.headers {
        let place = match name.as_str() {
            "location" | "refresh" => Place::Location,
            _ => Place::Header,
        };
        found.extend(plain(&String::from_utf8_lossy(value)).map(|marker| (marker, place)));
    }
    if !seen.fresh.iter().any(|marker| marker.family() == Family::Plain) {
        return found;
    }
    if (answer.is_html() || answer.is_svg()) && !answer.is_attachment() {
        page(seen, &mut found);
        // What is in no tree stands in a comment.
        let rest: Vec<Marker> =
            plain(&answer.body).filter(|marker| found.iter().all(|(known, _)| known != marker)).collect();
        found.extend(rest.into_iter().map(|marker| (marker, Place::Text)));
    } else {
        let place = if answer.mime().contains("csv") { Place::List } else { Place::Other };
        found.extend(plain(&answer.body).map(|marker| (marker, place)));
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn plain(text: &str) -> impl Iterator<Item = Marker> + '_ {
    marker::find(text.as_bytes()).map(|(_, marker)| marker).filter(|marker| marker.family() == Family::Plain)
}

fn page(seen: &Seen<'_>, found: &mut Vec<(Marker, Place)>) {
    let tree = seen.tree();
    let mut raw: Vec<Place> = Vec::new();
    for step in tree.walk() {
        match step {
            Step::Open(Node { kind: Kind::Element(element), .. }) => {
                raw.push(match element.local() {
                    "script" if runs(element) => Place::Script,
                    "script" | "style" => Place::Data,
                    _ => Place::Text,
                });
                let refreshes = super::super::page::refresh(element).is_some();
                for attr in element.attrs.borrow().iter() {
                    let place = match &*attr.name.local {
                        // What a link runs is a script in one line.
                        "href" | "src" | "action" | "formaction" if uri::is_javascript(&attr.value) => {
                            Place::Script
                        }
                        "content" if refreshes => Place::Location,
                        name if name.starts_with("on") => Place::Script,
                        "href" | "src" | "action" | "formaction" | "data" | "poster" | "cite"
                        | "background" | "xlink:href" | "srcset" => Place::Address,
                        _ => Place::Attribute,
                    };
                    found.extend(plain(&attr.value).map(|marker| (marker, place)));
                }
            }
            Step::Open(Node { kind: Kind::Text(text), .. }) => {
                let place = raw.last().copied().unwrap_or(Place::Text);
                found.extend(plain(&text.borrow()).map(|marker| (marker, place)));
            }
            Step::Open(_) => {}
            Step::Close(_) => {
                raw.pop();
            }
        }
    }
}
