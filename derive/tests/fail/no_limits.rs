use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(length)]
    field_0: String,
    #[validate(range())]
    field_1: u8,
    #[validate(length(..))]
    field_2: String,
    #[validate(range(5))]
    field_3: u8,
}

fn main() {}
