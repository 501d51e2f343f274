//! Forms that only this site's own pages may send.

use crate::accept::prefers_json;
use crate::read::{Stop, is_json, media_type};
use crate::rejection::FormRejection;
use axum::extract::FromRequestParts;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use untaint::Fields;
use untaint::form::{CsrfContext, Entries, FormErrorKind};
use untaint::html::SafeHtml;
use untaint::web::csrf::{self, CsrfError, CsrfErrorKind, CsrfPolicy, Token};
use untaint::web::{cookie, sign, sign::Signer};

/// What forms are kept from other sites with, as an [`Extension`](axum::Extension): whose requests are taken, the key of
/// the tokens, and which session a request is of.
///
/// With it, [`Submitted`](crate::Submitted) and [`Received`](crate::Received) refuse what another site sends, by
/// [`csrf::check`], and a form with `#[form(csrf)]` without the token of its session.
///
/// # Examples
/// ```
/// use axum::{Extension, Router, routing::get};
/// use untaint::web::csrf::{CsrfPolicy, Token};
/// use untaint::web::{secret, sign::Signer};
/// use untaint_axum::Csrf;
///
/// # async fn transfer() {}
/// # let environment = "m9X2vPq7LtR4zYc8WnBd5HsKf3JgAe6U";
/// let signer = Signer::builder(&secret::check(environment)?).purpose(Token::PURPOSE).build()?;
/// let policy = CsrfPolicy::builder().origin("https://app.test").build()?;
/// let app: Router = Router::new()
///     .route("/transfer", get(transfer).post(transfer))
///     .layer(Extension(Csrf::by_cookie(policy, signer, "__Host-session")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Csrf {
    policy: Arc<CsrfPolicy>,
    signer: Arc<Signer>,
    session: Arc<SessionOf>,
    max_age: Duration,
}

type SessionOf = dyn Fn(&Parts) -> Option<Vec<u8>> + Send + Sync;

impl Csrf {
    /// A session is what the cookie of this name holds.
    ///
    /// A visitor without the cookie can send no form: give him one with the first page, also where nobody is logged in, and
    /// another one when he logs in. With the prefix `__Host-` no other host of the site can set it.
    #[must_use]
    pub fn by_cookie(policy: CsrfPolicy, signer: Signer, name: &'static str) -> Self {
        Self::new(policy, signer, move |parts| {
            let value = cookie::get(parts.headers.get_all(COOKIE), name).ok().flatten();
            value.filter(|value| !value.is_empty()).map(|value| value.as_bytes().to_owned())
        })
    }

    /// A session is what this function makes of a request: the same bytes for all requests of one, and of no other.
    #[must_use]
    pub fn new(
        policy: CsrfPolicy,
        signer: Signer,
        session: impl Fn(&Parts) -> Option<Vec<u8>> + Send + Sync + 'static,
    ) -> Self {
        Self {
            policy: Arc::new(policy),
            signer: Arc::new(signer),
            session: Arc::new(session),
            max_age: Token::MAX_AGE,
        }
    }

    /// How long a page may be open before its form is sent; [`Token::MAX_AGE`] unless set.
    #[must_use]
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = max_age;
        self
    }
}

/// Neither the key nor the session.
impl fmt::Debug for Csrf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Csrf").field("policy", &self.policy).finish_non_exhaustive()
    }
}

/// Refuses what another site sent, where the program has said how.
pub(crate) fn check_origin(parts: &Parts) -> Result<(), CsrfError> {
    let Some(guard) = parts.extensions.get::<Csrf>() else { return Ok(()) };
    csrf::check(&csrf::Request::of(&parts.method, &parts.uri, &parts.headers), &guard.policy)
}

/// The token of a request's session: for a form that something else reads, and for its page.
///
/// It refuses what another site sent, as [`Submitted`](crate::Submitted) does.
///
/// # Errors
/// A [`FormRejection`]: 403 for a request of another site, 500 without a [`Csrf`].
///
/// # Examples
/// ```
/// use axum::response::Html;
/// use untaint_axum::CsrfToken;
///
/// async fn log_out_page(token: CsrfToken) -> Html<String> {
///     Html(format!("<form method=post action=/logout>{}<button>Log out</button></form>", token.field()))
/// }
/// ```
#[derive(Clone)]
pub struct CsrfToken {
    guard: Csrf,
    session: Option<Vec<u8>>,
    random: [u8; 16],
    now: SystemTime,
    header: Option<String>,
}

impl CsrfToken {
    /// The hidden field for the page; nothing for a visitor without a session.
    #[must_use]
    pub fn field(&self) -> SafeHtml<'static> {
        self.token().as_ref().map(Token::field).unwrap_or_default()
    }

    /// A token for the page; `None` for a visitor without a session.
    #[must_use]
    pub fn token(&self) -> Option<Token> {
        self.context().map(|context| context.token())
    }

    /// Whether what a form has sent as [`Token::FIELD`], or the request as [`Token::HEADER`], is the token of its
    /// session.
    ///
    /// # Errors
    /// [`CsrfError`], whose reason is for the log: answer 403, or show the page again where the token is only too old.
    pub fn check(&self, sent: &str) -> Result<(), CsrfError> {
        let context = self.context().ok_or(CsrfErrorKind::NoToken)?;
        context.verify(self.header.as_deref().unwrap_or(sent))
    }

    fn context(&self) -> Option<CsrfContext<'_>> {
        let session = self.session.as_deref()?;
        let context = CsrfContext::new(&self.guard.signer, session, self.random, self.now);
        Some(context.max_age(self.guard.max_age).header(self.header.as_deref()))
    }

    pub(crate) fn of(parts: &Parts) -> Result<Self, Stop> {
        check_origin(parts).map_err(Stop::csrf)?;
        let guard =
            parts.extensions.get::<Csrf>().cloned().ok_or(FormErrorKind::Token).map_err(Stop::from)?;
        let session = (guard.session)(parts);
        let header =
            parts.headers.get(Token::HEADER).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let random = sign::random16().map_err(|_| Stop::from(FormErrorKind::Token))?;
        Ok(Self { guard, session, random, now: SystemTime::now(), header })
    }

    /// What was submitted, if it has the token; where that is only too old, the form is shown again with a new one.
    pub(crate) fn check_entries(&self, entries: Entries) -> Result<Entries, Stop> {
        let context = self.context().ok_or_else(|| Stop::csrf(CsrfErrorKind::NoToken.into()))?;
        let entries = entries.check_csrf(&context);
        match entries.csrf() {
            Some(Err(error)) if error.kind() != CsrfErrorKind::TokenExpired => Err(Stop::csrf(error)),
            _ => Ok(entries),
        }
    }
}

/// For a form that is sent with a token; `None` for another one.
pub(crate) fn token_of<T: Fields + ?Sized>(parts: &Parts) -> Result<Option<CsrfToken>, Stop> {
    if T::CSRF {
        return CsrfToken::of(parts).map(Some);
    }
    check_origin(parts).map(|()| None).map_err(Stop::csrf)
}

impl<S: Send + Sync> FromRequestParts<S> for CsrfToken {
    type Rejection = FormRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, FormRejection> {
        let media = media_type(&parts.headers);
        let wants_json = prefers_json(&parts.headers, media.as_ref().is_some_and(is_json));
        Self::of(parts).map_err(|stop| FormRejection::new(stop, wants_json))
    }
}

/// Neither the token nor the session.
impl fmt::Debug for CsrfToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CsrfToken").field("has_session", &self.session.is_some()).finish_non_exhaustive()
    }
}
