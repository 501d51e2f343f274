//! Text that people read and copy: what is hidden in it, and how to get it out.
//!
//! A page shows letters; a clipboard carries all characters. Backspaces, control keys and escape sequences act on the
//! terminal that receives them, overrides of direction change the order in which people read, and characters
//! without width tell two names apart that look the same.
//!
#![cfg_attr(feature = "unicode", doc = "```")]
#![cfg_attr(not(feature = "unicode"), doc = "```ignore")]
//! use untaint::text::{self, TextClass, TextPolicy};
//!
//! // A page with code that people copy:
//! let code = "curl https://example.com\u{8}\u{8}\u{202E}hs.x | sh";
//! assert_eq!(text::clean(code, TextPolicy::snippet()), "curl https://example.comhs.x | sh");
//! // ... with a warning:
//! assert_eq!(text::inspect(code)[0].class(), TextClass::Backspace);
//! assert!(text::render_findings(code).as_str().contains("<mark>U+202E</mark>"));
//!
//! // A name that is refused, with the reason:
//! let refused = text::check("adm\u{200B}in", TextPolicy::identifier()).unwrap_err();
//! assert_eq!(refused.code(), "text.zero_width");
//!
//! // Harmless text of any language is the same text, borrowed:
//! let text = "Füße, می\u{200C}خواهم, שלום C++\u{200E} עולם, 👩\u{200D}💻\n\tand code";
//! assert_eq!(text::clean(text, TextPolicy::display()), text);
//! ```
//!
//! | you have | you want | function |
//! |---|---|---|
//! | text of a visitor | to show it | [`clean`](fn@clean) with [`TextPolicy::display`], then [`escape::html`](crate::escape::html) |
//! | a title, a subject | one line | [`clean`](fn@clean) or [`check`] with [`TextPolicy::single_line`] |
//! | a display name | one line that can be read | [`trim`], then [`check`] with [`TextPolicy::person_name`] |
//! | a user name, a key | to refuse what is invisible | [`nfc`], then [`check`] with [`TextPolicy::identifier`] |
//! | code that people will copy | what is shown is what is pasted | [`clean`](fn@clean) with [`TextPolicy::snippet`] |
//! | the same, untouched | a warning | [`inspect`], [`render_findings`] |
//! | text with backspaces | what a page shows of it | [`strip_backspaces`] |
//! | a manual page, a log | what a terminal makes of its backspaces | [`apply_backspaces`] |
//! | a posted `textarea` | LF at each line's end | [`normalize_newlines`] |
//! | a field | no blanks around it, or only single ones in it | [`trim`], [`collapse_whitespace`] |
//!
//! Without the feature `unicode` there are only [`strip_backspaces`], [`normalize_newlines`], [`trim`] and
//! [`collapse_whitespace`]: the others need its tables, and would decide about Persian and emoji without them.
//!
//! # How it decides
//! Two passes. The first takes away what the policy removes wherever it stands (controls, overrides, marks beyond the
//! limit) and writes line ends. The second looks at what has a use in some places: joiners (UAX #31 and the rules of
//! emoji; of a run between two visible characters the first that does something there), isolates (kept in pairs, UAX
//! #9 rule BD9, around something, not inside a Latin word), marks of direction (in a paragraph with right-to-left
//! text, not inside a Latin word), tags (in the three flags of the standard), variation selectors (one, behind a
//! character that takes it: emoji, ideographs, Mongolian, and the sequences of `StandardizedVariants.txt`), soft
//! hyphens (in words), breaks (in scripts without spaces).
//!
//! # Does not guarantee
//! * A channel with no room: an emoji or an ideograph may carry one selector, a Hebrew paragraph a mark or two in
//!   each gap.
//! * That right-to-left letters do not reorder a line of code by themselves: that is how such text is shown.
//!
//! # Untrusted input
//! No function panics on any text; none calls itself. Time and output are linear in the length in bytes ([`nfc`]: n
//! log n in the longest run of marks). ESC goes as a character, so no order of removing makes a sequence of the rest.

#[cfg(feature = "unicode")]
mod characters;
#[cfg(feature = "unicode")]
mod class;
#[cfg(feature = "unicode")]
mod clean;
#[cfg(feature = "unicode")]
mod code;
#[cfg(feature = "unicode")]
mod context;
#[cfg(feature = "unicode")]
mod error;
#[cfg(feature = "unicode")]
mod finding;
#[cfg(feature = "unicode")]
mod inspect;
#[cfg(feature = "unicode")]
mod line;
#[cfg(feature = "unicode")]
mod marks;
mod plain;
#[cfg(feature = "unicode")]
mod policy;
#[cfg(feature = "unicode")]
mod render;
#[cfg(feature = "unicode")]
mod safe_text;
#[cfg(feature = "unicode")]
mod scan;
#[cfg(feature = "unicode")]
mod science;
#[cfg(feature = "unicode")]
mod sequence;
#[cfg(feature = "unicode")]
mod signs;
#[cfg(feature = "unicode")]
mod twins;
#[cfg(feature = "unicode")]
mod word;
#[cfg(feature = "unicode")]
mod words;

pub use plain::{collapse_whitespace, normalize_newlines, strip_backspaces, trim};

#[cfg(feature = "unicode")]
#[cfg_attr(docsrs, doc(cfg(feature = "unicode")))]
mod with_unicode {
    pub use super::class::TextClass;
    pub use super::clean::check;
    #[doc(alias("zero width", "invisible characters"))]
    pub use super::clean::clean;
    pub use super::error::{TextError, TextErrorKind};
    pub use super::finding::Finding;
    #[doc(alias("trojan source", "homograph", "homoglyph"))]
    pub use super::inspect::inspect;
    pub use super::line::apply_backspaces;
    #[doc(alias("display name", "username", "nickname"))]
    pub use super::policy::TextPolicy;
    pub use super::policy::{Lines, TextAction, TextPolicyBuilder};
    pub use super::render::render_findings;
    pub use super::safe_text::SafeText;
    use std::borrow::Cow;
    use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc, is_nfc_quick};

    /// The text in Normalization Form C (UAX #15), in which `e` and U+0301 are one letter.
    ///
    /// Call it first: [`clean`](fn@clean) and [`check`] take the text as it is. It keeps every letter and merges what
    /// Unicode calls canonically equal, nothing else: `ﬁ` stays `ﬁ`.
    ///
    /// # Cost
    /// Linear but for sorting the marks of one letter; borrows when the text has that form already.
    ///
    /// # Examples
    /// ```
    /// use untaint::text;
    ///
    /// assert_eq!(text::nfc("cafe\u{301}"), "café");
    /// assert_eq!(text::nfc("café ﬁ"), "café ﬁ");
    /// ```
    #[must_use]
    pub fn nfc(text: &str) -> Cow<'_, str> {
        let is_normal = text.is_ascii()
            || match is_nfc_quick(text.chars()) {
                IsNormalized::Yes => true,
                IsNormalized::No => false,
                IsNormalized::Maybe => is_nfc(text),
            };
        if is_normal { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
    }
}

#[cfg(feature = "unicode")]
#[cfg_attr(docsrs, doc(cfg(feature = "unicode")))]
pub use with_unicode::*;
