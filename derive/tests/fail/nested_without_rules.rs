use untaint::Validate;

struct Address;

#[derive(Validate)]
struct Form {
    #[validate(nested)]
    field_0: Address,
    #[validate(nested)]
    field_1: Vec<Address>,
}

fn main() {}
