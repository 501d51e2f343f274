use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(pattern("[a-z"))]
    field_0: String,
    #[validate(pattern("(a"))]
    field_1: String,
    #[validate(pattern("a)(b"))]
    field_2: String,
    #[validate(pattern("\\p{Nope}"))]
    field_3: String,
    #[validate(pattern("(?x)a # comment"))]
    field_4: String,
    #[validate(pattern(r"\w{500}{500}"))]
    field_5: String,
    #[validate(pattern(5))]
    field_6: String,
    #[validate(pattern)]
    field_7: String,
}

fn main() {}
