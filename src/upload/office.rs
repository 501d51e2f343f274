//! What a ZIP archive is for: office documents, books, packages of programs, by the entries that make them so; and what
//! a document carries besides its text.
//!
//! Inflated are only the parts that decide: `[Content_Types].xml`, `mimetype`, `META-INF/manifest.xml` and an add-on's
//! `manifest.json`, at most [`PART_MAX`] bytes of each, and `*.rels`, at most [`RELS_MAX`]; [`TOTAL_MAX`] of a file.
//! What stands in the text of a document (fields, DDE formulas, event listeners) is not looked for, nor the scripts of
//! a book.

use super::file_type::{Class, FileType};
use super::finding::{FindingKind, Findings};
use super::sniff::{Family, Sniffed};
use super::source::Source;
use super::zip::{Directory, Entry, Unreadable};
use std::borrow::Cow;
use std::collections::HashSet;

/// Bytes inflated of one part.
const PART_MAX: usize = 64 << 10;
/// Bytes inflated of one list of relationships: a report with a thousand links has 150 KB of them, and what is not read
/// of it is a finding.
const RELS_MAX: usize = 256 << 10;
/// Bytes inflated of a file.
const TOTAL_MAX: usize = 1 << 20;
/// The longest media type in a `mimetype` part, in bytes; those known here end at 75.
pub(super) const MIMETYPE_MAX: usize = 128;

/// The types whose archives name them in a `mimetype` part.
const BY_MIMETYPE: &[FileType] = &[
    FileType::EPUB,
    FileType::ODT,
    FileType::OTT,
    FileType::ODM,
    FileType::OTH,
    FileType::ODS,
    FileType::OTS,
    FileType::ODP,
    FileType::OTP,
    FileType::ODG,
    FileType::OTG,
    FileType::ODF,
    FileType::ODC,
    FileType::ODB,
    FileType::ODI,
    FileType::SXW,
    FileType::ORA,
    FileType::KRA,
];

/// The type that a `mimetype` part names.
pub(super) fn by_mimetype(content: &[u8]) -> Option<FileType> {
    // Exact, but for a line end that hand-made books have.
    let mime = std::str::from_utf8(content).ok()?.trim_end_matches(['\r', '\n', ' ']);
    BY_MIMETYPE.iter().copied().find(|known| known.mime() == mime).or_else(|| {
        // The name that the standard gives and LibreOffice does not write.
        (mime == "application/vnd.oasis.opendocument.database").then_some(FileType::ODB)
    })
}

/// The content types of the parts that make a package what it is (ECMA-376 part 1, annex A and the formats built on
/// it), in lower case.
const MAIN_PARTS: &[(&str, FileType)] = &[
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", FileType::DOCX),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", FileType::DOTX),
    ("application/vnd.ms-word.document.macroenabled.main+xml", FileType::DOCM),
    ("application/vnd.ms-word.template.macroenabledtemplate.main+xml", FileType::DOTM),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", FileType::XLSX),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml", FileType::XLTX),
    ("application/vnd.ms-excel.sheet.macroenabled.main+xml", FileType::XLSM),
    ("application/vnd.ms-excel.template.macroenabled.main+xml", FileType::XLTM),
    ("application/vnd.ms-excel.sheet.binary.macroenabled.main", FileType::XLSB),
    ("application/vnd.ms-excel.addin.macroenabled.main+xml", FileType::XLAM),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml", FileType::PPTX),
    ("application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml", FileType::PPSX),
    ("application/vnd.openxmlformats-officedocument.presentationml.template.main+xml", FileType::POTX),
    ("application/vnd.ms-powerpoint.presentation.macroenabled.main+xml", FileType::PPTM),
    ("application/vnd.ms-powerpoint.slideshow.macroenabled.main+xml", FileType::PPSM),
    ("application/vnd.ms-powerpoint.template.macroenabled.main+xml", FileType::POTM),
    ("application/vnd.ms-powerpoint.addin.macroenabled.main+xml", FileType::PPAM),
    ("application/vnd.ms-visio.drawing.main+xml", FileType::VSDX),
    ("application/vnd.ms-visio.drawing.macroenabled.main+xml", FileType::VSDM),
    ("application/vnd.ms-package.xps-fixeddocumentsequence+xml", FileType::XPS),
    ("application/vnd.ms-package.3dmanufacturing-3dmodel+xml", FileType::THREE_MF),
];

/// How the types of the relationships to such a part end, in lower case.
const MAIN_RELATIONS: &[&str] = &[
    "/relationships/officedocument",
    "/visio/2010/relationships/document",
    "/fixedrepresentation",
    "/2013/01/3dmodel",
];

/// What the names of the entries show.
#[allow(clippy::struct_excessive_bools, reason = "each is a question of its own")]
#[derive(Default)]
struct Facts<'a> {
    mimetype: Option<Entry<'a>>,
    content_types: Option<Entry<'a>>,
    rels: Option<Entry<'a>>,
    manifest_json: Option<Entry<'a>>,
    manifest: Option<Entry<'a>>,
    container: bool,
    iwork: bool,
    slides: bool,
    history: bool,
    index: Option<Entry<'a>>,
    count: usize,
    files: usize,
    java: bool,
    android_manifest: bool,
    android_code: bool,
    bundle: bool,
    app: bool,
    addon: bool,
    appx: bool,
    vsix: bool,
    nuspec: bool,
    wheel: bool,
    kml: bool,
    open_document: bool,
    book: bool,
    arrays: usize,
    classes: usize,
    scene_first: bool,
    all_stored: bool,
}

impl<'a> Facts<'a> {
    fn gather(directory: &Directory<'a>) -> Self {
        let mut facts = Self { all_stored: true, ..Self::default() };
        for entry in directory.entries() {
            let path = entry.path();
            let name = path.as_ref();
            if facts.count == 0 {
                facts.scene_first = [&b".usd"[..], b".usda", b".usdc"].iter().any(|end| name.ends_with(end));
            }
            facts.all_stored &= entry.is_stored();
            facts.count += 1;
            facts.files += usize::from(!entry.is_folder());
            match name {
                b"mimetype" => facts.mimetype = facts.mimetype.or(Some(entry)),
                b"manifest.json" => facts.manifest_json = facts.manifest_json.or(Some(entry)),
                b"AndroidManifest.xml" => facts.android_manifest = true,
                b"classes.dex" | b"resources.arsc" => facts.android_code = true,
                b"BundleConfig.pb" | b"base/manifest/AndroidManifest.xml" => facts.bundle = true,
                b"install.rdf" | b"META-INF/mozilla.rsa" | b"META-INF/cose.sig" => facts.addon = true,
                b"AppxManifest.xml" | b"AppxMetadata/AppxBundleManifest.xml" => facts.appx = true,
                b"extension.vsixmanifest" => facts.vsix = true,
                b"doc.kml" => facts.kml = true,
                b"META-INF/manifest.xml" => {
                    facts.open_document = true;
                    facts.manifest = Some(entry);
                }
                b"content.xml" | b"styles.xml" | b"meta.xml" => facts.open_document = true,
                b"META-INF/container.xml" => {
                    facts.book = true;
                    facts.container = true;
                }
                b"WEB-INF/web.xml" | b"META-INF/application.xml" => facts.java = true,
                _ if name.eq_ignore_ascii_case(b"META-INF/MANIFEST.MF") => facts.java = true,
                _ if is_part(name, b"[Content_Types].xml") => facts.content_types = Some(entry),
                _ if is_part(name, b"_rels/.rels") => facts.rels = Some(entry),
                b"Index/Document.iwa" => facts.iwork = true,
                b"index.apxl" | b"index.apxl.gz" => facts.slides = true,
                b"index.xml" => facts.index = Some(entry),
                b"buildVersionHistory.plist" => facts.history = true,
                _ if name.starts_with(b"Index/Slide") => facts.slides = true,
                _ if name.ends_with(b".key/Index.zip") || name.ends_with(b".key/Index/Document.iwa") => {
                    facts.slides = true;
                }
                _ if name.ends_with(b".npy") => facts.arrays += 1,
                _ if name.ends_with(b".class") => facts.classes += 1,
                _ if name.ends_with(b".opf") => facts.book = true,
                _ if name.ends_with(b".nuspec") && !name.contains(&b'/') => facts.nuspec = true,
                _ if name.ends_with(b".dist-info/WHEEL") => {
                    facts.wheel |= name.split(|b| *b == b'/').count() == 2;
                }
                _ if name.starts_with(b"Payload/") && name.ends_with(b".app/Info.plist") => facts.app = true,
                _ => {}
            }
        }
        facts
    }
}

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

/// Whether an entry is a part of a package, or the first piece of one that is written in pieces (XPS).
fn is_part(name: &[u8], part: &[u8]) -> bool {
    let Some((begin, rest)) = name.split_at_checked(part.len()) else { return false };
    begin.eq_ignore_ascii_case(part) && matches!(rest, b"" | b"/[0].piece" | b"/[0].last.piece")
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

/// What `[Content_Types].xml` says, as far as it matters here.
#[derive(Default)]
struct ContentTypes {
    /// Part and type of every part that could make the package what it is.
    mains: Vec<(String, FileType)>,
    /// Extension and type.
    defaults: Vec<(String, FileType)>,
    /// Parts, in lower case, and extensions (`.bin`) that are macros or `ActiveX` controls, which run like them.
    macros: HashSet<String>,
    /// Parts and extensions that are objects of other programs.
    objects: HashSet<String>,
    macro_enabled: bool,
}

impl ContentTypes {
    fn read(content: &[u8]) -> Self {
        let mut types = Self::default();
        each_element(&decode(content), &mut |element| {
            let is_override = element.name == "Override";
            if !is_override && element.name != "Default" {
                return;
            }
            let content_type = element.attribute("ContentType").to_ascii_lowercase();
            let content_type = super::file_type::essence(&content_type);
            let place = if is_override {
                element.attribute("PartName").trim_start_matches('/').to_ascii_lowercase()
            } else {
                format!(".{}", element.attribute("Extension").to_ascii_lowercase())
            };
            if let Some((_, known)) = MAIN_PARTS.iter().find(|(name, _)| *name == content_type) {
                let list = if is_override { &mut types.mains } else { &mut types.defaults };
                list.push((place.clone(), *known));
            }
            types.macro_enabled |=
                content_type.contains("macroenabled") && !content_type.contains(".binary.");
            let runs = [".vbaproject", "macrosheet+xml", ".activex", ".activex+xml"];
            if runs.iter().any(|end| content_type.ends_with(end)) {
                types.macros.insert(place);
            } else if content_type.ends_with(".oleobject") {
                types.objects.insert(place);
            }
        });
        types
    }

    fn main_type(&self, part: &str) -> Option<FileType> {
        let part = part.trim_start_matches("./").trim_start_matches('/').to_ascii_lowercase();
        let named = self.mains.iter().find(|(name, _)| *name == part);
        let by_extension = || self.defaults.iter().find(|(dotted, _)| *dotted == extension_of(&part));
        named.or_else(by_extension).map(|(_, known)| *known)
    }
}

/// With its dot; empty where there is none.
fn extension_of(part: &str) -> &str {
    part.rfind('.').map_or("", |dot| &part[dot..])
}

/// What a document brings besides its text and pictures.
pub(super) fn inspect<'a>(
    source: &Source<'a>,
    directory: &Directory<'a>,
    file_type: FileType,
    findings: &mut Findings,
) {
    let facts = Facts::gather(directory);
    let is_document = matches!(file_type.class(), Class::Document | Class::Image);
    if is_document && facts.java {
        // Java starts whatever has a manifest and classes, whatever else it is.
        findings.at(FindingKind::Polyglot, 0);
    }
    let mut parts = Parts { source, left: TOTAL_MAX };
    if let Some(entry) = &facts.content_types {
        inspect_package(directory, entry, &mut parts, findings);
    }
    let is_open = facts.mimetype.is_some() || (facts.manifest.is_some() && facts.content_types.is_none());
    if is_open && facts.open_document {
        inspect_open_document(directory, &mut parts, findings);
    }
}

/// Reads parts until a file's share is used up.
struct Parts<'s, 'a> {
    source: &'s Source<'a>,
    left: usize,
}

impl<'a> Parts<'_, 'a> {
    /// At most `limit` bytes of a part, and whether that is all of it.
    fn read(&mut self, entry: &Entry<'a>, limit: usize, findings: &mut Findings) -> (Cow<'a, [u8]>, bool) {
        match entry.content(self.source, limit.min(self.left)) {
            Ok((content, complete)) => {
                self.left -= content.len();
                (content, complete)
            }
            Err(Unreadable::Broken) => {
                findings.at(FindingKind::Malformed, entry.at);
                (Cow::Borrowed(&[]), true)
            }
            Err(Unreadable::Unseen | Unreadable::Method) => {
                findings.at(FindingKind::Unread, entry.at);
                (Cow::Borrowed(&[]), false)
            }
        }
    }
}

fn inspect_package<'a>(
    directory: &Directory<'a>,
    content_types: &Entry<'a>,
    parts: &mut Parts<'_, 'a>,
    findings: &mut Findings,
) {
    // Long lists name thousands of slides; what matters of a part stands in the relationship that leads to it, too.
    let (content, _) = parts.read(content_types, PART_MAX, findings);
    let types = ContentTypes::read(&content);
    if types.macro_enabled {
        findings.at(FindingKind::Macro, content_types.at);
    }
    for entry in directory.entries().filter(|entry| !entry.is_folder()) {
        let name = String::from_utf8_lossy(&entry.path()).to_ascii_lowercase();
        let last = name.rsplit('/').next().unwrap_or_default();
        let covers = |set: &HashSet<String>| set.contains(&name) || set.contains(extension_of(&name));
        if (last.starts_with("vbaproject") && extension_of(last) == ".bin")
            || last == "vbadata.xml"
            || name.contains("/macrosheets/")
            || name.contains("/activex/")
            || covers(&types.macros)
        {
            findings.at(FindingKind::Macro, entry.at);
        }
        let is_embedded = name.contains("/embeddings/") && !is_plain_package(&name);
        if is_embedded
            || (last.starts_with("oleobject") && extension_of(last) == ".bin")
            || covers(&types.objects)
        {
            findings.at(FindingKind::Embedded, entry.at);
        }
        // Cells that come from another workbook, from a program that is asked for them (DDE), or from a query.
        let is_linked = name.starts_with("xl/externallinks/") || name == "xl/connections.xml";
        if is_linked && extension_of(last) != ".rels" {
            findings.at(FindingKind::External, entry.at);
        }
        if extension_of(last) == ".rels" {
            let (content, complete) = parts.read(&entry, RELS_MAX, findings);
            if !complete {
                findings.at(FindingKind::Unread, entry.at);
            }
            each_relation(&content, &mut |relation| {
                if let Some(kind) = relation.finding() {
                    findings.at(kind, entry.at);
                }
            });
        }
    }
}

/// A chart keeps its numbers in a workbook inside the document: packages without macros are no objects.
fn is_plain_package(name: &str) -> bool {
    ["xlsx", "docx", "pptx", "sldx", "vsdx"]
        .iter()
        .any(|known| name.strip_suffix(known).is_some_and(|stem| stem.ends_with('.')))
}

fn inspect_open_document<'a>(directory: &Directory<'a>, parts: &mut Parts<'_, 'a>, findings: &mut Findings) {
    for entry in directory.entries().filter(|entry| !entry.is_folder()) {
        let path = entry.path();
        let name = path.as_ref();
        let last = name.rsplit(|b| *b == b'/').next().unwrap_or_default();
        // The lists of a library are written even where it holds no module.
        let is_list =
            matches!(last, b"script-lb.xml" | b"script-lc.xml" | b"dialog-lb.xml" | b"dialog-lc.xml");
        let is_macro = name.starts_with(b"Basic/") && !is_list;
        if is_macro || name.starts_with(b"Scripts/") || (name.starts_with(b"Dialogs/") && !is_list) {
            findings.at(FindingKind::Macro, entry.at);
        }
    }
    let Some(manifest) = directory.find(b"META-INF/manifest.xml") else { return };
    let (content, complete) = parts.read(&manifest, PART_MAX, findings);
    if !complete {
        findings.at(FindingKind::Unread, manifest.at);
    }
    each_element(&decode(&content), &mut |element| {
        if element.name == "encryption-data" {
            findings.at(FindingKind::Encrypted, manifest.at);
        }
        let media = element.attribute("media-type");
        if media.ends_with("oleobject") && element.name == "file-entry" {
            findings.at(FindingKind::Embedded, manifest.at);
        }
    });
}

/// A `Relationship` element.
struct Relation {
    kind: String,
    target: String,
    is_external: bool,
}

impl Relation {
    fn finding(&self) -> Option<FindingKind> {
        let kind = self.kind.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        if !self.is_external {
            return match kind.as_str() {
                "vbaproject" | "xlmacrosheet" | "xlintlmacrosheet" | "control" | "activexcontrolbinary" => {
                    Some(FindingKind::Macro)
                }
                // HTML, RTF or a whole other document that is read into this one when it opens.
                "afchunk" => Some(FindingKind::Template),
                "oleobject" => Some(FindingKind::Embedded),
                _ => None,
            };
        }
        if kind == "hyperlink" || is_local(&self.target) {
            return None;
        }
        let is_media = matches!(
            kind.as_str(),
            "image" | "audio" | "video" | "media" | "externallinkpath" | "xlexternallinkpath" | "linkedimage"
        );
        Some(if is_media { FindingKind::External } else { FindingKind::Template })
    }
}

/// Whether a target stays on the machine that opens it: a drive, or a path without a host. Word writes the path of the
/// template that a document was made from.
fn is_local(target: &str) -> bool {
    let target = target.trim().to_ascii_lowercase().replace('\\', "/");
    let path = match target.strip_prefix("file:") {
        Some(rest) => rest.strip_prefix("///").or_else(|| rest.strip_prefix("//localhost/")).unwrap_or(rest),
        None => &target,
    };
    let is_drive = matches!(path.as_bytes(), [letter, b':' | b'|', ..] if letter.is_ascii_alphabetic());
    is_drive || (!path.starts_with("//") && !path.contains(':'))
}

fn each_relation(content: &[u8], found: &mut dyn FnMut(Relation)) {
    each_element(&decode(content), &mut |element| {
        if element.name == "Relationship" {
            found(Relation {
                kind: element.attribute("Type").into_owned(),
                target: element.attribute("Target").into_owned(),
                is_external: element.attribute("TargetMode").eq_ignore_ascii_case("external"),
            });
        }
    });
}

/// Text of a part: UTF-8, or UTF-16 where it begins so.
fn decode(content: &[u8]) -> Cow<'_, str> {
    let wide = |unit: fn([u8; 2]) -> u16| {
        let units = content.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        Cow::Owned(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
    };
    match content {
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] | [0, b'<', ..] => wide(u16::from_be_bytes),
        _ => String::from_utf8_lossy(content),
    }
}

/// A start tag: its name without prefix, and its attributes.
struct Element<'x> {
    name: &'x str,
    attributes: &'x str,
}

impl<'x> Element<'x> {
    /// The value of an attribute, named without prefix, references resolved; empty where it is not there.
    fn attribute(&self, name: &str) -> Cow<'x, str> {
        let mut rest = self.attributes;
        // All slices end beside a quote, `=` or `<`: ASCII, so between characters.
        while let Some(equals) = rest.find('=') {
            let key = rest[..equals].trim().rsplit([' ', '\t', '\r', '\n', ':']).next().unwrap_or_default();
            let value = rest[equals + 1..].trim_start();
            let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { break };
            let Some(len) = value[1..].find(quote) else { break };
            if key == name {
                return resolve(&value[1..=len]);
            }
            rest = &value[len + 2..];
        }
        Cow::Borrowed("")
    }
}

/// Calls `found` for each start tag of a well-formed XML text, outside comments, CDATA and instructions.
fn each_element(text: &str, found: &mut dyn FnMut(&Element<'_>)) {
    // As above, each place is beside an ASCII character that was just found.
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        let skip = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")];
        if let Some((start, end)) = skip.iter().find(|(start, _)| rest.starts_with(start)) {
            let body = &rest[start.len()..];
            match body.find(end) {
                Some(at) => rest = &body[at + end.len()..],
                None => return,
            }
            continue;
        }
        // `>` may stand in a value.
        let mut quote = None;
        let end = rest.bytes().position(|b| {
            if let Some(open) = quote {
                if b == open {
                    quote = None;
                }
                return false;
            }
            if matches!(b, b'"' | b'\'') {
                quote = Some(b);
            }
            b == b'>'
        });
        let Some(end) = end else { return };
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        if tag.starts_with(['/', '!']) {
            continue;
        }
        let name_end = tag.find([' ', '\t', '\r', '\n', '/']).unwrap_or(tag.len());
        let name = tag[..name_end].rsplit(':').next().unwrap_or_default();
        found(&Element { name, attributes: &tag[name_end..] });
    }
}

/// Character references and XML's five entities.
fn resolve(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // The longest that means anything is `&#x10FFFF;`, with room for zeros in front.
        // `end` is behind the `&` at 0.
        let window = rest.bytes().take(24).position(|b| b == b';');
        let resolved = window.and_then(|end| {
            let name = &rest[1..end];
            let found = match name {
                "amp" => Some('&'),
                "lt" => Some('<'),
                "gt" => Some('>'),
                "quot" => Some('"'),
                "apos" => Some('\''),
                _ => name.strip_prefix('#').and_then(|number| {
                    let code = match number.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16).ok(),
                        None => number.parse().ok(),
                    };
                    code.and_then(char::from_u32)
                }),
            };
            found.map(|c| (c, end + 1))
        });
        let (c, len) = resolved.unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[len..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}
