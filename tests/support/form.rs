//! What must hold for a submitted form, whatever was sent.

use std::collections::BTreeMap;
use untaint::Form;
use untaint::form::{Entries, Filler, FormField, FormLimits, FromForm, Submission};

/// One field of each kind.
#[derive(Form, Debug, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Everything {
    #[clean(trim)]
    #[validate(length(..=100))]
    a_text: String,
    #[validate(any_text)]
    any: Option<String>,
    number: Option<i64>,
    ratio: Option<f64>,
    is_on: bool,
    choice: Option<Choice>,
    list: Vec<String>,
    numbers: Vec<u8>,
    map: BTreeMap<String, u8>,
    inner: Option<Inner>,
    inners: Vec<Inner>,
    #[serde(flatten)]
    flat: Flat,
    #[form(parse)]
    address: Option<std::net::IpAddr>,
}

/// A form inside.
#[derive(Form, Debug, PartialEq)]
pub struct Inner {
    city: String,
    stars: Option<u8>,
    deeper: Option<Box<Inner>>,
}

/// Fields in the place of another.
#[derive(Form, Debug, PartialEq)]
pub struct Flat {
    letter: Option<char>,
}

/// A word.
#[derive(Form, Debug, PartialEq, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub enum Choice {
    One,
    Two,
}

fn limits() -> FormLimits {
    FormLimits::builder().parts(200).body_bytes(20_000).field_bytes(5_000).build().expect("three limits")
}

/// What a value writes is read as the same value.
pub fn comes_back(value: &Everything, fill: impl Fn(&Everything, &mut Filler<'_>)) -> bool {
    struct Filled<'f, F: Fn(&Everything, &mut Filler<'_>)>(&'f Everything, &'f F);
    impl<F: Fn(&Everything, &mut Filler<'_>)> FormField for Filled<'_, F> {
        const KIND: untaint::FieldKind = Everything::KIND;
        fn fill(&self, into: &mut Filler<'_>) {
            (self.1)(self.0, into);
        }
    }
    let filled = Filled(value, &fill);
    let form = Submission::edit(&filled);
    Everything::from_form(form.entries().root(), &()).is_ok_and(|read| read == *value)
}

fn read_holds(entries: Result<Entries, untaint::form::FormError>) {
    let entries = match entries {
        Ok(entries) => entries,
        Err(error) => {
            assert!(matches!(error.status(), 400 | 413), "{error}");
            return;
        }
    };
    assert!(entries.len() <= 200, "more parts than the limit");
    let form = Submission::<Everything>::of(entries);
    assert_eq!(form.value().is_some(), form.report().is_empty());
    for violation in form.report().violations() {
        assert!(untaint::codes().any(|code| code.code() == violation.code()), "{}", violation.code());
    }
    if let Ok(value) = form.finish() {
        assert!(comes_back(&value, FormField::fill), "{:?}", *value);
    }
}

/// Every reader, over the same bytes.
pub fn form_holds(body: &[u8]) {
    read_holds(Entries::from_urlencoded(body, &limits()));
    #[cfg(feature = "serde")]
    read_holds(Entries::from_json(body, &limits()));
    let pairs = body.split(|byte| *byte == b'\n').map(|line| {
        let at = line.iter().position(|byte| *byte == b'=').unwrap_or(line.len());
        (String::from_utf8_lossy(&line[..at]).into_owned(), line.get(at + 1..).unwrap_or_default().to_vec())
    });
    read_holds(Entries::from_pairs(pairs, &limits()));
}
