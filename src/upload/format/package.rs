//! Archives as the packages that most of them are: documents, books, programs.

use super::answer::{BROKEN, CUT, Check, NO, Proof, Seen, ensure, is};
use super::office;
use super::row::Mark::{Carrier, Zip};
use super::row::{Ask, Format, Signature, prove, types};
use super::zip::{self, Directory, END, END_LEN, LOCAL, LOCAL_LEN, NoDirectory, is_zip, starts_as_zip};
use crate::upload::file_type::FileType;
use crate::upload::finding::{FindingKind, Findings};
use crate::upload::sniffed::{Family, Miss, Sniffed};
use crate::upload::source::Source;

types! {
    ZIP "application/zip" Archive ["zip"] ["application/x-zip-compressed" "application/x-zip" "multipart/x-zip"] { named: &[("cbz", FileType::CBZ), ("xpi", FileType::XPI), ("kmz", FileType::KMZ)] };
    JAR "application/java-archive" Executable ["jar" "war" "ear"] ["application/x-java-archive" "application/x-jar"] { marks: &[Zip] };
    APK "application/vnd.android.package-archive" Executable ["apk"] [] { marks: &[Zip] };
    AAB "application/x-android-app-bundle" Executable ["aab"] [] { marks: &[Zip] };
    IPA "application/x-ios-app" Executable ["ipa"] [] { marks: &[Zip] };
    XPI "application/x-xpinstall" Executable ["xpi"] [] { marks: &[Zip] };
    CRX "application/x-chrome-extension" Executable ["crx"] ["application/x-google-chrome-extension"] { marks: &[Carrier, Zip] };
    APPX "application/appx" Executable ["appx" "msix"] ["application/msix"] { marks: &[Zip] };
    VSIX "application/vsix" Executable ["vsix"] [] { marks: &[Zip] };
    NUPKG "application/x-nupkg" Archive ["nupkg"] [] { marks: &[Zip] };
    WHEEL "application/x-wheel+zip" Archive ["whl"] ["application/x-pywheel"] { marks: &[Zip] };
    KMZ "application/vnd.google-earth.kmz" Archive ["kmz"] [] { marks: &[Zip] };
    USDZ "model/vnd.usdz+zip" Archive ["usdz"] [] { marks: &[Zip] };
    THREE_MF "model/3mf" Archive ["3mf"] ["application/vnd.ms-package.3dmanufacturing-3dmodel+xml"] { marks: &[Zip] };
    NPZ "application/x-npz" Archive ["npz"] [] { marks: &[Zip] };
    CBZ "application/vnd.comicbook+zip" Archive ["cbz"] ["application/x-cbz"] { marks: &[Zip] };
}

pub(super) const FORMAT: Format = Format {
    signatures: &[
        prove(b"Cr24", FileType::CRX, crx),
        Signature { bytes: LOCAL, ask: Ask::Which(|s| sniff(s)), is_sure: true },
        Signature { bytes: END, ask: Ask::Which(|s| sniff(s)), is_sure: true },
        Signature { bytes: b"PK\x07\x08", ask: Ask::Which(|s| sniff(s)), is_sure: true },
        Signature { bytes: b"PK00", ask: Ask::Which(|s| sniff(s)), is_sure: true },
    ],
    ..Format::of(TYPES)
};

/// Whether a file is an archive, and what for.
pub(super) fn sniff(source: &Source<'_>) -> Check {
    if source.starts_with(END) {
        return match Directory::read(source) {
            Ok(directory) if directory.end == 0 && directory.count == 0 => is(FileType::ZIP),
            _ if source.len() < END_LEN => CUT,
            _ => BROKEN,
        };
    }
    if !starts_as_zip(source) {
        return NO;
    }
    match Directory::read(source) {
        Ok(directory) => Ok(office::classify(source, &directory)),
        Err(NoDirectory::Missing) => prefix(source),
        Err(_) => Ok(Sniffed::Family(Family::Zip)),
    }
}

/// What is wrong with an archive, and what it brings. `known`: what it was found to be.
pub(in crate::upload) fn inspect(source: &Source<'_>, known: Option<FileType>, findings: &mut Findings) {
    if !is_zip(source) {
        return;
    }
    let file_type = known.unwrap_or(FileType::OCTET_STREAM);
    match Directory::read(source) {
        Ok(directory) => {
            zip::inspect(source, &directory, file_type, findings);
            office::inspect(source, &directory, file_type, findings);
        }
        Err(NoDirectory::Missing) => findings.at(FindingKind::Truncated, source.len()),
        Err(NoDirectory::TooLarge(at)) => findings.at(FindingKind::ZipDirectory, at),
        Err(NoDirectory::Broken(at)) => findings.at(FindingKind::Malformed, at),
    }
}

/// An archive of which only the beginning is there.
fn prefix(source: &Source<'_>) -> Check {
    let name_len = source.u16_le(26).map_or(0, usize::from);
    match source.get(LOCAL_LEN, name_len) {
        None => CUT,
        Some(b"mimetype") => Ok(stored_mimetype(source).unwrap_or(Sniffed::Family(Family::Zip))),
        Some(_) => Ok(Sniffed::Family(Family::Zip)),
    }
}

/// The type that a first entry `mimetype` names, where it is stored and its size stands in its header.
fn stored_mimetype(source: &Source<'_>) -> Option<Sniffed> {
    if source.u16_le(8)? != 0 || source.u16_le(6)? & 1 != 0 {
        return None;
    }
    let len = usize::try_from(source.u32_le(22)?).ok()?;
    let at = LOCAL_LEN + 8 + u64::from(source.u16_le(28)?);
    if len > office::MIMETYPE_MAX || !(source.has_at(at + len as u64, LOCAL)) {
        return None;
    }
    office::by_mimetype(source.get(at, len)?).map(Sniffed::Known)
}

fn crx(s: &Seen<'_>) -> Proof {
    let version = s.u32_le(4)?;
    let zip = match version {
        2 => 16 + u64::from(s.u32_le(8)?) + u64::from(s.u32_le(12)?),
        3 => 12 + u64::from(s.u32_le(8)?),
        _ => return Err(Miss::Broken),
    };
    s.get(12, 4)?;
    ensure(s.source.get(zip, 4).map_or(zip > s.len(), |mark| mark == b"PK\x03\x04"))
}
