//! A form in a function that answers with a report, and in threads.
use untaint::{Report, Validate, ValidateWith};

#[derive(Validate, Clone)]
struct Form<'a> {
    #[validate(length(1..=3))]
    text: &'a str,
    #[validate(each(range(..=3)))]
    numbers: [Option<u8>; 2],
}

fn checked(form: Form<'_>) -> Result<Form<'_>, Report> {
    form.validate()?;
    Ok(form)
}

fn of_any(forms: &[&dyn ValidateWith<()>]) -> usize {
    forms.iter().filter(|form| form.validate_with(&()).is_err()).count()
}

fn main() {
    let form = Form { text: "abc", numbers: [None, Some(3)] };
    assert!(checked(form.clone()).is_ok());
    assert!(checked(Form { text: "", ..form.clone() }).is_err());
    assert_eq!(of_any(&[&form, &Form { text: "abcd", numbers: [Some(4), None] }, &Box::new(form.clone())]), 1);
    std::thread::scope(|scope| {
        scope.spawn(|| assert!(form.validate().is_ok()));
    });
}
