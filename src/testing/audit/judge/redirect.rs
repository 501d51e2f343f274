//! Where an answer leads.

use super::super::super::breach::quoted;
use super::super::super::stays::check_stays_on;
use super::super::kind::AuditKind;
use super::super::marker::{self, Family};
use super::super::page::refresh_target;
use super::{Hit, Seen};

/// The names under which JSON tells a script where to go on.
const KEYS: [&str; 9] = [
    "redirect",
    "redirectTo",
    "redirect_to",
    "redirectUrl",
    "redirect_url",
    "returnTo",
    "return_to",
    "next",
    "goto",
];

pub(super) fn judge(seen: &Seen<'_>, hits: &mut Vec<Hit>) {
    let locations = seen.answer.all("location").filter(|_| matches!(seen.answer.status, 201 | 300..=399));
    let refreshes = seen.answer.all("refresh").filter_map(|value| refresh_target(&value));
    for target in locations.chain(refreshes).chain(told(seen)) {
        hits.extend(leaves(&seen.origin.text, &target));
    }
}

/// What is wrong with a target that a visitor had a part in.
pub(super) fn leaves(origin: &str, target: &str) -> Option<Hit> {
    let found = marker::first(target)?;
    let breach = check_stays_on(origin, target).err()?;
    // A host that the site knows, with the visitor's word behind it, was the site's choice.
    let known = url::Url::parse(target.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    if known.is_some_and(|url| url.host_str().is_some_and(|host| !marker::holds(host, found))) {
        return None;
    }
    let kind = match found.family() {
        Family::Host => AuditKind::Host,
        _ => AuditKind::Redirect,
    };
    Some(Hit::new(kind, found, format!("leads to {}: {}", quoted(target), breach.code())))
}

/// Targets in JSON.
fn told(seen: &Seen<'_>) -> Vec<String> {
    let body = &seen.answer.body;
    if !seen.answer.mime().ends_with("json")
        || !seen.fresh.iter().any(|marker| marker.family() == Family::Redirect)
    {
        return Vec::new();
    }
    let behind = KEYS.iter().flat_map(|key| {
        let key = format!("\"{key}\"");
        body.match_indices(&key).map(|(at, _)| &body[at + key.len()..]).collect::<Vec<_>>() // behind what was found
    });
    let value = |rest: &str| {
        let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        Some(rest.split('"').next()?.replace("\\/", "/").replace("\\\\", "\\"))
    };
    behind.filter_map(value).collect()
}
