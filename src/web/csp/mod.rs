//! wip
mod directive;
mod load;
mod matching;
mod parse;
mod source;
mod url;

pub use directive::Directive;
pub use load::{Blocked, BlockedKind, Load};
pub use parse::PolicySet;
