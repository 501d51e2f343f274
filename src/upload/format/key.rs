//! Keys, certificates and what is encrypted with them.

use super::answer::{Check, NO, Proof, Seen, ensure, is, suppose};
use super::row::{Ask, Format, Guess, Shape, prove, types};
use crate::upload::file_type::FileType;
use crate::upload::sniffed::Miss;

types! {
    PGP "application/pgp-encrypted" Data ["pgp" "gpg"] ["application/pgp" "application/pgp-keys" "application/pgp-signature"];
    DER "application/pkix-cert" Data ["cer" "der" "crt"] ["application/x-x509-ca-cert"];
    PKCS12 "application/x-pkcs12" Data ["p12" "pfx"] ["application/pkcs12"];
    KEY "application/pkcs8" Data ["p8" "der"] ["application/pkcs8-encrypted"];
    JKS "application/x-java-keystore" Data ["jks"] [];
    KEEPASS "application/x-keepass2" Data ["kdbx" "kdb"] [];
}

pub(super) const FORMAT: Format = Format {
    signatures: &[
        prove(b"\x03\xD9\xA2\x9A", FileType::KEEPASS, keepass),
        prove(b"\xFE\xED\xFE\xED", FileType::JKS, |s| ensure(matches!(s.u32_be(4)?, 1 | 2) && s.len() >= 32)),
    ],
    shapes: &[
        Shape { rank: 130, ask: Ask::Is(FileType::PGP, pgp) },
        Shape { rank: 135, ask: Ask::Is(FileType::KEY, key) },
    ],
    guesses: &[Guess {
        begins: infer::app::is_der,
        mime: "application/x-x509-ca-cert",
        ask: Ask::Which(der),
    }],
    ..Format::of(TYPES)
};

/// `OpenPGP` (RFC 9580, 4.2): a packet that begins messages or keys, whose own first bytes fit.
fn pgp(s: &Seen<'_>) -> Proof {
    let &[tag, l0, _] = s.get(0, 3)? else { return Err(Miss::No) };
    let body = match tag {
        // Old forms with two bytes of length.
        0x85 | 0x99 | 0x95 => 3_u64,
        0x84 | 0x8C | 0x98 => 2,
        // New forms, one or two bytes of length.
        0xC1 | 0xC3 | 0xC6 | 0xC5 => {
            if l0 < 192 {
                2
            } else if l0 < 224 {
                3
            } else {
                return Err(Miss::No);
            }
        }
        _ => return Err(Miss::No),
    };
    let next = s.get(body, 12)?;
    let fits = match tag {
        // A session key: version 3, a key's number, an algorithm.
        0x84 | 0x85 | 0xC1 => next[0] == 3 && matches!(next[9], 1 | 2 | 16 | 18 | 25),
        // A session key made of a password: version 4, a cipher, a kind of salt, a hash.
        0x8C | 0xC3 => {
            matches!(next[0], 4 | 5)
                && (1..=13).contains(&next[1])
                && matches!(next[2], 0 | 1 | 3 | 4)
                && (1..=14).contains(&next[3])
        }
        // A key: version 4, a time, an algorithm.
        _ => next[0] == 4 && matches!(next[5], 1..=3 | 16..=19 | 22 | 25..=28),
    };
    suppose(fits)
}

/// Certificates and key stores in DER (X.690): lengths that agree, and the first elements of each.
fn der(s: &Seen<'_>) -> Check {
    if !s.starts_with(b"\x30\x82") {
        return NO;
    }
    let total = u64::from(s.u16_be(2)?) + 4;
    if total < s.len() || total < 64 {
        return NO;
    }
    match s.get(4, 8)? {
        // Version 3, then the content that is authenticated.
        [2, 1, 3, 0x30, ..] => is(FileType::PKCS12),
        [0x30, 0x82, a, b, 0xA0, 3, 2, 1] if u64::from(u16::from_be_bytes([*a, *b])) + 8 < total => {
            is(FileType::DER)
        }
        [0x30, 0x81, _, 0xA0, 3, 2, 1, _] => is(FileType::DER),
        _ => NO,
    }
}

/// A key in DER: one sequence that is the whole file, with the first elements of PKCS #8 (RFC 5958), of its encrypted
/// form, of PKCS #1 (RFC 8017, A.1), of SEC 1 (RFC 5915) or of a public key (RFC 5280, 4.1.2.7).
fn key(s: &Seen<'_>) -> Proof {
    let (header, length) = match s.get(0, 2)? {
        [0x30, short @ ..=0x7F] => (2, u64::from(*short)),
        [0x30, 0x81] => (3, u64::from(s.byte(2)?)),
        [0x30, 0x82] => (4, u64::from(s.u16_be(2)?)),
        _ => return Err(Miss::No),
    };
    suppose(header + length == s.len())?;
    suppose(matches!(
        s.get(header, 6)?,
        [2, 1, 0, 0x30, _, 6] | [2, 1, 0 | 1, 2, 0x81 | 0x82, _] | [2, 1, 1, 4, _, _] | [0x30, _, 6, _, _, _]
    ))
}

fn keepass(s: &Seen<'_>) -> Proof {
    s.get(8, 8)?;
    ensure(matches!(s.get(4, 4)?, [0x65..=0x67, 0xFB, 0x4B, 0xB5]))
}
