//! Where a value is written as a page would send it.

use super::entries::{Entries, ROOT};
use std::fmt::Display;

/// A place in a form that a value is written to, for the first page of an edit.
#[derive(Debug)]
pub struct Filler<'e> {
    entries: &'e mut Entries,
    node: u32,
}

impl<'e> Filler<'e> {
    pub(super) fn new(entries: &'e mut Entries) -> Self {
        Self { entries, node: ROOT }
    }

    /// The place below this name.
    #[must_use]
    pub fn field(&mut self, name: &str) -> Filler<'_> {
        // What is beyond the limits is left out: it is more than the form takes back.
        let node = self.entries.child_or_new(self.node, name).unwrap_or(self.node);
        Filler { entries: self.entries, node }
    }

    /// The place of an item, from 0.
    #[must_use]
    pub fn item(&mut self, index: usize) -> Filler<'_> {
        self.field(&index.to_string())
    }

    /// Writes a text.
    pub fn text(&mut self, text: &str) {
        let _ = self.entries.push_text(self.node, text);
    }

    /// Writes a value as it is displayed.
    pub fn shown(&mut self, value: &impl Display) {
        self.text(&value.to_string());
    }
}
