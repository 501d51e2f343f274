use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(required)]
    field_0: u32,
    #[validate(required)]
    field_1: f64,
    #[validate(required)]
    field_2: Box<i8>,
    #[validate(required)]
    field_3: char,
}

fn main() {}
