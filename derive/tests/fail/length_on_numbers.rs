use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(length(1..=5))]
    field_0: u32,
    #[validate(length(..5))]
    field_1: Option<f64>,
    #[validate(length(3))]
    field_2: bool,
}

fn main() {}
