//! What the first bytes say, confirmed by the structure behind them.
//!
//! The first byte chooses a handful of candidates, so that a file meets few comparisons. A candidate whose signature
//! fits is then asked for its structure: the fields that must be zero, the sizes that must agree, the second marker.
//! Only that makes a type: two to four letters also begin a sentence.

mod answer;
mod archive;
mod boxes;
mod camera;
mod data;
mod executable;
mod film;
mod font;
mod guess;
mod image;
mod raster;
mod sound;
mod table;

pub(super) use boxes::is_sound;

use super::file_type::FileType;
use super::sniffed::{Sniffed, Verdict};
use super::source::Source;
use answer::{Check, NO, at_most};

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
    let plain = (netpbm
        && (matches!(source.head(), [_, b'1'..=b'3', ..]) || raster::is_exact_netpbm(source)))
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
        film::transport_stream,
        sound::mpeg_audio,
        sound::tracker,
        data::pgp,
        data::stl,
        film::flic,
        executable::coff,
        raster::tga,
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

/// The first of the checks that says anything.
fn by_first_byte(s: &Source<'_>) -> Check {
    for check in table::candidates(s.head()) {
        match check(s) {
            Some(Verdict::No) => {}
            verdict => return verdict,
        }
    }
    NO
}
