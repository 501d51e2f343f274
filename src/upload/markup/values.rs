//! What an attribute's value does: links that run, sources that load, sizes.

use crate::uri::{self, Reference};

/// What following or loading an address does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Address {
    /// Nothing: a place in this file, or a picture, sound or font inside the address.
    Inside,
    /// An SVG picture inside the address: harmless where only pictures are shown.
    Picture,
    /// Something that a browser may run.
    Runs,
    /// A file beside this one.
    Beside,
    /// Another place.
    Elsewhere,
}

/// Reads an address as a browser does.
pub(super) fn address(value: &str) -> Address {
    match uri::classify(value) {
        Reference::Empty | Reference::Fragment => return Address::Inside,
        Reference::Network => return Address::Elsewhere,
        Reference::Scheme => {}
        _ => return Address::Beside,
    }
    let Some(scheme) = uri::scheme(value) else { return Address::Elsewhere };
    match scheme.as_ref() {
        "javascript" | "vbscript" | "livescript" | "mocha" | "jar" | "view-source" | "feed" => Address::Runs,
        "data" => data(value),
        _ => Address::Elsewhere,
    }
}

/// The type in a `data:` address.
fn data(value: &str) -> Address {
    // What a browser removes from addresses goes first.
    let plain: String = value
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .take(128)
        .collect::<String>()
        .to_ascii_lowercase();
    let Some((_, rest)) = plain.split_once(':') else { return Address::Runs };
    let end = rest.find([',', ';']).unwrap_or(rest.len());
    let mime = rest.get(..end).unwrap_or_default().trim();
    match mime.split_once('/') {
        Some(("image", subtype)) if subtype.starts_with("svg") => Address::Picture,
        Some(("image" | "font" | "audio" | "video", subtype)) if !subtype.ends_with("+xml") => {
            Address::Inside
        }
        Some(("application", subtype))
            if subtype.contains("font") || subtype.contains("woff") || subtype == "octet-stream" =>
        {
            Address::Inside
        }
        Some(("text", "plain" | "css")) | None => Address::Inside,
        _ => Address::Runs,
    }
}

/// Whether the value runs as a link, wherever it stands.
pub(super) fn is_script_link(value: &str) -> bool {
    uri::is_javascript(value)
        || matches!(uri::scheme(value).as_deref(), Some("vbscript" | "livescript" | "mocha"))
}

/// Whether an address is of a web page or a mailbox.
pub(super) fn is_web(value: &str) -> bool {
    matches!(uri::scheme(value).as_deref(), Some("http" | "https" | "mailto"))
        || uri::classify(value) == Reference::Network
}

/// A length in CSS pixels (SVG 1.1, section 7.10): `None` where it depends on the page.
pub(super) fn pixels(value: &str) -> Option<f64> {
    let value = value.trim();
    let end = value
        .char_indices()
        .find(|(at, c)| {
            let is_exponent = matches!(c, 'e' | 'E')
                && value
                    .as_bytes()
                    .get(at + 1)
                    .is_some_and(|next| next.is_ascii_digit() || matches!(next, b'+' | b'-'));
            !(c.is_ascii_digit() || matches!(c, '.' | '+' | '-') || is_exponent)
        })
        .map_or(value.len(), |(at, _)| at);
    let number: f64 = value.get(..end)?.parse().ok()?;
    let unit = match value.get(end..)?.trim().to_ascii_lowercase().as_str() {
        "" | "px" => 1.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "q" => 96.0 / 101.6,
        "pt" => 4.0 / 3.0,
        "pc" | "em" | "rem" => 16.0,
        "ex" | "ch" => 8.0,
        _ => return None,
    };
    Some(number * unit)
}
