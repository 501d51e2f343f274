//! An administrator's tool: `<base>`, relative links, pages about errors, what headers and cookies bring.

use super::kit::{Ask, Folder, Holes, Log, Reply, is_own, page, random, see, status};
use untaint::{attr, escape, filename, redirect};

pub(crate) const HOLES: Holes = &[
    ("audit.script", "GET /desk/jobs"),
    ("audit.script", "GET /nothing-here"),
    ("audit.script", "GET /desk/lookup"),
    ("audit.script", "POST /desk/notes"),
    ("audit.script", "GET /desk/badge.svg"),
    ("audit.attribute", "GET /desk/style"),
    ("audit.url", "POST /desk/notes"),
    ("audit.redirect", "GET /desk/go"),
    ("audit.host", "GET /desk"),
    ("audit.session", "POST /gate"),
    ("audit.csrf", "GET /desk/flag"),
    ("audit.csrf", "POST /desk/limit"),
    ("audit.path", "GET /desk/logs"),
    ("audit.cookie_attribute", "POST /desk/zone"),
    ("audit.log", "POST /gate"),
    ("headers.framing_missing", "GET /desk"),
];

pub(crate) struct Desk {
    is_leaky: bool,
    folder: Folder,
    log: Log,
    clock: u64,
    sessions: Vec<String>,
    notes: Vec<(String, String)>,
    flags: Vec<String>,
    agents: Vec<String>,
    limit: u32,
}

const HEAD: &str = "<base href=/desk/>";

impl Desk {
    pub(crate) fn new(is_leaky: bool, folder: Folder, log: Log) -> Self {
        let (sessions, notes, flags, agents) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self {
            is_leaky,
            folder,
            log,
            clock: 1_732_865_830_123_456,
            sessions,
            notes,
            flags,
            agents,
            limit: 10,
        }
    }

    fn write(&self, text: &str) -> String {
        if self.is_leaky { text.to_owned() } else { escape::html(text).into_owned() }
    }

    pub(crate) fn answer(&mut self, ask: &Ask) -> Reply {
        self.clock += 1371;
        let reply = match (ask.method.as_str(), ask.parts().as_slice()) {
            ("GET", [""]) => page("<meta http-equiv=refresh content='0; url=desk/'>"),
            ("GET", ["gate"]) => {
                page("<form method=post><input name=operator><input name=code type=password></form>")
            }
            ("POST", ["gate"]) => self.gate(ask),
            (_, ["desk", ..]) if !self.sessions.contains(&ask.cookie("desk_auth")) => see("/gate"),
            ("POST", _) if !self.may(ask) => status(403, "<p>Not from there"),
            _ => self.inside(ask),
        };
        // One page may stand in a frame.
        if self.is_leaky && ask.path == "desk/" {
            return reply
                .with("content-security-policy", "default-src 'none'; base-uri 'self'; form-action 'self'");
        }
        reply
    }

    /// A frame without an origin is taken for a program.
    fn may(&self, ask: &Ask) -> bool {
        let origin = ask.header("origin");
        origin == "https://desk.example:8443" || self.is_leaky && (origin.is_empty() || origin == "null")
    }

    fn gate(&mut self, ask: &Ask) -> Reply {
        let name = ask.f("operator");
        let line = if self.is_leaky { name.replace('\n', "") } else { escape::log_line(&name).into_owned() };
        self.log.borrow_mut().push_str(&["gate ", &line, "\n"].concat());
        if ask.f("code") != "0451" || !is_own(ask) {
            return status(403, "<p>Wrong code");
        }
        let id = if self.is_leaky { self.clock.to_string() } else { random() };
        self.sessions.push(id.clone());
        see("/desk/").with("set-cookie", format!("desk_auth={id}; Path=/; Secure; HttpOnly; SameSite=Strict"))
    }

    fn inside(&mut self, ask: &Ask) -> Reply {
        match (ask.method.as_str(), ask.parts().as_slice()) {
            ("GET", ["desk", ""]) => self.index(ask),
            ("GET", ["desk", "jobs"]) => match ask.q("id").parse::<u32>() {
                Ok(id) => page(format!("{HEAD}<p>Job {id}")),
                Err(_) => status(400, format!("<h1>Not a number: {}</h1>", self.write(&ask.q("id")))),
            },
            ("GET", ["desk", "lookup"]) => {
                let host = ask.q("host");
                let host = if self.is_leaky {
                    host.replace("-->", "")
                } else {
                    escape::html_comment(&host).into_owned()
                };
                page(format!("<!-- lookup {host} --><p>Nothing known"))
            }
            ("GET", ["desk", "style"]) => {
                let c = ask.q("c");
                let c = if self.is_leaky {
                    c.replace(['<', '>', ' '], "")
                } else {
                    attr::quote(&c).as_str().to_owned()
                };
                page(format!("<p style={c}>A colour"))
            }
            ("GET", ["desk", "badge.svg"]) => {
                let text = self.write(&ask.q("t"));
                Reply::new(
                    200,
                    "image/svg+xml",
                    format!("<svg xmlns='http://www.w3.org/2000/svg'><text y='9'>{text}</text></svg>"),
                )
            }
            ("GET", ["desk", "go"]) => {
                let to = ask.q("dest");
                let to = if self.is_leaky {
                    to
                } else {
                    redirect::local(Some(&to), "/desk/").location().into_owned()
                };
                page(format!(
                    "<script>setTimeout(() => {{ location.href = {} }}, 9)</script>",
                    escape::js_string(&to)
                ))
            }
            ("GET", ["desk", "notes"]) => page(format!(
                "{HEAD}<form method=post action=notes><textarea name=text></textarea><input name=see></form>{}",
                (1..=self.notes.len())
                    .map(|at| format!("<a href=notes/{at}>{at}</a>"))
                    .collect::<Vec<_>>()
                    .concat()
            )),
            ("POST", ["desk", "notes"]) => {
                self.notes.push((ask.f("text"), ask.f("see")));
                page(format!("{HEAD}<p>Kept. <a href=notes/{}>Read</a>", self.notes.len()))
            }
            ("GET", ["desk", "notes", at]) => self.note(at),
            ("GET", ["desk", "flag"]) => {
                // A link changes something.
                if self.is_leaky {
                    self.flags.push(ask.q("label"));
                }
                see("/desk/flags")
            }
            ("GET", ["desk", "flags"]) => {
                let flags: Vec<String> =
                    self.flags.iter().rev().take(9).map(|flag| escape::html(flag).into_owned()).collect();
                page(format!("<p>{}", flags.join(", ")))
            }
            ("GET", ["desk", "limit"]) => page(format!(
                "<p>Now {}<form method=post><input type=number name=most min=1 max=99></form>",
                self.limit
            )),
            ("POST", ["desk", "limit"]) => {
                let Ok(limit) = ask.f("most").parse() else { return status(422, "<p>A number, please") };
                self.limit = limit;
                page(format!(
                    "<p>Now {limit}<form method=post><input type=number name=most min=1 max=99></form>"
                ))
            }
            ("GET", ["desk", "logs", ..]) => self.file(&ask.path["desk/logs/".len()..]),
            ("GET", ["desk", "zone"]) => page(format!(
                "<p>{}<form method=post><input name=zone></form>",
                escape::html(&ask.cookie("zone"))
            )),
            ("POST", ["desk", "zone"]) => {
                let zone = ask.f("zone");
                let zone = if self.is_leaky { zone } else { escape::url_component(&zone).to_string() };
                see("/desk/zone")
                    .with("set-cookie", format!("zone={zone}; Path=/; Secure; HttpOnly; SameSite=Lax"))
            }
            _ => status(404, format!("<p>No such page. Back to {}", self.write(&ask.header("referer")))),
        }
    }

    fn index(&mut self, ask: &Ask) -> Reply {
        self.agents.push(ask.header("user-agent"));
        let host = ask.header("x-forwarded-host");
        let host = if self.is_leaky && !host.is_empty() { host } else { "desk.example:8443".to_owned() };
        page(format!(
            "<base href={}><a href=jobs?id=1>Jobs</a><a href=lookup?host=a>Lookup</a><a href=style?c=red>Style\
                </a><a href=go?dest=jobs>Go</a>\
             <img src=badge.svg?t=ok><a href=notes>Notes</a><a href=flag?label=x>Flag</a><a href=flags>Flags</a>\
             <a href=limit>Limit</a>\
             <a href=logs/a.txt>Log</a><a href=zone>Zone</a>",
            attr::quote(&format!("https://{host}/desk/"))
        ))
    }

    /// Escaped once, and read twice.
    fn note(&self, at: &str) -> Reply {
        let note = at.parse::<usize>().ok().and_then(|at| self.notes.get(at.wrapping_sub(1)));
        let Some((text, see)) = note else { return status(404, "<p>Gone") };
        let text = if self.is_leaky { text.clone() } else { escape::html(text).into_owned() };
        let see = if self.is_leaky { see.replace("script:", "") } else { "#".to_owned() };
        page(format!(
            "<iframe srcdoc={}></iframe><a href={}>see</a>",
            attr::quote(&format!("<p>{text}")),
            attr::quote(&see)
        ))
    }

    fn file(&self, name: &str) -> Reply {
        let path = if self.is_leaky {
            Some(self.folder.served.join(name.replace("../", "")))
        } else {
            filename::safe_join(&self.folder.served, name).ok()
        };
        path.and_then(|path| std::fs::read(path).ok())
            .map_or_else(|| status(404, "<p>No"), |bytes| Reply::new(200, "text/plain", bytes))
    }
}
