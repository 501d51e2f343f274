//! Parts of a package, unpacked as far as a file's share goes.

use crate::upload::finding::{FindingKind, Findings};
use crate::upload::format::zip::{Entry, Unreadable};
use crate::upload::source::Source;
use std::borrow::Cow;

/// Bytes inflated of one part.
pub(super) const PART_MAX: usize = 64 << 10;
/// Bytes inflated of one list of relationships: a report with a thousand links has 150 KB of them, and what is not read
/// of it is a finding.
pub(super) const RELS_MAX: usize = 256 << 10;
/// Bytes inflated of a file.
pub(super) const TOTAL_MAX: usize = 1 << 20;

/// Reads parts until a file's share is used up.
pub(super) struct Parts<'s, 'a> {
    pub(super) source: &'s Source<'a>,
    pub(super) left: usize,
}

impl<'a> Parts<'_, 'a> {
    /// At most `limit` bytes of a part, and whether that is all of it.
    pub(super) fn read(
        &mut self,
        entry: &Entry<'a>,
        limit: usize,
        findings: &mut Findings,
    ) -> (Cow<'a, [u8]>, bool) {
        if self.left == 0 {
            return (Cow::Borrowed(&[]), false);
        }
        match entry.content(self.source, limit.min(self.left)) {
            Ok((content, complete)) => {
                // Blocks of nothing put nothing out, and take as long to read.
                let work = content.len().max(entry.work());
                self.left = self.left.saturating_sub(work);
                (content, complete)
            }
            Err(Unreadable::Broken) => {
                findings.at(FindingKind::Malformed, entry.at);
                (Cow::Borrowed(&[]), true)
            }
            Err(Unreadable::Unseen | Unreadable::Method) => {
                findings.at(FindingKind::Unread, entry.at);
                (Cow::Borrowed(&[]), false)
            }
        }
    }
}
