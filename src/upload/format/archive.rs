//! Archives, but for those of ZIP and of tapes.

use super::answer::{BROKEN, Check, NO, Proof, Seen, ensure, is, suppose};
use super::crc::crc32;
use super::row::Mark::Written;
use super::row::{Ask, Format, Guess, Shape, prove, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::sniffed::Miss;

types! {
    SEVEN_Z "application/x-7z-compressed" Archive ["7z"] ["application/7z" "application/x-compressed"];
    RAR "application/vnd.rar" Archive ["rar"] ["application/x-compressed" "application/x-rar-compressed" "application/x-rar"];
    CAB "application/vnd.ms-cab-compressed" Archive ["cab"] ["application/x-cab" "application/cab"];
    AR "application/x-archive" Archive ["a" "ar" "lib"] ["application/x-unix-archive" "application/x-ar"] { marks: &[Written] };
    DEB "application/vnd.debian.binary-package" Executable ["deb" "udeb"] ["application/x-debian-package" "application/x-deb"];
    RPM "application/x-rpm" Executable ["rpm"] ["application/x-redhat-package-manager"];
    CPIO "application/x-cpio" Archive ["cpio"] [];
    LZH "application/x-lzh-compressed" Archive ["lzh" "lha"] ["application/x-lha" "application/x-lzh" "application/x-lzh-archive"];
    ARJ "application/x-arj" Archive ["arj"] ["application/arj"];
    ACE "application/x-ace-compressed" Archive ["ace"] ["application/x-ace"];
    ZOO "application/x-zoo" Archive ["zoo"] [];
    XAR "application/x-xar" Archive ["xar" "pkg"] ["application/vnd.xar"];
    WIM "application/x-ms-wim" Archive ["wim"] [];
    PAR2 "application/x-par2" Archive ["par2"] [];
}

pub(super) const FORMAT: Format = Format {
    signatures: &[
        sign(b"!<arch>", ar),
        sign(b"07070", cpio),
        prove(b"7z\xBC\xAF", FileType::SEVEN_Z, seven_z),
        prove(b"MSWIM\0", FileType::WIM, |s| ensure(s.get(6, 2)? == b"\0\0" && s.u32_le(8)? >= 148)),
        prove(b"MSCF", FileType::CAB, cab),
        sign(b"Rar!\x1A\x07", rar),
        prove(b"ZOO ", FileType::ZOO, |s| ensure(s.u32_le(20)? == 0xFDC4_A7DC)),
        prove(b"`\xEA", FileType::ARJ, arj),
        prove(b"q\xC7", FileType::CPIO, cpio_binary),
        prove(b"xar!", FileType::XAR, |s| {
            ensure((28..=1024).contains(&s.u16_be(4)?) && s.u16_be(6)? == 1 && s.u64_be(8)? > 0)
        }),
        prove(b"\xC7", FileType::CPIO, cpio_binary),
        prove(b"\xED\xAB\xEE\xDB", FileType::RPM, rpm),
    ],
    shapes: &[
        Shape { rank: 20, ask: Ask::Is(FileType::LZH, lzh) },
        Shape {
            rank: 30,
            ask: Ask::Is(FileType::ACE, |s| suppose(s.has_at(7, b"**ACE**") && s.byte(4)? == 0)),
        },
    ],
    guesses: &[Guess {
        begins: infer::archive::is_par2,
        mime: "application/x-par2",
        ask: Ask::Is(FileType::PAR2, par2),
    }],
    ..Format::of(TYPES)
};

fn seven_z(s: &Seen<'_>) -> Proof {
    let &[0x27, 0x1C, major, minor] = s.get(4, 4)? else { return Err(Miss::Broken) };
    let fits = major == 0 && minor <= 9 && s.u64_le(12)? < 1 << 48;
    ensure(fits && crc32(&[s.get(12, 20)?]) == s.u32_le(8)?)
}

/// RAR 4 and 5: the kind of the first header.
fn rar(s: &Seen<'_>) -> Check {
    match s.byte(6)? {
        0 => {
            ensure(matches!(s.byte(9)?, 0x72..=0x7B) && s.u16_le(12)? >= 7)?;
            is(FileType::RAR)
        }
        1 => {
            // CRC, the size as a number of variable length, then the type.
            let zero = s.byte(7)? == 0;
            let mut at = 12_u64;
            while s.byte(at)? & 0x80 != 0 && at < 16 {
                at += 1;
            }
            ensure(zero && matches!(s.byte(at + 1)?, 1..=5))?;
            is(FileType::RAR)
        }
        _ => BROKEN,
    }
}

fn cab(s: &Seen<'_>) -> Proof {
    let &[minor, major] = s.get(24, 2)? else { return Err(Miss::Broken) };
    let fits = s.u32_le(4)? == 0 && s.u32_le(12)? == 0 && major == 1 && minor <= 3 && s.u32_le(16)? >= 36;
    ensure(fits && s.u16_le(28)? > 0)
}

/// ar, and Debian's packages made with it: the first member's header ends with two fixed bytes.
fn ar(s: &Seen<'_>) -> Check {
    if s.byte(7)? != b'\n' {
        return BROKEN;
    }
    if s.get(66, 2)? != b"`\n" {
        return BROKEN;
    }
    let debian = s.get(8, 13)? == b"debian-binary";
    is(if debian { FileType::DEB } else { FileType::AR })
}

fn rpm(s: &Seen<'_>) -> Proof {
    let major = s.byte(4)?;
    let kind = s.u16_be(6)?;
    ensure((3..=4).contains(&major) && kind <= 1 && s.get(96, 3)? == b"\x8E\xAD\xE8")
}

/// cpio in its three spellings of numbers.
fn cpio(s: &Seen<'_>) -> Check {
    match s.byte(5)? {
        b'1' | b'2' => {
            let numbers = s.get(6, 104)?;
            let name = u64::from(hex(&numbers[88..96]));
            let fits = numbers.iter().all(u8::is_ascii_hexdigit) && (1..=4096).contains(&name);
            ensure(fits && s.source.byte(110 + name - 1).is_none_or(|end| end == 0))?;
            is(FileType::CPIO)
        }
        b'7' => {
            let numbers = s.get(6, 70)?;
            ensure(numbers.iter().all(|b| matches!(b, b'0'..=b'7')))?;
            is(FileType::CPIO)
        }
        _ => NO,
    }
}

fn hex(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |n: u32, b| n << 4 | char::from(*b).to_digit(16).unwrap_or(0))
}

fn cpio_binary(s: &Seen<'_>) -> Proof {
    let big = match s.get(0, 2)? {
        [0x71, 0xC7] => true,
        [0xC7, 0x71] => false,
        _ => return Err(Miss::No),
    };
    let name = u64::from(s.u16_in(20, big)?);
    let fits = (1..=1024).contains(&name)
        && s.u16_in(6, big)? >> 12 != 0
        && s.source.byte(26 + name - 1).is_none_or(|b| b == 0);
    suppose(fits)
}

/// LHA: the name of the method stands at the third byte.
fn lzh(s: &Seen<'_>) -> Proof {
    let &[b'-', b'l', family, method, b'-'] = s.get(2, 5)? else { return Err(Miss::No) };
    let level = s.byte(20)?;
    let known = match family {
        b'h' => matches!(method, b'0'..=b'9' | b'd' | b'x'),
        b'z' => matches!(method, b's' | b'4' | b'5'),
        _ => false,
    };
    let sized = level == 2 || (s.u32_le(7)? < 0x8000_0000 && s.byte(0)? >= 20);
    suppose(known && level <= 3 && sized)
}

fn arj(s: &Seen<'_>) -> Proof {
    let size = s.u16_le(2)?;
    let first = s.byte(4)?;
    let kind = s.byte(10)?;
    suppose((30..=2600).contains(&size) && (30..=100).contains(&first) && kind == 2)
}

fn par2(s: &Seen<'_>) -> Proof {
    let len = s.u64_le(8)?;
    ensure(s.get(4, 4)? == b"\0PKT" && len >= 64 && len % 4 == 0)
}
