//! Inputs as types, for fuzzers and for `proptest`'s `any`.

use super::generate::{self, MAX_CHOICES, Upload, make};
use super::strategies;
use arbitrary::{Arbitrary, Unstructured};
use proptest::strategy::{BoxedStrategy, Strategy};

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident $function:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// At most [`MAX_LEN`](generate::MAX_LEN) bytes. `Arbitrary` takes at most 62 bytes of a fuzzer's input and
        /// gives the same text for the same bytes.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[allow(clippy::exhaustive_structs, reason = "a text and nothing else")]
        pub struct $name(pub String);

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl<'a> Arbitrary<'a> for $name {
            fn arbitrary(u: &mut Unstructured<'a>) -> arbitrary::Result<Self> {
                choices(u).map(|choices| Self(make::$function(choices)))
            }

            fn size_hint(_: usize) -> (usize, Option<usize>) {
                (0, Some(MAX_CHOICES + 1))
            }
        }

        impl proptest::arbitrary::Arbitrary for $name {
            type Parameters = ();
            type Strategy = BoxedStrategy<Self>;

            fn arbitrary_with((): ()) -> BoxedStrategy<Self> {
                strategies::$function().prop_map(Self).boxed()
            }
        }
    )*};
}

texts! {
    /// A redirect target, as [`generate::redirects`] makes them.
    HostileRedirect redirects;
    /// A link, as [`generate::uris`] makes them.
    HostileUri uris;
    /// HTML, as [`generate::html`] makes it.
    HostileHtml html;
    /// The name of an attribute, as [`generate::attributes`] makes them.
    HostileAttribute attributes;
    /// The value of an attribute, as [`generate::attribute_values`] makes them.
    HostileAttributeValue attribute_values;
    /// A file name, as [`generate::filenames`] makes them.
    HostileFilename filenames;
    /// Text for people, as [`generate::text`] makes it.
    HostileText text;
    /// An e-mail address, as [`generate::emails`] makes them.
    HostileEmail emails;
    /// The value of a header, as [`generate::headers`] makes them.
    HostileHeader headers;
}

/// An uploaded file, as [`generate::uploads`] makes them.
///
/// At most [`MAX_UPLOAD`](generate::MAX_UPLOAD) bytes, with a name of at most [`MAX_LEN`](generate::MAX_LEN).
/// `Arbitrary` takes at most 62 bytes of a fuzzer's input and gives the same file for the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "a file and nothing else")]
pub struct HostileUpload(pub Upload);

impl<'a> Arbitrary<'a> for HostileUpload {
    fn arbitrary(u: &mut Unstructured<'a>) -> arbitrary::Result<Self> {
        choices(u).map(|choices| Self(generate::upload(choices)))
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (0, Some(MAX_CHOICES + 1))
    }
}

impl proptest::arbitrary::Arbitrary for HostileUpload {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> BoxedStrategy<Self> {
        strategies::uploads().prop_map(Self).boxed()
    }
}

/// Bytes to choose by: as many as their first one says, so that several inputs share a fuzzer's.
fn choices<'a>(u: &mut Unstructured<'a>) -> arbitrary::Result<&'a [u8]> {
    let wanted = usize::from(u8::arbitrary(u)?) % (MAX_CHOICES + 1);
    u.bytes(wanted.min(u.len()))
}
