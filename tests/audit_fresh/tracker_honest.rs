//! The project tracker, done right: escaped by the crate's functions, requests of other sites refused by their headers.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Component, Path as FsPath, PathBuf};
use std::sync::{Arc, Mutex};

use axum::extract::{Multipart, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Form, Json, Router};
use serde::{Deserialize, Serialize};
use untaint::escape::{html, json_script};
use untaint::text::{self, TextPolicy};
use untaint::{redirect, uri};

use super::kit::{Log, Open};

#[derive(Clone)]
struct Project {
    name: String,
    homepage: String,
    notes: Vec<String>,
}

#[derive(Serialize, Clone)]
struct Issue {
    id: usize,
    project: usize,
    title: String,
    label: String,
    state: String,
}

struct Tracker {
    sessions: HashMap<String, String>,
    projects: Vec<Project>,
    issues: Vec<Issue>,
    webhooks: Vec<(String, String)>,
    avatars: HashMap<String, (String, Vec<u8>)>,
    files: PathBuf,
    log: Log,
    open: Open,
}

type Shared = Arc<Mutex<Tracker>>;

const PEOPLE: [(&str, &str); 2] = [("ada@app.test", "correct horse"), ("bob@app.test", "battery staple")];

pub fn site(files: &FsPath, log: Log, open: Open) -> Router {
    let tracker = Tracker {
        sessions: HashMap::new(),
        projects: vec![Project {
            name: "Website".into(),
            homepage: "https://example.org/".into(),
            notes: vec!["See **the plan**.".into()],
        }],
        issues: vec![Issue {
            id: 0,
            project: 0,
            title: "Logo is blurred".into(),
            label: "bug".into(),
            state: "open".into(),
        }],
        webhooks: vec![("push".into(), "https://ci.example.org/hook".into())],
        avatars: HashMap::new(),
        files: files.into(),
        log,
        open,
    };
    Router::new()
        .route("/", get(home))
        .route("/projects", post(new_project))
        .route("/projects/{id}", get(project))
        .route("/projects/{id}/issues", post(new_issue))
        .route("/projects/{id}/notes", post(new_note))
        .route("/projects/{id}/export", get(export))
        .route("/issues/{id}", get(issue))
        .route("/board", get(board))
        .route("/find", get(find))
        .route("/api/issues", get(api_issues))
        .route("/api/issues/{id}", get(api_issue).put(api_update).delete(api_delete))
        .route("/me", get(me))
        .route("/me/avatar", post(avatar))
        .route("/avatars/{who}", get(show_avatar))
        .route("/webhooks", get(webhooks).post(new_webhook))
        .route("/theme", get(theme))
        .route("/go", get(go))
        .route("/files/{*path}", get(file))
        .route("/audit", get(audit_log))
        .route("/login", get(login_page).post(login))
        .route("/logout", post(logout))
        .layer(from_fn_with_state(open, guard))
        .with_state(Arc::new(Mutex::new(tracker)))
}

/// The headers of each answer, and no change of state that another site asks for.
async fn guard(State(open): State<Open>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let value = |name: &str| headers.get(name).map(axum::http::HeaderValue::as_bytes);
    let own = match (value("sec-fetch-site"), value("origin")) {
        (Some(site), _) => site == b"same-origin" || site == b"none",
        (None, Some(origin)) => origin == b"https://app.test",
        (None, None) => true,
    };
    let is_refused = !own && !matches!(*request.method(), Method::GET | Method::HEAD) && !open.has("guard");
    let nonce = random();
    request.extensions_mut().insert(Nonce(nonce.clone()));
    let mut response = if is_refused {
        (StatusCode::FORBIDDEN, "Requests of other sites are not taken.").into_response()
    } else {
        next.run(request).await
    };
    let policy = format!(
        "default-src 'none'; img-src 'self'; connect-src 'self'; script-src 'nonce-{nonce}'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    );
    let headers = response.headers_mut();
    headers.entry("content-security-policy").or_insert(HeaderValue::try_from(policy).unwrap());
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    headers.insert("referrer-policy", HeaderValue::from_static("strict-origin-when-cross-origin"));
    headers.insert("strict-transport-security", HeaderValue::from_static("max-age=31536000"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cache-control", HeaderValue::from_static("private, no-store"));
    response
}

#[derive(Clone)]
struct Nonce(String);

fn random() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).unwrap();
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// An address for a link of a page, where it is one of the web.
fn link(address: &str, is_open: bool) -> Option<String> {
    if is_open {
        return Some(html(address).into_owned());
    }
    uri::check(address, uri::UriPolicy::web()).ok().map(|safe| html(safe.as_str()).into_owned())
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get(header::COOKIE)?.to_str().ok()?;
    all.split(';').find_map(|one| one.trim().strip_prefix(name)?.strip_prefix('='))
}

fn who(tracker: &Tracker, headers: &HeaderMap) -> Option<String> {
    tracker.sessions.get(cookie(headers, "__Host-sid")?).cloned()
}

fn page(headers: &HeaderMap, title: &str, body: &str) -> Html<String> {
    let theme = if cookie(headers, "theme") == Some("dark") { "dark" } else { "light" };
    let title = html(title);
    Html(format!(
        "<!DOCTYPE html>\n<html>\n<head><title>{title}</title></head>\n<body class='{theme}'>\n\
         <header><a href='/'>Projects</a> | <a href='/board'>Board</a> | <a href='/webhooks'>Webhooks</a> | \
         <a href='/me'>Me</a> | <a href='/audit'>Audit log</a> | <a href='/files/readme.md'>Help</a> | \
         <a href='/theme?theme=dark'>Dark</a> | <a href='/go?to=https://docs.example.org/'>Docs</a>\n\
         <form action='/find'><input name='q'><button>Find</button></form></header>\n\
         <h2>{title}</h2>\n{body}\n\
         <form method='post' action='/logout'><button>Sign out</button></form></body></html>"
    ))
}

fn not_signed_in() -> Response {
    Redirect::to("/login").into_response()
}

fn text_of(text: &str, is_open: bool) -> String {
    if is_open { text.to_owned() } else { html(text).into_owned() }
}

/// `**bold**` and `[text](address)`, of a text that is escaped first.
fn markup(text: &str, open: Open) -> String {
    let mut out = String::new();
    for (n, part) in text.split("**").enumerate() {
        let mut rest = part;
        let is_bold = n % 2 == 1;
        out.push_str(if is_bold { "<b>" } else { "" });
        while let Some((before, after)) = rest.split_once('[') {
            out.push_str(&text_of(before, open.has("note text")));
            let found = after.split_once("](").and_then(|(text, tail)| Some((text, tail.split_once(')')?)));
            match found
                .and_then(|(text, (address, tail))| Some((text, link(address, open.has("note link"))?, tail)))
            {
                Some((text, address, tail)) => {
                    let _ = write!(out, "<a href='{address}' rel='nofollow noopener'>{}</a>", html(text));
                    rest = tail;
                }
                None => rest = after,
            }
        }
        out.push_str(&text_of(rest, open.has("note text")));
        out.push_str(if is_bold { "</b>" } else { "" });
    }
    out
}

async fn home(State(tracker): State<Shared>, headers: HeaderMap) -> Html<String> {
    let tracker = tracker.lock().unwrap();
    let list = tracker.projects.iter().enumerate().map(|(id, project)| {
        let home = link(&project.homepage, tracker.open.has("homepage"));
        let home = home.map_or(String::new(), |url| format!("<a href='{url}'>home</a>"));
        format!("<li><a href='/projects/{id}'>{}</a> {home}</li>\n", html(&project.name))
    });
    let body = format!(
        "<ul>{}</ul><form method='post' action='/projects'>Name <input name='project[name]'> \
         Homepage <input name='project[homepage]'><button>Start a project</button></form>",
        list.collect::<Vec<_>>().concat()
    );
    page(&headers, "Projects", &body)
}

type Pairs = Form<Vec<(String, String)>>;

fn field(pairs: &[(String, String)], name: &str) -> String {
    pairs.iter().find(|(key, _)| key == name).map_or(String::new(), |(_, value)| value.clone())
}

async fn new_project(State(tracker): State<Shared>, headers: HeaderMap, Form(form): Pairs) -> Response {
    let mut tracker = tracker.lock().unwrap();
    let Some(who) = who(&tracker, &headers) else { return not_signed_in() };
    let (name, homepage) = (field(&form, "project[name]"), field(&form, "project[homepage]"));
    if text::check(&name, TextPolicy::single_line()).is_err() {
        return (StatusCode::UNPROCESSABLE_ENTITY, "A project needs a name in one line.").into_response();
    }
    tracker.log.line(&format!("INFO {who} started {name:?}"));
    tracker.projects.push(Project { name, homepage, notes: Vec::new() });
    Redirect::to(&format!("/projects/{}", tracker.projects.len() - 1)).into_response()
}

async fn project(State(tracker): State<Shared>, headers: HeaderMap, Path(id): Path<usize>) -> Response {
    let tracker = tracker.lock().unwrap();
    let Some(project) = tracker.projects.get(id) else {
        return (StatusCode::NOT_FOUND, page(&headers, "No such project", "")).into_response();
    };
    let notes =
        project.notes.iter().map(|note| format!("<div class='note'>{}</div>\n", markup(note, tracker.open)));
    let issues = tracker.issues.iter().filter(|issue| issue.project == id).map(|issue| {
        let (title, label) = (html(&issue.title), html(&issue.label));
        let tip = text_of(&issue.title, tracker.open.has("tip"));
        format!("<li><a href='/issues/{}' title='{tip}'>{title}</a> {label}</li>\n", issue.id)
    });
    let body = format!(
        "<p>{} <a href='/projects/{id}/export?name=report'>CSV</a></p>\n{}\n\
         <form method='post' action='/projects/{id}/notes'><textarea name='note'></textarea>\
         <button>Note</button></form>\n\
         <ul>{}</ul>\n<form method='post' action='/projects/{id}/issues'><input name='issue[title]'>\
         <select name='issue[label]'><option value='bug'>Bug</option><option value='idea'>Idea</option></select>\
         <button>Report</button></form>",
        link(&project.homepage, tracker.open.has("homepage"))
            .map_or(String::new(), |url| format!("<a href='{url}'>Homepage</a>")),
        notes.collect::<Vec<_>>().concat(),
        issues.collect::<Vec<_>>().concat()
    );
    page(&headers, &project.name, &body).into_response()
}

async fn new_issue(
    State(tracker): State<Shared>,
    headers: HeaderMap,
    Path(project): Path<usize>,
    Form(form): Pairs,
) -> Response {
    let mut tracker = tracker.lock().unwrap();
    if who(&tracker, &headers).is_none() {
        return not_signed_in();
    }
    let id = tracker.issues.len();
    let (title, label) = (field(&form, "issue[title]"), field(&form, "issue[label]"));
    if title.is_empty() || !["bug", "idea"].contains(&&*label) {
        return (StatusCode::UNPROCESSABLE_ENTITY, "An issue needs a title and a label.").into_response();
    }
    tracker.issues.push(Issue { id, project, title, label, state: "open".into() });
    Redirect::to(&format!("/issues/{id}")).into_response()
}

async fn new_note(
    State(tracker): State<Shared>,
    headers: HeaderMap,
    Path(project): Path<usize>,
    Form(form): Pairs,
) -> Response {
    let mut tracker = tracker.lock().unwrap();
    if who(&tracker, &headers).is_none() {
        return not_signed_in();
    }
    if let Some(project) = tracker.projects.get_mut(project) {
        project.notes.push(field(&form, "note"));
    }
    Redirect::to(&format!("/projects/{project}")).into_response()
}

/// A cell that no spreadsheet computes.
fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

async fn export(
    State(tracker): State<Shared>,
    Path(project): Path<usize>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let name = query.get("name").map_or("issues", String::as_str);
    let tracker = tracker.lock().unwrap();
    let is_kept = |c: &char| c.is_ascii_alphanumeric() || tracker.open.has("export name");
    let name: String = name.chars().filter(is_kept).take(40).collect();
    let rows = tracker.issues.iter().filter(|issue| issue.project == project);
    let rows = rows.map(|issue| {
        let [title, label, state] = [&issue.title, &issue.label, &issue.state]
            .map(|text| if tracker.open.has("cell") { text.clone() } else { cell(text) });
        format!("{},{title},{label},{state}\r\n", issue.id)
    });
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
    ];
    (headers, rows.collect::<Vec<_>>().concat()).into_response()
}

async fn issue(
    State(tracker): State<Shared>,
    Extension(Nonce(nonce)): Extension<Nonce>,
    headers: HeaderMap,
    Path(id): Path<usize>,
) -> Response {
    let tracker = tracker.lock().unwrap();
    let Some(issue) = tracker.issues.iter().find(|issue| issue.id == id) else {
        return (StatusCode::NOT_FOUND, page(&headers, "No such issue", "")).into_response();
    };
    let body = format!(
        "<p class='{}'>{} in <a href='/projects/{}'>its project</a></p>\n\
         <input id='title' value='{}'> <button id='save'>Save</button> <button id='drop'>Delete</button>\n\
         <script nonce='{nonce}'>\nconst title = document.getElementById('title');\n\
         document.getElementById('save').onclick = () => fetch('/api/issues/{id}', {{\n  method: 'PUT',\n  \
         headers: {{ 'Content-Type': 'application/json' }},\n  \
         body: JSON.stringify({{ title: title.value, state: 'open' }}),\n}}).then(() => location.reload());\n\
         document.getElementById('drop').onclick = () => fetch('/api/issues/' + {id}, {{ method: 'DELETE' }})\
         .then(() => location = '/board');\n</script>",
        html(&issue.label),
        text_of(&issue.state, tracker.open.has("state")),
        issue.project,
        html(&issue.title)
    );
    page(&headers, &issue.title, &body).into_response()
}

async fn board(
    State(tracker): State<Shared>,
    Extension(Nonce(nonce)): Extension<Nonce>,
    headers: HeaderMap,
) -> Html<String> {
    let tracker = tracker.lock().unwrap();
    let state = serde_json::json!({ "issues": tracker.issues, "user": who(&tracker, &headers) });
    let state = state.to_string();
    let state = if tracker.open.has("board") { state.clone() } else { json_script(&state).to_string() };
    let body = format!(
        "<ol id='board'></ol>\n<script nonce='{nonce}'>window.__STATE__ = {state};\n\
         for (const issue of window.__STATE__.issues) {{\n  const li = document.createElement('li');\n  \
         li.textContent = issue.title;\n  document.getElementById('board').append(li);\n}}\n\
         fetch('/api/issues').then(answer => answer.json());</script>"
    );
    page(&headers, "Board", &body)
}

async fn find(
    State(tracker): State<Shared>,
    Extension(Nonce(nonce)): Extension<Nonce>,
    headers: HeaderMap,
    Query(query): Query<HashMap<String, String>>,
) -> Html<String> {
    let q = query.get("q").cloned().unwrap_or_default();
    let tracker = tracker.lock().unwrap();
    let hits = tracker.issues.iter().filter(|issue| issue.title.contains(&q)).count();
    let quoted = serde_json::to_string(&q).unwrap();
    let script = json_script(&quoted);
    // Of HTML it is safe in both; as a handler, the browser undoes that before it runs what stands there.
    let handler = if tracker.open.has("handler") { "onclick" } else { "data-show" };
    let body = format!(
        "<p>{hits} hits for <em>{0}</em></p><input value='{0}' id='again'>\
         <button id='reset' {handler}=\"show('{0}')\">Reset</button>\
         <script nonce='{nonce}'>\n  var query = {script};\n</script>",
        html(&q)
    );
    page(&headers, "Find", &body)
}

async fn api_issues(State(tracker): State<Shared>) -> Json<Vec<Issue>> {
    Json(tracker.lock().unwrap().issues.clone())
}

async fn api_issue(State(tracker): State<Shared>, Path(id): Path<usize>) -> Response {
    let tracker = tracker.lock().unwrap();
    let is_page = tracker.open.has("api");
    match tracker.issues.iter().find(|issue| issue.id == id) {
        Some(issue) if is_page => Html(serde_json::to_string(issue).unwrap()).into_response(),
        Some(issue) => Json(issue.clone()).into_response(),
        None => {
            (StatusCode::NOT_FOUND, Json(serde_json::json!({ "error": "no such issue" }))).into_response()
        }
    }
}

#[derive(Deserialize)]
struct Update {
    title: String,
    state: String,
}

async fn api_update(
    State(tracker): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<usize>,
    Json(update): Json<Update>,
) -> Response {
    let mut tracker = tracker.lock().unwrap();
    if who(&tracker, &headers).is_none() {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let Some(issue) = tracker.issues.iter_mut().find(|issue| issue.id == id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    issue.title = update.title;
    issue.state = update.state;
    Json(issue.clone()).into_response()
}

async fn api_delete(State(tracker): State<Shared>, headers: HeaderMap, Path(id): Path<usize>) -> StatusCode {
    let mut tracker = tracker.lock().unwrap();
    if who(&tracker, &headers).is_none() {
        return StatusCode::UNAUTHORIZED;
    }
    tracker.issues.retain(|issue| issue.id != id);
    StatusCode::NO_CONTENT
}

async fn me(State(tracker): State<Shared>, headers: HeaderMap) -> Response {
    let Some(who) = who(&tracker.lock().unwrap(), &headers) else { return not_signed_in() };
    let body = format!(
        "<p>{who} <img src='/avatars/{who}' alt=''> <a href='/avatars/{who}'>Your picture</a></p>\
         <form method='post' action='/me/avatar' enctype='multipart/form-data'>\
         <input type='file' name='avatar'><button>Upload</button></form>"
    );
    page(&headers, "Me", &body).into_response()
}

async fn avatar(State(tracker): State<Shared>, headers: HeaderMap, mut form: Multipart) -> Response {
    let Some(who) = who(&tracker.lock().unwrap(), &headers) else { return not_signed_in() };
    while let Ok(Some(part)) = form.next_field().await {
        let kind = part.content_type().unwrap_or_default().to_owned();
        if let Ok(bytes) = part.bytes().await {
            // Of whatever type it says that it is: it leaves as a file to be saved.
            tracker.lock().unwrap().avatars.insert(who.clone(), (kind, bytes.to_vec()));
        }
    }
    Redirect::to("/me").into_response()
}

async fn show_avatar(State(tracker): State<Shared>, Path(who): Path<String>) -> Response {
    let tracker = tracker.lock().unwrap();
    match tracker.avatars.get(&who) {
        Some((kind, bytes)) if tracker.open.has("avatar") => {
            ([(header::CONTENT_TYPE, kind.clone())], bytes.clone()).into_response()
        }
        Some((_, bytes)) => {
            let headers = [
                (header::CONTENT_TYPE, "application/octet-stream"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"avatar\""),
                (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
            ];
            (headers, bytes.clone()).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn webhooks(State(tracker): State<Shared>, headers: HeaderMap) -> Html<String> {
    let tracker = tracker.lock().unwrap();
    let rows = tracker.webhooks.iter().filter_map(|(event, url)| {
        Some(format!(
            "<li>{}: <a href='{}'>target</a></li>\n",
            html(event),
            link(url, tracker.open.has("hook"))?
        ))
    });
    let body = format!(
        "<ul>{}</ul><form method='post' action='/webhooks'><input name='event' value='push'>\
         <input name='url' placeholder='https://'><button>Add</button></form>",
        rows.collect::<Vec<_>>().concat()
    );
    page(&headers, "Webhooks", &body)
}

async fn new_webhook(State(tracker): State<Shared>, headers: HeaderMap, Form(form): Pairs) -> Response {
    let mut tracker = tracker.lock().unwrap();
    if who(&tracker, &headers).is_none() {
        return not_signed_in();
    }
    let (event, url) = (field(&form, "event"), field(&form, "url"));
    if link(&url, tracker.open.has("hook")).is_none() {
        return (StatusCode::UNPROCESSABLE_ENTITY, "A webhook begins with https://").into_response();
    }
    tracker.webhooks.push((event, url));
    Redirect::to("/webhooks").into_response()
}

async fn theme(State(tracker): State<Shared>, Query(query): Query<HashMap<String, String>>) -> Response {
    let is_open = tracker.lock().unwrap().open.has("theme");
    let theme =
        query.get("theme").filter(|theme| is_open || *theme == "dark").map_or("light", String::as_str);
    let cookie = format!("theme={theme}; Max-Age=31536000; Path=/; Secure; HttpOnly; SameSite=Lax");
    ([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response()
}

async fn go(State(tracker): State<Shared>, Query(query): Query<HashMap<String, String>>) -> Redirect {
    if tracker.lock().unwrap().open.has("go") {
        return Redirect::temporary(query.get("to").map_or("/", String::as_str));
    }
    let policy = redirect::RedirectPolicy::builder().origin("https://docs.example.org").build().unwrap();
    let to = redirect::check(query.get("to").map_or("/", String::as_str), &policy);
    to.map_or_else(|_| Redirect::temporary("/"), |to| Redirect::temporary(&to.location()))
}

async fn file(State(tracker): State<Shared>, Path(path): Path<String>) -> Response {
    let path = PathBuf::from(path);
    let is_open = tracker.lock().unwrap().open.has("files");
    if !is_open && !path.components().all(|part| matches!(part, Component::Normal(_))) {
        return (StatusCode::NOT_FOUND, "no such file").into_response();
    }
    let full = tracker.lock().unwrap().files.join(path);
    match fs::read(full) {
        Ok(bytes) => ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], bytes).into_response(),
        Err(_) => (StatusCode::NOT_FOUND, "no such file").into_response(),
    }
}

async fn audit_log(State(tracker): State<Shared>, headers: HeaderMap) -> Response {
    let tracker = tracker.lock().unwrap();
    if who(&tracker, &headers).is_none() {
        return not_signed_in();
    }
    page(&headers, "Audit log", &format!("<pre>{}</pre>", html(&tracker.log.read()))).into_response()
}

async fn login_page(headers: HeaderMap) -> Html<String> {
    let form = "<form method='post' action='/login'>Email <input type='email' name='email'> \
        Password <input type='password' name='password'><button>Sign in</button></form>";
    page(&headers, "Sign in", form)
}

#[derive(Deserialize)]
struct Credentials {
    email: String,
    password: String,
}

async fn login(State(tracker): State<Shared>, headers: HeaderMap, Form(form): Form<Credentials>) -> Response {
    let mut tracker = tracker.lock().unwrap();
    if !PEOPLE.contains(&(&form.email, &form.password)) {
        let email = if tracker.open.has("log") { form.email.clone() } else { format!("{:?}", form.email) };
        tracker.log.line(&format!("WARN {email} gave a wrong password"));
        return (StatusCode::UNAUTHORIZED, page(&headers, "Sign in", "<p>Wrong.</p>")).into_response();
    }
    let sid = random();
    tracker.log.line(&format!("INFO {} signed in", form.email));
    tracker.sessions.insert(sid.clone(), form.email);
    (
        [(header::SET_COOKIE, format!("__Host-sid={sid}; Path=/; Secure; HttpOnly; SameSite=Lax"))],
        Redirect::to("/"),
    )
        .into_response()
}

async fn logout(State(tracker): State<Shared>, headers: HeaderMap) -> Redirect {
    if let Some(sid) = cookie(&headers, "__Host-sid") {
        tracker.lock().unwrap().sessions.remove(sid);
    }
    Redirect::to("/login")
}
