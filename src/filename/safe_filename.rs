//! The name that cannot hurt.

use super::extensions::split;
use super::policy::FilenamePolicy;
use crate::safe::safe_text;
use std::borrow::Cow;

/// A file name that is one segment of a path and nothing else, on every platform.
///
/// # Guarantees
/// It is not empty and not longer than its policy allows (255 bytes of UTF-8 unless set), in normal form C (or ASCII),
/// and holds no separator, no control, no `< > : " | ? *`, no noncharacter, no character that turns the direction of
/// text, and no invisible one but those that words and emoji need. It does not begin with a dot (unless kept by the
/// policy), dash, space or combining mark, and does not end with a dot or space. It is no device of Windows, and none
/// of the files that servers and desktops read settings from. Cleaning it again changes nothing.
///
/// # Does not guarantee
/// * What the file holds, or that its extension tells: that is for `upload` and for the headers it is served with.
/// * That a server does not run it: `a.php` is a clean name. Forbid extensions in the policy, and store uploads where
///   nothing runs.
/// * That it is not in use: [`collision_key`](super::collision_key) finds names that a file system stores as one, and
///   `create_in` makes a new file.
/// * That it is text for HTML, a shell or a header: `'`, `&`, `$` and `%` are legal. Escape it for the place, or use
///   [`content_disposition`](super::content_disposition).
///
/// It cannot be made without the cleaning, and it has no `Display`:
/// ```compile_fail
/// let name = untaint::filename::SafeFilename { text: "../x".into(), max_bytes: 255, keep_leading_dot: false };
/// ```
/// ```compile_fail
/// let name = untaint::filename::secure_filename("x");
/// format!("rm '{name}'");
/// ```
#[derive(Debug, Clone)]
pub struct SafeFilename<'a> {
    pub(super) text: Cow<'a, str>,
    /// What a suffix must keep, too.
    pub(super) max_bytes: usize,
    pub(super) keep_leading_dot: bool,
}

safe_text!(SafeFilename);

impl<'a> SafeFilename<'a> {
    pub(super) fn cleaned(text: Cow<'a, str>, policy: &FilenamePolicy) -> Self {
        Self { text, max_bytes: policy.max_bytes, keep_leading_dot: policy.keep_leading_dot }
    }

    /// The name before its last dot: `archive.tar` of `archive.tar.gz`. A dot in front begins no extension.
    #[must_use]
    #[doc(alias = "file_stem")]
    pub fn stem(&self) -> &str {
        split(&self.text).0
    }

    /// The name behind its last dot, as it stands: `PNG` of `cat.PNG`, `None` for `Makefile`.
    ///
    /// To decide by it, see [`extensions`](super::extensions), which finds every one.
    #[must_use]
    pub fn extension(&self) -> Option<&str> {
        split(&self.text).1
    }
}

/// One segment: joined to a folder, it names a file in it.
impl AsRef<std::path::Path> for SafeFilename<'_> {
    fn as_ref(&self) -> &std::path::Path {
        self.as_str().as_ref()
    }
}
