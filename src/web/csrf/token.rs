//! What a form carries to show that it was made for this session.

use super::error::{CsrfError, CsrfErrorKind};
use crate::html::SafeHtml;
use crate::web::sign::{SignErrorKind, Signer};
use std::fmt;
use std::time::{Duration, SystemTime};

/// A token for the forms of one session.
///
/// # Guarantees
/// It is accepted only with the same session and signer, while it is not too old, and never without a session: such a
/// token would be everybody's. Each is another text, so that no
/// attack on a compressed answer finds it by guessing (BREACH).
///
/// # Does not guarantee
/// That it is used once. And that a visitor is logged in: a login's form has no session yet, so bind its token to the
/// id in a cookie with the prefix `__Host-` that the page sets.
///
/// # Examples
/// ```
/// use std::time::{Duration, SystemTime};
/// use untaint::web::{csrf::{CsrfErrorKind, Token}, secret, sign::Signer};
///
/// # let environment = "m9X2vPq7LtR4zYc8WnBd5HsKf3JgAe6U";
/// # let random = [7; 16];
/// let forms = Signer::builder(&secret::check(environment)?).purpose(Token::PURPOSE).build().unwrap();
/// let (session, now) = (b"k3xr9", SystemTime::now());
/// let token = Token::issue(&forms, session, random, now); // random: sign::random16()
/// let page = format!("<form method=post>{}<button>Send</button></form>", token.field());
///
/// assert!(Token::verify(&forms, token.as_str(), session, Token::MAX_AGE, now).is_ok());
/// let other = Token::verify(&forms, token.as_str(), b"of another", Token::MAX_AGE, now).unwrap_err();
/// assert_eq!(other.kind(), CsrfErrorKind::Token);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    text: String,
}

impl Token {
    /// The name of the hidden field.
    pub const FIELD: &'static str = "csrf_token";
    /// The name of the header, for scripts.
    pub const HEADER: &'static str = "X-CSRF-Token";
    /// How old a token may be, unless you decide otherwise: an hour.
    pub const MAX_AGE: Duration = Duration::from_secs(3600);
    /// A purpose for the signer.
    pub const PURPOSE: &'static str = "csrf token";

    /// A new token for a session, with sixteen random bytes.
    ///
    /// `session` is what the cookie of the session holds, or what stands for it on the server. A token of an empty one
    /// is never accepted.
    #[must_use]
    pub fn issue(signer: &Signer, session: &[u8], random: [u8; 16], now: SystemTime) -> Self {
        Self { text: signer.sign_for(session, &random, now) }
    }

    /// Whether a token is this session's, and at most `max_age` old.
    ///
    /// # Errors
    /// [`CsrfErrorKind::NoToken`], [`Token`](CsrfErrorKind::Token) or [`TokenExpired`](CsrfErrorKind::TokenExpired).
    pub fn verify(
        signer: &Signer,
        token: &str,
        session: &[u8],
        max_age: Duration,
        now: SystemTime,
    ) -> Result<(), CsrfError> {
        if token.is_empty() {
            return Err(CsrfErrorKind::NoToken.into());
        }
        if session.is_empty() {
            return Err(CsrfErrorKind::Token.into());
        }
        match signer.verify_for(session, token, max_age, now) {
            Ok(held) if held.value().len() == 16 => Ok(()),
            Err(error) if error.kind() == SignErrorKind::Expired => Err(CsrfErrorKind::TokenExpired.into()),
            Ok(_) | Err(_) => Err(CsrfErrorKind::Token.into()),
        }
    }

    /// The hidden field, for a page.
    #[must_use]
    pub fn field(&self) -> SafeHtml<'static> {
        let parts = ["<input type=\"hidden\" name=\"", Self::FIELD, "\" value=\"", &self.text, "\">"];
        SafeHtml::owned(parts.concat())
    }

    /// The text for the field: letters, digits, `-`, `_` and `.`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Whoever knows it sends forms in the visitor's name.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}
