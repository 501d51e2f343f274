//! A request as what was submitted, by its method and its media type.

use crate::accept::prefers_json;
use crate::csrf::{CsrfToken, token_of};
use crate::multipart;
use crate::pieces::Pieces;
use crate::rejection::FormRejection;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use untaint::Fields;
use untaint::form::{Entries, FormError, FormErrorKind, FormLimits, ReceiveError};
use untaint::web::csrf::{CsrfError, Token};

/// Where files stand until they are kept, as an [`Extension`](axum::Extension): a folder of the program's own, on the
/// file system to which it keeps them, makes of keeping a rename. Without it, the temporary folder of the operating
/// system.
///
/// # Examples
/// ```
/// use axum::{Extension, Router, routing::post};
/// use untaint::form::FormLimits;
/// use untaint_axum::StoreIn;
///
/// # async fn upload() {}
/// let app: Router = Router::new()
///     .route("/avatar", post(upload))
///     .layer(Extension(StoreIn::new("/srv/notes/incoming")))
///     .layer(Extension(FormLimits::builder().files(1).build()?));
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[derive(Clone)]
pub struct StoreIn(Arc<Path>);

impl StoreIn {
    /// In this folder, which is there.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into().into())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

/// The folder is nobody's business.
impl fmt::Debug for StoreIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreIn").finish_non_exhaustive()
    }
}

/// What was submitted, and what the client would like to have for it.
pub(crate) struct Read {
    /// `None` when a page was asked for.
    pub(crate) entries: Option<Entries>,
    /// For that page, where its form is sent with one.
    pub(crate) token: Option<Token>,
    pub(crate) wants_json: bool,
}

/// Why the reading ended; with what the disk said, or why the request is not believed to be this site's.
pub(crate) struct Stop {
    pub(crate) error: FormError,
    pub(crate) disk: Option<ReceiveError>,
    pub(crate) csrf: Option<CsrfError>,
}

impl Stop {
    pub(crate) fn csrf(error: CsrfError) -> Self {
        Self { error: FormErrorKind::Csrf.into(), disk: None, csrf: Some(error) }
    }
}

impl From<FormErrorKind> for Stop {
    fn from(kind: FormErrorKind) -> Self {
        FormError::from(kind).into()
    }
}

impl From<FormError> for Stop {
    fn from(error: FormError) -> Self {
        Self { error, disk: None, csrf: None }
    }
}

impl From<ReceiveError> for Stop {
    fn from(error: ReceiveError) -> Self {
        Self { error: FormErrorKind::Store.into(), disk: Some(error), csrf: None }
    }
}

/// The media type of a body, as far as a form may be of it.
pub(crate) fn media_type(headers: &HeaderMap) -> Option<mime::Mime> {
    let said = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    match said.split_once(';') {
        // White space may stand before a parameter (RFC 9110, section 5.6.6), which the parser does not take.
        Some((name, parameters)) if name.ends_with([' ', '\t']) => {
            format!("{};{parameters}", name.trim_end()).parse().ok()
        }
        _ => said.parse().ok(),
    }
}

pub(crate) fn is_json(media: &mime::Mime) -> bool {
    let is_plain = media.type_() == mime::APPLICATION && media.subtype() == mime::JSON;
    is_plain || media.suffix() == Some(mime::JSON)
}

pub(crate) async fn read<T: Fields + ?Sized>(request: Request) -> Result<Read, FormRejection> {
    let (parts, body) = request.into_parts();
    let limits = parts.extensions.get::<FormLimits>().cloned().unwrap_or_default();
    let is_page = matches!(parts.method, Method::GET | Method::HEAD);
    let media = media_type(&parts.headers);
    let wants_json = prefers_json(&parts.headers, !is_page && media.as_ref().is_some_and(is_json));
    let refused = |stop| FormRejection::new(stop, wants_json);
    let guard = token_of::<T>(&parts).map_err(refused)?;
    let token = guard.as_ref().and_then(CsrfToken::token);
    if is_page {
        // Of a form without a value the query is empty, and of a link to the page there is none. What is sent with a
        // token changes something, which a query must not.
        let query = parts.uri.query().filter(|_| guard.is_none());
        let entries = query.map(|query| Entries::from_urlencoded(query.as_bytes(), &limits));
        let entries = entries.transpose().map_err(|error| refused(error.into()))?;
        // A link to the page may have a query of somebody else's, such as a campaign's.
        let entries = entries.filter(|entries| entries.is_empty() || entries.has_any_of::<T>());
        return Ok(Read { entries, token, wants_json });
    }
    let entries = read_body::<T>(&parts, body, media, &limits).await.map_err(refused)?;
    let entries = match guard {
        Some(guard) => guard.check_entries(entries).map_err(refused)?,
        None => entries,
    };
    Ok(Read { entries: Some(entries), token, wants_json })
}

async fn read_body<T: Fields + ?Sized>(
    parts: &Parts,
    body: Body,
    media: Option<mime::Mime>,
    limits: &FormLimits,
) -> Result<Entries, Stop> {
    let unread = || FormError::from(FormErrorKind::MediaType);
    let media = media.ok_or_else(unread)?;
    let pieces = Pieces::new(body, limits);
    if media.type_() == mime::MULTIPART && media.subtype() == mime::FORM_DATA {
        let boundary = multipart::boundary(&media).ok_or_else(|| FormError::from(FormErrorKind::Syntax))?;
        let folder = parts.extensions.get::<StoreIn>().cloned();
        let folder = folder.unwrap_or_else(|| StoreIn::new(std::env::temp_dir()));
        return multipart::read::<T>(pieces, boundary, limits, &folder).await;
    }
    if media.type_() == mime::APPLICATION && media.subtype() == mime::WWW_FORM_URLENCODED {
        let body = pieces.whole(limits.body_bytes()).await?;
        return Ok(Entries::from_urlencoded(&body, limits)?);
    }
    if is_json(&media) {
        let body = pieces.whole(limits.body_bytes()).await?;
        return Ok(Entries::from_json(&body, limits)?);
    }
    Err(unread().into())
}
