//! Words in the lists, each by itself.

use super::kinds::{
    FIXED_NONCE, HASH_ALGORITHM, HASH_LENGTH, HTTP_SOURCE, IP_SOURCE, KEYWORD, NONCE_INVALID, NONCE_SHORT,
    NONE_MIXED, PATH_IGNORED, PLACEHOLDER, QUOTES, SOURCE,
};
use super::{Case, Found};
use crate::web::csp::directive::{Directive, Value};
use crate::web::csp::parse::{Named, Parsed, State, Token};
use crate::web::csp::source::{Fault, HostSource, Keyword, Source};
use crate::web::finding::{Finding, Severity};

pub(super) fn find(case: &Case<'_, '_>, policy: &Parsed, found: &mut Found) {
    for named in case.named(policy) {
        let Some(directive) = named.known.filter(|directive| directive.value() == Value::Sources) else {
            continue;
        };
        match named.state {
            State::Counts => find_in(case, named, directive, found),
            // Dropped as a whole: only what tells why.
            State::Deleted => {
                for token in &case.set.tokens[named.tokens.clone()] {
                    if token.text.contains(['"', '‘', '’', '“', '”', '`']) {
                        found.at(&QUOTES, token.span(), directive);
                    }
                }
            }
            State::Duplicate | State::Unknown => {}
        }
    }
}

fn find_in(case: &Case<'_, '_>, named: &Named<'_>, directive: Directive, found: &mut Found) {
    let tokens = &case.set.tokens[named.tokens.clone()];
    let is_sample = |token: &Token<'_>| token.text.eq_ignore_ascii_case("'report-sample'");
    let is_none = |token: &Token<'_>| token.source == Source::None;
    let is_mixed = !tokens.iter().all(|token| is_none(token) || is_sample(token));
    let places =
        tokens.iter().filter(|token| matches!(token.source, Source::Host(_) | Source::SelfOrigin)).count();
    let has_inline = tokens.iter().any(|token| token.source.is(Keyword::UnsafeInline));
    let mut rest = tokens.iter();
    while let Some(token) = rest.next() {
        if let Some(end) = placeholder_end(token, rest.clone()) {
            let span = token.start..end;
            while rest.clone().next().is_some_and(|next| next.start < end) {
                rest.next();
            }
            found.push(|| {
                let finding = Finding::new(&PLACEHOLDER, span).in_directive(directive.name());
                match case.reach.proof() {
                    Some(proof) if decides(directive) => finding.with_proof(proof),
                    _ => finding,
                }
            });
            continue;
        }
        match token.source {
            Source::None if is_mixed => found.at(&NONE_MIXED, token.span(), directive),
            Source::Unread(fault) => find_fault(case, token, fault, directive, has_inline, found),
            Source::Nonce(nonce) => find_nonce(case, token, nonce, directive, found),
            Source::Hash(hash) if !hash.is_whole() => found.at(&HASH_LENGTH, token.span(), directive),
            Source::Host(host) => find_host(token, host, directive, places, found),
            _ => {}
        }
    }
}

/// Whether its list decides about scripts.
fn decides(directive: Directive) -> bool {
    directive.is_script() || directive == Directive::DefaultSrc
}

/// Nonces that stand in books, in the standard, or in the templates of frameworks; letters in lower case.
const KNOWN_NONCES: [&str; 26] = [
    "nonce",
    "noncevalue",
    "random",
    "randomnonce",
    "secret",
    "test",
    "testing",
    "example",
    "abc",
    "abc123",
    "abcdef",
    "changeme",
    "placeholder",
    "password",
    "string",
    "value",
    "foo",
    "bar",
    "foobar",
    "1234",
    "12345",
    "123456",
    "2726c7f26c",
    "ednnf03nceiofn39fh3e9h3sdfa",
    "ch4hvvbhdpv7xcsvxcs3brngghdtzxua",
    "yourrandomnonce",
];

/// A nonce has 128 random bits, and stands in one answer.
fn find_nonce(case: &Case<'_, '_>, token: &Token<'_>, nonce: &str, directive: Directive, found: &mut Found) {
    let digits = nonce.trim_end_matches('=').len();
    let first = nonce.as_bytes().first();
    let is_same = nonce.bytes().all(|byte| Some(&byte) == first);
    if is_same
        || case.earlier.contains(nonce)
        || KNOWN_NONCES.iter().any(|known| known.eq_ignore_ascii_case(nonce))
    {
        found.at(&FIXED_NONCE, token.span(), directive);
    }
    if digits < 22 {
        found.push(|| {
            let severity = if digits < 8 { Severity::Medium } else { Severity::Low };
            Finding::new(&NONCE_SHORT, token.span()).in_directive(directive.name()).with_severity(severity)
        });
    }
}

fn find_fault(
    case: &Case<'_, '_>,
    token: &Token<'_>,
    fault: Fault,
    directive: Directive,
    has_inline: bool,
    found: &mut Found,
) {
    let kind = match fault {
        Fault::Quotes => &QUOTES,
        Fault::Keyword => &KEYWORD,
        Fault::Nonce => &NONCE_INVALID,
        Fault::HashAlgorithm => &HASH_ALGORITHM,
        Fault::HashDigest => &HASH_LENGTH,
        Fault::Source => &SOURCE,
    };
    if fault != Fault::Nonce || !decides(directive) {
        return found.at(kind, token.span(), directive);
    }
    // A nonce that cannot be read leaves 'unsafe-inline' on.
    let proof = case.reach.proof().filter(|_| has_inline);
    found.push(|| {
        let finding = Finding::new(kind, token.span()).in_directive(directive.name());
        match proof {
            Some(proof) => finding.with_severity(Severity::High).with_proof(proof),
            None => finding,
        }
    });
}

fn find_host(
    token: &Token<'_>,
    host: HostSource<'_>,
    directive: Directive,
    places: usize,
    found: &mut Found,
) {
    if let Some(meant) = host.meant() {
        return found.push(|| {
            let finding = Finding::new(&KEYWORD, token.span()).in_directive(directive.name());
            finding.with_fix(format!("write {meant}"))
        });
    }
    if host.scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("http")) {
        found.at(&HTTP_SOURCE, token.span(), directive);
    }
    if host.host.starts_with('[') || host.host.parse::<std::net::Ipv4Addr>().is_ok() {
        found.at(&IP_SOURCE, token.span(), directive);
    }
    let has_path = host.path.len() > 1;
    if host.is_cut || (decides(directive) && has_path && places > 1) {
        found.at(&PATH_IGNORED, token.span(), directive);
    }
}

/// Where a place for a value ends that begins in this word: `{random}`, `{{ nonce }}`, `<%= nonce %>`, `%NONCE%`.
fn placeholder_end<'t>(token: &Token<'_>, rest: impl Iterator<Item = &'t Token<'t>>) -> Option<usize> {
    let text = token.text;
    let end = token.start + text.len();
    let value = text.strip_prefix("'nonce-").map_or(text, |value| value.strip_suffix('\'').unwrap_or(value));
    let is_percent = value.len() > 2
        && value.starts_with('%')
        && value.ends_with('%')
        && value[1..value.len() - 1].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let is_dollar = value.starts_with('$') && value.len() > 1 && !matches!(value.as_bytes()[1], b'/' | b'.');
    let opens = [("{{", "}}"), ("<%", "%>"), ("{%", "%}"), ("{", "}"), ("<", ">")];
    let (open, close) = match opens.into_iter().find(|(open, _)| text.contains(open)) {
        Some(pair) => pair,
        None if is_percent || is_dollar => return Some(end),
        None => return None,
    };
    if text[text.find(open)?..].contains(close) {
        return Some(end);
    }
    // A few words further at most: a bracket that is never closed takes nothing with it.
    rest.take(4)
        .find(|next| next.text.contains(close))
        .map(Token::span)
        .map_or(Some(end), |span| Some(span.end))
}
