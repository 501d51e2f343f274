//! What every `Safe…` text type has in common, written once.

/// Implements the common interface of a type with a lifetime `'a` and a field `text: Cow<'a, str>`.
///
/// Two values are equal, ordered and hashed by their text alone: how a policy came to it is no part of the value. There
/// is no `Deref` and no `Display`: `&*value` or `format!("{value}")` would carry the text to a place that the check did
/// not look at. A type that is safe where `format!` puts it adds its own `Display`.
macro_rules! safe_text {
    ($name:ident) => {
        impl<'a> $name<'a> {
            /// The checked text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.text
            }

            /// The same value, independent of the text it came from.
            #[must_use]
            #[allow(clippy::needless_update, reason = "some types have more fields, some have none")]
            pub fn into_owned(self) -> $name<'static> {
                $name { text: std::borrow::Cow::Owned(self.text.into_owned()), ..self }
            }

            /// The checked text as a `String`.
            #[must_use]
            pub fn into_string(self) -> String {
                self.text.into_owned()
            }
        }

        impl AsRef<str> for $name<'_> {
            fn as_ref(&self) -> &str {
                &self.text
            }
        }

        impl From<$name<'_>> for String {
            fn from(value: $name<'_>) -> Self {
                value.into_string()
            }
        }

        impl<'a> From<$name<'a>> for std::borrow::Cow<'a, str> {
            fn from(value: $name<'a>) -> Self {
                value.text
            }
        }

        impl PartialEq for $name<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.text == other.text
            }
        }

        impl Eq for $name<'_> {}

        impl PartialEq<str> for $name<'_> {
            fn eq(&self, other: &str) -> bool {
                self.text == other
            }
        }

        impl PartialEq<&str> for $name<'_> {
            fn eq(&self, other: &&str) -> bool {
                self.text == *other
            }
        }

        impl PartialEq<String> for $name<'_> {
            fn eq(&self, other: &String) -> bool {
                self.text == *other
            }
        }

        impl PartialOrd for $name<'_> {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name<'_> {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.text.cmp(&other.text)
            }
        }

        impl std::hash::Hash for $name<'_> {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.text.hash(state);
            }
        }

        #[cfg(feature = "serde")]
        #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
        impl serde::Serialize for $name<'_> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.text)
            }
        }
    };
}

/// Implements what follows from a check: the policy as a [`Validator`](crate::Validator), and the type as what
/// [`Checked`](crate::Checked) makes. The last word, where there is one, is the policy's method that adds `allowed`.
macro_rules! checked_by {
    ($name:ident, $policy:ty, $check:ident $(, $explain:ident)?) => {
        #[doc = concat!("[`", stringify!($check), "`], without the value.")]
        impl $crate::Validator<str> for $policy {
            fn check(&self, value: &str) -> Result<(), $crate::Violation> {
                $check(value, self).map(drop).map_err(|error| {
                    let violation = $crate::Violation::from(error);
                    $(let violation = self.$explain(violation);)?
                    violation
                })
            }
        }

        $crate::safe::made_by!($name, $policy, $check $(, $explain)?);
    };
}

/// The second half of [`checked_by`], for a second type of a policy.
macro_rules! made_by {
    ($name:ident, $policy:ty, $check:ident $(, $explain:ident)?) => {
        #[doc = concat!("[`", stringify!($check), "`]: a check, which cleans nothing.")]
        impl $crate::FromUntrusted for $name<'static> {
            type Policy = $policy;

            fn from_untrusted(raw: String, policy: &$policy) -> Result<Self, $crate::Violation> {
                $check(&raw, policy).map($name::into_owned).map_err(|error| {
                    let violation = $crate::Violation::from(error);
                    $(let violation = policy.$explain(violation);)?
                    violation
                })
            }
        }
    };
}

/// Implements what follows from a cleaning: the policy as a [`Sanitizer`](crate::Sanitizer), and the type as what
/// [`Cleaned`](crate::Cleaned) makes.
macro_rules! cleaned_by {
    ($name:ident, $policy:ty, $clean:ident) => {
        #[doc = concat!("[`", stringify!($clean), "`](fn@", stringify!($clean), ").")]
        impl $crate::Sanitizer<str> for $policy {
            fn clean<'a>(&self, value: &'a str) -> std::borrow::Cow<'a, str> {
                $clean(value, self).into()
            }
        }

        #[doc = concat!("[`", stringify!($clean), "`](fn@", stringify!($clean), ").")]
        impl $crate::CleanUntrusted for $name<'static> {
            fn clean_untrusted(raw: String, policy: &$policy) -> Self {
                $clean(&raw, policy).into_owned()
            }
        }
    };
}

pub(crate) use {checked_by, cleaned_by, made_by, safe_text};
