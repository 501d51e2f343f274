//! `Strict-Transport-Security`.

use super::super::hsts::{Hsts, directives};
use super::super::kinds;
use super::Context;
use super::fields::Notes;

/// Six months and a year, in seconds.
const SHORT: u64 = 15_552_000;
const YEAR: u64 = 31_536_000;

pub(super) fn check(answer: &Context<'_>, notes: &mut Notes) {
    let mut all = answer.fields.all(Hsts::NAME);
    let Some(first) = all.next() else {
        if answer.expect.https == Some(true) {
            notes.missing(&kinds::HSTS_MISSING, Hsts::NAME);
        }
        return;
    };
    if let Some(second) = all.find(|other| other.value != first.value) {
        notes.add(&kinds::HSTS_SECOND, Hsts::NAME, second.span());
    }
    let Ok(hsts) = Hsts::parse(&first.value) else {
        notes.add(&kinds::HSTS_IGNORED, Hsts::NAME, first.span());
        return;
    };
    if hsts.max_age() == 0 {
        notes.add(&kinds::HSTS_OFF, Hsts::NAME, first.span());
        return;
    }
    if hsts.max_age() < SHORT {
        notes.add(&kinds::HSTS_SHORT, Hsts::NAME, first.span());
    }
    let known = ["max-age", "includesubdomains", "preload"];
    let unknown = directives(&first.value).find(|directive| {
        let name = directive.split('=').next().unwrap_or("").trim_matches([' ', '\t']);
        !known.iter().any(|known| known.eq_ignore_ascii_case(name))
    });
    if let Some(directive) = unknown {
        notes.add(&kinds::HSTS_DIRECTIVE, Hsts::NAME, first.place(directive));
    }
    if hsts.has_preload() && !(hsts.has_subdomains() && hsts.max_age() >= YEAR) {
        notes.add(&kinds::HSTS_PRELOAD, Hsts::NAME, first.span());
    } else if !hsts.has_subdomains() {
        notes.add(&kinds::HSTS_SUBDOMAINS, Hsts::NAME, first.span());
    }
}
