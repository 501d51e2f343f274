//! Data that `serde` reads: cleaned, checked, and refused as a problem.

mod support;

use axum::body::Body;
use axum::extract::{Path, Query, Request};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use serde::Deserialize;
use support::answer;
use tower::ServiceExt as _;
use untaint::form::FormLimits;
use untaint::{Report, Sanitize, Validate, Violation, html, redirect};
use untaint_axum::{Page, Problem, SeeOther, Validated};

#[derive(Deserialize, Sanitize, Validate)]
struct Note {
    #[clean(trim)]
    #[validate(length(1..=5))]
    title: String,
    #[serde(default)]
    #[validate(range(..=9))]
    stars: u8,
}

fn app() -> Router {
    let shown = |title: &str, stars: u8| format!("{title} {stars}");
    Router::new()
        .route("/", post(move |note: Validated<Json<Note>>| async move { shown(&note.title, note.stars) }))
        .route("/", get(move |note: Validated<Query<Note>>| async move { shown(&note.title, note.stars) }))
        .route(
            "/{title}/{stars}",
            get(move |note: Validated<Path<Note>>| async move {
                let note = note.into_inner();
                shown(&note.title, note.stars)
            }),
        )
        .layer(Extension(FormLimits::builder().body_bytes(100).build().expect("limits")))
}

async fn send(request: Request) -> (StatusCode, String, String) {
    let response = app().oneshot(request).await.expect("an answer");
    let (status, headers, body) = answer(response).await;
    (status, headers["content-type"].to_str().expect("a type").to_owned(), body)
}

#[tokio::test]
async fn bodies_of_json() {
    for (content_type, body, status, expected) in [
        ("application/json", r#"{"title": " ab ", "stars": 3}"#, 200, "ab 3"),
        ("application/note+json", r#"{"title": "ab"}"#, 200, "ab 0"),
        ("application/json", r#"{"title": "   ", "stars": 30}"#, 422, r##""pointer":"#/title""##),
        ("application/json", r#"{"title": "abcdef", "stars": 30}"#, 422, r##""pointer":"#/stars""##),
        ("application/json", r#"{"title": 1}"#, 422, r#""code":"type""#),
        ("application/json", r#"{"title": "a", "stars": 300}"#, 422, r#""code":"type""#),
        ("application/json", r#"{"stars": 3}"#, 422, r#""code":"type""#),
        ("application/json", r#"{"title": "a""#, 400, r#""code":"form.syntax""#),
        ("application/json", "", 400, r#""code":"form.syntax""#),
        ("application/json", r#"{"title": "a"} x"#, 400, r#""code":"form.syntax""#),
        ("text/plain", r#"{"title": "a"}"#, 415, r#""code":"form.media_type""#),
        ("application/x-www-form-urlencoded", "title=a", 415, r#""code":"form.media_type""#),
    ] {
        let request = Request::post("/").header("content-type", content_type).body(body.into()).expect("one");
        let (got, said, text) = send(request).await;
        assert_eq!(got.as_u16(), status, "{body}: {text}");
        assert!(text.contains(expected), "{body}: {text}");
        assert_eq!(said == "application/problem+json", status != 200, "{body}: {said}");
    }
    let long = format!("{{\"title\": \"{}\"}}", "a".repeat(200));
    let request =
        Request::post("/").header("content-type", "application/json").body(long.into()).expect("one");
    let (status, _, text) = send(request).await;
    assert_eq!(status, 413);
    assert!(text.contains(r#""limit":"body_bytes""#), "{text}");
}

#[tokio::test]
async fn queries_and_paths() {
    for (uri, status, expected) in [
        ("/?title=+ab+&stars=3", 200, "ab 3"),
        ("/?title=abcdef&stars=30", 422, r#""code":"length""#),
        ("/?title=ab&stars=many", 400, r#""code":"type""#),
        ("/?stars=3", 400, r#""code":"type""#),
        ("/", 400, r#""code":"type""#),
        ("/%20ab/3", 200, "ab 3"),
        ("/abcdef/3", 422, r#""code":"length""#),
        ("/ab/many", 400, r#""code":"type""#),
        ("/%ff/3", 400, r#""code":"type""#),
    ] {
        let request = Request::get(uri).body(Body::empty()).expect("a request");
        let (got, said, text) = send(request).await;
        assert_eq!(got.as_u16(), status, "{uri}: {text}");
        assert!(text.contains(expected), "{uri}: {text}");
        assert_eq!(said == "application/problem+json", status != 200, "{uri}: {said}");
    }
}

#[tokio::test]
async fn safe_values_are_responses() {
    let (status, headers, body) = answer(SeeOther(redirect::local(Some("/caf\u{e9}?a=b"), "/"))).await;
    assert_eq!((status.as_u16(), &*body), (303, ""));
    assert_eq!(headers["location"], "/caf%C3%A9?a=b");

    let note =
        html::sanitize("<b onclick=x>Hi</b><script>x</script>", html::HtmlPolicy::comment()).into_owned();
    let (status, headers, body) = answer(Page::from(note)).await;
    assert_eq!((status.as_u16(), &*body), (200, "<b>Hi</b>"));
    assert_eq!(headers["content-type"], "text/html; charset=utf-8");
    assert_eq!(headers["x-content-type-options"], "nosniff");

    let report = Report::from(Violation::new("shop.stock").under("count")).with_status(409, "Conflict");
    let (status, headers, body) = answer(Problem::from(report)).await;
    assert_eq!(status, 409);
    assert_eq!(headers["content-type"], "application/problem+json");
    assert!(body.contains(r#""status":409"#) && body.contains("shop.stock"), "{body}");
    // What is no status.
    let (status, ..) = answer(Problem(Report::new().with_status(7, "Seven"))).await;
    assert_eq!(status, 500);
}
