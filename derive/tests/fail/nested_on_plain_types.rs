use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(nested)]
    field_0: String,
    #[validate(nested)]
    field_1: Vec<u8>,
    #[validate(dive)]
    field_2: Option<bool>,
    #[validate(nested(1))]
    field_3: Box<u8>,
}

fn main() {}
