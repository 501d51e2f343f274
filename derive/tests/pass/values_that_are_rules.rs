use untaint::uri::UriPolicy;
use untaint::{Validate, Validator, Violation, all, from_fn, optional, rules};

struct Even;

impl Validator<u8> for Even {
    fn check(&self, value: &u8) -> Result<(), Violation> {
        if value % 2 == 0 { Ok(()) } else { Err(Violation::new("app.even")) }
    }
}

const RULE: Even = Even;

fn made() -> impl Validator<str> {
    from_fn(|text: &str| if text.is_empty() { Ok(()) } else { Err(Violation::new("app.empty")) })
}

#[derive(Validate)]
struct Form {
    #[validate(rule(Even), rule(RULE, code = "app.rule"))]
    a: u8,
    #[validate(rule(Even, message = "Even, please."))]
    b: Option<Option<u8>>,
    #[validate(rule(UriPolicy::web()), rule(made()))]
    c: String,
    #[validate(rule(all((rules::length(..3), rules::slug()))))]
    d: Option<String>,
    #[validate(each(rule(Even)), rule(optional::<u8, _>(Even)))]
    #[cfg(any())]
    never: u8,
    #[validate(each(rule(Even)))]
    e: Vec<u8>,
}

fn main() {
    let _ = optional::<u8, _>(Even);
    let form = Form { a: 1, b: Some(Some(1)), c: "javascript:".into(), d: Some("abcd".into()), e: vec![2, 3] };
    let report = form.validate().unwrap_err();
    let codes: Vec<_> = report.violations().iter().map(|violation| violation.code()).collect();
    assert_eq!(codes, ["app.even", "app.rule", "app.even", "uri.scheme", "app.empty", "length", "app.even"]);
    assert_eq!(report.at("b").next().unwrap().message(), "Even, please.");
}
