//! The one key of the site. Each purpose has a signer of its own, so that no token of one is a token of another.

use super::session::random_hex;
use untaint::web::secret::{self, Secret, SecretError};
use untaint::web::sign::Signer;

/// Where a key stands that outlives the program, and with it the links that were sent.
pub(crate) const VARIABLE: &str = "NOTICEBOARD_KEY";

/// The key of the environment, if there is one, or why it is none.
pub(crate) fn from_environment() -> Result<Option<Secret>, SecretError> {
    std::env::var_os(VARIABLE).map(|key| secret::check(key.as_encoded_bytes())).transpose()
}

/// A key that ends with the program.
pub(crate) fn random() -> Secret {
    secret::check(random_hex::<32>()).expect("64 random digits")
}

/// What makes and reads the tokens of one purpose.
pub(crate) fn signer(key: &Secret, purpose: &str) -> Signer {
    Signer::builder(key).purpose(purpose).build().expect("a purpose")
}
