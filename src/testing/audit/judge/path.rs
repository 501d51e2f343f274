//! The content of a file that is not served.

use super::super::kind::AuditKind;
use super::{Hit, Seen};

pub(super) fn judge(seen: &Seen<'_>, hits: &mut Vec<Hit>) {
    let body = &seen.answer.body;
    if seen.canary.is_some_and(|canary| body.contains(canary)) {
        hits.push(Hit::new(AuditKind::Path, None, "the answer holds the canary file"));
    } else if body.contains("root:x:0:0:") || body.contains("root:*:0:0:") {
        hits.push(Hit::new(AuditKind::Path, None, "the answer holds /etc/passwd"));
    }
}
