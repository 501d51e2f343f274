use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(message = "Alone.")]
    field_0: String,
    #[validate(slug, message("a", "b"))]
    field_1: String,
    #[validate(slug, message = "a", message = "b")]
    field_2: String,
}

fn main() {}
