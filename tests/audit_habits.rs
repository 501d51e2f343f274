//! Small sites of many habits before the audit: each has one hole, and a twin without it.
#![cfg(all(feature = "testing", feature = "http"))]

mod audit_kit;

use audit_kit::{Fields, codes, has, header, of, see};
use axum::Router;
use axum::extract::{Path, Query};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, REFRESH, SET_COOKIE};
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use untaint::testing::audit;
use untaint::{attr, escape, html, redirect, uri};

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

type Page = fn(&str) -> String;

/// Pages with a text of the query: the hole, and the same without it.
const PAGES: &[(&str, &str, Page, Page)] = &[
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
            format!("<input value='{}'>", t.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;"))
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
        |t| format!("<script>let n = `{}`;</script>", t.replace(['`', '<'], "")),
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
    ("audit.panic", "/a?x=y", |t| format!("<p>{}", t[..t.len().min(3)].len()), |t| format!("<p>{}", t.len())),
];

#[tokio::test]
async fn pages() {
    for (code, link, hole, mended) in PAGES {
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

type Make = fn(&str) -> Response;

/// Answers of other kinds.
const ANSWERS: &[(&str, &str, Make, Make)] = &[
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
        |t| ([(CONTENT_DISPOSITION, header(&format!("attachment; filename=\"{t}\"")))], "ok").into_response(),
        |t| {
            let value = untaint::filename::content_disposition(untaint::filename::Disposition::Attachment, t);
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
            ([(CONTENT_TYPE, "application/rss+xml")], format!("<rss><title>{}</title></rss>", escape::xml(t)))
                .into_response()
        },
    ),
    (
        "audit.formula",
        "/list?q=x",
        |t| ([(CONTENT_TYPE, "text/csv")], format!("name\n{t}\n")).into_response(),
        |t| {
            ([(CONTENT_TYPE, "text/csv")], format!("name\n{}\n", escape::csv_cell(&escape::csv_formula(t))))
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
        |t| (if t.parse::<u32>().is_ok() { StatusCode::OK } else { StatusCode::BAD_REQUEST }).into_response(),
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

#[tokio::test]
async fn answers() {
    for (code, link, hole, mended) in ANSWERS {
        answer_holds(link, *hole, code).await;
        answer_holds(link, *mended, "").await;
    }
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
