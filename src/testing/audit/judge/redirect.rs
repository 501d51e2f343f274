//! Where an answer leads.

use super::super::super::breach::quoted;
use super::super::super::stays::check_stays_on;
use super::super::kind::AuditKind;
use super::super::marker::{self, Family};
use super::super::page::refresh_target;
use super::{Hit, Seen};

pub(super) fn judge(seen: &Seen<'_>, hits: &mut Vec<Hit>) {
    let locations = seen.answer.all("location").filter(|_| matches!(seen.answer.status, 201 | 300..=399));
    let refreshes = seen.answer.all("refresh").filter_map(|value| refresh_target(&value));
    for target in locations.chain(refreshes) {
        let Some(found) = marker::first(&target) else { continue };
        let Err(breach) = check_stays_on(&seen.origin.text, &target) else { continue };
        let kind = match found.family() {
            Family::Host => AuditKind::Host,
            _ => AuditKind::Redirect,
        };
        hits.push(Hit::new(kind, found, format!("leads to {}: {}", quoted(&target), breach.code())));
    }
}
