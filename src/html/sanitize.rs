//! From untrusted HTML to HTML that a policy allows.

use super::attributes;
use super::bare::{self, BareTag};
use super::element::{Element, Tag};
use super::encode::{Common, common_reference, is_plain, line_feeds, without_first_line_end};
use super::policy::{Disallowed, HtmlPolicy};
use super::report::{HtmlReport, RemovedKind, Sink};
use super::safe_html::SafeHtml;
use super::tokenizer::{Token, Tokenizer};
use super::write::{Placed, Writer};
use crate::html::name::Name;
use std::borrow::Cow;

/// Gives back the part of some HTML that a policy allows, as HTML that runs nothing.
///
/// Total: it never fails. A browser builds from the result exactly the tree that was written, and cleaning it again
/// with the same policy changes nothing, unless [`max_output`](super::HtmlPolicyBuilder::max_output) cut it.
///
/// Linear in the length in bytes (see the [module](super) for the bounds); borrows when nothing changes, and does
/// not allocate for text without markup.
///
/// # Examples
/// ```
/// use untaint::html::{self, HtmlPolicy};
///
/// assert_eq!(html::sanitize("Fish &amp; <b>chips</b>", HtmlPolicy::inline()), "Fish &amp; <b>chips</b>");
/// assert_eq!(html::sanitize("<img src=x onerror=alert(1)>Hi", HtmlPolicy::inline()), "Hi");
/// assert_eq!(html::sanitize("<b>1<script>x()</script>", HtmlPolicy::text()), "1");
/// ```
#[must_use]
pub fn sanitize<'a>(html: &'a str, policy: &HtmlPolicy) -> SafeHtml<'a> {
    clean(html, policy, Sink(None))
}

/// [`sanitize`], and what was taken away: for a preview, or to refuse what lost too much.
///
/// Linear in the length in bytes; the report allocates for each entry, and keeps at most [`HtmlReport::MAX`].
///
/// # Examples
/// ```
/// use untaint::html::{self, HtmlPolicy, RemovedKind};
///
/// let (clean, report) = html::sanitize_with_report("<b onclick=x>Hi<svg>", HtmlPolicy::inline());
/// assert_eq!(clean, "<b>Hi</b>");
/// assert_eq!((report.removed()[0].kind(), report.removed()[0].name()), (RemovedKind::Attribute, "onclick"));
/// assert_eq!((report.removed()[1].kind(), report.removed()[1].at()), (RemovedKind::Tag, 15));
///
/// let (_, report) = html::sanitize_with_report("<b>Hi</b>", HtmlPolicy::inline());
/// assert!(report.is_empty());
/// ```
#[must_use]
pub fn sanitize_with_report<'a>(html: &'a str, policy: &HtmlPolicy) -> (SafeHtml<'a>, HtmlReport) {
    let mut report = HtmlReport::default();
    (clean(html, policy, Sink(Some(&mut report))), report)
}

fn clean<'a>(html: &'a str, policy: &HtmlPolicy, report: Sink<'_>) -> SafeHtml<'a> {
    if html.len() <= policy.max_output && is_plain(html.as_bytes()) {
        return SafeHtml::borrowed(html);
    }
    match Cleaner::new(html, policy, report).run() {
        Cow::Borrowed(cleaned) => SafeHtml::borrowed(cleaned),
        Cow::Owned(cleaned) => SafeHtml::owned(cleaned),
    }
}

struct Cleaner<'a, 'p> {
    policy: &'p HtmlPolicy,
    report: Sink<'p>,
    tokens: Tokenizer<'a>,
    writer: Writer<'a, 'p>,
    /// The attributes of one tag, on their way out.
    scratch: String,
    /// How many `svg` and `math` are open, by their tags alone.
    foreign: usize,
    /// With [`Disallowed::Drop`]: the element that is being dropped, and how many of its name are open inside.
    dropping: Option<(Name, usize)>,
}

impl<'a, 'p> Cleaner<'a, 'p> {
    fn new(html: &'a str, policy: &'p HtmlPolicy, report: Sink<'p>) -> Self {
        Self {
            policy,
            report,
            tokens: Tokenizer::new(html),
            writer: Writer::new(policy, html, html.len() + html.len() / 4 + 16),
            scratch: String::new(),
            foreign: 0,
            dropping: None,
        }
    }

    fn run(mut self) -> Cow<'a, str> {
        let mut drops_line_feed = false;
        loop {
            let is_ordinary = !drops_line_feed && self.dropping.is_none();
            let kept_text = if is_ordinary { self.keep() } else { None };
            let Some(token) = self.tokens.next() else { break };
            let skips_line_feed = std::mem::take(&mut drops_line_feed);
            if self.dropping.is_some() {
                self.drop(token);
                continue;
            }
            match token {
                Token::Text { start, end } => {
                    let raw = self.tokens.slice(start..end);
                    let raw = if skips_line_feed { without_first_line_end(raw) } else { raw };
                    self.writer.raw_text(raw);
                }
                Token::Literal { start, end } => self.literal(start, end),
                Token::Start { tag, start, end } => {
                    drops_line_feed = tag == Tag::Known(Element::Pre);
                    self.start(tag, start, end);
                }
                Token::End { tag, start, end } => self.end(tag, start, end),
                Token::Raw { start, .. } => {
                    let name = self.tokens.tag_name();
                    self.report.add(RemovedKind::Element, name, start);
                }
                Token::Comment { start, .. } => self.report.add(RemovedKind::Comment, "", start),
            }
            if self.writer.is_full() {
                // A text is one, however much of it was kept before.
                let is_text = matches!(token, Token::Text { .. });
                self.report.truncate(kept_text.filter(|_| is_text).unwrap_or(token.start()));
                break;
            }
        }
        self.writer.finish()
    }

    /// Goes over what stays as it is: text, references and tags that need no thought. Where it stops, the tokenizer
    /// goes on, whatever is there. The result is where the text began that was the last, if nothing else came behind it.
    #[inline]
    fn keep(&mut self) -> Option<usize> {
        let mut text_start = None;
        loop {
            let (at, rest) = self.tokens.rest();
            let plain = bare::plain_len(rest);
            let mut end = at + plain;
            if plain > 0 {
                if !self.writer.keep_text(at, end) {
                    return text_start;
                }
                text_start = text_start.or(Some(at));
                self.tokens.skip_to(end);
            }
            let rest = &rest[plain..]; // at most its length
            if let Some(Common { reference, in_text, .. }) = common_reference(rest) {
                let len = reference.len();
                let is_done = if in_text.len() == len {
                    self.writer.keep_text(end, end + len)
                } else {
                    self.writer.put_character(in_text)
                };
                if !is_done {
                    return text_start;
                }
                text_start = text_start.or(Some(end));
                end += len;
            } else {
                let Some(BareTag { element, is_end, len }) = bare::tag_at(rest) else { return text_start };
                let start = end;
                end += len;
                let is_kept = self.policy.allows(element)
                    && if is_end {
                        self.writer.keep_end(element, start, end)
                    } else {
                        self.writer.keep_start(element, start, end)
                    };
                if !is_kept {
                    return text_start;
                }
                text_start = None;
            }
            self.tokens.skip_to(end);
        }
    }

    /// Text as it stands in the input, references and all.
    fn literal(&mut self, start: usize, end: usize) {
        let raw = self.tokens.slice(start..end);
        if raw.contains(['\r', '\0']) {
            let text = line_feeds(raw).replace('\0', "");
            self.writer.text(&text);
        } else {
            self.writer.text(raw);
        }
    }

    fn start(&mut self, tag: Tag, start: usize, end: usize) {
        let element = match tag {
            Tag::Known(element) => element,
            Tag::Text if is_office_name(self.tokens.tag_name()) => {
                return self.report.add(RemovedKind::Tag, self.tokens.tag_name(), start);
            }
            Tag::Text => return self.literal(start, end),
            Tag::Foreign if self.foreign == 0 => return self.literal(start, end),
            Tag::Foreign | Tag::Other | Tag::Raw(_) => {
                let is_root = is_foreign_root(self.tokens.name);
                let is_closed = is_root && self.tokens.is_self_closing(end);
                self.disallowed(start, end, is_closed);
                // What is dropped takes its end tag with it.
                if is_root && !is_closed && self.dropping.is_none() {
                    self.foreign += 1;
                }
                return;
            }
        };
        if !self.policy.allows(element) {
            return self.disallowed(start, end, element.is_void());
        }
        if element == Element::Input && !attributes::is_checkbox(&self.tokens) {
            self.report.add(RemovedKind::Tag, element.name(), start);
            return;
        }
        self.scratch.clear();
        if !self.tokens.attributes.is_empty() {
            attributes::push(&mut self.scratch, element, &self.tokens, self.policy, &mut self.report);
        }
        if element == Element::A && self.scratch.is_empty() {
            // A link to nowhere and a name that is not kept: left open, as old pages do, it would keep real links out.
            self.report.add(RemovedKind::Tag, element.name(), start);
            return;
        }
        match self.writer.start(element, &self.scratch) {
            Placed::Written | Placed::Full => {}
            Placed::Misplaced => self.report.add(RemovedKind::Tag, element.name(), start),
            Placed::TooDeep => self.report.add(RemovedKind::Depth, element.name(), start),
        }
    }

    fn end(&mut self, tag: Tag, start: usize, end: usize) {
        match tag {
            // A browser makes a line break of this one.
            Tag::Known(Element::Br) if self.policy.allows(Element::Br) => {
                self.writer.start(Element::Br, "");
            }
            Tag::Known(element) if self.policy.allows(element) => self.writer.end(element),
            Tag::Text if is_office_name(self.tokens.tag_name()) => {}
            Tag::Text => self.literal(start, end),
            Tag::Foreign if self.foreign == 0 => self.literal(start, end),
            Tag::Known(_) | Tag::Foreign | Tag::Other | Tag::Raw(_) => {
                if is_foreign_root(self.tokens.name) {
                    self.foreign = self.foreign.saturating_sub(1);
                }
                if self.policy.disallowed == Disallowed::Escape {
                    self.literal(start, end);
                }
            }
        }
    }

    /// An element of HTML that the policy does not list.
    fn disallowed(&mut self, start: usize, end: usize, is_void: bool) {
        match self.policy.disallowed {
            Disallowed::Unwrap => self.report.add(RemovedKind::Tag, self.tokens.tag_name(), start),
            Disallowed::Escape => self.literal(start, end),
            Disallowed::Drop => {
                self.report.add(RemovedKind::Element, self.tokens.tag_name(), start);
                let name = self.tokens.name;
                if !is_void && !is_void_name(name) && !is_document_name(name) {
                    self.dropping = Some((name, 0));
                }
            }
        }
    }

    /// Passes over an element that is dropped with its content, up to its own end tag.
    fn drop(&mut self, token: Token) {
        let Some((dropped, depth)) = &mut self.dropping else { return };
        match token {
            Token::Start { .. } if self.tokens.name == *dropped => *depth += 1,
            Token::End { .. } if self.tokens.name == *dropped => match depth.checked_sub(1) {
                Some(left) => *depth = left,
                None => self.dropping = None,
            },
            _ => {}
        }
    }
}

/// The tags of a whole document: to drop them with their content would leave nothing.
fn is_document_name(name: Name) -> bool {
    const DOCUMENT: [Name; 2] = [Name::literal("html"), Name::literal("body")];
    DOCUMENT.contains(&name)
}

/// `<o:p>` and its like: what a word processor leaves in copied text is no text.
pub(super) fn is_office_name(name: &str) -> bool {
    ["o:", "w:", "v:", "m:", "st1:"]
        .iter()
        .any(|prefix| name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)))
}

pub(super) fn is_foreign_root(name: Name) -> bool {
    const SVG: Name = Name::literal("svg");
    const MATH: Name = Name::literal("math");
    name == SVG || name == MATH
}

/// Elements without content that this engine never writes.
fn is_void_name(name: Name) -> bool {
    const VOID: [Name; 12] = [
        Name::literal("area"),
        Name::literal("base"),
        Name::literal("basefont"),
        Name::literal("bgsound"),
        Name::literal("embed"),
        Name::literal("frame"),
        Name::literal("image"),
        Name::literal("keygen"),
        Name::literal("link"),
        Name::literal("meta"),
        Name::literal("param"),
        Name::literal("track"),
    ];
    VOID.contains(&name)
}
