//! From HTML to plain text that can be read.

mod lines;
mod notes;
mod numbers;

use super::attributes::is_checkbox;
use super::element::{Element, Gap, Kind, Tag};
use super::encode::{common_reference, decode_attribute, decode_literal, decode_text};
use super::events::What;
use super::tokenizer::{Reading, Tokenizer, find};
use crate::uri::{self, UriPolicy};
use lines::{Container, Lines};
use notes::{Note, Notes};
use numbers::{Numbers, integer, reversed_lists};
use std::borrow::Cow;

/// The text of any HTML, for a preview, a search index, a notification, the plain part of an e-mail.
///
/// | in | out |
/// |---|---|
/// | paragraphs, headings, lists, tables, `pre` | a blank line around them |
/// | `div`, `li`, `tr` and other blocks | a line of their own |
/// | `br` | a line break; of several, two are kept |
/// | `li` | `- `, in `ol` the number that a browser shows (`type`, `start`, `reversed`, `value`); two spaces for each list outside of it, of at most eight |
/// | `blockquote` | `> ` before each line, at most four deep |
/// | `q` | `"` around it, `'` inside of another |
/// | `sup` | superscript digits and signs (`10⁶`), else `^(…)` behind what it belongs to; ordinals, marks and `[1]` as they are |
/// | `sub` | as it is (`H2O`), behind a digit subscript digits |
/// | `ruby` | what is read behind what is written: `漢字(かんじ)` |
/// | `mfrac`, `msup`, `msub`, `msqrt` and their like in `math` | `1/2`, `x²`, `x_i`, `√2`, with parentheses where needed |
/// | cells of a row | a TAB between them; where a cell has several lines, the next begins a new one |
/// | `hr` | `---` |
/// | `img` | its `alt` |
/// | a checkbox | `[ ]`, `[x]` |
/// | white space | one space; in `pre` it stays |
/// | character references | what they stand for |
/// | `script`, `style`, `title`, `textarea` and other raw text, comments, what no browser shows (`template`) | nothing |
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
/// # Cost
/// Linear in the length in bytes; the output has at most fourteen times the input's bytes.
///
/// # Examples
/// ```
/// use untaint::html;
///
/// let note = "<h1>Fish &amp; chips</h1><p>Two<br>lines.<ul><li>one<li>two</ul><script>x()</script>";
/// assert_eq!(html::to_text(note), "Fish & chips\n\nTwo\nlines.\n\n- one\n- two");
/// assert_eq!(html::to_text("<tr><td>a<td>b</tr> a Vec<String>"), "a\tb\na Vec<String>");
/// assert_eq!(html::to_text("<blockquote>10<sup>6</sup> <q>words</q></blockquote>"), "> 10⁶ \"words\"");
/// ```
#[must_use]
pub fn to_text(html: &str) -> String {
    Reader::new(html, None).run()
}

/// [`to_text`], with the target of each link in parentheses behind it.
///
/// Only targets that the policy takes are written, those that its
/// [`base`](crate::uri::UriPolicyBuilder::base) makes absolute as such. None is written for a place on the page (`#x`),
/// for a link without text, and where the text is the target.
///
/// # Cost
/// Linear in the length in bytes; the output has at most fourteen times the input's bytes, and for each link what
/// `base` adds.
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

/// Lists inside of lists whose numbers are known, and quotations; memory does not grow with more.
const MAX_OPEN: usize = 256;

/// A link that is open, with a target that will be written.
struct Link {
    target: String,
    /// Where its text begins in the output, but for white space.
    start: usize,
}

/// A list that is open.
struct List {
    numbers: Option<Numbers>,
}

struct Reader<'a, 'p> {
    html: &'a str,
    tokens: Tokenizer<'a>,
    links: Option<&'p UriPolicy>,
    lines: Lines,
    /// Open lists from the outside in.
    lists: Vec<List>,
    /// Open lists beyond those.
    more_lists: usize,
    /// How many items each reversed list has, in the order of their tags; found when the first is read.
    reversed: Option<std::vec::IntoIter<i32>>,
    open_pre: usize,
    open_quotations: usize,
    open_q: usize,
    notes: Notes,
    link: Option<Link>,
}

impl<'a, 'p> Reader<'a, 'p> {
    fn new(html: &'a str, links: Option<&'p UriPolicy>) -> Self {
        Self {
            html,
            tokens: Tokenizer::new(html, Reading::Author),
            links,
            lines: Lines::with_capacity(html.len()),
            lists: Vec::new(),
            more_lists: 0,
            reversed: None,
            open_pre: 0,
            open_quotations: 0,
            open_q: 0,
            notes: Notes::default(),
            link: None,
        }
    }

    fn run(mut self) -> String {
        while let Some(event) = self.tokens.event() {
            match event.what {
                What::Text => self.raw_text(self.tokens.text_of(event)),
                What::Literal => self.text(&decode_literal(self.tokens.source_of(event))),
                What::Start(Tag::Known(element)) => self.start(element),
                What::End(Tag::Known(element)) => self.end(element),
                What::Start(Tag::Foreign) => {
                    if !self.tokens.skip_hidden() {
                        let is_closed = self.tokens.is_self_closing(event.end);
                        self.notes.start_math(self.tokens.name, is_closed, &mut self.lines);
                    }
                }
                What::End(Tag::Foreign) => self.notes.end_math(self.tokens.name, &mut self.lines),
                What::Start(tag) => {
                    self.other(tag);
                    self.tokens.skip_hidden();
                }
                What::End(tag) => self.other(tag),
                What::Raw | What::Comment => {}
            }
        }
        self.end_link();
        self.notes.end_all(&mut self.lines.out);
        self.lines.finish()
    }

    fn start(&mut self, element: Element) {
        match element {
            Element::Br => self.line_break(),
            Element::Hr => {
                self.breaks(2);
                self.lines.begin();
                self.lines.out.push_str("---");
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
                let numbers = self.numbers();
                self.start_list(Some(numbers));
            }
            Element::Li => self.start_item(),
            Element::Blockquote => {
                self.breaks(2);
                if self.open_quotations < MAX_OPEN {
                    self.lines.containers.push(Container::Quotation);
                }
                self.open_quotations += 1;
            }
            Element::Pre => {
                self.breaks(2);
                self.open_pre += 1;
            }
            Element::Tr => self.row(),
            Element::Td | Element::Th => self.lines.cell(),
            Element::Q => {
                let mark = self.quotation_mark();
                self.lines.begin();
                self.lines.out.push(mark);
                self.open_q += 1;
            }
            Element::Sup => self.notes.start(Note::Superscript, &mut self.lines),
            Element::Sub => self.notes.start(Note::Subscript, &mut self.lines),
            Element::Ruby | Element::Rb | Element::Rt | Element::Rp => {
                self.notes.start_ruby(element, &mut self.lines);
            }
            _ => self.breaks(breaks_around(element)),
        }
    }

    fn end(&mut self, element: Element) {
        match element {
            // A browser makes a line break of this one.
            Element::Br => self.line_break(),
            Element::A => self.end_link(),
            Element::Ul | Element::Ol => {
                self.lines.marker = None;
                if self.more_lists > 0 {
                    self.more_lists -= 1;
                } else if self.lists.pop().is_some() {
                    self.lines.leave(Container::List);
                }
                self.breaks(if self.lists.is_empty() { 2 } else { 1 });
            }
            Element::Li => {
                self.lines.marker = None;
                self.breaks(1);
            }
            Element::Blockquote => {
                if self.open_quotations > 0 {
                    self.open_quotations -= 1;
                    if self.open_quotations < MAX_OPEN {
                        self.lines.leave(Container::Quotation);
                    }
                }
                self.breaks(2);
            }
            Element::Pre => {
                self.open_pre = self.open_pre.saturating_sub(1);
                self.breaks(2);
            }
            Element::Tr => self.row(),
            Element::Td | Element::Th => self.lines.end_cell(),
            Element::Table => {
                self.lines.end_cell();
                self.breaks(2);
            }
            Element::Q => {
                if self.open_q > 0 {
                    self.open_q -= 1;
                    let mark = self.quotation_mark();
                    // Right behind the text, whatever white space follows.
                    self.lines.out.push(mark);
                }
            }
            Element::Sup => self.notes.end(Note::Superscript, &mut self.lines.out),
            Element::Sub => self.notes.end(Note::Subscript, &mut self.lines.out),
            Element::Ruby | Element::Rb | Element::Rt | Element::Rp => {
                self.notes.end_ruby(element, &mut self.lines);
            }
            Element::Hr => {}
            _ => self.breaks(breaks_around(element)),
        }
    }

    /// A tag of an element that is never written.
    fn other(&mut self, tag: Tag) {
        if tag.gap(self.tokens.name) == Gap::Line {
            self.breaks(1);
        }
    }

    /// Double ones outside, single ones inside of these.
    fn quotation_mark(&self) -> char {
        if self.open_q % 2 == 0 { '"' } else { '\'' }
    }

    /// The numbers of the `ol` that begins.
    fn numbers(&mut self) -> Numbers {
        let is_reversed = self.attribute("reversed").is_some();
        let html = self.html;
        let mut first = 1;
        if is_reversed {
            first = self.reversed.get_or_insert_with(|| reversed_lists(html).into_iter()).next().unwrap_or(1);
        }
        let first = self.attribute("start").and_then(|start| integer(&start)).unwrap_or(first);
        Numbers::new(self.attribute("type").as_deref(), first, is_reversed)
    }

    fn start_list(&mut self, numbers: Option<Numbers>) {
        self.breaks(if self.lists.is_empty() { 2 } else { 1 });
        // The item around has no text of its own before this list: the inner marker stands for both.
        self.lines.marker = None;
        if self.lists.len() < MAX_OPEN {
            self.lists.push(List { numbers });
            self.lines.containers.push(Container::List);
        } else {
            self.more_lists += 1;
        }
    }

    fn start_item(&mut self) {
        self.lines.marker = None;
        self.breaks(1);
        let value = self.attribute("value").and_then(|value| integer(&value));
        let marker = match self.lists.last_mut() {
            Some(List { numbers: Some(numbers) }) if self.more_lists == 0 => Cow::Owned(numbers.next(value)),
            _ => Cow::Borrowed("- "),
        };
        self.lines.marker = Some(marker);
    }

    fn row(&mut self) {
        self.notes.end_all(&mut self.lines.out);
        self.lines.row();
    }

    /// Asks for so many line feeds before the next text: one for a new line, two for a blank one between.
    fn breaks(&mut self, wanted: usize) {
        if wanted > 0 {
            self.notes.end_all(&mut self.lines.out);
            self.lines.breaks(wanted);
        }
    }

    fn line_break(&mut self) {
        self.notes.end_all(&mut self.lines.out);
        self.lines.line_break(self.open_pre > 0);
    }

    /// The first attribute of a name, decoded.
    fn attribute(&self, name: &str) -> Option<String> {
        self.tokens.attribute(name).map(|value| decode_attribute(value).into_owned())
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
        self.link = Some(Link { target, start: self.lines.out.len() });
    }

    fn end_link(&mut self) {
        let Some(Link { target, start }) = self.link.take() else { return };
        // What ended inside of the link may have changed its text.
        let text = self.lines.out.get(start..).unwrap_or_default().trim_matches([' ', '\t', '\n']);
        let is_shown = text == target || target.strip_prefix("mailto:") == Some(text);
        if !text.is_empty() && !is_shown && !target.contains(char::is_control) {
            // Behind the text itself, whatever follows; a line that ended inside the link has ended behind it.
            self.lines.out.push_str(" (");
            self.lines.out.push_str(&target);
            self.lines.out.push(')');
        }
    }

    /// Text with references. Where white space is one space, CR and NUL need no decoding: they are collapsed.
    fn raw_text(&mut self, raw: &str) {
        let mut rest = raw;
        while self.open_pre == 0 {
            let Some(at) = find(rest.as_bytes(), b'&') else { return self.text(rest) };
            self.text(&rest[..at]);
            rest = &rest[at..]; // `&` is ASCII, so a character begins here
            let Some(common) = common_reference(rest.as_bytes()) else { break };
            self.text(common.decoded);
            rest = &rest[common.reference.len()..]; // it stands there
        }
        self.text(&decode_text(rest));
    }

    fn text(&mut self, text: &str) {
        if self.notes.is_hidden() {
            return;
        }
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
                self.lines.begin();
                self.lines.out.push_str(piece);
                rest = behind;
                continue;
            }
            // White space that is more than one space, or stands at an end; or a control, which goes.
            self.lines.has_space |= matches!(c, '\t' | '\n' | '\x0C' | '\r' | ' ');
            rest = &rest[c.len_utf8()..]; // behind its first character
        }
    }

    fn piece(&mut self, piece: &str, is_kept: impl Fn(char) -> bool) {
        if piece.chars().all(&is_kept) {
            if !piece.is_empty() {
                self.lines.begin();
                self.lines.out.push_str(piece);
            }
            return;
        }
        let kept: String = piece.chars().filter(|c| is_kept(*c)).collect();
        if !kept.is_empty() {
            self.lines.begin();
            self.lines.out.push_str(&kept);
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
