//! Whether an invisible character does what it is for, where that takes more than its neighbours: the paragraph, and
//! what else invisible stands in the same gap.
//!
//! Every answer depends only on characters that no answer takes away: letters, marks, the order of isolates that match.
//! So what is left of a text after one pass is not changed by a second one.

use super::characters::{is_paragraph_end, is_right_to_left, is_visible};
use super::class::{TextClass, class_of};
use super::code;
use super::policy::TextPolicy;
use crate::chars;

/// How many marks of direction may stand in one gap between visible characters.
const BIDI_MARKS: u8 = 2;
/// The same for fillers of an old Korean syllable.
const FILLERS: u8 = 2;
/// The same for what joins hieroglyphs.
const INERT: u8 = chars::MAX_INERT;

/// Walks over a text, one character at a time, and answers for those that have a context.
pub(super) struct Context<'t> {
    text: &'t str,
    strict_joiners: bool,
    /// ASCII takes a selector in keycaps only, so that no word of a command carries one.
    plain_ascii: bool,
    /// Where the paragraph begins, as far as it was searched for.
    start: usize,
    /// Up to where it was.
    searched: usize,
    /// Up to where the walk is.
    passed: usize,
    paragraph: Option<Paragraph>,
    /// The last character that is seen.
    visible: Option<char>,
    /// Where it ends.
    gap: usize,
    /// The last one that is no space either.
    solid: Option<char>,
    /// The next ones, and where; looked for once in each gap.
    next_visible: Ahead,
    next_solid: Ahead,
    /// How many characters of each kind are kept in this gap.
    kept: Kept,
}

#[derive(Clone, Copy, Default)]
struct Kept {
    joiners: u8,
    selectors: u8,
    zero_width: u8,
    bidi_marks: u8,
    fillers: u8,
    inert: u8,
    /// A joiner was passed, kept or not.
    is_behind_joiner: bool,
}

/// A look ahead that holds until the walk is there.
#[derive(Clone, Copy, Default)]
struct Ahead {
    at: usize,
    c: Option<char>,
}

/// What a paragraph holds that decides about its invisible characters.
#[derive(Default)]
struct Paragraph {
    has_right_to_left: bool,
    has_braille: bool,
    /// How many bytes it has.
    len: usize,
    /// Whether it is code, once that was asked.
    is_code: Option<bool>,
    /// Each isolate control, in order.
    isolates: Vec<Isolate>,
    /// How many of them were asked for.
    asked: usize,
}

#[derive(Clone, Copy)]
struct Isolate {
    /// It has its counterpart and a use.
    is_kept: bool,
    /// What it begins is written from right to left.
    is_right_to_left: bool,
}

/// An isolate that has not met its end.
struct Open {
    /// Its place among all.
    place: usize,
    /// The gap between visible characters that it stands in.
    gap: usize,
    /// The letters before it.
    letters: Letters,
    /// Whether the first letter that is in it, and in none that it holds, is a right-to-left one.
    first: Option<bool>,
}

/// How many letters there were of each direction.
#[derive(Clone, Copy, Default)]
struct Letters {
    right_to_left: usize,
    left_to_right: usize,
}

impl<'t> Context<'t> {
    pub(super) fn new(text: &'t str, policy: &TextPolicy) -> Self {
        Self {
            text,
            strict_joiners: policy.strict_joiners,
            plain_ascii: policy.plain_ascii,
            start: 0,
            searched: 0,
            passed: 0,
            paragraph: None,
            visible: None,
            gap: 0,
            solid: None,
            next_visible: Ahead::default(),
            next_solid: Ahead::default(),
            kept: Kept::default(),
        }
    }

    /// Goes past a character that stays.
    #[inline]
    pub(super) fn pass(&mut self, at: usize, c: char, class: Option<TextClass>) {
        if is_paragraph_end(c) {
            self.start = at + c.len_utf8();
            self.searched = self.start;
            self.paragraph = None;
        }
        self.passed = at + c.len_utf8();
        if is_visible(class) {
            self.visible = Some(c);
            self.gap = self.passed;
            self.kept = Kept::default();
            if is_solid(c, class) {
                self.solid = Some(c);
            }
        } else {
            self.kept.is_behind_joiner |= class == Some(TextClass::Joiner);
        }
    }

    /// The same for a part of the text, not empty, whose characters have no class. LF may be among them.
    pub(super) fn pass_harmless(&mut self, from: usize, to: usize) {
        let part = &self.text[from..to]; // both are boundaries of characters
        self.passed = to;
        let mut back = part.chars().rev();
        self.visible = back.next();
        self.gap = to;
        self.kept = Kept::default();
        self.solid = self.visible.filter(|c| *c != ' ').or_else(|| back.find(|c| *c != ' ')).or(self.solid);
    }

    /// Whether the character of a class that [has a context](TextClass::has_context) does what it is for. Asked once
    /// for each, in order; [`pass`](Self::pass) follows, whatever the answer.
    pub(super) fn is_at_home(&mut self, at: usize, c: char, class: TextClass) -> bool {
        let behind = at + c.len_utf8();
        match class {
            TextClass::Joiner => {
                let mut next = &self.text[behind..]; // behind a character
                // Nearly always a letter is next.
                if next.chars().next().is_some_and(|next| !is_visible(class_of(next))) {
                    self.next_visible(behind);
                    next = &self.text[self.next_visible.at..]; // a visible character, or the end
                }
                let before = &self.text[..self.gap]; // behind a visible character, or the beginning
                chars::joins(before, c, next, self.strict_joiners) && one_of(&mut self.kept.joiners, 1)
            }
            TextClass::Tag => chars::in_context(self.text, at),
            TextClass::VariationSelector => {
                let Some(base) = self.visible.filter(|_| !self.kept.is_behind_joiner) else { return false };
                let may_take =
                    !self.plain_ascii || !base.is_ascii() || self.next_visible(behind) == Some('\u{20E3}');
                may_take && chars::takes_selector(base, c) && one_of(&mut self.kept.selectors, 1)
            }
            TextClass::BidiIsolate => {
                let paragraph = self.paragraph();
                let isolate = paragraph.isolates.get(paragraph.asked);
                paragraph.asked += 1;
                isolate.is_some_and(|isolate| isolate.is_kept)
            }
            TextClass::BidiMark => {
                let is_inside_a_word = self.visible.is_some_and(is_left_to_right_word)
                    && self.next_visible(behind).is_some_and(is_left_to_right_word);
                let is_kept = !is_inside_a_word && self.paragraph().has_right_to_left;
                is_kept && one_of(&mut self.kept.bidi_marks, BIDI_MARKS)
            }
            TextClass::ZeroWidth => {
                self.has_zero_width_use(c, behind) && one_of(&mut self.kept.zero_width, 1)
            }
            TextClass::BlankLetter if c == '\u{2800}' => self.paragraph().has_braille,
            TextClass::BlankLetter => {
                let (before, next) = (self.visible, self.next_visible(behind));
                let is_filler = match c {
                    '\u{115F}' => next.is_some_and(is_jamo),
                    '\u{1160}' => before.is_some_and(is_jamo) || next.is_some_and(is_jamo),
                    '\u{3164}' | '\u{FFA0}' => next.is_some_and(is_compatibility_jamo),
                    '\u{13441}' | '\u{13442}' => {
                        before.is_some_and(chars::is_hieroglyph) || next.is_some_and(chars::is_hieroglyph)
                    }
                    _ => before.is_some_and(chars::is_musical) || next.is_some_and(chars::is_musical),
                };
                is_filler && one_of(&mut self.kept.fillers, FILLERS)
            }
            TextClass::Space => self.is_typographic(c, behind),
            TextClass::Inert => {
                let (before, next) = (self.visible, self.next_visible(behind));
                let is_of_its_script = before.is_some_and(|before| chars::shapes(c, before))
                    || next.is_some_and(|next| chars::shapes(c, next));
                is_of_its_script && one_of(&mut self.kept.inert, INERT)
            }
            _ => false,
        }
    }

    /// Whether the isolate that was asked for last begins something that is written from right to left.
    pub(super) fn isolates_right_to_left(&mut self) -> bool {
        let paragraph = self.paragraph();
        let isolate = paragraph.asked.checked_sub(1).and_then(|last| paragraph.isolates.get(last));
        isolate.is_some_and(|isolate| isolate.is_right_to_left)
    }

    /// Whether what has no width parts or joins what stands around it.
    fn has_zero_width_use(&mut self, c: char, behind: usize) -> bool {
        match (self.visible, self.next_visible(behind)) {
            (Some(last), Some(next)) => chars::parts(last, c, next),
            // At the beginning or the end a break may still belong to the line that goes on elsewhere.
            (before, next) => c == '\u{200B}' && before.or(next).is_some_and(chars::is_unspaced),
        }
    }

    /// Whether a space other than U+0020 stands where type-setters put one: at figures and punctuation, in languages
    /// that need it; not between two words or signs of ASCII, where it breaks code.
    fn is_typographic(&mut self, c: char, behind: usize) -> bool {
        let (before, next) = (self.solid, self.next_solid(behind));
        let either = |is: fn(char) -> bool| before.is_some_and(is) || next.is_some_and(is);
        match c {
            '\u{3000}' => either(
                |c| matches!(c, '\u{2E80}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF01}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFD}'),
            ),
            '\u{1680}' => either(|c| matches!(c, '\u{1681}'..='\u{169C}')),
            _ => {
                let is_word = |c: char| c.is_ascii_alphanumeric();
                // A figure and its unit, an abbreviation and what follows it.
                let is_pair =
                    before.is_some_and(|c| c.is_ascii_digit() || c == '.') && next.is_some_and(is_word);
                let is_at_a_sign = before.is_some_and(is_sign_of_print)
                    || next.is_some_and(|c| is_sign_of_print(c) || matches!(c, '!' | '?' | ';' | ':' | '%'));
                if is_pair || is_at_a_sign {
                    return true;
                }
                let ends = before
                    .is_some_and(|c| chars::is_word(c) || chars::is_mark(c) || ",.;:!?)'\"".contains(c));
                let begins =
                    next.is_some_and(|c| chars::is_word(c) || chars::is_mark(c) || "('\"".contains(c));
                // Those that break no line are for words too, in any language; the wide ones are for scripts that
                // have them.
                let is_prose = if matches!(c, '\u{A0}' | '\u{202F}') {
                    ends && begins
                } else {
                    either(|c| !c.is_ascii())
                };
                is_prose && !self.is_code()
            }
        }
    }

    fn next_visible(&mut self, behind: usize) -> Option<char> {
        look_ahead(self.text, behind, &mut self.next_visible, |_, class| is_visible(class))
    }

    fn next_solid(&mut self, behind: usize) -> Option<char> {
        look_ahead(self.text, behind, &mut self.next_solid, is_solid)
    }

    /// Whether the paragraph is code, looked at once.
    fn is_code(&mut self) -> bool {
        let (text, paragraph) = (self.text, self.paragraph());
        if let Some(is_code) = paragraph.is_code {
            return is_code;
        }
        let len = paragraph.len;
        let rest = &text[self.start..]; // behind a paragraph's end, or the beginning
        let is_code = code::is_code(rest.get(..len).unwrap_or(rest));
        self.paragraph().is_code = Some(is_code);
        is_code
    }

    /// The paragraph of the walk, read once.
    fn paragraph(&mut self) -> &mut Paragraph {
        // Of all that ends one, only LF was passed without a look.
        let unsearched = self.text.as_bytes().get(self.searched..self.passed).unwrap_or_default();
        if let Some(end) = memchr::memrchr(b'\n', unsearched) {
            self.start = self.searched + end + 1;
            self.paragraph = None;
        }
        self.searched = self.passed;
        let rest = &self.text[self.start..]; // behind a paragraph's end, or the beginning
        self.paragraph.get_or_insert_with(|| Paragraph::read(rest))
    }
}

impl Paragraph {
    /// Reads up to the paragraph's end. Which isolates match is rule BD9 of UAX #9; a pair around nothing has no use,
    /// and one that begins or ends inside of a Latin word hides there.
    fn read(rest: &str) -> Self {
        let mut paragraph = Self::default();
        // Places in `isolates`: those still open, each with the gap between visible characters that it stands in;
        // those that have their end; those of this gap.
        let (mut open, mut pairs, mut here) = (Vec::<Open>::new(), Vec::new(), Vec::new());
        let mut letters = Letters::default();
        let mut gap = 0_usize;
        let mut last = None;
        for c in rest.chars().take_while(|c| !is_paragraph_end(*c)) {
            paragraph.len += c.len_utf8();
            match c {
                '\u{2066}'..='\u{2069}' => {
                    let place = paragraph.isolates.len();
                    here.push(place);
                    if c != '\u{2069}' {
                        open.push(Open { place, gap, letters, first: None });
                    } else if let Some(opened) = open.pop().filter(|opened| opened.gap != gap) {
                        pairs.push((opened.place, place, opened.is_right_to_left(letters)));
                    }
                    paragraph.isolates.push(Isolate { is_kept: true, is_right_to_left: false });
                    continue;
                }
                '\u{2801}'..='\u{28FF}' => paragraph.has_braille = true,
                _ => {
                    let is_right_to_left = is_right_to_left(c);
                    paragraph.has_right_to_left |= is_right_to_left;
                    if chars::is_alphabetic(c) {
                        letters.right_to_left += usize::from(is_right_to_left);
                        letters.left_to_right += usize::from(!is_right_to_left);
                        if let Some(open) = open.last_mut() {
                            open.first.get_or_insert(is_right_to_left);
                        }
                    }
                }
            }
            if is_visible(class_of(c)) {
                let is_inside_a_word =
                    last.is_some_and(is_left_to_right_letter) && is_left_to_right_letter(c);
                for place in here.drain(..) {
                    if let Some(isolate) = paragraph.isolates.get_mut(place) {
                        isolate.is_kept = !is_inside_a_word;
                    }
                }
                last = Some(c);
                gap += 1;
            }
        }
        let mut isolates =
            vec![Isolate { is_kept: false, is_right_to_left: false }; paragraph.isolates.len()];
        for (opened, closed, is_right_to_left) in pairs {
            // Both were pushed there.
            let is_kept = paragraph.isolates[opened].is_kept && paragraph.isolates[closed].is_kept;
            isolates[opened] = Isolate { is_kept, is_right_to_left };
            isolates[closed] = Isolate { is_kept, is_right_to_left };
        }
        paragraph.isolates = isolates;
        paragraph
    }
}

impl Open {
    /// Whether what ends here is written from right to left: its first letter, as the first strong character of UAX
    /// #9 rule P2, or most of its letters, those of what it holds among them. `HTML היא שפה` is, `; rm -rf ~ א` is
    /// not.
    fn is_right_to_left(&self, end: Letters) -> bool {
        let right_to_left = end.right_to_left - self.letters.right_to_left; // counts only grow
        let left_to_right = end.left_to_right - self.letters.left_to_right;
        self.first == Some(true) || (right_to_left > 0 && right_to_left >= left_to_right)
    }
}

/// Takes one of so many places, if one is left.
fn one_of(taken: &mut u8, places: u8) -> bool {
    let is_free = *taken < places;
    *taken += u8::from(is_free);
    is_free
}

/// The first character from a byte on that counts; what was found before is found again at no cost.
fn look_ahead(
    text: &str,
    from: usize,
    found: &mut Ahead,
    counts: fn(char, Option<TextClass>) -> bool,
) -> Option<char> {
    if found.at < from {
        // `from` is behind a character.
        let next = text[from..].char_indices().find(|(_, c)| counts(*c, class_of(*c)));
        *found = match next {
            Some((offset, c)) => Ahead { at: from + offset, c: Some(c) },
            None => Ahead { at: text.len(), c: None },
        };
    }
    found.c
}

/// What stands in print and is neither a letter, nor a figure, nor ASCII.
fn is_sign_of_print(c: char) -> bool {
    !c.is_ascii() && !chars::is_word(c) && !chars::is_mark(c)
}

fn is_solid(c: char, class: Option<TextClass>) -> bool {
    is_visible(class) && class != Some(TextClass::Space) && c != ' '
}

/// A letter or digit that no mark of direction belongs beside on both sides.
fn is_left_to_right_word(c: char) -> bool {
    chars::is_alphanumeric(c) && !is_right_to_left(c)
}

fn is_left_to_right_letter(c: char) -> bool {
    chars::is_alphabetic(c) && !is_right_to_left(c)
}

fn is_jamo(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115E}' | '\u{1161}'..='\u{11FF}' | '\u{A960}'..='\u{A97F}' | '\u{D7B0}'..='\u{D7FF}')
}

fn is_compatibility_jamo(c: char) -> bool {
    matches!(c, '\u{3131}'..='\u{3163}' | '\u{3165}'..='\u{318E}' | '\u{FFA1}'..='\u{FFDC}')
}
