//! Small sites with forms, files, logins and APIs before the audit: each has holes, and a twin without them.
#![cfg(all(feature = "testing", feature = "http"))]

mod audit_kit;

use audit_kit::{Fields, Kept, codes, has, header, list, of, see};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Form, Json, Path, Query, Request};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HOST, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use untaint::testing::{Login, audit, audit_fn};
use untaint::{attr, escape, redirect};

/// Comments that a script posts as JSON, and a page for each.
fn comments(is_leaky: bool) -> Router {
    let kept = Kept::default();
    let (adds, reads) = (kept.clone(), kept.clone());
    let add = async move |Json(sent): Json<Fields>| {
        let mut kept = adds.lock().expect("no panic");
        kept.push(of(&sent, "text"));
        (StatusCode::CREATED, Json(serde_json::json!({ "url": format!("/c/{}", kept.len() - 1) })))
    };
    let all = async move || {
        let items =
            list((0..reads.lock().expect("no panic").len()).map(|at| format!("<li><a href=c/{at}>{at}</a>")));
        Html(format!(
            "<ul>{items}</ul><script>form.onsubmit = () => fetch('/api/comments', {{method: 'POST', \
             body: JSON.stringify({{text: text.value, author: me}})}})</script>"
        ))
    };
    let one = async move |Path(at): Path<usize>| {
        let text = kept.lock().expect("no panic").get(at).cloned().unwrap_or_default();
        Html(format!("<p>{}", if is_leaky { text } else { escape::html(&text).into_owned() }))
    };
    Router::new().route("/", get(all)).route("/api/comments", post(add)).route("/c/{at}", get(one))
}

#[tokio::test]
async fn json_is_posted_and_shown_elsewhere() {
    let report = audit(comments(true)).run().await;
    assert!(has(&report, "audit.script", "POST /api/comments"), "{report}");
    assert_eq!(codes(&audit(comments(false)).run().await), []);
    // Without the script, the test says what there is.
    let report = audit(comments(true))
        .request("POST /api/comments\ncontent-type: application/json\n\n{\"text\":\"hi\"}")
        .run()
        .await;
    assert!(has(&report, "audit.script", "POST /api/comments"), "{report}");
}

#[derive(serde::Deserialize)]
struct Note {
    heading: String,
}

#[derive(serde::Deserialize)]
struct Wants {
    colour: String,
}

/// A site that chooses its pages by a parameter, and tells nobody what its API takes.
fn dispatch(is_leaky: bool) -> Router {
    let write = move |text: &str| if is_leaky { text.to_owned() } else { escape::html(text).into_owned() };
    let kept = Kept::default();
    let (adds, lists, shows) = (kept.clone(), kept.clone(), kept);
    let index = async move |Query(sent): Query<Fields>| {
        let more = of(&sent, "more");
        let said = shows.lock().expect("no panic").concat();
        Html(match &*of(&sent, "page") {
            "" => "<a href='?page=one'>1</a><a href='?page=two'>2</a><a href='?page=three'>3</a>\
                <a href='?page=four'>4</a>"
                .to_owned(),
            "four" => format!(
                "<a href='?page=five&more=x'>5</a><a href=/api/notes>x</a><a href=/wants>x</a>\
                <p>{}",
                write(&said)
            ),
            "five" => format!(
                "<p>{}<form id=f><input name=wish></form>\
                <script>f.onsubmit = () => fetch('/wish', {{method: 'POST', body: \
                 new URLSearchParams(new FormData(f))}})</script>",
                write(&more)
            ),
            _ => "<p>Nothing".to_owned(),
        })
    };
    let add = async move |headers: HeaderMap, Json(note): Json<Note>| {
        if headers.get("sec-fetch-site").is_none_or(|site| site != "same-origin") {
            return StatusCode::FORBIDDEN;
        }
        adds.lock().expect("no panic").push(note.heading);
        StatusCode::NO_CONTENT
    };
    let notes = async move || Json(lists.lock().expect("no panic").clone());
    let wants = async move |Query(sent): Query<Wants>| Html(format!("<p>{}", write(&sent.colour)));
    let wishes = async move |Form(sent): Form<Fields>| {
        (StatusCode::UNPROCESSABLE_ENTITY, Html(format!("<p>{}", write(&of(&sent, "wish")))))
    };
    Router::new()
        .route("/", get(index))
        .route("/api/notes", get(notes).post(add))
        .route("/wants", get(wants))
        .route("/wish", post(wishes))
}

#[tokio::test]
async fn what_no_form_tells() {
    let report = audit(dispatch(true)).run().await;
    for (route, field) in
        [("GET /", "more"), ("POST /api/notes", "heading"), ("GET /wants", "colour"), ("POST /wish", "wish")]
    {
        let found = report.findings().iter().any(|finding| {
            finding.code() == "audit.script" && finding.route() == route && finding.field() == field
        });
        assert!(found, "{route} {field}: {report}");
    }
    assert_eq!(codes(&audit(dispatch(false)).run().await), []);
}

/// Uploads: where they are served, whether a page tells, and how.
fn uploads(is_leaky: bool, tells: bool) -> Router {
    let kept: Arc<Mutex<Vec<(String, String, Bytes)>>> = Arc::default();
    let (reads, lists) = (kept.clone(), kept.clone());
    let send = async move |mut form: axum::extract::Multipart| {
        while let Ok(Some(field)) = form.next_field().await {
            if field.name() != Some("doc") {
                continue;
            }
            let (name, kind) = (
                field.file_name().unwrap_or_default().to_owned(),
                field.content_type().unwrap_or_default().to_owned(),
            );
            let bytes = field.bytes().await.unwrap_or_default();
            kept.lock().expect("no panic").push((name, kind, bytes));
        }
        Html("<p>Thank you").into_response()
    };
    let serve = async move |Path(name): Path<String>| {
        let found = reads.lock().expect("no panic").iter().rev().find(|(known, ..)| *known == name).cloned();
        let Some((_, kind, bytes)) = found else { return StatusCode::NOT_FOUND.into_response() };
        let kind =
            if is_leaky { header(&kind) } else { HeaderValue::from_static("application/octet-stream") };
        let how = HeaderValue::from_static(if is_leaky { "inline" } else { "attachment" });
        ([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, how)], bytes).into_response()
    };
    let page = async move || {
        let kept = lists.lock().expect("no panic");
        let shown = kept.iter().filter(|_| tells).map(|(name, ..)| escape::url_component(name));
        let names = list(shown.map(|name| format!("<li><a href=\"/media/{name}\">x</a>")));
        Html(format!(
            "<form method=POST enctype='multipart/form-data' action=send><input name=t>\
                <input type=file name=doc></form>{names}"
        ))
    };
    Router::new().route("/", get(page)).route("/send", post(send)).route("/media/{name}", get(serve))
}

#[tokio::test]
async fn files_are_served() {
    for tells in [true, false] {
        let report = audit(uploads(true, tells)).accept("audit.csrf", "anybody may").run().await;
        assert!(has(&report, "audit.upload", "POST /send"), "{tells} {report}");
    }
    let report = audit(uploads(false, true)).run().await;
    assert!(!report.has("audit.upload") && !report.has("audit.script"), "{report}");
}

#[tokio::test]
async fn files_are_read() {
    let root = std::env::temp_dir().join(format!("untaint-habits-{}", std::process::id()));
    let served = root.join("a/b");
    std::fs::create_dir_all(&served).expect("a folder");
    std::fs::write(served.join("a.txt"), "hello").expect("a file");
    let canary = root.join("a/secret.txt");
    std::fs::write(&canary, "canary-7f31d0").expect("a file");
    let site = |is_leaky: bool, served: std::path::PathBuf| {
        let read = move |name: &str| {
            let path = if is_leaky {
                Some(served.join(name))
            } else {
                untaint::filename::safe_join(&served, name).ok()
            };
            match path.and_then(|path| std::fs::read_to_string(path).ok()) {
                Some(text) => text.into_response(),
                None => StatusCode::NOT_FOUND.into_response(),
            }
        };
        let (one, two, three) = (read.clone(), read.clone(), read);
        Router::new()
            .route(
                "/",
                get(async || {
                    Html("<a href='/doc?d=a.txt'>a</a><a href='/static/a.txt'>a</a><a href=/show>x</a>")
                }),
            )
            .route("/doc", get(async move |Query(sent): Query<Fields>| one(&of(&sent, "d"))))
            .route("/static/{*path}", get(async move |Path(path): Path<String>| two(&path)))
            .route("/show", get(async move |Query(sent): Query<Fields>| three(&of(&sent, "page"))))
    };
    let report = audit(site(true, served.clone())).canary(&canary).run().await;
    for route in ["/doc", "/static", "/show"] {
        assert!(has(&report, "audit.path", route), "{route} {report}");
    }
    let report = audit(site(false, served)).canary(&canary).run().await;
    assert_eq!(codes(&report), [], "{report}");
    std::fs::remove_dir_all(root).expect("the test's own folder");
}

/// A site with a login by a cookie of an unusual name, and a form that changes something.
fn account(is_leaky: bool, token: bool) -> Router {
    let email = Arc::new(Mutex::new(String::new()));
    let shows = email.clone();
    let is_in = |headers: &HeaderMap| {
        headers.get("cookie").is_some_and(|cookie| cookie.as_bytes().starts_with(b"k=7f3a9c0d51e84b26"))
    };
    let show = async move |headers: HeaderMap| {
        if !is_in(&headers) {
            return see("/signin?return_to=/account");
        }
        let hidden =
            if token { "<input type=hidden name=authenticity_token value=3q2ArQ7xYz01LmNo9>" } else { "" };
        Html(format!(
            "<p>{}<form method=post action=/account>{hidden}<input name=email></form>",
            escape::html(&shows.lock().expect("no panic"))
        ))
        .into_response()
    };
    let change = async move |headers: HeaderMap, Form(sent): Form<Fields>| {
        let is_own = headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin");
        if !is_leaky && !is_own || !is_in(&headers) {
            return StatusCode::FORBIDDEN.into_response();
        }
        *email.lock().expect("no panic") = of(&sent, "email");
        Html("<p>Saved").into_response()
    };
    let enter = async move |headers: HeaderMap, Form(sent): Form<Fields>| {
        let is_own = headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin");
        if of(&sent, "pass") != "open sesame" || !is_own {
            return (StatusCode::UNAUTHORIZED, Html("<p>No")).into_response();
        }
        let next = of(&sent, "return_to");
        let next = if is_leaky { next } else { redirect::local(Some(&next), "/").location().into_owned() };
        ([(SET_COOKIE, "k=7f3a9c0d51e84b26; Path=/; Secure; HttpOnly; SameSite=Lax")], see(&next))
            .into_response()
    };
    let form = async |Query(sent): Query<Fields>| {
        Html(format!(
            "<form method=post><input name=user><input type=password name=pass>\
                <input type=hidden name=return_to value={}></form>",
            attr::quote(&of(&sent, "return_to"))
        ))
    };
    Router::new()
        .route("/", get(async || Html("<a href=/account>Account</a>")))
        .route("/account", get(show).post(change))
        .route("/signin", get(form).post(enter))
}

#[tokio::test]
async fn forms_of_other_sites() {
    let login = || Login::form("/signin", [("user", "ada"), ("pass", "open sesame")]);
    for token in [true, false] {
        let report = audit(account(true, token)).login(login()).run().await;
        assert!(
            has(&report, "audit.csrf", "/account") && has(&report, "audit.redirect", "/signin"),
            "{report}"
        );
    }
    let report = audit(account(false, true)).login(login()).run().await;
    assert_eq!(codes(&report), [], "{report}");
    assert_eq!(report.notes(), [] as [String; 0]);
}

#[tokio::test]
async fn hosts_and_origins() {
    let site = |is_leaky: bool| {
        let page = async move |headers: HeaderMap| {
            let text = |name: &str| {
                headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
            };
            let host = if is_leaky { text("x-forwarded-host") } else { String::new() };
            let host = if host.is_empty() && is_leaky {
                text(HOST.as_str())
            } else if host.is_empty() {
                "app.test".to_owned()
            } else {
                host
            };
            Html(format!("<link rel=canonical href={}>", attr::quote(&format!("https://{host}/"))))
        };
        let api = async move |headers: HeaderMap| {
            let origin = headers
                .get("origin")
                .cloned()
                .filter(|_| is_leaky)
                .unwrap_or(HeaderValue::from_static("https://app.test"));
            (
                [
                    ("access-control-allow-origin", origin),
                    ("access-control-allow-credentials", HeaderValue::from_static("true")),
                ],
                axum::Json(1),
            )
        };
        Router::new().route("/", get(page)).route("/api/me", get(api))
    };
    let report = audit(site(true)).start("/").start("/api/me").run().await;
    assert!(has(&report, "audit.host", "GET /") && has(&report, "audit.cors", "/api/me"), "{report}");
    assert_eq!(codes(&audit(site(false)).start("/").start("/api/me").run().await), []);
}

#[tokio::test]
async fn headers_of_requests_are_shown() {
    let site = |is_leaky: bool| {
        let page = async move |headers: HeaderMap| {
            let text = |name: &str| {
                headers
                    .get(name)
                    .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
                    .unwrap_or_default()
            };
            let said = format!("{} {}", text("user-agent"), text("referer"));
            Html(format!("<p>{}", if is_leaky { said } else { escape::html(&said).into_owned() }))
        };
        Router::new().route("/", get(page))
    };
    assert!(has(&audit(site(true)).run().await, "audit.script", "GET /"));
    assert_eq!(codes(&audit(site(false)).run().await), []);
}

/// Names, passwords and what a site logs.
fn signup(is_leaky: bool, log: Kept) -> Router {
    let kept = Kept::default();
    let shows = kept.clone();
    let add = async move |headers: HeaderMap, Form(sent): Form<Fields>| {
        let is_own = headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin");
        if !is_own {
            return StatusCode::FORBIDDEN.into_response();
        }
        let name = of(&sent, "nickname");
        log.lock().expect("no panic").push(format!(
            "signed up {}\n",
            if is_leaky { name.clone() } else { escape::log_line(&name).into_owned() }
        ));
        let is_fine = untaint::text::check(&name, untaint::text::TextPolicy::person_name()).is_ok();
        if !is_leaky && !is_fine || name.is_empty() {
            return (StatusCode::UNPROCESSABLE_ENTITY, Html("<p>No such name")).into_response();
        }
        kept.lock().expect("no panic").push(name);
        if is_leaky {
            return Html(format!("<p>Your password is {}", escape::html(&of(&sent, "pwd")))).into_response();
        }
        see("/people")
    };
    let people = async move || {
        let names = shows.lock().expect("no panic");
        let items = list(names.iter().map(|name| format!("<li>{}", escape::html(name))));
        Html(format!("<ul>{items}</ul>"))
    };
    Router::new()
        .route(
            "/",
            get(async || {
                Html(
                    "<a href=people>People</a><form method=post action=join>\
            <input name=nickname><input name=pwd type=password></form>",
                )
            }),
        )
        .route("/join", post(add))
        .route("/people", get(people))
}

#[tokio::test]
async fn names_passwords_and_logs() {
    for is_leaky in [true, false] {
        let log = Kept::default();
        let reads = log.clone();
        let report =
            audit(signup(is_leaky, log)).log(move || reads.lock().expect("no panic").concat()).run().await;
        if is_leaky {
            for code in ["audit.hidden", "audit.secret", "audit.log"] {
                assert!(has(&report, code, "POST /join"), "{code} {report}");
            }
        } else {
            assert_eq!(codes(&report), [], "{report}");
        }
    }
}

#[tokio::test]
async fn what_does_not_answer_does_not_hang() {
    let site = Router::new()
        .route("/", get(async || Html("<a href=/never>x</a><a href=/stream>y</a>")))
        .route("/never", get(async || std::future::pending::<()>().await))
        .route(
            "/stream",
            get(async || {
                let stream = Body::new(Endless(false));
                Response::builder().header(CONTENT_TYPE, "text/event-stream").body(stream).expect("an answer")
            }),
        );
    let report = audit(site)
        .answer_time(Duration::from_millis(50))
        .max_time(Duration::from_secs(20))
        .max_requests(60)
        .run()
        .await;
    assert!(has(&report, "audit.late", "/never") && !has(&report, "audit.late", "/stream"), "{report}");
}

/// A stream that says one thing and never ends.
struct Endless(bool);

impl http_body::Body for Endless {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        if std::mem::replace(&mut self.0, true) {
            return std::task::Poll::Pending;
        }
        std::task::Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::from_static(b"data: 1\n\n")))))
    }
}

#[tokio::test]
async fn a_function_is_a_site() {
    let site = async |request: Request<Vec<u8>>| {
        let query = request.uri().query().unwrap_or_default().to_owned();
        let sent: Fields = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let page = format!("<a href='?q=a'>a</a><p>{}", of(&sent, "q"));
        Response::builder().header(CONTENT_TYPE, "text/html").body(page.into_bytes()).expect("an answer")
    };
    assert!(has(&audit_fn(site).run().await, "audit.script", "GET /"));
}
