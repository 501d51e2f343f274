//! From plain text to HTML in which addresses are links.

mod end;
mod finder;
mod host;
mod mail;

use super::element::Element;
use super::encode::{fitting, is_plain, push_escaped};
use super::name::Name;
use super::policy::HtmlPolicy;
use super::safe_html::SafeHtml;
use crate::uri;
use finder::{Finder, Found};
use std::borrow::Cow;
use std::ops::Range;

/// What stands around the address and the text of a link.
const START: &str = "<a href=\"";
const END: &str = "</a>";

/// Plain text as HTML, with links where it has web and e-mail addresses.
///
/// | in the text | link to |
/// |---|---|
/// | `http://host…`, `https://host…` | itself |
/// | `www.example.com…`, with at least two dots | the same behind `https://` |
/// | `ann@example.com`, `mailto:ann@example.com` | the same behind `mailto:` |
///
/// An address ends at white space, control and invisible characters, `<`, `>`, `"`, `` ` ``, `\`, and the quotes,
/// brackets and stops of other scripts (`。`, `؟`, `।`). `.,:;!?'*_~|` at its end and brackets that close nothing in
/// it stay outside. Hosts may be international, address literals, or without a dot behind `http://`. A host ends
/// where its last label goes on from Latin letters in another script (`http://example.comをご覧`); one that is written
/// in another script, or whose last label is Latin again, is whole. Joiners stay in a path, which some scripts are
/// not spelled without.
///
/// No link is made, and the text stays text, where
/// * the policy does not list `a` with `href`, or its [`links`](super::HtmlPolicyBuilder::links) refuse the address;
/// * [`UriPolicy::website`](crate::uri::UriPolicy::website) would refuse a web address: it has no host that can be
///   read, or a name or password stands before the host (`https://bank.example@evil.example`), because people read
///   those as the host;
/// * a character stands inside the host that cannot be seen, or looks like the end of a host;
/// * an e-mail address is part of something longer: of another scheme (`xmpp:ann@example.com`), of a name with other
///   characters than letters, digits and `.-_+'` (`r&d@example.com`), of a path or an escape.
///
/// Other libraries (linkify-it, linkifyjs) link more: names without `http://` or `www.` by a list of top-level domains,
/// `//host`, `ftp:` and other schemes, addresses with user names, the query of `mailto:`. Their fixtures were run; the
/// last rows of `tests/data/html/linkify.jsonl` say where the answer differs on purpose.
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
/// # Cost
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
///     "&lt;b&gt; (see <a href=\"https://www.example.com/a?b&amp;c\" \
///      rel=\"nofollow noopener\">www.example.com/a?b&amp;c</a>), \
///      or mail <a href=\"mailto:ann@example.com\" rel=\"nofollow noopener\">ann@example.com</a>.",
/// );
/// assert_eq!(html::linkify("javascript:alert(1)", HtmlPolicy::comment()), "javascript:alert(1)");
/// assert_eq!(html::linkify("www.example.com", HtmlPolicy::text()), "www.example.com");
/// ```
#[must_use]
pub fn linkify(text: &str, policy: &HtmlPolicy) -> SafeHtml<'static> {
    const HREF: Name = Name::literal("href");
    let is_plain = is_plain(text.as_bytes());
    let has_nul = !is_plain && memchr::memchr(0, text.as_bytes()).is_some();
    let text = if has_nul { Cow::Owned(text.replace('\0', "")) } else { Cow::Borrowed(text) };
    let capacity = (text.len() + text.len() / 4 + 16).min(policy.max_output);
    let mut page = Page { out: String::with_capacity(capacity), is_plain, max: policy.max_output };
    let has_href = policy.attributes.find(HREF).is_some_and(|(_, rule)| rule.is_on(Element::A));
    let has_links = has_href && policy.allows(Element::A);
    // Where the output is full, what is written is whole.
    _ = if has_links { page.linked(&text, policy) } else { page.text(&text, 0) };
    SafeHtml::owned(page.out)
}

/// What is written: text and links, with nothing around them that would have to be closed or opened.
struct Page {
    out: String,
    /// Whether no piece of the text is escaped.
    is_plain: bool,
    max: usize,
}

/// The limit of the output is reached: nothing more is written.
struct Full;

impl Page {
    fn linked(&mut self, text: &str, policy: &HtmlPolicy) -> Result<(), Full> {
        let mut written = 0;
        let mut behind_href = String::new();
        let mut finder = Finder::new(text);
        while let Some(Found { start, end, prefix }) = finder.next() {
            self.text(&text[written..start], 0)?;
            written = start;
            if behind_href.is_empty() {
                behind_href = ["\"", &policy.link_rel_attribute, ">"].concat();
            }
            let name = finder.hosts.name.clone().filter(|name| start <= name.start && name.end <= end);
            let host = name.map(|name| name.start - start + prefix.len()..name.end - start + prefix.len());
            if self.link(prefix, &text[start..end], host, &behind_href, policy)? {
                written = end;
            }
        }
        self.text(&text[written..], 0) // behind the last address, whose ends begin characters
    }

    /// Writes a link; `false`, and nothing is written, where the policy refuses the address.
    fn link(
        &mut self,
        prefix: &str,
        address: &str,
        host: Option<Range<usize>>,
        behind_href: &str,
        policy: &HtmlPolicy,
    ) -> Result<bool, Full> {
        let tag = self.out.len();
        self.out.push_str(START);
        let href = self.out.len();
        if !prefix.is_empty() {
            self.out.push_str(prefix);
        }
        self.out.push_str(address);
        // The same check as cleaning makes, which must find nothing to change; controls and spaces are in no address.
        if !uri::is_kept(&self.out[href..], host, &policy.links) {
            self.out.truncate(tag);
            return Ok(false);
        }
        // Of what is escaped in a value, an address may hold one.
        if !self.is_plain && address.contains('&') {
            self.out.truncate(href + prefix.len());
            push_escaped(&mut self.out, address, true);
        }
        self.out.push_str(behind_href);
        if self.out.len() + END.len() > self.max {
            self.out.truncate(tag);
            return Err(Full);
        }
        let written = self.text(address, END.len());
        self.out.push_str(END);
        written.map(|()| true)
    }

    /// Writes as much of a text as there is room for, when so many bytes are kept for what is still to be closed.
    fn text(&mut self, text: &str, closing: usize) -> Result<(), Full> {
        let fits = fitting(text, self.max.saturating_sub(self.out.len() + closing));
        if self.is_plain {
            self.out.push_str(fits);
        } else {
            push_escaped(&mut self.out, fits, false);
        }
        if fits.len() < text.len() { Err(Full) } else { Ok(()) }
    }
}
