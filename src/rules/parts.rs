//! What stands in a text, or must not.

use super::describe::{Describe, RuleInfo};
use super::rule::{refused, text_rule, text_verdict};
use crate::{Code, Violation, chars};

text_rule! {
    /// Something to read: at least one character that is no white space and can be seen.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::not_blank().check(" a ").is_ok());
    /// for refused in ["", " \t\n", "\u{3000}", "\u{200B}", "\u{3164}"] {
    ///     assert_eq!(rules::not_blank().check(refused).unwrap_err().code(), "not_blank");
    /// }
    /// ```
    not_blank -> NotBlank;
    "not_blank", "there is nothing to read", "write something here";
    |text: &str| text.chars().any(is_read);
    // What JavaScript takes for white space is nothing to read here either.
    says |info: super::RuleInfo| info.with_html("required", "").with_html("pattern", r"[\s\S]*\S[\s\S]*")
}

fn is_read(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_graphic()
    } else {
        !(c.is_whitespace() || chars::is_unseen(c) || chars::is_blank_letter(c))
    }
}

macro_rules! part_rules {
    ($(
        $(#[$doc:meta])*
        $name:ident -> $rule:ident;
        $code:literal, $meaning:literal, $advice:literal;
        $keeps:expr, $pattern:expr
    )*) => {$(
        $(#[$doc])*
        #[must_use]
        pub const fn $name(part: &'static str) -> $rule {
            $rule { part }
        }

        #[doc = concat!("The rule [`", stringify!($name), "`](fn@", stringify!($name), ").")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $rule {
            part: &'static str,
        }

        impl $rule {
            pub(super) const CODE: Code = Code::new($code, $meaning, $advice, &["part"]);

            #[inline]
            fn verdict(self, text: &str) -> Result<(), Violation> {
                let keeps: fn(&str, &str) -> bool = $keeps;
                if keeps(text, self.part) { Ok(()) } else { Err(refused($code).with_param("part", self.part)) }
            }
        }

        text_verdict!($rule);

        impl Describe for $rule {
            fn describe(&self) -> RuleInfo {
                let pattern: Option<(&str, &str)> = $pattern;
                let info = RuleInfo::new($code).with_param("part", self.part);
                match pattern {
                    None => info,
                    Some((before, behind)) => {
                        let part = literal(self.part);
                        // In JSON Schema a pattern is looked for, in HTML it is the whole text.
                        let searched = match (before.is_empty(), behind.is_empty()) {
                            (true, _) => format!("^{part}"),
                            (_, true) => format!("{part}$"),
                            _ => part.clone(),
                        };
                        info.with_html("pattern", format!("{before}{part}{behind}")).with_schema("pattern", searched)
                    }
                }
            }
        }
    )*};
}

const ANYTHING: &str = r"[\s\S]*";

part_rules! {
    /// A text that contains another, letter by letter.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::contains("#").check("see #12").is_ok());
    /// assert_eq!(rules::contains("#").check("see 12").unwrap_err().message(), "Use a text with \"#\" in it.");
    /// ```
    contains -> Contains;
    "contains", "the text does not contain {part}", "use a text with \"{part}\" in it";
    |text, part| text.contains(part), Some((ANYTHING, ANYTHING))

    /// A text that does not contain another, letter by letter.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::not_contains("@").check("ann").is_ok());
    /// assert_eq!(rules::not_contains("@").check("ann@x").unwrap_err().message(), "Use a text without \"@\" in it.");
    /// ```
    not_contains -> NotContains;
    "not_contains", "the text contains {part}", "use a text without \"{part}\" in it";
    |text, part| !text.contains(part), None

    /// A text that begins with another, letter by letter.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::starts_with("ORD-").check("ORD-12").is_ok());
    /// assert_eq!(rules::starts_with("ORD-").check("12").unwrap_err().message(), "Begin with \"ORD-\".");
    /// ```
    starts_with -> StartsWith;
    "starts_with", "the text does not begin with {part}", "begin with \"{part}\"";
    |text, part| text.starts_with(part), Some(("", ANYTHING))

    /// A text that ends with another, letter by letter.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::ends_with(".rs").check("main.rs").is_ok());
    /// assert_eq!(rules::ends_with(".rs").check("main.c").unwrap_err().message(), "End with \".rs\".");
    /// ```
    ends_with -> EndsWith;
    "ends_with", "the text does not end with {part}", "end with \"{part}\"";
    |text, part| text.ends_with(part), Some((ANYTHING, ""))
}

/// A text as the regular expression that takes it alone, in JavaScript with either flag.
pub(super) fn literal(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '/'
        ) {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

text_rule! {
    /// Text without markup: no browser finds a tag, a comment or a declaration in it, whatever it makes of `&`.
    ///
    /// It is [`html::check_plain`](crate::html::check_plain). A comparison (`a < b`) is no markup.
    ///
    /// # Does not guarantee
    /// That the text may stand in a page unescaped: write it with [`escape::html`](crate::escape::html).
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::no_markup().check("3 < 4 & so on").is_ok());
    /// assert_eq!(rules::no_markup().check("<b>Ann</b>").unwrap_err().code(), "no_markup");
    /// ```
    no_markup -> NoMarkup;
    "no_markup", "there is markup in the text", "write plain text, without tags";
    |text: &str| crate::html::check_plain(text).is_ok()
}
