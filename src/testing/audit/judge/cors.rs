//! Who may read an answer from another site.

use super::super::kind::AuditKind;
use super::super::marker::{self, Family};
use super::{Hit, Seen};

pub(super) fn judge(seen: &Seen<'_>, hits: &mut Vec<Hit>) {
    let allows = seen.answer.header("access-control-allow-credentials");
    if allows.is_none_or(|value| value.trim() != "true") {
        return;
    }
    let origin = seen.answer.header("access-control-allow-origin").unwrap_or_default();
    if let Some(found) = marker::first(&origin).filter(|found| found.family() == Family::Origin) {
        let detail = "Access-Control-Allow-Origin is the Origin of the request, with credentials";
        hits.push(Hit::new(AuditKind::Cors, found, detail));
    }
}
