//! Characters that show a text in another order than it is read, or do not show it.

use super::encoding::decode;
use crate::text::{TextClass, inspect as characters};
use crate::upload::finding::{FindingKind, Findings};
use crate::upload::source::Source;

/// What such a character does, the first of which stands at `at`: in Hebrew and Arabic it may only do its work.
pub(super) fn inspect(source: &Source<'_>, at: u64, findings: &mut Findings) {
    if !source.is_whole() {
        // What stands around it is not seen.
        return findings.at(FindingKind::HiddenText, at);
    }
    let Some(decoded) = decode(source.head()) else { return };
    let found = characters(decoded.text()).into_iter().find(|finding| {
        matches!(finding.class(), TextClass::BidiOverride | TextClass::ReversedIsolate | TextClass::Tag)
    });
    if let Some(finding) = found {
        findings.at(FindingKind::HiddenText, decoded.offset(finding.range().start));
    }
}
