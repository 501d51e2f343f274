//! Plain values everywhere, to see where they come out.

use super::crawl::{Map, is_asset};
use super::fill;
use super::judge::Place;
use super::marker::{Family, Marker};
use super::message::{Step, Value, Who};
use super::plan::Plan;
use super::point::{self, Part, Point, shape};
use super::site::{Label, Sent, Site};
use super::words;
use std::collections::{BTreeMap, BTreeSet};

/// How many requests are made for one page's names.
const PARTS: usize = 30;

/// How many pages are read once more.
const PAGES: usize = 60;

/// How many pages are read for what a form leaves.
const READ: usize = 4;

/// How many more are read for the first row of each family.
const FAR: usize = 8;

/// Sends something plain everywhere, to see where it comes out.
pub(super) async fn look(site: &mut Site, plan: &mut Plan, map: &Map) {
    for at in 0..plan.points.len() {
        let point = plan.points[at].clone();
        // What the form sent when it was filled in well.
        let sent = point.base.query.iter().chain(&point.base.fields).find(|(name, _)| name == point.name());
        let mut probes: Vec<Marker> = sent.and_then(|(_, value)| point::probe(value)).into_iter().collect();
        if words::is_password(point.name()) {
            let marker = site.marker(Family::Password);
            probe(site, &point, marker, Value::Text(fill::password(marker))).await;
        } else if probes.is_empty() && !matches!(point.part, Part::FileContent(_)) {
            let marker = site.marker(Family::Plain);
            let usual = point.value();
            let text = match point.part {
                Part::Header("referer") => format!("{}/{marker}", site.origin.text),
                Part::FileName(_) => format!("{marker}.png"),
                Part::Header(_) | Part::Segment(_) => marker.to_string(),
                // Of the kind that the site takes: a path, an address.
                _ if usual.starts_with('/') || words::is_target(point.name()) && usual.is_empty() => {
                    format!("/{marker}")
                }
                _ => {
                    match usual.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or_default())
                    {
                        Some(host) => format!("https://{host}/{marker}"),
                        None => marker.to_string(),
                    }
                }
            };
            probe(site, &point, marker, Value::Text(text)).await;
            probes.push(marker);
        }
        plan.points[at].probes = probes; // below the length
    }
    guess(site, plan, map).await;
    // What came by a header, a cookie or a query may be on a page that was read before it came.
    let mut read = BTreeSet::new();
    for page in map.pages.iter().filter(|page| page.status < 400 && !is_asset(&page.target)) {
        if read.len() < PAGES && read.insert((page.who, shape(&page.target))) {
            site.get(page.who, &page.target).await;
        }
    }
    // The same field of another visitor's form tells of this one too.
    let mut alike: BTreeMap<(String, String), Vec<Marker>> = BTreeMap::new();
    for (marker, sent) in site.sent.iter().filter(|(marker, _)| marker.family() == Family::Plain) {
        let key = (format!("{} {}", sent.step.method, shape(&sent.step.path)), sent.label.field.clone());
        alike.entry(key).or_default().push(*marker);
    }
    for point in &mut plan.points {
        let key = (format!("{} {}", point.base.method, shape(&point.base.path)), point.name().to_owned());
        let more = alike.get(&key).into_iter().flatten().filter(|_| !point.name().is_empty());
        let more: Vec<Marker> = more.filter(|marker| !point.probes.contains(marker)).copied().collect();
        point.probes.extend(more);
    }
    // What forms left is read by whoever could see it.
    for at in 0..plan.points.len() {
        let point = &plan.points[at]; // below the length
        let group = point.group;
        let shown: Vec<(Who, String, Place)> =
            point.probes.iter().filter_map(|probe| site.places.get(probe)).flatten().cloned().collect();
        let own = point.base.target();
        // What is no page comes last: a value does least in it.
        let (others, pages): (Vec<_>, Vec<_>) =
            shown.into_iter().rev().partition(|(_, _, place)| *place == Place::Other);
        for (who, target, place) in pages.into_iter().chain(others) {
            let list = &mut plan.readers[group]; // made with its number
            plan.is_list[group] |= place == Place::List;
            let is_own = point.base.is_get()
                && (target == own || super::marker::find(target.as_bytes()).next().is_some());
            let is_new = !list.iter().any(|(_, known)| shape(known) == shape(&target));
            // The answer itself is read anyway; one that was sent is not asked for.
            let is_page = map.pages.iter().any(|page| page.target == target);
            if !is_own && is_new && is_page && list.len() < READ {
                // A page of its own for each: the one that lists them tells which is new.
                let parent = map.parents.get(&shape(&target)).filter(|parent| {
                    target.split('/').any(point::is_data)
                        && map.pages.iter().any(|page| page.target == **parent)
                });
                if let Some(parent) = parent.filter(|parent| list.iter().all(|(_, known)| known != *parent)) {
                    list.push((who, parent.clone()));
                    plan.lists.insert(parent.clone());
                }
                list.push((who, target));
            } else if !is_own && is_new && is_page {
                let far = &mut plan.far[group]; // made with its number
                if far.len() < FAR && !far.iter().any(|(_, known)| shape(known) == shape(&target)) {
                    far.push((who, target));
                }
            }
        }
    }
}

async fn probe(site: &mut Site, point: &Point, marker: Marker, value: Value) {
    let step = point.with(value);
    site.label = point.label.clone();
    site.sent.insert(marker, Sent { step: step.clone(), label: point.label.clone() });
    if step.who == Who::Guest && !step.is_get() {
        site.jars[0].clear(); // the guest's
    }
    site.fresh_links.clear();
    site.follow(&step).await;
    // What it made, and is seen nowhere else.
    for target in std::mem::take(&mut site.fresh_links).into_iter().take(2).filter(|_| !step.is_get()) {
        site.get(step.who, &target).await;
    }
    site.label = Label::default();
}

/// Parameters that no link shows: all the usual names at once, each with a word of its own.
async fn guess(site: &mut Site, plan: &mut Plan, map: &Map) {
    let mut shapes = BTreeSet::new();
    let pages: Vec<(Who, String)> = map
        .pages
        .iter()
        .filter(|page| page.who != Who::Second)
        .filter(|page| !is_asset(&page.target))
        .map(|page| (page.who, page.target.split('?').next().unwrap_or_default().to_owned()))
        .collect();
    for (who, path) in pages {
        if !shapes.insert(shape(&path)) || shapes.len() > 40 {
            continue;
        }
        let mut names: Vec<&str> =
            words::TARGETS.iter().chain(words::FILES).chain(words::OTHERS).copied().collect();
        let known: Vec<String> = plan
            .points
            .iter()
            .filter(|point| shape(&point.base.path) == shape(&path))
            .map(|point| point.name().to_owned())
            .collect();
        names.sort_unstable();
        names.dedup();
        names.retain(|name| !known.iter().any(|known| known == name));
        let group = plan.group();
        // A page that wants a number in one of them says no to all: then they are asked in parts.
        let mut parts: Vec<Vec<&str>> = vec![names];
        let mut count = 0;
        while let Some(part) = parts.pop() {
            count += 1;
            let is_refused = ask(site, plan, who, &path, &part, group).await;
            if is_refused && part.len() > 1 && count < PARTS {
                let (one, other) = part.split_at(part.len() / 2);
                parts.extend([one.to_vec(), other.to_vec()]);
            }
        }
    }
}

/// Sends a word under each name; whether the page says no to that.
async fn ask(site: &mut Site, plan: &mut Plan, who: Who, path: &str, names: &[&str], group: usize) -> bool {
    let mut step = Step::get(who, path);
    let mut markers = Vec::new();
    for name in names {
        let marker = site.marker(Family::Plain);
        let value = if words::is_target(name) { format!("/{marker}") } else { marker.to_string() };
        step.query.push(((*name).to_owned(), Value::Text(value)));
        markers.push((marker, *name));
    }
    for (marker, name) in &markers {
        let label = Label::new(step.route(), *name);
        site.sent.insert(*marker, Sent { step: step.clone(), label });
    }
    site.label = Label::new(step.route(), "");
    let answer = site.send(&step).await;
    site.label = Label::default();
    let Some(answer) = answer else { return false };
    // An address that is shown as a whole shows all of them: then none is a parameter.
    let shown: Vec<_> = markers.iter().filter(|(marker, _)| site.places.contains_key(marker)).collect();
    if shown.len() <= names.len() / 2 || names.len() == 1 {
        for (marker, name) in shown {
            let mut base = Step::get(who, path);
            base.query.push(((*name).to_owned(), Value::Text(marker.to_string())));
            let mut point = Point::new(base, Part::Query((*name).to_owned()), group);
            point.probes.push(*marker);
            plan.points.push(point);
        }
    }
    matches!(answer.status, 400 | 422) && !answer.body.contains("unknown field")
}
