//! File names from a form that cannot leave their folder, hide, or hurt whoever opens them.
//!
//! ```
//! use untaint::filename::{self, FilenamePolicy};
//!
//! // One line, for any name:
//! assert_eq!(filename::secure_filename("../../日本語の資料.pdf"), "日本語の資料.pdf");
//!
//! // A policy, a report, a refusal:
//! let policy = FilenamePolicy::builder().max_bytes(120).forbid_extensions_anywhere(["php"]).build()?;
//! let (name, report) = filename::clean_with_report("cat.php.jpg", &policy);
//! assert_eq!(name, "cat_php.jpg");
//! assert_eq!(report.inner_extensions(), ["php"]);
//! assert_eq!(filename::check("cat\0.jpg", &policy).unwrap_err().code(), "filename.control");
//! # Ok::<(), untaint::PolicyError>(())
//! ```
//!
//! # What for what
//! | to | call |
//! |---|---|
//! | store or show a file under the visitor's name | [`clean`], [`secure_filename`], [`check`] |
//! | name a file that the program makes by a title | [`clean`] with [`keep_segments`](FilenamePolicyBuilder::keep_segments) |
//! | know what was wrong with it | [`clean_with_report`] |
//! | decide by extension | [`allow_extensions`](FilenamePolicyBuilder::allow_extensions), [`extensions`] |
//! | find names that a file system stores as one file | [`collision_key`] |
//! | make a file that is not there yet | `create_in` (feature `fs`), [`SafeFilename::with_suffix`] |
//! | find a file by a path from a URL | [`safe_join`], or `open_beneath` (feature `fs`) where links may lie |
//! | send a file | [`content_disposition`] |
//!
//! The safest name is none of the visitor's: store the file under a random token, and keep the cleaned name for
//! display.
//!
//! # Windows everywhere
//! Device names, `:`, `\` and the rest are Windows rules; they hold on every platform, because a folder of uploads
//! becomes a share, a backup or an archive that somebody unpacks.
//!
//! # Untrusted input
//! No function panics on any name; time is linear in its length. Errors hold offsets and lengths, never the name.

// Imports run downwards: `error`, `segment`, `letters`, `collision`, `compose`; `changes`, `extensions`, `reserved`;
// `policy`, `report`, `ascii`; `safe_filename`, `cut`; `settle`; `builder`, `suffix`, `clean`; `join`, `disposition`,
// `fs`.

mod ascii;
mod builder;
mod changes;
mod clean;
mod collision;
mod compose;
mod cut;
mod disposition;
mod error;
mod extensions;
#[cfg(feature = "fs")]
mod fs;
mod join;
mod letters;
mod policy;
mod report;
mod reserved;
mod safe_filename;
mod segment;
mod settle;
mod suffix;

pub use builder::FilenamePolicyBuilder;
#[doc(alias("sanitize", "sanitize_filename", "get_valid_filename", "path traversal"))]
pub use clean::clean;
#[doc(alias("werkzeug"))]
pub use clean::secure_filename;
pub use clean::{check, clean_with_report};
#[doc(alias("casefold"))]
pub use collision::collision_key;
#[doc(alias("content-disposition", "rfc6266"))]
pub use disposition::content_disposition;
pub use disposition::{ContentDisposition, Disposition};
pub use error::{FilenameError, FilenameErrorKind};
#[doc(alias("splitext"))]
pub use extensions::extensions;
#[cfg(feature = "fs")]
#[cfg_attr(docsrs, doc(cfg(feature = "fs")))]
#[doc(alias("create_new"))]
pub use fs::create_in;
#[cfg(feature = "fs")]
#[cfg_attr(docsrs, doc(cfg(feature = "fs")))]
#[doc(alias("openat2", "RESOLVE_BENEATH"))]
pub use fs::open_beneath;
#[doc(alias("path_join", "sanitize_path", "path traversal", "directory traversal"))]
pub use join::safe_join;
pub use join::{JoinRules, safe_join_with};
pub use policy::FilenamePolicy;
pub use report::FilenameReport;
#[cfg(feature = "upload")]
pub(crate) use reserved::acts_in_a_folder;
pub use safe_filename::SafeFilename;
