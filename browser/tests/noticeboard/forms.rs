//! The declared forms: the first error has the focus, what was typed is there but passwords, and nothing of it runs.

use super::{Board, Folder, PATIENCE, RECORD, choose_in, devtools, picture, press, url};
use serde_json::{Value, json};
use untaint_browser::engine::Engine;
use untaint_browser::tab::Tab;

const HOSTILE: &str = "\"'><img src=x onerror=alert(1)></textarea><script>alert(2)</script>";

/// Where the focus is; which fields are called wrong; whether each that is described is so by a text that is there;
/// where the summary leads first.
fn state(tab: &mut Tab) -> Value {
    const STATE: &str = r"() => [
        document.activeElement.id,
        [...document.querySelectorAll('[aria-invalid]')].map(field => field.id),
        [...document.querySelectorAll('[aria-describedby]')].every(field => field.getAttribute('aria-describedby')
            .split(' ').every(id => document.getElementById(id).textContent)),
        document.querySelector('#summary a')?.hash ?? null,
    ]";
    tab.ask(STATE, &Value::Null)
}

fn values(tab: &mut Tab, ids: &[&str]) -> Value {
    tab.ask("ids => ids.map(id => document.getElementById(id).value)", &json!(ids))
}

fn fill(tab: &mut Tab, fields: &[(&str, &str)]) {
    for (id, text) in fields {
        tab.ask("id => { document.getElementById(id).value = ''; }", &json!(id));
        tab.type_into(&format!("#{id}"), text);
    }
}

const SEND: &str = "form.sheet .row button";

pub(super) fn a_sign_up_with_errors_keeps_what_was_typed(board: &Board) {
    let mut tab = board.tab();
    tab.go(&url("/signup?next=/new")).expect("the form");
    // As somebody sends it whose browser checks nothing.
    tab.evaluate("(document.querySelector('form.sheet').noValidate = true, null)");
    fill(
        &mut tab,
        &[
            ("name", HOSTILE),
            ("email", HOSTILE),
            ("age", "9"),
            ("password", "correct horse"),
            ("password_again", "correct house"),
        ],
    );
    tab.press("#reason-1");
    press(&mut tab, SEND, "document.querySelector('#summary')");
    assert_eq!(state(&mut tab), json!(["name", ["name", "email", "age", "password_again"], true, "#name"]));
    let typed = values(&mut tab, &["name", "email", "age", "password", "password_again"]);
    assert_eq!(typed, json!([HOSTILE, HOSTILE, "9", "", ""]));
    assert_eq!(tab.evaluate("document.querySelector('#reason-1').checked"), true);
    let told = tab.evaluate("document.documentElement.outerHTML");
    assert!(!told.as_str().expect("a page").contains("correct ho"), "a password came back");
    tab.settle(PATIENCE);
    assert_eq!(tab.take_ran(), [""; 0]);

    // What is changed is not called wrong, and the browser's own checks let through what the site takes.
    let good = [
        ("name", "Sina"),
        ("email", "sina@example.com"),
        ("age", "16"),
        ("password", "correct horse"),
        ("password_again", "correct horse"),
    ];
    fill(&mut tab, &good);
    assert_eq!(state(&mut tab)[1], json!([]));
    // The link that a mail would bring, and the button behind it.
    press(&mut tab, SEND, "document.querySelector('#link')");
    press(&mut tab, "#link", "location.pathname === '/signup/confirm'");
    press(&mut tab, SEND, "location.pathname === '/new'");

    let mut other = board.tab();
    other.go(&url("/signup")).expect("the form");
    fill(&mut other, &good);
    fill(&mut other, &[("name", "SINA")]);
    other.press("#reason-0");
    press(&mut other, SEND, "document.querySelector('#name-error')");
    assert_eq!(state(&mut other), json!(["name", ["name"], true, "#name"]));
    let said = other.evaluate("document.querySelector('#name-error').textContent");
    assert_eq!(said, "Somebody has this name. Choose another one.");
}

pub(super) fn a_browser_asks_for_what_is_missing(board: &Board) {
    let mut tab = board.tab();
    tab.go(&url("/signup")).expect("the form");
    tab.evaluate("window.still = 'here'");
    tab.press(SEND);
    tab.settle(PATIENCE);
    // Nothing was sent: the rules stand in the controls.
    let missing = tab.evaluate("[...document.querySelectorAll(':invalid')].map(field => field.id)");
    let all = ["name", "age", "reason-0", "reason-1", "reason-2", "password", "password_again"];
    let fields: Vec<&str> = missing.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert!(all.iter().all(|id| fields.contains(id)), "{fields:?}");
    assert_eq!(tab.evaluate("[window.still, location.pathname]"), json!(["here", "/signup"]));
}

pub(super) fn a_profile_is_sent_with_progress_and_shows(board: &Board) {
    const SHOWS: &str = r"() => {
        const image = document.querySelector('#seen img');
        return image.decode().then(() => [image.naturalWidth, image.naturalHeight, image.alt,
            document.querySelector('#seen .text').innerHTML]);
    }";
    let folder = Folder::new();
    let mut tab = board.log_in("Paula");
    tab.go(&url("/profile")).expect("the form");
    tab.evaluate("window.still = 'here'");
    fill(
        &mut tab,
        &[("about", "<b onclick=alert(1)>Hi</b><script>alert(2)</script>"), ("site", "javascript:alert(3)")],
    );
    let page = folder.put("cat.png", b"<!doctype html><script>alert(4)</script>");
    choose_in(&mut tab, "#avatar", &page);
    // The script writes what is wrong beside the fields, and the page stays.
    press(&mut tab, SEND, "document.querySelector('#avatar-error')");
    assert_eq!(
        tab.evaluate("[window.still, document.querySelector('#progress').hidden]"),
        json!(["here", true])
    );
    assert_eq!(state(&mut tab), json!(["site", ["site", "avatar"], true, null]));
    assert_eq!(values(&mut tab, &["site"]), json!(["javascript:alert(3)"]));

    let bytes = picture(&mut tab);
    choose_in(&mut tab, "#avatar", &folder.put("noise.png", &bytes));
    fill(&mut tab, &[("site", "https://example.com/")]);
    tab.ask(RECORD, &Value::Null);
    // Only there a picture of a sensible size takes a while.
    let is_slow = board.world.engine() == Engine::Chromium;
    if is_slow {
        devtools::slow_down(&mut tab, 200_000);
    }
    press(&mut tab, SEND, "location.search === '?kept' && document.querySelector('#seen img')");
    let seen = tab.evaluate("JSON.parse(sessionStorage.seen)");
    let seen: Vec<f64> = serde_json::from_value(seen).expect("numbers");
    assert!(seen.is_sorted(), "{seen:?}");
    assert!(!is_slow || seen.iter().any(|part| *part > 0.0 && *part < 1.0), "{seen:?}");
    assert_eq!(tab.ask(SHOWS, &Value::Null), json!([320, 240, "noise.png", "<b>Hi</b>"]));
    tab.settle(PATIENCE);
    assert_eq!(tab.take_ran(), [""; 0]);
}

/// Where the script's request fails, the browser sends the form itself.
pub(super) fn a_profile_is_sent_without_the_script(board: &Board) {
    let mut tab = board.log_in("Petra");
    tab.go(&url("/profile")).expect("the form");
    tab.evaluate(
        "(XMLHttpRequest.prototype.send = function () { this.dispatchEvent(new Event('error')); }, null)",
    );
    fill(&mut tab, &[("about", HOSTILE), ("site", "nowhere")]);
    press(&mut tab, SEND, "document.querySelector('#summary')");
    assert_eq!(state(&mut tab), json!(["site", ["site"], true, "#site"]));
    assert_eq!(values(&mut tab, &["about", "site"]), json!([HOSTILE, "nowhere"]));
    tab.settle(PATIENCE);
    assert_eq!(tab.take_ran(), [""; 0]);
}
