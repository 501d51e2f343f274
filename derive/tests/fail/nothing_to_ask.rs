use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(length(..0))]
    field_0: String,
    #[validate(not_contains(""))]
    field_1: String,
    #[validate(before("2023-02-29"))]
    field_2: String,
    #[validate(after("yesterday"))]
    field_3: Option<String>,
    #[validate(multiple_of(0.0))]
    field_4: f64,
    #[validate(shop::is_free)]
    field_5: String,
    #[validate(custom(function = "is free"))]
    field_6: String,
    #[validate(before("2024-02-29"), after("2023-12-31T23:59:60Z"))]
    field_7: String,
    #[validate(multiple_of(0.5))]
    field_8: f64,
}

fn main() {}
