//! Who may show the page in a frame: `frame-ancestors` of the policy, and `X-Frame-Options` where there is none.

use super::super::kinds;
use super::super::words::FrameOptions;
use super::Context;
use super::fields::Notes;
use crate::web::Severity;
use crate::web::csp::Directive;
use crate::web::finding::Finding;

pub(super) fn check(answer: &Context<'_>, notes: &mut Notes) {
    let has_ancestors = answer.policies.directive(Directive::FrameAncestors).next().is_some();
    let Some(value) = answer.fields.joined(FrameOptions::NAME) else {
        if answer.is_document && !has_ancestors {
            notes.missing(&kinds::FRAMING_MISSING, FrameOptions::NAME);
        }
        return;
    };
    let mut values = value.text.split(',').map(|value| value.trim_matches([' ', '\t']));
    let first = values.next().unwrap_or("");
    let is_mixed = values.any(|value| !value.eq_ignore_ascii_case(first));
    match FrameOptions::parse(&value.text) {
        Err(_) => {
            let severity = if has_ancestors { Severity::Low } else { kinds::FRAME_OPTIONS_IGNORED.severity };
            let finding = Finding::new(&kinds::FRAME_OPTIONS_IGNORED, value.span);
            notes.push(finding.in_header(FrameOptions::NAME).with_severity(severity));
        }
        Ok(_) if has_ancestors && answer.policies.let_strangers_frame() => {
            notes.add(&kinds::FRAME_OPTIONS_OVERRULED, FrameOptions::NAME, value.span);
        }
        Ok(_) if is_mixed => notes.add(&kinds::FRAME_OPTIONS_MIXED, FrameOptions::NAME, value.span),
        Ok(_) => {}
    }
}
