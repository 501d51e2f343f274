//! `#[form(csrf)]`: a form is accepted only with the token of its session, and its page has one.
#![cfg(feature = "full")]

mod support;

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};
use support::web_tokens::{now, signer};
use untaint::form::{CsrfContext, Entries, FormLimits, Submission};
use untaint::web::csrf::{CsrfErrorKind, Token};
use untaint::web::sign::Signer;
use untaint::{Fields, Form};

#[derive(Form)]
#[form(csrf, deny_unknown)]
struct Transfer {
    #[validate(length(..=20))]
    to: String,
    #[validate(range(1..=1000))]
    amount: u32,
}

/// Every name is a key of the map.
#[derive(Form)]
#[form(csrf)]
struct Any {
    #[serde(flatten)]
    all: BTreeMap<String, String>,
}

#[derive(Form)]
struct Open {
    to: String,
}

fn context<'a>(signer: &'a Signer, session: &'a [u8], now: SystemTime) -> CsrfContext<'a> {
    CsrfContext::new(signer, session, [7; 16], now)
}

fn codes<T: Form>(form: &Submission<T>) -> Vec<String> {
    form.report().violations().iter().map(|violation| violation.code().to_owned()).collect()
}

#[test]
fn a_form_is_accepted_with_its_sessions_token_alone() {
    let forms = signer(Token::PURPOSE);
    let csrf = context(&forms, b"ada", now());
    let own = csrf.token();
    let of_another = context(&forms, b"mallory", now()).token();
    let hour = Token::MAX_AGE;
    let old = context(&forms, b"ada", now() - hour - Duration::from_secs(1)).token();
    for (token, code) in [
        (Some(own.as_str()), None),
        (None, Some("csrf.no_token")),
        (Some(""), Some("csrf.no_token")),
        (Some("0123456789abcdef"), Some("csrf.token")),
        (Some(of_another.as_str()), Some("csrf.token")),
        (Some(old.as_str()), Some("csrf.token_expired")),
    ] {
        let token = token.map(|token| ("csrf_token", token));
        let pairs = || [("to", "bob"), ("amount", "7")].into_iter().chain(token);
        let form = Submission::<Transfer>::parse_with(pairs(), &csrf).expect("within the limits");
        assert_eq!(codes(&form).first().map(String::as_str), code, "{token:?}");
        assert_eq!(form.value().is_some(), code.is_none());
        // What was typed is still there, and a new token for the next time.
        assert_eq!(form.field("to").value(), "bob");
        assert!(form.view().token_html().as_str().contains(own.as_str()));
        assert_eq!(form.finish().is_ok(), code.is_none(), "{token:?}");
        // Without anything to check it with, no token is enough.
        let form = Submission::<Transfer>::parse(pairs()).err().map(|_| ());
        assert!(form.is_none());
        let form = Submission::<Transfer>::parse(pairs()).expect("within the limits");
        assert!(form.value().is_none() && codes(&form).contains(&"csrf.no_token".to_owned()));
    }
}

#[test]
fn a_token_is_none_of_the_forms_fields() {
    let forms = signer(Token::PURPOSE);
    let csrf = context(&forms, b"ada", now());
    let token = csrf.token();
    for place in 0..3 {
        let mut pairs = vec![("a", "1"), ("b", "2")];
        pairs.insert(place, ("csrf_token", token.as_str()));
        let form = Submission::<Any>::parse_with(pairs, &csrf).expect("within the limits");
        let all = form.finish().expect("nothing is wrong").into_inner().all;
        assert_eq!(all.into_iter().map(|(key, value)| key + &value).collect::<Vec<_>>(), ["a1", "b2"]);
    }
    // Among so many names that they are found by a table.
    let names: Vec<String> = (0..200).map(|place| format!("n{place}")).collect();
    let mut pairs: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "x")).collect();
    pairs.insert(100, ("csrf_token", token.as_str()));
    let form = Submission::<Any>::parse_with(pairs, &csrf).expect("within the limits");
    assert_eq!(form.finish().expect("nothing is wrong").all.len(), 200);
    // Twice is once too often: somebody tries.
    let twice =
        [("to", "bob"), ("amount", "7"), ("csrf_token", token.as_str()), ("csrf_token", token.as_str())];
    let form = Submission::<Transfer>::parse_with(twice, &csrf).expect("within the limits");
    assert_eq!(codes(&form), ["csrf.no_token"]);
    // The header of a script counts before the field.
    let entries = |pairs: &[(&str, &str)]| Entries::from_pairs(pairs.iter().copied(), &FormLimits::default());
    let sent = csrf.header(Some(token.as_str()));
    let form = entries(&[("to", "bob"), ("amount", "7")]).expect("within the limits").check_csrf(&sent);
    assert_eq!(form.csrf(), Some(Ok(())));
    assert!(Submission::<Transfer>::of(form).finish().is_ok());
    let wrong = csrf.header(Some("x"));
    let form = entries(&[("csrf_token", token.as_str())]).expect("within the limits").check_csrf(&wrong);
    assert_eq!(form.csrf().and_then(Result::err).map(|error| error.kind()), Some(CsrfErrorKind::Token));
}

#[test]
fn a_page_has_the_token_in_a_hidden_field() {
    let forms = signer(Token::PURPOSE);
    let csrf = context(&forms, b"ada", now());
    let token = csrf.token();
    let field = format!("<input type=\"hidden\" name=\"csrf_token\" value=\"{}\">", token.as_str());
    let blank = Submission::<Transfer>::blank();
    assert_eq!(blank.view().token_html(), "", "nobody has given one");
    let blank = blank.with_token(csrf.token());
    assert_eq!(blank.view().token_html(), field);
    assert!(blank.view().rows().as_str().starts_with(&field));
    assert!(blank.report().violations().is_empty());
    let json = serde_json::to_value(blank.view()).expect("a view");
    assert_eq!(json["token_html"], field);
    assert!(!format!("{blank:?} {csrf:?} {:?}", blank.view()).contains(token.as_str()));
    let edited = Submission::edit(&Transfer { to: "bob".to_owned(), amount: 7 }).with_token(csrf.token());
    assert!(edited.view().rows().as_str().starts_with(&field));
}

#[test]
fn another_form_is_as_it_was() {
    const { assert!(Transfer::CSRF && Any::CSRF && !Open::CSRF) };
    let form = Submission::<Open>::parse([("to", "bob")]).expect("within the limits");
    assert!(form.finish().is_ok());
    assert_eq!(Submission::<Open>::blank().view().token_html(), "");
}
