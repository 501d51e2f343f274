//! Values that leave in a link, a field or a cookie, and come back unchanged.
//!
//! ```
//! use std::time::{Duration, SystemTime};
//! use untaint::web::{secret, sign::{SignErrorKind, Signer}};
//!
//! # let environment = "m9X2vPq7LtR4zYc8WnBd5HsKf3JgAe6U";
//! let key = secret::check(environment)?;
//! let invites = Signer::builder(&key).purpose("invite").build().expect("a purpose");
//!
//! let now = SystemTime::now();
//! let link = format!("https://app.test/join?t={}", invites.sign(b"note 7", now));
//! let token = link.split_once("t=").unwrap().1;
//! assert_eq!(invites.verify(token, Duration::from_secs(600), now)?.value(), b"note 7");
//! let late = invites.verify(token, Duration::from_secs(600), now + Duration::from_secs(601)).unwrap_err();
//! assert_eq!(late.kind(), SignErrorKind::Expired);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | I have | I want | I call |
//! |---|---|---|
//! | a key | tokens for one purpose | [`Signer::builder`] |
//! | a value | a token to send | [`Signer::sign`] |
//! | a token that came back | the value, if it is ours and not too old | [`Signer::verify`] |
//! | a value for one visitor | a token that only his session can bring back | [`Signer::sign_for`], [`Signer::verify_for`] |
//! | 16 bytes that nobody can guess | for a nonce, a session's id, a [`csrf::Token`](super::csrf::Token) | `random16` (feature `random`) |
//!
//! # How it is made
//! `value.time.seal`, each in base64url without padding (RFC 4648 section 5): letters, digits, `-`, `_` and `.`, which
//! fit a link, a field, a cookie and a header. The seal is HMAC-SHA256 (RFC 2104) over the time, what the token is
//! bound to, with its length, and the value. Its key is made of the secret for one purpose, with the length of each
//! part, so that a token of one purpose is none of another. The seal is compared in constant time before anything
//! else is read, and there is one spelling of each token.
//!
//! # Does not guarantee
//! * That the value is secret: everybody who has the token reads it.
//! * That it comes back once: who has it may send it until it is too old. Once only takes a list of those that were
//!   used.
//! * That a session ends when it should: one that can be ended is kept by the server.
//!
//! # Untrusted input
//! No function panics; tokens of more than [`MAX_TOKEN`] bytes are refused unread. No error and no `Debug` holds a
//! value, a token or a key.

#[cfg(feature = "sign")]
mod error;
#[cfg(feature = "random")]
mod random;
#[cfg(feature = "sign")]
mod signed;
#[cfg(feature = "sign")]
mod signer;

#[cfg(feature = "sign")]
pub use error::{SignError, SignErrorKind};
#[cfg(feature = "random")]
#[cfg_attr(docsrs, doc(cfg(feature = "random")))]
pub use random::{RandomError, random16};
#[cfg(feature = "sign")]
pub use signed::Signed;
#[cfg(feature = "sign")]
#[doc(alias("itsdangerous", "TimedSerializer", "hmac", "signed url", "magic link"))]
pub use signer::{MAX_TOKEN, Signer, SignerBuilder};
