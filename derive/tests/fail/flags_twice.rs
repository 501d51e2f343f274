use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(length(1.., bytes, bytes))]
    field_0: String,
    #[validate(length(1.., bytes, utf16))]
    field_1: String,
    #[validate(email(html5, public))]
    field_2: String,
}

fn main() {}
