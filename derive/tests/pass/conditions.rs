use untaint::{Fields, Validate};

#[derive(Validate)]
struct Form {
    #[validate(length(..9), if(self.is_shop, required, length(2..)))]
    vat: Option<String>,
    #[validate(if(!self.is_shop && self.count > 3, if(self.count < 9, length(..1))))]
    name: String,
    #[validate(if(Limit { max: 3 }.is_below(self.count), each(slug), nested))]
    list: Vec<Inner>,
    is_shop: bool,
    count: u8,
}

#[derive(Validate)]
struct Inner(#[validate(slug)] String);

impl untaint::rules::Text for Inner {
    fn text(&self) -> Option<&str> {
        Some(&self.0)
    }
}

struct Limit {
    max: u8,
}

impl Limit {
    fn is_below(&self, count: u8) -> bool {
        self.max < count
    }
}

fn main() {
    let form = |is_shop, count| Form {
        vat: None,
        name: "a b".into(),
        list: vec![Inner("c d".into())],
        is_shop,
        count,
    };
    assert_eq!(form(false, 1).validate().err().map(|report| report.violations().len()), None);
    assert_eq!(form(true, 1).validate().unwrap_err().violations().len(), 1);
    assert_eq!(form(false, 4).validate().unwrap_err().violations().len(), 3);
    // What holds sometimes is no data of the field.
    assert_eq!(Form::fields()[0].rules().len(), 1);
}
