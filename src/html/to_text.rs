//! From HTML to plain text that can be read.

use super::attributes::is_checkbox;
use super::bare::BareTag;
use super::element::{Element, Gap, Kind, Tag, gap_of};
use super::encode::{decode_attribute, decode_literal, decode_text, without_first_line_end};
use super::tokenizer::{Reading, Token, Tokenizer};
use crate::uri::{self, UriPolicy};
use std::fmt::Write as _;

/// The text of any HTML, for a preview, a search index, a notification, the plain part of an e-mail.
///
/// | in | out |
/// |---|---|
/// | paragraphs, headings, lists, tables, `pre` | a blank line around them |
/// | `div`, `li`, `tr` and other blocks | a line of their own |
/// | `br` | a line break; of several, two are kept |
/// | `li` | `- `, in `ol` its number; two spaces for each list outside of it, of at most eight |
/// | cells of a row | a TAB between them |
/// | `hr` | `---` |
/// | `img` | its `alt` |
/// | a checkbox | `[ ]`, `[x]` |
/// | white space | one space; in `pre` it stays |
/// | character references | what they stand for |
/// | `script`, `style`, `title`, `textarea` and other raw text, comments | nothing |
/// | what only looks like a tag (`Vec<String>`, `x <b` at the end) | itself, as in [`sanitize`](super::sanitize()) |
/// | NUL and other control characters, from references too | nothing |
///
/// # Guarantees
/// No control character but LF and TAB is in the result. Text without markup, references, control characters and
/// runs of white space comes back as it is.
///
/// # Does not guarantee
/// * That the result is HTML. **It is text**: `&lt;script>` becomes `<script>`. Where a page shows it, escape it with
///   [`escape::html`](crate::escape::html()) or [`SafeHtml::from_text`](super::SafeHtml::from_text).
/// * What a style sheet hides or shows: `display:none` is not looked at, nor is `hidden`.
/// * That the text fits one line ([`escape::log_line`](crate::escape::log_line())) or reads in one direction.
///
/// Neighbours: [`HtmlPolicy::text`](super::HtmlPolicy::text) gives HTML, without breaks;
/// [`to_text_with_links`] writes where links lead.
///
/// Linear in the length in bytes; the output has at most ten times the input's bytes.
///
/// # Examples
/// ```
/// use untaint::html;
///
/// let note = "<h1>Fish &amp; chips</h1><p>Two<br>lines.<ul><li>one<li>two</ul><script>x()</script>";
/// assert_eq!(html::to_text(note), "Fish & chips\n\nTwo\nlines.\n\n- one\n- two");
/// assert_eq!(html::to_text("<tr><td>a<td>b</tr> a Vec<String>"), "a\tb\na Vec<String>");
/// ```
#[must_use]
#[doc(alias = "strip_tags")]
#[doc(alias = "html2text")]
#[doc(alias = "innerText")]
pub fn to_text(html: &str) -> String {
    Reader::new(html, None).run()
}

/// [`to_text`], with the target of each link in parentheses behind it.
///
/// Only targets that the policy takes are written, those that its
/// [`base`](crate::uri::UriPolicyBuilder::base) makes absolute as such. None is written for a place on the page (`#x`),
/// for a link without text, and where the text is the target.
///
/// Linear in the length in bytes; the output has at most ten times the input's bytes, and for each link what `base`
/// adds.
///
/// # Examples
/// ```
/// use untaint::{html, uri::UriPolicy};
///
/// let note = "<a href='https://a.example/?b&amp;c'>Here</a>, <a href=javascript:x>not here</a>";
/// let text = "Here (https://a.example/?b&c), not here";
/// assert_eq!(html::to_text_with_links(note, UriPolicy::web()), text);
/// ```
#[must_use]
pub fn to_text_with_links(html: &str, links: &UriPolicy) -> String {
    Reader::new(html, Some(links)).run()
}

/// Lists inside of lists that are indented; deeper ones stand below the last.
const MAX_INDENT: usize = 8;

/// Lists inside of lists whose numbers are known; memory does not grow with more.
const MAX_LISTS: usize = 256;

/// A link that is open, with a target that will be written.
struct Link {
    target: String,
    /// Where its text begins in the output, but for white space.
    start: usize,
}

/// What stands before an item.
#[derive(Clone, Copy)]
enum Marker {
    Dash,
    Number(i32),
}

struct Reader<'a, 'p> {
    tokens: Tokenizer<'a>,
    links: Option<&'p UriPolicy>,
    out: String,
    /// What stands between the output and the next text: line breaks, else tabs, else a space.
    line_feeds: usize,
    tabs: usize,
    has_space: bool,
    /// Open lists from the outside in: the next number, or none.
    lists: Vec<Option<i32>>,
    /// Open lists beyond those.
    more_lists: usize,
    /// An item that has no text yet.
    marker: Option<Marker>,
    /// Cells of the row, and whether one has text.
    cells: usize,
    row_has_text: bool,
    open_pre: usize,
    link: Option<Link>,
}

impl<'a, 'p> Reader<'a, 'p> {
    fn new(html: &'a str, links: Option<&'p UriPolicy>) -> Self {
        Self {
            tokens: Tokenizer::new(html, Reading::Author),
            links,
            out: String::with_capacity(html.len()),
            line_feeds: 0,
            tabs: 0,
            has_space: false,
            lists: Vec::new(),
            more_lists: 0,
            marker: None,
            cells: 0,
            row_has_text: false,
            open_pre: 0,
            link: None,
        }
    }

    fn run(mut self) -> String {
        let mut drops_line_feed = false;
        loop {
            if let Some(BareTag { element, is_end, .. }) = self.tokens.bare_tag() {
                let tag = Tag::Known(element);
                drops_line_feed = !is_end && element == Element::Pre;
                if is_end {
                    self.end(tag, 0, 0);
                } else {
                    self.start(tag, 0, 0);
                }
                continue;
            }
            let Some(token) = self.tokens.next() else { break };
            let skips_line_feed = std::mem::take(&mut drops_line_feed);
            match token {
                Token::Text { start, end } => {
                    let raw = self.tokens.slice(start..end);
                    let raw = if skips_line_feed { without_first_line_end(raw) } else { raw };
                    self.text(&decode_text(raw));
                }
                Token::Literal { start, end } => self.literal(start, end),
                Token::Start { tag, start, end } => {
                    drops_line_feed = tag == Tag::Known(Element::Pre);
                    self.start(tag, start, end);
                }
                Token::End { tag, start, end } => self.end(tag, start, end),
                Token::Raw { .. } | Token::Comment { .. } => {}
            }
        }
        self.end_link();
        self.out.truncate(self.out.trim_end_matches([' ', '\t', '\n']).len());
        self.out
    }

    /// A tag that is text.
    fn literal(&mut self, start: usize, end: usize) {
        let text = decode_literal(self.tokens.slice(start..end));
        self.text(&text);
    }

    fn start(&mut self, tag: Tag, start: usize, end: usize) {
        let element = match tag {
            Tag::Known(element) => element,
            Tag::Text => return self.literal(start, end),
            Tag::Root | Tag::Foreign | Tag::Office | Tag::Other | Tag::Raw(_) => {
                self.other();
                self.tokens.skip_hidden();
                return;
            }
        };
        match element {
            Element::Br => self.line_break(),
            Element::Hr => {
                self.breaks(2);
                self.begin();
                self.out.push_str("---");
                self.breaks(2);
            }
            Element::Img => {
                if let Some(alt) = self.attribute("alt") {
                    self.collapsed(&alt);
                }
            }
            Element::Input if is_checkbox(&self.tokens) => {
                let is_checked = self.attribute("checked").is_some();
                self.collapsed(if is_checked { "[x] " } else { "[ ] " });
            }
            Element::Audio | Element::Video => {
                self.tokens.skip_hidden();
            }
            Element::A => self.start_link(),
            Element::Ul => self.start_list(None),
            Element::Ol => {
                let first = self.attribute("start").and_then(|start| start.trim().parse().ok());
                self.start_list(Some(first.unwrap_or(1)));
            }
            Element::Li => {
                self.marker = None;
                self.breaks(1);
                let marker = match self.lists.last_mut() {
                    Some(Some(next)) if self.more_lists == 0 => {
                        let number = *next;
                        *next = next.saturating_add(1);
                        Marker::Number(number)
                    }
                    _ => Marker::Dash,
                };
                self.marker = Some(marker);
            }
            Element::Pre => {
                self.breaks(2);
                self.open_pre += 1;
            }
            Element::Tr => self.row(),
            Element::Td | Element::Th => {
                // Behind blocks in the cell before, a new line is enough.
                if self.cells > 0 && (!self.row_has_text || self.line_feeds == 0) {
                    self.tabs += 1;
                }
                self.cells += 1;
            }
            _ => self.breaks(breaks_around(element)),
        }
    }

    fn end(&mut self, tag: Tag, start: usize, end: usize) {
        let element = match tag {
            Tag::Known(element) => element,
            Tag::Text => return self.literal(start, end),
            Tag::Root | Tag::Foreign | Tag::Office | Tag::Other | Tag::Raw(_) => return self.other(),
        };
        match element {
            // A browser makes a line break of this one.
            Element::Br => self.line_break(),
            Element::A => self.end_link(),
            Element::Ul | Element::Ol => {
                self.marker = None;
                if self.more_lists > 0 {
                    self.more_lists -= 1;
                } else {
                    self.lists.pop();
                }
                self.breaks(if self.lists.is_empty() { 2 } else { 1 });
            }
            Element::Li => {
                self.marker = None;
                self.breaks(1);
            }
            Element::Pre => {
                self.open_pre = self.open_pre.saturating_sub(1);
                self.breaks(2);
            }
            Element::Tr => self.row(),
            Element::Hr | Element::Td | Element::Th => {}
            _ => self.breaks(breaks_around(element)),
        }
    }

    /// A tag of an element that is never written.
    fn other(&mut self) {
        if gap_of(self.tokens.name) == Gap::Line {
            self.breaks(1);
        }
    }

    fn start_list(&mut self, first: Option<i32>) {
        self.breaks(if self.lists.is_empty() { 2 } else { 1 });
        // The item around has no text of its own before this list: the inner marker stands for both.
        self.marker = None;
        if self.lists.len() < MAX_LISTS {
            self.lists.push(first);
        } else {
            self.more_lists += 1;
        }
    }

    fn row(&mut self) {
        self.breaks(1);
        self.tabs = 0;
        self.cells = 0;
        self.row_has_text = false;
    }

    /// The first attribute of a name, decoded.
    fn attribute(&self, name: &str) -> Option<String> {
        let found = self
            .tokens
            .attributes
            .iter()
            .find(|attribute| self.tokens.slice(attribute.name.clone()).eq_ignore_ascii_case(name))?;
        Some(decode_attribute(self.tokens.slice(found.value.clone())).into_owned())
    }

    fn start_link(&mut self) {
        self.end_link();
        let Some(policy) = self.links else { return };
        let Some(href) = self.attribute("href") else { return };
        let target = uri::clean(&href, policy);
        if target.is_inert() || target.as_str().is_empty() || target.as_str().starts_with('#') {
            return;
        }
        let target: String = target.as_str().replace(' ', "%20");
        self.link = Some(Link { target, start: self.out.len() });
    }

    fn end_link(&mut self) {
        let Some(Link { target, start }) = self.link.take() else { return };
        let text = self.out[start..].trim_matches([' ', '\t', '\n']);
        let is_shown = text == target || target.strip_prefix("mailto:") == Some(text);
        if !text.is_empty() && !is_shown && !target.contains(char::is_control) {
            // Behind the text itself, whatever follows; a line that ended inside the link has ended behind it.
            self.out.push_str(" (");
            self.out.push_str(&target);
            self.out.push(')');
        }
    }

    /// Asks for so many line feeds before the next text: one for a new line, two for a blank one between.
    fn breaks(&mut self, wanted: usize) {
        if wanted == 0 {
            return;
        }
        self.has_space = false;
        if self.row_has_text {
            self.tabs = 0;
        }
        // Text of an item begins beside its marker.
        if self.marker.is_none() {
            self.line_feeds = self.line_feeds.max(wanted);
        }
    }

    fn line_break(&mut self) {
        self.has_space = false;
        if self.marker.is_none() && (self.open_pre > 0 || self.line_feeds < 2) {
            self.line_feeds += 1;
        }
    }

    /// Writes what stands before the next text.
    fn begin(&mut self) {
        let is_new_line = self.out.is_empty() || self.line_feeds > 0;
        if !self.out.is_empty() {
            self.out.extend(std::iter::repeat_n('\n', self.line_feeds));
        }
        if is_new_line {
            let marker = self.marker.take();
            let depth = (self.lists.len() + self.more_lists).min(MAX_INDENT);
            let levels = if marker.is_some() { depth.saturating_sub(1) } else { depth };
            self.out.extend(std::iter::repeat_n("  ", levels));
            match marker {
                Some(Marker::Number(number)) => {
                    // Writing to a string does not fail.
                    let _ = write!(self.out, "{number}. ");
                }
                Some(Marker::Dash) => self.out.push_str("- "),
                None => {}
            }
        }
        if self.tabs > 0 {
            self.out.extend(std::iter::repeat_n('\t', self.tabs));
        } else if self.has_space && !is_new_line {
            self.out.push(' ');
        }
        self.line_feeds = 0;
        self.tabs = 0;
        self.has_space = false;
        self.row_has_text = true;
    }

    fn text(&mut self, text: &str) {
        if self.open_pre == 0 {
            return self.collapsed(text);
        }
        for (place, line) in text.split('\n').enumerate() {
            if place > 0 {
                self.line_break();
            }
            self.piece(line, |c| c == '\t' || !c.is_control());
        }
    }

    /// Text whose white space is one space.
    fn collapsed(&mut self, text: &str) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let written = collapsed_len(rest.as_bytes());
            let (piece, behind) = rest.split_at(written);
            if !piece.is_empty() {
                self.begin();
                self.out.push_str(piece);
                rest = behind;
                continue;
            }
            // White space that is more than one space, or stands at an end; or a control, which goes.
            self.has_space |= matches!(c, '\t' | '\n' | '\x0C' | '\r' | ' ');
            rest = &rest[c.len_utf8()..]; // behind its first character
        }
    }

    fn piece(&mut self, piece: &str, is_kept: impl Fn(char) -> bool) {
        if piece.chars().all(&is_kept) {
            if !piece.is_empty() {
                self.begin();
                self.out.push_str(piece);
            }
            return;
        }
        let kept: String = piece.chars().filter(|c| is_kept(*c)).collect();
        if !kept.is_empty() {
            self.begin();
            self.out.push_str(&kept);
        }
    }
}

/// How many bytes at the beginning are words with one space between, as they are written: no control, no other white
/// space, and neither a space before the first word nor one behind the last.
fn collapsed_len(text: &[u8]) -> usize {
    /// Neither a space, nor a control, nor the byte with which U+0080 to U+00BF begin.
    static IS_PLAIN: [bool; 256] = {
        let mut all = [true; 256];
        let mut byte = 0;
        while byte <= b' ' {
            all[byte as usize] = false;
            byte += 1;
        }
        all[0x7F] = false;
        all[0xC2] = false;
        all
    };
    let mut at = 0;
    loop {
        let word = at;
        while let Some(byte) = text.get(at) {
            let len = match (IS_PLAIN[usize::from(*byte)], *byte) {
                (true, _) => 1,
                // Behind the controls of that block.
                (false, 0xC2) if text.get(at + 1).is_some_and(|next| *next >= 0xA0) => 2,
                _ => break,
            };
            at += len;
        }
        if at == word {
            return word.saturating_sub(1); // the space before belongs to what follows
        }
        if text.get(at) != Some(&b' ') {
            return at;
        }
        at += 1;
    }
}

/// The line feeds that separate an element from what stands around it; the tags with rules of their own aside.
fn breaks_around(element: Element) -> usize {
    match element {
        Element::P
        | Element::Blockquote
        | Element::Article
        | Element::Aside
        | Element::Section
        | Element::Figure
        | Element::Dl
        | Element::Table => 2,
        _ => match element.kind() {
            Kind::Heading => 2,
            Kind::Block | Kind::Definition | Kind::Caption | Kind::Section => 1,
            _ => 0,
        },
    }
}
