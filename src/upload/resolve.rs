//! Content, extension and declared type together: what the file is called, and where the three contradict.
//!
//! The content decides. A name and a declared type are claims: none at all is no claim, a claim that fits is nothing
//! to tell, one that does not is a finding. Among texts the content often leaves open what it is (`a,b` is CSV,
//! Markdown or prose), so there the extension chooses, among types that are only read; for code, scripts and markup
//! too, which the policy must then list by name.

use super::file_type::{Class, FileType, essence};
use super::finding::{FindingKind, Findings};
use super::sniff::{Family, Sniffed};

/// The two claims that come with a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claims<'a> {
    /// The last extension, in lower case, without the dot.
    pub(super) extension: Option<&'a str>,
    pub(super) declared: Option<&'a str>,
}

/// The file's type, where it can be told, with findings for what speaks against it.
pub(super) fn resolve(sniffed: Sniffed, claims: Claims<'_>, findings: &mut Findings) -> Option<FileType> {
    let file_type = match sniffed {
        Sniffed::Known(known) => by_extension(known, claims.extension),
        Sniffed::Text(_) => text(claims),
        Sniffed::Family(Family::Xml) => by_extension(FileType::XML, claims.extension),
        Sniffed::Empty => {
            findings.whole(FindingKind::Empty);
            return None;
        }
        Sniffed::Truncated => {
            findings.whole(FindingKind::Truncated);
            findings.whole(FindingKind::Unknown);
            return None;
        }
        Sniffed::Family(_) | Sniffed::Unknown => {
            findings.whole(FindingKind::Unknown);
            return None;
        }
    };
    let wrong_extension = claims.extension.is_some_and(|extension| !extension_fits(file_type, extension));
    if wrong_extension {
        findings.whole(FindingKind::Extension);
    }
    if claims.declared.is_some_and(|declared| !declared_fits(file_type, declared)) {
        // Clients look the type up by the extension, and some find another of its types (`.rtf` as Word's, `.ts` as
        // video): where the extension fits, that claims no more than the extension does.
        let from_name = !wrong_extension
            && claims.extension.zip(claims.declared).is_some_and(|(extension, declared)| {
                FileType::all().any(|t| t.has_extension(extension) && t.has_mime(declared))
            });
        if !from_name {
            findings.whole(FindingKind::Declared);
        }
    }
    Some(file_type)
}

/// Content of a known type, made more special by the extension where both are text: JSON in a `.geojson`, XML in a
/// `.gpx`. Text that is only read may also call itself by another such name: JSON in a `.txt`. And an archive of
/// pictures is a comic where its name says so: the policy must then list that.
fn by_extension(known: FileType, extension: Option<&str>) -> FileType {
    let textual = matches!(known.class(), Class::Text | Class::Code | Class::Markup);
    let named = extension.filter(|_| textual || known == FileType::ZIP).and_then(FileType::from_extension);
    if extension.is_some_and(|extension| known.has_extension(extension)) {
        return known;
    }
    match named {
        Some(named @ (FileType::CBZ | FileType::XPI | FileType::KMZ)) if known == FileType::ZIP => named,
        Some(named) if named.is_a(known) => named,
        Some(named) if known.class() == Class::Text && named.class() == Class::Text => named,
        _ => known,
    }
}

/// Text without a signature: the extension chooses among the kinds of text. Without one, the declared type may, among
/// those that are only read.
fn text(claims: Claims<'_>) -> FileType {
    let named = if let Some(extension) = claims.extension {
        // Types with a signature are passed over: `.ts` is a video, too, but the content is text.
        FileType::all().find(|t| t.has_extension(extension) && may_be_plain(*t))
    } else {
        claims.declared.and_then(FileType::from_mime).filter(|t| t.class() == Class::Text)
    };
    named.unwrap_or(FileType::TEXT)
}

/// Types whose files need no signature. XML and its kin have one: a root element.
fn may_be_plain(file_type: FileType) -> bool {
    match file_type.class() {
        Class::Text | Class::Code | Class::Script => true,
        Class::Markup => matches!(file_type, FileType::HTML | FileType::DTD),
        _ => false,
    }
}

fn extension_fits(file_type: FileType, extension: &str) -> bool {
    if FileType::all().any(|t| file_type.is_a(t) && t.has_extension(extension) && !widened(t, file_type)) {
        return true;
    }
    if FileType::OCTET_STREAM.has_extension(extension) {
        return true; // `.bin` and `.dat` say nothing
    }
    let mut guesses = mime_guess::from_ext(extension).iter_raw().peekable();
    if FileType::from_extension(extension).is_none() {
        // An extension that nobody knows claims nothing. One that the table does not know, but the library does,
        // claims something where it names what a browser shows or plays.
        let shown =
            |mime: &str| ["image/", "audio/", "video/", "font/"].iter().any(|top| mime.starts_with(top));
        if file_type == FileType::TEXT || guesses.peek().is_none() {
            return !guesses.any(shown);
        }
    }
    guesses.any(|mime| FileType::from_mime(mime) == Some(file_type))
}

/// Plain text is the parent of all that is only read, but `.txt` is a name for these too, so this is for the others.
fn widened(ancestor: FileType, file_type: FileType) -> bool {
    ancestor == FileType::TEXT && file_type.class() != Class::Text
}

fn declared_fits(file_type: FileType, declared: &str) -> bool {
    let declared = essence(declared);
    let no_claim = declared.is_empty()
        || !declared.contains('/')
        || declared == "*/*"
        || FileType::OCTET_STREAM.has_mime(declared)
        || ["application/force-download", "application/x-download", "application/download"]
            .iter()
            .any(|name| declared.eq_ignore_ascii_case(name));
    if no_claim || FileType::all().any(|t| file_type.is_a(t) && t.has_mime(declared)) {
        return true;
    }
    let claimed = FileType::from_mime(declared);
    match file_type.class() {
        // Clients that know no better say plain text, or name another kind of text that is only read; spreadsheets
        // register CSV as theirs.
        Class::Text => {
            claimed.is_some_and(|t| t.class() == Class::Text)
                || (file_type == FileType::CSV && claimed == Some(FileType::XLS))
                || (claimed.is_none()
                    && declared.get(..5).is_some_and(|top| top.eq_ignore_ascii_case("text/")))
        }
        // Source code is plain text to most clients.
        Class::Code => claimed == Some(FileType::TEXT),
        // Office and book formats are ZIP archives, and clients without the office say so.
        Class::Document => claimed == Some(FileType::ZIP) && is_zip(file_type),
        // Pages written as XML are sent as pages.
        Class::Markup => match file_type {
            FileType::XHTML => claimed == Some(FileType::HTML),
            FileType::DTD => claimed == Some(FileType::XML),
            _ => false,
        },
        // Recorders call a file with sound alone by the container's common name.
        Class::Audio => match file_type {
            FileType::M4A => claimed == Some(FileType::MP4),
            FileType::WEBA => claimed == Some(FileType::WEBM),
            FileType::MKA => claimed == Some(FileType::MKV),
            FileType::WMA => claimed == Some(FileType::ASF),
            _ => false,
        },
        _ => false,
    }
}

fn is_zip(file_type: FileType) -> bool {
    let mime = file_type.mime();
    mime.starts_with("application/vnd.openxmlformats-officedocument.")
        || (mime.starts_with("application/vnd.oasis.opendocument.") && !mime.ends_with("-flat-xml"))
        || file_type == FileType::EPUB
}
