//! What the errors of all modules have in common, written once: a row for each kind, and what follows from it.

/// Writes the enum of an error's kinds from one row each: the doc, the name, the code, the sentence (lower case, no
/// full stop, nothing of the input) and the advice for the visitor. A row may carry numbers, which become the
/// `params` of the [`Violation`](crate::Violation): `at`, `len` and `max` are documented here.
macro_rules! error_kinds {
    (
        $(#[$meta:meta])*
        $kind:ident {
            $(
                $(#[$row:meta])*
                $name:ident $({ $($field:ident: $type:ty),+ })?
                    $code:literal, $sentence:literal, $advice:literal;
            )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
        #[non_exhaustive]
        pub enum $kind {
            $(
                $(#[$row])*
                #[doc = concat!("\n\nCode `", $code, "`.")]
                #[error($sentence)]
                $name $({ $(#[doc = $crate::error::field_doc!($field)] $field: $type),+ })?,
            )+
        }

        impl $kind {
            /// The rows, for `docs::codes` and the advice of a violation.
            pub(crate) const CODES: &'static [$crate::Code] = &[
                $($crate::Code::new($code, $sentence, $advice, &[$($(stringify!($field)),+)?]),)+
            ];

            /// The kind's name, stable over releases.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$name $({ $($field: _),+ })? => $code,)+
                }
            }

            fn with_params(self, violation: $crate::Violation) -> $crate::Violation {
                match self {
                    $(Self::$name $({ $($field),+ })? => violation$($(.with_param(stringify!($field), $field))+)?,)+
                }
            }
        }
    };
}

/// What a number of a row says.
macro_rules! field_doc {
    (at) => {
        "Byte offset of the first one."
    };
    (len) => {
        "The length in bytes."
    };
    (max) => {
        "The policy's limit."
    };
}

/// Writes the opaque error around a kind, and what it turns into.
macro_rules! error_type {
    ($(#[$meta:meta])* $error:ident($kind:ident)) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
        #[error("{kind}")]
        pub struct $error {
            kind: $kind,
        }

        impl $error {
            /// The reason.
            #[must_use]
            pub fn kind(&self) -> $kind {
                self.kind
            }

            /// The reason's name, stable over releases.
            #[must_use]
            pub fn code(&self) -> &'static str {
                self.kind.code()
            }
        }

        impl From<$kind> for $error {
            fn from(kind: $kind) -> Self {
                Self { kind }
            }
        }

        impl From<$error> for $crate::Violation {
            fn from(error: $error) -> Self {
                error.kind.with_params(Self::new(error.code()).with_detail(error.kind.to_string()))
            }
        }

        $crate::error::report_from!($error);
    };
}

/// A report of one violation.
macro_rules! report_from {
    ($error:ident) => {
        impl From<$error> for $crate::Report {
            fn from(error: $error) -> Self {
                $crate::Violation::from(error).into()
            }
        }
    };
}

pub(crate) use {error_kinds, error_type, field_doc, report_from};
