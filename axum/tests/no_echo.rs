//! Nothing of what was sent is in an answer that is no page: not in its body, its headers, its `Debug`.

mod support;

use axum::Json;
use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use serde::Deserialize;
use support::{MARK, MULTIPART, URLENCODED, answer, page, parts, post, submitted, within};
use untaint::form::FormLimits;
use untaint::{Sanitize, Validate};
use untaint_axum::Validated;

#[derive(Deserialize, Sanitize, Validate)]
struct Note {
    #[validate(length(..=5))]
    title: String,
    #[allow(dead_code, reason = "only read")]
    count: u8,
}

/// The hostile requests, each with the marker in some place.
fn requests() -> Vec<Request> {
    let mut requests = Vec::new();
    let file = format!("<script>{MARK}</script>");
    let long = MARK.repeat(80_000);
    for (content_type, body) in [
        (URLENCODED.to_owned(), format!("name={MARK}&age={MARK}&{MARK}={MARK}&newsletter={MARK}")),
        (URLENCODED.to_owned(), long.clone()),
        (URLENCODED.to_owned(), format!("{}=1", MARK.to_owned() + &"[a]".repeat(100))),
        (URLENCODED.to_owned(), format!("{MARK}=1&").repeat(1001)),
        ("application/json".to_owned(), format!("{{\"name\": \"{MARK}\", \"age\": \"{MARK}\"}}")),
        ("application/json".to_owned(), format!("{{\"{MARK}\": {MARK}")),
        ("application/json".to_owned(), format!("\"{MARK}\"")),
        (format!("text/{MARK}"), MARK.to_owned()),
        (format!("multipart/form-data; boundary={MARK}"), "x".to_owned()),
        (MULTIPART.to_owned(), format!("--xyz\r\n{MARK}\r\n\r\n{MARK}")),
        (MULTIPART.to_owned(), format!("--xyz\r\n{MARK}\u{1}: {MARK}\r\n\r\n{MARK}\r\n--xyz--\r\n")),
        (
            MULTIPART.to_owned(),
            format!("--xyz\r\nContent-Disposition: form-data; name=\"{MARK}\"\r\n\r\n{MARK}"),
        ),
        (MULTIPART.to_owned(), String::from_utf8(parts(&[(MARK, None, long.as_bytes())])).expect("text")),
        (
            MULTIPART.to_owned(),
            String::from_utf8(parts(&[("avatar", Some(MARK), file.as_bytes())])).expect("text"),
        ),
        (MULTIPART.to_owned(), String::from_utf8(parts(&[("avatar", None, MARK.as_bytes())])).expect("text")),
        (
            MULTIPART.to_owned(),
            String::from_utf8(parts(&[(MARK, Some(MARK), file.as_bytes())])).expect("text"),
        ),
    ] {
        for accept in ["text/html", "application/json"] {
            let mut request = post(&content_type, body.clone());
            request.headers_mut().insert("accept", accept.parse().expect("a header"));
            requests.push(request);
        }
    }
    requests
}

async fn silent(said: impl axum::response::IntoResponse, debug: String) {
    let (_, headers, body) = answer(said).await;
    let told = format!("{headers:?}\n{body}\n{debug}");
    assert!(!told.contains(MARK), "{told}");
}

#[tokio::test]
async fn a_form_tells_nothing_of_what_was_sent() {
    let folder = tempfile::tempdir().expect("a folder");
    for request in requests() {
        match submitted(within(request, &FormLimits::default(), folder.path())).await {
            Ok(form) => {
                let debug = format!("{form:?}");
                silent(page(form), debug).await;
            }
            Err(rejection) => {
                let debug = format!("{rejection:?} {rejection} {:?}", rejection.report());
                silent(rejection, debug).await;
            }
        }
    }
}

#[tokio::test]
async fn data_of_serde_tells_nothing_of_what_was_sent() {
    for request in requests() {
        if let Err(problem) = Validated::<Json<Note>>::from_request(request, &()).await {
            let debug = format!("{problem:?}");
            silent(problem, debug).await;
        }
    }
    for query in
        [format!("title={MARK}&count={MARK}"), format!("{MARK}={MARK}"), format!("title={MARK}&count=1")]
    {
        let request = Request::get(format!("/?{query}")).body(Body::empty()).expect("a request");
        let (mut parts, _) = request.into_parts();
        let problem =
            Validated::<Query<Note>>::from_request_parts(&mut parts, &()).await.expect_err("refused");
        let debug = format!("{problem:?}");
        silent(problem, debug).await;
    }
}

/// The control: a page that shows what was typed is found by the same search.
#[tokio::test]
#[should_panic(expected = "zq7mark")]
async fn an_echo_is_found() {
    let form = submitted(post(URLENCODED, format!("age={MARK}"))).await.expect("a form");
    let typed = form.entries().root().child("age").text().expect("one").unwrap_or_default().to_owned();
    silent(form.respond(|_| typed), String::new()).await;
}
