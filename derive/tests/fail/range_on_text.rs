use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(range(1..=5))]
    field_0: String,
    #[validate(range(1..))]
    field_1: Vec<u8>,
    #[validate(multiple_of(5))]
    field_2: &'static str,
}

fn main() {}
