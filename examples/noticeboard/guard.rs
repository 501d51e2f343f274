//! What stands before and behind every handler: forms only from this site, and headers that keep a mistake small.

use super::app::{MAX_BODY, Shared, log};
use super::files::MAX_REQUEST;
use super::key;
use super::pages::{self, Look};
use super::session::{self, Cookies, random};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;
use untaint::form::FormLimits;
use untaint::web::csp::{NONCE, Nonce, Policy};
use untaint::web::csrf::{self, CsrfPolicy, Token};
use untaint::web::headers::{CacheControl, FrameOptions, ReferrerPolicy, SecurityHeaders};
use untaint::web::secret::Secret;
use untaint_axum::Csrf;

/// Whose forms are taken: those of this site. A request that does not say where it comes from is refused: every browser of
/// the last years sends `Origin` with a form.
pub(crate) fn own_forms(origin: &str) -> CsrfPolicy {
    CsrfPolicy::builder().origin(origin).require_origin(true).build().expect("the origin is http://host:port")
}

/// The second wall, for forms that change much: they come back with the token of their session. A page may be open for as
/// long as a session lasts.
pub(crate) fn tokens(forms: &CsrfPolicy, key: &Secret, cookies: Cookies) -> Csrf {
    let session = move |parts: &Parts| cookies.session_of(parts);
    Csrf::new(forms.clone(), key::signer(key, Token::PURPOSE), session).max_age(session::LIFETIME)
}

/// Refuses a form that another site sent in the visitor's name.
///
/// `SameSite=Lax` keeps the cookie back already; this also covers logging in (which needs no cookie), and older
/// browsers.
pub(crate) async fn own_forms_only(State(app): Shared, request: Request, next: Next) -> Response {
    let sent = csrf::Request::of(request.method(), request.uri(), request.headers());
    if let Err(error) = csrf::check(&sent, &app.forms) {
        // The reason is for the log: a page that tells it helps only who tries.
        log(error.code(), "");
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

/// Nothing loads but what carries the nonce; no script beside it, no frame, no form to elsewhere, no `<base>`.
///
/// The script may fetch from this site, and make HTML from text by the one policy `preview` (see `script.js`): a second
/// policy, of that name or another, is refused, and so is a text that went through none.
static PAGE: LazyLock<Policy> = LazyLock::new(|| {
    Policy::builder()
        .default_src(["'none'"])
        .style_src([NONCE])
        .script_src([NONCE])
        .img_src(["'self'"])
        .connect_src(["'self'"])
        .form_action(["'self'"])
        .base_uri(["'none'"])
        .frame_ancestors(["'none'"])
        .require_trusted_types()
        .trusted_types(["preview"])
        .build()
        .expect("a policy of literals")
});

/// What every answer carries. A site on HTTPS adds `hsts`.
static HEADERS: LazyLock<SecurityHeaders> = LazyLock::new(|| {
    SecurityHeaders::page(&PAGE)
        .frame_options(FrameOptions::Deny)
        // `no-referrer` would make browsers send `Origin: null` with our own forms.
        .referrer_policy(ReferrerPolicy::SameOrigin)
        // Pages show who is logged in, and a nonce is for one answer only.
        .cache_control(CacheControl::no_store())
        .build()
        .expect("headers of literals")
});

/// How much is read of a form that is declared. A file counts by its own policy; one that is refused is read to its end, so
/// that the browser still listens when the answer comes.
pub(crate) fn limits() -> FormLimits {
    let limits = FormLimits::builder().body_bytes(MAX_BODY).field_bytes(MAX_BODY).parts(100).files(1);
    limits.dropped_bytes(MAX_REQUEST as u64).build().expect("no limit of nothing")
}

/// Adds the headers that every answer wants, with a fresh nonce for the page's style sheet and script. What a handler
/// has set stays: a visitor's file comes with a stricter policy of its own.
pub(crate) async fn headers(mut request: Request, next: Next) -> Response {
    let bytes = random();
    let nonce = Nonce::from_bytes(bytes);
    let look = Look { nonce: nonce.as_str().to_owned(), path: request.uri().path().to_owned(), bytes };
    request.extensions_mut().insert(look);
    let mut response = next.run(request).await;
    HEADERS.apply(response.headers_mut(), &nonce);
    response
}

/// The headers of a page that looks like this, as `curl -I` prints them.
pub(crate) fn sent(look: &Look) -> String {
    let mut text = "HTTP/1.1 200 OK\ncontent-type: text/html; charset=utf-8\n".to_owned();
    for (name, value) in HEADERS.iter(&Nonce::from_bytes(look.bytes)) {
        text.extend([name, ": ", &value, "\n"]);
    }
    text
}
