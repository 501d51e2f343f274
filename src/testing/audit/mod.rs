//! The audit of a whole site: crawled, filled in, attacked and judged, in process, by one test.
//!
//! ```
//! use untaint::testing::{Login, audit};
//! # use axum::{Router, response::Html, routing::get};
//! # fn my_app() -> Router { Router::new().route("/", get(async || Html("<p>Hello"))) }
//!
//! # /*
//! #[tokio::test]
//! # */
//! async fn my_site_has_no_hole_that_is_known() {
//!     let report = audit(my_app()) // axum's `Router`, or any tower service
//!         .origin("https://app.test")
//!         .login(Login::form("/login", [("name", "ada"), ("password", "correct horse")]))
//!         .run()
//!         .await;
//!     report.assert_clean();
//! }
//! # let site = my_app();
//! # let report = tokio::runtime::Runtime::new().unwrap().block_on(audit(site).run());
//! # assert!(report.has("headers.csp_missing") && !report.has("audit.script"), "{report}");
//! ```
//!
//! | I have | I call |
//! |---|---|
//! | a `tower::Service` of `http` requests | [`audit`](audit()) |
//! | anything else that answers requests | [`audit_fn`] |
//! | pages that need a login | [`Audit::login`] |
//! | requests that no page shows (an API) | [`Audit::request`] |
//! | a file that nobody must see | [`Audit::canary`] |
//! | a log | [`Audit::log`] |
//! | a finding that is meant to be so | [`Audit::accept`] |
//! | a finding that is mended | [`AuditFinding::as_test`] |
//!
//! # What it does
//! 1. It logs in two visitors, if it is told how, and walks through the site as both and as a guest: links, redirects,
//!    forms, paths in scripts and JSON, maps and feeds. Links and forms that log out or delete are known by name, in
//!    sixteen languages, and are left for last.
//! 2. It fills in each form as somebody does who means well (type, name, label, limits, pattern, options), with a
//!    word in each field that no page holds by chance, and looks where the words come out.
//! 3. By that it chooses from the lists of [`attacks`](super::attacks) what to send to each field, parameter, part
//!    of a path, header, cookie and file: markup where a word is text, the end of a string where it is script,
//!    addresses where it is a link. A filter that keeps harmless markup gets the whole list. Parameters that no link
//!    shows are guessed.
//! 4. Each answer, and each page on which the value may come out later, goes before the judges, which know a value by
//!    its word and read pages as a browser's parser does.
//! 5. What is found is made short: without a login, without the fields and requests that it does not need.
//!
//! What is looked for stands in [`AuditKind`], a row each; the findings of
//! [`headers::inspect`](crate::web::headers::inspect) and [`cookie::inspect`](crate::web::cookie::inspect()) from
//! `Medium` on are there too, under their own codes.
//!
//! # Bounds
//! It sends at most 8000 requests in a minute, and some more to make findings short; the report says what was left. A
//! handler that does not answer in five seconds is a finding. The same seed sends the same requests, as far as the site
//! gives the same answers. No other runtime, no socket and no browser is needed.
//!
//! # Does not guarantee
//! A site without findings is not proven safe; these things are not seen at all:
//! * **what scripts do**: nothing is run, so that markup which a script of the page makes is not there, nor are forms
//!   that only scripts know (but for `fetch` with `JSON.stringify({…})` and a path in quotes);
//! * **who may do what**: another visitor's notes by a number, roles, prices, orders of steps;
//! * SQL, templates, commands, XML entities, requests to other servers: only errors that tell of them;
//! * limits of rates, guessing of passwords, times, and what two requests do at once;
//! * what comes out where no request leads: mails, other programs, an office's own site;
//! * that a session ends;
//! * a handler that never gives its thread back: the audit waits with it.
//!
//! It sends what breaks things, and what deletes: give it a site of the test's own, with its own data.

mod attack;
mod canary;
mod config;
mod crawl;
mod csrf;
mod fields;
mod fill;
mod found;
mod growth;
mod guess;
mod host;
mod jar;
mod judge;
mod kind;
mod last;
mod login;
mod look;
mod marker;
mod message;
mod page;
mod payload;
mod plan;
mod point;
mod reduce;
mod replay;
mod report;
mod run;
mod service;
mod session;
mod site;
mod text;
mod timer;
mod upload;
mod words;

pub use config::{Audit, audit, audit_fn};
pub use kind::AuditKind;
pub use login::Login;
pub use report::{AuditFinding, AuditReport};
pub use service::Body;
