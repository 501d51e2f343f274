//! A form whose errors speak the visitor's language: `cargo run --example two_languages --features derive`.
//!
//! Rules say what is wrong as codes and limits; the sentence is written when it is shown. English is built in. German
//! is a table here, by code and by the keys that the form's own messages are; a program that has its sentences
//! elsewhere (gettext, Fluent) implements `Messages` with a lookup of its own.

use untaint::{English, Messages, Report, Sanitize, Templates, Validate, Violation};

#[derive(Sanitize, Validate)]
pub(crate) struct SignUp {
    #[clean(trim)]
    #[validate(length(3..=20))]
    pub(crate) name: String,
    #[validate(range(18..=120))]
    pub(crate) age: u8,
    #[validate(length(1..=3), each(length(..=16)))]
    pub(crate) tags: Vec<String>,
    #[validate(secret, length(8..=72))]
    pub(crate) password: String,
    #[validate(secret, matches(password, message = "sign-up.again"))]
    pub(crate) again: String,
}

/// What a table needs: the text for each code or key, with places for the limits, and the words for what is counted.
pub(crate) const GERMAN: Templates<'static> = Templates::new(
    &[
        (
            "length",
            "Bitte [genau {equal unit}|{min} bis {max unit}|mindestens {min unit}|höchstens {max unit}] eingeben.",
        ),
        ("range", "Bitte eine Zahl [von {min} bis {max}|ab {min}|bis {max}] eingeben."),
        ("sign-up.again", "Die beiden Passwörter sind verschieden."),
        ("sign-up.taken", "Diesen Namen hat schon jemand."),
    ],
    &[("chars", "Zeichen", "Zeichen"), ("items", "Eintrag", "Einträge")],
);

/// The program's own keys in English; every code is there already.
const ENGLISH: Templates<'static> = Templates::new(
    &[("sign-up.again", "The two passwords differ."), ("sign-up.taken", "Somebody has this name already.")],
    &[],
);

/// The language that a browser asks for first.
pub(crate) fn language(accept: &str) -> &'static dyn Messages {
    if accept.trim_start().starts_with("de") { &GERMAN } else { &ENGLISH }
}

/// All that is wrong with the form; the database is asked only for what could be right.
pub(crate) fn check(form: &mut SignUp, is_taken: impl Fn(&str) -> bool) -> Result<(), Report> {
    form.sanitize();
    let mut report = form.validate().err().unwrap_or_default();
    if report.at("name").next().is_none() && is_taken(&form.name) {
        report.push(Violation::new("sign-up.taken").with_message("sign-up.taken").under("name"));
    }
    report.into_result()
}

/// The lines that a page would show, each beside its field.
pub(crate) fn lines(report: &Report, messages: &dyn Messages) -> Vec<String> {
    report.messages(messages).map(|(field, sentence)| format!("{field}: {sentence}")).collect()
}

#[allow(dead_code, reason = "the tests have no use for it")]
fn main() {
    let mut form = SignUp {
        name: " root ".to_owned(),
        age: 7,
        tags: vec!["rust".to_owned(), "a tag that goes on and on".to_owned()],
        password: "hunter22".to_owned(),
        again: "hunter23".to_owned(),
    };
    let Err(report) = check(&mut form, |name| name == "root") else { return };
    for accept in ["de-AT,de;q=0.9", "en"] {
        println!("{}\n", lines(&report, language(accept)).join("\n"));
    }
    let english = Violation::new("uri.scheme");
    println!(
        "{} codes have no German sentence yet, such as `uri.scheme`: {}",
        GERMAN.missing().count(),
        english.message_in(&English)
    );
}
