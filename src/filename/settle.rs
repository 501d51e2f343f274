//! The steps of a cleaning. One round of them is enough for most names ([`Round::is_settled`] says why); the others go
//! through more, until a round changes nothing.

use super::ascii;
use super::changes::{Change, Changes};
use super::compose;
use super::cut;
use super::extensions;
use super::policy::FilenamePolicy;
use super::reserved;
use super::segment::{is_dash, is_dots, is_full_stop, is_slash_alike, last_segment};
use crate::chars;
use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Rounds in which an invisible character may stay if its neighbours need it. Dropping one can take the reason for
/// another away, so a hostile text could ask for many rounds; after these few none stays.
const LENIENT_ROUNDS: usize = 3;
/// Enough for every name that any round still changes; whatever is left then gives way to the fallback.
const ROUNDS: usize = 8;

/// The name under the policy.
pub(super) fn settle<'a>(raw: &'a str, policy: &FilenamePolicy, changes: &mut Changes) -> Cow<'a, str> {
    // Of a long name only a part is read.
    let classes = if raw.len() <= policy.max_bytes { Some(classes_of(raw)) } else { None };
    match classes {
        Some(classes) if is_settled_plain(raw, classes, policy) => Cow::Borrowed(raw),
        classes => settle_by_steps(raw, classes, policy, changes),
    }
}

/// [`settle`] for a name that is not [settled](is_settled_plain), with what was found in it.
#[inline(never)]
fn settle_by_steps<'a>(
    raw: &'a str,
    classes: Option<u8>,
    policy: &FilenamePolicy,
    changes: &mut Changes,
) -> Cow<'a, str> {
    if let Some(renamed) = classes.and_then(|classes| renamed_device(raw, classes, policy)) {
        changes.add(Change::Device);
        return Cow::Owned(renamed);
    }
    let is_segment = policy.keep_segments || classes.is_some_and(|classes| classes & SEPARATOR == PLAIN);
    let (segment, start) = if is_segment { (raw, 0) } else { last_segment(raw) };
    if segment.len() != raw.len() {
        // The separator before the segment, or the first of those behind it.
        changes.add_at(Change::Path, if start > 0 { start - 1 } else { segment.len() });
    }
    let mut name = match with_stem(segment, policy, changes) {
        Some(named) => Cow::Owned(cut::to_window(&named, policy, changes).into_owned()),
        None if classes.is_some() => Cow::Borrowed(segment), // short
        None => cut::to_window(segment, policy, changes),
    };
    // What was asked already is not asked again.
    let mut asked = classes.filter(|_| matches!(name, Cow::Borrowed(name) if name.len() == raw.len()));
    let mut is_settled = false;
    for round in 0..ROUNDS {
        if is_settled {
            return name;
        }
        let classes = if let Some(classes) = asked.take() {
            classes
        } else {
            let classes = classes_of(&name);
            if is_settled_plain(&name, classes, policy) {
                return name;
            }
            classes
        };
        let lenient = round < LENIENT_ROUNDS;
        (name, is_settled) = match &name {
            Cow::Borrowed(old) => match steps(old, classes, policy, lenient, changes) {
                Round { name: same @ Cow::Borrowed(next), .. } if next.len() == old.len() => return same,
                Round { name: next, is_settled } => (next, is_settled),
            },
            Cow::Owned(old) => match steps(old, classes, policy, lenient, changes) {
                Round { name: Cow::Borrowed(next), .. } if next.len() == old.len() => return name,
                Round { name: next, is_settled } => (Cow::Owned(next.into_owned()), is_settled),
            },
        };
    }
    changes.add(Change::Empty);
    Cow::Owned(policy.fallback.clone().into_owned())
}

/// The name of a device with `_` before it, if it is of ASCII and nothing else about it has to change: settled,
/// because no name that any rule knows begins so.
fn renamed_device(raw: &str, classes: u8, policy: &FilenamePolicy) -> Option<String> {
    let bytes = raw.as_bytes();
    let is_whole = classes == PLAIN
        && bytes.len() < policy.max_bytes
        && bytes.last().is_some_and(u8::is_ascii_alphanumeric)
        && !policy.has_extension_rules();
    if !is_whole || !reserved::is_ascii_device(bytes) {
        return None;
    }
    let mut renamed = String::with_capacity(raw.len() + 1);
    renamed.push('_');
    renamed.push_str(raw);
    Some(renamed)
}

/// Whether one round leaves the name alone.
pub(super) fn is_settled(name: &str, policy: &FilenamePolicy) -> bool {
    let (segment, _) = last_segment(name);
    if segment.len() != name.len() || name.len() > policy.max_bytes {
        return false;
    }
    let classes = classes_of(name);
    is_settled_plain(name, classes, policy) || {
        let next = steps(name, classes, policy, true, &mut Changes::default()).name;
        matches!(next, Cow::Borrowed(same) if same.len() == name.len())
    }
}

const PLAIN: u8 = 0;
const ILLEGAL: u8 = 1;
const CONTROL: u8 = 2;
/// Controls that part words become a space; the others go.
const SPACE_CONTROL: u8 = 4;
const NOT_ASCII: u8 = 8;
const SEPARATOR: u8 = 16;

static CLASS: [u8; 256] = {
    let mut class = [PLAIN; 256];
    let mut byte = 0;
    while byte < 256 {
        #[allow(clippy::cast_possible_truncation, reason = "below 256; `try_from` is not const")]
        let kind = match byte as u8 {
            b'\t'..=b'\r' => SPACE_CONTROL,
            0..=0x1F | 0x7F => CONTROL,
            b'<' | b'>' | b':' | b'"' | b'|' | b'?' | b'*' => ILLEGAL,
            b'/' | b'\\' => SEPARATOR,
            0x80.. => NOT_ASCII,
            _ => PLAIN,
        };
        class[byte] = kind;
        byte += 1;
    }
    class
};

fn class(byte: u8) -> u8 {
    CLASS[usize::from(byte)] // the table has a place for every byte
}

/// All the [classes](class) of a name's bytes.
#[inline]
fn classes_of(name: &str) -> u8 {
    name.bytes().fold(PLAIN, |all, byte| all | class(byte))
}

/// Whether the name is of ASCII and of [letters](chars::is_name_letter), and nothing about it has to change. May say
/// no where [`steps`] finds nothing to change.
#[inline]
fn is_settled_plain(name: &str, classes: u8, policy: &FilenamePolicy) -> bool {
    let bytes = name.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    classes & !NOT_ASCII == PLAIN
        && bytes.len() <= policy.max_bytes
        && !matches!(first, b'.' | b'-' | b' ')
        && !matches!(last, b'.' | b' ')
        && !policy.has_extension_rules()
        && if classes == PLAIN {
            !reserved::is_ascii_device(bytes) && !reserved::is_ascii_server_file(name)
        } else {
            !policy.ascii && is_settled_text(name)
        }
}

/// [`is_settled_plain`] for what is not ASCII.
#[inline(never)]
fn is_settled_text(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii() || chars::is_name_letter(c))
        // Neither begins with such a letter.
        && (!name.starts_with(|c: char| c.is_ascii())
            || !reserved::is_device(name) && !reserved::is_server_file(name))
}

/// A name after all the steps.
struct Round<'a> {
    /// What the steps leave alone, whole or a part of it, is borrowed.
    name: Cow<'a, str>,
    /// Whether another round would change nothing. Known of ASCII that was left alone after it was trimmed: it holds
    /// none but plain bytes, trimming twice is trimming once, and the later steps have seen this very name. Of other
    /// text it is not known, for four reasons: what is dropped or trimmed may have been what an invisible character
    /// or a mark behind it was there for; a cut, and a fallback's stem, bring new ends; `_` for a dot may make another
    /// name of those that are reserved; and fewer invisible characters may stay in a later round.
    is_settled: bool,
}

/// All the steps, once, for a name that is not [settled](is_settled_plain).
fn steps<'a>(
    name: &'a str,
    classes: u8,
    policy: &FilenamePolicy,
    lenient: bool,
    changes: &mut Changes,
) -> Round<'a> {
    let mut next = if classes == PLAIN {
        Cow::Borrowed(name)
    } else {
        with_legal_characters(name, policy, lenient, changes)
    };
    next = trimmed(next, policy, changes);
    let is_ascii = next.is_ascii();
    let mut is_settled = is_ascii;
    if policy.ascii && classes & NOT_ASCII != PLAIN {
        next = ascii::with_stem(next, &policy.fallback);
        is_settled = false;
    }
    if next.chars().all(|c| is_dots(c) || c.is_whitespace()) {
        changes.add(Change::Empty);
        let name = Cow::Owned(policy.fallback.clone().into_owned());
        return Round { name, is_settled: false };
    }
    if policy.has_extension_rules() {
        next = with_allowed_extensions(next, policy, changes);
        is_settled = false;
    }
    // The steps bring nothing into ASCII that is not, and no space to its beginning.
    let (is_device, is_server_file) = if is_ascii {
        (reserved::is_ascii_device(next.as_bytes()), reserved::is_ascii_server_file(&next))
    } else {
        (reserved::is_device(&next), reserved::is_server_file(&next))
    };
    if is_device {
        is_settled = false;
        changes.add(Change::Device);
        let mut renamed = String::with_capacity(next.len() + 1);
        renamed.push('_');
        renamed.push_str(&next);
        next = Cow::Owned(renamed);
    } else if is_server_file {
        is_settled = false;
        changes.add(Change::ServerFile);
        let hides = usize::from(next.starts_with('.'));
        next.to_mut().replace_range(..hides, "_");
    }
    if next.len() > policy.max_bytes {
        is_settled = false;
        next = Cow::Owned(cut::to_limit(&next, policy, changes));
    }
    Round { name: next, is_settled }
}

/// The name in normal form C, with each character kept, dropped or replaced.
fn with_legal_characters<'a>(
    name: &'a str,
    policy: &FilenamePolicy,
    lenient: bool,
    changes: &mut Changes,
) -> Cow<'a, str> {
    // Nearly all names hold nothing that composes, and it is the mapping that finds out.
    let (mut next, mut alone) = (Cow::Borrowed(name), true);
    let noted = *changes;
    let mapped = loop {
        if let Ok(mapped) = mapped(&next, alone, policy, lenient, changes) {
            break mapped;
        }
        // Before the rest, because `<` and a stroke make one harmless character.
        *changes = noted;
        next = composed(next, changes);
        alone = false;
    };
    let Some(mapped) = mapped else { return next };
    // In ASCII, other dashes are the one that goes.
    let named = if policy.ascii { with_stem(&mapped, policy, changes) } else { None };
    next = Cow::Owned(named.unwrap_or(mapped));
    // Once more, because something between two may be gone.
    if policy.ascii || alone { next } else { composed(next, changes) }
}

/// What becomes of one character.
enum Fate {
    Keep,
    Drop(Change),
    Replace(char, Change),
}

#[inline]
fn ascii_fate(byte: u8) -> Fate {
    match class(byte) {
        PLAIN => Fate::Keep,
        // Of a path, the last segment is left before.
        SEPARATOR => Fate::Replace('_', Change::Path),
        ILLEGAL => Fate::Replace('_', Change::Illegal),
        SPACE_CONTROL => Fate::Replace(' ', Change::Control),
        _ => Fate::Drop(Change::Control),
    }
}

/// What becomes of a character outside ASCII.
fn fate(name: &str, at: usize, c: char, lenient: bool) -> Fate {
    if chars::is_name_letter(c) {
        return Fate::Keep;
    }
    match c {
        '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::Replace(' ', Change::Control),
        '\u{80}'..='\u{9F}' => Fate::Drop(Change::Control),
        c if chars::is_noncharacter(c) => Fate::Drop(Change::Noncharacter),
        c if chars::is_bidi_control(c) => Fate::Drop(Change::Bidi),
        c if chars::is_invisible(c) && !(lenient && chars::in_context(name, at)) => {
            Fate::Drop(Change::Invisible)
        }
        c if is_slash_alike(c) => Fate::Replace('_', Change::Slash),
        _ => Fate::Keep,
    }
}

/// A name has a character that may compose with another.
struct Composes;

/// The name with each character kept, dropped or replaced; `None` if all are kept. On request only if all are composed
/// alone, and so stay composed without some of them.
fn mapped(
    name: &str,
    alone: bool,
    policy: &FilenamePolicy,
    lenient: bool,
    changes: &mut Changes,
) -> Result<Option<String>, Composes> {
    let mut out: Option<String> = None;
    let (mut copied, mut next) = (0, 0);
    // Where the part of the new name begins in which no dot was looked for yet.
    let mut unseen = 0;
    while let Some(byte) = name.as_bytes().get(next) {
        if class(*byte) == PLAIN {
            next += 1;
            continue;
        }
        let at = next;
        let (c, fate) = if byte.is_ascii() {
            (char::from(*byte), ascii_fate(*byte))
        } else {
            // A character begins here: they are passed as a whole.
            let Some(c) = name[at..].chars().next() else { break };
            if alone && !chars::is_composed_alone(c) {
                return Err(Composes);
            }
            (c, fate(name, at, c, lenient))
        };
        next += c.len_utf8();
        if matches!(fate, Fate::Keep) && (!policy.ascii || c.is_ascii()) {
            continue;
        }
        let out = out.get_or_insert_with(|| String::with_capacity(name.len()));
        match at - copied {
            0 => {}
            // A letter alone, as hostile names have many: pushed, because a call to copy it would cost more.
            1 => out.push(char::from(name.as_bytes()[copied])), // a whole character, so of ASCII
            _ => out.push_str(&name[copied..at]),               // between characters
        }
        copied = next;
        match fate {
            Fate::Keep => {
                changes.add_at(Change::NotAscii, at);
                if ascii::push(c, policy.transliterates, out) {
                    hide_extension(out, unseen);
                    unseen = out.len();
                }
            }
            Fate::Drop(change) => changes.add_at(change, at),
            Fate::Replace(with, change) => {
                changes.add_at(change, at);
                out.push(with);
            }
        }
    }
    if let Some(out) = &mut out {
        out.push_str(&name[copied..]); // behind a character
    }
    Ok(out)
}

/// Makes the last dot from a place on `_`, the one that a hidden name begins with too: a server reads what stands
/// behind it as it reads an extension.
fn hide_extension(name: &mut String, from: usize) {
    let dot = name.get(from..).and_then(|part| part.rfind('.')).map(|dot| from + dot);
    if let Some(dot) = dot {
        name.replace_range(dot..=dot, "_"); // one ASCII byte for another
    }
}

fn composed<'a>(name: Cow<'a, str>, changes: &mut Changes) -> Cow<'a, str> {
    if name.is_ascii() {
        return name;
    }
    match compose::composed(&name) {
        None => name,
        Some(composed) => {
            changes.add(Change::NotNormal);
            Cow::Owned(composed)
        }
    }
}

/// What no name begins with.
fn is_leading_junk(c: char) -> bool {
    is_full_stop(c)
        || is_dash(c)
        || c.is_whitespace()
        || (!c.is_ascii() && (chars::is_combining_mark(c) || chars::is_invisible(c)))
}

/// The name with the fallback's stem before an extension that has no stem of its own, but for characters that go
/// (`-.png`). Dots alone are no stem that went: `.gitignore` is a name by itself.
#[inline]
fn with_stem(name: &str, policy: &FilenamePolicy, changes: &mut Changes) -> Option<String> {
    // The answer for nearly every name.
    if name.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) {
        return None;
    }
    with_missing_stem(name, policy, changes)
}

/// [`with_stem`] for a name that does not begin with a letter or digit of ASCII.
#[inline(never)]
fn with_missing_stem(name: &str, policy: &FilenamePolicy, changes: &mut Changes) -> Option<String> {
    let vanishes = |c: char| {
        (c.is_control() && !c.is_whitespace())
            || chars::is_invisible(c)
            || chars::is_bidi_control(c)
            || chars::is_noncharacter(c)
    };
    let kept = name.trim_start_matches(|c| is_leading_junk(c) || vanishes(c));
    let junk = name[..name.len() - kept.len()].trim_end_matches(vanishes); // before a whole character, or all
    let (dot, _) = junk.char_indices().next_back().filter(|(_, c)| is_full_stop(*c))?;
    if kept.is_empty() || junk.chars().all(is_full_stop) {
        return None;
    }
    changes.add(Change::Leading);
    Some(extensions::split(&policy.fallback).0.to_owned() + &name[dot..]) // where the full stop begins
}

/// The name from its first character that may stand there to its last.
fn trimmed<'a>(name: Cow<'a, str>, policy: &FilenamePolicy, changes: &mut Changes) -> Cow<'a, str> {
    if let ([first, ..], [.., last]) = (name.as_bytes(), name.as_bytes()) {
        if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() {
            return name;
        }
    }
    let end = name.trim_end_matches(|c: char| is_full_stop(c) || c.is_whitespace()).len();
    let name = part(name, 0..end, Change::Trailing, changes);
    let start = name.len() - name.trim_start_matches(is_leading_junk).len();
    if start == 0 {
        return name;
    }
    if !(policy.keep_leading_dot && name.starts_with('.') && start < name.len()) {
        let end = name.len();
        return part(name, start..end, Change::Leading, changes);
    }
    if start == 1 {
        return name;
    }
    changes.add(Change::Leading);
    Cow::Owned(format!(".{}", &name[start..])) // behind whole characters
}

/// A part of the name, in bytes.
fn part<'a>(name: Cow<'a, str>, range: Range<usize>, change: Change, changes: &mut Changes) -> Cow<'a, str> {
    if range == (0..name.len()) {
        return name;
    }
    changes.add(change);
    match name {
        Cow::Borrowed(name) => Cow::Borrowed(&name[range]), // the callers' ranges end on characters
        Cow::Owned(mut name) => {
            // The same ranges.
            name.truncate(range.end);
            if range.start > 0 {
                name.drain(..range.start);
            }
            Cow::Owned(name)
        }
    }
}

/// The name with `_` for each dot that makes an extension which the policy does not want.
fn with_allowed_extensions<'a>(
    mut name: Cow<'a, str>,
    policy: &FilenamePolicy,
    changes: &mut Changes,
) -> Cow<'a, str> {
    if extensions::split(&name).1.is_some_and(|last| !policy.allows(last)) {
        changes.add(Change::Extension);
        let hidden = usize::from(name.starts_with('.')); // behind one ASCII byte, or at the start
        let dotless = name[hidden..].replace('.', "_");
        name.to_mut().replace_range(hidden.., &dotless);
    }
    if policy.forbids_one_of(&name) {
        changes.add(Change::ForbiddenExtension);
        let mut out = String::with_capacity(name.len());
        for (place, part) in name.split('.').enumerate() {
            if place > 0 {
                out.push(if policy.forbids_one_of(&format!(".{part}")) { '_' } else { '.' });
            }
            out.push_str(part);
        }
        if policy.forbids_one_of(&out) {
            // Something else is read as a dot: an escape, or one of the characters with a full stop in it.
            let is_dot = |c: char| matches!(c, '.' | '%') || (!c.is_ascii() && c.nfkc().any(|c| c == '.'));
            out = out.chars().map(|c| if is_dot(c) { '_' } else { c }).collect();
        }
        name = Cow::Owned(out);
    }
    name
}
