use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(length(-1..))]
    field_0: String,
    #[validate(length(1.5))]
    field_1: String,
    #[validate(length("3"))]
    field_2: String,
    #[validate(length(0..))]
    field_3: String,
    #[validate(length(3u8..))]
    field_4: String,
}

fn main() {}
