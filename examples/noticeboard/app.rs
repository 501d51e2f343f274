//! The site: its state, its routes, and what each of them does.

use super::forms::{self, LoginForm, NewNote, NoteForm};
use super::guard;
use super::pages::{self, Look, Page};
use super::session::{Name, Sessions, Visitor};
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{DefaultBodyLimit, Form, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use serde::Deserialize;
use std::collections::VecDeque;
use std::io::Write as _;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;
use untaint::escape::{LogLine, UrlComponent};
use untaint::redirect::{self, RedirectPolicy, SafeRedirect};
use untaint::uri::{self, SafeUri, UriPolicy};

/// No form of this site is longer than a note, each of its bytes written as `%XX`.
const MAX_BODY: usize = 16 * 1024;
/// Older notes fall off the board.
const MAX_NOTES: usize = 200;

pub(crate) type Shared = State<Arc<App>>;

pub(crate) struct App {
    /// What a browser writes into the `Origin` header of this site's own forms.
    pub(crate) origin: String,
    /// Where `?next=` may lead after a login: this site, also by its full address.
    next: RedirectPolicy,
    pub(crate) sessions: Sessions,
    board: RwLock<Board>,
}

#[derive(Default)]
struct Board {
    notes: VecDeque<Note>,
    next_id: u64,
}

#[derive(Clone)]
pub(crate) struct Note {
    pub(crate) id: u64,
    pub(crate) author: String,
    pub(crate) text: String,
    /// Only `uri::check` makes one, so the page need not ask again.
    pub(crate) link: Option<SafeUri<'static>>,
    pub(crate) posted: SystemTime,
}

/// The whole site for one origin, such as `http://127.0.0.1:3000`.
pub(crate) fn router(origin: &str) -> Router {
    let app = Arc::new(App {
        origin: origin.to_owned(),
        next: RedirectPolicy::builder().origin(origin).build().expect("the origin is http://host:port"),
        sessions: Sessions::default(),
        board: RwLock::default(),
    });
    app.pin_first_notes();
    Router::new()
        .route("/", get(board))
        .route("/login", get(login_form).post(login))
        .route("/logout", post(logout))
        .route("/new", get(note_form).post(post_note))
        .route("/style.css", get(async || file("text/css; charset=utf-8", include_str!("style.css"))))
        .route("/script.js", get(async || file("text/javascript; charset=utf-8", include_str!("script.js"))))
        .route("/icon.svg", get(async || file("image/svg+xml", include_str!("icon.svg"))))
        .fallback(not_found)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(app.clone(), guard::own_forms_only))
        .layer(from_fn(guard::headers))
        .with_state(app)
}

impl App {
    fn notes(&self) -> Vec<Note> {
        // A panic while the lock was held cannot leave half a note: every change is one push.
        self.board.read().unwrap_or_else(PoisonError::into_inner).notes.iter().cloned().collect()
    }

    fn pin(&self, author: &str, note: NewNote) -> u64 {
        let mut board = self.board.write().unwrap_or_else(PoisonError::into_inner);
        let id = board.next_id;
        board.next_id += 1;
        let NewNote { text, link } = note;
        board.notes.push_front(Note { id, author: author.to_owned(), text, link, posted: SystemTime::now() });
        board.notes.truncate(MAX_NOTES);
        id
    }

    fn pin_first_notes(&self) {
        let first = [
            ("Ada", "Welcome! Log in, pick any name, and pin a note of your own.", None),
            (
                "Wednesday choir",
                "We sing on Wednesdays at 19:30 in the old mill.\nTenors wanted, cake provided.",
                Some("https://example.com/choir?day=wed&hall=mill"),
            ),
            (
                "Mallory",
                "<script>alert('hi')</script> <b onclick=alert(1)>Click me</b>\n\nHm. On the other board this did something.",
                None,
            ),
            (
                "Jun",
                "Found: one grey mitten, left hand, by the bakery. It misses its friend.",
                Some("mailto:jun@example.com"),
            ),
        ];
        for (author, text, link) in first.into_iter().rev() {
            let link = link.map(|link| uri::check(link, UriPolicy::web()).expect("a good link").into_owned());
            self.pin(author, NewNote { text: text.to_owned(), link });
        }
    }
}

// ---- the board ----

async fn board(State(app): Shared, Visitor(visitor): Visitor, Extension(look): Extension<Look>) -> Page {
    pages::board(&look, visitor.as_ref(), &app.notes())
}

// ---- logging in and out ----

#[derive(Deserialize, Default)]
struct LoginQuery {
    next: Option<String>,
}

async fn login_form(
    State(app): Shared,
    Visitor(visitor): Visitor,
    Extension(look): Extension<Look>,
    query: Result<Query<LoginQuery>, QueryRejection>,
) -> Response {
    // A query that cannot be read names no target, and neither does an empty one.
    let next = query.ok().and_then(|Query(query)| query.next).filter(|next| !next.is_empty());
    if visitor.is_some() {
        // Nothing to ask: the one-liner takes an absent target too.
        return see_other(&redirect::local(next.as_deref(), "/"));
    }
    let form = LoginForm { name: String::new(), next: next.unwrap_or_else(|| "/".to_owned()) };
    let leaves = redirect::check(&form.next, &app.next).is_err();
    pages::login(&look, &form, after_login(&form.next, &app.next).as_str(), leaves, None).into_response()
}

async fn login(
    State(app): Shared,
    Extension(look): Extension<Look>,
    form: Result<Form<LoginForm>, FormRejection>,
) -> Response {
    let form = match form {
        Ok(Form(form)) => form,
        Err(rejection) => return unreadable(&look, None, &rejection),
    };
    // The hidden field went through the visitor's hands, so it is checked again.
    let next = after_login(&form.next, &app.next);
    match forms::check_name(&form.name) {
        Ok(name) => {
            log("logged in", name);
            let cookie = app.sessions.open(name);
            ([(SET_COOKIE, cookie)], see_other(&next)).into_response()
        }
        Err(message) => {
            let page = pages::login(&look, &form, next.as_str(), false, Some(&message));
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
    }
}

/// Where a login leads: the target if it stays on this site, otherwise the board.
fn after_login<'a>(target: &'a str, policy: &RedirectPolicy) -> SafeRedirect<'a> {
    const BOARD: SafeRedirect<'static> = SafeRedirect::from_static("/");
    redirect::check_or(target, policy, BOARD)
}

async fn logout(State(app): Shared, Visitor(visitor): Visitor) -> Response {
    if let Some(visitor) = visitor {
        log("logged out", &visitor.name);
        app.sessions.close(&visitor);
    }
    ([(SET_COOKIE, Sessions::forget())], see_other(&redirect::local(None, "/"))).into_response()
}

// ---- writing a note ----

async fn note_form(Visitor(visitor): Visitor, Extension(look): Extension<Look>) -> Response {
    match visitor {
        Some(visitor) => pages::write(&look, Some(&visitor), &NoteForm::default(), &[]).into_response(),
        None => to_login("/new"),
    }
}

async fn post_note(
    State(app): Shared,
    Visitor(visitor): Visitor,
    Extension(look): Extension<Look>,
    form: Result<Form<NoteForm>, FormRejection>,
) -> Response {
    let form = match form {
        Ok(Form(form)) => form,
        Err(rejection) => return unreadable(&look, visitor.as_ref(), &rejection),
    };
    let Some(visitor) = visitor else {
        // The session ended while somebody was writing: a redirect would throw the note away.
        return (StatusCode::UNAUTHORIZED, pages::write(&look, None, &form, &[])).into_response();
    };
    match form.check() {
        Ok(note) => {
            let id = app.pin(&visitor.name, note);
            log("posted a note", &visitor.name);
            see_other(&redirect::local(Some(&format!("/#note-{id}")), "/"))
        }
        Err(problems) => {
            for problem in &problems {
                log(problem.code, &visitor.name);
            }
            let page = pages::write(&look, Some(&visitor), &form, &problems);
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
    }
}

// ---- what all of them use ----

/// 303: the browser fetches the target with GET, so that reloading the page posts nothing twice.
fn see_other(target: &SafeRedirect<'_>) -> Response {
    let location = HeaderValue::from_str(&target.location()).expect("a location is visible ASCII");
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}

fn to_login(path: &str) -> Response {
    see_other(&redirect::local(Some(&format!("/login?next={}", UrlComponent(path))), "/login"))
}

/// A body that is too long, not a form, or not UTF-8.
fn unreadable(look: &Look, visitor: Option<&Name>, rejection: &FormRejection) -> Response {
    let status = rejection.status();
    let message = if status == StatusCode::PAYLOAD_TOO_LARGE {
        "That was more than a note can hold. Go back: your text is still in the form."
    } else {
        "The form arrived in a shape that this site does not read."
    };
    (status, pages::message(look, visitor, "Not understood", message)).into_response()
}

async fn not_found(Visitor(visitor): Visitor, Extension(look): Extension<Look>) -> Response {
    let page = pages::message(&look, visitor.as_ref(), "Nothing here", "No note hangs at this address.");
    (StatusCode::NOT_FOUND, page).into_response()
}

fn file(content_type: &'static str, body: &'static str) -> Response {
    ([(CONTENT_TYPE, content_type), (CACHE_CONTROL, "no-cache")], body).into_response()
}

/// One line per event; a name may hold anything that a person can type, so it is escaped and comes last.
fn log(event: &str, name: &str) {
    // The test harness keeps only what `println!` writes to itself.
    if cfg!(test) {
        return;
    }
    // A reader that has gone away is no reason to fail the request, as `println!` would.
    let _ = writeln!(std::io::stdout(), "{event} name=\"{}\"", LogLine(name));
}
