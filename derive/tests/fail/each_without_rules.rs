use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(each)]
    field_0: Vec<u8>,
    #[validate(each())]
    field_1: Vec<u8>,
    #[validate(keys)]
    field_2: std::collections::BTreeMap<u8, u8>,
    #[validate(values())]
    field_3: std::collections::BTreeMap<u8, u8>,
}

fn main() {}
