//! Submitted forms: what is read, what is wrong, what comes back.
#![cfg(all(feature = "derive", feature = "serde", feature = "unicode", feature = "url"))]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;
use std::sync::LazyLock;
use untaint::form::{Accepted, Entries, FormLimits, Submission};
use untaint::html::{HtmlPolicy, SafeHtml};
use untaint::redirect::{RedirectPolicy, SafeRedirect};
use untaint::text::{SafeText, TextPolicy};
use untaint::uri::{SafeUri, UriPolicy};
use untaint::{FieldKind, Fields, Form, Report, Violation};

static NEXT: LazyLock<RedirectPolicy> =
    LazyLock::new(|| RedirectPolicy::builder().origin("https://example.com").build().unwrap());

#[derive(Form, Debug, PartialEq, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum Plan {
    Free,
    #[serde(alias = "professional")]
    ForTeams,
}

#[derive(Form, Debug, PartialEq, Default)]
struct Address {
    #[clean(trim)]
    #[validate(length(2..=30))]
    city: String,
    zip: Option<String>,
}

#[derive(Form)]
#[serde(rename_all = "camelCase")]
struct SignUp {
    #[clean(trim)]
    #[validate(length(3..=20))]
    user_name: String,
    #[validate(range(18..=120))]
    age: u8,
    #[validate(redirect(NEXT))]
    next: Option<SafeRedirect<'static>>,
    #[validate(secret, length(8..=72))]
    password: String,
    #[validate(secret, matches(password))]
    password_again: String,
    #[clean(html(HtmlPolicy::comment()))]
    about: Option<SafeHtml<'static>>,
    plan: Plan,
    newsletter: bool,
    #[form(nested)]
    address: Address,
    #[validate(length(..=3), each(length(..=5)))]
    tags: Vec<String>,
    prices: BTreeMap<String, f64>,
    #[form(parse)]
    ip: Option<IpAddr>,
}

const GOOD: &[(&str, &str)] = &[
    ("userName", " Alice "),
    ("age", " 42 "),
    ("next", "/notes?id=1"),
    ("password", "correct horse"),
    ("passwordAgain", "correct horse"),
    ("about", "<b>Hi</b><script>alert(1)</script>"),
    ("plan", "for-teams"),
    ("newsletter", "false"),
    ("newsletter", "true"),
    ("address.city", "Linz"),
    ("address[zip]", ""),
    ("tags", "a"),
    ("tags[]", "b"),
    ("prices[apple]", "1.5"),
    ("prices[pear.green]", "2"),
    ("ip", "::1"),
];

fn parse<T: Form>(pairs: &[(&str, &str)]) -> Submission<T> {
    Submission::parse(pairs.iter().copied()).unwrap()
}

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = GOOD.iter().copied().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    kept.chain(changes.iter().copied()).collect()
}

fn found(report: &Report) -> String {
    let each = report.violations().iter().map(|violation| match violation.path() {
        path if path.is_empty() => violation.code().to_owned(),
        path => format!("{path}: {}", violation.code()),
    });
    each.collect::<Vec<_>>().join("; ")
}

#[test]
fn a_good_form_is_a_value() {
    let form = parse::<SignUp>(GOOD);
    assert_eq!(found(form.report()), "");
    let user = form.finish().unwrap();
    assert_eq!(user.user_name, "Alice");
    assert_eq!((user.age, user.plan, user.newsletter), (42, Plan::ForTeams, true));
    assert_eq!(user.next.as_ref().unwrap(), &"/notes?id=1");
    assert_eq!(user.about.as_ref().unwrap(), &"<b>Hi</b>");
    assert_eq!(user.address, Address { city: "Linz".into(), zip: None });
    assert_eq!(user.tags, ["a", "b"]);
    assert_eq!(user.prices, BTreeMap::from([("apple".into(), 1.5), ("pear.green".into(), 2.0)]));
    assert_eq!(user.ip, Some("::1".parse().unwrap()));
    assert_eq!(user.password_again, "correct horse");
}

#[test]
fn every_field_is_judged_by_itself() {
    for (changes, expected) in [
        // What cannot be read, and the rules of what can.
        (&[("age", "twenty"), ("userName", "Al")][..], "userName: length; age: type"),
        (&[("age", ""), ("address.city", "L")], "age: required; address.city: length"),
        (&[("age", "300")], "age: range"),
        (&[("age", "17")], "age: range"),
        (&[("age", "twenty"), ("passwordAgain", "other")], "age: type; passwordAgain: matches"),
        (&[("age", "+42")], "age: type"),
        (&[("age", "42.0")], "age: type"),
        (&[("next", "//evil.example")], "next: redirect.host"),
        (&[("plan", "golden")], "plan: type"),
        (&[("plan", "")], "plan: required"),
        (&[("plan", "professional")], ""),
        (&[("newsletter", "perhaps")], "newsletter: type"),
        (&[("address.city", "")], "address.city: required"),
        (&[("address", "Linz")], "address: type"),
        (&[("address", "")], ""),
        (&[("address.city", "  ")], "address.city: required"),
        (&[("tags", "abcdef"), ("tags[]", "x")], "tags[0]: length"),
        (&[("tags", "a\u{8}")], "tags[0]: no_control"),
        (&[("prices[apple]", "much")], "prices[#1]: type"),
        (&[("prices[a\u{7}]", "1")], "prices[#2]: no_control"),
        (&[("ip", "localhost")], "ip: type"),
        (&[("userName", "Ali\u{0}ce")], "userName: no_control"),
        (&[("userName", "Alice\u{9b}")], "userName: no_control"),
        (&[("userName", "Zoë\tM.")], ""),
        (&[("userName", "Alice\u{85}")], ""), // white space at the end, for `trim`
        (&[("about", "<script>x</script>")], ""),
    ] {
        let form = parse::<SignUp>(&with(changes));
        assert_eq!(found(form.report()), expected, "{changes:?}");
        assert_eq!(form.value().is_some(), expected.is_empty());
        assert_eq!(form.finish().is_ok(), expected.is_empty());
    }
}

#[test]
fn a_number_beyond_its_type_is_told_by_the_rule() {
    for (age, expected) in
        [("17", "Enter a number from 18 to 120."), ("300", "Enter a number from 18 to 120.")]
    {
        let form = parse::<SignUp>(&with(&[("age", age)]));
        assert_eq!(form.report().violations()[0].message(), expected, "{age}");
    }
    let form = parse::<Stars>(&[("stars", "300"), ("level", "-1")]);
    assert_eq!(form.report().violations()[0].message(), "Enter a number from 0 to 255.");
    assert_eq!(form.report().violations()[1].message(), "Enter a number from 0 to 255.");
}

#[derive(Form)]
#[allow(dead_code, reason = "read only")]
struct Stars {
    stars: u8,
    #[validate(range(1..))]
    level: u8,
}

#[test]
fn what_is_sent_twice_or_not_at_all() {
    let mut twice = GOOD.to_vec();
    twice.push(("userName", "Bob"));
    assert_eq!(found(parse::<SignUp>(&twice).report()), "userName: duplicate");
    let form = parse::<SignUp>(&[]);
    assert_eq!(
        found(form.report()),
        "userName: required; age: required; password: required; passwordAgain: required; plan: required; \
         address.city: required"
    );
}

#[test]
fn bytes_that_are_no_text_are_told() {
    let body = b"city=Linz%FF&zip=4020";
    let form = Submission::<Address>::parse_urlencoded(body).unwrap();
    assert_eq!(found(form.report()), "city: encoding");
    let body = b"userName=Alice&prices%5B%FF%5D=1&%FF=1";
    let form = Submission::<SignUp>::parse_urlencoded(body).unwrap();
    assert!(found(form.report()).contains("prices[#0]: encoding"), "{}", found(form.report()));
}

#[test]
fn line_ends_are_lf() {
    #[derive(Form)]
    struct Note {
        text: String,
    }
    let form = Submission::<Note>::parse_urlencoded(b"text=a%0D%0Ab%0Dc%0A%0D").unwrap();
    assert_eq!(form.value().unwrap().text, "a\nb\nc\n\n");
}

#[test]
fn another_check_adds_its_own() {
    let mut form = parse::<SignUp>(GOOD);
    assert!(form.value().is_some());
    form.push("address.city", Violation::new("app.far"));
    form.push("", Violation::new("app.closed"));
    assert!(form.value().is_none());
    let report = form.finish().unwrap_err();
    assert_eq!(found(report.report()), "address.city: app.far; app.closed");
}

#[test]
fn limits_are_met_while_reading() {
    let limits = FormLimits::builder().parts(3).depth(3).field_bytes(10).body_bytes(60).build().unwrap();
    for (body, expected) in [
        ("a=1&b=2&c=3", Ok(())),
        ("a=1&b=2&c=3&d=4", Err(("form.parts", 413, Some("parts")))),
        ("a.b.c=1", Ok(())),
        ("a.b.c.d=1", Err(("form.depth", 413, Some("depth")))),
        ("a[b][c][d]=1", Err(("form.depth", 413, Some("depth")))),
        ("a=1234567890", Ok(())),
        ("a=12345678901", Err(("form.field_bytes", 413, Some("field_bytes")))),
        ("12345678901=1", Err(("form.field_bytes", 413, Some("field_bytes")))),
        (&"&".repeat(61), Err(("form.body_bytes", 413, Some("body_bytes")))),
    ] {
        let read = Entries::from_urlencoded(body.as_bytes(), &limits);
        let read = read.map(drop).map_err(|error| (error.code(), error.status(), error.limit()));
        assert_eq!(read, expected, "{body}");
    }
    let error = FormLimits::builder().depth(100).build().unwrap_err();
    assert_eq!(error.setting(), "depth");
    assert!(FormLimits::builder().parts(0).build().is_err());
}

#[test]
fn json_has_the_same_fields() {
    let body = r#"{
        "userName": "Alice", "age": 42, "next": null, "password": "correct horse", "passwordAgain": "correct horse",
        "plan": "free", "newsletter": true, "address": {"city": "Linz", "zip": "4020"}, "tags": ["a", "b"],
        "prices": {"a.b[c": 1.5}, "about": "<i>Hi</i>"
    }"#;
    let form = Submission::<SignUp>::parse_json(body.as_bytes()).unwrap();
    assert_eq!(found(form.report()), "");
    let user = form.finish().unwrap();
    assert_eq!(user.prices, BTreeMap::from([("a.b[c".into(), 1.5)]));
    assert_eq!(user.address.zip.as_deref(), Some("4020"));
    for (body, expected) in [
        (r#"{"city": 1}"#, "city: length"),
        (r#"{"city": {"a": 1}}"#, "city: required"),
        (r#"{"city": ["a", "b"]}"#, "city: required"),
        (r#"{"city": "Linz", "city": "Wels"}"#, "city: duplicate"),
        (r#"{"city": "Linz", "zip": ""}"#, ""),
    ] {
        assert_eq!(
            found(Submission::<Address>::parse_json(body.as_bytes()).unwrap().report()),
            expected,
            "{body}"
        );
    }
    for body in ["", "[]", "1", "null", "{", r#"{"city": "Linz"} x"#, "\u{feff}{}", r#"{"a": 1e999}"#] {
        assert_eq!(
            Submission::<Address>::parse_json(body.as_bytes()).unwrap_err().code(),
            "form.syntax",
            "{body}"
        );
    }
    let deep = format!("{}1{}", r#"{"a":"#.repeat(10_000), "}".repeat(10_000));
    assert_eq!(Submission::<Address>::parse_json(deep.as_bytes()).unwrap_err().code(), "form.depth");
    let many = format!("[{}]", vec!["[]"; 2000].join(","));
    let many = format!(r#"{{"a": {many}}}"#);
    assert_eq!(Submission::<Address>::parse_json(many.as_bytes()).unwrap_err().code(), "form.parts");
}

#[test]
fn what_is_blank_and_what_is_left_out() {
    #[derive(Form, Debug, PartialEq)]
    struct Loose {
        #[form(blank)]
        note: String,
        #[form(blank)]
        count: u32,
        #[serde(default = "seven")]
        days: u32,
        #[serde(skip)]
        seen: bool,
        #[clean(trim)]
        nick: Option<String>,
        #[validate(any_text)]
        raw: Option<String>,
        address: Option<Address>,
        lots: [u8; 2],
        set: BTreeSet<u8>,
        table: HashMap<u8, Vec<u8>>,
        rows: Vec<Address>,
        #[serde(flatten)]
        more: More,
    }
    #[derive(Form, Debug, PartialEq)]
    struct More {
        #[validate(required)]
        agreed: bool,
        letter: Option<char>,
    }
    fn seven() -> u32 {
        7
    }
    let form = parse::<Loose>(&[
        ("note", ""),
        ("nick", "   "),
        ("raw", "\u{1b}[0m"),
        ("address.city", ""),
        ("address.zip", ""),
        ("lots", "1"),
        ("lots", "2"),
        ("set", "3"),
        ("set", "3"),
        ("table[4][]", "5"),
        ("table[4][]", "6"),
        ("rows[7].city", "Wels"),
        ("rows[3].city", "Linz"),
        ("rows[5].city", ""),
        ("agreed", "on"),
        ("letter", "é"),
    ]);
    assert_eq!(found(form.report()), "");
    let value = form.finish().unwrap().into_inner();
    let row = |city: &str| Address { city: city.into(), zip: None };
    let expected = Loose {
        note: String::new(),
        count: 0,
        days: 7,
        seen: false,
        nick: None,
        raw: Some("\u{1b}[0m".into()),
        address: None,
        lots: [1, 2],
        set: BTreeSet::from([3]),
        table: HashMap::from([(4, vec![5, 6])]),
        rows: vec![row("Linz"), row("Wels")],
        more: More { agreed: true, letter: Some('é') },
    };
    assert_eq!(value, expected);
    let form = parse::<Loose>(&[
        ("lots", "1"),
        ("days", "x"),
        ("table[4]", "300"),
        ("rows[1].city", "L"),
        ("letter", "ab"),
    ]);
    assert_eq!(
        found(form.report()),
        "days: type; lots: length; table[#0][0]: range; rows[0].city: length; agreed: required; letter: length"
    );
}

#[test]
fn only_what_is_declared() {
    #[derive(Form)]
    #[form(deny_unknown)]
    struct Strict {
        name: String,
        #[serde(flatten)]
        address: Address,
        #[serde(rename = "a.b")]
        dotted: Option<String>,
    }
    let good = [("name", "Ann"), ("city", "Linz"), ("a.b", "x")];
    let form = parse::<Strict>(&good);
    assert_eq!(found(form.report()), "");
    assert_eq!(form.value().unwrap().dotted.as_deref(), Some("x"));
    assert!(form.value().is_some_and(|value| value.name == "Ann" && value.address.city == "Linz"));
    let form = parse::<Strict>(&[("name", "Ann"), ("city", "L"), ("is_admin", "true"), ("x[y]", "1")]);
    assert_eq!(found(form.report()), "city: length; unknown");
    let violation = form.report().violations().last().unwrap();
    assert_eq!(violation.param("count").unwrap().to_string(), "2");
}

#[test]
fn a_context_flows_into_forms_inside() {
    struct Limits {
        max: usize,
    }
    #[derive(Form)]
    #[validate(context(Limits))]
    struct Outer {
        name: String,
        inner: Vec<Inner>,
    }
    #[derive(Form)]
    #[validate(context(Limits))]
    struct Inner {
        #[validate(length(..=context.max))]
        text: String,
        number: u8,
    }
    let read = |pairs: &[(&str, &str)]| {
        let entries = Entries::from_pairs(pairs.iter().copied(), &FormLimits::default()).unwrap();
        Submission::<Outer>::of_with(entries, &Limits { max: 3 })
    };
    let good = read(&[("name", "x"), ("inner[0].text", "abc"), ("inner[0].number", "1")]);
    assert!(good.value().is_some_and(|outer| outer.name == "x" && outer.inner[0].number == 1));
    assert_eq!(good.value().unwrap().inner[0].text, "abc");
    let bad = [("name", "x"), ("inner[0].text", "abcd"), ("inner[0].number", "1")];
    assert_eq!(found(read(&bad).report()), "inner[0].text: length");
    let worse = [("name", ""), ("inner[0].text", "abcd"), ("inner[0].number", "x")];
    assert_eq!(found(read(&worse).report()), "name: required; inner[0].text: length; inner[0].number: type");
}

#[test]
fn rules_that_see_the_whole_wait_for_it() {
    #[derive(Form)]
    #[validate(check(Stay::in_order))]
    struct Stay {
        from: u8,
        until: u8,
        #[validate(if(self.from > 1, required))]
        why: Option<String>,
    }
    impl Stay {
        fn in_order(&self) -> Result<(), Violation> {
            if self.from < self.until { Ok(()) } else { Err(Violation::new("hotel.order")) }
        }
    }
    assert_eq!(found(parse::<Stay>(&[("from", "2"), ("until", "1")]).report()), "why: required; hotel.order");
    assert_eq!(found(parse::<Stay>(&[("from", "2"), ("until", "x")]).report()), "until: type");
    assert!(parse::<Stay>(&[("from", "1"), ("until", "2")]).value().unwrap().why.is_none());
}

#[test]
fn generic_and_transparent_forms() {
    #[derive(Form, Debug, PartialEq)]
    struct Page<T> {
        number: u32,
        of: T,
    }
    #[derive(Form, Debug, PartialEq)]
    struct Slug(#[validate(slug)] String);
    #[derive(Form, Debug, PartialEq)]
    struct Post {
        slug: Slug,
        boxed: Box<Address>,
    }
    let pairs = [("number", "1"), ("of.slug", "a b"), ("of.boxed.city", "Linz")];
    let form = parse::<Page<Post>>(&pairs);
    assert_eq!(found(form.report()), "of.slug: slug");
    let form = parse::<Page<u8>>(&[("number", "1"), ("of", "2")]);
    assert_eq!(form.value(), Some(&Page { number: 1, of: 2 }));
}

#[test]
fn values_come_back_as_they_were() {
    let user = parse::<SignUp>(GOOD).finish().unwrap().into_inner();
    let form = Submission::<SignUp>::edit(&user);
    assert!(!form.is_submitted() && form.report().is_empty() && form.value().is_none());
    let texts = |name: &str| form.entries().root().child(name).texts().collect::<Vec<_>>();
    assert_eq!(texts("userName"), ["Alice"]);
    assert_eq!(texts("plan"), ["for-teams"]);
    assert_eq!(texts("newsletter"), ["true"]);
    assert_eq!(texts("address.city"), ["Linz"]);
    assert_eq!(texts("next"), ["/notes?id=1"]);
    assert_eq!(texts("ip"), ["::1"]);
    assert_eq!(texts("password"), [""; 0], "a secret is not written back");
    assert_eq!(form.entries().root().child("tags").items().len(), 2);
    assert_eq!(form.entries().root().child("prices").children().count(), 2);
}

#[test]
fn nothing_is_told_of_values() {
    let form = parse::<SignUp>(&with(&[("password", "short"), ("userName", "Zebedee")]));
    let told = format!("{form:?} {:?} {:?}", form.entries(), form.report());
    for value in ["short", "Zebedee", "Linz", "apple"] {
        assert!(!told.contains(value), "{told}");
    }
    let accepted: Accepted<SignUp> = parse::<SignUp>(GOOD).finish().unwrap();
    assert!(!format!("{accepted:?}").contains("Alice"));
}

#[test]
fn fields_know_their_kinds() {
    let kind = |name: &str| SignUp::fields().iter().find(|field| field.name() == name).unwrap().kind();
    assert!(matches!(kind("plan"), FieldKind::Choice(&["free", "for-teams"])));
    assert!(matches!(kind("address"), FieldKind::Form(_)));
    assert!(matches!(kind("next"), FieldKind::Text));
    assert!(matches!(kind("ip"), FieldKind::Text));
    assert!(matches!(kind("tags"), FieldKind::List(item) if matches!(item.kind(), FieldKind::Text)));
}

#[test]
fn safe_types_by_their_policies() {
    #[derive(Form)]
    struct Links {
        #[clean(trim)]
        #[validate(uri(UriPolicy::website()))]
        site: SafeUri<'static>,
        #[clean(text(TextPolicy::single_line()))]
        #[validate(length(..=20))]
        title: SafeText<'static>,
        #[validate(text(TextPolicy::single_line()))]
        exact: Option<SafeText<'static>>,
    }
    let form = parse::<Links>(&[("site", " https://example.com "), ("title", "a\nb"), ("exact", "")]);
    assert_eq!(found(form.report()), "");
    let value = form.value().unwrap();
    assert_eq!(value.site, "https://example.com");
    assert!(!value.title.as_str().contains('\n') && value.exact.is_none());
    let form = parse::<Links>(&[("site", "javascript:alert(1)"), ("title", "\u{8}"), ("exact", "a\nb")]);
    assert_eq!(found(form.report()), "site: uri.scheme; title: required; exact: text.line");
}
