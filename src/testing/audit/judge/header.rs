//! Values of headers: their parameters, and the attributes of cookies.

use super::super::super::breach::quoted;
use super::super::kind::AuditKind;
use super::super::marker::{self, Family};
use super::{Hit, Seen};

/// Headers in which a semicolon begins another part.
const TAKES: [&str; 6] = [
    "set-cookie",
    "content-disposition",
    "content-type",
    "link",
    "content-security-policy",
    "content-security-policy-report-only",
];

pub(super) fn judge(seen: &Seen<'_>, hits: &mut Vec<Hit>) {
    for (name, value) in &seen.answer.headers {
        let value = String::from_utf8_lossy(value);
        if marker::find(value.as_bytes()).next().is_none() || !TAKES.contains(&name.as_str()) {
            continue;
        }
        let kind = if name == "set-cookie" { AuditKind::CookieAttribute } else { AuditKind::Header };
        let names = if name == "set-cookie" { cookie(&value) } else { parameters(&value) };
        let found = names
            .iter()
            .find_map(|part| marker::first(part).filter(|found| found.family() == Family::Parameter));
        if let Some(found) = found {
            hits.push(Hit::new(kind, found, format!("{name}: {}", quoted(&value))));
        }
    }
}

/// The names of a cookie's attributes.
fn cookie(value: &str) -> Vec<String> {
    value
        .split(';')
        .skip(1)
        .map(|part| part.split('=').next().unwrap_or_default().trim().to_owned())
        .collect()
}

/// The names of parameters, where quotes are minded.
fn parameters(value: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut is_quoted, mut is_escaped) = (false, false);
    for c in value.chars() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            ';' if !is_quoted => parts.push(String::new()),
            c if !is_quoted => {
                if let Some(last) = parts.last_mut() {
                    last.push(c);
                }
            }
            _ => {}
        }
    }
    parts.iter().skip(1).map(|part| part.split('=').next().unwrap_or_default().trim().to_owned()).collect()
}
