//! PBM, PGM, PPM, PAM and PFM: a text of numbers, then dots.

use super::answer::{Check, NO, Seen, at_most, has_odd, holds, is, suppose};
use super::row::Mark::Small;
use super::row::{Format, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::source::Source;
use crate::upload::walk::step::{Read, Walking, Words};

types! {
    PBM "image/x-portable-bitmap" Image ["pbm"] [] of PNM { plain: is_plain, walk: Walking::head(portable) };
    PGM "image/x-portable-graymap" Image ["pgm"] [] of PNM { plain: is_plain, walk: Walking::head(portable) };
    PPM "image/x-portable-pixmap" Image ["ppm"] [] of PNM { plain: is_plain, walk: Walking::head(portable) };
    PAM "image/x-portable-arbitrarymap" Image ["pam"] [] of PNM { plain: is_plain, walk: Walking::head(portable) };
    PFM "image/x-portable-floatmap" Image ["pfm"] ["image/x-pfm"] { walk: Walking::head(portable) };
    PNM "image/x-portable-anymap" Image ["pnm"] [] { marks: &[Small], plain: is_plain, walk: Walking::head(portable) };
}

pub(super) const FORMAT: Format = Format { signatures: &[sign(b"P", netpbm)], ..Format::of(TYPES) };

/// PBM, PGM, PPM, PAM and PFM: a header of words and numbers; what follows has the size the header says, or, in the
/// three plain kinds, is numbers too.
fn netpbm(s: &Seen<'_>) -> Check {
    let head = s.head();
    let Some(&[kind @ (b'1'..=b'7' | b'F' | b'f')]) = s.source.get(1, 1) else { return NO };
    if !s.byte(2)?.is_ascii_whitespace() {
        return NO;
    }
    if kind == b'7' {
        suppose(
            head.starts_with(b"P7\n")
                && holds(at_most(s, 256), b"\nENDHDR\n")
                && holds(at_most(s, 256), b"WIDTH "),
        )?;
        return is(FileType::PAM);
    }
    let Some(header) = Header::read(head).filter(Header::is_sound) else { return NO };
    let behind = head.get(header.ends..).unwrap_or_default();
    if !behind.first().is_some_and(u8::is_ascii_whitespace) {
        return NO;
    }
    let body = behind.get(1..).unwrap_or_default();
    if matches!(kind, b'F' | b'f') {
        let end = body.iter().position(u8::is_ascii_whitespace).unwrap_or(body.len());
        let numeric = end > 0 && body[..end].iter().all(|b| matches!(b, b'0'..=b'9' | b'-' | b'.'));
        suppose(numeric)?;
        return is(FileType::PFM);
    }
    let file_type = match kind {
        b'1' | b'4' => FileType::PBM,
        b'2' | b'5' => FileType::PGM,
        _ => FileType::PPM,
    };
    let near = body.get(..512).unwrap_or(body);
    let fits = if let Some(dots) = header.dots() {
        let has = s.len() - header.ends as u64 - 1;
        has == dots || (has > 0 && has_odd(near))
    } else {
        let is_number = |b: &u8| b.is_ascii_whitespace() || b.is_ascii_digit();
        !near.is_empty() && (holds(near, b"#") || near.iter().all(is_number))
    };
    suppose(fits)?;
    is(file_type)
}

/// The numbers behind the two letters.
struct Header {
    kind: u8,
    width: u64,
    height: u64,
    /// The highest value of a sample, where the kind has it.
    most: u64,
    /// Where the last of them ends.
    ends: usize,
}

impl Header {
    fn read(head: &[u8]) -> Option<Self> {
        let kind = *head.get(1)?;
        let (width, at) = number(head, 2)?;
        let (height, at) = number(head, at)?;
        let has_most = !matches!(kind, b'1' | b'4' | b'F' | b'f');
        let (most, ends) = if has_most { number(head, at)? } else { (1, at) };
        Some(Self { kind, width, height, most, ends })
    }

    fn is_sound(&self) -> bool {
        self.width > 0 && self.height > 0 && (1..=65535).contains(&self.most)
    }

    /// How many bytes the dots take; `None` where they are written as numbers, or in a way not known here.
    fn dots(&self) -> Option<u64> {
        let sample = if self.most > 255 { 2 } else { 1 };
        let row = match self.kind {
            b'4' => self.width.div_ceil(8),
            b'5' => self.width.checked_mul(sample)?,
            b'6' => self.width.checked_mul(3 * sample)?,
            _ => return None,
        };
        row.checked_mul(self.height)
    }
}

/// The next number, over white space and comments; and where it ends.
fn number(head: &[u8], mut at: usize) -> Option<(u64, usize)> {
    while let Some(b) = head.get(at) {
        if *b == b'#' {
            at += memchr::memchr(b'\n', head.get(at..)?)?;
        } else if !b.is_ascii_whitespace() {
            break;
        }
        at += 1;
    }
    // No side has more digits, nor any product of two sides and a sample's size too many for a number.
    let digits = head.get(at..)?.iter().take(9).take_while(|b| b.is_ascii_digit()).count();
    if head.get(at + digits).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let value = std::str::from_utf8(head.get(at..at + digits)?).ok()?.parse().ok()?;
    Some((value, at + digits))
}

/// Dots may be any bytes, letters too, where they are written as numbers or end where the header says.
fn is_plain(s: &Source<'_>) -> bool {
    let is_exact = |header: Header| {
        matches!(header.kind, b'5' | b'6') && s.len().checked_sub(header.ends as u64 + 1) == header.dots()
    };
    matches!(s.head(), [_, b'1'..=b'3', ..]) || Header::read(s.head()).is_some_and(is_exact)
}

fn portable(head: &[u8], source: &Source<'_>) -> Option<Read> {
    if head.starts_with(b"P7") {
        let mut words = Words { rest: head.get(2..)?, read: 2 };
        let (mut width, mut height) = (None, None);
        loop {
            match words.next()? {
                b"ENDHDR" => return Read::size(width?, height?),
                b"WIDTH" => width = words.number(),
                b"HEIGHT" => height = words.number(),
                _ => {}
            }
        }
    }
    let header = Header::read(head)?;
    // Several pictures may stand in one file.
    let end = header.dots().and_then(|dots| dots.checked_add(header.ends as u64 + 1));
    let end = end.filter(|end| !source.has_at(*end, &[b'P', header.kind]));
    Some(Read { width: header.width, height: header.height, end })
}
