use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(regex = "NAME")]
    field_0: String,
    #[validate(must_match = "field_0x")]
    field_1: String,
    #[validate(length(min = "MIN"))]
    field_2: String,
}

fn main() {}
