//! A board with thirteen classic holes, each a handler of its own, and its twin with all of them mended; and the audit,
//! which finds the thirteen and nothing in the twin: `cargo run --example leaky_board --features testing,http`.

use axum::extract::{Form, Multipart, Path, Query, Request, State};
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use serde::Deserialize;
use std::path::{Path as FilePath, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use untaint::html::{self, HtmlPolicy};
use untaint::testing::{self, AuditReport, Login};
use untaint::upload::{self, SafeUpload, Upload, UploadPolicy};
use untaint::uri::{self, SafeUri, UriPolicy};
use untaint::web::cookie::{self, SetCookie};
use untaint::web::csp::{Nonce, Policy};
use untaint::web::headers::{CacheControl, SecurityHeaders};
use untaint::{attr, escape, filename, redirect};

pub(crate) const ORIGIN: &str = "https://leaky.test";

/// What the site keeps, in memory but for the folder that it serves.
#[derive(Clone)]
pub(crate) struct Board(Arc<Kept>);

struct Kept {
    folder: PathBuf,
    log: Mutex<String>,
    notes: Mutex<Vec<String>>,
    links: Mutex<Vec<String>>,
    files: Mutex<Vec<File>>,
    email: Mutex<String>,
    sessions: Mutex<Vec<String>>,
}

/// The name under which it is served, the type that its sender said, its bytes, and what the check made of it.
type File = (String, String, Vec<u8>, Option<SafeUpload>);

impl Board {
    pub(crate) fn new(folder: &FilePath) -> Self {
        Self(Arc::new(Kept {
            folder: folder.to_owned(),
            log: Mutex::default(),
            notes: Mutex::default(),
            links: Mutex::default(),
            files: Mutex::default(),
            email: Mutex::default(),
            sessions: Mutex::default(),
        }))
    }

    pub(crate) fn log(&self) -> String {
        lock(&self.0.log).clone()
    }

    fn write_log(&self, line: &str) {
        lock(&self.0.log).extend([line, "\n"]);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

type Site = State<Board>;
type Fields = Query<Sent>;

/// All that the forms of this site send.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Sent {
    q: String,
    label: String,
    text: String,
    url: String,
    name: String,
    next: String,
    lang: String,
    bio: String,
    from: String,
    email: String,
    file: String,
}

fn page(body: &str) -> Html<String> {
    Html(format!("<!DOCTYPE html><meta charset=utf-8><title>Board</title>{body}"))
}

/// Items of a list, as HTML.
fn list<T>(items: &[T], html: impl Fn(&T) -> String) -> String {
    items.iter().map(html).fold(String::new(), |list, item| list + "<li>" + &item)
}

const INDEX: &str = "<ul><li><a href=/search?q=cake>Search</a><li><a href=/notes>Notes</a><li><a href=/tag?label=new>Tag</a>\
    <li><a href=/links>Links</a><li><a href='/greet?name=Ann'>Greeting</a><li><a href='/go?next=/notes'>Go on</a>\
    <li><a href='/file?file=hello.txt'>File</a><li><a href='/lang?lang=en'>English</a><li><a href=/bare>About</a>\
    <li><a href=/login>Log in</a><li><a href=/email>E-mail</a><li><a href=/upload>Pictures</a>\
    <li><a href='/profile?bio=Hello'>Profile</a><li><a href='/visit?from=home'>Visit</a></ul>";

async fn index() -> Html<String> {
    page(INDEX)
}

const NOTE_FORM: &str = "<form method=post action=/notes><label>Text <textarea name=text></textarea></label><button>Pin</button></form>";
const LINK_FORM: &str =
    "<form method=post action=/links><label>Address <input name=url></label><button>Add</button></form>";
const LOGIN_FORM: &str = "<form method=post action=/login><label>Name <input name=name required></label><button>Log in</button></form>";
const UPLOAD_FORM: &str = "<form method=post action=/upload enctype=multipart/form-data><input type=file name=picture><button>Send</button></form>";

fn see_other(target: &'static str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, target)]).into_response()
}

fn log_in(cookie: HeaderValue) -> Response {
    ([(SET_COOKIE, cookie)], see_other("/")).into_response()
}

async fn login_page() -> Html<String> {
    page(LOGIN_FORM)
}

async fn upload_page(State(board): Site) -> Html<String> {
    let link = |(stored, ..): &File| format!("<a href=/uploads/{stored}>{stored}</a>");
    let links = list(&lock(&board.0.files), link);
    page(&format!("{UPLOAD_FORM}<ul>{links}</ul>"))
}

async fn file_of(form: &mut Multipart) -> Option<(String, String, Vec<u8>)> {
    let field = form.next_field().await.ok()??;
    let (name, kind) = (field.file_name()?.to_owned(), field.content_type().unwrap_or_default().to_owned());
    Some((name, kind, field.bytes().await.ok()?.to_vec()))
}

mod leaky {
    #[allow(clippy::wildcard_imports, reason = "the handlers of one site in two versions")]
    use super::*;

    /// Hole 1, reflected: text of the address is markup in the page.
    async fn search(Query(sent): Fields) -> Html<String> {
        page(&format!("<p>Nothing found for {}", sent.q))
    }

    /// Hole 1, stored: what one visitor pins is markup for all.
    async fn notes(State(board): Site) -> Html<String> {
        page(&format!("{NOTE_FORM}<ul><li>{}</ul>", lock(&board.0.notes).join("<li>")))
    }

    async fn pin(State(board): Site, Form(sent): Form<Sent>) -> Response {
        lock(&board.0.notes).push(sent.text.replace("<script>", ""));
        see_other("/notes")
    }

    /// Hole 2: brackets are escaped, quotes are not.
    async fn tag(Query(sent): Fields) -> Html<String> {
        page(&format!(
            "<input name=label value=\"{}\">",
            sent.label.replace('<', "&lt;").replace('>', "&gt;")
        ))
    }

    /// Hole 3: the address is escaped, and runs when it is clicked.
    async fn links(State(board): Site) -> Html<String> {
        let links = list(&lock(&board.0.links), |url| format!("<a href=\"{}\">x</a>", escape::html(url)));
        page(&format!("{LINK_FORM}<ul>{links}</ul>"))
    }

    async fn add_link(State(board): Site, Form(sent): Form<Sent>) -> Response {
        lock(&board.0.links).push(sent.url);
        see_other("/links")
    }

    /// Hole 4: escaped for HTML, and put into a string of script.
    async fn greet(Extension(nonce): Extension<Nonce>, Query(sent): Fields) -> Html<String> {
        let name = sent.name.replace('<', "\\u003c");
        page(&format!("<script{}>var name = \"{name}\";</script>", nonce.attribute()))
    }

    /// Hole 5: `?next=` leads anywhere that begins with a slash.
    async fn go(Query(sent): Fields) -> Response {
        let next = if sent.next.starts_with('/') { sent.next } else { "/".to_owned() };
        match HeaderValue::from_str(&next) {
            Ok(next) => (StatusCode::SEE_OTHER, [(LOCATION, next)]).into_response(),
            Err(_) => see_other("/"),
        }
    }

    /// Hole 6: the name of a file may lead out of the folder.
    async fn file(State(board): Site, Query(sent): Fields) -> Response {
        match std::fs::read_to_string(board.0.folder.join(&sent.file)) {
            Ok(text) => ([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response(),
            Err(_) => (StatusCode::NOT_FOUND, page("<p>No such file")).into_response(),
        }
    }

    /// Hole 7: a semicolon ends the cookie's value.
    async fn lang(Query(sent): Fields) -> Response {
        let cookie = format!("lang={}; Path=/; Secure; SameSite=Lax", sent.lang);
        match HeaderValue::from_str(&cookie) {
            Ok(cookie) => ([(SET_COOKIE, cookie)], see_other("/")).into_response(),
            Err(_) => see_other("/"),
        }
    }

    /// Hole 8: the headers are forgotten on this page; the router below puts it outside of their layer.
    async fn bare() -> Html<String> {
        page("<p>A board of notes.")
    }

    /// Hole 9: a script of the page reads the session's cookie, and every site's forms bring it.
    async fn login(State(board): Site, Form(_): Form<Sent>) -> Response {
        let token = format!("{:032x}", getrandom::u64().expect("random bytes"));
        lock(&board.0.sessions).push(token.clone());
        log_in(HeaderValue::from_str(&format!("session={token}; Path=/")).expect("hexadecimal digits"))
    }

    /// Hole 10: it does not matter which site the form came from; the router below has no check for this route.
    async fn set_email(State(board): Site, Form(sent): Form<Sent>) -> Response {
        *lock(&board.0.email) = sent.email;
        see_other("/email")
    }

    /// Hole 11: the file is what its sender says, and comes back so.
    async fn send(State(board): Site, mut form: Multipart) -> Response {
        let Some((name, kind, bytes)) = file_of(&mut form).await else {
            return StatusCode::BAD_REQUEST.into_response();
        };
        let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '.').take(40).collect();
        lock(&board.0.files).push((name, kind, bytes, None));
        see_other("/upload")
    }

    async fn serve(State(board): Site, Path(stored): Path<String>) -> Response {
        let found = lock(&board.0.files).iter().rev().find(|(name, ..)| *name == stored).cloned();
        let Some((_, kind, bytes, _)) = found else { return StatusCode::NOT_FOUND.into_response() };
        let kind = HeaderValue::from_str(&kind).unwrap_or(HeaderValue::from_static("text/plain"));
        ([(CONTENT_TYPE, kind)], bytes).into_response()
    }

    /// Hole 12: JSON knows nothing of `</script>`.
    async fn profile(Query(sent): Fields) -> Html<String> {
        let data = serde_json::json!({ "bio": sent.bio });
        page(&format!("<script type=application/json id=data>{data}</script>"))
    }

    /// Hole 13: a line end of the visitor's begins a record of his own.
    async fn visit(State(board): Site, Query(sent): Fields) -> Html<String> {
        board.write_log(&format!("visit from={}", sent.from));
        page("<p>Welcome")
    }

    pub(crate) fn router(board: Board) -> Router {
        Router::new()
            .route("/", get(index))
            .route("/search", get(search))
            .route("/notes", get(notes).post(pin))
            .route("/tag", get(tag))
            .route("/links", get(links).post(add_link))
            .route("/greet", get(greet))
            .route("/go", get(go))
            .route("/file", get(file))
            .route("/lang", get(lang))
            .route("/login", get(login_page).post(login))
            .route("/upload", get(upload_page).post(send))
            .route("/uploads/{stored}", get(serve))
            .route("/profile", get(profile))
            .route("/visit", get(visit))
            .fallback(not_found)
            .layer(from_fn(own_forms_only))
            .route("/email", get(email_page).post(set_email))
            .layer(from_fn(headers))
            .route("/bare", get(bare))
            .with_state(board)
    }
}

mod mended {
    #[allow(clippy::wildcard_imports, reason = "the handlers of one site in two versions")]
    use super::*;

    async fn search(Query(sent): Fields) -> Html<String> {
        page(&format!("<p>Nothing found for {}", escape::html(&sent.q)))
    }

    async fn notes(State(board): Site) -> Html<String> {
        page(&format!("{NOTE_FORM}<ul><li>{}</ul>", lock(&board.0.notes).join("<li>")))
    }

    async fn pin(State(board): Site, Form(sent): Form<Sent>) -> Response {
        lock(&board.0.notes).push(html::sanitize(&sent.text, HtmlPolicy::comment()).to_string());
        see_other("/notes")
    }

    async fn tag(Query(sent): Fields) -> Html<String> {
        page(&format!("<input name=label value={}>", attr::quote(&sent.label)))
    }

    async fn links(State(board): Site) -> Html<String> {
        let href = |url: &String| format!("<a{}>x</a>", attr::href(&uri::clean(url, UriPolicy::web())));
        let links = list(&lock(&board.0.links), href);
        page(&format!("{LINK_FORM}<ul>{links}</ul>"))
    }

    async fn add_link(State(board): Site, Form(sent): Form<Sent>) -> Response {
        match uri::check(&sent.url, UriPolicy::web()).map(SafeUri::into_owned) {
            Ok(url) => lock(&board.0.links).push(url.as_str().to_owned()),
            Err(_) => return (StatusCode::UNPROCESSABLE_ENTITY, page("<p>That is no link")).into_response(),
        }
        see_other("/links")
    }

    async fn greet(Extension(nonce): Extension<Nonce>, Query(sent): Fields) -> Html<String> {
        page(&format!("<script{}>var name = {};</script>", nonce.attribute(), escape::js_string(&sent.name)))
    }

    async fn go(Query(sent): Fields) -> Response {
        let next = redirect::local(Some(&sent.next), "/");
        (StatusCode::SEE_OTHER, [(LOCATION, HeaderValue::from(&next))]).into_response()
    }

    async fn file(State(board): Site, Query(sent): Fields) -> Response {
        let path = filename::safe_join(&board.0.folder, &sent.file).ok();
        match path.and_then(|path| std::fs::read_to_string(path).ok()) {
            Some(text) => ([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response(),
            None => (StatusCode::NOT_FOUND, page("<p>No such file")).into_response(),
        }
    }

    async fn lang(Query(sent): Fields) -> Response {
        let value = escape::url_component(&sent.lang).into_owned();
        match SetCookie::preference("lang", &value) {
            Ok(cookie) => ([(SET_COOKIE, HeaderValue::from(&cookie))], see_other("/")).into_response(),
            Err(_) => see_other("/"),
        }
    }

    async fn bare() -> Html<String> {
        page("<p>A board of notes.")
    }

    async fn login(State(board): Site, Form(_): Form<Sent>) -> Response {
        let (one, two) = (getrandom::u64().expect("random bytes"), getrandom::u64().expect("random bytes"));
        let token = format!("{one:016x}{two:016x}");
        lock(&board.0.sessions).push(token.clone());
        log_in(HeaderValue::from(&SetCookie::session("__Host-session", &token).expect("hexadecimal digits")))
    }

    async fn set_email(State(board): Site, Form(sent): Form<Sent>) -> Response {
        *lock(&board.0.email) = sent.email;
        see_other("/email")
    }

    async fn send(State(board): Site, mut form: Multipart) -> Response {
        let Some((name, kind, bytes)) = file_of(&mut form).await else {
            return StatusCode::BAD_REQUEST.into_response();
        };
        let file = Upload { name: &name, declared: Some(&kind), bytes: &bytes };
        let Ok(picture) = upload::check(&file, UploadPolicy::images()) else {
            return (StatusCode::UNPROCESSABLE_ENTITY, page("<p>That is no picture")).into_response();
        };
        let stored = picture.stored_name(&format!("{:016x}", getrandom::u64().expect("random bytes")));
        lock(&board.0.files).push((stored.as_str().to_owned(), kind, bytes, Some(picture)));
        see_other("/upload")
    }

    async fn serve(State(board): Site, Path(stored): Path<String>) -> Response {
        let found = lock(&board.0.files).iter().find(|(name, ..)| *name == stored).cloned();
        let Some((_, _, bytes, Some(picture))) = found else { return StatusCode::NOT_FOUND.into_response() };
        let mut response = bytes.into_response();
        for (name, value) in upload::serve_headers(&picture) {
            let value = HeaderValue::from_str(&value).expect("visible ASCII");
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
        response
    }

    async fn profile(Query(sent): Fields) -> Html<String> {
        let data = serde_json::json!({ "bio": sent.bio }).to_string();
        page(&format!("<script type=application/json id=data>{}</script>", escape::json_script(&data)))
    }

    async fn visit(State(board): Site, Query(sent): Fields) -> Html<String> {
        board.write_log(&format!("visit from=\"{}\"", escape::log_line(&sent.from)));
        page("<p>Welcome")
    }

    pub(crate) fn router(board: Board) -> Router {
        Router::new()
            .route("/", get(index))
            .route("/search", get(search))
            .route("/notes", get(notes).post(pin))
            .route("/tag", get(tag))
            .route("/links", get(links).post(add_link))
            .route("/greet", get(greet))
            .route("/go", get(go))
            .route("/file", get(file))
            .route("/lang", get(lang))
            .route("/bare", get(bare))
            .route("/login", get(login_page).post(login))
            .route("/email", get(email_page).post(set_email))
            .route("/upload", get(upload_page).post(send))
            .route("/uploads/{stored}", get(serve))
            .route("/profile", get(profile))
            .route("/visit", get(visit))
            .fallback(not_found)
            .layer(from_fn(own_forms_only))
            .layer(from_fn(headers))
            .with_state(board)
    }
}

async fn not_found() -> Response {
    (StatusCode::NOT_FOUND, page("<p>Nothing here")).into_response()
}

/// The address is shown to whoever has logged in.
async fn email_page(State(board): Site, headers: HeaderMap) -> Response {
    let has = |name| {
        cookie::get(headers.get_all(COOKIE), name)
            .ok()
            .flatten()
            .is_some_and(|token| lock(&board.0.sessions).iter().any(|known| known == token))
    };
    if !has("session") && !has("__Host-session") {
        return see_other("/login");
    }
    let email = lock(&board.0.email).clone();
    let form = "<form method=post><input type=email name=email required><button>Keep</button></form>";
    page(&format!("<p>{}{form}", escape::html(&email))).into_response()
}

/// What a browser says of where a form came from.
async fn own_forms_only(request: Request, next: Next) -> Response {
    let is_own =
        request.headers().get("sec-fetch-site").is_none_or(|site| site == "same-origin" || site == "none");
    if request.method() == "POST" && !is_own {
        return (StatusCode::FORBIDDEN, page("<p>This form came from another site")).into_response();
    }
    next.run(request).await
}

static HEADERS: LazyLock<SecurityHeaders> = LazyLock::new(|| {
    SecurityHeaders::page(Policy::strict())
        .cache_control(CacheControl::no_store())
        .build()
        .expect("headers of literals")
});

async fn headers(mut request: Request, next: Next) -> Response {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("random bytes");
    let nonce = Nonce::from_bytes(bytes);
    request.extensions_mut().insert(nonce.clone());
    let mut response = next.run(request).await;
    HEADERS.apply(response.headers_mut(), &nonce);
    response
}

/// A folder to serve, with a file beside it that must not be seen.
pub(crate) fn folder(name: &str) -> (PathBuf, PathBuf) {
    let root = std::env::temp_dir().join(format!("untaint-{name}-{}", std::process::id()));
    let (served, canary) = (root.join("served"), root.join("canary.txt"));
    std::fs::create_dir_all(&served).expect("a folder");
    std::fs::write(served.join("hello.txt"), "Hello\n").expect("a file");
    std::fs::write(&canary, format!("canary {:016x}", getrandom::u64().expect("random bytes")))
        .expect("a file");
    (served, canary)
}

pub(crate) async fn audit(router: fn(Board) -> Router, name: &str) -> AuditReport {
    let (served, canary) = folder(name);
    let board = Board::new(&served);
    let read = board.clone();
    let report = testing::audit(router(board))
        .origin(ORIGIN)
        .login(Login::form("/login", [("name", "ada")]))
        .canary(&canary)
        .log(move || read.log())
        .run()
        .await;
    // The test's own folder, whether it can be removed or not.
    let _ = served.parent().map(std::fs::remove_dir_all);
    report
}

pub(crate) const LEAKY: fn(Board) -> Router = leaky::router;
pub(crate) const MENDED: fn(Board) -> Router = mended::router;

#[allow(dead_code, reason = "the test calls the functions above")]
#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("The leaky board: {}", audit(LEAKY, "leaky").await);
    println!("Its twin: {}", audit(MENDED, "mended").await);
}
