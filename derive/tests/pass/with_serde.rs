//! Beside serde's own derives.
use untaint::{Sanitize, Validate};

#[derive(Validate, Sanitize, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Form {
    #[serde(alias = "n", default = "name", skip_serializing_if = "String::is_empty")]
    #[clean(trim)]
    #[validate(slug)]
    the_name: String,
    #[serde(default)]
    #[validate(range(1..))]
    age: Option<u8>,
}

fn name() -> String {
    "x".into()
}

fn main() {
    let form = Form { the_name: "a b".into(), age: Some(0) };
    let report = form.validate().unwrap_err();
    assert_eq!(report.at("the-name").count() + report.at("age").count(), 2, "{report}");
    assert_eq!(name(), "x");
}
