//! What is left over in a map, and forms in forms in forms.
use std::collections::HashMap;
use untaint::{Fields, Validate};

#[derive(Validate, serde::Deserialize)]
struct Form {
    #[serde(flatten)]
    #[validate(length(..=2), values(length(..=3)))]
    rest: HashMap<String, String>,
    #[validate(nested)]
    deep: Option<Vec<Option<Box<Inner>>>>,
}

#[derive(Validate, serde::Deserialize)]
#[serde(transparent)]
struct Inner {
    #[validate(nested)]
    list: Vec<Leaf>,
}

#[derive(Validate, serde::Deserialize)]
struct Leaf {
    #[validate(slug)]
    text: String,
}

fn main() {
    let leaf = || Leaf { text: "a b".into() };
    let form = Form {
        rest: [("hidden".to_owned(), "long".to_owned())].into(),
        deep: Some(vec![None, Some(Box::new(Inner { list: vec![leaf(), leaf()] }))]),
    };
    let report = form.validate().unwrap_err();
    let paths: Vec<_> = report.violations().iter().map(|violation| violation.path().to_string()).collect();
    assert_eq!(paths, ["[#0]", "deep[1][0].text", "deep[1][1].text"]);
    assert!(Form::fields()[0].is_flat());
}
