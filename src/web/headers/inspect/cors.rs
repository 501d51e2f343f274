//! `Access-Control-Allow-Origin`.

use super::super::kinds;
use super::Context;
use super::fields::Notes;

const ORIGIN: &str = "access-control-allow-origin";

pub(super) fn check(answer: &Context<'_>, notes: &mut Notes) {
    let Some(value) = answer.fields.joined(ORIGIN) else { return };
    let allows_cookies =
        answer.fields.all("access-control-allow-credentials").any(|field| field.value == "true");
    let is_listed = value.text.contains([',', ' ']);
    let varies = || {
        let mut names = answer.fields.all("vary").flat_map(|field| field.value.split(','));
        names.any(|name| {
            matches!(name.trim_matches([' ', '\t']), "*")
                || name.trim_matches([' ', '\t']).eq_ignore_ascii_case("origin")
        })
    };
    if value.text == "null" {
        notes.add(&kinds::CORS_NULL, ORIGIN, value.span);
    } else if value.text == "*" {
        if allows_cookies {
            notes.add(&kinds::CORS_STAR, ORIGIN, value.span);
        }
    } else if is_listed || !value.text.contains("://") || value.text.ends_with('/') {
        notes.add(&kinds::CORS_IGNORED, ORIGIN, value.span);
    } else if !varies() {
        notes.add(&kinds::CORS_VARY, ORIGIN, value.span);
    }
}
