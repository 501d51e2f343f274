//! Pictures of lines, and pictures that are a part of a program in C.

use super::answer::{Check, NO, Proof, Seen, at_most, ensure, holds, is, suppose};
use super::row::Mark::{Drawing, Written};
use super::row::{Format, prove, sign, types};
use crate::upload::file_type::FileType;

types! {
    WMF "image/wmf" Image ["wmf"] ["image/x-wmf" "application/x-msmetafile" "windows/metafile"] { marks: &[Drawing] };
    EMF "image/emf" Image ["emf"] ["image/x-emf"] { marks: &[Drawing] };
    XPM "image/x-xpixmap" Image ["xpm"] ["image/xpm"] { marks: &[Written, Drawing] };
    XBM "image/x-xbitmap" Image ["xbm"] ["image/xbm"] { marks: &[Written, Drawing] };
}

pub(super) const FORMAT: Format = Format {
    signatures: &[
        sign(b"\x01\0\0\0", emf),
        prove(b"\x01\0\x09\0", FileType::WMF, wmf),
        prove(b"\x02\0\x09\0", FileType::WMF, wmf),
        prove(b"#define ", FileType::XBM, xbm),
        prove(b"/* XPM ", FileType::XPM, xpm),
        prove(b"\xD7\xCD\xC6\x9A", FileType::WMF, wmf_placeable),
    ],
    ..Format::of(TYPES)
};

/// A Windows metafile with the header that programs put before it; the sum of its words is in the last.
fn wmf_placeable(s: &Seen<'_>) -> Proof {
    let mut sum = 0;
    for n in 0..10 {
        sum ^= s.u16_le(2 * n)?;
    }
    let header = s.source.get(22, 4).is_none_or(|h| matches!(h, [1 | 2, 0, 9, 0]));
    ensure(header && (sum == s.u16_le(20)? || s.u16_le(4)? == 0))
}

fn wmf(s: &Seen<'_>) -> Proof {
    let fits = matches!(s.u16_le(4)?, 0x0100 | 0x0300) && s.u32_le(6)? >= 9 && s.u16_le(16)? == 0;
    suppose(fits)
}

fn emf(s: &Seen<'_>) -> Check {
    if s.source.get(40, 4).is_some_and(|mark| mark == b" EMF") {
        ensure(s.u32_le(4)? >= 80)?;
        return is(FileType::EMF);
    }
    NO
}

/// XPM and XBM are parts of a program in C: a picture only where their declarations have the fixed names.
fn xpm(s: &Seen<'_>) -> Proof {
    let head = at_most(s, 512);
    suppose(head.starts_with(b"/* XPM */") && holds(head, b"char") && holds(head, b"[]"))
}

fn xbm(s: &Seen<'_>) -> Proof {
    let head = at_most(s, 512);
    let named = holds(head, b"_width ") && holds(head, b"_height ") && holds(head, b"_bits[]");
    suppose(named)
}
