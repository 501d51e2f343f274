//! What a policy by nonces and hashes needs beside them.

use super::kinds::{
    BASE_URI, BYPASS_HOST, NO_HOST_FALLBACK, NO_INLINE_FALLBACK, NO_STRICT_DYNAMIC, NOTHING_RUNS, SCHEME,
    TLD, WILDCARD,
};
use super::reach::{self, Danger};
use super::{Case, Found};
use crate::web::csp::directive::Directive;
use crate::web::csp::parse::List;
use crate::web::csp::proof::{Proof, Technique};
use crate::web::csp::source::{Keyword, Source};
use crate::web::finding::{Finding, Kind, Severity};

pub(super) fn find(case: &Case<'_, '_>, found: &mut Found) {
    let mut has_mark = false;
    let mut base = None;
    for policy in &case.set.policies {
        if let Some(list) = case.set.list(policy, Directive::BaseUri) {
            for token in list.tokens {
                let danger = reach::base_danger(token.source, case.page, &case.evaluator.hosts);
                let kind = match (token.source, danger) {
                    (Source::Scheme(_), _) => &SCHEME,
                    (_, Some(Danger::Registry)) => &TLD,
                    (_, Some(Danger::Listed(_))) => &BYPASS_HOST,
                    (_, Some(_)) => &WILDCARD,
                    (_, None) => continue,
                };
                found.push(|| {
                    let finding = Finding::new(kind, token.span()).in_directive(list.directive.name());
                    finding.with_severity(Severity::Medium)
                });
            }
            base = Some(list.span);
        }
        let elements = case.set.list(policy, Directive::ScriptSrcElem);
        has_mark |= elements.as_ref().is_some_and(List::has_mark);
        // What the page's scripts load themselves may have another list.
        let others = case.set.list(policy, Directive::ScriptSrc);
        let others =
            others.filter(|own| elements.as_ref().is_some_and(|list| list.directive != own.directive));
        for list in elements.iter().chain(&others) {
            fallbacks(list, found);
        }
    }
    let finding =
        || Finding::new(&BASE_URI, base.clone().unwrap_or(0..0)).in_directive(Directive::BaseUri.name());
    let Some(address) = &case.reach.base else { return };
    if case.reach.is_base {
        found.push(|| finding().with_proof(Proof::new(Technique::Base, address)));
    } else if has_mark {
        // A script that is found by its hash is the right one wherever it lies.
        found.push(|| finding().with_severity(Severity::Low));
    }
}

/// What a list of nonces and hashes leaves to older browsers, and what a list of hosts lacks.
fn fallbacks(list: &List<'_, '_>, found: &mut Found) {
    let (is_marked, is_dynamic) = (list.has_mark(), list.is_dynamic());
    let mut note = |kind: &'static Kind| {
        found.at(kind, list.span.start..list.span.start + list.directive.name().len(), list.directive);
    };
    if !is_dynamic && list.tokens.iter().any(|token| !token.text.starts_with('\'')) {
        note(&NO_STRICT_DYNAMIC);
    }
    if is_marked && !list.has(Keyword::UnsafeInline) {
        note(&NO_INLINE_FALLBACK);
    }
    let is_place = |source: Source<'_>| matches!(source, Source::Star | Source::Scheme(_) | Source::Host(_));
    if is_dynamic && !list.tokens.iter().any(|token| is_place(token.source)) {
        note(&NO_HOST_FALLBACK);
    }
    if is_dynamic && !is_marked {
        note(&NOTHING_RUNS);
    }
}
