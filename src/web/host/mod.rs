//! The host that a request names, checked against this site's own.
//!
//! What a visitor writes into `Host` ends up in links of mails, in redirects, in the keys of caches and in routing. So
//! it is compared with a list before anything is made of it.
//!
//! ```
//! use std::sync::LazyLock;
//! use untaint::web::host::{self, HostErrorKind, HostPolicy};
//!
//! static HOSTS: LazyLock<HostPolicy> =
//!     LazyLock::new(|| HostPolicy::builder().hosts(["app.test", "*.app.test"]).build().expect("hosts"));
//!
//! let host = host::check("app.test", &HOSTS)?;
//! assert_eq!(host.https_redirect("/a?b=c"), "https://app.test/a?b=c");
//! assert_eq!(host::check("evil.example", &HOSTS).unwrap_err().kind(), HostErrorKind::NotListed);
//! # Ok::<(), host::HostError>(())
//! ```
//!
//! | I have | I want | I call |
//! |---|---|---|
//! | the value of `Host`, or `:authority` of HTTP/2 | to know that it is this site's | [`check`] |
//! | all `Host` fields of a request | the same, and that there is one | [`check_only`] |
//! | a host that was checked, and a request's target | the same page by https | [`SafeHost::https_redirect`] |
//!
//! # How it decides
//! `host[:port]` and nothing else (RFC 9112 section 3.2), compared with entries that are written as those of
//! [`redirect`](crate::redirect). An entry without a port is the default of http and of https, spelled or not. A full
//! stop at the end makes another name.
//!
//! # Does not guarantee
//! * Which of the hosts on the list it is: take the origin of links in mails from the configuration.
//! * That a proxy passed on what the visitor sent: `X-Forwarded-Host` is the visitor's unless the proxy sets it.
//!
//! # Untrusted input
//! No function panics, time is linear, and no error holds anything of the header.

mod check;
mod error;
mod policy;
mod safe_host;

#[doc(alias("allowed hosts", "host header", "dns rebinding"))]
pub use check::{check, check_only};
pub use error::{HostError, HostErrorKind};
pub use policy::{HostPolicy, HostPolicyBuilder};
pub use safe_host::SafeHost;
