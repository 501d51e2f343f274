use untaint::Validate;

fn short(text: &str) -> Result<(), untaint::Violation> {
    if text.len() < 9 { Ok(()) } else { Err(untaint::Violation::new("app.short")) }
}

fn says_bool(text: &str) -> bool {
    text.is_empty()
}

#[derive(Validate)]
struct Form {
    #[validate(custom(short))]
    field_0: u8,
    #[validate(custom(says_bool))]
    field_1: String,
    #[validate(custom(missing))]
    field_2: String,
}

fn main() {}
