//! Attributes in several lines, commas at the end, paths of the derive itself.
#[derive(untaint::Validate, untaint::Sanitize)]
pub struct Form {
    #[validate(
        length(3..=20,),
        slug(),
        each_free = 1,
    )]
    #[cfg(any())]
    never: u8,
    #[clean(trim,)]
    #[validate(
        length(3..=20,),
        slug(),
    )]
    pub text: String,
    #[validate()]
    #[clean()]
    pub none: String,
}

fn main() {
    use untaint::Validate as _;
    assert!(Form { text: String::new(), none: String::new() }.validate().is_err());
}
