//! A visitor's file that a browser opens as a document of the site.

use super::super::kind::AuditKind;
use super::super::marker::{self, Family};
use super::{Hit, Seen};
use crate::web::csp::{self, Verdict};

pub(super) fn judge(seen: &Seen<'_>, hits: &mut Vec<Hit>) {
    let found = seen.fresh.iter().find(|marker| marker.family() == Family::File).copied();
    let Some(found) = found.filter(|_| seen.answer.is_success() && !seen.answer.is_attachment()) else {
        return;
    };
    let mime = seen.answer.mime();
    let shown = match mime.as_str() {
        "text/html"
        | "application/xhtml+xml"
        | "image/svg+xml"
        | "text/xml"
        | "application/xml"
        | "text/xsl" => true,
        // Browsers look into what has no type.
        "" | "unknown/unknown" | "application/unknown" | "*/*" => !seen.answer.has_nosniff(),
        kind => kind.ends_with("+xml"),
    };
    if !shown || !runs(&seen.answer.body, found) || is_kept_quiet(seen) {
        return;
    }
    let kind = if mime.is_empty() { "without a type" } else { mime.as_str() };
    hits.push(Hit::new(
        AuditKind::Upload,
        found,
        format!("the file comes back inline, {kind}, and its script runs"),
    ));
}

/// Whether the file is there with its markup.
fn runs(body: &str, found: marker::Marker) -> bool {
    let lower = body.to_lowercase();
    let is_script = ["<script", "onload=", "onerror=", ":script"].iter().any(|word| lower.contains(word));
    is_script && marker::holds(body, found)
}

/// Whether the answer's policy lets no script run, or puts the document into an origin of its own.
fn is_kept_quiet(seen: &Seen<'_>) -> bool {
    let policies: Vec<String> = seen.answer.all("content-security-policy").collect();
    let is_boxed = policies.iter().flat_map(|policy| policy.split([';', ','])).any(|directive| {
        let mut words = directive.split_ascii_whitespace();
        words.next().is_some_and(|name| name.eq_ignore_ascii_case("sandbox"))
            && words.all(|word| !word.eq_ignore_ascii_case("allow-scripts"))
    });
    if is_boxed {
        return true;
    }
    // A page without script still asks for passwords, as a page of this site; a picture does not.
    let is_page = seen.answer.mime().contains("html");
    !is_page
        && !policies.is_empty()
        && csp::evaluate_all(policies.iter().map(String::as_str)).verdict() == Verdict::NoScript
}
