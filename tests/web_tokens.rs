//! `web::sign`, `csrf::Token`, `web::sri`, `csp::Hash::of` and `web::secret`: what comes back, and what does not.
#![cfg(feature = "full")]

mod support;

use proptest::prelude::*;
use serde::Deserialize;
use std::time::{Duration, UNIX_EPOCH};
use support::web_tokens::*;
use support::{data, rows};
use untaint::web::csrf::{CsrfErrorKind, Token};
use untaint::web::secret::{self, SecretErrorKind};
use untaint::web::sign::{self, MAX_TOKEN, SignErrorKind, Signer};
use untaint::web::sri::{self, Integrity, IntegrityErrorKind};
use untaint::web::{csp::Hash, csp::Nonce};

/// A generator for many inputs of a test: xorshift, seeded.
struct Bits(u64);

impl Bits {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 16).unwrap_or(0) % end
    }
}

fn kind(signer: &Signer, token: &str, seconds: i64) -> Result<(), SignErrorKind> {
    let later = now() + Duration::from_secs(seconds.max(0).unsigned_abs());
    let then = later - Duration::from_secs(seconds.min(0).unsigned_abs());
    signer.verify(token, AGE, then).map(|_| ()).map_err(|error| error.kind())
}

/// The seal by another implementation: Python's `hmac`, by
/// `key = hmac(KEY, len("untaint sign 1") ‖ … ‖ len("invite") ‖ …)`, `seal = hmac(key, len("") ‖ time ‖ value)`.
#[test]
fn the_shape_of_a_token_is_stable() {
    assert_eq!(signer("invite").sign(b"note 7", now()), data("web/token.txt").trim_end());
}

#[test]
fn every_altered_token_is_refused() {
    let signer = signer("invite");
    // The last digit of a value of one or two bytes has bits to spare, too.
    for value in ["n", "no", "note 7"] {
        let token = signer.sign(value.as_bytes(), now());
        assert_eq!(kind(&signer, &token, 0), Ok(()));
        for end in 0..token.len() {
            assert!(kind(&signer, &token[..end], 0).is_err(), "cut at {end}");
        }
        for at in 0..token.len() {
            for other in (0..128_u8).map(char::from).filter(|other| !token[at..].starts_with(*other)) {
                // The last digit of a text whose bits do not fill it has four spellings; only one is taken.
                let altered = [&token[..at], &other.to_string(), &token[at + 1..]].concat();
                assert!(kind(&signer, &altered, 0).is_err(), "{at} {other:?}");
            }
        }
    }
    let token = signer.sign(b"note 7", now());
    for (text, why) in [
        (token.clone() + "=", "padding"),
        (token.clone() + " ", "a blank"),
        (token.replace('.', ".."), "an empty part"),
        (format!("{token}.{token}"), "twice"),
        ("a".repeat(64), "any 64 hexadecimal digits"),
        (String::new(), "nothing"),
        ("..".to_owned(), "three empty parts"),
        (token.to_ascii_uppercase(), "upper case"),
    ] {
        assert!(kind(&signer, &text, 0).is_err(), "{why}");
    }
}

/// 100,000 in each run; `UNTAINT_TOKENS` says how many.
#[test]
fn no_altered_token_is_accepted() {
    let count = std::env::var("UNTAINT_TOKENS").map_or(100_000, |count| count.parse().expect("a number"));
    let signer = signer("invite");
    let mut bits = Bits(0x9E37_79B9_7F4A_7C15);
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    for round in 0..count {
        let value: Vec<u8> = (0..bits.below(40)).map(|_| bits.next().to_be_bytes()[0]).collect();
        let token = signer.sign(&value, now());
        let mut altered = token.clone().into_bytes();
        for _ in 0..=bits.below(3) {
            let (at, other) = (bits.below(altered.len()), bits.below(altered.len()));
            let digit = digits[bits.below(digits.len())];
            match bits.below(4) {
                0 => altered.insert(at, digit),
                1 => drop(altered.remove(at)),
                2 => altered.swap(at, other),
                _ => altered[at] = digit,
            }
        }
        let altered = String::from_utf8(altered).expect("ASCII");
        if altered != token {
            assert!(kind(&signer, &altered, 0).is_err(), "{round}: {token} {altered}");
        }
    }
}

#[test]
fn a_token_has_its_time() {
    let signer = signer("invite");
    let token = signer.sign(b"", now());
    for (seconds, verdict) in [
        (0, Ok(())),
        (600, Ok(())),
        (601, Err(SignErrorKind::Expired)),
        (1_000_000_000, Err(SignErrorKind::Expired)),
        (-30, Ok(())),
        (-31, Err(SignErrorKind::Future)),
        (-1_000_000_000, Err(SignErrorKind::Future)),
    ] {
        assert_eq!(kind(&signer, &token, seconds), verdict, "{seconds}");
    }
    // Just signed is not older than nothing, whatever part of the second it is.
    assert!(signer.verify(&token, Duration::ZERO, now()).is_ok());
    let signed_at = signer.verify(&token, AGE, now()).expect("a token").signed_at();
    assert_eq!(signed_at, UNIX_EPOCH + Duration::from_secs(1_800_000_000));
    let old = signer.sign(b"", UNIX_EPOCH - Duration::from_secs(5));
    assert_eq!(signer.verify(&old, AGE, UNIX_EPOCH).expect("a token").signed_at(), UNIX_EPOCH);
}

#[test]
fn keys_and_purposes_are_kept_apart() {
    let key = |text: &str| secret::check(text).expect("a key");
    let (old, new) = (key("Zr8kQ1wXc5Vt9Yb3Nm7Lp2Hs6Gd4Fj0K"), key(KEY));
    let of = |builder: sign::SignerBuilder| builder.purpose("invite").build().expect("a purpose");
    let token = of(Signer::builder(&old)).sign(b"x", now());
    assert_eq!(kind(&of(Signer::builder(&new).old_key(&old)), &token, 0), Ok(()));
    assert_eq!(kind(&of(Signer::builder(&new)), &token, 0), Err(SignErrorKind::Seal), "a removed key");
    let rotated = of(Signer::builder(&new).old_key(&old)).sign(b"x", now());
    assert_eq!(kind(&of(Signer::builder(&old)), &rotated, 0), Err(SignErrorKind::Seal), "the new key signs");
    // Without lengths between its parts a key of one purpose would be another's: salt `a`, key `bc` and salt `ab`, key `c`.
    let (joined, other) = (key(&format!("invite{KEY}")), new.clone());
    let one = Signer::builder(&joined).purpose("x").build().expect("a purpose").sign(b"x", now());
    assert!(
        Signer::builder(&other)
            .purpose("xinvite")
            .build()
            .expect("a purpose")
            .verify(&one, AGE, now())
            .is_err()
    );
    assert!(Signer::builder(&new).build().is_err() && signer("a").with_purpose("").is_err());
    assert_eq!(kind(&signer("a").with_purpose("invite").expect("a purpose"), &rotated, 0), Ok(()));
    // An owner and a value cannot trade letters.
    let token = signer("invite").sign_for(b"ab", b"c", now());
    let moved = token.replacen(&token[..2], &signer("invite").sign(b"bc", now())[..3], 1);
    assert!(signer("invite").verify_for(b"a", &moved, AGE, now()).is_err());
}

#[test]
fn long_tokens_are_not_read() {
    let signer = signer("invite");
    let long = signer.sign(&vec![0; 1 << 20], now());
    assert_eq!(kind(&signer, &long, 0), Err(SignErrorKind::TooLong { len: long.len(), max: MAX_TOKEN }));
    let fits = signer.sign(&vec![0; 48 * 1024], now());
    assert_eq!(kind(&signer, &fits[..MAX_TOKEN.min(fits.len())], 0).is_ok(), fits.len() <= MAX_TOKEN);
}

#[test]
fn a_forms_token_is_its_sessions() {
    let forms = signer(Token::PURPOSE);
    let token = Token::issue(&forms, b"session 1", [7; 16], now());
    let check = |text: &str, session: &[u8], seconds| {
        Token::verify(&forms, text, session, Token::MAX_AGE, now() + Duration::from_secs(seconds))
            .map_err(|error| error.kind())
    };
    assert_eq!(check(token.as_str(), b"session 1", 3600), Ok(()));
    assert_eq!(check(token.as_str(), b"session 1", 3601), Err(CsrfErrorKind::TokenExpired));
    assert_eq!(check(token.as_str(), b"session 2", 0), Err(CsrfErrorKind::Token));
    assert_eq!(check("", b"session 1", 0), Err(CsrfErrorKind::NoToken));
    let nobodys = Token::issue(&forms, b"", [7; 16], now());
    assert_eq!(check(nobodys.as_str(), b"", 0), Err(CsrfErrorKind::Token), "no session");
    assert_eq!(check(&"0123456789abcdef".repeat(4), b"session 1", 0), Err(CsrfErrorKind::Token));
    // Something else that was signed for the same session with the same signer.
    assert_eq!(check(&forms.sign_for(b"session 1", b"x", now()), b"session 1", 0), Err(CsrfErrorKind::Token));
    assert_ne!(token.as_str(), Token::issue(&forms, b"session 1", [8; 16], now()).as_str());
    assert_eq!(format!("{token:?} {forms:?}"), "Token(…) Signer { keys: 1, skew: 30s, .. }");
}

#[derive(Deserialize)]
struct Integrities {
    integrity: String,
    error: Option<String>,
    codes: Vec<String>,
    why: String,
}

#[test]
fn an_integrity_is_read_as_a_browser_reads_it() {
    for case in rows::<Integrities>("web/sri.jsonl") {
        let error = Integrity::parse(&case.integrity).err().map(|error| error.code().to_owned());
        assert_eq!(error, case.error, "{}", case.why);
        let codes: Vec<_> = sri::inspect(&case.integrity).iter().map(untaint::web::Finding::code).collect();
        assert_eq!(codes, case.codes, "{}", case.why);
        integrity_is_what_a_browser_checks(&case.integrity);
    }
}

#[test]
fn the_strongest_digest_decides() {
    let script = b"alert(1)";
    let digest = |integrity: Integrity| integrity.to_string();
    let own = [Integrity::sha256(script), Integrity::sha384(script), Integrity::sha512(script)].map(digest);
    let others = [Integrity::sha256(b"x"), Integrity::sha384(b"x"), Integrity::sha512(b"x")].map(digest);
    let check =
        |text: &str| Integrity::parse(text).expect("digests").check(script).map_err(|error| error.kind());
    for (own, other) in own.iter().zip(&others) {
        assert_eq!(check(own), Ok(()));
        assert_eq!(check(other), Err(IntegrityErrorKind::Mismatch));
        assert_eq!(check(&format!("{other} {own}")), Ok(()), "any of one algorithm");
        let spare = own.strip_suffix('=').map(|digits| digits.trim_end_matches('='));
        // `8` and `9`, `A` and `B`: of the last digit before padding the last bit belongs to no byte.
        if let Some((start, last)) = spare.and_then(|digits| digits.split_at_checked(digits.len() - 1)) {
            let other = char::from(last.as_bytes()[0] + 1);
            assert_eq!(check(&format!("{start}{other}")), Ok(()), "Chromium runs it");
        }
        assert_eq!(check(&own.replace('+', "-").replace('/', "_").replace('=', "")), Ok(()), "base64url");
    }
    assert_eq!(
        check(&format!("{} {}", own[0], others[2])),
        Err(IntegrityErrorKind::Mismatch),
        "the stronger one is another's"
    );
    assert_eq!(check(&format!("{} {}", others[0], own[2])), Ok(()), "the weaker one is not looked at");
    let many = "sha256-x ".repeat(2000);
    assert_eq!(sri::inspect(&many).len(), 1000 + 1, "bounded");
}

#[test]
fn a_hash_of_a_script_stands_in_a_policy() {
    let hash = Hash::of("alert('Hello, world.');");
    assert_eq!(Hash::parse(hash.as_str()), Ok(hash));
    assert_ne!(Hash::of("a"), Hash::of("b"));
    assert_ne!(Nonce::random().expect("random bytes"), Nonce::random().expect("random bytes"));
}

#[test]
fn placeholders_are_no_keys() {
    for line in data("web/placeholders.txt").lines() {
        assert!(line.len() >= secret::MIN_LEN, "{line}: says nothing about words");
        assert_eq!(
            secret::check(line).map_err(|error| error.kind()).err(),
            Some(SecretErrorKind::Placeholder),
            "{line}"
        );
    }
    assert_eq!(secret::check(&KEY[1..]).expect_err("31 bytes").kind(), SecretErrorKind::TooShort { len: 31 });
    assert_eq!(secret::check(format!("{KEY}\n")).expect("a line").as_bytes(), KEY.as_bytes());
    for line in data("web/keys.txt").lines() {
        assert!(secret::check(line).is_ok(), "{line}");
    }
    assert_eq!(secret::check([0; 32]).expect_err("zeros").kind(), SecretErrorKind::Placeholder);
}

/// 5,000 of each kind in each run; `UNTAINT_KEYS` says how many.
#[test]
fn random_keys_are_keys() {
    let count = std::env::var("UNTAINT_KEYS").map_or(5_000, |count| count.parse().expect("a number"));
    let mut bits = Bits(0x2545_F491_4F6C_DD1D);
    let base64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let url = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let printable: Vec<u8> = (b'!'..=b'~').collect();
    let alphabets: [(&[u8], usize); 9] = [
        (&base64[..62], 32),
        (base64, 43),
        (base64, 32),
        (url, 43),
        (&base64[26..52], 32),
        (&base64[..52], 32),
        (b"0123456789abcdef", 64),
        (b"0123456789abcdef", 32),
        (&printable, 32),
    ];
    for (alphabet, len) in alphabets {
        for _ in 0..count {
            let key: Vec<u8> = (0..len).map(|_| alphabet[bits.below(alphabet.len())]).collect();
            assert!(secret::check(&key).is_ok(), "{}", String::from_utf8_lossy(&key));
        }
    }
    for _ in 0..count {
        let key: Vec<u8> = (0..32).map(|_| bits.next().to_be_bytes()[1]).collect();
        assert_eq!(secret::check(&key).expect("32 random bytes").as_bytes(), key);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens(text in prop_oneof![".{0,60}", "(sha(256|384|512)-[A-Za-z0-9+/]{0,5}={0,2}(\\?x)? ?){0,3}"]) {
        tokens_hold(&text);
    }

    #[test]
    fn values(value in proptest::collection::vec(any::<u8>(), 0..300)) {
        value_comes_back(&value);
    }
}

/// A signer that seals the value alone, without its time: an old token with a new time passes, and this notices.
#[test]
fn a_seal_without_the_time_is_noticed() {
    let signer = signer("invite");
    let (old, new) = (signer.sign(b"x", now() - AGE - AGE), signer.sign(b"x", now()));
    let time = |token: &str| token.split('.').nth(1).expect("a time").to_owned();
    let moved = old.replace(&time(&old), &time(&new));
    assert_eq!(kind(&signer, &moved, 0), Err(SignErrorKind::Seal));
}
