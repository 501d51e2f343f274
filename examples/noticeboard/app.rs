//! The site: its state, its routes, and what each of them does.

use super::attacks::{self, LINKS, NOTES};
use super::files::{self, Attachment, Files};
use super::forms::{LimitsForm, NewNote, NoteForm};
use super::guard;
use super::key;
use super::limits;
use super::login;
use super::pages::{self, Look, Page};
use super::profile;
use super::security;
use super::session::{self, Cookies, Guest, Sessions, Visitor};
use super::share;
use super::signup::{self, Accounts};
use super::snippets::{self, Snippets};
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{DefaultBodyLimit, Form, Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
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
use untaint::html::SafeHtml;
use untaint::redirect::{self, RedirectPolicy, SafeRedirect};
use untaint::uri::SafeUri;
use untaint::web::csrf::{CsrfError, CsrfPolicy};
use untaint::web::secret::Secret;
use untaint::web::sign::Signer;

/// One style sheet of three files: the board, what it tells of itself, and forms that are declared.
const STYLE: &str = concat!(include_str!("style.css"), include_str!("tells.css"), include_str!("forms.css"));
/// No form of this site is longer than a note or a snippet, each of its bytes written as `%XX`.
pub(crate) const MAX_BODY: usize = 16 * 1024;
/// Older notes fall off the board.
const MAX_NOTES: usize = 200;

pub(crate) type Shared = State<Arc<App>>;

pub(crate) struct App {
    /// With what a link to this site begins.
    pub(crate) origin: String,
    /// Whose forms are taken.
    pub(crate) forms: CsrfPolicy,
    /// What seals the links to a note, and those that confirm a sign-up.
    pub(crate) shares: Signer,
    pub(crate) sign_ups: Signer,
    /// Where `?next=` may lead after a login: this site, also by its full address.
    pub(crate) next: RedirectPolicy,
    pub(crate) sessions: Sessions,
    pub(crate) accounts: Accounts,
    pub(crate) files: Files,
    pub(crate) snippets: Snippets,
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
    /// The session that wrote it; the first notes are nobody's.
    pub(crate) owner: Option<u64>,
    /// Only `sanitize` makes one from what somebody typed, so the page writes it as it is.
    pub(crate) html: SafeHtml<'static>,
    /// As it was typed: for the page that tells what became of it.
    pub(crate) typed: String,
    /// How many things of it were left out.
    pub(crate) left_out: usize,
    pub(crate) text: String,
    /// Only `uri::check` makes one, so the page need not ask again.
    pub(crate) link: Option<SafeUri<'static>>,
    pub(crate) posted: SystemTime,
    pub(crate) file: Option<Attachment>,
}

/// The whole site for one origin, such as `http://127.0.0.1:3000`, with a key for this run.
pub(crate) fn router(origin: &str) -> Router {
    router_with(origin, &key::random())
}

/// The same with a key that is known already.
pub(crate) fn router_with(origin: &str, key: &Secret) -> Router {
    let cookies = Cookies::of(origin);
    let app = Arc::new(App {
        origin: origin.to_owned(),
        forms: guard::own_forms(origin),
        shares: key::signer(key, share::PURPOSE),
        sign_ups: key::signer(key, signup::PURPOSE),
        next: RedirectPolicy::builder().origin(origin).build().expect("the origin is http://host:port"),
        sessions: Sessions::new(cookies),
        accounts: Accounts::default(),
        files: Files::default(),
        snippets: Snippets::with_first(),
        board: RwLock::default(),
    });
    app.pin_first_notes();
    let tokens = guard::tokens(&app.forms, key, cookies);
    let visit = from_fn_with_state(app.clone(), session::visit);
    Router::new()
        .route("/", get(board))
        .route("/login", get(login::form).post(login::post))
        .route("/signup", get(signup::form).post(signup::post).layer(visit.clone()))
        .route("/signup/confirm", get(signup::ask).post(signup::confirm).layer(visit))
        .route("/profile", get(profile::form).post(profile::post))
        .route("/logout", post(login::logout))
        .route("/new", get(note_form).post(post_note))
        .route("/preview", post(preview))
        .route("/notes/{id}/delete", post(delete))
        .route("/notes/{id}/share", get(share::link))
        .route("/shared", get(share::shared))
        .route("/snippets", get(snippets::list).post(snippets::post))
        .route("/snippets/{id}/typed", get(snippets::typed))
        .route("/limits", get(limits_form).post(measure))
        .route("/style.css", get(async || file("text/css; charset=utf-8", STYLE)))
        .route("/script.js", get(async || file("text/javascript; charset=utf-8", include_str!("script.js"))))
        .route("/icon.svg", get(async || file("image/svg+xml", include_str!("icon.svg"))))
        .fallback(not_found)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        // Outside that layer: files are longer than forms.
        .route(
            "/notes/{id}/attach",
            get(files::form).post(files::attach).layer(DefaultBodyLimit::max(files::MAX_REQUEST)),
        )
        .route(
            "/security",
            get(security::form).post(security::post).layer(DefaultBodyLimit::max(security::MAX_REQUEST)),
        )
        .route("/files/{stored}", get(files::serve))
        .layer(Extension(guard::limits()))
        .layer(Extension(tokens))
        .layer(from_fn_with_state(app.clone(), guard::own_forms_only))
        .layer(from_fn(guard::headers))
        .with_state(app)
}

impl App {
    fn notes(&self) -> Vec<Note> {
        // A panic while the lock was held cannot leave half a note: every change is one push.
        self.board.read().unwrap_or_else(PoisonError::into_inner).notes.iter().cloned().collect()
    }

    fn pin(&self, author: &str, owner: Option<u64>, note: NewNote) -> u64 {
        let mut board = self.board.write().unwrap_or_else(PoisonError::into_inner);
        let id = board.next_id;
        board.next_id += 1;
        let NewNote { html, typed, left_out, text, link } = note;
        board.notes.push_front(Note {
            id,
            author: author.to_owned(),
            owner,
            html,
            typed,
            left_out,
            text,
            link,
            posted: SystemTime::now(),
            file: None,
        });
        board.notes.truncate(MAX_NOTES);
        id
    }

    pub(crate) fn note(&self, id: u64) -> Option<Note> {
        let board = self.board.read().unwrap_or_else(PoisonError::into_inner);
        board.notes.iter().find(|note| note.id == id).cloned()
    }

    /// Whether this visitor wrote the note.
    pub(crate) fn is_by(&self, id: u64, visitor: &Guest) -> bool {
        let board = self.board.read().unwrap_or_else(PoisonError::into_inner);
        board.notes.iter().any(|note| note.id == id && note.owner == Some(visitor.id))
    }

    /// Takes down a note of this visitor's; whether there was one.
    fn take_down(&self, id: u64, visitor: &Guest) -> bool {
        let mut board = self.board.write().unwrap_or_else(PoisonError::into_inner);
        let before = board.notes.len();
        board.notes.retain(|note| note.id != id || note.owner != Some(visitor.id));
        board.notes.len() < before
    }

    /// Hangs a file below a note, in the place of an older one.
    pub(crate) fn attach(&self, id: u64, file: Attachment) {
        let mut board = self.board.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(note) = board.notes.iter_mut().find(|note| note.id == id) {
            note.file = Some(file);
        }
    }

    fn pin_first_notes(&self) {
        let first = [
            ("Ada", "Welcome! Log in, pick any name, and pin a note of your own.", None),
            (
                "Wednesday choir",
                "We sing on <b>Wednesdays at 19:30</b> in the old mill.\n<ul>\n<li>Tenors <em>wanted</em>\n<li>Cake provided\n</ul>",
                Some("https://example.com/choir?day=wed&hall=mill"),
            ),
            (
                "Mallory",
                "<script>alert('hi')</script><b onclick=alert(1)>Click me</b>\n\nHm. On the other board this did something.",
                None,
            ),
            (
                "Jun",
                "Found: one grey mitten, left hand, by the bakery. It misses its friend.",
                Some("mailto:jun@example.com"),
            ),
        ];
        for (author, text, link) in first.into_iter().rev() {
            let link = link.unwrap_or_default().to_owned();
            let form = NoteForm { text: text.to_owned(), link, ..NoteForm::default() };
            self.pin(author, None, form.check().expect("a good note"));
        }
    }
}

// ---- the board ----

async fn board(State(app): Shared, Visitor(visitor): Visitor, Extension(look): Extension<Look>) -> Page {
    pages::board(&look, visitor.as_ref(), &app.notes())
}

// ---- writing a note ----

/// The places of the attacks to try, on the lists of the page.
#[derive(Deserialize, Default)]
struct NoteQuery {
    attack: Option<String>,
    #[serde(rename = "link-attack")]
    link_attack: Option<String>,
}

async fn note_form(
    Visitor(visitor): Visitor,
    Extension(look): Extension<Look>,
    query: Result<Query<NoteQuery>, QueryRejection>,
) -> Response {
    let Some(visitor) = visitor else { return to_login("/new") };
    let Query(query) = query.unwrap_or_default();
    let value = |attack: Option<&attacks::Attack>| attack.map_or("", |attack| attack.value).to_owned();
    let form = NoteForm {
        text: value(attacks::named(NOTES, query.attack.as_deref())),
        link: value(attacks::named(LINKS, query.link_attack.as_deref())),
        ..NoteForm::default()
    };
    let cleaned = Some(form.clean()).filter(|_| !form.text.is_empty());
    // An attack is shown with its answer; an empty form is nobody's fault yet.
    let is_tried = !(form.text.is_empty() && form.link.is_empty());
    let mut problems = if is_tried { form.check().err().unwrap_or_default() } else { Vec::new() };
    problems.retain(|problem| problem.code != "not_blank");
    pages::write(&look, Some(&visitor), &form, &problems, cleaned.as_ref()).into_response()
}

/// Who wrote a note takes it down.
async fn delete(
    State(app): Shared,
    Visitor(visitor): Visitor,
    Extension(look): Extension<Look>,
    Path(id): Path<u64>,
) -> Response {
    let Some(visitor) = visitor else { return to_login("/") };
    if app.take_down(id, &visitor) {
        log("took down a note", &visitor.name);
        return see_other(&redirect::local(None, "/"));
    }
    let page = pages::message(&look, Some(&visitor), "Not yours", "Only who wrote a note takes it down.");
    (StatusCode::FORBIDDEN, page).into_response()
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
        return (StatusCode::UNAUTHORIZED, pages::write(&look, None, &form, &[], None)).into_response();
    };
    if !form.fix.is_empty() {
        let form = form.fixed();
        return pages::write(&look, Some(&visitor), &form, &[], Some(&form.clean())).into_response();
    }
    if form.action == "preview" {
        // What is wrong stands beside its field already, but nothing was refused yet.
        let problems = form.check().err().unwrap_or_default();
        let cleaned = form.clean();
        return pages::write(&look, Some(&visitor), &form, &problems, Some(&cleaned)).into_response();
    }
    match form.check() {
        Ok(note) => {
            let id = app.pin(&visitor.name, Some(visitor.id), note);
            log("posted a note", &visitor.name);
            see_other(&redirect::local(Some(&format!("/#note-{id}")), "/"))
        }
        Err(problems) => {
            for problem in &problems {
                log(problem.code, &visitor.name);
            }
            let cleaned = Some(form.clean()).filter(|cleaned| !cleaned.report.is_empty());
            let page = pages::write(&look, Some(&visitor), &form, &problems, cleaned.as_ref());
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
    }
}

/// The inside of the preview, for the script: the same that the form's own button brings.
async fn preview(
    Visitor(visitor): Visitor,
    Extension(look): Extension<Look>,
    form: Result<Form<NoteForm>, FormRejection>,
) -> Response {
    match form {
        Ok(Form(_)) if visitor.is_none() => StatusCode::UNAUTHORIZED.into_response(),
        Ok(Form(form)) => Page::from(pages::preview(&form.clean())).into_response(),
        Err(rejection) => unreadable(&look, visitor.as_ref(), &rejection),
    }
}

// ---- what cleaning costs ----

async fn limits_form(Visitor(visitor): Visitor, Extension(look): Extension<Look>) -> Page {
    pages::limits(&look, visitor.as_ref(), &LimitsForm::default(), None)
}

async fn measure(
    Visitor(visitor): Visitor,
    Extension(look): Extension<Look>,
    form: Result<Form<LimitsForm>, FormRejection>,
) -> Response {
    let form = match form {
        Ok(Form(form)) => form,
        Err(rejection) => return unreadable(&look, visitor.as_ref(), &rejection),
    };
    // Milliseconds for the largest, because time is linear: no need for a thread of its own.
    let measured =
        limits::measure(&form.input, &form.size).ok_or("Choose an input and a size from the lists.");
    let status = if measured.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page =
        pages::limits(&look, visitor.as_ref(), &form, Some(measured.as_ref().map_err(|problem| *problem)));
    (status, page).into_response()
}

// ---- what all of them use ----

/// 303: the browser fetches the target with GET, so that reloading the page posts nothing twice.
pub(crate) fn see_other(target: &SafeRedirect<'_>) -> Response {
    let location = HeaderValue::from_str(&target.location()).expect("a location is visible ASCII");
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}

pub(crate) fn to_login(path: &str) -> Response {
    see_other(&redirect::local(Some(&format!("/login?next={}", UrlComponent(path))), "/login"))
}

/// A body that is too long, not a form, or not UTF-8.
pub(crate) fn unreadable(look: &Look, visitor: Option<&Guest>, rejection: &FormRejection) -> Response {
    not_understood(look, visitor, rejection.status())
}

/// The same of a form that is declared; who asks for JSON gets a problem.
pub(crate) fn unread(
    look: &Look,
    visitor: Option<&Guest>,
    rejection: untaint_axum::FormRejection,
) -> Response {
    if rejection.wants_json() {
        return rejection.into_response();
    }
    match rejection.csrf() {
        Some(error) => not_from_here(look, visitor, error),
        None => not_understood(look, visitor, rejection.status()),
    }
}

/// A form without the token of its session. The reason is for the log.
pub(crate) fn not_from_here(look: &Look, visitor: Option<&Guest>, error: CsrfError) -> Response {
    log(error.code(), visitor.map_or("", |visitor| &visitor.name));
    let message = "This form does not belong to your session: it was open while you logged in or out, or for too long. Go \
                   back to copy what you typed, then open the page again.";
    (StatusCode::FORBIDDEN, pages::message(look, visitor, "Refused", message)).into_response()
}

fn not_understood(look: &Look, visitor: Option<&Guest>, status: StatusCode) -> Response {
    let message = if status == StatusCode::PAYLOAD_TOO_LARGE {
        "That was more than a form of this site can hold. Go back: your text is still in it."
    } else {
        "The form arrived in a shape that this site does not read."
    };
    (status, pages::message(look, visitor, "Not understood", message)).into_response()
}

pub(crate) async fn not_found(Visitor(visitor): Visitor, Extension(look): Extension<Look>) -> Response {
    (StatusCode::NOT_FOUND, pages::not_found(&look, visitor.as_ref())).into_response()
}

fn file(content_type: &'static str, body: &'static str) -> Response {
    ([(CONTENT_TYPE, content_type), (CACHE_CONTROL, "no-cache")], body).into_response()
}

/// One line per event; a name may hold anything that a person can type, so it is escaped and comes last.
pub(crate) fn log(event: &str, name: &str) {
    // The test harness keeps only what `println!` writes to itself; a fuzzer logs in ten thousand times.
    if cfg!(any(test, fuzzing)) {
        return;
    }
    // A reader that has gone away is no reason to fail the request, as `println!` would.
    let _ = writeln!(std::io::stdout(), "{event} name=\"{}\"", LogLine(name));
}
