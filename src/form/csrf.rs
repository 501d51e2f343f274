//! The token that shows that a form was made for this session.

use super::entries::{Entries, ROOT};
use crate::web::csrf::{CsrfError, Token};
use crate::web::sign::Signer;
use std::fmt;
use std::time::{Duration, SystemTime};

/// What the token of a form (`#[form(csrf)]`) is checked with, and the next one made: the signer, the session, sixteen
/// random bytes, and the time.
///
/// # Examples
/// ```
/// # #[cfg(feature = "derive")] {
/// use std::time::SystemTime;
/// use untaint::web::{csrf::Token, secret, sign::Signer};
/// use untaint::{Form, form::{CsrfContext, Submission}};
///
/// #[derive(Form)]
/// #[form(csrf)]
/// struct Transfer {
///     to: String,
/// }
///
/// # let (environment, random) = ("m9X2vPq7LtR4zYc8WnBd5HsKf3JgAe6U", [7; 16]);
/// let signer = Signer::builder(&secret::check(environment).unwrap()).purpose(Token::PURPOSE).build().unwrap();
/// let csrf = CsrfContext::new(&signer, b"k3xr9", random, SystemTime::now()); // random: sign::random16()
///
/// // The page has the token in a hidden field.
/// let page = Submission::<Transfer>::blank().with_token(csrf.token());
/// assert!(page.view().rows().as_str().starts_with("<input type=\"hidden\" name=\"csrf_token\" value=\""));
///
/// // What comes back with it is accepted, and nothing else.
/// let token = csrf.token();
/// let form = Submission::<Transfer>::parse_with([("to", "ada"), ("csrf_token", token.as_str())], &csrf)?;
/// assert_eq!(form.finish().unwrap().to, "ada");
/// let form = Submission::<Transfer>::parse_with([("to", "mallory")], &csrf)?;
/// assert_eq!(form.report().violations()[0].code(), "csrf.no_token");
/// let form = Submission::<Transfer>::parse([("to", "mallory"), ("csrf_token", token.as_str())])?;
/// assert!(form.finish().is_err()); // nothing was there to check it with
/// # }
/// # Ok::<(), untaint::form::FormError>(())
/// ```
#[derive(Clone, Copy)]
pub struct CsrfContext<'a> {
    signer: &'a Signer,
    session: &'a [u8],
    random: [u8; 16],
    now: SystemTime,
    max_age: Duration,
    header: Option<&'a str>,
}

impl<'a> CsrfContext<'a> {
    /// For a session, by what its cookie holds; of a visitor without one, by the id in a cookie that the page sets.
    #[must_use]
    pub fn new(signer: &'a Signer, session: &'a [u8], random: [u8; 16], now: SystemTime) -> Self {
        Self { signer, session, random, now, max_age: Token::MAX_AGE, header: None }
    }

    /// How old a token may be: how long a page may be open; [`Token::MAX_AGE`] unless set.
    #[must_use]
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = max_age;
        self
    }

    /// What stands in the header [`Token::HEADER`], by which a script may send it; it is asked for before the field.
    #[must_use]
    pub fn header(mut self, header: Option<&'a str>) -> Self {
        self.header = header;
        self
    }

    /// A token for the next page.
    #[must_use]
    pub fn token(&self) -> Token {
        Token::issue(self.signer, self.session, self.random, self.now)
    }

    /// Whether a token is this session's, and not too old.
    ///
    /// # Errors
    /// As [`Token::verify`].
    pub fn verify(&self, token: &str) -> Result<(), CsrfError> {
        Token::verify(self.signer, token, self.session, self.max_age, self.now)
    }
}

/// Neither the session nor the key.
impl fmt::Debug for CsrfContext<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CsrfContext").field("max_age", &self.max_age).finish_non_exhaustive()
    }
}

impl Entries {
    /// Takes the token out of what was submitted, and checks it: for a form with `#[form(csrf)]`, which is refused
    /// without. A new token goes back with the page.
    #[must_use]
    pub fn check_csrf(mut self, context: &CsrfContext<'_>) -> Self {
        let sent = self.take(ROOT, Token::FIELD);
        let token = context.header.unwrap_or(sent.as_deref().unwrap_or_default());
        self.csrf = Some(context.verify(token));
        self.token = Some(context.token());
        self
    }

    /// What [`check_csrf`](Self::check_csrf) has found; `None` where it was not asked.
    #[must_use]
    pub fn csrf(&self) -> Option<Result<(), CsrfError>> {
        self.csrf
    }
}
