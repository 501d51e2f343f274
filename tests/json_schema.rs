//! `rules::json_schema`: what a form takes, its schema takes, by a validator of JSON Schema; and where every rule has a
//! keyword, the schema takes nothing else.
#![cfg(all(feature = "derive", feature = "serde"))]

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use untaint::{Fields, Validate, rules};

/// Every rule of it has a keyword that means the same.
#[derive(Deserialize, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Plain {
    #[validate(length(2..=4))]
    short_name: String,
    #[validate(range(18..=120), multiple_of(2))]
    age: u8,
    #[validate(required)]
    terms: bool,
    #[validate(length(1..=2), nested)]
    tags: Vec<Tag>,
    #[validate(range(0.5..), multiple_of(0.25))]
    weight: Option<f64>,
    #[validate(length(..=1), keys(length(..=2)), values(range(-5..5)))]
    counts: BTreeMap<String, i8>,
    #[validate(nested)]
    inner: Option<Box<Inner>>,
    #[serde(rename = "kind")]
    #[validate(one_of("a", "b"))]
    sort: Option<String>,
}

#[derive(Deserialize, Validate)]
struct Inner {
    #[validate(length(1))]
    letter: String,
    /// A form that holds itself.
    #[serde(default)]
    #[validate(nested)]
    more: Vec<Inner>,
}

/// `serde` writes it as what it holds.
#[derive(Deserialize, Validate)]
struct Tag(#[validate(length(..=3))] String);

/// Rules of which a schema can say less, or nothing.
#[derive(Deserialize, Validate)]
struct Rich {
    #[validate(email)]
    mail: String,
    #[validate(url)]
    site: Option<String>,
    #[validate(uuid)]
    id: String,
    #[validate(iso_date)]
    day: String,
    #[validate(iso_datetime)]
    moment: String,
    #[validate(ip)]
    address: String,
    #[validate(slug, length(bytes, ..=9))]
    slug: String,
    #[validate(hex_color)]
    color: String,
    #[serde(flatten)]
    #[validate(nested)]
    inner: Inner,
}

fn judge<F: Fields>() -> jsonschema::Validator {
    let schema = rules::json_schema::<F>();
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap_or_else(|error| panic!("{error}: {schema}"))
}

fn takes<F: Validate + for<'de> Deserialize<'de>>(value: &Value) -> bool {
    F::deserialize(value).is_ok_and(|form| form.validate().is_ok())
}

/// Of one field: values about its limits, of other types, or nothing.
fn one_of(values: &[Value]) -> impl Strategy<Value = Option<Value>> + use<> {
    let others = [json!(null), json!(7), json!("text"), json!([]), json!({}), json!(true)];
    let good = values.to_vec();
    prop_oneof![
        20 => proptest::sample::select(good).prop_map(Some),
        1 => proptest::sample::select(others.to_vec()).prop_map(Some),
        1 => Just(None),
    ]
}

fn object(fields: &[(&'static str, &[Value])]) -> impl Strategy<Value = Value> + use<> {
    let names: Vec<&'static str> = fields.iter().map(|(name, _)| *name).collect();
    let values: Vec<_> = fields.iter().map(|(_, values)| one_of(values).boxed()).collect();
    values.prop_map(move |values| {
        names.iter().zip(values).filter_map(|(name, value)| Some(((*name).to_owned(), value?))).collect()
    })
}

fn plain() -> impl Strategy<Value = Value> {
    object(&[
        ("shortName", &[json!("ab"), json!("𝒳𝒳𝒳𝒳"), json!("abcde"), json!("a"), json!("Zoë")]),
        ("age", &[json!(18), json!(120), json!(20), json!(19), json!(16), json!(122), json!(-1), json!(300)]),
        ("terms", &[json!(true), json!(true), json!(false)]),
        (
            "tags",
            &[
                json!(["a"]),
                json!(["abc", ""]),
                json!(["abcd"]),
                json!([]),
                json!(["a", "b", "c"]),
                json!([1]),
            ],
        ),
        ("weight", &[json!(0.5), json!(1.25), json!(0.25), json!(0.6), json!(null), json!(2)]),
        (
            "counts",
            &[json!({}), json!({"ab": 4}), json!({"abc": 4}), json!({"a": 5}), json!({"a": 1, "b": 2})],
        ),
        ("inner", &[json!(null), json!({"letter": "a"}), json!({"letter": "a", "more": [{"letter": "bb"}]})]),
        ("kind", &[json!("a"), json!("b"), json!("c"), json!(null)]),
    ])
}

fn rich() -> impl Strategy<Value = Value> {
    object(&[
        ("mail", &[json!("a@b.co"), json!("jürgen@example.com"), json!("user@пример.рф"), json!("a@b")]),
        ("site", &[json!("https://example.com/"), json!("https://bücher.example/"), json!(null), json!("x")]),
        (
            "id",
            &[json!("123e4567-e89b-12d3-a456-426614174000"), json!("123E4567-E89B-12D3-A456-426614174000")],
        ),
        ("day", &[json!("2024-02-29"), json!("0001-01-01"), json!("2023-02-29")]),
        (
            "moment",
            &[json!("2024-02-29T12:34:56Z"), json!("2024-02-29t12:34:56.789+05:45"), json!("2024-02-29")],
        ),
        ("address", &[json!("::1"), json!("127.0.0.1"), json!("01.2.3.4")]),
        ("slug", &[json!("a-b"), json!("abcdefghij"), json!("a--b")]),
        ("color", &[json!("#fff"), json!("#ABCDEF"), json!("red")]),
        ("letter", &[json!("a"), json!("ab")]),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn what_the_form_takes_the_schema_takes(plain in plain(), rich in rich()) {
        // A field that is not known is refused by serde here, and the schema does not ask.
        prop_assert_eq!(takes::<Plain>(&plain), judge::<Plain>().is_valid(&plain), "{}", plain);
        prop_assert!(!takes::<Rich>(&rich) || judge::<Rich>().is_valid(&rich), "{}", rich);
    }
}

/// The controls: the values above reach both verdicts, and a schema that asks for more is found out.
#[test]
fn both_verdicts_are_reached() {
    let good = json!({
        "shortName": "abc", "age": 18, "terms": true, "tags": ["a"], "counts": {"a": 1},
        "inner": {"letter": "a", "more": [{"letter": "b", "more": [{"letter": "c"}]}]},
    });
    assert!(takes::<Plain>(&good) && judge::<Plain>().is_valid(&good));
    let mut bad = good.clone();
    bad["inner"]["more"][0]["more"][0]["letter"] = json!("cc");
    assert!(
        !takes::<Plain>(&bad) && !judge::<Plain>().is_valid(&bad),
        "deep inside a form that holds itself"
    );
    let rich = json!({
        "mail": "a@b.co", "id": "123e4567-e89b-12d3-a456-426614174000", "day": "2024-02-29",
        "moment": "2024-02-29T12:34:56Z", "address": "::1", "slug": "a-b", "color": "#fff", "letter": "a",
    });
    assert!(takes::<Rich>(&rich) && judge::<Rich>().is_valid(&rich));

    let mut narrow = rules::json_schema::<Plain>();
    narrow["properties"]["shortName"]["maxLength"] = json!(2);
    assert!(!jsonschema::validator_for(&narrow).expect("a schema").is_valid(&good));
}

#[test]
fn a_schema_says_what_the_rules_say() {
    let schema = rules::json_schema::<Plain>();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["required"], json!(["shortName", "age", "terms", "tags", "counts"]));
    assert_eq!(schema["properties"]["tags"]["maxItems"], 2);
    let tag = schema["properties"]["tags"]["items"]["$ref"].as_str().and_then(|link| link.strip_prefix('#'));
    assert_eq!(
        schema.pointer(tag.expect("a newtype stands by itself")),
        Some(&json!({"type": "string", "maxLength": 3}))
    );
    assert_eq!(schema["properties"]["counts"]["propertyNames"]["maxLength"], 2);
    assert_eq!(schema["properties"]["kind"]["enum"], json!(["a", "b", null]));
    assert_eq!(schema["$defs"].as_object().map(serde_json::Map::len), Some(2), "a form inside stands once");
    let flat = rules::json_schema::<Rich>();
    assert_eq!(flat["properties"]["letter"]["minLength"], 1, "a flat form's fields stand beside the others");
}

/// What serde reads in another way than its rules say at first sight.
mod read {
    use super::{BTreeMap, Deserialize, Validate};
    use std::collections::{BTreeSet, HashMap, HashSet};

    #[derive(Deserialize, Validate)]
    pub(super) struct Asked {
        #[validate(required)]
        ticked: Option<bool>,
        #[validate(required)]
        name: Option<String>,
        #[validate(required)]
        tags: Option<Vec<u8>>,
    }

    #[derive(Deserialize, Validate)]
    #[expect(dead_code, reason = "only their types are looked at")]
    pub(super) struct Holes {
        #[validate(each(length(1..)))]
        items: Vec<Option<String>>,
        #[validate(values(range(1..)))]
        counts: HashMap<String, Option<u8>>,
        boxed: Box<Option<String>>,
        #[allow(clippy::option_option, reason = "`serde` reads one as the other")]
        twice: Option<Option<u8>>,
    }

    #[derive(Deserialize, Validate)]
    pub(super) struct Name(#[validate(length(1..=3))] String);

    #[derive(Deserialize, Validate)]
    pub(super) struct Age(#[validate(range(1..=3))] Option<u8>);

    #[derive(Deserialize, Validate)]
    #[serde(transparent)]
    pub(super) struct Clear {
        #[validate(length(1..=3))]
        text: String,
    }

    /// A newtype that holds itself.
    #[derive(Deserialize, Validate)]
    pub(super) struct Tree(#[validate(nested)] Vec<Tree>);

    #[derive(Deserialize, Validate)]
    pub(super) struct Newtypes {
        #[validate(nested)]
        name: Name,
        #[validate(nested)]
        other: Option<Name>,
        #[validate(nested)]
        names: Vec<Name>,
        #[validate(nested)]
        age: Age,
        #[validate(nested)]
        clear: Clear,
        #[validate(nested)]
        tree: Tree,
    }

    /// Of equal items a set has one.
    #[derive(Deserialize, Validate)]
    pub(super) struct Sets {
        #[validate(length(1..=2), unique_items)]
        hashed: HashSet<String>,
        #[validate(length(..=1))]
        sorted: Option<BTreeSet<u8>>,
    }

    #[derive(Deserialize, Validate)]
    pub(super) struct Unit;

    #[derive(Deserialize, Validate)]
    pub(super) struct Odd {
        #[serde(alias = "mail")]
        #[validate(length(1..=3))]
        email: String,
        #[serde(deserialize_with = "cents")]
        #[validate(range(100..))]
        price: u32,
        #[validate(nested)]
        unit: Unit,
    }

    fn cents<'de, D: serde::Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
        Ok(u32::from(Option::<u8>::deserialize(from)?.unwrap_or(1)) * 100)
    }

    #[derive(Deserialize, Validate)]
    pub(super) struct Limits {
        #[validate(range(f64::NEG_INFINITY..=1.0))]
        below: f64,
        #[validate(multiple_of(-5))]
        step: i32,
        #[validate(range(..=36_893_488_147_419_103_232))]
        wide: u128,
        #[validate(one_of(36_893_488_147_419_103_232, 1))]
        listed: u128,
        #[validate(range(0.1..=0.3))]
        single: f32,
    }

    #[derive(Deserialize, Validate)]
    pub(super) struct Mail {
        #[validate(email(html5))]
        mail: String,
    }

    #[derive(Deserialize, Validate)]
    pub(super) struct Numbered {
        #[validate(keys(range(1..)))]
        by_number: BTreeMap<u8, String>,
    }
}

#[test]
fn what_serde_reads_in_another_way_is_not_refused() {
    fn both<F: Fields + Validate + for<'de> Deserialize<'de>>(values: &[Value]) {
        for value in values {
            assert!(takes::<F>(value), "{value}");
            assert!(judge::<F>().is_valid(value), "{value}: {}", rules::json_schema::<F>());
        }
    }
    both::<read::Asked>(&[json!({"ticked": false, "name": "", "tags": []})]);
    both::<read::Holes>(&[
        json!({"items": [null, "a"], "counts": {"a": null, "b": 1}, "boxed": null, "twice": null}),
        json!({"items": [], "counts": {}}),
    ]);
    both::<read::Name>(&[json!("abc")]);
    both::<read::Age>(&[json!(null), json!(3)]);
    both::<read::Clear>(&[json!("abc")]);
    both::<read::Tree>(&[json!([[], [[]]])]);
    let newtypes = json!({"name": "a", "names": ["b"], "age": 1, "clear": "d", "tree": [[]]});
    both::<read::Newtypes>(&[
        newtypes.clone(),
        json!({"name": "a", "other": "c", "names": [], "age": null, "clear": "d", "tree": []}),
    ]);
    both::<read::Sets>(&[json!({"hashed": ["a", "a", "a"], "sorted": [1, 1]}), json!({"hashed": ["a"]})]);
    both::<read::Odd>(&[
        json!({"email": "a", "price": 2, "unit": null}),
        json!({"mail": "a", "price": null, "unit": null}),
    ]);
    both::<read::Limits>(&[
        json!({"below": -1e300, "step": -10, "wide": 7, "listed": 1, "single": 0.1}),
        json!({"below": 1.0, "step": 0, "wide": 7, "listed": 1, "single": 0.3}),
    ]);
    both::<read::Mail>(&[json!({"mail": "a@b"}), json!({"mail": ".a..b.@c-d.e"})]);
    both::<read::Numbered>(&[json!({"by_number": {"1": "a"}})]);

    let refused = |mut value: Value, field: &str, by: Value| {
        value[field] = by;
        assert!(!judge::<read::Newtypes>().is_valid(&value), "{value}");
    };
    for (field, by) in
        [("name", json!("abcd")), ("age", json!(4)), ("clear", json!("")), ("tree", json!([1]))]
    {
        refused(newtypes.clone(), field, by);
    }
}
