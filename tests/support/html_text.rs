//! What must hold for every input of `html::to_text` and `html::linkify`.

use super::sanitize::{Clean, POLICIES, html_is_inert, html_is_rebuilt, text_of};
use untaint::html::{self, HtmlPolicy};
use untaint::uri::{self, UriPolicy};

/// A function under test.
pub type ToText = fn(&str) -> String;

pub fn to_text(html: &str) -> String {
    html::to_text(html)
}

pub fn with_links(html: &str) -> String {
    html::to_text_with_links(html, UriPolicy::web())
}

pub fn linked(text: &str, policy: &HtmlPolicy) -> String {
    html::linkify(text, policy).into_string()
}

pub fn text_holds(html: &str) {
    for function in [to_text as ToText, with_links] {
        is_bounded(html, function);
        has_no_controls(html, function);
    }
    keeps_letters_of_clean(html, to_text);
}

/// At most fourteen times the input.
pub fn is_bounded(html: &str, function: ToText) {
    let text = function(html);
    assert!(text.len() <= 14 * html.len(), "{} of {}: {html:?}", text.len(), html.len());
}

pub fn has_no_controls(html: &str, function: ToText) {
    let is_wrong = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    assert!(!function(html).contains(is_wrong), "{html:?}");
}

/// Cleaning under the policy with the most elements takes no word: the same letters in the same order. (Digits and
/// signs stand before items, and white space depends on the elements.)
pub fn keeps_letters_of_clean(html: &str, function: ToText) {
    let lower = html.to_ascii_lowercase();
    // The marks of such lists are letters, and which item has which depends on the elements; so does what stands in `rp`,
    // which is for browsers without `ruby`.
    if lower.contains("<ol") && lower.contains("type") || lower.contains("<rp") {
        return;
    }
    let letters = |text: &str| {
        let mut letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
        // The degree of a root stands before it in a line.
        if lower.contains("<mroot") {
            letters.sort_unstable();
        }
        letters
    };
    let cleaned = html::sanitize(html, HtmlPolicy::article());
    assert_eq!(letters(&function(cleaned.as_str())), letters(&function(html)), "{html:?}");
}

/// Text without markup, references and runs of white space is itself.
pub fn is_itself(text: &str, function: ToText) {
    assert_eq!(function(text), text);
}

pub fn links_hold(text: &str) {
    for policy in POLICIES.iter() {
        links_lead_where_they_read(text, policy, linked);
        link_text_is_kept(text, policy, linked);
        links_are_clean(text, policy, linked);
    }
    link_limit_holds(text);
}

pub fn link_text_is_kept(text: &str, policy: &HtmlPolicy, function: Clean) {
    let html = function(text, policy);
    assert_eq!(text_of(&html), text.replace('\0', ""), "{html:?}");
}

/// Of every property of `sanitize`, what is one of the output alone: the tree is what is written, nothing runs,
/// cleaning changes nothing.
pub fn links_are_clean(text: &str, policy: &HtmlPolicy, function: Clean) {
    html_is_rebuilt(text, policy, function);
    html_is_inert(text, policy, function);
    let html = function(text, policy);
    assert_eq!(html::sanitize(&html, policy), html.as_str(), "{text:?}");
    let links = html.matches("<a href=\"").count();
    assert!(html.len() <= 12 * text.len() + links * 64, "{text:?}");
}

/// A web address in a link is one of a web site, whose host the `url` crate reads and which has no hidden character.
pub fn links_lead_where_they_read(text: &str, policy: &HtmlPolicy, function: Clean) {
    let html = function(text, policy);
    for link in html.split("<a href=\"").skip(1) {
        let href = html::unescape(link.split('"').next().expect("an end")).into_owned();
        if href.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:")) {
            continue;
        }
        assert!(uri::check(&href, UriPolicy::website()).is_ok(), "{href:?}");
        let url = url::Url::parse(&href).expect("a web address");
        assert!(url.has_host() && url.username().is_empty(), "{href:?}");
        let host = href.split("://").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or("");
        let is_hidden = |c: char| {
            c.is_control() && !c.is_whitespace()
                || "\u{ad}\u{200b}\u{200c}\u{200d}\u{2060}\u{202e}\u{feff}\u{fe0f}".contains(c)
        };
        assert!(!host.contains(is_hidden), "{href:?}");
        let behind = link.split_once("</a>").expect("an end").1;
        let behind = behind.split('<').next().unwrap_or("");
        let is_name = |c: char| c.is_ascii_alphanumeric();
        assert!(
            !(href.split("://").nth(1) == Some(host)
                && behind.starts_with(is_hidden)
                && behind.trim_start_matches(is_hidden).starts_with(is_name)),
            "{text:?}"
        );
    }
}

pub fn link_limit_holds(text: &str) {
    for limit in [0, 9, 50, 77] {
        let policy = HtmlPolicy::builder()
            .tags(["a"])
            .attributes("a", ["href"])
            .max_output(limit)
            .build()
            .expect("policy");
        let html = linked(text, &policy);
        assert!(html.len() <= limit, "{limit}: {text:?}");
        assert_eq!(html::sanitize(&html, &policy), html.as_str(), "{limit}: {text:?}");
        html_is_rebuilt(text, &policy, linked);
    }
}
