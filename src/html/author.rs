//! What the author of some HTML meant, where a browser reads markup into it or loses it.
//!
//! | in the input | here | in a browser |
//! |---|---|---|
//! | `</3`, `<? x`, `<!1` | text | nothing, up to the next `>` |
//! | a tag whose name is no element (`Vec<String>`) | text, up to its `>` or the next `<` outside of a quoted value | an unknown element |
//! | a tag with a hyphen in its name, and a value or an end tag (`<g-emoji alias="x">`) | an element | an element |
//! | the same without both (`<branch-name>`) | text | an element |
//! | `<o:p>` and its like, of word processors | nothing | an element |
//! | `<style/>` inside of `svg` and `math` | nothing, and closed | the same |
//!
//! What is text here is escaped when it is written, so no reading of it makes it markup again; and what follows
//! it is read as markup sooner than by a browser, never later.

use super::element::{Gap, Tag, is_hidden};
use super::end_tags::{EndTag, EndTags, MAX_NAME, key};
use super::events::{Event, What};
use super::name::Name;
use super::tokenizer::{Attribute, Reading, Tokenizer};

/// Whether somebody may have defined an element of this name (HTML standard, "valid custom element name").
fn is_custom(name: &[u8]) -> bool {
    let is_name_byte =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') || !byte.is_ascii();
    name.len() <= MAX_NAME && name.contains(&b'-') && name.iter().all(is_name_byte)
}

/// `<o:p>` and its like: what a word processor leaves in copied text is no text.
fn is_office(name: &[u8]) -> bool {
    const PREFIXES: [&[u8]; 5] = [b"o:", b"w:", b"v:", b"m:", b"st1:"];
    PREFIXES.iter().any(|prefix| match name.split_at_checked(prefix.len()) {
        // `<m:3>` and `Map<v::Val>` are none.
        Some((start, rest)) => {
            start.eq_ignore_ascii_case(prefix)
                && rest.first().is_some_and(u8::is_ascii_alphabetic)
                && rest.iter().all(u8::is_ascii_alphanumeric)
        }
        None => false,
    })
}

impl Tokenizer<'_> {
    /// The tag whose name was read, and is that of no element of HTML.
    #[cold]
    pub(super) fn tag_or_text(&mut self, start: usize, tag: Tag) -> Event {
        let range = self.name_range.clone();
        let is_end = range.start > start + 1;
        let name = self.tag_name().as_bytes();
        if let Some(open) = memchr::memchr(b'<', name) {
            self.at = range.start + open;
            return Event { what: What::Literal, start, end: self.at };
        }
        let end = self.attributes_until::<true>(range.end, !is_end).unwrap_or(self.bytes.len());
        self.at = end;
        let is_closed = self.bytes.get(end - 1) == Some(&b'>'); // behind the name, so not at the beginning
        let tag = match tag {
            Tag::Text if is_closed && is_office(name) => Some(Tag::Office),
            Tag::Text if is_closed && is_custom(name) && self.is_used(name, is_end) => {
                Some(Tag::Other(Gap::None))
            }
            _ => None,
        };
        let what = tag.map_or(What::Literal, if is_end { What::End } else { What::Start });
        Event { what, start, end }
    }

    /// Whether the tag that was read last, of a name that somebody may have defined, is taken for an element's: if it
    /// has a value or an end tag behind it, and its end tag, if one was.
    fn is_used(&mut self, name: &[u8], is_end: bool) -> bool {
        let (at, has_value) = (self.at, self.attributes.iter().any(|attribute| self.has_value(attribute)));
        let known = self.end_tags();
        match known.by_name.get_mut(&key(name)) {
            Some(found) if is_end => found.is_used,
            Some(found) => {
                let is_used = has_value || found.last >= at;
                found.is_used |= is_used;
                is_used
            }
            None if has_value => {
                known.by_name.insert(key(name), EndTag { last: 0, is_used: true });
                true
            }
            None => false,
        }
    }

    /// `a=b`, and `a=""` too: an editor writes switches so.
    fn has_value(&self, attribute: &Attribute) -> bool {
        !attribute.value.is_empty() || self.quote_before(attribute).is_some()
    }

    fn end_tags(&mut self) -> &mut EndTags {
        let bytes = self.bytes;
        self.end_tags.get_or_insert_with(|| EndTags::of(bytes))
    }

    /// Goes over the element whose start tag was read last, if browsers show nothing of it and its end tag
    /// follows.
    pub(super) fn skip_hidden(&mut self) -> bool {
        if !is_hidden(self.name, self.foreign > 0) {
            return false;
        }
        self.skip_if_ended()
    }

    /// Goes over the element whose start tag was read last, if its end tag follows: of the elements that
    /// [`EndTags`] knows.
    pub(super) fn skip_if_ended(&mut self) -> bool {
        let (at, name) = (self.at, key(self.tag_name().as_bytes()));
        let last = self.end_tags().by_name.get(&name).map(|found| found.last).filter(|last| *last >= at);
        if let Some(last) = last {
            self.skip_element(last);
        }
        last.is_some()
    }

    /// Goes on behind the end tag of the element whose start tag was read last; behind the one at `last` at the
    /// latest, where its elements are not balanced.
    pub(super) fn skip_element(&mut self, last: usize) {
        let name = self.tag_name();
        let mut depth = 0_usize;
        while let Some(Event { what, start, .. }) = self.next() {
            match what {
                What::Start(_) if self.tag_name().eq_ignore_ascii_case(name) => depth += 1,
                What::End(_) if self.tag_name().eq_ignore_ascii_case(name) => {
                    if depth == 0 || start >= last {
                        return;
                    }
                    depth -= 1;
                }
                _ => {}
            }
        }
    }

    /// Counts a start tag that ends at `end`.
    #[inline]
    pub(super) fn enter_foreign(&mut self, tag: Tag, end: usize) {
        if !matches!(tag, Tag::Root | Tag::Foreign) || self.is_self_closing(end) {
            return;
        }
        self.foreign += usize::from(tag == Tag::Root);
        self.html_in_foreign += usize::from(holds_html(self.name));
    }

    /// Counts an end tag.
    #[inline]
    pub(super) fn leave_foreign(&mut self, tag: Tag) {
        if !matches!(tag, Tag::Root | Tag::Foreign) {
            return;
        }
        self.foreign = self.foreign.saturating_sub(usize::from(tag == Tag::Root));
        self.html_in_foreign = match self.foreign {
            0 => 0,
            _ => self.html_in_foreign.saturating_sub(usize::from(holds_html(self.name))),
        };
    }

    /// Whether the start tag that ends at `end` closes itself, as only those inside of `svg` and `math` do.
    pub(super) fn is_closed_foreign(&self, end: usize) -> bool {
        self.reading == Reading::Author
            && self.foreign > 0
            && self.html_in_foreign == 0
            && self.is_self_closing(end)
    }
}

/// The elements of SVG in which HTML begins again (section 13.2.6, "HTML integration point"); `title` is raw text here.
fn holds_html(name: Name) -> bool {
    const NAMES: [Name; 2] = Name::all(["foreignobject", "desc"]);
    NAMES.contains(&name)
}
