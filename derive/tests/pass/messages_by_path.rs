use untaint::Validate;

const SHORT: &str = "form.short";
mod texts {
    pub const CODE: &str = "app.code";
}

#[derive(Validate)]
struct Form {
    #[validate(length(3.., message = SHORT, code = texts::CODE), slug, message = concat!("a", "b"))]
    a: String,
    #[validate(each(slug, length(3..), code = "app.each"))]
    b: Vec<String>,
    #[validate(if(true, slug, message = "If."))]
    c: String,
}

fn main() {
    let form = Form { a: "A".into(), b: vec!["A".into()], c: "A".into() };
    let report = form.validate().unwrap_err();
    let told: Vec<_> = report.violations().iter().map(|v| (v.code(), v.own_message())).collect();
    assert_eq!(
        told,
        [
            ("app.code", Some("form.short")),
            ("slug", Some("ab")),
            ("app.each", None),
            ("app.each", None),
            ("slug", Some("If.")),
        ]
    );
}
