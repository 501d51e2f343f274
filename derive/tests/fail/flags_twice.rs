use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(length(1.., bytes, bytes))]
    field_0: String,
}

fn main() {}
