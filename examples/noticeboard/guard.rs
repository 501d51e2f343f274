//! What stands before and behind every handler: forms only from this site, and headers that keep a mistake small.

use super::app::Shared;
use super::pages::{self, Look};
use super::session::random_hex;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, ORIGIN, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Refuses a form that another site sent in the visitor's name.
///
/// `SameSite=Lax` keeps the cookie back already; this also covers logging in (which needs no cookie), and older
/// browsers.
pub(crate) async fn own_forms_only(State(app): Shared, request: Request, next: Next) -> Response {
    let changes_something = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if changes_something && !is_from_here(request.headers(), &app.origin) {
        let look = request.extensions().get::<Look>().cloned().unwrap_or_default();
        let page = pages::message(
            &look,
            None,
            "Refused",
            "This form was sent from another site. Open the noticeboard and try again.",
        );
        return (StatusCode::FORBIDDEN, page).into_response();
    }
    next.run(request).await
}

/// Whether the browser says that the request comes from this site's own pages.
///
/// No script can set these two headers. `Sec-Fetch-Site` is the newer one; it is only sent to HTTPS and loopback.
/// A request with neither is refused: every browser of the last years sends `Origin` with a form.
fn is_from_here(headers: &HeaderMap, origin: &str) -> bool {
    const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
    match headers.get(SEC_FETCH_SITE) {
        Some(site) => site == "same-origin",
        None => headers.get(ORIGIN).is_some_and(|sent| sent == origin),
    }
}

/// Adds the headers that every page wants, and a fresh nonce for its style sheet and script.
pub(crate) async fn headers(mut request: Request, next: Next) -> Response {
    let look = Look { nonce: random_hex::<16>(), path: request.uri().path().to_owned() };
    // Nothing loads but what carries the nonce; no script beside it, no frame, no form to elsewhere, no `<base>`.
    // The script may fetch from this site, and make HTML from text by the one policy `preview` (see `script.js`):
    // a second policy, of that name or another, is refused, and so is a text that went through none.
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; img-src 'self'; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
         trusted-types preview",
        nonce = look.nonce
    );
    request.extensions_mut().insert(look);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // A visitor's file comes with a stricter policy of its own.
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_str(&policy).expect("hexadecimal and literals"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // `no-referrer` would make browsers send `Origin: null` with our own forms.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    // Pages show who is logged in, and a nonce is for one answer only.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
