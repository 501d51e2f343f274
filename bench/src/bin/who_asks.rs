//! Prints, for the tables of `tests/data/web`, how many visitors' addresses are told wrongly, and how many requests of
//! other sites are taken, by the crate, by its peers and by what people write in one line.

use http::{HeaderMap, HeaderValue, Request};
use serde_json::Value;
use std::net::{IpAddr, SocketAddr};
use tower_http::csrf::CsrfLayer;
use tower_layer::Layer;
use untaint::web::client::{self, Forwarding, ProxyPolicy};
use untaint::web::csrf::{self, CsrfPolicy};
use untaint_bench::handler::{Nothing, is_taken};

fn rows(name: &str) -> Vec<Value> {
    let path = format!("{}/../tests/data/web/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the table");
    text.lines().map(|line| serde_json::from_str(line).expect("a row")).collect()
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// One request with an address to be found.
struct Forwarded<'a> {
    peer: IpAddr,
    trusted: Vec<&'a str>,
    header: Forwarding,
    headers: HeaderMap,
}

impl<'a> Forwarded<'a> {
    fn read(row: &'a Value) -> Option<Self> {
        let (header, name) = match row["header"].as_str() {
            Some("f") => (Forwarding::Forwarded, "forwarded"),
            _ => (Forwarding::XForwardedFor, "x-forwarded-for"),
        };
        let mut headers = HeaderMap::new();
        for field in texts(&row["fields"]) {
            headers.append(name, HeaderValue::from_str(field).ok()?);
        }
        let mut trusted = texts(&row["trusted"]);
        if trusted.is_empty() {
            trusted.push("10.0.0.0/8");
        }
        Some(Self { peer: row["peer"].as_str()?.parse().ok()?, trusted, header, headers })
    }

    fn name(&self) -> &'static str {
        if self.header == Forwarding::Forwarded { "forwarded" } else { "x-forwarded-for" }
    }

    fn ours(&self) -> Option<IpAddr> {
        let policy = ProxyPolicy::builder().trusted(self.trusted.iter().copied()).header(self.header).build();
        let fields = self.headers.get_all(self.name());
        Some(client::address(self.peer, fields, &policy.ok()?))
    }

    fn rightmost(&self) -> Option<IpAddr> {
        match self.header {
            Forwarding::Forwarded => client_ip::rightmost_forwarded(&self.headers).ok(),
            _ => client_ip::rightmost_x_forwarded_for(&self.headers).ok(),
        }
    }

    fn leftmost(&self) -> Option<IpAddr> {
        let first = self.headers.get(self.name())?.to_str().ok()?.split([',', ';']).next()?.trim();
        let address = first.trim_start_matches("for=").trim_matches('"');
        let of_socket = |address: &str| address.parse::<SocketAddr>().ok().map(|socket| socket.ip());
        address.parse().ok().or_else(|| of_socket(address))
    }
}

/// The answer of each reader to a row.
type Reader = (&'static str, fn(&Forwarded<'_>) -> Option<IpAddr>);

const READERS: [Reader; 4] = [
    ("`client::address`", |forwarded| forwarded.ours()),
    ("`client-ip`, the rightmost", |forwarded| forwarded.rightmost()),
    ("the leftmost element", |forwarded| forwarded.leftmost()),
    ("the peer of the connection", |forwarded| Some(forwarded.peer)),
];

fn addresses() {
    let rows = rows("forwarded");
    let read: Vec<_> = rows.iter().filter_map(|row| Some((Forwarded::read(row)?, &row["client"]))).collect();
    println!("| reader | of {} addresses wrong | none told |\n|---|--:|--:|", read.len());
    for (name, reader) in READERS {
        let answers = read.iter().map(|(forwarded, client)| (reader(forwarded), client.as_str()));
        let (mut wrong, mut none) = (0, 0);
        for (answer, client) in answers {
            match answer {
                None => none += 1,
                Some(answer) if Some(answer.to_string().as_str()) != client => wrong += 1,
                Some(_) => {}
            }
        }
        println!("| {name} | {wrong} | {none} |");
    }
}

/// Whether the row's request is taken; `None` where no such request can be made.
fn by_layer(row: &Value) -> Option<bool> {
    let layer = CsrfLayer::new().add_trusted_origin("https://pay.test").ok()?;
    let mut request = Request::builder().method(row["method"].as_str()?).uri("/new");
    for (name, field) in [("sec-fetch-site", "sec_fetch_site"), ("origin", "origin"), ("host", "host")] {
        if let Some(value) = row[field].as_str() {
            request = request.header(name, value);
        }
    }
    Some(is_taken(&layer.layer(Nothing), request.body(()).ok()?))
}

fn by_crate(row: &Value) -> Option<bool> {
    let policy = CsrfPolicy::builder().origin("https://app.test").trusted_origin("https://pay.test").build();
    let request = csrf::Request {
        method: row["method"].as_str()?,
        sec_fetch_site: row["sec_fetch_site"].as_str(),
        origin: row["origin"].as_str(),
        host: row["host"].as_str().unwrap_or_default(),
    };
    Some(csrf::check(&request, &policy.ok()?).is_ok())
}

/// `Origin` begins with the site's name, and where there is none the request is taken.
fn by_prefix(row: &Value) -> Option<bool> {
    let is_safe = matches!(row["method"].as_str()?, "GET" | "HEAD" | "OPTIONS");
    Some(is_safe || row["origin"].as_str().is_none_or(|origin| origin.starts_with("https://app.test")))
}

/// Whether a row's request is taken.
type Check = (&'static str, fn(&Value) -> Option<bool>);

const CHECKS: [Check; 3] = [
    ("`csrf::check`", by_crate),
    ("`tower-http`, its layer", by_layer),
    ("`Origin` begins with the site's name", by_prefix),
];

fn requests() {
    let mut rows = rows("csrf_claims");
    rows.retain(|row| row["policy"] == "own" && by_layer(row).is_some());
    let is_ours = |row: &Value| row["verdict"] == "ok";
    let ours = rows.iter().filter(|row| is_ours(row)).count();
    println!(
        "\n| check | of {} foreign ones taken | of {ours} others refused |\n|---|--:|--:|",
        rows.len() - ours
    );
    for (name, check) in CHECKS {
        let taken = rows.iter().filter(|row| !is_ours(row) && check(row) == Some(true)).count();
        let refused = rows.iter().filter(|row| is_ours(row) && check(row) != Some(true)).count();
        println!("| {name} | {taken} | {refused} |");
    }
}

fn main() {
    addresses();
    requests();
}
