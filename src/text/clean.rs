//! Cleaning and checking, by one pair of passes: what goes wherever it stands, then what goes where it has no use.

use super::class::{TextClass, class_of, class_of_character};
use super::context::Context;
use super::error::{TextError, TextErrorKind};
use super::marks::Marks;
use super::policy::{Lines, TextAction, TextPolicy};
use super::safe_text::SafeText;
use super::scan::{harmless_prefix, plain_prefix};
use super::sequence;
use crate::chars::{self, REMARKABLE, UNLIKE_SEEN};
use crate::safe::{checked_by, cleaned_by};
use std::borrow::Cow;
use std::ops::ControlFlow;

/// The text without what the policy does not keep.
///
/// # Guarantees
/// Cleaning the result again under the same policy changes nothing, and [`check`] accepts it, but for its limits of
/// [`max_chars`](super::TextPolicyBuilder::max_chars) and [`readable`](super::TextPolicyBuilder::readable). No ESC
/// and no override of direction is left under any policy; with [`TextPolicy::snippet`] no control but LF and TAB.
/// Nothing is put in but LF and U+0020, and what stays keeps its order.
///
/// # Does not guarantee
/// That it is safe to show: it is text, so [`escape::html`](crate::escape::html) comes after it. That it is safe to
/// run: `rm -rf /` has no hidden character. That letters are what they look like: see [`inspect`](super::inspect).
///
/// # Cost
/// Linear in the length in bytes; borrows when nothing changes.
///
/// # Examples
/// ```
/// use untaint::text::{self, TextPolicy};
///
/// assert_eq!(text::clean("echo safe\u{1b}[201~\rid", TextPolicy::snippet()), "echo safe[201~\nid");
/// assert_eq!(text::clean("file\u{202E}fdp.sh", TextPolicy::display()), "filefdp.sh");
/// // What languages need, stays.
/// let persian = "می\u{200C}خواهم 👩\u{200D}💻";
/// assert_eq!(text::clean(persian, TextPolicy::display()), persian);
/// ```
#[must_use]
pub fn clean<'a>(text: &'a str, policy: &TextPolicy) -> SafeText<'a> {
    let plain = plain_start(text, policy);
    if plain == text.len() {
        SafeText::checked(text)
    } else {
        SafeText::cleaned(clean_from(text, plain, policy))
    }
}

#[inline(never)]
fn clean_from<'a>(text: &'a str, plain: usize, policy: &TextPolicy) -> Cow<'a, str> {
    let (mut edits, mut edits_in_context) = (Edits::default(), Edits::default());
    let has_contexts = first_pass(text, plain, policy, |pass, change| {
        match pass {
            Pass::First => edits.apply(text, &change),
            Pass::Second => edits_in_context.apply(text, &change),
        }
        ControlFlow::Continue(())
    });
    if edits.out.is_none() {
        return edits_in_context.finish(text);
    }
    let first = edits.finish(text);
    if !has_contexts {
        return first;
    }
    let mut edits = Edits::default();
    second_pass(&first, policy, |change| edits.apply(&first, &change));
    match edits.finish(&first) {
        Cow::Borrowed(_) => first,
        Cow::Owned(second) => Cow::Owned(second),
    }
}

/// Accepts a text that [`clean`] would not change.
///
/// # Errors
/// The first thing that `clean` would take away or replace; then a text that is longer than the policy allows, or has
/// nothing to read where the policy wants that. Forms post CR LF, which is one: call
/// [`normalize_newlines`](super::normalize_newlines) first, or set [`Lines::AsTheyAre`].
///
/// # Cost
/// Linear in the length in bytes; allocates only for the levels of nested isolates.
///
/// # Examples
/// ```
/// use untaint::text::{self, TextPolicy};
///
/// assert_eq!(text::check("Zoë", TextPolicy::single_line())?, "Zoë");
/// let refused = text::check("Zoë\u{202E}", TextPolicy::single_line()).unwrap_err();
/// assert_eq!(refused.code(), "text.bidi_override");
/// assert_eq!(refused.to_string(), "U+202E is not allowed at byte 4");
/// # Ok::<(), text::TextError>(())
/// ```
pub fn check<'a>(text: &'a str, policy: &TextPolicy) -> Result<SafeText<'a>, TextError> {
    let plain = plain_start(text, policy);
    if plain < text.len() {
        // What goes wherever it stands is the reason before anything that goes for its place.
        let mut found = None;
        first_pass(text, plain, policy, |pass, change| match pass {
            Pass::First => {
                found = Some(change.reason(policy));
                ControlFlow::Break(())
            }
            Pass::Second => {
                found.get_or_insert_with(|| change.reason(policy));
                ControlFlow::Continue(())
            }
        });
        if let Some(kind) = found {
            return Err(kind.into());
        }
    }
    if policy.max_chars < text.len() {
        let len = text.chars().count();
        if len > policy.max_chars {
            return Err(TextErrorKind::TooLong { len, max: policy.max_chars }.into());
        }
    }
    if policy.readable && !text.chars().any(can_be_seen) {
        return Err(TextErrorKind::Blank.into());
    }
    Ok(SafeText::checked(text))
}

/// Whether a character shows something by itself: no blank, no mark that waits for its letter, nothing hidden.
fn can_be_seen(c: char) -> bool {
    !c.is_whitespace() && chars::kind(c) == 0 && !chars::is_mark(c) && !chars::is_invisible(c)
}

/// One place that changes.
pub(super) struct Change {
    at: usize,
    len: usize,
    replacement: &'static str,
    character: char,
    class: TextClass,
}

impl Change {
    fn reason(&self, policy: &TextPolicy) -> TextErrorKind {
        match (self.class, self.character) {
            (TextClass::MarkRun, _) => TextErrorKind::Marks { at: self.at, max: policy.max_marks },
            (TextClass::LineEnd, '\n' | '\t') => TextErrorKind::Line { at: self.at },
            (class, character) => TextErrorKind::Character { class, at: self.at, character },
        }
    }
}

/// Why a place changes.
#[derive(Clone, Copy)]
enum Pass {
    /// It goes wherever it stands.
    First,
    /// It has no use where it stands.
    Second,
}

/// The text with its changes: nothing is copied before the first.
#[derive(Default)]
struct Edits {
    out: Option<String>,
    copied: usize,
}

impl Edits {
    fn apply(&mut self, text: &str, change: &Change) {
        let out = self.out.get_or_insert_with(|| String::with_capacity(text.len()));
        out.push_str(&text[self.copied..change.at]); // changes begin and end with whole characters
        out.push_str(change.replacement);
        self.copied = change.at + change.len;
    }

    fn finish(self, text: &str) -> Cow<'_, str> {
        match self.out {
            None => Cow::Borrowed(text),
            Some(mut out) => {
                out.push_str(&text[self.copied..]); // behind a change
                Cow::Owned(out)
            }
        }
    }
}

/// How many bytes at the beginning nothing changes, for being plain ASCII.
#[inline]
fn plain_start(text: &str, policy: &TextPolicy) -> usize {
    if policy.lines == Lines::One {
        plain_prefix::<true>(text.as_bytes())
    } else {
        plain_prefix::<false>(text.as_bytes())
    }
}

/// How many bytes at the beginning nothing changes, wherever they stand.
#[inline]
fn harmless_start(text: &str, policy: &TextPolicy) -> usize {
    if policy.lines == Lines::One {
        harmless_prefix::<true>(text, &REMARKABLE)
    } else {
        harmless_prefix::<false>(text, &REMARKABLE)
    }
}

/// Tells each change that does not depend on what stands around it, and whether there is more to decide.
///
/// As long as there is none, the text is the one that the second pass would get, so it tells the changes of that as
/// well. Those hold if none of the first comes after them.
fn first_pass(
    text: &str,
    plain: usize,
    policy: &TextPolicy,
    mut tell: impl FnMut(Pass, Change) -> ControlFlow<()>,
) -> bool {
    let mut has_contexts = false;
    let mut marks = Marks::new(policy.max_marks);
    let caps_marks = policy.action(TextClass::MarkRun) != TextAction::Keep;
    let mut context = Some(Context::new(text, policy));
    // Where characters without a class begin that the context was not told of.
    let mut seen = 0;
    let mut is_near_marks = false;
    let mut at = plain;
    while at < text.len() {
        let harmless = if is_near_marks {
            marks.pass(&text[at..])
        } else {
            harmless_start(&text[at..], policy) // both behind a character
        };
        if harmless > 0 && !is_near_marks {
            marks.reset();
        }
        is_near_marks = false;
        at += harmless;
        let Some(c) = text[at..].chars().next() else { break };
        let character = chars::of(c);
        let class = class_of_character(character);
        let is_layout = matches!(c, '\n' | '\t');
        if class.is_none() && !is_layout {
            is_near_marks = character.is_mark();
            if marks.fits(c, character) || !caps_marks {
                at += c.len_utf8();
                continue;
            }
        }
        let mut change =
            Change { at, len: c.len_utf8(), replacement: "", character: c, class: TextClass::LineEnd };
        let changes = match class {
            None if is_layout => {
                marks.reset();
                change.replacement = " ";
                policy.lines == Lines::One
            }
            None => {
                change.class = TextClass::MarkRun;
                true
            }
            Some(TextClass::LineEnd) => {
                marks.reset();
                change.len += usize::from(text[at..].starts_with("\r\n"));
                change.replacement = if policy.lines == Lines::One { " " } else { "\n" };
                // VT and FF are keys of a prompt, so they stay nowhere.
                policy.lines != Lines::AsTheyAre || matches!(c, '\u{B}' | '\u{C}')
            }
            Some(class) => {
                change.class = class;
                let action = policy.action(class);
                if policy.whole_sequences
                    && matches!(class, TextClass::Escape | TextClass::C1)
                    && action != TextAction::Keep
                {
                    change.len = sequence::len(&text[at..]);
                }
                if action == TextAction::Blank {
                    change.replacement = " ";
                }
                // What is blank or gone does not part a letter from its marks; what is seen does.
                let stays = matches!(action, TextAction::Keep | TextAction::KeepInContext);
                if action == TextAction::Blank || (stays && !class.is_unseen()) {
                    marks.reset();
                }
                has_contexts |= action == TextAction::KeepInContext;
                !stays
            }
        };
        let len = change.len;
        if changes {
            if context.is_some() {
                context = None;
            }
            if tell(Pass::First, change).is_break() {
                break;
            }
        } else if let (Some(context), Some(class)) = (&mut context, class) {
            if seen < at {
                context.pass_harmless(seen, at);
            }
            seen = at + c.len_utf8();
            let is_lost =
                policy.action(class) == TextAction::KeepInContext && !context.is_at_home(at, c, class);
            if is_lost && tell(Pass::Second, out_of_place(at, c, class)).is_break() {
                break;
            }
            context.pass(at, c, Some(class));
        }
        at += len;
    }
    has_contexts
}

/// What becomes of a character that has no use where it stands.
fn out_of_place(at: usize, character: char, class: TextClass) -> Change {
    let replacement = if class == TextClass::Space { " " } else { "" };
    Change { at, len: character.len_utf8(), replacement, character, class }
}

/// Tells each character that goes because it has no use where it stands, for a text that the first pass leaves alone.
fn second_pass(text: &str, policy: &TextPolicy, mut tell: impl FnMut(Change)) {
    let mut context = Context::new(text, policy);
    let mut at = 0;
    // `at` is behind a character.
    while at < text.len() {
        // Marks are seen, and no mark decides here.
        let harmless = harmless_prefix::<false>(&text[at..], &UNLIKE_SEEN);
        if harmless > 0 {
            context.pass_harmless(at, at + harmless);
            at += harmless;
        }
        let Some(c) = text[at..].chars().next() else { return };
        if let Some(class) = class_of(c) {
            if policy.action(class) == TextAction::KeepInContext && !context.is_at_home(at, c, class) {
                tell(out_of_place(at, c, class));
            }
            context.pass(at, c, Some(class));
        }
        at += c.len_utf8();
    }
}

checked_by!(SafeText, TextPolicy, check);
cleaned_by!(SafeText, TextPolicy, clean);
