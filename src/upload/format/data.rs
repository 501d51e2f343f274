//! Databases, arrays, captures.

use super::answer::{Check, NO, Proof, Seen, at_most, ensure, has_control, holds, is, suppose};
use super::row::Mark::{Small, Written};
use super::row::{Ask, Format, Guess, Shape, prove, types};
use crate::upload::file_type::FileType;
use crate::upload::sniffed::Miss;

types! {
    PST "application/vnd.ms-outlook-pst" Data ["pst" "ost"] [];
    SQLITE "application/vnd.sqlite3" Data ["sqlite" "sqlite3" "db" "db3"] ["application/x-sqlite3"];
    BERKELEY_DB "application/x-berkeley-db" Data ["bdb" "db"] ["application/x-dbm"];
    ACCESS "application/x-msaccess" Data ["mdb" "accdb"] ["application/vnd.ms-access" "application/msaccess"];
    NPY "application/x-npy" Data ["npy"] ["application/x-numpy-data"] { marks: &[Written] };
    PICKLE "application/x-python-pickle" Executable ["pkl" "pickle"] ["application/x-pickle"] { marks: &[Small] };
    MAT "application/x-matlab-data" Data ["mat"] [];
    AVRO "application/avro" Data ["avro"] ["application/vnd.apache.avro" "avro/binary" "application/x-avro"];
    PARQUET "application/vnd.apache.parquet" Data ["parquet"] ["application/parquet" "application/x-parquet"];
    ARROW "application/vnd.apache.arrow.file" Data ["arrow" "feather"] [];
    ORC "application/orc" Data ["orc"] ["application/x-orc" "application/vnd.apache.orc"];
    HDF5 "application/x-hdf5" Data ["h5" "hdf5" "he5"] ["application/x-hdf" "application/vnd.hdfgroup.hdf5"];
    HDF4 "application/x-hdf" Data ["hdf" "hdf4"] [];
    NETCDF "application/x-netcdf" Data ["nc" "cdf"] ["application/netcdf"];
    GRIB "application/grib" Data ["grib" "grb" "grib2"] ["application/x-grib" "application/wmo-grib"];
    PCAP "application/vnd.tcpdump.pcap" Data ["pcap" "cap" "dmp"] ["application/x-pcap"];
    PCAPNG "application/x-pcapng" Data ["pcapng"] [];
    TORRENT "application/x-bittorrent" Data ["torrent"] [] { marks: &[Written] };
    ICC "application/vnd.iccprofile" Data ["icc" "icm"] [];
    DICOM "application/dicom" Data ["dcm" "dicom"] [];
    SHAPEFILE "application/vnd.shp" Data ["shp" "shx"] ["x-gis/x-shapefile" "application/x-esri-shape"];
    MO "application/x-gettext-translation" Data ["mo" "gmo"] [];
    FIT "application/vnd.ant.fit" Data ["fit"] ["application/fit" "application/x-fit"];
    TZIF "application/tzif" Data ["tzif"] [];
    BPLIST "application/x-bplist" Data ["plist" "bplist"] ["application/x-plist"];
    CBOR "application/cbor" Data ["cbor"] [] { marks: &[Small] };
    MSGPACK "application/vnd.msgpack" Data ["msgpack" "mpk"] ["application/msgpack" "application/x-msgpack"];
    PDB "application/x-ms-pdb" Data ["pdb"] [];
    RDB "application/x-redis-dump" Data ["rdb"] [];
    OCTET_STREAM "application/octet-stream" Data ["bin" "dat"] ["application/binary" "binary/octet-stream" "application/unknown" "unknown/unknown"];
}

pub(super) const FORMAT: Format = Format {
    signatures: &[
        prove(b"\x0C", FileType::FIT, fit),
        prove(b"\x0E", FileType::FIT, fit),
        prove(b"\0\x01\0\0St", FileType::ACCESS, |s| {
            ensure(matches!(s.get(4, 16)?, b"Standard Jet DB\0" | b"Standard ACE DB\0") && s.len() > 64)
        }),
        prove(b"\0\0'\n", FileType::SHAPEFILE, |s| {
            ensure(s.get(4, 20)?.iter().all(|b| *b == 0) && s.u32_le(28)? == 1000)
        }),
        prove(b"\n\r\r\n", FileType::PCAPNG, pcapng),
        prove(b"\x0E\x03\x13\x01", FileType::HDF4, |s| ensure(s.u16_be(4)? > 0 && s.len() > 16)),
        prove(b"!BDN", FileType::PST, |s| {
            ensure(s.get(8, 2)? == b"SM" && matches!(s.u16_le(10)?, 14 | 15 | 23 | 36))
        }),
        prove(b"ARROW1", FileType::ARROW, arrow),
        prove(b"CDF\x01", FileType::NETCDF, netcdf),
        prove(b"CDF\x02", FileType::NETCDF, netcdf),
        prove(b"CDF\x05", FileType::NETCDF, netcdf),
        prove(b"GRIB", FileType::GRIB, grib),
        prove(b"Microsoft C", FileType::PDB, |s| {
            ensure(s.get(0, 32)? == b"Microsoft C/C++ MSF 7.00\r\n\x1aDS\0\0\0")
        }),
        prove(b"MATLAB ", FileType::MAT, mat),
        prove(b"M<\xB2\xA1", FileType::PCAP, pcap),
        prove(b"Obj\x01", FileType::AVRO, avro),
        prove(b"ORC", FileType::ORC, orc),
        prove(b"PAR1", FileType::PARQUET, parquet),
        prove(b"REDIS0", FileType::RDB, rdb),
        prove(b"SQLite ", FileType::SQLITE, sqlite),
        prove(b"TZif", FileType::TZIF, tzif),
        prove(b"bplist", FileType::BPLIST, bplist),
        prove(b"d", FileType::TORRENT, torrent),
        prove(b"\x80\x02", FileType::PICKLE, pickle),
        prove(b"\x80\x03", FileType::PICKLE, pickle),
        prove(b"\x80\x04", FileType::PICKLE, pickle),
        prove(b"\x80\x05", FileType::PICKLE, pickle),
        prove(b"\x89HDF", FileType::HDF5, hdf5),
        prove(b"\x93NUMPY", FileType::NPY, npy),
        prove(b"\x95\x04\x12\xDE", FileType::MO, mo),
        prove(b"\xA1\xB2<M", FileType::PCAP, pcap),
        prove(b"\xA1\xB2<\xD4", FileType::PCAP, pcap),
        prove(b"\xA1\xB2\xC3M", FileType::PCAP, pcap),
        prove(b"\xA1\xB2\xC3\xD4", FileType::PCAP, pcap),
        prove(b"\xD4\xC3\xB2\xA1", FileType::PCAP, pcap),
        prove(b"\xD9\xD9\xF7", FileType::CBOR, cbor),
        prove(b"\xDE\x12\x04\x95", FileType::MO, mo),
    ],
    shapes: &[
        Shape { rank: 80, ask: Ask::Is(FileType::ICC, icc) },
        Shape { rank: 90, ask: Ask::Is(FileType::HDF5, hdf5_later) },
        Shape { rank: 95, ask: Ask::Is(FileType::BERKELEY_DB, berkeley_db) },
    ],
    guesses: &[Guess { begins: infer::archive::is_dcm, mime: "application/dicom", ask: Ask::Which(dicom) }],
    ..Format::of(TYPES)
};

/// `SQLite` (database file format, 1.3): page size, and three fractions that are fixed.
fn sqlite(s: &Seen<'_>) -> Proof {
    let page = s.u16_be(16)?;
    let fits =
        s.get(0, 16)? == b"SQLite format 3\0" && (page == 1 || (page.is_power_of_two() && page >= 512));
    ensure(fits && s.get(21, 3)? == [64, 32, 32])
}

/// Berkeley DB, in the order of bytes of the machine that wrote it: behind a page's header the number of a tree, a hash
/// table, a queue or a heap, a version, and the size of a page.
fn berkeley_db<'s>(s: &Seen<'s>) -> Proof {
    let fits = |read: fn(&Seen<'s>, u64) -> Result<u32, Miss>| {
        let (magic, version, page) = (read(s, 12)?, read(s, 16)?, read(s, 20)?);
        let is_known = matches!(magic, 0x0005_3162 | 0x0006_1561 | 0x0004_2253 | 0x0007_4582);
        Ok::<_, Miss>(
            is_known
                && (1..=20).contains(&version)
                && page.is_power_of_two()
                && (512..=65_536).contains(&page),
        )
    };
    suppose(fits(Seen::u32_le)? || fits(Seen::u32_be)?)
}

/// `NumPy`: a dictionary of text, in the length that the header says.
fn npy(s: &Seen<'_>) -> Proof {
    let at = match s.byte(6)? {
        1 => 10,
        2 | 3 => 12,
        _ => return Err(Miss::Broken),
    };
    s.get(at, 32)?;
    ensure(s.byte(at)? == b'{' && holds(at_most(s, 512), b"'descr'"))
}

fn mat(s: &Seen<'_>) -> Proof {
    let order = s.get(124, 4)?;
    let marked = matches!(order, [0, 1 | 2, b'I', b'M'] | [1 | 2, 0, b'M', b'I']);
    ensure(marked)
}

/// Python's pickles of version 2 and later: an opcode follows, and a stop ends it.
fn pickle(s: &Seen<'_>) -> Proof {
    let version = s.byte(1)?;
    let next = s.byte(2)?;
    let fits = if version >= 4 {
        // A frame of so many bytes, or one of the opcodes that stand for a small value.
        next == 0x95 || matches!(next, b'K' | b'N' | b'}' | b']' | b')' | 0x88 | 0x89)
    } else {
        matches!(
            next,
            b'}' | b']' | b'(' | b'c' | b'X' | b'K' | b'J' | b'M' | b'N' | b')' | b'U' | b'G' | 0x88 | 0x89
        )
    };
    let ends = s.source.get(s.len() - 1, 1) == Some(b".");
    let framed = next == 0x95 && s.source.u64_le(3).is_some_and(|len| (1..1 << 40).contains(&len));
    suppose(fits && (ends || framed))
}

/// Avro (1.11, "Object container files"): a map of metadata that has the schema.
fn avro(s: &Seen<'_>) -> Proof {
    s.get(4, 12)?;
    ensure(holds(at_most(s, 4096), b"avro.schema") || holds(at_most(s, 512), b"avro.codec"))
}

/// Parquet: its mark at both ends, or, of a part of a file, a page's header behind the first.
fn parquet(s: &Seen<'_>) -> Proof {
    s.get(4, 8)?;
    let ends = s.has_at(s.len() - 4, b"PAR1");
    let page = matches!(s.get(4, 2)?, [0x15, 0 | 2 | 4 | 6]);
    let fits =
        if ends { u64::from(s.u32_le(s.len() - 8)?) + 12 <= s.len() } else { page && s.byte(6)? == 0x15 };
    ensure(fits)
}

fn arrow(s: &Seen<'_>) -> Proof {
    s.get(8, 8)?;
    ensure(s.get(6, 2)? == b"\0\0")
}

fn orc(s: &Seen<'_>) -> Proof {
    // The last byte is the length of the part before it, which ends with the mark again.
    let ends = s.len() > 16 && s.has_at(s.len() - 4, b"ORC");
    suppose(ends)
}

/// HDF5 (file format 3.0, II.A): the superblock's version.
fn hdf5(s: &Seen<'_>) -> Proof {
    let version = s.byte(8)?;
    s.get(9, 15)?;
    ensure(s.get(0, 8)? == b"\x89HDF\r\n\x1a\n" && version <= 3)
}

/// HDF5 behind a block that the user may fill.
fn hdf5_later(s: &Seen<'_>) -> Proof {
    let found = [512, 1024, 2048].into_iter().any(|at| s.has_at(at, b"\x89HDF\r\n\x1a\n"));
    suppose(found)
}

fn netcdf(s: &Seen<'_>) -> Proof {
    // Number of records, then the list of dimensions or nothing.
    let at = if s.byte(3)? == 5 { 12 } else { 8 };
    ensure(matches!(s.u32_be(at)?, 0 | 10))
}

fn grib(s: &Seen<'_>) -> Proof {
    let edition = s.byte(7)?;
    s.get(8, 8)?;
    let fits = match edition {
        1 => s.get(4, 3)? != [0, 0, 0],
        2 => s.get(4, 2)? == [0xFF, 0xFF] || s.u64_be(8)? < 1 << 40,
        _ => false,
    };
    ensure(fits)
}

fn pcap(s: &Seen<'_>) -> Proof {
    let big = s.starts_with(b"\xA1");
    let version = s.u16_in(4, big)?;
    ensure(version == 2 && s.get(0, 24)?.len() == 24 && s.u32_in(16, big)? > 0)
}

fn pcapng(s: &Seen<'_>) -> Proof {
    let order = s.get(8, 4)?;
    let big = order == b"\x1A\x2B\x3C\x4D";
    ensure((big || order == b"\x4D\x3C\x2B\x1A") && s.u32_in(4, big)? >= 28 && s.u16_in(12, big)? == 1)
}

/// `BitTorrent` (BEP 3): a dictionary in bencoding, whose first key is one of those in use.
fn torrent(s: &Seen<'_>) -> Proof {
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
        return Err(Miss::No);
    }
    // The value after the first key is bencoded too.
    let key = head
        .iter()
        .skip(1)
        .take_while(|b| b.is_ascii_digit())
        .fold(0, |n: usize, b| n * 10 + usize::from(b - b'0'));
    let value = memchr::memchr(b':', head).and_then(|colon| head.get(colon + 1 + key..));
    let value = value.ok_or(Miss::Cut)?;
    let fits = match value {
        [b'd' | b'l' | b'i', ..] => true,
        [b'0'..=b'9', ..] => value.iter().take(8).find(|b| !b.is_ascii_digit()) == Some(&b':'),
        _ => false,
    };
    ensure(fits && (holds(at_most(s, 1 << 16), b"4:info") || s.len() >= 64))
}

/// ICC profiles (ICC.1, 7.2): the mark at 36, and a size that is the file's.
fn icc(s: &Seen<'_>) -> Proof {
    if !s.has_at(36, b"acsp") {
        return Err(Miss::No);
    }
    let size = u64::from(s.u32_be(0)?);
    suppose(size >= 128 && size + 4 >= s.len())
}

/// DICOM (PS3.10, 7.1): 128 bytes for anything, the mark, then the group of file meta information.
fn dicom(s: &Seen<'_>) -> Check {
    if s.has_at(128, b"DICM") {
        ensure(s.get(132, 2)? == [2, 0] && s.get(136, 2)?.iter().all(u8::is_ascii_uppercase))?;
        return is(FileType::DICOM);
    }
    NO
}

/// Catalogues of gettext: revision, and tables behind the header.
fn mo(s: &Seen<'_>) -> Proof {
    let big = s.starts_with(b"\x95");
    let revision = s.u32_in(4, big)?;
    let fits = matches!(revision, 0 | 1 | 0x0001_0000 | 0x0001_0001) && s.u32_in(12, big)? >= 20;
    ensure(fits && s.u32_in(16, big)? >= 20 && s.u32_in(8, big)? < 1 << 28)
}

/// Time zones (RFC 9636, 3.1): a version, then 15 bytes of zero.
fn tzif(s: &Seen<'_>) -> Proof {
    let rest = s.get(4, 40)?;
    ensure(matches!(rest[0], 0 | b'2'..=b'4') && rest[1..16].iter().all(|b| *b == 0))
}

fn bplist(s: &Seen<'_>) -> Proof {
    let version = s.get(6, 2)?;
    s.get(8, 33)?;
    ensure(version.iter().all(u8::is_ascii_digit) && has_control(s.tail()))
}

fn cbor(s: &Seen<'_>) -> Proof {
    let item = s.byte(3)?;
    s.get(4, 1)?;
    // Arrays, maps and tags: nobody marks a single number.
    ensure(item >> 5 >= 4)
}

/// What sport watches record (FIT Protocol, "File Header"): a header of 12 or 14 bytes, its mark, and the length of
/// what lies between it and the checksum. Some write several one after the other.
fn fit(s: &Seen<'_>) -> Proof {
    suppose(s.get(8, 4)? == b".FIT" && matches!(s.byte(1)? >> 4, 1 | 2))?;
    let end = u64::from(s.byte(0)?) + u64::from(s.u32_le(4)?) + 2;
    if end > s.len() { Err(Miss::Cut) } else { ensure(end == s.len() || s.source.has_at(end + 8, b".FIT")) }
}

fn rdb(s: &Seen<'_>) -> Proof {
    let digits = s.get(5, 4)?.iter().all(u8::is_ascii_digit);
    ensure(digits && matches!(s.byte(9)?, 0..=21 | 0xF0..))
}
