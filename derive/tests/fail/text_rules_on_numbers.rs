use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(email)]
    field_0: u32,
    #[validate(url)]
    field_1: Option<i64>,
    #[validate(slug)]
    field_2: f64,
    #[validate(contains("x"))]
    field_3: bool,
}

fn main() {}
