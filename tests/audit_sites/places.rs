//! One place in a page each, with a filter that does not suffice, and one that does.

use super::kit::{Ask, Reply, page, see, site, status};
use untaint::testing::AuditReport;
use untaint::{attr, escape, redirect, uri};

type Write = fn(&str) -> Reply;

/// What is found, the filter with a hole, the one without.
pub(crate) const PLACES: &[(&str, Write, Write)] = &[
    (
        "audit.script",
        |t| page(format!("<textarea>{}</textarea>", t.replace("<script", "&lt;script"))),
        |t| page(format!("<textarea>{}</textarea>", escape::html(t))),
    ),
    (
        "audit.script",
        |t| {
            page(format!(
                "<p>{}",
                t.to_lowercase().replace("<script", "").replace("<img", "").replace("<svg", "")
            ))
        },
        |t| page(format!("<p>{}", escape::html(&t.to_lowercase()))),
    ),
    (
        "audit.script",
        |t| page(format!("<svg><text>{t}</text></svg>")),
        |t| page(format!("<svg><text>{}</text></svg>", escape::html(t))),
    ),
    (
        "audit.script",
        |t| page(format!("<noscript>{t}</noscript>")),
        |t| page(format!("<noscript>{}</noscript>", escape::html(t))),
    ),
    (
        "audit.script_end",
        |t| page(format!("<style>p {{ color: {} }}</style>", t.replace('"', ""))),
        |t| page(format!("<p>{}<style>p {{ color: red }}</style>", escape::html(t))),
    ),
    (
        "audit.script",
        |t| page(format!("<select><option>{t}</select>")),
        |t| page(format!("<select><option>{}</select>", escape::html(t))),
    ),
    (
        "audit.script",
        |t| page(format!("<p>{}", t.chars().take(24).collect::<String>())),
        |t| page(format!("<p>{}", escape::html(&t.chars().take(24).collect::<String>()))),
    ),
    (
        "audit.script",
        |t| page(format!("<p>{}", t.replace(' ', ""))),
        |t| page(format!("<p>{}", escape::html(t))),
    ),
    (
        "audit.script",
        |t| status(500, format!("<p>Cannot read {t}")),
        |t| status(400, format!("<p>Cannot read {}", escape::html(t))),
    ),
    (
        "audit.script",
        |t| page(format!("<iframe srcdoc=\"{}\"></iframe>", escape::html(t))),
        |t| page(format!("<iframe srcdoc={}></iframe>", attr::quote(&escape::html(t)))),
    ),
    (
        "audit.attribute",
        |t| page(format!("<p style=\"color: {}\">", t.replace('<', "&lt;"))),
        |t| page(format!("<p title={}>", attr::quote(t))),
    ),
    (
        "audit.attribute",
        |t| page(format!("<input type=hidden value='{}'>", t.replace(['<', '>'], ""))),
        |t| page(format!("<input type=hidden value={}>", attr::quote(t))),
    ),
    (
        "audit.attribute",
        |t| page(format!("<div class=box-{}>", t.replace(['<', '>', '"'], ""))),
        |t| page(format!("<div class={}>", attr::quote(&format!("box-{t}")))),
    ),
    (
        "audit.url",
        |t| page(format!("<a href={}>x</a>", attr::quote(&t.replacen("javascript:", "", 1)))),
        |t| page(format!("<a{}>x</a>", attr::href(&uri::clean(t, uri::UriPolicy::web())))),
    ),
    (
        "audit.url",
        |t| {
            page(format!(
                "<form action={}><button>x</button></form>",
                attr::quote(if t.to_lowercase().trim().starts_with("javascript:") { "/" } else { t })
            ))
        },
        |t| {
            page(format!(
                "<form action={}><button>x</button></form>",
                attr::quote(&redirect::local(Some(t), "/").location())
            ))
        },
    ),
    (
        "audit.url",
        |t| page(format!("<object data={}></object>", attr::quote(t))),
        |t| page(format!("<p data-x={}>", attr::quote(t))),
    ),
    (
        "audit.url",
        |t| page(format!("<svg><a xlink:href={}><text>x</text></a></svg>", attr::quote(t))),
        |t| {
            page(format!(
                "<svg><a{}><text>x</text></a></svg>",
                attr::href(&uri::clean(t, uri::UriPolicy::web()))
            ))
        },
    ),
    (
        "audit.script_data",
        |t| {
            page(format!(
                "<script>let a = '{}';</script>",
                escape::html(t).replace("&#39;", "'").replace("&#x27;", "'")
            ))
        },
        |t| page(format!("<script>let a = {};</script>", escape::js_string(t))),
    ),
    (
        "audit.script_data",
        |t| page(format!("<script>let n = {};</script>", t.replace(['<', '"', '\''], ""))),
        |t| page(format!("<script>let n = {};</script>", t.parse::<i64>().unwrap_or(0))),
    ),
    (
        "audit.script_data",
        |t| page(format!("<script>// {}\nrun();</script>", t.replace('<', ""))),
        |t| page(format!("<p>{}<script>run();</script>", escape::html(t))),
    ),
    (
        "audit.script_data",
        |t| page(format!("<img src=/x.png onerror='say(\"{}\")'>", escape::html(&t.replace('"', "\\\"")))),
        |t| page(format!("<img src=/x.png alt={}>", attr::quote(t))),
    ),
    (
        "audit.script_data",
        |t| page(format!("<a href=\"javascript:go('{}')\">x</a>", escape::html(t))),
        |t| page(format!("<a href=\"/go?{}\">x</a>", escape::url_component(t))),
    ),
    (
        "audit.script_data",
        |t| page(format!("<script>var r = /{}/;</script>", t.replace('<', ""))),
        |t| page(format!("<script>var r = {};</script>", escape::js_string(t))),
    ),
    (
        "audit.script_end",
        |t| {
            page(format!(
                "<script>var s = {};</script>",
                serde_json::json!([t]).to_string().replace("<script", "")
            ))
        },
        |t| {
            page(format!(
                "<script>var s = {};</script>",
                escape::json_script(&serde_json::json!([t]).to_string())
            ))
        },
    ),
    (
        "audit.redirect",
        |t| {
            see(format!("/out/../{}", t.trim_start_matches("/out")))
                .with("location", if t.starts_with('/') && !t.starts_with("//") { t } else { "/" })
        },
        |t| see(redirect::local(Some(t), "/").location()),
    ),
    (
        "audit.redirect",
        |t| see(if t.replace("https://", "").starts_with("site.example") { t } else { "/" }),
        |t| see(if redirect::has_allowed_host_and_scheme(t, &["site.example"], true) { t } else { "/" }),
    ),
    (
        "audit.redirect",
        |t| page(format!("<script>window.location.replace({})</script>", escape::js_string(t))),
        |t| {
            page(format!(
                "<script>window.location.replace({})</script>",
                escape::js_string(&redirect::local(Some(t), "/").location())
            ))
        },
    ),
    (
        "audit.redirect",
        |t| super::kit::json(&serde_json::json!({ "redirect": t })),
        |t| super::kit::json(&serde_json::json!({ "redirect": redirect::local(Some(t), "/").location() })),
    ),
    (
        "audit.redirect",
        |t| page(format!("<meta http-equiv='Refresh' content='3;URL={}'>", escape::html(t))),
        |t| {
            page(format!(
                "<meta http-equiv='Refresh' content='3;URL={}'>",
                escape::html(&redirect::local(Some(t), "/").location())
            ))
        },
    ),
    (
        "audit.cookie_attribute",
        |t| {
            see("/")
                .with("set-cookie", format!("c=\"{}\"; Path=/; Secure; SameSite=Lax", t.replace(' ', "%20")))
        },
        |t| {
            see("/")
                .with("set-cookie", format!("c={}; Path=/; Secure; SameSite=Lax", escape::url_component(t)))
        },
    ),
    (
        "audit.header",
        |t| page("<p>x").with("link", format!("</{t}>; rel=next")),
        |t| page("<p>x").with("link", format!("</{}>; rel=next", escape::url_component(t))),
    ),
];

/// The link that leads there, by what is found.
pub(crate) fn link(code: &str) -> &'static str {
    match code {
        "audit.redirect" => "/there?wohin=/home",
        "audit.url" => "/there?adresse=https://a.example/",
        _ => "/there?wert=abc",
    }
}

pub(crate) async fn found(link: &'static str, write: Write) -> AuditReport {
    let name = link.split(['?', '=']).nth(1).unwrap_or_default();
    let (audit, _) = site(move |ask: &Ask| match ask.path.as_str() {
        "" => page(format!("<a href='{link}'>There</a>")),
        "there" => write(&ask.q(name)),
        _ => status(404, "<p>No"),
    });
    audit.origin("https://site.example").run().await
}
