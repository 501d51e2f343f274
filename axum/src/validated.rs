//! The extractors of data that `serde` reads.

use crate::pieces::Pieces;
use crate::read::{is_json, media_type};
use crate::rejection::report;
use crate::respond::Problem;
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use std::fmt;
use std::ops::Deref;
use untaint::form::{FormError, FormErrorKind, FormLimits};
use untaint::{Report, Sanitize, Validate, Violation};

/// Data that `serde` read, cleaned and checked: [`Json`], [`Query`] or [`Path`] of a type with rules.
///
/// The type has both `#[derive(Sanitize)]`, which may do nothing, and `#[derive(Validate)]`: so none of its
/// sanitizers can be left out by a slip. No constructor skips the checks; it is read through `Deref`.
///
/// `serde` stops at the first value of a wrong type. Where each field should have its error,
/// [`Submitted`](crate::Submitted) reads JSON, too.
///
/// # Errors
/// A [`Problem`], which has nothing of the input in it, and nothing of `serde`'s sentences, which quote it: 422 with
/// the report for broken rules, and for JSON of another shape; 400 for what is no JSON, and for a query or a path of
/// another shape; 413 and 408 for the limits of [`FormLimits`], which are those of an [`Extension`](axum::Extension)
/// or the usual ones; 415 for a body that is not said to be JSON.
///
/// # Examples
/// ```
/// # #[cfg(feature = "derive")] {
/// use axum::Json;
/// use untaint::{Sanitize, Validate};
/// use untaint_axum::Validated;
///
/// #[derive(serde::Deserialize, Sanitize, Validate)]
/// struct Note {
///     #[clean(trim)]
///     #[validate(length(1..=80))]
///     title: String,
/// }
///
/// async fn add(note: Validated<Json<Note>>) -> String {
///     note.title.clone()
/// }
/// # }
/// ```
pub struct Validated<E>(E);

/// Checks what was read.
fn checked<T: Sanitize + Validate>(mut value: T) -> Result<T, Problem> {
    value.sanitize();
    value.validate().map(|()| value).map_err(Problem)
}

fn refused(violation: Violation, status: StatusCode) -> Problem {
    let title = status.canonical_reason().unwrap_or("Refused");
    Problem(Report::from(violation).with_status(status.as_u16(), title))
}

impl<S: Send + Sync, T: DeserializeOwned + Sanitize + Validate> FromRequest<S> for Validated<Json<T>> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let refuse = |error: FormError| Problem(report(error));
        if !media_type(request.headers()).as_ref().is_some_and(is_json) {
            return Err(refuse(FormErrorKind::MediaType.into()));
        }
        let limits = request.extensions().get::<FormLimits>().cloned().unwrap_or_default();
        let pieces = Pieces::new(request.into_body(), &limits);
        let body = pieces.whole(limits.body_bytes()).await.map_err(refuse)?;
        let value = serde_json::from_slice(&body).map_err(|error| unread(&error))?;
        checked(value).map(|value| Self(Json(value)))
    }
}

/// Where it ended, and nothing of what stands there.
fn unread(error: &serde_json::Error) -> Problem {
    let (violation, status) = if error.is_data() {
        (Violation::new("type"), StatusCode::UNPROCESSABLE_ENTITY)
    } else {
        (FormError::from(FormErrorKind::Syntax).into(), StatusCode::BAD_REQUEST)
    };
    refused(violation.with_param("line", error.line()).with_param("column", error.column()), status)
}

impl<S: Send + Sync, T: DeserializeOwned + Sanitize + Validate> FromRequestParts<S> for Validated<Query<T>> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let read = Query::try_from_uri(&parts.uri);
        let Query(value) = read.map_err(|_| refused(Violation::new("type"), StatusCode::BAD_REQUEST))?;
        checked(value).map(|value| Self(Query(value)))
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Sanitize + Validate + Send> FromRequestParts<S>
    for Validated<Path<T>>
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read = Path::<T>::from_request_parts(parts, state).await;
        let Path(value) = read.map_err(|rejection| match rejection {
            // A route whose path is of another shape than the type: the program's own mistake.
            PathRejection::MissingPathParams(_) => {
                Problem(Report::new().with_status(500, "Internal Server Error"))
            }
            _ => refused(Violation::new("type"), StatusCode::BAD_REQUEST),
        })?;
        checked(value).map(|value| Self(Path(value)))
    }
}

macro_rules! of {
    ($($kind:ident)*) => {$(
        impl<T> Validated<$kind<T>> {
            /// The value, which ends the proof.
            #[must_use]
            pub fn into_inner(self) -> T {
                self.0.0
            }
        }

        impl<T> Deref for Validated<$kind<T>> {
            type Target = T;

            fn deref(&self) -> &T {
                &self.0.0
            }
        }
    )*};
}
of! { Json Query Path }

/// Nothing of the value, which may hold a secret.
impl<E> fmt::Debug for Validated<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Validated").finish_non_exhaustive()
    }
}
