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
//! Memory and output are bounded by the policy's limits, time by their products (tags by tags, tags by bytes): some
//! tens of milliseconds for the worst inputs we know under the default limits. Nothing here panics, and every setting
//! on which `ammonia` panics is a [`PolicyError`](crate::PolicyError) when the policy is built. `ammonia` and
//! `html5ever` keep assertions about their own trees, which no input is known to reach.

mod cost;
mod error;
mod policy;
mod prepare;
mod vocabulary;

pub use self::error::{WideError, WideErrorKind};
pub use self::policy::{WidePolicy, WidePolicyBuilder};

use self::cost::{check_cost, check_depth};
use self::prepare::prepare;
use self::vocabulary::{DROPPED, is_link, is_prose, loads};
use super::safe_html::SafeHtml;
use crate::uri;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Cleans HTML of a wide vocabulary, or refuses what would cost too much.
///
/// # Guarantees
/// What comes back runs nothing in the body of a page ([`SafeHtml`]), keeps the policy's limits, and is what the
/// standard's parser makes of it: cleaning it again changes nothing. Links have `rel="noopener noreferrer"`.
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
        let cleaned = builder.clean(&prepare(&text)).to_string();
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
