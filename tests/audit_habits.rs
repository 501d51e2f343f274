//! Small sites of many habits before the audit: each has one hole, and a twin without it.
#![cfg(all(feature = "testing", feature = "http"))]

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Form, Json, Path, Query, Request};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HOST, LOCATION, REFRESH, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use untaint::testing::{AuditReport, Login, audit, audit_fn};
use untaint::{attr, escape, html, redirect, uri};

type Fields = HashMap<String, String>;
type Kept = Arc<Mutex<Vec<String>>>;

fn of(fields: &Fields, name: &str) -> String {
    fields.get(name).cloned().unwrap_or_default()
}

fn header(value: &str) -> HeaderValue {
    HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static("x"))
}

fn see(target: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, header(target))]).into_response()
}

/// What is found of the site's own: headers and cookies are another matter.
fn codes(report: &AuditReport) -> Vec<(String, String)> {
    let own = report.findings().iter().filter(|finding| finding.code().starts_with("audit."));
    own.map(|finding| (finding.code().to_owned(), finding.route().to_owned())).collect()
}

/// A page that is one function of one text, at a link.
async fn page_holds(link: &str, make: fn(&str) -> String, wants: &str) {
    let path = link.split('?').next().expect("a path").to_owned();
    let name = link.split(['?', '=']).nth(1).expect("a name").to_owned();
    let index = format!("<ul><li><a href='{link}'>there</a></ul>");
    let site = Router::new()
        .route("/", get(async move || Html(index)))
        .route(&path, get(async move |Query(sent): Query<Fields>| Html(make(&of(&sent, &name)))));
    let report = audit(site).run().await;
    let found = codes(&report);
    if wants.is_empty() {
        assert!(found.is_empty(), "{link}: {report}");
    } else {
        assert!(
            found.iter().any(|(code, route)| code == wants && route.ends_with(&path)),
            "{link} {wants}: {report}"
        );
    }
}

#[tokio::test]
async fn pages() {
    type Row = (&'static str, &'static str, fn(&str) -> String, fn(&str) -> String);
    let rows: &[Row] = &[
        ("audit.script", "/a?q=x", |t| format!("<p>{t}"), |t| format!("<p>{}", escape::html(t))),
        (
            "audit.script",
            "/a?q=x",
            |t| format!("<p>{}", t.replace("<script>", "")),
            |t| format!("<p>{}", t.replace(['<', '&'], "")),
        ),
        (
            "audit.script",
            "/a?q=x",
            |t| format!("<!-- {t} -->"),
            |t| format!("<!-- {} -->", escape::html_comment(t)),
        ),
        (
            "audit.script",
            "/a?q=x",
            |t| format!("<title>{t}</title>"),
            |t| format!("<title>{}</title>", escape::html(t)),
        ),
        (
            "audit.script",
            "/a?q=x",
            |t| format!("<textarea>{t}</textarea>"),
            |t| format!("<textarea>{}</textarea>", escape::html(t)),
        ),
        (
            "audit.script",
            "/a?q=x",
            |t| {
                format!(
                    "<div>{}</div>",
                    t.replace("<script", "")
                        .replace("onerror", "")
                        .replace("onload", "")
                        .replace("javascript:", "")
                )
            },
            |t| format!("<div>{}</div>", html::sanitize(t, html::HtmlPolicy::comment())),
        ),
        (
            "audit.attribute",
            "/a?q=x",
            |t| format!("<input value=\"{}\">", t.replace('<', "&lt;")),
            |t| format!("<input value={}>", attr::quote(t)),
        ),
        (
            "audit.attribute",
            "/a?q=x",
            |t| {
                format!(
                    "<input value='{}'>",
                    t.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
                )
            },
            |t| format!("<input value='{}'>", escape::html(t)),
        ),
        (
            "audit.attribute",
            "/a?q=x",
            |t| format!("<input value={}>", escape::html(t)),
            |t| format!("<input value={}>", attr::quote(t)),
        ),
        (
            "audit.url",
            "/a?site=x",
            |t| format!("<a href={}>x</a>", attr::quote(t)),
            |t| format!("<a{}>x</a>", attr::href(&uri::clean(t, uri::UriPolicy::web()))),
        ),
        (
            "audit.url",
            "/a?u=x",
            |t| format!("<a href={}>x</a>", attr::quote(if t.starts_with("javascript:") { "#" } else { t })),
            |t| {
                format!(
                    "<a href={}>x</a>",
                    attr::quote(&format!("https://example.com/{}", escape::url_component(t)))
                )
            },
        ),
        (
            "audit.url",
            "/a?v=x",
            |t| format!("<iframe src={}></iframe>", attr::quote(t)),
            |t| format!("<iframe src={}></iframe>", attr::quote(&format!("/v/{}", escape::url_component(t)))),
        ),
        (
            "audit.script_data",
            "/a?n=x",
            |t| format!("<script>var n = '{}';</script>", t.replace('<', "&lt;")),
            |t| format!("<script>var n = {};</script>", escape::js_string(t)),
        ),
        (
            "audit.script_data",
            "/a?n=x",
            |t| format!("<button onclick=\"go('{}')\">x</button>", escape::html(t)),
            |t| format!("<button data-n={}>x</button>", attr::quote(t)),
        ),
        (
            "audit.script_data",
            "/a?n=x",
            |t| format!("<script>let n = `{}`;</script>", t.replace('`', "").replace('<', "")),
            |t| format!("<script>let n = {};</script>", escape::js_string(t)),
        ),
        (
            "audit.script_end",
            "/a?n=x",
            |t| format!("<script>var s = {};</script>", serde_json::json!({ "n": t })),
            |t| {
                format!(
                    "<script>var s = {};</script>",
                    escape::json_script(&serde_json::json!({ "n": t }).to_string())
                )
            },
        ),
        (
            "audit.redirect",
            "/out?r=/home",
            |t| format!("<meta http-equiv=refresh content=\"0; url={}\">", escape::html(t)),
            |t| {
                format!(
                    "<meta http-equiv=refresh content=\"0; url={}\">",
                    escape::html(&redirect::local(Some(t), "/").location())
                )
            },
        ),
        (
            "audit.script",
            "/a?x=1",
            |t| format!("<p>{}", escape::html(t).replace("&lt;", "<").replace("&gt;", ">")),
            |t| format!("<p>{}", escape::html(t)),
        ),
        (
            "audit.script",
            "/a?x=%20y",
            |t| format!("<p>{}", html::unescape(t)),
            |t| format!("<p>{}", escape::html(&html::unescape(t))),
        ),
        (
            "audit.growth",
            "/a?x=y",
            |t| format!("<p>{}", escape::html(t).repeat(t.len() / 9 + 1)),
            |t| format!("<p>{}", escape::html(t).repeat(3)),
        ),
        (
            "audit.panic",
            "/a?x=y",
            |t| format!("<p>{}", t[..t.len().min(3)].len()),
            |t| format!("<p>{}", t.len()),
        ),
    ];
    for (code, link, hole, mended) in rows {
        page_holds(link, *hole, code).await;
        page_holds(link, *mended, "").await;
    }
}

/// Answers of one request with a text in it.
async fn answer_holds(link: &str, make: fn(&str) -> Response, wants: &str) {
    let path = link.split('?').next().expect("a path").to_owned();
    let name = link.split(['?', '=']).nth(1).expect("a name").to_owned();
    let index = format!("<a href='{link}'>there</a>");
    let site = Router::new()
        .route("/", get(async move || Html(index)))
        .route(&path, get(async move |Query(sent): Query<Fields>| make(&of(&sent, &name))));
    let report = audit(site).run().await;
    let found = codes(&report);
    if wants.is_empty() {
        assert!(found.is_empty(), "{link}: {report}");
    } else {
        assert!(
            found.iter().any(|(code, route)| code == wants && route.ends_with(&path)),
            "{link} {wants}: {report}"
        );
    }
}

#[tokio::test]
async fn answers() {
    type Row = (&'static str, &'static str, fn(&str) -> Response, fn(&str) -> Response);
    let rows: &[Row] = &[
        ("audit.redirect", "/go?next=/x", |t| see(t), |t| see(&redirect::local(Some(t), "/").location())),
        (
            "audit.redirect",
            "/go?return_to=/x",
            |t| see(if t.starts_with("//") || t.contains(':') { "/" } else { t }),
            |t| see(&redirect::local(Some(t), "/").location()),
        ),
        (
            "audit.redirect",
            "/go?r=/x",
            |t| ([(REFRESH, header(&format!("0;url={t}")))], "on").into_response(),
            |_| ([(REFRESH, header("0;url=/x"))], "on").into_response(),
        ),
        (
            "audit.redirect",
            "/go?url=https://app.test/x",
            |t| see(if t.contains("app.test") { t } else { "/" }),
            |t| see(if t == "https://app.test/x" { t } else { "/" }),
        ),
        (
            "audit.cookie_attribute",
            "/set?theme=dark",
            |t| ([(SET_COOKIE, header(&format!("theme={t}; Path=/")))], "ok").into_response(),
            |t| {
                ([(SET_COOKIE, header(&format!("theme={}; Path=/", escape::url_component(t))))], "ok")
                    .into_response()
            },
        ),
        (
            "audit.header",
            "/d?name=a.txt",
            |t| {
                ([(CONTENT_DISPOSITION, header(&format!("attachment; filename=\"{t}\"")))], "ok")
                    .into_response()
            },
            |t| {
                let value =
                    untaint::filename::content_disposition(untaint::filename::Disposition::Attachment, t);
                ([(CONTENT_DISPOSITION, header(value.as_str()))], "ok").into_response()
            },
        ),
        (
            "audit.script",
            "/j?q=x",
            |t| ([(CONTENT_TYPE, "text/html")], serde_json::json!({ "q": t }).to_string()).into_response(),
            |t| axum::Json(serde_json::json!({ "q": t })).into_response(),
        ),
        (
            "audit.script",
            "/feed.xml?q=x",
            |t| {
                ([(CONTENT_TYPE, "application/rss+xml")], format!("<rss><title>{t}</title></rss>"))
                    .into_response()
            },
            |t| {
                (
                    [(CONTENT_TYPE, "application/rss+xml")],
                    format!("<rss><title>{}</title></rss>", escape::xml(t)),
                )
                    .into_response()
            },
        ),
        (
            "audit.formula",
            "/list?q=x",
            |t| ([(CONTENT_TYPE, "text/csv")], format!("name\n{t}\n")).into_response(),
            |t| {
                (
                    [(CONTENT_TYPE, "text/csv")],
                    format!("name\n{}\n", escape::csv_cell(&escape::csv_formula(t))),
                )
                    .into_response()
            },
        ),
        (
            "audit.failure",
            "/n?id=7",
            |t| {
                (if t.parse::<u32>().is_ok() { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR })
                    .into_response()
            },
            |t| {
                (if t.parse::<u32>().is_ok() { StatusCode::OK } else { StatusCode::BAD_REQUEST })
                    .into_response()
            },
        ),
        (
            "audit.details",
            "/n?id=7",
            |t| {
                (
                    StatusCode::BAD_REQUEST,
                    t.parse::<u32>()
                        .map_or("thread 'main' panicked at src/main.rs:7".to_owned(), |_| String::new()),
                )
                    .into_response()
            },
            |_| (StatusCode::BAD_REQUEST, "That is no number").into_response(),
        ),
    ];
    for (code, link, hole, mended) in rows {
        answer_holds(link, *hole, code).await;
        answer_holds(link, *mended, "").await;
    }
}

fn has(report: &AuditReport, code: &str, route: &str) -> bool {
    report.findings().iter().any(|finding| finding.code() == code && finding.route().contains(route))
}

#[tokio::test]
async fn parameters_that_no_link_shows() {
    let site = |is_leaky: bool| {
        let say = async move |Query(sent): Query<Fields>| {
            let msg = of(&sent, "msg");
            Html(format!("<p>{}", if is_leaky { msg } else { escape::html(&msg).into_owned() }))
        };
        let go = async |Query(sent): Query<Fields>| see(sent.get("return_to").map_or("/", String::as_str));
        Router::new().route("/", get(say)).route("/login", get(go))
    };
    let report = audit(site(true)).start("/").start("/login").run().await;
    assert!(has(&report, "audit.script", "GET /") && has(&report, "audit.redirect", "/login"), "{report}");
    let report = audit(site(false)).run().await;
    assert_eq!(codes(&report), []);
}

#[tokio::test]
async fn paths_hold_data() {
    let index = "<a href=hello/ann>Ann</a> <a href='files/a.txt'>a</a>";
    let site = |is_leaky: bool| {
        let write =
            move |text: &str| if is_leaky { text.to_owned() } else { escape::html(text).into_owned() };
        Router::new()
            .route("/", get(async move || Html(index)))
            .route(
                "/hello/{name}",
                get(async move |Path(name): Path<String>| Html(format!("<p>{}", write(&name)))),
            )
            .fallback(async move |uri: Uri| {
                let path = uri.path().replace("%3C", "<").replace("%3E", ">").replace("%20", " ");
                (StatusCode::NOT_FOUND, Html(format!("<p>No {}", write(&path))))
            })
    };
    let report = audit(site(true)).run().await;
    assert!(has(&report, "audit.script", "/hello") && has(&report, "audit.script", "/nothing"), "{report}");
    assert_eq!(codes(&audit(site(false)).run().await), []);
}

/// Comments that a script posts as JSON, and a page for each.
fn comments(is_leaky: bool) -> Router {
    let kept = Kept::default();
    let (adds, reads) = (kept.clone(), kept.clone());
    let add = async move |Json(sent): Json<Fields>| {
        let mut kept = adds.lock().expect("no panic");
        kept.push(of(&sent, "text"));
        (StatusCode::CREATED, Json(serde_json::json!({ "url": format!("/c/{}", kept.len() - 1) })))
    };
    let list = async move || {
        let items: String = (0..reads.lock().expect("no panic").len())
            .map(|at| format!("<li><a href=c/{at}>{at}</a>"))
            .collect();
        Html(format!(
            "<ul>{items}</ul><script>form.onsubmit = () => fetch('/api/comments', {{method: 'POST', \
             body: JSON.stringify({{text: text.value, author: me}})}})</script>"
        ))
    };
    let one = async move |Path(at): Path<usize>| {
        let text = kept.lock().expect("no panic").get(at).cloned().unwrap_or_default();
        Html(format!("<p>{}", if is_leaky { text } else { escape::html(&text).into_owned() }))
    };
    Router::new().route("/", get(list)).route("/api/comments", post(add)).route("/c/{at}", get(one))
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

/// A site that chooses its pages by a parameter, and tells nobody what its API takes.
fn dispatch(is_leaky: bool) -> Router {
    let write = move |text: &str| if is_leaky { text.to_owned() } else { escape::html(text).into_owned() };
    let kept = Kept::default();
    let (adds, lists, shows) = (kept.clone(), kept.clone(), kept);
    #[derive(serde::Deserialize)]
    struct Note {
        heading: String,
    }
    #[derive(serde::Deserialize)]
    struct Wants {
        colour: String,
    }
    let index = async move |Query(sent): Query<Fields>| {
        let more = of(&sent, "more");
        let shown = shows.lock().expect("no panic").concat();
        Html(match &*of(&sent, "page") {
            "" => "<a href='?page=one'>1</a><a href='?page=two'>2</a><a href='?page=three'>3</a><a href='?page=four'>4</a>".to_owned(),
            "four" => format!("<a href='?page=five&more=x'>5</a><a href=/api/notes>x</a><a href=/wants>x</a><p>{}", write(&shown)),
            "five" => format!("<p>{}<form id=f><input name=wish></form><script>f.onsubmit = () => fetch('/wish', {{method: 'POST', body: \
                 new URLSearchParams(new FormData(f))}})</script>", write(&more)),
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
    let list = async move || Json(lists.lock().expect("no panic").clone());
    let wants = async move |Query(wants): Query<Wants>| Html(format!("<p>{}", write(&wants.colour)));
    let wish = async move |Form(sent): Form<Fields>| {
        (StatusCode::UNPROCESSABLE_ENTITY, Html(format!("<p>{}", write(&of(&sent, "wish")))))
    };
    Router::new()
        .route("/", get(index))
        .route("/api/notes", get(list).post(add))
        .route("/wants", get(wants))
        .route("/wish", post(wish))
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
        let names: String = lists
            .lock()
            .expect("no panic")
            .iter()
            .filter(|_| tells)
            .map(|(name, ..)| format!("<li><a href=\"/media/{}\">x</a>", escape::url_component(name)))
            .collect();
        Html(format!(
            "<form method=POST enctype='multipart/form-data' action=send><input name=t><input type=file name=doc></form>{names}"
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
            "<form method=post><input name=user><input type=password name=pass><input type=hidden name=return_to value={}></form>",
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
    let list = async move || {
        let items: String = shows
            .lock()
            .expect("no panic")
            .iter()
            .map(|name| format!("<li>{}", escape::html(name)))
            .collect();
        Html(format!("<ul>{items}</ul>"))
    };
    Router::new()
        .route("/", get(async || Html("<a href=people>People</a><form method=post action=join><input name=nickname><input name=pwd type=password></form>")))
        .route("/join", post(add))
        .route("/people", get(list))
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
