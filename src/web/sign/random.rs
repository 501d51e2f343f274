//! Bytes from the system's generator.

/// The system has no random bytes to give: answer 500, and do not go on without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system's generator of random bytes failed")]
#[non_exhaustive]
pub struct RandomError {}

/// Sixteen bytes that nobody can guess, from the system's generator: for a session's id, or the random part of a
/// [`csrf::Token`](crate::web::csrf::Token).
///
/// # Errors
/// [`RandomError`] where the system has none, which programs meet in a sandbox that forbids them.
///
/// # Examples
/// ```
/// use untaint::web::sign;
///
/// assert_ne!(sign::random16()?, sign::random16()?);
/// # Ok::<(), sign::RandomError>(())
/// ```
pub fn random16() -> Result<[u8; 16], RandomError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| RandomError {})?;
    Ok(bytes)
}
