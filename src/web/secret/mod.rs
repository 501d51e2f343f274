//! A key out of the environment: long, no placeholder, and never printed.
//!
//! ```
//! use untaint::web::secret::{self, SecretErrorKind};
//!
//! # let environment = "m9X2vPq7LtR4zYc8WnBd5HsKf3JgAe6U";
//! let key = secret::check(environment)?; // std::env::var("KEY")
//! assert_eq!(format!("{key:?}"), "Secret(…)");
//! let left = secret::check("change-me-please-0123456789abcdef").unwrap_err();
//! assert_eq!(left.kind(), SecretErrorKind::Placeholder);
//! # Ok::<(), secret::SecretError>(())
//! ```
//!
//! # How it decides
//! At least 32 bytes. Then everything is cut out that is known beforehand: words that stand in placeholders and
//! examples, in any case and with digits for letters; runs along the alphabet, the digits or a keyboard; what repeats.
//! Twenty characters must be left, thirty of a key of words with signs between them. What a key in base64 or in
//! hexadecimal digits stands for is judged too, and keys that documentation has published are refused. A key of random
//! letters, digits, hexadecimal or base64 loses none of it or next to nothing.
//!
//! # Does not guarantee
//! * That it is random: a sentence of words that are not on the list passes. Make one by `openssl rand -base64 32`.
//! * That it leaves no trace in memory: it is not overwritten when it is dropped.

mod check;
mod error;
mod guess;

#[doc(alias("SECRET_KEY", "secret key base"))]
pub use check::{MIN_LEN, Secret, check};
pub use error::{SecretError, SecretErrorKind};
