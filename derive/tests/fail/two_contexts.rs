use untaint::Validate;

#[derive(Validate)]
#[validate(context(u8), context(u16))]
struct Form {
    #[validate(slug)]
    a: String,
}

fn main() {}
