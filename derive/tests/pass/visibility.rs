//! A private type in a public one, and a module of its own.
#![deny(private_interfaces, missing_docs, unreachable_pub)]

pub(crate) mod forms {
    use untaint::{Sanitize, Validate};

    #[derive(Validate, Sanitize)]
    pub(crate) struct Form {
        #[clean(nested)]
        #[validate(nested)]
        pub(super) inner: Inner,
    }

    #[derive(Validate, Sanitize)]
    pub(super) struct Inner {
        #[clean(trim)]
        #[validate(slug)]
        pub(super) text: String,
    }
}

fn main() {
    use untaint::Validate as _;
    let form = forms::Form { inner: forms::Inner { text: "a b".into() } };
    assert!(form.validate().is_err());
}
