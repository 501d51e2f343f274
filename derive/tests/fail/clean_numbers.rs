use untaint::Sanitize;

#[derive(Sanitize)]
struct Form {
    #[clean(trim)]
    a: u8,
    #[clean(lowercase)]
    b: Vec<bool>,
    #[clean(each(trim))]
    c: String,
    #[clean(trim)]
    d: Opaque,
    #[clean(nested)]
    e: Opaque,
}

struct Opaque;

fn main() {}
