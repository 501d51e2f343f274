//! The site under audit: what was sent to it, by whom, and what the judges said of each answer.

use super::config::{Audit, Limits};
use super::found::Found;
use super::jar::Jar;
use super::judge::{self, Hit, Origin, Place, Seen};
use super::kind::AuditKind;
use super::marker::{Family, Marker};
use super::message::{Answer, Step, Value, Who};
use super::page;
use super::point::shape;
use super::service::{self, Failure, Site as Service};
use super::timer::Timer;
use crate::web::cookie::Scheme;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::Instant;

/// Where a marker was sent.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    pub(super) step: Step,
    pub(super) label: Label,
}

/// What is attacked, for the report: a route, and what of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Label {
    pub(super) route: String,
    pub(super) field: String,
}

impl Label {
    pub(super) fn new(route: impl Into<String>, field: impl Into<String>) -> Self {
        Self { route: route.into(), field: field.into() }
    }
}

/// How often a form's hidden values came alike before they are taken for good.
const STILL: usize = 3;

/// The hidden values of a form, and how often they were the same.
#[derive(Debug, Default)]
struct Kept {
    values: Vec<(String, String)>,
    count: usize,
}

/// The visitors' cookies, what is known of the site, and what was found.
pub(super) struct Site {
    service: Box<dyn Service>,
    timer: Timer,
    pub(super) origin: Origin,
    pub(super) limits: Limits,
    pub(super) started: Instant,
    pub(super) requests: usize,
    /// Beyond the bounds: nothing is sent any more.
    pub(super) is_over: bool,
    pub(super) jars: [Jar; 3],
    /// Fields that a login adds to each request of a visitor.
    pub(super) own: [Vec<(String, String)>; 3],
    numbers: u32,
    pub(super) sent: BTreeMap<Marker, Sent>,
    settled: HashSet<(Marker, String)>,
    pub(super) places: BTreeMap<Marker, BTreeSet<(Who, String, Place)>>,
    pub(super) found: Vec<Found>,
    known: BTreeSet<(AuditKind, Label)>,
    headers_seen: BTreeSet<(String, u16)>,
    pub(super) label: Label,
    /// Before the attacks: where plain values come out is written down.
    pub(super) is_mapping: bool,
    pub(super) canary: Option<String>,
    /// While a finding is reduced, nothing is added to what was found.
    pub(super) is_quiet: bool,
    pub(super) hits: Vec<Hit>,
    /// Pages that were seen or asked for.
    pub(super) targets: BTreeSet<String>,
    pub(super) fresh_links: Vec<String>,
    /// The names of all cookies that were set, and of those that a login set.
    pub(super) cookies: BTreeSet<String>,
    pub(super) sessions: BTreeSet<String>,
    kept: BTreeMap<(Who, String, String), Kept>,
    /// A page that only somebody sees who is logged in.
    pub(super) witness: Option<String>,
    /// The cookie that was there before the login, and after it.
    pub(super) kept_id: Option<String>,
    /// Answers that said: not so many.
    pub(super) refused: usize,
}

impl Site {
    pub(super) fn new(audit: &mut Audit) -> Self {
        Self {
            service: std::mem::replace(&mut audit.service, super::config::nobody()),
            timer: Timer::new(),
            origin: Origin::new(&audit.origin),
            limits: audit.limits.clone(),
            started: Instant::now(),
            requests: 0,
            is_over: false,
            jars: Default::default(),
            own: Default::default(),
            // Different seeds, different words.
            numbers: u32::try_from(audit.seed % 10_000).unwrap_or(0),
            sent: BTreeMap::new(),
            settled: HashSet::new(),
            places: BTreeMap::new(),
            found: Vec::new(),
            known: BTreeSet::new(),
            headers_seen: BTreeSet::new(),
            label: Label::default(),
            is_mapping: true,
            canary: None,
            is_quiet: false,
            hits: Vec::new(),
            targets: BTreeSet::new(),
            fresh_links: Vec::new(),
            cookies: BTreeSet::new(),
            sessions: BTreeSet::new(),
            kept: BTreeMap::new(),
            witness: None,
            kept_id: None,
            refused: 0,
        }
    }

    pub(super) fn marker(&mut self, family: Family) -> Marker {
        self.numbers += 1;
        Marker::new(family, self.numbers)
    }

    fn may_go_on(&mut self) -> bool {
        let is_over = self.requests >= self.limits.requests || self.started.elapsed() >= self.limits.time;
        self.is_over |= is_over;
        !self.is_over
    }

    /// Sends a request and has its answer judged; `None` where there is no answer.
    pub(super) async fn send(&mut self, step: &Step) -> Option<Answer> {
        let step = self.refreshed(step).await;
        let answer = self.exchange(&step).await?;
        self.judge(&step, &answer);
        Some(answer)
    }

    /// The same, and where it leads on within the site.
    pub(super) async fn follow(&mut self, step: &Step) -> Option<(Answer, Vec<(String, Answer)>)> {
        let first = self.send(step).await?;
        let mut trail: Vec<(String, Answer)> = Vec::new();
        let mut from = step.target();
        for _ in 0..4 {
            let last = trail.last().map_or(&first, |(_, answer)| answer);
            let target = last.header("location").filter(|_| last.is_redirect());
            let Some(target) = target.and_then(|target| self.resolve(&target, &from, None)) else { break };
            let Some(answer) = self.send(&Step::get(step.who, &target)).await else { break };
            from.clone_from(&target);
            trail.push((target, answer));
        }
        Some((first, trail))
    }

    pub(super) async fn get(&mut self, who: Who, target: &str) -> Option<Answer> {
        self.send(&Step::get(who, target)).await
    }

    /// The step with what its page has in the hidden fields now.
    async fn refreshed(&mut self, step: &Step) -> Step {
        let Some(target) = step.page.as_ref().filter(|_| step.has_fresh() && !step.is_foreign) else {
            return step.clone();
        };
        let key = (step.who, target.clone(), step.path.clone());
        if let Some(kept) =
            self.kept.get_mut(&key).filter(|kept| kept.count >= STILL && step.who != Who::Guest)
        {
            kept.count += 1;
            if kept.count % (8 * STILL) != 0 {
                let mut step = step.clone();
                for (name, value) in &mut step.fields {
                    let known = kept.values.iter().find(|(known, _)| known == name);
                    if let (Value::Fresh(text), Some((_, known))) = (value, known) {
                        text.clone_from(known);
                    }
                }
                return step;
            }
        }
        let get = Step::get(step.who, target);
        let Some(answer) = self.exchange(&get).await else { return step.clone() };
        let mut step = step.clone();
        let page = page::read(&answer.body);
        let mut values = Vec::new();
        for (name, value) in &mut step.fields {
            if !matches!(value, Value::Fresh(_)) {
                continue;
            }
            let fits = |form: &&page::Form| {
                self.resolve(&form.action, target, page.base.as_deref())
                    .is_some_and(|action| action.split('?').next() == Some(&*step.path))
            };
            let controls = page.forms.iter().filter(fits).chain(&page.forms).flat_map(|form| &form.controls);
            if let Some(control) = controls.into_iter().find(|control| control.name == *name) {
                *value = Value::Fresh(control.value.clone());
                values.push((name.clone(), control.value.clone()));
            }
        }
        let kept = self.kept.entry(key).or_default();
        let is_same = kept.values == values;
        *kept = Kept { count: if is_same { kept.count + 1 } else { 0 }, values };
        step
    }

    /// Another session has other tokens.
    pub(super) fn forget(&mut self) {
        self.kept.clear();
    }

    /// Whether somebody who is logged in sees this page; not judged.
    pub(super) async fn is_in(&mut self, target: &str) -> bool {
        let answer = self.exchange(&Step::get(Who::First, target)).await;
        answer.is_none_or(|answer| answer.status == 200 || answer.status == 429)
    }

    /// What a guest finds in the fields of the page that this step's form stands in.
    pub(super) async fn fields_of_guest(&mut self, step: &Step) -> Option<Vec<(String, String)>> {
        self.jars[0].clear(); // the guest's
        let answer = self.exchange(&Step::get(Who::Guest, step.page.as_ref()?)).await?;
        let page = page::read(&answer.body);
        let controls = page.forms.into_iter().flat_map(|form| form.controls);
        let fields: Vec<_> = controls.map(|control| (control.name, control.value)).collect();
        (answer.is_success() && !fields.is_empty()).then_some(fields)
    }

    /// One request and its answer, with the visitor's cookies.
    async fn exchange(&mut self, step: &Step) -> Option<Answer> {
        if !self.may_go_on() {
            return None;
        }
        self.requests += 1;
        let request = self.request(step)?;
        let limit = self.limits.answer;
        let answer = match service::ask(&mut *self.service, request, &self.timer, limit).await {
            Ok(answer) => {
                self.refused += usize::from(answer.status == 429);
                answer
            }
            Err(failure) => {
                let (kind, detail) = match failure {
                    Failure::Panic(text) => (AuditKind::Panic, text),
                    Failure::Late => (AuditKind::Late, format!("no answer in {limit:?}")),
                    Failure::Error(text) => (AuditKind::Failure, text),
                };
                self.record(Hit::new(kind, None, detail), step);
                return None;
            }
        };
        let scheme = if self.origin.is_https { Scheme::Https } else { Scheme::Http };
        let host = self.origin.name().to_owned();
        let before = self.jars[step.who.index()].header(&step.path); // one for each visitor
        for cookie in answer.all("set-cookie").collect::<Vec<_>>() {
            self.jars[step.who.index()].take(&cookie, scheme, &host, &step.path); // one for each visitor
            self.cookies.insert(cookie.split(['=', ';']).next().unwrap_or_default().trim().to_owned());
        }
        // Who has another session has other tokens.
        if !step.is_get() && self.jars[step.who.index()].header(&step.path) != before {
            // One for each visitor.
            self.kept.retain(|(who, _, _), _| *who != step.who);
        }
        Some(answer)
    }

    fn request(&self, step: &Step) -> Option<http::Request<Vec<u8>>> {
        let mut fields: Vec<(String, String)> = vec![
            ("host".into(), self.origin.host.clone()),
            ("user-agent".into(), "Mozilla/5.0 (X11; Linux x86_64) untaint-audit".into()),
            ("accept".into(), "text/html,application/xhtml+xml,*/*;q=0.8".into()),
            ("sec-fetch-mode".into(), "navigate".into()),
        ];
        let from = step.page.as_ref().map(|page| format!("{}{page}", self.origin.text));
        if step.is_foreign {
            fields.push(("sec-fetch-site".into(), "cross-site".into()));
            fields.push(("origin".into(), "https://attacker.example".into()));
            fields.push(("referer".into(), "https://attacker.example/".into()));
        } else {
            fields.push(("sec-fetch-site".into(), "same-origin".into()));
            fields.extend(from.map(|from| ("referer".to_owned(), from)));
            if !step.is_get() {
                fields.push(("origin".into(), self.origin.text.clone()));
            }
        }
        fields.extend(step.content_type().map(|kind| ("content-type".to_owned(), kind.to_owned())));
        if step.content_type() == Some("application/json") {
            fields.push(("x-requested-with".into(), "fetch".into()));
        }
        let cookies = self.jars[step.who.index()].header(&step.path); // one for each visitor
        fields.extend(cookies.map(|cookies| ("cookie".to_owned(), cookies)));
        // Another site's form brings cookies, and the name and password that a browser asked for; no other field.
        let own = self.own[step.who.index()] // one for each visitor
            .iter()
            .filter(|(name, value)| !step.is_foreign || name == "cookie" || value.starts_with("Basic "));
        for (name, value) in own.chain(&step.headers) {
            if name == "cookie" {
                // One more cookie, beside the visitor's.
                let own =
                    fields.iter().position(|(known, _)| known == "cookie").map(|at| fields.remove(at).1);
                let cookie = value.split('=').next().unwrap_or_default();
                let others = own.iter().flat_map(|own| own.split("; "));
                let others = others.filter(|pair| pair.split('=').next() != Some(cookie));
                let all: Vec<&str> = others.chain([value.as_str()]).collect();
                fields.push((name.clone(), all.join("; ")));
                continue;
            }
            // What is set by hand takes the place of what a browser sends.
            fields.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            fields.push((name.clone(), value.clone()));
        }
        let body = if step.is_get() { Vec::new() } else { step.body() };
        let mut builder = http::Request::builder().method(step.method.as_str()).uri(uri(&step.target())?);
        for (name, value) in fields {
            // What no client can send is not sent.
            let Ok(value) = http::HeaderValue::from_bytes(value.as_bytes()) else { continue };
            builder = builder.header(name, value);
        }
        if !body.is_empty() {
            builder = builder.header("content-length", body.len());
        }
        builder.body(body).ok()
    }

    fn judge(&mut self, step: &Step, answer: &Answer) {
        let origin = self.origin.clone();
        let canary = self.canary.clone();
        let mut seen = Seen::new(answer, &origin, canary.as_deref());
        let target = step.target();
        let page = format!("{} {target} {}", step.who.index(), step.method);
        seen.fresh.retain(|marker| self.settled.insert((*marker, page.clone())));
        let places = if self.is_mapping { judge::places(&seen) } else { Vec::new() };
        for (marker, place) in places {
            self.places.entry(marker).or_default().insert((step.who, target.clone(), place));
        }
        for hit in judge::judge(&seen) {
            self.record(hit, step);
        }
        if !self.is_quiet {
            self.fields(step, answer);
            self.links(&target, answer);
        }
    }

    /// Links that were not there before, for what a form has made.
    fn links(&mut self, target: &str, answer: &Answer) {
        if !self.is_watching() {
            return;
        }
        let refresh = answer.header("refresh").and_then(|value| page::refresh_target(&value));
        if let Some(link) = refresh.and_then(|link| self.resolve(&link, target, None)) {
            if self.targets.insert(link.clone()) {
                self.fresh_links.push(link);
            }
        }
        if answer.mime() == "application/json" {
            let (links, _) = page::scripted(&answer.body);
            for link in links.iter().filter_map(|link| self.resolve(link, target, None)).collect::<Vec<_>>() {
                if self.targets.insert(link.clone()) {
                    self.fresh_links.push(link);
                }
            }
        }
        if answer.mime() == "text/plain" && answer.size < 10_000 {
            let words: Vec<&str> = answer.body.split([' ', '"', '\'', '\n', '<', '>', ',']).collect();
            for word in words.into_iter().filter(|word| word.starts_with('/') && word.len() > 1) {
                let Some(link) = self.resolve(word.trim_end_matches('.'), target, None) else { continue };
                if self.targets.insert(link.clone()) {
                    self.fresh_links.push(link);
                }
            }
        }
        let location = answer.header("location").and_then(|location| self.resolve(&location, target, None));
        if let Some(link) = location.filter(|link| self.targets.insert(link.clone())) {
            self.fresh_links.push(link);
        }
        if !answer.is_html() {
            return;
        }
        let base = answer.body.contains("<base").then(|| page::read(&answer.body).base).flatten();
        // No tree is needed to see an address that was not there.
        for start in ["href=", "src=", "data=", "url="] {
            for (at, _) in answer.body.match_indices(start) {
                let value = &answer.body[at + start.len()..]; // behind what was found
                let quoted = value.strip_prefix('"').map(|value| value.split('"').next());
                let quoted =
                    quoted.or_else(|| value.strip_prefix('\'').map(|value| value.split('\'').next()));
                let value =
                    quoted.unwrap_or_else(|| value.split([' ', '>', '\n']).next()).unwrap_or_default();
                if value.len() > 1000 {
                    continue;
                }
                let value = htmlize::unescape_attribute(value);
                let Some(link) = self.resolve(&value, target, base.as_deref()) else {
                    continue;
                };
                if self.targets.insert(link.clone()) {
                    self.fresh_links.push(link);
                }
            }
        }
    }

    /// In an attack the crawl is over, and what is new was made by it.
    fn is_watching(&self) -> bool {
        !self.label.route.is_empty()
    }

    fn fields(&mut self, step: &Step, answer: &Answer) {
        let route = if self.is_watching() { self.label.route.clone() } else { step.route() };
        if self.headers_seen.insert((route, answer.status)) {
            for mut found in super::fields::judge(step, answer, &self.origin, &self.sessions) {
                let same = self.found.iter_mut().find(|known| known.code == found.code);
                let Some(known) = same else {
                    found.label.field.clear();
                    self.found.push(found);
                    continue;
                };
                let route = found.label.route;
                if known.label.route != route && !known.more.contains(&route) {
                    known.more.push(route);
                }
            }
        }
    }

    /// Keeps what a judge saw, once for each place.
    pub(super) fn record(&mut self, mut hit: Hit, step: &Step) {
        self.hits.push(hit.clone());
        if self.is_quiet {
            return;
        }
        let sent = hit.marker.and_then(|marker| self.sent.get(&marker)).cloned();
        let (label, steps) = match sent {
            // What came back at once needs one request.
            Some(sent) if sent.step.method == step.method && sent.step.path == step.path => {
                (sent.label, vec![step.clone()])
            }
            Some(sent) => (sent.label, vec![sent.step, step.clone()]),
            None if self.is_watching() => (self.label.clone(), vec![step.clone()]),
            None => (Label::new(step.route(), ""), vec![step.clone()]),
        };
        let by_route = matches!(
            hit.kind,
            AuditKind::Failure | AuditKind::Details | AuditKind::Panic | AuditKind::Late | AuditKind::Cors
        );
        // What comes back at once is seen by whoever typed it.
        if hit.kind == AuditKind::Hidden && steps.len() == 1 && hit.marker.is_some() {
            return;
        }
        let is_markup = hit.kind == AuditKind::Script && hit.marker.is_some();
        if is_markup && self.is_in_script(&label, &step.target()) {
            hit.kind = AuditKind::ScriptEnd;
        }
        let key = if by_route { Label::new(label.route.clone(), "") } else { label.clone() };
        if self.known.insert((hit.kind, key)) {
            let shown = Some(step.route()).filter(|_| steps.len() > 1);
            self.found.push(Found::new(hit.kind, label, shown, hit.detail, steps, hit.marker));
        }
    }

    /// Whether plain values stand in a script of this page and in no text of it: what was stored before may have ended
    /// that script already.
    fn is_in_script(&self, label: &Label, target: &str) -> bool {
        let target = shape(target);
        let plain = self.places.iter().filter(|(marker, _)| {
            self.sent.get(marker).is_some_and(|sent| {
                sent.label.field == label.field && shape(&sent.label.route) == shape(&label.route)
            })
        });
        let places = plain.flat_map(|(_, places)| places).filter(|(_, page, _)| shape(page) == target);
        let places: BTreeSet<Place> = places.map(|(_, _, place)| *place).collect();
        !places.contains(&Place::Text) && (places.contains(&Place::Script) || places.contains(&Place::Data))
    }

    /// Whether something of this kind is known of what is attacked now.
    pub(super) fn is_known(&self, label: &Label, kinds: &[AuditKind]) -> bool {
        kinds.iter().any(|kind| self.known.contains(&(*kind, label.clone())))
    }

    /// Path and query of an address, if it is on this site.
    pub(super) fn resolve(&self, link: &str, page: &str, base: Option<&str>) -> Option<String> {
        let origin = url::Url::parse(&self.origin.text).ok()?;
        let mut from = origin.join(page).ok()?;
        if let Some(base) = base {
            from = from.join(base).ok()?;
        }
        let target = from.join(link.trim()).ok()?;
        if target.scheme() != origin.scheme()
            || target.host() != origin.host()
            || target.port_or_known_default() != origin.port_or_known_default()
        {
            return None;
        }
        let query = target.query().map(|query| format!("?{query}")).unwrap_or_default();
        Some(format!("{}{query}", target.path()))
    }
}

/// What may stand in a request line.
fn uri(target: &str) -> Option<http::Uri> {
    target.parse().ok()
}
