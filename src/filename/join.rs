//! Relative paths that stay below a folder.

use super::error::{FilenameError, FilenameErrorKind as Kind};
use super::reserved;
use super::segment::{is_dots, is_full_stop, is_slash_alike};
use crate::chars;
use std::path::{Path, PathBuf};

/// Whose rules a relative path must keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum JoinRules {
    /// Those of every platform, Windows included: the files may move to another one, or lie on a share.
    #[default]
    Portable,
    /// Those of Unix: `\`, `:` and device names are names like any other. On Windows this is the same as `Portable`.
    Unix,
}

/// Joins a relative path to a folder if the result lies below it, by text alone; Windows rules hold on every platform.
///
/// Segments are parted by `/`. Refused are: an absolute path, a drive, a share; a `\` anywhere; `..`, and an empty or
/// `.` segment (so also a `/` at the end, with which `x.php/` passes for another file); a segment that ends with a
/// dot or a space, holds a control, `:`, one of `< > " | ? *`, a noncharacter, a character that looks like a slash,
/// one that turns the direction of text, or an invisible one that no neighbour needs, or names a Windows device.
/// Nothing is decoded: `%2e` is three characters.
///
/// # Guarantees
/// The result is the base, a separator, and the segments that were given.
///
/// # Does not guarantee
/// * Where the file is: symbolic links in the folder are not seen. If others can make links there, use `open_beneath`
///   (feature `fs`).
/// * That a file may be shown: hidden files and settings below the folder are names like any other.
/// * That two paths are two files: see [`collision_key`](super::collision_key).
///
/// # Errors
/// [`FilenameError`], with the first reason and never with the path.
///
/// # Cost
/// Linear in the path's length; allocates the result only.
///
/// # Examples
/// ```
/// use std::path::Path;
/// use untaint::filename::safe_join;
///
/// assert_eq!(safe_join("/srv/files", "2026/report.pdf").unwrap(), Path::new("/srv/files/2026/report.pdf"));
/// assert_eq!(safe_join("/srv/files", "../passwd").unwrap_err().code(), "filename.parent");
/// assert_eq!(safe_join("/srv/files", "a/NUL.txt").unwrap_err().code(), "filename.device");
/// ```
pub fn safe_join(base: impl AsRef<Path>, untrusted_relative: &str) -> Result<PathBuf, FilenameError> {
    safe_join_with(base, untrusted_relative, JoinRules::Portable)
}

/// [`safe_join`] by other rules.
///
/// # Errors
/// As [`safe_join`].
///
/// # Examples
/// ```
/// use untaint::filename::{JoinRules, safe_join, safe_join_with};
///
/// assert!(safe_join("/srv", "10:30.txt").is_err());
/// if cfg!(not(windows)) {
///     assert!(safe_join_with("/srv", "10:30.txt", JoinRules::Unix).is_ok());
/// }
/// assert!(safe_join_with("/srv", "../x", JoinRules::Unix).is_err());
/// ```
pub fn safe_join_with(
    base: impl AsRef<Path>,
    untrusted_relative: &str,
    rules: JoinRules,
) -> Result<PathBuf, FilenameError> {
    check_relative(untrusted_relative, rules)?;
    let base = base.as_ref();
    let mut path = PathBuf::with_capacity(base.as_os_str().len() + 1 + untrusted_relative.len());
    path.push(base);
    // One by one, so that they get the platform's separator.
    path.extend(untrusted_relative.split('/'));
    Ok(path)
}

/// Whether a path is relative and stays below wherever it begins.
pub(super) fn check_relative(path: &str, rules: JoinRules) -> Result<(), FilenameError> {
    let portable = cfg!(windows) || rules == JoinRules::Portable;
    match path.as_bytes() {
        [] => return Err(Kind::Empty.into()),
        [b'/', ..] => return Err(Kind::Absolute.into()),
        [b'\\', ..] if portable => return Err(Kind::Absolute.into()),
        [letter, b':', ..] if portable && letter.is_ascii_alphabetic() => return Err(Kind::Absolute.into()),
        _ => {}
    }
    let mut start = 0;
    for segment in path.split('/') {
        check_segment(segment, start, portable)?;
        start += segment.len() + 1;
    }
    Ok(())
}

/// `start` is where the segment stands in the path.
fn check_segment(segment: &str, start: usize, portable: bool) -> Result<(), Kind> {
    match segment {
        "" | "." => return Err(Kind::Segment),
        ".." => return Err(Kind::Parent),
        _ if !portable => return no_nul(segment, start),
        _ => {}
    }
    for (at, c) in segment.char_indices() {
        let at = start + at;
        match c {
            '\\' => return Err(Kind::Separator { at }),
            ':' => return Err(Kind::Stream { at }),
            '<' | '>' | '"' | '|' | '?' | '*' => return Err(Kind::Illegal { at }),
            '\u{2028}' | '\u{2029}' => return Err(Kind::Control { at }),
            c if c.is_control() => return Err(Kind::Control { at }),
            c if c.is_ascii() => {}
            c if is_slash_alike(c) => return Err(Kind::Slash { at }),
            c if chars::is_noncharacter(c) => return Err(Kind::Noncharacter { at }),
            c if chars::is_bidi_control(c) => return Err(Kind::Bidi { at }),
            c if chars::is_invisible(c) && !chars::in_context(segment, at - start) => {
                return Err(Kind::Invisible { at });
            }
            _ => {}
        }
    }
    if segment.chars().all(|c| is_dots(c) || c.is_whitespace()) {
        return Err(Kind::Parent);
    }
    if segment.ends_with(|c: char| is_full_stop(c) || c.is_whitespace()) {
        return Err(Kind::Trailing);
    }
    if reserved::is_device(segment) { Err(Kind::Device) } else { Ok(()) }
}

fn no_nul(segment: &str, start: usize) -> Result<(), Kind> {
    match segment.find('\0') {
        Some(at) => Err(Kind::Control { at: start + at }),
        None => Ok(()),
    }
}
