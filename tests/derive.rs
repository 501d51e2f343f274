//! What the derives promise: which rules run on which values, where what they find is said to be, and what is not told.
#![cfg(feature = "derive")]
#![allow(clippy::option_option, clippy::reversed_empty_ranges, reason = "what programs may write")]

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use untaint::{Fields, Report, Sanitize, Validate, ValidateWith, Violation};

/// `path code` of each violation.
fn found(report: Result<(), Report>) -> Vec<String> {
    let Err(report) = report else { return Vec::new() };
    report.violations().iter().map(|violation| format!("{} {}", violation.path(), violation.code())).collect()
}

fn claim(report: Result<(), Report>, expected: &[&str]) {
    assert_eq!(found(report), expected);
}

#[derive(Validate, Sanitize, Default, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct SignUp {
    #[clean(trim, lowercase)]
    #[validate(length(3..=20), slug)]
    user_name: String,
    #[validate(range(18..=120))]
    age: u8,
    #[validate(slug)]
    site: Option<String>,
    #[validate(secret, length(8..=72))]
    password: String,
    #[validate(length(1..=3), each(length(1..=4), slug))]
    tags: Vec<String>,
    #[validate(redirect(untaint::redirect::RedirectPolicy::path_only()))]
    next: Option<String>,
    #[validate(nested)]
    home: Address,
    #[serde(rename = "otherHomes")]
    #[validate(length(..=2), nested)]
    others: Vec<Address>,
}

#[derive(Validate, Sanitize, Default, serde::Deserialize)]
struct Address {
    #[clean(collapse_whitespace)]
    #[validate(length(1..))]
    city: String,
    #[validate(range(1..))]
    number: Option<u32>,
}

fn good() -> SignUp {
    let home = || Address { city: "Linz".into(), number: Some(1) };
    SignUp {
        user_name: "alice".into(),
        age: 42,
        site: None,
        password: "correct horse".into(),
        tags: vec!["a".into()],
        next: Some("/home".into()),
        home: home(),
        others: vec![home()],
    }
}

#[test]
fn violations_come_in_the_order_of_the_fields_with_the_names_of_serde() {
    claim(good().validate(), &[]);
    let bad = SignUp {
        user_name: "A".into(),
        age: 7,
        site: Some("no slug".into()),
        password: "short".into(),
        tags: vec!["ok".into(), "too long".into(), "x".into(), "y".into()],
        next: Some("//evil.example".into()),
        home: Address { city: String::new(), number: Some(0) },
        others: vec![Address::default(), Address::default(), Address::default()],
    };
    claim(
        bad.validate(),
        &[
            "userName length",
            "userName slug",
            "age range",
            "site slug",
            "password length",
            "tags length",
            "tags[1] length",
            "tags[1] slug",
            "next redirect.host",
            "home.city length",
            "home.number range",
            "otherHomes length",
            "otherHomes[0].city length",
            "otherHomes[1].city length",
            "otherHomes[2].city length",
        ],
    );
}

#[test]
fn sanitizers_change_fields_in_their_places() {
    let mut form = good();
    form.user_name = "  ALICE ".into();
    form.home.city = " Bad   Ischl ".into();
    form.sanitize();
    assert_eq!(form.user_name, "alice");
    assert_eq!(form.home.city, " Bad   Ischl ", "`home` is not nested for the sanitizer");
    form.home.sanitize();
    assert_eq!(form.home.city, "Bad Ischl");
}

#[test]
fn what_is_missing_differs_and_does_not_match() {
    #[derive(Validate, Default)]
    struct Change {
        mail: Option<String>,
        #[validate(differs(mail))]
        spare_mail: Option<String>,
        password: Option<String>,
        #[validate(matches(password))]
        again: Option<String>,
    }
    assert!(Change::default().validate().is_ok());
    let given = || Some("x".to_owned());
    let same = Change { mail: given(), spare_mail: given(), ..Change::default() };
    assert_eq!(
        same.validate().unwrap_err().to_string(),
        "spare_mail: the value is the one in mail again (differs, field mail)"
    );
    let unconfirmed = Change { password: given(), ..Change::default() };
    assert_eq!(unconfirmed.validate().unwrap_err().violations()[0].code(), "matches");
}

#[test]
fn nothing_is_told_of_a_secret() {
    #[derive(Validate)]
    struct Login {
        #[validate(secret, length(8..), matches(again))]
        password: String,
        #[validate(secret, text(untaint::text::TextPolicy::single_line()))]
        again: String,
        #[validate(secret, nested)]
        card: Card,
    }
    #[derive(Validate)]
    struct Card {
        #[validate(text(untaint::text::TextPolicy::single_line()))]
        number: String,
    }
    let login = Login {
        password: "hunter2".into(),
        again: "hunter\u{202E}3".into(),
        card: Card { number: "4111\u{202E}1111".into() },
    };
    let report = login.validate().unwrap_err();
    for shown in [report.to_string(), format!("{report:?}")] {
        for part in ["hunter", "202E", "202e", "4111", "found", "offset"] {
            assert!(!shown.contains(part), "{part} in {shown}");
        }
    }
    assert!(Login::fields()[0].is_secret());
}

#[test]
fn nan_and_swapped_ends_are_in_no_range() {
    #[derive(Validate)]
    struct Measured {
        #[validate(range(0..=10))]
        a: f64,
        #[validate(range(min = -1))]
        b: Option<f32>,
        #[validate(rule(untaint::rules::range(10_u8..=3)))]
        c: u8,
        #[validate(range(exclusive_min = 0, max = 1))]
        d: f64,
        #[validate(range(min = 0, exclusive_max = 5))]
        e: i32,
    }
    let measured = Measured { a: f64::NAN, b: Some(f32::NAN), c: 5, d: 0.0, e: 5 };
    claim(measured.validate(), &["a range", "b range", "c range", "d range", "e range"]);
    let measured = Measured { a: 10.0, b: None, c: 5, d: 1.0, e: 4 };
    claim(measured.validate(), &["c range"]);
}

#[test]
fn empty_is_not_missing() {
    #[derive(Validate)]
    struct Given {
        #[validate(required)]
        text: String,
        #[validate(required, length(1..))]
        option: Option<String>,
        #[validate(length(2..), required)]
        deep: Option<Option<String>>,
        #[validate(slug)]
        free: Option<String>,
    }
    let of = |text: &str, option: Option<&str>, deep: Option<Option<&str>>, free: Option<&str>| Given {
        text: text.into(),
        option: option.map(Into::into),
        deep: deep.map(|inner| inner.map(Into::into)),
        free: free.map(Into::into),
    };
    claim(of("", None, None, None).validate(), &["text required", "option required", "deep required"]);
    claim(of("x", Some(""), Some(None), Some("")).validate(), &["option length", "free slug"]);
    claim(of("x", Some("x"), Some(Some("x")), None).validate(), &["deep length"]);
    claim(of("x", Some("x"), Some(Some("xy")), Some("x")).validate(), &[]);
}

#[test]
fn a_fault_of_a_field_does_not_hide_those_in_it() {
    #[derive(Validate)]
    struct Order {
        #[validate(length(5..), nested)]
        lines: Vec<Address>,
    }
    claim(Order { lines: vec![Address::default()] }.validate(), &["lines length", "lines[0].city length"]);
}

#[test]
fn a_hundred_thousand_violations_are_counted_and_a_hundred_kept() {
    #[derive(Validate)]
    struct Many {
        #[validate(each(slug))]
        tags: Vec<String>,
        #[validate(range(1..))]
        last: u8,
    }
    let report = Many { tags: vec!["no slug".into(); 100_000], last: 0 }.validate().unwrap_err();
    assert_eq!(report.violations().len(), Report::DEFAULT_MAX);
    assert_eq!(report.violations().len() + report.dropped(), 100_001);
}

#[test]
fn lists_sets_maps_and_pointers() {
    #[derive(Validate)]
    struct Held<'a> {
        #[validate(each(each(range(..10))))]
        grid: Vec<[u8; 2]>,
        #[validate(keys(length(..=2)), values(slug))]
        map: BTreeMap<String, &'a str>,
        #[validate(values(nested))]
        forms: HashMap<u8, Address>,
        #[validate(each(slug))]
        set: BTreeSet<Box<str>>,
        #[validate(each(range(1..)))]
        slice: &'a [i64],
        #[validate(slug)]
        cow: Cow<'a, str>,
        #[validate(each(required, length(2..)))]
        options: Option<Vec<Option<String>>>,
        #[validate(nested)]
        boxed: Option<Box<Address>>,
    }
    let held = Held {
        grid: vec![[1, 2], [3, 10]],
        map: [("abc".to_owned(), "x"), ("b".to_owned(), "no slug")].into(),
        forms: [(7, Address::default())].into(),
        set: ["a".into(), "b b".into()].into(),
        slice: &[1, 0],
        cow: "no slug".into(),
        options: Some(vec![None, Some("x".into())]),
        boxed: Some(Box::default()),
    };
    claim(
        held.validate(),
        &[
            "grid[1][1] range",
            "map[#0] length",
            "map[#1] slug",
            "forms[#0].city length",
            "set[1] slug",
            "slice[1] range",
            "cow slug",
            "options[0] required",
            "options[1] length",
            "boxed.city length",
        ],
    );
    let report = held.validate().unwrap_err();
    assert!(!report.to_string().contains("abc"), "a key is the visitor's: {report}");
}

struct Limits {
    max: usize,
}

fn starts_low(text: &str) -> Result<(), Violation> {
    if text.starts_with(char::is_lowercase) { Ok(()) } else { Err(Violation::new("app.low")) }
}

#[allow(clippy::ptr_arg, reason = "what is called here")]
fn within(list: &Vec<u8>, limits: &Limits) -> Result<(), Violation> {
    if list.len() <= limits.max { Ok(()) } else { Err(Violation::new("app.many")) }
}

fn whole(form: &Custom, limits: &Limits) -> Result<(), Report> {
    if form.list.len() + limits.max < 7 {
        Ok(())
    } else {
        Err(Violation::new("app.whole").under("sum").into())
    }
}

#[derive(Validate)]
#[validate(context(Limits), check(whole, context))]
#[validate(check(|form| if form.is_shop { Err(Violation::new("app.shop")) } else { Ok(()) }))]
struct Custom {
    #[validate(custom(starts_low), length(..=context.max))]
    name: String,
    #[validate(custom(starts_low))]
    other: Option<Option<String>>,
    #[validate(custom(within, context), each(custom(|n| if *n == 0 { Err(Violation::new("app.zero")) } else { Ok(()) })))]
    list: Vec<u8>,
    #[validate(if(self.is_shop, required, if(context.max > 1, slug)))]
    vat: Option<String>,
    #[validate(skip)]
    is_shop: bool,
    #[validate(nested)]
    home: Address,
    #[validate(rule(untaint::from_fn(|text: &str| if text == "x" { Ok(()) } else { Err(Violation::new("app.x")) })))]
    ruled: String,
    #[validate(custom(|text: &str| starts_low(text), message = "Begin with a small letter.", code = "app.begin"))]
    said: String,
}

#[test]
fn functions_of_the_program_see_the_value_and_the_context() {
    let custom = || Custom {
        name: "abc".into(),
        other: None,
        list: vec![1],
        vat: None,
        is_shop: false,
        home: Address { city: "Linz".into(), number: None },
        ruled: "x".into(),
        said: "x".into(),
    };
    claim(custom().validate_with(&Limits { max: 3 }), &[]);
    let bad = Custom {
        name: "Abc".into(),
        other: Some(Some("A".into())),
        list: vec![0, 1, 2],
        is_shop: true,
        home: Address::default(),
        ruled: "y".into(),
        said: "X".into(),
        ..custom()
    };
    let report = bad.validate_with(&Limits { max: 2 });
    assert_eq!(
        report.clone().unwrap_err().at("said").next().unwrap().message(),
        "Begin with a small letter."
    );
    claim(
        report,
        &[
            "name app.low",
            "name length",
            "other app.low",
            "list app.many",
            "list[0] app.zero",
            "vat required",
            "home.city length",
            "ruled app.x",
            "said app.begin",
            " app.shop",
        ],
    );
    let shop = Custom { vat: Some("no slug".into()), is_shop: true, ..custom() };
    claim(shop.validate_with(&Limits { max: 9 }), &["vat slug", "sum app.whole", " app.shop"]);
    claim(
        Custom { vat: Some("no slug".into()), is_shop: true, ..custom() }.validate_with(&Limits { max: 1 }),
        &["name length", " app.shop"],
    );
}

#[test]
fn a_check_of_the_whole_may_be_spared_after_faults_of_fields() {
    #[derive(Validate)]
    #[validate(check(never), schema(function = "never", skip_on_field_errors = true, code = "app.spared"))]
    struct Whole {
        #[validate(range(1..))]
        a: u8,
    }
    fn never(_: &Whole) -> Result<(), Violation> {
        Err(Violation::new("app.never"))
    }
    #[derive(Validate)]
    struct Outer {
        #[validate(range(1..))]
        b: u8,
        #[validate(nested)]
        whole: Whole,
    }
    claim(Whole { a: 0 }.validate(), &["a range", " app.never"]);
    claim(Outer { b: 0, whole: Whole { a: 1 } }.validate(), &["b range", "whole app.never"]);
}

#[test]
fn messages_and_codes_of_one_rule_or_of_all_in_a_list() {
    #[derive(Validate)]
    struct Told {
        #[validate(length(3.., message = "At least three."), slug(code = "app.slug"))]
        a: String,
        #[validate(length(3..), slug, message = "All of it.")]
        #[validate(required)]
        b: String,
    }
    let report = Told { a: "A".into(), b: String::new() }.validate().unwrap_err();
    let told: Vec<(&str, String)> =
        report.violations().iter().map(|v| (v.code(), v.message().to_string())).collect();
    assert_eq!(told[0], ("length", "At least three.".to_owned()));
    assert_eq!(told[1].0, "app.slug");
    assert_eq!((&*told[2].1, &*told[3].1, &*told[4].1), ("All of it.", "All of it.", "Fill this in."));
    assert_eq!(Told::fields()[0].rules()[0].message(), Some("At least three."));
    assert_eq!(Told::fields()[0].rules()[1].code(), "app.slug");
}

#[test]
fn enums_follow_the_way_serde_writes_them() {
    #[derive(Validate)]
    #[serde(rename_all = "snake_case", rename_all_fields = "camelCase")]
    enum Outer {
        PayCard {
            #[validate(length(4..))]
            card_number: String,
        },
        Plain(#[validate(slug)] String),
        Pair(#[validate(slug)] String, #[validate(range(1..))] u8),
        #[allow(dead_code)]
        Nothing,
    }
    #[derive(Validate)]
    #[serde(tag = "kind")]
    enum Inner {
        #[serde(rename_all = "UPPERCASE")]
        A {
            #[validate(slug)]
            some_name: String,
        },
    }
    #[derive(Validate)]
    #[serde(tag = "kind", content = "value")]
    enum Adjacent {
        A(#[validate(nested)] Address),
    }
    #[derive(Validate)]
    #[serde(untagged)]
    enum Untagged {
        A(#[validate(nested)] Address),
    }
    claim(Outer::PayCard { card_number: "1".into() }.validate(), &["pay_card.cardNumber length"]);
    claim(Outer::Plain("no slug".into()).validate(), &["plain slug"]);
    claim(Outer::Pair("no slug".into(), 0).validate(), &["pair[0] slug", "pair[1] range"]);
    claim(Outer::Nothing.validate(), &[]);
    claim(Inner::A { some_name: "no slug".into() }.validate(), &["SOME_NAME slug"]);
    claim(Adjacent::A(Address::default()).validate(), &["value.city length"]);
    claim(Untagged::A(Address::default()).validate(), &["city length"]);
}

#[test]
fn names_are_those_of_the_data_that_is_read() {
    #[derive(Validate)]
    #[serde(rename_all(serialize = "lowercase", deserialize = "kebab-case"), default)]
    struct Named {
        #[validate(slug)]
        some_name: String,
        #[serde(rename(serialize = "out", deserialize = "in"), alias = "x")]
        #[validate(slug)]
        renamed: String,
        #[serde(flatten, borrow = "'a", unknown(x, y = "z"))]
        #[validate(nested)]
        flat: Address,
        #[serde(skip_serializing_if = "Option::is_none", rename = "last")]
        #[validate(slug)]
        r#type: Option<String>,
        #[validate(nested)]
        wrapped: Wrapped,
        #[serde(skip)]
        #[allow(dead_code)]
        hidden: u8,
    }
    #[derive(Validate)]
    struct Wrapped(#[validate(slug)] String);
    let bad = || "no slug".to_owned();
    let named = Named {
        some_name: bad(),
        renamed: bad(),
        flat: Address::default(),
        r#type: Some(bad()),
        wrapped: Wrapped(bad()),
        hidden: 0,
    };
    claim(named.validate(), &["some-name slug", "in slug", "city length", "last slug", "wrapped slug"]);
    let fields: Vec<_> =
        Named::fields().iter().map(|field| (field.name(), field.is_required(), field.is_flat())).collect();
    assert_eq!(
        fields,
        [
            ("some-name", false, false),
            ("in", false, false),
            ("flat", false, true),
            ("last", false, false),
            ("wrapped", false, false),
        ]
    );
}

#[test]
fn rules_are_data() {
    use untaint::FieldKind;
    #[derive(Validate)]
    #[allow(dead_code)]
    struct Data {
        #[validate(length(1..=3), each(slug))]
        tags: Vec<String>,
        #[validate(range(1..=9))]
        number: Option<u8>,
        #[validate(nested)]
        home: Option<Box<Address>>,
        #[validate(values(nested))]
        homes: BTreeMap<String, Vec<Address>>,
        #[validate(required, matches(number))]
        other: Option<u8>,
        free: std::time::Duration,
    }
    let fields = Data::fields();
    let codes = |field: &untaint::FieldRules| {
        field.rules().iter().map(untaint::rules::RuleInfo::code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&fields[0]), ["length"]);
    let FieldKind::List(item) = fields[0].kind() else { panic!() };
    assert_eq!((codes(item), item.kind().word()), (vec!["slug"], "string"));
    assert!(matches!(fields[1].kind(), FieldKind::Integer(Some(0), Some(255))));
    assert!(!fields[1].is_required());
    let FieldKind::Form(home) = fields[2].kind() else { panic!() };
    assert_eq!(home()[0].name(), "city");
    let FieldKind::Map(_, value) = fields[3].kind() else { panic!() };
    assert_eq!(value.kind().word(), "array");
    assert!(fields[4].is_required());
    assert_eq!(codes(&fields[4]), ["required", "matches"]);
    assert!(matches!(fields[5].kind(), FieldKind::Unknown));
}
