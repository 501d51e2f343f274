//! `redirect`: labelled browser cases, policies, errors.

use serde::Deserialize;
use untaint::redirect::{self, RedirectPolicy};

#[derive(Deserialize)]
struct Case {
    id: String,
    url: String,
    allowed_hosts: Vec<String>,
    require_https: bool,
    safe: bool,
    legit: bool,
}

#[test]
fn browser_cases() {
    let data = std::fs::read_to_string("tests/data/redirect/browser.jsonl").unwrap();
    let mut wrong = vec![];
    for line in data.split('\n').filter(|l| !l.is_empty()) {
        let case: Case = serde_json::from_str(line).unwrap();
        let policy = RedirectPolicy::builder()
            .origin("https://app.test")
            .require_https(case.require_https)
            .hosts(case.allowed_hosts.iter().map(String::as_str))
            .build()
            .expect(&case.id);
        let r = redirect::check(&case.url, &policy);
        if (!case.safe && r.is_ok())
            || (case.legit && r.as_ref().map(|r| r.as_str() == case.url).ok() != Some(true))
        {
            wrong.push((case.id.clone(), case.url.clone(), r.map(|_| ()).map_err(|e| e.code())));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
