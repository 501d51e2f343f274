#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod attr;
mod bytes;
mod chars;
mod checked;
pub mod docs;
mod error;
pub mod escape;
#[cfg(feature = "unicode")]
#[cfg_attr(docsrs, doc(cfg(feature = "unicode")))]
pub mod filename;
pub mod form;
#[doc(hidden)]
pub mod __derive {
    //! What the derives write calls of; no part of the interface.
    pub use crate::form::written::*;
}
pub mod html;
mod percent;
pub mod redirect;
pub mod rules;
mod safe;
pub mod sanitizers;
#[cfg(feature = "testing")]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub mod testing;
pub mod text;
mod traits;
#[cfg(feature = "upload")]
#[cfg_attr(docsrs, doc(cfg(feature = "upload")))]
pub mod upload;
pub mod uri;
pub mod web;

pub use checked::{Checked, CheckedOr, CleanUntrusted, Cleaned, FromUntrusted, LastResort, PolicySource};
#[doc(alias("rfc9457", "problem details", "application/problem+json"))]
pub use error::Report;
pub use error::{Code, English, Messages, Param, Path, PolicyError, Step, Templates, Violation, codes};
#[doc(alias("form validation", "input validation"))]
pub use form::{Collector, FieldKind, FieldRules, Fields, Form, Sanitize, Validate, ValidateWith};
pub use traits::{All, Each, FromFn, Optional, Sanitizer, Validator, all, each, from_fn, optional};
#[cfg(feature = "derive")]
#[cfg_attr(docsrs, doc(cfg(feature = "derive")))]
#[doc(inline)]
pub use untaint_derive::{Form, Sanitize, Validate};
