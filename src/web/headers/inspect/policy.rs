//! Policies among the other headers: whether there is one, and where it reports to.
//!
//! What a policy lets run is judged in [`judge`], the one place that `web::csp` is asked from.

use super::super::expect::Expect;
use super::super::kinds;
use super::super::reporting_endpoints::ReportingEndpoints;
use super::super::set::CSP;
use super::Context;
use super::fields::{Fields, Notes};
use crate::web::csp;
use crate::web::finding::Finding;

const REPORT_ONLY: &str = "content-security-policy-report-only";

/// The enforced policies: fields, and commas within them, are one more each.
pub(super) struct Policies<'a> {
    texts: Vec<&'a str>,
}

impl<'a> Policies<'a> {
    pub(super) fn of(fields: &'a Fields<'_>) -> Self {
        let texts = fields.all(CSP).flat_map(|field| field.value.split(','));
        Self { texts: texts.filter(|text| directives(text).next().is_some()).collect() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Whether some policy runs no script: by `sandbox`, or by a list of nothing.
    pub(super) fn run_nothing(&self) -> bool {
        self.texts.iter().any(|text| {
            let find = |name: &str| directives(text).find(|(known, _)| known.eq_ignore_ascii_case(name));
            let scripts = find("script-src").or_else(|| find("default-src"));
            let is_none = |value: &str| value.trim().eq_ignore_ascii_case("'none'");
            find("sandbox").is_some_and(|(_, value)| !value.to_ascii_lowercase().contains("allow-scripts"))
                || scripts.is_some_and(|(_, value)| is_none(value))
        })
    }

    /// The value of a directive in each policy that has it; the first of its name counts.
    pub(super) fn directive<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'a str> + 'p {
        let find = move |text: &&'a str| {
            directives(text).find_map(|(known, value)| known.eq_ignore_ascii_case(name).then_some(value))
        };
        self.texts.iter().filter_map(find)
    }
}

/// Names and values; blanks are those of the standard (CSP3 section 2.2.1).
fn directives(policy: &str) -> impl Iterator<Item = (&str, &str)> {
    let blanks = |c: char| c.is_ascii_whitespace();
    policy.split(';').filter_map(move |directive| {
        let directive = directive.trim_matches(blanks);
        let (name, value) = directive.split_once(blanks).unwrap_or((directive, ""));
        (!name.is_empty()).then_some((name, value))
    })
}

/// The seam: what `web::csp` finds in the enforced policies, with places in the text that was given.
///
/// Until it is there, nothing is found in a policy, and [`Expect::strict`] asks for nothing more.
fn judge(_: &Fields<'_>, _: &Expect) -> Vec<Finding> {
    Vec::new()
}

pub(super) fn check(answer: &Context<'_>, notes: &mut Notes) {
    let fields = answer.fields;
    if answer.policies.is_empty() {
        let report_only = fields.all(REPORT_ONLY).next();
        match report_only {
            Some(field) if answer.is_document => {
                notes.add(&csp::REPORT_ONLY, REPORT_ONLY, field.span());
            }
            None if answer.is_document => match fields.all(CSP).next() {
                Some(empty) => notes.add(&kinds::CSP_MISSING, CSP, empty.span()),
                None => notes.missing(&kinds::CSP_MISSING, CSP),
            },
            _ => {}
        }
    }
    for finding in judge(fields, answer.expect) {
        notes.push(finding);
    }
    let endpoints = fields.joined(ReportingEndpoints::NAME);
    let known = endpoints.as_ref().map(|value| ReportingEndpoints::parse(&value.text));
    if let (Some(value), Some(Err(_))) = (&endpoints, &known) {
        notes.add(&kinds::ENDPOINTS_IGNORED, ReportingEndpoints::NAME, value.span.clone());
    }
    // The older header names its endpoints in JSON.
    if fields.has("report-to") {
        return;
    }
    let is_known = |name: &str| {
        known.as_ref().is_some_and(|known| known.as_ref().is_ok_and(|known| known.url(name).is_some()))
    };
    if answer.policies.directive("report-to").any(|name| !is_known(name.trim())) {
        notes.push(Finding::new(&kinds::REPORT_TO, 0..0).in_header(CSP).in_directive("report-to"));
    }
}
