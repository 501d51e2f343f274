//! What the caller decides about names: length, letters, extensions, the name for no name.

use super::error::FilenameErrorKind;
use super::extensions;
use crate::error::Violation;
use std::borrow::Cow;

/// How file names are cleaned and checked: built once, in a `static`, or the default.
///
/// The preset [`portable`](Self::portable) keeps Unicode, all extensions and up to 255 bytes, drops a leading dot,
/// and calls `file` what has no name.
///
/// # Examples
/// ```
/// use untaint::filename::{self, FilenamePolicy};
///
/// let pictures = FilenamePolicy::builder()
///     .allow_extensions(["png", "jpg"])
///     .forbid_extensions_anywhere(["php"])
///     .fallback("picture")
///     .build()?;
/// assert!(filename::check("cat.png", &pictures).is_ok());
/// assert_eq!(filename::check("cat.exe", &pictures).unwrap_err().code(), "filename.extension");
/// assert_eq!(filename::clean("cat.php.png", &pictures), "cat_php.png");
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "switches of the caller, each for itself")]
pub struct FilenamePolicy {
    pub(super) ascii: bool,
    /// Whether letters of other scripts are spelled in ASCII.
    pub(super) transliterates: bool,
    pub(super) keep_leading_dot: bool,
    pub(super) keep_segments: bool,
    pub(super) max_bytes: usize,
    pub(super) fallback: Cow<'static, str>,
    /// Lower case; empty means all.
    pub(super) allowed: Vec<String>,
    /// As [`extensions`](extensions::extensions) spells them.
    pub(super) forbidden: Vec<String>,
}

/// What every common file system takes: ext4, XFS, APFS and NTFS stop at 255 bytes or code units.
const DEFAULT_MAX_BYTES: usize = 255;
static PORTABLE: FilenamePolicy = FilenamePolicy::preset(false);

/// The one for the name in a header that old programs read; the same with and without the feature `any_ascii`.
static PLAIN_ASCII: FilenamePolicy = FilenamePolicy::preset(true);

impl FilenamePolicy {
    const fn preset(ascii: bool) -> Self {
        Self {
            ascii,
            transliterates: false,
            keep_leading_dot: false,
            keep_segments: false,
            max_bytes: DEFAULT_MAX_BYTES,
            fallback: Cow::Borrowed("file"),
            allowed: Vec::new(),
            forbidden: Vec::new(),
        }
    }

    /// A name that every platform takes: Unicode, all extensions, up to 255 bytes, no leading dot, `file` for what
    /// has no name.
    #[must_use]
    pub fn portable() -> &'static Self {
        &PORTABLE
    }

    /// The same in ASCII, for programs that read nothing else; other scripts become `_`, also with the feature
    /// `any_ascii`.
    #[must_use]
    pub fn plain_ascii() -> &'static Self {
        &PLAIN_ASCII
    }

    pub(super) fn has_extension_rules(&self) -> bool {
        !(self.allowed.is_empty() && self.forbidden.is_empty())
    }

    /// Adds to a refusal what would have passed: the extensions.
    pub(super) fn with_allowed(&self, violation: Violation) -> Violation {
        violation.allowing(FilenameErrorKind::Extension.code(), || self.allowed.join(", "))
    }

    /// Whether the last extension is on the list. Compared as it stands: a look-alike is another extension.
    pub(super) fn allows(&self, extension: &str) -> bool {
        self.allowed.is_empty()
            || if extension.is_ascii() {
                self.allowed.iter().any(|entry| entry.eq_ignore_ascii_case(extension))
            } else {
                self.allowed.contains(&extension.to_lowercase())
            }
    }

    /// Whether any part of the name is a forbidden extension, in any reading.
    pub(super) fn forbids_one_of(&self, name: &str) -> bool {
        !self.forbidden.is_empty() && extensions::has_listed(name, &self.forbidden)
    }
}
