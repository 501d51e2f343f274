//! The noticeboard, audited: nothing is found.
#![cfg(all(feature = "testing", feature = "full"))]

// The site's own modules; only `main` is not called.
#[allow(dead_code)]
#[path = "../examples/noticeboard/main.rs"]
mod noticeboard;

use untaint::testing::{Login, audit};

#[tokio::test]
async fn the_noticeboard_is_clean() {
    let origin = "http://127.0.0.1:3000";
    let login = |visitor: usize| Login::form("/login", [("name", ["Ada", "Grace"][visitor])]);
    let report = audit(noticeboard::app::router(origin)).origin(origin).login(login).run().await;
    println!("{report}");
    report.assert_clean();
}
