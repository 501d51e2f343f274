//! Logging in, which leads on within this site, and out.

use super::app::{Shared, log, not_from_here, see_other, unreadable};
use super::attacks::{self, NEXT};
use super::forms::LoginForm;
use super::pages::{self, Look};
use super::session::Visitor;
use axum::Extension;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use untaint::redirect::{self, RedirectPolicy, SafeRedirect};
use untaint_axum::CsrfToken;

#[derive(Deserialize, Default)]
pub(crate) struct LoginQuery {
    next: Option<String>,
    /// The place of an attack on the list of the page.
    attack: Option<String>,
}

pub(crate) async fn form(
    State(app): Shared,
    Visitor(visitor): Visitor,
    Extension(look): Extension<Look>,
    query: Result<Query<LoginQuery>, QueryRejection>,
) -> Response {
    // A query that cannot be read names no target, and neither does an empty one.
    let Query(query) = query.unwrap_or_default();
    let attack = attacks::named(NEXT, query.attack.as_deref()).map(|attack| attack.value.to_owned());
    let next = attack.or(query.next).filter(|next| !next.is_empty());
    if visitor.is_some() {
        // Nothing to ask: the same policy as behind the form.
        return see_other(&after_login(next.as_deref().unwrap_or("/"), &app.next));
    }
    let next = next.unwrap_or_else(|| "/".to_owned());
    let form = LoginForm { next, ..LoginForm::default() };
    let refused = redirect::check(&form.next, &app.next).err();
    pages::login(&look, &form, &after_login(&form.next, &app.next), refused, None).into_response()
}

pub(crate) async fn post(
    State(app): Shared,
    Extension(look): Extension<Look>,
    form: Result<Form<LoginForm>, FormRejection>,
) -> Response {
    let form = match form {
        Ok(Form(form)) => form,
        Err(rejection) => return unreadable(&look, None, &rejection),
    };
    let is_to_fix = form.fix == "name";
    let form = if is_to_fix { form.fixed() } else { form };
    // The hidden field went through the visitor's hands, so it is checked again.
    let next = after_login(&form.next, &app.next);
    if is_to_fix {
        return pages::login(&look, &form, &next, None, None).into_response();
    }
    match form.check() {
        Ok(name) => {
            log("logged in", &name);
            let cookie = app.sessions.open(&name);
            ([(SET_COOKIE, cookie)], see_other(&next)).into_response()
        }
        Err(problems) => {
            let page = pages::login(&look, &form, &next, None, problems.first());
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
    }
}

/// Where a login leads: the target if it stays on this site, otherwise the board.
fn after_login<'a>(target: &'a str, policy: &RedirectPolicy) -> SafeRedirect<'a> {
    const BOARD: SafeRedirect<'static> = SafeRedirect::from_static("/");
    redirect::check_or(target, policy, BOARD)
}

/// A form that is one button.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Button {
    csrf_token: String,
}

pub(crate) async fn logout(
    State(app): Shared,
    Visitor(visitor): Visitor,
    Extension(look): Extension<Look>,
    token: CsrfToken,
    form: Result<Form<Button>, FormRejection>,
) -> Response {
    // What cannot be read has no token.
    let Form(sent) = form.unwrap_or_default();
    if let Err(error) = token.check(&sent.csrf_token) {
        return not_from_here(&look, visitor.as_ref(), error);
    }
    if let Some(visitor) = visitor {
        log("logged out", &visitor.name);
        app.sessions.close(&visitor);
    }
    ([(SET_COOKIE, app.sessions.forget())], see_other(&redirect::local(None, "/"))).into_response()
}
