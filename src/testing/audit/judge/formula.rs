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
    let separator = if mime.contains("tab-separated") { '\t' } else { ',' };
    for cell in cells(&seen.answer.body, separator) {
        let cell = cell.trim_start_matches(' ');
        let found = marker::first(cell).filter(|found| found.family() == Family::Formula);
        if let Some(found) = found.filter(|_| cell.starts_with(['=', '+', '-', '@', '\t', '\r'])) {
            hits.push(Hit::new(AuditKind::Formula, found, "a cell begins as a formula"));
            return;
        }
    }
}

/// The cells, without their quotes.
fn cells(list: &str, separator: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    for c in list.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            c if !is_quoted && (c == separator || c == '\n' || c == ';') => cells.push(String::new()),
            c => {
                if let Some(last) = cells.last_mut() {
                    last.push(c);
                }
            }
        }
    }
    cells
}
