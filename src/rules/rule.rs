//! What every rule's file says once: its code, its builder, and how it is bound to [`Validator`](crate::Validator).

use super::describe::RuleInfo;
use crate::Violation;

/// A rule about text without a setting: its doc, its name, its type, the row of its code, and what decides.
///
/// `says` may add what HTML and JSON Schema have words for.
macro_rules! text_rule {
    (
        $(#[$doc:meta])*
        $name:ident -> $rule:ident;
        $code:literal, $meaning:literal, $advice:literal;
        $keeps:expr
        $(; says $says:expr)?
    ) => {
        $(#[$doc])*
        #[must_use]
        pub const fn $name() -> $rule {
            $rule(())
        }

        #[doc = concat!("The rule [`", stringify!($name), "`](fn@", stringify!($name), ").")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $rule(());

        impl $rule {
            pub(super) const CODE: $crate::Code = $crate::Code::new($code, $meaning, $advice, &[]);
        }

        impl<T: $crate::rules::Text + ?Sized> $crate::Validator<T> for $rule {
            #[inline]
            fn check(&self, value: &T) -> Result<(), $crate::Violation> {
                match value.text() {
                    Some(text) if !$keeps(text) => Err($crate::rules::rule::refused($code)),
                    _ => Ok(()),
                }
            }
        }

        impl $crate::rules::Describe for $rule {
            fn describe(&self) -> $crate::rules::RuleInfo {
                let info = $crate::rules::RuleInfo::new($code);
                $(let info = $says(info);)?
                info
            }
        }
    };
}

/// A rule about text with settings: binds a method `verdict(&self, text: &str) -> Result<(), Violation>` to the trait.
macro_rules! text_verdict {
    ($([$($generics:tt)*])? $rule:ty) => {
        impl<T: $crate::rules::Text + ?Sized $(, $($generics)*)?> $crate::Validator<T> for $rule {
            #[inline]
            fn check(&self, value: &T) -> Result<(), $crate::Violation> {
                value.text().map_or(Ok(()), |text| self.verdict(text))
            }
        }
    };
}

/// The violation of a rule that has nothing to tell but its code.
#[cold]
pub(crate) fn refused(code: &'static str) -> Violation {
    Violation::new(code)
}

/// Adds the spelling of all that a rule takes, and perhaps of more: a regular expression that means the same in Rust
/// and in JavaScript with the flags `u` and `v`, without anchors.
pub(super) fn looks_like(info: RuleInfo, pattern: &'static str) -> RuleInfo {
    info.with_html("pattern", pattern)
}

/// Adds the spelling of all that a rule takes, and of nothing else.
pub(super) fn spelled(info: RuleInfo, pattern: &'static str) -> RuleInfo {
    looks_like(info, pattern).with_schema("pattern", format!("^(?:{pattern})$"))
}

pub(crate) use {text_rule, text_verdict};
