//! Attributes as text: the value always in double quotes.

use super::attr_name::AttrName;
use crate::escape;
use crate::uri::{self, ResourceUri, SafeUri};

/// Puts a value inside double quotes, so that no value can end its attribute; an HTML parser gives it back.
///
/// The quotes are part of the result, so an unquoted attribute cannot be written by accident. The value is escaped
/// by [`escape::html`]; only NUL, which no HTML can hold, comes back as U+FFFD.
///
/// # Guarantees
/// After `name=`, in any element, the parser reads one attribute whose value is the text given.
///
/// # Does not guarantee
/// That the value is harmless for the name before it: `href`, `style`, `onclick` and `srcdoc` read their values as
/// programs of their own. Use [`href`], [`resource`], or a name from [`check_name`](super::check_name).
///
/// # Cost
/// Linear in the length in bytes; allocates the result.
///
/// # Examples
/// ```
/// use untaint::attr;
///
/// assert_eq!(attr::quote("harmless"), "\"harmless\"");
/// assert_eq!(attr::quote("x onclick=alert(1)"), "\"x onclick=alert(1)\"");
/// assert_eq!(attr::quote("\"><script>"), "\"&quot;&gt;&lt;script&gt;\"");
/// assert_eq!(attr::quote(""), "\"\"");
/// ```
#[must_use]
pub fn quote(value: &str) -> String {
    let escaped = escape::html(value);
    let mut quoted = String::with_capacity(escaped.len() + 2);
    quoted.push('"');
    quoted.push_str(&escaped);
    quoted.push('"');
    quoted
}

/// Writes one attribute, with the space before it: ` name="value"`.
///
/// # Guarantees
/// Inside a start tag, the parser reads one attribute more, with this name and this value (see [`quote`]), and
/// nothing runs, whatever the value (see [`AttrName`]).
///
/// # Cost
/// Linear in the length in bytes; allocates the result.
///
/// # Examples
/// ```
/// use untaint::attr;
///
/// let name = attr::check_name("title")?;
/// assert_eq!(format!("<p{}>", attr::pair(&name, "5 > 4")), r#"<p title="5 &gt; 4">"#);
/// assert!(attr::check_name("onfocus").is_err()); // so no pair can be a handler
/// # Ok::<(), attr::AttrError>(())
/// ```
#[must_use]
pub fn pair(name: &AttrName<'_>, value: &str) -> String {
    written(name.as_str(), value)
}

/// Writes the target of a link, for `a` and `area`: ` href="…"`.
///
/// # Does not guarantee
/// Anything for `base` and `link`, which speak for the whole page: those take [`resource`].
///
/// # Cost
/// Linear in the length in bytes; allocates the result.
///
/// # Examples
/// ```
/// use untaint::{attr, uri::{self, UriPolicy}};
///
/// let link = uri::check("/search?q=a&copy=1", UriPolicy::web())?;
/// assert_eq!(attr::href(&link), r#" href="/search?q=a&amp;copy=1""#);
/// assert!(uri::check("javascript:alert(1)", UriPolicy::web()).is_err()); // so no href can be a script
/// # Ok::<(), uri::UriError>(())
/// ```
#[must_use]
pub fn href(uri: &SafeUri<'_>) -> String {
    written("href", uri.as_str())
}

/// Writes the source of a picture, for `img`: ` src="…"`.
///
/// # Does not guarantee
/// Anything for `script`, `iframe`, `embed` and other elements with a `src`: those take [`resource`]. The picture's
/// server learns who looks at the page, unless the policy of the check lists hosts.
///
/// # Cost
/// Linear in the length in bytes; allocates the result.
///
/// # Examples
/// ```
/// use untaint::{attr, uri::{self, UriPolicy}};
///
/// let picture = uri::check("/cat.png", UriPolicy::web())?;
/// assert_eq!(format!("<img{} alt=''>", attr::img_src(&picture)), r#"<img src="/cat.png" alt=''>"#);
/// assert!(uri::check("data:image/svg+xml,<svg/>", UriPolicy::web()).is_err());
/// # Ok::<(), uri::UriError>(())
/// ```
#[must_use]
pub fn img_src(uri: &SafeUri<'_>) -> String {
    written("src", uri.as_str())
}

/// For which screen a candidate of [`srcset`] is meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Descriptor {
    /// The picture's own width in pixels: `480w`.
    Width(u32),
    /// Pixels of the picture for each pixel of the page: `2x`.
    Density(f32),
}

/// Writes the candidates of a picture, for `img` and `source`: ` srcset="a.png 480w, b.png 960w"`.
///
/// A browser splits the list at white space and at commas beside it (HTML, "parse a srcset attribute"), and other
/// programs at every comma. So spaces around a URL are left out, and inside it a space becomes `%20` and a comma
/// `%2C`, but for the one comma that a `data:` URL needs. Left out are candidates that name no picture: an empty
/// URL, a width of 0 or above 2147483647 (browsers read no larger one), a density that is not finite or not above 0.
///
/// # Guarantees
/// A browser finds the candidates that were given, each with its own descriptor, and no other.
///
/// # Does not guarantee
/// Which of them it loads, and that widths and densities are not mixed, which makes browsers ignore some.
///
/// # Cost
/// Linear in the length in bytes; allocates the result.
///
/// # Examples
/// ```
/// use untaint::attr::{self, Descriptor};
/// use untaint::uri::{self, UriPolicy};
///
/// let small = uri::check("/cat.png", UriPolicy::web())?;
/// let large = uri::check("/w_960,h_640/cat.png 3x, https://evil.example/x.png", UriPolicy::web())?;
/// assert_eq!(
///     attr::srcset([(&small, Descriptor::Width(480)), (&large, Descriptor::Width(960))]),
///     r#" srcset="/cat.png 480w, /w_960%2Ch_640/cat.png%203x%2C%20https://evil.example/x.png 960w""#,
/// );
/// assert!(uri::check("javascript:alert(1)", UriPolicy::web()).is_err()); // so no candidate can be one
/// # Ok::<(), uri::UriError>(())
/// ```
#[must_use]
pub fn srcset<'a>(candidates: impl IntoIterator<Item = (&'a SafeUri<'a>, Descriptor)>) -> String {
    use std::fmt::Write as _;
    let mut list = String::new();
    for (uri, descriptor) in candidates {
        let uri = uri.as_str().trim_matches(' ');
        let is_usable = match descriptor {
            Descriptor::Width(width) => width > 0 && i32::try_from(width).is_ok(),
            Descriptor::Density(density) => density.is_finite() && density > 0.0,
        };
        if uri.is_empty() || !is_usable {
            continue;
        }
        if !list.is_empty() {
            list.push_str(", ");
        }
        push_candidate(&mut list, uri);
        // Writing to a String cannot fail.
        let _ = match descriptor {
            Descriptor::Width(width) => write!(list, " {width}w"),
            Descriptor::Density(density) => write!(list, " {density}x"),
        };
    }
    written("srcset", &list)
}

/// `uri` is not empty, and has no space at its ends and no control anywhere.
fn push_candidate(list: &mut String, uri: &str) {
    // With nothing behind it, even the comma of a `data:` URL would end the candidate.
    let kept_comma = match uri::scheme(uri).as_deref() {
        Some("data") => uri.find(',').filter(|at| at + 1 < uri.len()),
        _ => None,
    };
    for (at, c) in uri.char_indices() {
        match c {
            ' ' => list.push_str("%20"),
            ',' if kept_comma != Some(at) => list.push_str("%2C"),
            _ => list.push(c),
        }
    }
}

/// The attributes that load code or frames, or say where a form and the page's links lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResourceAttr {
    /// `src` of `script`, `iframe`, `embed`, `frame`, and of anything else.
    Src,
    /// `href` of `base` and `link`, and of anything else.
    Href,
    /// `action` of `form`.
    Action,
    /// `formaction` of `button` and `input`.
    FormAction,
    /// `data` of `object`.
    Data,
}

impl ResourceAttr {
    /// The attribute's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Src => "src",
            Self::Href => "href",
            Self::Action => "action",
            Self::FormAction => "formaction",
            Self::Data => "data",
        }
    }
}

/// Writes the address of a script, a frame, a form target or a base: ` src="…"` and so on.
///
/// # Cost
/// Linear in the length in bytes; allocates the result.
///
/// # Examples
/// ```
/// use untaint::attr::{self, ResourceAttr};
/// use untaint::uri::{self, UriPolicy};
///
/// let policy = UriPolicy::builder().scheme("https").hosts(["player.example.com"]).build()?;
/// let video = uri::check_resource("https://player.example.com/v/1", &policy).unwrap();
/// assert_eq!(attr::resource(ResourceAttr::Src, &video), r#" src="https://player.example.com/v/1""#);
/// assert!(uri::check_resource("https://evil.example/v/1", &policy).is_err());
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[must_use]
pub fn resource(name: ResourceAttr, uri: &ResourceUri<'_>) -> String {
    written(name.as_str(), uri.as_str())
}

fn written(name: &str, value: &str) -> String {
    let escaped = escape::html(value);
    let mut attribute = String::with_capacity(name.len() + escaped.len() + 4);
    attribute.push(' ');
    attribute.push_str(name);
    attribute.push_str("=\"");
    attribute.push_str(&escaped);
    attribute.push('"');
    attribute
}
