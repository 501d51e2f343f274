//! The host that a request names, in the links of a page.

use super::super::kind::AuditKind;
use super::super::marker::{self, Family};
use super::{Hit, Seen};

pub(super) fn judge(seen: &Seen<'_>, hits: &mut Vec<Hit>) {
    if !seen.fresh.iter().any(|marker| marker.family() == Family::Host) {
        return;
    }
    let body = htmlize::unescape(&seen.answer.body);
    for (at, found) in marker::find(body.as_bytes()) {
        if found.family() == Family::Host && (body[..at].ends_with("//") || body[..at].ends_with("\\/")) {
            // Before a letter of the marker.
            hits.push(Hit::new(
                AuditKind::Host,
                found,
                "an address in the answer has the host of the request",
            ));
            return;
        }
    }
}
