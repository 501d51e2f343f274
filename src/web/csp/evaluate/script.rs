//! What the lists for scripts let run.

use super::kinds::{
    BYPASS_HOST, HOST, IGNORED, SCHEME, SELF, SOCKET_SOURCE, TLD, UNSAFE_EVAL, UNSAFE_HASHES, UNSAFE_INLINE,
    WILDCARD,
};
use super::reach::{self, Danger};
use super::{Case, Found};
use crate::web::csp::directive::Directive;
use crate::web::csp::parse::{List, Parsed, Token};
use crate::web::csp::proof::{Proof, Technique};
use crate::web::csp::source::{Keyword, Source};
use crate::web::finding::{Finding, Kind, Severity};

pub(super) fn find(case: &Case<'_, '_>, policy: &Parsed, found: &mut Found) {
    let list = |directive| case.set.list(policy, directive);
    let elements = list(Directive::ScriptSrcElem);
    // Of lists that are one only once.
    let differs = |one: &List<'_, '_>, other: &Option<List<'_, '_>>| {
        other.as_ref().is_none_or(|other| other.directive != one.directive)
    };
    let handlers = list(Directive::ScriptSrcAttr).filter(|own| differs(own, &elements));
    let base = list(Directive::ScriptSrc).filter(|own| differs(own, &elements) && differs(own, &handlers));
    let has_eval = reach::has_eval(case.set, policy);
    if let Some(list) = &elements {
        let proof = element_proof(case, list, handlers.is_none());
        inline(list, proof.as_ref(), found);
        places(case, list, has_eval, true, found);
    }
    if let Some(list) = &handlers {
        inline(list, case.reach.is_handler.then(|| Proof::new(Technique::Handler, "")).as_ref(), found);
    }
    if let Some(list) = &base {
        inline(list, None, found);
    }
    if let Some(list) = &handlers {
        places_of_handlers(case, list, found);
    }
    // What else the page's scripts may load: workers, modules.
    if let Some(list) = list(Directive::ScriptSrc).filter(|own| differs(own, &elements)) {
        places(case, &list, has_eval, false, found);
    }
    for list in [&elements, &handlers, &base].into_iter().flatten() {
        ignored(list, found);
        words(list, Keyword::UnsafeHashes, &UNSAFE_HASHES, found);
    }
    if let Some(list) = list(Directive::ScriptSrc) {
        words(&list, Keyword::UnsafeEval, &UNSAFE_EVAL, found);
        words(&list, Keyword::TrustedTypesEval, &UNSAFE_EVAL, found);
    }
}

/// The markup that the list for elements lets run, where it is inline.
fn element_proof(case: &Case<'_, '_>, list: &List<'_, '_>, is_for_handlers: bool) -> Option<Proof> {
    let technique = if !list.allows_all_inline() {
        return None;
    } else if case.reach.is_inline {
        Technique::Inline
    } else if case.reach.is_javascript {
        Technique::JavascriptUrl
    } else if is_for_handlers && case.reach.is_handler {
        Technique::Handler
    } else {
        return None;
    };
    Some(Proof::new(technique, ""))
}

/// `'unsafe-inline'`, where nothing switches it off.
fn inline(list: &List<'_, '_>, proof: Option<&Proof>, found: &mut Found) {
    if !list.allows_all_inline() {
        return;
    }
    for token in with(list, Keyword::UnsafeInline) {
        found.push(|| graded(&UNSAFE_INLINE, token, list, proof.cloned()));
    }
}

/// As high as its kind if it runs; otherwise another policy or a narrower list keeps it from running.
fn graded(kind: &'static Kind, token: &Token<'_>, list: &List<'_, '_>, proof: Option<Proof>) -> Finding {
    let finding = Finding::new(kind, token.span()).in_directive(list.directive.name());
    match proof {
        Some(proof) => finding.with_proof(proof),
        None => finding.with_severity(Severity::Info).with_fix(
            "another policy or a narrower list keeps it from running; remove it, so that nothing hangs on that one",
        ),
    }
}

/// Whether a source is of sockets: nothing to Chromium's lists of scripts, but not to WebKit's.
fn is_socket(source: Source<'_>) -> bool {
    let scheme = match source {
        Source::Scheme(scheme) => Some(scheme),
        Source::Host(host) => host.scheme,
        _ => None,
    };
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("ws") || scheme.eq_ignore_ascii_case("wss"))
}

/// Places from which scripts come.
fn places(case: &Case<'_, '_>, list: &List<'_, '_>, has_eval: bool, is_elements: bool, found: &mut Found) {
    if list.is_dynamic() {
        return;
    }
    for token in list.tokens {
        if is_socket(token.source) {
            found.push(|| Finding::new(&SOCKET_SOURCE, token.span()).in_directive(list.directive.name()));
        }
        let Some(danger) = reach::danger(token.source, case.page, &case.evaluator.hosts, has_eval) else {
            continue;
        };
        let kind = match (danger, token.source) {
            (Danger::AnyHost | Danger::Data, Source::Scheme(_)) => &SCHEME,
            (Danger::AnyHost | Danger::Data, _) => &WILDCARD,
            (Danger::Registry, _) => &TLD,
            (Danger::Listed(_), _) => &BYPASS_HOST,
            (Danger::Host, Source::SelfOrigin) => &SELF,
            (Danger::Host, Source::Scheme(_)) => {
                // Only a script that runs can make such an address.
                found.push(|| {
                    let finding = Finding::new(&SCHEME, token.span()).in_directive(list.directive.name());
                    finding.with_severity(Severity::Medium)
                });
                continue;
            }
            (Danger::Host, _) => &HOST,
        };
        if matches!(danger, Danger::Host) {
            found.at(kind, token.span(), list.directive);
        } else {
            found.push(|| {
                let is_real = is_elements && case.reach.is_real(case.set, case.page, token.source, danger);
                let proof = reach::proof(token.source, danger, case.page).filter(|_| is_real);
                let finding = graded(kind, token, list, proof);
                // Workers of the page's own scripts may still come from there.
                if is_elements { finding } else { finding.with_severity(Severity::Medium) }
            });
        }
    }
}

/// Places in a list for handlers, which have no address: they let nothing through, whatever they look like.
fn places_of_handlers(case: &Case<'_, '_>, list: &List<'_, '_>, found: &mut Found) {
    if list.directive != Directive::ScriptSrcAttr {
        return;
    }
    for token in list.tokens {
        let danger = reach::danger(token.source, case.page, &case.evaluator.hosts, false);
        let kind = match (danger, token.source) {
            (Some(Danger::AnyHost | Danger::Data), Source::Scheme(_)) => &SCHEME,
            (Some(Danger::AnyHost), _) => &WILDCARD,
            _ => continue,
        };
        found.push(|| {
            let finding = Finding::new(kind, token.span()).in_directive(list.directive.name());
            finding.with_severity(Severity::Info).with_fix("remove it: handlers have no address")
        });
    }
}

/// What a nonce, a hash or `'strict-dynamic'` switches off.
fn ignored(list: &List<'_, '_>, found: &mut Found) {
    let is_dynamic = list.is_dynamic();
    let is_off = is_dynamic || list.has_mark();
    for token in list.tokens {
        let is_ignored = match token.source {
            Source::Keyword(Keyword::UnsafeInline) => is_off,
            Source::SelfOrigin | Source::Star | Source::Scheme(_) | Source::Host(_) => is_dynamic,
            _ => false,
        };
        if is_ignored {
            found.at(&IGNORED, token.span(), list.directive);
        }
    }
}

fn words(list: &List<'_, '_>, keyword: Keyword, kind: &'static Kind, found: &mut Found) {
    for token in with(list, keyword) {
        found.at(kind, token.span(), list.directive);
    }
}

fn with<'s, 'a>(list: &List<'s, 'a>, keyword: Keyword) -> impl Iterator<Item = &'s Token<'a>> + use<'s, 'a> {
    list.tokens.iter().filter(move |token| token.source.is(keyword))
}
