//! Fields that are called like what the derive writes.
use untaint::{Sanitize, Validate, Violation};

#[derive(Validate, Sanitize)]
struct Form {
    #[validate(slug, if(self.into == "a", length(..1)))]
    at: String,
    #[validate(slug, matches(at))]
    into: String,
    #[validate(each(slug))]
    item: Vec<String>,
    #[validate(custom(value))]
    value: Option<u8>,
    #[clean(each(trim))]
    #[validate(each(each(slug)))]
    place: Vec<Vec<String>>,
    #[validate(slug)]
    context: String,
    #[validate(slug)]
    report: String,
    #[validate(slug)]
    #[allow(non_snake_case)]
    __C: String,
}

#[derive(Validate)]
enum Either {
    A {
        #[validate(slug)]
        field_0: String,
        #[validate(matches(field_0))]
        field_1: String,
    },
}

fn value(value: &u8) -> Result<(), Violation> {
    if *value > 1 { Ok(()) } else { Err(Violation::new("app.small")) }
}

fn main() {
    let bad = || "a b".to_owned();
    let form = Form {
        at: bad(),
        into: "a".into(),
        item: vec![bad()],
        value: Some(1),
        place: vec![vec![bad()]],
        context: bad(),
        report: bad(),
        __C: bad(),
    };
    let report = form.validate().unwrap_err();
    assert_eq!(report.violations().len(), 9, "{report}");
    assert_eq!(Either::A { field_0: bad(), field_1: "x".into() }.validate().unwrap_err().violations().len(), 2);
}
