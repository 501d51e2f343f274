use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(length(minimum = 3))]
    field_0: String,
    #[validate(length(mim = 3, max = 4))]
    field_1: String,
    #[validate(email(html4))]
    field_2: String,
    #[validate(email(html))]
    field_3: String,
    #[validate(slug(3))]
    field_4: String,
    #[validate(uuid(version = 4, versoin = 5))]
    field_5: String,
    #[validate(range(min = 1, step = 2))]
    field_6: u8,
}

fn main() {}
