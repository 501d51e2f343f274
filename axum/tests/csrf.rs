//! Forms of other sites, and forms without the token of their session, are refused with 403, and the answer does not say
//! why.

mod support;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use std::sync::LazyLock;
use support::{URLENCODED, answer};
use tower::ServiceExt as _;
use untaint::Form;
use untaint::web::csrf::{CsrfErrorKind, CsrfPolicy, Token};
use untaint::web::{secret, sign::Signer};
use untaint_axum::{Csrf, CsrfToken, FormRejection, Submitted};

static SIGNER: LazyLock<Signer> = LazyLock::new(|| {
    let key = secret::check("m9X2vPq7LtR4zYc8WnBd5HsKf3JgAe6U").expect("a key");
    Signer::builder(&key).purpose(Token::PURPOSE).build().expect("a purpose")
});

#[derive(Form)]
#[form(csrf)]
struct Transfer {
    to: String,
}

#[derive(Form)]
struct Search {
    q: String,
}

async fn transfer(form: Submitted<Transfer>) -> Response {
    let is_submitted = form.is_submitted();
    match form.finish() {
        Ok(transfer) => format!("to {}", transfer.to).into_response(),
        Err(form) => form.respond(|form| {
            assert_eq!(form.is_submitted(), is_submitted);
            form.view().rows().into_string()
        }),
    }
}

async fn search(form: Submitted<Search>) -> Response {
    form.respond(|form| form.value().map(|search| search.q.clone()).unwrap_or_default())
}

async fn log_out(token: Result<CsrfToken, FormRejection>, sent: String) -> Response {
    match token.map(|token| token.check(&sent)) {
        Ok(Ok(())) => "out".into_response(),
        Ok(Err(_)) => StatusCode::FORBIDDEN.into_response(),
        Err(rejection) => rejection.into_response(),
    }
}

fn site() -> Router {
    let policy = CsrfPolicy::builder().origin("https://app.test").build().expect("an origin");
    Router::new()
        .route("/transfer", get(transfer).post(transfer))
        .route("/search", get(search).post(search))
        .route("/logout", post(log_out))
        .layer(Extension(Csrf::by_cookie(policy, SIGNER.clone(), "__Host-session")))
}

fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Request {
    let mut request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, URLENCODED);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body.to_owned())).expect("a request")
}

async fn ask(request: Request) -> (StatusCode, String) {
    let response = site().oneshot(request).await.expect("an answer");
    let (status, _, body) = answer(response).await;
    (status, body)
}

const ADA: (&str, &str) = ("cookie", "__Host-session=ada");
const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

/// The token in the page that a visitor with this cookie gets.
async fn token_for(cookie: &str) -> String {
    let (status, page) = ask(request("GET", "/transfer", &[("cookie", cookie)], "")).await;
    assert_eq!(status, 200);
    let value = page.split("name=\"csrf_token\" value=\"").nth(1).expect("the hidden field");
    value.split('"').next().expect("a token").to_owned()
}

#[tokio::test]
async fn a_form_comes_back_with_the_token_of_its_page() {
    let token = token_for("__Host-session=ada").await;
    let good = format!("csrf_token={token}&to=bob");
    let of_mallory = format!("csrf_token={}&to=mallory", token_for("__Host-session=mallory").await);
    let header = (Token::HEADER, token.as_str());
    for (headers, body, status, why) in [
        (vec![ADA, OWN], good.as_str(), 200, "as its page sends it"),
        (vec![ADA], &good, 200, "no browser, and it has the token"),
        (vec![ADA, ("origin", "https://app.test")], &good, 200, "an older browser"),
        (vec![ADA, OWN, header], "to=bob", 200, "a script sends it in a header"),
        (vec![ADA, OWN], "to=bob", 403, "no token"),
        (vec![ADA, OWN], "csrf_token=&to=bob", 403, "an empty token"),
        (vec![ADA, OWN], "csrf_token=x&to=bob", 403, "no token of ours"),
        (vec![ADA, OWN], &of_mallory, 403, "the token of another session"),
        (vec![("cookie", "__Host-session=mallory"), OWN], &good, 403, "a session of somebody else"),
        (vec![OWN], &good, 403, "no session"),
        (vec![("cookie", "__Host-session="), OWN], &good, 403, "an empty session"),
        (vec![("cookie", "__Host-session=ada; __Host-session=x"), OWN], &good, 403, "two sessions"),
        (vec![ADA, ("sec-fetch-site", "cross-site")], &good, 403, "another site, with the token"),
        (vec![ADA, ("sec-fetch-site", "same-site")], &good, 403, "a host beside this one"),
        (vec![ADA, ("origin", "https://evil.example")], &good, 403, "another origin"),
        (vec![ADA, ("origin", "null")], &good, 403, "an opaque origin"),
        (vec![ADA, OWN, (Token::HEADER, "x")], &good, 403, "a wrong header"),
    ] {
        let (found, body) = ask(request("POST", "/transfer", &headers, body)).await;
        assert_eq!(found.as_u16(), status, "{why}");
        if status == 403 {
            assert_eq!(body, "Open the form again and send it from there. (form.csrf)\n", "{why}");
        }
    }
}

#[tokio::test]
async fn a_query_changes_nothing() {
    let token = token_for("__Host-session=ada").await;
    let path = format!("/transfer?to=mallory&csrf_token={token}");
    let (status, page) = ask(request("GET", &path, &[ADA], "")).await;
    assert_eq!(status, 200);
    assert!(page.starts_with("<input type=\"hidden\"") && !page.contains("mallory"), "{page}");
}

#[tokio::test]
async fn a_page_that_was_open_for_too_long_is_shown_again() {
    let policy = CsrfPolicy::builder().origin("https://app.test").build().expect("an origin");
    let csrf = Csrf::by_cookie(policy, SIGNER.clone(), "__Host-session").max_age(std::time::Duration::ZERO);
    let app = Router::new().route("/transfer", get(transfer).post(transfer)).layer(Extension(csrf));
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(60);
    let token = Token::issue(&SIGNER, b"ada", [7; 16], long_ago);
    let body = format!("to=bob&csrf_token={}", token.as_str());
    let response = app.oneshot(request("POST", "/transfer", &[ADA, OWN], &body)).await.expect("an answer");
    let (status, _, page) = answer(response).await;
    assert_eq!(status, 422);
    // What was typed, and a new token.
    assert!(page.contains("value=\"bob\"") && !page.contains(token.as_str()));
    assert!(page.contains("csrf_token"));
}

#[tokio::test]
async fn a_form_without_a_token_is_kept_from_other_sites_too() {
    for (headers, status) in [
        (vec![OWN], 200),
        (vec![], 200),
        (vec![("sec-fetch-site", "cross-site")], 403),
        (vec![("origin", "https://evil.example")], 403),
    ] {
        let (found, _) = ask(request("POST", "/search", &headers, "q=x")).await;
        assert_eq!(found.as_u16(), status, "{headers:?}");
        // A link from another site asks for a page.
        assert_eq!(ask(request("GET", "/search?q=x", &headers, "")).await, (StatusCode::OK, "x".to_owned()));
    }
}

#[tokio::test]
async fn another_reader_checks_by_hand() {
    let token = token_for("__Host-session=ada").await;
    for (headers, sent, status) in [
        (vec![ADA, OWN], token.as_str(), 200),
        (vec![ADA, OWN], "x", 403),
        (vec![OWN], &token, 403),
        (vec![ADA, ("sec-fetch-site", "cross-site")], &token, 403),
    ] {
        assert_eq!(ask(request("POST", "/logout", &headers, sent)).await.0.as_u16(), status, "{headers:?}");
    }
}

/// The reason is for the program; without a key there is an error of the server.
#[tokio::test]
async fn the_reason_is_told_to_the_program_alone() {
    use axum::extract::FromRequest as _;
    let read = async |request: Request| Submitted::<Transfer>::from_request(request, &()).await;
    let lone = read(request("POST", "/", &[ADA], "to=bob")).await.expect_err("no key");
    assert_eq!((lone.status().as_u16(), lone.error().code(), lone.csrf()), (500, "form.token", None));
    let policy = CsrfPolicy::builder().origin("https://app.test").build().expect("an origin");
    let csrf = Csrf::by_cookie(policy, SIGNER.clone(), "__Host-session");
    let mut sent = request("POST", "/", &[ADA, ("sec-fetch-site", "cross-site")], "to=bob");
    sent.extensions_mut().insert(csrf.clone());
    let refused = read(sent).await.expect_err("another site");
    assert_eq!(refused.csrf().map(|error| error.kind()), Some(CsrfErrorKind::CrossSite));
    assert!(!format!("{refused} {:?} {csrf:?}", refused.report()).contains("cross"));
}
