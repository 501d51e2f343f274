use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(emial)]
    field_0: String,
    #[validate(lenght(3..=20), slugg)]
    field_1: String,
    #[validate(flibbertigibbet)]
    field_2: String,
}

fn main() {}
