//! What no list of scripts decides about, and what is missing.

use super::kinds::{
    FORM_ACTION, FRAME_ANCESTORS, NO_REPORTS, OBJECT_HOST, OBJECT_SRC, REPORT_ONLY, REPORT_TO_ONLY, SCHEME,
    SCRIPT_MISSING, TRUSTED_TYPES, WILDCARD,
};
use super::{Case, Found};
use crate::web::csp::directive::Directive;
use crate::web::csp::load::{Load, Place};
use crate::web::csp::parse::{List, State};
use crate::web::csp::source::Source;
use crate::web::csp::url::Target;
use crate::web::finding::{Finding, Kind, Severity};

pub(super) fn find(case: &Case<'_, '_>, found: &mut Found) {
    if case.evaluator.is_report_only {
        found.push(|| Finding::new(&REPORT_ONLY, 0..0));
    }
    find_script(case, found);
    find_object(case, found);
    find_open(case, &FRAME_ANCESTORS, Directive::FrameAncestors, &Load::framed_by(""), found);
    find_open(case, &FORM_ACTION, Directive::FormAction, &Load::form(""), found);
    if !case.set.policies.iter().any(|policy| case.set.requires_trusted_types(policy)) {
        found.at(&TRUSTED_TYPES, 0..0, Directive::RequireTrustedTypesFor);
    }
    let has = |directive| case.set.policies.iter().any(|policy| case.set.get(policy, directive).is_some());
    match (has(Directive::ReportUri), has(Directive::ReportTo)) {
        (true, _) => {}
        (false, true) => found.at(&REPORT_TO_ONLY, 0..0, Directive::ReportTo),
        (false, false) => found.at(&NO_REPORTS, 0..0, Directive::ReportUri),
    }
}

fn find_script(case: &Case<'_, '_>, found: &mut Found) {
    let has_list =
        case.set.policies.iter().any(|policy| case.set.list(policy, Directive::ScriptSrc).is_some());
    // Of a directive that was dropped another finding tells.
    let is_dropped = case.set.directives.iter().any(|named| {
        named.state == State::Deleted
            && named.known.is_some_and(|known| known.is_script() || known == Directive::DefaultSrc)
    });
    if has_list || is_dropped {
        return;
    }
    found.push(|| {
        let finding = Finding::new(&SCRIPT_MISSING, 0..0).in_directive(Directive::ScriptSrc.name());
        match case.reach.proof() {
            Some(proof) => finding.with_proof(proof),
            // Elements and handlers have lists of their own, or a sandbox lets none run.
            None => finding.with_severity(Severity::Low),
        }
    });
}

fn find_object(case: &Case<'_, '_>, found: &mut Found) {
    let mut is_missing = true;
    for policy in &case.set.policies {
        let Some(list) = case.set.list(policy, Directive::ObjectSrc) else { continue };
        is_missing = false;
        let scripts = case.set.list(policy, Directive::ScriptSrcElem);
        if scripts.is_some_and(|scripts| scripts.directive == list.directive) {
            continue; // its sources are judged as those of scripts
        }
        for token in list.tokens {
            let kind = match token.source {
                Source::Star => &WILDCARD,
                Source::Host(host) if host.is_any() => &WILDCARD,
                Source::Scheme(scheme) if is_open_scheme(scheme) => &SCHEME,
                Source::SelfOrigin | Source::Host(_) if list.directive == Directive::ObjectSrc => {
                    found.at(&OBJECT_HOST, token.span(), list.directive);
                    continue;
                }
                _ => continue,
            };
            found.push(|| {
                let finding = Finding::new(kind, token.span()).in_directive(list.directive.name());
                finding.with_severity(Severity::Medium)
            });
        }
    }
    if is_missing {
        found.at(&OBJECT_SRC, 0..0, Directive::ObjectSrc);
    }
}

fn is_open_scheme(scheme: &str) -> bool {
    ["https", "http", "data"].iter().any(|open| open.eq_ignore_ascii_case(scheme))
}

/// A directive that nothing stands in for, where any host passes.
fn find_open(
    case: &Case<'_, '_>,
    kind: &'static Kind,
    directive: Directive,
    load: &Load<'_>,
    found: &mut Found,
) {
    let place = Place { target: Some(Target::of_stranger("/")), page: case.page.clone() };
    if case.set.check_at(load, &place).is_err() {
        return;
    }
    let lists = case.set.policies.iter().filter_map(|policy| case.set.list(policy, directive));
    let mut is_missing = true;
    for list in lists {
        is_missing = false;
        for token in open_sources(&list) {
            found.push(|| {
                Finding::new(kind, token).in_directive(directive.name()).with_severity(Severity::Medium)
            });
        }
    }
    if is_missing {
        found.at(kind, 0..0, directive);
    }
}

/// Where sources stand that any host matches.
fn open_sources(list: &List<'_, '_>) -> impl Iterator<Item = std::ops::Range<usize>> {
    list.tokens.iter().filter_map(|token| match token.source {
        Source::Star | Source::Scheme(_) => Some(token.span()),
        Source::Host(host) if host.is_any() => Some(token.span()),
        _ => None,
    })
}
