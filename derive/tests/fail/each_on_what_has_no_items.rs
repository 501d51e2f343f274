use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(each(slug))]
    field_0: String,
    #[validate(each(range(1..)))]
    field_1: u32,
    #[validate(each(slug))]
    field_2: std::collections::HashMap<String, String>,
    #[validate(keys(slug))]
    field_3: Vec<String>,
    #[validate(values(slug))]
    field_4: Option<String>,
    #[validate(unique_items)]
    field_5: String,
}

fn main() {}
