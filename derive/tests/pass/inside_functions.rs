//! Types that are declared inside of functions, and one twice.
use untaint::Validate;

fn one() -> bool {
    #[derive(Validate)]
    struct Form(#[validate(pattern("[a-z]"))] &'static str);
    Form("1").validate().is_err()
}

fn two() -> bool {
    #[derive(Validate)]
    struct Form(#[validate(pattern("[0-9]"))] &'static str);
    Form("1").validate().is_ok()
}

fn main() {
    assert!(one() && two());
}
