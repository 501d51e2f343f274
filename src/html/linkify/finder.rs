//! Where addresses begin, and how far web addresses reach.

use super::end::{class, is_end, is_hidden, run, run_end, trimmed};
use super::host::{Host, Hosts};

/// An address in the text, and what goes before it in a link.
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) prefix: &'static str,
}

/// Looks for addresses from the left. Each begins at a byte that is rare in text, with a look back of bounded length;
/// what was looked at ahead is not looked at again, found or not.
pub(super) struct Finder<'a> {
    pub(super) text: &'a str,
    pub(super) hosts: Hosts<'a>,
    /// Nothing before this is part of an address to come.
    at: usize,
    /// Up to here reaches a word with `://` that is no link: an `@` in it belongs to no e-mail address.
    pub(super) opaque_until: usize,
    /// Where the user name ends that was looked for last.
    user_stop: usize,
}

impl<'a> Finder<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, hosts: Hosts::new(text), at: 0, opaque_until: 0, user_stop: 0 }
    }

    pub(super) fn next(&mut self) -> Option<Found> {
        let bytes = self.text.as_bytes();
        // Behind the last address, where a look back ends.
        let floor = self.at;
        let mut from = self.at;
        while let Some(found) = memchr::memchr3(b':', b'.', b'@', bytes.get(from..)?) {
            let place = from + found;
            from = place + 1; // at most the length
            let found = match bytes[place] {
                b':' if bytes[from..].starts_with(b"//") => self.web(floor, place, &mut from),
                b'.' => self.www(floor, place, &mut from),
                b'@' => self.mail(floor, place, &mut from),
                _ => None,
            };
            if found.is_some() {
                self.at = from;
                return found;
            }
        }
        self.at = self.text.len();
        None
    }

    /// `http://` and `https://`, whose `:` stands at `colon`.
    fn web(&mut self, floor: usize, colon: usize, from: &mut usize) -> Option<Found> {
        let before = &self.text.as_bytes()[floor..colon];
        let scheme = match before {
            [.., b's' | b'S'] => Some("https"),
            [.., b'p' | b'P'] => Some("http"),
            _ => None,
        };
        let scheme = scheme.filter(|scheme| ends_with_word(before, scheme));
        if let Some(scheme) = scheme {
            let host = colon + "://".len();
            if let Some(end) = self.authority_end(host, from) {
                let start = colon - scheme.len();
                *from = self.address_end(start, end);
                return Some(Found { start, end: *from, prefix: "" });
            }
        }
        if colon >= self.opaque_until {
            self.opaque_until = run_end(self.text, colon);
        }
        None
    }

    /// `www.`, whose first dot stands at `dot`.
    fn www(&mut self, floor: usize, dot: usize, from: &mut usize) -> Option<Found> {
        let before = &self.text.as_bytes()[floor..dot];
        if !matches!(before, [.., b'w' | b'W']) || !ends_with_word(before, "www") {
            return None;
        }
        let start = dot - "www".len();
        let around = self.text.as_bytes().get(start.wrapping_sub(1));
        if around.is_some_and(|byte| matches!(byte, b'.' | b'-' | b'/' | b'@' | b'%')) {
            return None;
        }
        let host = match self.hosts.find(start) {
            Ok(host) => host,
            Err(end) => {
                // Not the second half as a mail address either.
                self.opaque_until = self.opaque_until.max(end + 1);
                *from = (*from).max(end);
                return None;
            }
        };
        // Behind a host that is none, the search goes on.
        *from = (*from).max(host.end);
        if !host.is_domain(self.text, start + "www.".len()) {
            return None;
        }
        let Some(end) = self.place_end(host) else {
            self.opaque_until = self.opaque_until.max(self.user_stop + 1);
            return None;
        };
        *from = self.address_end(start, end);
        Some(Found { start, end: *from, prefix: "https://" })
    }

    /// Behind a host and its port, if a browser and a reader find the same host there. On failure `from` is where to
    /// search on.
    fn authority_end(&mut self, host_start: usize, from: &mut usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        if bytes.get(host_start) == Some(&b'[') {
            let is_literal = |byte: &&u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.');
            let length = bytes[host_start + 1..].iter().take_while(is_literal).count();
            let close = host_start + 1 + length;
            if length < 2 || bytes.get(close) != Some(&b']') {
                return None;
            }
            return self.place_end(Host::of(close + 1, close + 1));
        }
        let host = match self.hosts.find(host_start) {
            Ok(host) => host,
            Err(end) => {
                *from = (*from).max(end);
                return None;
            }
        };
        *from = (*from).max(host.end);
        if host.has_labels(self.text, host_start) { self.place_end(host) } else { None }
    }

    /// Behind a host and its port, unless an `@` follows, which would make a user name of them, or an escape.
    fn place_end(&mut self, host: Host) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut end = host.behind;
        if self.user_name_ends(end) || bytes.get(end) == Some(&b'%') {
            return None;
        }
        if bytes.get(end) == Some(&b':') {
            // Whether it is a number that a port may have, the check of the link says.
            let digits = bytes[end + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits > 0 {
                end += 1 + digits;
            }
        }
        let may_be_hidden = bytes.get(end).is_some_and(|byte| !byte.is_ascii() || byte.is_ascii_control());
        let is_hidden_part =
            may_be_hidden && self.text[end..].starts_with(is_hidden) && self.hosts.goes_on(end, Some(true));
        (!is_hidden_part).then_some(end)
    }

    /// Whether an `@` follows what may be the rest of a user name.
    fn user_name_ends(&mut self, host_end: usize) -> bool {
        // Offsets grow from call to call, so the end that was found last is the end of this one, or before it.
        if self.user_stop < host_end {
            self.user_stop = run(self.text, host_end, class::USER, is_end);
        }
        self.text.as_bytes().get(self.user_stop) == Some(&b'@')
    }

    /// The end of the address from `start` on, whose host and port end at `authority_end`.
    fn address_end(&self, start: usize, authority_end: usize) -> usize {
        match self.text.as_bytes().get(authority_end) {
            Some(b'/' | b'?' | b'#') => {
                let end = run_end(self.text, authority_end);
                // The host is never trimmed: it was found by itself.
                (start + trimmed(&self.text[start..end])).max(authority_end)
            }
            _ => authority_end,
        }
    }
}

/// Whether the text ends with the word in any case, and no ASCII letter or digit stands before it.
pub(super) fn ends_with_word(text: &[u8], word: &str) -> bool {
    let Some(start) = text.len().checked_sub(word.len()) else { return false };
    text[start..].eq_ignore_ascii_case(word.as_bytes())
        && !text[..start].last().is_some_and(u8::is_ascii_alphanumeric)
}
