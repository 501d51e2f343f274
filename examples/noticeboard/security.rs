//! What a policy or the headers of an answer are worth: those that somebody pastes, and those of this very page.

use super::app::unreadable;
use super::forms::SecurityForm;
use super::guard;
use super::pages::{self, Look, Page};
use super::session::Visitor;
use axum::Extension;
use axum::extract::Form;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use untaint::web::csp::{self, Directive, Verdict};
use untaint::web::{Finding, Severity, headers};

/// In bytes; a form of it is longer, each byte written as `%XX`.
pub(crate) const MAX_TEXT: usize = 8 * 1024;
pub(crate) const MAX_REQUEST: usize = 4 * MAX_TEXT;

/// A text with what was found in it.
pub(crate) struct Judged {
    pub(crate) text: String,
    /// In one sentence.
    pub(crate) verdict: &'static str,
    pub(crate) findings: Vec<Finding>,
}

/// A policy, or headers as `curl -I` prints them.
pub(crate) fn judge(text: &str) -> Judged {
    let text = text.to_owned();
    if is_headers(&text) {
        let findings = headers::inspect_text(&text);
        let verdict = match findings.iter().map(Finding::severity).max() {
            Some(Severity::High) => "A stranger gets what these headers are there to keep from him.",
            Some(Severity::Medium) => "Something in these headers does not do what it says, or is missing.",
            _ => "These headers do what they say.",
        };
        return Judged { text, verdict, findings };
    }
    let found = csp::evaluate(&text);
    Judged { verdict: sentence(found.verdict()), findings: found.findings().to_vec(), text }
}

fn sentence(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Open => "Open: a stranger's markup runs under this policy.",
        Verdict::Bypassable => "Open by a detour: a stranger's script runs under this policy.",
        Verdict::HostsDecide => "As safe as what the site itself and the listed hosts serve.",
        Verdict::Strict => "Strict: only what the page marks runs.",
        Verdict::NoScript => "No script runs under this policy.",
    }
}

/// Whether the first line is that of an answer, or begins with the name of a header. A directive with a colon behind
/// it is a slip in a policy.
fn is_headers(text: &str) -> bool {
    let first = text.trim_start().lines().next().unwrap_or("");
    let first = first.strip_prefix("< ").unwrap_or(first);
    let name = first.split(':').next().unwrap_or("");
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    first.starts_with("HTTP/") || (first.contains(':') && is_name && Directive::named(name).is_none())
}

pub(crate) async fn form(Visitor(visitor): Visitor, Extension(look): Extension<Look>) -> Page {
    let sent = judge(&guard::sent(&look));
    pages::security(&look, visitor.as_ref(), &sent, "", None)
}

pub(crate) async fn post(
    Visitor(visitor): Visitor,
    Extension(look): Extension<Look>,
    form: Result<Form<SecurityForm>, FormRejection>,
) -> Response {
    let visitor = visitor.as_ref();
    let typed = match form {
        // A form sends each line's end as CR and LF, whatever was pasted.
        Ok(Form(form)) => form.text.replace("\r\n", "\n"),
        Err(rejection) => return unreadable(&look, visitor, &rejection),
    };
    let sent = judge(&guard::sent(&look));
    let judged = if typed.len() > MAX_TEXT {
        Err("That is longer than a policy or the headers of one answer. Paste less of it.")
    } else if typed.trim().is_empty() {
        Err("There is nothing to judge. Paste a policy or headers first.")
    } else {
        Ok(judge(&typed))
    };
    let status = if judged.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let judged = judged.as_ref().map_err(|problem| *problem);
    (status, pages::security(&look, visitor, &sent, &typed, Some(judged))).into_response()
}
