//! One file of rows per module of `untaint`.

pub(crate) mod asked;
pub(crate) mod escape;
pub(crate) mod filename;
pub(crate) mod form;
pub(crate) mod html;
pub(crate) mod redirect;
pub(crate) mod rules;
pub(crate) mod text;
pub(crate) mod upload;
pub(crate) mod uri;
pub(crate) mod web;
