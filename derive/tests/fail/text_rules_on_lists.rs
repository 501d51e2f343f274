use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(email)]
    field_0: Vec<String>,
    #[validate(slug)]
    field_1: std::collections::HashMap<String, String>,
    #[validate(uuid)]
    field_2: Vec<u8>,
}

fn main() {}
