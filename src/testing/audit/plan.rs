//! What of the site is attacked, and where to look for what it leaves.

use super::crawl::Map;
use super::message::{Step, Who};
use super::point::{self, Part, Point, shape};
use super::site::Site;
use super::words;
use std::collections::{BTreeMap, BTreeSet};

/// The fields of a form that is no more than the next step of another.
const MOST: usize = 4;

/// What is attacked.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) points: Vec<Point>,
    /// For each group the requests that show what it left.
    pub(super) readers: Vec<Vec<(Who, String)>>,
    /// Those beyond the first few, which are read once for each family.
    pub(super) far: Vec<Vec<(Who, String)>>,
    pub(super) is_list: Vec<bool>,
    /// Points where harmless markup stays markup, by their place in the list.
    pub(super) kept: BTreeSet<usize>,
    /// What is sent after a form, by its route: the next step of several.
    pub(super) next: BTreeMap<String, Vec<Step>>,
    /// Pages that link to pages of a kind of which each form makes one.
    pub(super) lists: BTreeSet<String>,
}

impl Plan {
    pub(super) fn new(site: &mut Site, map: &Map) -> Self {
        let mut plan = Self::default();
        let mut seen: BTreeSet<(String, Part)> = BTreeSet::new();
        // A page as somebody sees it who is logged in comes before the same page as a guest sees it.
        let mut pages: Vec<_> = map
            .pages
            .iter()
            .filter(|page| page.status < 400 || page.is_html && page.target.contains('?'))
            .collect();
        pages.sort_by_key(|page| (page.who == Who::Guest, page.who == Who::Second));
        for page in pages.into_iter().filter(|page| page.who != Who::Second) {
            let step = Step::get(page.who, &page.target);
            let group = plan.group();
            for part in point::parts(&step).into_iter().chain(segments(&step)) {
                let key = match &part {
                    Part::Segment(at) => (shape(&without(&step.path, *at)), Part::Segment(*at)),
                    part => (shape(&step.path), part.clone()),
                };
                if seen.insert(key) {
                    let mut point = Point::new(step.clone(), part, group);
                    point.may_lead |=
                        matches!(page.status, 300..=399) && matches!(point.part, Part::Query(_));
                    plan.points.push(point);
                }
            }
        }
        let mut forms: Vec<_> = map.forms.iter().filter(|form| !form.is_last).collect();
        forms.sort_by_key(|form| (form.step.who == Who::Guest, form.step.who == Who::Second));
        for form in forms.into_iter().filter(|form| form.step.who != Who::Second) {
            let group = plan.group();
            let shape = format!("{} {}", form.step.method, shape(&form.step.path));
            for part in point::parts(&form.step).into_iter().chain(segments(&form.step)) {
                // What a guest is refused, another one may.
                let is_good = form.good.as_ref().is_some_and(|good| good.status < 400);
                let is_none = form.good.as_ref().is_some_and(|good| matches!(good.status, 404 | 405 | 501));
                if is_none {
                    continue;
                }
                if seen.contains(&(shape.clone(), part.clone())) && !is_good {
                    continue;
                }
                let key = format!("{shape} {}", form.button);
                if !seen.insert((key, part.clone())) {
                    continue;
                }
                let is_twin = !seen.insert((shape.clone(), part.clone())) && is_good;
                let mut point = Point::new(form.step.clone(), part, group);
                point.is_name |= form.names.iter().any(|name| name == point.name());
                point.is_twin = is_twin;
                plan.points.push(point);
            }
        }
        for form in map.forms.iter().filter(|form| !form.is_last && !form.step.is_get()) {
            let is_short = form.step.fields.len() <= MOST;
            if let Some(route) = form.after.as_ref().filter(|_| is_short) {
                plan.next.entry(route.clone()).or_default().push(form.step.clone());
            }
        }
        plan.others(site, map);
        plan
    }

    /// Where to look for what this point leaves: where its plain values were seen, else where the form's were.
    pub(super) fn readers(&self, site: &Site, point: &Point) -> Vec<(Who, String)> {
        let all = &self.readers[point.group]; // made with its number
        let shown: BTreeSet<String> = point
            .probes
            .iter()
            .filter_map(|probe| site.places.get(probe))
            .flatten()
            .map(|(_, target, _)| shape(target))
            .collect();
        let is_list = |target: &str| self.lists.contains(target);
        let own: Vec<_> = all
            .iter()
            .filter(|(_, target)| shown.contains(&shape(target)) || is_list(target))
            .cloned()
            .collect();
        if own.is_empty() { all.clone() } else { own }
    }

    pub(super) fn group(&mut self) -> usize {
        self.readers.push(Vec::new());
        self.far.push(Vec::new());
        self.is_list.push(false);
        self.readers.len() - 1
    }

    /// Headers and cookies.
    fn others(&mut self, site: &Site, map: &Map) {
        let mut shapes = BTreeSet::new();
        for page in map.pages.iter().filter(|page| page.is_html && page.who != Who::Second) {
            if !shapes.insert(shape(&page.target)) || shapes.len() > 25 {
                continue;
            }
            let group = self.group();
            let step = Step::get(page.who, &page.target);
            for header in ["user-agent", "referer", "x-forwarded-for"] {
                self.points.push(Point::new(step.clone(), Part::Header(header), group));
            }
            for name in &site.cookies {
                let is_own = words::is_session(name) || words::is_token(name) || site.sessions.contains(name);
                if !is_own && !name.is_empty() {
                    let name = name.clone();
                    self.points.push(Point::new(step.clone(), Part::Cookie(name), group));
                }
            }
        }
        // An address that is not there, for the page that says so.
        let group = self.group();
        self.points.push(Point::new(Step::get(Who::Guest, "/nothing-here"), Part::Segment(1), group));
    }
}

/// The path without a segment.
fn without(path: &str, at: usize) -> String {
    path.split('/')
        .enumerate()
        .map(|(place, segment)| if place == at { "{}" } else { segment })
        .collect::<Vec<_>>()
        .join("/")
}

/// Segments that look like data, and the last one of a path that has several.
fn segments(step: &Step) -> Vec<Part> {
    let segments: Vec<&str> = step.path.split('/').collect();
    let last = segments.len() - 1;
    let is_part = |(at, segment): &(usize, &&str)| {
        *at > 0 && !segment.is_empty() && (point::is_data(segment) || *at == last && *at > 1)
    };
    segments.iter().enumerate().filter(is_part).map(|(at, _)| Part::Segment(at)).collect()
}
