use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(slug, slug)]
    field_0: String,
    #[validate(length(1..), email, length(..5))]
    field_1: String,
    #[validate(prefix("a"), starts_with("b"))]
    field_2: String,
    #[validate(secret, secret, slug)]
    field_3: String,
    #[validate(each(slug, slug))]
    field_4: Vec<String>,
}

fn main() {}
