//! Forms of the site, sent as another site has a browser send them.

use super::crawl::{self, Filled, Good, Map};
use super::found::Found;
use super::judge::Place;
use super::kind::AuditKind;
use super::marker::Family;
use super::message::{Answer, Encoding, Step, Value, Who};
use super::plan::Plan;
use super::point::{self, Part, shape};
use super::site::{Label, Site};
use super::words;
use std::collections::{BTreeMap, BTreeSet};

pub(super) async fn run(site: &mut Site, map: &Map, plan: &Plan) {
    for form in &map.forms {
        if form.is_last || form.step.is_get() || form.step.who == Who::Second {
            continue;
        }
        if let Some(good) = &form.good {
            try_form(site, plan, form, good).await;
        }
    }
}

/// Links and forms by GET that leave something: every site may link there.
pub(super) async fn links(site: &mut Site, plan: &Plan) {
    let logs = logs(site);
    for point in plan.points.iter().filter(|point| point.base.who == Who::First && point.base.is_get()) {
        let Part::Query(name) = &point.part else { continue };
        let is_lookup = words::is_lookup(name)
            || SHOWS.contains(&name.as_str())
            || point.base.path.split('/').any(words::is_lookup);
        let shown: Vec<_> =
            point.probes.iter().filter_map(|probe| site.places.get(probe)).flatten().collect();
        // What a cookie keeps is the visitor's own.
        let is_kept = shown.iter().any(|(_, _, place)| *place == Place::Header);
        let elsewhere =
            shown.into_iter().map(|(who, target, _)| (*who, target.clone())).find(|(_, target)| {
                super::marker::first(target).is_none()
                    && shape(target) != shape(&point.base.target())
                    && !logs.contains(&shape(target))
            });
        let Some((who, target)) = elsewhere.filter(|_| !is_lookup && !is_kept) else { continue };
        let marker = site.marker(Family::Plain);
        let mut step = point.with(Value::Text(marker.to_string()));
        step.is_foreign = true;
        site.send(&step).await;
        // Twice, because a word on the next page alone is no change.
        let mut is_left = true;
        for _ in 0..2 {
            let answer = site.get(who, &target).await;
            is_left &= answer.is_some_and(|answer| super::marker::holds(&answer.body, marker));
        }
        if is_left {
            let label = Label::new(step.route(), "");
            tell(
                site,
                label,
                "a link of another site is obeyed: what it brought is shown later".to_owned(),
                step,
            );
        }
    }
}

/// Pages that show what came with requests of several kinds: lists of visits.
fn logs(site: &Site) -> BTreeSet<String> {
    let mut routes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (marker, places) in &site.places {
        let Some(sent) = site.sent.get(marker).filter(|sent| sent.step.is_get()) else { continue };
        for (_, target, _) in places {
            let is_own =
                shape(target) == shape(&sent.step.target()) || super::marker::first(target).is_some();
            if !is_own {
                routes.entry(shape(target)).or_default().insert(sent.step.path.clone());
            }
        }
    }
    routes.retain(|_, routes| routes.len() > 1);
    routes.into_keys().collect()
}

/// Parameters that say what is shown.
const SHOWS: [&str; 14] = [
    "q", "s", "search", "query", "term", "keyword", "filter", "sort", "order", "page", "tag", "category",
    "lang", "theme",
];

/// Sends it without its token and from elsewhere, and compares what becomes of it.
pub(super) async fn try_form(site: &mut Site, plan: &Plan, form: &Filled, good: &Good) {
    // A browser asks first before it sends what no form can.
    let is_form = form.step.method == "POST";
    if !is_form || good.status >= 400 {
        return;
    }
    let label = Label::new(form.step.route(), "");
    if site.is_known(&label, &[AuditKind::Csrf]) {
        return;
    }
    if form.step.who == Who::Guest && !is_there(site, &form.step).await {
        return;
    }
    let before = still(site, &form.step).await;
    for disguise in Disguise::ALL {
        let Some((step, marker)) = foreign(site, form, disguise).await else { continue };
        if step.who == Who::Guest {
            site.jars[0].clear(); // the guest's
        }
        site.label = label.clone();
        let answer = site.send(&step).await;
        let obeyed = match &answer {
            Some(answer) => is_obeyed(form, good, &crawl::good(&step, answer)),
            None => None,
        };
        let is_done = answer.is_some_and(|answer| answer.is_done());
        let is_left = match (obeyed, marker) {
            (None, Some(marker)) if is_done => is_left(site, plan, form, marker).await,
            _ => false,
        };
        let is_other = obeyed.is_none() && !is_left && is_done && before.is_some() && {
            // What the next page alone says of it is gone by the second look.
            still(site, &form.step).await;
            let after = still(site, &form.step).await;
            after.is_some() && after != before
        };
        site.label = Label::default();
        let detail = match obeyed {
            Some(detail) => detail.to_owned(),
            None if is_left => "what another site sent is shown by this one".to_owned(),
            None if is_other => "the page of the form is another one behind it".to_owned(),
            None => continue,
        };
        return tell(site, label, detail, step);
    }
}

/// The page of a form as somebody sees it who is logged in, if it is the same when it is asked for twice.
async fn still(site: &mut Site, step: &Step) -> Option<String> {
    let page = step.page.clone().filter(|_| step.who == Who::First)?;
    let one = site.get(step.who, &page).await.filter(Answer::is_success)?;
    let other = site.get(step.who, &page).await?;
    (one.body == other.body).then_some(other.body)
}

/// Whether a guest who comes for the first time finds the form; behind a sign-up, he is somebody else.
async fn is_there(site: &mut Site, step: &Step) -> bool {
    if step.page.is_none() || step.fields.is_empty() || step.encoding == Encoding::Json {
        return true;
    }
    let Some(fields) = site.fields_of_guest(step).await else { return false };
    step.fields.iter().any(|(name, _)| fields.iter().any(|(known, _)| known == name))
}

/// How another site may look to a check that is not exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Disguise {
    None,
    /// Its name begins with this site's, and its address holds it.
    Name,
    /// It is in a frame without an origin.
    Null,
    /// With a token that it got for itself.
    Token,
}

impl Disguise {
    const ALL: [Self; 4] = [Self::None, Self::Name, Self::Null, Self::Token];
}

fn tell(site: &mut Site, label: Label, detail: String, step: Step) {
    let mut found = Found::new(AuditKind::Csrf, label, None, detail, vec![step], None);
    found.is_reduced = true;
    if !site.found.iter().any(|known| known.kind == AuditKind::Csrf && known.label == found.label) {
        site.found.push(found);
    }
}

/// A form that works once: another site's comes first, and the site's own shows what the answer was worth.
pub(super) async fn try_first(site: &mut Site, form: &Filled) {
    if form.step.method != "POST" {
        return;
    }
    let Some((step, _)) = foreign(site, form, Disguise::None).await else { return };
    let label = Label::new(form.step.route(), "");
    site.label = label.clone();
    let (first, own) = (site.send(&step).await, site.send(&form.step).await);
    site.label = Label::default();
    let (Some(first), Some(own)) = (first, own) else { return };
    let (first, own) = (crawl::good(&step, &first), crawl::good(&form.step, &own));
    let is_alike = own.status == first.status && own.location == first.location || own.status >= 400;
    if first.status < 400 && is_alike {
        tell(site, label, "it is answered as the site's own form is".to_owned(), step);
    }
}

async fn foreign(
    site: &mut Site,
    form: &Filled,
    disguise: Disguise,
) -> Option<(Step, Option<super::marker::Marker>)> {
    let mut step = form.step.clone();
    step.is_foreign = true;
    if step.encoding == Encoding::Json {
        step.encoding = Encoding::PlainJson;
    }
    let is_token = |(name, value): &(String, Value)| {
        words::is_token(name) || matches!(value, Value::Fresh(_)) && !words::is_target(name)
    };
    step.query.retain(|(name, _)| !words::is_token(name));
    match disguise {
        Disguise::None => {}
        Disguise::Name => {
            let origin = format!("{}.attacker.example", site.origin.text);
            step.headers.push(("referer".to_owned(), format!("{origin}/?{}/", site.origin.text)));
            step.headers.push(("origin".to_owned(), origin));
        }
        Disguise::Null => step.headers.push(("origin".to_owned(), "null".to_owned())),
        // Only what everybody gets: the token of a guest.
        Disguise::Token => {
            if step.who == Who::Guest || !step.fields.iter().any(is_token) {
                return None;
            }
            let fields = site.fields_of_guest(&step).await?;
            for (name, value) in step.fields.iter_mut().filter(|field| is_token(field)) {
                let (_, theirs) = fields.iter().find(|(known, _)| known == name)?;
                *value = Value::Text(theirs.clone());
            }
        }
    }
    step.page = None;
    if disguise != Disguise::Token {
        step.fields.retain(|field| !is_token(field));
    }
    let mut sent = None;
    for (_, value) in &mut step.fields {
        if let (Some(old), Value::Text(text)) = (point::probe(value), &mut *value) {
            let new = site.marker(Family::Plain);
            *text = text.replace(old.as_str(), new.as_str());
            sent = Some(new);
        } else if let Value::Text(text) = value {
            // Another number, so that a change is seen.
            if let Ok(number) = text.parse::<u32>() {
                *text = if number > 1 { number - 1 } else { number + 1 }.to_string();
            }
        }
    }
    Some((step, sent))
}

/// Whether the answer is that of a form that did its work.
fn is_obeyed(form: &Filled, good: &Good, answer: &Good) -> Option<&'static str> {
    if answer.status != good.status {
        return None;
    }
    if let Some(location) = &good.location {
        let is_same = answer.location.as_ref() == Some(location);
        return is_same.then_some("it is answered with the redirect that the site's own form gets");
    }
    if matches!(good.status, 201 | 204) {
        return Some("it is answered as the site's own form is");
    }
    if answer.sets_cookie && good.sets_cookie {
        return Some("it sets the cookie that the site's own form gets");
    }
    // A page that shows the form again, or what was sent, may have done nothing.
    let is_work = !form.is_lookup && !good.shows_form && !answer.shows_form && !good.shows_sent;
    let is_alike = good.size.abs_diff(answer.size) <= good.size / 5 + 64;
    (is_work && is_alike).then_some("it is answered as the site's own form is")
}

/// Whether what was sent stands on a page later.
async fn is_left(site: &mut Site, plan: &Plan, form: &Filled, marker: super::marker::Marker) -> bool {
    let group =
        plan.points.iter().find(|point| point.base.route() == form.step.route()).map(|point| point.group);
    let Some(group) = group else { return false };
    for (who, target) in plan.readers[group].clone() {
        // Numbered when the plan was made.
        let Some(answer) = site.get(who, &target).await else { continue };
        if super::marker::holds(&answer.body, marker) {
            return true;
        }
    }
    false
}
