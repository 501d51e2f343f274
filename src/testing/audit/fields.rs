//! The headers and the cookies of an answer, each route once.

use super::fill::looks_random;
use super::found::Found;
use super::judge::Origin;
use super::kind::AuditKind;
use super::message::{Answer, Step};
use super::site::Label;
use super::words;
use crate::web::cookie::{self, Scheme};
use crate::web::headers::{self, Expect};
use crate::web::{Finding, Severity};
use std::collections::BTreeSet;

pub(super) fn judge(
    step: &Step,
    answer: &Answer,
    origin: &Origin,
    sessions: &BTreeSet<String>,
) -> Vec<Found> {
    let mut found = cookies(step, answer, origin, sessions);
    if let Some(expect) = expected(answer) {
        let expect = if origin.is_https { expect } else { expect.https(false) };
        let pairs = answer.headers.iter().map(|(name, value)| (name.as_str(), value.as_slice()));
        let findings = headers::inspect(pairs, &expect);
        // The name of each cookie decides what it needs.
        let own = findings.iter().filter(|finding| !finding.code().starts_with("cookie."));
        found.extend(
            own.filter(|finding| counts(finding)).map(|finding| tell(AuditKind::Headers, finding, step, "")),
        );
    }
    found
}

fn counts(finding: &Finding) -> bool {
    finding.severity() >= Severity::Medium
}

fn tell(kind: AuditKind, finding: &Finding, step: &Step, of: &str) -> Found {
    let detail = format!("{of}{}", finding.why());
    let label = Label::new(step.route(), "");
    let mut found = Found::new(kind, label, None, detail, vec![step.clone()], None);
    found.code = if of.is_empty() {
        finding.code().to_owned()
    } else {
        format!("{}:{}", finding.code(), of.trim_end_matches(": "))
    };
    finding.fix().clone_into(&mut found.fix);
    found.severity = finding.severity();
    found.is_reduced = true;
    found
}

/// What kind of answer it is; none where a browser makes nothing of it.
fn expected(answer: &Answer) -> Option<Expect> {
    if answer.is_redirect() {
        return Some(Expect::redirect());
    }
    if answer.body.is_empty() {
        return None;
    }
    let mime = answer.mime();
    let is_asset = ["image/", "font/", "audio/", "video/"].iter().any(|start| mime.starts_with(start))
        || mime == "text/css"
        || mime.ends_with("javascript")
        || mime == "application/manifest+json";
    Some(if answer.is_html() {
        Expect::page()
    } else if is_asset {
        Expect::asset()
    } else if answer.is_attachment() {
        Expect::download()
    } else {
        Expect::api()
    })
}

fn cookies(step: &Step, answer: &Answer, origin: &Origin, sessions: &BTreeSet<String>) -> Vec<Found> {
    let scheme = if origin.is_https { Scheme::Https } else { Scheme::Http };
    let mut found = Vec::new();
    for field in answer.all("set-cookie") {
        let report = cookie::inspect_on(&field, scheme, origin.name());
        let name = report.cookie().map_or("", |cookie| cookie.name()).to_owned();
        let value = report.cookie().map_or("", |cookie| cookie.value());
        let is_login = !step.is_get() && step.fields.iter().any(|(name, _)| words::is_password(name));
        let is_session =
            words::is_session(&name) || looks_random(value) || sessions.contains(&name) || is_login;
        // Who somebody is stands in it, as it was typed.
        let typed = super::marker::first(value).filter(|_| words::is_session(&name) && !step.is_get());
        if typed.is_some() && value.len() < super::marker::LEN + 16 {
            let label = Label::new(step.route(), format!("cookie {name}"));
            let detail = "the cookie's value is what was typed";
            let mut session = Found::new(AuditKind::Session, label, None, detail, vec![step.clone()], None);
            session.is_reduced = true;
            found.push(session);
        }
        for finding in report.findings().iter().filter(|finding| counts(finding)) {
            // A choice of the visitor may be a script's business.
            if is_session || finding.code() != "cookie.http_only" {
                found.push(tell(AuditKind::Cookie, finding, step, &format!("{name}: ")));
            }
        }
    }
    found
}
