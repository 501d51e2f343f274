//! HTML that stands in the program: checked when the program is compiled.
//!
//! The grammar is a small part of HTML, in the spelling of [`sanitize`](super::sanitize), whose tree no browser
//! repairs: what it refuses beyond that is refused because saying why it is harmless would take longer than writing
//! it otherwise.

use super::element::{Element, Kind, Tag, tag as tag_of};
use super::name::Name;
use super::safe_html::SafeHtml;
use crate::attr::classify;

/// HTML of the program itself as a [`SafeHtml`](crate::html::SafeHtml), checked when the program is compiled.
///
/// Takes a string literal, nothing else, and is a `SafeHtml<'static>` that borrows it. Can be used in a `const`.
///
/// # What it checks
/// * **Elements**: those that an [`HtmlPolicy`](crate::html::HtmlPolicy) can list, but for `audio`, `font`, `input`,
///   `picture`, `source` and `video`; names in lower case, each with its end tag, in the order that they were opened;
///   `<br>`, `<hr>`, `<wbr>`, `<col>` and `<img>` without one. At most 32 inside each other.
/// * **Where they stand**: as browsers keep them, and a little stricter. Blocks and tables do not stand in `p`,
///   `pre`, headings and inline elements other than `a`; links not in links; `li` in `ul` or `ol`, `dt` and `dd` in
///   `dl`, `rt`, `rp` and `rb` in `ruby`, and the parts of a table in their places (`tr` in a `tbody`, `thead` or
///   `tfoot`), with nothing but these and white space in the list, the table, its sections and rows.
/// * **Attributes**: one space, name in lower case, `="value"`; none twice. The names that
///   [`attr::check_name`](crate::attr::check_name) allows, `class`, `id` without white space, `href` of `a` and `src`
///   of `img`. Addresses begin with `/` (not with `//`), `#` or `https://` and hold no reference but `&amp;`.
/// * **Text**: `<` and `>` as references, and `&` only in references: decimal or hexadecimal ones of a character that
///   can be shown, or `&amp;`, `&lt;`, `&gt;`, `&quot;`, `&apos;`, `&nbsp;`, `&shy;`, `&copy;`, `&reg;`, `&trade;`,
///   `&hellip;`, `&middot;`, `&bull;`, `&times;`, `&laquo;`, `&raquo;`, `&larr;`, `&rarr;`, `&ndash;`, `&mdash;`.
///   Other characters stand for themselves. No ASCII controls but tab and line feed, and no line feed right behind
///   `<pre>`.
///
/// No comments, no doctype. Some tens of kilobytes at most, behind which the compiler complains of long evaluation
/// (`long_running_const_eval`).
///
/// # Panics
/// Never when the program runs: what the check refuses does not compile, and the message says why.
///
/// # Examples
/// ```
/// use untaint::html::{SafeHtml, html_literal};
///
/// let more = html_literal!(r#"<p class="more"><a href="/notes?page=2&amp;all=1">More&hellip;</a></p>"#);
/// let page = SafeHtml::concat([SafeHtml::from_text("1 < 2"), html_literal!("<hr>"), more]);
/// assert_eq!(page, r#"1 &lt; 2<hr><p class="more"><a href="/notes?page=2&amp;all=1">More&hellip;</a></p>"#);
///
/// const RULE: SafeHtml<'static> = untaint::html_literal!("<hr>");
/// assert_eq!(RULE, "<hr>");
/// ```
/// An element that is not listed:
/// ```compile_fail
/// untaint::html_literal!("<script>x()</script>");
/// ```
/// Without its end tag:
/// ```compile_fail
/// untaint::html_literal!("<p><b>Hi</p>");
/// ```
/// An attribute that runs something, by its name or by its value, or that is not quoted:
/// ```compile_fail
/// untaint::html_literal!(r#"<b onclick="x()">Hi</b>"#);
/// ```
/// ```compile_fail
/// untaint::html_literal!(r#"<a href="javascript:x()">Hi</a>"#);
/// ```
/// ```compile_fail
/// untaint::html_literal!("<p title=x>Hi</p>");
/// ```
/// Anything but a literal:
/// ```compile_fail
/// const HTML: &str = "<hr>";
/// untaint::html_literal!(HTML);
/// ```
#[macro_export]
macro_rules! html_literal {
    ($html:literal) => {{
        // A constant with a name is evaluated by `cargo check` too, and in functions that nobody calls.
        const HTML: $crate::html::SafeHtml<'static> = $crate::html::SafeHtml::__from_literal($html);
        HTML
    }};
}

impl SafeHtml<'static> {
    /// Of [`html_literal!`](crate::html_literal), which calls it in a `const`. It makes the whole check itself.
    ///
    /// # Panics
    /// When the check refuses the literal.
    #[doc(hidden)]
    #[must_use]
    pub const fn __from_literal(html: &'static str) -> Self {
        check(html.as_bytes());
        Self::borrowed(html)
    }
}

/// How many elements may be open at once.
const DEPTH: usize = 32;

/// The elements that are open.
struct Open {
    elements: [Element; DEPTH],
    len: usize,
}

impl Open {
    const fn top(&self) -> Option<Element> {
        if self.len == 0 { None } else { Some(self.elements[self.len - 1]) }
    }

    const fn has(&self, element: Element) -> bool {
        let mut at = 0;
        while at < self.len {
            if is(self.elements[at], element) {
                return true;
            }
            at += 1;
        }
        false
    }

    /// Whether blocks may stand here. What holds none cannot hold what holds some, `a` takes after what it stands in,
    /// so the nearest other element tells.
    const fn takes_blocks(&self) -> bool {
        let mut at = self.len;
        while at > 0 && is(self.elements[at - 1], Element::A) {
            at -= 1;
        }
        if at == 0 {
            return true;
        }
        let element = self.elements[at - 1];
        match element.kind() {
            Kind::Block => !matches!(element, Element::P | Element::Pre) && !is_list(element),
            Kind::Item | Kind::Definition | Kind::Cell | Kind::Caption => true,
            _ => false,
        }
    }

    /// Whether text and inline elements may stand here.
    const fn takes_text(&self) -> bool {
        match self.top() {
            None => true,
            Some(element) => !element.is_table_context() && !is_list(element),
        }
    }

    /// Whether the element may stand here, so that no parser closes, opens or moves anything for it.
    const fn takes(&self, element: Element) -> bool {
        let Some(parent) = self.top() else {
            return matches!(
                element.kind(),
                Kind::Block | Kind::Heading | Kind::Table | Kind::Void | Kind::Formatting | Kind::Inline
            );
        };
        match element.kind() {
            Kind::Block | Kind::Heading | Kind::Table => self.takes_blocks(),
            Kind::Void if matches!(element, Element::Hr) => self.takes_blocks(),
            Kind::Item => matches!(parent, Element::Ul | Element::Ol),
            Kind::Definition => matches!(parent, Element::Dl),
            Kind::Formatting if matches!(element, Element::A) => self.takes_text() && !self.has(Element::A),
            Kind::Formatting | Kind::Inline | Kind::Void => self.takes_text(),
            Kind::RubyText => matches!(parent, Element::Ruby),
            Kind::Caption | Kind::ColGroup | Kind::Section => matches!(parent, Element::Table),
            Kind::Col => matches!(parent, Element::Colgroup),
            Kind::Row => matches!(parent.kind(), Kind::Section),
            Kind::Cell => matches!(parent, Element::Tr),
        }
    }
}

const fn is(element: Element, other: Element) -> bool {
    element as u8 == other as u8
}

/// Lists hold their items only.
const fn is_list(element: Element) -> bool {
    matches!(element, Element::Ul | Element::Ol | Element::Dl)
}

/// Reads the whole literal, or panics.
const fn check(html: &[u8]) {
    let mut open = Open { elements: [Element::P; DEPTH], len: 0 };
    let mut at = 0;
    while at < html.len() {
        if html[at] == b'<' {
            at = tag(html, at + 1, &mut open);
        } else if open.takes_text() {
            at = character(html, at);
        } else {
            assert!(
                matches!(html[at], b' ' | b'\t' | b'\n'),
                "html_literal!: text where only the parts of a table or list can stand"
            );
            at += 1;
        }
    }
    assert!(open.len == 0, "html_literal!: an element has no end tag");
}

/// Reads the tag whose `<` stands before `at`; where it ends.
const fn tag(html: &[u8], at: usize, open: &mut Open) -> usize {
    let is_end = byte(html, at) == b'/';
    let start = if is_end { at + 1 } else { at };
    let mut end = start;
    while byte(html, end).is_ascii_lowercase() || byte(html, end).is_ascii_digit() {
        end += 1;
    }
    let Some(element) = element(part(html, start, end)) else {
        panic!("html_literal!: a `<` that begins no tag of a listed element (write `&lt;` for the sign)");
    };
    if is_end {
        assert!(byte(html, end) == b'>', "html_literal!: an end tag that does not end with `>`");
        let Some(top) = open.top() else {
            panic!("html_literal!: an end tag without its start tag");
        };
        assert!(is(top, element), "html_literal!: an end tag of another element than the one to be closed");
        open.len -= 1;
        return end + 1;
    }
    assert!(open.takes(element), "html_literal!: an element cannot stand in the one around it");
    let end = attributes(html, end, element);
    if !element.is_void() {
        assert!(open.len < DEPTH, "html_literal!: too many elements inside each other");
        open.elements[open.len] = element;
        open.len += 1;
    }
    assert!(
        !(is(element, Element::Pre) && byte(html, end) == b'\n'),
        "html_literal!: a line feed behind `<pre>`, which browsers drop"
    );
    end
}

/// The listed element of this name, which is in lower case.
const fn element(name: &[u8]) -> Option<Element> {
    match tag_of(Name::of_any(name)) {
        Tag::Known(
            Element::Audio
            | Element::Font
            | Element::Input
            | Element::Picture
            | Element::Source
            | Element::Video,
        ) => None,
        Tag::Known(element) => Some(element),
        _ => None,
    }
}

/// Reads attributes and the `>` behind them; where the tag ends.
const fn attributes(html: &[u8], first: usize, element: Element) -> usize {
    let mut at = first;
    while byte(html, at) != b'>' {
        assert!(byte(html, at) == b' ', "html_literal!: a tag that does not end with `>`");
        let start = at + 1;
        let mut end = start;
        while byte(html, end).is_ascii_lowercase() || byte(html, end) == b'-' {
            end += 1;
        }
        let name = part(html, start, end);
        assert!(
            byte(html, end) == b'=' && byte(html, end + 1) == b'"',
            "html_literal!: an attribute that is not ` name=\"value\"`"
        );
        assert!(!has_attribute(html, first, at, name), "html_literal!: an attribute stands twice");
        let value = end + 2;
        at = value;
        while byte(html, at) != b'"' {
            at = character(html, at);
        }
        check_attribute(element, name, part(html, value, at));
        at += 1;
    }
    at + 1
}

/// Whether the attributes that were read, from one place to another, have one of this name.
const fn has_attribute(html: &[u8], from: usize, to: usize, name: &[u8]) -> bool {
    let mut at = from;
    while at < to {
        // At the space before a name.
        let start = at + 1;
        let mut end = start;
        while html[end] != b'=' {
            end += 1;
        }
        if equals(part(html, start, end), name) {
            return true;
        }
        at = end + 2;
        while html[at] != b'"' {
            at += 1;
        }
        at += 1;
    }
    false
}

const fn check_attribute(element: Element, name: &[u8], value: &[u8]) {
    if equals(name, b"class") {
        return;
    }
    if equals(name, b"id") {
        assert!(
            !value.is_empty() && !has_space_or(value, b'&'),
            "html_literal!: an id with white space, or none"
        );
        return;
    }
    let is_address = match element {
        Element::A => equals(name, b"href"),
        Element::Img => equals(name, b"src"),
        _ => false,
    };
    if is_address {
        check_address(value);
        return;
    }
    let is_inert = match core::str::from_utf8(name) {
        Ok(name) => classify(name).is_ok(),
        Err(_) => false,
    };
    assert!(is_inert, "html_literal!: an attribute that is not inert, or not of this element");
}

const fn check_address(value: &[u8]) {
    let is_path = byte(value, 0) == b'/' && byte(value, 1) != b'/';
    let is_known = is_path || byte(value, 0) == b'#' || begins(value, 0, b"https://");
    assert!(
        is_known,
        "html_literal!: an address that begins with none of `/`, `#`, `https://`, or with `//`"
    );
    assert!(!has_space_or(value, b'\\'), "html_literal!: an address with white space or a backslash");
    let mut at = 0;
    while at < value.len() {
        assert!(
            value[at] != b'&' || begins(value, at, b"&amp;"),
            "html_literal!: an address with a reference other than `&amp;`"
        );
        at += 1;
    }
}

const fn has_space_or(value: &[u8], other: u8) -> bool {
    let mut at = 0;
    while at < value.len() {
        if value[at] == other || value[at].is_ascii_whitespace() {
            return true;
        }
        at += 1;
    }
    false
}

/// Reads a byte of text or a reference; where it ends.
const fn character(html: &[u8], at: usize) -> usize {
    match byte(html, at) {
        b'&' => reference(html, at),
        b'\t' | b'\n' => at + 1,
        // `byte` says NUL at the end, too.
        0..=0x1F | 0x7F => panic!("html_literal!: a control character, or an attribute that does not end"),
        b'<' | b'>' => panic!("html_literal!: a `<` or `>` in text or a value (write `&lt;`, `&gt;`)"),
        _ => at + 1,
    }
}

/// Reads the reference that begins here; where it ends.
const fn reference(html: &[u8], at: usize) -> usize {
    const NAMED: [&str; 20] = [
        "&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&nbsp;", "&shy;", "&copy;", "&reg;", "&trade;",
        "&hellip;", "&middot;", "&bull;", "&times;", "&laquo;", "&raquo;", "&larr;", "&rarr;", "&ndash;",
        "&mdash;",
    ];
    if byte(html, at + 1) == b'#' {
        return number(html, at + 2);
    }
    let mut known = 0;
    while known < NAMED.len() {
        let name = NAMED[known].as_bytes();
        if begins(html, at, name) {
            return at + name.len();
        }
        known += 1;
    }
    panic!("html_literal!: a `&` that begins no known reference (write `&amp;` for the sign)");
}

/// Reads the number of a reference and its `;`; where it ends.
const fn number(html: &[u8], at: usize) -> usize {
    let is_hex = byte(html, at) == b'x';
    let (radix, start) = if is_hex { (16, at + 1) } else { (10, at) };
    let mut end = start;
    let mut code: u32 = 0;
    while let Some(digit) = (byte(html, end) as char).to_digit(radix) {
        // Seven digits of either kind fit.
        assert!(end - start < 7, "html_literal!: a number of no character");
        code = code * radix + digit;
        end += 1;
    }
    assert!(end > start && byte(html, end) == b';', "html_literal!: a `&#` that begins no reference");
    let is_control = code < 0x20 || (code >= 0x7F && code <= 0x9F);
    let is_character =
        char::from_u32(code).is_some() && code & 0xFFFE != 0xFFFE && (code < 0xFDD0 || code > 0xFDEF);
    assert!(is_character && !is_control, "html_literal!: a number of no character that can be shown");
    end + 1
}

/// The byte at this place; NUL, which the grammar has nowhere, behind the end.
const fn byte(html: &[u8], at: usize) -> u8 {
    if at < html.len() { html[at] } else { 0 }
}

const fn part(html: &[u8], start: usize, end: usize) -> &[u8] {
    html.split_at(end).0.split_at(start).1
}

const fn begins(html: &[u8], at: usize, with: &[u8]) -> bool {
    html.len() - at >= with.len() && equals(part(html, at, at + with.len()), with)
}

const fn equals(bytes: &[u8], other: &[u8]) -> bool {
    if bytes.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}
