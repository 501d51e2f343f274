//! The value of a header, as a browser reads it (Content Security Policy Level 3, section 2.2.1).

use super::directive::{Directive, Value};
use super::source::Source;
use std::ops::Range;

/// The policies in one or several header fields, as a browser reads them; all of them hold.
///
/// # Guarantees
/// A comma ends a policy, a semicolon a directive, and of two directives of one name the first counts. A directive that
/// holds one character outside ASCII or a control other than TAB, LF, FF and CR is not there for a browser, and keeps
/// the place of its name from a second one. Words in a list that are no sources match nothing; the others count.
///
/// # Cost
/// Linear in the text, without recursion.
///
/// # Examples
/// ```
/// use untaint::web::csp::{Load, PolicySet};
///
/// let set = PolicySet::parse("default-src 'self'; img-src https://img.example");
/// assert!(set.check(&Load::image("https://img.example/1.png").on("https://app.test/")).is_ok());
/// let blocked = set.check(&Load::image("https://evil.example/1.png").on("https://app.test/")).unwrap_err();
/// assert_eq!(blocked.directive().unwrap().name(), "img-src");
/// ```
#[derive(Debug, Clone)]
pub struct PolicySet<'a> {
    pub(super) policies: Vec<Parsed>,
    pub(super) directives: Vec<Named<'a>>,
    pub(super) tokens: Vec<Token<'a>>,
    /// Where commas stand that divide policies.
    pub(super) commas: Vec<usize>,
    /// The length of all fields, with two bytes between each.
    pub(super) len: usize,
    /// They stand in a page, where some directives do nothing.
    pub(super) is_meta: bool,
}

/// One policy: its directives, and which of them count.
#[derive(Debug, Clone)]
pub(super) struct Parsed {
    pub(super) directives: Range<usize>,
    /// The place of each directive that counts, plus one.
    index: [u32; Directive::COUNT],
    pub(super) span: Range<usize>,
}

/// A directive of a policy.
#[derive(Debug, Clone)]
pub(super) struct Named<'a> {
    pub(super) name: &'a str,
    pub(super) known: Option<Directive>,
    pub(super) state: State,
    /// From its name to its last character.
    pub(super) span: Range<usize>,
    /// Its name and value.
    pub(super) text: &'a str,
    pub(super) tokens: Range<usize>,
}

/// What a browser makes of a directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Counts,
    /// No browser knows the name.
    Unknown,
    /// One of its name stands before it.
    Duplicate,
    /// A character in it makes a browser drop the whole.
    Deleted,
}

/// A word behind a directive's name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) source: Source<'a>,
}

impl Token<'_> {
    pub(super) fn span(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

/// What separates words.
const BLANKS: [char; 5] = ['\t', '\n', '\u{C}', '\r', ' '];

fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | 0xC | b'\r' | b' ')
}

impl<'a> PolicySet<'a> {
    /// Reads the value of one header field.
    #[must_use]
    pub fn parse(value: &'a str) -> Self {
        Self::parse_all([value])
    }

    /// Reads the values of several header fields. Places in the text are those of the fields joined by a comma and a
    /// blank, as proxies join them.
    #[must_use]
    pub fn parse_all(values: impl IntoIterator<Item = &'a str>) -> Self {
        let mut set = Self {
            policies: vec![],
            directives: vec![],
            tokens: vec![],
            commas: vec![],
            len: 0,
            is_meta: false,
        };
        let mut at = 0;
        for value in values {
            set.read_field(value, at);
            set.len = at + value.len();
            at = set.len + ", ".len();
        }
        set
    }

    /// How many policies there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.policies.len()
    }

    /// Whether there is none, so that everything is allowed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.policies.is_empty()
    }

    /// The directives that count, policy by policy: each name with its value as it is written.
    pub fn directives(&self) -> impl Iterator<Item = (Directive, &'a str)> + '_ {
        self.directives.iter().filter_map(|named| match (named.state, named.known) {
            (State::Counts, Some(directive)) => {
                Some((directive, named.text[named.name.len()..].trim_matches(BLANKS)))
            }
            _ => None,
        })
    }

    fn read_field(&mut self, value: &'a str, base: usize) {
        // As many as such a text has most often; more make it grow.
        self.directives.reserve(value.len() / 32 + 1);
        self.tokens.reserve(value.len() / 16 + 1);
        let mut at = 0;
        let mut comma = None;
        for text in value.split(',') {
            let before = self.policies.len();
            self.read_policy(text, base + at);
            if self.policies.len() > before {
                // A comma is one only if there is a policy on both sides.
                self.commas.extend(comma.take());
                comma = Some(base + at + text.len());
            }
            at += text.len() + 1;
        }
    }

    fn read_policy(&mut self, text: &'a str, base: usize) {
        let from = self.directives.len();
        let mut policy =
            Parsed { directives: from..from, index: [0; Directive::COUNT], span: base..base + text.len() };
        let mut at = 0;
        for directive in text.split(';') {
            let begin = directive.len() - directive.trim_start_matches(BLANKS).len();
            let written = directive.trim_matches(BLANKS);
            if !written.is_empty() {
                self.read_directive(written, base + at + begin, &mut policy);
            }
            at += directive.len() + 1;
        }
        policy.directives.end = self.directives.len();
        if !policy.directives.is_empty() {
            self.policies.push(policy);
        }
    }

    fn read_directive(&mut self, text: &'a str, start: usize, policy: &mut Parsed) {
        let name = &text[..text.bytes().position(is_blank).unwrap_or(text.len())];
        let known = Directive::named(name);
        let is_deleted = text.bytes().any(|byte| !(0x20..0x7F).contains(&byte) && !is_blank(byte));
        let place = self.directives.len();
        let state = match known.map(|directive| &mut policy.index[directive as usize]) {
            None if is_deleted => State::Deleted,
            None => State::Unknown,
            Some(first) if *first > 0 => State::Duplicate,
            Some(first) => {
                // A policy of more directives than fit would have to be longer than any that fits into memory.
                *first = u32::try_from(place + 1).unwrap_or(u32::MAX);
                if is_deleted { State::Deleted } else { State::Counts }
            }
        };
        let from = self.tokens.len();
        // Of those that do not count no word is needed, but for what the finding marks.
        if !matches!(state, State::Unknown) {
            let is_sources = known.is_some_and(|directive| directive.value() == Value::Sources);
            let mut rest = &text[name.len()..];
            let mut at = start + name.len();
            loop {
                let begin = rest.bytes().position(|byte| !is_blank(byte)).unwrap_or(rest.len());
                let words = &rest[begin..]; // a blank is one byte
                at += begin;
                let word = &words[..words.bytes().position(is_blank).unwrap_or(words.len())];
                if word.is_empty() {
                    break;
                }
                let source = if is_sources { Source::read(word) } else { Source::None };
                self.tokens.push(Token { text: word, start: at, source });
                at += word.len();
                rest = &words[word.len()..];
            }
        }
        let span = start..start + text.len();
        self.directives.push(Named { name, known, state, span, text, tokens: from..self.tokens.len() });
    }

    /// The directive of a policy that counts under this name.
    pub(super) fn get(&self, policy: &Parsed, directive: Directive) -> Option<&Named<'a>> {
        if self.is_meta && directive.is_dead_in_meta() {
            return None;
        }
        let place = policy.index[directive as usize].checked_sub(1)?;
        self.directives.get(place as usize).filter(|named| named.state == State::Counts)
    }

    /// The list that decides for this directive, its own or the one that stands in for it.
    pub(super) fn list(&self, policy: &Parsed, directive: Directive) -> Option<List<'_, 'a>> {
        directive.chain().iter().find_map(|asked| {
            let named = self.get(policy, *asked)?;
            let tokens = &self.tokens[named.tokens.clone()];
            let is_script = directive.is_script() || directive == Directive::WorkerSrc;
            Some(List { directive: *asked, tokens, span: named.span.clone(), is_script })
        })
    }

    /// The words of a directive that is no list of sources.
    pub(super) fn words(&self, policy: &Parsed, directive: Directive) -> Option<&[Token<'a>]> {
        self.get(policy, directive).map(|named| &self.tokens[named.tokens.clone()])
    }
}

/// A list of sources that decides about something.
#[derive(Debug, Clone)]
pub(super) struct List<'s, 'a> {
    /// The directive that it stands in.
    pub(super) directive: Directive,
    pub(super) tokens: &'s [Token<'a>],
    pub(super) span: Range<usize>,
    /// Whether it decides about scripts here, so that `'strict-dynamic'` means something.
    pub(super) is_script: bool,
}
