use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(range(3..3))]
    field_0: u8,
    #[validate(length(3..3))]
    field_1: String,
    #[validate(range(exclusive_min = 3, max = 3))]
    field_2: u8,
}

fn main() {}
