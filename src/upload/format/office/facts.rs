//! What the names of the entries of an archive show.

use crate::upload::format::zip::{Directory, Entry};

/// Whether an entry is a part of a package, or the first piece of one that is written in pieces (XPS).
fn is_part(name: &[u8], part: &[u8]) -> bool {
    let Some((begin, rest)) = name.split_at_checked(part.len()) else { return false };
    begin.eq_ignore_ascii_case(part) && matches!(rest, b"" | b"/[0].piece" | b"/[0].last.piece")
}

/// What the names of the entries show.
#[allow(clippy::struct_excessive_bools, reason = "each is a question of its own")]
#[derive(Default)]
pub(super) struct Facts<'a> {
    pub(super) mimetype: Option<Entry<'a>>,
    pub(super) content_types: Option<Entry<'a>>,
    pub(super) rels: Option<Entry<'a>>,
    pub(super) manifest_json: Option<Entry<'a>>,
    pub(super) manifest: Option<Entry<'a>>,
    pub(super) container: bool,
    pub(super) iwork: bool,
    pub(super) slides: bool,
    pub(super) history: bool,
    pub(super) index: Option<Entry<'a>>,
    pub(super) count: usize,
    pub(super) files: usize,
    pub(super) java: bool,
    pub(super) android_manifest: bool,
    pub(super) android_code: bool,
    pub(super) bundle: bool,
    pub(super) app: bool,
    pub(super) addon: bool,
    pub(super) appx: bool,
    pub(super) vsix: bool,
    pub(super) nuspec: bool,
    pub(super) wheel: bool,
    pub(super) kml: bool,
    pub(super) open_document: bool,
    pub(super) book: bool,
    pub(super) arrays: usize,
    pub(super) classes: usize,
    pub(super) scene_first: bool,
    pub(super) all_stored: bool,
}

impl<'a> Facts<'a> {
    pub(super) fn gather(directory: &Directory<'a>) -> Self {
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
