use untaint::Form;

#[derive(Form)]
enum Payment {
    Cash,
    Card { number: String },
}

#[derive(Form)]
struct Pair(u8, u8);

#[derive(Form)]
struct Unit;

fn main() {}
