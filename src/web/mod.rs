//! What an answer carries: a policy for its page, the headers beside it, its cookies; and who asks, and what comes
//! back.
//!
//! | I have | I want | I call |
//! |---|---|---|
//! | a page | a policy for it | [`csp::Policy`] |
//! | a policy that somebody wrote | to know what it is worth | [`csp::evaluate`](csp::evaluate()) |
//! | an answer to send | its headers | [`headers::SecurityHeaders`] |
//! | an answer in a test | what a browser makes of its headers | [`headers::check`] |
//! | what `curl -I` printed | the same | [`headers::inspect_text`] |
//! | a `Set-Cookie` | what a browser does with it | [`cookie::inspect`] |
//! | a session's id | to send it | [`cookie::SetCookie::session`] |
//! | the cookies of a request | one of them | [`cookie::get`] |
//! | a peer, and what proxies wrote | the visitor's address | [`client::address`](client::address()) |
//! | a `Host` | to know that it is this site's | [`host::check`] |
//! | a request that changes something | to know that no other site sent it | [`csrf::check`] |
//! | a value for a link or a field | to know that it comes back unchanged | `sign::Signer` (feature `sign`) |
//! | a script of another site | to know that it stays the same | [`sri::Integrity`] |
//! | a key from the environment | to know that it is one | [`secret::check`] |
//!
//! A [`Finding`] is the result of judging what somebody wrote (a policy, a header, a cookie): data for the program,
//! with a place in the text that was given. A check is a `Result`, as everywhere.

pub mod client;
pub mod cookie;
pub mod csp;
pub mod csrf;
mod digest;
mod finding;
pub mod headers;
pub mod host;
mod render;
pub mod secret;
#[cfg(any(feature = "sign", feature = "random"))]
#[cfg_attr(docsrs, doc(cfg(feature = "sign")))]
pub mod sign;
pub mod sri;

pub use finding::{Finding, Severity};
pub use render::render_findings;
