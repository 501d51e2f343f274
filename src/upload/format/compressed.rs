//! Compressed files.

use super::answer::{Proof, Seen, ensure, suppose};
use super::bomb::{BOMB_MIN, is_bomb};
use super::row::Mark::Small;
use super::row::{Ask, Format, Guess, Shape, prove, types};
use crate::upload::file_type::FileType;
use crate::upload::finding::{FindingKind, Findings};
use crate::upload::sniffed::Miss;
use crate::upload::source::Source;

types! {
    GZIP "application/gzip" Archive ["gz" "tgz" "svgz" "emz"] ["application/x-compressed" "application/x-gzip" "application/gzip-compressed" "application/x-gunzip" "application/x-tgz" "application/x-compressed-tar"] { inspect: inspect_gzip, declared: &[FileType::SVG, FileType::COMPRESS] };
    BZIP2 "application/x-bzip2" Archive ["bz2" "tbz2" "tbz"] ["application/x-bzip" "application/bzip2"] { marks: &[Small] };
    BZIP3 "application/vnd.bzip3" Archive ["bz3"] [];
    XZ "application/x-xz" Archive ["xz" "txz"] ["application/xz"];
    ZSTD "application/zstd" Archive ["zst" "tzst"] ["application/x-zstd"] { marks: &[Small] };
    LZ4 "application/x-lz4" Archive ["lz4"] ["application/lz4"] { marks: &[Small] };
    LZMA "application/x-lzma" Archive ["lzma"] ["application/lzma"];
    LZIP "application/lzip" Archive ["lz"] ["application/x-lzip"];
    LZOP "application/x-lzop" Archive ["lzo"] [];
    COMPRESS "application/x-compress" Archive ["z"] ["application/x-compressed"] { marks: &[Small] };
    SNAPPY "application/x-snappy-framed" Archive ["sz"] ["application/x-snappy"];
    BROTLI "application/x-brotli" Archive ["br"] [];
}

pub(super) const FORMAT: Format = Format {
    signatures: &[
        prove(b"\x02!L\x18", FileType::LZ4, lz4_legacy),
        prove(b"\x04\"M\x18", FileType::LZ4, lz4),
        prove(b"\x1F\x8B", FileType::GZIP, gzip),
        prove(b"\x1F\x9D", FileType::COMPRESS, compress),
        prove(b"(\xB5/\xFD", FileType::ZSTD, zstd),
        prove(b"BZh", FileType::BZIP2, bzip2),
        prove(b"LZIP", FileType::LZIP, lzip),
        prove(b"\x89LZO", FileType::LZOP, lzop),
        prove(b"\xFD7zXZ\0", FileType::XZ, xz),
        prove(b"\xFF\x06\0\0s", FileType::SNAPPY, snappy),
    ],
    shapes: &[Shape { rank: 70, ask: Ask::Is(FileType::LZMA, lzma) }],
    guesses: &[
        Guess {
            begins: infer::archive::is_zst,
            mime: "application/zstd",
            ask: Ask::Is(FileType::ZSTD, zstd_skippable),
        },
        Guess {
            begins: infer::archive::is_bz3,
            mime: "application/vnd.bzip3",
            ask: Ask::Is(FileType::BZIP3, |s| ensure((66_560..=535_822_336).contains(&s.u32_le(5)?))),
        },
    ],
    ..Format::of(TYPES)
};

/// gzip (RFC 1952, 2.3): the reserved flags are zero, and the first deflate block is of one of three kinds.
fn gzip(s: &Seen<'_>) -> Proof {
    let &[8, flags] = s.get(2, 2)? else { return Err(Miss::Broken) };
    let &[extra, system] = s.get(8, 2)? else { return Err(Miss::Broken) };
    let block = if flags & 0x1E == 0 { s.byte(10)? } else { 0 };
    // Ten bytes of header, two of data at least, eight of trailer.
    s.get(0, 18)?;
    let fits = flags & 0xE0 == 0
        && matches!(extra, 0..=4 | 9)
        && (system <= 19 || system == 255)
        && block >> 1 & 3 != 3;
    ensure(fits)
}

fn bzip2(s: &Seen<'_>) -> Proof {
    if !s.byte(3)?.is_ascii_digit() || s.byte(3)? == b'0' {
        return Err(Miss::Broken);
    }
    let block = s.get(4, 6)?;
    // The sum over nothing follows the mark of the end.
    s.get(10, 4)?;
    ensure(block == b"\x31\x41\x59\x26\x53\x59" || block == b"\x17\x72\x45\x38\x50\x90")
}

fn xz(s: &Seen<'_>) -> Proof {
    let &[zero, check] = s.get(6, 2)? else { return Err(Miss::Broken) };
    s.get(8, 5)?;
    ensure(zero == 0 && matches!(check, 0 | 1 | 4 | 10))
}

/// Zstandard (RFC 8878, 3.1.1): the reserved bit of the descriptor, and the kind of the first block.
fn zstd(s: &Seen<'_>) -> Proof {
    let descriptor = s.byte(4)?;
    let single = descriptor >> 5 & 1;
    let dictionary = [0, 1, 2, 4][usize::from(descriptor & 3)];
    let size = [u64::from(single), 2, 4, 8][usize::from(descriptor >> 6)];
    let block = s.byte(5 + u64::from(1 - single) + dictionary + size)?;
    s.get(0, 9)?;
    ensure(descriptor & 8 == 0 && block >> 1 & 3 != 3)
}

/// Zstandard behind frames that decoders skip (RFC 8878, 3.1.2).
fn zstd_skippable(s: &Seen<'_>) -> Proof {
    let size = s.u32_le(4)?;
    let next = s.source.get(8 + u64::from(size), 4);
    suppose(s.get(1, 3)? == b"\x2A\x4D\x18" && next == Some(b"\x28\xB5\x2F\xFD"))
}

fn lz4(s: &Seen<'_>) -> Proof {
    let &[flags, size] = s.get(4, 2)? else { return Err(Miss::Broken) };
    s.get(6, 5)?;
    ensure(flags >> 6 == 1 && flags & 2 == 0 && size & 0x8F == 0 && size >> 4 >= 4)
}

fn lz4_legacy(s: &Seen<'_>) -> Proof {
    let block = s.u32_le(4)?;
    s.byte(8)?;
    ensure((1..=0x0080_8000 + 16).contains(&block))
}

/// LZMA without a container, which has no signature: properties, a dictionary of a round size, a plausible length, and
/// the zero that the range coder begins with.
fn lzma(s: &Seen<'_>) -> Proof {
    let &[props, d0, d1, d2, d3] = s.get(0, 5)? else { return Err(Miss::No) };
    let dictionary = u32::from_le_bytes([d0, d1, d2, d3]);
    let length = s.u64_le(5)?;
    let round = dictionary == u32::MAX || (dictionary >= 4096 && dictionary.count_ones() <= 2);
    let fits = props < 225
        && (props == 0x5D || dictionary >= 0x1_0000)
        && round
        && (length == u64::MAX || (1..1 << 40).contains(&length))
        && s.byte(13)? == 0
        && s.get(14, 4)?.iter().any(|b| *b != 0);
    suppose(fits && props == 0x5D)
}

fn lzip(s: &Seen<'_>) -> Proof {
    let &[version, size] = s.get(4, 2)? else { return Err(Miss::Broken) };
    ensure(version <= 1 && (12..=29).contains(&(size & 31)) && s.byte(6)? == 0 && s.len() > 20)
}

fn lzop(s: &Seen<'_>) -> Proof {
    let version = s.u16_be(9)?;
    let is_version = (0x0900..=0x1100).contains(&version) || version == 0x0010;
    ensure(s.get(0, 9)? == b"\x89LZO\0\r\n\x1a\n" && is_version)
}

fn compress(s: &Seen<'_>) -> Proof {
    let flags = s.byte(2)?;
    s.get(3, 2)?;
    ensure(flags & 0x60 == 0 && (9..=16).contains(&(flags & 31)))
}

fn snappy(s: &Seen<'_>) -> Proof {
    let next = s.byte(10)?;
    ensure(s.get(4, 6)? == b"sNaPpY" && matches!(next, 0 | 1 | 0x80..=0xFF))
}

/// gzip: the last four bytes are the length of what was packed (RFC 1952, 2.3.1).
fn inspect_gzip(source: &Source<'_>, findings: &mut Findings) {
    let Some(at) = source.len().checked_sub(4) else { return };
    if source.u32_le(at).is_some_and(|unpacked| is_bomb(unpacked.into(), source.len(), BOMB_MIN)) {
        findings.at(FindingKind::ZipRatio, at);
    }
}
