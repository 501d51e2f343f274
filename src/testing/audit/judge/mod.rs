//! The judges: each looks at one answer for one kind of trouble, and knows a value by its marker alone.

mod code;
mod cors;
mod cross;
mod details;
mod formula;
mod header;
mod hidden;
mod host;
mod html;
mod line;
mod path;
mod quick;
mod redirect;
mod secret;
mod upload;

pub(super) use code::is_in_code;
pub(super) use cross::{Place, places};
pub(super) use hidden::HIDING;

use super::super::dom::{Reading, Tree};
use super::kind::AuditKind;
use super::marker::{self, Marker};
use super::message::Answer;
use std::cell::OnceCell;

/// The site's own address.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    pub(super) text: String,
    /// Host and port, as in a `Host` field.
    pub(super) host: String,
    pub(super) is_https: bool,
}

impl Origin {
    pub(super) fn new(origin: &str) -> Self {
        let text = origin.trim_end_matches('/').to_owned();
        let is_https = !text.to_ascii_lowercase().starts_with("http://");
        let host = text.split_once("://").map_or(text.as_str(), |(_, host)| host).to_owned();
        Self { text, host, is_https }
    }

    /// The host without the port.
    pub(super) fn name(&self) -> &str {
        let end = self.host.rfind(':').filter(|at| !self.host[*at..].contains(']'));
        end.map_or(&*self.host, |end| &self.host[..end])
    }
}

/// An answer before the judges.
pub(super) struct Seen<'a> {
    pub(super) answer: &'a Answer,
    pub(super) origin: &'a Origin,
    /// What the file outside of the served folder holds.
    pub(super) canary: Option<&'a str>,
    /// The markers in the body that were not judged on this page before.
    pub(super) fresh: Vec<Marker>,
    tree: OnceCell<Tree>,
}

impl<'a> Seen<'a> {
    pub(super) fn new(answer: &'a Answer, origin: &'a Origin, canary: Option<&'a str>) -> Self {
        let mut fresh: Vec<Marker> = marker::find(answer.body.as_bytes()).map(|(_, marker)| marker).collect();
        fresh.sort_unstable();
        fresh.dedup();
        Self { answer, origin, canary, fresh, tree: OnceCell::new() }
    }

    /// The page as a browser with scripts reads it.
    pub(super) fn tree(&self) -> &Tree {
        self.tree.get_or_init(|| Tree::parse(&self.answer.body, Reading::Document { scripting: true }))
    }
}

/// What a judge saw.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    pub(super) kind: AuditKind,
    pub(super) marker: Option<Marker>,
    /// What was seen, in one line, in Rust's escapes where it was sent.
    pub(super) detail: String,
}

impl Hit {
    pub(super) fn new(kind: AuditKind, marker: impl Into<Option<Marker>>, detail: impl Into<String>) -> Self {
        Self { kind, marker: marker.into(), detail: detail.into() }
    }
}

type Judge = fn(&Seen<'_>, &mut Vec<Hit>);

/// One kind of check, one row.
const JUDGES: &[Judge] = &[
    html::judge,
    redirect::judge,
    host::judge,
    header::judge,
    line::judge,
    cors::judge,
    upload::judge,
    path::judge,
    secret::judge,
    details::judge,
    hidden::judge,
    formula::judge,
];

/// All that is wrong with an answer.
pub(super) fn judge(seen: &Seen<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for judge in JUDGES {
        judge(seen, &mut hits);
    }
    hits
}
