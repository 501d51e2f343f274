//! The noticeboard before the oracles of `testing`: what `fuzz/fuzz_targets/noticeboard.rs` does, on stable Rust.
#![cfg(all(feature = "testing", feature = "derive", feature = "upload", feature = "http"))]
#![cfg(all(feature = "sign", feature = "random"))]

// The site's own modules; only `main` is not called.
#[allow(dead_code)]
#[path = "../examples/noticeboard/main.rs"]
mod noticeboard;
#[path = "support/visit.rs"]
mod visit;

use arbitrary::{Arbitrary as _, Unstructured};
use axum::Router;
use axum::extract::{Form, Query};
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use untaint::escape;
use untaint::testing::generate::Upload;
use untaint::testing::{
    HostileAttributeValue, HostileHeader, HostileHtml, HostileRedirect, HostileUpload, HostileUri, attacks,
    generate,
};
use visit::{Visit, visit_holds};

type Fields = HashMap<String, String>;

fn generated(seed: u64) -> impl Iterator<Item = Visit> {
    let (nexts, names) = (generate::redirects(seed), generate::attribute_values(seed + 1));
    let (texts, links) = (generate::html(seed + 2), generate::uris(seed + 3));
    let typed = nexts
        .zip(names)
        .zip(texts.zip(links))
        .zip(generate::headers(seed + 4).zip(generate::uploads(seed + 5)));
    typed.map(|(((next, name), (text, link)), (raw, file))| Visit { next, name, text, link, raw, file })
}

fn harmless() -> Visit {
    let [next, name, text, link, raw] =
        ["/new", "Ann", "Hello", "https://example.com/", "a=b"].map(str::to_owned);
    // A picture.
    let file = attacks::uploads().find(|row| !row.is_hostile()).map(Upload::from).expect("a row");
    Visit { next, name, text, link, raw, file }
}

#[test]
fn every_attack_meets_the_board() {
    // One of each list in every visit: the places are different ones.
    let value = |row: Option<&attacks::Attack>| row.map(|row| row.value.to_owned());
    let (mut nexts, mut links) = (attacks::redirects(), attacks::uris());
    let mut texts = attacks::html().chain(attacks::text());
    let mut names = attacks::attribute_values().chain(attacks::headers());
    let mut files = attacks::uploads();
    let usual = harmless();
    for _ in 0..attacks::redirects().len().max(attacks::html().len() + attacks::text().len()) {
        let raw = value(names.next());
        let visit = Visit {
            next: value(nexts.next()).unwrap_or_else(|| usual.next.clone()),
            name: raw.clone().unwrap_or_else(|| usual.name.clone()),
            text: value(texts.next()).unwrap_or_else(|| usual.text.clone()),
            link: value(links.next()).unwrap_or_else(|| usual.link.clone()),
            raw: raw.unwrap_or_else(|| usual.raw.clone()),
            file: files.next().map_or_else(|| usual.file.clone(), Upload::from),
        };
        visit_holds(noticeboard::app::router, &visit);
    }
    assert!(nexts.next().or(links.next()).or(texts.next()).or(names.next()).is_none(), "a row was left out");
    assert!(files.next().is_none(), "a file was left out");
}

#[test]
fn generated_visits_meet_the_board() {
    for visit in generated(21).take(25) {
        visit_holds(noticeboard::app::router, &visit);
    }
}

/// The fuzzer's seeds, and every input that once broke a visit: the same bytes make the same visit here.
#[test]
fn fuzz_inputs_are_replayed() {
    type Typed =
        (HostileRedirect, HostileAttributeValue, HostileHtml, HostileUri, HostileHeader, HostileUpload);
    let fuzz = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz"));
    let mut replayed = 0;
    for folder in ["seeds", "regressions"] {
        // A target without a break has no regressions yet; a published crate has no fuzz folder.
        for entry in std::fs::read_dir(fuzz.join(folder).join("noticeboard")).into_iter().flatten() {
            let bytes = std::fs::read(entry.expect("entry").path()).expect("input");
            let typed = Typed::arbitrary_take_rest(Unstructured::new(&bytes)).expect("a visit");
            let (next, name, text, link, raw, file) = typed;
            let (next, name, text, link) = (next.0, name.0, text.0, link.0);
            let visit = Visit { next, name, text, link, raw: raw.0, file: file.0 };
            visit_holds(noticeboard::app::router, &visit);
            replayed += 1;
        }
    }
    assert!(replayed > 0 || !fuzz.exists());
}

/// What a board forgets.
#[derive(Clone, Copy, PartialEq)]
enum Hole {
    None,
    Redirect,
    Text,
    Name,
    Echo,
}

/// A board in a few lines, with one hole: the visit is the same, so a hole that it does not see is a hole in the visit.
fn small_board(hole: Hole) -> impl Fn(&str) -> Router {
    move |_| {
        let login = async move |fields: Fields| -> Response {
            let next = fields.get("next").cloned().unwrap_or_default();
            let local = untaint::redirect::local(Some(&next), "/").location().into_owned();
            let passes = hole == Hole::Redirect && next.starts_with('/') && !next.starts_with("//");
            let location = axum::http::HeaderValue::from_str(&next).ok().filter(|_| passes);
            let location = location.unwrap_or_else(|| local.parse().expect("a location"));
            (
                StatusCode::SEE_OTHER,
                [(LOCATION, location), (SET_COOKIE, "session=1".parse().expect("a cookie"))],
            )
                .into_response()
        };
        let shown = async move |Form(fields): Form<Fields>| {
            let text = fields.get("text").cloned().unwrap_or_default();
            let clean = untaint::html::sanitize(&text, untaint::html::HtmlPolicy::comment());
            let text = if hole == Hole::Text { text.replace("<script", "") } else { clean.to_string() };
            Html(format!("<div>{text}</div>"))
        };
        let board = async move || {
            let name = "Note by x\" onclick=\"y";
            let name = if hole == Hole::Name { name.to_owned() } else { escape::html(name).into_owned() };
            Html(format!("<p aria-label=\"{name}\">"))
        };
        Router::new()
            .route("/", get(board))
            .route(
                "/login",
                get(async move |headers: axum::http::HeaderMap, Query(fields): Query<Fields>| {
                    let is_in = headers.get("cookie").is_some_and(|cookie| cookie == "session=1");
                    if is_in { login(fields).await } else { Html("<p>Who are you?").into_response() }
                })
                .post(async move |Form(fields): Form<Fields>| login(fields).await),
            )
            .route(
                "/new",
                post(async move |Form(fields): Form<Fields>| {
                    if fields.contains_key("action") {
                        shown(Form(fields)).await.into_response()
                    } else {
                        StatusCode::SEE_OTHER.into_response()
                    }
                }),
            )
            .route("/preview", post(shown))
            .fallback(async move |uri: Uri| {
                let path =
                    if hole == Hole::Echo { escape::html(uri.path()).into_owned() } else { String::new() };
                (StatusCode::NOT_FOUND, Html(format!("<p>Nothing here {path}")))
            })
    }
}

#[test]
fn a_board_with_a_hole_is_found() {
    let visit = || Visit { name: "x\" onclick=\"y".to_owned(), ..harmless() };
    visit_holds(small_board(Hole::None), &visit());
    let breaks = |hole, visit: Visit| {
        let outcome = catch_unwind(AssertUnwindSafe(|| visit_holds(small_board(hole), &visit)));
        assert!(outcome.is_err(), "not seen: {visit:?}");
    };
    breaks(Hole::Redirect, Visit { next: "/\\evil.example".to_owned(), ..visit() });
    breaks(Hole::Text, Visit { text: "<img src=x onerror=y>".to_owned(), ..visit() });
    breaks(Hole::Name, visit());
    breaks(Hole::Echo, Visit { raw: "marker<4711>".to_owned(), ..visit() });
    // The generators find two of them without being told.
    for hole in [Hole::Redirect, Hole::Text] {
        let found = generated(31).take(200).any(|generated| {
            let visit = Visit { next: generated.next, text: generated.text, ..visit() };
            catch_unwind(AssertUnwindSafe(|| visit_holds(small_board(hole), &visit))).is_err()
        });
        assert!(found);
    }
}
