use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(contains(5))]
    field_0: String,
    #[validate(multiple_of("5"))]
    field_1: u8,
    #[validate(multiple_of)]
    field_2: u8,
    #[validate(starts_with("a", "b"))]
    field_3: String,
    #[validate(range(min = "5"))]
    field_4: u8,
}

fn main() {}
