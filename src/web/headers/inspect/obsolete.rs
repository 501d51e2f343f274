//! Names and values that are no header, dead headers, misspelled ones, and versions.

use super::super::kinds;
use super::Context;
use super::fields::Notes;
use crate::web::Severity;
use crate::web::finding::Finding;

/// Headers that no browser reads, with what to write instead.
const DEAD: [(&str, &str); 9] = [
    ("public-key-pins", "leave it out: browsers have removed pinning"),
    ("public-key-pins-report-only", "leave it out: browsers have removed pinning"),
    ("expect-ct", "leave it out: browsers ask for transparency by themselves"),
    ("feature-policy", "send Permissions-Policy"),
    ("x-content-security-policy", "send Content-Security-Policy"),
    ("x-webkit-csp", "send Content-Security-Policy"),
    ("p3p", "leave it out"),
    ("x-download-options", "leave it out"),
    ("x-permitted-cross-domain-policies", "leave it out"),
];

/// Names that never were one, with the one that was meant.
const MISSPELLED: [(&str, &str); 9] = [
    ("http-strict-transport-security", "send Strict-Transport-Security"),
    ("strict-transport-policy", "send Strict-Transport-Security"),
    ("x-frame-option", "send X-Frame-Options"),
    ("x-content-type-option", "send X-Content-Type-Options"),
    ("x-content-types-options", "send X-Content-Type-Options"),
    ("referer-policy", "send Referrer-Policy"),
    ("permission-policy", "send Permissions-Policy"),
    ("content-security-policies", "send Content-Security-Policy"),
    ("content-securitypolicy", "send Content-Security-Policy"),
];

/// Headers in which programs tell their version.
const VERSIONS: [&str; 5] =
    ["server", "x-powered-by", "x-aspnet-version", "x-aspnetmvc-version", "x-generator"];

const XSS_FILTER: &str = "x-xss-protection";

/// What breaks the message itself.
pub(super) fn check_names(answer: &Context<'_>, notes: &mut Notes) {
    for field in &answer.fields.list {
        if field.name.is_empty() || !field.name.bytes().all(crate::bytes::is_token) {
            notes.push(Finding::new(&kinds::NAME, field.span()));
        }
        if field.value.contains(['\r', '\n', '\0']) {
            notes.push(Finding::new(&kinds::CONTROL, field.span()));
        }
    }
}

pub(super) fn check(answer: &Context<'_>, notes: &mut Notes) {
    for (name, fix) in DEAD {
        for field in answer.fields.all(name) {
            notes.push(Finding::new(&kinds::OBSOLETE, field.span()).in_header(name).with_fix(fix));
        }
    }
    for (name, fix) in MISSPELLED {
        for field in answer.fields.all(name) {
            let finding = Finding::new(&kinds::OBSOLETE, field.span()).in_header(name).with_fix(fix);
            notes.push(finding.with_severity(Severity::Medium));
        }
    }
    for field in answer.fields.all(XSS_FILTER).filter(|field| field.value != "0") {
        notes.add(&kinds::XSS_FILTER, XSS_FILTER, field.span());
    }
    for name in VERSIONS {
        for field in
            answer.fields.all(name).filter(|field| field.value.contains(|c: char| c.is_ascii_digit()))
        {
            notes.add(&kinds::VERSION, name, field.span());
        }
    }
}
