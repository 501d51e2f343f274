//! A site to hand files on: uploads by their number, names in headers, segments and texts.

use super::kit::{Ask, Folder, Holes, Log, Reply, Sent, decode, page, random, see, status};
use untaint::{attr, escape, filename, redirect};

pub(crate) const HOLES: Holes = &[
    ("audit.script", "POST /drop"),
    ("audit.attribute", "POST /drop"),
    ("audit.header", "POST /drop"),
    ("audit.upload", "POST /drop"),
    ("audit.csrf", "POST /drop"),
    ("audit.script", "GET /nothing-here"),
    ("audit.url", "GET /preview"),
    ("audit.script_data", "GET /copy"),
    ("audit.script_end", "GET /state"),
    ("audit.redirect", "GET /mirror"),
    ("audit.path", "GET /static"),
    ("audit.path", "GET /get"),
    ("audit.cookie_attribute", "GET /look"),
    ("headers.nosniff_missing", "GET /get"),
    ("audit.session", "POST /join"),
    ("audit.log", "POST /report"),
];

struct Kept {
    title: String,
    file: Sent,
}

pub(crate) struct Drop {
    is_leaky: bool,
    folder: Folder,
    log: Log,
    kept: Vec<Kept>,
    count: u32,
    sessions: Vec<String>,
}

impl Drop {
    pub(crate) fn new(is_leaky: bool, folder: Folder, log: Log) -> Self {
        Self { is_leaky, folder, log, kept: Vec::new(), count: 40_871, sessions: Vec::new() }
    }

    pub(crate) fn answer(&mut self, ask: &Ask) -> Reply {
        match (ask.method.as_str(), ask.parts().as_slice()) {
            ("GET", [""]) => page(
                "<nav><a href=drop>Drop a file</a> <a href='./get?file=a.txt'>Terms</a> \
                    <a href=static/a.txt>Style</a>\
                 <a href=\"preview?of=https%3A%2F%2Fa.example%2F\">Preview</a> <a href=copy?text=hello>Copy</a> \
                 <a href=state?tab=1>State</a>\
                 <a href=mirror?m=/drop>Mirror</a> <a href=look/dark>Dark</a> <a href=report>Report</a> \
                 <a href=join>Join</a></nav>",
            ),
            ("GET", ["drop"]) => page(
                "<form action=/drop method=post enctype=multipart/form-data><label>Title \
                    <input name=title maxlength=60></label>\
                 <input type=file name=upload accept='image/*'><select name=days><option value=1>A day\
                 <option value=7>A week</select></form>",
            ),
            ("POST", ["drop"]) => self.take(ask),
            ("GET", ["d", at]) => self.show(at),
            ("GET", ["raw", at]) => self.raw(at),
            ("GET", ["get"]) => self.get(&ask.q("file")),
            ("GET", ["static", ..]) => self.read(&decode(&ask.path["static/".len()..])),
            ("GET", ["preview"]) => {
                let of = ask.q("of");
                let is_fine = if self.is_leaky {
                    !of.to_lowercase().starts_with("javascript:")
                } else {
                    of.starts_with("https://")
                };
                page(format!(
                    "<iframe sandbox=allow-scripts src={}></iframe><a href={}>Open</a>",
                    attr::quote("/drop"),
                    attr::quote(if is_fine { &of } else { "/" })
                ))
            }
            ("GET", ["copy"]) => {
                let text = ask.q("text");
                let text = if self.is_leaky {
                    escape::html(&text).into_owned()
                } else {
                    escape::html(escape::js_string(&text).as_str()).into_owned()
                };
                let text = if self.is_leaky { format!("&quot;{text}&quot;") } else { text };
                page(format!("<button onclick=\"copy({text})\">Copy</button>"))
            }
            ("GET", ["state"]) => {
                let data = serde_json::json!({ "tab": ask.q("tab") }).to_string();
                let data = if self.is_leaky { data } else { escape::json_script(&data).into_owned() };
                page(format!("<script>window.__STATE__ = {data}</script>"))
            }
            ("GET", ["mirror"]) => {
                let m = ask.q("m");
                let m = if self.is_leaky {
                    if m.starts_with('/') { m } else { "/".into() }
                } else {
                    redirect::local(Some(&m), "/").location().into_owned()
                };
                page("<p>One moment").with("refresh", format!("1; url={m}"))
            }
            ("GET", ["look", name]) => {
                let name =
                    if self.is_leaky { (*name).to_owned() } else { escape::url_component(name).to_string() };
                page("<p>As you like")
                    .with("set-cookie", format!("look={name}; Path=/; Secure; SameSite=Lax"))
            }
            ("GET", ["report"]) => page(
                "<form method=post><input name=about><textarea name=why></textarea><button>Report</button></form>",
            ),
            ("POST", ["report"]) => {
                let why = ask.f("why");
                let why = if self.is_leaky {
                    why.replace("\r\n", " ")
                } else {
                    escape::log_line(&why).into_owned()
                };
                self.log.borrow_mut().push_str(&["report: ", &why, "\n"].concat());
                if ask.header("sec-fetch-site") == "cross-site" {
                    status(403, "<p>Not from there")
                } else {
                    see("/drop")
                }
            }
            ("GET", ["join"]) => {
                page("<form method=post><input name=handle><input type=password name=secret></form>")
            }
            ("POST", ["join"]) => self.join(ask),
            _ => {
                let path =
                    if self.is_leaky { ask.path.clone() } else { escape::html(&ask.path).into_owned() };
                status(404, format!("<h1>404</h1><p>There is no {path}"))
            }
        }
    }

    fn join(&mut self, ask: &Ask) -> Reply {
        if ask.f("secret") != "let me in" || ask.header("sec-fetch-site") != "same-origin" {
            return page(
                "<p>Wrong<form method=post><input name=handle><input type=password name=secret></form>",
            );
        }
        self.count += 1;
        let id = if self.is_leaky { self.count.to_string() } else { random() };
        self.sessions.push(id.clone());
        see("/").with("set-cookie", format!("sid={id}; Path=/; Secure; HttpOnly; SameSite=Strict"))
    }

    /// Whether the site's own name stands in the origin.
    fn take(&mut self, ask: &Ask) -> Reply {
        let is_ours = if self.is_leaky {
            ask.header("origin").starts_with("https://drop.example")
        } else {
            ask.header("origin") == "https://drop.example"
        };
        let Some(file) = ask.files.first().filter(|_| is_ours) else {
            return status(403, "<p>Not from there");
        };
        let starts: [&[u8]; 3] = [b"\x89PNG\r\n\x1A\n", b"GIF8", b"\xFF\xD8\xFF"];
        if !starts.iter().any(|start| file.bytes.starts_with(start)) {
            return status(415, "<p>Pictures alone");
        }
        let mut title = ask.f("title");
        title.truncate(title.char_indices().nth(60).map_or(title.len(), |(at, _)| at));
        self.kept.push(Kept { title, file: file.clone() });
        see(format!("/d/{}", self.kept.len()))
    }

    fn of(&self, at: &str) -> Option<&Kept> {
        self.kept.get(at.parse::<usize>().ok()?.checked_sub(1)?)
    }

    fn show(&self, at: &str) -> Reply {
        let Some(kept) = self.of(at) else { return status(404, "<p>Gone") };
        if self.is_leaky {
            let name = escape::html(&kept.file.name);
            return page(format!(
                "<title>{}</title><a href=/raw/{at} download={name}>Take it</a>",
                kept.title
            ));
        }
        page(format!(
            "<title>{}</title><a href=/raw/{at} download={}>Take it</a>",
            escape::html(&kept.title),
            attr::quote(&kept.file.name)
        ))
    }

    fn raw(&self, at: &str) -> Reply {
        let Some(kept) = self.of(at) else { return status(404, "<p>Gone") };
        let bytes = kept.file.bytes.clone();
        if !self.is_leaky {
            let how = filename::content_disposition(filename::Disposition::Attachment, &kept.file.name);
            return Reply::new(200, "application/octet-stream", bytes)
                .with("content-disposition", how.as_str());
        }
        let end = kept.file.name.rsplit('.').next().unwrap_or_default();
        let mime = if end.starts_with("htm") { "text/html" } else { "image/png" };
        Reply::new(200, mime, bytes)
            .with("content-disposition", format!("inline; filename={}", kept.file.name))
            .with("content-security-policy", "default-src 'self' 'unsafe-inline'; frame-ancestors 'none'")
    }

    /// Two dots are refused, a path from the root is not.
    fn get(&self, name: &str) -> Reply {
        let path = match self.is_leaky {
            true if name.contains("..") => None,
            true => Some(self.folder.served.join(name)),
            false => filename::safe_join(&self.folder.served, name).ok(),
        };
        match path.and_then(|path| std::fs::read(path).ok()) {
            Some(bytes) if self.is_leaky => Reply::new(200, "text/plain", bytes).bare(),
            Some(bytes) => Reply::new(200, "text/plain", bytes),
            None => status(404, "<p>No"),
        }
    }

    fn read(&self, name: &str) -> Reply {
        let path = if self.is_leaky {
            Some(self.folder.served.join(name))
        } else {
            filename::safe_join(&self.folder.served, name).ok()
        };
        path.and_then(|path| std::fs::read(path).ok())
            .map_or_else(|| status(404, "<p>No"), |bytes| Reply::new(200, "text/plain", bytes))
    }
}
