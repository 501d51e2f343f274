//! What a look at an upload can find.

use crate::error::Code;
use std::fmt;

/// One thing found in an upload: what, and at which byte. It holds nothing of the file or its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Finding {
    kind: FindingKind,
    offset: Option<u64>,
}

impl Finding {
    pub(super) fn new(kind: FindingKind) -> Self {
        Self { kind, offset: None }
    }

    pub(super) fn at(kind: FindingKind, offset: u64) -> Self {
        Self { kind, offset: Some(offset) }
    }

    /// What was found.
    #[must_use]
    pub fn kind(&self) -> FindingKind {
        self.kind
    }

    /// The kind's name, stable over releases.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// Byte offset in the file where it was found, where it has a place.
    #[must_use]
    pub fn offset(&self) -> Option<u64> {
        self.offset
    }
}

#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl serde::Serialize for Finding {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fields = serializer.serialize_struct("Finding", 2)?;
        fields.serialize_field("code", self.code())?;
        fields.serialize_field("offset", &self.offset)?;
        fields.end()
    }
}

/// The parameters of a code: a place, unless a row names others.
macro_rules! params {
    () => {
        &["at"]
    };
    ([$($param:literal),*]) => {
        &[$($param),*]
    };
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $code:literal, $text:literal, $advice:literal $([$($param:literal),*])?;)*) => {
        /// The kinds of a [`Finding`], from the gravest to the mildest.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum FindingKind {
            $($(#[$doc])* #[doc = ""] #[doc = concat!("Code `", $code, "`.")] $name,)*
        }

        impl FindingKind {
            /// Every kind, in order.
            pub(super) const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The rows for `docs::codes`.
            pub(crate) const CODES: &'static [Code] = &[
                $(Code::new($code, $text, $advice, params!($([$($param),*])?)),)*
            ];

            /// The kind's name, stable over releases.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }

            fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

kinds! {
    /// No byte at all.
    Empty "upload.empty", "the file is empty", "choose a file that is not empty";
    /// More bytes than the policy allows.
    TooLarge "upload.too_large", "the file is too large", "choose a smaller file[, of at most {max} bytes]" ["max"];
    /// The content is of a known type that the policy does not list.
    Type "upload.type", "files of this type are not allowed", "choose a file of another type[: {allowed}]" ["allowed"];
    /// The content is of no type this crate knows.
    Unknown "upload.unknown",
        "the type of the file cannot be told",
        "choose a file of another type[: {allowed}]" ["allowed"];
    /// The file ends before its format says: only a signature, no central directory, no end marker.
    Truncated "upload.truncated", "the file is cut short", "send the file again: a part of it is missing";
    /// The format's own parts contradict each other, so that two programs would read two files.
    Malformed "upload.malformed", "the file's structure contradicts itself", "open the file and save it anew";
    /// The name's extension goes with another type than the content.
    Extension "upload.extension",
        "the extension does not go with the content",
        "give the file the extension of its type";
    /// The client's declared type is another than the content.
    Declared "upload.declared",
        "the declared type does not go with the content",
        "send the file again, from another browser";
    /// The name is one that a server or a desktop obeys (`.htaccess`, `web.config`), or an inner extension runs.
    Name "upload.name", "a server would obey a file of this name", "give the file another name";
    /// Markup that can run script: elements, handlers, script links, entities that build them.
    Active "upload.active", "the markup can run script", "save it as a picture or as plain text";
    /// The same in a page of HTML: what a policy that lists HTML asked for.
    ActivePage "upload.active_page", "the page can run script", "save it as plain text";
    /// An entity or a document type that reads other files or grows without end.
    Entity "upload.entity", "the markup defines entities", "save it without definitions of entities";
    /// A style sheet, picture or link of the file that loads from another place.
    External "upload.external", "the file loads other resources", "save it with all its parts inside";
    /// A browser that guesses would read the file as HTML.
    Html "upload.html", "a browser would read the file as HTML", "save it as plain text or PDF";
    /// Program code of a web server (`<?php`, `<%`, server-side includes).
    ServerCode "upload.server_code",
        "the file holds code that a server would run",
        "send the code as an archive";
    /// The same in text that is only read, as in a tutorial: harmless unless a server is told to run it.
    CodeInText "upload.code_in_text",
        "the text holds code that a server could be told to run",
        "send the code as an archive";
    /// Markup or script in the metadata of a picture, a sound or a video.
    Metadata "upload.metadata",
        "the metadata holds markup",
        "save the picture again in an image program, without its metadata";
    /// A ZIP archive, a PDF or a program inside or behind a file of another type.
    Polyglot "upload.polyglot", "the file is also a file of another type", "open the file and save it anew";
    /// Bytes behind the end of the format.
    Trailing "upload.trailing",
        "data follows the end of the file's format",
        "open the file and save it anew";
    /// A PDF action: script, launch, form submission, media, files of other places.
    PdfAction "upload.pdf_action", "the PDF carries actions", "print the document to a new PDF";
    /// Files inside a PDF, as electronic invoices have one: harmless until somebody saves and opens them.
    PdfAttachment "upload.pdf_attachment",
        "the PDF carries files",
        "send the files that are attached to the PDF one by one";
    /// Parts of a PDF that cannot be looked into: encrypted, packed in a way not read here, or written so that readers
    /// differ in what they are.
    PdfOpaque "upload.pdf_opaque",
        "parts of the PDF cannot be looked into",
        "print the PDF to a new one, without a password";
    /// Macros of an office document.
    Macro "upload.macro", "the document carries macros", "save the document without macros";
    /// Macros of a document whose type says that it has some (`.docm`, `.xlsm`): what a policy that lists the type
    /// asked for.
    MacroEnabled "upload.macro_enabled",
        "the document carries the macros that its type announces",
        "save the document without macros";
    /// A template or another object that an office document loads from elsewhere when it opens.
    Template "upload.template",
        "the document loads objects from elsewhere",
        "save the document with all its parts inside";
    /// Objects of other programs inside an office document, which may be programs: harmless until somebody opens them.
    Embedded "upload.embedded",
        "the document embeds objects of other programs",
        "put the objects into the document as pictures";
    /// A document that is encrypted as a whole, so that nothing of it can be looked into.
    Encrypted "upload.encrypted",
        "the document is encrypted",
        "save the document without a password";
    /// A name in an archive that leads out of the folder it is unpacked in.
    ZipSlip "upload.zip_slip", "a name in the archive leads out of its folder", "pack the archive anew";
    /// A link or a device in an archive.
    ZipLink "upload.zip_link", "the archive holds a link", "pack the files themselves instead of links";
    /// Two entries of an archive that a file system stores as one.
    ZipDuplicate "upload.zip_duplicate", "two names in the archive are one", "pack each file once";
    /// An archive that unpacks to many times its size.
    ZipRatio "upload.zip_ratio", "the archive unpacks to far more than its size", "send the files one by one";
    /// An archive inside the archive.
    ZipNested "upload.zip_nested", "the archive holds archives", "unpack the archives inside first";
    /// An encrypted entry of an archive.
    ZipEncrypted "upload.zip_encrypted",
        "the archive holds encrypted entries",
        "pack the archive without a password";
    /// A central directory over 1 MiB, which is not read.
    ZipDirectory "upload.zip_directory", "the archive's directory is too large", "pack fewer files";
    /// A program or a script among the entries of an archive.
    ZipExecutable "upload.zip_executable", "the archive holds programs", "pack the archive without programs";
    /// More pixels than the policy allows, or a size of picture that cannot be read.
    Pixels "upload.pixels",
        "the picture has too many pixels",
        "choose a smaller picture[, of at most {max} pixels]" ["max"];
    /// A CSV cell that a spreadsheet reads as a formula.
    Formula "upload.formula",
        "a cell would be read as a formula",
        "put an apostrophe in front of cells that begin with = + - or @";
    /// A film behind a picture, which the picture announces, as telephones take them with a photo.
    Film "upload.film", "a film follows the picture", "save the picture again in an image program";
    /// Characters in a text that change the direction or the order in which the rest of it is shown, or hide it.
    HiddenText "upload.hidden_text",
        "the text holds characters that hide or reorder others",
        "copy the text into a plain text editor and remove what is not seen";
    /// Parts of an office document or an archive that lie in the unseen middle of a large file, or are packed in a
    /// way not read here.
    PartsUnread "upload.parts_unread", "parts of the document were not read", "choose a smaller file";
    /// A part beyond what is read of a large file, where such a part could hide what is looked for.
    Unread "upload.unread", "parts of the file were not read", "choose a smaller file";
}

impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

/// Collects findings: each kind once, at the first place it was seen.
#[derive(Debug, Default, Clone)]
pub(super) struct Findings {
    list: Vec<Finding>,
    /// What a kind is called in this file, or that it is none.
    names: Vec<(FindingKind, Option<FindingKind>)>,
}

impl Findings {
    /// From now on, a finding of one of these kinds is one of the other, or none.
    pub(super) fn call(&mut self, names: Vec<(FindingKind, Option<FindingKind>)>) {
        self.names = names;
    }

    pub(super) fn add(&mut self, mut finding: Finding) {
        if let Some((_, name)) = self.names.iter().find(|named| named.0 == finding.kind) {
            let Some(kind) = name else { return };
            finding.kind = *kind;
        }
        if self.list.iter().all(|known| known.kind != finding.kind) {
            self.list.push(finding);
        }
    }

    pub(super) fn at(&mut self, kind: FindingKind, offset: u64) {
        self.add(Finding::at(kind, offset));
    }

    pub(super) fn whole(&mut self, kind: FindingKind) {
        self.add(Finding::new(kind));
    }

    pub(super) fn has(&self, kind: FindingKind) -> bool {
        self.list.iter().any(|known| known.kind == kind)
    }

    /// The gravest first.
    pub(super) fn into_sorted(mut self) -> Vec<Finding> {
        self.list.sort_by_key(|finding| finding.kind);
        self.list
    }
}
