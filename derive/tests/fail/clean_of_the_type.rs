use untaint::Sanitize;

#[derive(Sanitize)]
#[clean(trim)]
enum Form {
    #[clean(trim)]
    A(String),
}

fn main() {
    Form::A(String::new()).sanitize();
}
