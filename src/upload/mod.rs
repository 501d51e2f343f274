//! Uploads: what a file is, whether it may come in, and how to serve it.

mod browser;
mod csv;
mod file_type;
mod finding;
mod markup;
#[doc(hidden)]
pub mod probe;
mod serve;
mod sniff;
mod source;
mod text;
mod types;

pub use browser::{browser_sniffs_html, runs_script_when_opened};
pub use file_type::{Class, FileType};
pub use finding::{Finding, FindingKind};
pub use sniff::{Encoding, Family, Sniffed};
