//! Whether a client would rather have JSON than a page.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT;

/// A weight in thousandths, and how exactly the type was named: 3 by name, 2 by `text/*`, 1 by `*/*`.
type Wish = (u16, u8);

/// True where `Accept` prefers JSON to HTML (RFC 9110, section 12.5.1). Of types with the same weight, the one that is
/// named is preferred, and at last the one that `is_json` tells: what the client itself sent.
pub(crate) fn prefers_json(headers: &HeaderMap, is_json: bool) -> bool {
    let (mut json, mut html): (Wish, Wish) = ((0, 0), (0, 0));
    let mut is_said = false;
    for range in headers.get_all(ACCEPT).iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
    {
        let mut parts = range.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts.find_map(weight).unwrap_or(1000);
        let (to_json, to_html) = match &*name {
            b"" => continue,
            b"*/*" => (1, 1),
            b"application/*" => (2, 0),
            b"text/*" => (0, 2),
            b"text/html" | b"application/xhtml+xml" => (0, 3),
            b"application/json" | b"application/problem+json" => (3, 0),
            _ => (0, 0),
        };
        is_said = true;
        for (wish, exactness) in [(&mut json, to_json), (&mut html, to_html)] {
            // The most exact name decides; of two such, the heavier.
            if exactness > wish.1 || (exactness == wish.1 && exactness > 0 && weight > wish.0) {
                *wish = (weight, exactness);
            }
        }
    }
    if is_said && json != html { json > html } else { is_json }
}

/// The value of `q`, when this is the parameter.
fn weight(parameter: &[u8]) -> Option<u16> {
    let [b'q' | b'Q', b'=', digits @ ..] = parameter else { return None };
    let weight = std::str::from_utf8(digits).ok()?.parse::<f32>().ok()?;
    // Beyond the range it is nobody's wish.
    let thousandths = if (0.0..=1.0).contains(&weight) { weight * 1000.0 } else { 0.0 };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1000")]
    Some(thousandths as u16)
}

#[cfg(test)]
mod tests {
    use super::prefers_json;
    use axum::http::{HeaderMap, HeaderValue, header::ACCEPT};

    #[test]
    fn the_answer_is_what_was_asked_for() {
        const CHROMIUM: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
        for (accept, of_form, of_json) in [
            ("", false, true),
            ("*/*", false, true),
            (CHROMIUM, false, false),
            ("application/json", true, true),
            ("application/problem+json", true, true),
            ("APPLICATION/JSON", true, true),
            ("application/json, text/plain, */*", true, true),
            ("application/json;q=0.5, text/html", false, false),
            ("application/json;q=0.5, text/html;q=0.4", true, true),
            ("text/html, application/json", false, true),
            ("text/*, application/json", true, true),
            ("application/json;q=0, */*", false, false),
            ("application/json;charset=utf-8;q=0.1,text/html;q=0.2", false, false),
            ("text/html;q=0, */*", true, true),
            ("text/html;q=2, application/json;q=0.1", true, true),
            ("image/png", false, true),
            (",,;q=1", false, true),
        ] {
            let mut headers = HeaderMap::new();
            if !accept.is_empty() {
                headers.insert(ACCEPT, HeaderValue::from_static(accept));
            }
            let said = [prefers_json(&headers, false), prefers_json(&headers, true)];
            assert_eq!(said, [of_form, of_json], "{accept}");
        }
    }
}
