//! Who is logged in: a random token in a cookie, and the name that belongs to it.

use super::app::App;
use super::profile::Kept;
use axum::extract::FromRequestParts;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use std::collections::HashMap;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use untaint::web::cookie::{self, SetCookie};

const LIFETIME: Duration = Duration::from_secs(12 * 60 * 60);
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
        Some(Guest { id: session.id, name, profile, token: token.to_owned() })
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
        Ok(Self(token.and_then(|token| app.sessions.find(&token))))
    }
}
