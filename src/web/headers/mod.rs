//! The headers of an answer: types that hold only what browsers obey, all of them in one set, and a check that tells
//! what a browser makes of what was sent.
//!
//! ```
//! use std::sync::LazyLock;
//! use untaint::web::csp::{Nonce, Policy};
//! use untaint::web::headers::{self, CacheControl, Expect, Hsts, SecurityHeaders};
//!
//! static HEADERS: LazyLock<SecurityHeaders> = LazyLock::new(|| {
//!     SecurityHeaders::page(Policy::strict())
//!         .hsts(Hsts::days(365).include_subdomains())
//!         .cache_control(CacheControl::no_store())
//!         .build()
//!         .expect("headers")
//! });
//!
//! # let random = *b"k3xr9-Qzv7pLm2Xc";
//! let nonce = Nonce::from_bytes(random); // for each answer
//! let mut answer: Vec<_> = HEADERS.iter(&nonce).collect();
//! answer.push(("content-type", "text/html; charset=utf-8".into()));
//!
//! // In a test, for every route: what does a browser make of it?
//! headers::check(headers::pairs(&answer), &Expect::page().https(true).strict())?;
//!
//! // What is wrong with a value that somebody wrote?
//! assert!(Hsts::parse("max-age=31536000, includeSubDomains").is_err());
//! # Ok::<(), headers::HeadersError>(())
//! ```
//!
//! | I have | I want | I call |
//! |---|---|---|
//! | an answer to send | its headers | [`SecurityHeaders`] |
//! | an answer in a test | to be told what is missing | [`check`] with [`Expect`] |
//! | the same | all that is to say about it | [`inspect`] |
//! | what `curl -I` printed | the same | [`inspect_text`] |
//! | one value | whether browsers obey it | `parse` of its type |
//!
//! # How it decides
//! As Chromium does, measured value by value; where it differs from a standard or from Observatory, the type's own page
//! says so. Where several fields of a name stand, they are put together with commas, but for
//! `Strict-Transport-Security` (the first counts) and `Set-Cookie` (each by itself).
//!
//! # Does not guarantee
//! * That another browser does the same: where Firefox and WebKit differed when they were tried, a row of
//!   `tests/data/web/header_engines.jsonl` says so. The cookie jar of `WebKitGTK` asks for nothing behind a prefix.
//! * That a page is safe because its headers are: they are the second wall.
//!
//! # Untrusted input
//! No function panics on any text or bytes, and time is linear in their length. Findings hold nothing of a value.

mod cache_control;
mod check;
mod clear_site_data;
mod error;
mod expect;
mod hsts;
mod inspect;
mod kinds;
mod permissions_policy;
mod reporting_endpoints;
mod set;
mod structured;
mod text;
mod words;

pub use cache_control::CacheControl;
pub use check::{HeadersError, check, pairs};
pub use clear_site_data::ClearSiteData;
pub use error::{HeaderError, HeaderErrorKind};
pub use expect::Expect;
#[doc(alias("HSTS", "Strict-Transport-Security"))]
pub use hsts::Hsts;
#[doc(alias("observatory", "security headers", "curl -I"))]
pub use inspect::inspect;
pub(crate) use kinds::CODES;
#[doc(alias("Permissions-Policy", "Feature-Policy"))]
pub use permissions_policy::PermissionsPolicy;
pub use permissions_policy::{Allow, PermissionsPolicyBuilder};
#[doc(alias("Reporting-Endpoints", "report-to"))]
pub use reporting_endpoints::ReportingEndpoints;
pub use reporting_endpoints::ReportingEndpointsBuilder;
#[doc(alias("helmet", "talisman", "secure headers"))]
pub use set::SecurityHeaders;
pub use set::SecurityHeadersBuilder;
pub use text::{inspect_text, inspect_text_as};
#[doc(alias("COEP", "Cross-Origin-Embedder-Policy"))]
pub use words::EmbedderPolicy;
#[doc(alias("XFO", "X-Frame-Options", "clickjacking"))]
pub use words::FrameOptions;
#[doc(alias("nosniff", "X-Content-Type-Options"))]
pub use words::NoSniff;
#[doc(alias("COOP", "Cross-Origin-Opener-Policy"))]
pub use words::OpenerPolicy;
#[doc(alias("Referrer-Policy"))]
pub use words::ReferrerPolicy;
#[doc(alias("CORP", "Cross-Origin-Resource-Policy"))]
pub use words::ResourcePolicy;
