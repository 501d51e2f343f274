//! The four layers give one answer: function, newtype, traits, `Checked`. A module adds a line to each list.

mod support;

use serde::Deserialize;
use std::borrow::Cow;
use support::rows;
use untaint::attr::{self, AttrName, AttrPolicy};
#[cfg(feature = "unicode")]
use untaint::filename::{self, FilenamePolicy, SafeFilename};
use untaint::html::{self, HtmlPolicy, SafeHtml};
use untaint::redirect::{self, RedirectPolicy, SafeRedirect};
#[cfg(feature = "unicode")]
use untaint::text::{self, SafeText, TextPolicy};
#[cfg(feature = "upload")]
use untaint::upload::{self, Inspector, Upload, UploadPolicy};
use untaint::uri::{self, ResourceUri, SafeUri, UriPolicy};
use untaint::web::csp::{self, SafeSource, SourcePolicy};
use untaint::web::host::{self, HostPolicy, SafeHost};
use untaint::{
    Checked, CheckedOr, CleanUntrusted, Cleaned, FromUntrusted, PolicySource, Sanitizer, Validator, Violation,
};

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
    #[derive(Deserialize)]
    struct Html {
        html: String,
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
    let html = rows::<Html>("html/clean.jsonl").into_iter().map(|row| row.html);
    tables.into_iter().flat_map(rows::<Text>).map(|row| row.text).chain(html).chain(names).collect()
}

/// What a check and its adapters say must be one answer, but for the `allowed` that only a policy can add.
fn same_refusal(function: &Violation, adapter: &Violation, text: &str) {
    let params = |violation: &Violation| {
        let params = violation.params().filter(|(name, _)| *name != "allowed");
        params.map(|(name, value)| (name, value.to_string())).collect::<Vec<_>>()
    };
    assert_eq!(function.code(), adapter.code(), "{text:?}");
    assert_eq!(function.detail(), adapter.detail(), "{text:?}");
    assert_eq!(params(function), params(adapter), "{text:?}");
}

/// The function, the validator and `FromUntrusted` agree on every text, and say yes and no at least once each.
fn check_agrees<S>(
    function: impl Fn(&str) -> Result<String, Violation>,
    policy: &(impl Validator<str> + AsPolicy<S>),
) where
    S: FromUntrusted + AsRef<str>,
{
    let mut verdicts = [0_usize; 2];
    for text in texts() {
        let value =
            S::from_untrusted(text.clone(), policy.as_policy()).map(|value| value.as_ref().to_owned());
        match (function(&text), policy.check(&text), value) {
            (Ok(checked), Ok(()), Ok(value)) => assert_eq!(checked, value, "{text:?}"),
            (Err(error), Err(violation), Err(refused)) => {
                same_refusal(&error, &violation, &text);
                same_refusal(&error, &refused, &text);
            }
            (function, validator, value) => panic!("{text:?}: {function:?}, {validator:?}, {value:?}"),
        }
        verdicts[usize::from(function(&text).is_ok())] += 1;
    }
    assert!(verdicts.iter().all(|count| *count > 0), "the texts decide nothing: {verdicts:?}");
}

/// A policy as the type that its newtype names.
trait AsPolicy<S: FromUntrusted> {
    fn as_policy(&self) -> &S::Policy;
}

impl<S: FromUntrusted<Policy = P>, P> AsPolicy<S> for P {
    fn as_policy(&self) -> &P {
        self
    }
}

/// The function, the sanitizer and `CleanUntrusted` give the same text, and change some.
fn clean_agrees<S>(function: impl Fn(&str) -> String, policy: &(impl Sanitizer<str> + AsPolicy<S>))
where
    S: CleanUntrusted + AsRef<str>,
{
    let mut changed = 0;
    for text in texts() {
        let cleaned = policy.clean(&text);
        assert_eq!(function(&text), cleaned, "{text:?}");
        assert_eq!(S::clean_untrusted(text.clone(), policy.as_policy()).as_ref(), cleaned, "{text:?}");
        if let Cow::Borrowed(part) = cleaned {
            assert!(text.contains(part) || part == uri::INERT, "borrowed from the input or a literal");
        }
        changed += usize::from(function(&text) != text);
    }
    assert!(changed > 0, "the texts decide nothing");
}

/// One row for each check: its type, its policy, the function.
#[test]
fn checks_agree_with_their_adapters() {
    fn own<S: AsRef<str>, E: Into<Violation>>(result: Result<S, E>) -> Result<String, Violation> {
        result.map(|value| value.as_ref().to_owned()).map_err(Into::into)
    }
    let local = RedirectPolicy::path_only();
    check_agrees::<SafeRedirect<'static>>(|text| own(redirect::check(text, local)), local);
    for policy in [UriPolicy::web(), UriPolicy::website()] {
        check_agrees::<SafeUri<'static>>(|text| own(uri::check(text, policy)), policy);
    }
    check_agrees::<AttrName<'static>>(|text| own(attr::check_name(text)), AttrPolicy::inert());
    for policy in [HtmlPolicy::comment(), HtmlPolicy::text()] {
        check_agrees::<SafeHtml<'static>>(|text| own(html::check_clean(text, policy)), policy);
    }
    let hosts = SourcePolicy::https_hosts();
    check_agrees::<SafeSource<'static>>(|text| own(csp::check_source(text, hosts)), hosts);
    let names = HostPolicy::builder().hosts(["*.example.com", "example.com"]).build().expect("policy");
    check_agrees::<SafeHost<'static>>(|text| own(host::check(text, &names)), &names);
    #[cfg(feature = "unicode")]
    for policy in filename_policies() {
        check_agrees::<SafeFilename<'static>>(|text| own(filename::check(text, &policy)), &policy);
    }
    #[cfg(feature = "unicode")]
    for policy in [TextPolicy::snippet(), TextPolicy::identifier(), TextPolicy::person_name()] {
        check_agrees::<SafeText<'static>>(|text| own(text::check(text, policy)), policy);
    }
}

/// The validator of a policy is a check of links, so the one of resources has its own row.
#[test]
fn resources_agree_with_their_function() {
    let listed = UriPolicy::builder().schemes(["https"]).hosts(["example.com"]).relative(true).build();
    let listed = listed.expect("policy");
    for text in texts() {
        let value = ResourceUri::from_untrusted(text.clone(), &listed);
        match (uri::check_resource(&text, &listed), value) {
            (Ok(checked), Ok(value)) => assert_eq!(checked, value),
            (Err(error), Err(violation)) => same_refusal(&error.into(), &violation, &text),
            (function, value) => panic!("{text:?}: {function:?}, {value:?}"),
        }
    }
}

#[test]
fn cleanings_agree_with_their_adapters() {
    let web = UriPolicy::web();
    clean_agrees::<SafeUri<'static>>(|text| uri::clean(text, web).into_string(), web);
    for policy in [HtmlPolicy::comment(), HtmlPolicy::text(), HtmlPolicy::article()] {
        clean_agrees::<SafeHtml<'static>>(|text| html::sanitize(text, policy).into_string(), policy);
        clean_agrees::<SafeHtml<'static>>(
            |text| html::sanitize_with_report(text, policy).0.into_string(),
            policy,
        );
    }
    #[cfg(feature = "unicode")]
    for policy in filename_policies() {
        clean_agrees::<SafeFilename<'static>>(|text| filename::clean(text, &policy).into_string(), &policy);
        let reported = |text: &str| filename::clean_with_report(text, &policy).0.into_string();
        clean_agrees::<SafeFilename<'static>>(reported, &policy);
    }
    #[cfg(feature = "unicode")]
    for policy in [TextPolicy::snippet(), TextPolicy::display()] {
        clean_agrees::<SafeText<'static>>(|text| text::clean(text, policy).into_string(), policy);
    }
}

#[cfg(feature = "unicode")]
fn filename_policies() -> [FilenamePolicy; 2] {
    let ascii = FilenamePolicy::builder().ascii(true).allow_extensions(["txt", "pdf"]).build();
    [FilenamePolicy::portable().clone(), ascii.expect("policy")]
}

/// An upload's policy is a validator of files; the pieces of an inspector give the verdict of the whole.
#[test]
#[cfg(feature = "upload")]
fn uploads_agree_with_their_adapters() {
    let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
    let files: [(&str, Option<&str>, &[u8]); 6] = [
        ("dot.gif", Some("image/gif"), gif),
        ("dot.png", None, gif),
        ("dot.gif", Some("text/html"), gif),
        ("page.gif", None, b"<html><script>alert(1)</script>"),
        ("notes.txt", Some("text/plain"), b"Plain words.\n"),
        ("empty.gif", None, b""),
    ];
    let mut verdicts = [0_usize; 2];
    for policy in [UploadPolicy::images(), UploadPolicy::documents()] {
        for (name, declared, bytes) in files {
            let file = Upload { name, declared, bytes };
            let function = upload::check(&file, policy);
            verdicts[usize::from(function.is_ok())] += 1;
            let violation = Validator::check(policy, &file).err();
            assert_eq!(function.clone().err().map(Violation::from), violation, "{name}");
            let mut inspector = Inspector::new(name, declared, policy);
            let pieces = bytes.chunks(7).try_for_each(|piece| inspector.push(piece));
            let streamed = pieces.and_then(|()| inspector.finish());
            assert_eq!(streamed.map_err(|e| e.code()), function.map_err(|e| e.code()), "{name}");
        }
    }
    assert!(verdicts.iter().all(|count| *count > 0), "the files decide nothing: {verdicts:?}");
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

/// An adapter that lies is found out: the comparisons above can fail.
#[test]
#[should_panic(expected = "left == right")]
fn a_check_that_lies_is_found_out() {
    check_agrees::<SafeRedirect<'static>>(|_| Ok(String::new()), RedirectPolicy::path_only());
}

#[test]
#[should_panic(expected = "left == right")]
fn a_cleaning_that_lies_is_found_out() {
    clean_agrees::<SafeHtml<'static>>(str::to_owned, HtmlPolicy::comment());
}

struct Local;

impl PolicySource for Local {
    type Policy = RedirectPolicy;

    fn policy() -> &'static RedirectPolicy {
        RedirectPolicy::path_only()
    }

    fn fallback() -> &'static str {
        "/home"
    }
}

struct Comment;

impl PolicySource for Comment {
    type Policy = HtmlPolicy;

    fn policy() -> &'static HtmlPolicy {
        HtmlPolicy::comment()
    }
}

#[test]
fn values_in_data_agree_with_their_functions() {
    for text in texts() {
        let checked = Checked::<SafeRedirect<'static>, Local>::new(text.as_str());
        let checked_or = CheckedOr::<SafeRedirect<'static>, Local>::new(text.as_str());
        match redirect::check(&text, RedirectPolicy::path_only()) {
            Ok(target) => {
                assert_eq!(checked.expect("allowed").into_inner(), target);
                assert_eq!(checked_or.into_inner(), target);
            }
            Err(error) => {
                assert_eq!(checked.expect_err("refused"), Violation::from(error));
                assert_eq!(checked_or.get(), &"/home");
            }
        }
        let cleaned = Cleaned::<SafeHtml<'static>, Comment>::new(text.as_str());
        assert_eq!(cleaned.get(), &html::sanitize(&text, HtmlPolicy::comment()));
    }
}

/// A fallback that the policy refuses is no way around it.
#[test]
fn a_wrong_fallback_is_the_last_resort() {
    struct Wrong;
    impl PolicySource for Wrong {
        type Policy = RedirectPolicy;
        fn policy() -> &'static RedirectPolicy {
            RedirectPolicy::path_only()
        }
        fn fallback() -> &'static str {
            "//evil.example"
        }
    }
    assert_eq!(CheckedOr::<SafeRedirect<'static>, Wrong>::new("//evil.example").get(), &"/");
    assert_eq!(CheckedOr::<SafeRedirect<'static>, Wrong>::default().get(), &"/");
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
        let cleaned: Cleaned<SafeHtml<'static>, Comment> = serde_json::from_str(&json).expect("any text");
        assert_eq!(cleaned.get(), &html::sanitize(&text, HtmlPolicy::comment()));
        assert!(serde_json::from_str::<CheckedOr<SafeRedirect<'static>, Local>>(&json).is_ok());
    }
}
