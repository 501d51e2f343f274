//! A request of which no form was made.

use crate::read::Stop;
use crate::respond::{NOSNIFF, Problem};
use axum::http::header::{CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use std::{error, fmt, io};
use untaint::form::{FormError, FormErrorKind, ReceiveError};
use untaint::web::csrf::CsrfError;
use untaint::{Report, Violation};

/// Why a request was not read as a form: a limit, a broken body, a type that no form has. What is wrong with single
/// fields is none of these.
///
/// As a response it has the status of the error (400, 403, 408, 413, 415 or 500), and says in a problem of RFC 9457, or in
/// one line of text, what was met: never what was sent.
#[derive(Debug, Clone)]
pub struct FormRejection {
    error: FormError,
    disk: Option<ReceiveError>,
    csrf: Option<CsrfError>,
    wants_json: bool,
}

impl FormRejection {
    pub(crate) fn new(stop: Stop, wants_json: bool) -> Self {
        let Stop { error, disk, csrf } = stop;
        if let Some(csrf) = csrf {
            tracing::warn!(code = csrf.code(), "a form was refused: {csrf}");
        } else if error.kind() == FormErrorKind::Token {
            tracing::error!(code = error.code(), "{error}");
        }
        Self { error, disk, csrf, wants_json }
    }

    /// The reason.
    #[must_use]
    pub fn error(&self) -> FormError {
        self.error
    }

    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.error.status()).unwrap_or(StatusCode::BAD_REQUEST)
    }

    /// Why the request is not believed to come from this site's own page: for the log, where it stands already by
    /// `tracing`, and not for the answer.
    #[must_use]
    pub fn csrf(&self) -> Option<CsrfError> {
        self.csrf
    }

    /// What the disk said when it did not take a file, for the program's log.
    #[must_use]
    pub fn disk(&self) -> Option<io::Error> {
        self.disk.as_ref().and_then(ReceiveError::disk)
    }

    /// True where the client would rather have JSON than a page.
    #[must_use]
    pub fn wants_json(&self) -> bool {
        self.wants_json
    }

    /// The same as a report, with the status, and the name of the limit that was met.
    #[must_use]
    pub fn report(&self) -> Report {
        report(self.error)
    }
}

pub(crate) fn report(error: FormError) -> Report {
    let mut violation = Violation::from(error);
    if let Some(limit) = error.limit() {
        violation = violation.with_param("limit", limit);
    }
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_REQUEST);
    Report::from(violation).with_status(status.as_u16(), status.canonical_reason().unwrap_or("Refused"))
}

impl fmt::Display for FormRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl error::Error for FormRejection {}

impl IntoResponse for FormRejection {
    fn into_response(self) -> Response {
        if self.wants_json {
            return Problem(self.report()).into_response();
        }
        let text = format!("{} ({})\n", Violation::from(self.error).message(), self.error.code());
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
            (X_CONTENT_TYPE_OPTIONS, NOSNIFF),
        ];
        (self.status(), headers, text).into_response()
    }
}
