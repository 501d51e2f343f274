use std::sync::LazyLock;
use untaint::rules::Regex;
use untaint::{Fields, Validate};

static DIGITS: LazyLock<Regex> = LazyLock::new(|| untaint::rules::whole("[0-9]+"));

mod statics {
    use super::{LazyLock, Regex};
    pub static LETTERS: LazyLock<Regex> = LazyLock::new(|| untaint::rules::whole("[a-z]+"));
}

#[derive(Validate)]
struct Form<T> {
    #[validate(pattern("[a-z0-9_]+"), pattern("a.*"))]
    a: String,
    #[validate(pattern(r"\d+|x", message = "Digits."))]
    b: Option<String>,
    #[validate(pattern(DIGITS), pattern(statics::LETTERS))]
    c: String,
    #[validate(each(pattern("[a-z]")))]
    d: Vec<T>,
    #[validate(pattern("a|ab"))]
    e: String,
}

fn main() {
    let form = Form { a: "b\n".into(), b: Some("1x".into()), c: "1".into(), d: vec!["ab"], e: "ab".into() };
    let report = form.validate().unwrap_err();
    let paths: Vec<_> = report.violations().iter().map(|violation| violation.path().to_string()).collect();
    assert_eq!(paths, ["a", "a", "b", "c", "d[0]"]);
    assert_eq!(Form::<String>::fields()[0].rules()[0].html().next(), Some(("pattern", "[a-z0-9_]+")));
}
