//! Whether the cookie that a login sets can be guessed.

use super::found::Found;
use super::kind::AuditKind;
use super::login::Login;
use super::message::{Step, Value, Who, decoded};
use super::site::{Label, Site};
use super::words;

/// A cookie of a login whose value is nothing but the name that was typed, or a number.
pub(super) fn logged_in(site: &mut Site, login: &Login, who: Who, step: Option<&Step>) {
    let Some(step) = step.filter(|_| who == Who::First) else { return };
    let Some((_, typed)) = login.of_form(0) else { return };
    let jar = site.jars[who.index()].clone(); // one for each visitor
    for name in jar.names() {
        let value = decoded(jar.get(&name).unwrap_or_default());
        let tells = typed.iter().any(|(_, typed)| {
            typed.chars().count() > 2
                && value.to_lowercase().contains(&typed.to_lowercase())
                && value.len() < typed.len() + 16
        });
        let is_number = words::is_session(&name)
            && value.len() < 12
            && value.bytes().all(|byte| byte.is_ascii_digit())
            && !value.is_empty();
        if tells || is_number {
            found(site, step, &name, "the cookie's value is what was typed, or a number");
        }
    }
}

/// Two sessions whose cookies are nearly the same.
pub(super) fn compare(site: &mut Site) {
    let [_, first, second] = site.jars.clone();
    for name in first.names().into_iter().filter(|name| words::is_session(name)) {
        let (Some(one), Some(other)) = (first.get(&name), second.get(&name)) else { continue };
        let differ = one.bytes().zip(other.bytes()).filter(|(one, other)| one != other).count();
        if one.len() == other.len() && (1..=2).contains(&differ) {
            let step = Step::get(Who::First, "/");
            found(site, &step, &name, "the cookies of two visitors differ in a letter or two");
        }
    }
}

fn found(site: &mut Site, step: &Step, name: &str, detail: &str) {
    let mut step = step.clone();
    for (_, value) in &mut step.fields {
        if let Value::Fresh(text) = value {
            *value = Value::Text(text.clone());
        }
    }
    let label = Label::new(step.route(), format!("cookie {name}"));
    let known =
        site.found.iter().any(|found| found.kind == AuditKind::Session && found.label.field == label.field);
    if !known {
        let mut found = Found::new(AuditKind::Session, label, None, detail, vec![step], None);
        found.is_reduced = true;
        site.found.push(found);
    }
}
