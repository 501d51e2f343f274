//! E-mail addresses, from the `@` to both sides.

use super::end::{class, is_hidden};
use super::finder::{Finder, Found, ends_with_word};
use crate::chars;

impl Finder<'_> {
    /// An e-mail address around an `@`.
    pub(super) fn mail(&mut self, floor: usize, at_sign: usize, from: &mut usize) -> Option<Found> {
        /// The longest name that mail takes.
        const MAX_LOCAL: usize = 64;
        const SCHEME: &str = "mailto:";
        if at_sign < self.opaque_until {
            return None;
        }
        let bytes = self.text.as_bytes();
        let is_local = |byte: &&u8| class::of(**byte) & class::LOCAL != 0;
        let length = bytes[floor..at_sign].iter().rev().take(MAX_LOCAL + 1).take_while(is_local).count();
        let whole = &self.text[at_sign - length..at_sign];
        let local = whole.trim_start_matches(['.', '-', '+', '\'']);
        let has_empty_part = || local.as_bytes().windows(2).any(|pair| pair == b"..");
        if local.is_empty() || length > MAX_LOCAL || local.ends_with('.') || has_empty_part() {
            return None;
        }
        let mut start = at_sign - local.len();
        let is_scheme =
            bytes[floor..start].ends_with(b":") && ends_with_word(&bytes[floor..start - 1], "mailto");
        if !is_scheme && is_part_of_more(&self.text[floor..at_sign - length]) {
            return None;
        }
        let host = match self.hosts.find(at_sign + 1) {
            Ok(host) => host,
            Err(end) => {
                *from = (*from).max(end);
                return None;
            }
        };
        let domain = &self.text[at_sign + 1..host.end];
        *from = (*from).max(host.end);
        if domain.contains('_') || !host.is_domain(self.text, at_sign + 1) || bytes.get(*from) == Some(&b'@')
        {
            return None;
        }
        let mut prefix = SCHEME;
        if is_scheme {
            start -= SCHEME.len();
            prefix = "";
        }
        Some(Found { start, end: *from, prefix })
    }
}

/// Whether a name is the end of something longer, by what stands before it.
fn is_part_of_more(before: &str) -> bool {
    let seen = before.trim_end_matches(is_hidden);
    let mut characters = seen.chars().rev();
    let Some(last) = characters.next() else { return false };
    match last {
        // What a name may have besides (RFC 5322 section 3.2.3), and what stands before one in a path or in an address.
        '/' | '%' | '@' | '\\' | '!' | '#' | '$' | '&' | '=' | '?' | '^' => true,
        // These stand around words too, to set them off.
        '*' | '{' | '|' | '}' | '`' | '"' => characters.next().is_some_and(chars::is_alphanumeric),
        // One begins the name of a list, two set off.
        '~' => characters.next() != Some('~'),
        ':' => ends_with_scheme(seen),
        // Hidden characters part words in scripts without spaces, and hide what they stand in elsewhere.
        _ if seen.len() < before.len() => last.is_ascii_alphanumeric() || chars::is_latin(last),
        // Letters without case are of scripts in which a name in Latin letters stands in a text without a space.
        _ => {
            chars::is_alphanumeric(last) && (last.is_numeric() || last.is_lowercase() || last.is_uppercase())
        }
    }
}

/// Whether a text ends with the name and the colon of a scheme whose addresses are no mail, though they have an `@`
/// (IANA, "Uniform Resource Identifier (URI) Schemes"). Any other word is a label: `E-Mail:ann@example.com`.
fn ends_with_scheme(text: &str) -> bool {
    const SCHEMES: [&str; 44] = [
        "acct",
        "aim",
        "bitcoin",
        "callto",
        "cid",
        "facetime",
        "facetime-audio",
        "ftp",
        "git",
        "gtalk",
        "h323",
        "iax",
        "im",
        "imap",
        "irc",
        "ircs",
        "jabber",
        "ldap",
        "magnet",
        "matrix",
        "mid",
        "msnim",
        "news",
        "nntp",
        "pop",
        "pres",
        "rsync",
        "rtsp",
        "sftp",
        "sip",
        "sips",
        "skype",
        "smb",
        "sms",
        "ssh",
        "svn",
        "tel",
        "turn",
        "turns",
        "urn",
        "whatsapp",
        "xmpp",
        "xri",
        "ymsgr",
    ];
    const LONGEST: usize = "facetime-audio".len();
    let Some(text) = text.strip_suffix(':') else { return false };
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let length = text.bytes().rev().take(LONGEST + 1).take_while(|byte| is_name(&byte)).count();
    let name = &text[text.len() - length..]; // of ASCII bytes
    SCHEMES.iter().any(|scheme| scheme.eq_ignore_ascii_case(name))
}
