use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(one_of)]
    field_0: String,
    #[validate(one_of("a", "a"))]
    field_1: String,
    #[validate(one_of("a", 5))]
    field_2: String,
    #[validate(none_of("a"))]
    field_3: u8,
    #[validate(one_of([]))]
    field_4: String,
}

fn main() {}
