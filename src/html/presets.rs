//! The presets, as data; the table in the documentation of [`HtmlPolicy`] says the same.

use super::builder::HtmlPolicyBuilder;
use super::policy::HtmlPolicy;
use std::sync::LazyLock;

impl HtmlPolicy {
    /// Keeps no element: the text alone.
    #[must_use]
    pub fn text() -> &'static Self {
        &TEXT
    }

    /// A line of text: emphasis, code, links.
    #[must_use]
    pub fn inline() -> &'static Self {
        &INLINE
    }

    /// What people write under an article: inline elements, paragraphs, lists and task lists, quotations, code blocks.
    #[must_use]
    pub fn comment() -> &'static Self {
        &COMMENT
    }

    /// What editors and Markdown renderers write: comments, headings, tables, figures, pictures, footnotes.
    #[must_use]
    pub fn article() -> &'static Self {
        &ARTICLE
    }
}

const INLINE_TAGS: &[&str] = &[
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "u", "var", "wbr",
];
const COMMENT_TAGS: &[&str] = &["blockquote", "input", "li", "ol", "p", "pre", "ul"];
const ARTICLE_TAGS: &[&str] = &[
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

/// What renderers of GitHub's Markdown write for alerts and footnotes, so that a style sheet finds them.
const GFM_CLASSES: &[&str] = &[
    "markdown-alert",
    "markdown-alert-note",
    "markdown-alert-tip",
    "markdown-alert-important",
    "markdown-alert-warning",
    "markdown-alert-caution",
    "footnotes",
    "footnote-definition",
];

pub(super) static TEXT: LazyLock<HtmlPolicy> = LazyLock::new(|| preset(HtmlPolicy::builder()));
pub(super) static INLINE: LazyLock<HtmlPolicy> = LazyLock::new(|| preset(inline_builder()));
pub(super) static COMMENT: LazyLock<HtmlPolicy> = LazyLock::new(|| preset(comment_builder()));
pub(super) static ARTICLE: LazyLock<HtmlPolicy> = LazyLock::new(|| preset(article_builder()));

/// A preset is a constant of this crate, and a test builds each; this arm keeps the promise not to panic.
fn preset(builder: HtmlPolicyBuilder) -> HtmlPolicy {
    builder.build().unwrap_or_else(|_| HtmlPolicyBuilder::default().policy)
}

fn inline_builder() -> HtmlPolicyBuilder {
    HtmlPolicy::builder()
        .tags(INLINE_TAGS)
        .attributes("a", ["href"])
        .attributes("*", ["title", "lang", "dir"])
        .link_rel("nofollow noopener")
}

fn comment_builder() -> HtmlPolicyBuilder {
    inline_builder()
        .tags(COMMENT_TAGS)
        .attributes("blockquote", ["cite"])
        .attributes("q", ["cite"])
        .attributes("ol", ["start"])
}

fn article_builder() -> HtmlPolicyBuilder {
    comment_builder()
        .tags(ARTICLE_TAGS)
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
        .classes("div", GFM_CLASSES)
        .classes("p", ["markdown-alert-title"])
        .classes("section", ["footnotes"])
        .classes("sup", ["footnote-ref", "footnote-reference", "footnote-definition-label"])
        .classes("a", ["footnote-ref", "footnote-backref"])
        .style_hints(true)
        .attributes("*", ["id"])
        .id_prefix("user-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::element::Element;
    use crate::html::rules::bit;

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
