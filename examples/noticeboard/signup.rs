//! Signing up: a form by declaration, then a link that confirms it. What a field takes, how the page shows it and what is said of it come from the
//! struct; what only the site knows, whether a name is taken, is pushed beside it.

use super::app::{App, Shared, log, not_found, unread};
use super::forms::{MAX_NAME, has_a_letter};
use super::pages::{self, Look};
use super::session::{Guest, Visitor};
use super::share::{LIFETIME, LinkQuery};
use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;
use untaint::redirect::{self, RedirectPolicy, SafeRedirect};
use untaint::text::TextPolicy;
use untaint::web::sign::{SignError, SignErrorKind};
use untaint::{Form, Violation};
use untaint_axum::{FormRejection, SeeOther, Submitted};

/// Past this, the oldest name is free again: signing up costs nothing here, so memory must not grow with it.
const MAX_ACCOUNTS: usize = 1000;
pub(crate) const PURPOSE: &str = "sign up";
const BOARD: SafeRedirect<'static> = SafeRedirect::from_static("/");

#[derive(Form)]
#[form(csrf)]
pub(crate) struct SignUp {
    #[clean(collapse_whitespace)]
    #[validate(length(2..=MAX_NAME), text(TextPolicy::person_name()), custom(has_a_letter))]
    #[form(label = "Your name", autocomplete = "nickname")]
    name: String,
    #[clean(trim)]
    #[validate(length(..=254), email)]
    #[form(label = "E-mail, if you like", autocomplete = "email")]
    email: Option<String>,
    #[validate(range(16..=120))]
    #[form(label = "Your age")]
    age: u8,
    #[form(label = "What brings you here")]
    reason: Reason,
    #[form(label = "Tell me of new notes")]
    news: bool,
    #[validate(secret, length(8..=72))]
    #[form(label = "A password", autocomplete = "new-password")]
    password: String,
    #[validate(secret, matches(password))]
    #[form(label = "The password again", autocomplete = "new-password")]
    password_again: String,
    /// A hidden field went through the visitor's hands too. Only a path of this site becomes the type.
    #[validate(redirect(RedirectPolicy::path_only()))]
    #[form(label = "Where to go on")]
    next: Option<SafeRedirect<'static>>,
}

/// One word of these; the page has a radio button for each.
#[derive(Form)]
#[serde(rename_all = "lowercase")]
enum Reason {
    Neighbour,
    Visitor,
    Other,
}

/// What the link to confirm carries. Nothing is kept until it comes back, and it holds no password.
#[derive(Serialize, Deserialize)]
pub(crate) struct Pending {
    pub(crate) name: String,
    next: String,
}

/// The button behind that link.
#[derive(Form)]
#[form(csrf)]
pub(crate) struct Confirm {
    #[form(label = "The link")]
    t: String,
}

/// The names that are taken, in lower case, the newest last. Nothing else of a form is kept, and no password.
#[derive(Default)]
pub(crate) struct Accounts(Mutex<VecDeque<String>>);

impl Accounts {
    fn has(&self, name: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&name.to_lowercase())
    }

    /// Takes the name, unless somebody has it: one step, so that of two who ask at once only one gets it.
    fn take(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        // Every change is one push, so a panic elsewhere leaves nothing half done.
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if names.contains(&name) {
            return false;
        }
        names.push_back(name);
        if names.len() > MAX_ACCOUNTS {
            names.pop_front();
        }
        true
    }
}

#[derive(Deserialize, Default)]
pub(crate) struct NextQuery {
    #[serde(default)]
    next: String,
}

pub(crate) async fn form(
    Visitor(visitor): Visitor,
    Extension(look): Extension<Look>,
    query: Result<Query<NextQuery>, QueryRejection>,
    form: Result<Submitted<SignUp>, FormRejection>,
) -> Response {
    // Nobody has sent it yet: it brings the token for the page.
    let form = match form {
        Ok(form) => form,
        Err(rejection) => return unread(&look, None, rejection),
    };
    let Query(query) = query.unwrap_or_default();
    let next = within(&query.next);
    if visitor.is_some() {
        return SeeOther(next.unwrap_or(BOARD)).into_response();
    }
    pages::signup(&look, &form, next.as_ref()).into_response()
}

pub(crate) async fn post(
    State(app): Shared,
    Extension(look): Extension<Look>,
    form: Result<Submitted<SignUp>, FormRejection>,
) -> Response {
    let mut form = match form {
        Ok(form) => form,
        Err(rejection) => return unread(&look, None, rejection),
    };
    if form.value().is_some_and(|new| app.accounts.has(&new.name)) {
        let taken = Violation::new("board.taken").with_message("Somebody has this name. Choose another one.");
        form.push("name", taken);
    }
    match form.finish() {
        Ok(new) => {
            log("asked to sign up", &new.name);
            let SignUp { name, next, .. } = new.into_inner();
            let pending = Pending { name, next: next.unwrap_or(BOARD).as_str().to_owned() };
            let value = serde_json::to_vec(&pending).expect("two texts are JSON");
            pages::sent(&look, &pending, &app.sign_ups.sign(&value, SystemTime::now())).into_response()
        }
        Err(form) => {
            form.respond(|form| pages::signup(&look, form, within(form.field("next").value()).as_ref()))
        }
    }
}

/// The page of the link: it asks, and changes nothing.
pub(crate) async fn ask(
    State(app): Shared,
    Visitor(visitor): Visitor,
    Extension(look): Extension<Look>,
    query: Result<Query<LinkQuery>, QueryRejection>,
    form: Result<Submitted<Confirm>, FormRejection>,
) -> Response {
    let Query(LinkQuery { t: token }) = query.unwrap_or_default();
    match (pending(&app, &token), form) {
        (_, Err(rejection)) => unread(&look, visitor.as_ref(), rejection),
        (Ok(pending), Ok(form)) => pages::confirm(&look, &form, &pending, &token).into_response(),
        (Err(error), Ok(_)) => not_pending(visitor, look, error).await,
    }
}

pub(crate) async fn confirm(
    State(app): Shared,
    Visitor(visitor): Visitor,
    Extension(look): Extension<Look>,
    form: Result<Submitted<Confirm>, FormRejection>,
) -> Response {
    let form = match form {
        Ok(form) => form,
        Err(rejection) => return unread(&look, visitor.as_ref(), rejection),
    };
    // A hidden field went through the visitor's hands, and time has passed.
    let token = form.field("t").value().to_owned();
    let pending = match pending(&app, &token) {
        Ok(pending) => pending,
        Err(error) => return not_pending(visitor, look, error).await,
    };
    match form.finish() {
        Ok(_) if app.accounts.take(&pending.name) => {
            log("signed up", &pending.name);
            let cookie = app.sessions.open(&pending.name);
            ([(SET_COOKIE, cookie)], SeeOther(within(&pending.next).unwrap_or(BOARD))).into_response()
        }
        Ok(_) => {
            let text = "The name was taken meanwhile, by somebody else or by this very link. Sign up with another one.";
            (StatusCode::CONFLICT, pages::message(&look, visitor.as_ref(), "Taken", text)).into_response()
        }
        Err(form) => form.respond(|form| pages::confirm(&look, form, &pending, &token)),
    }
}

/// What a link holds, if this site has sealed it and not too long ago.
fn pending(app: &App, token: &str) -> Result<Pending, SignError> {
    let signed = app.sign_ups.verify(token, LIFETIME, SystemTime::now())?;
    serde_json::from_slice(signed.value()).map_err(|_| SignErrorKind::Malformed.into())
}

async fn not_pending(visitor: Option<Guest>, look: Look, error: SignError) -> Response {
    if error.kind() != SignErrorKind::Expired {
        return not_found(Visitor(visitor), Extension(look)).await;
    }
    let text = "This link was good for ten minutes. Sign up again: the name may still be free.";
    (StatusCode::GONE, pages::message(&look, visitor.as_ref(), "Too old", text)).into_response()
}

/// Where to go on, if that is on this site; the board where nothing else was asked for.
fn within(next: &str) -> Option<SafeRedirect<'_>> {
    if next.is_empty() { Some(BOARD) } else { redirect::check(next, RedirectPolicy::path_only()).ok() }
}
