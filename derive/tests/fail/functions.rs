use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(custom)]
    field_0: String,
    #[validate(custom(5))]
    field_1: String,
    #[validate(custom(a, b))]
    field_2: String,
    #[validate(custom(func = a))]
    field_3: String,
    #[validate(rule)]
    field_4: String,
    #[validate(rule(a, b))]
    field_5: String,
}

fn main() {}
