//! `[Content_Types].xml`: the type of each part of a package.

use super::elements::{decode, each_element};
use crate::upload::file_type::FileType;
use crate::upload::format::table::essence;
use std::collections::HashSet;

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

/// What `[Content_Types].xml` says, as far as it matters here.
#[derive(Default)]
pub(super) struct ContentTypes {
    /// Part and type of every part that could make the package what it is.
    pub(super) mains: Vec<(String, FileType)>,
    /// Extension and type.
    defaults: Vec<(String, FileType)>,
    /// Parts, in lower case, and extensions (`.bin`) that are macros or `ActiveX` controls, which run like them.
    pub(super) macros: HashSet<String>,
    /// Parts and extensions that are objects of other programs.
    pub(super) objects: HashSet<String>,
    pub(super) macro_enabled: bool,
}

impl ContentTypes {
    pub(super) fn read(content: &[u8]) -> Self {
        let mut types = Self::default();
        each_element(&decode(content), &mut |element| {
            let is_override = element.name == "Override";
            if !is_override && element.name != "Default" {
                return;
            }
            let content_type = element.attribute("ContentType").to_ascii_lowercase();
            let content_type = essence(&content_type);
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

    pub(super) fn main_type(&self, part: &str) -> Option<FileType> {
        let part = part.trim_start_matches("./").trim_start_matches('/').to_ascii_lowercase();
        let named = self.mains.iter().find(|(name, _)| *name == part);
        let by_extension = || self.defaults.iter().find(|(dotted, _)| *dotted == extension_of(&part));
        named.or_else(by_extension).map(|(_, known)| *known)
    }
}

/// With its dot; empty where there is none.
pub(super) fn extension_of(part: &str) -> &str {
    part.rfind('.').map_or("", |dot| &part[dot..])
}
