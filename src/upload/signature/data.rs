//! Databases, arrays, models, captures, and documents of formats of their own.

use super::answer::{
    BROKEN, Check, NO, at_most, byte, has_control, holds, is, perhaps, u16_in, u32_in, when,
};
use crate::upload::file_type::FileType;
use crate::upload::source::Source;

/// `SQLite` (database file format, 1.3): page size, and three fractions that are fixed.
pub(super) fn sqlite(s: &Source<'_>) -> Check {
    let page = s.u16_be(16)?;
    let fits =
        s.get(0, 16)? == b"SQLite format 3\0" && (page == 1 || (page.is_power_of_two() && page >= 512));
    when(fits && s.get(21, 3)? == [64, 32, 32], FileType::SQLITE)
}

pub(super) fn access(s: &Source<'_>) -> Check {
    when(
        matches!(s.get(4, 16)?, b"Standard Jet DB\0" | b"Standard ACE DB\0") && s.len() > 64,
        FileType::ACCESS,
    )
}

/// `NumPy`: a dictionary of text, in the length that the header says.
pub(super) fn npy(s: &Source<'_>) -> Check {
    let at = match byte(s, 6)? {
        1 => 10,
        2 | 3 => 12,
        _ => return BROKEN,
    };
    s.get(at, 32)?;
    when(byte(s, at)? == b'{' && holds(at_most(s, 512), b"'descr'"), FileType::NPY)
}

pub(super) fn mat(s: &Source<'_>) -> Check {
    let order = s.get(124, 4)?;
    let marked = matches!(order, [0, 1 | 2, b'I', b'M'] | [1 | 2, 0, b'M', b'I']);
    when(marked, FileType::MAT)
}

/// Python's pickles of version 2 and later: an opcode follows, and a stop ends it.
pub(super) fn pickle(s: &Source<'_>) -> Check {
    let version = byte(s, 1)?;
    let next = byte(s, 2)?;
    let fits = if version >= 4 {
        // A frame of so many bytes, or one of the opcodes that stand for a small value.
        next == 0x95 || matches!(next, b'K' | b'N' | b'}' | b']' | b')' | 0x88 | 0x89)
    } else {
        matches!(
            next,
            b'}' | b']' | b'(' | b'c' | b'X' | b'K' | b'J' | b'M' | b'N' | b')' | b'U' | b'G' | 0x88 | 0x89
        )
    };
    let ends = s.get(s.len() - 1, 1) == Some(b".");
    let framed = next == 0x95 && s.u64_le(3).is_some_and(|len| (1..1 << 40).contains(&len));
    perhaps(fits && (ends || framed), FileType::PICKLE)
}

/// Avro (1.11, "Object container files"): a map of metadata that has the schema.
pub(super) fn avro(s: &Source<'_>) -> Check {
    s.get(4, 12)?;
    when(holds(at_most(s, 4096), b"avro.schema") || holds(at_most(s, 512), b"avro.codec"), FileType::AVRO)
}

/// Parquet: its mark at both ends, or, of a part of a file, a page's header behind the first.
pub(super) fn parquet(s: &Source<'_>) -> Check {
    s.get(4, 8)?;
    let ends = s.has_at(s.len() - 4, b"PAR1");
    let page = matches!(s.get(4, 2)?, [0x15, 0 | 2 | 4 | 6]);
    let fits =
        if ends { u64::from(s.u32_le(s.len() - 8)?) + 12 <= s.len() } else { page && byte(s, 6)? == 0x15 };
    when(fits, FileType::PARQUET)
}

pub(super) fn arrow(s: &Source<'_>) -> Check {
    s.get(8, 8)?;
    when(s.get(6, 2)? == b"\0\0", FileType::ARROW)
}

pub(super) fn orc(s: &Source<'_>) -> Check {
    // The last byte is the length of the part before it, which ends with the mark again.
    let ends = s.len() > 16 && s.has_at(s.len() - 4, b"ORC");
    perhaps(ends, FileType::ORC)
}

/// HDF5 (file format 3.0, II.A): the superblock's version.
pub(super) fn hdf5(s: &Source<'_>) -> Check {
    let version = byte(s, 8)?;
    s.get(9, 15)?;
    when(s.get(0, 8)? == b"\x89HDF\r\n\x1a\n" && version <= 3, FileType::HDF5)
}

/// HDF5 behind a block that the user may fill.
pub(super) fn hdf5_later(s: &Source<'_>) -> Check {
    let found = [512, 1024, 2048].into_iter().any(|at| s.has_at(at, b"\x89HDF\r\n\x1a\n"));
    perhaps(found, FileType::HDF5)
}

pub(super) fn hdf4(s: &Source<'_>) -> Check {
    when(s.u16_be(4)? > 0 && s.len() > 16, FileType::HDF4)
}

pub(super) fn netcdf(s: &Source<'_>) -> Check {
    // Number of records, then the list of dimensions or nothing.
    let at = if byte(s, 3)? == 5 { 12 } else { 8 };
    when(matches!(s.u32_be(at)?, 0 | 10), FileType::NETCDF)
}

pub(super) fn grib(s: &Source<'_>) -> Check {
    let edition = byte(s, 7)?;
    s.get(8, 8)?;
    let fits = match edition {
        1 => s.get(4, 3)? != [0, 0, 0],
        2 => s.get(4, 2)? == [0xFF, 0xFF] || s.u64_be(8)? < 1 << 40,
        _ => false,
    };
    when(fits, FileType::GRIB)
}

pub(super) fn pcap(s: &Source<'_>) -> Check {
    let big = s.starts_with(b"\xA1");
    let version = u16_in(s, 4, big)?;
    when(version == 2 && s.get(0, 24)?.len() == 24 && u32_in(s, 16, big)? > 0, FileType::PCAP)
}

pub(super) fn pcapng(s: &Source<'_>) -> Check {
    let order = s.get(8, 4)?;
    let big = order == b"\x1A\x2B\x3C\x4D";
    when(
        (big || order == b"\x4D\x3C\x2B\x1A") && u32_in(s, 4, big)? >= 28 && u16_in(s, 12, big)? == 1,
        FileType::PCAPNG,
    )
}

/// `BitTorrent` (BEP 3): a dictionary in bencoding, whose first key is one of those in use.
pub(super) fn torrent(s: &Source<'_>) -> Check {
    const KEYS: [&[u8]; 14] = [
        b"d8:announce",
        b"d13:announce-list",
        b"d13:creation date",
        b"d10:created by",
        b"d7:comment",
        b"d8:encoding",
        b"d4:infod",
        b"d5:nodesl",
        b"d9:httpseeds",
        b"d8:url-list",
        b"d9:publisher",
        b"d18:azureus_propertiesd",
        b"d5:magnetd",
        b"d7:privatei",
    ];
    let head = s.head();
    if !KEYS.iter().any(|key| head.starts_with(key)) {
        return NO;
    }
    // The value after the first key is bencoded too.
    let key = head
        .iter()
        .skip(1)
        .take_while(|b| b.is_ascii_digit())
        .fold(0, |n: usize, b| n * 10 + usize::from(b - b'0'));
    let colon = memchr::memchr(b':', head)?;
    let value = head.get(colon + 1 + key..)?;
    let fits = match value {
        [b'd' | b'l' | b'i', ..] => true,
        [b'0'..=b'9', ..] => value.iter().take(8).find(|b| !b.is_ascii_digit()) == Some(&b':'),
        _ => false,
    };
    when(fits && (holds(at_most(s, 1 << 16), b"4:info") || s.len() >= 64), FileType::TORRENT)
}

/// glTF (2.0, section 4.4): version, length, and a first chunk of JSON.
pub(super) fn glb(s: &Source<'_>) -> Check {
    when(
        matches!(s.u32_le(4)?, 1 | 2)
            && s.u32_le(8)? >= 20
            && matches!(s.get(16, 4)?, b"JSON" | [0, 0, 0, 0]),
        FileType::GLB,
    )
}

/// STL in binary has no signature: the number of triangles must make the length of the file.
pub(super) fn stl(s: &Source<'_>) -> Check {
    let triangles = u64::from(s.u32_le(80)?);
    perhaps(triangles > 0 && s.len() == 84 + 50 * triangles, FileType::STL)
}

pub(super) fn stl_text(s: &Source<'_>) -> Check {
    let head = at_most(s, 512);
    let facet = memchr::memmem::find(head, b"facet normal ").and_then(|at| head.get(at + 13));
    let number = facet.is_some_and(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.' | b' '));
    if head.get(5).is_some_and(u8::is_ascii_whitespace) && number && holds(head, b"outer loop") {
        return is(FileType::STL);
    }
    // A binary one whose comment begins with the word.
    if has_control(head) { stl(s) } else { NO }
}

pub(super) fn ply(s: &Source<'_>) -> Check {
    let head = at_most(s, 64);
    let named = holds(head, b"\nformat ascii ") || holds(head, b"\nformat binary_");
    perhaps(named, FileType::PLY)
}

pub(super) fn blend(s: &Source<'_>) -> Check {
    let &[size, order] = s.get(7, 2)? else { return BROKEN };
    let digits = s.get(9, 3)?.iter().all(u8::is_ascii_digit);
    let newer = size.is_ascii_digit() && order.is_ascii_digit() && byte(s, 9)? == b'-';
    when((matches!(size, b'_' | b'-') && matches!(order, b'v' | b'V') && digits) || newer, FileType::BLEND)
}

pub(super) fn fbx(s: &Source<'_>) -> Check {
    when(s.get(0, 23)? == b"Kaydara FBX Binary  \0\x1A\0" && s.u32_le(23)? >= 5000, FileType::FBX)
}

/// ICC profiles (ICC.1, 7.2): the mark at 36, and a size that is the file's.
pub(super) fn icc(s: &Source<'_>) -> Check {
    if !s.has_at(36, b"acsp") {
        return NO;
    }
    let size = u64::from(s.u32_be(0)?);
    perhaps(size >= 128 && size + 4 >= s.len(), FileType::ICC)
}

/// DICOM (PS3.10, 7.1): 128 bytes for anything, the mark, then the group of file meta information.
pub(super) fn dicom(s: &Source<'_>) -> Check {
    if s.has_at(128, b"DICM") {
        return when(
            s.get(132, 2)? == [2, 0] && s.get(136, 2)?.iter().all(u8::is_ascii_uppercase),
            FileType::DICOM,
        );
    }
    NO
}

pub(super) fn shapefile(s: &Source<'_>) -> Check {
    when(s.get(4, 20)?.iter().all(|b| *b == 0) && s.u32_le(28)? == 1000, FileType::SHAPEFILE)
}

/// Catalogues of gettext: revision, and tables behind the header.
pub(super) fn mo(s: &Source<'_>) -> Check {
    let big = s.starts_with(b"\x95");
    let revision = u32_in(s, 4, big)?;
    let fits = matches!(revision, 0 | 1 | 0x0001_0000 | 0x0001_0001) && u32_in(s, 12, big)? >= 20;
    when(fits && u32_in(s, 16, big)? >= 20 && u32_in(s, 8, big)? < 1 << 28, FileType::MO)
}

/// Time zones (RFC 9636, 3.1): a version, then 15 bytes of zero.
pub(super) fn tzif(s: &Source<'_>) -> Check {
    let rest = s.get(4, 40)?;
    when(matches!(rest[0], 0 | b'2'..=b'4') && rest[1..16].iter().all(|b| *b == 0), FileType::TZIF)
}

pub(super) fn bplist(s: &Source<'_>) -> Check {
    let version = s.get(6, 2)?;
    s.get(8, 33)?;
    when(version.iter().all(u8::is_ascii_digit) && has_control(s.tail()), FileType::BPLIST)
}

pub(super) fn cbor(s: &Source<'_>) -> Check {
    let item = byte(s, 3)?;
    s.get(4, 1)?;
    // Arrays, maps and tags: nobody marks a single number.
    when(item >> 5 >= 4, FileType::CBOR)
}

/// `OpenPGP` (RFC 9580, 4.2): a packet that begins messages or keys, whose own first bytes fit.
pub(super) fn pgp(s: &Source<'_>) -> Check {
    let &[tag, l0, _] = s.get(0, 3)? else { return NO };
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
                return NO;
            }
        }
        _ => return NO,
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
    perhaps(fits, FileType::PGP)
}

/// Certificates and key stores in DER (X.690): lengths that agree, and the first elements of each.
pub(super) fn der(s: &Source<'_>) -> Check {
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

pub(super) fn jks(s: &Source<'_>) -> Check {
    when(matches!(s.u32_be(4)?, 1 | 2) && s.len() >= 32, FileType::JKS)
}

pub(super) fn keepass(s: &Source<'_>) -> Check {
    s.get(8, 8)?;
    when(matches!(s.get(4, 4)?, [0x65..=0x67, 0xFB, 0x4B, 0xB5]), FileType::KEEPASS)
}

pub(super) fn pdb(s: &Source<'_>) -> Check {
    when(s.get(0, 32)? == b"Microsoft C/C++ MSF 7.00\r\n\x1aDS\0\0\0", FileType::PDB)
}

pub(super) fn rdb(s: &Source<'_>) -> Check {
    let digits = s.get(5, 4)?.iter().all(u8::is_ascii_digit);
    when(digits && matches!(byte(s, 9)?, 0..=21 | 0xF0..), FileType::RDB)
}

/// The files of Palm's computers, and the books in them: the kind stands after a name that may be anything.
pub(super) fn mobi(s: &Source<'_>) -> Check {
    if matches!(s.get(60, 8)?, b"BOOKMOBI" | b"TEXtREAd") && s.u16_be(76)? > 0 {
        return is(FileType::MOBI);
    }
    NO
}

pub(super) fn chm(s: &Source<'_>) -> Check {
    when((2..=4).contains(&s.u32_le(4)?) && (0x58..=0x60).contains(&s.u32_le(8)?), FileType::CHM)
}

pub(super) fn hlp(s: &Source<'_>) -> Check {
    when(s.u32_le(4)? >= 16 && s.len() >= 16, FileType::HLP)
}

pub(super) fn onenote(s: &Source<'_>) -> Check {
    when(
        s.get(4, 12)? == b"\x8C\xD8\xA7\x4D\xAE\xB1\x53\x78\xD0\x29\x96\xD3" && s.len() > 64,
        FileType::ONENOTE,
    )
}

pub(super) fn pst(s: &Source<'_>) -> Check {
    when(s.get(8, 2)? == b"SM" && matches!(s.u16_le(10)?, 14 | 15 | 23 | 36), FileType::PST)
}

pub(super) fn hwp3(s: &Source<'_>) -> Check {
    when(s.get(0, 23)? == b"HWP Document File V3.00", FileType::HWP)
}

pub(super) fn dwg(s: &Source<'_>) -> Check {
    let version = s.get(4, 2)?;
    when(version.iter().all(u8::is_ascii_digit) && s.get(6, 5)?.iter().all(|b| *b == 0), FileType::DWG)
}

pub(super) fn dxf_binary(s: &Source<'_>) -> Check {
    when(s.get(0, 22)? == b"AutoCAD Binary DXF\r\n\x1a\0", FileType::DXF)
}

/// PostScript with a preview: where its parts stand.
pub(super) fn dos_eps(s: &Source<'_>) -> Check {
    let begins = u64::from(s.u32_le(4)?);
    when(begins >= 30 && s.get(begins, 4).is_none_or(|mark| mark == b"%!PS"), FileType::POSTSCRIPT)
}

/// Lotus 1-2-3: the first record says which version of the program wrote the sheet, the next ones have known numbers.
pub(super) fn lotus(s: &Source<'_>) -> Check {
    if !matches!(s.head(), [0, 0, 2, 0, 4 | 6, 4, ..] | [0, 0, 0x1A, 0, 0 | 2..=5, 0x10, 4, 0, ..]) {
        return NO;
    }
    let first = u64::from(s.u16_le(2)?);
    let (next, len) = (s.u16_le(4 + first)?, s.u16_le(6 + first)?);
    s.get(0, 24)?;
    perhaps(next <= 0x200 && len <= 0x1000, FileType::LOTUS_123)
}
