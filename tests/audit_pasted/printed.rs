/// audit.script: what a visitor sends is markup in a page, and its script runs for everybody who opens it.
#[tokio::test]
async fn audit_script_get_q() {
    let report = untaint::testing::audit(site())
        .replay([
            "GET /?q=%3Cscript%3Exqhabncqx%281%29%3C%2Fscript%3E\n\
             visitor: guest\n\
             ",
        ])
        .await;
    assert!(!report.has("audit.script"), "{report}");
}

/// audit.script: what a visitor sends is markup in a page, and its script runs for everybody who opens it.
#[tokio::test]
async fn audit_script_post_notes_note() {
    let report = untaint::testing::audit(site())
        .login(untaint::testing::Login::form("/login", [("word", "sésame \"7\"")]))
        .replay([
            "POST /notes\n\
             content-type: application/x-www-form-urlencoded\n\
             \n\
             note=%3Cscript%3Exqhabnmqx%281%29%3C%2Fscript%3E",
            "GET /notes\n\
             ",
        ])
        .await;
    assert!(!report.has("audit.script"), "{report}");
}

/// audit.upload: a visitor's file comes back as a document of this site, and its script runs.
#[tokio::test]
async fn audit_upload_post_send_photo_file() {
    let report = untaint::testing::audit(site())
        .login(untaint::testing::Login::form("/login", [("word", "sésame \"7\"")]))
        .replay([
            &b"POST /send\ncontent-type: multipart/form-data; boundary=xqboundaryqx\n\n--xqboundaryqx\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"xqfabrmqx.html\"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n\x1a\n<!DOCTYPE html><script>xqfabrmqx(1)</script>\r\n--xqboundaryqx--\r\n"[..],
            &b"GET /files/11\n"[..],
        ])
        .await;
    assert!(!report.has("audit.upload"), "{report}");
}

/// audit.log: what a visitor sends makes a record of its own in the log, or moves the cursor of who reads it.
#[tokio::test]
async fn audit_log_get_q() {
    let report = untaint::testing::audit(site())
        .login(untaint::testing::Login::form("/login", [("word", "sésame \"7\"")]))
        .log(read_log)
        .replay([
            "GET /?q=xqlabrwqxa%0Axqlabrwqxb\n\
             ",
        ])
        .await;
    assert!(!report.has("audit.log"), "{report}");
}
