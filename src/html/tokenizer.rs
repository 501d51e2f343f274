//! From text to tags: the tokenizer of the HTML standard (section 13.2.5), for what a sanitizer has to tell apart.
//!
//! A tag that the input does not finish is text, where a browser drops it. That is safe, because text is escaped when
//! it is written. Who cleans HTML reads it as its [`Author`](Reading::Author) meant it: `author.rs` has the
//! differences.
//!
//! One pass, no look back: an unfinished tag makes all the rest one text, so nothing is read twice.

use super::class::{self, is, name_len};
use super::element::{Gap, RawText, Tag, tag};
use super::end_tags::EndTags;
use super::events::{Event, What};
use super::name::Name;
use super::word::{HIGH, ONES, below, equal};
use std::ops::Range;

/// An attribute as it stands in the input: byte ranges of its name and its undecoded value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute {
    /// The name as a number.
    pub(super) known: Name,
    pub(super) name: Range<usize>,
    pub(super) value: Range<usize>,
}

/// Whose eyes read the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// For who looks for markup: all that a browser may take for it.
    Browser,
    /// For who writes it anew: what only looks like markup is text.
    Author,
}

pub(super) struct Tokenizer<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    pub(super) reading: Reading,
    /// The name of the last tag, and where it stands.
    pub(super) name: Name,
    pub(super) name_range: Range<usize>,
    /// Of the last start tag, in order, with duplicates.
    pub(super) attributes: Vec<Attribute>,
    /// How many `svg` and `math` are open, and how many elements inside of them that hold HTML, by their tags alone.
    pub(super) foreign: usize,
    pub(super) html_in_foreign: usize,
    pub(super) end_tags: Option<EndTags>,
    /// The end of the last `<pre>`.
    pub(super) behind_pre: usize,
}

/// Attributes beyond so many are passed over: no page has them, and memory must not grow with them.
const MAX_ATTRIBUTES: usize = 1000;

impl<'a> Tokenizer<'a> {
    pub(super) fn new(text: &'a str, reading: Reading) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            reading,
            name: Name::EMPTY,
            name_range: 0..0,
            attributes: Vec::new(),
            foreign: 0,
            html_in_foreign: 0,
            end_tags: None,
            behind_pre: usize::MAX,
        }
    }

    /// The next event; `None` at the end.
    #[inline(never)]
    pub(super) fn next(&mut self) -> Option<Event> {
        let start = self.at;
        match self.bytes.get(start..)? {
            [b'<', b'a'..=b'z' | b'A'..=b'Z', ..] => Some(self.tag(start, start + 1)),
            _ => self.other(start),
        }
    }

    /// The event that begins here and is no start tag. Apart, so that for a start tag nothing is prepared in vain.
    #[inline(never)]
    fn other(&mut self, start: usize) -> Option<Event> {
        let end = self.text_end(start);
        if end > start {
            self.at = end;
            return Some(Event { what: What::Text, start, end });
        }
        // Now `<` stands here, with something behind it that makes it markup.
        match (self.bytes.get(start)?, self.bytes.get(start + 1)?) {
            (_, b'!') => Some(self.declaration(start)),
            (_, b'?') => Some(self.bogus_comment(start, start + 2)),
            (_, b'/') => Some(match self.bytes.get(start + 2) {
                Some(byte) if byte.is_ascii_alphabetic() => self.tag(start, start + 2),
                _ => self.bogus_comment(start, start + 2),
            }),
            _ => Some(self.tag(start, start + 1)),
        }
    }

    /// Where the text at `from` ends: before the next `<` that begins markup.
    pub(super) fn text_end(&self, from: usize) -> usize {
        let mut at = from;
        while let Some(found) = find(&self.bytes[at..], b'<') {
            at += found;
            if self.begins_markup(at + 1) {
                return at;
            }
            at += 1;
        }
        self.bytes.len()
    }

    /// Whether a `<` before this offset is more than a sign.
    fn begins_markup(&self, at: usize) -> bool {
        let Some(first) = self.bytes.get(at) else { return false };
        let second = self.bytes.get(at + 1).copied();
        let is_browser = self.reading == Reading::Browser;
        match first {
            b'/' if is_browser => second.is_some(),
            b'!' | b'?' if is_browser => true,
            b'/' => second.is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'>'),
            b'!' => second.is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'[')),
            b'?' => second.is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'='),
            byte => byte.is_ascii_alphabetic(),
        }
    }

    /// A tag whose name begins at `name_start`.
    fn tag(&mut self, start: usize, name_start: usize) -> Event {
        let rest = &self.bytes[name_start..];
        let (name, length) = Name::first(rest, class::NAME_END).unwrap_or_else(|| {
            // Who takes the name for text goes on at a `<` inside, which must not be read twice.
            let length = name_len(rest, self.reading == Reading::Author);
            let is_cut = rest.get(length) == Some(&b'<');
            (if is_cut { Name::EMPTY } else { Name::of(&rest[..length]) }, length)
        });
        let name_end = name_start + length;
        let is_end = name_start > start + 1;
        (self.name, self.name_range) = (name, name_start..name_end);
        let tag = tag(name);
        let may_be_text = tag == Tag::Text || (tag == Tag::Foreign && self.foreign == 0);
        if may_be_text && self.reading == Reading::Author {
            return self.tag_or_text(start, tag);
        }
        let Some(end) = self.attributes_end(name_end, !is_end) else {
            self.at = self.bytes.len();
            return Event { what: What::Literal, start, end: self.at };
        };
        self.at = end;
        let what = match tag {
            _ if is_end => {
                self.leave_foreign(tag);
                What::End(tag)
            }
            Tag::Raw(_) if self.is_closed_foreign(end) => What::Start(Tag::Other(Gap::None)),
            Tag::Raw(kind) => {
                self.at = self.raw_end(end, &self.bytes[name_start..name_end], kind);
                What::Raw
            }
            _ => {
                self.enter_foreign(tag, end);
                What::Start(tag)
            }
        };
        Event { what, start, end: self.at }
    }

    /// Reads attributes from `from` on, and keeps them or not; the offset behind the tag's `>`, or `None` if the
    /// input ends first.
    #[inline]
    pub(super) fn attributes_end(&mut self, from: usize, is_kept: bool) -> Option<usize> {
        if self.bytes.get(from) == Some(&b'>') {
            self.attributes.clear();
            return Some(from + 1);
        }
        self.attributes_until::<false>(from, is_kept)
    }

    /// The same; if asked for, a `<` outside of a quoted value ends it too, and the result is the offset of that.
    /// Then a quotation mark that has no second is none.
    pub(super) fn attributes_until<const OR_OPEN: bool>(
        &mut self,
        from: usize,
        is_kept: bool,
    ) -> Option<usize> {
        self.attributes.clear();
        let bytes = self.bytes;
        let mut at = from;
        loop {
            // Before an attribute's name: `/` means nothing here.
            while is(*bytes.get(at)?, class::SPACE | class::SLASH) {
                at += 1;
            }
            if bytes[at] == b'>' {
                return Some(at + 1);
            }
            if OR_OPEN && bytes[at] == b'<' {
                return Some(at);
            }
            let name_start = at;
            let (known, length) = Self::attribute_name::<OR_OPEN>(&bytes[at..])?;
            at += length;
            let name = name_start..at;
            while is(*bytes.get(at)?, class::SPACE) {
                at += 1;
            }
            let mut value = at..at;
            if bytes[at] == b'=' {
                at += 1;
                while is(*bytes.get(at)?, class::SPACE) {
                    at += 1;
                }
                let quoted = match bytes[at] {
                    quote @ (b'"' | b'\'') => match find(&bytes[at + 1..], quote) {
                        None if !OR_OPEN => return None,
                        found => found,
                    },
                    _ => None,
                };
                if let Some(length) = quoted {
                    value = at + 1..at + 1 + length;
                    at = value.end + 1;
                } else {
                    // Nothing where the value is missing.
                    value = at..at + Self::value_len::<OR_OPEN>(&bytes[at..])?;
                    at = value.end;
                }
            }
            if is_kept && self.attributes.len() < MAX_ATTRIBUTES {
                self.attributes.push(Attribute { known, name, value });
            }
        }
    }

    /// The name of the attribute that begins here, and its length; `None` if nothing ends it.
    #[inline(always)]
    fn attribute_name<const OR_OPEN: bool>(rest: &[u8]) -> Option<(Name, usize)> {
        let ends = class::NAME_END | class::EQUALS | if OR_OPEN { class::OPEN } else { 0 };
        if let Some(found) = Name::first(rest, ends) {
            return Some(found);
        }
        // A `=` may begin a name.
        let length = 1 + rest.get(1..)?.iter().position(|byte| is(*byte, ends))?;
        Some((Name::of(&rest[..length]), length)) // something stands behind
    }

    /// The length of the value without quotation marks that begins here; `None` if nothing ends it.
    #[inline]
    fn value_len<const OR_OPEN: bool>(bytes: &[u8]) -> Option<usize> {
        let mut rest = bytes;
        while let Some((word, behind)) = rest.split_first_chunk() {
            let word = u64::from_le_bytes(*word);
            // Controls, white space and `>`, with `<` where that is wanted; the lowest bit is exact.
            let close = if OR_OPEN { equal(word | (ONES * 2), b'>') } else { equal(word, b'>') };
            let found = (below(word, b'!') | close) & HIGH;
            if found != 0 {
                let at = found.trailing_zeros() as usize / 8;
                rest = &rest[at..]; // at most seven of eight
                break;
            }
            rest = behind;
        }
        let ends = class::SPACE | class::CLOSE | if OR_OPEN { class::OPEN } else { 0 };
        let more = rest.iter().position(|byte| is(*byte, ends))?;
        Some(bytes.len() - rest.len() + more)
    }

    /// `<!…`: a comment by the comment's own rules, everything else up to the next `>`.
    fn declaration(&mut self, start: usize) -> Event {
        let body = start + 4;
        if self.bytes.get(start + 2..body) != Some(b"--") {
            return self.bogus_comment(start, start + 2);
        }
        // `<!-->` and `<!--->` are whole comments.
        let rest = &self.bytes[body..];
        let end = if rest.starts_with(b">") {
            body + 1
        } else if rest.starts_with(b"->") {
            body + 2
        } else {
            self.comment_end(body)
        };
        self.at = end;
        Event { what: What::Comment, start, end }
    }

    /// Behind the first `-->` or `--!>` at or behind `from`, or the end of the input.
    fn comment_end(&self, from: usize) -> usize {
        let mut at = from;
        while let Some(found) = find(&self.bytes[at..], b'>') {
            at += found + 1;
            let comment = &self.bytes[from..at - 1];
            if comment.ends_with(b"--") || comment.ends_with(b"--!") {
                return at;
            }
        }
        self.bytes.len()
    }

    fn bogus_comment(&mut self, start: usize, from: usize) -> Event {
        self.at = find(&self.bytes[from..], b'>').map_or(self.bytes.len(), |found| from + found + 1);
        Event { what: What::Comment, start, end: self.at }
    }

    /// Behind the end tag of the raw-text element whose content begins at `from`, or the end of the input.
    fn raw_end(&mut self, from: usize, name: &[u8], kind: RawText) -> usize {
        if kind == RawText::Plaintext {
            return self.bytes.len();
        }
        let mut at = from;
        let mut script = ScriptState::Data;
        while let Some(found) = find(&self.bytes[at..], b'<') {
            let tag = at + found;
            if kind == RawText::Script {
                script = script.after_text(&self.bytes[at..tag]);
            }
            at = tag + 1;
            let rest = &self.bytes[at..];
            match rest.strip_prefix(b"/") {
                Some(rest) if begins_with_name(rest, name) => {
                    if script == ScriptState::DoubleEscaped {
                        script = ScriptState::Escaped;
                    } else {
                        // An end tag that the input does not finish ends nothing, and there is nothing behind it.
                        return self.attributes_end(at + 1 + name.len(), false).unwrap_or(self.bytes.len());
                    }
                }
                _ if kind == RawText::Script => script = script.after_open(rest, name),
                _ => {}
            }
        }
        self.bytes.len()
    }

    /// Whether the last start tag, which ends before `end`, ends in `/>`; a `/` that belongs to a value does not count.
    pub(super) fn is_self_closing(&self, end: usize) -> bool {
        let ends_in_slash = end >= 2 && self.bytes.get(end - 2) == Some(&b'/');
        ends_in_slash
            && self.attributes.last().is_none_or(|last| last.value.end != end - 1 || last.value.is_empty())
    }

    /// Reads the attributes of the last raw-text element once more, because the search for its end has passed over
    /// them. Where its content begins.
    pub(super) fn read_raw_attributes(&mut self) -> Option<usize> {
        self.attributes_end(self.name_range.end, true)
    }

    /// The undecoded value of the last start tag's first attribute of a name, in any case.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        let is_wanted = |found: &&Attribute| self.slice(found.name.clone()).eq_ignore_ascii_case(name);
        self.attributes.iter().find(is_wanted).map(|found| self.slice(found.value.clone()))
    }

    /// The name of the last tag as it stands in the input.
    pub(super) fn tag_name(&self) -> &'a str {
        self.slice(self.name_range.clone())
    }

    /// Where the next event begins, and the input from there on.
    #[inline]
    pub(super) fn rest(&self) -> (usize, &'a [u8]) {
        (self.at, self.bytes.get(self.at..).unwrap_or_default())
    }

    /// Goes on at an offset behind whole events that the caller has read by itself.
    #[inline]
    pub(super) fn skip_to(&mut self, at: usize) {
        self.at = at;
    }

    /// The quotation mark that stands before the value of an attribute.
    pub(super) fn quote_before(&self, attribute: &Attribute) -> Option<&u8> {
        let before = self.bytes.get(attribute.value.start.wrapping_sub(1))?;
        (attribute.value.start > attribute.name.end && matches!(before, b'"' | b'\'')).then_some(before)
    }

    /// The text of a range that an event or attribute names.
    #[inline]
    pub(super) fn slice(&self, range: Range<usize>) -> &'a str {
        // All offsets stand beside ASCII bytes or at the ends, so they begin characters.
        self.text.get(range).unwrap_or("")
    }
}

/// Whether a tag's name is the one given, in any case, and ends there.
fn begins_with_name(rest: &[u8], name: &[u8]) -> bool {
    rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && rest.get(name.len()).is_some_and(|byte| is(*byte, class::NAME_END))
}

/// The script data states, from 13.2.5.4 on, as far as they decide where a script ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ScriptState {
    Data,
    /// Behind `<!--`.
    Escaped,
    /// Behind `<!--` and `<script`: the next `</script` only leads back.
    DoubleEscaped,
}

impl ScriptState {
    /// `text` stands between two `<`: a `-->` in it ends the escaped states.
    fn after_text(self, text: &[u8]) -> Self {
        match self {
            Self::Data => Self::Data,
            _ if text.windows(3).any(|three| three == b"-->") => Self::Data,
            state => state,
        }
    }

    /// `rest` follows a `<`.
    fn after_open(self, rest: &[u8], name: &[u8]) -> Self {
        match self {
            // `<!-->` begins and ends: the dashes of the beginning count for the end.
            Self::Data if rest.starts_with(b"!--") => {
                let dashes = rest[3..].iter().take_while(|byte| **byte == b'-').count();
                if rest.get(3 + dashes) == Some(&b'>') { Self::Data } else { Self::Escaped }
            }
            Self::Escaped if begins_with_name(rest, name) => Self::DoubleEscaped,
            state => state,
        }
    }
}

/// The first place of a byte.
#[inline]
pub(super) fn find(bytes: &[u8], wanted: u8) -> Option<usize> {
    // Short stretches between tags are the rule in markup, and there the vector search costs more than it saves.
    const WORDS: usize = 3;
    let mut rest = bytes;
    for _ in 0..WORDS {
        let Some((word, behind)) = rest.split_first_chunk() else { break };
        let found = equal(u64::from_le_bytes(*word), wanted) & HIGH;
        if found != 0 {
            return Some(bytes.len() - rest.len() + found.trailing_zeros() as usize / 8);
        }
        rest = behind;
    }
    memchr::memchr(wanted, rest).map(|found| bytes.len() - rest.len() + found)
}
