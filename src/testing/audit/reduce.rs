//! Makes what shows a finding short: without a login, without what is not needed, with fewer requests.

use super::found::Found;
use super::login::{self, Login};
use super::message::{Step, Value, Who};
use super::site::{Label, Site};

/// Requests for one finding, and for all of them, beyond the audit's own bound.
const EACH: usize = 40;
const ALL: usize = 600;

pub(super) async fn run(site: &mut Site, login: Option<&Login>) {
    site.is_quiet = true;
    site.is_over = false;
    let end = site.requests + ALL;
    let mut all = std::mem::take(&mut site.found);
    // The login may have ended with what came last.
    if let Some(login) = login {
        for who in [Who::First, Who::Second] {
            site.limits.requests = usize::MAX;
            let kept = site.jars[who.index()].clone(); // one for each visitor
            if login::log_in(site, login, who).await.is_err() {
                // A site that closes an account for a while: what was there may be good still.
                site.jars[who.index()] = kept; // one for each visitor
            }
        }
    }
    for found in all.iter_mut().filter(|found| !found.is_reduced) {
        site.limits.requests = end.min(site.requests + EACH);
        site.is_over = false;
        reduce(site, found).await;
    }
    site.found = all;
    site.is_quiet = false;
}

/// Makes the requests fewer or shorter, where there is something to leave out.
type Shorter = Box<dyn Fn(&[Step]) -> Option<Vec<Step>>>;

async fn reduce(site: &mut Site, found: &mut Found) {
    if found.marker.is_some_and(|marker| !found.steps.iter().any(|step| step.markers().contains(&marker))) {
        return;
    }
    // Not seen a second time: then nothing shorter is, either.
    if !shows(site, found, &found.steps.clone()).await {
        return;
    }
    let mut best = found.steps.clone();
    let mut candidates: Vec<Shorter> = vec![
        // As nobody known.
        Box::new(|steps| {
            let is_known = steps.iter().any(|step| step.who != Who::Guest);
            is_known.then(|| steps.iter().map(|step| Step { who: Who::Guest, ..step.clone() }).collect())
        }),
        // As one visitor.
        Box::new(|steps| {
            let is_second = steps.iter().any(|step| step.who == Who::Second);
            is_second.then(|| steps.iter().map(|step| Step { who: steps[0].who, ..step.clone() }).collect())
        }),
        Box::new(|steps| (steps.len() > 1).then(|| steps[..1].to_vec())),
    ];
    let marker = found.marker;
    let names: Vec<String> =
        best[0].fields.iter().chain(&best[0].query).map(|(name, _)| name.clone()).collect();
    for name in names {
        candidates.push(Box::new(move |steps| {
            let mut steps = steps.to_vec();
            let before = steps[0].fields.len() + steps[0].query.len();
            let is_needed = |(known, value): &(String, Value)| {
                *known != name || marker.is_some_and(|marker| super::marker::holds(value.text(), marker))
            };
            steps[0].fields.retain(is_needed);
            steps[0].query.retain(is_needed);
            (steps[0].fields.len() + steps[0].query.len() < before).then_some(steps)
        }));
    }
    for candidate in candidates {
        if let Some(steps) = candidate(&best) {
            if shows(site, found, &steps).await {
                best = steps;
            }
        }
    }
    found.steps = best;
    if found.steps.len() == 1 {
        found.shown = None;
    }
    found.is_reduced = true;
}

/// Whether these requests show it, with a word that no page has seen.
async fn shows(site: &mut Site, found: &Found, steps: &[Step]) -> bool {
    let fresh = found.marker.map(|marker| (marker, site.marker(marker.family())));
    site.jars[0].clear(); // the guest's
    site.hits.clear();
    site.label = Label::default();
    for step in steps {
        let step = match fresh {
            Some((old, new)) => step.remarked(old, new),
            None => step.clone(),
        };
        site.send(&step).await;
    }
    let is_it = |hit: &super::judge::Hit| {
        hit.kind == found.kind && (fresh.is_none() || hit.marker == fresh.map(|(_, new)| new))
    };
    site.hits.iter().any(is_it)
}
