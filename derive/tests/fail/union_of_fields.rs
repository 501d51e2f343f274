use untaint::Validate;

#[derive(Validate)]
union Either {
    a: u8,
    b: i8,
}

fn main() {}
