//! Names that hide something.

use super::super::super::dom::{Kind, Node, Step};
use super::super::kind::AuditKind;
use super::super::marker::{self, Family, LEN};
use super::{Hit, Seen};

/// What follows the marker of a name.
pub(in super::super) const HIDING: [char; 2] = ['\u{202E}', '\u{200B}'];

pub(super) fn judge(seen: &Seen<'_>, hits: &mut Vec<Hit>) {
    if !seen.fresh.iter().any(|marker| marker.family() == Family::Hidden) || !seen.answer.is_html() {
        return;
    }
    let body = htmlize::unescape(&seen.answer.body);
    let mut hides = marker::find(body.as_bytes()).filter(|(_, found)| found.family() == Family::Hidden);
    if !hides.any(|(at, _)| body[at + LEN..].starts_with(HIDING)) {
        // Behind its last letter.
        return;
    }
    let mut is_edited = 0_usize;
    for step in seen.tree().walk() {
        match step {
            // Somebody who corrects a text sees it as it was typed.
            Step::Open(Node { kind: Kind::Element(element), .. }) => {
                is_edited += usize::from(edits(element.local()));
            }
            Step::Close(element) => is_edited -= usize::from(edits(element.local())),
            Step::Open(Node { kind: Kind::Text(text), .. }) if is_edited == 0 => {
                let text = text.borrow();
                let found = marker::find(text.as_bytes()).find(|(at, found)| {
                    found.family() == Family::Hidden && text[at + LEN..].starts_with(HIDING) // behind its last letter
                });
                if let Some((_, found)) = found {
                    hits.push(Hit::new(
                        AuditKind::Hidden,
                        found,
                        "the page shows the name with what it hides",
                    ));
                    return;
                }
            }
            Step::Open(_) => {}
        }
    }
}

fn edits(element: &str) -> bool {
    matches!(element, "textarea" | "pre" | "code" | "script" | "style")
}
