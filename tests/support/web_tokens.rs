//! What must hold for every value that leaves and comes back.

use std::time::{Duration, SystemTime, UNIX_EPOCH};
use untaint::web::secret::{self, SecretErrorKind};
use untaint::web::sign::{SignErrorKind, Signer};
use untaint::web::sri::{self, Integrity};
use untaint::web::{Severity, csrf::Token};

pub const KEY: &str = "m9X2vPq7LtR4zYc8WnBd5HsKf3JgAe6U";
pub const AGE: Duration = Duration::from_secs(600);

/// Half past something, so that the fraction counts.
pub fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(1_800_000_000_500)
}

pub fn signer(purpose: &str) -> Signer {
    Signer::builder(&secret::check(KEY).expect("a key")).purpose(purpose).build().expect("a purpose")
}

/// Everything that holds for a text, as a value, a token, an integrity and a key.
pub fn tokens_hold(text: &str) {
    value_comes_back(text.as_bytes());
    forged_is_refused(text);
    integrity_is_what_a_browser_checks(text);
    key_is_not_told(text);
}

/// A value comes back as it was, in a text that fits everywhere; another purpose and another owner have nothing of it.
pub fn value_comes_back(value: &[u8]) {
    let (invites, resets) = (signer("invite"), signer("reset"));
    let token = invites.sign_for(b"ada", value, now());
    if token.len() > untaint::web::sign::MAX_TOKEN {
        return;
    }
    assert!(
        token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)),
        "it fits everywhere"
    );
    let signed = invites.verify_for(b"ada", &token, Duration::ZERO, now()).expect("just signed");
    assert_eq!(signed.value(), value);
    let seal = Err(SignErrorKind::Seal);
    let kind = |signer: &Signer, owner: &[u8]| {
        signer.verify_for(owner, &token, AGE, now()).map(|_| ()).map_err(|error| error.kind())
    };
    assert_eq!(kind(&resets, b"ada"), seal, "another purpose");
    assert_eq!(kind(&invites, b"adam"), seal, "another owner");
    assert_eq!(kind(&invites, b""), seal, "no owner");
}

/// A text that nobody signed is no token.
pub fn forged_is_refused(text: &str) {
    assert!(signer("what nobody signs").verify(text, AGE, now()).is_err());
    assert!(Token::verify(&signer(Token::PURPOSE), text, b"session", AGE, now()).is_err());
}

/// What `parse` makes of a text has no finding that matters, is read again as it is, and fits its attribute.
pub fn integrity_is_what_a_browser_checks(text: &str) {
    let worst = |text: &str| sri::inspect(text).iter().map(untaint::web::Finding::severity).max();
    for finding in sri::inspect(text) {
        assert!(text.get(finding.span()).is_some(), "a finding stands in the text");
    }
    let Ok(integrity) = Integrity::parse(text) else {
        assert!(worst(text) >= Some(Severity::Info), "what is refused is explained");
        return;
    };
    let is_long = text.split_ascii_whitespace().count() > 1000;
    assert!(worst(integrity.as_str()) <= Some(Severity::Info) || is_long);
    // What is changed is what browsers read differently: padding, and white space.
    let is_told = |finding: &untaint::web::Finding| matches!(finding.code(), "sri.padding" | "sri.form_feed");
    assert!(worst(text) <= Some(Severity::Info) || is_long || sri::inspect(text).iter().any(is_told));
    assert_eq!(Integrity::parse(integrity.as_str()).as_ref(), Ok(&integrity));
    assert!(!integrity.attributes().trim_start().contains(['<', '>', '\'', '&']));
}

/// A key that is refused is refused with its reason, and nothing printed holds it.
pub fn key_is_not_told(text: &str) {
    match secret::check(text) {
        Ok(key) => {
            assert_eq!(format!("{key:?}"), "Secret(…)");
            assert!(text.len() >= secret::MIN_LEN && text.trim_ascii().as_bytes() == key.as_bytes());
        }
        Err(error) => {
            assert!(matches!(error.kind(), SecretErrorKind::Placeholder | SecretErrorKind::TooShort { .. }));
        }
    }
}
