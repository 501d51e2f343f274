use untaint::Validate;

#[derive(Validate)]
struct Form {
    #[validate(if(true))]
    field_0: String,
    #[validate(if)]
    field_1: String,
    #[validate(if(self.field_3, slugg))]
    field_2: String,
    #[validate(if(self.field_3 slug))]
    field_3: bool,
    #[validate(if(when = true, slug))]
    field_4: String,
}

fn main() {}
