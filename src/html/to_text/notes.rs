//! What stands higher, lower or beside in a page, and must be told apart in a line: `sup`, `sub`, `ruby`, fractions.
//!
//! Each is written as text first and changed when it ends. What breaks a line ends all without a change, so a change
//! never looks at more than a line; and no more than a few are open at once, so nothing is looked at often.

use super::lines::Lines;
use crate::html::element::Element;
use crate::html::name::Name;

/// As many as are open at once; those inside of more are text.
const MAX_OPEN: usize = 24;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Note {
    Superscript,
    Subscript,
    Reading,
    /// Elements of `math` with two parts or three.
    Fraction,
    Power,
    Index,
    IndexAndPower,
    Root,
    RootOf,
    /// A part of one of these, or what stands in it.
    Part,
}

struct Open {
    note: Note,
    /// The element, of those of `math`.
    name: Name,
    /// Where its text begins, but for white space, and where its second and third part do.
    start: usize,
    second: Option<usize>,
    third: Option<usize>,
}

impl Open {
    fn new(note: Note, name: Name, start: usize) -> Self {
        Self { note, name, start, second: None, third: None }
    }
}

#[derive(Default)]
pub(super) struct Notes {
    open: Vec<Open>,
    open_ruby: usize,
    /// Inside of `rp`, which is for browsers without `ruby`.
    is_in_rp: bool,
}

impl Notes {
    /// Whether no text is shown here.
    #[inline]
    pub(super) fn is_hidden(&self) -> bool {
        self.is_in_rp
    }

    /// Leaves all as they stand.
    #[inline]
    pub(super) fn end_all(&mut self, out: &mut String) {
        if !self.open.is_empty() || self.open_ruby > 0 {
            self.end_reading(out);
            self.open.clear();
            self.open_ruby = 0;
        }
        self.is_in_rp = false;
    }

    pub(super) fn start(&mut self, note: Note, lines: &mut Lines) {
        lines.begin_if_new();
        if self.open.len() < MAX_OPEN {
            self.open.push(Open::new(note, Name::EMPTY, lines.out.len()));
        }
    }

    pub(super) fn end(&mut self, note: Note, out: &mut String) {
        let Some(place) = self.open.iter().rposition(|open| open.note == note) else { return };
        let start = self.open[place].start;
        self.open.truncate(place);
        let Some((before, text)) = out.split_at_checked(start) else { return };
        let base = if text.starts_with(' ') { None } else { before.chars().next_back() };
        let text = text.trim_matches(' ');
        let changed = if note == Note::Superscript { raised(text, base) } else { lowered(text, base) };
        if let Some(changed) = changed {
            replace(out, start, &changed);
        }
    }

    pub(super) fn start_ruby(&mut self, element: Element, lines: &mut Lines) {
        if element == Element::Ruby {
            self.open_ruby += 1;
        }
        if self.open_ruby == 0 {
            return;
        }
        self.end_reading(&mut lines.out);
        self.is_in_rp = element == Element::Rp;
        if element == Element::Rt {
            self.start(Note::Reading, lines);
        }
    }

    pub(super) fn end_ruby(&mut self, element: Element, lines: &mut Lines) {
        if self.open_ruby == 0 {
            return;
        }
        self.is_in_rp = false;
        self.end_reading(&mut lines.out);
        if element == Element::Ruby {
            self.open_ruby -= 1;
        }
    }

    /// Puts parentheses around the reading that is open, if it is not empty.
    fn end_reading(&mut self, out: &mut String) {
        let Some(place) = self.open.iter().rposition(|open| open.note == Note::Reading) else { return };
        let start = self.open[place].start;
        self.open.truncate(place);
        let text = out.get(start..).unwrap_or_default().trim_matches(' ');
        if !text.is_empty() {
            let changed = format!("({text})");
            out.truncate(start);
            out.push_str(&changed);
        }
    }

    /// A start tag inside of `math` (or `svg`, where none of these names stands).
    pub(super) fn start_math(&mut self, name: Name, is_closed: bool, lines: &mut Lines) {
        const KNOWN: [(Name, Note); 9] = [
            (Name::literal("mfrac"), Note::Fraction),
            (Name::literal("msup"), Note::Power),
            (Name::literal("mover"), Note::Power),
            (Name::literal("msub"), Note::Index),
            (Name::literal("munder"), Note::Index),
            (Name::literal("msubsup"), Note::IndexAndPower),
            (Name::literal("munderover"), Note::IndexAndPower),
            (Name::literal("msqrt"), Note::Root),
            (Name::literal("mroot"), Note::RootOf),
        ];
        let is_part = self.is_in_math();
        if is_part {
            lines.has_space = false;
        }
        let note = match KNOWN.iter().find(|(known, _)| *known == name) {
            Some((_, note)) => *note,
            None if is_part => Note::Part,
            None => return,
        };
        if !is_closed && self.open.len() < MAX_OPEN {
            lines.begin_if_new();
            self.open.push(Open::new(note, name, lines.out.len()));
        }
    }

    pub(super) fn end_math(&mut self, name: Name, lines: &mut Lines) {
        let is_math = |open: &&Open| open.name != Name::EMPTY;
        if !self.open.iter().rev().take_while(is_math).any(|open| open.name == name) {
            return;
        }
        lines.has_space = false;
        while let Some(open) = self.open.pop() {
            finish(&open, &mut lines.out);
            if open.name == name {
                break;
            }
        }
        // The part before the next one is complete.
        let here = lines.out.len();
        if let Some(around) = self.open.last_mut() {
            let cut = if around.second.is_none() { &mut around.second } else { &mut around.third };
            cut.get_or_insert(here);
        }
    }

    fn is_in_math(&self) -> bool {
        self.open.last().is_some_and(|open| open.name != Name::EMPTY)
    }
}

/// Writes a part of `math` in a line.
fn finish(open: &Open, out: &mut String) {
    let part = |from: Option<usize>, to: Option<usize>| {
        let part = out.get(from?..to.unwrap_or(out.len()))?.trim_matches(' ');
        (!part.is_empty()).then_some(part)
    };
    let first = part(Some(open.start), open.second);
    let second = part(open.second, open.third);
    let third = part(open.third, None);
    // With more parts than it has places it is no such thing: then all of them stay as they stand.
    let changed = match (open.note, first, second, third) {
        (Note::Fraction, Some(over), Some(under), None) => format!("{}/{}", grouped(over), grouped(under)),
        (Note::Power, Some(base), Some(power), None) => format!("{}{}", grouped(base), power_of(power)),
        (Note::Index, Some(base), Some(index), None) => format!("{base}_{}", grouped(index)),
        (Note::IndexAndPower, Some(base), Some(index), Some(power)) => {
            format!("{base}_{}{}", grouped(index), power_of(power))
        }
        (Note::Root, _, _, _) => match out.get(open.start..) {
            Some(text) => format!("√{}", grouped(text.trim_matches(' '))),
            None => return,
        },
        (Note::RootOf, Some(base), Some(degree), None) => {
            format!("{}√{}", signs(degree, SUPERSCRIPTS).unwrap_or_else(|| grouped(degree)), grouped(base))
        }
        _ => return,
    };
    replace(out, open.start, &changed);
}

/// A power behind its base.
fn power_of(power: &str) -> String {
    signs(power, SUPERSCRIPTS).unwrap_or_else(|| format!("^{}", grouped(power)))
}

/// Puts a text in the place of what stands from an offset on, behind the white space there.
fn replace(out: &mut String, start: usize, text: &str) {
    let old = out.get(start..).unwrap_or_default();
    let kept = old.len() - old.trim_start_matches([' ', '\t', '\n']).len();
    out.truncate(start + kept);
    out.push_str(text);
}

/// A text in parentheses, unless it is one word or number or has them.
fn grouped(text: &str) -> String {
    let is_word = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | ','));
    let is_grouped = text.starts_with('(') && text.ends_with(')') && text.matches('(').count() == 1;
    if is_word || is_grouped { text.to_owned() } else { format!("({text})") }
}

const SUPERSCRIPTS: &[(char, char)] = &[
    ('0', '⁰'),
    ('1', '¹'),
    ('2', '²'),
    ('3', '³'),
    ('4', '⁴'),
    ('5', '⁵'),
    ('6', '⁶'),
    ('7', '⁷'),
    ('8', '⁸'),
    ('9', '⁹'),
    ('+', '⁺'),
    ('-', '⁻'),
    ('\u{2212}', '⁻'),
    ('=', '⁼'),
];

const SUBSCRIPTS: &[(char, char)] = &[
    ('0', '₀'),
    ('1', '₁'),
    ('2', '₂'),
    ('3', '₃'),
    ('4', '₄'),
    ('5', '₅'),
    ('6', '₆'),
    ('7', '₇'),
    ('8', '₈'),
    ('9', '₉'),
];

/// The text in signs of a table, if it has all.
fn signs(text: &str, table: &[(char, char)]) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    text.chars().map(|c| table.iter().find(|(plain, _)| *plain == c).map(|(_, sign)| *sign)).collect()
}

/// What becomes of a `sup` behind a character.
fn raised(text: &str, base: Option<char>) -> Option<String> {
    const ORDINALS: [&str; 9] = ["st", "nd", "rd", "th", "er", "re", "ère", "ème", "nde"];
    const MARKS: [&str; 2] = ["tm", "sm"];
    if let Some(raised) = signs(text, SUPERSCRIPTS) {
        return Some(raised);
    }
    let is_ordinal = ORDINALS.iter().any(|known| known.eq_ignore_ascii_case(text))
        && base.is_some_and(|base| base.is_ascii_digit());
    let is_mark = MARKS.iter().any(|known| known.eq_ignore_ascii_case(text));
    let is_reference = text.starts_with('[') || !text.contains(char::is_alphanumeric);
    let has_base = base.is_some_and(|base| base.is_alphanumeric() || matches!(base, ')' | ']' | '}'));
    if text.is_empty() || !has_base || is_ordinal || is_mark || is_reference {
        return None;
    }
    if text.starts_with('(') && text.ends_with(')') {
        Some(format!("^{text}"))
    } else {
        Some(format!("^({text})"))
    }
}

/// What becomes of a `sub` behind a character: only behind a digit would it be read as more digits.
fn lowered(text: &str, base: Option<char>) -> Option<String> {
    if base.is_some_and(|base| base.is_ascii_digit()) { signs(text, SUBSCRIPTS) } else { None }
}
