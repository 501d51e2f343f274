//! Relationships: what a part of a package leads to, inside the package and outside.

use super::content_types::extension_of;
use super::elements::{decode, each_element};
use crate::upload::finding::FindingKind;

/// A `Relationship` element.
pub(super) struct Relation {
    pub(super) kind: String,
    pub(super) target: String,
    pub(super) is_external: bool,
}

impl Relation {
    pub(super) fn finding(&self) -> Option<FindingKind> {
        let kind = self.kind.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        if !self.is_external {
            return match kind.as_str() {
                "vbaproject" | "xlmacrosheet" | "xlintlmacrosheet" | "control" | "activexcontrolbinary" => {
                    Some(FindingKind::Macro)
                }
                // HTML, RTF or a whole other document that is read into this one when it opens.
                "afchunk" => Some(FindingKind::Template),
                "oleobject" => Some(FindingKind::Embedded),
                "package" if !is_plain_package(&self.target) => Some(FindingKind::Embedded),
                // Cells that come from another workbook, from a program that is asked for them (DDE), or from a query.
                "externallink" | "connections" => Some(FindingKind::External),
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

/// A chart keeps its numbers in a workbook inside the document: packages without macros are no objects.
pub(super) fn is_plain_package(name: &str) -> bool {
    ["xlsx", "docx", "pptx", "sldx", "vsdx"].iter().any(|known| extension_of(name).get(1..) == Some(known))
}

/// Whether a target stays on the machine that opens it: a drive, or a path without a host. Word writes the path of the
/// template that a document was made from.
fn is_local(target: &str) -> bool {
    let target =
        target.trim().to_ascii_lowercase().replace("%5c", "/").replace("%2f", "/").replace('\\', "/");
    let path = match target.strip_prefix("file:") {
        // Four slashes are the two of a host and those of the address before them.
        Some(rest) if rest.starts_with("////") => "//",
        Some(rest) => rest.strip_prefix("///").or_else(|| rest.strip_prefix("//localhost/")).unwrap_or(rest),
        None => &target,
    };
    let is_drive = matches!(path.as_bytes(), [letter, b':' | b'|', ..] if letter.is_ascii_alphabetic());
    is_drive || (!path.starts_with("//") && !path.contains(':'))
}

/// Calls `found` for each relationship of a list; false where the list is no XML to its end.
pub(super) fn each_relation(content: &[u8], found: &mut dyn FnMut(Relation)) -> bool {
    each_element(&decode(content), &mut |element| {
        if element.name == "Relationship" {
            found(Relation {
                kind: element.attribute("Type").into_owned(),
                target: element.attribute("Target").into_owned(),
                is_external: element.attribute("TargetMode").eq_ignore_ascii_case("external"),
            });
        }
    })
}
