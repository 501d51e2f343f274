use untaint::{Fields, Validate};

#[derive(Validate)]
struct Form {
    #[validate(secret, each(length(3..)))]
    codes: Vec<String>,
    #[validate(secret)]
    #[validate(values(length(3..)))]
    map: std::collections::BTreeMap<String, String>,
}

fn main() {
    let form = Form { codes: vec!["a".into()], map: [("hidden".to_owned(), "b".to_owned())].into() };
    let report = form.validate().unwrap_err();
    assert_eq!(report.violations().len(), 2);
    assert!(!format!("{report:?} {report}").contains("hidden"));
    assert!(Form::fields().iter().all(|field| field.is_secret()));
}
