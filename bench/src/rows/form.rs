//! A sign-up form as a browser sends it: read and checked, beside a reader alone and a reader with each derive.

use super::rules::{of_garde, of_validator};
use crate::{Row, run};
use untaint::form::Submission;

#[derive(untaint::Form)]
struct SignUp {
    #[validate(length(3..=20), pattern("[a-z0-9_]+"))]
    username: String,
    #[validate(email)]
    email: String,
    #[validate(range(18..=120))]
    age: u8,
    #[validate(url)]
    site: Option<String>,
    #[validate(secret, length(8..=72))]
    password: String,
    #[validate(secret, matches(password))]
    password_again: String,
    #[validate(length(1..=10), each(length(1..=16)))]
    tags: Vec<String>,
}

/// The same without a rule.
#[derive(serde::Deserialize)]
#[allow(dead_code, reason = "what is measured is the reading")]
struct Plain {
    username: String,
    email: String,
    age: u8,
    site: Option<String>,
    password: String,
    password_again: String,
    tags: Vec<String>,
}

const VALID: &str = "username=alice_1990&email=alice%40example.com&age=42&site=https%3A%2F%2Fexample.com%2F%7Ealice&\
                     password=correct+horse+battery&password_again=correct+horse+battery&tags=rust&tags=security&\
                     tags=forms&tags=web&tags=http";

const INVALID: &str = "username=A%21&email=alice%40&age=7&site=nothing+like+a+URL&password=hunter2&\
                       password_again=hunter3&tags=security&tags=this+tag+is+far+too+long+to+be+one&tags=http";

fn row(input: &'static str, body: &'static str) -> Row {
    Row {
        work: "form::sign_up",
        input,
        bytes: body.len(),
        runs: vec![
            (
                "derive(Form)",
                run(body, |body| {
                    Submission::<SignUp>::parse_urlencoded(body.as_bytes()).map(Submission::finish)
                }),
            ),
            ("serde_html_form alone", run(body, |body| serde_html_form::from_str::<Plain>(body))),
            (
                "serde_html_form, validator",
                run(body, |body| {
                    let form: of_validator::SignUp = serde_html_form::from_str(body).ok()?;
                    validator::Validate::validate(&form).ok().map(|()| form)
                }),
            ),
            (
                "serde_html_form, garde",
                run(body, |body| {
                    let form: of_garde::SignUp = serde_html_form::from_str(body).ok()?;
                    garde::Validate::validate(&form).ok().map(|()| form)
                }),
            ),
        ],
    }
}

pub(crate) fn rows() -> Vec<Row> {
    vec![row("valid", VALID), row("invalid", INVALID)]
}
