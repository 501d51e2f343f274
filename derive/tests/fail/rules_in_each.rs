use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(each(emial))]
    field_0: Vec<String>,
    #[validate(each(email))]
    field_1: Vec<u32>,
    #[validate(each(range(0..=300)))]
    field_2: Vec<u8>,
    #[validate(each(each(slug)))]
    field_3: Vec<Vec<bool>>,
    #[validate(each(secret, skip))]
    field_4: Vec<String>,
}

fn main() {}
