//! What several test files and the fuzz targets share.
//!
//! | | |
//! |---|---|
//! | `page` | tables that the documentation shows |
//! | `cases` | inputs: rows of `tests/data`, odd characters |
//! | `html` | what html5ever makes of a page |
//! | `entry_list` | what a browser sends of a page's form |
//! | `redirect`, `uri`, `escape`, `attr`, `sanitize`, `html_text`, `filename`, `text`, `upload`, `form`, `rules`, `web_client`, `web_cookie`, `web_csp`, `web_headers`, `web_tokens` | what must hold for every input of that module |
//! | `vocabulary` | names of elements |
//! | `pieces` | what decides, for every string that is made of it |
//! | `upload_build` | writers of archives, PDFs and compound files |
//!
//! Those that say what must hold are called by `tests/properties.rs` with generated texts and by `fuzz/` with hostile
//! ones; each ends in a function `…_holds`. A property takes the function under test as an argument, so that a wrong
//! one can be put in its place: a property that no wrong function breaks proves nothing.

#![allow(dead_code, reason = "each test file and fuzz target is its own crate and uses its part")]

pub mod attr;
mod cases;
pub mod entry_list;
pub mod escape;
#[cfg(feature = "unicode")]
pub mod filename;
#[cfg(feature = "full")]
pub mod form;
pub mod html;
pub mod html_text;
pub mod page;
pub mod pieces;
pub mod redirect;
#[cfg(feature = "full")]
pub mod rules;
pub mod sanitize;
#[cfg(feature = "unicode")]
pub mod text;
#[cfg(feature = "upload")]
pub mod upload;
#[cfg(feature = "upload")]
pub mod upload_build;
pub mod uri;
pub mod vocabulary;
pub mod web_client;
pub mod web_cookie;
pub mod web_csp;
pub mod web_headers;
#[cfg(feature = "full")]
pub mod web_tokens;

pub use cases::*;

/// A property of a text that answers with `bool`, as an assertion that names it.
#[track_caller]
pub fn assert_holds(property: &str, text: &str, holds: impl Fn(&str) -> bool) {
    assert!(holds(text), "{property}: not for \"{}\"", shown(text));
}

/// The beginning of a text, as a test may print it.
pub fn shown(text: &str) -> String {
    text.escape_debug().take(200).collect()
}
