//! What every borrowed-or-owned `Safe…` text type has in common, written once.

/// Implements the common interface of a type with a lifetime `'a` and a field `text: Cow<'a, str>`.
///
/// There is no `Deref` and no `Display`: `&*value` or `format!("{value}")` would carry the text to a place that
/// the check did not look at. A type that is safe where `format!` puts it adds its own `Display`.
macro_rules! safe_text {
    ($name:ident) => {
        impl $name<'_> {
            /// The checked text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.text
            }
        }

        impl AsRef<str> for $name<'_> {
            fn as_ref(&self) -> &str {
                &self.text
            }
        }

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

        #[cfg(feature = "serde")]
        #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
        impl serde::Serialize for $name<'_> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.text)
            }
        }
    };
}

pub(crate) use safe_text;
