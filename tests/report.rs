//! Reports of forms: one line for each field, every error in one form, advice for the visitor.

use untaint::uri::{self, UriPolicy};
use untaint::{Report, Validator, Violation, attr, escape, html, redirect};

#[test]
fn each_field_is_one_line() {
    let mut report = Report::new();
    let site = report.ok("site", uri::check("https://example.com/", UriPolicy::website()));
    let blog = report.ok("blog", uri::check("javascript:x", UriPolicy::website()));
    let tags: Vec<_> = ["title", "onclick"]
        .iter()
        .enumerate()
        .map(|(at, name)| report.ok(at, attr::check_name(name)).is_some())
        .collect();
    assert_eq!(site.as_ref().map(uri::SafeUri::as_str), Some("https://example.com/"));
    assert!(blog.is_none());
    assert_eq!(tags, [true, false]);
    let said: Vec<_> = report.violations().iter().map(|one| (one.path().to_string(), one.code())).collect();
    assert_eq!(said, [("blog".to_owned(), "uri.scheme"), ("[1]".to_owned(), "attr.handler")]);
    assert!(report.into_result().is_err());
}

/// A full report counts what it does not keep, also through `ok`.
#[test]
fn a_full_report_counts() {
    let mut report = Report::new().with_max(1);
    for field in ["a", "b", "c"] {
        assert!(report.ok(field, uri::check("javascript:x", UriPolicy::web())).is_none());
    }
    assert_eq!((report.violations().len(), report.dropped()), (1, 2));
}

/// Every error of the crate becomes a report of one violation, the same as its violation.
#[test]
fn every_error_is_a_report() {
    fn same<E: Into<Violation> + Into<Report> + Clone>(error: E) {
        let report: Report = error.clone().into();
        assert_eq!(report.violations(), [error.into()]);
        assert_eq!(report.status(), 422);
    }
    same(redirect::check("//x", redirect::RedirectPolicy::path_only()).unwrap_err());
    same(uri::check("javascript:x", UriPolicy::web()).unwrap_err());
    same(attr::check_name("onclick").unwrap_err());
    same(escape::url_segment("..").unwrap_err());
    same(html::check_plain("<b>").unwrap_err());
    #[cfg(feature = "ammonia")]
    same(html::wide::sanitize(&"<b>".repeat(5000), html::wide::WidePolicy::math()).unwrap_err());
    #[cfg(feature = "unicode")]
    {
        use untaint::{filename, text};
        same(filename::safe_join("/srv", "../x").unwrap_err());
        same(text::check("\u{202E}", text::TextPolicy::display()).unwrap_err());
    }
    #[cfg(feature = "upload")]
    {
        use untaint::upload::{self, Upload, UploadPolicy};
        let file = Upload { name: "a.png", declared: None, bytes: b"<html>" };
        same(upload::check(&file, UploadPolicy::images()).unwrap_err());
    }
}

/// `?` in a handler that answers with a report.
#[test]
fn a_question_mark_makes_a_report() {
    fn handler(link: &str) -> Result<String, Report> {
        Ok(uri::check(link, UriPolicy::website())?.into_string())
    }
    assert!(handler("https://example.com").is_ok());
    assert_eq!(handler("/x").unwrap_err().to_string(), "a relative link is not allowed here (uri.relative)");
}

/// Policies say what they would have taken; the advice has it.
#[test]
fn advice_says_what_would_pass() {
    let advice = |violation: Violation| violation.advice().expect("a code of the crate").into_owned();
    let refused = UriPolicy::website().check("mailto:a@example.com").unwrap_err();
    assert_eq!(advice(refused), "use an address that begins with https:// (allowed: http, https)");
    // Without the policy, the error knows no list.
    let error = uri::check("mailto:a@example.com", UriPolicy::website()).unwrap_err();
    assert_eq!(advice(error.into()), "use an address that begins with https://");

    #[cfg(feature = "unicode")]
    {
        use untaint::filename::FilenamePolicy;
        let pictures = FilenamePolicy::builder().allow_extensions(["png", "jpg"]).build().expect("a policy");
        assert_eq!(
            advice(Validator::check(&pictures, "a.exe").unwrap_err()),
            "choose a file of another type: png, jpg"
        );
    }
    #[cfg(feature = "upload")]
    {
        use untaint::upload::{self, Upload, UploadPolicy};
        let policy = UploadPolicy::avatars().to_builder().max_bytes(3).build().expect("a policy");
        let file = Upload { name: "a.png", declared: None, bytes: b"<html>" };
        let refused = upload::check(&file, &policy).unwrap_err();
        assert_eq!(advice(refused.into()), "choose a smaller file, of at most 3 bytes");
        let refused = upload::check(&file, UploadPolicy::avatars()).unwrap_err();
        assert_eq!(advice(refused.into()), "choose a file of another type: png, jpg, webp");
    }
}

/// Headers of the crate `http` from what was checked.
#[cfg(all(feature = "http", feature = "unicode"))]
#[test]
fn headers_are_made_of_checked_values() {
    use http::HeaderValue;
    use untaint::filename::{Disposition, content_disposition};

    for (target, header) in [("/a?b=c", "/a?b=c"), ("/caf\u{e9} 1", "/caf%C3%A9%201"), ("//x\r\n", "/")] {
        let target = redirect::local(Some(target), "/");
        assert_eq!(HeaderValue::from(&target), header);
        assert_eq!(HeaderValue::from(target), header);
    }
    for name in ["a.txt", "\u{20ac} \"rates\"\r\nset-cookie: a=b.txt", "\u{202E}gpj.exe", ""] {
        let value = content_disposition(Disposition::Attachment, name);
        let header = HeaderValue::from(&value);
        assert_eq!(header.to_str().expect("ASCII"), value.as_str());
        assert!(value.as_str().starts_with("attachment; filename=\""));
    }
}

/// What a second phase finds (a name that is taken) joins, each below its field, as far as there is room.
#[test]
fn reports_are_merged_below_a_step() {
    let mut inner = Report::new().with_max(2);
    for at in 0..5_usize {
        inner.push(Violation::new("shop.tag").under(at));
    }
    let mut form = Report::new().with_max(3);
    form.push(Violation::new("shop.name").under("name"));
    form.push(Violation::new("shop.note"));
    form.merge("tags", inner);
    let paths: Vec<_> = form.violations().iter().map(|one| one.path().to_string()).collect();
    assert_eq!(paths, ["name", "", "tags[0]"]);
    assert_eq!(form.dropped(), 4, "three of the inner report's own, and one that found no room");
}

#[test]
fn violations_are_grouped_by_field() {
    let mut report = Report::new();
    for (field, code) in [("b", "shop.one"), ("a", "shop.two"), ("b", "shop.three")] {
        report.push(Violation::new(code).under(field));
    }
    let fields: Vec<_> = report
        .by_field()
        .into_iter()
        .map(|(path, found)| (path.to_string(), found.iter().map(|one| one.code()).collect::<Vec<_>>()))
        .collect();
    assert_eq!(
        fields,
        [("b".to_owned(), vec!["shop.one", "shop.three"]), ("a".to_owned(), vec!["shop.two"])]
    );
}

/// Of a secret only the limits are told.
#[test]
fn a_secret_tells_no_measure() {
    let violation = Violation::new("text.too_long")
        .with_detail("the text has 200 characters, 100 are allowed")
        .with_param("len", 200_u8)
        .with_param("at", 7_u8)
        .with_param("max", 100_u8);
    assert!(violation.to_string().contains("200"), "the control: it is told otherwise");
    let secret = violation.without_measures();
    assert!(!format!("{secret} {secret:?}").contains("200"), "{secret:?}");
    assert_eq!(secret.params().map(|(name, _)| name).collect::<Vec<_>>(), ["max"]);
}
