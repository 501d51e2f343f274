//! The extractors of forms.

use crate::read::{Read, read};
use crate::rejection::FormRejection;
use crate::respond::Problem;
use axum::extract::{FromRequest, Request};
use axum::http::header::{ACCEPT, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use untaint::Fields;
use untaint::form::{Accepted, Entries, Form, Submission};
use untaint::web::csrf::Token;

/// What was submitted for the form `T`, before it is checked: for rules that ask for something besides the form.
///
/// It reads what [`Submitted`] reads, by the same limits. Files are checked while they come, by the policies of `T`.
///
/// # Errors
/// A [`FormRejection`], as [`Submitted`].
///
/// # Examples
/// ```
/// use axum::response::Response;
/// use untaint::form::Form;
/// use untaint_axum::Received;
///
/// struct Limits {
///     max_age: u8,
/// }
///
/// async fn sign_up<SignUp: Form<Limits>>(form: Received<SignUp>) -> Response {
///     let form = form.check(&Limits { max_age: 120 });
///     form.respond(|form| format!("{} errors", form.report().violations().len()))
/// }
/// ```
pub struct Received<T> {
    /// `None` when nothing was submitted.
    entries: Option<Entries>,
    /// For the page that was asked for.
    token: Option<Token>,
    wants_json: bool,
    form: PhantomData<fn() -> T>,
}

impl<T> Received<T> {
    /// What was submitted; `None` when the page itself was asked for, by `GET` without a query, or with one that has
    /// no field of the form.
    #[must_use]
    pub fn entries(&self) -> Option<&Entries> {
        self.entries.as_ref()
    }

    /// Checks it, with what the rules need besides.
    #[must_use]
    pub fn check<C: ?Sized>(self, context: &C) -> Submitted<T>
    where
        T: Form<C>,
    {
        let form = match (self.entries, self.token) {
            (Some(entries), _) => Submission::of_with(entries, context),
            (None, Some(token)) => Submission::blank().with_token(token),
            (None, None) => Submission::blank(),
        };
        Submitted { form, wants_json: self.wants_json }
    }
}

impl<S: Send + Sync, T: Fields> FromRequest<S> for Received<T> {
    type Rejection = FormRejection;

    async fn from_request(request: Request, _: &S) -> Result<Self, FormRejection> {
        let Read { entries, token, wants_json } = read::<T>(request).await?;
        Ok(Self { entries, token, wants_json, form: PhantomData })
    }
}

/// Nothing of what was sent.
impl<T> fmt::Debug for Received<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received").field("entries", &self.entries).finish_non_exhaustive()
    }
}

/// A submitted form, whatever is wrong with it: what was typed, every error, and the value when there is none.
///
/// It reads bodies of forms, with files or without, and JSON, by their `Content-Type`; of `GET` and `HEAD` the query.
/// Without one, or with one in which no field of the form is (`?utm_source=…`), it is a form that was
/// [not submitted](Submission::is_submitted). Of a form with `#[form(csrf)]` no query is read. It is a [`Submission`].
///
/// # Guarantees
/// Memory stays within the [`FormLimits`](untaint::form::FormLimits), which are those of an
/// [`Extension`](axum::Extension) or the usual ones, and reading ends as soon as one is met. A file goes to the disk
/// as it comes, and is gone from there when it is refused, when the client goes away, and when nobody keeps it. Files
/// are read for fields that take them; others are read to their end and dropped, up to
/// [`dropped_bytes`](untaint::form::FormLimits::dropped_bytes) a request, so that the browser reads the answer.
///
/// # Does not guarantee
/// That a body ends: a client that sends one byte in each [`stall`](untaint::form::FormLimits::stall) keeps its
/// request open, for which a server has its own timeout. `DefaultBodyLimit` is not asked, because its usual size is
/// too small for files; a limit that cuts the body itself, as tower's, holds. Without a [`Csrf`](crate::Csrf), a request from
/// another site looks like any other.
///
/// # Errors
/// A [`FormRejection`]: 403 for a request of another site (with a [`Csrf`](crate::Csrf)) or a form with `#[form(csrf)]`
/// without the token of its session, 413 for a limit, 408 for a client that is silent for too long, 400 for a body that is none of
/// its type, 415 for a type that is not read, 500 for a disk that takes no file.
///
/// # Cost
/// Linear in the body. It needs tokio's runtime with its timers (as `#[tokio::main]` has them): a client that is silent is
/// waited for by them, and files by the threads that wait for the disk.
pub struct Submitted<T> {
    form: Submission<T>,
    wants_json: bool,
}

impl<T> Submitted<T> {
    /// The value, if nothing is wrong.
    ///
    /// # Errors
    /// The form itself, to be shown again.
    #[allow(clippy::result_large_err, reason = "the form, which is there once in a request")]
    pub fn finish(self) -> Result<Accepted<T>, Self> {
        let wants_json = self.wants_json;
        self.form.finish().map_err(|form| Self { form, wants_json })
    }

    /// True where the client would rather have JSON than a page, by `Accept`, and where that says nothing, by what it
    /// sent.
    #[must_use]
    pub fn wants_json(&self) -> bool {
        self.wants_json
    }

    /// The form without what the client asked for.
    #[must_use]
    pub fn into_submission(self) -> Submission<T> {
        self.form
    }

    /// The page for a browser, with status 422 when something is wrong, or a problem of RFC 9457 for who asks for
    /// JSON.
    ///
    /// A page that has a status of its own other than 200 keeps it.
    pub fn respond<R: IntoResponse>(self, page: impl FnOnce(&Submission<T>) -> R) -> Response {
        let is_wrong = !self.form.report().is_empty();
        let mut response = if self.wants_json && is_wrong {
            Problem(self.form.report().clone()).into_response()
        } else {
            page(&self.form).into_response()
        };
        if is_wrong && response.status() == StatusCode::OK {
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        }
        // A cache must know that another client gets another answer.
        response.headers_mut().append(VARY, HeaderValue::from(ACCEPT));
        response
    }
}

impl<T> Deref for Submitted<T> {
    type Target = Submission<T>;

    fn deref(&self) -> &Submission<T> {
        &self.form
    }
}

impl<T> DerefMut for Submitted<T> {
    fn deref_mut(&mut self) -> &mut Submission<T> {
        &mut self.form
    }
}

impl<S: Send + Sync, T: Form> FromRequest<S> for Submitted<T> {
    type Rejection = FormRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, FormRejection> {
        Received::from_request(request, state).await.map(|received| received.check(&()))
    }
}

/// Nothing of what was sent.
impl<T> fmt::Debug for Submitted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Submitted").field(&self.form).finish()
    }
}
