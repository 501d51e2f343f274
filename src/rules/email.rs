//! Addresses of mail, in three strengths.

use super::describe::{Describe, RuleInfo};
use super::host::{is_domain, is_ldh_name, is_public_name};
use super::rule::{refused, text_verdict};
use crate::{Code, Violation, chars};
use std::net::Ipv6Addr;

/// An address of mail that a public sign-up should take; [`html5`](Email::html5) and [`rfc5321`](Email::rfc5321) are
/// what a browser and what the mail protocol take.
///
/// One `@`; before it letters, digits and ``!#$%&'*+-/=?^_`{|}~`` in words joined by single dots, letters and signs of
/// any script too (RFC 6531); behind it a name as [`domain`](super::domain()) takes it.
///
/// # Guarantees
/// * No space, control, line end, mark of direction or invisible character, so that the address cannot add a header to
///   a mail; no quotes, comments, brackets, `<` or `>`.
/// * At most 64 bytes before the `@` and 254 altogether (RFC 5321 section 4.5.3.1, and its errata 1690).
/// * No domain that is closed: `localhost`, `.local`, `.internal`, `.invalid`, `.onion` and their like.
///
/// # Does not guarantee
/// That the domain exists or the mailbox takes mail: send one with a link. International domains need the feature
/// `url`.
///
/// # Cost
/// Linear, without allocations for domains in ASCII.
///
/// # Examples
/// ```
/// use untaint::{Validator, rules};
///
/// assert!(rules::email().check("o'neil+news@example.ie").is_ok());
/// # #[cfg(feature = "url")]
/// assert!(rules::email().check("user@пример.рф").is_ok());
/// for refused in ["a", "ann@gmail", "ann@[127.0.0.1]", "a..b@example.com", "ann@example.com\r\nBcc: eve@a.example"] {
///     assert_eq!(rules::email().check(refused).unwrap_err().code(), "email");
/// }
/// assert!(rules::email().html5().check("ann@gmail").is_ok());
/// assert!(rules::email().rfc5321().check("\" \"@[127.0.0.1]").is_ok());
/// ```
#[must_use]
pub const fn email() -> Email {
    Email { form: Form::Public }
}

/// The rule [`email`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Email {
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Form {
    Public,
    Html5,
    Rfc5321,
}

impl Email {
    pub(super) const CODE: Code = Code::new(
        "email",
        "the text is no address of mail",
        "write the whole address, as in name@example.com",
        &[],
    );

    /// What a public sign-up should take; so it is unless told otherwise.
    #[must_use]
    pub const fn public(mut self) -> Self {
        self.form = Form::Public;
        self
    }

    /// Exactly what `<input type=email>` takes, by the regular expression of the HTML standard: ASCII only; a host
    /// without a dot and dots anywhere before the `@` pass, and so does an address of any length. Firefox is narrower:
    /// its field refuses a label in ACE form that stands for nothing (`a@xn--a`).
    #[must_use]
    pub const fn html5(mut self) -> Self {
        self.form = Form::Html5;
        self
    }

    /// What the mail protocol calls a mailbox (RFC 5321 section 4.1.2), within its limits: quoted words and addresses
    /// of hosts too, ASCII only.
    #[must_use]
    pub const fn rfc5321(mut self) -> Self {
        self.form = Form::Rfc5321;
        self
    }

    #[inline]
    fn verdict(self, text: &str) -> Result<(), Violation> {
        let keeps = match self.form {
            Form::Public => is_public(text),
            Form::Html5 => is_html5(text),
            Form::Rfc5321 => is_rfc5321(text),
        };
        if keeps { Ok(()) } else { Err(refused("email")) }
    }
}

text_verdict!(Email);

impl Describe for Email {
    fn describe(&self) -> RuleInfo {
        let info = RuleInfo::new("email");
        match self.form {
            // `type=email` would refuse letters beyond ASCII, quotes and brackets. No UTF-16 unit is less than a byte.
            Form::Public => info
                .with_html("inputmode", "email")
                .with_html("maxlength", "254")
                .with_schema("format", "idn-email"),
            // The format is that of RFC 5321, which has no dots side by side.
            Form::Html5 => info.with_html("type", "email").with_schema("pattern", HTML5),
            Form::Rfc5321 => info
                .with_html("inputmode", "email")
                .with_html("maxlength", "254")
                .with_schema("format", "email"),
        }
    }
}

/// The regular expression of the HTML standard, with a backslash where one of the flags `u` and `v` needs it.
const HTML5: &str = concat!(
    r"^[a-zA-Z0-9.!#$%&'*+\/=?\^_`\{\|\}~\-]+@[a-zA-Z0-9]([a-zA-Z0-9\-]{0,61}[a-zA-Z0-9])?",
    r"(\.[a-zA-Z0-9]([a-zA-Z0-9\-]{0,61}[a-zA-Z0-9])?)*$"
);

/// A path has 256 bytes, of which two are `<` and `>`.
const MAX: usize = 254;
const MAX_LOCAL: usize = 64;

const ATEXT: u8 = 1;
const DOT: u8 = 2;
const BEYOND_ASCII: u8 = 4;

/// What a byte may be before the `@`: `atext` of RFC 5322, which HTML lists too.
static LOCAL: [u8; 256] = {
    let mut classes = [BEYOND_ASCII; 256];
    let mut byte = 0;
    while byte < 0x80_u8 {
        classes[byte as usize] = match byte {
            b'.' => DOT,
            b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'/' | b'=' | b'?' | b'^'..=b'`' | b'{'..=b'~' => {
                ATEXT
            }
            _ if byte.is_ascii_alphanumeric() => ATEXT,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// Where the first `@` stands.
fn at_sign(text: &str) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == b'@')?;
    Some((&text[..at], &text[at + 1..])) // an ASCII byte
}

fn is_public(text: &str) -> bool {
    if text.len() > MAX {
        return false;
    }
    at_sign(text).is_some_and(|(local, domain)| {
        let words = words(local.as_bytes());
        words != 0
            && local.len() <= MAX_LOCAL
            && (words & BEYOND_ASCII == 0 || is_readable(local))
            && is_domain(domain)
            && is_public_name(domain)
    })
}

/// What stands in words joined by single dots, as bits; 0 where anything else does.
fn words(local: &[u8]) -> u8 {
    let (mut seen, mut last) = (0, DOT);
    for byte in local {
        let class = LOCAL[usize::from(*byte)];
        if class == 0 || class & last & DOT != 0 {
            return 0;
        }
        seen |= class;
        last = class;
    }
    if last == DOT { 0 } else { seen }
}

/// Whether what stands beyond ASCII can be seen and stays within the address: no space, nothing hidden, no private
/// character, and no mark that would go onto what is written before the address.
fn is_readable(local: &str) -> bool {
    let is_fine = |c: char| {
        c.is_ascii()
            || !(c.is_whitespace() || chars::is_unseen(c) || chars::is_blank_letter(c) || is_private(c))
    };
    !local.starts_with(chars::is_combining_mark) && local.chars().all(is_fine)
}

/// Whether a character means what somebody agreed on with somebody (`General_Category` Co).
fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// The regular expression of the HTML standard, section 4.10.5.1.5.
fn is_html5(text: &str) -> bool {
    at_sign(text).is_some_and(|(local, domain)| {
        !local.is_empty()
            && local.bytes().all(|byte| matches!(LOCAL[usize::from(byte)], ATEXT | DOT))
            && is_ldh_name(domain.as_bytes())
    })
}

/// `Mailbox` of RFC 5321 section 4.1.2.
fn is_rfc5321(text: &str) -> bool {
    if text.len() > MAX || !text.is_ascii() {
        return false;
    }
    let split = if text.starts_with('"') { quoted(text) } else { at_sign(text) };
    split.is_some_and(|(local, domain)| {
        local.len() <= MAX_LOCAL
            && (local.starts_with('"') || words(local.as_bytes()) != 0)
            && match domain.strip_prefix('[') {
                Some(literal) => literal.strip_suffix(']').is_some_and(is_literal),
                None => is_ldh_name(domain.as_bytes()),
            }
    })
}

/// What stands before and behind the `@` of an address whose first part is in quotes.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let mut bytes = text.bytes().enumerate().skip(1);
    loop {
        match bytes.next()? {
            (at, b'"') => {
                let (local, rest) = text.split_at(at + 1); // an ASCII byte
                return rest.strip_prefix('@').map(|domain| (local, domain));
            }
            (_, b'\\') => {
                bytes.next().filter(|(_, escaped)| matches!(escaped, b' '..=b'~'))?;
            }
            (_, b' '..=b'~') => {}
            _ => return None,
        }
    }
}

/// `address-literal` without the brackets. No tag but that of IPv6 is registered.
fn is_literal(literal: &str) -> bool {
    match literal.split_at_checked(5) {
        Some((tag, address)) if tag.eq_ignore_ascii_case("IPv6:") => is_ipv6(address),
        _ => is_ipv4(literal),
    }
}

/// Four numbers up to 255 of one to three digits: leading zeros too.
fn is_ipv4(address: &str) -> bool {
    let is_number = |part: &str| {
        matches!(part.len(), 1..=3)
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && part.parse::<u16>().is_ok_and(|number| number <= 255)
    };
    address.split('.').count() == 4 && address.split('.').all(is_number)
}

/// As the RFC writes them: `::` stands for two groups or more, not for one as elsewhere, and an IPv4 address at the end
/// may have leading zeros.
fn is_ipv6(address: &str) -> bool {
    let (groups, ipv4) = match address.rsplit_once(':') {
        Some((groups, last)) if last.contains('.') && is_ipv4(last) => (groups, Some(last)),
        _ => (address, None),
    };
    // What the IPv4 address stands for is two groups; these are read in its place.
    let whole = match ipv4 {
        Some(_) => format!("{groups}:0:0"),
        None => address.to_owned(),
    };
    let written = whole.split(':').filter(|group| !group.is_empty()).count();
    whole.parse::<Ipv6Addr>().is_ok() && !whole.contains('.') && (!whole.contains("::") || written <= 6)
}
