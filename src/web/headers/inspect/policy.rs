//! Policies among the other headers: what they let run, whether there is one, and where it reports to.

use super::super::expect::Expect;
use super::super::kinds;
use super::super::reporting_endpoints::ReportingEndpoints;
use super::super::set::CSP;
use super::Context;
use super::fields::{Fields, Notes};
use crate::web::Severity;
use crate::web::csp::{self, Directive, Evaluation, Load, PolicySet, Verdict};
use crate::web::finding::Finding;

const REPORT_ONLY: &str = "content-security-policy-report-only";

/// The enforced policies: fields, and commas within them, are one more each.
pub(super) struct Policies<'a> {
    set: PolicySet<'a>,
}

impl<'a> Policies<'a> {
    pub(super) fn of(fields: &'a Fields<'_>) -> Self {
        Self { set: PolicySet::parse_all(fields.all(CSP).map(|field| &*field.value)) }
    }

    fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    /// Whether no script runs under them: by `sandbox`, or by a list of nothing.
    pub(super) fn run_nothing(&self) -> bool {
        !self.is_empty() && self.set.evaluate().verdict() == Verdict::NoScript
    }

    /// The value of a directive in each policy that has it.
    pub(super) fn directive(&self, name: Directive) -> impl Iterator<Item = &'a str> + '_ {
        self.set.directives().filter_map(move |(known, value)| (known == name).then_some(value))
    }

    /// Whether the page of any stranger may show this one in a frame.
    pub(super) fn let_strangers_frame(&self) -> bool {
        self.set.check(&Load::framed_by("https://stranger.invalid/")).is_ok()
    }
}

/// What `web::csp` finds in the enforced policies of a page, with places in the text that was given.
fn judge(fields: &Fields<'_>, found: &Evaluation, expect: &Expect, notes: &mut Notes) {
    // First, so that a thousand other findings do not push it out.
    let wanted = if expect.strict { Verdict::Strict } else { Verdict::HostsDecide };
    if found.verdict() < wanted {
        // Under one that is not even as safe as its hosts, script of strangers runs.
        let is_open = found.verdict() < Verdict::HostsDecide;
        let severity = if is_open { Severity::High } else { kinds::CSP_VERDICT.severity };
        notes.push(Finding::new(&kinds::CSP_VERDICT, 0..0).in_header(CSP).with_severity(severity));
    }
    // Places are those in the fields joined by a comma and a blank: where each begins there, and in the text.
    let mut end = 0;
    let starts: Vec<_> = fields
        .all(CSP)
        .map(|field| {
            let from = end;
            end += field.value.len() + ", ".len();
            (from, field.start)
        })
        .collect();
    for finding in found.findings() {
        let is_missing = finding.span().is_empty();
        // Beside X-Frame-Options, the checks of framing tell of a list that is missing.
        if is_missing && finding.code() == csp::FRAME_ANCESTORS.code.code() {
            continue;
        }
        let behind = starts.partition_point(|(from, _)| *from <= finding.span().start);
        match starts[..behind].last() {
            Some((from, start)) if !is_missing => notes.push(finding.clone().moved(*from, *start)),
            _ => notes.push(finding.clone()),
        }
    }
    notes.is_full |= found.omitted() > 0;
}

pub(super) fn check(answer: &Context<'_>, notes: &mut Notes) {
    let fields = answer.fields;
    if answer.is_document {
        if answer.policies.is_empty() {
            match (fields.all(REPORT_ONLY).next(), fields.all(CSP).next()) {
                (Some(field), _) => notes.add(&csp::REPORT_ONLY, REPORT_ONLY, field.span()),
                (None, Some(empty)) => notes.add(&kinds::CSP_MISSING, CSP, empty.span()),
                (None, None) => notes.missing(&kinds::CSP_MISSING, CSP),
            }
        } else {
            judge(fields, &answer.policies.set.evaluate(), answer.expect, notes);
        }
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
    if answer.policies.directive(Directive::ReportTo).any(|name| !is_known(name)) {
        notes.push(Finding::new(&kinds::REPORT_TO, 0..0).in_header(CSP).in_directive("report-to"));
    }
}
