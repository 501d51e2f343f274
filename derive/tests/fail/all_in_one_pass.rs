use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(emial)]
    field_0: String,
    #[validate(range(9..=3))]
    field_1: u8,
    #[validate(email)]
    field_2: u32,
    #[validate(pattern("[a"))]
    field_3: String,
}

fn main() {}
