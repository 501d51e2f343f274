//! What every rule's file says once: its code, its builder, and how it is bound to [`Validator`](crate::Validator).

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

        #[doc = concat!("The rule [`", stringify!($name), "`].")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $rule(());

        impl $rule {
            pub(super) const CODE: $crate::Code = $crate::Code::new($code, $meaning, $advice, &[]);
        }

        impl<T: $crate::rules::Text + ?Sized> $crate::Validator<T> for $rule {
            #[inline]
            fn check(&self, value: &T) -> Result<(), $crate::Violation> {
                match value.text() {
                    Some(text) if !$keeps(text) => Err($crate::Violation::new($code)),
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

pub(crate) use {text_rule, text_verdict};
