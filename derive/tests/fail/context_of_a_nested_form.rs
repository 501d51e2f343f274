use untaint::Validate;

#[derive(Validate)]
#[validate(context(u8))]
struct Inner {
    #[validate(length(..=usize::from(*context)))]
    a: String,
}

#[derive(Validate)]
struct Outer {
    #[validate(nested)]
    inner: Inner,
}

fn main() {}
