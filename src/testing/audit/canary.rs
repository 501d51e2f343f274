//! Names that lead out of the folder: to a file of the test, and to one that every Unix has.

use super::attack::fire_step;
use super::crawl::Map;
use super::judge::Hit;
use super::kind::AuditKind;
use super::marker::Family;
use super::message::{Step, Value, Who};
use super::plan::Plan;
use super::point::{Part, Point, is_data, shape};
use super::site::{Label, Site};
use super::words;
use std::collections::BTreeSet;
use std::path::Path;

pub(super) async fn run(site: &mut Site, map: &Map, plan: &Plan, path: Option<&Path>) {
    let names = Names::of(path);
    for point in &plan.points {
        match &point.part {
            Part::FileName(_) => written(site, plan, point, path, &names).await,
            Part::Query(name) | Part::Field(name) => {
                let is_file = words::is_file(name) || is_data(&point.value()) && point.value().contains('.');
                if is_file || !point.is_twin {
                    let many = if is_file { usize::MAX } else { 3 };
                    let below = names.below(&point.value()).into_iter();
                    let usual = names.plain.iter().take(many).cloned();
                    read(site, point, below.chain(usual).map(Value::Text)).await;
                }
            }
            Part::Cookie(_) => {
                read(site, point, names.plain.iter().take(4).cloned().map(Value::Text)).await;
            }
            Part::Segment(_) => {
                let escaped = names.plain.iter().cloned().map(Value::Text);
                let raw = names.raw.iter().cloned().map(Value::Raw);
                read(site, point, escaped.chain(raw)).await;
            }
            _ => {}
        }
    }
    guess(site, map, &names).await;
}

/// Spellings of the way out.
struct Names {
    /// The ones that find most come first.
    plain: Vec<String>,
    /// The file's name alone.
    name: String,
    /// For a path, escaped in some way or in none.
    raw: Vec<String>,
}

impl Names {
    fn of(path: Option<&Path>) -> Self {
        let up = "../".repeat(12);
        let mut plain = Vec::new();
        let mut raw = Vec::new();
        let mut bare = String::new();
        if let Some(path) = path {
            let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
            let whole = std::fs::canonicalize(&whole).unwrap_or(whole).to_string_lossy().into_owned();
            let from_root = whole.trim_start_matches('/').to_owned();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let folder = path.parent().and_then(Path::file_name);
            let folder = folder.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            bare.clone_from(&name);
            plain.extend([
                format!("../{name}"),
                whole.clone(),
                format!("{up}{from_root}"),
                format!("../../{name}"),
                format!("../../../{name}"),
                format!("../{folder}/{name}"),
                format!("../../{folder}/{name}"),
                format!("....//{name}"),
                format!("....//....//{name}"),
                format!("..././{name}"),
                format!("x/../../{name}"),
                format!("./../{name}"),
                format!("..\\{name}"),
                format!("%2e%2e%2f{name}"),
                format!("../{name}\0.png"),
                format!("../{stem}"),
                format!("../../{stem}"),
                whole
                    .strip_suffix(&format!(".{}", name.rsplit('.').next().unwrap_or_default()))
                    .unwrap_or(&whole)
                    .to_owned(),
                format!("file://{whole}"),
                format!("/{whole}"),
            ]);
            raw.extend([
                format!("../{name}"),
                format!("%2e%2e/{name}"),
                format!("..%2f{name}"),
                format!("%2e%2e%2f{name}"),
                format!("..%252f{name}"),
                format!("..%5c{name}"),
                format!("../../{name}"),
                format!("%2e%2e/%2e%2e/{name}"),
                format!("..%2f..%2f{name}"),
                format!("%2f{}", from_root.replace('/', "%2f")),
                format!("/{whole}"),
                format!("..%2f{folder}%2f{name}"),
                format!("{}{}", "..%2f".repeat(12), from_root.replace('/', "%2f")),
                format!("{}{from_root}", "../".repeat(12)),
            ]);
        }
        plain.extend([format!("{up}etc/passwd"), "/etc/passwd".to_owned()]);
        raw.extend([
            format!("{}etc%2fpasswd", "..%2f".repeat(12)),
            format!("{}etc/passwd", "%2e%2e/".repeat(12)),
        ]);
        Self { plain, name: bare, raw }
    }

    /// The same behind the folder that the usual value begins with, where a site wants it to.
    fn below(&self, usual: &str) -> Vec<String> {
        match usual.rsplit_once('/') {
            Some((folder, _)) if !self.name.is_empty() && !usual.contains("://") => {
                (1..4).map(|up| format!("{folder}/{}{}", "../".repeat(up), self.name)).collect()
            }
            _ => Vec::new(),
        }
    }
}

async fn read(site: &mut Site, point: &Point, values: impl Iterator<Item = Value>) {
    for value in values {
        if site.is_known(&point.label, &[AuditKind::Path]) {
            return;
        }
        site.label = point.label.clone();
        site.follow(&point.with(value)).await;
        site.label = Label::default();
    }
}

/// Names under which a file is kept: whether the file that is not the site's is written over.
async fn written(site: &mut Site, plan: &Plan, point: &Point, path: Option<&Path>, names: &Names) {
    let kept = path.and_then(|path| Some((path, std::fs::read(path).ok()?)));
    for name in &names.plain {
        if site.is_known(&point.label, &[AuditKind::Path]) {
            return;
        }
        let marker = site.marker(Family::Plain);
        let step = point.with(Value::Text(name.clone()));
        fire_step(site, plan, point, marker, &step).await;
        let Some((path, before)) = &kept else { continue };
        let after = std::fs::read(path).ok();
        if after.as_ref() != Some(before) {
            // Put back, whatever it is now.
            let _ = std::fs::write(path, before);
            site.label = point.label.clone();
            site.record(
                Hit::new(AuditKind::Path, None, "the canary file was written over by an upload"),
                &step,
            );
            site.label = Label::default();
        }
    }
}

/// Parameters that no link shows, for files: nothing tells of them, so all are tried at once.
async fn guess(site: &mut Site, map: &Map, names: &Names) {
    let mut shapes = BTreeSet::new();
    let paths: Vec<(Who, String)> = map
        .pages
        .iter()
        .map(|page| (page.who, page.target.split('?').next().unwrap_or_default().to_owned()))
        .collect();
    for (who, path) in paths {
        if !shapes.insert(shape(&path)) || shapes.len() > 25 {
            continue;
        }
        for value in names.plain.iter().take(5) {
            let mut step = Step::get(who, &path);
            for name in words::FILES {
                step.query.push(((*name).to_owned(), Value::Text(value.clone())));
            }
            let label = Label::new(step.route(), "");
            if site
                .found
                .iter()
                .any(|found| found.kind == AuditKind::Path && found.label.route == label.route)
            {
                break;
            }
            site.label = label;
            site.send(&step).await;
            site.label = Label::default();
        }
    }
}
