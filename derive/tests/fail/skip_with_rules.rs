use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(skip, slug)]
    field_0: String,
    #[validate(skip(1))]
    field_1: String,
}

fn main() {}
