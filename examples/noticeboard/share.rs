//! Sharing a note: a link that the site has sealed, good for ten minutes. It is worth what it names, whoever has it.

use super::app::{Shared, log, not_found, to_login};
use super::pages::{self, Look};
use super::session::Visitor;
use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::time::{Duration, SystemTime};
use untaint::web::sign::SignErrorKind;

pub(crate) const PURPOSE: &str = "share a note";
/// How long a link is good.
pub(crate) const LIFETIME: Duration = Duration::from_secs(10 * 60);

/// What a sealed link brings back.
#[derive(Deserialize, Default)]
pub(crate) struct LinkQuery {
    #[serde(default)]
    pub(crate) t: String,
}

pub(crate) async fn link(
    State(app): Shared,
    Visitor(visitor): Visitor,
    Extension(look): Extension<Look>,
    Path(id): Path<u64>,
) -> Response {
    let Some(visitor) = visitor else { return to_login(&format!("/notes/{id}/share")) };
    if !app.is_by(id, &visitor) {
        let page = pages::message(&look, Some(&visitor), "Not yours", "Only who wrote a note shares it.");
        return (StatusCode::FORBIDDEN, page).into_response();
    }
    log("shared a note", &visitor.name);
    let token = app.shares.sign(id.to_string().as_bytes(), SystemTime::now());
    pages::share(&look, &visitor, id, &app.origin, &token).into_response()
}

pub(crate) async fn shared(
    State(app): Shared,
    Visitor(visitor): Visitor,
    Extension(look): Extension<Look>,
    query: Result<Query<LinkQuery>, QueryRejection>,
) -> Response {
    let Query(LinkQuery { t: token }) = query.unwrap_or_default();
    match app.shares.verify(&token, LIFETIME, SystemTime::now()) {
        Ok(signed) => {
            // The seal says that the number is ours, not that the note still hangs there.
            let id = signed.text().and_then(|id| id.parse().ok());
            match id.and_then(|id| app.note(id)) {
                Some(note) => pages::shared(&look, visitor.as_ref(), &note).into_response(),
                None => not_found(Visitor(visitor), Extension(look)).await,
            }
        }
        Err(error) if error.kind() == SignErrorKind::Expired => {
            let text = "This link was good for ten minutes. Ask who sent it for a new one.";
            (StatusCode::GONE, pages::message(&look, visitor.as_ref(), "Too old", text)).into_response()
        }
        Err(_) => not_found(Visitor(visitor), Extension(look)).await,
    }
}
