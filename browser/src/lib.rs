//! Tests of `untaint` in a real browser: the harness that the suites in `tests/` share.
//!
//! | file | what it is |
//! |---|---|
//! | [`suite`] | trials that run when Chromium is there, and are ignored with the reason when it is not |
//! | [`chromium`] | the browser's process, and its DevTools protocol over a pipe |
//! | [`tab`] | one page: open, click, evaluate; it notices every script that an attack was able to run |
//! | [`site`] | every host of the world on one loopback port, with and without TLS |
//! | [`cases`] | the labelled samples of `tests/data` |
//! | [`strings`] | generated strings: a fixed seed, so that a failure repeats |
//!
//! The suites ask Chromium, never the `url` crate, where a target leads: what the code under test believes is
//! not evidence about itself.
//!
//! `cargo test -p untaint-browser` runs them; `UNTAINT_BROWSER=require` turns a missing Chromium into a failure,
//! and `CHROMIUM=/path/to/binary` names another one.

pub mod cases;
pub mod chromium;
pub mod site;
pub mod strings;
pub mod suite;
pub mod tab;
