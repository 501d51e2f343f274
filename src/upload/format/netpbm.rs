//! PBM, PGM, PPM, PAM and PFM: a text of numbers, then dots.

use super::answer::{Check, NO, at_most, byte, has_odd, holds, is, perhaps};
use super::row::Mark::Small;
use super::row::{Format, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::source::Source;
use crate::upload::walk::step::{Read, Walking, Words};

types! {
    PBM "image/x-portable-bitmap" Image ["pbm"] [] of PNM { plain: is_plain, walk: Some(Walking::head(portable)) };
    PGM "image/x-portable-graymap" Image ["pgm"] [] of PNM { plain: is_plain, walk: Some(Walking::head(portable)) };
    PPM "image/x-portable-pixmap" Image ["ppm"] [] of PNM { plain: is_plain, walk: Some(Walking::head(portable)) };
    PAM "image/x-portable-arbitrarymap" Image ["pam"] [] of PNM { plain: is_plain, walk: Some(Walking::head(portable)) };
    PFM "image/x-portable-floatmap" Image ["pfm"] ["image/x-pfm"] { walk: Some(Walking::head(portable)) };
    PNM "image/x-portable-anymap" Image ["pnm"] [] { marks: &[Small], plain: is_plain, walk: Some(Walking::head(portable)) };
}

pub(super) const FORMAT: Format = Format { signatures: &[sign(b"P", netpbm)], ..Format::of(TYPES) };

/// PBM, PGM, PPM, PAM and PFM: a header of words and numbers; what follows has the size the header says, or, in the
/// three plain kinds, is numbers too.
fn netpbm(s: &Source<'_>) -> Check {
    let head = s.head();
    let Some(&[kind @ (b'1'..=b'7' | b'F' | b'f')]) = s.get(1, 1) else { return NO };
    if !byte(s, 2)?.is_ascii_whitespace() {
        return NO;
    }
    if kind == b'7' {
        return perhaps(
            head.starts_with(b"P7\n")
                && holds(at_most(s, 256), b"\nENDHDR\n")
                && holds(at_most(s, 256), b"WIDTH "),
            FileType::PAM,
        );
    }
    let mut at = 2;
    let mut numbers = [0_u64; 3];
    let float = matches!(kind, b'F' | b'f');
    let wanted = if matches!(kind, b'1' | b'4') || float { 2 } else { 3 };
    for number in numbers.iter_mut().take(wanted) {
        let Some((value, end)) = header_number(head, at) else { return NO };
        (*number, at) = (value, end);
    }
    let [width, height, max] = numbers;
    if width == 0 || height == 0 || (wanted == 3 && !(1..=65535).contains(&max)) {
        return NO;
    }
    let Some(space) = head.get(at) else { return NO };
    if !space.is_ascii_whitespace() {
        return NO;
    }
    if float {
        let scale = head.get(at + 1..).unwrap_or_default();
        let end = scale.iter().position(u8::is_ascii_whitespace).unwrap_or(scale.len());
        let numeric = end > 0 && scale[..end].iter().all(|b| matches!(b, b'0'..=b'9' | b'-' | b'.'));
        return perhaps(numeric, FileType::PFM);
    }
    let file_type = match kind {
        b'1' | b'4' => FileType::PBM,
        b'2' | b'5' => FileType::PGM,
        _ => FileType::PPM,
    };
    let body = head.get(at + 1..).unwrap_or_default();
    let fits = if kind <= b'3' {
        let near = body.get(..512).unwrap_or(body);
        !near.is_empty()
            && (holds(near, b"#") || near.iter().all(|b| b.is_ascii_whitespace() || b.is_ascii_digit()))
    } else {
        let samples = width.saturating_mul(height).saturating_mul(if kind == b'6' { 3 } else { 1 });
        let bytes = match kind {
            b'4' => width.div_ceil(8).saturating_mul(height),
            _ if max > 255 => samples.saturating_mul(2),
            _ => samples,
        };
        let has = s.len() - at as u64 - 1;
        has == bytes || (has > 0 && has_odd(body.get(..512).unwrap_or(body)))
    };
    if fits { is(file_type) } else { NO }
}

/// Whether a PGM or PPM has as many bytes behind its header as its header says.
fn is_exact_netpbm(s: &Source<'_>) -> bool {
    let head = s.head();
    let samples: u64 = match head.get(1) {
        Some(b'5') => 1,
        Some(b'6') => 3,
        _ => return false,
    };
    let numbers = header_number(head, 2).and_then(|(width, at)| {
        let (height, at) = header_number(head, at)?;
        let (most, at) = header_number(head, at)?;
        Some((
            width.checked_mul(height)?.checked_mul(samples)?.checked_mul(if most > 255 { 2 } else { 1 })?,
            at,
        ))
    });
    numbers.is_some_and(|(bytes, at)| s.len().checked_sub(at as u64 + 1) == Some(bytes))
}

/// The next number of a header, over white space and comments; and where it ends.
fn header_number(head: &[u8], mut at: usize) -> Option<(u64, usize)> {
    while let Some(b) = head.get(at) {
        if *b == b'#' {
            at += memchr::memchr(b'\n', head.get(at..)?)?;
        } else if !b.is_ascii_whitespace() {
            break;
        }
        at += 1;
    }
    let digits = head.get(at..)?.iter().take(7).take_while(|b| b.is_ascii_digit()).count();
    let value = std::str::from_utf8(head.get(at..at + digits)?).ok()?.parse().ok()?;
    Some((value, at + digits))
}

/// PBM, PGM, PPM, PAM and PFM: a text of numbers, then dots.
fn portable(head: &[u8], source: &Source<'_>) -> Option<Read> {
    let kind = *head.get(1)?;
    let mut words = Words { rest: head.get(2..)?, read: 2 };
    if kind == b'7' {
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
    let (width, height) = (words.number()?, words.number()?);
    let most = if matches!(kind, b'1' | b'4' | b'F' | b'f') { 1 } else { words.number()? };
    let bytes = if most > 255 { 2 } else { 1 };
    let row = match kind {
        b'4' => width.div_ceil(8),
        b'5' => width.checked_mul(bytes)?,
        b'6' => width.checked_mul(3 * bytes)?,
        _ => return Read::size(width, height),
    };
    let end = row.checked_mul(height)?.checked_add(words.read as u64 + 1)?;
    // Several pictures may stand in one file.
    let end = Some(end).filter(|end| !source.has_at(*end, &[b'P', kind]));
    Some(Read { width, height, end })
}

/// Dots may be any bytes, letters too, where they are written as numbers or end where the header says.
fn is_plain(s: &Source<'_>) -> bool {
    matches!(s.head(), [_, b'1'..=b'3', ..]) || is_exact_netpbm(s)
}
