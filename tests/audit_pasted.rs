//! What a finding prints is a test: it is pasted here as it stands, compiled, and holds once the site is mended.
#![cfg(all(feature = "testing", feature = "http"))]

mod audit_kit;

use audit_kit::{Fields, Kept, has, header, list, of, see};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Form, Multipart, Path, Query};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use std::sync::{Arc, Mutex};
use untaint::escape;
use untaint::testing::{AuditFinding, AuditReport, Login, audit};

/// One text field, one file, one note behind a login, one log.
fn board(is_leaky: bool, log: Kept) -> Router {
    let shown = move |text: &str| if is_leaky { text.to_owned() } else { escape::html(text).into_owned() };
    let search = async move |Query(sent): Query<Fields>| {
        let q = of(&sent, "q");
        log.lock().expect("no panic").push(format!(
            "search {}\n",
            if is_leaky { q.clone() } else { escape::log_line(&q).into_owned() }
        ));
        Html(format!(
            "<form><input name=q></form><a href=/notes>Notes</a><a href=/send>Send</a><p>{}",
            shown(&q)
        ))
    };
    let sessions = Kept::default();
    let (ins, enters) = (sessions.clone(), sessions.clone());
    let is_in = |headers: &HeaderMap, known: &Kept| {
        let all = headers.get("cookie").and_then(|all| all.to_str().ok()).unwrap_or_default();
        known.lock().expect("no panic").iter().any(|id| all == format!("sid={id}"))
    };
    let is_own =
        |headers: &HeaderMap| headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin");
    let enter = async move |headers: HeaderMap, Form(sent): Form<Fields>| -> Response {
        if of(&sent, "word") != "sésame \"7\"" || !is_own(&headers) {
            return StatusCode::FORBIDDEN.into_response();
        }
        let half = || getrandom::u64().expect("random bytes");
        let id = format!("{:016x}{:016x}", half(), half());
        let cookie = format!("sid={id}; Path=/; Secure; HttpOnly; SameSite=Lax");
        enters.lock().expect("no panic").push(id);
        ([(SET_COOKIE, header(&cookie))], see("/notes")).into_response()
    };
    let kept = Kept::default();
    let reads = kept.clone();
    let notes = async move |headers: HeaderMap| -> Response {
        if !is_in(&headers, &ins) {
            return see("/login");
        }
        let notes = list(reads.lock().expect("no panic").iter().map(|note| format!("<li>{}", shown(note))));
        Html(format!("<form method=post><textarea name=note></textarea></form>{notes}")).into_response()
    };
    let add = async move |headers: HeaderMap, Form(sent): Form<Fields>| -> Response {
        if !is_in(&headers, &sessions) || !is_own(&headers) {
            return StatusCode::FORBIDDEN.into_response();
        }
        kept.lock().expect("no panic").push(of(&sent, "note"));
        see("/notes")
    };
    let form = "<form method=post><input name=word type=password></form>";
    files(is_leaky)
        .route("/", get(search))
        .route("/login", get(async move || Html(form)).post(enter))
        .route("/notes", get(notes).post(add))
}

/// Pictures, told by their first bytes, which are no text.
fn files(is_leaky: bool) -> Router {
    let kept: Arc<Mutex<Vec<(String, Bytes)>>> = Arc::default();
    let reads = kept.clone();
    let send = async move |headers: HeaderMap, mut form: Multipart| -> Response {
        let is_own = headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin");
        while let (true, Ok(Some(field))) = (is_own, form.next_field().await) {
            let name = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.unwrap_or_default();
            if [&b"\x89PNG"[..], b"\xFF\xD8\xFF", b"GIF8"].iter().any(|start| bytes.starts_with(start)) {
                let mut kept = kept.lock().expect("no panic");
                kept.push((name, bytes));
                return see(&format!("/files/{}", kept.len() - 1));
            }
        }
        StatusCode::FORBIDDEN.into_response()
    };
    let serve = async move |Path(at): Path<usize>| -> Response {
        let Some((name, bytes)) = reads.lock().expect("no panic").get(at).cloned() else {
            return StatusCode::NOT_FOUND.into_response();
        };
        let kind = if is_leaky && name.ends_with("html") { "text/html" } else { "application/octet-stream" };
        let how = if is_leaky { "inline" } else { "attachment" };
        ([(CONTENT_TYPE, header(kind)), (CONTENT_DISPOSITION, header(how))], bytes).into_response()
    };
    let form =
        "<form method=post enctype=multipart/form-data><input type=file name=photo accept=image/*></form>";
    Router::new().route("/send", get(async move || Html(form)).post(send)).route("/files/{at}", get(serve))
}

async fn found() -> AuditReport {
    let log = Kept::default();
    let reads = log.clone();
    let login = Login::form("/login", [("word", "sésame \"7\"")]);
    audit(board(true, log)).login(login).log(move || reads.lock().expect("no panic").concat()).run().await
}

/// What is printed, of the findings here.
fn printed(report: &AuditReport) -> String {
    let own = report.findings().iter().filter(|finding| finding.code().starts_with("audit."));
    own.map(AuditFinding::as_test).collect::<Vec<_>>().join("\n")
}

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/audit_pasted/printed.rs");

/// `UNTAINT_WRITE=1 cargo test --all-features --test audit_pasted` pastes them anew.
#[tokio::test]
async fn what_is_pasted_is_what_is_printed() {
    let report = found().await;
    for (code, route) in [
        ("audit.script", "GET /"),
        ("audit.script", "POST /notes"),
        ("audit.upload", "POST /send"),
        ("audit.log", "GET /"),
    ] {
        assert!(has(&report, code, route), "{code} {route}: {report}");
    }
    let printed = printed(&report);
    // A field of text, one behind the login, the log, and bytes that are no text.
    for part in [
        "\"GET /?q=",
        ".login(untaint::testing::Login::form(\"/login\", [(\"word\", \"s",
        ".log(read_log)\n",
        "&b\"POST /send",
    ] {
        assert!(printed.contains(part), "{part}: {printed}");
    }
    assert!(!printed.contains("your "), "{printed}");
    if std::env::var_os("UNTAINT_WRITE").is_some() {
        std::fs::write(FILE, &printed).expect("the page of the tests");
    }
    assert!(include_str!("audit_pasted/printed.rs") == printed, "paste them anew:\n{printed}");
    // Each shows its hole where the site has it.
    let is_text = |finding: &&AuditFinding| finding.requests().iter().all(|text| !text.contains('\u{FFFD}'));
    for finding in report.findings().iter().filter(is_text) {
        let log = Kept::default();
        let reads = log.clone();
        let login = Login::form("/login", [("word", "sésame \"7\"")]);
        let site = audit(board(true, log)).login(login).log(move || reads.lock().expect("no panic").concat());
        let again = site.replay(finding.requests()).await;
        assert!(again.has(finding.code()), "{finding}{again}");
    }
}

/// The tests as they stand, on the mended site: they compile and hold.
mod pasted {
    use super::{Kept, board};

    fn site() -> axum::Router {
        board(false, LOG.with(Clone::clone))
    }

    thread_local! {
        static LOG: Kept = Kept::default();
    }

    fn read_log() -> String {
        LOG.with(|log| log.lock().expect("no panic").concat())
    }

    include!("audit_pasted/printed.rs");
}

/// Logins that are secrets of the test, names that are alike, and an exception that is not needed.
#[tokio::test]
async fn what_cannot_be_printed_is_a_function() {
    let site = || {
        let page = async |Query(sent): Query<Fields>| {
            Html(format!("<a href='/a?q=1&é=2&ü=3'>a</a>{}{}", of(&sent, "é"), of(&sent, "ü")))
        };
        let secret = async |headers: HeaderMap, Query(sent): Query<Fields>| match headers.get("authorization")
        {
            Some(_) => Html(of(&sent, "q")).into_response(),
            None => StatusCode::FORBIDDEN.into_response(),
        };
        Router::new().route("/", get(page)).route("/a", get(page)).route("/s", get(secret))
    };
    let report = audit(site())
        .login(Login::header("authorization", "Bearer k"))
        .start("/")
        .start("/s?q=1")
        .accept("audit.growth", "it is long")
        .run()
        .await;
    let tests: Vec<String> = report.findings().iter().map(AuditFinding::as_test).collect();
    let all = tests.concat();
    assert!(all.contains("        .login(login())\n") && !all.contains("Bearer"), "{all}");
    assert!(
        all.contains(".accept(\"audit.growth\", \"a reason\")\n        .run()\n        .await;"),
        "{all}"
    );
    let names: Vec<&str> = all.lines().filter(|line| line.starts_with("async fn")).collect();
    let unlike: std::collections::BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!((names.len(), names.len()), (tests.len(), unlike.len()), "{all}");
    assert!(names.iter().any(|name| name.contains("_2(")), "{all}");
}
