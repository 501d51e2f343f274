//! What people see of a line, and what arrives: backspaces and control keys as a shell prompt takes them, overrides
//! as a page shows them, tags as the ASCII they copy.

use super::characters::{is_right_to_left, lines};
use super::class::{TextClass, class_of};
use super::finding::{Finding, SeenAndReceived};
use crate::chars;
use unicode_segmentation::UnicodeSegmentation;

/// Adds both texts to the first finding of each line where they differ.
pub(super) fn explain(text: &str, findings: &mut [Finding]) {
    let mut findings = findings.iter_mut().peekable();
    for (start, line) in lines(text) {
        let end = start + line.len();
        let mut first = None;
        let mut differs = false;
        while let Some(finding) = findings.next_if(|finding| finding.range.start < end) {
            differs |= matches!(
                finding.class,
                TextClass::Backspace | TextClass::Control | TextClass::BidiOverride | TextClass::Tag
            ) || matches!(finding.character, '\u{B}' | '\u{C}');
            first.get_or_insert(finding);
        }
        // A line end that is a finding itself belongs to no line.
        while findings.next_if(|finding| finding.range.start < end + 1).is_some() {}
        if let (Some(finding), true) = (first, differs) {
            if let Some(received) = received(line) {
                let seen = seen(line);
                if seen != received {
                    finding.line = Some(Box::new(SeenAndReceived { seen, received }));
                }
            }
        }
    }
}

/// Whether something shows: letters, and what shapes them.
fn shows(line: &str, at: usize, c: char) -> bool {
    match class_of(c) {
        None => true,
        Some(TextClass::Tag) => chars::in_context(line, at),
        Some(class) => matches!(
            class,
            TextClass::Joiner
                | TextClass::VariationSelector
                | TextClass::Space
                | TextClass::BlankLetter
                | TextClass::PrivateUse
                | TextClass::Replacement
        ),
    }
}

/// What shows of a part of a line.
fn shown(part: &str) -> String {
    part.char_indices().filter(|(at, c)| shows(part, *at, *c)).map(|(_, c)| c).collect()
}

/// The line as a page shows it, in the order of reading.
fn seen(line: &str) -> String {
    let Some((before, rest)) = line.split_once('\u{202E}') else { return shown(line) };
    let (turned, behind) = rest.split_once('\u{202C}').unwrap_or((rest, ""));
    let is_simple = ![before, turned, behind].iter().any(|part| part.contains(chars::is_bidi_control))
        && !line.contains(is_right_to_left);
    if !is_simple {
        return shown(line); // what a browser makes of nested ones takes all of UAX #9
    }
    let turned = shown(turned);
    let turned = turned.graphemes(true).rev().map(mirrored);
    shown(before) + &turned.collect::<String>() + &shown(behind)
}

/// Brackets are drawn the other way round where text runs from right to left.
fn mirrored(grapheme: &str) -> &str {
    match grapheme {
        "(" => ")",
        ")" => "(",
        "[" => "]",
        "]" => "[",
        "{" => "}",
        "}" => "{",
        "<" => ">",
        ">" => "<",
        "«" => "»",
        "»" => "«",
        other => other,
    }
}

/// The longest line that is explained, in bytes; nobody compares two longer ones by eye.
const LONGEST: usize = 4096;

/// The line as a shell prompt has it after these keys; `None` for keys whose effect depends on the machine.
fn received(line: &str) -> Option<String> {
    if line.len() > LONGEST {
        return None;
    }
    let mut prompt = Prompt::default();
    // Keys that move over the whole line, or put it in once more, could do so again and again.
    let mut steps = 16 * line.len();
    for (at, c) in line.char_indices() {
        steps = steps.checked_sub(if shows(line, at, c) && c != '\t' {
            prompt.write(c)
        } else {
            prompt.press(c)?
        })?;
        if prompt.before.len() > 2 * line.len() {
            return None;
        }
    }
    Some(prompt.before.into_iter().chain(prompt.behind.into_iter().rev()).collect())
}

/// A line being edited: what stands before the cursor, and, last first, what follows.
#[derive(Default)]
struct Prompt {
    before: Vec<char>,
    behind: Vec<char>,
    /// What `^U`, `^W` or `^K` took; `^Y` puts it back.
    killed: Vec<char>,
    /// How often they took something. Whether readline joins two such pieces depends on how fast the keys come.
    kills: usize,
}

impl Prompt {
    /// Writes what shows, as one step.
    fn write(&mut self, c: char) -> usize {
        self.before.push(c);
        1
    }

    /// Keeps what a key took, and tells how many characters that are.
    fn kill(&mut self, taken: Vec<char>) -> usize {
        let count = taken.len();
        if count > 0 {
            self.killed = taken;
            self.kills += 1;
        }
        count
    }

    /// Moves the cursor before a character and its marks, and tells how many it passed.
    fn step_back(&mut self) -> usize {
        let mut steps = 0;
        while let Some(c) = self.before.pop() {
            self.behind.push(c);
            steps += 1;
            if !has_no_width(c) {
                break;
            }
        }
        steps
    }

    /// Moves the cursor behind a character and its marks, and tells how many it passed.
    fn step_on(&mut self) -> usize {
        let from = self.before.len();
        self.before.extend(self.behind.pop());
        while let Some(mark) = self.behind.pop_if_no_width() {
            self.before.push(mark);
        }
        self.before.len() - from
    }

    /// Presses a key as GNU readline has them, and tells how many characters it touched.
    fn press(&mut self, key: char) -> Option<usize> {
        let mut steps = 1;
        match key {
            '\u{8}' | '\u{7F}' => erase(&mut self.before),
            '\u{1}' => {
                steps += self.before.len();
                self.behind.extend(self.before.drain(..).rev());
            }
            '\u{5}' => {
                steps += self.behind.len();
                self.before.extend(self.behind.drain(..).rev());
            }
            '\u{2}' => steps += self.step_back(),
            '\u{6}' => steps += self.step_on(),
            '\u{B}' => {
                let taken = self.behind.drain(..).rev().collect();
                steps += self.kill(taken);
            }
            '\u{15}' => {
                let taken = std::mem::take(&mut self.before);
                steps += self.kill(taken);
            }
            '\u{17}' => {
                let word = self.before.iter().rposition(|c| !c.is_whitespace()).map_or(0, |last| last + 1);
                let start = self.before[..word].iter().rposition(|c| c.is_whitespace()); // a position's own end
                let taken = self.before.split_off(start.map_or(0, |space| space + 1));
                steps += self.kill(taken);
            }
            '\u{19}' if self.kills > 1 => return None,
            '\u{19}' => {
                steps += self.killed.len();
                self.before.extend_from_slice(&self.killed);
            }
            // Sets a mark; history that is not there; a bell.
            '\0' | '\u{E}' | '\u{10}' | '\u{7}' => {}
            _ if class_of(key) == Some(TextClass::Tag) => {
                let ascii = u32::from(key).checked_sub(0xE_0000).and_then(char::from_u32);
                self.before.extend(ascii.filter(|c| matches!(c, ' '..='~')));
            }
            // Among them TAB: what a word is completed to depends on the machine.
            _ if key.is_control() => return None,
            _ => {}
        }
        Some(steps)
    }
}

/// Takes the last character away, with the marks on it and what has no width.
fn erase(typed: &mut Vec<char>) {
    while typed.pop_if_no_width().is_some() {}
    typed.pop();
}

/// Whether a character takes no room of its own in a terminal.
fn has_no_width(c: char) -> bool {
    chars::is_mark(c) || chars::is_default_ignorable(c)
}

trait PopIf {
    /// Takes the last character if it takes no room.
    fn pop_if_no_width(&mut self) -> Option<char>;
}

impl PopIf for Vec<char> {
    fn pop_if_no_width(&mut self) -> Option<char> {
        if self.last().copied().is_some_and(has_no_width) { self.pop() } else { None }
    }
}

/// Erases as a terminal does: U+0008 and U+007F take the character before them away, with its marks, and never go
/// beyond the beginning of the line.
///
/// For text that was written with them on purpose: the bold and underlined letters of manual pages (`N\u{8}N`,
/// `_\u{8}f`), and logs. **Not for showing what a stranger wrote**: of text that looks harmless with its backspaces
/// this makes the attack; there [`strip_backspaces`](super::strip_backspaces) shows what was seen.
///
/// One code point goes at a time, as in GNU readline: of a family emoji the last person, of a flag its second half.
/// Linear in the length in bytes; borrows when there is neither character.
///
/// # Examples
/// ```
/// use untaint::text;
///
/// assert_eq!(text::apply_backspaces("N\u{8}NA\u{8}AM\u{8}ME\u{8}E _\u{8}f"), "NAME f");
/// assert_eq!(text::apply_backspaces("cafe\u{301}\u{8}x\n\u{8}y"), "cafx\ny");
/// assert_eq!(text::apply_backspaces("plain"), "plain");
/// ```
#[must_use]
pub fn apply_backspaces(text: &str) -> std::borrow::Cow<'_, str> {
    let is_erase = |c: char| matches!(c, '\u{8}' | '\u{7F}');
    let Some(first) = text.find(is_erase) else { return text.into() };
    let mut out = text[..first].to_owned(); // found there
    let mut line = out.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    for c in text[first..].chars() {
        if is_erase(c) {
            while let Some(last) = out[line..].chars().next_back() {
                out.truncate(out.len() - last.len_utf8());
                if !has_no_width(last) {
                    break;
                }
            }
        } else {
            out.push(c);
            if matches!(c, '\n' | '\r') {
                line = out.len();
            }
        }
    }
    out.into()
}
