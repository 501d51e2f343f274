//! What a document brings besides its text and pictures: macros, objects, what it loads.

use super::content_types::{ContentTypes, extension_of};
use super::elements::{decode, each_element};
use super::facts::Facts;
use super::parts::{PART_MAX, Parts, RELS_MAX, TOTAL_MAX};
use super::relations::{each_relation, is_plain_package};
use crate::upload::file_type::{Class, FileType};
use crate::upload::finding::{FindingKind, Findings};
use crate::upload::format::zip::{Directory, Entry};
use crate::upload::source::Source;
use std::collections::HashSet;

/// What a document brings besides its text and pictures.
pub(in crate::upload) fn inspect<'a>(
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
        // The same as their relations say, for readers that go by the names.
        let is_linked = name.starts_with("xl/externallinks/") || name == "xl/connections.xml";
        if is_linked && extension_of(last) != ".rels" {
            findings.at(FindingKind::External, entry.at);
        }
        if extension_of(last) == ".rels" {
            let (content, complete) = parts.read(&entry, RELS_MAX, findings);
            if !complete {
                findings.at(FindingKind::Unread, entry.at);
            }
            let is_read = each_relation(&content, &mut |relation| {
                if let Some(kind) = relation.finding() {
                    findings.at(kind, entry.at);
                }
            });
            if complete && !is_read {
                findings.at(FindingKind::Malformed, entry.at);
            }
        }
    }
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
