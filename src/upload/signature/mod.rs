//! What the first bytes say, confirmed by the structure behind them.
//!
//! The first byte chooses a handful of candidates, so that a file meets few comparisons. A candidate whose signature
//! fits is then asked for its structure: the fields that must be zero, the sizes that must agree, the second marker.
//! Only that makes a type: two to four letters also begin a sentence.

mod archive;
mod boxes;
mod data;
mod executable;
mod font;
mod guess;
mod image;
mod media;

pub(super) use boxes::is_sound;

use super::file_type::FileType;
use super::sniff::{Sniffed, Verdict};
use super::source::Source;

/// What a check answers. `None`: the file ends before the structure that would confirm its signature.
type Check = Option<Verdict>;

/// The signature fits, the structure behind it does not.
const BROKEN: Check = Some(Verdict::Broken);

/// No signature of ours.
const NO: Check = Some(Verdict::No);

/// The types that begin with a signature.
pub(super) fn sniff(source: &Source<'_>) -> Verdict {
    match by_first_byte(source).unwrap_or(Verdict::Is(Sniffed::Truncated)) {
        Verdict::Is(Sniffed::Known(known)) => settled(source, known),
        Verdict::Is(Sniffed::Family(_)) if is_disguise(source) => Verdict::Broken,
        verdict => verdict,
    }
}

/// A type whose structure fits, once more in doubt: nothing may follow its first bytes but text, and there must
/// be more of it than any signature has.
fn settled(source: &Source<'_>, known: FileType) -> Verdict {
    /// No signature is longer, and no file of most types as short.
    const SHORT: u64 = 16;
    let small = matches!(
        known,
        FileType::WASM
            | FileType::GIF
            | FileType::FLV
            | FileType::BZIP2
            | FileType::ZSTD
            | FileType::LZ4
            | FileType::COMPRESS
            | FileType::PICKLE
            | FileType::CBOR
            | FileType::POSTSCRIPT
    );
    let written = matches!(
        known,
        FileType::XPM
            | FileType::XBM
            | FileType::POSTSCRIPT
            | FileType::TYPE1
            | FileType::BDF
            | FileType::PLY
            | FileType::STL
            | FileType::FITS
            | FileType::HDR
            | FileType::AR
            | FileType::TORRENT
            | FileType::GLB
            | FileType::NPY
    );
    let netpbm = known.is_a(FileType::PNM);
    // Pictures whose dots or colours may be any bytes, letters too, and whose structure was followed to behind them.
    let plain = (netpbm && (matches!(source.head(), [_, b'1'..=b'3', ..]) || image::is_exact_netpbm(source)))
        || (known == FileType::GIF && image::has_block(source))
        || known == FileType::TGA;
    if source.len() < SHORT && !small && !netpbm {
        return Verdict::Is(Sniffed::Truncated);
    }
    if !written && !plain && is_disguise(source) { Verdict::Broken } else { known.into() }
}

/// True where visible ASCII follows on two dozen bytes and nothing else: a script or a page with a signature in front.
fn is_disguise(source: &Source<'_>) -> bool {
    /// The longest header that a disguise was seen to copy.
    const HEADER: usize = 24;
    /// As much as the shortest script.
    const PAYLOAD: usize = 12;
    let head = at_most(source, 512);
    let text = head.iter().rev().take_while(|b| matches!(b, 0x20..=0x7E | b'\t' | b'\r' | b'\n')).count();
    text >= PAYLOAD && head.len() - text <= HEADER
}

/// The types whose mark stands elsewhere, or that have none but a header in which every field must fit. To be asked
/// for files that are no text: what stands at the beginning of these is up to their author.
pub(super) fn sniff_shape(source: &Source<'_>) -> Verdict {
    let checks: [fn(&Source<'_>) -> Check; 19] = [
        archive::tar,
        archive::lzh,
        archive::ace,
        font::eot,
        executable::pyc,
        archive::iso,
        archive::lzma,
        data::icc,
        data::hdf5_later,
        media::transport_stream,
        media::mpeg_audio,
        media::tracker,
        data::pgp,
        data::stl,
        media::flic,
        executable::coff,
        image::tga,
        archive::disk_footer,
        guess::sniff,
    ];
    checks
        .into_iter()
        // A shape that needs bytes the file has not is not that shape.
        .map(|check| check(source).unwrap_or(Verdict::No))
        .find(|verdict| *verdict != Verdict::No)
        .map_or(Verdict::No, |verdict| match verdict {
            Verdict::Is(Sniffed::Known(known)) => settled(source, known),
            verdict => verdict,
        })
}

#[allow(clippy::too_many_lines, reason = "one table")]
fn by_first_byte(s: &Source<'_>) -> Check {
    let head = s.head();
    let Some(first) = head.first() else { return NO };
    match first {
        0x00 => match head {
            [0, 0, 2, 0, 4 | 6, 4, ..] | [0, 0, 0x1A, 0, 0 | 2..=5, 0x10, 4, 0, ..] => data::lotus(s),
            [0, 0, 1 | 2, 0, ..] if head.get(4..6) != Some(&[0, 0]) => image::icon(s),
            [0, 0, 1, 0xB0..=0xBF, ..] => media::mpeg(s),
            [0, 1, 0, 0, b'S', b't', ..] => data::access(s),
            [0, 1, 0, 0, ..] => font::sfnt(s),
            [0, b'a', b's', b'm', ..] => executable::wasm(s),
            [0, 0, 0xFF, 0xFF, ..] => executable::big_coff(s),
            [0, 0, _, _, 0, 0, 0, 7, 0, 0, 0, 0..=2, ..] => image::xwd(s),
            [0, 0, 0x27, 0x0A, ..] => data::shapefile(s),
            _ => boxes::sniff(s),
        },
        0x01 => match head {
            [1, 0xDA, ..] => image::sgi(s),
            [1, 0, 0, 0, ..] => image::emf(s),
            [1, 0, 9, 0, ..] => image::wmf(s),
            [1, b'f', b'c', b'p', ..] => font::pcf(s),
            _ => NO,
        },
        0x02 => match head {
            [2, 0x21, 0x4C, 0x18, ..] => archive::lz4_legacy(s),
            [2, 0, 9, 0, ..] => image::wmf(s),
            _ => NO,
        },
        0x03 => match head {
            [3, 0xD9, 0xA2, 0x9A, ..] => data::keepass(s),
            _ => NO,
        },
        0x04 => match head {
            [4, 0x22, 0x4D, 0x18, ..] => archive::lz4(s),
            _ => NO,
        },
        0x06 => match head {
            [6, 0x0E, 0x2B, 0x34, ..] => media::mxf(s),
            _ => NO,
        },
        0x0A => match head {
            [0x0A, 0x0D, 0x0D, 0x0A, ..] => data::pcapng(s),
            [0x0A, 0 | 2..=5, 0 | 1, ..] => image::pcx(s),
            _ => NO,
        },
        0x0B => match head {
            [0x0B, 0x77, ..] => media::ac3(s),
            _ => NO,
        },
        0x0E => match head {
            [0x0E, 3, 0x13, 1, ..] => data::hdf4(s),
            _ => NO,
        },
        0x1A => match head {
            [0x1A, 0x45, 0xDF, 0xA3, ..] => media::ebml(s),
            _ => NO,
        },
        0x1B => match head {
            [0x1B, b'L', b'u', b'a', ..] => executable::luac(s),
            _ => NO,
        },
        0x1F => match head {
            [0x1F, 0x8B, ..] => archive::gzip(s),
            [0x1F, 0x9D, ..] => archive::compress(s),
            _ => NO,
        },
        b'!' => match head {
            [b'!', b'<', b'a', b'r', b'c', b'h', b'>', ..] => archive::ar(s),
            [b'!', b'B', b'D', b'N', ..] => data::pst(s),
            _ => NO,
        },
        b'#' => match head {
            [b'#', b'!', b'A', b'M', b'R', ..] => media::amr(s),
            [b'#', b'?', b'R', ..] => image::radiance(s),
            [b'#', b'd', b'e', b'f', b'i', b'n', b'e', b' ', ..] => image::xbm(s),
            _ => NO,
        },
        b'%' => match head {
            [b'%', b'!', b'P', b'S' | b'-', ..] | [b'%', b'!', b'F', ..] => font::type1_text(s),
            _ => NO,
        },
        b'(' => match head {
            [b'(', 0xB5, 0x2F, 0xFD, ..] => archive::zstd(s),
            _ => NO,
        },
        b'.' => match head {
            [b'.', b's', b'n', b'd', ..] => media::au(s),
            [b'.', b'r', b'a', 0xFD, ..] => media::real_audio(s),
            [b'.', b'R', b'M', b'F', ..] => media::real_media(s),
            _ => NO,
        },
        b'/' => match head {
            [b'/', b'*', b' ', b'X', b'P', b'M', b' ', ..] => image::xpm(s),
            _ => NO,
        },
        b'0' => match head {
            [b'0', b'7', b'0', b'7', b'0', ..] => archive::cpio(s),
            [b'0', 0x26, 0xB2, 0x75, ..] => media::asf(s),
            _ => NO,
        },
        b'7' => match head {
            [b'7', b'z', 0xBC, 0xAF, ..] => archive::seven_z(s),
            _ => NO,
        },
        b'8' => match head {
            [b'8', b'B', b'P', b'S', ..] => image::psd(s),
            _ => NO,
        },
        b'<' => match head {
            [b'<', b'<', b'<', b' ', ..] => archive::vdi(s),
            _ => NO,
        },
        b'?' => match head {
            [b'?', b'_', 3, 0, ..] => data::hlp(s),
            _ => NO,
        },
        b'A' => match head {
            [b'A', b'R', b'R', b'O', b'W', b'1', ..] => data::arrow(s),
            [b'A', b'D', b'I', b'F', ..] => media::adif(s),
            [b'A', b'u', b't', b'o', b'C', b'A', b'D', b' ', ..] => data::dxf_binary(s),
            _ => NO,
        },
        b'B' => match head {
            [b'B', b'M', ..] => image::bmp(s),
            [b'B', b'Z', b'h', ..] => archive::bzip2(s),
            [b'B', b'P', b'G', 0xFB, ..] => image::bpg(s),
            [b'B', b'C', 0xC0, 0xDE, ..] => executable::llvm(s),
            [b'B', b'L', b'E', b'N', b'D', b'E', b'R', ..] => data::blend(s),
            _ => NO,
        },
        b'C' => match head {
            [b'C', b'W', b'S', ..] => executable::swf(s),
            [b'C', b'r', b'2', b'4', ..] => archive::crx(s),
            [b'C', b'D', b'F', 1 | 2 | 5, ..] => data::netcdf(s),
            [b'C', b'r', b'e', b'a', b't', b'i', b'v', b'e', b' ', b'V', ..] => media::voc(s),
            [b'C', b'O', b'W', b'D', ..] => archive::vmdk(s),
            _ => NO,
        },
        b'D' => match head {
            [b'D', b'D', b'S', b' ', ..] => image::dds(s),
            [b'D', b'K', b'I', b'F', ..] => media::ivf(s),
            _ => NO,
        },
        b'E' => match head {
            [b'E', b'x', b't', b'e', b'n', b'd', b'e', b'd', b' ', b'M', ..] => media::xm(s),
            _ => NO,
        },
        b'F' => match head {
            [b'F', b'O', b'R', b'M', ..] => media::form(s),
            [b'F', b'W', b'S', ..] => executable::swf(s),
            [b'F', b'L', b'V', 1, ..] => media::flv(s),
            [b'F', b'L', b'I', b'F', ..] => image::flif(s),
            [b'F', b'U', b'J', b'I', b'F', b'I', b'L', b'M', ..] => image::raf(s),
            [b'F', b'R', b'M', b'8', ..] => media::dff(s),
            _ => NO,
        },
        b'G' => match head {
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => image::gif(s),
            [b'G', b'R', b'I', b'B', ..] => data::grib(s),
            _ => NO,
        },
        b'H' => match head {
            [b'H', b'W', b'P', b' ', b'D', b'o', b'c', ..] => data::hwp3(s),
            _ => NO,
        },
        b'I' => match head {
            [b'I', b'D', b'3', ..] => media::id3(s),
            [b'I', b'I', 0xBC, 1, ..] => image::jxr(s),
            [b'I', b'I', b'*' | b'+' | b'U', 0, ..] | [b'I', b'I', b'R', b'O' | b'S', ..] => image::tiff(s),
            [b'I', b'M', b'P', b'M', ..] => media::it(s),
            [b'I', b'T', b'S', b'F', ..] => data::chm(s),
            _ => NO,
        },
        b'K' => match head {
            [b'K', b'D', b'M', b'V', ..] => archive::vmdk(s),
            [b'K', b'a', b'y', b'd', b'a', b'r', b'a', b' ', ..] => data::fbx(s),
            _ => NO,
        },
        b'L' => match head {
            [b'L', 0, 0, 0, ..] => executable::lnk(s),
            [b'L', b'Z', b'I', b'P', ..] => archive::lzip(s),
            _ => NO,
        },
        b'M' => match head {
            [b'M', b'Z', ..] => executable::mz(s),
            [b'M', b'M', 0, b'*' | b'+', ..] | [b'M', b'M', b'O', b'R', ..] => image::tiff(s),
            [b'M', b'T', b'h', b'd', ..] => media::midi(s),
            [b'M', b'S', b'C', b'F', ..] => archive::cab(s),
            [b'M', b'S', b'W', b'I', b'M', 0, ..] => archive::wim(s),
            [b'M', b'A', b'C', b' ', ..] => media::ape(s),
            [b'M', b'P', b'C', b'K', ..] | [b'M', b'P', b'+', ..] => media::musepack(s),
            [b'M', b'A', b'T', b'L', b'A', b'B', b' ', ..] => data::mat(s),
            [b'M', b'i', b'c', b'r', b'o', b's', b'o', b'f', b't', b' ', b'C', ..] => data::pdb(s),
            [b'M', 0x3C, 0xB2, 0xA1, ..] => data::pcap(s),
            _ => NO,
        },
        b'O' => match head {
            [b'O', b'g', b'g', b'S', ..] => media::ogg(s),
            [b'O', b'T', b'T', b'O', ..] => font::sfnt(s),
            [b'O', b'b', b'j', 1, ..] => data::avro(s),
            [b'O', b'R', b'C', ..] => data::orc(s),
            _ => NO,
        },
        b'P' => match head {
            [b'P', b'1'..=b'7' | b'F' | b'f', ..] => image::netpbm(s),
            [b'P', b'A', b'R', b'1', ..] => data::parquet(s),
            _ => NO,
        },
        b'Q' => match head {
            [b'Q', b'F', b'I', 0xFB, ..] => archive::qcow2(s),
            _ => NO,
        },
        b'R' => match head {
            [b'R', b'I', b'F', b'F' | b'X', ..] | [b'R', b'F', b'6', b'4', ..] => media::riff(s),
            [b'R', b'a', b'r', b'!', 0x1A, 7, ..] => archive::rar(s),
            [b'R', b'E', b'D', b'I', b'S', b'0', ..] => data::rdb(s),
            _ => NO,
        },
        b'S' => match head {
            [b'S', b'Q', b'L', b'i', b't', b'e', b' ', ..] => data::sqlite(s),
            [b'S', b'I', b'M', b'P', b'L', b'E', b' ', b' ', b'=', ..] => image::fits(s),
            [b'S', b'D', b'P', b'X', ..] => image::dpx(s),
            [b'S', b'T', b'A', b'R', b'T', b'F', b'O', b'N', b'T', b' ', ..] => font::bdf(s),
            _ => NO,
        },
        b'T' => match head {
            [b'T', b'Z', b'i', b'f', ..] => data::tzif(s),
            [b'T', b'T', b'A', b'1' | b'2', ..] => media::tta(s),
            _ => NO,
        },
        b'X' => match head {
            [b'X', b'P', b'D', b'S', ..] => image::dpx(s),
            _ => NO,
        },
        b'Y' => match head {
            [b'Y', 0xA6, 0x6A, 0x95, ..] => image::sun_raster(s),
            [b'Y', b'U', b'V', b'4', b'M', b'P', b'E', b'G', b'2', b' ', ..] => media::y4m(s),
            _ => NO,
        },
        b'Z' => match head {
            [b'Z', b'W', b'S', ..] => executable::swf(s),
            [b'Z', b'O', b'O', b' ', ..] => archive::zoo(s),
            _ => NO,
        },
        b'`' => match head {
            [b'`', 0xEA, ..] => archive::arj(s),
            _ => NO,
        },
        b'b' => match head {
            [b'b', b'p', b'l', b'i', b's', b't', ..] => data::bplist(s),
            _ => NO,
        },
        b'c' => match head {
            [b'c', b'a', b'f', b'f', ..] => media::caf(s),
            [b'c', b'o', b'n', b'e', b'c', b't', b'i', b'x', ..] => archive::vhd(s),
            _ => NO,
        },
        b'd' => match head {
            [b'd', b'0'..=b'9', ..] => data::torrent(s),
            [b'd', b'e', b'x', b'\n', ..] => executable::dex(s),
            _ => NO,
        },
        b'f' => match head {
            [b'f', b'L', b'a', b'C', ..] => media::flac(s),
            _ => NO,
        },
        b'g' => match head {
            [b'g', b'l', b'T', b'F', ..] => data::glb(s),
            [b'g', b'i', b'm', b'p', b' ', b'x', b'c', b'f', ..] => image::xcf(s),
            _ => NO,
        },
        b'h' => match head {
            [b'h', b's', b'q', b's', ..] => archive::squashfs(s),
            _ => NO,
        },
        b'i' => match head {
            [b'i', b'c', b'n', b's', ..] => image::icns(s),
            _ => NO,
        },
        b'n' => match head {
            [b'n', b'u', b't', b'/', b'm', b'u', b'l', b't', b'i', ..] => media::nut(s),
            _ => NO,
        },
        b'p' => match head {
            [b'p', b'l', b'y', b'\n' | b'\r', ..] => data::ply(s),
            _ => NO,
        },
        b'q' => match head {
            [b'q', b'o', b'i', b'f', ..] => image::qoi(s),
            [b'q', 0xC7, ..] => archive::cpio_binary(s),
            _ => NO,
        },
        b'r' => match head {
            [b'r', b'i', b'f', b'f', 0x2E, 0x91, ..] => media::wave64(s),
            _ => NO,
        },
        b's' => match head {
            [b's', b'q', b's', b'h', ..] => archive::squashfs(s),
            [b's', b'o', b'l', b'i', b'd', ..] => data::stl_text(s),
            _ => NO,
        },
        b't' => match head {
            [b't', b't', b'c', b'f', ..] => font::collection(s),
            [b't', b'r', b'u', b'e', 0, ..] => font::sfnt(s),
            [b't', b'B', b'a', b'K', ..] => media::tak(s),
            _ => NO,
        },
        b'v' => match head {
            [b'v', 0x2F, 0x31, 1, ..] => image::exr(s),
            [b'v', b'h', b'd', b'x', b'f', b'i', b'l', b'e', ..] => archive::vhdx(s),
            _ => NO,
        },
        b'w' => match head {
            [b'w', b'O', b'F', b'F', ..] => font::woff(s),
            [b'w', b'O', b'F', b'2', ..] => font::woff2(s),
            [b'w', b'v', b'p', b'k', ..] => media::wavpack(s),
            _ => NO,
        },
        b'x' => match head {
            [b'x', b'a', b'r', b'!', ..] => archive::xar(s),
            _ => NO,
        },
        0xC7 => archive::cpio_binary(s),
        0x7F => match head {
            [0x7F, b'E', b'L', b'F', ..] => executable::elf(s),
            [0x7F, 0xFE, 0x80, 1, ..] => media::dts(s),
            _ => NO,
        },
        0x80 => match head {
            [0x80, 1, ..] => font::type1(s),
            [0x80, 2..=5, ..] => data::pickle(s),
            [0x80, 0x2A, 0x5F, 0xD7, ..] => image::cineon(s),
            _ => NO,
        },
        0x89 => match head {
            [0x89, b'P', b'N', b'G', ..] => image::png(s),
            [0x89, b'H', b'D', b'F', ..] => data::hdf5(s),
            [0x89, b'L', b'Z', b'O', ..] => archive::lzop(s),
            _ => NO,
        },
        0x8A | 0x8B => match head {
            [_, b'M' | b'J', b'N', b'G', ..] => image::png_family(s),
            _ => NO,
        },
        0x93 => match head {
            [0x93, b'N', b'U', b'M', b'P', b'Y', ..] => data::npy(s),
            _ => NO,
        },
        0x95 => match head {
            [0x95, 4, 0x12, 0xDE, ..] => data::mo(s),
            _ => NO,
        },
        0xDE => match head {
            [0xDE, 0x12, 4, 0x95, ..] => data::mo(s),
            [0xDE, 0xC0, 0x17, 0x0B, ..] => executable::llvm(s),
            _ => NO,
        },
        0xA1 | 0xD4 => match head {
            [0xA1, 0xB2, 0xC3 | 0x3C, 0xD4 | 0x4D, ..] | [0xD4, 0xC3, 0xB2, 0xA1, ..] => data::pcap(s),
            _ => NO,
        },
        0xAB => match head {
            [0xAB, b'K', b'T', b'X', ..] => image::ktx(s),
            _ => NO,
        },
        0xC5 => match head {
            [0xC5, 0xD0, 0xD3, 0xC6, ..] => data::dos_eps(s),
            _ => NO,
        },
        0xCA => match head {
            [0xCA, 0xFE, 0xBA, 0xBE, ..] => executable::class_or_fat(s),
            [0xCA, 0xFE, 0xBA, 0xBF, ..] => executable::fat(s),
            _ => NO,
        },
        0xCE | 0xCF => match head {
            [_, 0xFA, 0xED, 0xFE, ..] => executable::macho(s),
            _ => NO,
        },
        0xD7 => match head {
            [0xD7, 0xCD, 0xC6, 0x9A, ..] => image::wmf_placeable(s),
            _ => NO,
        },
        0xD9 => match head {
            [0xD9, 0xD9, 0xF7, ..] => data::cbor(s),
            _ => NO,
        },
        0xE4 => match head {
            [0xE4, 0x52, 0x5C, 0x7B, ..] => data::onenote(s),
            _ => NO,
        },
        0xED => match head {
            [0xED, 0xAB, 0xEE, 0xDB, ..] => archive::rpm(s),
            _ => NO,
        },
        0xFD => match head {
            [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => archive::xz(s),
            _ => NO,
        },
        0xFE => match head {
            [0xFE, 0xED, 0xFA, 0xCE | 0xCF, ..] => executable::macho(s),
            [0xFE, 0xED, 0xFE, 0xED, ..] => data::jks(s),
            _ => NO,
        },
        0xFF => match head {
            [0xFF, 0xD8] | [0xFF, 0xD8, 0xFF, ..] => image::jpeg(s),
            [0xFF, 0x4F, 0xFF, 0x51, ..] => image::j2c(s),
            [0xFF, 0x0A, ..] => image::jxl(s),
            [0xFF, 6, 0, 0, b's', ..] => archive::snappy(s),
            [0xFF, 0xF0 | 0xF1 | 0xF8 | 0xF9, ..] => media::adts(s),
            _ => NO,
        },
        _ => NO,
    }
}

/// The type where its structure is as it must be.
#[allow(clippy::unnecessary_wraps, reason = "the answer of a check")]
fn when(confirmed: bool, file_type: FileType) -> Check {
    Some(if confirmed { file_type.into() } else { Verdict::Broken })
}

fn byte(s: &Source<'_>, at: u64) -> Option<u8> {
    s.get(at, 1)?.first().copied()
}

/// A number of four bytes in the given order.
fn u32_in(s: &Source<'_>, at: u64, big: bool) -> Option<u32> {
    if big { s.u32_be(at) } else { s.u32_le(at) }
}

/// A number of two bytes in the given order.
fn u16_in(s: &Source<'_>, at: u64, big: bool) -> Option<u16> {
    if big { s.u16_be(at) } else { s.u16_le(at) }
}

/// True where a byte stands that no text has: a control other than the white space.
fn has_control(bytes: &[u8]) -> bool {
    bytes.iter().any(|b| (*b < 0x20 && !matches!(b, 0x09..=0x0D | 0x1B)) || *b == 0x7F)
}

/// The name of a chunk, a box or a table: letters, digits and the few signs that are used in them.
fn is_tag(tag: &[u8]) -> bool {
    tag.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'_' | b'-' | b'/' | b'.' | 0xA9))
}

/// True when `needle` stands in `within`.
fn holds(within: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(within, needle).is_some()
}

/// The head, at most `n` bytes.
fn at_most<'a>(s: &Source<'a>, n: usize) -> &'a [u8] {
    let head = s.head();
    head.get(..n).unwrap_or(head)
}
