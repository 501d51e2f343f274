//! Who is logged in: a random token in a cookie, and the name that belongs to it.

use super::app::{App, Shared};
use super::profile::Kept;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::collections::HashMap;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use untaint::html::SafeHtml;
use untaint::web::cookie::{self, SetCookie};
use untaint_axum::CsrfToken;

pub(crate) const LIFETIME: Duration = Duration::from_secs(12 * 60 * 60);
/// Past this, the oldest session ends: logging in costs nothing here, so memory must not grow with it.
const MAX_SESSIONS: usize = 1000;

pub(crate) struct Sessions {
    cookies: Cookies,
    open: Mutex<HashMap<String, Session>>,
    next_id: AtomicU64,
}

struct Session {
    id: u64,
    name: String,
    since: Instant,
    profile: Arc<Kept>,
}

/// A logged-in visitor: the name to show, and the token that ends the session.
pub(crate) struct Guest {
    /// What belongs to a visitor belongs to the session: anybody may take any name.
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) profile: Arc<Kept>,
    /// The hidden field of the log-out form, which is on every page.
    pub(crate) field: SafeHtml<'static>,
    token: String,
}

impl Sessions {
    pub(crate) fn new(cookies: Cookies) -> Self {
        Self { cookies, open: Mutex::default(), next_id: AtomicU64::default() }
    }

    /// Begins a session under a new token (never one that the visitor brought) and returns its cookie.
    pub(crate) fn open(&self, name: &str) -> HeaderValue {
        let token = random_hex::<32>();
        let mut open = self.lock();
        open.retain(|_, session| session.since.elapsed() < LIFETIME);
        if open.len() >= MAX_SESSIONS {
            let oldest = open.iter().min_by_key(|(_, session)| session.since).map(|(token, _)| token.clone());
            oldest.and_then(|token| open.remove(&token));
        }
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let profile = Arc::default();
        open.insert(token.clone(), Session { id, name: name.to_owned(), since: Instant::now(), profile });
        (&self.cookies.write(self.cookies.session(), &token)).into()
    }

    pub(crate) fn close(&self, visitor: &Guest) {
        self.lock().remove(&visitor.token);
    }

    /// Keeps a profile, in the place of an older one; a session that has ended has none.
    pub(crate) fn keep(&self, visitor: &Guest, profile: Kept) {
        if let Some(session) = self.lock().get_mut(&visitor.token) {
            session.profile = Arc::new(profile);
        }
    }

    /// A cookie that makes the browser drop its session.
    pub(crate) fn forget(&self) -> HeaderValue {
        (&self.cookies.write(self.cookies.session(), "").removal()).into()
    }

    fn find(&self, token: &str) -> Option<Guest> {
        let open = self.lock();
        let session = open.get(token).filter(|session| session.since.elapsed() < LIFETIME)?;
        let (name, profile) = (session.name.clone(), Arc::clone(&session.profile));
        Some(Guest { id: session.id, name, profile, field: SafeHtml::default(), token: token.to_owned() })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Session>> {
        // Every change is one insert or remove, so a panic elsewhere leaves nothing half done.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the cookies are called and how they are written: the one place that asks whether the site is on HTTPS.
#[derive(Clone, Copy)]
pub(crate) struct Cookies {
    is_https: bool,
}

impl Cookies {
    pub(crate) fn of(origin: &str) -> Self {
        Self { is_https: origin.starts_with("https://") }
    }

    /// The cookie that shows who is logged in. With the prefix, no neighbouring subdomain can set it.
    fn session(self) -> &'static str {
        if self.is_https { "__Host-session" } else { "session" }
    }

    /// The cookie that binds forms to a visitor who is not logged in.
    fn visit(self) -> &'static str {
        if self.is_https { "__Host-visit" } else { "visit" }
    }

    /// Which session a form is of: that of the login, else the visit. What the cookie holds counts, also where that session
    /// has ended: the answer then says so and has what was typed in it.
    pub(crate) fn session_of(self, parts: &Parts) -> Option<Vec<u8>> {
        let visit = || parts.extensions.get::<Visit>().map(|visit| visit.0.clone());
        Self::read(&parts.headers, self.session()).or_else(visit).map(String::into_bytes)
    }

    /// `HttpOnly`: no script reads it. `SameSite=Lax`: no other site's form sends it.
    fn write(self, name: &str, value: &str) -> SetCookie {
        let cookie = SetCookie::builder(name, value).secure(self.is_https).max_age(LIFETIME);
        cookie.build().expect("hexadecimal digits and literals")
    }

    /// What a cookie holds. Of two different ones, one was set by somebody else: then there is none.
    fn read(headers: &HeaderMap, name: &str) -> Option<String> {
        let value = cookie::get(headers.get_all(COOKIE), name).ok().flatten();
        value.filter(|value| !value.is_empty()).map(str::to_owned)
    }
}

/// The id of a visitor who is not logged in. It is worth nothing but to the forms that it is asked for with.
#[derive(Clone)]
struct Visit(String);

/// Gives who has no session an id, before the page with the form is made; a login then opens a session of its own.
pub(crate) async fn visit(State(app): Shared, mut request: Request, next: Next) -> Response {
    let cookies = app.sessions.cookies;
    let brought = Cookies::read(request.headers(), cookies.visit());
    let is_new = brought.is_none() && Cookies::read(request.headers(), cookies.session()).is_none();
    let id = brought.unwrap_or_else(random_hex::<16>);
    let cookie = cookies.write(cookies.visit(), &id);
    request.extensions_mut().insert(Visit(id));
    let mut response = next.run(request).await;
    if is_new {
        response.headers_mut().append(SET_COOKIE, (&cookie).into());
    }
    response
}

/// Random bytes from the operating system.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without randomness every token could be guessed: better no answer than a weak one.
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// `N` of them, in hexadecimal.
pub(crate) fn random_hex<const N: usize>() -> String {
    random::<N>().iter().fold(String::with_capacity(2 * N), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The visitor of a request, if its cookie names an open session.
pub(crate) struct Visitor(pub(crate) Option<Guest>);

impl FromRequestParts<Arc<App>> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let cookies = app.sessions.cookies;
        let token = Cookies::read(&parts.headers, cookies.session());
        let Some(mut guest) = token.and_then(|token| app.sessions.find(&token)) else {
            return Ok(Self(None));
        };
        // Without one, the button does nothing, and the page is still there.
        let token = CsrfToken::from_request_parts(parts, app).await;
        guest.field = token.map(|token| token.field()).unwrap_or_default();
        Ok(Self(Some(guest)))
    }
}
