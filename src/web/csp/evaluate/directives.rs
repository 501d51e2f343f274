//! Names of directives, and what happens to a directive as a whole.

use super::kinds::{
    COMMA, CONTROL, DIRECTIVE, DUPLICATE, EMPTY_LIST, META_ONLY, NOT_ASCII, OBSOLETE, REPORT_MIXED, SANDBOX,
    SEMICOLON, UNQUOTED_TRUSTED_TYPES,
};
use super::{Case, Found};
use crate::web::csp::directive::{Directive, Value};
use crate::web::csp::parse::{Named, Parsed, State};
use crate::web::csp::source::Source;
use crate::web::finding::{Finding, Kind, Severity};

pub(super) fn find(case: &Case<'_, '_>, policy: &Parsed, found: &mut Found) {
    for named in case.named(policy) {
        find_characters(case, named, found);
        match (named.state, named.known) {
            (State::Unknown, _) => found.push(|| unknown(named)),
            (State::Deleted, _) | (_, None) => {}
            (State::Duplicate, Some(directive)) => found.at(&DUPLICATE, named.span.clone(), directive),
            (State::Counts, Some(directive)) => find_known(case, policy, named, directive, found),
        }
    }
    let end = policy.span.end;
    if case.set.commas.binary_search(&end).is_ok() {
        // At the list that it cuts short.
        let last = case.named(policy).last().and_then(|named| named.known);
        found.push(|| {
            let finding = Finding::new(&COMMA, end..end + 1);
            last.into_iter().fold(finding, |finding, directive| finding.in_directive(directive.name()))
        });
    }
}

fn find_known(
    case: &Case<'_, '_>,
    policy: &Parsed,
    named: &Named<'_>,
    directive: Directive,
    found: &mut Found,
) {
    let tokens = &case.set.tokens[named.tokens.clone()];
    let name = || named.span.start..named.span.start + named.name.len();
    match directive.value() {
        Value::Obsolete => found.at(&OBSOLETE, name(), directive),
        Value::Sources if tokens.is_empty() => found.push(|| {
            // Elsewhere it is what 'none' says.
            let is_script =
                matches!(directive, Directive::DefaultSrc | Directive::ScriptSrc | Directive::ScriptSrcElem);
            let severity = if is_script { Severity::Medium } else { Severity::Low };
            Finding::new(&EMPTY_LIST, name()).in_directive(directive.name()).with_severity(severity)
        }),
        Value::Sources => {
            for token in tokens {
                let is_bare = matches!(token.source, Source::Host(host) if !host.host.contains('.'));
                if is_bare && Directive::named(token.text).is_some() {
                    found.at(&SEMICOLON, token.span(), directive);
                }
            }
        }
        _ => {}
    }
    match directive {
        Directive::Sandbox => {
            let has = |word: &str| tokens.iter().any(|token| token.text.eq_ignore_ascii_case(word));
            if has("allow-scripts") && has("allow-same-origin") {
                found.at(&SANDBOX, named.span.clone(), directive);
            }
        }
        Directive::RequireTrustedTypesFor if !case.set.requires_trusted_types(policy) => {
            for token in tokens {
                let is_word = token.text.trim_matches(['\'', '"']).eq_ignore_ascii_case("script");
                let kind = if is_word { &UNQUOTED_TRUSTED_TYPES } else { &super::kinds::KEYWORD };
                found.at(kind, token.span(), directive);
            }
        }
        Directive::ReportUri => {
            for token in tokens {
                if token.text.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("http://")) {
                    found.at(&REPORT_MIXED, token.span(), directive);
                }
            }
        }
        _ => {}
    }
    if case.evaluator.is_meta && directive.is_dead_in_meta() {
        found.at(&META_ONLY, name(), directive);
    }
}

/// Characters that drop the directive, or that end the header.
fn find_characters(case: &Case<'_, '_>, named: &Named<'_>, found: &mut Found) {
    let mut note = |kind: &'static Kind, is_wrong: fn(char) -> bool| {
        let Some(at) = named.text.find(is_wrong) else { return };
        let len: usize = named.text[at..].chars().take_while(|c| is_wrong(*c)).map(char::len_utf8).sum();
        let start = named.span.start + at;
        found.push(|| {
            let mut finding = Finding::new(kind, start..start + len);
            if let Some(directive) = named.known {
                finding = finding.in_directive(directive.name());
            }
            let decides = matches!(named.known, Some(Directive::DefaultSrc))
                || named.known.is_some_and(Directive::is_script);
            match case.reach.proof() {
                Some(proof) if decides && named.state == State::Deleted => finding.with_proof(proof),
                _ => finding,
            }
        });
    };
    note(&NOT_ASCII, |c| !c.is_ascii());
    note(&CONTROL, |c| c.is_ascii_control() && !matches!(c, '\t' | '\u{C}'));
}

/// A name that no browser knows, with the one that may have been meant.
fn unknown(named: &Named<'_>) -> Finding {
    let span = named.span.start..named.span.start + named.name.len();
    let finding = Finding::new(&DIRECTIVE, span);
    let name = named.name.trim_end_matches([':', '=']);
    let stem = &name[..name.find([':', '=']).unwrap_or(name.len())];
    if stem.eq_ignore_ascii_case("content-security-policy")
        || stem.eq_ignore_ascii_case("content-security-policy-report-only")
    {
        return finding.with_fix("the name of the header is no part of its value");
    }
    match nearest(stem) {
        Some(meant) => finding
            .with_fix(format!("did you mean {}? write the name, a blank, and its values", meant.name())),
        None => finding,
    }
}

/// The directive whose name differs least, by two letters at most.
fn nearest(name: &str) -> Option<Directive> {
    if name.len() > 30 || !name.is_ascii() {
        return None;
    }
    let distances = Directive::ALL.iter().map(|directive| (distance(name, directive.name()), *directive));
    let (distance, directive) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance <= 2).then_some(directive)
}

/// How many letters differ: changed, added or left out.
fn distance(one: &str, other: &str) -> usize {
    if one.len().abs_diff(other.len()) > 2 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (to, theirs) in other.bytes().enumerate() {
            let changed = diagonal + usize::from(!letter.eq_ignore_ascii_case(&theirs));
            diagonal = row[to + 1];
            row[to + 1] = changed.min(diagonal + 1).min(row[to] + 1);
        }
    }
    row[other.len()]
}
