//! Sends what the lists have to each part of each request, and looks where it comes out.

use super::crawl::Map;
use super::fill;
use super::judge::{HIDING, Place};
use super::kind::AuditKind;
use super::marker::{Family, Marker};
use super::message::{Answer, Encoding, Step, Value, Who};
use super::payload::{self, M, Payload};
use super::point::{self, Part, Point, shape};
use super::site::{Label, Sent, Site};
use super::words;
use std::collections::{BTreeMap, BTreeSet};

/// How many pages are read for what a form leaves.
const READ: usize = 4;

/// What is attacked.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) points: Vec<Point>,
    /// For each group the requests that show what it left.
    pub(super) readers: Vec<Vec<(Who, String)>>,
    pub(super) is_list: Vec<bool>,
    /// Points where harmless markup stays markup, by their place in the list.
    kept: BTreeSet<usize>,
    /// Pages that link to pages of a kind of which each form makes one.
    lists: BTreeSet<String>,
}

/// How much is tried: the rows that find most, or the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    First,
    Rest,
}

impl Plan {
    pub(super) fn new(site: &mut Site, map: &Map) -> Self {
        let mut plan = Self::default();
        let mut seen: BTreeSet<(String, Part)> = BTreeSet::new();
        // A page as somebody sees it who is logged in comes before the same page as a guest sees it.
        let mut pages: Vec<_> = map.pages.iter().filter(|page| page.status < 400).collect();
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
                    plan.points.push(Point::new(step.clone(), part, group));
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
        let own: Vec<_> =
            all.iter().filter(|(_, target)| shown.contains(&shape(target)) || is_list(target)).cloned().collect();
        if own.is_empty() { all.clone() } else { own }
    }

    fn group(&mut self) -> usize {
        self.readers.push(Vec::new());
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
            let jar = &site.jars[page.who.index()]; // one for each visitor
            for name in jar.names() {
                if !words::is_session(&name) && !words::is_token(&name) {
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
    path.split('/').enumerate().map(|(place, segment)| if place == at { "{}" } else { segment }).collect::<Vec<_>>().join("/")
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
        } else if probes.is_empty() && !matches!(point.part, Part::FileContent(_) | Part::FileType(_)) {
            let marker = site.marker(Family::Plain);
            let text = match point.part {
                Part::Header("referer") => format!("{}/{marker}", site.origin.text),
                Part::FileName(_) => format!("{marker}.png"),
                _ => marker.to_string(),
            };
            probe(site, &point, marker, Value::Text(text)).await;
            probes.push(marker);
        }
        plan.points[at].probes = probes; // below the length
    }
    guess(site, plan, map).await;
    // What forms left is read by whoever could see it.
    for at in 0..plan.points.len() {
        let point = &plan.points[at]; // below the length
        let group = point.group;
        let shown: Vec<(Who, String, Place)> =
            point.probes.iter().filter_map(|probe| site.places.get(probe)).flatten().cloned().collect();
        let own = point.base.target();
        for (who, target, place) in shown.into_iter().rev() {
            let list = &mut plan.readers[group]; // made with its number
            plan.is_list[group] |= place == Place::List;
            let is_own = point.base.is_get() && (target == own || super::marker::find(target.as_bytes()).next().is_some());
            let is_new = !list.iter().any(|(_, known)| shape(known) == shape(&target));
            // The answer itself is read anyway; one that was sent is not asked for.
            let is_page = map.pages.iter().any(|page| page.target == target);
            if !is_own && is_new && is_page && list.len() < READ {
                // A page of its own for each: the one that lists them tells which is new.
                let parent = map.parents.get(&shape(&target)).filter(|parent| {
                    target.split('/').any(point::is_data) && map.pages.iter().any(|page| page.target == **parent)
                });
                if let Some(parent) = parent.filter(|parent| list.iter().all(|(_, known)| known != *parent)) {
                    list.push((who, parent.clone()));
                    plan.lists.insert(parent.clone());
                }
                list.push((who, target));
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
    site.follow(&step).await;
    site.label = Label::default();
}

/// Parameters that no link shows: all the usual names at once, each with a word of its own.
async fn guess(site: &mut Site, plan: &mut Plan, map: &Map) {
    let mut shapes = BTreeSet::new();
    let pages: Vec<(Who, String)> = map
        .pages
        .iter()
        .filter(|page| page.who != Who::Second)
        .filter(|page| !page.target.ends_with(".css") && !page.target.ends_with(".js"))
        .map(|page| (page.who, page.target.split('?').next().unwrap_or_default().to_owned()))
        .collect();
    for (who, path) in pages {
        if !shapes.insert(shape(&path)) || shapes.len() > 40 {
            continue;
        }
        let mut names: Vec<&str> = words::TARGETS.iter().chain(words::FILES).chain(words::OTHERS).copied().collect();
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
        let mut step = Step::get(who, &path);
        let mut markers = Vec::new();
        for name in &names {
            let marker = site.marker(Family::Plain);
            let value = if words::is_target(name) { format!("/{marker}") } else { marker.to_string() };
            step.query.push(((*name).to_owned(), Value::Text(value)));
            markers.push((marker, *name));
        }
        let label = Label::new(step.route(), "");
        for (marker, name) in &markers {
            let label = Label::new(step.route(), *name);
            site.sent.insert(*marker, Sent { step: step.clone(), label });
        }
        site.label = label;
        let answer = site.send(&step).await;
        site.label = Label::default();
        if answer.is_none() {
            continue;
        }
        // An address that is shown as a whole shows all of them: then none is a parameter.
        let shown: Vec<_> = markers.iter().filter(|(marker, _)| site.places.contains_key(marker)).collect();
        if shown.len() > names.len() / 2 {
            continue;
        }
        for (marker, name) in shown {
            let mut base = Step::get(who, &path);
            base.query.push(((*name).to_owned(), Value::Text(marker.to_string())));
            let mut point = Point::new(base, Part::Query((*name).to_owned()), group);
            point.probes.push(*marker);
            plan.points.push(point);
        }
    }
}

/// Sends a value to a point, and reads where it may come out.
pub(super) async fn fire(
    site: &mut Site,
    plan: &Plan,
    point: &Point,
    payload: &Payload,
) -> Option<(Marker, Answer)> {
    let marker = site.marker(payload.family);
    let step = point.with(payload.value(marker));
    let answer = fire_step(site, plan, point, marker, &step).await?;
    Some((marker, answer))
}

pub(super) async fn fire_step(
    site: &mut Site,
    plan: &Plan,
    point: &Point,
    marker: Marker,
    step: &Step,
) -> Option<Answer> {
    // Other fields take new words, because a name is often taken once.
    let mut step = step.clone();
    for (name, value) in step.fields.iter_mut().chain(&mut step.query) {
        if let Some(old) = point::probe(value).filter(|_| *name != point.name()) {
            let new = site.marker(Family::Plain);
            if let Value::Text(text) = value {
                *text = text.replace(old.as_str(), new.as_str());
            }
        }
    }
    if step.who == Who::Guest {
        site.jars[0].clear(); // the guest's
    }
    site.label = point.label.clone();
    site.sent.insert(marker, Sent { step: step.clone(), label: point.label.clone() });
    site.fresh_links.clear();
    if matches!(marker.family(), Family::Redirect | Family::Parameter | Family::Line) {
        // The header tells, not the page that it leads to.
        let answer = site.send(&step).await;
        site.label = Label::default();
        return answer;
    }
    let (answer, trail) = site.follow(&step).await?;
    let path = |target: &str| target.split('?').next().unwrap_or_default().to_owned();
    let read: Vec<(Who, String)> = trail.iter().map(|(target, _)| (step.who, path(target))).collect();
    let readers = plan.readers(site, point);
    if !point.base.is_get() || !readers.is_empty() {
        for (who, target) in readers {
            if !read.contains(&(who, path(&target))) {
                site.get(who, &target).await;
            }
        }
        for target in std::mem::take(&mut site.fresh_links).into_iter().take(2) {
            site.get(step.who, &target).await;
        }
    }
    site.label = Label::default();
    Some(answer)
}

/// What a family finds.
fn kinds(family: Family) -> &'static [AuditKind] {
    match family {
        Family::Html => &[AuditKind::Script],
        Family::Attribute => &[AuditKind::Attribute],
        Family::Uri => &[AuditKind::ActiveUrl],
        Family::Code => &[AuditKind::ScriptData],
        Family::ScriptEnd => &[AuditKind::ScriptEnd, AuditKind::ScriptData],
        Family::Redirect => &[AuditKind::Redirect],
        Family::Parameter => &[AuditKind::CookieAttribute, AuditKind::Header],
        Family::Line => &[AuditKind::Header],
        Family::Hidden => &[AuditKind::Hidden],
        Family::Formula => &[AuditKind::Formula],
        Family::Log => &[AuditKind::Log],
        _ => &[],
    }
}

/// The places where a point's plain values came out.
pub(super) fn places(site: &Site, point: &Point) -> BTreeSet<Place> {
    let shown = point.probes.iter().filter_map(|probe| site.places.get(probe)).flatten();
    shown.map(|(_, _, place)| *place).collect()
}

/// Markup, attributes, links, scripts, redirects, headers.
pub(super) async fn run(site: &mut Site, plan: &mut Plan, seed: u64, depth: Depth) {
    for at in 0..plan.points.len() {
        let point = plan.points[at].clone(); // below the length
        let is_file = matches!(point.part, Part::FileContent(_) | Part::FileType(_));
        let is_quiet = matches!(point.part, Part::Header(_) | Part::Cookie(_)) && places(site, &point).is_empty();
        if is_file || is_quiet || point.is_twin && depth == Depth::Rest {
            continue;
        }
        let places = places(site, &point);
        if depth == Depth::First && places.contains(&Place::Text) && keeps_markup(site, plan, &point).await {
            plan.kept.insert(at);
        }
        let is_kept = plan.kept.contains(&at);
        let is_target = words::is_target(point.name());
        let is_link = words::is_link(point.name());
        let mut counts: BTreeMap<Family, usize> = BTreeMap::new();
        for payload in payload::chosen(&places, is_kept, is_target, is_link, seed) {
            let count = counts.entry(payload.family).or_default();
            *count += 1;
            if (*count <= payload::first(payload.family)) != (depth == Depth::First) {
                continue;
            }
            // Where it stands in no text, markup works by what it ends first.
            let is_text = payload.family != Family::Html || places.is_empty() || places.contains(&Place::Text);
            let ends = [AuditKind::Attribute, AuditKind::ScriptData, AuditKind::ScriptEnd];
            let is_told = !is_text && site.is_known(&point.label, &ends);
            if !is_told && !site.is_known(&point.label, kinds(payload.family)) {
                fire(site, plan, &point, &payload).await;
            }
        }
        if depth == Depth::Rest {
            continue;
        }
        if matches!(point.part, Part::Segment(_)) {
            for template in [format!("%253Cimg%20src=x%20onerror={M}(1)%253E"), format!("{M}%00")] {
                fire(site, plan, &point, &Payload::raw(Family::Html, template)).await;
            }
        }
        if matches!(point.part, Part::Header("referer")) {
            fire(site, plan, &point, &Payload::new(Family::Referer, format!("https://{M}.example/"))).await;
        }
    }
}

/// Whether markup that does no harm stays markup: then a filter decides, and filters have holes.
async fn keeps_markup(site: &mut Site, plan: &Plan, point: &Point) -> bool {
    let payload = Payload::new(Family::Plain, format!("<b>{M}</b>"));
    let Some((marker, answer)) = fire(site, plan, point, &payload).await else { return false };
    let kept = format!("<b>{marker}</b>");
    if answer.body.contains(&kept) {
        return true;
    }
    for (who, target) in plan.readers(site, point) {
        if site.get(who, &target).await.is_some_and(|answer| answer.body.contains(&kept)) {
            return true;
        }
    }
    false
}

/// Names that hide something, and cells that compute.
pub(super) async fn names(site: &mut Site, plan: &Plan) {
    for point in plan.points.iter().filter(|point| point.is_text() && !point.is_twin) {
        if point.is_name && !point.base.is_get() {
            for hiding in HIDING {
                if !site.is_known(&point.label, &[AuditKind::Hidden]) {
                    fire(site, plan, point, &Payload::new(Family::Hidden, format!("Ann{M}{hiding}gpj"))).await;
                }
            }
        }
        if plan.is_list[point.group] || places(site, point).contains(&Place::List) {
            for template in [format!("={M}()"), format!("+{M}"), format!("@{M}"), format!("\t={M}")] {
                if !site.is_known(&point.label, &[AuditKind::Formula]) {
                    fire(site, plan, point, &Payload::new(Family::Formula, template)).await;
                }
            }
        }
    }
}

/// Line ends and escapes for the log.
pub(super) async fn logs(site: &mut Site, plan: &Plan, log: &mut dyn FnMut() -> String) {
    for point in plan.points.iter().filter(|point| !point.is_twin) {
        if !matches!(point.part, Part::Query(_) | Part::Field(_) | Part::Segment(_) | Part::FileName(_)) {
            continue;
        }
        for template in [format!("{M}a\n{M}b"), format!("{M}a\r\n{M}b"), format!("{M}\u{1B}[2Ja")] {
            if site.is_known(&point.label, &[AuditKind::Log]) {
                break;
            }
            let Some((marker, _)) = fire(site, plan, point, &Payload::new(Family::Log, template)).await else {
                continue;
            };
            let step = site.sent.get(&marker).map(|sent| sent.step.clone());
            if let (Some(detail), Some(step)) = (split(&log(), marker), step) {
                site.label = point.label.clone();
                site.record(super::judge::Hit::new(AuditKind::Log, marker, detail), &step);
                site.label = Label::default();
            }
        }
    }
}

/// What a value made of the log.
pub(super) fn split(log: &str, marker: Marker) -> Option<&'static str> {
    let broken = ["\n", "\r\n", "\r"].iter().any(|end| log.contains(&format!("{marker}a{end}{marker}b")));
    if broken {
        return Some("the value begins a line of its own in the log");
    }
    log.contains(&format!("{marker}\u{1B}")).then_some("the value brings an escape to the log, which terminals obey")
}

/// What breaks programs: nothing, NUL, bytes that are no text, numbers that do not fit, a field that is not there.
pub(super) async fn rough(site: &mut Site, plan: &Plan) {
    for point in plan.points.iter().filter(|point| point.is_text() && !point.is_twin) {
        let label = Label::new(point.label.route.clone(), "");
        let is_over = |site: &Site| site.is_known(&label, &[AuditKind::Failure, AuditKind::Panic]);
        let mut steps: Vec<Step> = [
            Value::Text(String::new()),
            Value::Text("'\"\\;%00{{7*7}}${7}\0".to_owned()),
            Value::Text("-99999999999999999999".to_owned()),
            Value::Text("é€𐍈".repeat(150)),
            Value::Raw("%FF%FE%".to_owned()),
        ]
        .into_iter()
        .filter(|value| !matches!((value, point.base.encoding), (Value::Raw(_), Encoding::Json)))
        .map(|value| point.with(value))
        .collect();
        steps.extend(point.without());
        for step in steps {
            if is_over(site) {
                break;
            }
            if step.who == Who::Guest {
                site.jars[0].clear(); // the guest's
            }
            site.label = point.label.clone();
            site.send(&step).await;
            site.label = Label::default();
        }
    }
}
