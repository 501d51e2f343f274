//! What the small sites of the audit's tests share.
#![allow(dead_code, reason = "each test takes what it needs")]

use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use std::collections::HashMap;
use std::fmt::Display;
use std::sync::{Arc, Mutex};
use untaint::testing::AuditReport;

pub(crate) type Fields = HashMap<String, String>;
pub(crate) type Kept = Arc<Mutex<Vec<String>>>;

pub(crate) fn of(fields: &Fields, name: &str) -> String {
    fields.get(name).cloned().unwrap_or_default()
}

pub(crate) fn header(value: &str) -> HeaderValue {
    HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static("x"))
}

pub(crate) fn see(target: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, header(target))]).into_response()
}

/// Each item as it is written, one behind the other.
pub(crate) fn list<T: Display>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().fold(String::new(), |text, item| format!("{text}{item}"))
}

/// What is found of the site's own: headers and cookies are another matter.
pub(crate) fn codes(report: &AuditReport) -> Vec<(String, String)> {
    let own = report.findings().iter().filter(|finding| finding.code().starts_with("audit."));
    own.map(|finding| (finding.code().to_owned(), finding.route().to_owned())).collect()
}

pub(crate) fn has(report: &AuditReport, code: &str, route: &str) -> bool {
    report.findings().iter().any(|finding| finding.code() == code && finding.route().contains(route))
}
