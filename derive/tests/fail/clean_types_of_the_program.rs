use untaint::Sanitize;

#[derive(Sanitize)]
struct Form {
    #[clean(trim)]
    a: Opaque,
    #[clean(nested)]
    b: Opaque,
    #[clean(each(trim))]
    c: Opaque,
    #[clean(custom(shout))]
    d: u8,
}

struct Opaque;

fn shout(text: &mut String) {
    text.make_ascii_uppercase();
}

fn main() {}
