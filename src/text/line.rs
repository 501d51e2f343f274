//! What people see of a line, and what arrives: backspaces and control keys as a shell prompt takes them, overrides as a
//! page shows them, tags as the ASCII they copy.

use super::class::{TextClass, class_of};
use super::context::is_right_to_left;
use super::inspect::{Finding, SeenAndReceived, lines};
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
            );
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
fn shows(c: char) -> bool {
    match class_of(c) {
        None => true,
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

/// The line as a page shows it, in the order of reading.
fn seen(line: &str) -> String {
    let shown = |part: &str| part.chars().filter(|c| shows(*c)).collect::<String>();
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

/// The line as a shell prompt has it after these keys; `None` for keys whose effect depends on the machine.
fn received(line: &str) -> Option<String> {
    let mut prompt = Prompt::default();
    // Keys that move over the whole line again and again would take forever; nobody reads such a line.
    let mut steps = 16 * line.len();
    for c in line.chars() {
        steps = steps.checked_sub(prompt.press(c)?)?;
    }
    Some(prompt.before.into_iter().chain(prompt.behind.into_iter().rev()).collect())
}

/// A line being edited: what stands before the cursor, and, last first, what stands behind.
#[derive(Default)]
struct Prompt {
    before: Vec<char>,
    behind: Vec<char>,
    /// What `^U`, `^W` or `^K` took; `^Y` puts it back.
    killed: Vec<char>,
}

impl Prompt {
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
            '\u{2}' => self.behind.extend(self.before.pop()),
            '\u{6}' => self.before.extend(self.behind.pop()),
            '\u{B}' => self.killed = self.behind.drain(..).rev().collect(),
            '\u{15}' => self.killed = std::mem::take(&mut self.before),
            '\u{17}' => {
                let word = self.before.iter().rposition(|c| !c.is_whitespace()).map_or(0, |last| last + 1);
                let start = self.before[..word].iter().rposition(|c| c.is_whitespace()); // a position's own end
                self.killed = self.before.split_off(start.map_or(0, |space| space + 1));
            }
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
            _ if shows(key) => self.before.push(key),
            _ if key.is_control() => return None,
            _ => {}
        }
        Some(steps)
    }
}

/// Takes the last character away, with the marks on it and what has no width.
pub(super) fn erase(typed: &mut Vec<char>) {
    while typed.pop_if_mark() {}
    typed.pop();
}

trait PopMark {
    fn pop_if_mark(&mut self) -> bool;
}

impl PopMark for Vec<char> {
    fn pop_if_mark(&mut self) -> bool {
        let has_no_width = self.last().is_some_and(|c| chars::is_mark(*c) || chars::is_default_ignorable(*c));
        if has_no_width {
            self.pop();
        }
        has_no_width
    }
}

/// Erases as a terminal does: U+0008 and U+007F take the character before them away, with its marks, and never go beyond the
/// beginning of the line.
///
/// For text that was written with them on purpose: the bold and underlined letters of manual pages (`N\u{8}N`,
/// `_\u{8}f`), and logs. **Not for showing what a stranger wrote**: of text that looks harmless with its backspaces this
/// makes the attack; there [`strip_backspaces`](super::strip_backspaces) shows what was seen.
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
                if !chars::is_mark(last) && !chars::is_default_ignorable(last) {
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
