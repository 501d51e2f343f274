use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(redirect(untaint::uri::UriPolicy::web()))]
    field_0: String,
}

fn main() {}
