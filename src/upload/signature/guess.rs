//! The second opinion: what `infer` guesses, for types that our own table does not look for.
//!
//! `infer` compares a file with some hundred signatures one after the other, about 2400 instructions, and some of them
//! are two bytes. So it is asked last, about files that are neither of our table nor text, and only where the signature
//! of a type that is taken from it is there. Its answer is a guess: it names the check that decides.

use super::answer::{Check, NO, at_most};
use super::{archive, data, executable, image, sound};
use crate::upload::source::Source;

/// No signature of `infer` follows these first bytes; archives it searches deeper were recognised before.
const WINDOW: usize = 4096;

/// The signatures of the types below. `infer::get` asks the others too, and an earlier one may win.
const WANTED: [fn(&[u8]) -> bool; 11] = [
    infer::book::is_mobi,
    infer::archive::is_dcm,
    infer::app::is_der,
    infer::archive::is_zst,
    infer::archive::is_par2,
    infer::archive::is_bz3,
    infer::app::is_dey,
    infer::archive::is_nes,
    infer::image::is_dwg,
    infer::image::is_djvu,
    infer::audio::is_dsf,
];

pub(super) fn sniff(s: &Source<'_>) -> Check {
    let start = at_most(s, WINDOW);
    if !WANTED.iter().any(|is_signature| is_signature(start)) {
        return NO;
    }
    let Some(guess) = infer::get(start) else { return NO };
    match guess.mime_type() {
        "application/x-mobipocket-ebook" => data::mobi(s),
        "application/dicom" => data::dicom(s),
        "application/x-x509-ca-cert" => data::der(s),
        "application/zstd" => archive::zstd_skippable(s),
        "application/x-par2" => archive::par2(s),
        "application/vnd.bzip3" => archive::bzip3(s),
        "application/vnd.android.dey" => executable::dey(s),
        "application/x-nintendo-nes-rom" => executable::nes(s),
        "image/vnd.dwg" => data::dwg(s),
        "image/vnd.djvu" => image::djvu(s),
        "audio/x-dsf" => sound::dsf(s),
        _ => NO,
    }
}
