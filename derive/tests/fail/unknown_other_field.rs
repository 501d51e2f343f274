use untaint::Validate;

#[derive(Validate)]
struct Form {
    password: String,
    #[validate(matches(pasword))]
    again: String,
    #[validate(differs(nobody))]
    name: String,
    #[validate(must_match(other = "passwords"))]
    third: String,
    #[validate(matches(own))]
    own: String,
    #[validate(matches)]
    none: String,
    #[validate(matches(a + b))]
    sum: String,
}

fn main() {}
