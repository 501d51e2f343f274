//! Pages of the documentation: for each question that comes after the first five minutes.

#[allow(unused_imports, reason = "the pages link to them")]
use crate::{attr, escape, html, redirect, text, uri};

/// Which call goes with which place.
#[doc = include_str!("context_table.md")]
pub mod context_table {}

/// What was measured against other libraries.
#[doc = include_str!("compare.md")]
pub mod compare {}

/// How to use it with other crates.
#[doc = include_str!("recipes.md")]
pub mod recipes {}

/// Every error code, with the advice for a visitor.
#[doc = include_str!("codes.md")]
pub mod codes {}

/// What changed.
#[doc = include_str!("../../CHANGELOG.md")]
pub mod changelog {}
