//! Two sites that were written without a look at the audit, each with the thirteen classic holes and done right.

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

use kit::{Build, Folder, Log};
use untaint::testing::{AuditReport, Login, audit};

async fn judged(build: Build, field: &'static str, people: [&'static str; 2]) -> AuditReport {
    let (folder, log) = (Folder::new(field), Log::default());
    let passwords = ["correct horse", "battery staple"];
    let login = Login::each(move |n| Login::form("/login", [(field, people[n % 2]), ("password", passwords[n % 2])]));
    let began = std::time::Instant::now();
    let report = audit(build(&folder.served(), log.clone()))
        .origin("https://app.test")
        .login(login)
        .canary(folder.secret())
        .log(move || log.read())
        .run()
        .await;
    if std::env::var_os("FRESH_PRINT").is_some() {
        for finding in report.findings() {
            println!(
                "{}\t{}\t{}\t{:?}\t{:?}",
                finding.code(),
                finding.route(),
                finding.field(),
                finding.shown_at(),
                finding.more_routes()
            );
        }
        println!("{} requests, {} pages, {} forms, {} fields", report.requests(), report.pages(), report.forms(), report.fields());
        println!("{:?} in {:.1} s", report.notes(), began.elapsed().as_secs_f32());
        println!("{report}");
    }
    report
}

const PEOPLE: [&str; 2] = ["ada", "bob"];
const ADDRESSES: [&str; 2] = ["ada@app.test", "bob@app.test"];

#[tokio::test]
async fn recipes_with_holes() {
    judged(recipes_leaky::site, "name", PEOPLE).await;
}

#[tokio::test]
async fn recipes_done_right() {
    judged(recipes_honest::site, "name", PEOPLE).await;
}

#[tokio::test]
async fn tracker_with_holes() {
    judged(tracker_leaky::site, "email", ADDRESSES).await;
}

#[tokio::test]
async fn tracker_done_right() {
    judged(tracker_honest::site, "email", ADDRESSES).await;
}
