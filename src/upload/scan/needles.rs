//! The table of texts that mean something wherever they stand: one row for each, and the places where it counts.
//!
//! The openers `<?` and `<%` are not among them, because what follows decides: see `code`.

use crate::upload::finding::FindingKind;

/// What a text means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::upload) enum Means {
    /// Markup that runs, or that makes a page of what a gallery prints of the metadata.
    Markup,
    /// Code of a server.
    Code,
    /// A file of another format.
    File,
}

impl Means {
    pub(in crate::upload) fn finding(self) -> FindingKind {
        match self {
            Self::Markup => FindingKind::Metadata,
            Self::Code => FindingKind::ServerCode,
            Self::File => FindingKind::Polyglot,
        }
    }
}

/// What must follow a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::upload) enum Then {
    Any,
    /// White space, `/` or `>`: what ends the name of an element.
    Ended,
}

/// A row of the table.
#[derive(Clone, Copy)]
pub(in crate::upload) struct Needle {
    /// In lower case, any case counts; or `exact`.
    pub(in crate::upload) text: &'static [u8],
    pub(in crate::upload) then: Then,
    pub(in crate::upload) means: Means,
    /// Where it counts, a bit each.
    places: u8,
    /// How many bytes of text must follow where most bytes are chance.
    pub(in crate::upload) run: u8,
    pub(in crate::upload) exact: bool,
}

/// In every byte of a picture, a sound, a film or a font: it must be no chance there.
pub(in crate::upload) const EVERYWHERE: u8 = 1;
/// In titles, comments and other texts of these.
pub(in crate::upload) const IN_METADATA: u8 = 1 << 1;
/// In front of the first stream of a PDF.
pub(in crate::upload) const IN_PDF_HEAD: u8 = 1 << 2;
/// In the directory of a ZIP archive, and in its comment: PHP opens one as its own kind of archive.
pub(in crate::upload) const IN_DIRECTORY: u8 = 1 << 3;

const fn row(text: &'static [u8], then: Then, means: Means, places: u8, run: u8) -> Needle {
    Needle { text, then, means, places, run, exact: false }
}

const fn exact(text: &'static [u8], means: Means, places: u8) -> Needle {
    Needle { text, then: Then::Any, means, places, run: 0, exact: true }
}

impl Needle {
    pub(in crate::upload) const fn counts(&self, place: u8) -> bool {
        self.places & place != 0
    }
}

/// Every row.
pub(in crate::upload) const TABLE: [Needle; 43] = {
    use Means::{Code, File, Markup};
    use Then::{Any, Ended};
    const META: u8 = IN_METADATA;
    const ALL: u8 = EVERYWHERE | META;
    const PAGE: u8 = ALL | IN_PDF_HEAD;
    [
        row(b"<script", Any, Markup, PAGE, 0),
        row(b"<iframe", Any, Markup, PAGE, 0),
        row(b"<html", Ended, Markup, PAGE, 4),
        row(b"<body", Ended, Markup, IN_PDF_HEAD, 0),
        row(b"<svg", Ended, Markup, EVERYWHERE | IN_PDF_HEAD, 10),
        row(b"<svg xmlns", Any, Markup, META, 0),
        row(b"<svg on", Any, Markup, META, 0),
        row(b"<svg/on", Any, Markup, META, 0),
        row(b"<svg><", Any, Markup, META, 0),
        row(b":script", Ended, Markup, META, 0), // with a prefix of a namespace
        row(b"<object", Ended, Markup, META, 0),
        row(b"<embed", Ended, Markup, META, 0),
        row(b"<foreignobject", Any, Markup, META, 0),
        // Lists of settings have a document type too (`plist`): photo programs keep one in the picture.
        row(b"<!doctype html", Any, Markup, PAGE, 0),
        row(b"<!doctype svg", Any, Markup, PAGE, 0),
        row(b"<!entity", Any, Markup, META, 0),
        row(b"&lt;script", Any, Markup, META, 0), // the same after XML was read
        row(b"&#60;script", Any, Markup, META, 0),
        row(b"&#x3c;script", Any, Markup, META, 0),
        row(b"&lt;iframe", Any, Markup, META, 0),
        row(b"&lt;svg", Any, Markup, META, 0),
        row(b"javascript:", Any, Markup, META, 0),
        row(b"vbscript:", Any, Markup, META, 0),
        row(b"data:text/html", Any, Markup, META, 0),
        row(b"onerror=", Any, Markup, META, 0),
        row(b"onload=", Any, Markup, META, 0),
        row(b"onclick=", Any, Markup, META, 0),
        row(b"onfocus=", Any, Markup, META, 0),
        row(b"onmouseover=", Any, Markup, META, 0),
        row(b"ontoggle=", Any, Markup, META, 0),
        row(b"<?php", Ended, Code, META, 0),
        row(b"<!--#exec", Any, Code, ALL, 0),
        row(b"<!--#include", Any, Code, ALL, 0),
        row(b"<jsp:", Any, Code, EVERYWHERE, 7),
        row(b"<cfexecute", Ended, Code, ALL, 0),
        row(b"<cfscript", Ended, Code, ALL, 0),
        exact(b"<?php", Code, IN_DIRECTORY),
        exact(b"__HALT_COMPILER", Code, IN_DIRECTORY),
        exact(b".phar/", Code, IN_DIRECTORY),
        exact(b"__HALT_COMPILER();", Code, EVERYWHERE), // what makes a PHP archive of any file
        exact(b"Rar!\x1A\x07\x00", File, EVERYWHERE),
        exact(b"Rar!\x1A\x07\x01\x00", File, EVERYWHERE),
        exact(b"7z\xBC\xAF\x27\x1C", File, EVERYWHERE),
    ]
};

/// The rows that count at a place.
pub(in crate::upload) fn at(place: u8) -> impl Iterator<Item = &'static Needle> {
    TABLE.iter().filter(move |needle| needle.counts(place))
}
