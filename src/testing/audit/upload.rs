//! Files that run when somebody opens them.

use super::super::attacks;
use super::attack::fire_step;
use super::crawl::Map;
use super::kind::AuditKind;
use super::marker::{self, Family, Marker};
use super::message::{File, Value, Who};
use super::plan::Plan;
use super::point::{Part, Point};
use super::site::{Label, Site};
use std::collections::BTreeSet;

/// How many addresses are asked for the first file.
const ADDRESSES: usize = 30;

pub(super) async fn run(site: &mut Site, map: &Map, plan: &Plan) {
    for point in plan.points.iter().filter(|point| matches!(point.part, Part::FileContent(_))) {
        contents(site, map, plan, point).await;
    }
}

/// What is sent as a file: name without its marker, type, bytes.
fn files() -> Vec<(String, String, Vec<u8>)> {
    let page = b"<!DOCTYPE html><script>alert(1)</script>".to_vec();
    let svg =
        b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>alert(1)</script></svg>"
            .to_vec();
    let mut files: Vec<(String, String, Vec<u8>)> = [
        ("html", "text/html", &page),
        ("svg", "image/svg+xml", &svg),
        ("html", "image/png", &page),
        ("png", "text/html", &page),
        ("svg", "image/png", &svg),
        ("xhtml", "application/xhtml+xml", &page),
        ("htm", "application/octet-stream", &page),
        ("xml", "text/xml", &svg),
        ("png.html", "image/png", &page),
        ("", "", &page),
    ]
    .into_iter()
    .map(|(end, mime, bytes)| (end.to_owned(), mime.to_owned(), bytes.clone()))
    .collect();
    // A site that looks at the first bytes alone, and serves by the name or by what was said.
    for start in [&b"\x89PNG\r\n\x1A\n"[..], b"GIF89a", b"\xFF\xD8\xFF\xE0", b"%PDF-1.4\n"] {
        let bytes = [start, &page].concat();
        files.push(("html".to_owned(), "image/png".to_owned(), bytes.clone()));
        files.push(("png".to_owned(), "text/html".to_owned(), bytes));
    }
    for row in attacks::uploads().filter(|row| row.is_hostile()) {
        let end = row.name.rsplit('.').next().unwrap_or_default();
        let holds = row.bytes.windows(8).any(|part| part == b"alert(1)");
        if holds && matches!(end, "svg" | "gif" | "png" | "txt") {
            files.push((end.to_owned(), row.declared.unwrap_or_default().to_owned(), row.bytes.to_vec()));
        }
    }
    files
}

/// Addresses that are no page, and do not change: one of them may show the file.
async fn shown(site: &mut Site, map: &Map, who: Who, marker: Marker) -> Vec<String> {
    let mut found = Vec::new();
    let files = map.pages.iter().filter(|page| page.who == who && (!page.is_html || page.status == 404));
    let targets: BTreeSet<&String> = files.map(|page| &page.target).collect();
    for target in targets.into_iter().take(ADDRESSES) {
        let Some(answer) = site.get(who, target).await else { continue };
        if marker::holds(&answer.body, marker) {
            found.push(target.clone());
        }
    }
    found
}

async fn contents(site: &mut Site, map: &Map, plan: &Plan, point: &Point) {
    let mut places: Option<Vec<String>> = None;
    for (end, mime, bytes) in files() {
        if site.is_known(&point.label, &[AuditKind::Upload]) {
            return;
        }
        let marker = site.marker(Family::File);
        let bytes = replaced(&bytes, marker.as_str());
        let name = if end.is_empty() { marker.to_string() } else { format!("{marker}.{end}") };
        let step = point.with(Value::File(File { name: name.clone(), mime, bytes }));
        let Some(answer) = fire_step(site, plan, point, marker, &step).await else { continue };
        if !answer.is_done() {
            continue;
        }
        site.label = point.label.clone();
        match &places {
            None => places = Some(shown(site, map, step.who, marker).await),
            Some(places) => {
                for target in places {
                    site.get(step.who, target).await;
                }
            }
        }
        site.label = Label::default();
        // The page of the form often shows what was sent.
        if let Some(page) = &point.base.page {
            site.label = point.label.clone();
            site.fresh_links.clear();
            site.get(step.who, page).await;
            for target in std::mem::take(&mut site.fresh_links).into_iter().take(2) {
                site.get(step.who, &target).await;
            }
            site.label = Label::default();
        }
        // Where files usually are, if no page tells.
        if !answer.body.contains("href") && !answer.is_redirect()
            || !site.targets.iter().any(|target| target.contains(marker.as_str()))
        {
            site.label = point.label.clone();
            for folder in [
                "/uploads",
                "/files",
                "/media",
                "/static/uploads",
                "/upload",
                "/avatars",
                "/attachments",
                &point.base.path,
            ] {
                site.get(Who::Guest, &format!("{folder}/{name}")).await;
            }
            site.label = Label::default();
        }
    }
}

fn replaced(bytes: &[u8], word: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + 16);
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at..].starts_with(b"alert(1)") {
            // Below the length.
            out.extend_from_slice(word.as_bytes());
            out.extend_from_slice(b"(1)");
            at += 8;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    out
}
