//! What the caller decides about HTML: elements, attributes, links, limits.

use super::element::Element;
use super::rules::{Forced, Patterns, Rules};
use crate::uri::UriPolicy;

/// Which HTML [`sanitize`](super::sanitize) keeps: one of the presets, or built once, in a `static`.
///
/// No preset keeps frames, films and sounds: [`embeds`](super::HtmlPolicyBuilder::embeds) and
/// [`media`](super::HtmlPolicyBuilder::media) add them from sites that you name.
///
/// Each preset keeps what the one before keeps, and the elements and attributes of its own row. Where no elements
/// follow an attribute, it may be on all that are kept.
///
/// | preset | elements | attributes |
/// |---|---|---|
/// | [`text`](Self::text) | nothing | nothing |
/// | [`inline`](Self::inline) | `a abbr b br cite code del em i ins kbd mark q s samp small span strong sub sup u var wbr` | `dir`, `href` (a), `lang`, `title` |
/// | [`comment`](Self::comment) | `blockquote input li ol p pre ul` | `cite` (blockquote q), `start` (ol) |
/// | [`article`](Self::article) | `acronym address article aside bdi bdo big caption center col colgroup data dd details dfn div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr img main nav picture rb rp rt ruby section source strike summary table tbody td tfoot th thead time tr tt` | `abbr` (th), `align` (td th), `alt` (img), `aria-hidden`, `aria-label`, `cite` (del ins), `class` (a code div p section sup), `colspan` (td th), `datetime` (del ins time), `decoding` (img), `headers` (td th), `height` (img source), `hreflang` (a), `id`, `media` (source), `open` (details), `rel` (a), `reversed` (ol), `role`, `rowspan` (td th), `scope` (th), `sizes` (img source), `span` (col colgroup), `src` (img), `srcset` (img source), `target` (a), `type` (ol source), `value` (data li), `width` (img source) |
///
/// All of them take links that [`UriPolicy::web`] takes and, from `inline` on, write `rel="nofollow noopener"` on
/// links. `article` keeps the classes `language-*`, which highlighters look for, and those of alerts and footnotes in
/// GitHub's Markdown. It puts `user-` before every `id` and before the names that point to one, makes an `id` of the
/// `name` of an anchor, and reads [`style_hints`](super::HtmlPolicyBuilder::style_hints). An `input` is the box of a
/// task list, and nothing else.
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
    /// The same, but for those whose tag is never written as `<name>`.
    pub(super) bare: [bool; Element::COUNT],
    pub(super) attributes: Rules,
    pub(super) patterns: Patterns,
    pub(super) forced: Vec<Forced>,
    /// Whether there is one of either: then a name without a rule may be kept all the same.
    pub(super) keeps_unlisted: bool,
    pub(super) links: UriPolicy,
    pub(super) images: UriPolicy,
    pub(super) media: UriPolicy,
    /// Where frames may come from, if they are kept.
    pub(super) embeds: Option<UriPolicy>,
    pub(super) embed_features: Vec<String>,
    /// Whether `style` is asked for what tags can say.
    pub(super) style_hints: bool,
    /// Words of `rel` that visitors may write, beside those that all may.
    pub(super) rel_words: Vec<String>,
    pub(super) link_rel: Vec<String>,
    /// The same as it is written on a link whose author said nothing about it, or nothing.
    pub(super) rel_attribute: String,
    /// What a link that is made here has behind its `href`: that, and what is forced.
    pub(super) link_rel_attribute: String,
    /// The elements of each, as bits.
    pub(super) classes: Vec<(u128, String)>,
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

impl HtmlPolicy {
    #[inline]
    pub(super) fn allows(&self, element: Element) -> bool {
        self.elements[element as usize]
    }

    /// Whether a tag that is only a name stays as it is.
    #[inline]
    pub(super) fn keeps_bare(&self, element: Element) -> bool {
        self.bare[element as usize]
    }
}
