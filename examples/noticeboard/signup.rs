//! Signing up: a form by declaration. What a field takes, how the page shows it and what is said of it come from the
//! struct; what only the site knows, whether a name is taken, is pushed beside it.

use super::app::{Shared, log, unread};
use super::forms::{MAX_NAME, has_a_letter};
use super::pages::{self, Look};
use super::session::Visitor;
use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use untaint::form::Submission;
use untaint::redirect::{self, RedirectPolicy, SafeRedirect};
use untaint::text::TextPolicy;
use untaint::{Form, Violation};
use untaint_axum::{FormRejection, SeeOther, Submitted};

/// Past this, the oldest name is free again: signing up costs nothing here, so memory must not grow with it.
const MAX_ACCOUNTS: usize = 1000;
const BOARD: SafeRedirect<'static> = SafeRedirect::from_static("/");

#[derive(Form)]
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

/// The names that are taken, in lower case, the newest last. Nothing else of a form is kept, and no password.
#[derive(Default)]
pub(crate) struct Accounts(Mutex<VecDeque<String>>);

impl Accounts {
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
) -> Response {
    let Query(query) = query.unwrap_or_default();
    let next = within(&query.next);
    if visitor.is_some() {
        return SeeOther(next.unwrap_or(BOARD)).into_response();
    }
    pages::signup(&look, &Submission::blank(), next.as_ref()).into_response()
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
    if form.value().is_some_and(|new| !app.accounts.take(&new.name)) {
        let taken = Violation::new("board.taken").with_message("Somebody has this name. Choose another one.");
        form.push("name", taken);
    }
    match form.finish() {
        Ok(new) => {
            log("signed up", &new.name);
            let cookie = app.sessions.open(&new.name);
            ([(SET_COOKIE, cookie)], SeeOther(new.into_inner().next.unwrap_or(BOARD))).into_response()
        }
        Err(form) => {
            form.respond(|form| pages::signup(&look, form, within(form.field("next").value()).as_ref()))
        }
    }
}

/// Where to go on, if that is on this site; the board where nothing else was asked for.
fn within(next: &str) -> Option<SafeRedirect<'_>> {
    if next.is_empty() { Some(BOARD) } else { redirect::check(next, RedirectPolicy::path_only()).ok() }
}
