//! Through a crate that hands it on.
mod shop {
    pub mod inner {
        pub use ::untaint as validation;
    }
}

#[derive(shop::inner::validation::Validate, shop::inner::validation::Sanitize)]
#[validate(crate = "crate::shop::inner::validation")]
#[clean(crate = crate::shop::inner::validation)]
struct Form {
    #[clean(trim)]
    #[validate(length(1..), pattern("[a-z]+"), redirect(shop::inner::validation::redirect::RedirectPolicy::path_only()))]
    text: String,
    #[validate(nested, each(nested))]
    list: Vec<Form>,
}

fn main() {
    use shop::inner::validation::{Sanitize as _, Validate as _};
    let mut form = Form { text: " X ".into(), list: vec![] };
    form.sanitize();
    assert!(form.validate().is_err());
}
