//! What a text holds that is not what it looks like.

use super::class::{TextClass, class_of_character};
use super::context::{Context, is_paragraph_end};
use super::marks::Marks;
use super::policy::TextPolicy;
use super::scan::{harmless_prefix, plain_prefix};
use super::{line, words};
use crate::chars::{self, REMARKABLE};
use std::ops::Range;

/// Something in a text that is not what it looks like.
///
/// It is data for the program, such as a warning beside a snippet: it may hold parts of the text, so it has no `Display`
/// and never turns into a violation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub(super) class: TextClass,
    pub(super) range: Range<usize>,
    pub(super) character: char,
    pub(super) line: Option<Box<SeenAndReceived>>,
}

/// One line, as it looks and as it arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SeenAndReceived {
    pub(super) seen: String,
    pub(super) received: String,
}

impl Finding {
    /// What it is.
    #[must_use]
    pub fn class(&self) -> TextClass {
        self.class
    }

    /// Where it stands, in bytes: a run of characters of one class, or a word.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Its first character; of a word, the first that looks like another.
    #[must_use]
    pub fn character(&self) -> char {
        self.character
    }

    /// What people see of the line in which it stands, where they do not get what they see: see
    /// [`received`](Self::received).
    #[must_use]
    pub fn seen(&self) -> Option<&str> {
        self.line.as_deref().map(|line| line.seen.as_str())
    }

    /// What arrives of the line in which it stands, where that is not what people [see](Self::seen): what a shell prompt makes of
    /// its backspaces and control keys (GNU readline, pasted without brackets), what its tags spell, or its order
    /// without overrides.
    ///
    /// Only the first finding of a line has both, and only where this crate can tell: not for escape sequences, not for
    /// keys such as `^R` whose effect depends on the machine, and not for lines of more than 4096 bytes.
    #[must_use]
    pub fn received(&self) -> Option<&str> {
        self.line.as_deref().map(|line| line.received.as_str())
    }
}

#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl serde::Serialize for Finding {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut finding = serializer.serialize_struct("Finding", 6)?;
        finding.serialize_field("class", self.class.name())?;
        finding.serialize_field("start", &self.range.start)?;
        finding.serialize_field("end", &self.range.end)?;
        finding.serialize_field("character", &format!("U+{:04X}", u32::from(self.character)))?;
        finding.serialize_field("seen", &self.seen())?;
        finding.serialize_field("received", &self.received())?;
        finding.end()
    }
}

/// What in a text is not what it looks like, in order.
///
/// Hidden characters of every class but those that do what they are for: joiners in emoji, Persian and Indic scripts, marks of
/// direction in Hebrew and Arabic, flags, variation selectors, breaks in Thai, no-break spaces at figures and punctuation and
/// between words of prose (not in a line that has signs of code). TAB,
/// LF and CR LF are layout, and nothing to report; only in a text of one line TAB is a key behind a word and at the line's end,
/// which completes what was typed at a prompt. A soft hyphen is reported too, though [`TextPolicy::display`] keeps it in words: in code it
/// hides. Besides, words that mix Latin with letters that look like it, and words of such letters alone in a Latin line;
/// `Привет hello` and Japanese with Latin are neither. Last, what passes for ASCII in an ASCII word, a domain or a path (`paypaⅼ`,
/// `a.com∕x`), and the three characters that [`nfc`](super::nfc) makes ASCII; not in phonetics, fractions or mathematics. Of
/// commands: dashes that pass for the `-` of an option (`ls −la`), full-width words, and two variables that look like one
/// (`x = с + c`). Greek in names of science (`TNFα`) is none.
///
/// What [`clean`](fn@super::clean) with [`TextPolicy::display`] takes away is found, but for CR LF.
///
/// Linear in the length in bytes; allocates for what it finds.
///
/// # Examples
/// ```
/// use untaint::text::{self, TextClass};
///
/// let found = text::inspect("import y\u{8}ose\u{8}m\u{8}i\u{8}t\u{8}e\u{8}");
/// assert_eq!(found[0].class(), TextClass::Backspace);
/// assert_eq!((found[0].range(), found[0].character()), (8..9, '\u{8}'));
/// assert_eq!((found[0].seen(), found[0].received()), (Some("import yosemite"), Some("import os")));
///
/// assert_eq!(text::inspect("p\u{430}ypal")[0].class(), TextClass::MixedScript);
/// assert!(text::inspect("fn main() {\n\tprintln!(\"Привет 👩\u{200D}💻\");\n}").is_empty());
/// ```
#[must_use]
pub fn inspect(text: &str) -> Vec<Finding> {
    if plain_prefix::<false>(text.as_bytes()) == text.len() && !has_tab_key(text) {
        return Vec::new();
    }
    let mut findings: Vec<Finding> = Vec::new();
    each_spot(text, |spot| {
        let end = spot.at + spot.character.len_utf8();
        match findings.last_mut() {
            Some(last) if last.class == spot.class && last.range.end == spot.at => last.range.end = end,
            _ => findings.push(Finding {
                class: spot.class,
                range: spot.at..end,
                character: spot.character,
                line: None,
            }),
        }
    });
    if !findings.is_empty() {
        line::explain(text, &mut findings);
    }
    let words = words::find(text).into_iter().map(|word| Finding {
        class: word.class,
        range: word.range,
        character: word.character,
        line: None,
    });
    findings.extend(words);
    findings.sort_by_key(|finding| finding.range.start);
    findings
}

/// Whether one line alone holds something, so that a TAB in it is a key rather than layout.
fn has_tab_key(text: &str) -> bool {
    text.contains('\t') && text.split('\n').filter(|line| !line.trim().is_empty()).take(2).count() == 1
}

/// One character that is not what it looks like.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    pub(super) class: TextClass,
    pub(super) at: usize,
    pub(super) character: char,
}

/// Tells each such character by itself, in order.
pub(super) fn each_spot(text: &str, mut tell: impl FnMut(Spot)) {
    let mut context = Context::new(text, TextPolicy::display());
    let mut marks = Marks::new(TextPolicy::display().max_marks);
    // Where TAB is a key: not before the line, where it indents, nor behind a space in it, where it aligns.
    let has_tab_key = has_tab_key(text);
    let (first, end) = (text.len() - text.trim_start().len(), text.trim_end().len());
    // Where characters without a class begin that the context was not told of.
    let mut seen = 0;
    let mut at = 0;
    // `at` is behind a character.
    while at < text.len() {
        let rest = &text[at..];
        let harmless = if has_tab_key {
            harmless_prefix::<true>(rest, &REMARKABLE)
        } else {
            harmless_prefix::<false>(rest, &REMARKABLE)
        };
        if harmless > 0 {
            marks.reset();
            at += harmless;
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        let completes = has_tab_key && c == '\t' && at > first && {
            let is_behind_a_word = text[..at].chars().next_back().is_some_and(|c| !c.is_whitespace());
            is_behind_a_word || at >= end
        };
        let character = chars::of(c);
        let class = class_of_character(character);
        let found = match class {
            None if completes => {
                marks.reset();
                Some(TextClass::Control)
            }
            None => (!marks.fits(c, character)).then_some(TextClass::MarkRun),
            Some(class) => {
                if !class.is_unseen() {
                    marks.reset();
                }
                if seen < at {
                    context.pass_harmless(seen, at);
                }
                seen = at + c.len_utf8();
                let is_at_home = class.has_context() && context.is_at_home(at, c, class);
                match (class, c) {
                    (TextClass::LineEnd, '\r') if rest.starts_with("\r\n") => None,
                    (TextClass::ZeroWidth, '\u{AD}') => Some(class),
                    (TextClass::BidiIsolate, '\u{2067}') if is_at_home => {
                        (!context.isolates_right_to_left()).then_some(TextClass::ReversedIsolate)
                    }
                    _ => (!is_at_home).then_some(class),
                }
            }
        };
        if class.is_some() {
            context.pass(at, c, class);
        }
        if let Some(class) = found {
            tell(Spot { class, at, character: c });
        }
        at += c.len_utf8();
    }
}

/// The lines of a text and where each begins. VT and FF are in them, for a prompt takes those for keys.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    let is_end = |c: char| is_paragraph_end(c) && !matches!(c, '\u{B}' | '\u{C}');
    text.split_inclusive(is_end).map(move |line| {
        let at = start;
        start += line.len();
        (at, line.trim_end_matches(is_end))
    })
}
