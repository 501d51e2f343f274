//! Every attribute name this crate knows, by what a hostile value could do with it.
//!
//! The lists hold the attributes of HTML (the standard's index, obsolete ones included), those of SVG and `MathML`
//! that load or call something, and those that script libraries look for. A name on no list is refused as well,
//! so a list of refused names is only there to tell the reason.

use super::error::AttrErrorKind;

/// Names whose value is text, a number or a switch, whatever the element.
const INERT: &[&str] = &[
    // Text, and what kind of text it is.
    "title",
    "alt",
    "label",
    "abbr",
    "placeholder",
    "summary",
    "lang",
    "hreflang",
    "srclang",
    "dir",
    "translate",
    "datetime",
    "value",
    "role",
    "itemprop",
    "itemscope",
    // Tables and lists.
    "colspan",
    "rowspan",
    "span",
    "scope",
    "axis",
    "start",
    "reversed",
    // Numbers and limits of form fields, gauges and pictures.
    "cols",
    "rows",
    "size",
    "maxlength",
    "minlength",
    "min",
    "max",
    "step",
    "low",
    "high",
    "optimum",
    "width",
    "height",
    "coords",
    "shape",
    "decoding",
    // State that a visitor can see or undo.
    "checked",
    "selected",
    "disabled",
    "readonly",
    "required",
    "multiple",
    "hidden",
    "open",
    "controls",
    "muted",
    "playsinline",
    "kind",
    // Hints for keyboards and line breaks.
    "accept",
    "autocapitalize",
    "autocorrect",
    "enterkeyhint",
    "inputmode",
    "wrap",
    // Presentation from before CSS: a word, a number or a colour, never a declaration.
    "align",
    "valign",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "char",
    "charoff",
    "clear",
    "color",
    "compact",
    "face",
    "frame",
    "hspace",
    "noshade",
    "nowrap",
    "rules",
    "vspace",
];

const STYLE: &[&str] = &[
    "style",
    // Presentation attributes of SVG: each takes `url(…)`.
    "fill",
    "stroke",
    "filter",
    "mask",
    "clip-path",
    "marker",
    "marker-start",
    "marker-mid",
    "marker-end",
    "cursor",
    "color-profile",
];

const DOCUMENT: &[&str] = &[
    "srcdoc",
    "shadowrootmode",
    "shadowrootdelegatesfocus",
    "shadowrootclonable",
    "shadowrootserializable",
    "shadowrootcustomelementregistry",
];

const URL: &[&str] = &[
    "href",
    "src",
    "srcset",
    "action",
    "formaction",
    "data",
    "poster",
    "ping",
    "cite",
    "background",
    "longdesc",
    "manifest",
    "usemap",
    "imagesrcset",
    "attributionsrc",
    "itemid",
    "itemtype",
    // Obsolete, and still loaded by some program.
    "archive",
    "classid",
    "code",
    "codebase",
    "dynsrc",
    "icon",
    "lowsrc",
    "datasrc",
    "object",
    "profile",
    "urn",
    // XML, MathML, RDFa; `xlink:…` and `xmlns…` are refused by prefix.
    "xml:base",
    "definitionurl",
    "about",
    "resource",
    "vocab",
    "prefix",
    // SVG animation writes its values into any attribute, `href` included.
    "attributename",
    "from",
    "to",
    "by",
    "values",
];

/// Exact names; see also [`framework_prefix`].
const FRAMEWORK: &[&str] = &["is", "dojotype", "itemtemplate", "routerlink", "formcontrolname"];

const IDENTITY: &[&str] = &[
    "id",
    "name",
    "class",
    "for",
    "form",
    "headers",
    "list",
    "itemref",
    "slot",
    "part",
    "exportparts",
    "datafld",
    "anchor",
];

const SECURITY: &[&str] = &[
    "nonce",
    "integrity",
    "sandbox",
    "allow",
    "allowfullscreen",
    "csp",
    "credentialless",
    "crossorigin",
    "referrerpolicy",
    "rel",
    "rev",
    "target",
    "type",
    "language",
    "as",
    "async",
    "defer",
    "nomodule",
    "blocking",
    "http-equiv",
    "content",
    "charset",
    "accept-charset",
    "method",
    "enctype",
    "formmethod",
    "formenctype",
    "formtarget",
    "privatetoken",
    "browsingtopics",
    "adauctionheaders",
    "sharedstoragewritable",
];

const BEHAVIOR: &[&str] = &[
    "accesskey",
    "autofocus",
    "contenteditable",
    "tabindex",
    "inert",
    "draggable",
    "spellcheck",
    "writingsuggestions",
    "autocomplete",
    "dirname",
    "pattern",
    "novalidate",
    "formnovalidate",
    "capture",
    "download",
    "popover",
    "popovertarget",
    "popovertargetaction",
    "command",
    "commandfor",
    "closedby",
    "interestfor",
    "ismap",
    "autoplay",
    "loop",
    "preload",
    "default",
    "loading",
    "fetchpriority",
    "media",
    "sizes",
    "imagesizes",
    "noresize",
    "scrolling",
    "actiontype",
    "begin",
    "end",
];

/// What the name alone allows, as a browser reads it: ASCII case does not matter.
pub(crate) const fn classify(name: &str) -> Result<(), AttrErrorKind> {
    let name = name.as_bytes();
    if let Some(at) = first_foreign(name) {
        return Err(AttrErrorKind::Syntax { at });
    }
    if is_below(name, b"on") {
        return Err(AttrErrorKind::Handler);
    }
    if contains(INERT, name) || is_aria(name) {
        return Ok(());
    }
    Err(if contains(URL, name) || is_below(name, b"xlink:") || is_below(name, b"xmlns") {
        AttrErrorKind::Url
    } else if contains(STYLE, name) {
        AttrErrorKind::Style
    } else if contains(DOCUMENT, name) {
        AttrErrorKind::Document
    } else if contains(IDENTITY, name) {
        AttrErrorKind::Identity
    } else if contains(SECURITY, name) {
        AttrErrorKind::Security
    } else if contains(BEHAVIOR, name) {
        AttrErrorKind::Behavior
    } else if is_below(name, b"data-") {
        AttrErrorKind::Data
    } else if contains(FRAMEWORK, name) || framework_prefix(name) || has_mark(name) {
        AttrErrorKind::Framework
    } else {
        AttrErrorKind::Unknown
    })
}

/// The first byte that a tokenizer would not take as a part of the name, or that no list could match.
///
/// Refusing everything but ASCII keeps letters out that fold to ASCII ones elsewhere (U+212A, U+017F).
const fn first_foreign(name: &[u8]) -> Option<usize> {
    if name.is_empty() {
        return Some(0);
    }
    let mut at = 0;
    while at < name.len() {
        if !name[at].is_ascii_graphic() || matches!(name[at], b'"' | b'\'' | b'<' | b'>' | b'/' | b'=' | b'`')
        {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// `aria-` and letters.
///
/// The pattern, not the list of WAI-ARIA 1.2: the prefix is reserved for accessibility, where every value is read
/// to a person and none is run or loaded, so a list would only refuse what the next version adds.
const fn is_aria(name: &[u8]) -> bool {
    const PREFIX: &[u8] = b"aria-";
    if !is_below(name, PREFIX) || name.len() == PREFIX.len() {
        return false;
    }
    let mut at = PREFIX.len();
    while at < name.len() {
        if !name[at].is_ascii_alphabetic() {
            return false;
        }
        at += 1;
    }
    true
}

/// Prefixes that no attribute of HTML begins with, and that a library takes for its own.
const fn framework_prefix(name: &[u8]) -> bool {
    const PREFIXES: [&[u8]; 15] = [
        b"hx-",
        b"x-",
        b"v-",
        b"ng",
        b"js",
        b"up-",
        b"phx-",
        b"ic-",
        b"fx-",
        b"wire-",
        b"uk-",
        b"amp-",
        b"mv-",
        b"t-",
        b"unicorn-",
    ];
    let mut at = 0;
    while at < PREFIXES.len() {
        if is_below(name, PREFIXES[at]) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether anything but letters, digits and hyphens stands in the name: `@click`, `:href`, `(click)`, `[src]`,
/// `wire:click`, `_`, `{{x}}`.
const fn has_mark(name: &[u8]) -> bool {
    let mut at = 0;
    while at < name.len() {
        if !name[at].is_ascii_alphanumeric() && name[at] != b'-' {
            return true;
        }
        at += 1;
    }
    false
}

const fn contains(list: &[&str], name: &[u8]) -> bool {
    let mut at = 0;
    while at < list.len() {
        // Most entries differ in length already, so a look-up compares a handful.
        if list[at].len() == name.len() && is_below(name, list[at].as_bytes()) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether the name begins with a lower-case prefix, in any ASCII case.
const fn is_below(name: &[u8], prefix: &[u8]) -> bool {
    if name.len() < prefix.len() {
        return false;
    }
    let mut at = 0;
    while at < prefix.len() {
        if name[at].to_ascii_lowercase() != prefix[at] {
            return false;
        }
        at += 1;
    }
    true
}

// A name on two lists, or one in upper case, would make the order of the look-ups part of the rule.
const _: () = {
    let lists = [INERT, STYLE, DOCUMENT, URL, FRAMEWORK, IDENTITY, SECURITY, BEHAVIOR];
    let mut list = 0;
    while list < lists.len() {
        let mut entry = 0;
        while entry < lists[list].len() {
            let name = lists[list][entry].as_bytes();
            let mut at = 0;
            while at < name.len() {
                assert!(!name[at].is_ascii_uppercase(), "an entry is not in lower case");
                at += 1;
            }
            let mut other = list + 1;
            while other < lists.len() {
                assert!(!contains(lists[other], name), "an entry stands on two lists");
                other += 1;
            }
            entry += 1;
        }
        list += 1;
    }
};
