use untaint::Validate;

#[derive(Validate)]
enum Either {
    #[validate(slug)]
    A(String),
    B {
        #[validate(emial)]
        text: String,
        #[validate(matches(tex))]
        other: String,
    },
    C(#[validate(range(0..=256))] u8),
}

fn main() {}
