//! The names that may be listed, and the values that may not.

use super::super::element::{Element, Tag, tag};
use super::super::name::Name;
use crate::attr;

/// Shapes and text. `title`, `desc` and `foreignObject` hold HTML, `use`, `image` and filters load, `set` and
/// `animate` write.
pub(super) const SVG_ELEMENTS: &[&str] = &[
    "svg",
    "g",
    "path",
    "circle",
    "ellipse",
    "line",
    "rect",
    "polygon",
    "polyline",
    "text",
    "tspan",
    "linearGradient",
    "radialGradient",
    "stop",
    "defs",
];

pub(super) const SVG_ATTRIBUTES: &[&str] = &[
    "viewBox",
    "preserveAspectRatio",
    "width",
    "height",
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "fx",
    "fy",
    "dx",
    "dy",
    "d",
    "points",
    "transform",
    "fill",
    "fill-opacity",
    "fill-rule",
    "clip-rule",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-opacity",
    "opacity",
    "offset",
    "stop-color",
    "stop-opacity",
    "gradientUnits",
    "gradientTransform",
    "spreadMethod",
    "text-anchor",
    "font-size",
    "font-weight",
    "color",
    "aria-hidden",
    "aria-label",
    "role",
    "dominant-baseline",
    "vector-effect",
];

/// Presentation markup. `annotation-xml` holds HTML, `mglyph` and `malignmark` change the parser's mind, `maction`
/// acts.
pub(super) const MATH_ELEMENTS: &[&str] = &[
    "math",
    "mrow",
    "mi",
    "mn",
    "mo",
    "ms",
    "mtext",
    "mspace",
    "mfrac",
    "msqrt",
    "mroot",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mmultiscripts",
    "mprescripts",
    "mtable",
    "mtr",
    "mtd",
    "mstyle",
    "mpadded",
    "mphantom",
    "menclose",
    "merror",
    "none",
    "semantics",
    "annotation",
];

pub(super) const MATH_ATTRIBUTES: &[&str] = &[
    "display",
    "displaystyle",
    "scriptlevel",
    "mathvariant",
    "mathsize",
    "mathcolor",
    "mathbackground",
    "dir",
    "accent",
    "accentunder",
    "columnalign",
    "rowalign",
    "columnspan",
    "rowspan",
    "fence",
    "stretchy",
    "symmetric",
    "separator",
    "largeop",
    "movablelimits",
    "lspace",
    "rspace",
    "linethickness",
    "notation",
    "width",
    "height",
    "depth",
    "voffset",
    "minsize",
    "maxsize",
    "encoding",
];

/// What goes with its content. None of them can be listed, which `ammonia` asserts.
pub(super) const DROPPED: &[&str] = &[
    "script",
    "style",
    "title",
    "textarea",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
    "template",
    "annotation-xml",
    "foreignObject",
    "desc",
    "object",
    "embed",
    "select",
];

/// Names with a hyphen that the standards took for something else.
const NOT_CUSTOM: &[&str] = &[
    "annotation-xml",
    "color-profile",
    "font-face",
    "font-face-src",
    "font-face-uri",
    "font-face-format",
    "font-face-name",
    "missing-glyph",
];

pub(super) fn is_element(name: &str) -> bool {
    let is_lower =
        name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let is_custom = is_lower
        && name.contains('-')
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && !NOT_CUSTOM.contains(&name);
    let is_known = is_lower
        && match tag(Name::of(name.as_bytes())) {
            // The tokenizer of old browsers and forms have their own ideas of it.
            Tag::Known(element) => element != Element::Input,
            _ => false,
        };
    is_custom || is_known || SVG_ELEMENTS.contains(&name) || MATH_ELEMENTS.contains(&name)
}

pub(super) fn is_attribute(name: &str) -> bool {
    let is_lower = !name.bytes().any(|byte| byte.is_ascii_uppercase());
    (is_lower && attr::check_name(name).is_ok())
        || is_link(name)
        || name == "class"
        || SVG_ATTRIBUTES.contains(&name)
        || MATH_ATTRIBUTES.contains(&name)
}

pub(super) fn is_link(name: &str) -> bool {
    matches!(name, "href" | "src" | "cite")
}

/// Attributes whose values are words for people, in which `url(` means nothing.
pub(super) fn is_prose(name: &str) -> bool {
    matches!(name, "title" | "alt" | "rel" | "class") || name.starts_with("aria-")
}

/// Whether a value of CSS may load something, or is spelled so that one cannot see it.
pub(super) fn loads(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    lower.contains('\\')
        || ["url(", "src(", "image(", "image-set(", "expression(", "element("]
            .iter()
            .any(|part| lower.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dropped_cannot_be_listed() {
        for name in DROPPED {
            assert!(!is_element(name), "{name}");
        }
    }
}
