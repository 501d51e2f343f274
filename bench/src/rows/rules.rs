//! A sign-up form of seven fields, checked by each library's own derive; and the rules one by one.

use crate::{Row, run, run_each};
use untaint::Validator as _;
use untaint::rules;

/// What stands in the fields: the same for every library.
#[derive(Clone, Copy)]
struct Typed {
    username: &'static str,
    email: &'static str,
    age: u8,
    site: &'static str,
    password: &'static str,
    again: &'static str,
    tags: &'static [&'static str],
}

const VALID: Typed = Typed {
    username: "alice_1990",
    email: "alice@example.com",
    age: 42,
    site: "https://example.com/~alice",
    password: "correct horse battery",
    again: "correct horse battery",
    tags: &["rust", "security", "forms", "web", "http"],
};

/// Ten faults: two of the name, and of the tags three and one that nobody but us looks for.
const INVALID: Typed = Typed {
    username: "A!",
    email: "alice@",
    age: 7,
    site: "nothing like a URL",
    password: "hunter2",
    again: "hunter3",
    tags: &["", "security", "this tag is far too long to be one", "", "http"],
};

fn texts(tags: &[&str]) -> Vec<String> {
    tags.iter().map(|tag| (*tag).to_owned()).collect()
}

/// Fills the form of a module from what stands in the fields.
macro_rules! filled {
    ($($again:ident)?) => {
        impl From<Typed> for SignUp {
            fn from(typed: Typed) -> Self {
                Self {
                    username: typed.username.into(),
                    email: typed.email.into(),
                    age: typed.age,
                    site: Some(typed.site.into()),
                    password: typed.password.into(),
                    $($again: typed.again.into(),)?
                    tags: texts(typed.tags),
                }
            }
        }
    };
}

mod ours {
    use super::{Typed, texts};

    #[derive(untaint::Validate)]
    pub struct SignUp {
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

    filled!(password_again);
}

pub(super) mod of_validator {
    use super::{Typed, texts};
    use regex::Regex;
    use std::sync::LazyLock;
    use validator::{Validate, ValidationError};

    static USERNAME: LazyLock<Regex> = LazyLock::new(|| Regex::new("^[a-z0-9_]+$").expect("a pattern"));

    // It has no rule for items, so a function is the way.
    fn short_tags(tags: &[String]) -> Result<(), ValidationError> {
        if tags.iter().all(|tag| (1..=16).contains(&tag.chars().count())) {
            Ok(())
        } else {
            Err(ValidationError::new("tags"))
        }
    }

    #[derive(Validate, serde::Deserialize)]
    pub struct SignUp {
        #[validate(length(min = 3, max = 20), regex(path = *USERNAME))]
        username: String,
        #[validate(email)]
        email: String,
        #[validate(range(min = 18, max = 120))]
        age: u8,
        #[validate(url)]
        site: Option<String>,
        #[validate(length(min = 8, max = 72))]
        password: String,
        #[validate(must_match(other = "password"))]
        password_again: String,
        #[validate(length(min = 1, max = 10), custom(function = "short_tags"))]
        tags: Vec<String>,
    }

    filled!(password_again);
}

pub(super) mod of_garde {
    use super::{Typed, texts};

    #[derive(garde::Validate, serde::Deserialize)]
    pub struct SignUp {
        #[garde(length(chars, min = 3, max = 20), pattern("^[a-z0-9_]+$"))]
        username: String,
        #[garde(email)]
        email: String,
        #[garde(range(min = 18, max = 120))]
        age: u8,
        #[garde(url)]
        site: Option<String>,
        #[garde(length(chars, min = 8, max = 72))]
        password: String,
        #[garde(matches(password))]
        password_again: String,
        #[garde(length(min = 1, max = 10), inner(length(chars, min = 1, max = 16)))]
        tags: Vec<String>,
    }

    filled!(password_again);
}

mod of_validify {
    use super::{Typed, texts};
    use std::sync::LazyLock;
    use validify::Validate;

    static USERNAME: LazyLock<regex::Regex> =
        LazyLock::new(|| regex::Regex::new("^[a-z0-9_]+$").expect("a pattern"));

    // It cannot compare two fields, so it checks less than the others.
    #[derive(Validate)]
    pub struct SignUp {
        #[validate(length(min = 3, max = 20), regex(USERNAME))]
        username: String,
        #[validate(email)]
        email: String,
        #[validate(range(min = 18., max = 120.))]
        age: u8,
        #[validate(url)]
        site: Option<String>,
        #[validate(length(min = 8, max = 72))]
        password: String,
        #[validate(length(min = 1, max = 10), iter(length(min = 1, max = 16)))]
        tags: Vec<String>,
    }

    filled!();
}

fn sign_up(input: &'static str, typed: Typed) -> Row {
    Row {
        work: "rules::sign_up",
        input,
        bytes: 0,
        runs: vec![
            ("derive(Validate)", run(ours::SignUp::from(typed), untaint::Validate::validate)),
            ("validator", run(of_validator::SignUp::from(typed), validator::Validate::validate)),
            ("garde", run(of_garde::SignUp::from(typed), garde::Validate::validate)),
            ("validify", run(of_validify::SignUp::from(typed), validify::Validate::validate)),
        ],
    }
}

pub(crate) fn rows() -> Vec<Row> {
    let emails: Vec<&str> = vec![
        "alice@example.com",
        "bob.smith+news@mail.example.co.uk",
        "o'neil@example.ie",
        "very.long.name.of.somebody@a-rather-long-host-name.example.org",
        "x@example.photography",
        "info@the-book-shop.example",
        "first_last@sub.domain.example.com",
        "12345@example.net",
    ];
    let sites: Vec<&str> = vec![
        "https://example.com/~alice",
        "http://example.org",
        "https://sub.domain.example.co.uk/a/b.html?x=1&y=2#z",
        "https://example.photography/",
        "https://example.com:8443/path",
        "https://123.example/",
        "https://en.example.org/wiki/Caf%C3%A9_(Paris)",
        "https://example.com/a;b,c=1",
    ];
    vec![
        sign_up("valid", VALID),
        sign_up("invalid", INVALID),
        Row {
            work: "rules::email",
            input: "of 8",
            bytes: emails.iter().map(|email| email.len()).sum::<usize>() / emails.len(),
            runs: vec![
                ("rules::email", run_each(emails.clone(), |email| rules::email().check(*email))),
                ("validator", run_each(emails.clone(), validator::ValidateEmail::validate_email)),
                ("garde", run_each(emails, garde::rules::email::Email::validate_email)),
            ],
        },
        Row {
            work: "rules::url",
            input: "of 8",
            bytes: sites.iter().map(|site| site.len()).sum::<usize>() / sites.len(),
            runs: vec![
                ("rules::url", run_each(sites.clone(), |site| rules::url().check(*site))),
                ("validator", run_each(sites.clone(), validator::ValidateUrl::validate_url)),
                ("garde", run_each(sites, garde::rules::url::Url::validate_url)),
            ],
        },
    ]
}
