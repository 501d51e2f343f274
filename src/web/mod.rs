//! What an answer carries: a policy for its page, the headers beside it, its cookies.
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
//!
//! A [`Finding`] is the result of judging what somebody wrote (a policy, a header, a cookie): data for the program,
//! with a place in the text that was given. A check is a `Result`, as everywhere.

pub mod cookie;
pub mod csp;
mod finding;
pub mod headers;
mod render;

pub use finding::{Finding, Severity};
pub use render::render_findings;
