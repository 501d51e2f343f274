//! Names of hosts in addresses of mail and in links.

use crate::chars;

/// The bytes of the longest name that DNS has a place for, in its ASCII form (RFC 1035 section 2.3.4).
pub(super) const MAX_NAME: usize = 253;

/// Whether a text is a name of labels of ASCII letters, digits and hyphens (RFC 1123 section 2.1), with no hyphen at
/// the ends of one: one label or more, of no length altogether.
pub(super) fn is_ldh_name(name: &[u8]) -> bool {
    Labels::of(name).is_some()
}

/// What one look at each byte of a name finds out.
struct Labels {
    /// Where the last label begins.
    last: usize,
    /// Two hyphens stand together, as in the ACE form.
    has_hyphens: bool,
}

impl Labels {
    #[inline]
    fn of(name: &[u8]) -> Option<Self> {
        let (mut start, mut last, mut has_hyphens) = (0, b'.', false);
        for (at, &byte) in name.iter().enumerate() {
            match LDH[usize::from(byte)] {
                LETTER => {}
                HYPHEN if last != b'.' => has_hyphens |= last == b'-',
                DOT if is_end(last) && at - start <= 63 => start = at + 1,
                _ => return None,
            }
            last = byte;
        }
        (is_end(last) && name.len() - start <= 63).then_some(Self { last: start, has_hyphens })
    }
}

/// Whether a label may end behind this byte.
fn is_end(last: u8) -> bool {
    !matches!(last, b'.' | b'-')
}

const OTHER: u8 = 0;
/// A letter or a digit.
const LETTER: u8 = 1;
const HYPHEN: u8 = 2;
const DOT: u8 = 3;

static LDH: [u8; 256] = {
    let mut classes = [OTHER; 256];
    let mut byte = 0;
    while byte < 0x80_u8 {
        if byte.is_ascii_alphanumeric() {
            classes[byte as usize] = LETTER;
        }
        byte += 1;
    }
    classes[b'-' as usize] = HYPHEN;
    classes[b'.' as usize] = DOT;
    classes
};

/// Whether a text is the name of a domain: two labels or more, the last of letters or in ACE form, without a dot at
/// the end; an international name in either form, if a person reads in it what the host parser does.
pub(super) fn is_domain(name: &str) -> bool {
    match Labels::of(name.as_bytes()) {
        Some(labels) => {
            name.len() <= MAX_NAME
                && labels.has_top_level(name)
                && !(labels.has_hyphens && name.split('.').any(is_ace) && !is_ace_name(name))
        }
        None => !name.is_ascii() && is_international(name),
    }
}

impl Labels {
    /// Whether the last label is that of a top-level domain by its form, and another stands before it.
    #[inline]
    fn has_top_level(&self, name: &str) -> bool {
        let last = &name[self.last..]; // behind an ASCII byte
        self.last > 0
            && last.len() >= 2
            && (last.bytes().all(|byte| byte.is_ascii_alphabetic()) || is_ace(last))
    }
}

/// Whether a label is said to be in ACE form (RFC 5890).
fn is_ace(label: &str) -> bool {
    label.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("xn--"))
}

/// Whether the labels in ACE form stand for something.
#[cfg(feature = "url")]
fn is_ace_name(name: &str) -> bool {
    crate::uri::host::canonical(name).is_some()
}

#[cfg(not(feature = "url"))]
fn is_ace_name(name: &str) -> bool {
    name.split('.').filter(|label| is_ace(label)).all(|label| label.len() > 4)
}

/// Whether a name with letters beyond ASCII is one that a registry could have sold: letters, digits and the marks on
/// them (RFC 5892), of which the host parser makes a name in ACE form.
#[cfg(feature = "url")]
fn is_international(name: &str) -> bool {
    // Four bytes of UTF-8 are one of ACE at least.
    name.len() <= 4 * MAX_NAME
        && name.chars().filter(|c| !c.is_ascii()).all(is_label_character)
        && crate::uri::host::canonical(name).is_some_and(|ace| {
            ace.len() <= MAX_NAME
                && Labels::of(ace.as_bytes()).is_some_and(|labels| labels.has_top_level(&ace))
        })
}

/// Without the host parser nobody knows what such a name is in ACE form.
#[cfg(not(feature = "url"))]
fn is_international(_: &str) -> bool {
    false
}

/// Whether a character beyond ASCII may stand in a label: symbols and emoji may not, nor what cannot be seen; the few
/// signs are those of RFC 5892 appendix A.
#[cfg_attr(not(feature = "url"), expect(dead_code, reason = "only international names ask"))]
fn is_label_character(c: char) -> bool {
    let is_sign = matches!(c, '\u{B7}' | '\u{375}' | '\u{5F3}' | '\u{5F4}' | '\u{30FB}');
    is_sign || (chars::is_alphanumeric(c) || chars::is_combining_mark(c)) && !chars::is_unseen(c)
}

/// Whether a name, with or without a dot at its end, may belong to a host that everybody can reach: none is below the
/// names that are reserved (RFC 6761, 6762, 7686, 8375) or in use in closed networks.
pub(super) fn is_public_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let Some(dot) = name.bytes().rposition(|byte| byte == b'.') else { return false };
    let last = &name[dot + 1..]; // behind an ASCII byte
    // By the length, because nearly all names end in two or three letters.
    let closed: &[&str] = match last.len() {
        3 => &["lan"],
        4 => &["home", "corp", "arpa"],
        5 => &["local", "onion"],
        7 => &["private", "invalid"],
        8 => &["internal", "intranet"],
        9 => &["localhost"],
        11 => &["localdomain"],
        _ => return true,
    };
    !closed.iter().any(|closed| last.eq_ignore_ascii_case(closed))
}
