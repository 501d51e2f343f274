#![doc = include_str!("../README.md")]

mod accept;
mod csrf;
mod multipart;
mod pieces;
mod read;
mod rejection;
mod respond;
mod submitted;
mod validated;

pub use csrf::{Csrf, CsrfToken};
pub use read::StoreIn;
pub use rejection::FormRejection;
pub use respond::{Page, Problem, SeeOther};
pub use submitted::{Received, Submitted};
pub use validated::Validated;
