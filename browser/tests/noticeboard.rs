//! The noticeboard example in a browser: pictures show, refused files say why, snippets are copied as they are read,
//! and nothing that a visitor sent runs.

// The site's own modules; only `main` is not called.
#[path = "noticeboard/clipboard.rs"]
mod clipboard;
#[path = "noticeboard/forms.rs"]
mod forms;
#[allow(dead_code)]
#[path = "../../examples/noticeboard/main.rs"]
mod noticeboard;

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use untaint_browser::cases;
use untaint_browser::devtools;
use untaint_browser::engine::{Engine, Programs};
use untaint_browser::suite::{Check, Visitor, World, run_in};
use untaint_browser::tab::Tab;

/// Time for an attack to run: the controls pass with the same.
const PATIENCE: Duration = Duration::from_millis(120);
/// How long a page may take to get where a test expects it.
const LONGEST: Duration = Duration::from_secs(20);

/// There is one clipboard, and trials run side by side.
static CLIPBOARD: Mutex<()> = Mutex::new(());

fn main() -> ExitCode {
    let everywhere: &[(&str, Check<Board>)] = &[
        ("pages_keep_to_their_policy", pages_keep_to_their_policy),
        ("what_a_policy_forbids_is_reported", what_a_policy_forbids_is_reported),
        ("a_picture_is_sent_with_progress_and_shows", a_picture_is_sent_with_progress_and_shows),
        ("a_refused_file_is_told_why_on_the_page", a_refused_file_is_told_why_on_the_page),
        ("a_pdf_is_stored_and_not_opened", a_pdf_is_stored_and_not_opened),
        ("kept_files_run_nothing_when_opened", kept_files_run_nothing_when_opened),
        ("refused_files_would_run", refused_files_would_run),
        ("what_is_hidden_is_shown_and_taken_away", what_is_hidden_is_shown_and_taken_away),
        ("a_changed_field_is_not_called_wrong", a_changed_field_is_not_called_wrong),
        ("attacks_to_try_run_nothing", attacks_to_try_run_nothing),
        ("what_is_pasted_is_judged_and_stays_text", what_is_pasted_is_judged_and_stays_text),
        ("a_sign_up_with_errors_keeps_what_was_typed", forms::a_sign_up_with_errors_keeps_what_was_typed),
        ("a_browser_asks_for_what_is_missing", forms::a_browser_asks_for_what_is_missing),
        ("a_profile_is_sent_with_progress_and_shows", forms::a_profile_is_sent_with_progress_and_shows),
        ("a_profile_is_sent_without_the_script", forms::a_profile_is_sent_without_the_script),
    ];
    // No driver presses a key that reaches the clipboard; Chromium's other protocol does.
    let with_clipboard: &[(&str, Check<Board>)] = &[
        ("the_button_copies_what_is_shown", clipboard::the_button_copies_what_is_shown),
        ("the_button_copies_without_a_clipboard", clipboard::the_button_copies_without_a_clipboard),
        ("hidden_characters_would_be_copied", clipboard::hidden_characters_would_be_copied),
    ];
    run_in(Board::start, &[(&Engine::ALL, everywhere), (&[Engine::Chromium], with_clipboard)])
}

/// The site, and browsers for which it stands at [`HOST`].
struct Board {
    world: World,
    _runtime: tokio::runtime::Runtime,
}

const HOST: &str = "board.test";

fn url(path: &str) -> String {
    format!("https://{HOST}{path}")
}

impl Board {
    fn start(engine: Engine, programs: &Programs) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let addr = listener.local_addr().unwrap();
        let site = noticeboard::app::router(&format!("https://{HOST}"));
        runtime.spawn(async move { axum::serve(listener, site).await });
        Self { world: World::new(engine, programs, Some((HOST.to_owned(), addr))), _runtime: runtime }
    }

    fn tab(&self) -> Visitor<'_> {
        self.world.visitor()
    }

    /// A tab on the form for a new note.
    fn log_in(&self, name: &str) -> Visitor<'_> {
        let mut tab = self.tab();
        tab.go(&url("/login?next=/new")).expect("the login");
        tab.type_into("#name", name);
        press(&mut tab, "form.sheet button", "location.pathname === '/new'");
        tab
    }

    /// A tab on the form that attaches a file to a new note; and the note's element.
    fn with_note(&self, name: &str) -> (Visitor<'_>, String) {
        let mut tab = self.log_in(name);
        tab.type_into("#text", &format!("{name} was here."));
        press(&mut tab, "form.sheet button", "location.hash.startsWith('#note-')");
        let note = tab.evaluate("location.hash").as_str().unwrap().to_owned();
        let is_form = "location.pathname.endsWith('/attach') && document.querySelector('#file')";
        press(&mut tab, &format!("{note} .own a"), is_form);
        (tab, note)
    }
}

/// Clicks, and waits until the page is where it leads.
fn press(tab: &mut Tab, selector: &str, until: &str) {
    tab.press(selector);
    wait(tab, until);
}

/// Waits until an expression is true, on whatever page there is then.
fn wait(tab: &mut Tab, until: &str) {
    let start = Instant::now();
    // A page that goes away answers nothing.
    while tab.try_evaluate(&format!("document.readyState === 'complete' && Boolean({until})"))
        != Ok(json!(true))
    {
        assert!(start.elapsed() < LONGEST, "{until}: never on {:?}", tab.landing());
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A folder for the files that a person chooses, and for those that are stored.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("untaint-noticeboard-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Chooses a file in the form, as its dialog does.
fn choose(tab: &mut Tab, file: &Path) {
    choose_in(tab, "#file", file);
}

fn choose_in(tab: &mut Tab, selector: &str, file: &Path) {
    tab.ask("selector => { document.querySelector(selector).value = ''; }", &json!(selector));
    tab.type_into(selector, file.to_str().expect("a path of letters"));
}

fn sample(name: &str) -> Vec<u8> {
    cases::bytes(&format!("upload/files/{name}"))
}

/// The folder of the samples, hostile and harmless.
fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/data/upload/files")
        .canonicalize()
        .expect("the samples")
}

// ---- the policy of the pages ----

/// Every page, with its script at work, loads and runs only what its policy allows.
fn pages_keep_to_their_policy(board: &Board) {
    let mut tab = board.tab();
    for path in ["/", "/login", "/signup", "/snippets", "/limits", "/nowhere"] {
        tab.go(&url(path)).expect(path);
        tab.settle(PATIENCE);
        // The style sheet and the script are there, so the policy was read and not just left out.
        assert_eq!(tab.evaluate("getComputedStyle(document.body).display"), "flex", "{path}");
    }
    assert_eq!(tab.take_ran(), [""; 0]);

    let (mut tab, note) = board.with_note("Polly");
    tab.go(&url("/")).expect("the board");
    tab.type_into("#find", "choir");
    wait(&mut tab, &format!("document.querySelector('{note}').hidden"));
    tab.go(&url("/new")).expect("the form");
    tab.type_into("#text", "<b>Hi</b><img src=x onerror=alert(1)><script>alert(2)</script>");
    wait(&mut tab, "document.querySelector('#preview b')");
    tab.go(&url("/snippets")).expect("the snippets");
    press(&mut tab, ".copy", "document.querySelector('.copy + *').textContent");
    tab.settle(PATIENCE);
    assert_eq!(tab.take_ran(), [""; 0]);
}

/// The control: a script that is not the site's, markup that no policy made, and a picture from elsewhere.
fn what_a_policy_forbids_is_reported(board: &Board) {
    let mut tab = board.tab();
    for attack in [
        "document.body.append(Object.assign(document.createElement('script'), {src: '/other.js'}))",
        "document.body.innerHTML = '<b>x</b>'",
        "document.body.append(Object.assign(document.createElement('img'), {src: 'http://evil.test/'}))",
        "document.body.setAttribute('style', 'color: red')",
        "document.body.setAttribute('onclick', 'alert(1)'), document.body.click()",
        "fetch('http://evil.test/')",
    ] {
        tab.go(&url("/snippets")).expect("the snippets");
        // It throws where the policy says no.
        let _ = tab.try_evaluate(&format!("({attack}, null)"));
        tab.settle(PATIENCE);
        let ran = tab.take_ran();
        assert!(!ran.is_empty() && ran.iter().all(|news| news.contains(" kept ")), "{attack}: {ran:?}");
    }
}

// ---- attaching a file ----

/// A picture of noise, encoded by Chromium: large enough that sending it takes a while.
fn picture(tab: &mut Tab) -> Vec<u8> {
    const DRAW: &str = r"new Promise(done => {
        const canvas = Object.assign(document.createElement('canvas'), {width: 320, height: 240});
        const pixels = new ImageData(320, 240);
        let seed = 1;
        for (let at = 0; at < pixels.data.length; at += 1) {
            seed = Math.imul(seed, 1103515245) + 12345 >>> 0;
            pixels.data[at] = at % 4 === 3 ? 255 : seed >>> 24;
        }
        canvas.getContext('2d').putImageData(pixels, 0, 0);
        canvas.toBlob(async blob => done([...new Uint8Array(await blob.arrayBuffer())]), 'image/png');
    })";
    serde_json::from_value(tab.evaluate(DRAW)).expect("bytes")
}

/// Writes down how far the bar of progress has come, also for the page behind.
const RECORD: &str = r"() => {
    const progress = document.querySelector('#progress');
    sessionStorage.seen = '[]';
    new MutationObserver(() => {
        if (progress.hidden) return;
        sessionStorage.seen = JSON.stringify([...JSON.parse(sessionStorage.seen), progress.value]);
    }).observe(progress, {attributes: true});
}";

fn a_picture_is_sent_with_progress_and_shows(board: &Board) {
    const SHOWS: &str = r"note => {
        const image = document.querySelector(note + ' .file img');
        image.scrollIntoView();
        return image.decode().then(() => [image.naturalWidth, image.naturalHeight, image.alt, image.clientWidth > 100]);
    }";
    let folder = Folder::new();
    let (mut tab, note) = board.with_note("Pia");
    let bytes = picture(&mut tab);
    assert!(bytes.len() > 150_000);
    choose(&mut tab, &folder.put("noise.png", &bytes));
    tab.ask(RECORD, &Value::Null);
    // Only there a picture of a sensible size takes a while.
    let is_slow = board.world.engine() == Engine::Chromium;
    if is_slow {
        devtools::slow_down(&mut tab, 200_000);
    }
    press(
        &mut tab,
        "#attach button",
        &format!("location.hash === '{note}' && document.querySelector('#board')"),
    );

    let seen = tab.evaluate("JSON.parse(sessionStorage.seen)");
    let seen: Vec<f64> = serde_json::from_value(seen).expect("numbers");
    assert!(seen.is_sorted(), "{seen:?}");
    assert!(!is_slow || seen.iter().any(|part| *part > 0.0 && *part < 1.0), "{seen:?}");
    assert_eq!(tab.ask(SHOWS, &json!(note)), json!([320, 240, "noise.png", true]));
    tab.settle(PATIENCE);
    assert_eq!(tab.take_ran(), [""; 0]);
}

fn a_refused_file_is_told_why_on_the_page(board: &Board) {
    let folder = Folder::new();
    let (mut tab, note) = board.with_note("Rita");
    let address = tab.evaluate("location.href");
    tab.evaluate("window.still = 'here'");
    for (name, bytes, reason) in [
        ("cat.gif", b"GIF89a;<?php alert(1);".to_vec(), "By its content this is no PNG"),
        ("cat.svg", sample("svg_onload.svg"), "By its content this is no PNG"),
        ("cat.png", b"<!doctype html><script>alert(1)</script>".to_vec(), "By its content this is no PNG"),
        ("cat.pdf", sample("plain.png"), "Its name ends as files of another type do"),
        ("empty.png", Vec::new(), "The file is empty"),
    ] {
        choose(&mut tab, &folder.put(name, &bytes));
        tab.evaluate("document.querySelector('#refused').hidden = true");
        press(&mut tab, "#attach button", "!document.querySelector('#refused').hidden");
        let told =
            tab.evaluate("[...document.querySelectorAll('#refused li')].map(item => item.textContent)");
        let told: Vec<String> = serde_json::from_value(told).expect("texts");
        assert!(told.iter().any(|text| text.contains(reason)), "{name}: {told:?}");
        assert_eq!(tab.evaluate("[window.still, location.href]"), json!(["here", address]), "{name}");
        assert_eq!(tab.evaluate("document.querySelector('#progress').hidden"), true);
    }
    tab.settle(PATIENCE);
    assert_eq!(tab.take_ran(), [""; 0]);
    // The same form takes the next file.
    choose(&mut tab, &samples().join("plain.png"));
    press(
        &mut tab,
        "#attach button",
        &format!("location.hash === '{note}' && document.querySelector('#board')"),
    );
    let kept = tab.ask("note => document.querySelectorAll(note + ' .file').length", &json!(note));
    assert_eq!(kept, 1);
}

fn a_pdf_is_stored_and_not_opened(board: &Board) {
    const HEADERS: &str = r"note => fetch(document.querySelector(note + ' .file a').href)
        .then(answer => ['content-disposition', 'content-type', 'x-content-type-options']
            .map(name => answer.headers.get(name)))";
    let folder = Folder::new();
    let (mut tab, note) = board.with_note("Paul");
    let bytes = sample("pdf_leading_junk.pdf");
    choose(&mut tab, &folder.put("Programm für Mai.pdf", &bytes));
    press(
        &mut tab,
        "#attach button",
        &format!("location.hash === '{note}' && document.querySelector('#board')"),
    );

    let headers = json!([
        "attachment; filename=\"Programm fur Mai.pdf\"; filename*=UTF-8''Programm%20f%C3%BCr%20Mai.pdf",
        "application/pdf",
        "nosniff"
    ]);
    assert_eq!(tab.ask(HEADERS, &json!(note)), headers);
    let address = tab.evaluate("location.href");
    let link = format!("{note} .file a");
    tab.press(&link);
    // The small browser of WebKit's port asks nobody where it stores a file.
    if board.world.engine() != Engine::WebKit {
        let file = tab.downloads().join("Programm für Mai.pdf");
        let start = Instant::now();
        while std::fs::read(&file).ok().as_ref() != Some(&bytes) {
            assert!(start.elapsed() < LONGEST, "it was not stored");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    tab.settle(PATIENCE);
    assert_eq!(tab.evaluate("location.href"), address, "the board is still there");
    let href = tab.ask("link => document.querySelector(link).href", &json!(link));
    assert!(!tab.shows(href.as_str().unwrap()), "it opens by its address");
    assert_eq!(tab.take_ran(), [""; 0]);
}

/// Sends the chosen file as the script does, and tells what the site said.
const SEND: &str = r"() => {
    const form = document.querySelector('#attach');
    return fetch(form.action, {method: 'POST', body: new FormData(form), headers: {Accept: 'application/json'}})
        .then(answer => answer.status);
}";

/// Every sample, hostile and harmless: whatever the site takes, opened by its address, is what it says and runs
/// nothing.
fn kept_files_run_nothing_when_opened(board: &Board) {
    const ADDRESS: &str = r"note => fetch('/').then(answer => answer.text()).then(html => {
        const card = html.split(`id=${JSON.stringify(note.slice(1))}`)[1].split('</article>')[0];
        return '/files/' + /\/files\/([^\x22]+)/.exec(card)[1];
    })";
    let (mut tab, note) = board.with_note("Frida");
    let form = tab.evaluate("location.href").as_str().unwrap().to_owned();
    let mut names: Vec<_> =
        std::fs::read_dir(samples()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    let (mut pictures, mut downloads, mut refused) = (0, 0, 0);
    for name in &names {
        choose(&mut tab, &samples().join(name));
        match tab.ask(SEND, &Value::Null).as_u64() {
            Some(200) => {}
            status => {
                assert_eq!(status, Some(422), "{name:?}");
                refused += 1;
                continue;
            }
        }
        let address = tab.ask(ADDRESS, &json!(note));
        if tab.shows(&url(address.as_str().unwrap())) {
            let page = tab.evaluate("[document.contentType.split('/')[0], document.scripts.length]");
            assert_eq!(page, json!(["image", 0]), "{name:?}");
            pictures += 1;
        } else {
            downloads += 1;
        }
        // Not by the page's clock: where no script runs, none of its timers does.
        std::thread::sleep(PATIENCE);
        assert_eq!(tab.take_ran(), [""; 0], "{name:?}");
        tab.go(&form).expect("the form");
    }
    let counts = (pictures, downloads, refused);
    assert!(pictures >= 5 && downloads >= 1 && refused > 50, "{counts:?}");
}

/// The control: what is refused runs where nobody asks what it is.
fn refused_files_would_run(board: &Board) {
    let mut tab = board.tab();
    let folder = Folder::new();
    let html = folder.put("cat.html", b"<!doctype html><script>alert(1)</script>");
    for file in [samples().join("svg_onload.svg"), samples().join("svg_script.svg"), html] {
        tab.go(&format!("file://{}", file.display())).expect("the file");
        tab.settle(PATIENCE);
        assert!(!tab.take_ran().is_empty(), "{}", file.display());
    }
}

/// A hidden character stands as a mark in the name, and goes by its button; Enter sends the form itself.
fn what_is_hidden_is_shown_and_taken_away(board: &Board) {
    let mut tab = board.tab();
    tab.go(&url("/login?next=/new")).expect("the login");
    tab.type_into("#name", "Ani\u{200B}md");
    press(&mut tab, "form.sheet button", "document.querySelector('.marked')");
    let shown = tab.evaluate("document.querySelector('.marked bdi').innerText");
    assert_eq!(shown, json!("Ani·md"));
    press(&mut tab, ".marked button", "document.querySelector('#name').value === 'Animd'");
    assert_eq!(tab.evaluate("document.querySelector('.problem')"), json!(null));
    press(&mut tab, "form.sheet button", "location.pathname === '/new'");
}

/// What was said of a field is taken back once it is changed.
fn a_changed_field_is_not_called_wrong(board: &Board) {
    let mut tab = board.log_in("Fay");
    tab.type_into("#text", "words");
    tab.type_into("#link", "javascript:alert(1)");
    press(&mut tab, "form.sheet button", "document.querySelector('#link-problem')");
    assert_eq!(tab.evaluate("document.querySelector('#link').getAttribute('aria-invalid')"), json!("true"));
    tab.type_into("#link", "x");
    wait(&mut tab, "document.querySelector('#link-problem').hidden");
    assert_eq!(tab.evaluate("document.querySelector('#link').hasAttribute('aria-invalid')"), json!(false));
}

/// Every button "Try an attack" fills its form and runs nothing.
fn attacks_to_try_run_nothing(board: &Board) {
    let mut tab = board.log_in("Gus");
    for path in ["/new", "/snippets", "/login"] {
        let count = if path == "/login" {
            let mut fresh = board.tab();
            fresh.go(&url(path)).expect("the page");
            fresh.evaluate("document.querySelectorAll('.attacks button').length")
        } else {
            tab.go(&url(path)).expect("the page");
            tab.evaluate("document.querySelectorAll('.attacks button').length")
        };
        let count = count.as_u64().expect("a number");
        assert!(count >= 3, "{path}: {count}");
        for place in 0..count {
            for name in ["attack", "link-attack"] {
                tab.go(&url(&format!("{path}?{name}={place}"))).expect("the page");
                tab.settle(PATIENCE);
                assert_eq!(tab.take_ran(), Vec::<String>::new(), "{path} {name} {place}");
            }
        }
    }
}

// ---- what a policy is worth ----

/// Pastes into the form of `/security`, and waits for what it says.
fn judged(tab: &mut Tab, text: &str, verdict: &str) {
    tab.go(&url("/security")).expect("the page");
    tab.evaluate(&format!("document.querySelector('#text').value = {}", json!(text)));
    let said = "document.querySelector('#judged .verdict')";
    press(tab, "form.sheet button", said);
    let said = tab.evaluate(&format!("{said}.innerText"));
    assert!(said.as_str().is_some_and(|said| said.starts_with(verdict)), "{text:?}: {said}");
}

/// A weak policy gets its sentence, its places and its findings; markup in it is neither run nor lost.
fn what_is_pasted_is_judged_and_stays_text(board: &Board) {
    let mut tab = board.tab();
    for (text, verdict, codes) in [
        ("script-src 'self' 'unsafe-inline'; base-uri *", "Open:", ["csp.unsafe_inline", "csp.self"]),
        ("script-src 'nonce-7bMN2jQ8rK1s5Tz0wYx4vA'", "Open by a detour", ["csp.base_uri", "csp.object_src"]),
        (
            "script-src https://cdn.jsdelivr.net </pre><script>alert(1)</script>",
            "Open by",
            ["csp.bypass_host", "csp.placeholder"],
        ),
        (
            "img-src <img src=x onerror=alert(1)>; \"><svg onload=alert(1)>",
            "Open:",
            ["csp.script_missing", "csp.directive"],
        ),
        (
            "HTTP/2 200\ncontent-type: text/html\nx-frame-options: <script>alert(1)</script>\nset-cookie: <img src=x onerror=alert(1)>",
            "A stranger gets",
            ["headers.csp_missing", "headers.frame_options_ignored"],
        ),
    ] {
        judged(&mut tab, text, verdict);
        tab.settle(PATIENCE);
        assert_eq!(tab.take_ran(), [""; 0], "{text:?}");
        let found =
            tab.evaluate("[...document.querySelectorAll('#judged .findings h3')].map(h => h.innerText)");
        for code in codes {
            assert!(found.to_string().contains(code), "{text:?}: {code} is not in {found}");
        }
        // The text is there as it was pasted, with marks in it, and in the form.
        let shown = tab.evaluate("document.querySelector('#judged pre').textContent.trimStart()");
        assert_eq!(shown, json!(text));
        assert_eq!(tab.evaluate("document.querySelector('#text').value"), json!(text));
        let marks = tab.evaluate("document.querySelectorAll('#judged > pre mark').length");
        assert!(marks.as_u64() > Some(0), "{text:?}: no mark");
        assert_eq!(
            tab.evaluate("document.querySelectorAll('main script, main img, main svg').length"),
            json!(0)
        );
    }
    judged(&mut tab, "script-src 'unsafe-inline'", "Open:");
    let proof = "[...document.querySelectorAll('#judged .findings pre')].map(pre => pre.textContent.trim())";
    assert_eq!(tab.evaluate(&format!("{proof}[0]")), json!("<script>alert(1)</script>"));
    // What this very page was sent with.
    let own = tab.evaluate("document.querySelector('#sent .verdict').innerText");
    assert_eq!(own, json!("These headers do what they say."));
    // The control: the same text as markup would run, if the page's policy did not keep it.
    tab.open("https://plain.test/", untaint_browser::site::Page::Html("<svg onload=alert(1)>".to_owned()))
        .expect("a page");
    tab.settle(PATIENCE);
    assert_eq!(tab.take_ran().len(), 1);
}
