//! A context that borrows and flows into nested forms.
use std::collections::HashSet;
use untaint::{Validate, ValidateWith, Violation};

struct Taken<'a> {
    names: HashSet<&'a str>,
}

fn is_free(name: &str, taken: &Taken<'_>) -> Result<(), Violation> {
    if taken.names.contains(name) { Err(Violation::new("app.taken")) } else { Ok(()) }
}

#[derive(Validate)]
#[validate(context(Taken<'_>))]
struct Name {
    #[validate(custom(is_free, context), length(..=context.names.len()))]
    text: String,
}

#[derive(Validate)]
#[validate(context(Taken<'_> as taken), check(whole, taken))]
struct Team<'t> {
    #[validate(nested)]
    names: Vec<Name>,
    #[validate(nested)]
    any_context: Plain,
    #[validate(if(taken.names.is_empty(), slug))]
    title: &'t str,
    #[validate(custom(|title, taken| if taken.names.contains(*title) { Err(Violation::new("app.x")) } else { Ok(()) }, context))]
    other: &'t str,
}

#[derive(Validate)]
struct Plain {
    #[validate(slug)]
    text: String,
}

#[derive(Validate)]
#[validate(context(str))]
struct Unsized {
    #[validate(custom(|text: &str, other: &str| if text == other { Ok(()) } else { Err(Violation::new("app.other")) }, context))]
    text: String,
}

fn whole(team: &Team<'_>, taken: &Taken<'_>) -> Result<(), Violation> {
    if team.names.len() > taken.names.len() { Err(Violation::new("app.many")) } else { Ok(()) }
}

fn main() {
    let owned = "ann".to_owned();
    let taken = Taken { names: [&*owned].into() };
    let names = || vec![Name { text: "ann".into() }, Name { text: "b".into() }];
    let team = Team { names: names(), any_context: Plain { text: "a b".into() }, title: "a b", other: "ann" };
    let report = team.validate_with(&taken).unwrap_err();
    let codes: Vec<_> = report.violations().iter().map(|violation| violation.code()).collect();
    assert_eq!(codes, ["app.taken", "length", "slug", "app.x", "app.many"]);
    assert!(Unsized { text: "a".into() }.validate_with("b").is_err());
}
