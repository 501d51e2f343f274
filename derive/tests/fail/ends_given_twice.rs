use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(length(min = 1, min = 2))]
    field_0: String,
    #[validate(length(equal = 3, max = 4))]
    field_1: String,
    #[validate(length(1..=3, 5..))]
    field_2: String,
}

fn main() {}
