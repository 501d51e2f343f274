//! Uploads: what a file is, whether it may come in, and how to serve it.

mod file_type;
mod finding;
mod signature;
mod office;
mod ole;
mod pdf;
mod sniff;
mod source;
mod types;
mod zip;
mod needles;
mod sniff;
mod source;
mod types;
mod walk;

pub use file_type::{Class, FileType};
pub use finding::{Finding, FindingKind};
pub use sniff::{Encoding, Family, Sniffed, sniff};
