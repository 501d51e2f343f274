//! The functions about one name.

use super::changes::{Change, Changes};
use super::cut;
use super::error::{FilenameError, FilenameErrorKind};
use super::extensions::{extensions, split};
use super::policy::FilenamePolicy;
use super::report::FilenameReport;
use super::safe_filename::SafeFilename;
use super::settle::settle;
use crate::safe::{checked_by, cleaned_by};
use std::borrow::Cow;

/// Turns any text into a name that is one harmless file name on every platform; what must not be in one is lost.
///
/// Unicode and the extension stay. In order: the last segment of a path, of both separators, or all with `_` between
/// ([`keep_segments`](super::FilenamePolicyBuilder::keep_segments)); controls, characters that
/// turn or hide text and noncharacters dropped (white-space controls become a space), `< > : " | ? *` and look-alike
/// slashes made `_`; normal form C; dots, dashes and spaces off the beginning, dots and spaces off the end; `_` before
/// Windows device names and names that servers read settings from; the policy's limit, by a cut between graphemes that
/// keeps the extension and shows no other one; the policy's fallback if nothing is left, and its stem if something
/// stood before the extension but nothing of it is left (`-.png`; of `.png`, with nothing before the dot, `png`
/// stays). All of it is repeated until nothing changes, so cleaning twice is cleaning once.
///
/// # Cost
/// Linear; of a name beyond some kilobytes only the beginning and the extension are read closely. Allocates only if the
/// name changes.
///
/// # Examples
/// ```
/// use untaint::filename::{self, FilenamePolicy};
///
/// let policy = FilenamePolicy::portable();
/// assert_eq!(filename::clean("日本語の資料.pdf", &policy), "日本語の資料.pdf");
/// assert_eq!(filename::clean("..\\..\\etc/passwd", &policy), "passwd");
/// assert_eq!(filename::clean("CON.tar.gz", &policy), "_CON.tar.gz");
/// assert_eq!(filename::clean("..", &policy), "file");
/// assert_eq!(filename::clean("-.png", &policy), "file.png");
/// ```
#[must_use]
pub fn clean<'a>(raw: &'a str, policy: &FilenamePolicy) -> SafeFilename<'a> {
    SafeFilename::cleaned(settle(raw, policy, &mut Changes::default()), policy)
}

/// [`clean`], and what it changed.
///
/// # Examples
/// ```
/// use untaint::filename::{self, FilenamePolicy};
///
/// let (name, report) = filename::clean_with_report("exe.\u{202E}gpj", FilenamePolicy::portable());
/// assert_eq!(name, "exe.gpj");
/// assert!(report.bidi());
/// ```
#[must_use]
pub fn clean_with_report<'a>(raw: &'a str, policy: &FilenamePolicy) -> (SafeFilename<'a>, FilenameReport) {
    let mut changes = Changes::default();
    let name = settle(raw, policy, &mut changes);
    let mut ends = cut::ends(raw, policy);
    if policy.keep_segments {
        ends = Cow::Owned(ends.replace(['/', '\\'], "_"));
    }
    let report = FilenameReport::new(changes, *name != *raw, extensions(&ends));
    (SafeFilename::cleaned(name, policy), report)
}

/// Lets a name through that [`clean`] would not change, or says why not.
///
/// Under [`allow_extensions`](super::FilenamePolicyBuilder::allow_extensions) a name without an extension is refused as
/// well. Linear, and a name beyond the limit is refused before it is read.
///
/// # Errors
/// [`FilenameError`], with the first reason and never with the name.
///
/// # Examples
/// ```
/// use untaint::filename::{self, FilenameErrorKind, FilenamePolicy};
///
/// let policy = FilenamePolicy::portable();
/// assert_eq!(filename::check("Résumé (final).docx", &policy).unwrap(), "Résumé (final).docx");
/// let refused = filename::check("../passwd", &policy).unwrap_err();
/// assert_eq!(refused.kind(), FilenameErrorKind::Separator { at: 2 });
/// ```
pub fn check<'a>(raw: &'a str, policy: &FilenamePolicy) -> Result<SafeFilename<'a>, FilenameError> {
    let (len, max) = (raw.len(), policy.max_bytes);
    if len > max {
        return Err(FilenameErrorKind::TooLong { len, max }.into());
    }
    let mut changes = Changes::default();
    let name = settle(raw, policy, &mut changes);
    if *name != *raw {
        let (change, at) = changes.first().unwrap_or((Change::NotNormal, 0));
        let kind = match change {
            Change::Leading | Change::Trailing if changes.has(Change::Empty) => FilenameErrorKind::Empty,
            change => change.refusal(at, len, max),
        };
        return Err(kind.into());
    }
    if !policy.allowed.is_empty() && split(&name).1.is_none() {
        return Err(FilenameErrorKind::Extension.into());
    }
    Ok(SafeFilename::cleaned(name, policy))
}

/// [`clean`] with the default policy, under the name that Flask users look for.
///
/// Unlike werkzeug's it keeps Unicode, never returns an empty name, and applies Windows rules on every platform.
///
/// # Examples
/// ```
/// use untaint::filename::secure_filename;
///
/// assert_eq!(secure_filename("../../etc/passwd"), "passwd");
/// assert_eq!(secure_filename("日本語の資料.pdf"), "日本語の資料.pdf");
/// ```
#[must_use]
pub fn secure_filename(raw: &str) -> SafeFilename<'_> {
    clean(raw, FilenamePolicy::portable())
}

checked_by!(SafeFilename, FilenamePolicy, check, with_allowed);
cleaned_by!(SafeFilename, FilenamePolicy, clean);
