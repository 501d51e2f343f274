//! A form that keeps `validator` or `garde` for now can take single rules from here; and the rules of a form are the
//! schema of a request in `OpenAPI` documents that `utoipa` writes.

// recipe
use garde::Validate as _;
use untaint::{Fields, Validator, rules};
use utoipa::openapi::{RefOr, Schema};
use validator::ValidationError;

/// Any rule in the `custom` of `garde`.
pub fn for_garde<T: ?Sized, C>(
    rule: impl Validator<T>,
) -> impl FnOnce(&T, &C) -> garde::Result {
    move |value, _| {
        rule.check(value).map_err(|found| garde::Error::new(found.message()))
    }
}

#[derive(garde::Validate)]
pub struct Article {
    #[garde(custom(for_garde(rules::slug())))]
    pub slug: String,
}

/// Any rule in the `custom` of `validator`, which wants a function for each.
pub fn for_validator<T: ?Sized>(
    rule: &impl Validator<T>,
    value: &T,
) -> Result<(), ValidationError> {
    let Err(found) = rule.check(value) else { return Ok(()) };
    let mut error = ValidationError::new(found.code());
    for (name, limit) in found.params() {
        error.add_param(name.into(), limit);
    }
    Err(error.with_message(found.message().into_owned().into()))
}

fn web_site(value: &str) -> Result<(), ValidationError> {
    for_validator(&rules::url(), value)
}

#[derive(validator::Validate)]
pub struct Profile {
    #[validate(custom(function = "web_site"))]
    pub site: String,
}

/// The rules of a form as a schema of `OpenAPI` 3.1, which is JSON Schema.
pub fn schema<F: Fields>() -> RefOr<Schema> {
    let mut schema = rules::json_schema::<F>();
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("$schema"); // `OpenAPI` names the dialect for the whole document
    }
    serde_json::from_value(schema).unwrap_or_else(|_| RefOr::T(Schema::default()))
}

#[derive(untaint::Validate)]
pub struct SignUp {
    #[validate(length(3..=20))]
    pub name: String,
    #[validate(range(18..=120))]
    pub age: u8,
}

impl utoipa::PartialSchema for SignUp {
    fn schema() -> RefOr<Schema> {
        schema::<Self>()
    }
}

impl utoipa::ToSchema for SignUp {}

/// What such an article is told.
pub fn refusal(slug: &str) -> Option<String> {
    Article { slug: slug.to_owned() }.validate().err().map(|report| report.to_string())
}
// end

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_serves_garde() {
        assert_eq!(refusal("my-post"), None);
        let refused = refusal("my post <script>").expect("refused");
        assert!(
            refused.contains("Use lowercase letters") && !refused.contains("script"),
            "{refused}"
        );
    }

    #[test]
    fn a_rule_serves_validator() {
        use validator::Validate as _;
        assert!(Profile { site: "https://example.com/".to_owned() }.validate().is_ok());
        let refused = Profile { site: "javascript:alert(1)".to_owned() }
            .validate()
            .expect_err("refused");
        let refused = serde_json::to_value(&refused).expect("JSON");
        assert_eq!(refused["site"][0]["code"], "url");
    }

    #[test]
    fn a_form_is_a_schema() {
        #[derive(utoipa::OpenApi)]
        #[openapi(components(schemas(SignUp)))]
        struct Api;

        use utoipa::OpenApi as _;
        let document = serde_json::to_value(Api::openapi()).expect("JSON");
        let form = &document["components"]["schemas"]["SignUp"];
        assert_eq!(form["properties"]["name"]["maxLength"], 20, "{form}");
        assert_eq!(form["properties"]["age"]["minimum"], 18);
        assert_eq!(form["required"], serde_json::json!(["name", "age"]));
    }
}
