use untaint::Validate;

#[derive(Validate)]
#[validate(context(u8))]
struct Form {
    #[validate(length(..=usize::from(*context)))]
    a: String,
}

fn main() {
    let _ = Form { a: String::new() }.validate();
}
