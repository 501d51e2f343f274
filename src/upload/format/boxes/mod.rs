//! The boxes of ISO media (ISO 14496-12) and of those who use the same: MP4, MOV, HEIF, AVIF, JPEG 2000, JPEG XL.

mod walk;

use super::answer::{BROKEN, CUT, Check, NO, Proof, Seen, at_most, ensure, has_odd, is, is_tag};
use super::row::Mark::{FilmBox, Shown};
use super::row::{Format, prove, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::read::be32;
use crate::upload::sniffed::{Family, Miss, Sniffed};
use crate::upload::source::Source;
use crate::upload::walk::step::{Read, Walking};
pub(super) use walk::{Boxes, Brand};

types! {
    AVIF "image/avif" Image ["avif" "avifs"] ["image/avif-sequence"] { marks: &[Shown], walk: HEIF };
    HEIC "image/heic" Image ["heic" "heif" "hif" "heics"] ["image/heic-sequence"] of HEIF { walk: HEIF };
    HEIF "image/heif" Image ["heif" "hif" "heifs"] ["image/heif-sequence"] { marks: &[Shown], walk: HEIF, declared: &[FileType::HEIC] };
    CR3 "image/x-canon-cr3" Image ["cr3"] [] { walk: OTHER };
    JXL "image/jxl" Image ["jxl"] [] { marks: &[Shown], walk: JXL };
    JP2 "image/jp2" Image ["jp2" "jpg2"] ["image/jpeg2000" "image/jpeg2000-image" "image/x-jpeg2000-image"] { walk: JP2 };
    JPX "image/jpx" Image ["jpf" "jpx"] [] { walk: JP2 };
    JPM "image/jpm" Image ["jpm"] [] { walk: OTHER };
    MJ2 "video/mj2" Video ["mj2" "mjp2"] [] { walk: OTHER };
    J2C "image/x-jp2-codestream" Image ["j2c" "j2k" "jpc"] ["image/j2c"] { walk: Walking::head(j2c_size) };
    M4A "audio/mp4" Audio ["m4a" "mp4a" "m4b" "m4r"] ["audio/x-m4a" "audio/m4a" "audio/x-mp4" "audio/m4b"] { walk: MOVIE, named: &[("mp4", FileType::MP4)] };
    MP4 "video/mp4" Video ["mp4" "m4v" "mp4v" "mpg4" "f4v"] ["application/mp4" "video/x-mp4" "video/mp4v-es"] { marks: &[FilmBox], walk: MOVIE, named: &[("3gp", FileType::THREE_GPP)] };
    M4V "video/x-m4v" Video ["m4v"] [] of MP4 { marks: &[FilmBox], walk: MOVIE };
    MOV "video/quicktime" Video ["mov" "qt"] ["video/x-quicktime"] { marks: &[FilmBox], walk: MOVIE };
    THREE_GPP "video/3gpp" Video ["3gp" "3gpp" "3ga"] ["audio/3gpp" "audio/3gpp2"] { marks: &[FilmBox], walk: MOVIE, named: &[("mp4", FileType::MP4)] };
    THREE_GPP2 "video/3gpp2" Video ["3g2" "3gpp2"] ["audio/3gpp2"] { marks: &[FilmBox], walk: MOVIE, named: &[("mp4", FileType::MP4)] };
}

const HEIF: Option<Walking> = Walking::sized(|| Box::new(Boxes::new(Brand::Heif)));
const OTHER: Option<Walking> = Walking::steps(|| Box::new(Boxes::new(Brand::Other)));
const JXL: Option<Walking> = Walking::sized(|| Box::new(Boxes::new(Brand::Jxl)));
const JP2: Option<Walking> = Walking::sized(|| Box::new(Boxes::new(Brand::Jp2)));
const MOVIE: Option<Walking> = Walking::steps(|| Box::new(Boxes::new(Brand::Movie)));

pub(super) const FORMAT: Format = Format {
    signatures: &[
        sign(b"\0", sniff),
        prove(b"\xFFO\xFFQ", FileType::J2C, j2c),
        prove(b"\xFF\n", FileType::JXL, jxl),
    ],
    ..Format::of(TYPES)
};

/// A file whose first box names itself.
fn sniff(s: &Seen<'_>) -> Check {
    let Some(name) = s.source.get(4, 4) else { return NO };
    let size = s.u32_be(0)?;
    match name {
        b"ftyp" => brands(s, 0),
        b"jP  " | b"JXL " if size == 12 => {
            if s.get(8, 4)? == b"\r\n\x87\n" && s.get(16, 4)? == b"ftyp" {
                brands(s, 12)
            } else {
                BROKEN
            }
        }
        // QuickTime before it had a type box: the film, or room and then the data.
        b"moov" => {
            ensure(matches!(s.get(12, 4)?, b"mvhd" | b"cmov" | b"prfl" | b"udta"))?;
            is(FileType::MOV)
        }
        b"wide" | b"free" | b"skip" | b"mdat" | b"pnot" => {
            let mut at = 0_u64;
            for _ in 0..8 {
                let len = match s.u32_be(at)? {
                    1 => s.u64_be(at + 8)?,
                    len => u64::from(len),
                };
                match s.get(at + 4, 4)? {
                    b"moov" => return is(FileType::MOV),
                    b"wide" | b"free" | b"skip" | b"mdat" | b"pnot" | b"PICT" if len >= 8 => {
                        at = at.checked_add(len).ok_or(Miss::Cut)?;
                    }
                    _ => return BROKEN,
                }
                if s.source.get(at, 8).is_none() {
                    return Ok(Sniffed::Family(Family::IsoMedia));
                }
            }
            BROKEN
        }
        _ => NO,
    }
}

/// The type box at `at`: its brands name the type, the first of them before the others; then the next box.
fn brands(s: &Seen<'_>, at: u64) -> Check {
    let size = s.u32_be(at)?;
    let major = s.get(at + 8, 4)?;
    s.get(at + 12, 4)?;
    // Some recorders fill their brand up with zeros.
    let name = major.iter().rposition(|b| *b != 0).map_or(0, |last| last + 1);
    if !(16..=4096).contains(&size) || size % 4 != 0 || name < 2 || !major.get(..name).is_some_and(is_tag) {
        return BROKEN;
    }
    let next = at + u64::from(size);
    match (s.source.get(next, 4), s.source.get(next + 4, 4)) {
        (Some(size), Some(name)) if !is_tag(name) || matches!(size, [0, 0, 0, 2..=7]) => return BROKEN,
        (Some(_), Some(_)) => {}
        // A type box and nothing behind it is no film.
        _ if s.len() <= next + 8 => return CUT,
        _ => {}
    }
    let brand_fits = |at| s.source.get(at, 4).is_none_or(|brand: &[u8]| is_tag(brand) || brand.contains(&0));
    if !(at + 16..next).step_by(4).all(brand_fits) {
        return BROKEN;
    }
    let compatible = |brand: &[u8; 4]| {
        (at + 16..next).step_by(4).any(|at| s.source.get(at, 4).is_some_and(|known| known == brand))
    };
    let kind = match major {
        b"avif" | b"avis" => FileType::AVIF,
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"hevm" | b"hevs" => FileType::HEIC,
        b"mif1" | b"msf1" | b"mif2" | b"miaf" => {
            if compatible(b"avif") || compatible(b"avis") {
                FileType::AVIF
            } else if compatible(b"heic") || compatible(b"heix") || compatible(b"hevc") {
                FileType::HEIC
            } else {
                FileType::HEIF
            }
        }
        b"crx " => FileType::CR3,
        b"qt  " => FileType::MOV,
        b"M4A " | b"M4A\0" | b"M4B " | b"M4P " | b"F4A " | b"F4B " => FileType::M4A,
        b"M4V " | b"M4VH" | b"M4VP" => FileType::M4V,
        [b'3', b'g', b'2', _] => FileType::THREE_GPP2,
        [b'3', b'g', ..] => FileType::THREE_GPP,
        b"jp2 " => FileType::JP2,
        b"jpx " => FileType::JPX,
        b"jpm " => FileType::JPM,
        b"mjp2" | b"mj2s" => FileType::MJ2,
        b"jxl " => FileType::JXL,
        b"isom" | b"mp41" | b"mp42" | b"mp71" | b"avc1" | b"hvc1" | b"dash" | b"MSNV" | b"mmp4" | b"F4V "
        | b"XAVC" | b"cmfc" | b"cmf2" | b"iso2" | b"iso3" | b"iso4" | b"iso5" | b"iso6" | b"iso7"
        | b"iso8" | b"iso9" | b"NDSC" | b"NDSM" | b"NDXM" | b"msdh" | b"av01" | b"piff" => film_or_sound(s),
        _ if compatible(b"qt  ") => FileType::MOV,
        _ if compatible(b"isom") || compatible(b"mp41") || compatible(b"mp42") => film_or_sound(s),
        _ => return Ok(Sniffed::Family(Family::IsoMedia)),
    };
    is(kind)
}

/// The brands of films, which recorders of sound use too.
fn film_or_sound(s: &Source<'_>) -> FileType {
    if is_sound(s) { FileType::M4A } else { FileType::MP4 }
}

/// Whether the list of tracks, where all of it is seen, has sound and no pictures.
pub(in crate::upload) fn is_sound(s: &Source<'_>) -> bool {
    let mut at = 0_u64;
    // The list stands before or behind the data, with few boxes beside it; fragments follow it.
    for _ in 0..32 {
        let (Some(size), Some(name)) = (s.u32_be(at), s.get(at.saturating_add(4), 4)) else { return false };
        let (header, size) = match size {
            1 => (16, s.u64_be(at + 8).unwrap_or(0)),
            size => (8, u64::from(size)),
        };
        if size < header {
            return false;
        }
        if name == b"moov" {
            let len = usize::try_from(size - header).unwrap_or(usize::MAX);
            return s.get(at + header, len).is_some_and(has_sound_alone);
        }
        let Some(next) = at.checked_add(size) else { return false };
        at = next;
    }
    false
}

fn has_sound_alone(moov: &[u8]) -> bool {
    let mut sound = false;
    for track in inner(moov, *b"trak") {
        let media = inner(track, *b"mdia").next().unwrap_or_default();
        match inner(media, *b"hdlr").next().and_then(|handler| handler.get(8..12)) {
            Some(b"soun") => sound = true,
            // Chapters and titles go with a sound.
            Some(b"text" | b"sbtl" | b"meta" | b"tmcd" | b"hint" | b"subt") => {}
            _ => return false,
        }
    }
    sound
}

/// The bodies of the boxes of this name.
fn inner(mut boxes: &[u8], wanted: [u8; 4]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        loop {
            let (header, rest) = boxes.split_first_chunk::<8>()?;
            let [a, b, c, d, name @ ..] = *header;
            let body = usize::try_from(u32::from_be_bytes([a, b, c, d])).ok()?.checked_sub(8)?;
            let (body, behind) = rest.split_at_checked(body)?;
            boxes = behind;
            if name == wanted {
                return Some(body);
            }
        }
    })
}

/// JPEG 2000 without a container (T.800, A.5.1): the size marker follows, its length tells the number of components.
fn j2c(s: &Seen<'_>) -> Proof {
    let components = s.u16_be(40)?;
    let fits = u32::from(s.u16_be(4)?) == 38 + 3 * u32::from(components) && components > 0;
    ensure(fits && s.u32_be(8)? > 0 && s.u32_be(12)? > 0)
}

/// JPEG XL without a container (ISO 18181-1, A.1). Two bytes and a bit stream in which nearly everything is allowed,
/// so the rest is only asked not to be text.
fn jxl(s: &Seen<'_>) -> Proof {
    let body = s.get(2, 10)?;
    if s.len() < 16 {
        return Err(Miss::Cut);
    }
    ensure(body.iter().any(|b| *b >= 0x80) && has_odd(at_most(s, 64)))
}

/// The grid, less its offset.
fn j2c_size(head: &[u8], _: &Source<'_>) -> Option<Read> {
    let side = |to, from| be32(head, to).checked_sub(be32(head, from));
    Read::size(side(8, 16)?, side(12, 20)?)
}
