use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(range(0..=300))]
    field_0: u8,
    #[validate(range(-1..))]
    field_1: Option<u64>,
    #[validate(range(..=128))]
    field_2: i8,
    #[validate(range(1.5..))]
    field_3: u32,
    #[validate(range(256..))]
    field_4: std::num::NonZeroU8,
    #[validate(multiple_of(256))]
    field_5: u8,
    #[validate(one_of(1, 256))]
    field_6: u8,
}

fn main() {}
