//! `web::csp`: what Chromium ran under a policy, and what is found in policies.

mod support;

use serde::Deserialize;
use support::rows;
use untaint::web::csp::{Load, PolicySet};

/// A row of `web/csp_runs.jsonl`, measured in Chromium 156.
#[derive(Deserialize)]
struct Run {
    page: String,
    policies: Vec<String>,
    ran: Vec<String>,
}

const NONCE: &str = "agvNFPWnaO_d258C";
const HASH: &str = "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=";

/// Whether each of the loads of that suite runs: some need one that ran before.
fn runs(set: &PolicySet<'_>, page: &str) -> Vec<&'static str> {
    let is = |load: Load<'_>| set.check(&load.on(page)).is_ok();
    let own = format!("{page}self.js");
    let by_https = own.replace("http://", "https://");
    let nonced = || is(Load::inline_script().nonce(NONCE));
    let loads = [
        ("attr", is(Load::handler())),
        ("blob", is(Load::script(&own).nonce(NONCE)) && is(Load::script("blob:https://top.test/1").added_by_script())),
        ("cdn", is(Load::script("https://cdn.test/lib/a.js"))),
        ("cdn-other", is(Load::script("https://cdn.test/other/a.js"))),
        ("data", is(Load::script("data:text/javascript,1"))),
        ("dyn", nonced() && is(Load::script("https://other.test/dyn.js").added_by_script())),
        ("eval", is(Load::script(&own)) && is(Load::eval())),
        ("hash", is(Load::inline_script().hash(HASH))),
        ("http", is(Load::script("http://cdn.test/lib/a.js"))),
        ("inline", is(Load::inline_script())),
        ("jsurl", is(Load::javascript_url())),
        ("nonce", nonced()),
        ("nonce-eval", nonced() && is(Load::eval())),
        ("port", is(Load::script("https://cdn.test:8444/lib/a.js"))),
        (
            "redirect",
            is(Load::script("https://cdn.test/redir")) && is(Load::script("https://cdn.test/lib/a.js").redirected()),
        ),
        ("self", is(Load::script(&own))),
        ("selfhttps", is(Load::script(&by_https))),
        ("sub", is(Load::script("https://sub.cdn.test/lib/a.js"))),
    ];
    loads.into_iter().filter_map(|(name, ran)| ran.then_some(name)).collect()
}

#[test]
fn a_load_runs_where_chromium_runs_it() {
    let mut wrong = Vec::new();
    for Run { page, policies, ran } in rows::<Run>("web/csp_runs.jsonl") {
        let policies: Vec<String> =
            policies.iter().map(|text| text.replace("{N}", NONCE).replace("{H}", HASH)).collect();
        let set = PolicySet::parse_all(policies.iter().map(String::as_str));
        // The suite loads over https only.
        let found: Vec<_> = runs(&set, &page).into_iter().filter(|name| *name != "http").collect();
        if found != ran {
            wrong.push(format!("{policies:?}: {found:?}, measured {ran:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} rows\n{}", wrong.len(), wrong.join("\n"));
}
