use untaint::Validate;

#[derive(Validate)]
#[validate(strict)]
struct Form {
    #[validate(slug)]
    a: String,
    #[validate(skip)]
    b: u8,
    #[validate(secret)]
    c: String,
    #[validate(custom(|_| Ok::<(), untaint::Report>(())))]
    d: u8,
}

fn main() {
    assert!(Form { a: "a".into(), b: 1, c: String::new(), d: 1 }.validate().is_ok());
}
