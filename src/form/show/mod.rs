//! A form in a page.

mod around;
mod attributes;
mod controls;
mod field_view;
mod id;
mod place;
#[cfg(feature = "serde")]
mod serialised;
mod typed;
mod view;

pub use field_view::FieldView;
pub use view::FormView;
