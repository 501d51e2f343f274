use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(length(3..=20) slug)]
    a: String,
    #[validate("slug")]
    b: String,
    #[validate(length(3..=, max = 3), emial)]
    c: String,
    #[validate = "slug"]
    d: String,
    #[validate(slug,, email)]
    e: String,
    #[validate(3 + 4, slugg)]
    f: String,
}

fn main() {}
