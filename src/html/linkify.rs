//! From plain text to HTML in which addresses are links.

use super::element::Element;
use super::encode::push_escaped;
use super::name::Name;
use super::policy::HtmlPolicy;
use super::rules::AttributeRule;
use super::safe_html::SafeHtml;
use super::write::{Placed, Writer};
use crate::chars;
use crate::uri;
use std::borrow::Cow;

/// Plain text as HTML, with links where it has web and e-mail addresses.
///
/// | in the text | link to |
/// |---|---|
/// | `http://host…`, `https://host…` | itself |
/// | `www.example.com…`, with at least two dots | the same behind `https://` |
/// | `ann@example.com`, `mailto:ann@example.com` | the same behind `mailto:` |
///
/// An address ends at white space, control and invisible characters, `<`, `>`, `"`, `` ` ``, `\`, and the quotes, brackets and
/// stops of other scripts. `.,:;!?'*_~|` at its end and brackets that close nothing in it stay outside. Hosts may be
/// international, address literals, or without a dot behind `http://`.
///
/// No link is made, and the text stays text, where the policy does not list `a` with `href`, where its
/// [`links`](super::HtmlPolicyBuilder::links) refuse the address, and where a name or password stands before the
/// host (`https://bank.example@evil.example`), because people read those as the host.
///
/// # Guarantees
/// What a browser shows is the text, without NUL. [`sanitize`](super::sanitize()) with the same policy changes nothing.
/// The links are `http`, `https` and `mailto`, have been checked by the policy, and carry its
/// [`link_rel`](super::HtmlPolicyBuilder::link_rel).
///
/// # Does not guarantee
/// * That a link is friendly, or leads where it seems to: letters of different scripts look alike.
/// * Line breaks on the page. They stay as they are, and HTML shows them as spaces: set `white-space: pre-line`, or
///   linkify each line and [`join`](SafeHtml::join) with `<br>`.
/// * Anything where HTML goes in. A tag in the text is shown, not kept.
///
/// Neighbours: [`SafeHtml::from_text`] makes no links.
///
/// Linear in the length in bytes; the output has at most six times the input's bytes for the text and as many for
/// links, and for each link its tags and the policy's `rel`. [`max_output`](super::HtmlPolicyBuilder::max_output)
/// holds.
///
/// # Examples
/// ```
/// use untaint::html::{self, HtmlPolicy};
///
/// let note = "<b> (see www.example.com/a?b&c), or mail ann@example.com.";
/// assert_eq!(
///     html::linkify(note, HtmlPolicy::comment()).as_str(),
///     "&lt;b&gt; (see <a href=\"https://www.example.com/a?b&amp;c\" rel=\"nofollow noopener\">www.example.com/a?b&amp;c</a>), \
///      or mail <a href=\"mailto:ann@example.com\" rel=\"nofollow noopener\">ann@example.com</a>.",
/// );
/// assert_eq!(html::linkify("javascript:alert(1)", HtmlPolicy::comment()), "javascript:alert(1)");
/// assert_eq!(html::linkify("www.example.com", HtmlPolicy::text()), "www.example.com");
/// ```
#[must_use]
#[doc(alias = "autolink")]
#[doc(alias = "urlize")]
pub fn linkify(text: &str, policy: &HtmlPolicy) -> SafeHtml<'static> {
    const HREF: Name = Name::literal("href");
    let text = if text.contains('\0') { Cow::Owned(text.replace('\0', "")) } else { Cow::Borrowed(text) };
    let mut writer = Writer::new(policy, "", text.len() + text.len() / 4 + 16);
    let rule = policy.attributes.find(HREF).map(|(_, rule)| rule).filter(|rule| rule.is_on(Element::A));
    match rule {
        Some(rule) if policy.allows(Element::A) => write_linked(&mut writer, &text, policy, rule),
        _ => writer.text(&text),
    }
    SafeHtml::owned(writer.finish().into_owned())
}

fn write_linked(writer: &mut Writer<'_, '_>, text: &str, policy: &HtmlPolicy, rule: &AttributeRule) {
    let mut written = 0;
    let mut attributes = String::new();
    let mut finder = Finder { text, at: 0, opaque_until: 0, authority_stop: 0 };
    while let Some(Found { start, end, prefix }) = finder.next() {
        let address = &text[start..end];
        let href =
            if prefix.is_empty() { Cow::Borrowed(address) } else { Cow::Owned([prefix, address].concat()) };
        // The same check as cleaning makes, which must find nothing to change.
        let checked = uri::clean(&href, &policy.links);
        if checked.is_inert() || checked != *href {
            continue;
        }
        attributes.clear();
        attributes.push_str(&rule.start);
        push_escaped(&mut attributes, &href, true);
        attributes.push('"');
        attributes.push_str(&policy.link_rel_attribute);
        writer.text(&text[written..start]);
        let is_link = writer.start(Element::A, &attributes) == Placed::Written;
        writer.text(address);
        if is_link {
            writer.end(Element::A);
        }
        written = end;
        if writer.is_full() {
            return;
        }
    }
    writer.text(&text[written..]); // behind the last address, whose ends begin characters
}

/// An address in the text, and what goes before it in a link.
struct Found {
    start: usize,
    end: usize,
    prefix: &'static str,
}

/// Looks for addresses from the left. Each begins at a byte that is rare in text, with a look back of bounded length;
/// what was looked at ahead is not looked at again, found or not.
struct Finder<'a> {
    text: &'a str,
    /// Nothing before this is part of an address to come.
    at: usize,
    /// Up to here reaches a word with `://` that is no link: an `@` in it belongs to no e-mail address.
    opaque_until: usize,
    /// Where the authority ends that was looked at last, user name and all.
    authority_stop: usize,
}

impl Finder<'_> {
    fn next(&mut self) -> Option<Found> {
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
        let scheme = ["https", "http"].into_iter().find(|scheme| ends_with_word(before, scheme));
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
        if !ends_with_word(before, "www") {
            return None;
        }
        let start = dot - "www".len();
        let around = self.text.as_bytes().get(start.wrapping_sub(1));
        if around.is_some_and(|byte| matches!(byte, b'.' | b'-' | b'/' | b'@' | b'%')) {
            return None;
        }
        let host_end = host_end(self.text, start);
        let host = self.text[start..host_end].trim_end_matches(['.', '-', '_']);
        // Behind a host that is none, the search goes on.
        *from = (*from).max(start + host.len());
        if !is_domain(&host["www.".len().min(host.len())..]) {
            return None;
        }
        let Some(end) = self.authority_end(start, from) else {
            // Not the second half as a mail address either.
            self.opaque_until = self.opaque_until.max(self.authority_stop + 1);
            return None;
        };
        *from = self.address_end(start, end);
        Some(Found { start, end: *from, prefix: "https://" })
    }

    /// An e-mail address around an `@`.
    fn mail(&self, floor: usize, at_sign: usize, from: &mut usize) -> Option<Found> {
        /// The longest name that mail takes.
        const MAX_LOCAL: usize = 64;
        const SCHEME: &str = "mailto:";
        if at_sign < self.opaque_until {
            return None;
        }
        let bytes = self.text.as_bytes();
        let is_local = |byte: &&u8| byte.is_ascii_alphanumeric() || b".-_+'".contains(byte);
        let length = bytes[floor..at_sign].iter().rev().take(MAX_LOCAL + 1).take_while(is_local).count();
        let whole = &self.text[at_sign - length..at_sign];
        let local = whole.trim_start_matches(['.', '-', '+', '\'']);
        if local.is_empty() || length > MAX_LOCAL || local.ends_with('.') || local.contains("..") {
            return None;
        }
        let mut start = at_sign - local.len();
        // What stands before may be a part of a name that this is not the whole of.
        if self.text[floor..start]
            .chars()
            .next_back()
            .is_some_and(|c| chars::is_alphanumeric(c) || "/%@".contains(c))
        {
            return None;
        }
        let domain_end = host_end(self.text, at_sign + 1);
        let domain = self.text[at_sign + 1..domain_end].trim_end_matches(['.', '-', '_']);
        *from = (*from).max(at_sign + 1 + domain.len());
        if domain.contains('_') || !is_domain(domain) || bytes.get(*from) == Some(&b'@') {
            return None;
        }
        let mut prefix = SCHEME;
        let before = &bytes[floor..start];
        if before.len() >= SCHEME.len()
            && before.ends_with(b":")
            && ends_with_word(&before[..before.len() - 1], "mailto")
        {
            start -= SCHEME.len();
            prefix = "";
        }
        Some(Found { start, end: *from, prefix })
    }

    /// Behind a host and its port, if a browser and a reader find the same host there. On failure `from` is where to
    /// search on.
    fn authority_end(&mut self, host_start: usize, from: &mut usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut end = host_start;
        if bytes.get(host_start) == Some(&b'[') {
            let is_literal = |byte: &&u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.');
            let length = bytes[host_start + 1..].iter().take_while(is_literal).count();
            end += 1 + length;
            if length < 2 || bytes.get(end) != Some(&b']') {
                return None;
            }
            end += 1;
        } else {
            let whole = &self.text[host_start..host_end(self.text, host_start)];
            let host = whole.trim_end_matches(['.', '-', '_']);
            end += host.len();
            *from = (*from).max(end);
            let has_empty_label = host.is_empty() || host.starts_with('.') || host.contains("..");
            if has_empty_label || host.starts_with('-') || has_mark(whole) {
                return None;
            }
        }
        if self.userinfo_follows(end) || bytes.get(end) == Some(&b'%') {
            return None;
        }
        if bytes.get(end) == Some(&b':') {
            let digits = bytes[end + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            if (1..=5).contains(&digits) {
                end += 1 + digits;
            }
        }
        Some(end)
    }

    /// Whether an `@` stands before the end of what a browser takes for the authority.
    fn userinfo_follows(&mut self, host_end: usize) -> bool {
        // Offsets grow from call to call, so the end that was found last is the end of this one, or before it.
        if self.authority_stop < host_end {
            self.authority_stop = run(self.text, host_end, |class| {
                class & (class::ADDRESS | class::AUTHORITY_END) == class::ADDRESS
            });
        }
        self.text.as_bytes().get(self.authority_stop) == Some(&b'@')
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
fn ends_with_word(text: &[u8], word: &str) -> bool {
    let Some(start) = text.len().checked_sub(word.len()) else { return false };
    text[start..].eq_ignore_ascii_case(word.as_bytes())
        && !text[..start].last().is_some_and(u8::is_ascii_alphanumeric)
}

/// [`is_end`] for ASCII.
const fn is_ascii_end(byte: u8) -> bool {
    matches!(byte, 0..=b' ' | 0x7F | b'<' | b'>' | b'"' | b'`' | b'\\')
}

/// What no address goes on behind: white space, controls, what HTML and browsers give a meaning; what would hide or turn
/// what is shown (directions, joiners, marks); quotes, brackets and stops of other scripts.
fn is_end(c: char) -> bool {
    if let Some(class) = class::OF.get(c as usize) {
        return class & class::ADDRESS == 0;
    }
    // Variation selectors belong to the character before; what is ignorable and rare is no address either way.
    let hides = chars::is_default_ignorable(c)
        && !matches!(c,
            '\u{180B}'..='\u{180D}' | '\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFF0}'..='\u{FFF8}'
                | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}');
    hides
        || matches!(c,
            '\u{2028}'..='\u{2029}' | '\u{2800}' | '\u{FFF9}'..='\u{FFFD}'
            | '«' | '»' | '\u{2018}'..='\u{201F}' | '…' | '‹' | '›' | '\u{3001}'..='\u{3003}'
            | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301F}'
            | '！' | '（' | '）' | '，' | '．' | '：' | '；' | '？' | '［' | '］' | '｛' | '｝' | '｡'..='､'
        )
        || c.is_whitespace()
        || c.is_control()
}

/// What looks like the end of a host (slashes, `@`, `#`, `%`, a backslash) and stands inside of one, or cannot be seen
/// there. No link at all: one that ends before it would lead to a host that nobody wrote.
fn reads_as_a_mark(c: char) -> bool {
    matches!(
        c,
        '\u{2044}' | '\u{2215}' | '\u{29F8}' | '\u{FE00}'
            ..='\u{FE0F}' | '\u{FE52}' | '\u{FF03}' | '\u{FF05}' | '\u{FF0F}' | '\u{FF20}' | '\u{FF3C}'
    )
}

fn has_mark(host: &str) -> bool {
    !host.is_ascii() && host.contains(reads_as_a_mark)
}

/// What an ASCII character may be part of, one bit each.
mod class {
    /// An address: all but what [`is_end`](super::is_end) names.
    pub(super) const ADDRESS: u8 = 1;
    /// A host: letters, digits, `-`, `.`, `_`.
    pub(super) const HOST: u8 = 2;
    /// The end of a host and of a user name before it: `/`, `?`, `#`, `@`.
    pub(super) const AUTHORITY_END: u8 = 4;

    pub(super) static OF: [u8; 128] = {
        let mut all = [0; 128];
        let mut byte = 0_u8;
        while byte < 128 {
            let is_host = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
            let ends_authority = matches!(byte, b'/' | b'?' | b'#' | b'@');
            all[byte as usize] = if super::is_ascii_end(byte) { 0 } else { ADDRESS }
                | if is_host { HOST } else { 0 }
                | if ends_authority { AUTHORITY_END } else { 0 };
            byte += 1;
        }
        all
    };
}

/// Where the characters end that are part of what is looked for: of ASCII those whose [`class`] is, of all others those
/// that end no address. Here and below, `from` begins a character or is the length.
fn run(text: &str, from: usize, is_part: impl Fn(u8) -> bool) -> usize {
    let mut at = from;
    while let Some(byte) = text.as_bytes().get(at) {
        match class::OF.get(usize::from(*byte)) {
            Some(class) if is_part(*class) => at += 1,
            Some(_) => break,
            None => match text[at..].chars().next() {
                Some(c) if !is_end(c) => at += c.len_utf8(),
                _ => break,
            },
        }
    }
    at
}

/// Where the characters that an address may have end.
fn run_end(text: &str, from: usize) -> usize {
    run(text, from, |class| class & class::ADDRESS != 0)
}

fn host_end(text: &str, from: usize) -> usize {
    run(text, from, |class| class & class::HOST != 0)
}

/// Labels with a dot between, the last one of at least two characters, and no number.
fn is_domain(host: &str) -> bool {
    /// Sixty-three characters of four bytes.
    const MAX_LABEL: usize = 252;
    let is_label = |label: &str| {
        !label.is_empty() && label.len() <= MAX_LABEL && !label.starts_with('-') && !label.ends_with('-')
    };
    let Some((_, last)) = host.rsplit_once('.') else { return false };
    host.split('.').all(is_label)
        && !has_mark(host)
        && last.chars().nth(1).is_some()
        && last.chars().any(|c| !c.is_ascii_digit())
        && last.chars().next().is_some_and(|c| !c.is_ascii_digit())
}

/// The length of an address without the punctuation and the brackets behind it that belong to the sentence.
fn trimmed(address: &str) -> usize {
    const PAIRS: [(u8, u8); 3] = [(b'(', b')'), (b'[', b']'), (b'{', b'}')];
    let bytes = address.as_bytes();
    // Brackets are counted when the first stands at the end, which is rare.
    let mut counts = None;
    let mut end = bytes.len();
    while let Some(last) = end.checked_sub(1).map(|at| bytes[at]) {
        if let Some(pair) = PAIRS.iter().position(|(open, close)| last == *open || last == *close) {
            let counts = counts.get_or_insert_with(|| {
                let count = |wanted: u8| memchr::memchr_iter(wanted, &bytes[..end]).count();
                PAIRS.map(|(open, close)| (count(open), count(close)))
            });
            let (open, closed) = &mut counts[pair]; // one for each pair
            if last == PAIRS[pair].0 {
                *open -= 1;
            } else if *closed <= *open {
                break;
            } else {
                *closed -= 1;
            }
        } else if !b".,:;!?'*_~|".contains(&last) {
            break;
        }
        end -= 1;
    }
    end
}
