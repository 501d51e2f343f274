use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(slug)]
    #[validate(slug)]
    name: String,
}

fn main() {}
