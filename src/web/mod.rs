//! What an answer carries: a policy for its page, the headers beside it, its cookies.
//!
//! | I have | I want | I call |
//! |---|---|---|
//! | a page | a policy for it | [`csp::Policy`] |
//! | a policy that somebody wrote | to know what it is worth | [`csp::evaluate`](csp::evaluate()) |
//!
//! A [`Finding`] is the result of judging what somebody wrote (a policy, a header, a cookie): data for the program,
//! with a place in the text that was given. A check is a `Result`, as everywhere.

pub mod csp;
mod finding;
mod render;

pub use finding::{Finding, Severity};
pub use render::render_findings;
