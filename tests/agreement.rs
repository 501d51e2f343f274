//! The four layers give one answer: function, newtype, traits, `Checked`. A module adds a line to each list.

mod support;

use serde::Deserialize;
use std::borrow::Cow;
use support::rows;
use untaint::attr::{self, AttrName, AttrPolicy};
#[cfg(feature = "unicode")]
use untaint::filename::{self, FilenamePolicy, SafeFilename};
use untaint::redirect::{self, RedirectPolicy, SafeRedirect};
#[cfg(feature = "unicode")]
use untaint::text::{self, SafeText, TextPolicy};
use untaint::uri::{self, ResourceUri, SafeUri, UriPolicy};
use untaint::{Checked, FromUntrusted, PolicySource, Sanitizer, Validator, Violation};

/// Every text of every table, so that each layer sees accepted and refused ones.
fn texts() -> Vec<String> {
    #[derive(Deserialize)]
    struct Text {
        #[serde(
            alias = "url",
            alias = "target",
            alias = "link",
            alias = "value",
            alias = "name",
            alias = "input"
        )]
        text: String,
    }
    let names = ["title", "Title", "aria-label", "onclick", "data-x"].map(str::to_owned);
    let tables = [
        "redirect/browser.jsonl",
        "redirect/policies.jsonl",
        "uri/scheme.jsonl",
        "uri/policies.jsonl",
        "escape/contexts.jsonl",
        "filename/names.jsonl",
        "text/paste.jsonl",
        "text/languages.jsonl",
    ];
    tables.into_iter().flat_map(rows::<Text>).map(|row| row.text).chain(names).collect()
}

/// The function and the validator agree on every text, and both say yes and no at least once.
fn same_verdict(function: impl Fn(&str) -> Result<(), Violation>, validator: &dyn Validator<str>) {
    let mut verdicts = [0_usize; 2];
    for text in texts() {
        let (function, validator) = (function(&text), validator.check(&text));
        assert_eq!(function, validator, "{text:?}");
        verdicts[usize::from(function.is_ok())] += 1;
    }
    assert!(verdicts.iter().all(|count| *count > 0), "the texts decide nothing: {verdicts:?}");
}

/// The function and the sanitizer give the same text.
fn same_text(function: impl Fn(&str) -> String, sanitizer: &dyn Sanitizer<str>) {
    for text in texts() {
        let cleaned = sanitizer.clean(&text);
        assert_eq!(function(&text), cleaned, "{text:?}");
        if let Cow::Borrowed(part) = cleaned {
            assert!(text.contains(part) || part == uri::INERT, "borrowed from the input or a literal");
        }
    }
}

/// The function and `FromUntrusted` give the same value, as text, or the same violation.
fn same_value<S: FromUntrusted + AsRef<str>>(
    function: impl Fn(&str) -> Result<String, Violation>,
    policy: &S::Policy,
) {
    for text in texts() {
        let value = S::from_untrusted(text.clone(), policy).map(|value| value.as_ref().to_owned());
        assert_eq!(function(&text), value, "{text:?}");
    }
}

#[test]
fn validators_agree_with_their_functions() {
    same_verdict(
        |text| redirect::check(text, RedirectPolicy::path_only()).map(drop).map_err(Violation::from),
        RedirectPolicy::path_only(),
    );
    same_verdict(
        |text| uri::check(text, UriPolicy::web()).map(drop).map_err(Violation::from),
        UriPolicy::web(),
    );
    same_verdict(|text| attr::check_name(text).map(drop).map_err(Violation::from), AttrPolicy::inert());
    #[cfg(feature = "unicode")]
    for policy in filename_policies() {
        same_verdict(|text| filename::check(text, &policy).map(drop).map_err(Violation::from), &policy);
    }
    #[cfg(feature = "unicode")]
    same_verdict(
        |text| text::check(text, TextPolicy::snippet()).map(drop).map_err(Violation::from),
        TextPolicy::snippet(),
    );
}

#[cfg(feature = "unicode")]
fn filename_policies() -> [FilenamePolicy; 2] {
    let ascii = FilenamePolicy::builder().ascii(true).allow_extensions(["txt", "pdf"]).build();
    [FilenamePolicy::default(), ascii.expect("policy")]
}

#[test]
fn sanitizers_agree_with_their_functions() {
    same_text(|text| uri::clean(text, UriPolicy::web()).as_str().to_owned(), UriPolicy::web());
    #[cfg(feature = "unicode")]
    for policy in filename_policies() {
        same_text(|text| filename::clean(text, &policy).as_str().to_owned(), &policy);
        same_text(|text| filename::clean_with_report(text, &policy).0.as_str().to_owned(), &policy);
    }
    #[cfg(feature = "unicode")]
    same_text(|text| text::clean(text, TextPolicy::snippet()).into_string(), TextPolicy::snippet());
}

#[test]
fn values_agree_with_their_functions() {
    let local = RedirectPolicy::path_only();
    same_value::<SafeRedirect<'static>>(|text| Ok(redirect::check(text, local)?.as_str().to_owned()), local);
    same_value::<SafeUri<'static>>(
        |text| Ok(uri::check(text, UriPolicy::web())?.as_str().to_owned()),
        UriPolicy::web(),
    );
    same_value::<AttrName<'static>>(
        |text| Ok(attr::check_name(text)?.as_str().to_owned()),
        AttrPolicy::inert(),
    );
    #[cfg(feature = "unicode")]
    same_value::<SafeText<'static>>(
        |text| Ok(text::check(text, TextPolicy::identifier())?.as_str().to_owned()),
        TextPolicy::identifier(),
    );
    let listed = UriPolicy::builder()
        .schemes(["https"])
        .hosts(["example.com"])
        .relative(true)
        .build()
        .expect("policy");
    #[cfg(feature = "unicode")]
    for policy in filename_policies() {
        same_value::<SafeFilename<'static>>(
            |text| Ok(filename::check(text, &policy)?.as_str().to_owned()),
            &policy,
        );
    }
    same_value::<ResourceUri<'static>>(
        |text| Ok(uri::check_resource(text, &listed)?.as_str().to_owned()),
        &listed,
    );
}

#[test]
fn a_bool_agrees_with_its_check() {
    for text in texts() {
        assert_eq!(
            redirect::has_allowed_host_and_scheme(&text, &[], false),
            redirect::check(&text, RedirectPolicy::path_only()).is_ok()
        );
    }
}

/// A validator that lies is found out: the comparison above can fail.
#[test]
#[should_panic(expected = "left == right")]
fn a_validator_that_lies_is_found_out() {
    same_verdict(|_| Ok(()), RedirectPolicy::path_only());
}

struct Local;

impl PolicySource for Local {
    type Policy = RedirectPolicy;

    fn policy() -> &'static RedirectPolicy {
        RedirectPolicy::path_only()
    }
}

#[test]
fn checked_agrees_with_its_function() {
    for text in texts() {
        let checked = Checked::<SafeRedirect<'static>, Local>::new(text.as_str());
        match redirect::check(&text, RedirectPolicy::path_only()) {
            Ok(target) => assert_eq!(checked.expect("allowed").into_inner(), target),
            Err(error) => assert_eq!(checked.expect_err("refused"), Violation::from(error)),
        }
    }
}

#[test]
#[cfg(feature = "serde")]
fn a_round_trip_through_serde_checks_again() {
    for text in texts() {
        let json = serde_json::to_string(&text).expect("a string");
        let read = serde_json::from_str::<Checked<SafeRedirect<'static>, Local>>(&json);
        match redirect::check(&text, RedirectPolicy::path_only()) {
            Ok(target) => {
                assert_eq!(serde_json::to_string(&target).expect("a string"), json);
                assert_eq!(serde_json::to_string(&read.expect("allowed")).expect("a string"), json);
            }
            Err(error) => assert!(read.expect_err("refused").to_string().contains(error.code())),
        }
    }
}
