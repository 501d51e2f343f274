use untaint::Validate;

struct Opaque;

#[derive(Validate)]
struct Form {
    #[validate(slug)]
    field_0: Opaque,
    #[validate(range(1..))]
    field_1: Opaque,
    #[validate(length(1..))]
    field_2: Opaque,
    #[validate(required)]
    field_3: Opaque,
    #[validate(each(slug))]
    field_4: Opaque,
    #[validate(values(slug))]
    field_5: Opaque,
}

fn main() {}
