//! The host and the origin that a request names.

use super::crawl::Map;
use super::kind::AuditKind;
use super::marker::Family;
use super::message::{Step, Who};
use super::point::shape;
use super::site::{Label, Sent, Site};
use std::collections::BTreeSet;

/// How many routes are asked.
const ROUTES: usize = 40;

pub(super) async fn run(site: &mut Site, map: &Map) {
    let pages = map.pages.iter().filter(|page| page.who != Who::Second);
    let mut pages: Vec<_> = pages.collect();
    // A guest is often sent away.
    pages.sort_by_key(|page| page.who == Who::Guest);
    let pages = pages.into_iter();
    let mut steps: Vec<Step> = pages.map(|page| Step::get(page.who, &page.target)).collect();
    let forms = map.forms.iter().filter(|form| !form.is_last && form.step.who != Who::Second);
    steps.extend(forms.map(|form| form.step.clone()));
    let mut shapes = BTreeSet::new();
    for step in steps {
        if !shapes.insert((step.method.clone(), shape(&step.path))) || shapes.len() > ROUTES {
            continue;
        }
        for header in ["host", "x-forwarded-host", "x-forwarded-proto", "forwarded"] {
            let family = Family::Host;
            let label = Label::new(step.route(), format!("header {header}"));
            if site
                .found
                .iter()
                .any(|found| found.kind == AuditKind::Host && found.label.route == label.route)
            {
                break;
            }
            let marker = site.marker(family);
            let value = match header {
                "x-forwarded-proto" => format!("https://{marker}.example/?"),
                "forwarded" => format!("host={marker}.example;proto=https"),
                _ => format!("{marker}.example"),
            };
            ask(site, &step, header, value, marker, label).await;
        }
        let marker = site.marker(Family::Referer);
        let label = Label::new(step.route(), "header referer");
        ask(site, &step, "referer", format!("https://{marker}.example/"), marker, label).await;
        let marker = site.marker(Family::Origin);
        let label = Label::new(step.route(), "header origin");
        ask(site, &step, "origin", format!("https://{marker}.example"), marker, label).await;
    }
}

async fn ask(
    site: &mut Site,
    step: &Step,
    header: &str,
    value: String,
    marker: super::marker::Marker,
    label: Label,
) {
    let mut step = step.clone();
    step.headers.push((header.to_owned(), value));
    if step.who == Who::Guest && !step.is_get() {
        site.jars[0].clear(); // the guest's
    }
    site.sent.insert(marker, Sent { step: step.clone(), label: label.clone() });
    site.label = label;
    site.send(&step).await;
    site.label = Label::default();
}
