//! Paths below a prefix: as a browser sends them, and as no server could read them otherwise.

use super::error::RedirectErrorKind;
use crate::percent;

/// A path that a policy allows, spelled out: itself, or with what lies below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PathRule {
    path: String,
    is_exact: bool,
}

impl PathRule {
    pub(super) fn below(prefix: &str) -> Self {
        Self { path: spelled_out(prefix), is_exact: false }
    }

    pub(super) fn exact(path: &str) -> Self {
        Self { path: spelled_out(path), is_exact: true }
    }

    fn allows(&self, sent: &str) -> bool {
        if self.is_exact { sent == self.path } else { is_below(sent, &self.path) }
    }
}

/// Whether a path of the programmer's is one that is sent as it is written.
pub(super) fn is_plain(path: &str) -> bool {
    path.starts_with('/')
        && !path.contains("//")
        && !path.contains(['?', '#', '\\', '%'])
        && !path.contains(|c: char| c.is_control() || c.is_whitespace())
        && !path.split('/').any(|segment| matches!(segment, "." | ".."))
}

/// Whether the path of a target is one of those allowed.
pub(super) fn check(target: &str, allowed: &[PathRule]) -> Result<(), RedirectErrorKind> {
    let Some(path) = path_of(target) else { return Err(RedirectErrorKind::Path) };
    let sent = spelled_out(&resolve(path));
    let is_inside = allowed.iter().any(|rule| rule.allows(&sent)) && !may_step_up(sent.as_bytes());
    if is_inside { Ok(()) } else { Err(RedirectErrorKind::Path) }
}

/// Whether a target without odd bytes is a path whose first slash a browser finds to be alone.
pub(super) fn is_rooted(target: &str) -> bool {
    // Without two slashes together, no step up can leave two at the beginning.
    path_of(target).is_some_and(|path| {
        !path.starts_with('/') && (!path.contains("//") || !resolve(path).starts_with("//"))
    })
}

/// What stands between the first slash and the query.
fn path_of(target: &str) -> Option<&str> {
    // A browser drops spaces at the end before it looks for dot segments.
    let target = target.trim_end_matches(' ');
    target.split(['?', '#']).next().unwrap_or(target).strip_prefix('/')
}

/// A path with the percent-encoding that browsers send (URL standard, "path percent-encode set"), and with the
/// hexadecimal digits of all escapes in upper case.
pub(super) fn spelled_out(path: &str) -> String {
    let mut spelled = String::with_capacity(path.len());
    let mut digits = 0; // how many bytes may still be digits of an escape
    for byte in path.bytes() {
        match byte {
            b' ' | b'"' | b'<' | b'>' | b'^' | b'`' | b'{' | b'}' | 0x7F.. | 0..0x20 => {
                spelled.extend(percent::encoded(byte).map(char::from));
            }
            _ if digits > 0 && byte.is_ascii_hexdigit() => {
                spelled.push(char::from(byte.to_ascii_uppercase()));
            }
            _ => spelled.push(char::from(byte)),
        }
        digits = if byte == b'%' {
            2
        } else if byte.is_ascii_hexdigit() && digits > 0 {
            digits - 1
        } else {
            0
        };
    }
    spelled
}

/// Resolves dot segments as the URL standard's path state does; the result begins with `/`.
fn resolve(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut ends_in_dots = false;
    for segment in path.split('/') {
        let dots = dot_segment(segment);
        ends_in_dots = dots > 0;
        match dots {
            0 => kept.push(segment),
            1 => {}
            _ => {
                kept.pop();
            }
        }
    }
    let mut resolved = String::with_capacity(path.len() + 1);
    for segment in &kept {
        resolved.push('/');
        resolved.push_str(segment);
    }
    // `/a/..` and `/a/.` name the folder, so a slash stands at the end.
    if ends_in_dots || resolved.is_empty() {
        resolved.push('/');
    }
    resolved
}

/// 1 for `.`, 2 for `..`, each dot also as `%2e`; 0 for every other segment.
fn dot_segment(segment: &str) -> u8 {
    let mut dots = 0;
    let mut rest = segment.as_bytes();
    while let [b'.', tail @ ..] | [b'%', b'2', b'e' | b'E', tail @ ..] = rest {
        dots += 1;
        rest = tail;
        if dots > 2 {
            return 0;
        }
    }
    if rest.is_empty() { dots } else { 0 }
}

/// Whether some server could find a `..` in a resolved path: one that decodes separators or dots once more, takes
/// `\` for `/`, or cuts a segment at `;` (path parameters), at a NUL or at a space.
///
/// With no such step left, no reading leaves the prefix, however slashes are decoded or merged.
fn may_step_up(path: &[u8]) -> bool {
    let mut begins_segment = true;
    let mut rest = path;
    loop {
        if begins_segment {
            if let Some(behind) = strip_dot(rest).and_then(strip_dot) {
                // A third dot or a letter makes it a name, such as `...` or `..x`.
                if matches!(behind, [] | [b'/' | b'\\' | b';' | b'%', ..]) {
                    return true;
                }
            }
        }
        (begins_segment, rest) = match rest {
            [] => return false,
            [b'/' | b'\\', tail @ ..]
            | [b'%', b'2', b'F', tail @ ..]
            | [b'%', b'5', b'C', tail @ ..]
            | [b'%', b'2', b'5', b'2', b'F' | b'f', tail @ ..]
            | [b'%', b'2', b'5', b'5', b'C' | b'c', tail @ ..] => (true, tail),
            [_, tail @ ..] => (false, tail),
        };
    }
}

/// Removes a dot, plain, encoded, or encoded twice.
fn strip_dot(path: &[u8]) -> Option<&[u8]> {
    match path {
        [b'.', tail @ ..]
        | [b'%', b'2', b'E', tail @ ..]
        | [b'%', b'2', b'5', b'2', b'E' | b'e', tail @ ..] => Some(tail),
        _ => None,
    }
}

/// Whether `path` begins with `prefix` at the edge of a segment.
fn is_below(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix)
        .is_some_and(|rest| prefix.ends_with('/') || rest.is_empty() || rest.starts_with('/'))
}
