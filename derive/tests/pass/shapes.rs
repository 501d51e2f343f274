use untaint::{Fields, Sanitize, Validate};

#[derive(Validate, Sanitize)]
struct Unit;

#[derive(Validate, Sanitize)]
struct Empty {}

#[derive(Validate, Sanitize)]
struct Tuple(#[clean(trim)] #[validate(slug)] String, u8, #[validate(matches(1))] u8);

#[derive(Validate, Sanitize)]
struct New(#[clean(trim)] #[validate(slug)] String);

#[derive(Validate, Sanitize)]
enum Nothing {}

#[derive(Validate, Sanitize)]
enum Only {
    A,
}

#[derive(Validate, Sanitize)]
enum Mixed {
    A,
    B(u8),
    C { #[clean(trim)] #[validate(slug)] text: String, other: u8 },
    D(u8, #[clean(trim)] #[validate(slug)] String),
}

fn main() {
    assert!(Unit.validate().is_ok() && Empty {}.validate().is_ok() && Only::A.validate().is_ok());
    let report = Tuple("a b".into(), 1, 2).validate().unwrap_err();
    assert!(report.at("[0]").count() == 1 && report.at("[2]").count() == 1, "{report}");
    let mut new = New(" a ".into());
    new.sanitize();
    assert!(new.validate().is_ok());
    assert_eq!(New::fields()[0].name(), "");
    assert!(New::fields()[0].is_flat());
    let _: Option<Nothing> = None;
    for mixed in [Mixed::A, Mixed::B(1)] {
        assert!(mixed.validate().is_ok());
    }
    let mut mixed = Mixed::C { text: " a b ".into(), other: 1 };
    mixed.sanitize();
    let Mixed::C { text, other } = &mixed else { panic!() };
    assert_eq!((&**text, *other), ("a b", 1));
    assert!(mixed.validate().is_err());
    let (Mixed::B(n) | Mixed::D(n, _)) = Mixed::D(1, String::new()) else { panic!() };
    assert_eq!(n, 1);
}
