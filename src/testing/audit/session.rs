//! Whether the cookie that a login sets can be guessed, or was there before.

use super::crawl::Map;
use super::found::Found;
use super::kind::AuditKind;
use super::login::{self, Login};
use super::message::{Step, Value, Who, decoded};
use super::site::{Label, Site};
use super::words;

/// A cookie of a login whose value is made of the name that was typed, is a number, or was there before.
pub(super) async fn logged_in(site: &mut Site, login: &Login, who: Who, step: Option<&Step>) {
    let Some(step) = step.filter(|_| who == Who::First) else { return };
    let typed: Vec<&str> = step.fields.iter().map(|(_, value)| value.text()).collect();
    let jar = site.jars[who.index()].clone(); // one for each visitor
    for name in jar.names() {
        let value = decoded(jar.get(&name).unwrap_or_default());
        let tells = views(&value).iter().any(|view| typed.iter().any(|typed| is_made_of(view, typed)));
        let is_number = words::is_session(&name)
            && (1..=15).contains(&value.len())
            && value.bytes().all(|byte| byte.is_ascii_digit());
        let is_short = words::is_session(&name) && (1..10).contains(&value.len());
        if tells || is_number || is_short {
            found(site, step, &name, "the cookie's value is what was typed, or a number, or a few letters");
        }
    }
    if let Some(name) = std::mem::take(&mut site.kept_id) {
        found(
            site,
            step,
            &name,
            "the cookie is the one that was there before the login: whoever set it is in, too",
        );
    }
    again(site, login, step).await;
}

/// The same visitor logs in once more.
async fn again(site: &mut Site, login: &Login, step: &Step) {
    let first = site.jars[Who::First.index()].clone(); // one for each visitor
    let is_in = login::log_in(site, login, Who::First).await.is_ok();
    let second = std::mem::replace(&mut site.jars[Who::First.index()], first.clone()); // one for each visitor
    site.kept_id = None;
    if !is_in {
        return;
    }
    for name in first.names().into_iter().filter(|name| words::is_session(name)) {
        let (Some(one), Some(other)) = (first.get(&name), second.get(&name)) else { continue };
        // What is signed holds the time in seconds, and is the same within one.
        let is_plain = one.len() <= 64 && one.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if one == other && is_plain {
            found(
                site,
                step,
                &name,
                "each login gets the same cookie: it is made of the name, or of nothing",
            );
        } else if is_near(one, other) {
            found(site, step, &name, "the cookies of two logins differ in a few letters");
        }
    }
}

/// A page that somebody sees who is logged in, and a guest does not.
pub(super) fn witness(map: &Map) -> Option<String> {
    let is_open = |target: &str| {
        map.pages.iter().any(|page| page.who == Who::Guest && page.target == target && page.status < 300)
    };
    let mut own =
        map.pages.iter().filter(|page| page.who == Who::First && page.status == 200 && page.is_html);
    own.find(|page| !page.target.contains('?') && !is_open(&page.target)).map(|page| page.target.clone())
}

/// A cookie that shows nobody in by itself, beside the one that does, is no session.
pub(super) async fn confirm(site: &mut Site) {
    let Some(witness) = site.witness.clone() else { return };
    let jar = site.jars[Who::First.index()].clone(); // one for each visitor
    let names: Vec<String> = jar.names();
    for name in names.iter().filter(|_| names.len() > 1) {
        site.jars[Who::First.index()].keep(name); // one for each visitor
        if !site.is_in(&witness).await {
            let field = format!("cookie {name}");
            site.found.retain(|found| found.kind != AuditKind::Session || found.label.field != field);
        }
        site.jars[Who::First.index()] = jar.clone(); // one for each visitor
    }
}

/// Logs in once more, where what was sent has ended the session.
pub(super) async fn keep(site: &mut Site, login: Option<&Login>) {
    let (Some(login), Some(witness)) = (login, site.witness.clone()) else { return };
    if site.is_in(&witness).await {
        return;
    }
    for who in [Who::First, Who::Second] {
        let kept = site.jars[who.index()].clone(); // one for each visitor
        if login::log_in(site, login, who).await.is_err() {
            site.jars[who.index()] = kept; // one for each visitor
            site.witness = None;
        }
    }
    if site.witness.is_some() && !site.is_in(&witness).await {
        // The page is gone, not the session.
        site.witness = None;
    }
    site.kept_id = None;
}

/// Two sessions whose cookies are nearly the same.
pub(super) fn compare(site: &mut Site) {
    let [_, first, second] = site.jars.clone();
    for name in first.names().into_iter().filter(|name| words::is_session(name)) {
        let (Some(one), Some(other)) = (first.get(&name), second.get(&name)) else { continue };
        if is_near(one, other) {
            let step = Step::get(Who::First, "/");
            found(site, &step, &name, "the cookies of two visitors differ in a few letters");
        }
    }
}

/// Whether two values are alike but for some letters, or a number that counts.
fn is_near(one: &str, other: &str) -> bool {
    let pairs = views(one).into_iter().zip(views(other));
    pairs.into_iter().any(|(one, other)| {
        let start = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
        let (one, other) = (&one.as_bytes()[start..], &other.as_bytes()[start..]); // both have as many
        let end = one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count();
        let (one, other) = (&one[..one.len() - end], &other[..other.len() - end]); // both have as many
        let longest = one.len().max(other.len());
        let is_number = one.iter().chain(other).all(u8::is_ascii_digit);
        let same = start + end;
        longest > 0 && (longest <= 3 || longest <= 6 && same >= 4 || is_number && longest <= 10 && same >= 3)
    })
}

/// A value as it stands, and what it is in base64 or in hexadecimal digits, if that is text.
fn views(value: &str) -> Vec<String> {
    let mut views = vec![value.to_owned()];
    for bytes in [base64(value), hex(value)].into_iter().flatten() {
        if let Ok(text) = String::from_utf8(bytes) {
            if !text.is_empty() && text.chars().all(|c| !c.is_control()) {
                views.push(text);
            }
        }
    }
    views
}

/// Both alphabets, with or without what fills it up.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let (mut bits, mut count) = (0_u32, 0_u32);
    for byte in text.trim_end_matches('=').bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(six)) & 0xFFFF;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count & 0xFF).unwrap_or(0));
        }
    }
    Some(out)
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    digits.chunks(2).map(|pair| u8::try_from(pair.first()? << 4 | pair.last()?).ok()).collect()
}

/// Whether a value tells what was typed, and nothing beside that only the site can know.
fn is_made_of(value: &str, typed: &str) -> bool {
    let (value, typed) = (value.to_lowercase(), typed.to_lowercase());
    if typed.chars().count() < 3 || !value.contains(&typed) {
        return false;
    }
    let rest = value.replace(&typed, " ");
    let is_secret = |part: &str| {
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        part.len() >= 12 && digits > 0 && digits < part.len() || part.len() >= 20
    };
    !rest.split(|c: char| !c.is_alphanumeric()).any(is_secret)
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

#[cfg(test)]
mod tests {
    use super::{base64, hex, is_made_of, is_near, views};

    #[test]
    fn values_are_decoded() {
        assert_eq!(base64("YWRh").as_deref(), Some(&b"ada"[..]));
        assert_eq!(base64("YWRhOjE=").as_deref(), Some(&b"ada:1"[..]));
        assert_eq!(base64("a b"), None);
        assert_eq!(hex("616461").as_deref(), Some(&b"ada"[..]));
        assert_eq!((hex("61646"), hex("xx")), (None, None));
        assert_eq!(views("616461"), ["616461", "ada"]);
    }

    #[test]
    fn what_is_made_of_a_name_is_told_from_what_is_signed() {
        for (value, expected) in [
            ("ada", true),
            ("user=ada", true),
            ("ada-1732865830123", true),
            ("{\"user\":\"ada\",\"role\":\"user\"}", true),
            ("ada.1732865830.9f8e7d6c5b4a39281706f5e4d3c2b1a0", false),
            ("ada|3q2ArQ7xYz01LmNo9", false),
            ("grace", false),
        ] {
            assert_eq!(is_made_of(value, "ada"), expected, "{value}");
        }
    }

    #[test]
    fn near_values_are_told_from_random_ones() {
        for (one, other, expected) in [
            ("9", "10", true),
            ("session-41", "session-42", true),
            ("1732865830123", "1732865830188", true),
            ("000000000000002a", "000000000000002b", true),
            ("dXNlci0xMQ==", "dXNlci0xMg==", true),
            ("9f8e7d6c5b4a39281706f5e4d3c2b1a0", "0d1c8e72f5a94b63a0c1b2d3e4f50617", false),
            ("same", "same", false),
        ] {
            assert_eq!(is_near(one, other), expected, "{one} {other}");
        }
    }
}
