#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod attr;
mod chars;
mod error;
pub mod escape;
pub mod html;
pub mod redirect;
mod safe;
pub mod text;
mod traits;
pub mod uri;

pub use error::{Param, Path, PolicyError, Report, Step, Violation};
pub use traits::{
    All, Checked, Each, FromFn, FromUntrusted, Optional, PolicySource, Sanitizer, Validator, all, each,
    from_fn, optional,
};
