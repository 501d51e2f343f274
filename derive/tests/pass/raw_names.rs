use untaint::{Fields, Validate};

#[derive(Validate)]
#[serde(rename_all = "UPPERCASE")]
struct r#struct {
    #[validate(slug, matches(r#fn))]
    r#type: String,
    r#fn: String,
    #[validate(differs(r#type), must_match(other = "fn"))]
    plain: String,
}

#[derive(Validate)]
#[allow(dead_code)]
enum r#enum {
    r#Match {
        #[validate(slug)]
        r#where: String,
    },
}

fn main() {
    let form = r#struct { r#type: "no slug".into(), r#fn: "b".into(), plain: "c".into() };
    let report = form.validate().unwrap_err();
    assert_eq!(report.at("TYPE").count(), 2, "{report}");
    assert_eq!(report.at("PLAIN").count(), 1, "{report}");
    assert_eq!(r#struct::fields()[1].name(), "FN");
    let report = r#enum::r#Match { r#where: "no slug".into() }.validate().unwrap_err();
    assert_eq!(report.at("Match.where").count(), 1, "{report}");
}
