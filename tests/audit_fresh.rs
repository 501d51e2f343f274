//! Two sites that were written without a look at the audit: each with the classic holes, done right, and done right but
//! for some holes that are told by code, route and field, with nothing else.

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
const TRACKER: Of =
    Of { build: tracker_honest::site, field: "email", people: ["ada@app.test", "bob@app.test"] };

async fn judged(of: Of, open: &[&'static str]) -> AuditReport {
    let (folder, log) = (Folder::new(of.field), Log::default());
    let passwords = ["correct horse", "battery staple"];
    let login = Login::each(move |n| {
        Login::form("/login", [(of.field, of.people[n % 2]), ("password", passwords[n % 2])])
    });
    audit((of.build)(&folder.served(), log.clone(), Open::new(open)))
        .login(login)
        .canary(folder.secret())
        .log(move || log.read())
        .run()
        .await
}

/// A hole, and what is found of it: code, route, field.
type Row = (&'static str, &'static [(&'static str, &'static str, &'static str)]);

const RECIPES_HOLES: &[Row] = &[
    ("search text", &[("audit.script", "GET /search", "q")]),
    ("search value", &[("audit.attribute", "GET /search", "q")]),
    ("search script", &[("audit.script_data", "GET /search", "q")]),
    ("lang", &[("audit.cookie_attribute", "GET /lang", "lang"), ("audit.failure", "GET /lang", "lang")]),
    ("next link", &[("audit.url", "GET /login", "next")]),
    ("next", &[("audit.redirect", "POST /login", "next"), ("audit.failure", "POST /login", "next")]),
    ("log", &[("audit.log", "POST /login", "name")]),
    ("session", &[("audit.session", "POST /login", "cookie __Host-session")]),
    ("photo", &[("audit.upload", "POST /recipes/new", "photo (file)")]),
    ("alt", &[("audit.attribute", "POST /recipes/new", "title")]),
    ("comment", &[("audit.script", "POST /recipes/0/comments", "text")]),
    ("csrf", &[("audit.csrf", "POST /recipes/0/comments", "")]),
    ("website", &[("audit.url", "POST /profile", "website")]),
    ("meals", &[("audit.script_end", "POST /planner", "day"), ("audit.script_end", "POST /planner", "dish")]),
    ("export", &[("audit.path", "GET /export", "file")]),
];

const TRACKER_HOLES: &[Row] = &[
    (
        "guard",
        &[
            ("audit.csrf", "POST /login", ""),
            ("audit.csrf", "POST /logout", ""),
            ("audit.csrf", "POST /me/avatar", ""),
            ("audit.csrf", "POST /projects", ""),
            ("audit.csrf", "POST /projects/0/issues", ""),
            ("audit.csrf", "POST /projects/0/notes", ""),
            ("audit.csrf", "POST /webhooks", ""),
        ],
    ),
    ("note link", &[("audit.url", "POST /projects/0/notes", "note")]),
    ("note text", &[("audit.script", "POST /projects/0/notes", "note")]),
    ("homepage", &[("audit.url", "POST /projects", "project[homepage]")]),
    ("hook", &[("audit.url", "POST /webhooks", "url")]),
    (
        "tip",
        &[
            ("audit.attribute", "POST /projects/0/issues", "issue[title]"),
            ("audit.attribute", "PUT /api/issues/0", "title"),
        ],
    ),
    (
        "export name",
        &[
            ("audit.header", "GET /projects/0/export", "name"),
            ("audit.failure", "GET /projects/0/export", "name"),
        ],
    ),
    (
        "cell",
        // The list is read behind what changes an issue, not behind what makes one.
        &[("audit.formula", "PUT /api/issues/0", "state"), ("audit.formula", "PUT /api/issues/0", "title")],
    ),
    ("state", &[("audit.script", "PUT /api/issues/0", "state")]),
    (
        "board",
        &[
            ("audit.script_end", "POST /projects/0/issues", "issue[title]"),
            ("audit.script_end", "PUT /api/issues/0", "state"),
            ("audit.script_end", "PUT /api/issues/0", "title"),
        ],
    ),
    ("handler", &[("audit.script_data", "GET /find", "q")]),
    (
        "api",
        &[("audit.script", "PUT /api/issues/0", "title"), ("audit.script", "PUT /api/issues/0", "state")],
    ),
    ("avatar", &[("audit.upload", "POST /me/avatar", "avatar (file)")]),
    ("theme", &[("audit.cookie_attribute", "GET /theme", "theme"), ("audit.failure", "GET /theme", "theme")]),
    ("go", &[("audit.redirect", "GET /go", "to"), ("audit.failure", "GET /go", "to")]),
    ("files", &[("audit.path", "GET /files/readme.md", "segment 2")]),
    ("log", &[("audit.log", "POST /login", "email")]),
];

/// These holes are found, and nothing besides.
async fn only(of: Of, rows: &[Row], open: &[&'static str]) {
    let report = judged(of, open).await;
    let opened = rows.iter().filter(|(hole, _)| open.contains(hole));
    let mut claimed: Vec<_> = opened.flat_map(|(_, found)| found.iter().copied()).collect();
    let mut found: Vec<_> =
        report.findings().iter().map(|finding| (finding.code(), finding.route(), finding.field())).collect();
    claimed.sort_unstable();
    // Where markup comes out of an attribute or a script, the same hole may be told as markup too.
    let is_second = |one: &(&str, &str, &str)| {
        one.0 == "audit.script"
            && !claimed.contains(one)
            && claimed.iter().any(|row| (row.1, row.2) == (one.1, one.2))
    };
    found.retain(|one| !is_second(one));
    found.sort_unstable();
    assert_eq!(found, claimed, "{open:?}: {report}");
}

#[tokio::test]
async fn what_is_done_right_is_not_told() {
    for (of, rows) in [(RECIPES, RECIPES_HOLES), (TRACKER, TRACKER_HOLES)] {
        only(of, rows, &[]).await;
    }
}

#[tokio::test]
async fn holes_of_the_recipes_are_told_for_what_they_are() {
    for open in [
        &["search text", "lang", "next", "log", "comment", "website", "meals", "photo"][..],
        &["search value", "next link", "session", "csrf", "alt", "export"],
        &["search script"],
    ] {
        only(RECIPES, RECIPES_HOLES, open).await;
    }
}

#[tokio::test]
async fn holes_of_the_tracker_are_told_for_what_they_are() {
    for open in [
        &["guard", "note link", "homepage", "tip", "export name", "go", "log"][..],
        &["note text", "hook", "board", "theme", "files", "handler", "avatar"],
        &["cell", "state"],
        &["api"],
    ] {
        only(TRACKER, TRACKER_HOLES, open).await;
    }
}

/// Where everything is open, some holes hide others; of each of the thirteen kinds one is told all the same.
#[tokio::test]
async fn sites_with_all_holes() {
    let recipes = Of { build: |folder, log, _| recipes_leaky::site(folder, log), ..RECIPES };
    let tracker = Of { build: |folder, log, _| tracker_leaky::site(folder, log), ..TRACKER };
    for (of, rows) in [
        (
            recipes,
            [
                ("audit.script", "GET /search", "q"),
                ("audit.attribute", "GET /search", "q"),
                ("audit.url", "POST /profile", "website"),
                ("audit.script_data", "GET /search", "q"),
                ("audit.redirect", "POST /login", "next"),
                ("audit.path", "GET /export", "file"),
                ("audit.cookie_attribute", "GET /lang", "lang"),
                ("headers.csp_missing", "GET /login", ""),
                ("audit.session", "POST /login", "cookie session"),
                ("audit.csrf", "POST /profile", ""),
                ("audit.upload", "POST /recipes/new", "photo (file)"),
                ("audit.script_end", "POST /planner", "dish"),
                ("audit.log", "POST /login", "name"),
            ],
        ),
        (
            tracker,
            [
                ("audit.script", "GET /find", "q"),
                ("audit.attribute", "GET /find", "q"),
                ("audit.url", "POST /webhooks", "url"),
                ("audit.script_data", "GET /find", "q"),
                ("audit.redirect", "GET /go", "to"),
                ("audit.path", "GET /files/readme.md", "segment 2"),
                ("audit.cookie_attribute", "GET /theme", "theme"),
                ("headers.csp_missing", "GET /login", ""),
                ("audit.session", "POST /login", "cookie sid"),
                ("audit.csrf", "POST /webhooks", ""),
                ("audit.upload", "POST /me/avatar", "avatar (file)"),
                ("audit.script_end", "POST /projects/0/issues", "issue[title]"),
                ("audit.log", "POST /login", "email"),
            ],
        ),
    ] {
        let report = judged(of, &[]).await;
        let found: Vec<_> = report
            .findings()
            .iter()
            .map(|finding| (finding.code(), finding.route(), finding.field()))
            .collect();
        for row in rows {
            assert!(found.contains(&row), "{row:?}: {report}");
        }
    }
}
