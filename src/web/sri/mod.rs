//! Scripts of another site that must be the ones they were (Subresource Integrity).
//!
//! ```
//! use untaint::web::sri::{Integrity, IntegrityErrorKind};
//!
//! let theirs = "sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC";
//! let integrity = Integrity::parse(theirs)?;
//! let tag = format!("<script src=\"https://cdn.example/a.js\"{}></script>", integrity.attributes());
//! assert!(tag.contains(" crossorigin=\"anonymous\"")); // without it a browser refuses the script
//!
//! let typo = Integrity::parse("sha386-oqVuAfXRKap7fdgcCY5uykM6").unwrap_err();
//! assert_eq!(typo.kind(), IntegrityErrorKind::Algorithm { at: 0 }); // a browser runs the script unchecked
//! # Ok::<(), untaint::web::sri::IntegrityError>(())
//! ```
//!
//! | I have | I want | I call |
//! |---|---|---|
//! | a script | its digest (feature `sign`) | `Integrity::sha384` |
//! | an `integrity` that somebody wrote | to know that it protects | [`Integrity::parse`] |
//! | the same | what a browser makes of it, word by word | [`inspect`] |
//! | a script that was fetched | to know that it is the one (feature `sign`) | `Integrity::check` |
//! | an integrity | the attributes of the tag | [`Integrity::attributes`] |
//!
//! # How it decides
//! As Chromium does (W3C Subresource Integrity, section 3.3): words between ASCII white space, `sha256-`, `sha384-` or
//! `sha512-` in lower case, then base64 or base64url. What is anything else is as if it were not written, and where
//! nothing is left **nothing is checked**. The strongest algorithm alone decides, and any of its digests may be the
//! one. A digest of the wrong length fits no script, and switches off right ones of weaker algorithms.
//!
//! Browsers differ at the edges (`browser/tests/sri.rs`). Chromium alone also reads `sha-256-` and its like, the
//! signatures `ed25519-`, and a vertical tab between words; WebKit alone names in upper case. They are refused and
//! reported here, because other browsers check nothing by them. Firefox takes a form feed for a part of a word and
//! blocks a script for too much padding; Firefox and WebKit run one unchecked for padding in the middle. Such
//! padding is reported, and an [`Integrity`] has neither: its digests are written anew.
//!
//! # Does not guarantee
//! That the script is good: only that it is the same.
//!
//! # Untrusted input
//! No function panics, time is linear, and past 1000 words the rest is one finding.

mod error;
mod inspect;
mod integrity;
mod kinds;
mod word;

pub use error::{IntegrityError, IntegrityErrorKind};
pub use inspect::inspect;
#[doc(alias("subresource integrity", "ssri"))]
pub use integrity::Integrity;
pub(crate) use kinds::CODES;
