//! From untrusted HTML to HTML that a policy allows.

use super::attributes::{self, Hints};
use super::bare::{self, BareTag};
use super::element::{Element, Kind, Tag, raw_gap};
use super::encode::{Common, common_reference, decode_literal, is_plain, line_feeds};
use super::events::{Event, What};
use super::name::Name;
use super::policy::{Disallowed, HtmlPolicy};
use super::report::{HtmlReport, RemovedKind, Sink};
use super::restyle::Restyled;
use super::safe_html::SafeHtml;
use super::tokenizer::{Reading, Tokenizer};
use super::write::{Placed, Writer};
use std::borrow::Cow;

/// Gives back the part of some HTML that a policy allows, as HTML that runs nothing.
///
/// Total: it never fails. A browser builds from the result exactly the tree that was written, and cleaning it again
/// with the same policy changes nothing, unless [`max_output`](super::HtmlPolicyBuilder::max_output) cut it.
///
/// # Cost
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
/// # Cost
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
    restyled: Restyled,
}

impl<'a, 'p> Cleaner<'a, 'p> {
    fn new(html: &'a str, policy: &'p HtmlPolicy, report: Sink<'p>) -> Self {
        Self {
            policy,
            report,
            tokens: Tokenizer::new(html, Reading::Author),
            writer: Writer::new(policy, html, html.len() + html.len() / 4 + 16),
            scratch: String::new(),
            restyled: Restyled::default(),
        }
    }

    fn run(mut self) -> Cow<'a, str> {
        loop {
            let is_ordinary = !self.tokens.is_behind_pre() && self.restyled.is_empty();
            let (kept_text, bare) = if is_ordinary { self.keep() } else { (None, self.tokens.bare_tag()) };
            let Some(event) = self.tokens.event_of(bare) else { break };
            match event.what {
                What::Text => self.writer.raw_text(self.tokens.text_of(event)),
                What::Literal => self.writer.text(&decode_literal(self.tokens.source_of(event))),
                What::Start(Tag::Known(element)) => self.start(element, event),
                What::End(Tag::Known(element)) => self.end(element, event),
                What::Start(Tag::Office) => {
                    self.report.add(RemovedKind::Tag, self.tokens.tag_name(), event.start);
                }
                What::End(Tag::Office) => {}
                What::Start(tag) => self.disallowed(tag, event),
                What::End(tag) => self.disallowed_end(tag, event),
                What::Raw => self.raw(event.start),
                What::Comment => self.report.add(RemovedKind::Comment, "", event.start),
            }
            if self.writer.is_full() {
                // A text is one, however much of it was kept before.
                let text_start = kept_text.filter(|_| event.what == What::Text);
                self.report.truncate(text_start.unwrap_or(event.start));
                break;
            }
        }
        self.writer.finish()
    }

    /// Goes over what stays as it is: text, references and tags that need no thought. Where it stops, the tokenizer
    /// goes on, whatever is there. The result is where the text began that was the last, if nothing else came behind
    /// it, and the bare tag that stands where it stopped.
    #[inline]
    fn keep(&mut self) -> (Option<usize>, Option<BareTag>) {
        let mut text_start = None;
        loop {
            let (at, rest) = self.tokens.rest();
            if rest.first() == Some(&b'<') {
                let bare = bare::tag_at(rest);
                let Some(BareTag { element, is_end, len }) = bare else { return (text_start, None) };
                let end = at + len;
                let is_kept = if is_end {
                    self.policy.allows(element) && self.writer.keep_end(element, at, end)
                } else {
                    self.policy.keeps_bare(element) && self.writer.keep_start(element, at, end)
                };
                if !is_kept {
                    return (text_start, bare);
                }
                text_start = None;
                self.tokens.skip_to(end);
                continue;
            }
            let mut end = at + bare::plain_len(rest);
            let is_done = if end > at {
                self.writer.keep_text(at, end)
            } else if let Some(Common { reference, in_text, .. }) = common_reference(rest) {
                end += reference.len();
                if in_text.len() == reference.len() {
                    self.writer.keep_text(at, end)
                } else {
                    self.writer.put_character(in_text)
                }
            } else {
                false
            };
            if !is_done {
                return (text_start, None);
            }
            text_start = text_start.or(Some(at));
            self.tokens.skip_to(end);
        }
    }

    /// An element whose content is no markup, from start tag to end tag.
    fn raw(&mut self, start: usize) {
        if self.policy.embeds.is_some() && self.tokens.name == Name::literal("iframe") {
            self.tokens.read_raw_attributes();
            if let Some(frame) = attributes::embedded(&self.tokens, self.policy, &mut self.report) {
                return self.writer.whole(&frame);
            }
        }
        self.report.add(RemovedKind::Element, self.tokens.tag_name(), start);
        self.writer.keep_apart(raw_gap(self.tokens.name));
    }

    /// A tag of an element that is shown as text: its source, references and all.
    fn show(&mut self, event: Event) {
        let source = line_feeds(self.tokens.source_of(event));
        self.writer.text(&source.replace('\0', ""));
    }

    fn start(&mut self, element: Element, event: Event) {
        let start = event.start;
        if !self.policy.allows(element) {
            if self.policy.style_hints && self.says_with_style(element, start) {
                return;
            }
            return self.disallowed(Tag::Known(element), event);
        }
        if element == Element::Input && !attributes::is_checkbox(&self.tokens) {
            self.report.add(RemovedKind::Tag, element.name(), start);
            return;
        }
        self.scratch.clear();
        let mut hints = None;
        if !self.tokens.attributes.is_empty() || !self.policy.keeps_bare(element) {
            hints = attributes::push(&mut self.scratch, element, &self.tokens, self.policy, &mut self.report);
        }
        if element == Element::A && self.scratch.is_empty() {
            // A link to nowhere and a name that is not kept: left open, as old pages do, it would keep real links out.
            self.report.add(RemovedKind::Tag, element.name(), start);
            return;
        }
        if let Some(hints) = hints {
            return self.restyle(element, hints, start);
        }
        let placed = self.writer.start(element, &self.scratch);
        self.started(placed, element, start);
        if !self.restyled.is_empty() {
            self.restyled.write(element, self.writer.depth());
        }
    }

    /// An inline element that is not kept, and whose `style` says what an element that is kept can say.
    #[cold]
    fn says_with_style(&mut self, element: Element, start: usize) -> bool {
        let is_inline = matches!(element.kind(), Kind::Formatting | Kind::Inline) && !element.is_media();
        if !is_inline || self.policy.disallowed != Disallowed::Unwrap {
            return false;
        }
        let Some(hints) = attributes::hints(&self.tokens) else { return false };
        let (is_gone, inside) = self.restyled.plan(Element::Span, false, hints, self.policy, &self.writer);
        if !is_gone || inside.is_empty() {
            return false;
        }
        self.report.add(RemovedKind::Tag, element.name(), start);
        self.write_inside(element, None, true, inside);
        true
    }

    /// A start tag whose `style` says something.
    #[cold]
    fn restyle(&mut self, element: Element, hints: Hints, start: usize) {
        let has_attributes = !self.scratch.is_empty();
        let (is_gone, inside) = self.restyled.plan(element, has_attributes, hints, self.policy, &self.writer);
        if !is_gone {
            let placed = self.writer.start(element, &self.scratch);
            self.started(placed, element, start);
            self.restyled.write(element, self.writer.depth());
            if placed != Placed::Written {
                return;
            }
        }
        let outer = if is_gone && has_attributes { self.write_span(element) } else { None };
        self.write_inside(element, outer, is_gone, inside);
    }

    /// What an element that goes says beside its style: its direction, language and title stay on a `span`.
    fn write_span(&mut self, element: Element) -> Option<Element> {
        if element == Element::Span || !self.policy.allows(Element::Span) {
            return None;
        }
        self.scratch.clear();
        attributes::push(&mut self.scratch, Element::Span, &self.tokens, self.policy, &mut Sink(None));
        let says_more = [" dir=\"", " lang=\"", " title=\""].iter().any(|start| self.scratch.contains(start));
        let is_written = says_more && self.writer.start(Element::Span, &self.scratch) == Placed::Written;
        is_written.then_some(Element::Span)
    }

    /// Writes what a `style` says, in the place of the element, in what was written for it, or inside of it.
    fn write_inside(
        &mut self,
        element: Element,
        outer: Option<Element>,
        is_gone: bool,
        inside: Vec<Element>,
    ) {
        let (mut written, mut depth) = (outer, self.writer.depth());
        for inner in inside {
            if self.writer.start(inner, "") == Placed::Written && written.is_none() {
                (written, depth) = (Some(inner), self.writer.depth());
            }
        }
        if is_gone {
            self.restyled.leave_out(element, written, depth);
        }
    }

    /// What became of a start tag is said in the report, and keeps words apart if it was taken away.
    fn started(&mut self, placed: Placed, element: Element, start: usize) {
        let kind = match placed {
            Placed::Written | Placed::Full => return,
            Placed::Misplaced => RemovedKind::Tag,
            Placed::TooDeep => RemovedKind::Depth,
        };
        self.report.add(kind, element.name(), start);
        self.writer.keep_apart(element.gap());
    }

    fn end(&mut self, element: Element, event: Event) {
        if element == Element::Br && self.policy.allows(element) {
            // A browser makes a line break of this one.
            self.writer.start(element, "");
        } else if self.policy.allows(element) || self.restyled.has(element) {
            if let Some(written) = self.restyled.end(element, self.writer.depth()) {
                self.writer.end(written);
            }
        } else {
            self.disallowed_end(Tag::Known(element), event);
        }
    }

    fn disallowed_end(&mut self, tag: Tag, event: Event) {
        if self.policy.disallowed == Disallowed::Escape {
            self.show(event);
        } else {
            self.writer.keep_apart(tag.gap(self.tokens.name));
        }
    }

    /// An element of HTML that the policy does not list, or that no policy can list.
    fn disallowed(&mut self, tag: Tag, event: Event) {
        if self.policy.disallowed == Disallowed::Escape {
            return self.show(event);
        }
        let Event { start, end, .. } = event;
        let name = self.tokens.tag_name();
        let gap = tag.gap(self.tokens.name);
        if tag != Tag::Root && self.tokens.skip_hidden() {
            self.report.add(RemovedKind::Element, name, start);
        } else if self.policy.disallowed == Disallowed::Drop {
            self.report.add(RemovedKind::Element, name, start);
            let has_content = match tag {
                Tag::Known(element) => !element.is_void(),
                Tag::Root => !self.tokens.is_self_closing(end),
                _ => !is_void_name(self.tokens.name) && !is_document_name(self.tokens.name),
            };
            if name.contains('-') {
                // Nobody knows whether this element has an end tag.
                self.tokens.skip_if_ended();
            } else if has_content {
                self.tokens.skip_element(usize::MAX);
            }
        } else {
            self.report.add(RemovedKind::Tag, name, start);
        }
        self.writer.keep_apart(gap);
    }
}

/// The tags of a whole document: to drop them with their content would leave nothing.
fn is_document_name(name: Name) -> bool {
    const DOCUMENT: [Name; 2] = Name::all(["html", "body"]);
    DOCUMENT.contains(&name)
}

/// Elements without content that this engine never writes.
fn is_void_name(name: Name) -> bool {
    const VOID: [Name; 12] = Name::all([
        "area", "base", "basefont", "bgsound", "embed", "frame", "image", "keygen", "link", "meta", "param",
        "track",
    ]);
    VOID.contains(&name)
}
