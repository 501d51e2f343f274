//! Cells that a spreadsheet computes.

use super::super::kind::AuditKind;
use super::super::marker::{self, Family};
use super::{Hit, Seen};

pub(super) fn judge(seen: &Seen<'_>, hits: &mut Vec<Hit>) {
    let mime = seen.answer.mime();
    let is_list = mime.contains("csv") || mime.contains("tab-separated") || mime.contains("ms-excel");
    if !is_list || !seen.fresh.iter().any(|marker| marker.family() == Family::Formula) {
        return;
    }
    for cell in seen.answer.body.split([',', ';', '\t', '\n']) {
        let cell = cell.trim_start_matches(['"', ' ']);
        let found = marker::first(cell).filter(|found| found.family() == Family::Formula);
        if let Some(found) = found.filter(|_| cell.starts_with(['=', '+', '-', '@', '\r'])) {
            hits.push(Hit::new(AuditKind::Formula, found, "a cell begins as a formula"));
            return;
        }
    }
}
