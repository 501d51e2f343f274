//! A forum behind a login: forms in steps, hidden fields, `_method`, two buttons, pages of pages.

use super::kit::{Ask, Folder, Holes, Log, Reply, Sent, page, random, see, status};
use untaint::{attr, escape, filename, html, redirect, uri};

pub(crate) const HOLES: Holes = &[
    ("audit.redirect", "POST /login"),
    ("audit.session", "POST /login"),
    ("audit.script", "POST /threads/preview"),
    ("audit.attribute", "POST /threads"),
    ("audit.script", "POST /report"),
    ("audit.url", "POST /me"),
    ("audit.csrf", "POST /me"),
    ("audit.script_data", "GET /hello"),
    ("audit.script_end", "POST /me"),
    ("audit.path", "GET /attachment"),
    ("audit.upload", "POST /me/avatar"),
    ("audit.cookie_attribute", "POST /prefs"),
    ("headers.csp_missing", "GET /about"),
    ("audit.log", "GET /threads"),
];

pub(crate) struct Forum {
    is_leaky: bool,
    folder: Folder,
    log: Log,
    sessions: Vec<(String, bool, String)>,
    threads: Vec<(String, String)>,
    reports: Vec<String>,
    web: String,
    motto: String,
    avatar: Sent,
}

const NEW: &str = "<form method=post action=/threads><input type=hidden name='post[format]' value=plain>\
    <input name='post[title]' required>\
    <textarea name='post[body]'></textarea><select name='post[board]'><option value=''>Board\
    <option value=talk>Talk</select>\
    <label><input type=checkbox name='post[watch]' value=1 checked> watch</label><label>\
    <input type=radio name=kind value=q checked>Q</label>\
    <label><input type=radio name=kind value=a>A</label><button name=do value=save>Post</button>\
    <button formaction=/threads/preview name=do value=preview>Preview</button>";

impl Forum {
    pub(crate) fn new(is_leaky: bool, folder: Folder, log: Log) -> Self {
        let threads = (1..30).map(|at| (format!("Thread {at}"), "Hello".to_owned())).collect();
        let (sessions, reports) = (Vec::new(), Vec::new());
        let (web, motto, avatar) = (String::new(), String::new(), Sent::default());
        Self { is_leaky, folder, log, sessions, threads, reports, web, motto, avatar }
    }

    pub(crate) fn answer(&mut self, ask: &Ask) -> Reply {
        let at = self.sessions.iter().position(|(id, ..)| *id == ask.cookie("fid"));
        let token = at.map_or_else(String::new, |at| format!("t{}", &self.sessions[at].0[..12]));
        match (ask.method.as_str(), ask.parts().as_slice()) {
            ("GET", [""]) => page(
                "<a href=/threads>Threads</a> <a href=/about>About</a> <a href=/hello?name=you>Hello</a>",
            ),
            ("GET", ["about"]) if self.is_leaky => {
                Reply::new(200, "text/html; charset=utf-8", "<p>About us").bare()
            }
            ("GET", ["about"]) => page("<p>About us"),
            ("GET", ["login"]) => self.login_page(ask),
            ("POST", ["login"]) => self.login(ask),
            ("GET", ["hello"]) => {
                let name = ask.q("name");
                let name = if self.is_leaky {
                    format!("`{}`", name.replace('\\', "\\\\").replace('`', "\\`").replace('<', "\\x3c"))
                } else {
                    escape::js_string(&name).as_str().to_owned()
                };
                page(format!("<script type=module>document.title = {name};</script>"))
            }
            _ => {
                let Some(at) = at.filter(|at| self.sessions[*at].1) else {
                    return see(format!("/login?next={}", ask.raw));
                };
                if !ask.is_get() && !(self.is_fine(ask, &token)) {
                    return status(403, "<p>This form is old");
                }
                self.inside(ask, at, &token)
            }
        }
    }

    /// The token is looked at where there is one.
    fn is_fine(&self, ask: &Ask, token: &str) -> bool {
        let sent = ask.f("_authenticity");
        let is_profile = ask.path == "me";
        if self.is_leaky && is_profile && sent.is_empty() { true } else { sent == token }
    }

    fn login_page(&mut self, ask: &Ask) -> Reply {
        let known = self.sessions.iter().any(|(id, ..)| *id == ask.cookie("fid"));
        let reply = page(format!(
            "<form method=post action=/login><input name=nick><input name=pass type=password>\
                <input type=hidden name=next value={}></form>",
            attr::quote(&ask.q("next"))
        ));
        if known {
            return reply;
        }
        let id = random();
        self.sessions.push((id.clone(), false, String::new()));
        reply.with("set-cookie", format!("fid={id}; Path=/; Secure; HttpOnly; SameSite=Lax"))
    }

    /// The session that was there before the login is the one behind it.
    fn login(&mut self, ask: &Ask) -> Reply {
        if ask.f("pass") != "correct horse" || ask.header("sec-fetch-site") != "same-origin" {
            return status(401, "<p>No");
        }
        let next = ask.f("next");
        let next = if self.is_leaky {
            if next.starts_with('/') { next } else { "/threads".into() }
        } else {
            redirect::local(Some(&next), "/threads").location().into_owned()
        };
        let id = ask.cookie("fid");
        if let Some(known) = self.sessions.iter_mut().find(|(known, ..)| *known == id) {
            if self.is_leaky {
                known.1 = true;
                return see(next);
            }
        }
        let id = random();
        self.sessions.push((id.clone(), true, String::new()));
        see(next).with("set-cookie", format!("fid={id}; Path=/; Secure; HttpOnly; SameSite=Lax"))
    }

    fn inside(&mut self, ask: &Ask, at: usize, token: &str) -> Reply {
        let hidden = format!("<input type=hidden name=_authenticity value={token}>");
        match (ask.method.as_str(), ask.parts().as_slice()) {
            ("GET", ["threads"]) => self.threads(ask),
            ("GET", ["threads", "new"]) => page(format!("{NEW}{hidden}</form>")),
            ("POST", ["threads", "preview"]) => {
                let body = ask.f("post[body]");
                let body = if self.is_leaky {
                    body
                } else {
                    html::sanitize(&body, html::HtmlPolicy::comment()).to_string()
                };
                page(format!("<h2>{}</h2><div>{body}</div>", escape::html(&ask.f("post[title]"))))
            }
            ("POST", ["threads"]) => {
                if ask.f("post[board]") != "talk" || ask.f("kind") != "q" && ask.f("kind") != "a" {
                    return status(422, "<p>Choose a board");
                }
                self.threads.push((ask.f("post[title]"), ask.f("post[body]")));
                see(format!("/threads/{}", self.threads.len()))
            }
            ("GET", ["threads", at]) => {
                let Some((title, body)) =
                    at.parse::<usize>().ok().and_then(|at| self.threads.get(at.wrapping_sub(1)))
                else {
                    return status(404, "<p>No");
                };
                let web = if self.is_leaky && !self.web.starts_with("javascript") {
                    format!(" href={}", attr::quote(&self.web))
                } else {
                    attr::href(&uri::clean(&self.web, uri::UriPolicy::web())).as_str().to_owned()
                };
                page(format!("<h1>{}</h1><p>{}<p><a{web}>ada</a>", escape::html(title), escape::html(body)))
            }
            ("GET", ["report"]) => {
                page(format!("<form method=post>{hidden}<input name=reason><button>Next</button></form>"))
            }
            ("POST", ["report"]) => {
                self.sessions[at].2 = ask.f("reason");
                see("/report/confirm")
            }
            ("GET", ["report", "confirm"]) => {
                page(format!("<form method=post action=/report/done>{hidden}<button>Confirm</button></form>"))
            }
            ("POST", ["report", "done"]) => {
                let reason = std::mem::take(&mut self.sessions[at].2);
                self.reports.push(reason);
                see("/reports")
            }
            ("GET", ["reports"]) => {
                let write = |text: &String| {
                    if self.is_leaky { format!("<li>{text}") } else { format!("<li>{}", escape::html(text)) }
                };
                page(self.reports.iter().rev().take(5).map(write).collect::<Vec<_>>().concat())
            }
            ("GET", ["me"]) => self.me(&hidden),
            ("POST", ["me"]) if ask.f("_method") == "PUT" => {
                (self.web, self.motto) = (ask.f("profile[web]"), ask.f("profile[motto]"));
                see("/me")
            }
            ("POST", ["me", "avatar"]) => {
                self.avatar = ask.files.first().cloned().unwrap_or_default();
                see("/me")
            }
            ("GET", ["me", "avatar"]) if self.avatar.bytes.is_empty() => status(404, "<p>None"),
            ("GET", ["me", "avatar"]) if self.is_leaky => {
                Reply::new(200, &self.avatar.mime, self.avatar.bytes.clone())
            }
            ("GET", ["me", "avatar"]) => Reply::new(200, "image/png", self.avatar.bytes.clone()),
            ("POST", ["prefs"]) => {
                let lang = ask.f("lang");
                let lang = if self.is_leaky { lang } else { escape::url_component(&lang).to_string() };
                see("/me").with("set-cookie", format!("lang={lang}; Path=/; Secure; SameSite=Lax"))
            }
            ("GET", ["attachment"]) => self.attachment(&ask.q("key")),
            ("POST", ["logout"]) => {
                self.sessions[at].1 = false;
                see("/")
            }
            _ => status(404, "<p>No"),
        }
    }

    fn threads(&self, ask: &Ask) -> Reply {
        let q = ask.q("q");
        let line = if self.is_leaky { q.clone() } else { escape::log_line(&q).into_owned() };
        self.log.borrow_mut().push_str(&["list ", &line, "\n"].concat());
        let number = ask.q("page").parse::<usize>().unwrap_or(1).clamp(1, 1000);
        let title = |text: &str| {
            if self.is_leaky {
                format!("'{}'", text.replace('<', "&lt;"))
            } else {
                attr::quote(text).as_str().to_owned()
            }
        };
        let items = self.threads.iter().enumerate().rev().skip((number - 1) * 10).take(10);
        let items: Vec<String> = items
            .map(|(at, (text, _))| format!("<li><a href=/threads/{} title={}>read</a>", at + 1, title(text)))
            .collect();
        page(format!(
            "<form><input name=q value={}></form><ul>{}</ul><a href=?page={}>Next</a> <a href=/threads/new>New\
                </a> <a href=/report>Report</a>\
             <a href=/reports>Reports</a><a href=/me>Me</a> <a href='/attachment?key=public/a.txt'>Rules</a>",
            attr::quote(&q),
            items.concat(),
            number + 1
        ))
    }

    fn me(&self, hidden: &str) -> Reply {
        let data = serde_json::json!({ "motto": self.motto }).to_string();
        let data = if self.is_leaky { data } else { escape::json_script(&data).into_owned() };
        page(format!(
            "<img src=/me/avatar><script type=application/json>{data}</script>\
                <form method=post action=/me>{hidden}<input type=hidden name=_method value=PUT>\
             <input name='profile[web]' value={}><input name='profile[motto]'></form>\
             <form method=post action=/me/avatar enctype=multipart/form-data>\
             {hidden}<input type=file name=picture></form><form method=post action=/prefs>{hidden}\
             <select name=lang><option>en<option>de</select></form>\
             <form method=post action=/logout>{hidden}<button>Log out</button></form>",
            attr::quote(&self.web)
        ))
    }

    /// Only what begins with the folder's name.
    fn attachment(&self, key: &str) -> Reply {
        let root = self.folder.served.parent().expect("a folder");
        let path = match self.is_leaky {
            true if key.starts_with("public/") => Some(root.join(key)),
            true => None,
            false => key
                .strip_prefix("public/")
                .and_then(|name| filename::safe_join(&self.folder.served, name).ok()),
        };
        path.and_then(|path| std::fs::read(path).ok())
            .map_or_else(|| status(404, "<p>No"), |bytes| Reply::new(200, "text/plain", bytes))
    }
}
