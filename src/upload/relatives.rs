//! Types that stand for each other in declarations: the older, the more general, the one that clients take for the
//! other.

use super::file_type::{Class, FileType};
use super::format::Mark;

/// The older format of an office and what came of it.
const OFFICE: [(FileType, &str); 3] =
    [(FileType::DOC, "word"), (FileType::XLS, "sheet"), (FileType::PPT, "presentation")];

/// Whether a client may declare `claimed` for a file of this type and mean no other: a more general type, an older
/// relative, or the name that a whole family goes by.
pub(super) fn may_be_declared(file_type: FileType, claimed: FileType) -> bool {
    if claimed.is_a(file_type) && claimed.class() == file_type.class() {
        return true; // an animated PNG is declared for a PNG that is none
    }
    if file_type.is_declared_as(claimed) {
        return true;
    }
    if claimed.is(Mark::FilmBox) && (file_type.is(Mark::FilmBox) || file_type == FileType::M4A) {
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
        Class::Document | Class::Archive | Class::Executable if claimed == FileType::ZIP => {
            file_type.is(Mark::Zip)
        }
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
