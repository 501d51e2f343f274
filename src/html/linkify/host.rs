//! Where a host ends: in ASCII by its bytes, in other scripts by what people read as one name.

use super::end::{class, is_end, is_hidden, reads_as_a_mark, run};
use crate::chars;
use std::ops::Range;

/// A host in a text.
#[derive(Clone, Copy)]
pub(super) struct Host {
    /// Behind its last letter or digit.
    pub(super) end: usize,
    /// Where a port or a path may begin: behind the root's dot, if there is one and the address goes on.
    pub(super) behind: usize,
    /// Where its last dot stands, if it is of letters, digits, and dots with something between.
    plain: Option<usize>,
}

impl Host {
    /// One of which no more is known.
    pub(super) fn of(end: usize, behind: usize) -> Self {
        Self { end, behind, plain: None }
    }

    /// Whether the labels from `start` on, to its end, are a [domain](is_domain).
    pub(super) fn is_domain(self, text: &str, start: usize) -> bool {
        if let Some(last) = self.plain.filter(|dot| *dot > start && self.end - start <= MAX_LABEL) {
            // Behind a dot, which is ASCII.
            if let [first, _, ..] = text.as_bytes()[last + 1..self.end] {
                return first.is_ascii_alphabetic();
            }
        }
        text.get(start..self.end).is_some_and(is_domain)
    }

    /// Whether a host that begins at `start` begins like one, and has no empty label.
    pub(super) fn has_labels(self, text: &str, start: usize) -> bool {
        let name = &text[start..self.end];
        self.plain.is_some() || !name.starts_with(['.', '-']) && !name.contains("..")
    }
}

/// What one look at the ASCII bytes of a host finds out.
struct Ascii {
    end: usize,
    /// The last two dots.
    dots: [usize; 2],
    is_plain: bool,
}

impl Ascii {
    fn of(bytes: &[u8], start: usize) -> Self {
        let mut found = Self { end: start, dots: [start; 2], is_plain: true };
        let mut label = start;
        for byte in &bytes[start..] {
            match class::of(*byte) & (class::HOST | class::SIGN) {
                class::HOST => {} // a letter or a digit, as most are
                0 => break,
                _ => {
                    found.is_plain &= *byte == b'.' && found.end > label;
                    found.dots = [found.dots[1], found.end];
                    label = found.end + 1;
                }
            }
            found.end += 1;
        }
        found
    }

    /// The last dot before `end`, if all is plain up to there.
    fn plain(&self, end: usize) -> Option<usize> {
        let [before, last] = self.dots;
        self.is_plain.then_some(if last < end { last } else { before }).filter(|_| self.end - end <= 1)
    }
}

/// Sixty-three characters of four bytes.
const MAX_LABEL: usize = 252;

/// Finds hosts from the left, and knows of the characters of the last one what is asked again inside of them.
pub(super) struct Hosts<'a> {
    text: &'a str,
    /// Where the characters of a host end that were looked at last.
    stop: usize,
    /// Where the last label before that begins.
    last_label: usize,
    last_is_ascii: bool,
    /// The bytes of the last host that was looked for, if they are letters, digits and dots.
    pub(super) name: Option<Range<usize>>,
}

/// What a label goes on with where it leaves the Latin script.
enum Turn {
    /// Text: the host ended before.
    Text,
    Label,
    /// Letters that look like those before, to seem one name with them.
    Disguise,
}

impl<'a> Hosts<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, stop: 0, last_label: 0, last_is_ascii: true, name: None }
    }

    /// The host that begins at `start`; where there is none, or none for a link, up to where it was looked for.
    pub(super) fn find(&mut self, start: usize) -> Result<Host, usize> {
        let bytes = self.text.as_bytes();
        let ascii = Ascii::of(bytes, start);
        self.name = ascii.is_plain.then_some(start..ascii.end);
        let end = match bytes.get(ascii.end) {
            Some(byte) if !byte.is_ascii() || byte.is_ascii_control() => self.wide_end(start, ascii.end)?,
            _ => ascii.end,
        };
        let host = trimmed(&self.text[start..end]);
        if host == 0 {
            return Err(end);
        }
        let host_end = start + host;
        if bytes[end..].starts_with(b"://") {
            return self.before_scheme(start, host_end, end);
        }
        // Where the address goes on, what stands before that is of the host, and is no stop of the sentence.
        let goes_on = match bytes[end..] {
            [b'/', ..] => true,
            [b'?' | b'#' | b':', next, ..] => next.is_ascii_alphanumeric(),
            _ => false,
        };
        // The bytes of a host that has others are not all of it.
        let plain = if end == ascii.end { ascii.plain(host_end) } else { None };
        Ok(match &bytes[host_end..end] {
            _ if !goes_on => Host { end: host_end, behind: host_end, plain },
            b"." => Host { end: host_end, behind: end, plain },
            _ => Host { end, behind: end, plain: plain.filter(|_| host_end == end) },
        })
    }

    /// The host where the next address begins without a space: `https://a.examplehttps://b.example`. What another
    /// scheme ends is no host.
    fn before_scheme(&self, start: usize, host_end: usize, end: usize) -> Result<Host, usize> {
        let host = &self.text[start..end];
        let scheme = ["https", "http"].into_iter().find(|scheme| {
            host.len() >= scheme.len()
                && host.as_bytes()[host.len() - scheme.len()..].eq_ignore_ascii_case(scheme.as_bytes())
        });
        let Some(scheme) = scheme.filter(|_| host_end == end) else { return Err(end) };
        // Before ASCII letters a character begins.
        match start + trimmed(&host[..host.len() - scheme.len()]) {
            // Where the scheme is all, the next address begins.
            none if none == start => Err(start),
            end => Ok(Host::of(end, end)),
        }
    }

    /// The end of a host that has other characters than ASCII from `from` on, or at its end.
    fn wide_end(&mut self, start: usize, from: usize) -> Result<usize, usize> {
        let mut label = self.text[start..from].rfind('.').map_or(start, |dot| start + dot + 1);
        // Whether the label began with a Latin letter, digit or hyphen; `None` at its beginning.
        let mut is_latin = (label < from).then_some(true);
        let mut at = from;
        while let Some(c) = self.text[at..].chars().next() {
            if is_hidden(c) {
                return if self.goes_on(at, is_latin) { Err(at) } else { Ok(at) };
            }
            if let Ok(byte @ 0..0x80) = u8::try_from(c) {
                if class::of(byte) & class::HOST == 0 {
                    break;
                }
                is_latin = if c == '.' { None } else { is_latin.or(Some(true)) };
                label = if c == '.' { at + 1 } else { label };
            } else if reads_as_a_mark(c) {
                // A link that ended here would lead to a host that nobody wrote.
                return Err(at);
            } else if is_end(c) {
                break;
            } else if !is_latin.is_some_and(|is_latin| is_latin) {
                is_latin = is_latin.or(Some(chars::is_latin(c)));
            } else if !chars::is_latin(c) && !chars::is_combining_mark(c) {
                match self.turn(at, c, matches!(&self.text[start..label], "" | "www.")) {
                    Turn::Text => return Ok(at),
                    Turn::Label => is_latin = Some(false),
                    Turn::Disguise => return Err(at),
                }
            }
            at += c.len_utf8();
        }
        Ok(at)
    }

    /// Whether a host, or what makes a user name of it, goes on behind hidden characters, which begin at `from`.
    pub(super) fn goes_on(&self, from: usize, is_latin: Option<bool>) -> bool {
        let rest = self.text[from..].trim_start_matches(is_hidden).trim_start_matches(['.', '-', '_']);
        rest.chars().next().is_some_and(|c| {
            // Behind a Latin label, letters of another script are text, which is parted by characters of no width
            // there.
            c == '@'
                || c.is_ascii_alphanumeric()
                || chars::is_latin(c)
                || is_latin == Some(false) && chars::is_alphanumeric(c)
        })
    }

    /// What a label becomes at `at`, where `c` follows Latin letters.
    ///
    /// The last label of a host is of one script: no registry has another. So is a text that goes on behind a host,
    /// without a space, from one that goes on behind such a label.
    fn turn(&mut self, at: usize, c: char, is_first: bool) -> Turn {
        if self.stop <= at {
            self.stop = run(self.text, at, class::HOST, is_end);
            let rest = &self.text[at..self.stop];
            let rest = &rest[..trimmed(rest)];
            self.last_label = rest.rfind('.').map_or(at, |dot| at + dot + 1);
            self.last_is_ascii = self.text[self.last_label..at + rest.len()].is_ascii();
        }
        let is_last = self.last_label <= at;
        let rest = &self.text[at..self.stop];
        let rest = rest.split('.').next().unwrap_or(rest);
        let is_text = is_last
            || if self.last_is_ascii {
                // The next address.
                rest.as_bytes().last_chunk().is_some_and(|word: &[u8; 3]| word.eq_ignore_ascii_case(b"www"))
            } else {
                !is_first
            };
        if !is_text {
            Turn::Label
        } else if chars::looks_like_ascii(c) && rest.contains(|c: char| c.is_ascii_alphanumeric()) {
            Turn::Disguise
        } else {
            Turn::Text
        }
    }
}

/// The length of a host without the dots and signs behind it.
fn trimmed(host: &str) -> usize {
    let is_sign = |byte: &u8| matches!(byte, b'.' | b'-' | b'_');
    host.len() - host.bytes().rev().take_while(is_sign).count()
}

/// Labels with a dot between, the last one of at least two characters, and no number.
fn is_domain(host: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.len() <= MAX_LABEL && !label.starts_with('-') && !label.ends_with('-')
    };
    let Some((_, last)) = host.rsplit_once('.') else { return false };
    host.split('.').all(is_label)
        && last.chars().nth(1).is_some()
        && last.chars().any(|c| !c.is_ascii_digit())
        && last.chars().next().is_some_and(|c| !c.is_ascii_digit())
}
