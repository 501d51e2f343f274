//! The extensions of a name, as every program that could read it finds them.

use super::collision::fold_char;
use super::segment::{is_dots, is_slash_alike, last_segment};
use crate::chars;
use std::borrow::Cow;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// Every dotted part of a name behind the first dot, in lower case and in order: `a.PHP.jpg` has `php` and `jpg`.
///
/// Of a path, the last segment counts that is more than dots: `a.php/.` has `php`. What follows a NUL, `;`,
/// `:`, `?`, `#` or a percent escape in a part is left out, because some program stops there; dots and spaces at the
/// end, invisible characters and compatibility forms (`．ＰＨＰ`) make no difference, and `%2e` is a dot. Of a name with
/// percent escapes the extensions of the decoded name follow, escapes of escapes decoded as well: `a.%70hp` has
/// `70hp` and `php`.
///
/// It would rather report a part that no program takes for an extension (the `2` and `3` of `v1.2.3.zip`, both
/// readings of `a.php\0x`) than miss one that some program does. So compare the *last* with a list of allowed ones, and
/// *each* with a list of forbidden ones; [`FilenamePolicyBuilder::forbid_extensions_anywhere`] does the second.
///
/// [`FilenamePolicyBuilder::forbid_extensions_anywhere`]: super::FilenamePolicyBuilder::forbid_extensions_anywhere
///
/// # Cost
/// Linear; allocates the list.
///
/// # Examples
/// ```
/// use untaint::filename::extensions;
///
/// assert_eq!(extensions("photo.JPG"), ["jpg"]);
/// assert_eq!(extensions("a.php.jpg"), ["php", "jpg"]);
/// assert_eq!(extensions("a.php\0.jpg"), ["php", "jpg"]);
/// assert_eq!(extensions("a.php::$DATA"), ["php"]);
/// assert_eq!(extensions("a.php. . "), ["php"]);
/// assert_eq!(extensions("Makefile"), [""; 0]);
/// ```
#[must_use]
pub fn extensions(raw: &str) -> Vec<String> {
    let mut found = Vec::new();
    visit(raw, |extension| found.push(extension.into_owned()));
    found
}

/// Whether [`extensions`] reports one that is listed.
pub(super) fn has_listed(raw: &str, listed: &[String]) -> bool {
    let mut has = false;
    visit(raw, |extension| has = has || listed.iter().any(|entry| **entry == *extension));
    has
}

fn visit(raw: &str, mut report: impl FnMut(Cow<'_, str>)) {
    let folded = folded(named_segment(raw));
    match decoded(&folded) {
        None => visit_parts(&folded, report),
        // The decoded name is the one whose last extension is the last of all.
        Some(decoded) => {
            let (mut escaped, mut plain) = (Vec::new(), Vec::new());
            visit_parts(&folded, |extension| escaped.push(extension.into_owned()));
            visit_parts(&self::folded(&decoded), |extension| plain.push(extension.into_owned()));
            let known: BTreeSet<&str> = plain.iter().map(String::as_str).collect();
            escaped.retain(|extension| !known.contains(extension.as_str()));
            escaped.into_iter().chain(plain).for_each(|extension| report(Cow::Owned(extension)));
        }
    }
}

/// The last segment that names something: `x.php/.` and `x.php/y/..` are other spellings of what is before, to programs
/// that bring a path to its shortest form.
fn named_segment(raw: &str) -> &str {
    let is_nothing = |c: char| is_dots(c) || c.is_whitespace() || c.is_control() || chars::is_invisible(c);
    let mut rest = raw;
    loop {
        let (segment, start) = last_segment(rest);
        if start == 0 || !segment.chars().all(is_nothing) {
            return segment;
        }
        rest = &rest[..start]; // where a segment begins
    }
}

/// The name without percent escapes, those that come out of escapes (`%252e`) included; `None` if it has none.
fn decoded(name: &str) -> Option<String> {
    let first = name.find('%')?;
    let mut out = Vec::with_capacity(name.len());
    for byte in name.bytes() {
        out.push(byte);
        // What was decoded may be the end of an escape itself.
        while let Some([.., b'%', high, low]) = out.get(first..) {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            let (Some(high), Some(low)) = (digit(*high), digit(*low)) else { break };
            out.truncate(out.len() - 3);
            out.extend(u8::try_from(high << 4 | low)); // two half bytes
        }
    }
    (out.len() < name.len()).then(|| String::from_utf8_lossy(&out).into_owned())
}

fn visit_parts(folded: &str, mut report: impl FnMut(Cow<'_, str>)) {
    for part in folded.split('.').skip(1) {
        let until_control = visible_part(part.split(char::is_control).next().unwrap_or_default());
        if !until_control.is_empty() {
            report(Cow::Borrowed(until_control));
        }
        // Other programs drop controls and read on.
        if part.contains(char::is_control) {
            let joined: String = part.chars().filter(|c| !c.is_control()).collect();
            let joined = visible_part(&joined);
            if !joined.is_empty() && joined != until_control {
                report(Cow::Owned(joined.to_owned()));
            }
        }
    }
}

/// One spelling for all that some program reads alike: lower case, compatibility forms, no invisible characters,
/// encoded dots as dots.
fn folded(segment: &str) -> Cow<'_, str> {
    let mut folded = if segment.is_ascii() {
        if segment.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(segment.to_ascii_lowercase())
        } else {
            Cow::Borrowed(segment)
        }
    } else {
        let seen = segment.chars().filter(|c| !chars::is_invisible(*c) && !chars::is_noncharacter(*c));
        Cow::Owned(seen.nfkc().flat_map(fold_char).collect())
    };
    if folded.contains("%2e") {
        folded = Cow::Owned(folded.replace("%2e", "."));
    }
    folded
}

/// The first piece of a part that is not empty, where a program may stop at a character or an escape.
fn visible_part(part: &str) -> &str {
    let mut rest = part;
    loop {
        let end = rest.char_indices().find(|(at, c)| is_end(rest, *at, *c)).map(|(at, _)| at);
        let piece = rest[..end.unwrap_or(rest.len())].trim();
        match end {
            Some(end) if piece.is_empty() => {
                // Behind the character that begins at `end`.
                rest = &rest[end + rest[end..].chars().next().map_or(1, char::len_utf8)..];
            }
            _ => return piece,
        }
    }
}

fn is_end(part: &str, at: usize, c: char) -> bool {
    match c {
        ';' | ':' | '?' | '#' | '<' | '>' | '|' | '"' | '*' | '/' | '\\' => true,
        '%' => part.as_bytes().get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
        c => is_slash_alike(c),
    }
}

/// The name before and behind its last dot; a dot in front begins no extension.
pub(super) fn split(name: &str) -> (&str, Option<&str>) {
    match name.rfind('.') {
        Some(dot) if dot > 0 => (&name[..dot], Some(&name[dot + 1..])),
        _ => (name, None),
    }
}
