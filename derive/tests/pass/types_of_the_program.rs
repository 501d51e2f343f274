//! A type of the program joins with one line.
use untaint::rules::{Items, Measure, Number, Presence, Text, Unit};
use untaint::sanitizers::TextMut;
use untaint::{Collector, Sanitize, Sanitizer, Validate, ValidateWith};

struct Nick(String);

impl Text for Nick {
    fn text(&self) -> Option<&str> {
        Some(&self.0)
    }
}

impl TextMut for Nick {
    fn clean_with(&mut self, sanitizer: &dyn Sanitizer<str>) {
        self.0.clean_with(sanitizer);
    }
}

struct Euro(u32);

impl Number for Euro {
    type Number = u32;

    fn number(&self) -> Option<u32> {
        Some(self.0)
    }
}

struct Bag(Vec<Nick>);

impl Items for Bag {
    type Item = Nick;

    fn items(&self) -> impl Iterator<Item = &Nick> {
        self.0.iter()
    }
}

impl Measure for Bag {
    fn measure(&self, _: Unit, _: usize) -> Option<(usize, Unit)> {
        Some((self.0.len(), Unit::Items))
    }
}

impl Presence for Bag {
    fn is_present(&self) -> bool {
        !self.0.is_empty()
    }
}

/// Rules that are written by hand.
struct ByHand(u8);

impl<C: ?Sized> ValidateWith<C> for ByHand {
    fn validate_into(&self, _: &C, into: &mut Collector<'_>) {
        into.check(&untaint::rules::range(1..), &self.0);
    }
}

#[derive(Validate, Sanitize)]
struct Form {
    #[clean(trim)]
    #[validate(slug)]
    nick: Nick,
    #[validate(range(1..))]
    euro: Option<Euro>,
    #[validate(required, length(..=2), each(slug))]
    bag: Bag,
    #[validate(nested)]
    by_hand: ByHand,
}

fn main() {
    let mut form =
        Form { nick: Nick(" a b ".into()), euro: Some(Euro(0)), bag: Bag(vec![Nick("c d".into())]), by_hand: ByHand(0) };
    form.sanitize();
    assert_eq!(form.nick.0, "a b");
    assert_eq!(form.validate().unwrap_err().violations().len(), 4);
}
