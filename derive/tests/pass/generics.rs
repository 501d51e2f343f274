use std::fmt::Debug;
use untaint::{Sanitize, Validate, ValidateWith};

#[derive(Validate, Sanitize)]
struct Form<'a, T, U: Debug = u8, const N: usize = 2>
where
    U: Clone,
{
    #[clean(trim)]
    #[validate(length(1..), slug)]
    text: T,
    #[clean(each(trim))]
    #[validate(each(slug), length(1..), required)]
    list: Vec<T>,
    #[validate(each(range(1..)))]
    array: [u8; N],
    #[validate(slug)]
    borrowed: &'a str,
    other: U,
}

#[derive(Validate, Sanitize)]
struct Outer<F, G> {
    #[clean(nested)]
    #[validate(nested)]
    inner: F,
    #[clean(nested)]
    #[validate(nested)]
    list: Option<Vec<G>>,
}

#[derive(Validate, Sanitize)]
struct Inner {
    #[clean(trim)]
    #[validate(slug)]
    text: String,
}

#[derive(Validate)]
enum Either<A, B> {
    Left(#[validate(nested)] A),
    #[allow(dead_code)]
    Right {
        #[validate(slug)]
        right: B,
    },
}

#[derive(Validate)]
struct Numbered<T: untaint::rules::Number<Number = u8>>(#[validate(range(1..))] T);

/// A tree whose branches are trees.
#[derive(Validate)]
struct Tree<T> {
    #[validate(slug)]
    name: T,
    #[validate(nested)]
    branches: Vec<Tree<T>>,
}

fn check<C: ?Sized, F: ValidateWith<C>>(form: &F, context: &C) -> usize {
    form.validate_with(context).err().map_or(0, |report| report.violations().len())
}

fn main() {
    let mut form = Form::<String> {
        text: " a ".into(),
        list: vec![" b b ".into()],
        array: [0, 1],
        borrowed: "a b",
        other: 1,
    };
    form.sanitize();
    assert_eq!(form.validate().unwrap_err().violations().len(), 3);
    let _ = form.other.clone();
    let inner = || Inner { text: " a b ".into() };
    let mut outer = Outer { inner: inner(), list: Some(vec![inner(), inner()]) };
    outer.sanitize();
    assert_eq!(outer.inner.text, "a b");
    assert_eq!(check(&outer, "any context"), 3);
    assert_eq!(check(&Either::<_, &str>::Left(inner()), &7), 1);
    assert_eq!(check(&Numbered(0_u8), &()), 1);
    let tree = Tree { name: "a b", branches: vec![Tree { name: "c d", branches: vec![] }] };
    assert_eq!(tree.validate().unwrap_err().at("branches[0].name").count(), 1);
}
