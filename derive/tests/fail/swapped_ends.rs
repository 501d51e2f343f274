use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(range(9..=3))]
    field_0: u8,
    #[validate(length(20..3))]
    field_1: String,
    #[validate(length(min = 9, max = 3))]
    field_2: String,
    #[validate(range(-1..=-5))]
    field_3: i8,
    #[validate(range(1.5..=0.5))]
    field_4: f64,
}

fn main() {}
