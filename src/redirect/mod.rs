//! Redirect targets from a request (`?next=`) that stay on the sites you named.
//!
//! ```
//! use std::sync::LazyLock;
//! use untaint::redirect::{self, RedirectPolicy, SafeRedirect};
//!
//! // One line, this site only:
//! let next = redirect::local(Some("/account?tab=2"), "/home");
//! assert_eq!(next, "/account?tab=2");
//! assert_eq!(redirect::local(Some("//evil.example"), "/home"), "/home");
//!
//! // Other sites by name, and the reason for a refusal:
//! static NEXT: LazyLock<RedirectPolicy> = LazyLock::new(|| {
//!     RedirectPolicy::builder()
//!         .origin("https://app.test")
//!         .host("example.com")
//!         .require_https(true)
//!         .build()
//!         .expect("redirect policy")
//! });
//! assert!(redirect::check("https://example.com/cb", &NEXT).is_ok());
//! let refused = redirect::check("https://evil.example/", &NEXT).unwrap_err();
//! assert_eq!(refused.code(), "redirect.host");
//! ```
//!
//! # What passes
//! On this site: `/path`, `?query`, `#fragment` and a relative path, of any spelling: `/a//b`, `/a/../b`, `12:30`,
//! Unicode, `%` that begins no escape. Query and fragment may hold anything but controls, so `/login?next=//x` is
//! fine. Elsewhere: `http://` and `https://` URLs, and `//host` forms, whose host and port are listed.
//!
//! # What is refused
//! Whatever a browser resolves to an origin that is neither this site nor listed. Besides, whatever browsers,
//! servers and libraries read in different ways: C0 controls and DEL anywhere, a leading space, a `\` before the
//! query, user names, `%` in the host, `https:x` with fewer or more than two slashes, hosts spelled so that a filter
//! reads another name (compatibility letters, invisible characters, odd full stops, `0x7f.1`). A URL that does not
//! parse is never "so it must be relative".
//!
//! # How it decides
//! One scan settles paths and plain ASCII hosts without allocating. International hosts and address literals go
//! to the WHATWG host parser of the `url` crate; what that refuses is refused. Without the feature `url` such
//! targets are refused as [`RedirectErrorKind::Unsupported`], never let through.
//!
//! # Untrusted input
//! No function panics on any target; time is linear in its length, which the policy caps before anything is read
//! (2048 bytes unless set). The result is the target as it was given, never decoded, never rewritten.

mod check;
mod error;
mod policy;
mod prefix;
mod safe_redirect;

#[doc(alias("open redirect", "unvalidated redirect"))]
pub use check::check;
pub use check::check_or;
#[doc(alias("url_has_allowed_host_and_scheme", "is_safe_url"))]
pub use check::has_allowed_host_and_scheme;
#[doc(alias("IsLocalUrl", "safe_next"))]
pub use check::local;
pub use error::{RedirectError, RedirectErrorKind};
pub use policy::{RedirectPolicy, RedirectPolicyBuilder};
pub use safe_redirect::SafeRedirect;
