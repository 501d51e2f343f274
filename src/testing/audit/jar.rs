//! The cookies of a visitor, kept as a browser keeps them.

use crate::web::cookie::{self, CookieErrorKind, Fate, Scheme};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Jar(Vec<Kept>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    name: String,
    value: String,
    path: String,
}

impl Jar {
    /// Takes a `Set-Cookie` of an answer for this path.
    pub(super) fn take(&mut self, set_cookie: &str, scheme: Scheme, host: &str, path: &str) {
        let report = cookie::inspect_on(set_cookie, scheme, host);
        let Some(cookie) = report.cookie() else { return };
        let folder = path.rfind('/').map_or("/", |at| if at == 0 { "/" } else { &path[..at] });
        let kept = Kept {
            name: cookie.name().to_owned(),
            value: cookie.value().to_owned(),
            path: cookie.path().filter(|path| path.starts_with('/')).unwrap_or(folder).to_owned(),
        };
        let is_gone = report.fate() == Fate::Dropped(CookieErrorKind::Expired);
        if is_gone || report.fate() == Fate::Stored {
            self.0.retain(|old| old.name != kept.name || old.path != kept.path);
        }
        if report.fate() == Fate::Stored {
            self.0.push(kept);
        }
    }

    /// The field of a request for this path.
    pub(super) fn header(&self, path: &str) -> Option<String> {
        let fits = |kept: &&Kept| {
            path == kept.path
                || path
                    .strip_prefix(&*kept.path)
                    .is_some_and(|rest| kept.path.ends_with('/') || rest.starts_with('/'))
        };
        let pairs: Vec<String> = self
            .0
            .iter()
            .filter(fits)
            .map(|kept| {
                if kept.name.is_empty() {
                    kept.value.clone()
                } else {
                    format!("{}={}", kept.name, kept.value)
                }
            })
            .collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    pub(super) fn put(&mut self, name: &str, value: &str) {
        self.0.retain(|old| old.name != name);
        self.0.push(Kept { name: name.to_owned(), value: value.to_owned(), path: "/".to_owned() });
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|kept| kept.name == name).map(|kept| kept.value.as_str())
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.0.iter().map(|kept| kept.name.clone()).collect()
    }

    /// Forgets all others.
    pub(super) fn keep(&mut self, name: &str) {
        self.0.retain(|kept| kept.name == name);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
