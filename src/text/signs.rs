//! Characters of Latin and of no script that pass for ASCII where all around them is ASCII.
//!
//! Each has a use in prose, mathematics or phonetics, so each counts only where it is not put to that use.

use super::characters::lines;
use super::class::TextClass;
use super::word::Word;
use crate::chars;

/// A kind of such characters; those of one kind that follow each other are looked at together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One character of ASCII in normal form C: `;`.
    Semicolon,
    /// The same: a backquote.
    Backquote,
    /// The same: `K`.
    Kelvin,
    /// U+01C0 to U+01C3, letters for clicks: `|` and `!`.
    Click,
    /// U+0251 and U+0261, letters of phonetics: `a`, `g`.
    Phonetic,
    /// I, V and X, capital.
    Numeral,
    /// The same, small.
    SmallNumeral,
    /// L, C, D and M, which stand in few numbers.
    LargeNumeral,
    /// Letters and digits of mathematics but those that `Italic` has.
    Mathematical,
    /// Italic letters of mathematics, one of which beside a word is a variable.
    Italic,
    /// U+2044, U+2215: `/`.
    Slash,
    /// U+2024: `.`.
    Dot,
    /// U+2010, U+2011: `-`.
    Hyphen,
    /// U+02D7: `-`.
    Minus,
    /// U+2013, U+2212: `-`.
    Dash,
    /// Letters of full width.
    Wide,
}

fn kind(c: char) -> Option<Kind> {
    if c < '\u{1C0}' {
        return None;
    }
    Some(match c {
        '\u{37E}' => Kind::Semicolon,
        '\u{1FEF}' => Kind::Backquote,
        '\u{212A}' => Kind::Kelvin,
        '\u{1C0}'..='\u{1C3}' => Kind::Click,
        '\u{251}' | '\u{261}' => Kind::Phonetic,
        '\u{2160}' | '\u{2164}' | '\u{2169}' => Kind::Numeral,
        '\u{2170}' | '\u{2174}' | '\u{2179}' => Kind::SmallNumeral,
        '\u{216C}'..='\u{216F}' | '\u{217C}'..='\u{217F}' => Kind::LargeNumeral,
        '\u{1D434}'..='\u{1D49B}' => Kind::Italic,
        '\u{1D400}'..='\u{1D7FF}' => Kind::Mathematical,
        '\u{2044}' | '\u{2215}' => Kind::Slash,
        '\u{2024}' => Kind::Dot,
        '\u{2010}' | '\u{2011}' => Kind::Hyphen,
        '\u{2D7}' => Kind::Minus,
        '\u{2013}' | '\u{2212}' => Kind::Dash,
        '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => Kind::Wide,
        _ => return None,
    })
}

pub(super) fn is_sign(c: char) -> bool {
    kind(c).is_some()
}

/// The signs of a text that pass for ASCII, neighbours of one kind as one.
pub(super) fn find(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    if !text.contains(is_sign) {
        return found;
    }
    for (start, line) in lines(text).filter(|(_, line)| line.contains(is_sign)) {
        let whole = Line::of(line);
        let mut at = 0;
        for piece in line.split_inclusive(parts_runs) {
            let text = piece.trim_end_matches(parts_runs);
            if text.contains(is_sign) {
                find_in(line, &whole, &Run::of(line, text, at), &mut |from, to, character| {
                    let range = start + from..start + to;
                    found.push(Word { class: TextClass::Confusable, range, character, is_sign: true });
                });
            }
            at += piece.len();
        }
    }
    found
}

/// What parts the pieces of a line that are looked at as one.
fn parts_runs(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            ',' | ';'
                | ':'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '"'
                | '\''
                | '<'
                | '>'
                | '|'
                | '&'
                | '='
                | '+'
                | '*'
                | '!'
                | '?'
        )
}

/// What a line is.
struct Line {
    /// It holds letters of phonetics, or of languages that took some from there, or marks.
    is_phonetic: bool,
    /// At least half of its letters are Greek.
    is_greek: bool,
    /// All is ASCII but letters of full width and dashes, and some of it is a letter or a digit.
    is_command: bool,
}

impl Line {
    fn of(line: &str) -> Self {
        let is_of_phonetics = |c: char| matches!(c, '\u{180}'..='\u{36F}') && !is_sign(c);
        let greek = line.chars().filter(|c| is_greek(*c)).count();
        Self {
            is_phonetic: line.contains(is_of_phonetics),
            is_command: line.bytes().any(|byte| byte.is_ascii_alphanumeric())
                && line
                    .chars()
                    .all(|c| c.is_ascii() || matches!(kind(c), Some(Kind::Wide | Kind::Dash | Kind::Hyphen))),
            is_greek: greek > 0 && greek >= line.chars().filter(char::is_ascii_alphabetic).count(),
        }
    }
}

fn is_greek(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}') && chars::is_alphabetic(c)
}

/// A piece of a line.
struct Run<'t> {
    text: &'t str,
    at: usize,
    /// All but the signs is ASCII.
    is_ascii: bool,
    letters: usize,
    /// It holds what domains and paths have and words have not.
    is_address: bool,
    /// Where the last dot between two letters stands, in the line.
    dot: Option<usize>,
    /// It stands between slashes or brackets, as sounds do.
    is_sound: bool,
}

impl<'t> Run<'t> {
    fn of(line: &str, text: &'t str, at: usize) -> Self {
        let is_dot =
            |part: &[u8]| matches!(part, [a, b'.', b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic());
        let dot = text.as_bytes().windows(3).rposition(is_dot).map(|dot| at + dot + 1);
        let bare = text.trim_end_matches('.');
        let is_between_slashes =
            bare.starts_with('/') && bare.ends_with('/') && bare.matches('/').count() == 2;
        let (before, behind) = (&line[..at], &line[at + text.len()..]); // a piece of the line
        let is_between_brackets = before.ends_with('[') && behind.starts_with(']') && dot.is_none();
        Self {
            text,
            at,
            is_ascii: text.chars().all(|c| c.is_ascii() || is_sign(c)),
            letters: text.bytes().filter(u8::is_ascii_alphabetic).count(),
            is_address: dot.is_some() || text.contains(['/', '\\', '@', '_', '~']) || text.contains(".."),
            dot,
            is_sound: is_between_slashes || is_between_brackets,
        }
    }
}

/// Tells where the signs of a run begin and end that pass for ASCII, and the first of each.
fn find_in(line: &str, whole: &Line, run: &Run<'_>, tell: &mut impl FnMut(usize, usize, char)) {
    let mut signs = run.text.char_indices().filter_map(|(at, c)| Some((run.at + at, c, kind(c)?))).peekable();
    while let Some((from, first, kind)) = signs.next() {
        let (mut to, mut count) = (from + first.len_utf8(), 1);
        while let Some((_, c, _)) = signs.next_if(|(at, _, next)| *at == to && *next == kind) {
            to += c.len_utf8();
            count += 1;
        }
        // Both are ends of characters.
        let (mut before, mut behind) = (line[..from].chars().rev(), line[to..].chars());
        let around = Around {
            before: before.next(),
            farther: before.next(),
            next: behind.next(),
            after: behind.next(),
            at: from,
            count,
            solid: line[..from].trim_end().chars().next_back(),
        };
        if around.passes(kind, first, whole, run) {
            tell(from, to, first);
        }
    }
}

/// What stands beside signs of one kind, in the line.
struct Around {
    farther: Option<char>,
    before: Option<char>,
    next: Option<char>,
    after: Option<char>,
    at: usize,
    count: usize,
    /// The last character before that is no blank.
    solid: Option<char>,
}

impl Around {
    /// Whether one or two dashes begin a word of ASCII as an option does: behind a blank, and nothing that a sign of
    /// minus belongs to. One at the beginning of a line is that of a list or of a dialogue, because an option stands
    /// behind a command.
    fn is_option(&self, is_before_a_letter: bool) -> bool {
        let begins_line = self.before.is_none_or(|c| matches!(c, '\n' | '\r'));
        let is_apart = self.before.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '`'));
        let is_prose = self.solid.is_some_and(|c| !c.is_ascii() || "=+*/<>(,:".contains(c));
        is_before_a_letter && self.count <= 2 && is_apart && !is_prose && !(begins_line && self.count == 1)
    }

    fn passes(&self, kind: Kind, first: char, line: &Line, run: &Run<'_>) -> bool {
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let one_of = |c: Option<char>, signs: &str| c.is_some_and(|c| signs.contains(c));
        let (before, next) = (self.before, self.next);
        let is_within = letter(before) && letter(next);
        let begins_a_word = letter(next) && letter(self.after);
        match kind {
            Kind::Backquote => true,
            // The question mark of Greek.
            Kind::Semicolon => !(line.is_greek && before.is_some_and(is_greek)),
            // The unit, alone or behind the letter of a prefix.
            Kind::Kelvin => {
                let is_apart = |c: Option<char>| {
                    c.is_none_or(|c| c.is_whitespace() || c.is_numeric() || "(/·⋅".contains(c))
                };
                let is_prefixed = before.is_some_and(chars::is_alphabetic) && is_apart(self.farther);
                let is_unit = self.count == 1 && (is_apart(before) || is_prefixed);
                !is_unit || word(next) || next == Some('_')
            }
            // In words they are letters, as in the names of languages; beside an operator they are an identifier's.
            Kind::Click => {
                run.is_ascii
                    && !line.is_phonetic
                    && (((word(before) || before == Some('_')) && one_of(next, "=&|+*_${}("))
                        || (one_of(before, "=&+$_") && word(next)))
            }
            Kind::Phonetic => {
                let is_beside = letter(before) || letter(next);
                run.is_ascii && run.letters >= 2 && !line.is_phonetic && !run.is_sound && is_beside
            }
            Kind::LargeNumeral => letter(before) || begins_a_word,
            Kind::SmallNumeral => is_within || begins_a_word,
            Kind::Numeral => begins_a_word,
            Kind::Italic => is_within && self.count > 1,
            Kind::Mathematical => is_within,
            Kind::Slash => {
                let is_path = run.is_address || self.count > 1;
                run.is_ascii && is_path && (letter(before) || letter(next))
            }
            Kind::Dot => {
                let is_part = (word(before) && word(next)) || before == Some('/') || next == Some('/');
                run.is_ascii && self.count <= 2 && is_part
            }
            // In the host of an address, or those of an option; a single U+2011 is how prose writes `e‑mail` and
            // `‑ing`.
            Kind::Hyphen => {
                let is_in_a_host = word(before) && word(next) && run.dot > Some(self.at);
                let is_two = self.count == 2 && letter(next) && !word(before);
                run.is_ascii
                    && (is_in_a_host || is_two || (first == '\u{2010}' && self.is_option(letter(next))))
            }
            Kind::Dash => self.is_option(letter(next)),
            Kind::Wide => line.is_command,
            Kind::Minus => {
                let is_apart = before.is_none_or(|c| c.is_whitespace() || c.is_ascii_alphanumeric());
                run.is_ascii && !run.is_sound && !line.is_phonetic && is_apart && word(next)
            }
        }
    }
}
