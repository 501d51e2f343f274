//! Sanitizers for the fields of a form, each a small value and a [`Sanitizer`]; `#[derive(Sanitize)]` writes them by
//! their names.
//!
//! | word | what it does |
//! |---|---|
//! | [`trim`] | white space at both ends goes |
//! | [`lowercase`], [`uppercase`] | letters in one case, by Unicode |
//! | [`collapse_whitespace`] | each run of white space becomes one space, and what is at the ends goes |
//! | [`digits`] | only the digits of ASCII stay |
//! | [`nfc`], [`strip_backspaces`], [`text`] | with the feature `unicode`: see there |
//! | [`html`] | the HTML is sanitized by a policy |

use crate::Sanitizer;
pub use crate::form::TextMut;
use crate::html::HtmlPolicy;
use std::borrow::Cow;

macro_rules! sanitizers {
    ($($(#[$meta:meta])* $name:ident -> $sanitizer:ident, $clean:expr;)*) => {$(
        $(#[$meta])*
        #[must_use]
        pub const fn $name() -> $sanitizer {
            $sanitizer(())
        }

        #[doc = concat!("The sanitizer [`", stringify!($name), "`].")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $sanitizer(());

        impl Sanitizer<str> for $sanitizer {
            fn clean<'a>(&self, value: &'a str) -> Cow<'a, str> {
                let clean: fn(&'a str) -> Cow<'a, str> = $clean;
                clean(value)
            }
        }
    )*};
}

sanitizers! {
    /// Takes away white space (Unicode's `White_Space`) at both ends.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Sanitizer, sanitizers};
    ///
    /// assert_eq!(sanitizers::trim().clean(" Zoë\u{3000}"), "Zoë");
    /// ```
    trim -> Trim, |text| Cow::Borrowed(text.trim());

    /// Turns letters into lower case, by Unicode's mapping.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Sanitizer, sanitizers};
    ///
    /// assert_eq!(sanitizers::lowercase().clean("ZOË"), "zoë");
    /// ```
    lowercase -> Lowercase, |text| recased(text, char::is_uppercase, str::to_lowercase);

    /// Turns letters into upper case, by Unicode's mapping: `ß` becomes `SS`.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Sanitizer, sanitizers};
    ///
    /// assert_eq!(sanitizers::uppercase().clean("zoë"), "ZOË");
    /// ```
    uppercase -> Uppercase, |text| recased(text, char::is_lowercase, str::to_uppercase);

    /// Makes one space of each run of white space, line breaks among it, and takes it away at both ends.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Sanitizer, sanitizers};
    ///
    /// assert_eq!(sanitizers::collapse_whitespace().clean(" Zoë \n  Müller "), "Zoë Müller");
    /// ```
    collapse_whitespace -> CollapseWhitespace, collapsed;

    /// Keeps the digits of ASCII and nothing else: `+1 (415) 555-2671` becomes `14155552671`.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Sanitizer, sanitizers};
    ///
    /// assert_eq!(sanitizers::digits().clean("4111 1111-1111 1111"), "4111111111111111");
    /// ```
    digits -> Digits, |text| {
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Cow::Borrowed(text);
        }
        Cow::Owned(text.chars().filter(char::is_ascii_digit).collect())
    };
}

/// The text with its letters in another case, if one of them is not in it yet.
fn recased(text: &str, is_other: fn(char) -> bool, change: fn(&str) -> String) -> Cow<'_, str> {
    // Title-case letters and a few others have a mapping without being of either case.
    if text.is_ascii() && !text.contains(is_other) {
        return Cow::Borrowed(text);
    }
    let changed = change(text);
    if changed == text { Cow::Borrowed(text) } else { Cow::Owned(changed) }
}

fn collapsed(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let mut was_space = false;
    let is_single = text.chars().all(|c| {
        let is_kept = !c.is_whitespace() || (c == ' ' && !was_space);
        was_space = c.is_whitespace();
        is_kept
    });
    if is_single {
        return Cow::Borrowed(text);
    }
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    Cow::Owned(collapsed)
}

macro_rules! by_policy {
    ($(#[$meta:meta])* $name:ident($policy:ty) -> $sanitizer:ident) => {
        $(#[$meta])*
        #[must_use]
        pub const fn $name(policy: &$policy) -> $sanitizer<'_> {
            $sanitizer(policy)
        }

        #[doc = concat!("The sanitizer [`", stringify!($name), "()`].")]
        #[derive(Debug, Clone, Copy)]
        pub struct $sanitizer<'p>(&'p $policy);

        impl Sanitizer<str> for $sanitizer<'_> {
            fn clean<'a>(&self, value: &'a str) -> Cow<'a, str> {
                self.0.clean(value)
            }
        }
    };
}

by_policy! {
    /// Sanitizes HTML by a policy, as [`html::sanitize`](crate::html::sanitize) does.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Sanitizer, html::HtmlPolicy, sanitizers};
    ///
    /// assert_eq!(sanitizers::html(HtmlPolicy::comment()).clean("<p onclick=x>Hello</p>"), "<p>Hello</p>");
    /// ```
    html(HtmlPolicy) -> Html
}

#[cfg(feature = "unicode")]
mod unicode {
    use super::{Cow, Sanitizer};
    use crate::text::{self, TextPolicy};
    use unicode_normalization::UnicodeNormalization as _;

    sanitizers! {
        /// Turns text into normal form C (UAX #15), in which an `é` is one character however it was typed.
        ///
        /// # Examples
        /// ```
        /// use untaint::{Sanitizer, sanitizers};
        ///
        /// assert_eq!(sanitizers::nfc().clean("Zoe\u{308}"), "Zo\u{EB}");
        /// ```
        nfc -> Nfc, |text| {
            if unicode_normalization::is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
        };

        /// Takes backspaces away and leaves what stood before them, as [`text::strip_backspaces`] does.
        ///
        /// # Examples
        /// ```
        /// use untaint::{Sanitizer, sanitizers};
        ///
        /// assert_eq!(sanitizers::strip_backspaces().clean("abc\u{8}d"), "abcd");
        /// ```
        strip_backspaces -> StripBackspaces, text::strip_backspaces;
    }

    by_policy! {
        /// Cleans text by a policy, as [`text::clean`](crate::text::clean) does.
        ///
        /// # Examples
        /// ```
        /// use untaint::{Sanitizer, sanitizers, text::TextPolicy};
        ///
        /// assert_eq!(sanitizers::text(TextPolicy::single_line()).clean("Zoë\u{202E}\u{200B} M."), "Zoë M.");
        /// ```
        text(TextPolicy) -> Text
    }
}
#[cfg(feature = "unicode")]
pub use unicode::{Nfc, StripBackspaces, Text, nfc, strip_backspaces, text};
