//! What browsers and caches keep: cookies, caches, and `Clear-Site-Data`.

use super::super::cache_control::CacheControl;
use super::super::clear_site_data::{self, ClearSiteData};
use super::super::expect::Answer;
use super::super::kinds;
use super::Context;
use super::fields::{Field, Notes};
use crate::web::cookie::{self, Cookie, Fate, Scheme};
use std::collections::BTreeSet;

const COOKIE: &str = "set-cookie";

pub(super) fn check(answer: &Context<'_>, notes: &mut Notes) {
    cookies(answer, notes);
    let has_cookie = answer.fields.has(COOKIE);
    let cache = answer.fields.joined(CacheControl::NAME);
    let parsed = cache.as_ref().map(|value| CacheControl::parse(&value.text));
    let span = cache.map(|value| value.span);
    match (parsed, span) {
        (Some(Err(_)), Some(span)) => notes.add(&kinds::CACHE_IGNORED, CacheControl::NAME, span),
        (Some(Ok(cache)), Some(span)) if has_cookie && cache.is_shared() => {
            notes.add(&kinds::COOKIE_SHARED, CacheControl::NAME, span);
        }
        (Some(Ok(cache)), Some(span)) if has_cookie && !cache.is_private() => {
            notes.add(&kinds::COOKIE_CACHE, CacheControl::NAME, span);
        }
        (None, _) if has_cookie => notes.missing(&kinds::COOKIE_CACHE, CacheControl::NAME),
        (None, _) if !answer.is(Answer::Redirect) => notes.missing(&kinds::CACHE_OPEN, CacheControl::NAME),
        _ => {}
    }
    if let Some(value) = answer.fields.joined(ClearSiteData::NAME) {
        if ClearSiteData::parse(&value.text).is_err() {
            notes.add(&kinds::CLEAR_IGNORED, ClearSiteData::NAME, value.span);
        } else if clear_site_data::has_unknown(&value.text) {
            notes.add(&kinds::CLEAR_UNKNOWN, ClearSiteData::NAME, value.span);
        }
    }
}

fn cookies(answer: &Context<'_>, notes: &mut Notes) {
    let scheme = if answer.expect.https == Some(false) { Scheme::Http } else { Scheme::Https };
    let mut stored = BTreeSet::new();
    for field in answer.fields.all(COOKIE) {
        let report = cookie::inspect(&field.value, scheme);
        let is_second = match (report.fate(), report.cookie()) {
            (Fate::Stored, Some(cookie)) => !stored.insert(key(field, cookie)),
            _ => false,
        };
        if is_second {
            notes.add(&kinds::COOKIE_TWICE, COOKIE, field.span());
        }
        for finding in report.into_findings() {
            notes.push(finding.shifted(field.start));
        }
    }
}

/// What makes two cookies one to a browser.
fn key<'f>(field: &'f Field<'_>, cookie: &Cookie<'_>) -> (&'f str, Option<String>, Option<String>) {
    let name = field.value.split(['=', ';']).next().unwrap_or("").trim_matches([' ', '\t']);
    let name = if cookie.name().is_empty() { "" } else { name };
    (name, cookie.domain().map(str::to_ascii_lowercase), cookie.path().map(str::to_owned))
}
