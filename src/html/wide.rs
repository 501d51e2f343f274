//! What the closed vocabulary leaves out: SVG, `MathML`, `style` properties, custom elements, through `ammonia`.
//!
//! ```
//! use untaint::html::wide::{self, WidePolicy};
//!
//! let formula = "<p>Half: <math><mfrac><mn>1</mn><mn onclick=x()>2</mn></mfrac></math><script>x()</script>";
//! let clean = wide::sanitize(formula, WidePolicy::math())?;
//! assert_eq!(clean, "<p>Half: <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math></p>");
//! // 17 KB of this become 9 MB in `ammonia`.
//! let bomb: String = (0..1300).map(|i| format!("<p><b title={i}>x")).collect();
//! assert_eq!(wide::sanitize(&bomb, WidePolicy::math()).unwrap_err().code(), "html.wide.formatting");
//! # Ok::<(), wide::WideError>(())
//! ```
//!
//! Use [`html::sanitize`](super::sanitize) where its vocabulary is enough: it takes every input, is many times as fast
//! and has no other parser inside the parser.
//!
//! # How it decides
//! A scan counts what makes a tree builder expensive, and refuses too much of it before `ammonia` sees the text. The
//! counts are of bytes, wherever they stand: no quote, comment or raw text hides a tag from them. What `ammonia` writes
//! is counted and cleaned again, until that changes nothing; what still changes the fourth time is refused. So
//! what comes out is what the standard's parser makes of it.
//!
//! # Untrusted input
//! Memory and output are bounded by the policy's limits, time by their products (tags by tags, tags by bytes): some tens
//! of milliseconds for the worst inputs we know under the default limits. Nothing here panics, and every setting on
//! which `ammonia` panics is a [`PolicyError`] when the policy is built. `ammonia` and `html5ever` keep assertions about
//! their own trees, which no input is known to reach.

use super::element::{Element, Tag, tag};
use super::name::Name;
use super::safe_html::SafeHtml;
use super::tokenizer::{Reading, Tokenizer};
use crate::attr;
use crate::error::{PolicyError, Violation};
use crate::uri::{self, UriPolicy};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

/// Why [`sanitize`] refused some HTML.
///
/// Nothing of the HTML is in it: only the reason and the policy's limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{kind}")]
pub struct WideError {
    kind: WideErrorKind,
}

/// The reasons of a [`WideError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum WideErrorKind {
    /// The input is too long.
    #[error("the HTML is longer than {max} bytes")]
    Input {
        /// The policy's limit in bytes.
        max: usize,
    },
    /// Too many tags.
    #[error("the HTML has more than {max} tags")]
    Tags {
        /// The policy's limit, start and end tags together.
        max: usize,
    },
    /// Too many attributes on one tag.
    #[error("a tag has more than {max} attributes")]
    Attributes {
        /// The policy's limit.
        max: usize,
    },
    /// Formatting elements that a tree builder could reopen until memory is full.
    #[error("too many different or too long tags of formatting elements")]
    Formatting,
    /// Too many `&` or characters that the serialiser handles one by one, for the length.
    #[error("too many character references or no-break spaces")]
    References,
    /// Elements are nested too deeply.
    #[error("elements are nested more than {max} deep")]
    Depth {
        /// The policy's limit.
        max: usize,
    },
    /// The output is too long.
    #[error("the clean HTML is longer than {max} bytes")]
    Output {
        /// The policy's limit in bytes.
        max: usize,
    },
    /// Each cleaning changes the HTML again.
    #[error("the HTML does not come to rest")]
    Unstable,
}

impl WideError {
    /// The reason.
    #[must_use]
    pub fn kind(&self) -> WideErrorKind {
        self.kind
    }

    /// The reason's name, stable over releases.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.kind {
            WideErrorKind::Input { .. } => "html.wide.input",
            WideErrorKind::Tags { .. } => "html.wide.tags",
            WideErrorKind::Attributes { .. } => "html.wide.attributes",
            WideErrorKind::Formatting => "html.wide.formatting",
            WideErrorKind::References => "html.wide.references",
            WideErrorKind::Depth { .. } => "html.wide.depth",
            WideErrorKind::Output { .. } => "html.wide.output",
            WideErrorKind::Unstable => "html.wide.unstable",
        }
    }
}

impl From<WideErrorKind> for WideError {
    fn from(kind: WideErrorKind) -> Self {
        Self { kind }
    }
}

impl From<WideError> for Violation {
    fn from(error: WideError) -> Self {
        let violation = Self::new(error.code()).with_detail(error.to_string());
        match error.kind {
            WideErrorKind::Input { max }
            | WideErrorKind::Tags { max }
            | WideErrorKind::Attributes { max }
            | WideErrorKind::Depth { max }
            | WideErrorKind::Output { max } => violation.with_param("max", max),
            WideErrorKind::Formatting | WideErrorKind::References | WideErrorKind::Unstable => violation,
        }
    }
}

/// Which HTML [`sanitize`] keeps: a preset, or built once, in a `static`.
///
/// # Examples
/// ```
/// use untaint::html::wide::{self, WidePolicy};
///
/// let policy = WidePolicy::builder()
///     .tags(["p", "user-badge"])
///     .attributes("user-badge", ["title"])
///     .style_properties(["color"])
///     .build()
///     .expect("badge policy");
/// let badge = "<p style='color: red; position: fixed'><user-badge title=a onclick=b>A</user-badge>";
/// let clean = "<p style=\"color:red\"><user-badge title=\"a\">A</user-badge></p>";
/// assert_eq!(wide::sanitize(badge, &policy).expect("small"), clean);
///
/// let refused = WidePolicy::builder().tags(["svg", "animate"]).build().unwrap_err();
/// assert_eq!((refused.setting(), refused.entry()), ("tags", "animate"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WidePolicy {
    tags: BTreeSet<String>,
    /// By element, `*` for all.
    attributes: BTreeMap<String, BTreeSet<String>>,
    schemes: BTreeSet<String>,
    links: UriPolicy,
    style_properties: BTreeSet<String>,
    max_input: usize,
    max_tags: usize,
    max_depth: usize,
    max_attributes: usize,
    max_output: usize,
}

static MATH: LazyLock<WidePolicy> = LazyLock::new(|| math_builder().build().unwrap_or_else(|_| nothing()));
static SVG_ICONS: LazyLock<WidePolicy> =
    LazyLock::new(|| svg_builder().build().unwrap_or_else(|_| nothing()));

const TEXT: &[&str] = &["p", "br", "b", "i", "em", "strong", "code", "sub", "sup", "ul", "ol", "li"];

fn math_builder() -> WidePolicyBuilder {
    WidePolicy::builder().tags(TEXT).tags(MATH_ELEMENTS).attributes("*", MATH_ATTRIBUTES)
}

fn svg_builder() -> WidePolicyBuilder {
    WidePolicy::builder().tags(SVG_ELEMENTS).attributes("*", SVG_ATTRIBUTES)
}

/// Keeps no element.
fn nothing() -> WidePolicy {
    WidePolicy {
        tags: BTreeSet::new(),
        attributes: BTreeMap::new(),
        schemes: ["http", "https", "mailto", "tel"].map(str::to_owned).into(),
        links: UriPolicy::web().clone(),
        style_properties: BTreeSet::new(),
        max_input: 64 << 10,
        max_tags: 4000,
        max_depth: 128,
        max_attributes: 64,
        max_output: 256 << 10,
    }
}

impl WidePolicy {
    /// Text, lists and formulas: presentation `MathML` without links.
    #[must_use]
    pub fn math() -> &'static Self {
        &MATH
    }

    /// Inline pictures of shapes, gradients without names, and text: no links, no animation, nothing loaded.
    #[must_use]
    pub fn svg_icons() -> &'static Self {
        &SVG_ICONS
    }

    /// Starts from a policy that keeps no element; links may be `http`, `https`, `mailto`, `tel` and relative.
    pub fn builder() -> WidePolicyBuilder {
        WidePolicyBuilder { policy: nothing(), error: None }
    }
}

/// Builds a [`WidePolicy`]; the first wrong entry is reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use]
pub struct WidePolicyBuilder {
    policy: WidePolicy,
    error: Option<PolicyError>,
}

impl WidePolicyBuilder {
    /// Keeps these elements: those of [`html::sanitize`](super::sanitize), shapes and text of SVG, `MathML`, custom elements.
    ///
    /// A [`PolicyError`] is everything else: raw text, frames, forms, animation, `use`, and the elements in which
    /// `svg` and `math` turn into HTML again. Names are written as in the standards: `linearGradient`.
    pub fn tags(mut self, tags: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        for name in tags {
            let name = name.as_ref();
            if is_element(name) {
                self.policy.tags.insert(name.to_owned());
            } else {
                self.fail("tags", name, "this element is not one that can be kept safely");
            }
        }
        self
    }

    /// Keeps these attributes on one element that is listed, or on all with `"*"`.
    ///
    /// Names are those of [`attr::check_name`], those that only describe shapes and formulas, `class`, and `href`,
    /// `src` and `cite`, whose values are checked. For `style` list its [properties](Self::style_properties).
    pub fn attributes(mut self, tag: &str, names: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        for name in names {
            let name = name.as_ref();
            if is_attribute(name) {
                self.policy.attributes.entry(tag.to_owned()).or_default().insert(name.to_owned());
            } else {
                self.fail("attributes", name, "no value of this attribute may be kept unseen");
            }
        }
        self
    }

    /// The schemes that links may have, instead of `http`, `https`, `mailto` and `tel`. Relative links are kept.
    pub fn schemes(mut self, schemes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.policy.schemes =
            schemes.into_iter().map(|scheme| scheme.as_ref().to_ascii_lowercase()).collect();
        self
    }

    /// Keeps `style` with these properties. Values that load something or hide it (`url()`, `\`) go with the attribute.
    ///
    /// A visitor's style can still cover what stands beside it if you list properties of size and place.
    pub fn style_properties(mut self, names: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        for name in names {
            let name = name.as_ref();
            let is_name = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
            if !is_name || name.is_empty() || name.starts_with('-') || matches!(name, "behavior" | "position")
            {
                self.fail("style_properties", name, "a lower-case name, without prefix, and not `position`");
            } else {
                self.policy.style_properties.insert(name.to_owned());
            }
        }
        self
    }

    /// The longest input in bytes: 64 KiB unless set, at most 256 KiB.
    pub fn max_input(mut self, bytes: usize) -> Self {
        self.policy.max_input = self.limit("max_input", bytes, 256 << 10);
        self
    }

    /// The most tags, start and end tags together: 4000 unless set, at most 10000. The time grows with its square.
    pub fn max_tags(mut self, tags: usize) -> Self {
        self.policy.max_tags = self.limit("max_tags", tags, 10_000);
        self
    }

    /// The deepest nesting of the output: 128 unless set, at most 256, because browsers flatten at 512.
    pub fn max_depth(mut self, elements: usize) -> Self {
        self.policy.max_depth = self.limit("max_depth", elements, 256);
        self
    }

    /// The most attributes on one tag, kept or not: 64 unless set, at most 500.
    pub fn max_attributes(mut self, attributes: usize) -> Self {
        self.policy.max_attributes = self.limit("max_attributes", attributes, 500);
        self
    }

    /// The longest output in bytes: 256 KiB unless set, at most 1 MiB.
    pub fn max_output(mut self, bytes: usize) -> Self {
        self.policy.max_output = self.limit("max_output", bytes, 1 << 20);
        self
    }

    /// The policy.
    ///
    /// # Errors
    /// [`PolicyError`] with the first entry that was wrong: a name or a scheme that cannot be kept safely, attributes of
    /// an element that is not listed, a limit outside of its range.
    pub fn build(mut self) -> Result<WidePolicy, PolicyError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let policy = &mut self.policy;
        if let Some(tag) = policy.attributes.keys().find(|tag| *tag != "*" && !policy.tags.contains(*tag)) {
            return Err(PolicyError::new("attributes", tag.as_str(), "this element is not listed in `tags`"));
        }
        policy.links = UriPolicy::builder().schemes(&policy.schemes).relative(true).build()?;
        Ok(self.policy)
    }

    fn limit(&mut self, setting: &'static str, given: usize, most: usize) -> usize {
        if !(1..=most).contains(&given) {
            self.fail(setting, &given.to_string(), "a limit from 1 to what the method's page says");
        }
        given.min(most)
    }

    fn fail(&mut self, setting: &'static str, entry: &str, reason: &'static str) {
        self.error.get_or_insert(PolicyError::new(setting, entry, reason));
    }
}

/// Shapes and text. `title`, `desc` and `foreignObject` hold HTML, `use`, `image` and filters load, `set` and `animate` write.
const SVG_ELEMENTS: &[&str] = &[
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

const SVG_ATTRIBUTES: &[&str] = &[
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
];

/// Presentation markup. `annotation-xml` holds HTML, `mglyph` and `malignmark` change the parser's mind, `maction` acts.
const MATH_ELEMENTS: &[&str] = &[
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

const MATH_ATTRIBUTES: &[&str] = &[
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
const DROPPED: &[&str] = &[
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

fn is_element(name: &str) -> bool {
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

fn is_attribute(name: &str) -> bool {
    let is_lower = !name.bytes().any(|byte| byte.is_ascii_uppercase());
    (is_lower && attr::check_name(name).is_ok())
        || is_link(name)
        || name == "class"
        || SVG_ATTRIBUTES.contains(&name)
        || MATH_ATTRIBUTES.contains(&name)
}

fn is_link(name: &str) -> bool {
    matches!(name, "href" | "src" | "cite")
}

/// Cleans HTML of a wide vocabulary, or refuses what would cost too much.
///
/// # Guarantees
/// What comes back runs nothing in the body of a page ([`SafeHtml`]), keeps the policy's limits, and is what the standard's
/// parser makes of it: cleaning it again changes nothing. Links have `rel="noopener noreferrer"`.
///
/// # Does not guarantee
/// That custom elements and listed styles do no harm: they are as harmless as the code that defines them.
///
/// # Errors
/// [`WideError`], with the limit that was met and never with the HTML.
///
/// # Examples
/// ```
/// use untaint::html::wide::{self, WidePolicy};
///
/// let icon = "<svg viewBox='0 0 8 8'><path d='M0 0h8v8z' onclick=x()/><animate/></svg>";
/// let clean = "<svg viewBox=\"0 0 8 8\"><path d=\"M0 0h8v8z\"></path></svg>";
/// assert_eq!(wide::sanitize(icon, WidePolicy::svg_icons()).expect("small"), clean);
///
/// let deep = "<svg>".to_owned() + &"<g>".repeat(200);
/// assert_eq!(wide::sanitize(&deep, WidePolicy::svg_icons()).unwrap_err().code(), "html.wide.depth");
/// ```
pub fn sanitize(raw: &str, policy: &WidePolicy) -> Result<SafeHtml<'static>, WideError> {
    if raw.len() > policy.max_input {
        return Err(WideErrorKind::Input { max: policy.max_input }.into());
    }
    let builder = builder(policy);
    let mut text = Cow::Borrowed(raw);
    for _ in 0..4 {
        check_cost(&text, policy)?;
        let cleaned = builder.clean(&text).to_string();
        if cleaned.len() > policy.max_output {
            return Err(WideErrorKind::Output { max: policy.max_output }.into());
        }
        if cleaned == text {
            check_depth(&cleaned, policy)?;
            return Ok(SafeHtml::owned(cleaned));
        }
        text = Cow::Owned(cleaned);
    }
    Err(WideErrorKind::Unstable.into())
}

fn builder(policy: &WidePolicy) -> ammonia::Builder<'_> {
    let of = |tag: &str| policy.attributes.get(tag).into_iter().flatten().map(String::as_str);
    let mut generic: HashSet<&str> = of("*").collect();
    if !policy.style_properties.is_empty() {
        generic.insert("style");
    }
    let by_tag: HashMap<&str, HashSet<&str>> =
        policy.tags.iter().map(|tag| (tag.as_str(), of(tag).collect())).collect();
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(policy.tags.iter().map(String::as_str).collect())
        .clean_content_tags(DROPPED.iter().copied().collect())
        .tag_attributes(by_tag)
        .generic_attributes(generic)
        .url_schemes(policy.schemes.iter().map(String::as_str).collect())
        .link_rel(Some("noopener noreferrer"))
        .strip_comments(true);
    if !policy.style_properties.is_empty() {
        builder.filter_style_properties(policy.style_properties.iter().map(String::as_str).collect());
    }
    let links = policy.links.clone();
    builder.attribute_filter(move |_, name, value| {
        let is_kept =
            if is_link(name) { uri::check(value, &links).is_ok() } else { !loads(value) || is_prose(name) };
        is_kept.then(|| value.into())
    });
    builder
}

/// Attributes whose values are words for people, in which `url(` means nothing.
fn is_prose(name: &str) -> bool {
    matches!(name, "title" | "alt" | "rel" | "class") || name.starts_with("aria-")
}

/// Whether a value of CSS may load something, or is spelled so that one cannot see it.
fn loads(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    lower.contains('\\')
        || ["url(", "src(", "image(", "image-set(", "expression(", "element("]
            .iter()
            .any(|part| lower.contains(part))
}

/// The elements that a tree builder opens again, except `a`, of which it keeps one.
const FORMATTING: &[&[u8]] = &[
    b"b", b"big", b"code", b"em", b"font", b"i", b"nobr", b"s", b"small", b"strike", b"strong", b"tt", b"u",
];

/// Nodes that a tree builder may make of formatting elements, and bytes of their attributes.
const MAX_NODES: usize = 1_000_000;
const MAX_BYTES: usize = 8 << 20;
/// `&` and the like, times bytes: the serialiser looks at all the text behind each.
const MAX_LOOKS: usize = 1 << 31;

/// Counts what a tree builder's work grows with. Every tag of any reading begins with `<` and a letter or `/`, so there
/// are never more tags than counted here.
fn check_cost(text: &str, policy: &WidePolicy) -> Result<(), WideError> {
    let bytes = text.as_bytes();
    let mut tags = 0_usize;
    let mut roots = 0_usize;
    let mut longest = 0_usize;
    let mut distinct: HashSet<&[u8]> = HashSet::new();
    let mut distinct_bytes = 0_usize;
    let mut tokenizer = Tokenizer::new(text, Reading::Browser);
    for at in memchr::memchr_iter(b'<', bytes) {
        let rest = &bytes[at + 1..];
        let is_start = rest.first().is_some_and(u8::is_ascii_alphabetic);
        if !is_start && rest.first() != Some(&b'/') {
            continue;
        }
        tags += 1;
        if tags > policy.max_tags {
            return Err(WideErrorKind::Tags { max: policy.max_tags }.into());
        }
        let length = rest
            .iter()
            .take_while(|byte| !matches!(byte, b'\t' | b'\n' | b'\x0C' | b'\r' | b' ' | b'/' | b'>'))
            .count();
        let name = &rest[..length];
        // Also of what the input does not finish, and of end tags: they are read all the same.
        let name_end = at + 1 + length.max(1);
        let end = tokenizer.attributes_end(name_end, true).unwrap_or(bytes.len());
        if tokenizer.attributes.len() > policy.max_attributes {
            return Err(WideErrorKind::Attributes { max: policy.max_attributes }.into());
        }
        let is = |wanted: &[u8]| name.eq_ignore_ascii_case(wanted);
        if is_start && (is(b"html") || is(b"body")) && !tokenizer.attributes.is_empty() {
            // Their attributes add up on one element.
            roots += 1;
            if roots > 4 {
                return Err(WideErrorKind::Attributes { max: policy.max_attributes }.into());
            }
        }
        if is_start && (is(b"a") || FORMATTING.iter().any(|wanted| is(wanted))) {
            longest = longest.max(end - at);
            if !is(b"a") && !tokenizer.attributes.is_empty() && distinct.insert(&bytes[at..end]) {
                distinct_bytes += end - at;
                // Each is hashed: their overlapping lengths must not add up either.
                if 3 * distinct_bytes > MAX_BYTES {
                    return Err(WideErrorKind::Formatting.into());
                }
            }
        }
    }
    // Three of each kind are reopened, behind each tag; an end tag copies at most eight times three and eight more.
    let reopened = 3 * (FORMATTING.len() + distinct.len()) + 1;
    let copied = 3 * 8 + 8;
    let reopened_bytes = 3 * distinct_bytes + longest;
    if tags * (reopened + copied) > MAX_NODES || tags * reopened_bytes > MAX_BYTES {
        return Err(WideErrorKind::Formatting.into());
    }
    let looks = memchr::memchr2_iter(b'&', 0xC2, bytes).count();
    if looks * bytes.len() > MAX_LOOKS {
        return Err(WideErrorKind::References.into());
    }
    Ok(())
}

/// The depth of what `ammonia` wrote: balanced, without comments and raw text, `<` escaped in values.
fn check_depth(clean: &str, policy: &WidePolicy) -> Result<(), WideError> {
    let bytes = clean.as_bytes();
    let mut depth = 0_usize;
    for at in memchr::memchr_iter(b'<', bytes) {
        let rest = &bytes[at + 1..];
        if rest.first() == Some(&b'/') {
            depth = depth.saturating_sub(1);
            continue;
        }
        let length = rest.iter().take_while(|byte| !matches!(byte, b' ' | b'>')).count();
        let is_void = matches!(tag(Name::of(&rest[..length])), Tag::Known(element) if element.is_void());
        if !is_void {
            depth += 1;
        }
        if depth > policy.max_depth {
            return Err(WideErrorKind::Depth { max: policy.max_depth }.into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_built_without_error() {
        assert!(math_builder().build().is_ok());
        assert!(svg_builder().build().is_ok());
        assert!(WidePolicy::builder().build().is_ok());
    }

    #[test]
    fn what_is_dropped_cannot_be_listed() {
        for name in DROPPED {
            assert!(!is_element(name), "{name}");
        }
    }
}
