//! Attacks a site and has its pages judged by a browser: `cargo run --example attack_my_site --features testing`
//! finds nothing; with ` -- --careless` it finds what runs in the same site without `untaint`. Of the drivers it
//! takes the first on the `PATH`, or the one that `DRIVER` names. For your site: change `careful`, and its `PAGES`.

use axum::{Router, extract::Query, http::StatusCode, response::Html, response::Redirect, routing::get};
use fantoccini::error::{CmdError, ErrorStatus::UnexpectedAlertOpen};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use std::{error::Error, net, process::Command, process::ExitCode, process::Stdio};
use untaint::{attr, escape, html, redirect, testing::attacks, uri};

const PAGES: [&str; 2] = ["/note?sent=", "/login?sent="];
const CLICK: &str = "const done = arguments[0];
    for (const element of document.querySelectorAll('*'))
        if (!/^(https?|mailto|tel|about):$/.test(element.protocol)) element.dispatchEvent(new MouseEvent('click'));
    setTimeout(() => done(window.__xss), 50)";

#[derive(serde::Deserialize)]
struct Form {
    sent: String,
}

fn careful() -> Router {
    let note = async |Query(Form { sent }): Query<Form>| {
        let href = attr::href(&uri::clean(&sent, uri::UriPolicy::web()));
        let (title, name) = (attr::quote(&sent), escape::html(&sent));
        Html(format!(
            "<a{href} title={title}>{name}</a>{}",
            html::sanitize(&sent, html::HtmlPolicy::comment())
        ))
    };
    let login = async |form: Query<Form>| Redirect::to(&redirect::local(Some(&form.sent), "/").location());
    Router::new().route("/note", get(note)).route("/login", get(login))
}

/// By somebody who knows of `<script>` and `//`. It is the control as well: here the browser must notice something.
fn careless() -> Router {
    let note = async |Query(Form { sent }): Query<Form>| {
        let (link, comment) = (escape::html(&sent), sent.replace("<script>", ""));
        Html(format!("<a href=\"{link}\">x</a><p>{comment}"))
    };
    let login = async |Query(Form { sent }): Query<Form>| {
        let is_local = sent.starts_with('/') && !sent.starts_with("//");
        (StatusCode::SEE_OTHER, [("location", if is_local { sent } else { "/".to_owned() })])
    };
    Router::new().route("/note", get(note)).route("/login", get(login))
}

async fn serve(router: Router) -> std::io::Result<String> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    tokio::spawn(axum::serve(listener, router).into_future());
    Ok(address)
}

fn is_dialog(error: &CmdError) -> bool {
    matches!(error, CmdError::Standard(error) if error.error == UnexpectedAlertOpen)
}

/// Opens a page and clicks on all but links to pages: what ran, or a dialog as an error.
async fn look(browser: &Client, site: &str, path: &str) -> Result<Option<String>, CmdError> {
    // Other errors than dialogs: there is no page, or another one by now, and the address tells.
    let others = |error| if is_dialog(&error) { Err(error) } else { Ok(Value::Null) };
    browser.goto(&format!("{site}{path}")).await.map(Value::from).or_else(others)?;
    let mark = browser.execute_async(CLICK, vec![]).await.or_else(others)?;
    let url = browser.current_url().await?;
    // A browser that refuses a link shows a blank page.
    let has_left = !url.as_str().starts_with(&format!("{site}/")) && url.as_str() != "about:blank#blocked";
    let mark = mark.as_str().map(|mark| format!("window.__xss is {mark}"));
    Ok(if has_left { Some(format!("left the site for {url}")) } else { mark })
}

/// The number of pages in which something ran.
async fn judge(
    browser: &mut Client,
    (builder, driver): (&ClientBuilder<HttpConnector>, &str),
    site: Router,
    attacks: impl Iterator<Item = &'static str>,
) -> Result<usize, Box<dyn Error>> {
    let (site, mut opened, mut found) = (format!("http://{}", serve(site).await?), 0, 0);
    for (value, page) in attacks.flat_map(|value| PAGES.map(|page| (value, page))) {
        opened += 1;
        let ran = match look(browser, &site, &format!("{page}{}", escape::url_component(value))).await {
            Err(error) if is_dialog(&error) => {
                // Where one dialog follows on the other, only a new browser helps.
                if browser.goto("about:blank").await.is_err() && browser.goto("about:blank").await.is_err() {
                    browser.clone().close().await?;
                    *browser = builder.connect(driver).await?;
                }
                Some("a dialog opened".to_owned())
            }
            answer => answer?,
        };
        found += usize::from(ran.is_some());
        if let Some(ran) = ran {
            println!("{page}{value:?}: {ran}");
        }
    }
    println!("{site}: something ran in {found} of {opened} pages");
    Ok(found)
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    // The rest of the web: a browser asks its proxy for all that is not on this machine.
    let others = serve(Router::new().fallback(async || "window.__xss = 'a script of another site'")).await?;
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
    let wanted = serde_json::json!({
        "unhandledPromptBehavior": "accept and notify",
        "proxy": {"proxyType": "manual", "httpProxy": others, "sslProxy": others},
        "goog:chromeOptions": {"args": ["--headless", if is_root { "--no-sandbox" } else { "--disable-gpu" }]},
        "moz:firefoxOptions": {"args": ["-headless"], "prefs": {"dom.successive_dialog_time_limit": 0}},
    });
    let at = net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let port = format!("--port={}", at.port());
    let start = |name| Command::new(name).arg(&port).stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok();
    let drivers = std::env::var("DRIVER").unwrap_or_else(|_| "chromedriver geckodriver".to_owned());
    let mut driver =
        drivers.split(' ').find_map(start).ok_or(format!("needs a WebDriver on the PATH: {drivers}"))?;
    while driver.try_wait()?.is_none() && net::TcpStream::connect(at).is_err() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(serde_json::from_value(wanted)?);
    let driver_url = format!("http://{at}");
    let mut browser = builder.connect(&driver_url).await?;

    let is_careless = std::env::args().any(|argument| argument == "--careless");
    let site = if is_careless { careless() } else { careful() };
    let all =
        attacks::html().chain(attacks::attribute_values()).chain(attacks::uris()).chain(attacks::redirects());
    let all = all.filter(|attack| attack.is_hostile()).map(|attack| attack.value);
    let control = judge(
        &mut browser,
        (&builder, &driver_url),
        careless(),
        ["<img src=x onerror=alert(1)>"].into_iter(),
    )
    .await;
    let found = judge(&mut browser, (&builder, &driver_url), site, all).await;
    browser.close().await?;
    driver.kill()?;
    Ok(ExitCode::from(if control? == 0 { 2 } else { u8::from(found? > 0) }))
}
