//! Attack strings, generators and oracles for an application's own tests (feature `testing`).
//!
//! Every function of this crate can be right, and a handler that calls the wrong one, or none, is open all the same.
//! This module is for that handler: it has inputs to send, and judges for the answers.
//!
//! ```toml
//! [dev-dependencies]
//! untaint = { version = "0.1", features = ["testing"] }
//! ```
//!
//! | of what | a list, with labels | more of it | a judge of what became of it |
//! |---|---|---|---|
//! | redirect targets | [`attacks::redirects`] | [`HostileRedirect`] | [`assert_stays_on`] |
//! | links | [`attacks::uris`] | [`HostileUri`] | [`assert_inert_html`] of the page |
//! | HTML | [`attacks::html`] | [`HostileHtml`] | [`assert_inert_html`], or [`InertHtml`] for whole pages |
//! | names of attributes | [`attacks::attributes`] | [`HostileAttribute`] | [`assert_inert_html`] |
//! | values of attributes, text | [`attacks::attribute_values`] | [`HostileAttributeValue`] | [`assert_attribute_intact`] |
//! | file names | [`attacks::filenames`] | [`HostileFilename`] | [`assert_single_path_component`], [`assert_no_hidden`] |
//! | uploads | [`attacks::uploads`] | [`HostileUpload`] | the upload is refused, or served as its own type |
//! | text that is read and copied | [`attacks::text`](attacks::text()) | [`HostileText`] | [`assert_no_hidden`] |
//! | e-mail addresses | [`attacks::emails`] | [`HostileEmail`] | the form's answer |
//! | policies of pages | [`attacks::policies`] | | [`assert_headers`] of the answer that carries one |
//! | values of headers | [`attacks::headers`] | [`HostileHeader`] | your HTTP library, and the number of headers |
//! | anything, refused | | | [`assert_no_echo`] of the answer |
//! | a whole site | all of these | chosen by what each field is for | [`audit`](audit()), which crawls it |
//!
//! Each `assert_…` panics with the reason and the offending text, in Rust's escapes, at the line of the test; its twin
//! `check_…` returns a [`Breach`] instead. These may quote what a visitor sent, so they are for tests, not for a
//! server.
//!
//! # In a loop
//! No other crate is needed; the seed makes the run repeatable.
//!
//! ```
//! use untaint::testing::{assert_inert_html, assert_stays_on, attacks, generate};
//! # use untaint::html::{self, HtmlPolicy};
//! # use untaint::redirect;
//! # fn after_login(next: &str) -> String { redirect::local(Some(next), "/").location().into_owned() }
//! # fn comment_page(text: &str) -> String { html::sanitize(text, HtmlPolicy::comment()).to_string() }
//!
//! # /*
//! #[test]
//! # */
//! fn logins_stay_on_the_site() {
//!     let list = attacks::redirects().map(|row| row.value.to_owned());
//!     for next in list.chain(generate::redirects(1).take(1000)) {
//!         assert_stays_on("https://app.test", &after_login(&next)); // your handler's `Location`
//!     }
//!     // What people send on purpose arrives.
//!     for row in attacks::redirects().filter(|row| !row.is_hostile()) {
//!         assert_ne!(after_login(row.value), "", "{row:?}");
//!     }
//! }
//!
//! # /*
//! #[test]
//! # */
//! fn comments_are_inert() {
//!     let list = attacks::html().map(|row| row.value.to_owned());
//!     for text in list.chain(generate::html(2).take(100)) {
//!         assert_inert_html(&comment_page(&text)); // what your template makes of it
//!     }
//! }
//! # logins_stay_on_the_site();
//! # comments_are_inert();
//! ```
//!
//! [`audit`](audit()) does that for a whole site, without being told what it has: one test, in ten lines.
//!
//! `examples/fuzz_my_handler.rs` is such a loop around a whole handler, with a careless one that it catches.
//!
//! # With `proptest`
//! [`strategies`] shrink a failing input: fewer changes, and then an earlier row of the list. The types are the ones of
//! `proptest` 1, without its default features; your own dependency adds those.
//!
//! ```
//! use proptest::prelude::*;
//! use untaint::testing::{HostileUpload, assert_single_path_component, check_no_hidden, strategies};
//! # fn stored_as(name: &str) -> String {
//! #     let stem: String = name.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
//! #     format!("upload-{stem}")
//! # }
//!
//! proptest! {
//!     # #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]
//!     # /*
//!     #[test]
//!     # */
//!     fn uploads_stay_in_their_folder(name in strategies::filenames(), upload: HostileUpload) {
//!         for name in [name, upload.0.name] {
//!             let stored = stored_as(&name); // your own function
//!             assert_single_path_component(&stored);
//!             prop_assert_eq!(check_no_hidden(&stored), Ok(()));
//!         }
//!     }
//! }
//! # uploads_stay_in_their_folder();
//! ```
//!
//! # With cargo-fuzz
//! The `Hostile…` types implement [`Arbitrary`](arbitrary::Arbitrary), so a target takes them as its input, one or
//! several: libFuzzer's bytes choose rows and changes, and its coverage finds the choices that reach new code. `cargo
//! fuzz init`, add `untaint` with the feature `testing` to `fuzz/Cargo.toml`, and write `fuzz/fuzz_targets/login.rs`:
//!
//! ```
//! # /*
//! #![no_main]
//! # */
//! # mod libfuzzer_sys {
//! #     macro_rules! fuzz_target { (|$input:ident: $kind:ty| $body:block) => { pub fn run($input: $kind) $body } }
//! #     pub(crate) use fuzz_target;
//! # }
//! # mod my_app { pub fn login(next: &str, name: &str) -> (u16, String, String) {
//! #     let next = untaint::redirect::local(Some(next), "/");
//! #     (303, next.location().into_owned(), format!("<p>Hello {}", untaint::escape::html(name)))
//! # } }
//! use libfuzzer_sys::fuzz_target;
//! use untaint::testing::{HostileHtml, HostileRedirect, InertHtml, assert_stays_on};
//!
//! fuzz_target!(|input: (HostileRedirect, HostileHtml)| {
//!     let (next, name) = input;
//!     let (status, location, page) = my_app::login(&next.0, &name.0); // one request to your router, in process
//!     assert!(status < 500);
//!     assert_stays_on("https://app.test", &location);
//!     InertHtml::page().allow_nonce("the nonce of the answer's CSP").assert(&page);
//! });
//! # run((HostileRedirect("//evil.example".into()), HostileHtml("<script>".into())));
//! ```
//!
//! ```sh
//! cargo fuzz run login -s none -- -max_len=256     # stable Rust, no sanitizer; each value takes at most 62 bytes
//! cargo fuzz fmt login fuzz/artifacts/login/crash-… # shows the failing input as Rust values
//! ```
//!
//! `fuzz/fuzz_targets/noticeboard.rs` in the repository drives the example site so: it logs in with a hostile `?next=`,
//! previews and pins notes, sends bodies that no form makes, and asks for pages that are not there.
//!
//! # Does not guarantee
//! * An oracle sees what its page says it sees, no more: each has its own list under this heading. None of them knows
//!   who may do what, and none runs scripts: only a browser does.
//! * A handler that passes is not proven right. Put the hole back, and see the test fail, before you trust it.
//! * Generated inputs have no label: harmless rows are mixed in, and a change may turn one into the other.
//! * Lists grow, and generators change what a seed gives, in any release. Keep an input that broke something as a
//!   test of its own, by its text.

mod answer;
pub mod attacks;
mod attribute;
pub mod audit;
mod breach;
mod component;
mod dom;
mod echo;
pub mod generate;
mod hidden;
mod hostile;
mod inert;
mod stays;
pub mod strategies;

pub use answer::{assert_headers, check_headers};
pub use attribute::{assert_attribute_intact, check_attribute_intact};
#[doc(alias("scanner", "dast", "penetration test", "zap"))]
pub use audit::{Audit, AuditFinding, AuditKind, AuditReport, Login, audit, audit_fn};
pub use breach::{Breach, BreachKind};
pub use component::{assert_single_path_component, check_single_path_component};
pub use echo::{assert_no_echo, check_no_echo};
pub use hidden::{assert_no_hidden, check_no_hidden};
pub use hostile::{
    HostileAttribute, HostileAttributeValue, HostileEmail, HostileFilename, HostileHeader, HostileHtml,
    HostileRedirect, HostileText, HostileUpload, HostileUri,
};
pub use inert::{InertHtml, assert_inert_html, check_inert_html};
pub use stays::{assert_stays_on, check_stays_on};
