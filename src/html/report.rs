//! What a cleaning took away.

use super::tokenizer::{Attribute, Tokenizer};

/// What [`sanitize_with_report`](super::sanitize_with_report) took away, in the order of the input.
///
/// It is data for the program (a preview, a log of one's own): names and offsets come from the visitor, so it has no
/// `Display`, and it never turns into a violation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HtmlReport {
    removed: Vec<Removed>,
    total: usize,
    truncated: Option<usize>,
}

/// One thing that was taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    kind: RemovedKind,
    name: String,
    at: usize,
}

/// Why something was taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RemovedKind {
    /// A tag that is not on the policy's list, or has no place where it stands; its content is kept.
    Tag,
    /// An element with all its content.
    Element,
    /// An attribute that is not on the policy's list.
    Attribute,
    /// An attribute whose value the policy refuses, as a whole or in part: a link, a target, one class of several, one
    /// picture of a `srcset`.
    Value,
    /// A comment or a declaration.
    Comment,
    /// A tag deeper than the policy's limit; its content is kept.
    Depth,
}

impl HtmlReport {
    /// How many things are kept; further ones are only counted.
    pub const MAX: usize = 100;
    /// The longest name that is kept, in bytes.
    const MAX_NAME: usize = 40;

    /// What was taken away, at most [`MAX`](Self::MAX) things.
    #[must_use]
    pub fn removed(&self) -> &[Removed] {
        &self.removed
    }

    /// How many things were taken away, those that are not kept included.
    #[must_use]
    pub fn total(&self) -> usize {
        self.total
    }

    /// The byte offset in the input from which everything was left out, because the output had reached its limit.
    #[must_use]
    pub fn truncated(&self) -> Option<usize> {
        self.truncated
    }

    /// Whether nothing was taken away.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.total == 0 && self.truncated.is_none()
    }

    fn add(&mut self, kind: RemovedKind, name: &str, at: usize) {
        self.total += 1;
        if self.removed.len() < Self::MAX {
            let end = (0..=name.len().min(Self::MAX_NAME)).rev().find(|end| name.is_char_boundary(*end));
            let name = name.get(..end.unwrap_or(0)).unwrap_or("").to_ascii_lowercase();
            self.removed.push(Removed { kind, name, at });
        }
    }
}

/// Where removals are reported, if anyone asked.
pub(super) struct Sink<'r>(pub(super) Option<&'r mut HtmlReport>);

impl Sink<'_> {
    #[inline]
    pub(super) fn add(&mut self, kind: RemovedKind, name: &str, at: usize) {
        if let Some(report) = &mut self.0 {
            report.add(kind, name, at);
        }
    }

    /// Adds an attribute of the tokenizer's last start tag; its name is looked at only if anyone asked.
    #[inline]
    pub(super) fn add_attribute(&mut self, kind: RemovedKind, attribute: &Attribute, tokens: &Tokenizer<'_>) {
        if let Some(report) = &mut self.0 {
            report.add(kind, tokens.slice(attribute.name.clone()), attribute.name.start);
        }
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |report| report.removed.len())
    }

    /// Adds an entry that was found late, at the place where it belongs.
    pub(super) fn insert(&mut self, place: usize, kind: RemovedKind, name: &str, at: usize) {
        let Some(report) = &mut self.0 else { return };
        report.add(kind, name, at);
        if report.total <= HtmlReport::MAX && place < report.removed.len() {
            report.removed[place..].rotate_right(1);
        }
    }

    pub(super) fn truncate(&mut self, at: usize) {
        if let Some(report) = &mut self.0 {
            report.truncated.get_or_insert(at);
        }
    }
}

impl Removed {
    /// Why it was taken away.
    #[must_use]
    pub fn kind(&self) -> RemovedKind {
        self.kind
    }

    /// The name of the tag or attribute, in lower case and cut to 40 bytes; empty for comments. It is the visitor's
    /// text: escape it where you show it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The byte offset in the input.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }
}
