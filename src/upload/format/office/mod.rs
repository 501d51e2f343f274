//! What a ZIP archive is for: office documents, books, packages of programs, by the entries that make them so; and what
//! a document carries besides its text.
//!
//! Inflated are only the parts that decide: `[Content_Types].xml`, `mimetype`, `META-INF/manifest.xml` and an add-on's
//! `manifest.json`, at most `PART_MAX` bytes of each, and `*.rels`, at most `RELS_MAX`; `TOTAL_MAX` of a file.
//! What stands in the text of a document (fields, DDE formulas, event listeners) is not looked for, nor the scripts of
//! a book.

mod content_types;
mod elements;
mod facts;
mod inspect;
mod parts;
mod relations;

pub(super) use inspect::inspect;

use super::row::Mark::{Macros, Mimetype, Zip};
use super::row::{Format, types};
use super::zip::{Directory, Entry};
use crate::upload::file_type::FileType;
use crate::upload::sniffed::{Family, Sniffed};
use crate::upload::source::Source;
use content_types::ContentTypes;
use elements::{decode, each_element};
use facts::Facts;
use parts::PART_MAX;
use relations::each_relation;

types! {
    ORA "image/openraster" Image ["ora"] [] { marks: &[Zip, Mimetype] };
    KRA "application/x-krita" Image ["kra"] [] { marks: &[Zip, Mimetype] };
    DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document" Document ["docx"] [] { marks: &[Zip] };
    DOTX "application/vnd.openxmlformats-officedocument.wordprocessingml.template" Document ["dotx"] [] { marks: &[Zip] };
    DOCM "application/vnd.ms-word.document.macroenabled.12" Document ["docm"] [] { marks: &[Macros, Zip] };
    DOTM "application/vnd.ms-word.template.macroenabled.12" Document ["dotm"] [] { marks: &[Macros, Zip] };
    XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" Document ["xlsx"] [] { marks: &[Zip] };
    XLTX "application/vnd.openxmlformats-officedocument.spreadsheetml.template" Document ["xltx"] [] { marks: &[Zip] };
    XLSM "application/vnd.ms-excel.sheet.macroenabled.12" Document ["xlsm"] [] { marks: &[Macros, Zip] };
    XLTM "application/vnd.ms-excel.template.macroenabled.12" Document ["xltm"] [] { marks: &[Macros, Zip] };
    XLSB "application/vnd.ms-excel.sheet.binary.macroenabled.12" Document ["xlsb"] [] { marks: &[Macros, Zip] };
    XLAM "application/vnd.ms-excel.addin.macroenabled.12" Document ["xlam"] [] { marks: &[Macros, Zip] };
    PPTX "application/vnd.openxmlformats-officedocument.presentationml.presentation" Document ["pptx"] [] { marks: &[Zip] };
    PPSX "application/vnd.openxmlformats-officedocument.presentationml.slideshow" Document ["ppsx"] [] { marks: &[Zip] };
    POTX "application/vnd.openxmlformats-officedocument.presentationml.template" Document ["potx"] [] { marks: &[Zip] };
    PPTM "application/vnd.ms-powerpoint.presentation.macroenabled.12" Document ["pptm"] [] { marks: &[Macros, Zip] };
    PPSM "application/vnd.ms-powerpoint.slideshow.macroenabled.12" Document ["ppsm"] [] { marks: &[Macros, Zip] };
    POTM "application/vnd.ms-powerpoint.template.macroenabled.12" Document ["potm"] [] { marks: &[Macros, Zip] };
    PPAM "application/vnd.ms-powerpoint.addin.macroenabled.12" Document ["ppam"] [] { marks: &[Macros, Zip] };
    VSDX "application/vnd.ms-visio.drawing.main+xml" Document ["vsdx"] ["application/vnd.ms-visio.drawing"] { marks: &[Zip], declared: &[FileType::VSD] };
    VSDM "application/vnd.ms-visio.drawing.macroenabled.main+xml" Document ["vsdm"] ["application/vnd.ms-visio.drawing.macroenabled.12"] { marks: &[Macros, Zip], declared: &[FileType::VSD] };
    XPS "application/vnd.ms-xpsdocument" Document ["xps"] [] { marks: &[Zip], named: &[("oxps", FileType::OXPS)], declared: &[FileType::OXPS] };
    OXPS "application/oxps" Document ["oxps"] [] { marks: &[Zip], named: &[("xps", FileType::XPS)], declared: &[FileType::XPS] };
    ODT "application/vnd.oasis.opendocument.text" Document ["odt"] ["application/x-vnd.oasis.opendocument.text"] { marks: &[Zip, Mimetype] };
    OTT "application/vnd.oasis.opendocument.text-template" Document ["ott"] [] { marks: &[Zip, Mimetype] };
    ODM "application/vnd.oasis.opendocument.text-master" Document ["odm"] [] { marks: &[Zip, Mimetype] };
    OTH "application/vnd.oasis.opendocument.text-web" Document ["oth"] [] { marks: &[Zip, Mimetype] };
    ODS "application/vnd.oasis.opendocument.spreadsheet" Document ["ods"] ["application/x-vnd.oasis.opendocument.spreadsheet"] { marks: &[Zip, Mimetype] };
    OTS "application/vnd.oasis.opendocument.spreadsheet-template" Document ["ots"] [] { marks: &[Zip, Mimetype] };
    ODP "application/vnd.oasis.opendocument.presentation" Document ["odp"] ["application/x-vnd.oasis.opendocument.presentation"] { marks: &[Zip, Mimetype] };
    OTP "application/vnd.oasis.opendocument.presentation-template" Document ["otp"] [] { marks: &[Zip, Mimetype] };
    ODG "application/vnd.oasis.opendocument.graphics" Document ["odg"] [] { marks: &[Zip, Mimetype] };
    OTG "application/vnd.oasis.opendocument.graphics-template" Document ["otg"] [] { marks: &[Zip, Mimetype] };
    ODF "application/vnd.oasis.opendocument.formula" Document ["odf"] [] { marks: &[Zip, Mimetype] };
    ODC "application/vnd.oasis.opendocument.chart" Document ["odc"] [] { marks: &[Zip, Mimetype] };
    ODB "application/vnd.oasis.opendocument.base" Document ["odb"] ["application/vnd.oasis.opendocument.database"] { marks: &[Zip, Mimetype] };
    ODI "application/vnd.oasis.opendocument.image" Document ["odi"] [] { marks: &[Zip, Mimetype] };
    SXW "application/vnd.sun.xml.writer" Document ["sxw"] [] { marks: &[Zip, Mimetype] };
    EPUB "application/epub+zip" Document ["epub"] [] { marks: &[Zip, Mimetype] };
    PAGES "application/vnd.apple.pages" Document ["pages"] ["application/x-iwork-pages-sffpages"] { marks: &[Zip], named: &[("numbers", FileType::NUMBERS), ("key", FileType::KEYNOTE)] };
    NUMBERS "application/vnd.apple.numbers" Document ["numbers"] ["application/x-iwork-numbers-sffnumbers"] { marks: &[Zip] };
    KEYNOTE "application/vnd.apple.keynote" Document ["key"] ["application/x-iwork-keynote-sffkey"] { marks: &[Zip] };
}

pub(super) const FORMAT: Format = Format::of(TYPES);

/// The longest media type in a `mimetype` part, in bytes; those known here end at 75.
pub(super) const MIMETYPE_MAX: usize = 128;

/// The type that a `mimetype` part names.
pub(super) fn by_mimetype(content: &[u8]) -> Option<FileType> {
    // Exact, but for a line end that hand-made books have.
    let mime = std::str::from_utf8(content).ok()?.trim_end_matches(['\r', '\n', ' ']);
    FileType::all().find(|known| known.is(Mimetype) && known.mime() == mime).or_else(|| {
        // The name that the standard gives and LibreOffice does not write.
        (mime == "application/vnd.oasis.opendocument.database").then_some(FileType::ODB)
    })
}

/// How the types of the relationships to such a part end, in lower case.
const MAIN_RELATIONS: &[&str] = &[
    "/relationships/officedocument",
    "/visio/2010/relationships/document",
    "/fixedrepresentation",
    "/2013/01/3dmodel",
];

/// The type of an archive whose directory is read.
pub(super) fn classify(source: &Source<'_>, directory: &Directory<'_>) -> Sniffed {
    let facts = Facts::gather(directory);
    if let Some(entry) = facts.mimetype {
        if let Some(sniffed) = classify_mimetype(source, &facts, &entry) {
            return sniffed;
        }
    }
    if facts.mimetype.is_none() {
        // Programs write the part that names the type, and readers do without it.
        if let Some(known) = facts.manifest.and_then(|entry| by_manifest(source, &entry)) {
            return Sniffed::Known(known);
        }
    }
    let by_name = [
        (facts.container, FileType::EPUB),
        (facts.slides && (facts.iwork || facts.history || facts.index.is_none()), FileType::KEYNOTE),
        // No name tells tables from pages: the file's own may.
        (facts.iwork, FileType::PAGES),
        (facts.appx, FileType::APPX),
        (facts.vsix, FileType::VSIX),
        (facts.nuspec, FileType::NUPKG),
        (facts.android_manifest && facts.android_code, FileType::APK),
        (facts.bundle, FileType::AAB),
        (facts.app, FileType::IPA),
        (facts.addon, FileType::XPI),
    ];
    if let Some((_, known)) = by_name.into_iter().find(|(shown, _)| *shown) {
        return Sniffed::Known(known);
    }
    // Java runs classes from an archive without a manifest too.
    if facts.java || (facts.classes > 0 && facts.classes * 2 >= facts.files) {
        return Sniffed::Known(FileType::JAR);
    }
    if let Some(entry) = facts.content_types {
        return classify_package(source, directory, &facts, &entry)
            .map_or(Sniffed::Family(Family::Zip), Sniffed::Known);
    }
    let by_content = [
        (facts.wheel, FileType::WHEEL),
        (facts.kml, FileType::KMZ),
        (facts.arrays > 0 && facts.arrays == facts.files, FileType::NPZ),
        (facts.scene_first && facts.all_stored, FileType::USDZ),
        (facts.manifest_json.is_some_and(|entry| is_addon(source, &entry)), FileType::XPI),
    ];
    if let Some(known) = facts.index.filter(|_| facts.history).and_then(|entry| older_iwork(source, &entry)) {
        return Sniffed::Known(known);
    }
    let known = by_content.into_iter().find(|(shown, _)| *shown).map_or(FileType::ZIP, |(_, known)| known);
    Sniffed::Known(known)
}

/// The type that the list of an open document's parts names for the whole.
fn by_manifest(source: &Source<'_>, entry: &Entry<'_>) -> Option<FileType> {
    let (content, _) = entry.content(source, PART_MAX).ok()?;
    let mut known = None;
    each_element(&decode(&content), &mut |element| {
        if element.name == "file-entry" && element.attribute("full-path") == "/" {
            known = known.or_else(|| by_mimetype(element.attribute("media-type").as_bytes()));
        }
    });
    known
}

/// Pages and Numbers up to 2009: the root element's prefix.
fn older_iwork(source: &Source<'_>, entry: &Entry<'_>) -> Option<FileType> {
    let (content, _) = entry.content(source, 1024).ok()?;
    let has = |root: &[u8]| memchr::memmem::find(&content, root).is_some();
    if has(b"<ls:document") {
        Some(FileType::NUMBERS)
    } else if has(b"<sl:document") {
        Some(FileType::PAGES)
    } else {
        None
    }
}

/// `None` where the entry says nothing.
fn classify_mimetype(source: &Source<'_>, facts: &Facts<'_>, entry: &Entry<'_>) -> Option<Sniffed> {
    let (content, true) = entry.content(source, MIMETYPE_MAX).ok()? else { return None };
    if !content.contains(&b'/') {
        return None;
    }
    let known = by_mimetype(&content);
    // The name of a type is not yet a file of it.
    let has_parts = match known {
        Some(FileType::EPUB) => facts.book,
        Some(FileType::ORA | FileType::KRA) => facts.count > 1,
        Some(_) => facts.open_document,
        None => false,
    };
    Some(known.filter(|_| has_parts).map_or(Sniffed::Family(Family::Zip), Sniffed::Known))
}

/// An add-on of Firefox that is not signed is any archive with a manifest; only the key for that browser tells.
fn is_addon(source: &Source<'_>, entry: &Entry<'_>) -> bool {
    let Ok((content, _)) = entry.content(source, PART_MAX) else { return false };
    let has = |needle: &[u8]| memchr::memmem::find(&content, needle).is_some();
    has(b"\"manifest_version\"") && has(b"\"gecko\"")
}

/// An OPC package: the part that its root relationship leads to, and the content type of that part.
fn classify_package(
    source: &Source<'_>,
    directory: &Directory<'_>,
    facts: &Facts<'_>,
    content_types: &Entry<'_>,
) -> Option<FileType> {
    let (content, _) = content_types.content(source, PART_MAX).ok()?;
    let types = ContentTypes::read(&content);
    let exists = |part: &str| {
        let part = part.trim_start_matches('/');
        let piece = |end: &str| directory.find(format!("{part}{end}").as_bytes()).is_some();
        piece("") || piece("/[0].piece") || piece("/[0].last.piece")
    };
    let Some(rels) = &facts.rels else {
        // Without relationships no office program opens it; made by hand it may still be one, if it can be only one.
        return match types.mains.as_slice() {
            [(part, known)] if exists(part) => Some(*known),
            _ => None,
        };
    };
    let (content, _) = rels.content(source, PART_MAX).ok()?;
    let mut mains = Vec::new();
    each_relation(&content, &mut |relation| {
        let kind = relation.kind.to_ascii_lowercase();
        if mains.len() < 2 && !relation.is_external && MAIN_RELATIONS.iter().any(|end| kind.ends_with(end)) {
            mains.push((relation.target, kind.contains("openxps.org")));
        }
    });
    // Two main parts are two documents.
    let [(target, is_open)] = mains.as_slice() else { return None };
    let known = types.main_type(target).filter(|_| exists(target.trim_start_matches("./")))?;
    Some(if known == FileType::XPS && *is_open { FileType::OXPS } else { known })
}
