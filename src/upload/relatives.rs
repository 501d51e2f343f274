//! Types that stand for each other in names and declarations: the older, the more general, the one that clients take
//! for the other.

use super::file_type::{Class, FileType};

/// Films, and sound, in the boxes of ISO media.
pub(super) fn is_film_box(file_type: FileType) -> bool {
    [FileType::MP4, FileType::M4V, FileType::MOV, FileType::THREE_GPP, FileType::THREE_GPP2]
        .contains(&file_type)
}

/// What content is called where its name says another of its kin: the content cannot tell the two apart, or one is a
/// form of the other. Content, extension, the type that it then is.
const NAMED: &[(FileType, &str, FileType)] = &[
    (FileType::ZIP, "cbz", FileType::CBZ),
    (FileType::ZIP, "xpi", FileType::XPI),
    (FileType::ZIP, "kmz", FileType::KMZ),
    (FileType::XHTML, "html", FileType::HTML),
    (FileType::XHTML, "htm", FileType::HTML),
    (FileType::HTML, "xhtml", FileType::XHTML),
    (FileType::WMV, "asf", FileType::ASF),
    (FileType::WMA, "asf", FileType::ASF),
    (FileType::THREE_GPP, "mp4", FileType::MP4),
    (FileType::THREE_GPP2, "mp4", FileType::MP4),
    (FileType::M4A, "mp4", FileType::MP4),
    (FileType::MP4, "3gp", FileType::THREE_GPP),
    (FileType::XPS, "oxps", FileType::OXPS),
    (FileType::OXPS, "xps", FileType::XPS),
    (FileType::MBOX, "eml", FileType::EMAIL),
    (FileType::EMAIL, "mbox", FileType::MBOX),
    (FileType::PAGES, "numbers", FileType::NUMBERS),
    (FileType::PAGES, "key", FileType::KEYNOTE),
    (FileType::OFFICE_ENCRYPTED, "docx", FileType::DOCX),
    (FileType::OFFICE_ENCRYPTED, "dotx", FileType::DOTX),
    (FileType::OFFICE_ENCRYPTED, "docm", FileType::DOCM),
    (FileType::OFFICE_ENCRYPTED, "dotm", FileType::DOTM),
    (FileType::OFFICE_ENCRYPTED, "xlsx", FileType::XLSX),
    (FileType::OFFICE_ENCRYPTED, "xltx", FileType::XLTX),
    (FileType::OFFICE_ENCRYPTED, "xlsm", FileType::XLSM),
    (FileType::OFFICE_ENCRYPTED, "xlsb", FileType::XLSB),
    (FileType::OFFICE_ENCRYPTED, "pptx", FileType::PPTX),
    (FileType::OFFICE_ENCRYPTED, "ppsx", FileType::PPSX),
    (FileType::OFFICE_ENCRYPTED, "pptm", FileType::PPTM),
    (FileType::OFFICE_ENCRYPTED, "ppsm", FileType::PPSM),
    // Under the older name, when the option to protect was chosen in the newer program.
    (FileType::OFFICE_ENCRYPTED, "doc", FileType::DOC),
    (FileType::OFFICE_ENCRYPTED, "xls", FileType::XLS),
    (FileType::OFFICE_ENCRYPTED, "ppt", FileType::PPT),
];

/// The type that content is under this extension.
pub(super) fn by_extension(known: FileType, extension: &str) -> Option<FileType> {
    NAMED.iter().find(|row| row.0 == known && row.1 == extension).map(|row| row.2)
}

/// Whether content that begins as one type may turn out to be the other, by what follows or by its name.
pub(super) fn may_become(known: FileType, other: FileType) -> bool {
    let film = is_film_box(known) || known == FileType::M4A;
    (film && (is_film_box(other) || other == FileType::M4A))
        || NAMED.iter().any(|row| row.0 == known && row.2 == other)
}

/// What clients declare for another type: content, declaration.
const DECLARED: &[(FileType, FileType)] = &[
    // Spreadsheets register the text they can open as theirs.
    (FileType::CSV, FileType::XLS),
    (FileType::TSV, FileType::XLS),
    (FileType::RTF, FileType::DOC),
    // Pages written as XML are sent as pages.
    (FileType::XHTML, FileType::HTML),
    (FileType::HTML, FileType::XHTML),
    (FileType::DTD, FileType::XML),
    // Recorders call a file with sound alone by the container's common name.
    (FileType::WEBA, FileType::WEBM),
    (FileType::MKA, FileType::MKV),
    (FileType::WEBM, FileType::MKV),
    (FileType::WMA, FileType::ASF),
    (FileType::WMV, FileType::ASF),
    (FileType::ASF, FileType::WMV),
    (FileType::ASF, FileType::WMA),
    (FileType::OGV, FileType::OGG),
    (FileType::HEIF, FileType::HEIC),
    (FileType::OXPS, FileType::XPS),
    (FileType::XPS, FileType::OXPS),
    (FileType::VSDX, FileType::VSD),
    (FileType::VSDM, FileType::VSD),
    (FileType::GZIP, FileType::SVG),
    (FileType::GZIP, FileType::COMPRESS),
];

/// The older format of an office and what came of it.
const OFFICE: [(FileType, &str); 3] =
    [(FileType::DOC, "word"), (FileType::XLS, "sheet"), (FileType::PPT, "presentation")];

/// Whether a client may declare `claimed` for a file of this type and mean no other: a more general type, an older
/// relative, or the name that a whole family goes by.
pub(super) fn may_be_declared(file_type: FileType, claimed: FileType) -> bool {
    if claimed.is_a(file_type) && claimed.class() == file_type.class() {
        return true; // an animated PNG is declared for a PNG that is none
    }
    if DECLARED.contains(&(file_type, claimed)) {
        return true;
    }
    if is_film_box(claimed) && (is_film_box(file_type) || file_type == FileType::M4A) {
        return true;
    }
    let mime = file_type.mime();
    match file_type.class() {
        Class::Text => claimed.class() == Class::Text,
        // Source code is plain text to most clients.
        Class::Code => claimed == FileType::TEXT,
        Class::Markup => {
            claimed == FileType::XML || (claimed == FileType::TEXT && file_type != FileType::HTML)
        }
        // `application/x-compressed` is the name of some, and says no more.
        Class::Archive
            if claimed.class() == Class::Archive && claimed.has_mime("application/x-compressed") =>
        {
            true
        }
        Class::Document | Class::Archive | Class::Executable if claimed == FileType::ZIP => is_zip(file_type),
        Class::Document => {
            let is_office = mime.contains("openxmlformats") || mime.contains("macroenabled");
            is_office && OFFICE.iter().any(|(older, word)| *older == claimed && is_of(file_type, word))
        }
        _ => false,
    }
}

fn is_of(file_type: FileType, word: &str) -> bool {
    let mime = file_type.mime();
    match word {
        "word" => mime.contains("word"),
        "sheet" => mime.contains("sheet") || mime.contains("excel"),
        _ => mime.contains("presentation") || mime.contains("powerpoint"),
    }
}

/// Whether files of this type are ZIP archives.
pub(super) fn is_zip(file_type: FileType) -> bool {
    const OTHERS: [FileType; 19] = [
        FileType::EPUB,
        FileType::KMZ,
        FileType::CBZ,
        FileType::USDZ,
        FileType::THREE_MF,
        FileType::NPZ,
        FileType::JAR,
        FileType::APK,
        FileType::AAB,
        FileType::IPA,
        FileType::XPI,
        FileType::CRX,
        FileType::APPX,
        FileType::VSIX,
        FileType::NUPKG,
        FileType::WHEEL,
        FileType::PAGES,
        FileType::NUMBERS,
        FileType::KEYNOTE,
    ];
    let mime = file_type.mime();
    mime.contains("openxmlformats")
        || mime.contains("macroenabled")
        || mime.contains("ms-visio.drawing")
        || mime.starts_with("application/vnd.sun.xml.")
        || (mime.starts_with("application/vnd.oasis.opendocument.") && !mime.ends_with("-flat-xml"))
        || matches!(file_type, FileType::XPS | FileType::OXPS | FileType::ORA | FileType::KRA)
        || OTHERS.contains(&file_type)
}
