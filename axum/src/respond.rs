//! Safe values as responses.

use axum::http::header::{CONTENT_TYPE, LOCATION, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use untaint::Report;
use untaint::html::SafeHtml;
use untaint::redirect::SafeRedirect;

pub(crate) const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");

/// A report as a response: `application/problem+json` (RFC 9457) with the report's status.
///
/// # Examples
/// ```
/// use axum::response::IntoResponse;
/// use untaint::{Report, Violation};
/// use untaint_axum::Problem;
///
/// let response = Problem(Violation::new("shop.stock").under("count").into()).into_response();
/// assert_eq!(response.status(), 422);
/// assert_eq!(response.headers()["content-type"], "application/problem+json");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Problem(pub Report);

impl From<Report> for Problem {
    fn from(report: Report) -> Self {
        Self(report)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        // What is no status of HTTP is the program's own mistake.
        let status = StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static("application/problem+json")),
            (X_CONTENT_TYPE_OPTIONS, NOSNIFF),
        ];
        match serde_json::to_vec(&self.0) {
            Ok(body) => (status, headers, body).into_response(),
            Err(_) => status.into_response(),
        }
    }
}

/// Safe HTML as a response: `text/html; charset=utf-8`, and no browser guesses otherwise.
///
/// # Does not guarantee
/// The headers that a page should have besides, such as a policy: `untaint::web::headers` has them.
///
/// # Examples
/// ```
/// use axum::response::IntoResponse;
/// use untaint::html::{self, HtmlPolicy};
/// use untaint_axum::Page;
///
/// let note = html::sanitize("<b>Hi</b><script>alert(1)</script>", HtmlPolicy::comment()).into_owned();
/// let response = Page(note).into_response();
/// assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page(pub SafeHtml<'static>);

impl From<SafeHtml<'static>> for Page {
    fn from(html: SafeHtml<'static>) -> Self {
        Self(html)
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
            (X_CONTENT_TYPE_OPTIONS, NOSNIFF),
        ];
        (headers, self.0.as_str().to_owned()).into_response()
    }
}

/// A safe redirect as a response: 303, to be fetched by `GET`, as after a form.
///
/// # Examples
/// ```
/// use axum::response::IntoResponse;
/// use untaint::redirect;
/// use untaint_axum::SeeOther;
///
/// let response = SeeOther(redirect::local(Some("/notes"), "/")).into_response();
/// assert_eq!((response.status().as_u16(), &*response.headers()["location"].as_bytes()), (303, &b"/notes"[..]));
/// let response = SeeOther(redirect::local(Some("//evil.example"), "/")).into_response();
/// assert_eq!(response.headers()["location"], "/");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeeOther<'r>(pub SafeRedirect<'r>);

impl<'r> From<SafeRedirect<'r>> for SeeOther<'r> {
    fn from(target: SafeRedirect<'r>) -> Self {
        Self(target)
    }
}

impl IntoResponse for SeeOther<'_> {
    fn into_response(self) -> Response {
        (StatusCode::SEE_OTHER, [(LOCATION, HeaderValue::from(&self.0))]).into_response()
    }
}
