//! Walks through the site: pages by their links, forms by filling them in.

use super::fill;
use super::guess;
use super::login::{self, Login};
use super::marker::Family;
use super::message::{Answer, Encoding, Step, Value, Who};
use super::page::{self, Form};
use super::point::{chooses, shape};
use super::site::{Label, Site};
use super::words;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// How many pages of one shape are looked at.
const ALIKE: usize = 3;

/// A page of the site.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) who: Who,
    pub(super) target: String,
    pub(super) status: u16,
    pub(super) is_html: bool,
}

/// A form of the site, filled in well.
#[derive(Debug, Clone)]
pub(super) struct Filled {
    pub(super) step: Step,
    pub(super) is_last: bool,
    pub(super) is_lookup: bool,
    /// The button that sends it.
    pub(super) button: String,
    /// How the good one was answered; `None` before it was sent.
    pub(super) good: Option<Good>,
    /// What in it is a name, by its label.
    pub(super) names: Vec<String>,
    /// The route of the form whose answer brought it.
    pub(super) after: Option<String>,
    /// With what logs in: behind it, a guest is none any more.
    pub(super) is_login: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Good {
    pub(super) status: u16,
    pub(super) location: Option<String>,
    pub(super) sets_cookie: bool,
    pub(super) size: usize,
    pub(super) shows_form: bool,
    /// What was sent stands in it.
    pub(super) shows_sent: bool,
    /// The field that the answer says is not there.
    pub(super) missing: Option<String>,
}

/// All that is known of the site.
#[derive(Debug, Default)]
pub(super) struct Map {
    pub(super) pages: Vec<Seen>,
    pub(super) forms: Vec<Filled>,
    shapes: BTreeMap<(Who, String), usize>,
    seen: BTreeSet<(Who, String)>,
    known_forms: BTreeSet<(Who, String)>,
    pub(super) last: BTreeSet<(Who, String)>,
    pub(super) queue: VecDeque<(Who, String)>,
    late: Vec<(Who, String)>,
    pub(super) fields: usize,
    /// How many pages of a folder were asked for.
    folders: BTreeMap<(Who, String), usize>,
    /// Where a page of this shape was linked first.
    pub(super) parents: BTreeMap<String, String>,
}

impl Map {
    pub(super) fn begin(&mut self, who: Who, target: &str) {
        if self.seen.insert((who, target.to_owned())) {
            self.queue.push_back((who, target.to_owned()));
        }
    }

    /// Whether a page of this kind was seen often enough.
    fn is_enough(&mut self, who: Who, target: &str) -> bool {
        let count = self.shapes.entry((who, shape(target))).or_default();
        *count += 1;
        *count > ALIKE
    }

    /// A request that no page shows.
    pub(super) fn add_step(&mut self, step: Step) {
        if step.is_get() {
            self.begin(step.who, &step.target());
            return;
        }
        self.fields += step.fields.len() + step.query.len();
        self.forms.push(Filled {
            step,
            is_last: false,
            is_lookup: false,
            button: String::new(),
            good: None,
            names: Vec::new(),
            after: None,
            is_login: false,
        });
    }

    /// The form of the login is filled in with what logs in.
    pub(super) fn mind_login(&mut self, login: Option<&Login>) {
        let Some((page, typed)) = login.and_then(|login| login.of_form(0)) else { return };
        let is_here = |step: &Step| {
            step.page.as_ref().is_some_and(|known| known.split('?').next() == page.split('?').next())
                && typed.iter().all(|(name, _)| step.fields.iter().any(|(known, _)| known == name))
        };
        for form in self.forms.iter_mut().filter(|form| is_here(&form.step)) {
            for (name, value) in &mut form.step.fields {
                if let Some((_, typed)) = typed.iter().find(|(known, _)| known == name) {
                    *value = Value::Text(typed.clone());
                }
            }
            form.is_login = true;
        }
    }

    /// What to ask for next: pages of a folder that has many come after those of others.
    fn next(&mut self) -> Option<(Who, String)> {
        let count = |(who, target): &(Who, String)| {
            let place = (*who, folder(target).to_owned());
            self.folders.get(&place).copied().unwrap_or_default() / ALIKE
        };
        // The first of the least; a list of links that has no end is looked at as far as it was kept.
        let at = self.queue.iter().take(2000).enumerate().min_by_key(|(_, entry)| count(entry))?.0;
        let next = self.queue.remove(at)?;
        *self.folders.entry((next.0, folder(&next.1).to_owned())).or_default() += 1;
        Some(next)
    }

    /// Asks for every page that is known and not seen yet.
    pub(super) async fn crawl(&mut self, site: &mut Site) {
        while let Some((who, target)) = self.next() {
            if self.pages.len() >= site.limits.pages {
                break;
            }
            let Some(answer) = site.get(who, &target).await else { continue };
            self.look(site, who, &target, &answer);
            if answer.status == 400 || answer.status == 422 {
                // A page that says which parameter it wants.
                if let Some(name) = guess::missing(&answer.body).filter(|_| target.matches('=').count() < 6) {
                    let marker = site.marker(Family::Plain);
                    let mut step = Step::get(who, &target);
                    step.query.push((name.clone(), guess::value(&name, marker)));
                    self.begin(who, &step.target());
                }
            }
        }
    }

    /// Reads every page again, for what forms have left there.
    pub(super) async fn read_again(&mut self, site: &mut Site) {
        let pages: Vec<Seen> =
            self.pages.iter().filter(|page| page.status < 400 && !is_asset(&page.target)).cloned().collect();
        for page in pages {
            let Some(answer) = site.get(page.who, &page.target).await else { continue };
            self.links(site, page.who, &page.target, &answer);
        }
    }

    pub(super) fn look(&mut self, site: &mut Site, who: Who, target: &str, answer: &Answer) {
        site.targets.insert(target.to_owned());
        self.pages.push(Seen {
            who,
            target: target.to_owned(),
            status: answer.status,
            is_html: answer.is_html() && !answer.is_attachment(),
        });
        self.links(site, who, target, answer);
    }

    /// Where an answer leads.
    pub(super) fn links(&mut self, site: &mut Site, who: Who, target: &str, answer: &Answer) {
        let refresh = answer.header("refresh").and_then(|value| page::refresh_target(&value));
        for onward in answer.header("location").into_iter().chain(refresh) {
            self.add(site, who, target, None, &onward, "");
        }
        for link in answer.all("link").flat_map(|field| linked(&field)).collect::<Vec<_>>() {
            self.add(site, who, target, None, &link, "");
        }
        let mime = answer.mime();
        if mime.ends_with("javascript") {
            let (links, forms) = page::scripted(&answer.body);
            for link in links {
                self.add(site, who, "/", None, &link, "");
            }
            for form in forms {
                self.form(site, who, target, None, &form);
            }
        } else if answer.status == 405 {
            let allows = answer.header("allow").unwrap_or_default();
            if allows.contains("POST") && target != "/" {
                self.guess_form(site, who, target, &guess::USUAL.map(str::to_owned));
            }
        } else if mime == "application/json" {
            // What a list holds is what its address takes, perhaps.
            if target.matches('/').count() > 0 && answer.is_success() && !target.contains('?') {
                self.guess_form(site, who, target, &guess::keys(&answer.body));
            }
            let (links, _) = page::scripted(&answer.body);
            for link in links {
                self.add(site, who, "/", None, &link, "");
            }
        } else if target.ends_with("/robots.txt") {
            let lines = answer.body.lines().filter_map(|line| line.split_once(':'));
            for path in lines.map(|(_, path)| path.trim()).filter(|path| path.starts_with('/')).take(50) {
                self.add(site, who, target, None, path.trim_end_matches(['*', '$']), "");
            }
        } else if mime.ends_with("xml") && !answer.is_html() {
            // The name of an end tag begins as a path does.
            for part in answer.body.split('<').filter(|part| !part.starts_with('/')) {
                let words = part.split(['>', '"', '\'']).map(str::trim);
                for link in words.filter(|text| text.starts_with("http") || text.starts_with('/')) {
                    self.add(site, who, target, None, link, "");
                }
            }
        } else if answer.is_html() && !answer.is_attachment() {
            let page = page::read(&answer.body);
            let base = page.base.as_deref();
            for link in &page.links {
                self.add(site, who, target, base, &link.url, &link.text);
            }
            for form in &page.forms {
                self.form(site, who, target, base, form);
            }
        }
    }

    fn add(&mut self, site: &mut Site, who: Who, page: &str, base: Option<&str>, link: &str, text: &str) {
        let Some(target) = site.resolve(link, page, base) else { return };
        self.parents.entry(shape(&target)).or_insert_with(|| page.to_owned());
        let said = chosen(&target);
        if words::is_last(text) || said.iter().any(|word| words::is_last(word)) {
            self.last.insert((who, target));
            return;
        }
        if self.seen.contains(&(who, target.clone())) || self.is_enough(who, &target) {
            return;
        }
        site.targets.insert(target.clone());
        if words::is_late(text) || said.iter().any(|word| words::is_late(word)) {
            if self.seen.insert((who, target.clone())) {
                self.late.push((who, target));
            }
            return;
        }
        self.begin(who, &target);
    }

    /// What may take something away is looked at when everything else is known.
    pub(super) fn begin_late(&mut self) {
        self.queue.extend(std::mem::take(&mut self.late));
    }

    fn form(&mut self, site: &mut Site, who: Who, target: &str, base: Option<&str>, form: &Form) {
        // One for each button that has a name.
        let buttons: Vec<usize> = form
            .controls
            .iter()
            .enumerate()
            .filter(|(_, control)| control.kind == "submit")
            .skip(1)
            .filter(|(_, control)| !control.name.is_empty() || control.attr("formaction").is_some())
            .map(|(at, _)| at)
            .collect();
        let mut variants = vec![form.clone()];
        for at in buttons.iter().take(2) {
            let mut other = form.clone();
            let button = other.controls.remove(*at);
            other.controls.retain(|control| control.kind != "submit");
            other.controls.push(button);
            variants.push(other);
        }
        for mut form in variants {
            let button =
                form.controls.iter().find(|control| control.kind == "submit").cloned().unwrap_or_default();
            if let Some(action) = button.attr("formaction") {
                action.clone_into(&mut form.action);
            }
            if let Some(method) = button.attr("formmethod") {
                form.method = method.to_ascii_uppercase();
            }
            let Some(mut step) = login::step(site, &form, who, target, base) else { continue };
            if form.controls.is_empty() && !form.is_json && step.fields.is_empty() {
                step.encoding = Encoding::Form;
            }
            let names: Vec<&str> =
                step.query.iter().chain(&step.fields).map(|(name, _)| name.as_str()).collect();
            let key = format!("{} {} {} {}", step.method, shape(&step.path), names.join("&"), button.value);
            if !self.known_forms.insert((who, key)) {
                continue;
            }
            self.fields += names.len();
            let said = format!("{} {} {} {}", step.path, button.value, button.label, button.name);
            let text: String = form.text.chars().take(200).collect();
            let shown = form.controls.iter().filter(|control| {
                !matches!(control.kind.as_str(), "submit" | "hidden") && !control.name.is_empty()
            });
            let count = shown.count();
            let takes_away = step.fields.iter().any(|(name, value)| {
                name.trim_matches('_').eq_ignore_ascii_case("method") && words::is_last(value.text())
            });
            let is_last = takes_away
                || step.method == "DELETE"
                || said.split(['/', ' ']).any(words::is_last)
                || words::is_last(&text) && count < 2
                || (words::is_late(&text) || said.split(['/', ' ']).any(words::is_late)) && count == 0;
            let is_name = |control: &&page::Control| {
                words::is_name(&control.name)
                    || words::is_name(&control.label)
                    || control.attr("autocomplete").is_some_and(|word| word.contains("name"))
            };
            self.forms.push(Filled {
                is_last,
                is_lookup: said.split(['/', ' ']).any(words::is_lookup),
                button: format!("{}={}", button.name, button.value),
                good: None,
                names: form.controls.iter().filter(is_name).map(|control| control.name.clone()).collect(),
                after: None,
                is_login: false,
                step,
            });
        }
    }

    /// A request that nothing shows: JSON with these names.
    fn guess_form(&mut self, site: &mut Site, who: Who, target: &str, names: &[String]) {
        let path = target.split('?').next().unwrap_or(target);
        let form = guess::form(path, names);
        let is_known = self.forms.iter().any(|known| known.step.method == "POST" && known.step.path == path);
        if !is_known && path.split('/').all(|part| !words::is_last(part)) {
            self.form(site, who, "/", None, &form);
        }
    }

    /// Sends every form once, as somebody does who means well; those that take away are left.
    pub(super) async fn fill_in(&mut self, site: &mut Site) {
        for at in 0..self.forms.len() {
            let filled = self.forms[at].clone();
            // The second visitor reads only: what he sends would take the place of what the first one did.
            if filled.is_last || filled.good.is_some() || filled.step.who == Who::Second {
                continue;
            }
            let step = filled.step.clone();
            self.forms[at].good = self.submit(site, &step, filled.is_login).await; // below the length
            if self.forms[at].good.as_ref().is_some_and(|good| good.status >= 400) {
                self.try_otherwise(site, at).await;
            }
        }
    }

    /// A form that was refused, with other values: another kind of file, an address, a number, more text or less.
    async fn try_otherwise(&mut self, site: &mut Site, at: usize) {
        // Some say what they miss.
        for _ in 0..8 {
            let Some(filled) = self.forms.get(at).cloned() else { return };
            let missing = filled.good.as_ref().and_then(|good| good.missing.clone());
            let Some(name) = missing.filter(|name| filled.step.fields.iter().all(|(known, _)| known != name))
            else {
                break;
            };
            let is_login = filled.is_login;
            let mut step = filled.step;
            let marker = site.marker(Family::Plain);
            step.fields.push((name.clone(), guess::value(&name, marker)));
            let good = self.submit(site, &step, is_login).await;
            let form = &mut self.forms[at]; // found above
            (form.step, form.good) = (step, good);
        }
        let refused = self.forms.get(at).and_then(|form| form.good.as_ref()).map_or(0, |good| good.status);
        if refused < 400 || matches!(refused, 401 | 403 | 404 | 405) {
            return;
        }
        for round in 0..4 {
            let Some(filled) = self.forms.get(at).cloned() else { return };
            let mut step = filled.step.clone();
            for (name, value) in &mut step.fields {
                match value {
                    Value::File(file) if round == 0 && file.mime == "image/png" => {
                        *file = fill::plain_file(site.marker(Family::Plain));
                    }
                    Value::Text(text)
                        if super::marker::first(text).is_some() && !words::is_password(name) =>
                    {
                        let marker = site.marker(Family::Plain);
                        *text = match round {
                            0 if text.contains(['@', '/']) => marker.to_string(),
                            0 => format!("https://{marker}.example/"),
                            1 => format!("{marker}@example.com"),
                            2 => format!("Some {marker} words that go on for a while, as people write them."),
                            _ => "12".to_owned(),
                        };
                    }
                    _ => {}
                }
            }
            if step == filled.step {
                return;
            }
            let good = self.submit(site, &step, filled.is_login).await;
            if let Some(good) = good.filter(|good| good.status < 400) {
                let form = &mut self.forms[at]; // found above
                form.good = Some(good);
                form.step = step;
                return;
            }
        }
    }

    async fn submit(&mut self, site: &mut Site, step: &Step, is_login: bool) -> Option<Good> {
        if step.who == Who::Guest {
            site.jars[0].clear(); // the guest's
        }
        for marker in step.markers() {
            let label = Label::new(step.route(), field_of(step, marker));
            site.sent.insert(marker, super::site::Sent { step: step.clone(), label });
        }
        let (answer, trail) = site.follow(step).await?;
        if is_login && step.who == Who::Guest {
            site.jars[0].clear(); // the guest's
            return Some(good(step, &answer));
        }
        let known = self.forms.len();
        if !answer.is_redirect() {
            self.links(site, step.who, &step.target(), &answer);
        }
        for (target, landed) in &trail {
            if self.seen.insert((step.who, target.clone())) {
                self.look(site, step.who, target, landed);
            }
        }
        // The next step of this one, if nothing else leads there.
        for form in self.forms.iter_mut().skip(known).filter(|form| form.step.path != step.path) {
            form.after = Some(step.route());
        }
        Some(good(step, &answer))
    }

    /// What two visitors find different in the same hidden field was made for each: no other site knows it.
    pub(super) fn compare_visitors(&mut self) {
        let seconds: Vec<Step> =
            self.forms.iter().map(|form| form.step.clone()).filter(|step| step.who == Who::Second).collect();
        for form in
            self.forms.iter_mut().filter(|form| form.step.who == Who::First && form.step.page.is_some())
        {
            let is_same = |step: &&Step| step.path == form.step.path && step.method == form.step.method;
            let Some(other) = seconds.iter().find(is_same) else { continue };
            for (name, value) in &mut form.step.fields {
                let Value::Text(text) = &*value else { continue };
                let Some((_, Value::Text(theirs))) = other.fields.iter().find(|(known, _)| known == name)
                else {
                    continue;
                };
                let is_minted = text.len() >= 6
                    && super::marker::first(text).is_none()
                    && text.len() == theirs.len()
                    && text != theirs;
                if is_minted {
                    *value = Value::Fresh(text.clone());
                }
            }
        }
    }
}

/// The words of a target that say what it does: its path, the names of its query, and what chooses a page.
fn chosen(target: &str) -> Vec<&str> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let words = pairs.flat_map(|(name, value)| [name, if chooses(name) { value } else { "" }]);
    path.split('/').chain(words).collect()
}

/// The path up to its last part; the first ones are in no folder together.
fn folder(target: &str) -> &str {
    let path = target.split('?').next().unwrap_or_default();
    match path.rfind('/') {
        Some(0) | None => target,
        Some(end) => &path[..end], // at an ASCII slash
    }
}

/// The addresses of a `Link` field.
fn linked(field: &str) -> Vec<String> {
    let parts = field.split('<').skip(1);
    parts.filter_map(|part| part.split_once('>')).map(|(url, _)| url.to_owned()).collect()
}

/// The field that holds a marker.
pub(super) fn field_of(step: &Step, marker: super::marker::Marker) -> String {
    let pairs = step.query.iter().chain(&step.fields);
    let mut found = pairs.filter(|(_, value)| super::marker::holds(value.text(), marker));
    found.next().map(|(name, _)| name.clone()).unwrap_or_default()
}

pub(super) fn good(step: &Step, answer: &Answer) -> Good {
    let location = answer.header("location").filter(|_| answer.is_redirect());
    let shows_form = answer.is_html() && {
        let page = page::read(&answer.body);
        let names: Vec<&String> = step.fields.iter().map(|(name, _)| name).collect();
        let has_all = |form: &Form| {
            !names.is_empty()
                && names.iter().all(|name| form.controls.iter().any(|control| control.name == **name))
        };
        page.forms.iter().any(has_all)
    };
    Good {
        status: answer.status,
        location: location.map(|location| shape(location.split('#').next().unwrap_or_default())),
        sets_cookie: answer.header("set-cookie").is_some(),
        size: answer.size,
        shows_form,
        missing: Some(&answer.body)
            .filter(|_| matches!(answer.status, 400 | 422))
            .and_then(|text| guess::missing(text)),
        shows_sent: step.markers().iter().any(|marker| super::marker::holds(&answer.body, *marker)),
    }
}

pub(super) fn is_asset(target: &str) -> bool {
    let path = target.split('?').next().unwrap_or_default();
    [".css", ".js", ".png", ".jpg", ".gif", ".webp", ".ico", ".woff2"].iter().any(|end| path.ends_with(end))
}
