use untaint::Form;

struct Money(u32);

#[derive(Form)]
struct Order {
    price: Money,
}

fn main() {
    let _ = Money(1).0;
}
