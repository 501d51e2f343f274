//! `assert_inert_html`: nothing in a page or in a part of one runs, loads documents, or changes how the rest is read.

use super::breach::{Breach, BreachKind, quoted, require};
use super::dom::{Element, Reading, Tree};
use crate::uri;

/// Panics unless HTML is inert, by the strict rules for what a sanitizer lets through or a template makes of a
/// visitor's text: [`InertHtml::fragment`].
///
/// ```
/// use untaint::html::{self, HtmlPolicy};
/// use untaint::testing::assert_inert_html;
///
/// let hostile = "<img src=x onerror=alert(1)><a href='java\nscript:alert(1)'>x</a>";
/// assert_inert_html(html::sanitize(hostile, HtmlPolicy::comment()).as_str());
/// ```
///
/// ```should_panic
/// # use untaint::testing::assert_inert_html;
/// assert_inert_html("<svg><a><set attributeName=href to=javascript:alert(1)>");
/// ```
///
/// # Panics
/// With the element and the attribute, in Rust's escapes, and how the text was read.
#[track_caller]
pub fn assert_inert_html(html: &str) {
    InertHtml::fragment().assert(html);
}

/// [`assert_inert_html`] that returns the reason instead.
///
/// # Errors
/// The first [`Breach`] found.
pub fn check_inert_html(html: &str) -> Result<(), Breach> {
    InertHtml::fragment().check(html)
}

/// What counts as inert.
///
/// The text is read by html5ever as a page and as a part of a page, with scripting and without (`noscript` is read
/// otherwise then); each tree is written as `innerHTML` writes it and read again, because a text can be harmless once
/// and live the second time; a part of a page is also read with more of a page behind it, which ends a tag that it
/// leaves open. In all of these trees there must be
/// * no `script`, of HTML or SVG, that is not allowed below;
/// * no attribute whose name begins with `on` and a letter, and no `srcdoc`;
/// * no `javascript:` or `vbscript:` URL in an attribute that holds URLs, as a browser reads it (`java&#10;script:`
///   too), and no `data:` URL there but for images, sound and film in an element that shows them;
/// * no SVG animation of `href` or of a handler;
/// * no `iframe`, `frame`, `frameset`, `object`, `embed`, `applet`, `portal`, `fencedframe`, `base`, no `style` that
///   is not allowed below, and none of `xmp`, `noembed`, `noframes`, `plaintext`, behind which markup hides;
/// * no `meta http-equiv=refresh`, and no style sheet or script loaded by `link` that is not allowed below.
///
/// # Does not guarantee
/// It sees neither what your scripts do with the page (`data-` attributes, `{{templates}}`, ids that shadow a global),
/// nor CSS (a `style` attribute that covers the page, unless
/// [`refuse_style_attributes`](Self::refuse_style_attributes)), nor forms and links that lead elsewhere, nor images
/// that tell who is looking. A fragment is read in `body`: what stands inside `textarea`, `script`, `svg` or an
/// attribute of yours is read otherwise, so check the whole page too. html5ever is not Chromium; where they differ,
/// Chromium decides. Reading takes quadratic time for deep nesting: keep inputs to some ten kilobytes.
///
/// ```
/// use untaint::testing::InertHtml;
///
/// let page = r#"<!DOCTYPE html><title>x</title><script nonce="r4nd0m">go()</script><p>hello"#;
/// InertHtml::page().allow_nonce("r4nd0m").assert(page);
/// assert_eq!(InertHtml::page().check(page).unwrap_err().code(), "inert.script");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct InertHtml {
    is_page: bool,
    nonces: Vec<String>,
    sources: Vec<String>,
    elements: Vec<String>,
    style_attributes: bool,
}

impl InertHtml {
    fn new(is_page: bool) -> Self {
        Self {
            is_page,
            nonces: Vec::new(),
            sources: Vec::new(),
            elements: Vec::new(),
            style_attributes: true,
        }
    }

    /// For what came from a visitor: also no `meta`, no `link`, no `noscript`, and no script that holds data.
    pub fn fragment() -> Self {
        Self::new(false)
    }

    /// For a whole page, read as a page: `meta`, `link` to things that do not run, `noscript`, and
    /// `<script type="application/json">` are the site's own business.
    pub fn page() -> Self {
        Self::new(true)
    }

    /// Scripts, `style` elements and `link`s that carry this nonce are the site's own.
    ///
    /// As browsers do (CSP 3, section 6.7.2.1), it does not count on a tag that names an attribute twice, or that holds
    /// `<script` or `<style` in an attribute: such a tag may have swallowed a visitor's.
    pub fn allow_nonce(mut self, nonce: &str) -> Self {
        self.nonces.push(nonce.to_owned());
        self
    }

    /// Scripts, style sheets and frames whose `src` or `href` is exactly this are the site's own.
    pub fn allow_source(mut self, url: &str) -> Self {
        self.sources.push(url.to_owned());
        self
    }

    /// Elements of this name are the site's own, wherever they stand: what a visitor makes of that name is not seen.
    pub fn allow_element(mut self, name: &str) -> Self {
        self.elements.push(name.to_ascii_lowercase());
        self
    }

    /// Also no `style` attribute.
    pub fn refuse_style_attributes(mut self) -> Self {
        self.style_attributes = false;
        self
    }

    /// Checks a text.
    ///
    /// # Errors
    /// The first [`Breach`] found.
    pub fn check(&self, html: &str) -> Result<(), Breach> {
        self.read(html)?;
        if self.is_page {
            return Ok(());
        }
        // What follows it ends a tag that it leaves open, whichever quote is open too.
        let behind = "</p>\"'>";
        self.read(&[html, behind].concat()).map_err(|breach| breach.read("with more of a page behind it"))
    }

    fn read(&self, html: &str) -> Result<(), Breach> {
        for reading in Reading::ALL.into_iter().filter(|reading| !self.is_page || reading.is_document()) {
            let tree = Tree::parse(html, reading);
            self.tree(&tree).map_err(|breach| breach.read(reading.words()))?;
            let again = Tree::parse(&tree.serialize(), reading);
            self.tree(&again).map_err(|breach| breach.read(reading.words()).read("a second time"))?;
        }
        Ok(())
    }

    /// Panics where [`check`](Self::check) returns an error.
    ///
    /// # Panics
    /// With the reason and the text, in Rust's escapes.
    #[track_caller]
    pub fn assert(&self, html: &str) {
        require(self.check(html), html);
    }

    fn tree(&self, tree: &Tree) -> Result<(), Breach> {
        tree.elements().try_for_each(|element| {
            self.element(element, tree)?;
            self.attributes(element)
        })
    }

    fn element(&self, element: &Element, tree: &Tree) -> Result<(), Breach> {
        let name = element.local().to_ascii_lowercase();
        if self.elements.contains(&name) {
            return Ok(());
        }
        let kind = match name.as_str() {
            "script" if self.is_own(element) && self.is_one_script(element, tree) => return Ok(()),
            "script" if self.is_page && is_data_block(element) => return Ok(()),
            "script" => BreachKind::Script,
            "style" if self.has_nonce(element) => return Ok(()),
            "iframe" | "frame" | "embed" if self.is_listed(element, "src") => return Ok(()),
            "link" if self.is_own(element) || self.is_page && !loads(element) => return Ok(()),
            "meta" if self.is_page && !refreshes(element) => return Ok(()),
            "noscript" if self.is_page => return Ok(()),
            "style" | "iframe" | "frame" | "frameset" | "object" | "embed" | "applet" | "portal"
            | "fencedframe" | "base" | "xmp" | "noembed" | "noframes" | "plaintext" | "link" | "meta"
            | "noscript" => BreachKind::Element,
            "set" | "animate" | "animatetransform" | "animatemotion" if animates_action(element) => {
                BreachKind::ActiveUrl
            }
            _ => return Ok(()),
        };
        Err(Breach::new(kind, tag(element)))
    }

    fn attributes(&self, element: &Element) -> Result<(), Breach> {
        for attr in element.attrs.borrow().iter() {
            let (name, value) = ((*attr.name.local).to_ascii_lowercase(), &*attr.value);
            let is_handler = name
                .strip_prefix("on")
                .is_some_and(|event| event.starts_with(|first: char| first.is_ascii_alphabetic()));
            let kind = if is_handler {
                BreachKind::Handler
            } else if name == "srcdoc" {
                BreachKind::Element
            } else if name == "style" && !self.style_attributes {
                BreachKind::Style
            } else if is_active(&element.local().to_ascii_lowercase(), &name, value) {
                BreachKind::ActiveUrl
            } else {
                continue;
            };
            let what = format!("attribute {}={} of <{}>", quoted(&name), quoted(value), element.local());
            return Err(Breach::new(kind, what));
        }
        Ok(())
    }

    /// Whether a nonce or the list of sources makes it the site's own.
    fn is_own(&self, element: &Element) -> bool {
        self.has_nonce(element) || self.is_listed(element, "src") || self.is_listed(element, "href")
    }

    fn has_nonce(&self, element: &Element) -> bool {
        let hides_a_tag = element.attrs.borrow().iter().any(|attr| {
            [&*attr.name.local, &*attr.value].into_iter().any(|text| {
                let text = text.to_ascii_lowercase();
                text.contains("<script") || text.contains("<style")
            })
        });
        !element.has_duplicates
            && !hides_a_tag
            && element.attr("nonce").is_some_and(|nonce| self.nonces.contains(&nonce))
    }

    fn is_listed(&self, element: &Element, attr: &str) -> bool {
        element.attr(attr).is_some_and(|url| self.sources.contains(&url))
    }

    /// A script that is listed by its source holds no text: what stands in it came from elsewhere.
    fn is_one_script(&self, element: &Element, tree: &Tree) -> bool {
        self.has_nonce(element) || tree.text_of(element).trim().is_empty()
    }
}

fn tag(element: &Element) -> String {
    let mut tag = format!("<{}", element.local());
    for attr in element.attrs.borrow().iter() {
        tag = tag + " " + &attr.name.local + "=" + &quoted(&attr.value);
    }
    tag + ">"
}

/// Data for a script: a type that browsers run nowhere, import maps and speculation rules not among them.
fn is_data_block(element: &Element) -> bool {
    let Some(kind) = element.attr("type") else { return false };
    let kind = kind.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    (kind == "application/json" || kind.ends_with("+json")) && element.attr("src").is_none()
}

/// Whether a `link` brings something that acts on the page or is fetched for it.
fn loads(element: &Element) -> bool {
    let rel = element.attr("rel").unwrap_or_default().to_ascii_lowercase();
    let harmless = [
        "icon",
        "shortcut",
        "apple-touch-icon",
        "mask-icon",
        "canonical",
        "alternate",
        "author",
        "help",
        "license",
        "next",
        "prev",
        "search",
        "me",
        "nofollow",
        "noopener",
        "noreferrer",
        "pingback",
        "privacy-policy",
        "terms-of-service",
        "bookmark",
        "tag",
        "dns-prefetch",
        "preconnect",
    ];
    // `alternate stylesheet` is a style sheet.
    !rel.split_ascii_whitespace().all(|word| harmless.contains(&word))
}

fn refreshes(element: &Element) -> bool {
    element.attr("http-equiv").is_some_and(|name| name.trim().eq_ignore_ascii_case("refresh"))
}

/// An animation that sets a link or a handler.
fn animates_action(element: &Element) -> bool {
    let attrs = element.attrs.borrow();
    attrs.iter().any(|attr| {
        let target = attr.value.trim().to_ascii_lowercase();
        (*attr.name.local).eq_ignore_ascii_case("attributeName")
            && (target == "href" || target.ends_with(":href") || target.starts_with("on"))
    })
}

/// Whether an attribute holds a URL that runs, or opens a document, where it stands.
pub(super) fn is_active(element: &str, attr: &str, value: &str) -> bool {
    let separator: &[char] = match attr {
        "srcset" | "imagesrcset" => &[','],
        "values" => &[';'],
        "ping" | "archive" | "attributionsrc" => &[' ', '\t', '\n', '\r', '\u{C}'],
        "href" | "xlink:href" | "src" | "action" | "formaction" | "data" | "poster" | "background"
        | "cite" | "longdesc" | "codebase" | "classid" | "code" | "profile" | "manifest" | "icon"
        | "lowsrc" | "dynsrc" | "to" | "from" | "by" => &[],
        _ => return false,
    };
    let shows = match attr {
        "src" => matches!(element, "img" | "image" | "input" | "source" | "video" | "audio" | "track"),
        "href" | "xlink:href" => matches!(element, "image" | "feimage"),
        "srcset" | "imagesrcset" | "poster" | "background" | "lowsrc" | "dynsrc" => true,
        _ => false,
    };
    let is_active = |url: &str| {
        uri::is_javascript(url)
            || uri::scheme(url).is_some_and(|scheme| match &*scheme {
                "vbscript" | "livescript" | "mocha" => true,
                "data" => !shows,
                _ => false,
            })
    };
    if separator.is_empty() { is_active(value) } else { value.split(separator).any(is_active) }
}
