//! Line ends in headers.

use super::super::kind::AuditKind;
use super::super::marker::{self, Family};
use super::{Hit, Seen};

pub(super) fn judge(seen: &Seen<'_>, hits: &mut Vec<Hit>) {
    for (name, value) in &seen.answer.headers {
        if let Some(found) = marker::first(name) {
            hits.push(Hit::new(AuditKind::Header, found, "a header of its own"));
        }
        let has_end = value.iter().any(|byte| matches!(byte, b'\r' | b'\n'));
        let found = marker::find(value).map(|(_, found)| found).find(|found| found.family() == Family::Line);
        if let Some(found) = found.filter(|_| has_end) {
            hits.push(Hit::new(AuditKind::Header, found, format!("a line end in {name}")));
        }
    }
}
