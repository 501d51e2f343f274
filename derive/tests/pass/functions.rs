use std::cell::Cell;
use untaint::{Report, Sanitize, Validate, Violation};

mod checks {
    use super::Violation;

    pub fn of<T: PartialEq>(one: &T) -> Result<(), Violation> {
        if one == one { Ok(()) } else { Err(Violation::new("app.same")) }
    }

    pub fn longer_than(least: usize) -> impl Fn(&str) -> Result<(), Violation> {
        move |text| if text.len() > least { Ok(()) } else { Err(Violation::new("app.longer")) }
    }
}

#[derive(Debug)]
struct OwnError;

impl From<OwnError> for Report {
    fn from(_: OwnError) -> Self {
        Violation::new("app.own").into()
    }
}

#[derive(Validate, Sanitize)]
struct Form {
    #[clean(custom(|n| *n += 1))]
    #[validate(custom(checks::of::<u8>), custom(checks::of))]
    a: u8,
    #[clean(custom(shout))]
    #[validate(custom(checks::longer_than(3)))]
    b: String,
    #[validate(custom(|n: &u8| if *n > 3 { Ok(()) } else { Err(OwnError) }))]
    c: Option<u8>,
    #[validate(custom(|cell| { cell.set(7); Ok::<_, Violation>(()) }))]
    d: Cell<u8>,
    #[validate(custom(Self::method))]
    e: String,
    #[validate(custom(|text: &str| self.see(text)))]
    f: String,
    #[validate(custom(|list| { let mut report = Report::new(); if list.len() > 1 { report.push(Violation::new("app.list").under(1)); } report.into_result() }))]
    g: Vec<u8>,
    #[clean(custom(|text: &mut String| text.push('x')))]
    h: Option<String>,
}

impl Form {
    fn method(text: &str) -> Result<(), Violation> {
        if text.is_empty() { Ok(()) } else { Err(Violation::new("app.method")) }
    }

    fn see(&self, text: &str) -> Result<(), Violation> {
        if self.e == text { Ok(()) } else { Err(Violation::new("app.see")) }
    }
}

#[allow(clippy::ptr_arg)]
fn shout(text: &mut String) {
    *text = text.to_uppercase();
}

fn main() {
    let mut form = Form {
        a: 1,
        b: "a".into(),
        c: Some(1),
        d: Cell::new(1),
        e: "x".into(),
        f: "y".into(),
        g: vec![1, 2],
        h: Some("h".into()),
    };
    form.sanitize();
    assert_eq!((form.a, &*form.b, form.h.as_deref()), (2, "A", Some("hx")));
    let report = form.validate().unwrap_err();
    assert_eq!(form.d.get(), 7);
    let told: Vec<_> = report.violations().iter().map(|v| format!("{} {}", v.path(), v.code())).collect();
    assert_eq!(told, ["b app.longer", "c app.own", "e app.method", "f app.see", "g[1] app.list"]);
}
