//! Names that are too long: shorter, with their extension, and with no other one.

use super::changes::Changes;
use super::extensions::split;
use super::policy::FilenamePolicy;
use super::segment::is_full_stop;
use crate::chars;
use std::borrow::Cow;
use unicode_segmentation::GraphemeCursor;

/// The longest extension that a cut keeps, in bytes. What is longer is no extension but a sentence with a dot in it.
pub(super) const LONGEST_EXTENSION: usize = 32;
/// How much more than the limit is looked at, in bytes: most of a hostile name may be characters that go.
const WINDOW: usize = 2048;

/// The name's beginning and its extension, if it is so long that no cleaning could bring it under the limit at a
/// sensible cost; otherwise the name.
pub(super) fn to_window<'a>(name: &'a str, policy: &FilenamePolicy, changes: &mut Changes) -> Cow<'a, str> {
    let window = WINDOW + 4 * policy.max_bytes;
    if name.len() <= window {
        return Cow::Borrowed(name);
    }
    let is_gone =
        |c: char| c.is_control() || c.is_whitespace() || chars::is_invisible(c) || chars::is_noncharacter(c);
    let name = name.trim_end_matches(|c: char| is_full_stop(c) || is_gone(c)).trim_start_matches(is_gone);
    if name.len() <= window {
        return Cow::Borrowed(name);
    }
    // Each place below is a boundary: rounded to one, or that of an ASCII dot.
    let from = ceil_boundary(name, name.len() - WINDOW / 2);
    let dot = name[from..].rfind('.').map_or(name.len(), |dot| from + dot);
    let start = dot - tar_before(name, dot);
    let head = floor_boundary(name, (window - WINDOW / 2).min(start));
    changes.add_cut(head);
    Cow::Owned(without_dots(&name[..head]) + &name[start..]) // a boundary, and an ASCII dot or the end
}

/// The beginning and the end of a name that is longer than what is looked at, for its extensions; otherwise the name.
pub(super) fn ends<'a>(name: &'a str, policy: &FilenamePolicy) -> Cow<'a, str> {
    let window = WINDOW + 4 * policy.max_bytes;
    if name.len() <= 2 * window {
        return Cow::Borrowed(name);
    }
    let (head, tail) = (floor_boundary(name, window), ceil_boundary(name, name.len() - window));
    Cow::Owned(name[..head].to_owned() + &name[tail..]) // both rounded to boundaries
}

/// The name in at most the policy's bytes: its beginning, cut behind a grapheme, and its extension.
///
/// All other dots become `_`. A cut could otherwise leave one of several extensions as the last (`x.php.jpg`), or make
/// one of a longer part (`x.phpinfo`), which servers run.
pub(super) fn to_limit(name: &str, policy: &FilenamePolicy, changes: &mut Changes) -> String {
    with_limit(name, "", policy.max_bytes, changes)
}

/// The name with something between its stem and its extension, in at most `max` bytes.
pub(super) fn with_limit(name: &str, between: &str, max: usize, changes: &mut Changes) -> String {
    let start = end_of_stem(name); // an ASCII dot, or the end
    if name.len() + between.len() <= max {
        return format!("{}{between}{}", &name[..start], &name[start..]);
    }
    // One byte for the stem at least, and the dot.
    let longest = LONGEST_EXTENSION.min(max.saturating_sub(between.len() + 2)) + 1;
    let dot = split(name).0.len();
    let start = [start, dot].into_iter().find(|start| name.len() - start <= longest).unwrap_or(name.len());
    let (stem, end) = name.split_at(start);
    let room = max.saturating_sub(between.len() + end.len());
    let stem = without_dots(&stem[..grapheme_floor(stem, room)]);
    let stem = stem.trim_end();
    changes.add_cut(stem.len());
    let stem = if stem.is_empty() { "_" } else { stem };
    format!("{stem}{between}{end}")
}

/// Where the extension begins, with its dot, and with a `.tar` before it, which tells more than the `gz` behind it.
fn end_of_stem(name: &str) -> usize {
    let dot = split(name).0.len();
    dot - tar_before(name, dot)
}

/// The length of `.tar` before the dot of an extension.
fn tar_before(name: &str, dot: usize) -> usize {
    let is_tar = |start: &usize| {
        *start > 0 && name.get(*start..dot).is_some_and(|tar| tar.eq_ignore_ascii_case(".tar"))
    };
    if dot < name.len() && dot.checked_sub(4).as_ref().is_some_and(is_tar) { 4 } else { 0 }
}

fn without_dots(stem: &str) -> String {
    let hidden = usize::from(stem.starts_with('.'));
    let (dot, rest) = stem.split_at(hidden);
    dot.to_owned() + &rest.replace('.', "_")
}

/// The last boundary of graphemes in at most `room` bytes; of characters, if the first grapheme is longer.
fn grapheme_floor(text: &str, room: usize) -> usize {
    let at = floor_boundary(text, room);
    // Between two characters of ASCII; line ends, which are one grapheme, are gone.
    if text.as_bytes().get(..=at).is_none_or(<[u8]>::is_ascii) {
        return at;
    }
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    let end = match cursor.is_boundary(text, 0) {
        Ok(true) => at,
        _ => cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0),
    };
    if end == 0 { at } else { end }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn ceil_boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}
