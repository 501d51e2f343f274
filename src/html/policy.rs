//! What the caller decides about HTML: elements, attributes, links, limits.

use super::element::{Element, Kind, Tag, tag};
use super::name::Name;
use crate::attr;
use crate::error::PolicyError;
use crate::uri::UriPolicy;
use std::sync::LazyLock;

/// Which HTML [`sanitize`](super::sanitize) keeps: one of the presets, or built once, in a `static`.
///
/// Each preset keeps what the one before keeps, and the elements and attributes of its own row. Where no elements
/// stand behind an attribute, it may be on all that are kept.
///
/// | preset | elements | attributes |
/// |---|---|---|
/// | [`text`](Self::text) | nothing | nothing |
/// | [`inline`](Self::inline) | `a abbr b br cite code del em i ins kbd mark q s samp small span strong sub sup u var wbr` | `dir`, `href` (a), `lang`, `title` |
/// | [`comment`](Self::comment) | `blockquote li ol p pre ul` | `cite` (blockquote q), `start` (ol) |
/// | [`article`](Self::article) | `acronym address article aside bdi bdo big caption center col colgroup data dd details dfn div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr img input main nav picture rb rp rt ruby section source strike summary table tbody td tfoot th thead time tr tt` | `abbr` (th), `align` (td th), `alt` (img), `aria-hidden`, `aria-label`, `cite` (del ins), `class` (code), `colspan` (td th), `datetime` (del ins time), `decoding` (img), `headers` (td th), `height` (img source), `hreflang` (a), `id`, `media` (source), `open` (details), `rel` (a), `reversed` (ol), `role`, `rowspan` (td th), `scope` (th), `sizes` (img source), `span` (col colgroup), `src` (img), `srcset` (img source), `target` (a), `type` (ol source), `value` (data li), `width` (img source) |
///
/// All of them take links that [`UriPolicy::web`] takes and, from `inline` on, write `rel="nofollow noopener"` on links.
/// `article` keeps the classes `language-*`, which highlighters look for. It puts `user-` before every `id` and before the names that point to one.
///
/// # Examples
/// ```
/// use std::sync::LazyLock;
/// use untaint::html::{self, HtmlPolicy};
/// use untaint::uri::UriPolicy;
///
/// static NOTES: LazyLock<HtmlPolicy> = LazyLock::new(|| {
///     HtmlPolicy::builder()
///         .tags(["p", "a", "code"])
///         .attributes("a", ["href"])
///         .links(UriPolicy::web().clone())
///         .classes("code", ["language-rust"])
///         .build()
///         .expect("notes policy")
/// });
/// let note = "<p class=x><a href=/a onclick=b>a</a> <code class='big language-rust'>b</code>";
/// let clean = "<p><a href=\"/a\">a</a> <code class=\"language-rust\">b</code></p>";
/// assert_eq!(html::sanitize(note, &NOTES), clean);
///
/// let refused = HtmlPolicy::builder().tags(["p", "script"]).build().unwrap_err();
/// assert_eq!((refused.setting(), refused.entry()), ("tags", "script"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HtmlPolicy {
    pub(super) elements: [bool; Element::COUNT],
    pub(super) attributes: Rules,
    pub(super) links: UriPolicy,
    pub(super) images: UriPolicy,
    pub(super) link_rel: Vec<String>,
    /// The same as it is written, or nothing.
    pub(super) link_rel_attribute: String,
    pub(super) classes: Vec<(Option<Element>, String)>,
    pub(super) id_prefix: String,
    pub(super) disallowed: Disallowed,
    pub(super) max_depth: usize,
    pub(super) max_output: usize,
}

/// What becomes of an element of HTML that the policy does not list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Disallowed {
    /// Its tags go, its content stays.
    #[default]
    Unwrap,
    /// Its tags are shown as text.
    Escape,
    /// It goes with its content.
    Drop,
}

/// One attribute name of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AttributeRule {
    pub(super) name: Name,
    /// What stands before a value: ` name="`.
    pub(super) start: String,
    pub(super) value: Value,
    pub(super) is_href: bool,
    /// A bit for each element that may have it.
    pub(super) on: u128,
}

/// What an attribute's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    Text,
    /// A link to follow or to quote from.
    Link,
    /// The address of a picture.
    Image,
    /// A list of pictures.
    Srcset,
    Class,
    Id,
    /// Names of elements on the page.
    IdList,
    Rel,
    Target,
    /// `type` of a list, one of five characters, or of a `source`.
    Type,
}

/// The rules by name: a hash table, because every attribute of the input is looked up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rules {
    rules: Vec<AttributeRule>,
    /// Twice as many slots as there may be rules; each holds a rule's place plus one, or nothing.
    slots: Vec<u8>,
}

impl Rules {
    /// As many as a slot can tell apart: more than there are names that a policy can list.
    const MAX: usize = 255;
    const BITS: u32 = 9;

    /// The rule of a name, and its place.
    #[inline]
    pub(super) fn find(&self, name: Name) -> Option<(usize, &AttributeRule)> {
        if self.slots.is_empty() {
            return None;
        }
        let mut slot = name.hash(Self::BITS);
        loop {
            let place = usize::from(*self.slots.get(slot)?).checked_sub(1)?;
            let rule = self.rules.get(place)?;
            if rule.name == name {
                return Some((place, rule));
            }
            slot = (slot + 1) % self.slots.len();
        }
    }

    /// Adds a rule, or elements to the one with its name; `false` when there are too many.
    fn add(&mut self, rule: AttributeRule) -> bool {
        if let Some((place, _)) = self.find(rule.name) {
            self.rules[place].on |= rule.on;
            return true;
        }
        let Some(number) = u8::try_from(self.rules.len() + 1).ok().filter(|_| self.rules.len() < Self::MAX)
        else {
            return false;
        };
        self.slots.resize(1 << Self::BITS, 0);
        let mut slot = rule.name.hash(Self::BITS);
        while self.slots[slot] != 0 {
            slot = (slot + 1) % self.slots.len();
        }
        self.slots[slot] = number;
        self.rules.push(rule);
        true
    }
}

impl AttributeRule {
    pub(super) fn is_on(&self, element: Element) -> bool {
        self.on & bit(element) != 0
    }
}

fn bit(element: Element) -> u128 {
    1 << (element as u8)
}

const INLINE: &[&str] = &[
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "u", "var", "wbr",
];
const COMMENT: &[&str] = &["blockquote", "li", "ol", "p", "pre", "ul"];
const ARTICLE: &[&str] = &[
    "acronym",
    "address",
    "article",
    "aside",
    "bdi",
    "bdo",
    "big",
    "caption",
    "center",
    "col",
    "colgroup",
    "data",
    "dd",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "img",
    "input",
    "main",
    "nav",
    "picture",
    "rb",
    "rp",
    "rt",
    "ruby",
    "section",
    "source",
    "strike",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
];

static TEXT: LazyLock<HtmlPolicy> = LazyLock::new(|| preset(HtmlPolicy::builder()));
static INLINE_POLICY: LazyLock<HtmlPolicy> = LazyLock::new(|| preset(inline_builder()));
static COMMENT_POLICY: LazyLock<HtmlPolicy> = LazyLock::new(|| preset(comment_builder()));
static ARTICLE_POLICY: LazyLock<HtmlPolicy> = LazyLock::new(|| preset(article_builder()));

/// A preset is a constant of this crate, and a test builds each; this arm keeps the promise not to panic.
fn preset(builder: HtmlPolicyBuilder) -> HtmlPolicy {
    builder.build().unwrap_or_else(|_| HtmlPolicyBuilder::default().policy)
}

fn inline_builder() -> HtmlPolicyBuilder {
    HtmlPolicy::builder()
        .tags(INLINE)
        .attributes("a", ["href"])
        .attributes("*", ["title", "lang", "dir"])
        .link_rel("nofollow noopener")
}

fn comment_builder() -> HtmlPolicyBuilder {
    inline_builder()
        .tags(COMMENT)
        .attributes("blockquote", ["cite"])
        .attributes("q", ["cite"])
        .attributes("ol", ["start"])
}

fn article_builder() -> HtmlPolicyBuilder {
    comment_builder()
        .tags(ARTICLE)
        .attributes("*", ["aria-label", "aria-hidden", "role"])
        .attributes("bdo", ["dir"])
        .attributes("col", ["span"])
        .attributes("colgroup", ["span"])
        .attributes("data", ["value"])
        .attributes("del", ["cite", "datetime"])
        .attributes("details", ["open"])
        .attributes("img", ["src", "srcset", "sizes", "alt", "width", "height", "decoding"])
        .attributes("ins", ["cite", "datetime"])
        .attributes("li", ["value"])
        .attributes("ol", ["start", "reversed", "type"])
        .attributes("source", ["srcset", "sizes", "media", "type", "width", "height"])
        .attributes("td", ["colspan", "rowspan", "align", "headers"])
        .attributes("th", ["colspan", "rowspan", "align", "headers", "scope", "abbr"])
        .attributes("time", ["datetime"])
        .attributes("a", ["rel", "target", "hreflang"])
        .classes("code", ["language-*"])
        .attributes("*", ["id"])
        .id_prefix("user-")
}

impl HtmlPolicy {
    /// Keeps no element: the text alone.
    #[must_use]
    pub fn text() -> &'static Self {
        &TEXT
    }

    /// A line of text: emphasis, code, links.
    #[must_use]
    pub fn inline() -> &'static Self {
        &INLINE_POLICY
    }

    /// What people write under an article: inline elements, paragraphs, lists, quotations, code blocks.
    #[must_use]
    pub fn comment() -> &'static Self {
        &COMMENT_POLICY
    }

    /// What editors and Markdown renderers write: comments, headings, tables, figures, pictures, footnotes.
    #[must_use]
    pub fn article() -> &'static Self {
        &ARTICLE_POLICY
    }

    /// Starts from a policy that keeps no element; links are those of [`UriPolicy::web`].
    pub fn builder() -> HtmlPolicyBuilder {
        HtmlPolicyBuilder::default()
    }

    pub(super) fn allows(&self, element: Element) -> bool {
        self.elements[element as usize]
    }
}

/// Builds an [`HtmlPolicy`]; the first wrong entry is reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use]
pub struct HtmlPolicyBuilder {
    policy: HtmlPolicy,
    /// The elements that `attributes` and `classes` named, to be found on the list in the end.
    named: Vec<(&'static str, Element)>,
    error: Option<PolicyError>,
}

impl Default for HtmlPolicyBuilder {
    fn default() -> Self {
        Self {
            policy: HtmlPolicy {
                elements: [false; Element::COUNT],
                attributes: Rules::default(),
                links: UriPolicy::web().clone(),
                images: UriPolicy::web().clone(),
                link_rel: Vec::new(),
                link_rel_attribute: String::new(),
                classes: Vec::new(),
                id_prefix: String::new(),
                disallowed: Disallowed::Unwrap,
                max_depth: HtmlPolicy::DEFAULT_DEPTH,
                max_output: usize::MAX,
            },
            named: Vec::new(),
            error: None,
        }
    }
}

impl HtmlPolicy {
    const DEFAULT_DEPTH: usize = 128;
    /// Browsers flatten at 512 and count elements that the parser adds.
    const MAX_DEPTH: usize = 256;
    /// `table`, `tbody`, `tr`, `td`.
    const TABLE_DEPTH: usize = 4;
}

impl HtmlPolicyBuilder {
    /// Keeps these elements. A name that is not in the vocabulary of this engine is a [`PolicyError`]: raw text, SVG,
    /// `MathML`, forms and frames can never be listed.
    pub fn tags(mut self, tags: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        for name in tags {
            match element(name.as_ref()) {
                Some(element) => self.policy.elements[element as usize] = true,
                None => self.fail("tags", name.as_ref(), "this element is not one that this engine can keep"),
            }
        }
        self
    }

    /// Keeps these attributes on one element, or on all that are kept with `"*"`.
    ///
    /// Names are those of [`attr::check_name`] up to 24 bytes (all of its table but `aria-brailleroledescription`) and,
    /// with a meaning of their own, `href`, `cite`, `src`, `srcset`, `class`, `id`, `for`, `headers`, `rel`, `target`,
    /// `sizes`, `media`, and `type` of lists and of `source` (a kind of picture: `image/webp`).
    pub fn attributes(mut self, tag: &str, names: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let on = if tag == "*" {
            u128::MAX
        } else if let Some(element) = element(tag) {
            self.named.push(("attributes", element));
            bit(element)
        } else {
            self.fail("attributes", tag, "this element is not one that this engine can keep");
            return self;
        };
        for name in names {
            let name = name.as_ref();
            match value_of(name) {
                Some(value) => self.allow(name, value, on),
                None => self.fail("attributes", name, "no value of this attribute may be kept unseen"),
            }
        }
        self
    }

    fn allow(&mut self, name: &str, value: Value, on: u128) {
        let text = name.to_ascii_lowercase();
        let rule = AttributeRule {
            name: Name::of(text.as_bytes()),
            start: format!(" {text}=\""),
            value,
            is_href: text == "href",
            on,
        };
        if !self.policy.attributes.add(rule) {
            self.fail("attributes", name, "a policy has at most 255 names of attributes");
        }
    }

    /// Which links `href` and `cite` may hold; [`UriPolicy::web`] unless set.
    pub fn links(mut self, links: UriPolicy) -> Self {
        self.policy.links = links;
        self
    }

    /// Which pictures `src` and `srcset` may name; [`UriPolicy::web`] unless set.
    pub fn images(mut self, images: UriPolicy) -> Self {
        self.policy.images = images;
        self
    }

    /// Adds these words to the `rel` of every link, beside those that the visitor may write.
    pub fn link_rel(mut self, words: &str) -> Self {
        for word in words.split_ascii_whitespace() {
            if !word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') || word == "opener" {
                self.fail(
                    "link_rel",
                    word,
                    "a word of `rel` is of lower-case letters and hyphens, and not `opener`",
                );
            } else if !self.policy.link_rel.iter().any(|known| known == word) {
                self.policy.link_rel.push(word.to_owned());
            }
        }
        self
    }

    /// Keeps these classes on one element, or on all with `"*"`. A `*` at the end stands for the rest of a word:
    /// `language-*`, as highlighters of code look for.
    pub fn classes(mut self, tag: &str, classes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let on = match element(tag) {
            Some(element) => {
                self.named.push(("classes", element));
                Some(element)
            }
            None if tag == "*" => None,
            None => {
                self.fail("classes", tag, "this element is not one that this engine can keep");
                return self;
            }
        };
        for class in classes {
            let class = class.as_ref();
            if class.is_empty() || class.contains(|c: char| c.is_ascii_whitespace() || c.is_control()) {
                self.fail("classes", class, "a class is one word");
            } else {
                self.policy.classes.push((on, class.to_owned()));
            }
        }
        self.allow("class", Value::Class, on.map_or(u128::MAX, bit));
        self
    }

    /// Puts this before every `id` that is kept, and before the names in `href="#x"`, `for` and `headers`, so that
    /// they still find each other and never an element of the page's own.
    pub fn id_prefix(mut self, prefix: &str) -> Self {
        let is_word = !prefix.is_empty()
            && prefix.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if is_word {
            prefix.clone_into(&mut self.policy.id_prefix);
        } else {
            self.fail("id_prefix", prefix, "a prefix is of letters, digits, `-` and `_`");
        }
        self
    }

    /// What becomes of elements that are not listed; [`Disallowed::Unwrap`] unless set.
    pub fn disallowed(mut self, disallowed: Disallowed) -> Self {
        self.policy.disallowed = disallowed;
        self
    }

    /// The deepest nesting that is kept (128 unless set, at most 256); deeper tags go, their text stays.
    pub fn max_depth(mut self, elements: usize) -> Self {
        if (1..=HtmlPolicy::MAX_DEPTH).contains(&elements) {
            self.policy.max_depth = elements;
        } else {
            self.fail(
                "max_depth",
                &elements.to_string(),
                "a depth from 1 to 256: browsers flatten deeper trees",
            );
        }
        self
    }

    /// The longest output in bytes; what goes beyond is left out, and open elements are closed. No limit unless set.
    pub fn max_output(mut self, bytes: usize) -> Self {
        self.policy.max_output = bytes;
        self
    }

    /// The policy, with what its elements need: a `table` brings `tbody`, `tr` and `td`, a `col` its `colgroup`.
    ///
    /// # Errors
    /// [`PolicyError`] with the first entry that was wrong: a name that this engine cannot keep, a limit outside of its
    /// range, a part of a table, of `ruby` or of `picture` without the whole, attributes or classes of an element that
    /// is not on the list, words of `rel` without `a`, a depth that no table fits into, an `id` without a prefix.
    pub fn build(mut self) -> Result<HtmlPolicy, PolicyError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let policy = &mut self.policy;
        if let Some(error) = lonely_part(policy) {
            return Err(error);
        }
        if policy.elements[Element::Table as usize] {
            // A browser adds them where they are missing, so a table without them would not stay as it was written.
            for part in [Element::Tbody, Element::Tr, Element::Td] {
                policy.elements[part as usize] = true;
            }
        }
        if policy.elements[Element::Col as usize] {
            policy.elements[Element::Colgroup as usize] = true;
        }
        if let Some((setting, element)) = self.named.iter().find(|(_, element)| !policy.allows(*element)) {
            return Err(PolicyError::new(setting, element.name(), "this element is not on the list: tags"));
        }
        if let (Some(word), false) = (policy.link_rel.first(), policy.allows(Element::A)) {
            return Err(PolicyError::new("link_rel", word, "words for links need `a` on the list"));
        }
        if policy.allows(Element::Table) && policy.max_depth < HtmlPolicy::TABLE_DEPTH {
            let reason = "a table is four elements deep";
            return Err(PolicyError::new("max_depth", policy.max_depth.to_string(), reason));
        }
        if policy.attributes.rules.iter().any(|rule| rule.value == Value::Id) && policy.id_prefix.is_empty() {
            let reason =
                "an id of the visitor's needs a prefix, or it takes the place of the page's own: id_prefix";
            return Err(PolicyError::new("attributes", "id", reason));
        }
        if !policy.link_rel.is_empty() {
            policy.link_rel_attribute = format!(" rel=\"{}\"", policy.link_rel.join(" "));
        }
        Ok(self.policy)
    }

    fn fail(&mut self, setting: &'static str, entry: &str, reason: &'static str) {
        self.error.get_or_insert(PolicyError::new(setting, entry, reason));
    }
}

/// An element on the list that is only ever written inside of one that is not.
fn lonely_part(policy: &HtmlPolicy) -> Option<PolicyError> {
    Element::ALL.iter().filter(|element| policy.allows(**element)).find_map(|element| {
        let (whole, reason) = match element.kind() {
            Kind::Caption | Kind::ColGroup | Kind::Col | Kind::Section | Kind::Row | Kind::Cell => {
                (Element::Table, "a part of a table needs `table` on the list")
            }
            Kind::RubyText => (Element::Ruby, "a part of `ruby` needs it on the list"),
            _ if *element == Element::Source => (Element::Picture, "`source` needs `picture` on the list"),
            _ => return None,
        };
        (!policy.allows(whole)).then(|| PolicyError::new("tags", element.name(), reason))
    })
}

fn element(name: &str) -> Option<Element> {
    match tag(Name::of(name.as_bytes())) {
        Tag::Known(element) => Some(element),
        _ => None,
    }
}

/// What the value of an attribute is, or `None` where no rule of this engine makes it harmless.
fn value_of(name: &str) -> Option<Value> {
    let lower = name.to_ascii_lowercase();
    Some(match lower.as_str() {
        "href" | "cite" => Value::Link,
        "src" => Value::Image,
        "srcset" => Value::Srcset,
        "class" => Value::Class,
        "id" => Value::Id,
        "for"
        | "headers"
        | "aria-labelledby"
        | "aria-describedby"
        | "aria-details"
        | "aria-controls"
        | "aria-owns"
        | "aria-flowto"
        | "aria-activedescendant"
        | "aria-errormessage" => Value::IdList,
        "rel" => Value::Rel,
        "target" => Value::Target,
        "type" => Value::Type,
        // They only choose among the pictures that are kept.
        "sizes" | "media" => Value::Text,
        _ if attr::check_name(&lower).is_ok() && Name::of(lower.as_bytes()) != Name::EMPTY => Value::Text,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One row of the table in the documentation: what a preset adds to the one before.
    fn row(name: &str, policy: &HtmlPolicy, before: &HtmlPolicy) -> String {
        let names = |is_listed: &dyn Fn(Element) -> bool| -> Vec<&str> {
            let mut names: Vec<&str> = Element::ALL
                .iter()
                .filter(|element| is_listed(**element))
                .map(|element| element.name())
                .collect();
            names.sort_unstable();
            names
        };
        let elements = names(&|element| policy.allows(element) && !before.allows(element));
        let mut attributes: Vec<String> = Vec::new();
        for rule in &policy.attributes.rules {
            let known = before.attributes.find(rule.name).map_or(0, |(_, rule)| rule.on);
            let name = rule.start.trim_matches([' ', '=', '"']);
            if rule.on & !known == 0 {
                continue;
            }
            let on = names(&|element| (rule.on & !known) & bit(element) != 0);
            attributes.push(if rule.on == u128::MAX {
                format!("`{name}`")
            } else {
                format!("`{name}` ({})", on.join(" "))
            });
        }
        attributes.sort_unstable();
        let cell = |text: String| if text.trim_matches('`').is_empty() { "nothing".to_owned() } else { text };
        format!(
            "/// | [`{name}`](Self::{name}) | {} | {} |",
            cell(format!("`{}`", elements.join(" "))),
            cell(attributes.join(", "))
        )
    }

    #[test]
    fn the_table_of_presets_is_what_they_keep() {
        let nothing = HtmlPolicyBuilder::default().policy;
        let presets = [
            ("text", HtmlPolicy::text()),
            ("inline", HtmlPolicy::inline()),
            ("comment", HtmlPolicy::comment()),
            ("article", HtmlPolicy::article()),
        ];
        let mut before = &nothing;
        let mut missing = Vec::new();
        for (name, policy) in presets {
            let row = row(name, policy, before);
            if !include_str!("policy.rs").lines().any(|line| line == row) {
                missing.push(row);
            }
            before = policy;
        }
        assert!(missing.is_empty(), "not in the documentation:\n{}", missing.join("\n"));
    }

    #[test]
    fn every_preset_is_built_without_error() {
        for builder in [HtmlPolicy::builder(), inline_builder(), comment_builder(), article_builder()] {
            assert!(builder.build().is_ok());
        }
    }
}
