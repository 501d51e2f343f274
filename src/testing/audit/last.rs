//! What takes away, at the end: forms first as another site sends them, then well; links are followed once.

use super::crawl::{self, Map};
use super::csrf;
use super::message::Who;
use super::plan::Plan;
use super::site::Site;
use super::words;

pub(super) async fn run(site: &mut Site, map: &mut Map, plan: &Plan) {
    let forms: Vec<_> = map
        .forms
        .iter()
        .filter(|form| form.is_last && form.step.who != Who::Second && !form.step.is_get())
        .cloned()
        .collect();
    let mut seen = std::collections::BTreeSet::new();
    let (ends, others): (Vec<_>, Vec<_>) = forms.into_iter().partition(|form| ends_session(&form.step.path));
    for form in others.into_iter().chain(ends) {
        if !seen.insert(super::point::shape(&form.step.path)) {
            continue;
        }
        // Another site's form comes first: what is gone cannot be taken away twice. The good answer comes from its
        // twin.
        let twins: Vec<_> = map
            .forms
            .iter()
            .filter(|twin| super::point::shape(&twin.step.path) == super::point::shape(&form.step.path))
            .cloned()
            .collect();
        let mut twins = twins.into_iter();
        let Some(one) = twins.next() else { continue };
        let Some(other) = twins.next() else {
            // Only one: what another site is refused, the site's own form is not.
            alone(site, &one).await;
            continue;
        };
        let Some(answer) = site.send(&other.step).await else { continue };
        let good = crawl::good(&other.step, &answer);
        csrf::try_form(site, plan, &one, &good).await;
    }
    for (who, target) in map.last.clone() {
        if who != Who::Second {
            site.get(who, &target).await;
        }
    }
}

fn ends_session(path: &str) -> bool {
    path.split('/').any(|part| words::words(part).concat().contains("out"))
}

async fn alone(site: &mut Site, form: &crawl::Filled) {
    if ends_session(&form.step.path) {
        // To end a session is no harm worth a word.
        site.send(&form.step).await;
        return;
    }
    csrf::try_first(site, form).await;
}
