//! A few requests before the same judges: the tests that a report gives.

use super::attack::split;
use super::config::Audit;
use super::crawl::Map;
use super::growth;
use super::judge::Hit;
use super::kind::AuditKind;
use super::login;
use super::message::{Step, Who};
use super::report::{self, AuditReport};
use super::session;
use super::site::{Label, Sent, Site};
use super::text;

impl Audit {
    /// Sends these requests alone, in their order, and judges the answers: what
    /// [`AuditFinding::as_test`](super::AuditFinding::as_test) writes.
    ///
    /// A request is written as HTTP has it: `POST /notes`, lines of headers, an empty line, the body. The line
    /// `visitor: guest` makes it one of somebody who is not logged in, `visitor: second` one of the other visitor;
    /// `{{name}}` in the body stands for what the page of its `referer` has in the hidden field of that name.
    pub async fn replay<R: AsRef<[u8]>>(mut self, requests: impl IntoIterator<Item = R>) -> AuditReport {
        let mut site = Site::new(&mut self);
        let mut notes = Vec::new();
        let kept = self.canary.as_ref().and_then(|path| std::fs::read(path).ok());
        site.canary = kept.as_ref().map(|bytes| String::from_utf8_lossy(bytes).trim().to_owned());
        if let Some(how) = self.login.clone() {
            for who in [Who::First, Who::Second] {
                match login::log_in(&mut site, &how, who).await {
                    Ok(step) => session::logged_in(&mut site, &how, who, step.as_ref()).await,
                    Err(why) => notes.push(format!("no login: {why}")),
                }
            }
            session::compare(&mut site);
        }
        let mut sizes: Vec<(String, usize)> = Vec::new();
        for request in requests {
            let Some(step) = text::parse(request.as_ref(), Who::First) else {
                notes.push("a request cannot be read".to_owned());
                continue;
            };
            let label = Label::new(step.route(), "");
            for marker in step.markers() {
                let field = super::crawl::field_of(&step, marker);
                let sent = Sent { step: step.clone(), label: Label::new(step.route(), field) };
                site.sent.entry(marker).or_insert(sent);
            }
            site.label = label;
            let Some((answer, trail)) = site.follow(&step).await else { continue };
            sizes.push((
                step.route(),
                answer.size + trail.iter().map(|(_, answer)| answer.size).sum::<usize>(),
            ));
            if step.is_foreign && answer.is_done() {
                site.record(Hit::new(AuditKind::Csrf, None, "a form of another site is obeyed"), &step);
            }
            if let Some(log) = &mut self.log {
                let text = log();
                for marker in step.markers() {
                    if let Some(detail) = split(&text, marker) {
                        site.record(Hit::new(AuditKind::Log, marker, detail), &step);
                    }
                }
            }
            written(&mut site, &step, self.canary.as_deref(), kept.as_deref());
            grown(&mut site, &step, &sizes);
        }
        report::of(site, &Map::default(), 0, &self, notes)
    }
}

/// Whether the canary file was written over.
fn written(site: &mut Site, step: &Step, path: Option<&std::path::Path>, kept: Option<&[u8]>) {
    let (Some(path), Some(kept)) = (path, kept) else { return };
    if std::fs::read(path).ok().as_deref() != Some(kept) {
        let _ = std::fs::write(path, kept);
        site.record(Hit::new(AuditKind::Path, None, "the canary file was written over"), step);
    }
}

fn grown(site: &mut Site, step: &Step, sizes: &[(String, usize)]) {
    if let [.., (a, one), (b, two), (c, four)] = sizes {
        if a == b && b == c && growth::is_steep(*one, *two, *four) {
            site.record(Hit::new(AuditKind::Growth, None, format!("{one}, {two} and {four} bytes")), step);
        }
    }
}
