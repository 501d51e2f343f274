use untaint::Validate;

#[derive(Validate)]
#[validate(strict)]
struct Form {
    #[validate(slug)]
    a: String,
    b: String,
    #[validate(skip)]
    c: String,
    r#type: u8,
}

#[derive(Validate)]
#[validate(strict)]
struct Pair(#[validate(slug)] String, u8);

fn main() {}
