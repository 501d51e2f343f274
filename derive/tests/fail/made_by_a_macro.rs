use untaint::Validate;

macro_rules! form {
    ($name:ident, $word:ident, $max:expr, $ty:ty) => {
        #[derive(Validate)]
        struct $name {
            #[validate($word, range(..=$max))]
            field: $ty,
        }
    };
}

form!(Form, emial, 300, u8);

fn main() {}
