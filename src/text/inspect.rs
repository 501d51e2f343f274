//! What a text holds that is not what it looks like.

use super::class::{TextClass, class_of_character};
use super::context::Context;
use super::finding::Finding;
use super::marks::Marks;
use super::policy::TextPolicy;
use super::scan::{harmless_prefix, plain_prefix};
use super::{line, words};
use crate::chars::{self, REMARKABLE};

/// What in a text is not what it looks like, in order.
///
/// Hidden characters of every class but those that do what they are for: joiners in emoji, Persian and Indic scripts,
/// marks of direction in Hebrew and Arabic, flags, variation selectors, breaks in Thai, no-break spaces at figures
/// and punctuation and between words of prose (not in a line that has signs of code). TAB, LF and CR LF are layout,
/// and nothing to report; only in a text of one line TAB is a key behind a word and at the line's end, which
/// completes what was typed at a prompt. A soft hyphen is reported too, though [`TextPolicy::display`] keeps it in
/// words: in code it hides. Besides, words that mix Latin with letters that look like it, and words of such letters
/// alone in a Latin line; `Привет hello` and Japanese with Latin are neither. Last, what passes for ASCII in an ASCII
/// word, a domain or a path (`paypaⅼ`, `a.com∕x`), and the three characters that [`nfc`](super::nfc) makes ASCII; not
/// in phonetics, fractions or mathematics. Of commands: dashes that pass for the `-` of an option (`ls −la`),
/// full-width words, and two variables that look like one (`x = с + c`). Greek in names of science (`TNFα`) is none.
///
/// What [`clean`](fn@super::clean) with [`TextPolicy::display`] takes away is found, but for CR LF.
///
/// # Cost
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
