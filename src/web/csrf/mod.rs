//! Forms that another site's page sends in a visitor's name.
//!
//! Two walls. [`check`] asks what the browser says of itself (`Sec-Fetch-Site`, `Origin`); it needs nothing in the form
//! and no memory, and it is enough where visitors have browsers of this decade. A [`Token`] in the form is the
//! second, for old browsers and for reviewers who ask for it. A cookie with `SameSite=Lax`, as
//! [`SetCookie::session`](super::cookie::SetCookie::session) writes it, is a third.
//!
//! ```
//! use std::sync::LazyLock;
//! use untaint::web::csrf::{self, CsrfErrorKind, CsrfPolicy, Request};
//!
//! static CSRF: LazyLock<CsrfPolicy> =
//!     LazyLock::new(|| CsrfPolicy::builder().origin("https://app.test").build().expect("an origin"));
//!
//! let request = Request { method: "POST", sec_fetch_site: Some("same-origin"), ..Request::default() };
//! csrf::check(&request, &CSRF)?;
//! let other = Request { sec_fetch_site: Some("cross-site"), ..request };
//! assert_eq!(csrf::check(&other, &CSRF).unwrap_err().kind(), CsrfErrorKind::CrossSite);
//! # Ok::<(), csrf::CsrfError>(())
//! ```
//!
//! | I have | I want | I call |
//! |---|---|---|
//! | a request's method, `Sec-Fetch-Site` and `Origin` | to know that no other site's page sent it | [`check`] |
//! | a session, and a form to show | what stands in the hidden field | [`Token::issue`] |
//! | the field that came back | to know that it is this session's | [`Token::verify`] |
//! | a form that is declared | both, done for me | `#[form(csrf)]` |
//!
//! # How it decides
//! [`check`] has the rules of Go 1.25's `http.CrossOriginProtection`, in this order:
//!
//! 1. `GET`, `HEAD` and `OPTIONS` pass: they must not change anything.
//! 2. `Sec-Fetch-Site: same-origin` or `none` (typed by the visitor) passes.
//! 3. With any other value only an `Origin` passes that is listed as trusted.
//! 4. Without that header and without `Origin` the request passes: no browser sends a form so. Where every client is a
//!    browser, [`require_origin`](CsrfPolicyBuilder::require_origin) refuses it.
//! 5. Else `Origin` decides (a browser before 2023, or a page over plain http): it is this site's, or a trusted one.
//!
//! Here it departs from Go: the site's own origin comes from the configuration, with scheme, host and port, because a
//! proxy may rewrite `Host`. Without one, the request's [`host`](Request::host) is compared, as Go does, blind to the
//! scheme.
//!
//! # Does not guarantee
//! * Anything about `GET`: a link that deletes something is open to every page of the web. So is a `WebSocket`, which
//!   begins with a `GET` and brings the visitor's cookies: check its request with another [`method`](Request::method).
//! * Anything about a page of this very origin that a stranger's script runs in: it sends what the visitor could.
//! * That hosts beside this one are strangers to its cookies: a taken-over subdomain is `same-site`. It is refused
//!   here.
//!
//! # Untrusted input
//! No function panics, and no error holds anything of the request.

mod check;
mod error;
mod policy;
#[cfg(feature = "sign")]
mod token;

#[doc(alias("cross-site request forgery", "xsrf", "CrossOriginProtection"))]
pub use check::{Request, check};
pub use error::{CsrfError, CsrfErrorKind};
pub use policy::{CsrfPolicy, CsrfPolicyBuilder};
#[cfg(feature = "sign")]
#[cfg_attr(docsrs, doc(cfg(feature = "sign")))]
#[doc(alias("synchronizer token", "authenticity_token", "_csrf"))]
pub use token::Token;
