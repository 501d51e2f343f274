//! Submitted forms at their edges: what flows out of a flat form, past a name, or into a value that nobody sent.
#![cfg(all(feature = "derive", feature = "serde"))]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use untaint::form::{Entries, FormLimits, Submission};
use untaint::{Form, Report};

fn found(report: &Report) -> String {
    let each = report.violations().iter().map(|violation| match violation.path() {
        path if path.is_empty() => violation.code().to_owned(),
        path => format!("{path}: {}", violation.code()),
    });
    each.collect::<Vec<_>>().join("; ")
}

fn of_json<T: Form>(body: &str) -> Submission<T> {
    Submission::parse_json(body.as_bytes()).unwrap()
}

fn of_body<T: Form>(body: &str) -> Submission<T> {
    Submission::parse_urlencoded(body.as_bytes()).unwrap()
}

/// All that a page can write of a form.
fn page<T: Form>(form: &Submission<T>) -> String {
    let view = form.view();
    format!("{}{}{}", view.rows(), view.summary(), serde_json::to_string(&view).unwrap())
}

#[derive(Form, Debug, PartialEq)]
struct Pin {
    pin: String,
    #[validate(length(..=9))]
    hint: Option<String>,
}

#[derive(Form)]
struct FlatSecret {
    name: String,
    #[validate(secret)]
    #[serde(flatten)]
    keys: Pin,
}

#[derive(Form)]
struct PlainFlat {
    name: String,
    #[serde(flatten)]
    keys: Pin,
}

#[derive(Form)]
struct SecretMap {
    name: String,
    #[validate(secret)]
    tokens: HashMap<String, String>,
}

#[test]
fn a_secret_is_in_no_page() {
    const BODY: &str = "name=&pin=MARK1&hint=MARK2MARK2&tokens[MARK3]=MARK4";
    assert!(!page(&of_body::<FlatSecret>(BODY)).contains("MARK"));
    let map = of_body::<SecretMap>(&BODY.replace("name=", "name=x"));
    assert!(!page(&map).contains("MARK"));
    assert_eq!(map.value().map(|value| value.tokens.len()), Some(1));
    // The negative control: without the word it is there.
    assert!(page(&of_body::<PlainFlat>(BODY)).contains("MARK1"));
}

#[derive(Form, Debug, PartialEq)]
struct Boxes {
    on: bool,
    maybe: Option<bool>,
    list: Vec<bool>,
    map: BTreeMap<String, u8>,
    set: BTreeSet<u8>,
}

#[test]
fn what_is_no_value_of_a_field_is_none() {
    for (body, expected) in [
        (r#"{"on": true}"#, ""),
        (r#"{"on": {}, "maybe": [], "map": {}, "list": [], "set": {}}"#, ""),
        (r#"{"on": [true]}"#, "on: type"),
        (r#"{"on": {"x": true}}"#, "on: type"),
        (r#"{"maybe": [false]}"#, "maybe: type"),
        (r#"{"map": 5}"#, "map: type"),
        (r#"{"map": ""}"#, ""),
        (r#"{"map": [5]}"#, ""),
        (r#"{"list": {"x": true}}"#, "list: type"),
        (r#"{"set": {"0": 1, "1x": 2}}"#, "set: type"),
        (r#"{"set": {"0": 1, "1": 2}}"#, ""),
    ] {
        assert_eq!(found(of_json::<Boxes>(body).report()), expected, "{body}");
    }
    for (body, expected) in [
        ("on[]=true", "on: type"),
        ("map=5", "map: type"),
        ("map=", ""),
        // The row of a page that its script copies.
        ("set[__index__]=7&set[0]=1", ""),
        ("map[%ff]=1", "map[#0]: encoding"),
        ("set[%ff]=1&%ff=1", ""),
    ] {
        assert_eq!(found(of_body::<Boxes>(body).report()), expected, "{body}");
    }
}

#[test]
fn a_box_that_is_not_ticked_is_written_and_read_again() {
    let value = Boxes {
        on: false,
        maybe: Some(false),
        list: vec![false, true, false],
        map: BTreeMap::new(),
        set: BTreeSet::new(),
    };
    let form = Submission::<Boxes>::edit(&value);
    assert_eq!(form.field("list").values(), ["false", "true", "false"]);
    assert!(!form.field("on").is_checked());
    assert!(form.field("on").radio().as_str().contains("value=\"false\" checked"));
    assert!(form.field("maybe").radio().as_str().contains("value=\"false\" checked"));
    assert_eq!(
        form.field("maybe").hidden(),
        r#"<input id="maybe" type="hidden" name="maybe" value="false">"#
    );
}

#[test]
fn what_is_left_over_is_what_no_other_field_has() {
    #[derive(Form, Debug)]
    struct Open {
        #[serde(alias = "nick")]
        name: Option<String>,
        inner: Option<Pin>,
        #[serde(flatten)]
        more: Option<Pin>,
        #[serde(flatten)]
        rest: BTreeMap<String, String>,
    }
    for (body, name, more, rest) in [
        ("name=a&b=c", Some("a"), None, &[("b", "c")][..]),
        ("nick=a&rest=c", Some("a"), None, &[("rest", "c")]),
        ("inner[pin]=1", None, None, &[]),
        ("pin=1&hint=2&x=3", None, Some("1"), &[("x", "3")]),
        ("pin=&hint=", None, None, &[]),
    ] {
        let form = of_body::<Open>(body);
        assert_eq!(found(form.report()), "", "{body}");
        let form = form.finish().unwrap().into_inner();
        assert_eq!(form.name.as_deref(), name, "{body}");
        assert_eq!(form.inner.is_some(), body.starts_with("inner"), "{body}");
        assert_eq!(form.more.map(|pin| pin.pin).as_deref(), more, "{body}");
        let expected: BTreeMap<String, String> =
            rest.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        assert_eq!(form.rest, expected, "{body}");
    }
    // A form that is begun is asked for.
    assert_eq!(found(of_body::<Open>("hint=2").report()), "pin: required");
}

#[test]
fn names_that_serde_takes() {
    #[derive(Form)]
    #[form(deny_unknown)]
    struct Named {
        #[serde(alias = "mail", alias = "e.mail")]
        email: String,
        #[serde(rename = "a.b")]
        dotted: Option<u8>,
        #[serde(rename = "user[age]")]
        age: Option<u8>,
    }
    for body in ["mail=x&a.b=1&user[age]=2", "e.mail=x&a[b]=1&user.age=2", "email=x&a.b=1&user[age]=2"] {
        let form = of_body::<Named>(body);
        assert_eq!(found(form.report()), "", "{body}");
        let value = form.finish().unwrap().into_inner();
        assert_eq!((&*value.email, value.dotted, value.age), ("x", Some(1), Some(2)), "{body}");
        let form = Submission::<Named>::edit(&value);
        assert_eq!((form.field("a.b").value(), form.field("user[age]").value()), ("1", "2"));
    }
    let form = of_json::<Named>(r#"{"mail": "x", "a.b": 1, "user[age]": 2}"#);
    assert_eq!(found(form.report()), "");
    assert_eq!(form.value().map(|value| (value.dotted, value.age)), Some((Some(1), Some(2))));
    assert_eq!(found(of_json::<Named>(r#"{"mail": "x", "a.c": 1, "user": 2}"#).report()), "unknown");
}

#[test]
fn what_was_not_sent_is_as_serde_has_it() {
    #[derive(Form, Debug, PartialEq)]
    #[serde(default)]
    struct Settings {
        retries: u8,
        #[serde(default)]
        zero: u8,
        #[serde(default = "nine")]
        nine: u8,
        #[serde(skip)]
        hidden: u8,
        #[serde(skip, default = "nine")]
        hidden_nine: u8,
        #[form(blank)]
        note: String,
    }
    impl Default for Settings {
        fn default() -> Self {
            Self { retries: 3, zero: 1, nine: 1, hidden: 5, hidden_nine: 1, note: "usual".into() }
        }
    }
    fn nine() -> u8 {
        9
    }
    let usual = Settings { retries: 3, zero: 0, nine: 9, hidden: 5, hidden_nine: 9, note: "usual".into() };
    assert_eq!(of_body::<Settings>("").value(), Some(&usual));
    // A box that was emptied is empty.
    assert_eq!(of_body::<Settings>("note=").value(), Some(&Settings { note: String::new(), ..usual }));
}

#[test]
fn json_is_counted_as_a_page_is() {
    #[derive(Form)]
    struct Numbers {
        list: Vec<u128>,
        ratio: Option<f64>,
    }
    let list = |count: usize| format!(r#"{{"list": [{}]}}"#, vec!["7"; count].join(","));
    assert_eq!(of_json::<Numbers>(&list(999)).value().map(|value| value.list.len()), Some(999));
    assert!(Submission::<Numbers>::parse_json(list(1000).as_bytes()).is_err());
    for (body, expected) in [
        (r#"{"list": [18446744073709551615]}"#, ""),
        (r#"{"list": [1.0, 1e3]}"#, ""),
        // JSON's reader has rounded it.
        (r#"{"list": [340282366920938463463374607431768211455]}"#, "list[0]: type"),
        (r#"{"list": ["340282366920938463463374607431768211455"]}"#, ""),
        (r#"{"list": [], "ratio": 1e300}"#, ""),
    ] {
        assert_eq!(found(of_json::<Numbers>(body).report()), expected, "{body}");
    }
}

#[test]
fn a_set_does_not_say_which_of_its_values() {
    #[derive(Form)]
    struct Words {
        #[validate(each(length(..=2)))]
        set: BTreeSet<String>,
        #[validate(each(length(..=2)))]
        list: Vec<String>,
    }
    // In a set, the long word is the first; in the page it is the second.
    let form = of_body::<Words>("set=b&set=along&list=b&list=along");
    let marks = |field: &str| {
        let html = form.field(field).input();
        html.as_str().split('>').filter(|tag| tag.contains("aria-invalid")).count()
    };
    assert_eq!((marks("list"), marks("set")), (1, 3));
    assert!(
        !form.field("list").input().as_str().starts_with("<input id=\"list\" name=\"list\" value=\"b\" aria")
    );
}

#[test]
fn a_form_is_told_by_its_names() {
    #[derive(Form)]
    struct Search {
        #[serde(alias = "query")]
        q: Option<String>,
        #[serde(flatten)]
        pin: Option<Pin>,
    }
    for (query, expected) in [
        ("q=", true),
        ("query=x", true),
        ("utm_source=x&pin=1", true),
        ("q[]=1", true),
        ("fbclid=x", false),
        ("%ff=1", false),
    ] {
        let entries = Entries::from_urlencoded(query.as_bytes(), &FormLimits::default()).unwrap();
        assert_eq!(entries.has_any_of::<Search>(), expected, "{query}");
    }
}

#[cfg(feature = "upload")]
#[test]
fn a_file_is_judged_by_the_field_that_reads_it() {
    use untaint::form::FileField;
    use untaint::upload::UploadPolicy;
    use untaint::{FieldKind, FieldRules, Fields};

    struct Files;
    impl Fields for Files {
        const FIELDS: &'static [FieldRules] = {
            const FILE: FieldRules = FieldRules::new("", FieldKind::File, |_| {});
            const TEXT: FieldRules = FieldRules::new("", FieldKind::Text, |_| {});
            &[
                FieldRules::new("rest", FieldKind::Map(&TEXT, &FILE), |_| {})
                    .taking(UploadPolicy::documents)
                    .flat(),
                FieldRules::new("avatar", FieldKind::File, |_| {})
                    .taking(UploadPolicy::avatars)
                    .with_aliases(&["picture"]),
                FieldRules::new("a.b", FieldKind::File, |_| {}).taking(UploadPolicy::images),
            ]
        };
    }
    for (name, expected) in [
        ("avatar", UploadPolicy::avatars()),
        ("picture", UploadPolicy::avatars()),
        ("a.b", UploadPolicy::images()),
        ("a[b]", UploadPolicy::images()),
        ("other", UploadPolicy::documents()),
    ] {
        assert_eq!(FileField::of::<Files>(name).unwrap().policy(), expected, "{name}");
    }
}
