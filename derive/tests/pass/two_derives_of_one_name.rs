//! Beside a derive of another crate's that has the same name, by the path.
mod other {
    pub trait Validate {}
}

use other::Validate;

#[derive(untaint::Validate)]
struct Form {
    #[validate(slug)]
    text: String,
}

impl Validate for Form {}

fn main() {
    fn both<T: Validate + untaint::Validate>(form: &T) -> bool {
        form.validate().is_ok()
    }
    assert!(both(&Form { text: "a".into() }));
}
