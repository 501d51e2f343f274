use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(emial)]
    a: String,
}

fn check<T: Validate + untaint::Fields>(form: &T) -> bool {
    form.validate().is_ok() && T::fields().is_empty()
}

fn main() {
    let _ = check(&Form { a: String::new() });
}
