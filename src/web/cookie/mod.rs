//! Cookies: what a browser does with a `Set-Cookie`, one that it stores as meant, and the value that comes back.
//!
//! ```
//! use untaint::web::cookie::{self, CookieErrorKind, CookiePolicy, Fate, Scheme, SetCookie};
//!
//! // Write one: Secure, HttpOnly, SameSite=Lax, Path=/.
//! let set = SetCookie::session("__Host-session", "k3xr9")?;
//! assert_eq!(set.header_value(), "__Host-session=k3xr9; Path=/; Secure; HttpOnly; SameSite=Lax");
//!
//! // Read it; two different values under one name are refused.
//! assert_eq!(cookie::get(["a=1; __Host-session=k3xr9"], "__Host-session")?, Some("k3xr9"));
//! let tossed = cookie::get(["session=evil; session=good"], "session").unwrap_err();
//! assert_eq!(tossed.kind(), CookieErrorKind::Conflict);
//!
//! // Judge one that somebody else writes.
//! let report = cookie::inspect("__Host-session=k3xr9; Secure; HttpOnly", Scheme::Https);
//! assert_eq!(report.fate(), Fate::Dropped(CookieErrorKind::HostPrefix)); // no Path=/
//! assert!(cookie::check("session=k3xr9; Secure", CookiePolicy::session()).is_err());
//! # Ok::<(), cookie::CookieError>(())
//! ```
//!
//! | I have | I want | I call |
//! |---|---|---|
//! | a session's id | to send it | [`SetCookie::session`] |
//! | a choice of the visitor | to keep it, for scripts too | [`SetCookie::preference`] |
//! | a value of any kind | to know that it is kept as it is | [`check_value`], else [`escape::url_component`](crate::escape::url_component) |
//! | the `Cookie` fields of a request | the value of a name | [`get`] |
//! | a `Set-Cookie` of a library | what a browser does with it, and what is wrong | [`inspect`], [`inspect_on`] |
//! | the same, in a test | yes or no | [`check`] |
//!
//! # How it decides
//! As Chromium does (RFC 6265bis section 5.7, and where the two differ the browser). Names are compared with the
//! prefixes `__Host-`, `__Secure-`, `__Http-` and `__Host-Http-` without regard to case; the last two bind Chromium
//! alone. No clock is read: a date before the year 2026 is in the past.
//!
//! # Does not guarantee
//! * That another browser does the same: where Firefox and WebKit differed when they were tried, a row of
//!   `tests/data/web/header_engines.jsonl` says so. The cookie jar of `WebKitGTK` asks for nothing behind a prefix.
//! * Without the list of public suffixes, that `Domain=co.uk` is found to be dropped; one label (`Domain=test`) is.
//! * That a cookie is kept: browsers hold about 180 for a site, and drop the oldest.
//!
//! # Untrusted input
//! No function panics on any text, and time is linear in its length. No error, finding or `Debug` holds a value.

mod check;
mod date;
mod error;
mod fate;
mod get;
mod inspect;
mod kinds;
mod parse;
mod policy;
mod report;
mod set_cookie;

pub use check::check;
pub use error::{CookieError, CookieErrorKind};
#[doc(alias("cookie tossing", "cookie jar"))]
pub use get::get;
pub use inspect::{inspect, inspect_on};
pub(crate) use kinds::CODES;
pub use policy::{CookiePolicy, CookiePolicyBuilder};
pub use report::{Cookie, CookieReport, Fate, Lifetime, SameSite, Scheme};
pub use set_cookie::{SetCookie, SetCookieBuilder, check_value};
