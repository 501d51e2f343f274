//! Honest sites with odd habits.

use super::kit::{Ask, Reply, is_own, json, page, random, see, status};
use std::collections::HashMap;
use untaint::escape;

/// Days that never end, and ten thousand links.
pub(crate) fn calendar(ask: &Ask) -> Reply {
    let esc = |text: &str| escape::html(text).into_owned();
    match ask.parts().as_slice() {
        [""] => {
            let links = (0..10_000).map(|at| format!("<a href=/tag/{}>t</a>", word(at)));
            page(format!(
                "<a href=/day/2026-01-02>Today</a>{}<a href=/search?q=x>Search</a>",
                links.collect::<Vec<_>>().concat()
            ))
        }
        ["tag", tag] => page(format!(
            "<p>Nothing about {}<a href=/tag/{}more>More</a>",
            esc(tag),
            escape::url_component(tag)
        )),
        ["day", day] => {
            let number = day.rsplit('-').next().and_then(|text| text.parse::<u32>().ok()).unwrap_or(0);
            page(format!("<h1>{}</h1><a href=/day/2026-01-{}>Next</a><p>{}", esc(day), number + 1, random()))
                .with("etag", format!("\"{}\"", random()))
        }
        ["search"] => {
            page(format!("<p>Nothing for {}{}", esc(&ask.q("q")), "<p>A long page. ".repeat(20_000)))
        }
        ["again"] => see("/again"),
        _ => status(404, "<p>No"),
    }
}

fn word(mut number: usize) -> String {
    let mut word = String::from("w");
    for _ in 0..4 {
        word.push(char::from(b'a' + u8::try_from(number % 26).expect("below 26")));
        number /= 26;
    }
    word
}

/// It speaks JSON alone, to whoever has its key.
pub(crate) fn api() -> impl FnMut(&Ask) -> Reply {
    let mut notes: Vec<serde_json::Value> = Vec::new();
    move |ask| {
        let error = |status: u16, text: &str| {
            Reply::new(status, "application/json", serde_json::json!({ "error": text }).to_string())
        };
        if ask.header("authorization") != "Bearer 7d1f0c8e52a94b63" {
            return error(401, "who are you?");
        }
        match (ask.method.as_str(), ask.parts().as_slice()) {
            ("GET", [""]) => json(&serde_json::json!({ "notes": "/notes", "me": "/me" })),
            ("GET", ["notes"]) => json(&serde_json::json!(notes.iter().rev().take(50).collect::<Vec<_>>())),
            ("POST", ["notes"]) => {
                let text = ask.f("text");
                if text.is_empty() || text.len() > 2000 {
                    return error(422, "text: between 1 and 2000 letters");
                }
                notes.push(serde_json::json!({ "id": notes.len(), "text": text, "next": "/notes" }));
                json(&notes[notes.len() - 1])
            }
            ("GET", ["notes", at]) => match at.parse::<usize>().ok().and_then(|at| notes.get(at)) {
                Some(note) => json(note),
                None => error(404, "no such note"),
            },
            ("GET", ["me"]) => json(&serde_json::json!({ "name": "ada", "q": ask.q("q") })),
            _ => error(404, "no such thing"),
        }
    }
}

/// Some requests a minute, and an account that closes after five wrong passwords.
pub(crate) fn bank(most: usize) -> impl FnMut(&Ask) -> Reply {
    let (mut asked, mut sessions, mut wrong) = (0, Vec::new(), HashMap::<String, u32>::new());
    let mut balance = 100_i64;
    move |ask| {
        asked += 1;
        if asked > most {
            return Reply::new(429, "text/plain; charset=utf-8", "Not so fast").with("retry-after", "60");
        }
        let token = |id: &str| id.chars().rev().take(10).collect::<String>();
        let id = ask.cookie("__Host-bank");
        match (ask.method.as_str(), ask.parts().as_slice()) {
            ("GET", [""]) => page("<a href=/money>Money</a><a href=/search?q=a>Search</a>"),
            ("GET", ["search"]) => page(format!("<p>Nothing for {}", escape::html(&ask.q("q")))),
            ("GET", ["login"]) => {
                page("<form method=post><input name=account><input type=password name=password></form>")
            }
            ("POST", ["login"]) => {
                let count = wrong.entry(ask.f("account")).or_default();
                if *count >= 5 {
                    return status(403, "<p>This account is closed for an hour");
                }
                if ask.f("password") != "open sesame" || !is_own(ask) {
                    *count += 1;
                    return page(
                        "<p>Wrong<form method=post><input name=account><input type=password name=password></form>",
                    );
                }
                *count = 0;
                let id = random();
                sessions.push(id.clone());
                see("/money").with(
                    "set-cookie",
                    format!("__Host-bank={id}; Path=/; Secure; HttpOnly; SameSite=Strict"),
                )
            }
            _ if !sessions.contains(&id) => see("/login"),
            ("GET", ["money"]) => page(format!(
                "<p>{balance}<form method=post action=/pay><input type=hidden name=proof value={}>\
                    <input name=to><input type=number name=sum min=1 max=50></form>\
                 <form method=post action=/close><input type=hidden name=proof value={}><button>Close my account\
                 </button></form>",
                token(&id),
                token(&id)
            )),
            ("POST", ["pay"]) if ask.f("proof") == token(&id) => match ask.f("sum").parse::<i64>() {
                Ok(sum @ 1..=50) => {
                    balance -= sum;
                    see("/money")
                }
                _ => status(422, "<p>What a sum"),
            },
            ("POST", ["close"]) if ask.f("proof") == token(&id) => see("/money"),
            _ => status(403, "<p>No"),
        }
    }
}

/// It shows its visits, and keeps where somebody lives.
pub(crate) fn visits() -> impl FnMut(&Ask) -> Reply {
    let (mut seen, mut sessions) = (Vec::new(), Vec::new());
    move |ask| {
        let query = ask.query.iter().map(|(name, value)| format!("{name}={value} ")).collect::<Vec<_>>();
        seen.push(format!("{} {} {}", ask.path, query.concat(), ask.header("user-agent")));
        match (ask.method.as_str(), ask.parts().as_slice()) {
            ("GET", ["login"]) => {
                page("<form method=post><input name=user><input type=password name=password></form>")
            }
            ("POST", ["login"]) if ask.f("password") == "open sesame" && is_own(ask) => {
                let id = random();
                sessions.push(id.clone());
                let cookie = format!("__Host-sid={id}; Path=/; Secure; HttpOnly; SameSite=Lax");
                see("/")
                    .with("set-cookie", cookie)
                    .with("set-cookie", "logged_in=1; Path=/; Secure; SameSite=Lax")
            }
            _ if !sessions.contains(&ask.cookie("__Host-sid")) => see("/login"),
            ("GET", [""]) => page(
                "<a href=/visits>Visits</a><a href='/show?part=one&colour=red'>One</a><a href=/list?by=name>List</a>\
                 <a href=/home>Home</a>",
            ),
            ("GET", ["show" | "list"]) => page("<p>Nothing"),
            ("GET", ["visits"]) => {
                let lines = seen.iter().rev().take(50).map(|line| format!("<li>{}", escape::html(line)));
                page(lines.collect::<Vec<_>>().concat())
            }
            ("GET", ["home"]) => page("<form method=post><input name=location><input name=street></form>"),
            ("POST", ["home"]) if is_own(ask) => {
                json(&serde_json::json!({ "location": ask.f("location"), "street": ask.f("street") }))
            }
            _ => status(403, "<p>No"),
        }
    }
}
