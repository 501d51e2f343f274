//! Cells that a spreadsheet reads as a formula, found while a table of text passes by.
//!
//! The rule is that of [`escape::csv_cell`](crate::escape::csv_cell) with one difference: that function may quote
//! `-5` at no cost, while a refusal of every table with a negative number would be switched off. So a cell that begins
//! with `=` is a formula, and one that begins with `+`, `-` or `@` is one if it can do more than show a number, a
//! telephone number, a name or a sentence: it calls (`SUM(`), names another sheet or program (`!`, `|`) or adds.

use crate::chars;

/// Finds the first formula in a stream of characters.
#[derive(Debug)]
pub(super) struct Formulas {
    state: State,
    /// Inside a cell in quotes.
    quoted: bool,
    cell_at: u64,
    found: Option<u64>,
    /// How much of `sep=` the file begins with.
    sep: usize,
    is_first: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing of the cell seen yet but white space.
    Start,
    /// Behind a quote inside quotes: the end, or half of a doubled one. And what the state was before.
    Quote { at_start: bool },
    /// A cell that is no formula.
    Body,
    /// Behind `+`, `-` or `@`.
    Sign(Sign),
}

/// What was seen behind a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sign {
    /// Letters or digits.
    operand: bool,
    letters: bool,
    previous: char,
    /// A `+` behind an operand: what follows decides.
    plus: bool,
}

impl Default for Formulas {
    fn default() -> Self {
        Self { state: State::Start, quoted: false, cell_at: 0, found: None, sep: 0, is_first: true }
    }
}

/// Separators of one country or another.
const fn separates(c: char) -> bool {
    matches!(c, ',' | ';' | '\t' | '|' | '\n' | '\r')
}

/// Characters that spreadsheets trim, or that cannot be seen: of what is ignorable by default only that of common
/// fonts, no filler that has a width, and nothing beyond U+FEFF.
fn is_nothing(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || (c <= '\u{FEFF}'
            && chars::is_default_ignorable(c)
            && !matches!(c,
                '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180D}' | '\u{180F}' | '\u{3164}'))
}

/// The ASCII form of a full-width sign, which spreadsheets take for the same.
const fn narrow(c: char) -> char {
    match c {
        '＝' => '=',
        '＋' => '+',
        '－' => '-',
        '＠' => '@',
        _ => c,
    }
}

impl Formulas {
    /// Byte offset of the first formula's cell.
    pub(super) fn found(&self) -> Option<u64> {
        self.found
    }

    /// The next character, which stands at byte `at` of the file.
    pub(super) fn push(&mut self, c: char, at: u64) {
        if self.found.is_some() {
            return;
        }
        if self.is_first {
            self.separator_line(c);
        }
        // Most characters are the inside of a cell.
        if self.state == State::Body && c.is_ascii_alphanumeric() {
            return;
        }
        if let State::Quote { at_start } = self.state {
            if c == '"' {
                self.state = State::Body; // a doubled quote is a character of the cell
                return;
            }
            // The quotes end, and what follows belongs to the cell: `""=1`.
            self.quoted = false;
            self.state = if at_start { State::Start } else { State::Body };
        }
        if self.quoted {
            if c == '"' {
                self.state = State::Quote { at_start: self.state == State::Start };
                return;
            }
        } else if separates(c) {
            if let State::Sign(sign) = self.state {
                // `+cmd|' /C calc'!A0`
                if c == '|' && sign.letters {
                    self.found = Some(self.cell_at);
                }
            }
            self.state = State::Start;
            self.cell_at = at + 1;
            return;
        }
        self.state = match self.state {
            State::Start => self.begin(narrow(c), at),
            State::Sign(sign) => self.behind_sign(sign, narrow(c)),
            state => state,
        };
    }

    fn begin(&mut self, c: char, at: u64) -> State {
        match c {
            '"' if !self.quoted => {
                self.quoted = true;
                self.cell_at = at;
                State::Start
            }
            '=' => {
                self.found = Some(at);
                State::Body
            }
            '+' | '-' | '@' => {
                self.cell_at = at;
                State::Sign(Sign { operand: false, letters: false, previous: c, plus: false })
            }
            _ if is_nothing(c) => State::Start,
            _ => State::Body,
        }
    }

    fn behind_sign(&mut self, mut sign: Sign, c: char) -> State {
        let previous = sign.previous;
        sign.previous = c;
        let is_formula = match c {
            '(' => (previous.is_ascii_alphanumeric() && sign.letters) || sign.plus,
            '|' => sign.letters,
            '=' => !sign.operand,
            '+' => {
                // The sign of an exponent.
                let is_exponent = matches!(previous, 'e' | 'E') && !sign.letters;
                sign.plus = sign.operand && !is_exponent;
                false
            }
            ' ' => false,
            _ if previous == '!' && sign.letters => c.is_ascii_alphanumeric() || c == '$',
            _ if chars::is_alphanumeric(c) => {
                let is_sum = sign.plus && (c.is_ascii_digit() || previous == '+' || c.is_ascii_uppercase());
                // The letter of an exponent is none as long as only digits follow.
                let is_exponent = matches!(c, 'e' | 'E') && previous.is_ascii_digit();
                sign.letters |= !c.is_ascii_digit() && !is_exponent;
                sign.operand = true;
                is_sum
            }
            _ => {
                sign.plus = false;
                false
            }
        };
        if is_formula {
            self.found = Some(self.cell_at);
        }
        State::Sign(sign)
    }

    /// `sep=` and a character that is no usual separator: the cells behind it begin elsewhere than is looked for.
    fn separator_line(&mut self, c: char) {
        const LINE: [char; 4] = ['s', 'e', 'p', '='];
        match LINE.get(self.sep) {
            Some(wanted) if c.eq_ignore_ascii_case(wanted) => self.sep += 1,
            Some(_) => self.is_first = self.sep == 0 && is_nothing(c),
            None => {
                if !separates(c) {
                    self.found = Some(0);
                }
                self.is_first = false;
            }
        }
    }
}
