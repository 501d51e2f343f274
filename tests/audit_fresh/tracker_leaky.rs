//! A project tracker as it is written between two meetings: JSON beside pages, and nothing is escaped or checked.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path as FsPath, PathBuf};
use std::sync::{Arc, Mutex};

use axum::extract::{Multipart, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use serde::{Deserialize, Serialize};

use super::kit::Log;

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
}

type Shared = Arc<Mutex<Tracker>>;

const PEOPLE: [(&str, &str); 2] = [("ada@app.test", "correct horse"), ("bob@app.test", "battery staple")];

pub fn site(files: &FsPath, log: Log) -> Router {
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
        .with_state(Arc::new(Mutex::new(tracker)))
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get(header::COOKIE)?.to_str().ok()?;
    all.split(';').find_map(|one| one.trim().strip_prefix(name)?.strip_prefix('='))
}

fn who(tracker: &Tracker, headers: &HeaderMap) -> Option<String> {
    tracker.sessions.get(cookie(headers, "sid")?).cloned()
}

fn page(headers: &HeaderMap, title: &str, body: &str) -> Html<String> {
    let theme = cookie(headers, "theme").unwrap_or("light");
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

/// `**bold**` and `[text](address)`.
fn markup(text: &str) -> String {
    let mut out = String::new();
    for (n, part) in text.split("**").enumerate() {
        out.push_str(if n == 0 {
            ""
        } else if n % 2 == 1 {
            "<b>"
        } else {
            "</b>"
        });
        let mut rest = part;
        while let Some((before, link)) = rest.split_once('[') {
            out.push_str(before);
            match link.split_once("](").and_then(|(text, tail)| Some((text, tail.split_once(')')?))) {
                Some((text, (address, tail))) => {
                    let _ = write!(out, "<a href='{address}'>{text}</a>");
                    rest = tail;
                }
                None => rest = link,
            }
        }
        out.push_str(rest);
    }
    out
}

async fn home(State(tracker): State<Shared>, headers: HeaderMap) -> Html<String> {
    let tracker = tracker.lock().unwrap();
    let list = tracker.projects.iter().enumerate().map(|(id, project)| {
        format!(
            "<li><a href='/projects/{id}'>{}</a> <a href='{}'>home</a></li>\n",
            project.name, project.homepage
        )
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
    tracker.log.line(&format!("INFO {who} started {name}"));
    tracker.projects.push(Project { name, homepage, notes: Vec::new() });
    Redirect::to(&format!("/projects/{}", tracker.projects.len() - 1)).into_response()
}

async fn project(State(tracker): State<Shared>, headers: HeaderMap, Path(id): Path<usize>) -> Response {
    let tracker = tracker.lock().unwrap();
    let Some(project) = tracker.projects.get(id) else {
        return (StatusCode::NOT_FOUND, page(&headers, "No such project", "")).into_response();
    };
    let notes = project.notes.iter().map(|note| format!("<div class='note'>{}</div>\n", markup(note)));
    let issues = tracker.issues.iter().filter(|issue| issue.project == id).map(|issue| {
        format!(
            "<li><a href='/issues/{}' title='{}'>{}</a> {}</li>\n",
            issue.id, issue.title, issue.title, issue.label
        )
    });
    let body = format!(
        "<p><a href='{}'>Homepage</a> <a href='/projects/{id}/export?name=report'>CSV</a></p>\n{}\n\
         <form method='post' action='/projects/{id}/notes'><textarea name='note'></textarea>\
         <button>Note</button></form>\n\
         <ul>{}</ul>\n<form method='post' action='/projects/{id}/issues'><input name='issue[title]'>\
         <select name='issue[label]'><option value='bug'>Bug</option><option value='idea'>Idea</option></select>\
         <button>Report</button></form>",
        project.homepage,
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

async fn export(
    State(tracker): State<Shared>,
    Path(project): Path<usize>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let name = query.get("name").map_or("issues", String::as_str);
    let tracker = tracker.lock().unwrap();
    let rows = tracker.issues.iter().filter(|issue| issue.project == project);
    let rows = rows.map(|issue| format!("{},{},{},{}\n", issue.id, issue.title, issue.label, issue.state));
    let headers = [
        (header::CONTENT_TYPE, "text/csv".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
    ];
    (headers, rows.collect::<Vec<_>>().concat()).into_response()
}

async fn issue(State(tracker): State<Shared>, headers: HeaderMap, Path(id): Path<usize>) -> Response {
    let tracker = tracker.lock().unwrap();
    let Some(issue) = tracker.issues.iter().find(|issue| issue.id == id) else {
        return (StatusCode::NOT_FOUND, page(&headers, "No such issue", "")).into_response();
    };
    let body = format!(
        "<p class='{}'>{} in <a href='/projects/{}'>its project</a></p>\n\
         <input id='title' value='{}'> <button id='save'>Save</button> <button id='drop'>Delete</button>\n\
         <script>\nconst title = document.getElementById('title');\n\
         document.getElementById('save').onclick = () => fetch('/api/issues/{id}', {{\n  method: 'PUT',\n  \
         headers: {{ 'Content-Type': 'application/json' }},\n  \
         body: JSON.stringify({{ title: title.value, state: 'open' }}),\n}}).then(() => location.reload());\n\
         document.getElementById('drop').onclick = () => fetch('/api/issues/' + {id}, {{ method: 'DELETE' }})\
         .then(() => location = '/board');\n</script>",
        issue.label, issue.state, issue.project, issue.title
    );
    page(&headers, &issue.title, &body).into_response()
}

async fn board(State(tracker): State<Shared>, headers: HeaderMap) -> Html<String> {
    let tracker = tracker.lock().unwrap();
    let state = serde_json::json!({ "issues": tracker.issues, "user": who(&tracker, &headers) });
    let body = format!(
        "<ol id='board'></ol>\n<script>window.__STATE__ = {state};\n\
         for (const issue of window.__STATE__.issues) {{\n  const li = document.createElement('li');\n  \
         li.textContent = issue.title;\n  document.getElementById('board').append(li);\n}}\n\
         fetch('/api/issues').then(answer => answer.json());</script>"
    );
    page(&headers, "Board", &body)
}

async fn find(
    State(tracker): State<Shared>,
    headers: HeaderMap,
    Query(query): Query<HashMap<String, String>>,
) -> Html<String> {
    let q = query.get("q").cloned().unwrap_or_default();
    let tracker = tracker.lock().unwrap();
    let hits = tracker.issues.iter().filter(|issue| issue.title.contains(&q)).count();
    let body = format!(
        "<p>{hits} hits for <em>{q}</em></p><input value='{q}' id='again'>\
         <button onclick=\"document.getElementById('again').value = '{q}'\">Reset</button>\
         <script>\n  var query = '{q}';\n</script>"
    );
    page(&headers, "Find", &body)
}

async fn api_issues(State(tracker): State<Shared>) -> Json<Vec<Issue>> {
    Json(tracker.lock().unwrap().issues.clone())
}

async fn api_issue(State(tracker): State<Shared>, Path(id): Path<usize>) -> Response {
    match tracker.lock().unwrap().issues.iter().find(|issue| issue.id == id) {
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
        let kind = part.content_type().unwrap_or("image/png").to_owned();
        if let Ok(bytes) = part.bytes().await {
            tracker.lock().unwrap().avatars.insert(who.clone(), (kind, bytes.to_vec()));
        }
    }
    Redirect::to("/me").into_response()
}

async fn show_avatar(State(tracker): State<Shared>, Path(who): Path<String>) -> Response {
    match tracker.lock().unwrap().avatars.get(&who) {
        Some((kind, bytes)) => ([(header::CONTENT_TYPE, kind.clone())], bytes.clone()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn webhooks(State(tracker): State<Shared>, headers: HeaderMap) -> Html<String> {
    let tracker = tracker.lock().unwrap();
    let rows =
        tracker.webhooks.iter().map(|(event, url)| format!("<li>{event}: <a href='{url}'>target</a></li>\n"));
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
    tracker.webhooks.push((field(&form, "event"), field(&form, "url")));
    Redirect::to("/webhooks").into_response()
}

async fn theme(Query(query): Query<HashMap<String, String>>) -> Response {
    let theme = query.get("theme").map_or("light", String::as_str);
    ([(header::SET_COOKIE, format!("theme={theme}; Max-Age=31536000; Path=/"))], Redirect::to("/"))
        .into_response()
}

async fn go(Query(query): Query<HashMap<String, String>>) -> Redirect {
    Redirect::temporary(query.get("to").map_or("/", String::as_str))
}

async fn file(State(tracker): State<Shared>, Path(path): Path<String>) -> Response {
    let full = tracker.lock().unwrap().files.join(path);
    match fs::read(full) {
        Ok(bytes) => ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], bytes).into_response(),
        Err(error) => (StatusCode::NOT_FOUND, error.to_string()).into_response(),
    }
}

async fn audit_log(State(tracker): State<Shared>, headers: HeaderMap) -> Response {
    let tracker = tracker.lock().unwrap();
    if who(&tracker, &headers).is_none() {
        return not_signed_in();
    }
    page(&headers, "Audit log", &format!("<pre>{}</pre>", tracker.log.read())).into_response()
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
        tracker.log.line(&format!("WARN {} gave a wrong password", form.email));
        return (StatusCode::UNAUTHORIZED, page(&headers, "Sign in", "<p>Wrong.</p>")).into_response();
    }
    let sid = (1001 + tracker.sessions.len()).to_string();
    tracker.log.line(&format!("INFO {} signed in", form.email));
    tracker.sessions.insert(sid.clone(), form.email);
    ([(header::SET_COOKIE, format!("sid={sid}"))], Redirect::to("/")).into_response()
}

async fn logout(State(tracker): State<Shared>, headers: HeaderMap) -> Redirect {
    if let Some(sid) = cookie(&headers, "sid") {
        tracker.lock().unwrap().sessions.remove(sid);
    }
    Redirect::to("/login")
}
