//! [`Sink`]: where findings go.

use crate::upload::finding::{FindingKind, Findings};
use crate::upload::text::Decoded;

/// Where findings go, with their places in the file.
pub(super) struct Sink<'a, 'd> {
    pub(super) findings: &'a mut Findings,
    /// `None` where only a browser counts, and places do not matter.
    pub(super) decoded: Option<&'a Decoded<'d>>,
}

impl Sink<'_, '_> {
    /// Whether other readers than browsers count too.
    pub(super) fn is_wide(&self) -> bool {
        self.decoded.is_some()
    }

    /// `at`: byte offset in the decoded text.
    pub(super) fn add(&mut self, kind: FindingKind, at: usize) {
        // The place is looked for once for each kind, because it takes a walk through the text.
        if !self.findings.has(kind) {
            let offset = self.decoded.map_or(0, |decoded| decoded.offset(at));
            self.findings.at(kind, offset);
        }
    }
}
