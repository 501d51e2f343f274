//! The order of an audit: look round, fill in, attack, and tell.

use super::attack::{self, Depth};
use super::config::Audit;
use super::crawl::Map;
use super::login::{self, Login};
use super::message::Who;
use super::plan::Plan;
use super::report::{self, AuditReport};
use super::site::Site;
use super::{canary, csrf, growth, host, last, look, reduce, session, upload};

/// What many sites have, linked or not; and an address that none has, for the page that says so.
const USUAL: [&str; 6] = ["/robots.txt", "/sitemap.xml", "/feed", "/feed.xml", "/rss", "/nothing-here"];

/// One part in so many is kept for what comes last.
const SHARE: usize = 20;
const SHARE_OF_TIME: u32 = 20;

/// How often forms bring pages with forms.
const ROUNDS: usize = 4;

pub(super) async fn run(mut audit: Audit) -> AuditReport {
    let mut site = Site::new(&mut audit);
    let mut notes = Vec::new();
    if let Some(path) = &audit.canary {
        match std::fs::read_to_string(path) {
            Ok(text) if !text.trim().is_empty() => site.canary = Some(text.trim().to_owned()),
            Ok(_) => notes.push("the canary file is empty".to_owned()),
            Err(_) => notes.push("the canary file cannot be read".to_owned()),
        }
    }
    let starts = if audit.starts.is_empty() { vec!["/".to_owned()] } else { audit.starts.clone() };
    let mut map = Map::default();
    let mut visitors = vec![Who::Guest];
    if let Some(how) = &audit.login {
        for who in [Who::First, Who::Second] {
            match login::log_in(&mut site, how, who).await {
                Ok(step) => {
                    visitors.push(who);
                    session::logged_in(&mut site, how, who, step.as_ref()).await;
                }
                Err(why) => notes.push(format!("no login: {why}")),
            }
        }
        session::compare(&mut site);
    }
    for target in &starts {
        for who in &visitors {
            map.begin(*who, target);
        }
    }
    for target in USUAL {
        map.begin(Who::Guest, target);
    }
    for raw in &audit.more {
        match super::text::parse(raw, *visitors.get(1).unwrap_or(&Who::Guest)) {
            Some(step) => map.add_step(step),
            None => notes.push("a request that was given cannot be read".to_owned()),
        }
    }
    know(&mut site, &mut map, audit.login.as_ref()).await;
    map.compare_visitors();
    site.witness = session::witness(&map);
    session::keep(&mut site, audit.login.as_ref()).await;
    session::confirm(&mut site).await;
    let mut plan = Plan::new(&mut site, &map);
    look::look(&mut site, &mut plan, &map).await;
    site.is_mapping = false;
    csrf::run(&mut site, &map, &plan).await;
    csrf::links(&mut site, &plan).await;
    let login = audit.login.clone();
    attack::run(&mut site, &mut plan, login.as_ref(), audit.seed, Depth::First).await;
    session::keep(&mut site, login.as_ref()).await;
    host::run(&mut site, &map).await;
    session::keep(&mut site, login.as_ref()).await;
    upload::run(&mut site, &map, &plan).await;
    session::keep(&mut site, login.as_ref()).await;
    canary::run(&mut site, &map, &plan, audit.canary.as_deref()).await;
    session::keep(&mut site, login.as_ref()).await;
    attack::names(&mut site, &plan).await;
    if let Some(log) = &mut audit.log {
        attack::logs(&mut site, &plan, log).await;
    }
    session::keep(&mut site, login.as_ref()).await;
    attack::rough(&mut site, &plan).await;
    // What takes away has its share of requests and time, however many rows there are to try before it.
    let all = site.limits.clone();
    site.limits.requests = all.requests - all.requests / SHARE;
    site.limits.time = all.time.saturating_sub(all.time / SHARE_OF_TIME);
    attack::run(&mut site, &mut plan, login.as_ref(), audit.seed, Depth::Rest).await;
    growth::run(&mut site, &plan).await;
    session::keep(&mut site, login.as_ref()).await;
    let was_over = std::mem::take(&mut site.is_over);
    site.limits = all;
    last::run(&mut site, &mut map, &plan).await;
    site.is_over |= was_over;
    if site.refused > 0 {
        notes.push(format!(
            "{} requests were answered with 429: give the test no limit of rates",
            site.refused
        ));
    }
    if site.is_over {
        notes.push(format!(
            "stopped after {} requests and {} seconds: raise max_requests or max_time to see the rest",
            site.requests,
            site.started.elapsed().as_secs()
        ));
    }
    reduce::run(&mut site, audit.login.as_ref()).await;
    report::of(site, &map, plan.points.len(), &audit, notes)
}

/// Pages by their links, forms by filling them in, until nothing new comes; what may take something away comes last.
async fn know(site: &mut Site, map: &mut Map, login: Option<&Login>) {
    map.crawl(site).await;
    map.mind_login(login);
    for round in 0..ROUNDS {
        if round == ROUNDS - 1 {
            map.begin_late();
            map.crawl(site).await;
        }
        let before = (map.pages.len(), map.forms.len());
        map.fill_in(site).await;
        map.crawl(site).await;
        map.read_again(site).await;
        map.crawl(site).await;
        if before == (map.pages.len(), map.forms.len()) && round + 1 < ROUNDS {
            map.begin_late();
            map.crawl(site).await;
            if before == (map.pages.len(), map.forms.len()) {
                break;
            }
        }
    }
}
