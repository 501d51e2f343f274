//! How somebody logs in.

use super::fill;
use super::marker::Family;
use super::message::{Step, Value, Who};
use super::page::{self, Form};
use super::site::Site;
use super::words;
use std::fmt;
use std::sync::Arc;

/// How the audit logs in: by a form of the site, by a cookie, or by a header.
///
/// ```
/// use untaint::testing::audit::Login;
///
/// let form = Login::form("/login", [("name", "ada"), ("password", "correct horse")]);
/// // The audit reads what one visitor wrote as another one: give both a name where the site minds.
/// let two = Login::each(|visitor| Login::form("/login", [("name", ["ada", "grace"][visitor])]));
/// # drop((form, two));
/// ```
#[derive(Clone)]
pub struct Login(How);

#[derive(Clone)]
enum How {
    Form(String, Vec<(String, String)>),
    Cookie(String, String),
    Header(String, String),
    Request(Vec<u8>),
    Each(Arc<dyn Fn(usize) -> Login>),
}

impl Login {
    /// By the form on this page that has these fields: what is hidden in it is sent along.
    #[must_use]
    pub fn form<N: Into<String>, V: Into<String>>(
        page: impl Into<String>,
        fields: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let fields = fields.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self(How::Form(page.into(), fields))
    }

    /// By a cookie that the test made: `session=…`.
    #[must_use]
    pub fn cookie(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self(How::Cookie(name.into(), value.into()))
    }

    /// By a field of each request: `authorization`.
    #[must_use]
    pub fn header(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self(How::Header(name.into(), value.into()))
    }

    /// By a request, as [`Audit::request`](super::Audit::request) takes it: `POST /api/login`, a line with its type, an
    /// empty line, and JSON. The cookies of the answer are kept.
    #[must_use]
    pub fn request(request: impl AsRef<[u8]>) -> Self {
        Self(How::Request(request.as_ref().to_vec()))
    }

    /// For each visitor another way: 0 and 1.
    #[must_use]
    pub fn each(how: impl Fn(usize) -> Self + 'static) -> Self {
        Self(How::Each(Arc::new(how)))
    }

    /// The page and the fields of the form, for this visitor.
    pub(super) fn of_form(&self, visitor: usize) -> Option<(String, Vec<(String, String)>)> {
        match &self.0 {
            How::Form(page, fields) => Some((page.clone(), fields.clone())),
            How::Each(how) => how(visitor).of_form(visitor),
            How::Cookie(..) | How::Header(..) | How::Request(_) => None,
        }
    }

    /// As it stands in a test: what is made by the test, or is a secret of it, is a function there.
    pub(super) fn code(&self) -> String {
        let path = "untaint::testing::Login";
        match &self.0 {
            // An empty list has no type of its own.
            How::Form(page, fields) if fields.is_empty() => {
                format!("{path}::form({page:?}, [(\"\", \"\"); 0])")
            }
            How::Form(page, fields) => format!("{path}::form({page:?}, {fields:?})"),
            How::Request(request) => match std::str::from_utf8(request) {
                Ok(text) => format!("{path}::request({text:?})"),
                Err(_) => format!("{path}::request(b\"{}\")", request.escape_ascii()),
            },
            How::Cookie(..) | How::Header(..) | How::Each(_) => "login()".to_owned(),
        }
    }
}

impl<F: Fn(usize) -> Login + 'static> From<F> for Login {
    fn from(how: F) -> Self {
        Self::each(how)
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0 {
            How::Form(..) => "Login::form",
            How::Cookie(..) => "Login::cookie",
            How::Header(..) => "Login::header",
            How::Request(_) => "Login::request",
            How::Each(_) => "Login::each",
        })
    }
}

/// Logs a visitor in; why not, where that fails.
pub(super) async fn log_in(site: &mut Site, login: &Login, who: Who) -> Result<Option<Step>, String> {
    let visitor = who.index().saturating_sub(1);
    site.forget();
    match &login.0 {
        How::Each(how) => Box::pin(log_in(site, &how(visitor), who)).await,
        How::Cookie(name, value) => {
            site.jars[who.index()].put(name, value);
            site.sessions.insert(name.clone());
            Ok(None)
        }
        How::Header(name, value) => {
            site.own[who.index()] = vec![(name.clone(), value.clone())];
            Ok(None)
        }
        How::Request(request) => {
            let step = super::text::parse(request, who).ok_or("the request of the login cannot be read")?;
            let (answer, _) =
                site.follow(&Step { who, ..step.clone() }).await.ok_or("the login does not answer")?;
            if !answer.is_done() {
                return Err(format!("the login was answered with {}", answer.status));
            }
            let names: Vec<String> = site.jars[who.index()].names(); // one for each visitor
            site.sessions.extend(names.into_iter().filter(|name| !words::is_token(name)));
            Ok(Some(step))
        }
        How::Form(target, fields) => {
            site.jars[who.index()].clear();
            let answer = site.get(who, target).await.ok_or("the page of the login does not answer")?;
            let page = page::read(&answer.body);
            let has = |form: &&Form| {
                fields.iter().all(|(name, _)| form.controls.iter().any(|control| control.name == *name))
            };
            let best = page.forms.iter().find(has).or_else(|| {
                page.forms.iter().find(|form| form.controls.iter().any(|control| control.kind == "password"))
            });
            let form = best.ok_or_else(|| format!("no form with the fields of the login on {target}"))?;
            let mut step =
                step(site, form, who, target, page.base.as_deref()).ok_or("the form leads elsewhere")?;
            for (name, value) in fields {
                let value = Value::Text(value.clone());
                match step.fields.iter_mut().find(|(known, _)| known == name) {
                    Some((_, known)) => *known = value,
                    None => step.fields.push((name.clone(), value)),
                }
            }
            let before = site.jars[who.index()].clone(); // one for each visitor
            let (first, trail) = site.follow(&step).await.ok_or("the login does not answer")?;
            let last = trail.last().map_or(&first, |(_, answer)| answer);
            let asks_again = page::read(&last.body)
                .forms
                .iter()
                .any(|form| form.controls.iter().any(|control| control.kind == "password"));
            if !first.is_done() || first.is_success() && asks_again {
                return Err(format!("the login was answered with {}", first.status));
            }
            let names: Vec<String> = site.jars[who.index()].names(); // one for each visitor
            let names: Vec<String> = names.into_iter().filter(|name| !words::is_token(name)).collect();
            if before == site.jars[who.index()] {
                // Nothing was set: what came with the page is what shows who somebody is.
                site.kept_id = names
                    .iter()
                    .find(|name| words::is_session(name) || before.get(name).is_some_and(|id| id.len() >= 8))
                    .cloned();
            }
            site.sessions.extend(names);
            Ok(Some(step))
        }
    }
}

/// A form as a request, filled by somebody who means well.
pub(super) fn step(site: &mut Site, form: &Form, who: Who, page: &str, base: Option<&str>) -> Option<Step> {
    let action = if form.action.trim().is_empty() { page } else { form.action.as_str() };
    let target = site.resolve(action, page, base)?;
    let mut step = Step::get(who, &target);
    step.page = Some(page.to_owned());
    let is_get = form.method.is_empty() || form.method == "GET";
    let mut fields = Vec::new();
    let mut radios: Vec<&str> = Vec::new();
    let mut has_button = false;
    for control in form.controls.iter().filter(|control| control.attr("disabled").is_none()) {
        if control.kind == "radio" {
            if radios.contains(&control.name.as_str()) {
                continue;
            }
            radios.push(&control.name);
        }
        if control.kind == "submit" {
            // The first one is what the key Enter presses.
            if !has_button && !control.name.is_empty() {
                fields.push((control.name.clone(), Value::Text(control.value.clone())));
            }
            has_button = true;
        }
        if control.kind == "submit" || control.name.is_empty() {
            continue;
        }
        let is_password = control.kind == "password" || super::words::is_password(&control.name);
        // Both fields of a new password take the same.
        let known = fields.iter().find_map(|(_, value): &(String, Value)| match value {
            Value::Text(text)
                if super::marker::first(text).is_some_and(|m| m.family() == Family::Password) =>
            {
                Some(text)
            }
            _ => None,
        });
        let is_password = is_password && control.kind != "hidden";
        let value = if let Some(text) = known.filter(|_| is_password) {
            Some(Value::Text(text.clone()))
        } else {
            let marker = site.marker(if is_password { Family::Password } else { Family::Plain });
            fill::value(control, marker)
        };
        fields.extend(value.map(|value| (control.name.clone(), value)));
    }
    if is_get {
        step.query = fields;
    } else {
        step.method.clone_from(&form.method);
        step.fields = fields;
        step.encoding = match form.enctype.as_str() {
            _ if form.is_json => super::message::Encoding::Json,
            "multipart/form-data" => super::message::Encoding::Multipart,
            _ => super::message::Encoding::Form,
        };
    }
    (!matches!(step.method.as_str(), "DIALOG")).then_some(step)
}
