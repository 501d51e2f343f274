//! Uploads: what a file is, whether it may come in, and how to serve it.
//!
//! ```
//! use untaint::upload::{self, FileType, Upload, UploadPolicy};
//!
//! let policy = UploadPolicy::builder()
//!     .allow([FileType::PNG, FileType::GIF, FileType::PDF])
//!     .max_bytes(5 << 20)
//!     .max_pixels(50_000_000)
//!     .build()?;
//!
//! // What a form delivers: a name, perhaps a declared type, bytes. None of them is believed.
//! let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
//! let up = upload::check(&Upload { name: "dot.gif", declared: Some("image/gif"), bytes: gif }, &policy)?;
//! let stored = up.stored_name("c5f1e0"); // your random token, the content's extension
//! let headers = upload::serve_headers(&up); // its exact type, and nothing else
//! # assert_eq!(stored, "c5f1e0.gif");
//! # assert!(headers.iter().any(|(name, value)| *name == "content-type" && value == "image/gif"));
//!
//! let script = Upload { name: "dot.gif", declared: Some("image/gif"), bytes: b"GIF89a;<?php system($_GET['c']);" };
//! assert_eq!(upload::check(&script, &policy).unwrap_err().code(), "upload.type");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | to | call |
//! |---|---|
//! | check a file that is in memory | [`check`] |
//! | check a file while it arrives | [`Inspector`] |
//! | know what some bytes are, without a decision | [`sniff`] |
//! | serve a file that was accepted | [`serve_headers`], with the feature `http` also `serve_header_map` |
//! | serve one that was accepted before the program started | [`StoredRecord`], [`serve_headers_for`] |
//! | read a text that may be of an older set | `decode_text`, with the feature `charset` |
//! | ask what a browser would do with stored bytes | [`browser_sniffs_html`], [`runs_script_when_opened`] |
//!
//! # How a type is found
//! The content decides. A signature of a few bytes proves nothing (`GIF89a;` is also the beginning of a script), so
//! each type has a check of the structure behind it; what has the signature and not the structure is not of that
//! type. Text has no signature; among texts the extension chooses, once the bytes are text. A name or a declared type
//! that says something else than the content is a finding; none at all is not.
//!
//! # What is read
//! The first and the last 1 MiB of a file, and every byte in one pass for the things that may stand anywhere: the ends
//! of pictures, code of servers, actions of a PDF, links of a tape archive. No picture is decoded. Of a ZIP archive
//! only the parts are inflated that tell its type, at most 64 KiB each, and the lists of what it loads, 256 KiB each,
//! 1 MiB a file; a directory over 1 MiB is refused. Of a PDF, streams of objects are inflated to 16 MiB a file and
//! looked through. Time is linear in the file's length.
//!
//! # Does not guarantee
//! That a file is free of what harms the program that opens it: that is the work of a virus scanner and of decoding
//! pictures anew. That an archive is safe to unpack: names and sizes are looked at, contents are not.

mod browser;
#[cfg(feature = "charset")]
mod charset;
mod check;
mod csv;
mod error;
mod file_type;
mod finding;
mod form_file;
mod format;
mod guess;
mod inspect;
mod markup;
mod passes;
mod policy;
mod read;
mod record;
mod relatives;
mod resolve;
mod safe_upload;
mod scan;
mod serve;
mod sniff;
mod sniffed;
mod source;
mod text;
mod walk;
mod xml;

#[doc(alias("mimesniff"))]
pub use browser::browser_sniffs_html;
pub use browser::runs_script_when_opened;
#[cfg(feature = "charset")]
#[cfg_attr(docsrs, doc(cfg(feature = "charset")))]
#[doc(alias("encoding detection"))]
pub use charset::{DecodedText, decode_text};
#[doc(alias("file upload", "magic bytes"))]
pub use check::check;
pub use error::{UploadError, UploadErrorKind};
pub use file_type::{Class, FileType};
pub use finding::{Finding, FindingKind};
pub use form_file::Upload;
pub use inspect::Inspector;
pub use policy::{UploadPolicy, UploadPolicyBuilder};
pub use record::StoredRecord;
pub use safe_upload::SafeUpload;
#[cfg(feature = "http")]
pub use serve::serve_header_map;
pub use serve::{serve_headers, serve_headers_for, serve_headers_of};
#[doc(alias("mime type", "libmagic"))]
pub use sniff::sniff;
pub use sniffed::{Encoding, Family, Sniffed};
