//! The [generators](super::generate) as strategies of `proptest`, which shrink: fewer changes, and then an earlier row.
//!
//! ```
//! use proptest::prelude::*;
//! use untaint::html::{self, HtmlPolicy};
//! use untaint::testing::{assert_inert_html, strategies};
//!
//! proptest! {
//!     #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]
//!
//!     # /*
//!     #[test]
//!     # */
//!     fn notes_are_inert(text in strategies::html()) {
//!         assert_inert_html(html::sanitize(&text, HtmlPolicy::comment()).as_str());
//!     }
//! }
//! # notes_are_inert();
//! ```

use super::generate::{self, MAX_STEPS, STEP, Upload, make};
use proptest::prelude::any;
use proptest::strategy::Strategy;

fn choices() -> impl Strategy<Value = Vec<u8>> + Clone {
    let steps = proptest::collection::vec(any::<[u8; STEP]>(), 0..=MAX_STEPS);
    (any::<u8>(), steps)
        .prop_map(|(row, steps)| std::iter::once(row).chain(steps.into_iter().flatten()).collect())
}

macro_rules! strategies {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name() -> impl Strategy<Value = String> + Clone {
            choices().prop_map(|choices| make::$name(&choices))
        }
    )*};
}

strategies! {
    /// Redirect targets, as [`generate::redirects`] makes them.
    redirects;
    /// Links, as [`generate::uris`] makes them.
    uris;
    /// HTML, as [`generate::html`] makes it.
    html;
    /// Names of attributes, as [`generate::attributes`] makes them.
    attributes;
    /// Values of attributes, as [`generate::attribute_values`] makes them.
    attribute_values;
    /// File names, as [`generate::filenames`] makes them.
    filenames;
    /// Text for people, as [`generate::text`] makes it.
    text;
    /// E-mail addresses, as [`generate::emails`] makes them.
    emails;
    /// Values of headers, as [`generate::headers`] makes them.
    headers;
}

/// Uploaded files, as [`generate::uploads`] makes them.
pub fn uploads() -> impl Strategy<Value = Upload> + Clone {
    choices().prop_map(|choices| generate::upload(&choices))
}
