//! Which HTML of a wide vocabulary is kept.

use super::vocabulary::{
    MATH_ATTRIBUTES, MATH_ELEMENTS, SVG_ATTRIBUTES, SVG_ELEMENTS, is_attribute, is_element,
};
use crate::error::{PolicyError, policy_builder};
use crate::uri::UriPolicy;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Which HTML [`sanitize`](super::sanitize()) keeps: a preset, or built once, in a `static`.
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
    pub(super) tags: BTreeSet<String>,
    /// By element, `*` for all.
    pub(super) attributes: BTreeMap<String, BTreeSet<String>>,
    pub(super) schemes: BTreeSet<String>,
    pub(super) links: UriPolicy,
    pub(super) style_properties: BTreeSet<String>,
    pub(super) max_input: usize,
    pub(super) max_tags: usize,
    pub(super) max_depth: usize,
    pub(super) max_attributes: usize,
    pub(super) max_output: usize,
}

static MATH: LazyLock<WidePolicy> = LazyLock::new(|| math_builder().build().unwrap_or_else(|_| nothing()));
static SVG_ICONS: LazyLock<WidePolicy> =
    LazyLock::new(|| svg_builder().build().unwrap_or_else(|_| nothing()));

const TABLES: &[&str] = &["table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"];
const TEXT: &[&str] = &["p", "br", "b", "i", "em", "strong", "code", "sub", "sup", "ul", "ol", "li"];

fn math_builder() -> WidePolicyBuilder {
    WidePolicy::builder()
        .tags(TEXT)
        .tags(TABLES)
        .tags(["a"])
        .tags(MATH_ELEMENTS)
        .attributes("*", MATH_ATTRIBUTES)
        .attributes("a", ["href"])
        .attributes("td", ["colspan"])
        .attributes("th", ["colspan"])
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
    /// Text, lists, tables, links, and formulas in presentation `MathML`, whose elements are no links.
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

policy_builder!(WidePolicy, WidePolicyBuilder);

/// Builds a [`WidePolicy`]; the first wrong entry is reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use]
pub struct WidePolicyBuilder {
    policy: WidePolicy,
    error: Option<PolicyError>,
}

impl WidePolicyBuilder {
    /// Keeps these elements: those of [`html::sanitize`](crate::html::sanitize()), shapes and text of SVG, `MathML`,
    /// custom elements.
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
    /// Names are those of [`attr::check_name`](crate::attr::check_name), those that only describe shapes and
    /// formulas, `class`, and `href`, `src` and `cite`, whose values are checked. For `style` list its
    /// [properties](Self::style_properties).
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
    /// [`PolicyError`] with the first entry that was wrong: a name or a scheme that cannot be kept safely, attributes
    /// of an element that is not listed, a limit outside of its range.
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
            self.fail(setting, given.to_string(), "a limit from 1 to what the method's page says");
        }
        given.min(most)
    }
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
}
