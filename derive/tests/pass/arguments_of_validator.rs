//! What `validator` reads is read here too.
use std::sync::LazyLock;
use untaint::rules::Regex;
use untaint::{Report, Validate, Violation};

static LETTERS: LazyLock<Regex> = LazyLock::new(|| untaint::rules::whole("[a-z]+"));
const MOST: usize = 20;

#[derive(Validate)]
#[validate(schema(function = "whole", code = "app.whole", message = "No."))]
struct Form {
    #[validate(length(min = 1, max = 20, message = "1 to 20", code = "app.len"))]
    a: String,
    #[validate(length(equal = 3), regex(path = *LETTERS))]
    b: String,
    #[validate(length(max = MOST), regex(path = "LETTERS"), contains(pattern = "x"), does_not_contain(pattern = "y"))]
    c: String,
    #[validate(range(min = 18, max = 20), required)]
    d: Option<u8>,
    #[validate(range(exclusive_min = 0.0, exclusive_max = 100.0))]
    e: f64,
    #[validate(must_match(other = "a", message = "same"))]
    f: String,
    #[validate(must_match(other = a))]
    g: String,
    #[validate(custom(function = "own", message = "own"))]
    h: String,
    #[validate(custom(function = own))]
    i: Option<String>,
    #[validate(email, non_control_character)]
    j: String,
    #[validate(url, ip, credit_card)]
    k: Option<String>,
    #[validate(nested)]
    l: Inner,
    #[validate]
    m: Vec<Inner>,
}

#[derive(Validate)]
struct Inner {
    #[validate(length(min = 1))]
    text: String,
}

#[derive(Validate)]
#[validate(context = Limits)]
struct Other {
    #[validate(custom(function = "limited", use_context))]
    a: String,
}

struct Limits {
    max: usize,
}

fn limited(text: &str, limits: &Limits) -> Result<(), Violation> {
    if text.len() <= limits.max { Ok(()) } else { Err(Violation::new("app.long")) }
}

fn own(text: &str) -> Result<(), Violation> {
    if text == "own" { Ok(()) } else { Err(Violation::new("app.own")) }
}

fn whole(form: &Form) -> Result<(), Report> {
    if form.a.is_empty() { Err(Violation::new("x").into()) } else { Ok(()) }
}

fn main() {
    use untaint::ValidateWith as _;
    let form = Form {
        a: String::new(),
        b: "abc".into(),
        c: "x".into(),
        d: None,
        e: 0.0,
        f: "a".into(),
        g: String::new(),
        h: "x".into(),
        i: None,
        j: "a@example.com".into(),
        k: None,
        l: Inner { text: String::new() },
        m: vec![Inner { text: String::new() }],
    };
    let report = form.validate().unwrap_err();
    let codes: Vec<_> = report.violations().iter().map(|violation| violation.code()).collect();
    let expected =
        ["app.len", "required", "range", "matches", "app.own", "length", "length", "app.whole"];
    assert_eq!(codes, expected, "{report}");
    assert!(Other { a: "ab".into() }.validate_with(&Limits { max: 1 }).is_err());
}
