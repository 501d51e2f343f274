//! What must hold for `web::cookie`, whatever the text.

use std::time::Duration;
use untaint::web::cookie::{self, CookiePolicy, Fate, Scheme, SetCookie};

/// Everything that holds for `web::cookie`.
pub fn cookie_holds(text: &str) {
    report_is_in_the_text(text);
    check_is_narrower(text);
    written_is_read_back(text, write);
    value_stays_whole(text, |text| cookie::check_value(text).is_ok());
    request_is_read(text);
}

/// Findings stand in the text, at characters; the parts are parts of it; nothing printed holds the value.
pub fn report_is_in_the_text(text: &str) {
    for scheme in [Scheme::Https, Scheme::Http] {
        let report = cookie::inspect(text, scheme);
        for finding in report.findings() {
            assert!(text.get(finding.span()).is_some(), "a finding stands in the text");
            assert!(!finding.why().is_empty() && !finding.fix().is_empty());
            assert_eq!(finding.header(), Some("set-cookie"));
        }
        assert!(report.findings().len() <= 64, "findings are bounded");
        if let Some(cookie) = report.cookie() {
            assert!(cookie.name().len() + cookie.value().len() <= 4096);
            assert!(!cookie.value().contains(';') && !cookie.name().contains(['=', ';']));
        }
    }
    // Over https a browser stores whatever it stores over http.
    if cookie::inspect(text, Scheme::Http).fate() == Fate::Stored {
        assert_eq!(cookie::inspect(text, Scheme::Https).fate(), Fate::Stored, "https takes no cookie away");
    }
}

/// What a policy lets through is stored.
pub fn check_is_narrower(text: &str) {
    for policy in [CookiePolicy::session(), CookiePolicy::preference()] {
        if let Ok(cookie) = cookie::check(text, policy) {
            let report = cookie::inspect(text, Scheme::Https);
            assert_eq!(report.fate(), Fate::Stored, "what passes is stored");
            assert_eq!(report.cookie(), Some(&cookie), "with the same parts");
        }
    }
}

/// A cookie that is written comes back as it was, and no text in it sets an attribute.
pub fn written_is_read_back(text: &str, write: impl Fn(&str, Part) -> Option<String>) {
    for part in [Part::Name, Part::Value, Part::Path, Part::Domain] {
        let Some(line) = write(text, part) else { continue };
        let here =
            |here: Part, other: &'static str| if here == part { text.to_owned() } else { other.to_owned() };
        let report = cookie::inspect(&line, Scheme::Https);
        assert_eq!(report.fate(), Fate::Stored, "what is written is stored: {line:?}");
        let cookie = report.cookie().expect("a stored cookie");
        assert_eq!(cookie.name(), here(Part::Name, "n"), "the name comes back");
        assert_eq!(cookie.value(), here(Part::Value, "v"), "the value comes back");
        assert_eq!(cookie.path(), Some(&*here(Part::Path, "/")), "no text sets a path");
        assert_eq!(
            cookie.domain(),
            (part == Part::Domain && !text.is_empty()).then_some(text),
            "nor a domain"
        );
        assert!(cookie.secure() && cookie.http_only(), "no text takes a flag away");
    }
}

/// Where a hostile text is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Name,
    Value,
    Path,
    Domain,
}

/// The function under test for [`written_is_read_back`].
pub fn write(text: &str, part: Part) -> Option<String> {
    let builder = match part {
        Part::Name => SetCookie::builder(text, "v"),
        Part::Value => SetCookie::builder("n", text),
        Part::Path => SetCookie::builder("n", "v").path(text),
        Part::Domain => SetCookie::builder("n", "v").domain(text),
    };
    builder.build().ok().map(|set| set.header_value().to_owned())
}

/// A value that is let through is one, to a browser and to whoever splits a `Cookie` field.
pub fn value_stays_whole(text: &str, is_value: impl Fn(&str) -> bool) {
    if !is_value(text) || text.len() > 4000 {
        return;
    }
    let line = format!("n={text}; Path=/");
    let report = cookie::inspect(&line, Scheme::Https);
    assert_eq!(report.cookie().map(cookie::Cookie::value), Some(text), "the value is whole");
    let request = format!("a=1; n={text}; b=2");
    assert_eq!(cookie::get([request.as_str()], "n"), Ok(Some(text)), "it comes back whole");
    let set = SetCookie::builder("n", text).max_age(Duration::from_secs(5)).build().expect("a value");
    assert!(text.is_empty() || text.len() < 8 || !format!("{set:?}").contains(text), "no value is printed");
}

/// One value, or a refusal; a second, different one is always noticed.
pub fn request_is_read(text: &str) {
    let Ok(Some(value)) = cookie::get([text], "a") else { return };
    assert!(text.contains(value));
    assert_eq!(cookie::get([text, text], "a"), Ok(Some(value)), "twice the same is no conflict");
    let other = format!("a={value}x");
    assert!(cookie::get([text, other.as_str()], "a").is_err(), "two values are refused");
}
