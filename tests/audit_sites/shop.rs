//! A bookshop: search, reviews, an API that answers in JSON.

use super::kit::{Ask, Folder, Holes, Log, Reply, Sent, is_own, json, page, random, see, status};
use untaint::{attr, escape, filename, redirect, uri};

pub(crate) const HOLES: Holes = &[
    ("audit.script", "GET /search"),
    ("audit.attribute", "POST /book/dune/review"),
    ("audit.url", "POST /book/dune/review"),
    ("audit.script_data", "GET /basket"),
    ("audit.script_end", "GET /embed"),
    ("audit.redirect", "GET /leave"),
    ("audit.path", "GET /cover"),
    ("audit.cookie_attribute", "GET /currency"),
    ("headers.csp_missing", "GET /help"),
    ("audit.session", "POST /enter"),
    ("audit.csrf", "POST /address"),
    ("audit.upload", "POST /photo"),
    ("audit.log", "GET /search"),
];

#[derive(Default)]
struct Review {
    name: String,
    text: String,
    web: String,
}

pub(crate) struct Shop {
    is_leaky: bool,
    folder: Folder,
    log: Log,
    reviews: Vec<Review>,
    address: String,
    photos: Vec<Sent>,
    sessions: Vec<String>,
    token: String,
}

impl Shop {
    pub(crate) fn new(is_leaky: bool, folder: Folder, log: Log) -> Self {
        let reviews =
            vec![Review { name: "Ann".into(), text: "Good.".into(), web: "https://a.example/".into() }];
        let (address, photos, sessions) = (String::new(), Vec::new(), Vec::new());
        Self { is_leaky, folder, log, reviews, address, photos, sessions, token: random() }
    }

    pub(crate) fn answer(&mut self, ask: &Ask) -> Reply {
        match (ask.method.as_str(), ask.parts().as_slice()) {
            ("GET", [""]) => page(
                "<h1>Books</h1><form action=/search><input type=search name=q></form><ul><li>\
                    <a href=/book/dune>Dune</a>\
                 <li><a href=/basket?sort=title>Basket</a><li><a href=/embed?theme=light>Embed</a><li>\
                 <a href=/help>Help</a>\
                 <li><a href=/leave?to=https://shop.example/partners>Partners</a><li><img src=/cover?img=a.txt>\
                 <li><a href=/currency?c=EUR>EUR</a><li><a href=/account>Account</a></ul>",
            ),
            ("GET", ["search"]) => self.search(&ask.q("q")),
            ("GET", ["book", "dune"]) => self.book(),
            ("POST", ["book", "dune", "review"]) => self.review(ask),
            ("GET", ["basket"]) => self.basket(&ask.q("sort")),
            ("GET", ["embed"]) => {
                let data = serde_json::json!({ "theme": ask.q("theme") }).to_string();
                let data = if self.is_leaky { data } else { escape::json_script(&data).into_owned() };
                page(format!("<script type=\"application/json\" id=state>{data}</script>"))
            }
            ("GET", ["leave"]) => self.leave(&ask.q("to")),
            ("GET", ["cover"]) => self.cover(&ask.q("img")),
            ("GET", ["currency"]) => {
                let c = ask.q("c");
                let c =
                    if self.is_leaky { c.replace(' ', "") } else { escape::url_component(&c).to_string() };
                see("/").with("set-cookie", format!("currency={c}; Path=/; Secure; SameSite=Lax"))
            }
            ("GET", ["help"]) if self.is_leaky => page("<p>Help").bare(),
            ("GET", ["help"]) => page("<p>Help"),
            ("GET", ["enter"]) => {
                page("<form method=post><input name=email type=email><input name=pin type=password></form>")
            }
            ("POST", ["enter"]) => self.enter(ask),
            (_, ["account" | "address" | "photo"]) if !self.is_in(ask) => see("/enter"),
            ("GET", ["account"]) => self.account("<p>Welcome"),
            ("POST", ["address"]) => {
                if !self.is_leaky && ask.f("form_key") != self.token {
                    return status(403, "<p>Once more, please");
                }
                self.address = ask.f("street");
                self.account("<p>Saved")
            }
            ("POST", ["photo"]) => self.photo(ask),
            ("GET", ["u", at]) => self.shown(at),
            _ => status(404, "<p>No such page"),
        }
    }

    fn is_in(&self, ask: &Ask) -> bool {
        self.sessions.contains(&ask.cookie("who"))
    }

    fn search(&self, q: &str) -> Reply {
        let line = if self.is_leaky { q.replace('\n', " ") } else { escape::log_line(q).into_owned() };
        self.log.borrow_mut().push_str(&["search for ", &line, "\n"].concat());
        let shown = if self.is_leaky {
            q.replace("<script>", "").replace("</script>", "")
        } else {
            escape::html(q).into_owned()
        };
        page(format!("<p>Nothing for <b>{shown}</b><form><input name=q value={}></form>", attr::quote(q)))
    }

    fn book(&self) -> Reply {
        let write = |review: &Review| {
            let (name, web) = if self.is_leaky {
                let name = review.name.replace('<', "&lt;").replace('"', "&quot;");
                let web = if review.web.starts_with("javascript:") { "#" } else { &review.web };
                (format!("'{name}'"), format!(" href={}", attr::quote(web)))
            } else {
                let web = uri::clean(&review.web, uri::UriPolicy::web());
                (attr::quote(&review.name).as_str().to_owned(), attr::href(&web).as_str().to_owned())
            };
            format!("<li title={name}><a{web}>says</a> {}", escape::html(&review.text))
        };
        let reviews: Vec<String> = self.reviews.iter().rev().take(20).map(write).collect();
        page(format!(
            "<h1>Dune</h1><ul>{}</ul><form method=post action=/book/dune/review><input name=name required>\
                <input name=web>\
             <select name=stars><option>1<option selected>5</select><textarea name=text></textarea><button>Send\
             </button></form>",
            reviews.concat()
        ))
    }

    fn review(&mut self, ask: &Ask) -> Reply {
        if !is_own(ask) || ask.f("stars").parse::<u8>().is_err() || ask.f("name").is_empty() {
            return status(422, "<p>Please fill in all of it");
        }
        if !self.is_leaky
            && untaint::text::check(&ask.f("name"), untaint::text::TextPolicy::person_name()).is_err()
        {
            return status(422, "<p>What a name");
        }
        self.reviews.push(Review { name: ask.f("name"), text: ask.f("text"), web: ask.f("web") });
        see("/book/dune")
    }

    /// Quotes are escaped, what escapes is not.
    fn basket(&self, sort: &str) -> Reply {
        let sort = if self.is_leaky {
            format!("\"{}\"", sort.replace('"', "\\\"").replace('<', "\\u003c").replace('\n', ""))
        } else {
            escape::js_string(sort).as_str().to_owned()
        };
        page(format!("<script>var order = {sort};</script><p>Your basket is empty"))
    }

    /// The shop's own address, somewhere in it.
    fn leave(&self, to: &str) -> Reply {
        let is_fine = !to.contains("//") || to.contains("shop.example");
        if self.is_leaky && is_fine {
            return see(to);
        }
        let is_allowed = redirect::has_allowed_host_and_scheme(to, &["shop.example"], true);
        see(if is_allowed && !self.is_leaky { to } else { "/" })
    }

    fn cover(&self, name: &str) -> Reply {
        let path = if self.is_leaky {
            Some(self.folder.served.join(name.replace("../", "")))
        } else {
            filename::safe_join(&self.folder.served, name).ok()
        };
        match path.and_then(|path| std::fs::read(path).ok()) {
            Some(bytes) => Reply::new(200, "image/png", bytes),
            None => status(404, "<p>No cover"),
        }
    }

    fn enter(&mut self, ask: &Ask) -> Reply {
        if ask.f("pin") != "1815-1852" || !is_own(ask) {
            return status(401, "<p>No");
        }
        let email = ask.f("email");
        let id = if self.is_leaky { base64(&email) } else { random() };
        self.sessions.push(id.clone());
        see("/account").with("set-cookie", format!("who={id}; Path=/; Secure; HttpOnly; SameSite=Lax"))
    }

    /// The token is there, and nobody asks for it.
    fn account(&self, said: &str) -> Reply {
        page(format!(
            "{said}<form method=post action=/address><input type=hidden name=form_key value={}>\
                <input name=street value={}></form>\
             <form method=post action=/photo enctype=multipart/form-data><input type=file name=photo>\
             <button>Send</button></form>",
            self.token,
            attr::quote(&self.address)
        ))
    }

    fn photo(&mut self, ask: &Ask) -> Reply {
        let Some(file) = ask.files.first().filter(|_| is_own(ask)) else { return status(400, "<p>No file") };
        self.photos.push(file.clone());
        json(&serde_json::json!({ "url": format!("/u/{}", self.photos.len()) }))
    }

    fn shown(&self, at: &str) -> Reply {
        let at = at.parse::<usize>().ok().and_then(|at| at.checked_sub(1));
        let Some(file) = at.and_then(|at| self.photos.get(at)) else { return status(404, "<p>No") };
        if self.is_leaky {
            return Reply::new(200, &file.mime, file.bytes.clone())
                .with("content-security-policy", "default-src *");
        }
        Reply::new(200, "application/octet-stream", file.bytes.clone())
            .with("content-disposition", "attachment")
    }
}

pub(crate) fn base64(text: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<u8> = text.bytes().flat_map(|byte| (0..8).rev().map(move |at| byte >> at & 1)).collect();
    let six =
        |bits: &[u8]| (0..6).fold(0, |sum, at| sum << 1 | usize::from(bits.get(at).copied().unwrap_or(0)));
    bits.chunks(6).map(|bits| char::from(LETTERS[six(bits)])).collect()
}
