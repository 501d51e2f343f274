//! Sends what the lists have to each part of each request, and looks where it comes out.

use super::judge::{HIDING, Place};
use super::kind::AuditKind;
use super::login::Login;
use super::marker::{Family, Marker};
use super::message::{Answer, Encoding, Step, Value, Who};
use super::payload::{self, M, Payload};
use super::plan::Plan;
use super::point::{self, Part, Point};
use super::session;
use super::site::{Label, Sent, Site};
use super::words;
use std::collections::{BTreeMap, BTreeSet};

/// How much is tried: the rows that find most, or the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    First,
    Rest,
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
    let is_header = matches!(marker.family(), Family::Parameter | Family::Line) && step.is_get();
    if is_header || marker.family() == Family::Redirect {
        // The header tells, not the page that it leads to.
        let answer = site.send(&step).await;
        site.label = Label::default();
        return answer;
    }
    let (answer, trail) = site.follow(&step).await?;
    let path = |target: &str| target.split('?').next().unwrap_or_default().to_owned();
    let read: Vec<(Who, String)> = trail.iter().map(|(target, _)| (step.who, path(target))).collect();
    for next in plan.next.get(&step.route()).into_iter().flatten().take(2) {
        let next = Step { who: step.who, ..next.clone() };
        site.follow(&next).await;
    }
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
pub(super) async fn run(site: &mut Site, plan: &mut Plan, login: Option<&Login>, seed: u64, depth: Depth) {
    for at in 0..plan.points.len() {
        let point = plan.points[at].clone(); // below the length
        let is_file = matches!(point.part, Part::FileContent(_));
        let is_quiet =
            matches!(point.part, Part::Header(_) | Part::Cookie(_)) && places(site, &point).is_empty();
        if is_file || is_quiet || point.is_twin && depth == Depth::Rest {
            continue;
        }
        session::keep(site, login).await;
        let places = places(site, &point);
        if depth == Depth::First && places.contains(&Place::Text) && keeps_markup(site, plan, &point).await {
            plan.kept.insert(at);
        }
        let is_written = matches!(point.part, Part::Field(_)) && places.contains(&Place::Text);
        if depth == Depth::First && is_written && makes_links(site, plan, &point).await {
            for payload in payload::links() {
                if !site.is_known(&point.label, kinds(payload.family)) {
                    fire(site, plan, &point, &payload).await;
                }
            }
        }
        let is_kept = plan.kept.contains(&at);
        let is_target = words::is_target(point.name());
        let is_link = words::is_link(point.name());
        let mut counts: BTreeMap<Family, usize> = BTreeMap::new();
        // The site's own, and the one that the usual value leads to.
        let own = site.origin.host.clone();
        let value = point.value();
        let other = host_of(&value).filter(|host| *host != own);
        let hosts: Vec<&str> = std::iter::once(&*own).chain(other).collect();
        for payload in payload::chosen(&places, is_kept, (is_target, point.may_lead), is_link, &hosts, seed) {
            let count = counts.entry(payload.family).or_default();
            *count += 1;
            if (*count <= payload::first(payload.family)) != (depth == Depth::First) {
                continue;
            }
            // Where it stands in no text, markup works by what it ends first.
            let is_text =
                payload.family != Family::Html || places.is_empty() || places.contains(&Place::Text);
            let ends = [AuditKind::Attribute, AuditKind::ScriptData, AuditKind::ScriptEnd];
            let is_told = !is_text && site.is_known(&point.label, &ends);
            if !is_told && !site.is_known(&point.label, kinds(payload.family)) {
                fire(site, plan, &point, &payload).await;
                if *count == 1 {
                    read_far(site, plan, &point).await;
                }
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

/// The host of an address.
fn host_of(value: &str) -> Option<&str> {
    let (scheme, rest) = value.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    (scheme.starts_with("http") && !host.is_empty() && super::marker::first(host).is_none()).then_some(host)
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

/// Whether a link that is written as text comes out as a link.
async fn makes_links(site: &mut Site, plan: &Plan, point: &Point) -> bool {
    // Pages that attacks have broken tell nothing of where plain values stand: what is seen now is not kept.
    let known = std::mem::take(&mut site.places);
    site.is_mapping = true;
    let fired = fire(site, plan, point, &payload::link()).await;
    site.is_mapping = false;
    let seen = std::mem::replace(&mut site.places, known);
    fired
        .and_then(|(marker, _)| seen.get(&marker))
        .is_some_and(|places| places.iter().any(|(_, _, place)| *place == Place::Address))
}

/// The pages that show it too, but are not read each time.
async fn read_far(site: &mut Site, plan: &Plan, point: &Point) {
    site.label = point.label.clone();
    for (who, target) in &plan.far[point.group] {
        // Made with its number.
        site.get(*who, target).await;
    }
    site.label = Label::default();
}

/// Names that hide something, and cells that compute.
pub(super) async fn names(site: &mut Site, plan: &Plan) {
    for point in plan.points.iter().filter(|point| point.is_text() && !point.is_twin) {
        if point.is_name && !point.base.is_get() {
            for hiding in HIDING {
                if !site.is_known(&point.label, &[AuditKind::Hidden]) {
                    fire(site, plan, point, &Payload::new(Family::Hidden, format!("Ann{M}{hiding}gpj")))
                        .await;
                }
            }
        }
        if plan.is_list[point.group] || places(site, point).contains(&Place::List) {
            for template in [format!("={M}()"), format!("+{M}"), format!("@{M}"), format!("\t={M}")] {
                if !site.is_known(&point.label, &[AuditKind::Formula]) {
                    fire(site, plan, point, &Payload::new(Family::Formula, template)).await;
                    read_far(site, plan, point).await;
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
        for template in [
            format!("{M}a\n{M}b"),
            format!("{M}a\r\n{M}b"),
            format!("{M}a\r{M}b"),
            format!("{M}a%0A{M}b"),
            format!("{M}\u{1B}[2Ja"),
        ] {
            if site.is_known(&point.label, &[AuditKind::Log]) {
                break;
            }
            let Some((marker, _)) = fire(site, plan, point, &Payload::new(Family::Log, template)).await
            else {
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
    log.contains(&format!("{marker}\u{1B}"))
        .then_some("the value brings an escape to the log, which terminals obey")
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
