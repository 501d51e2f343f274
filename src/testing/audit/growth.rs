//! Whether twice the input makes much more than twice the output.

use super::attack::places;
use super::judge::{Hit, Place};
use super::kind::AuditKind;
use super::marker::Family;
use super::message::{Step, Value, Who};
use super::plan::Plan;
use super::point::Point;
use super::site::{Label, Site};

/// Letters of the first input; the second has twice as many, the third four times.
const LEN: usize = 1500;

pub(super) async fn run(site: &mut Site, plan: &Plan) {
    for point in plan.points.iter().filter(|point| point.is_text() && !point.is_twin) {
        let places = places(site, point);
        let is_shown =
            [Place::Text, Place::Other, Place::List, Place::Data].iter().any(|place| places.contains(place));
        if !is_shown {
            continue;
        }
        for piece in ["a ", "<b>[x](http://a.b/)"] {
            if site.is_known(&point.label, &[AuditKind::Growth]) {
                break;
            }
            measure(site, plan, point, piece).await;
        }
    }
}

/// The bytes of all that is shown, after inputs of three lengths.
async fn measure(site: &mut Site, plan: &Plan, point: &Point, piece: &str) {
    let mut sizes = Vec::new();
    let mut steps = Vec::new();
    for length in [LEN, 2 * LEN, 4 * LEN] {
        let marker = site.marker(Family::Rough);
        let mut text = piece.repeat(length / piece.len());
        text.push_str(marker.as_str());
        let step = point.with(Value::Text(text));
        let Some((shown, is_done)) = size(site, plan, point, &step).await else { return };
        if !is_done {
            return;
        }
        sizes.push(shown);
        steps.push(step);
    }
    let [one, two, four] = sizes[..] else { return };
    if is_steep(one, two, four) {
        let detail = format!("{one}, {two} and {four} bytes for {LEN}, {} and {} letters", 2 * LEN, 4 * LEN);
        let all: Vec<Step> = std::mem::take(&mut steps);
        if let Some(step) = all.last() {
            site.label = point.label.clone();
            site.record(Hit::new(AuditKind::Growth, None, detail), step);
            site.label = Label::default();
            // All three show it.
            if let Some(found) = site.found.last_mut().filter(|found| found.kind == AuditKind::Growth) {
                found.steps = all;
                found.is_reduced = true;
            }
        }
    }
}

async fn size(site: &mut Site, plan: &Plan, point: &Point, step: &Step) -> Option<(usize, bool)> {
    if step.who == Who::Guest {
        site.jars[0].clear(); // the guest's
    }
    site.label = point.label.clone();
    let (answer, trail) = site.follow(step).await?;
    let mut bytes = answer.size + trail.iter().map(|(_, answer)| answer.size).sum::<usize>();
    for (who, target) in plan.readers(site, point) {
        bytes += site.get(who, &target).await.map_or(0, |answer| answer.size);
    }
    site.label = Label::default();
    Some((bytes, answer.status < 500))
}

/// Linear: the second step is twice the first. Squared: four times. What is kept adds up and stays between.
pub(super) fn is_steep(one: usize, two: usize, four: usize) -> bool {
    let (first, second) = (two.saturating_sub(one), four.saturating_sub(two));
    first > LEN * 4 && second > 3 * first
}
