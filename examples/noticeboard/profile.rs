//! A profile: rich text, a link, tags and a picture in one declared form. The picture goes to a temporary file while it
//! arrives, checked on its way, and from there to the other files of the site.

use super::app::{Shared, log, to_login, unread};
use super::files::Attachment;
use super::forms::{LINKS, MAX_LINK, MAX_TEXT, reads_as_written};
use super::pages::{self, Look};
use super::session::Visitor;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use untaint::form::{Stored, Submission};
use untaint::html::{HtmlPolicy, SafeHtml};
use untaint::redirect::SafeRedirect;
use untaint::rules::length;
use untaint::upload::UploadPolicy;
use untaint::uri::SafeUri;
use untaint::{Form, Validator as _, Violation};
use untaint_axum::{CsrfToken, FormRejection, SeeOther, Submitted};

/// Where a profile leads once it is kept; the page says so then.
const KEPT: SafeRedirect<'static> = SafeRedirect::from_static("/profile?kept");

/// Three of the fields hold the proof: nothing but cleaning makes a `SafeHtml`, nothing but its check a `SafeUri` or a
/// `Stored`.
#[derive(Form, Default)]
#[form(csrf)]
pub(crate) struct Profile {
    #[clean(trim, html(HtmlPolicy::comment()))]
    // `length` counts text and collections; of a type that holds the proof, what is counted is said here.
    #[validate(custom(|about: &SafeHtml<'_>| length(..=MAX_TEXT).check(about.as_str())))]
    #[form(label = "About you")]
    pub(crate) about: Option<SafeHtml<'static>>,
    #[clean(trim)]
    #[validate(uri(LINKS), custom(|site: &SafeUri<'_>| fits_and_reads(site.as_str())))]
    #[form(label = "Your site", autocomplete = "url")]
    pub(crate) site: Option<SafeUri<'static>>,
    #[clean(trim)]
    #[validate(length(..=5), unique_items, each(length(..=20), no_hidden, single_line))]
    #[form(label = "Tags")]
    pub(crate) tags: Vec<String>,
    #[form(file(UploadPolicy::avatars()), label = "Your picture")]
    pub(crate) avatar: Option<Stored>,
    #[form(label = "Take the picture down")]
    pub(crate) no_avatar: bool,
}

/// What a session keeps of it. The file moved on.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) profile: Profile,
    pub(crate) avatar: Option<Attachment>,
}

fn fits_and_reads(site: &str) -> Result<(), Violation> {
    length(..=MAX_LINK).check(site)?;
    reads_as_written(site)
}

pub(crate) async fn form(
    Visitor(visitor): Visitor,
    Extension(look): Extension<Look>,
    RawQuery(query): RawQuery,
    token: CsrfToken,
) -> Response {
    let Some(visitor) = visitor else { return to_login("/profile") };
    let mut form = Submission::edit(&visitor.profile.profile);
    if let Some(token) = token.token() {
        form = form.with_token(token);
    }
    let is_kept = query.as_deref() == Some("kept");
    pages::profile(&look, Some(&visitor), &form, is_kept).into_response()
}

pub(crate) async fn post(
    State(app): Shared,
    Visitor(visitor): Visitor,
    Extension(look): Extension<Look>,
    form: Result<Submitted<Profile>, FormRejection>,
) -> Response {
    let mut form = match form {
        Ok(form) => form,
        Err(rejection) => return unread(&look, visitor.as_ref(), rejection),
    };
    let Some(visitor) = visitor else {
        // The session ended while somebody was writing: a redirect would throw the text away.
        return form.respond(|form| (StatusCode::UNAUTHORIZED, pages::profile(&look, None, form, false)));
    };
    let file = form.value().and_then(|profile| profile.avatar.clone());
    let mut avatar = visitor.profile.avatar.clone();
    if let Some(file) = file {
        let upload = file.upload().clone();
        // The disk may take its time, and others wait for this thread.
        match tokio::task::spawn_blocking(move || file.read()).await {
            Ok(Ok(bytes)) => avatar = Some(app.files.keep(upload, bytes)),
            _ => form.push(
                "avatar",
                Violation::new("board.disk").with_message("The picture was lost on its way. Send it again."),
            ),
        }
    } else if form.value().is_some_and(|profile| profile.no_avatar) {
        avatar = None;
    }
    match form.finish() {
        Ok(profile) => {
            log("kept a profile", &visitor.name);
            // With the last handle of the file, the temporary one goes.
            let profile = Profile { avatar: None, no_avatar: false, ..profile.into_inner() };
            app.sessions.keep(&visitor, Kept { profile, avatar });
            SeeOther(KEPT).into_response()
        }
        Err(form) => {
            for violation in form.report().violations() {
                log(violation.code(), &visitor.name);
            }
            form.respond(|form| pages::profile(&look, Some(&visitor), form, false))
        }
    }
}
