//! Pages of the documentation: for each question that comes after the first five minutes.

#[allow(unused_imports, reason = "the pages link to them")]
use crate::{attr, escape, html, redirect, text, uri};

#[doc = include_str!("context_table.md")]
pub mod context_table {}

#[doc = include_str!("compare.md")]
pub mod compare {}

#[doc = include_str!("proof.md")]
pub mod proof {}

#[doc = include_str!("coming_from_validator.md")]
pub mod coming_from_validator {}

#[doc = include_str!("coming_from_garde.md")]
pub mod coming_from_garde {}

#[doc = include_str!("coming_from_wtforms.md")]
pub mod coming_from_wtforms {}

#[doc = include_str!("recipes.md")]
pub mod recipes {}

#[doc = include_str!("security_page.md")]
pub mod security_page {}

#[doc = include_str!("left_to_others.md")]
pub mod left_to_others {}

#[doc = include_str!("codes.md")]
pub mod codes {}

#[doc = include_str!("../../CHANGELOG.md")]
pub mod changelog {}
