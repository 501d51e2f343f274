//! `rel`: the visitor's harmless words, and the policy's own.

use super::push_attribute;
use crate::html::element::Element;
use crate::html::policy::HtmlPolicy;

/// Words of `rel` that a visitor may write: they limit a link or describe it, and none gives it power.
const REL_WORDS: [&str; 14] = [
    "alternate",
    "author",
    "bookmark",
    "external",
    "help",
    "license",
    "next",
    "nofollow",
    "noopener",
    "noreferrer",
    "prev",
    "sponsored",
    "tag",
    "ugc",
];

/// What decides the `rel` of a link.
pub(super) struct Link {
    pub(super) element: Element,
    pub(super) has_href: bool,
    pub(super) opens_window: bool,
    pub(super) rel: Option<String>,
}

impl Link {
    /// The visitor's words that are allowed, then the policy's; a window that opens another never gets hold of it.
    pub(super) fn push(&self, out: &mut String, policy: &HtmlPolicy) {
        if self.element != Element::A {
            return;
        }
        if self.rel.is_none() && !self.opens_window {
            if self.has_href {
                out.push_str(&policy.rel_attribute);
            }
            return;
        }
        let mut words: Vec<&str> = Vec::new();
        // The policy's words come last and only from the policy, so that a second cleaning finds them in their place.
        let own: &[String] = if self.has_href { &policy.link_rel } else { &[] };
        for word in self.rel.as_deref().unwrap_or("").split_ascii_whitespace() {
            let known = visitors_word(word, policy).filter(|known| !own.iter().any(|own| own == known));
            if let Some(known) = known.filter(|known| !words.contains(known)) {
                words.push(known);
            }
        }
        if self.opens_window && !own.iter().any(|own| own == "noopener") && !words.contains(&"noopener") {
            words.push("noopener");
        }
        words.extend(own.iter().map(String::as_str));
        if !words.is_empty() {
            push_attribute(out, "rel", &words.join(" "));
        }
    }
}

/// A word that visitors may write, as it is written.
fn visitors_word<'p>(word: &str, policy: &'p HtmlPolicy) -> Option<&'p str> {
    let listed = policy.rel_words.iter().map(String::as_str);
    REL_WORDS.into_iter().chain(listed).find(|known| known.eq_ignore_ascii_case(word))
}

/// Whether a word of a visitor's `rel` is not lost: harmless, or one of the policy's own.
pub(super) fn is_kept_word(word: &str, policy: &HtmlPolicy) -> bool {
    visitors_word(word, policy).is_some()
        || policy.link_rel.iter().any(|known| known.eq_ignore_ascii_case(word))
}
