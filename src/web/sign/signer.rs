//! Sealing and reading tokens.

use super::error::{SignError, SignErrorKind};
use super::signed::Signed;
use crate::error::PolicyError;
use crate::web::secret::Secret;
use base64ct::{Base64UrlUnpadded, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The longest token that is read, in bytes.
pub const MAX_TOKEN: usize = 64 * 1024;

/// Seconds since 1970 in six bytes, which last for nine million years.
const TIME: usize = 6;
const TIME_TEXT: usize = 8;
const SEAL: usize = 32;
const SEAL_TEXT: usize = 43;
/// Changes with the shape of a token, so that one of an older shape is none of ours.
const VERSION: &[u8] = b"untaint sign 1";
/// How far clocks of two servers may differ.
const SKEW: Duration = Duration::from_secs(30);

type Sealer = Hmac<Sha256>;

/// Makes and reads the tokens of one purpose: built once, in a `static`.
///
/// # Guarantees
/// A token is accepted only as it was made: for this purpose, by this key or an [old one](SignerBuilder::old_key), not
/// altered in a bit, and spelled in the one way there is.
///
/// # Does not guarantee
/// What the [module](super) says under this heading.
///
/// # Examples
/// ```
/// use std::time::{Duration, SystemTime};
/// use untaint::web::{secret, sign::Signer};
///
/// # let (environment, last_years) = ("m9X2vPq7LtR4zYc8WnBd5HsKf3JgAe6U", "Zr8kQ1wXc5Vt9Yb3Nm7Lp2Hs6Gd4Fj0K");
/// let (key, old) = (secret::check(environment)?, secret::check(last_years)?);
/// let now = SystemTime::now();
/// let token = Signer::builder(&old).purpose("invite").build().unwrap().sign(b"note 7", now);
///
/// let invites = Signer::builder(&key).old_key(&old).purpose("invite").build().unwrap();
/// assert_eq!(invites.verify(&token, Duration::from_secs(60), now)?.value(), b"note 7");
/// let resets = invites.with_purpose("reset password").unwrap();
/// assert!(resets.verify(&token, Duration::from_secs(60), now).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Signer {
    /// The first one signs, all verify.
    keys: Vec<Secret>,
    sealers: Vec<Sealer>,
    skew: Duration,
}

impl Signer {
    /// Starts with the key that signs; it needs a [purpose](SignerBuilder::purpose).
    pub fn builder(key: &Secret) -> SignerBuilder {
        SignerBuilder { keys: vec![key.clone()], purpose: String::new(), skew: SKEW }
    }

    /// The same keys for another purpose.
    ///
    /// # Errors
    /// As [`SignerBuilder::build`].
    pub fn with_purpose(&self, purpose: &str) -> Result<Self, PolicyError> {
        SignerBuilder { keys: self.keys.clone(), purpose: purpose.to_owned(), skew: self.skew }.build()
    }

    /// A token of the value, signed now.
    ///
    /// One of a value of more than 49 112 bytes is longer than [`MAX_TOKEN`] and is not read again; 2 KiB fit a cookie.
    ///
    /// # Cost
    /// Linear; one allocation, 53 bytes and four thirds of the value.
    #[must_use]
    pub fn sign(&self, value: &[u8], now: SystemTime) -> String {
        self.sign_for(b"", value, now)
    }

    /// [`sign`](Self::sign), for somebody: only with the same `owner`, which is not in the token, is it accepted.
    ///
    /// # Examples
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// # use untaint::web::{secret, sign::Signer};
    /// # let key = secret::check("m9X2vPq7LtR4zYc8WnBd5HsKf3JgAe6U")?;
    /// # let downloads = Signer::builder(&key).purpose("download").build().unwrap();
    /// let (now, day) = (SystemTime::now(), Duration::from_secs(86_400));
    /// let token = downloads.sign_for(b"ada", b"report.pdf", now);
    /// assert!(downloads.verify_for(b"ada", &token, day, now).is_ok());
    /// assert!(downloads.verify_for(b"mallory", &token, day, now).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn sign_for(&self, owner: &[u8], value: &[u8], now: SystemTime) -> String {
        let time = time_bytes(now);
        let mut token =
            String::with_capacity(Base64UrlUnpadded::encoded_len(value) + TIME_TEXT + SEAL_TEXT + 2);
        push(&mut token, value);
        token.push('.');
        push(&mut token, &time);
        token.push('.');
        if let Some(sealer) = self.sealers.first() {
            push(&mut token, &message(sealer, owner, time, value).finalize().into_bytes());
        }
        token
    }

    /// The value of a token, if its seal is right and it is at most `max_age` old.
    ///
    /// # Errors
    /// [`SignError`]; nothing of the value is known then.
    ///
    /// # Cost
    /// Linear, once for each key.
    pub fn verify(&self, token: &str, max_age: Duration, now: SystemTime) -> Result<Signed, SignError> {
        self.verify_for(b"", token, max_age, now)
    }

    /// [`verify`](Self::verify), for a token that was made [for somebody](Self::sign_for).
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
    pub fn verify_for(
        &self,
        owner: &[u8],
        token: &str,
        max_age: Duration,
        now: SystemTime,
    ) -> Result<Signed, SignError> {
        if token.len() > MAX_TOKEN {
            return Err(SignErrorKind::TooLong { len: token.len(), max: MAX_TOKEN }.into());
        }
        let (value, time, seal) = parts(token).ok_or(SignErrorKind::Malformed)?;
        let fits = |sealer: &Sealer| message(sealer, owner, time, &value).verify_slice(&seal).is_ok();
        if !self.sealers.iter().any(fits) {
            return Err(SignErrorKind::Seal.into());
        }
        let signed_at = time_of(time).ok_or(SignErrorKind::Future)?;
        // To the second, as the token says it: one that was just made is not older than no time at all.
        let now = time_of(time_bytes(now)).unwrap_or(now);
        match now.duration_since(signed_at) {
            Ok(age) if age > max_age => Err(SignErrorKind::Expired.into()),
            Err(early) if early.duration() > self.skew => Err(SignErrorKind::Future.into()),
            Ok(_) | Err(_) => Ok(Signed { value, signed_at }),
        }
    }
}

/// Keys are in no log.
impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("keys", &self.keys.len())
            .field("skew", &self.skew)
            .finish_non_exhaustive()
    }
}

/// Builds a [`Signer`].
#[derive(Clone)]
#[must_use]
pub struct SignerBuilder {
    keys: Vec<Secret>,
    purpose: String,
    skew: Duration,
}

impl SignerBuilder {
    /// Adds a key that signed until now: what it signed is still accepted, and nothing new is signed with it.
    ///
    /// Leave it out again when the oldest of its tokens is too old.
    pub fn old_key(mut self, key: &Secret) -> Self {
        self.keys.push(key.clone());
        self
    }

    /// What the tokens are for, in words of your own: `invite`, `reset password`. One of another purpose is none.
    pub fn purpose(mut self, purpose: &str) -> Self {
        purpose.clone_into(&mut self.purpose);
        self
    }

    /// How far into the future a token may be signed, for servers whose clocks differ; 30 seconds unless set.
    pub fn skew(mut self, skew: Duration) -> Self {
        self.skew = skew;
        self
    }

    /// The signer.
    ///
    /// # Errors
    /// [`PolicyError`] without a purpose: a token for one thing would be accepted for another.
    pub fn build(self) -> Result<Signer, PolicyError> {
        if self.purpose.is_empty() {
            return Err(PolicyError::new("purpose", "", "say what the tokens are for, such as invite"));
        }
        let sealer = |key: &Secret| Sealer::new_from_slice(&key_for(key, &self.purpose)).ok();
        let sealers = self.keys.iter().filter_map(sealer).collect();
        Ok(Signer { sealers, keys: self.keys, skew: self.skew })
    }
}

/// Keys are in no log.
impl fmt::Debug for SignerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignerBuilder").field("purpose", &self.purpose).finish_non_exhaustive()
    }
}

/// The key for a purpose, made of the secret: each part behind its length, so that no two purposes are one.
fn key_for(secret: &Secret, purpose: &str) -> [u8; SEAL] {
    // HMAC takes a key of any length, so this never fails; a key of nothing would seal nothing.
    let Ok(mut mac) = Sealer::new_from_slice(secret.as_bytes()) else { return [0; SEAL] };
    for part in [VERSION, purpose.as_bytes()] {
        mac.update(&length(part));
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// What is sealed: the owner with its length, the time in its six bytes, and the value to the end.
fn message(sealer: &Sealer, owner: &[u8], time: [u8; TIME], value: &[u8]) -> Sealer {
    let mut mac = sealer.clone();
    mac.update(&length(owner));
    mac.update(owner);
    mac.update(&time);
    mac.update(value);
    mac
}

fn length(part: &[u8]) -> [u8; 8] {
    u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes()
}

/// The last six bytes of the seconds since 1970; times before it are its beginning.
fn time_bytes(time: SystemTime) -> [u8; TIME] {
    let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let bytes = seconds.min((1 << (8 * TIME)) - 1).to_be_bytes();
    let mut last = [0; TIME];
    last.copy_from_slice(&bytes[bytes.len() - TIME..]);
    last
}

/// `None` for a time that the system cannot tell.
fn time_of(last: [u8; TIME]) -> Option<SystemTime> {
    let mut bytes = [0; 8];
    bytes[8 - TIME..].copy_from_slice(&last);
    UNIX_EPOCH.checked_add(Duration::from_secs(u64::from_be_bytes(bytes)))
}

/// Adds base64url.
fn push(text: &mut String, bytes: &[u8]) {
    const PIECE: usize = 48;
    let mut room = [0; PIECE / 3 * 4];
    for piece in bytes.chunks(PIECE) {
        text.push_str(Base64UrlUnpadded::encode(piece, &mut room).unwrap_or_default());
    }
}

/// The value, the time and the seal, if the token is one in its only spelling.
fn parts(token: &str) -> Option<(Vec<u8>, [u8; TIME], [u8; SEAL])> {
    let (rest, seal) = token.rsplit_once('.')?;
    let (value, time) = rest.split_once('.')?;
    if (time.len(), seal.len()) != (TIME_TEXT, SEAL_TEXT) {
        return None;
    }
    let (mut time_room, mut seal_room) = ([0; TIME], [0; SEAL]);
    Base64UrlUnpadded::decode(time, &mut time_room).ok()?;
    Base64UrlUnpadded::decode(seal, &mut seal_room).ok()?;
    Some((Base64UrlUnpadded::decode_vec(value).ok()?, time_room, seal_room))
}
