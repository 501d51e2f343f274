use untaint::Sanitize;

#[derive(Sanitize)]
struct Form {
    #[clean(trim)]
    a: u8,
    #[clean(lowercase)]
    b: Vec<bool>,
    #[clean(each(trim))]
    c: String,
}

fn main() {}
