//! A `Report` serialises as problem details of RFC 9457; the answer says so in its content type, and each error has the
//! JSON pointer of its field. Nothing of the input is in it.

// recipe
use axum::http::{StatusCode, header::CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use untaint::html::{self, HtmlPolicy, SafeHtml};
use untaint::uri::{self, SafeUri, UriPolicy};
use untaint::{Report, text, text::TextPolicy};

pub struct Profile {
    pub name: String,
    pub site: SafeUri<'static>,
    pub about: SafeHtml<'static>,
}

/// Every field is checked, so that the visitor sees all errors at once.
pub fn profile(name: &str, site: &str, about: &str) -> Result<Profile, Report> {
    let mut report = Report::new();
    let name = text::collapse_whitespace(name);
    let name = report.ok("name", text::check(&name, TextPolicy::person_name()));
    let site = report.ok("site", uri::check(site.trim(), UriPolicy::website()));
    let (Some(name), Some(site)) = (name, site) else { return Err(report) };
    let about = html::sanitize(about, HtmlPolicy::comment()).into_owned();
    Ok(Profile { name: name.into_string(), site: site.into_owned(), about })
}

/// `application/problem+json`, with the report's status.
pub fn problem(report: &Report) -> Response {
    let status =
        StatusCode::from_u16(report.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let body = serde_json::to_string(report).unwrap_or_default();
    (status, [(CONTENT_TYPE, "application/problem+json")], body).into_response()
}

/// What a client gets for a blank name and a link that runs.
pub const SHOWN: &str = r##"{
    "type": "about:blank",
    "title": "Unprocessable Content",
    "status": 422,
    "errors": [
        {
            "pointer": "#/name",
            "path": "name",
            "code": "text.blank_letter",
            "detail": "U+3164 is not allowed at byte 0",
            "message": "Remove the blank, or write a letter.",
            "params": { "at": 0, "character": "U+3164" }
        },
        {
            "pointer": "#/site",
            "path": "site",
            "code": "uri.scheme",
            "detail": "the scheme is not on the list",
            "message": "Use an address that begins with https://."
        }
    ]
}"##;
// end

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt as _;

    #[tokio::test]
    async fn the_answer_is_a_problem() {
        let report =
            profile("\u{3164}", "javascript:alert(1)", "").err().expect("refused");
        let answer = problem(&report);
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.headers()[CONTENT_TYPE], "application/problem+json");
        let body = answer.into_body().collect().await.expect("a body").to_bytes();
        let json: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
        assert_eq!(
            json,
            serde_json::from_str::<serde_json::Value>(SHOWN).expect("JSON")
        );
        assert!(!String::from_utf8_lossy(&body).contains("alert"));
    }

    #[test]
    fn a_profile_is_made() {
        let made = profile("Zoë", "https://example.com/", "<b>Hi<script>x</script>")
            .expect("accepted");
        assert_eq!(
            (made.name.as_str(), made.site.as_str()),
            ("Zoë", "https://example.com/")
        );
        assert_eq!(made.about, "<b>Hi</b>");
    }
}
