//! Fields that hold the proof: Safe types, read by the policy that stands beside them.

use super::FormField;
use crate::form::fields::FieldKind;
use crate::form::filler::Filler;
use crate::form::input::Input;
use crate::{CleanUntrusted, FromUntrusted, Report, Violation};

macro_rules! safe_fields {
    ($($(#[$meta:meta])* $safe:ty;)*) => {$(
        $(#[$meta])*
        impl FormField for $safe {
            const KIND: FieldKind = FieldKind::Text;

            fn fill(&self, into: &mut Filler<'_>) {
                into.text(self.as_str());
            }
        }

        $(#[$meta])*
        impl crate::rules::Text for $safe {
            fn text(&self) -> Option<&str> {
                Some(self.as_str())
            }
        }

        $(#[$meta])*
        impl crate::rules::Measure for $safe {
            fn measure(&self, unit: crate::rules::Unit, enough: usize) -> Option<(usize, crate::rules::Unit)> {
                self.as_str().measure(unit, enough)
            }
        }
    )*};
}
safe_fields! {
    crate::redirect::SafeRedirect<'static>;
    crate::uri::SafeUri<'static>;
    crate::html::SafeHtml<'static>;
    #[cfg(feature = "unicode")]
    crate::text::SafeText<'static>;
    #[cfg(feature = "unicode")]
    crate::filename::SafeFilename<'static>;
}

/// What was typed and is left of it, when there is something.
fn typed(input: Input<'_>, tidy: impl FnOnce(&mut String)) -> Result<String, Report> {
    let mut text = input.text()?.unwrap_or_default().to_owned();
    if !text.is_empty() {
        tidy(&mut text);
    }
    if text.is_empty() { Err(Violation::new("required").into()) } else { Ok(text) }
}

/// Reads a value that a check makes; `tidy` runs before.
///
/// # Errors
/// What the check says.
pub fn checked<S: FromUntrusted>(
    input: Input<'_>,
    policy: &S::Policy,
    tidy: impl FnOnce(&mut String),
) -> Result<S, Report> {
    Ok(S::from_untrusted(typed(input, tidy)?, policy)?)
}

/// Reads a value that a cleaning makes; `tidy` runs before.
///
/// # Errors
/// `required` where nothing was typed, or nothing is left.
pub fn cleaned<S: CleanUntrusted + AsRef<str>>(
    input: Input<'_>,
    policy: &S::Policy,
    tidy: impl FnOnce(&mut String),
) -> Result<S, Report> {
    let safe = S::clean_untrusted(typed(input, tidy)?, policy);
    if safe.as_ref().is_empty() { Err(Violation::new("required").into()) } else { Ok(safe) }
}

/// Reads what may be left blank.
///
/// # Errors
/// What `read` says.
pub fn optional<T>(
    input: Input<'_>,
    read: impl FnOnce(Input<'_>) -> Result<T, Report>,
) -> Result<Option<T>, Report> {
    if input.is_blank() {
        return Ok(None);
    }
    match read(input) {
        // Nothing was left of it.
        Err(report) if matches!(report.violations(), [lone] if lone.code() == "required") => Ok(None),
        read => read.map(Some),
    }
}
