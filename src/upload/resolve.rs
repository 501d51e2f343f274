//! Content, extension and declared type together: what the file is called, and where the three contradict.
//!
//! The content decides. A name and a declared type are claims: none at all is no claim, a claim that fits is nothing
//! to tell, one that does not is a finding. Among texts the content often leaves open what it is (`a,b` is CSV,
//! Markdown or prose), so there the extension chooses, among types that are only read; for code, scripts and markup
//! too, which the policy must then list by name.

use super::file_type::{Class, FileType};
use super::finding::{FindingKind, Findings};
use super::format::{Mark, essence, is_sound};
use super::relatives;
use super::sniffed::{Family, Sniffed};
use super::source::Source;
use super::text;

/// The two claims that come with a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claims<'a> {
    /// The last extension, in lower case, without the dot.
    pub(super) extension: Option<&'a str>,
    pub(super) declared: Option<&'a str>,
}

/// What a file is, and how its claims stand to that.
#[derive(Debug, Clone, Copy)]
pub(super) struct Resolved {
    pub(super) file_type: FileType,
    /// A picture under the name of another kind of picture, as telephones and chat programs send it: said, and no
    /// reason to refuse it.
    pub(super) is_misnamed_picture: bool,
}

/// The file's type, with findings for what speaks against it; or what there is to say of a file whose type cannot be
/// told.
pub(super) fn resolve(
    source: &Source<'_>,
    sniffed: Sniffed,
    claims: Claims<'_>,
    findings: &mut Findings,
) -> Result<Resolved, &'static [FindingKind]> {
    let file_type = match sniffed {
        Sniffed::Known(known) => by_claims(source, known, claims),
        Sniffed::Named(named) => named,
        Sniffed::Text(_) => text(claims),
        Sniffed::Family(Family::Xml) => by_claims(source, FileType::XML, claims),
        Sniffed::Empty => {
            return Err(&[FindingKind::Empty]);
        }
        Sniffed::Truncated => {
            return Err(&[FindingKind::Truncated, FindingKind::Unknown]);
        }
        Sniffed::Family(_) | Sniffed::Unknown => {
            return Err(&[FindingKind::Unknown]);
        }
    };
    let no_json = matches!(sniffed, Sniffed::Text(_))
        && (file_type.is_a(FileType::JSON) || file_type == FileType::JSONL)
        && !text::may_be_json(source);
    let wrong_extension =
        no_json || claims.extension.is_some_and(|extension| !extension_fits(file_type, extension));
    if wrong_extension {
        findings.whole(FindingKind::Extension);
    }
    let is_misnamed_picture =
        wrong_extension && is_raster(file_type) && claims.extension.is_some_and(names_raster);
    if claims.declared.is_some_and(|declared| !declared_fits(file_type, declared)) {
        let named = |fits: fn(FileType) -> bool| {
            claims.extension.zip(claims.declared).is_some_and(|(extension, declared)| {
                FileType::all().any(|t| t.has_extension(extension) && t.has_mime(declared) && fits(t))
            })
        };
        // Clients look the type up by the extension, and some find another of its types (`.rtf` as Word's, `.ts` as
        // video): where the extension fits, or is a picture's, that claims no more than the extension does.
        let from_name = (!wrong_extension && named(|_| true)) || (is_misnamed_picture && named(is_raster));
        if !from_name {
            findings.whole(FindingKind::Declared);
        }
    }
    Ok(Resolved { file_type, is_misnamed_picture })
}

/// Pictures of dots, proven: of the class, those that are neither drawings nor text.
fn is_raster(file_type: FileType) -> bool {
    file_type.class() == Class::Image && !file_type.is(Mark::Drawing) && file_type.is_proven()
}

/// Extensions of pictures of dots, also of those that the table does not know, such as what cameras write.
fn names_raster(extension: &str) -> bool {
    match claimed(extension) {
        Some(known) => is_raster(known),
        None => mime_guess::from_ext(extension).iter_raw().any(|mime| mime.starts_with("image/")),
    }
}

/// The type that an extension claims. A type that is only named claims nothing: `.sav` and `.enc` are endings of many
/// formats, of which the table has one.
fn claimed(extension: &str) -> Option<FileType> {
    FileType::from_extension(extension).filter(|claimed| claimed.is_proven())
}

/// Content of a known type, made more special by the extension where both are text: JSON in a `.geojson`, XML in a
/// `.gpx`. Text that is only read may also call itself by another such name: JSON in a `.txt`. And an archive of
/// pictures is a comic where its name says so: the policy must then list that.
fn by_claims(source: &Source<'_>, known: FileType, claims: Claims<'_>) -> FileType {
    let Some(extension) = claims.extension else { return unnamed(source, known, claims) };
    if let Some(named) = known.named(extension) {
        return named;
    }
    // Recorders name their containers after films; without pictures in it, it is a sound where it is called one.
    if known.is(Mark::FilmBox) && FileType::M4A.has_extension(extension) && is_sound(source) {
        return FileType::M4A;
    }
    if known.has_extension(extension) {
        return known;
    }
    let Some(named) = claimed(extension) else { return unnamed(source, known, claims) };
    let textual = matches!(known.class(), Class::Text | Class::Code | Class::Markup);
    let is_json = named.is_a(FileType::JSON) || named == FileType::JSONL;
    if textual && named.is_a(known) {
        return named;
    }
    // Among texts the extension decides, unless a browser or a server would run what is under it.
    if named.class() == Class::Text {
        let is_read = match known.class() {
            Class::Text => true,
            Class::Code => !is_json,
            Class::Markup => !is_json && is_read_as_text(source, known, named),
            _ => false,
        };
        if is_read {
            return named;
        }
    }
    known
}

/// Markup that text may begin with: a note in XML, a README that begins with a film or a fold.
fn is_read_as_text(source: &Source<'_>, known: FileType, named: FileType) -> bool {
    match known {
        // Markdown is made of HTML too, and no browser takes it for a page.
        FileType::HTML => text::begins_softly(source, named == FileType::MARKDOWN),
        FileType::SVG | FileType::XHTML | FileType::XSLT | FileType::XUL => false,
        _ => true,
    }
}

/// Without an extension that anybody knows.
fn unnamed(source: &Source<'_>, known: FileType, claims: Claims<'_>) -> FileType {
    let declared = claims.declared.and_then(FileType::from_mime);
    if known.is(Mark::FilmBox) && declared == Some(FileType::M4A) && is_sound(source) {
        return FileType::M4A;
    }
    let is_page = declared.is_some_and(|t| t.class() == Class::Markup);
    if known == FileType::HTML && !is_page && text::begins_softly(source, false) {
        return FileType::TEXT;
    }
    known
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
    if FileType::every().any(|t| file_type.is_a(t) && t.has_extension(extension) && !widened(t, file_type)) {
        return true;
    }
    if FileType::OCTET_STREAM.has_extension(extension) {
        return true; // `.bin` and `.dat` say nothing
    }
    let guesses = mime_guess::from_ext(extension);
    if guesses.iter_raw().any(|mime| FileType::from_mime(mime) == Some(file_type)) {
        return true;
    }
    if claimed(extension).is_some() {
        return false;
    }
    // An extension that nobody knows claims nothing. One that the table does not know, but the library does, claims
    // something where it names a known type, or what a browser shows or plays.
    let claims = |mime: &str| {
        let is_shown = ["image/", "audio/", "video/", "font/"].iter().any(|top| mime.starts_with(top));
        is_shown
            || (file_type != FileType::TEXT
                && FileType::from_mime(mime).is_some_and(|t| t.is_proven() && t != FileType::OCTET_STREAM))
    };
    !guesses.iter_raw().any(claims)
}

/// Plain text is the parent of all that is only read, but `.txt` is a name for these too, so this is for the others.
fn widened(ancestor: FileType, file_type: FileType) -> bool {
    ancestor == FileType::TEXT && file_type.class() != Class::Text
}

fn declared_fits(file_type: FileType, declared: &str) -> bool {
    let declared = essence(declared);
    if !declared.contains('/') || FileType::OCTET_STREAM.has_mime(declared) {
        return true; // no claim
    }
    if FileType::every().any(|t| file_type.is_a(t) && t.has_mime(declared)) {
        return true;
    }
    // A name that nobody knows says nothing; one that several types share says what one of them says.
    let mut claimed = FileType::all().filter(|t| t.has_mime(declared)).peekable();
    claimed.peek().is_none() || claimed.any(|claimed| relatives::may_be_declared(file_type, claimed))
}
