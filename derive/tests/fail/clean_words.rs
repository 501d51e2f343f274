use untaint::Sanitize;

#[derive(Sanitize)]
struct Form {
    #[clean(trimm)]
    a: String,
    #[clean(trim, trim)]
    b: String,
    #[clean(trim(1))]
    c: String,
    #[clean(email)]
    d: String,
    #[clean(text)]
    e: String,
    #[clean(html("comment"))]
    f: String,
    #[clean(each)]
    g: Vec<String>,
    #[clean(custom)]
    h: String,
}

fn main() {}
