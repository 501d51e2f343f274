//! Two sites that were written without a look at the audit: each with the classic holes, done right, and done right but
//! for some holes.

#![cfg(all(feature = "testing", feature = "full"))]
#[path = "audit_fresh/kit.rs"]
mod kit;
#[path = "audit_fresh/recipes_honest.rs"]
mod recipes_honest;
#[path = "audit_fresh/recipes_leaky.rs"]
mod recipes_leaky;
#[path = "audit_fresh/tracker_honest.rs"]
mod tracker_honest;
#[path = "audit_fresh/tracker_leaky.rs"]
mod tracker_leaky;

use kit::{Build, Folder, Log, Open};
use untaint::testing::{AuditReport, Login, audit};

/// A site, and the two who log in there.
#[derive(Clone, Copy)]
struct Of {
    build: Build,
    field: &'static str,
    people: [&'static str; 2],
}

const RECIPES: Of = Of { build: recipes_honest::site, field: "name", people: ["ada", "bob"] };
const TRACKER: Of = Of { build: tracker_honest::site, field: "email", people: ["ada@app.test", "bob@app.test"] };

async fn judged(of: Of, open: &'static [&'static str]) -> AuditReport {
    let (folder, log) = (Folder::new(of.field), Log::default());
    let passwords = ["correct horse", "battery staple"];
    let login =
        Login::each(move |n| Login::form("/login", [(of.field, of.people[n % 2]), ("password", passwords[n % 2])]));
    let began = std::time::Instant::now();
    let report = audit((of.build)(&folder.served(), log.clone(), Open(open)))
        .origin("https://app.test")
        .login(login)
        .canary(folder.secret())
        .log(move || log.read())
        .run()
        .await;
    if std::env::var_os("FRESH_PRINT").is_some() {
        println!("== {open:?}");
        for finding in report.findings() {
            println!("{}\t{}\t{}\t{:?}\t{:?}", finding.code(), finding.route(), finding.field(), finding.shown_at(), finding.more_routes());
        }
        println!("{} requests {:?} in {:.1} s", report.requests(), report.notes(), began.elapsed().as_secs_f32());
        if open.is_empty() { println!("{report}"); }
    }
    report
}

#[tokio::test]
async fn recipes_with_holes() {
    judged(Of { build: |folder, log, _| recipes_leaky::site(folder, log), ..RECIPES }, &[]).await;
}

#[tokio::test]
async fn recipes_done_right() {
    judged(RECIPES, &[]).await;
}

#[tokio::test]
async fn tracker_with_holes() {
    judged(Of { build: |folder, log, _| tracker_leaky::site(folder, log), ..TRACKER }, &[]).await;
}

#[tokio::test]
async fn tracker_done_right() {
    judged(TRACKER, &[]).await;
}

#[tokio::test]
async fn recipes_one() {
    for one in [&["search text"], &["search value"], &["search script"], &["lang"], &["next link"], &["log"], &["session"], &["next"], &["photo"], &["alt"], &["comment"], &["csrf"], &["website"], &["meals"], &["export"]] {
        judged(RECIPES, one).await;
    }
}

#[tokio::test]
async fn tracker_one() {
    for one in [&["guard"], &["note link"], &["note text"], &["homepage"], &["hook"], &["tip"], &["export name"], &["cell"], &["state"], &["board"], &["handler"], &["api"], &["avatar"], &["theme"], &["go"], &["files"], &["log"]] {
        judged(TRACKER, one).await;
    }
}
