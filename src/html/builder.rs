//! From settings to a policy: what cannot be kept safely is an error here.

use super::attributes;
use super::element::{Element, Kind, Tag, tag};
use super::encode::push_escaped;
use super::name::Name;
use super::policy::{Disallowed, HtmlPolicy};
use super::rules::{ARIA_IDS, AttributeRule, Forced, Limit, Patterns, Rules, Value, bit, value_of};
use crate::attr::AttrPolicy;
use crate::error::{PolicyError, policy_builder};
use crate::uri::UriPolicy;

impl HtmlPolicy {
    /// Starts from a policy that keeps no element; links are those of [`UriPolicy::web`].
    pub fn builder() -> HtmlPolicyBuilder {
        HtmlPolicyBuilder::default()
    }
}

policy_builder!(HtmlPolicy, HtmlPolicyBuilder, named);

/// Builds an [`HtmlPolicy`]; the first wrong entry is reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use]
pub struct HtmlPolicyBuilder {
    pub(super) policy: HtmlPolicy,
    /// The elements that `attributes` and `classes` named, to be found on the list in the end.
    named: Vec<(&'static str, Element)>,
    error: Option<PolicyError>,
}

impl Default for HtmlPolicyBuilder {
    fn default() -> Self {
        Self {
            policy: HtmlPolicy {
                elements: [false; Element::COUNT],
                bare: [false; Element::COUNT],
                attributes: Rules::default(),
                patterns: Patterns::default(),
                forced: Vec::new(),
                keeps_unlisted: false,
                links: UriPolicy::web().clone(),
                images: UriPolicy::web().clone(),
                media: UriPolicy::web().clone(),
                embeds: None,
                embed_features: Vec::new(),
                style_hints: false,
                rel_words: Vec::new(),
                link_rel: Vec::new(),
                rel_attribute: String::new(),
                link_rel_attribute: String::new(),
                classes: Vec::new(),
                id_prefix: String::new(),
                disallowed: Disallowed::Unwrap,
                max_depth: DEFAULT_DEPTH,
                max_output: usize::MAX,
            },
            named: Vec::new(),
            error: None,
        }
    }
}

/// Nesting unless set.
const DEFAULT_DEPTH: usize = 128;
/// Browsers flatten at 512 and count elements that the parser adds.
const MAX_DEPTH: usize = 256;
/// `table`, `tbody`, `tr`, `td`.
const TABLE_DEPTH: usize = 4;

/// Why an element cannot be listed.
const NO_ELEMENT: &str = "this element is not one that this engine can keep";

impl HtmlPolicyBuilder {
    /// Keeps these elements. A name that is not in the vocabulary of this engine is a [`PolicyError`]: raw text, SVG,
    /// `MathML`, forms and frames can never be listed.
    pub fn tags(mut self, tags: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        for name in tags {
            match element(name.as_ref()) {
                Some(element) => self.policy.elements[element as usize] = true,
                None => self.fail("tags", name.as_ref(), NO_ELEMENT),
            }
        }
        self
    }

    /// Keeps these attributes on one element, or on all that are kept with `"*"`.
    ///
    /// Names are those of [`attr::check_name`](crate::attr::check_name) up to 24 bytes (all of its table but
    /// `aria-brailleroledescription`), all of WAI-ARIA's as `aria-*`, and, with a meaning of their own, `href`,
    /// `cite`, `src`, `srcset`, `poster`, `class`, `id`, `for`, `headers`, `rel`, `target`, `sizes`, `media`,
    /// `loading`, `fetchpriority`, `preload`, `loop`, and `type` of lists and of `source` (a kind of picture, film or
    /// sound: `image/webp`). Where `id` is kept on `a`, a `name` of old pages becomes one.
    pub fn attributes(mut self, tag: &str, names: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let Some(on) = self.on("attributes", tag) else { return self };
        for name in names {
            let name = name.as_ref();
            if name == "aria-*" {
                self.policy.patterns.aria |= on;
                for name in ARIA_IDS {
                    self.allow(name, Value::IdList, on, Vec::new());
                }
                continue;
            }
            match value_of(name) {
                Some(value) => self.allow(name, value, on, Vec::new()),
                None => self.fail("attributes", name, "no value of this attribute may be kept unseen"),
            }
        }
        self
    }

    /// Keeps an attribute on one element, or on all with `"*"`, where it has one of these values, in any case:
    /// `align` with `left`, `center` and `right`. Of an attribute that is words or text; addresses and the like have
    /// their own rules.
    pub fn attribute_values(
        mut self,
        tag: &str,
        name: &str,
        values: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Self {
        let Some(on) = self.on("attribute_values", tag) else { return self };
        let values: Vec<String> = values.into_iter().map(|value| value.as_ref().to_owned()).collect();
        let rule = value_of(name);
        let known: Option<&[&str]> = match rule {
            Some(Value::Keyword(words)) => Some(words),
            Some(Value::Target) => Some(&["_blank", "_self"]),
            _ => None,
        };
        if let Some(wrong) =
            known.and_then(|known| values.iter().find(|value| !known.contains(&value.as_str())))
        {
            self.fail("attribute_values", wrong, "this attribute never keeps this value");
            return self;
        }
        match rule {
            Some(value @ (Value::Text | Value::Keyword(_) | Value::Target | Value::Type))
                if !values.is_empty() =>
            {
                self.allow(name, value, on, vec![Limit { on, values }]);
            }
            Some(_) if !values.is_empty() => {
                self.fail(
                    "attribute_values",
                    name,
                    "the values of this attribute follow a rule of their own",
                );
            }
            Some(_) => self.fail("attribute_values", name, "an empty list would keep nothing: leave it out"),
            None => self.fail("attribute_values", name, "no value of this attribute may be kept unseen"),
        }
        self
    }

    /// Writes this attribute on every such element that is kept, in place of what the visitor wrote. `target` is
    /// written on links, and `target="_blank"` brings its `noopener`; `controls` of films and sounds is always there.
    /// For `rel` there is [`link_rel`](Self::link_rel).
    pub fn force_attribute(mut self, tag: &str, name: &str, value: &str) -> Self {
        let Some(element) = element(tag) else {
            self.fail("force_attribute", tag, NO_ELEMENT);
            return self;
        };
        let is_kept = match value_of(name) {
            Some(Value::Text | Value::Class | Value::Switch) => true,
            Some(Value::Keyword(words)) => words.contains(&value),
            Some(Value::Target) => matches!(value, "_blank" | "_self"),
            _ => false,
        };
        let lower = name.to_ascii_lowercase();
        let is_media = matches!(element, Element::Audio | Element::Video);
        if !is_kept || value.contains(|c: char| c.is_control()) || (is_media && lower == "controls") {
            self.fail("force_attribute", name, "this attribute, or this value of it, cannot be kept");
        } else if matches!(element, Element::Input) {
            self.fail("force_attribute", tag, "a checkbox is written in one way only");
        } else {
            let mut text = format!(" {lower}=\"");
            push_escaped(&mut text, value, true);
            text.push('"');
            self.named.push(("force_attribute", element));
            let name = Name::of(lower.as_bytes());
            self.policy.forced.retain(|forced| forced.element != element || forced.name != name);
            self.policy.forced.push(Forced { element, name, value: value.to_owned(), text });
        }
        self
    }

    /// Keeps the `data-*` attributes below a prefix that only the program's own scripts read (`data-note-`), on one
    /// element or on all with `"*"`. What may be a prefix is said at
    /// [`AttrPolicyBuilder::data_prefix`](crate::attr::AttrPolicyBuilder::data_prefix).
    pub fn data_prefix(mut self, tag: &str, prefix: &str) -> Self {
        let Some(on) = self.on("data_prefix", tag) else { return self };
        match AttrPolicy::builder().data_prefix(prefix).build() {
            Ok(policy) => self.policy.patterns.data.push((on, policy)),
            Err(error) => {
                self.error.get_or_insert(error);
            }
        }
        self
    }

    /// The elements that a name stands for, or `None` and an error.
    fn on(&mut self, setting: &'static str, tag: &str) -> Option<u128> {
        if tag == "*" {
            return Some(u128::MAX);
        }
        let Some(element) = element(tag) else {
            self.fail(setting, tag, NO_ELEMENT);
            return None;
        };
        self.named.push((setting, element));
        Some(bit(element))
    }

    fn allow(&mut self, name: &str, value: Value, on: u128, limits: Vec<Limit>) {
        let text = name.to_ascii_lowercase();
        let rule = AttributeRule {
            name: Name::of(text.as_bytes()),
            start: format!(" {text}=\""),
            value,
            is_href: text == "href",
            on,
            limits,
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

    /// Which films, sounds and posters `audio`, `video` and their `source` may name, where those elements are listed;
    /// [`UriPolicy::web`] unless set.
    ///
    /// They are written with `controls`, and never with `autoplay`: nothing is heard that the reader did not start.
    /// What a listed host serves is fetched when the page is shown, as for pictures.
    pub fn media(mut self, media: UriPolicy) -> Self {
        self.policy.media = media;
        self
    }

    /// Keeps frames (`iframe`) whose `src` [`uri::check_resource`](crate::uri::check_resource) takes: the players of
    /// film and map sites.
    ///
    /// The policy names hosts and no scheme but `https`; anything else is a [`PolicyError`]. Kept are `src`, `title`,
    /// `width`, `height`, and of `allow` the [`embed_features`](Self::embed_features); `sandbox="allow-scripts
    /// allow-same-origin"`, `loading="lazy"` and `referrerpolicy="strict-origin-when-cross-origin"` are always
    /// written. There is no `srcdoc`, no `name` and no content.
    ///
    /// The sandbox keeps the frame from navigating the page, opening windows and downloading, and the browser keeps
    /// another site's frame out of the page. **Never list your own site**, nor one where strangers store pages: a
    /// frame of the page's own origin can reach into the page and take its own sandbox off.
    ///
    /// # Examples
    /// ```
    /// use untaint::html::{self, HtmlPolicy};
    /// use untaint::uri::UriPolicy;
    ///
    /// let players = UriPolicy::builder().scheme("https").host("player.example").build()?;
    /// let policy = HtmlPolicy::builder().embeds(players).build()?;
    /// let film = "<iframe src='https://player.example/1' onload=x()></iframe>";
    /// let clean = html::sanitize(film, &policy).into_string();
    /// assert!(clean.starts_with("<iframe src=\"https://player.example/1\" sandbox="));
    /// assert_eq!(html::sanitize("<iframe src=https://evil.example/></iframe>", &policy), "");
    ///
    /// let anything = HtmlPolicy::builder().embeds(UriPolicy::web().clone()).build().unwrap_err();
    /// assert_eq!(anything.setting(), "embeds");
    /// # Ok::<(), untaint::PolicyError>(())
    /// ```
    pub fn embeds(mut self, hosts: UriPolicy) -> Self {
        if hosts.is_https_on_hosts() {
            self.policy.embeds = Some(hosts);
        } else {
            self.fail("embeds", "iframe", "frames need a list of hosts, and no scheme but https");
        }
        self
    }

    /// The features that a frame may be given by `allow`, such as `fullscreen` and `picture-in-picture`; none unless
    /// set. With `fullscreen`, the older `allowfullscreen` is kept too.
    pub fn embed_features(mut self, features: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        for feature in features {
            let feature = feature.as_ref();
            if feature.is_empty() || !feature.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') {
                self.fail("embed_features", feature, "a feature is a word of lower-case letters and hyphens");
            } else {
                self.policy.embed_features.push(feature.to_owned());
            }
        }
        self
    }

    /// Whether `style` is read for what a tag can say, as pasted text of word processors needs it; not unless set.
    ///
    /// The exact keywords and numbers of `font-weight`, `font-style` and `text-decoration` become `b`, `i`, `s` and
    /// `u`, or take such a tag away (`<b style="font-weight:normal">`), and those of `text-align` become `align`;
    /// each where the policy lists the element or attribute. `style` itself is never kept and no value of it is
    /// copied, so nothing in it can do anything else.
    pub fn style_hints(mut self, are_read: bool) -> Self {
        self.policy.style_hints = are_read;
        self
    }

    /// Lets visitors write these words of `rel` too, on attributes `rel` that are kept: `me`, for a link to the page
    /// of the same person, which sites take as a proof. `opener` is a [`PolicyError`].
    pub fn rel_words(mut self, words: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        for word in words {
            let word = word.as_ref();
            if is_rel_word(word) {
                self.policy.rel_words.push(word.to_owned());
            } else {
                self.fail("rel_words", word, NO_REL_WORD);
            }
        }
        self
    }

    /// Adds these words to the `rel` of every link, beside those that the visitor may write.
    pub fn link_rel(mut self, words: &str) -> Self {
        for word in words.split_ascii_whitespace() {
            if !is_rel_word(word) {
                self.fail("link_rel", word, NO_REL_WORD);
            } else if !self.policy.link_rel.iter().any(|known| known == word) {
                self.policy.link_rel.push(word.to_owned());
            }
        }
        self
    }

    /// Keeps these classes on one element, or on all with `"*"`. A `*` at the end stands for the rest of a word:
    /// `language-*`, as highlighters of code look for.
    pub fn classes(mut self, tag: &str, classes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let Some(on) = self.on("classes", tag) else { return self };
        for class in classes {
            let class = class.as_ref();
            if class.is_empty() || class.contains(|c: char| c.is_ascii_whitespace() || c.is_control()) {
                self.fail("classes", class, "a class is one word");
            } else {
                self.policy.classes.push((on, class.to_owned()));
            }
        }
        self.allow("class", Value::Class, on, Vec::new());
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
        if (1..=MAX_DEPTH).contains(&elements) {
            self.policy.max_depth = elements;
        } else {
            self.fail(
                "max_depth",
                elements.to_string(),
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
        if policy.allows(Element::Table) && policy.max_depth < TABLE_DEPTH {
            let reason = "a table is four elements deep";
            return Err(PolicyError::new("max_depth", policy.max_depth.to_string(), reason));
        }
        if policy.attributes.rules.iter().any(|rule| rule.value == Value::Id) && policy.id_prefix.is_empty() {
            let reason =
                "an id of the visitor's needs a prefix, or it takes the place of the page's own: id_prefix";
            return Err(PolicyError::new("attributes", "id", reason));
        }
        if !policy.link_rel.is_empty() {
            policy.rel_attribute = format!(" rel=\"{}\"", policy.link_rel.join(" "));
        }
        policy.link_rel_attribute = attributes::of_link(policy);
        policy.keeps_unlisted = !policy.forced.is_empty() || !policy.patterns.is_empty();
        policy.bare = policy.elements;
        let forced = policy.forced.iter().map(|forced| forced.element);
        for element in forced.chain([Element::Audio, Element::Video]) {
            policy.bare[element as usize] = false;
        }
        Ok(self.policy)
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
            _ if *element == Element::Source => {
                let is_held = [Element::Audio, Element::Video].into_iter().any(|media| policy.allows(media));
                let whole = if is_held { *element } else { Element::Picture };
                (whole, "`source` needs `picture`, `audio` or `video` on the list")
            }
            _ => return None,
        };
        (!policy.allows(whole)).then(|| PolicyError::new("tags", element.name(), reason))
    })
}

/// Why a word cannot stand in `rel`.
const NO_REL_WORD: &str = "a word of `rel` is of lower-case letters and hyphens, and not `opener`";

fn is_rel_word(word: &str) -> bool {
    let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    is_word && word != "opener"
}

fn element(name: &str) -> Option<Element> {
    match tag(Name::of(name.as_bytes())) {
        Tag::Known(element) => Some(element),
        _ => None,
    }
}
