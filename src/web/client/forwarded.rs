//! The header `Forwarded` (RFC 7239 section 4).

use super::element;
use crate::bytes::{is_token, trim};
use std::net::IpAddr;

/// What one element says of the request that a proxy received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element {
    /// Whom it saw.
    pub(super) address: IpAddr,
    /// Whether it was asked by https.
    pub(super) is_https: bool,
}

/// Where the last element of a field begins: behind the last comma that stands in no quoted text.
///
/// Read from the right, because what a proxy of ours has added stands there and is well formed; an open quote that a
/// visitor sent would swallow it in a reading from the left.
pub(super) fn last_start(field: &[u8]) -> usize {
    let mut at = field.len();
    let mut is_quoted = false;
    while at > 0 {
        at -= 1;
        match field[at] {
            b'"' => {
                // In quoted text a quote behind an odd number of backslashes is a part of it.
                let slashes = field[..at].iter().rev().take_while(|byte| **byte == b'\\').count();
                is_quoted = !(is_quoted && slashes % 2 == 0);
                at -= slashes;
            }
            b',' if !is_quoted => return at + 1,
            _ => {}
        }
    }
    0
}

/// Reads `for=192.0.2.60;proto=http;by=203.0.113.43`: names in any case, each once, values as token or quoted text.
pub(super) fn read(element: &[u8]) -> Option<Element> {
    let mut names: [&[u8]; MAX_PARAMETERS] = [&[]; MAX_PARAMETERS];
    let (mut count, mut address, mut is_https) = (0, None, false);
    let mut rest = trim(element);
    while !rest.is_empty() {
        // The grammar has room for nothing between two semicolons.
        if let Some(behind) = rest.strip_prefix(b";") {
            rest = trim(behind);
            continue;
        }
        let equals =
            rest.iter().position(|byte| !is_token(*byte)).filter(|at| *at > 0 && rest[*at] == b'=')?;
        let name = &rest[..equals];
        if names[..count].iter().any(|seen| seen.eq_ignore_ascii_case(name)) {
            return None;
        }
        *names.get_mut(count)? = name;
        count += 1;
        let (value, behind) = value(&rest[equals + 1..])?;
        if name.eq_ignore_ascii_case(b"for") {
            address = Some(value.address()?);
        } else if name.eq_ignore_ascii_case(b"proto") {
            is_https = value.unescaped(&mut [0; LONGEST]) == Some(b"https");
        }
        rest = trim(behind);
        if !matches!(rest, [] | [b';', ..]) {
            return None;
        }
    }
    Some(Element { address: address?, is_https })
}

/// No proxy writes more, and each is compared with those before it.
const MAX_PARAMETERS: usize = 16;

/// No address and no scheme is longer.
const LONGEST: usize = 64;

/// A value as it is written, without its quotes.
struct Value<'a> {
    written: &'a [u8],
    is_quoted: bool,
}

impl Value<'_> {
    /// The address, if it is one that may stand so: one of IPv6 and a port only in quotes, one of IPv6 in brackets.
    fn address(&self) -> Option<IpAddr> {
        let mut room = [0; LONGEST];
        let text = self.unescaped(&mut room)?;
        let is_bare = text.first() != Some(&b'[');
        let has_colons = text.iter().filter(|byte| **byte == b':').nth(1).is_some();
        let is_padded = trim(text) != text;
        if (is_bare && has_colons) || is_padded { None } else { element::node(text) }
    }

    /// The text that is meant; `None` if that is longer than anything looked for.
    fn unescaped<'r>(&'r self, room: &'r mut [u8; LONGEST]) -> Option<&'r [u8]> {
        if !(self.is_quoted && self.written.contains(&b'\\')) {
            return Some(self.written);
        }
        let (mut len, mut is_escaped) = (0, false);
        for byte in self.written {
            is_escaped = *byte == b'\\' && !is_escaped;
            if !is_escaped {
                *room.get_mut(len)? = *byte;
                len += 1;
            }
        }
        Some(&room[..len])
    }
}

/// The value at the beginning, and what follows it.
fn value(text: &[u8]) -> Option<(Value<'_>, &[u8])> {
    let Some(quoted) = text.strip_prefix(b"\"") else {
        let end = text.iter().position(|byte| !is_token(*byte)).unwrap_or(text.len());
        return (end > 0).then(|| (Value { written: &text[..end], is_quoted: false }, &text[end..]));
    };
    let mut at = 0;
    loop {
        match quoted.get(at)? {
            b'\\' => at += 2,
            b'"' => return Some((Value { written: &quoted[..at], is_quoted: true }, &quoted[at + 1..])),
            _ => at += 1,
        }
    }
}
