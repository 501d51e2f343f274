use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(redirect)]
    field_0: String,
    #[validate(uri("web"))]
    field_1: String,
    #[validate(text(1))]
    field_2: String,
    #[validate(filename(a, b))]
    field_3: String,
}

fn main() {}
