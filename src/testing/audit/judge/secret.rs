//! A password that comes back.

use super::super::kind::AuditKind;
use super::super::marker::Family;
use super::{Hit, Seen};

pub(super) fn judge(seen: &Seen<'_>, hits: &mut Vec<Hit>) {
    if let Some(found) = seen.fresh.iter().find(|marker| marker.family() == Family::Password) {
        hits.push(Hit::new(AuditKind::Secret, *found, "the answer holds the password that was typed"));
    }
}
