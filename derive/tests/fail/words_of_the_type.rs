use untaint::Validate;

#[derive(Validate)]
#[validate(strikt)]
#[validate(slug)]
#[validate(context)]
#[validate(crate = 5)]
#[validate(check)]
struct Form {
    #[validate(strict)]
    a: String,
    #[validate(context(u8))]
    b: String,
}

fn main() {}
