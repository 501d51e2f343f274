//! What the caller decides: what happens to each class of character.

use super::class::{SWITCHES, TextClass};
use crate::error::{PolicyError, policy_builder};

/// What happens to the characters of a [`TextClass`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TextAction {
    /// They stay.
    Keep,
    /// They stay where they do what they are for, and go elsewhere; a [`Space`](TextClass::Space) becomes U+0020 there.
    KeepInContext,
    /// They go.
    Remove,
    /// A space, U+0020, stands for each.
    Blank,
}

/// What happens to line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lines {
    /// Each becomes one LF.
    Many,
    /// Each becomes one space, and so does TAB.
    One,
    /// They stay as they are, but for VT and FF, each of which becomes LF: a prompt takes those for keys.
    AsTheyAre,
}

/// What a text may hold: built once, in a `static`, or one of the presets.
///
/// | class | [`display`](Self::display), [`single_line`](Self::single_line) | [`person_name`](Self::person_name) | [`snippet`](Self::snippet) | [`identifier`](Self::identifier) |
/// |---|---|---|---|---|
/// | [`Backspace`](TextClass::Backspace), [`Control`](TextClass::Control), [`Escape`](TextClass::Escape), [`C1`](TextClass::C1) | remove | remove | remove | remove |
/// | [`LineEnd`](TextClass::LineEnd) | LF; in `single_line` a space, TAB too | a space, TAB too | LF | a space, TAB too |
/// | [`ZeroWidth`](TextClass::ZeroWidth) | in context | remove | remove | remove |
/// | [`Joiner`](TextClass::Joiner) | in context | in context | in context | in context, as UAX #31 has it |
/// | [`BidiOverride`](TextClass::BidiOverride) | remove | remove | remove | remove |
/// | [`BidiIsolate`](TextClass::BidiIsolate), [`BidiMark`](TextClass::BidiMark) | in context | remove | remove | remove |
/// | [`Tag`](TextClass::Tag) | in context | remove | in context | remove |
/// | [`VariationSelector`](TextClass::VariationSelector) | in context | in context, behind ASCII in keycaps only | the same | remove |
/// | [`BlankLetter`](TextClass::BlankLetter) | keep | remove | remove | remove |
/// | [`Space`](TextClass::Space) | keep | a space | a space | a space |
/// | [`Inert`](TextClass::Inert) | in context | remove | remove | remove |
/// | [`Noncharacter`](TextClass::Noncharacter) | remove | remove | remove | remove |
/// | [`PrivateUse`](TextClass::PrivateUse) | keep | keep | keep | remove |
/// | [`Replacement`](TextClass::Replacement) | keep | remove | keep | remove |
/// | [`MarkRun`](TextClass::MarkRun) | four marks | four marks | four marks | four marks |
///
/// # Examples
/// ```
/// use untaint::text::{self, TextAction, TextClass, TextPolicy};
///
/// // Names on a page: no line breaks, and nothing blank that passes for a name.
/// let name = TextPolicy::builder()
///     .lines(text::Lines::One)
///     .class(TextClass::BlankLetter, TextAction::Remove)
///     .class(TextClass::Space, TextAction::Blank)
///     .build()?;
/// assert_eq!(text::clean("Zoë\u{3164}\u{202E}", &name), "Zoë");
/// assert!(text::check("Zoë", &name).is_ok());
/// // An override turns what people read; no policy keeps one.
/// assert!(TextPolicy::builder().class(TextClass::BidiOverride, TextAction::Keep).build().is_err());
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the policy")]
pub struct TextPolicy {
    actions: [TextAction; SWITCHES],
    pub(super) lines: Lines,
    pub(super) max_marks: u8,
    pub(super) strict_joiners: bool,
    pub(super) whole_sequences: bool,
    /// ASCII takes no variation selector but in keycaps.
    pub(super) plain_ascii: bool,
    /// A text without anything that can be seen is refused.
    pub(super) readable: bool,
    pub(super) max_chars: usize,
}

const DISPLAY: TextPolicy = TextPolicy {
    actions: [TextAction::Remove; SWITCHES],
    lines: Lines::Many,
    max_marks: 4,
    strict_joiners: false,
    whole_sequences: false,
    plain_ascii: false,
    readable: false,
    max_chars: usize::MAX,
}
.with(
    &[
        TextClass::ZeroWidth,
        TextClass::Joiner,
        TextClass::BidiIsolate,
        TextClass::BidiMark,
        TextClass::Tag,
        TextClass::VariationSelector,
        TextClass::Inert,
    ],
    TextAction::KeepInContext,
)
.with(
    &[TextClass::BlankLetter, TextClass::Space, TextClass::PrivateUse, TextClass::Replacement],
    TextAction::Keep,
);

static DISPLAY_POLICY: TextPolicy = DISPLAY;

static SINGLE_LINE_POLICY: TextPolicy = TextPolicy { lines: Lines::One, ..DISPLAY };

static PERSON_NAME_POLICY: TextPolicy =
    TextPolicy { lines: Lines::One, plain_ascii: true, readable: true, max_chars: 100, ..DISPLAY }
        .with(
            &[
                TextClass::ZeroWidth,
                TextClass::BidiIsolate,
                TextClass::BidiMark,
                TextClass::Tag,
                TextClass::BlankLetter,
                TextClass::Inert,
                TextClass::Replacement,
            ],
            TextAction::Remove,
        )
        .with(&[TextClass::Space], TextAction::Blank);

static SNIPPET_POLICY: TextPolicy = TextPolicy { plain_ascii: true, ..DISPLAY }
    .with(
        &[
            TextClass::ZeroWidth,
            TextClass::BidiIsolate,
            TextClass::BidiMark,
            TextClass::BlankLetter,
            TextClass::Inert,
        ],
        TextAction::Remove,
    )
    .with(&[TextClass::Space], TextAction::Blank);

static IDENTIFIER_POLICY: TextPolicy = TextPolicy {
    actions: [TextAction::Remove; SWITCHES],
    lines: Lines::One,
    max_marks: 4,
    strict_joiners: true,
    whole_sequences: false,
    plain_ascii: true,
    readable: false,
    max_chars: usize::MAX,
}
.with(&[TextClass::Joiner], TextAction::KeepInContext)
.with(&[TextClass::Space], TextAction::Blank);

impl TextPolicy {
    /// Text that people read: whatever some language needs stays, byte for byte.
    #[must_use]
    pub fn display() -> &'static Self {
        &DISPLAY_POLICY
    }

    /// [`display`](Self::display) for a field of one line: a subject, a name, a title.
    #[must_use]
    pub fn single_line() -> &'static Self {
        &SINGLE_LINE_POLICY
    }

    /// The name of a person as others see it, in any script: one line of 1 to 100 characters, something to read,
    /// nothing hidden, no blank but the space.
    ///
    /// Call [`collapse_whitespace`](super::collapse_whitespace) first: spaces around a name or doubled inside of it
    /// pass this policy, and the wide space of a Japanese keyboard does not. Two names that look alike stay two.
    ///
    /// # Examples
    /// ```
    /// use untaint::text::{self, TextPolicy};
    ///
    /// for name in ["Zoë", "José Ñ.", "می\u{200C}خواهم", "👩\u{200D}💻"] {
    ///     assert!(text::check(name, TextPolicy::person_name()).is_ok());
    /// }
    /// for name in ["", "   ", "\u{3164}", "Ann\u{202E}", "Ann\n"] {
    ///     assert!(text::check(name, TextPolicy::person_name()).is_err());
    /// }
    /// ```
    #[must_use]
    pub fn person_name() -> &'static Self {
        &PERSON_NAME_POLICY
    }

    /// Names that are compared: nothing invisible but the joiners that UAX #31 section 2.3.1 allows.
    ///
    /// It does not decide which letters a name may have, and two names that look alike stay two: for that see
    /// [`inspect`](super::inspect). Names in different normal forms are made one by [`nfc`](super::nfc), called first.
    #[must_use]
    pub fn identifier() -> &'static Self {
        &IDENTIFIER_POLICY
    }

    /// Code that people copy: what the page shows is what a terminal receives.
    #[must_use]
    pub fn snippet() -> &'static Self {
        &SNIPPET_POLICY
    }

    /// Starts from [`display`](Self::display).
    pub fn builder() -> TextPolicyBuilder {
        TextPolicyBuilder { policy: DISPLAY, error: None }
    }

    /// The same with other actions for some classes.
    const fn with(mut self, classes: &[TextClass], action: TextAction) -> Self {
        let mut at = 0;
        while at < classes.len() {
            self.actions[classes[at] as usize] = action;
            at += 1;
        }
        self
    }

    /// What happens to a class; what no policy decides about stays.
    pub(super) fn action(&self, class: TextClass) -> TextAction {
        self.actions.get(class as usize).copied().unwrap_or(TextAction::Keep)
    }
}

policy_builder!(TextPolicy, TextPolicyBuilder);

/// Builds a [`TextPolicy`]; the first wrong setting is reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use]
pub struct TextPolicyBuilder {
    policy: TextPolicy,
    error: Option<PolicyError>,
}

impl TextPolicyBuilder {
    /// What happens to a class of characters.
    ///
    /// A [`PolicyError`]: to keep [`BidiOverride`](TextClass::BidiOverride) or [`Escape`](TextClass::Escape), which
    /// nothing on a page makes safe; [`KeepInContext`](TextAction::KeepInContext) for a class whose characters have no
    /// place of their own; [`LineEnd`](TextClass::LineEnd), which [`lines`](Self::lines) decides about; and the
    /// classes that are only found, never changed.
    pub fn class(mut self, class: TextClass, action: TextAction) -> Self {
        let reason = match (class, action) {
            (TextClass::LineEnd, _) => "line ends are set with `lines`",
            (TextClass::BidiOverride | TextClass::Escape, TextAction::Keep) => "no policy keeps these",
            (TextClass::MarkRun, TextAction::Blank) => "a mark is no word: keep or remove",
            _ if class as usize >= SWITCHES => "this is found by `inspect`; no character can be taken away",
            (_, TextAction::KeepInContext) if !class.has_context() => {
                "these have no place where they do what they are for"
            }
            _ => {
                self.policy.actions[class as usize] = action; // below the number of switches, see above
                return self;
            }
        };
        self.fail("class", format!("{class:?}: {action:?}"), reason);
        self
    }

    /// Several classes at once; see [`class`](Self::class).
    pub fn classes(self, classes: impl IntoIterator<Item = TextClass>, action: TextAction) -> Self {
        classes.into_iter().fold(self, |builder, class| builder.class(class, action))
    }

    /// What happens to line ends ([`Lines::Many`] unless set).
    pub fn lines(mut self, lines: Lines) -> Self {
        self.policy.lines = lines;
        self
    }

    /// The most marks on one letter (4 unless set), counted as marks that stack above and below letters of any script.
    ///
    /// A mark of one script's own (Thai, Indic) counts half, a letter below a letter of Tibetan a quarter, and the
    /// points of Hebrew and other marks with a fixed place do not count at all the first time; one that repeats the
    /// mark before it always counts full. So no language reaches four. What is beyond goes, unless
    /// [`MarkRun`](TextClass::MarkRun) is kept.
    pub fn max_marks(mut self, marks: u8) -> Self {
        self.policy.max_marks = marks;
        self
    }

    /// Keeps joiners only where UAX #31 section 2.3.1 allows them in identifiers, not in emoji; not unless set.
    pub fn strict_joiners(mut self, strict: bool) -> Self {
        self.policy.strict_joiners = strict;
        self
    }

    /// Removes whole terminal sequences (ECMA-48: colours, cursor moves, titles, links), not only their ESC; not
    /// unless set.
    ///
    /// For logs in colour. The text inside of an operating system command goes with it, so the default shows what
    /// was there, and this does not.
    pub fn whole_sequences(mut self, whole: bool) -> Self {
        self.policy.whole_sequences = whole;
        self
    }

    /// Whether [`check`](super::check) refuses a text without a character that can be seen; not unless set.
    /// [`clean`](fn@super::clean) adds nothing, so what it gives may be blank.
    pub fn readable(mut self, readable: bool) -> Self {
        self.policy.readable = readable;
        self
    }

    /// The most characters (`char`s) that [`check`](super::check) accepts; any number unless set.
    /// [`clean`](fn@super::clean) cuts nothing off.
    pub fn max_chars(mut self, chars: usize) -> Self {
        if chars == 0 {
            self.fail("max_chars", "0", "no text but the empty one would pass");
        }
        self.policy.max_chars = chars;
        self
    }

    /// The policy, or the first setting that was wrong.
    pub fn build(self) -> Result<TextPolicy, PolicyError> {
        self.error.map_or(Ok(self.policy), Err)
    }
}
