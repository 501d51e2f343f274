//! What `garde` reads is read here too, under its own attribute.
use untaint::{Validate, ValidateWith, Violation};

struct Limits {
    min: usize,
}

#[derive(Validate)]
#[garde(context(Limits as ctx), allow_unvalidated)]
struct Form<'a> {
    #[garde(length(chars, min = 1, max = 9), ascii, alphanumeric)]
    a: &'a str,
    #[garde(length(bytes, min = ctx.min))]
    b: String,
    #[garde(prefix("a"), suffix("z"), contains("m"))]
    c: String,
    #[garde(pattern("[a-z]+"), matches(c))]
    d: String,
    #[garde(custom(own))]
    e: String,
    #[garde(custom(|value: &str, limits: &Limits| if value.len() > limits.min { Ok(()) } else { Err(Violation::new("app.x")) }))]
    f: String,
    #[garde(inner(inner(range(min = 1, max = 3))))]
    g: Vec<Vec<u8>>,
    #[garde(dive)]
    h: Inner,
    #[garde(skip)]
    i: u8,
    #[garde(if(cond = self.i > 3, length(min = 2)))]
    j: String,
    #[garde(phone_number)]
    k: Option<String>,
    #[garde(ip, ipv4)]
    l: Option<String>,
    #[garde(url, email, credit_card)]
    m: Option<String>,
    #[garde(required)]
    n: Option<u8>,
}

fn own(value: &str, limits: &Limits) -> Result<(), Violation> {
    if value.len() > limits.min { Ok(()) } else { Err(Violation::new("app.own")) }
}

#[derive(Validate)]
#[garde(transparent)]
struct Inner(#[garde(length(min = 1))] String);

fn main() {
    let form = Form {
        a: "\u{e9}",
        b: "x".into(),
        c: "amz".into(),
        d: "amy".into(),
        e: "x".into(),
        f: "x".into(),
        g: vec![vec![4]],
        h: Inner(String::new()),
        i: 4,
        j: "x".into(),
        k: None,
        l: None,
        m: None,
        n: None,
    };
    let report = form.validate_with(&Limits { min: 2 }).unwrap_err();
    let told: Vec<_> = report.violations().iter().map(|v| format!("{} {}", v.path(), v.code())).collect();
    let expected = [
        "a ascii", "a alphanumeric", "b length", "d matches", "e app.own", "f app.x", "g[0][0] range", "h length",
        "j length", "n required",
    ];
    assert_eq!(told, expected);
}
