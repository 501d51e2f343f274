//! The noticeboard example, driven over real HTTP: nothing leaves the site, nothing runs, nothing typed is lost.
#![cfg(all(feature = "derive", feature = "upload", feature = "http", feature = "sign", feature = "random"))]

// The site's own modules; only `main` is not called.
#[allow(dead_code)]
#[path = "../examples/noticeboard/main.rs"]
mod noticeboard;
mod support;

#[path = "support/site.rs"]
mod site;

use site::{Answer, Element, Site, by_id, elements, form, is_inert};
use untaint::escape::UrlComponent;
use untaint::text::{self, TextPolicy};

const HOSTILE_TEXT: &str =
    "\"'><img src=x onerror=alert(1)>\n</textarea></script><script>alert(2)</script><!--<script>";
/// What the board keeps of it.
const HOSTILE_LEFT: &str = "\"'>";

#[test]
fn the_board_is_there_and_inert() {
    let site = Site::start();
    let board = site.get("/", "");
    assert_eq!(board.status, 200);
    assert!(board.body.contains("Write a note"));
    assert!(is_inert(&board.body));
    for path in ["/style.css", "/script.js", "/icon.svg"] {
        let file = site.get(path, "");
        assert_eq!(file.status, 200);
        assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    }
    assert_eq!(site.get("/nowhere", "").status, 404);
}

#[test]
fn pages_that_are_not_inert_are_found() {
    for live in [
        "<script>alert(1)</script>",
        "<script src=/evil.js></script>",
        "<img src=x>",
        "<p onclick=x>",
        "<a href=' javascript:x'>",
        "<p style=x>",
        "<base href=//evil.example>",
    ] {
        assert!(!is_inert(live), "{live}");
    }
}

#[test]
fn every_answer_has_its_headers() {
    let site = Site::start();
    let mut nonces = std::collections::HashSet::new();
    for path in ["/", "/login", "/new", "/snippets", "/snippets/0/typed", "/limits", "/nowhere", "/style.css"]
    {
        let answer = site.get(path, "");
        let policy = answer.header("content-security-policy").unwrap();
        for part in [
            "default-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "connect-src 'self'",
            "require-trusted-types-for 'script'",
            // One policy, made once: neither another name nor `allow-duplicates`.
            "; trusted-types preview",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe") && policy.ends_with("trusted-types preview"), "{policy}");
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        for element in answer.elements().iter().filter(|element| element.attr("nonce").is_some()) {
            assert_eq!(element.attr("nonce"), Some(nonce.as_str()));
        }
        assert!(nonces.insert(nonce), "a nonce was used twice");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"));
    }
}

#[test]
fn a_login_leads_on_only_within_the_site() {
    let site = Site::start();
    let own = format!("{}/new", site.origin());
    for next in ["/new", "/", "/?q=//evil.example#x", "/a/../b", own.as_str()] {
        let page = site.get(&format!("/login?next={}", UrlComponent(next)), "");
        let hidden =
            page.elements().into_iter().find(|element| element.attr("name") == Some("next")).unwrap();
        assert_eq!(hidden.attr("value"), Some(next));
        assert!(!page.body.contains("not on this site"));
        let answer = site.post("/login", "", &[("name", "Ann"), ("next", next)]);
        assert_eq!((answer.status, answer.header("location")), (303, Some(next)));
    }
    let suffixed = format!("{}.evil.example/", site.origin());
    let user = format!("http://{}@evil.example/", site.addr);
    for next in [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        " //evil.example",
        "///evil.example",
        "https://evil.example",
        "https:evil.example",
        "http:/\\evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "/\r\nset-cookie: a=b",
        suffixed.as_str(),
        user.as_str(),
        "",
    ] {
        let page = site.get(&format!("/login?next={}", UrlComponent(next)), "");
        assert_eq!(page.status, 200);
        let hidden =
            page.elements().into_iter().find(|element| element.attr("name") == Some("next")).unwrap();
        assert_eq!(hidden.attr("value"), Some("/"), "{next:?}");
        assert_eq!(page.body.contains("not on this site"), !next.is_empty(), "{next:?}");
        let answer = site.post("/login", "", &[("name", "Ann"), ("next", next)]);
        assert_eq!((answer.status, answer.header("location")), (303, Some("/")), "{next:?}");
        // Logged in already, the same page redirects at once.
        let answer = site.get(&format!("/login?next={}", UrlComponent(next)), &answer.cookie());
        assert_eq!((answer.status, answer.header("location")), (303, Some("/")), "{next:?}");
    }
}

#[test]
fn a_name_that_does_not_fit_is_answered_beside_the_field() {
    let site = Site::start();
    let long = "x".repeat(41);
    for (name, message) in [
        ("", "any name will do"),
        (" \t", "any name will do"),
        (&long, "at most 40 characters"),
        ("a\u{7}\"<b>", "control"),
        ("Ann\u{202E}", "override of the direction"),
        ("A\u{200B}nn", "without width"),
        ("Ann\u{3164}", "blank letter"),
    ] {
        let answer = site.post("/login", "", &[("name", name), ("next", "/new")]);
        assert_eq!(answer.status, 422);
        assert!(answer.header("set-cookie").is_none());
        assert!(is_inert(&answer.body));
        let elements = answer.elements();
        let field = by_id(&elements, "name");
        assert_eq!(field.attr("value"), Some(name));
        assert_eq!(field.attr("aria-invalid"), Some("true"));
        assert!(by_id(&elements, field.attr("aria-describedby").unwrap()).text.contains(message));
        let hidden = elements.iter().find(|element| element.attr("name") == Some("next")).unwrap();
        assert_eq!(hidden.attr("value"), Some("/new"));
    }
}

#[test]
fn writing_needs_a_login() {
    let site = Site::start();
    for cookie in ["", "session=", "session=0000", "other=1; session=guess"] {
        let answer = site.get("/new", cookie);
        assert_eq!((answer.status, answer.header("location")), (303, Some("/login?next=%2Fnew")));
    }
    let cookie = site.log_in("Ann");
    assert_eq!(site.get("/new", &format!("theme=dark; {cookie}")).status, 200);
    // The session ends while somebody writes: the note is still in the form, and not on the board.
    assert_eq!(site.submit("/logout", &cookie, &[]).status, 303);
    assert_eq!(site.get("/new", &cookie).status, 303);
    let answer = site.post("/new", &cookie, &[("text", HOSTILE_TEXT), ("link", "/x")]);
    assert_eq!(answer.status, 401);
    assert!(is_inert(&answer.body));
    assert_eq!(by_id(&answer.elements(), "text").text, HOSTILE_TEXT);
    assert!(!site.get("/", "").body.contains("alert(2)"));
}

#[test]
fn a_hostile_note_is_shown_and_does_nothing() {
    let site = Site::start();
    let author = "\" onmouseover=alert(3) <b>'";
    let link = "https://example.com/?a=\"onclick=alert(4)&copy=<script>'";
    let cookie = site.log_in(author);
    let answer = site.post("/new", &cookie, &[("text", HOSTILE_TEXT), ("link", link)]);
    assert_eq!((answer.status, answer.header("location")), (303, Some("/#note-4")));

    let board = site.get("/", &cookie);
    assert!(is_inert(&board.body));
    let elements = board.elements();
    let note = by_id(&elements, "note-4");
    // As HTML, of which the text is left, and as text …
    assert!(note.text.contains(HOSTILE_LEFT) && note.text.contains(author));
    assert!(!note.text.contains("alert(1)") && !note.text.contains("alert(2)"));
    // … in attributes …
    assert_eq!(note.attr("aria-label"), Some(format!("Note by {author}").as_str()));
    let anchor = elements.iter().find(|element| element.attr("href") == Some(link)).unwrap();
    assert_eq!(anchor.attr("title"), Some(format!("{link}, as {author} wrote it").as_str()));
    assert_eq!(anchor.attr("rel"), Some("nofollow ugc noopener"));
    assert_eq!(anchor.attrs.len(), 3);
    // … and in the data for the script.
    let data: serde_json::Value = serde_json::from_str(&by_id(&elements, "notes").text).unwrap();
    assert_eq!(data[0]["author"], author);
    assert_eq!(data[0]["text"], HOSTILE_LEFT);
    assert_eq!(data[0]["link"], link);
    assert_eq!(data.as_array().unwrap().len(), 5);
}

/// The elements of the newest note's text, as the browser builds them.
fn newest_text(site: &Site) -> Vec<String> {
    let board = site.get("/", "");
    assert!(is_inert(&board.body));
    let card = board.body.split("<article").nth(1).unwrap();
    let text = card.split("<div class=\"text\">").nth(1).unwrap().split("<footer>").next().unwrap();
    let tags = elements(text).into_iter().map(|element| element.tag);
    tags.filter(|tag| !matches!(tag.as_str(), "html" | "head" | "body")).collect()
}

#[test]
fn rich_text_is_kept() {
    let site = Site::start();
    let cookie = site.log_in("Ann");
    let rich = "<p>Bring <b>cake</b> &amp; <i>tea</i>, <a href=\"https://example.com/?a=1\">here</a>\
                <ul><li>one<li>two</ul><blockquote>He said</blockquote><pre>a\n  b</pre><code>x < y</code>";
    assert_eq!(site.post("/new", &cookie, &[("text", rich)]).status, 303);
    assert_eq!(newest_text(&site), ["p", "b", "i", "a", "ul", "li", "li", "blockquote", "pre", "code"]);
    let board = site.get("/", "");
    let elements = board.elements();
    let link = elements.iter().find(|e| e.attr("href") == Some("https://example.com/?a=1")).unwrap();
    assert_eq!((link.text.as_str(), link.attr("rel")), ("here", Some("nofollow noopener")));
    // The data for the script is text: neither tags nor `&amp;`.
    let data: serde_json::Value = serde_json::from_str(&by_id(&elements, "notes").text).unwrap();
    let text = data[0]["text"].as_str().unwrap();
    assert!(text.starts_with("Bring cake & tea, here") && text.ends_with("x < y"), "{text}");
}

#[test]
fn plain_text_is_shown_as_it_was_typed() {
    let site = Site::start();
    let cookie = site.log_in("Ann");
    let typed = "Vec<String> & 3 < 4,\r\n\r\n  me <me@example.com> &c.";
    assert_eq!(site.post("/new", &cookie, &[("text", typed)]).status, 303);
    assert_eq!(newest_text(&site), [""; 0]);
    let shown = typed.replace("\r\n", "\n");
    assert!(by_id(&site.get("/", "").elements(), "note-4").text.contains(&shown));
    assert!(site.get("/style.css", "").body.contains("white-space: pre-wrap"));
}

#[test]
fn hostile_markup_is_inert() {
    let site = Site::start();
    let cookie = site.log_in("Ann");
    for hostile in [
        "<b onclick=alert(1) style=x:y>x</b>",
        "<a href=javascript:alert(1)>x</a>",
        "<a href='java&#9;script:alert(1)'>x</a>",
        "<img src=x onerror=alert(1)>x",
        "<svg><style><img src=x onerror=alert(1)></style></svg>x",
        "<math><mi><table><mglyph><style><!--</style><img title='--><img src=x onerror=alert(1)>'></table>x",
        "<form action=//evil.example><button formaction=javascript:alert(1)>x",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>x",
        "<base href=//evil.example><style>*{}</style><meta http-equiv=refresh content=0>x",
        // Neither the card nor the page ends before its time.
        "</div></article></main></body>x",
        "<div><p><ul><li>x<blockquote>",
        "x<!-- ",
        "<p title='</div><script>alert(1)</script>'>x",
        "<b id=notes class=note name=find>x</b>",
    ] {
        let preview = site.post("/preview", &cookie, &[("text", hostile)]);
        assert_eq!(preview.status, 200, "{hostile}");
        assert!(is_inert(&preview.body), "{hostile}: {}", preview.body);
        assert_eq!(site.post("/new", &cookie, &[("text", hostile)]).status, 303, "{hostile}");
        let board = site.get("/", "");
        assert!(is_inert(&board.body), "{hostile}");
        let elements = board.elements();
        assert!(elements.iter().find(|e| e.tag == "article").unwrap().text.starts_with("\nx"), "{hostile}");
        assert_eq!(elements.iter().filter(|element| element.attr("id") == Some("notes")).count(), 1);
        // The footer of the page is where it was: nothing swallowed it.
        let footer = elements.iter().rfind(|element| element.tag == "footer").unwrap();
        assert_eq!(footer.attr("class"), Some("bottom"), "{hostile}");
    }
    // Of some notes nothing is left: they are answered like empty ones, and with the reason.
    for nothing in ["<script>alert(1)</script>", "<!-- x -->", "<b></b>", "<p>&#32;<br>"] {
        let answer = site.post("/new", &cookie, &[("text", nothing)]);
        assert_eq!(answer.status, 422, "{nothing}");
        let elements = answer.elements();
        assert!(by_id(&elements, "text-problem").text.contains("Nothing to read is left"));
        assert_eq!(by_id(&elements, "text").text, nothing);
    }
}

#[test]
fn a_preview_shows_what_is_left_out() {
    let site = Site::start();
    let cookie = site.log_in("Ann");
    let before = site.get("/", "").body.matches("<article").count();
    let empty = site.get("/new", &cookie).elements();
    let section = |elements: &[Element]| {
        elements.iter().find(|element| element.tag == "section").unwrap().attr("hidden").is_some()
    };
    assert!(section(&empty));

    // Without a script: the form's second button.
    let text = "\r\n <b on\"<i>click=x>Hi</b><script>steal()</script><a href=javascript:x>y</a><!-- -->";
    let fields = [("text", text), ("link", "/x"), ("action", "preview")];
    let page = site.post("/new", &cookie, &fields);
    assert_eq!(page.status, 200);
    assert!(is_inert(&page.body));
    let elements = page.elements();
    assert!(!section(&elements));
    assert_eq!(by_id(&elements, "text").text, text);
    assert_eq!(by_id(&elements, "link").attr("value"), Some("/x"));
    assert!(by_id(&elements, "link-problem").text.contains("https://"));
    let shown = &by_id(&elements, "preview").text;
    assert!(shown.starts_with("click=x>Hi") && shown.contains("Left out:"), "{shown}");
    let left_out: Vec<_> = shown.split_once("Left out:").unwrap().1.split("the ").map(str::trim).collect();
    assert!(shown.contains("script with its content") && shown.contains("a comment"), "{shown}");
    assert!(left_out.iter().any(|what| what.starts_with("attribute on\"<i")), "{left_out:?}");
    assert!(left_out.iter().any(|what| what.starts_with("attribute href, for its value")), "{left_out:?}");
    assert!(!shown.contains("byte"), "offsets are for programs: {shown}");

    // With one: the same, and only that.
    let fragment = site.post("/preview", &cookie, &[("text", text)]);
    assert_eq!(fragment.status, 200);
    assert!(fragment.header("content-type").unwrap().starts_with("text/html"));
    assert_eq!(fragment.header("x-content-type-options"), Some("nosniff"));
    assert!(page.body.contains(&format!("<div id=\"preview\">{}</div>", fragment.body)));

    assert!(site.post("/preview", &cookie, &[("text", "fine")]).body.contains("Nothing is left out"));
    assert!(site.post("/preview", &cookie, &[]).body.contains("Nothing to show"));
    let many = "<x-y>".repeat(10) + &"<svg>".repeat(150);
    let many = site.post("/preview", &cookie, &[("text", &many)]).body;
    assert_eq!(many.matches("<li>").count(), 101);
    assert!(many.contains("and 50 more"));
    assert_eq!(site.post("/preview", "", &[("text", text)]).status, 401);
    assert_eq!(site.get("/preview", &cookie).status, 405);
    assert_eq!(site.post("/preview", &cookie, &[("text", &"x".repeat(17 * 1024))]).status, 413);
    assert_eq!(site.get("/", "").body.matches("<article").count(), before, "a preview posts nothing");
}

#[test]
fn what_is_wrong_leaves_the_typed_html_in_the_form() {
    let site = Site::start();
    let cookie = site.log_in("Ann");
    let text = "<b onclick=x>Hi</b>\r\n<script>x</script>";
    let answer = site.post("/new", &cookie, &[("text", text), ("link", "javascript:x")]);
    assert_eq!(answer.status, 422);
    assert!(is_inert(&answer.body));
    let elements = answer.elements();
    assert_eq!(by_id(&elements, "text").text, text);
    assert_eq!(by_id(&elements, "text").attr("aria-describedby"), Some("text-hint"));
    assert!(by_id(&elements, "preview").text.contains("onclick"));
}

#[test]
fn every_amplifier_stays_within_its_limits() {
    let site = Site::start();
    let page = site.get("/limits", "");
    assert_eq!(page.status, 200);
    assert!(is_inert(&page.body));
    let elements = page.elements();
    let options: Vec<_> = elements.iter().filter(|element| element.tag == "option").collect();
    let (sizes, inputs): (Vec<&Element>, Vec<&Element>) =
        options.iter().partition(|option| option.attr("value").unwrap().parse::<usize>().is_ok());
    assert_eq!((inputs.len(), sizes.len()), (13, 3));
    let mut truncated = 0;
    for input in &inputs {
        for length in &sizes {
            let (input, length) = (input.attr("value").unwrap(), length.attr("value").unwrap());
            let answer = site.post("/limits", "", &[("input", input), ("size", length)]);
            assert_eq!(answer.status, 200, "{input} {length}");
            assert!(is_inert(&answer.body) && answer.body.len() < 16 * 1024);
            let elements = answer.elements();
            let values: Vec<_> = elements.iter().filter(|e| e.tag == "dd").map(|e| e.text.as_str()).collect();
            let number = |at: usize| values[at].split(' ').next().unwrap().parse::<f64>().unwrap();
            let length: f64 = length.parse().unwrap();
            assert!(number(0) <= length && number(0) > length * 0.95, "{input}: {values:?}");
            assert!(number(1) <= 512.0 * 1024.0 && number(1) <= number(0) * 7.0, "{input}: {values:?}");
            // Far above what a debug build on a busy machine takes, far below what trees take.
            assert!(number(2) < 2000.0, "{input}: {values:?}");
            truncated += usize::from(values[4].starts_with("yes"));
            let chosen = elements.iter().filter(|element| element.attr("selected").is_some()).count();
            assert_eq!(chosen, 2);
        }
    }
    assert!(truncated > 0, "no input reached the limit of the output");
    for (input, length) in
        [("divs", "16385"), ("divs", "999999999"), ("divs", ""), ("none", "16384"), ("", "")]
    {
        let answer = site.post("/limits", "", &[("input", input), ("size", length)]);
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("from the lists") && is_inert(&answer.body));
    }
}

#[test]
fn every_link_has_a_text() {
    let site = Site::start();
    let cookie = site.log_in("Ann");
    // No host, no link.
    assert_eq!(site.post("/new", &cookie, &[("text", "x"), ("link", "https://")]).status, 422);
    for link in ["mailto:", "tel:1", " https://example.com/ ", "HTTPS://EXAMPLE.com"] {
        let answer = site.post("/new", &cookie, &[("text", "x"), ("link", link)]);
        assert_eq!(answer.status, 303, "{link:?}");
        let board = site.get("/", "");
        let elements = board.elements();
        let anchor =
            elements.iter().find(|element| element.attr("rel") == Some("nofollow ugc noopener")).unwrap();
        assert_eq!(anchor.attr("href"), Some(link.trim()));
        assert!(!anchor.text.trim().is_empty(), "{link:?}");
    }
    // Only spaces: no link, and no anchor.
    assert_eq!(site.post("/new", &cookie, &[("text", "y"), ("link", "  ")]).status, 303);
    let newest = site.get("/", "");
    assert!(!newest.body.split("</article>").next().unwrap().contains("nofollow"));
}

#[test]
fn a_link_that_runs_is_answered_beside_the_field_and_nothing_is_lost() {
    let site = Site::start();
    let cookie = site.log_in("Ann");
    for link in [
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        // A page of this site, to a browser.
        "example.com",
        "//evil.example",
        "/logout",
        "JAVASCRIPT&colon;alert(1)",
        // Reads as another address than it is.
        "https://bank.example@evil.example/",
        "https://example.com/\u{202E}gnp.exe",
        "\u{1}javascript:alert(1)",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
        "x\u{0}\"><script>alert(1)</script>",
    ] {
        // Line ends are CR LF on the way, and a text may begin with one.
        let text = "\r\nDear \"all\" & <others>,\r\n\r\n…";
        let answer = site.post("/new", &cookie, &[("text", text), ("link", link)]);
        assert_eq!(answer.status, 422, "{link:?}");
        assert!(is_inert(&answer.body), "{link:?}");
        let elements = answer.elements();
        let field = by_id(&elements, "link");
        assert_eq!(field.attr("value"), Some(link.replace('\0', "\u{fffd}").as_str()));
        assert_eq!(field.attr("aria-invalid"), Some("true"));
        let message = &by_id(&elements, field.attr("aria-describedby").unwrap()).text;
        assert!(message.contains("link"), "{message}");
        let field = by_id(&elements, "text");
        assert_eq!((field.text.as_str(), field.attr("aria-invalid")), (text, None));
    }
    // Both fields at once.
    let answer = site.post("/new", &cookie, &[("text", " "), ("link", "javascript:x")]);
    assert_eq!(answer.status, 422);
    assert_eq!(answer.elements().iter().filter(|e| e.attr("aria-invalid").is_some()).count(), 2);
    // Fields that are missing are empty ones.
    assert_eq!(site.post("/new", &cookie, &[]).status, 422);
    let board = site.get("/", "");
    assert!(!board.body.contains("javascript:") && !board.body.contains("Dear"));
}

#[test]
fn forms_of_other_sites_are_refused() {
    let site = Site::start();
    let cookie = site.log_in("Ann");
    let own = site.origin();
    let port = site.addr.port();
    let neighbour = format!("http://127.0.0.1:{}", port.wrapping_add(1));
    let https = format!("https://127.0.0.1:{port}");
    let longer = format!("{own}.evil.example");
    let foreign: [&[(&str, &str)]; 10] = [
        &[],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("origin", "")],
        &[("origin", &neighbour)],
        &[("origin", &https)],
        &[("origin", &longer)],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", &own)],
    ];
    for from in foreign {
        for path in ["/new", "/login", "/logout", "/preview", "/snippets", "/limits", "/nowhere"] {
            let fields =
                [("text", "marker"), ("name", "Eve"), ("next", "/"), ("title", "marker"), ("code", "marker")];
            let answer = site.post_from(from, path, &cookie, &fields);
            assert_eq!(answer.status, 403, "{from:?} {path}");
            assert!(!answer.body.contains("marker"));
            assert!(answer.header("set-cookie").is_none());
            assert!(answer.header("content-security-policy").is_some());
        }
    }
    assert!(!site.get("/", "").body.contains("marker"));
    assert!(!site.get("/snippets", "").body.contains("marker"));
    assert_eq!(site.get("/new", &cookie).status, 200, "nobody was logged out");
    let own_forms: [&[(&str, &str)]; 2] = [&[("origin", &own)], &[("sec-fetch-site", "same-origin")]];
    for from in own_forms {
        assert_eq!(site.post_from(from, "/new", &cookie, &[("text", "marker")]).status, 303);
    }
}

#[test]
fn sessions_are_their_own() {
    let site = Site::start();
    let (ann, ben) = (site.log_in("Ann"), site.log_in("Ben"));
    assert_ne!(ann, ben);
    assert_eq!(ann.len(), "session=".len() + 64);
    // A token that a visitor brought to the login is not taken over.
    let answer = site.post("/login", "session=fixed", &[("name", "Cat")]);
    assert_ne!(answer.cookie(), "session=fixed");
    assert_eq!(site.get("/new", "session=fixed").status, 303);
    // Logging out is a POST, and ends one session only.
    assert_eq!(site.get("/logout", &ann).status, 405);
    let answer = site.submit("/logout", &ann, &[]);
    assert_eq!((answer.status, answer.cookie().as_str()), (303, "session="));
    assert_eq!((site.get("/new", &ann).status, site.get("/new", &ben).status), (303, 200));
}

#[test]
fn bodies_that_are_no_form_are_refused() {
    let site = Site::start();
    let cookie = site.log_in("Ann");
    let origin = site.origin();
    let send = |content_type: &str, body: &str| {
        site.send(
            "POST",
            "/new",
            &[("origin", &origin), ("cookie", &cookie), ("content-type", content_type)],
            body,
        )
    };
    let long = form(&[("text", &"x".repeat(17 * 1024))]);
    assert_eq!(send("application/x-www-form-urlencoded", &long).status, 413);
    assert_eq!(send("application/json", "{}").status, 415);
    // Bytes that are no UTF-8 become U+FFFD on the way in, before anything is checked.
    assert_eq!(send("application/x-www-form-urlencoded", "text=a%ff").status, 303);
    assert_eq!(by_id(&site.get("/", "").elements(), "note-4").attr("aria-label"), Some("Note by Ann"));
    for body in ["text=a&text=b", "text", "", "&&=&", "text=%00"] {
        let answer = send("application/x-www-form-urlencoded", body);
        assert!((400..500).contains(&answer.status), "{body}: {}", answer.status);
        assert!(is_inert(&answer.body));
    }
}

#[test]
fn the_longest_note_fits_and_the_next_does_not() {
    let site = Site::start();
    let cookie = site.log_in("Ann");
    let longest = "\u{1f600}".repeat(1000);
    assert_eq!(site.post("/new", &cookie, &[("text", &longest)]).status, 303);
    let answer = site.post("/new", &cookie, &[("text", &format!("{longest}x"))]);
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("Use at most 1000 characters."));
    let link = format!("/{}", "x".repeat(500));
    assert_eq!(site.post("/new", &cookie, &[("text", "x"), ("link", &link)]).status, 422);
}

#[test]
fn the_board_does_not_grow_for_ever() {
    let site = Site::start();
    let cookie = site.log_in("Ann");
    for _ in 0..205 {
        assert_eq!(site.post("/new", &cookie, &[("text", "again")]).status, 303);
    }
    let board = site.get("/", "");
    assert_eq!(board.elements().iter().filter(|element| element.tag == "article").count(), 200);
}

/// A form with one file, as a browser sends it.
fn with_file(name: &str, content_type: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: {content_type}\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n--frontier--\r\n"].concat()
}

impl Site {
    fn attach(&self, note: u64, cookie: &str, accept: &str, body: &[u8]) -> Answer {
        let origin = self.origin();
        let headers = [
            ("content-type", "multipart/form-data; boundary=frontier"),
            ("accept", accept),
            ("cookie", cookie),
            ("origin", &origin),
            ("sec-fetch-site", "same-origin"),
        ];
        self.send_bytes("POST", &format!("/notes/{note}/attach"), &headers, body)
    }

    /// A note of a new visitor: its number, and the session.
    fn note_of(&self, name: &str) -> (u64, String) {
        let cookie = self.log_in(name);
        let answer = self.post("/new", &cookie, &[("text", "With a picture."), ("link", "")]);
        let (_, id) = answer.header("location").unwrap().split_once("#note-").unwrap();
        (id.parse().unwrap(), cookie)
    }
}

#[test]
fn an_attached_picture_is_shown_and_served_as_what_it_is() {
    let site = Site::start();
    let (id, cookie) = site.note_of("Nora");
    assert!(site.get("/", &cookie).body.contains(&format!("href=\"/notes/{id}/attach\"")));
    assert_eq!(site.get(&format!("/notes/{id}/attach"), &cookie).status, 200);

    let png = support::upload::file("plain.png");
    let body = with_file("../Urlaub \u{202e}gnp.exe.png", "image/png", &png);
    let answer = site.attach(id, &cookie, "text/html", &body);
    assert_eq!((answer.status, answer.header("location")), (303, Some(format!("/#note-{id}").as_str())));

    let board = site.get("/", "");
    assert!(is_inert(&board.body));
    let elements = board.elements();
    let picture =
        elements.iter().find(|e| e.attr("src").is_some_and(|src| src.starts_with("/files/"))).unwrap();
    let address = picture.attr("src").unwrap();
    let (token, extension) = address.split_once('.').unwrap();
    assert_eq!((token.len(), extension), ("/files/".len() + 32, "png"), "{address}");
    assert_eq!(picture.attr("alt"), Some("Urlaub gnp.exe.png"));

    let served = site.get(address, "");
    assert_eq!(served.status, 200);
    assert_eq!(served.header("content-type"), Some("image/png"));
    assert_eq!(served.header("x-content-type-options"), Some("nosniff"));
    assert!(
        served.header("content-security-policy").unwrap().starts_with("default-src 'none'; img-src 'self'")
    );
    assert_eq!(served.header("content-length"), Some(png.len().to_string().as_str()));
    for elsewhere in ["/files/", "/files/x.png", "/files/..%2f..%2fetc%2fpasswd"] {
        assert_eq!(site.get(elsewhere, "").status, 404, "{elsewhere}");
    }
}

#[test]
fn an_attached_pdf_is_a_link_that_stores_it() {
    let site = Site::start();
    let (id, cookie) = site.note_of("Nora");
    let pdf = support::upload::file("pdf_leading_junk.pdf");
    let answer = site.attach(id, &cookie, "text/html", &with_file("Programm.pdf", "application/pdf", &pdf));
    assert_eq!(answer.status, 303, "{}", answer.body);
    let board = site.get("/", "");
    let elements = board.elements();
    let link =
        elements.iter().find(|e| e.attr("href").is_some_and(|href| href.starts_with("/files/"))).unwrap();
    assert_eq!(link.text, "Programm.pdf");
    let served = site.get(link.attr("href").unwrap(), "");
    assert_eq!(served.header("content-disposition"), Some("attachment; filename=\"Programm.pdf\""));
    assert_eq!(served.header("content-type"), Some("application/pdf"));
}

#[test]
fn a_refused_file_is_told_why_and_not_kept() {
    let site = Site::start();
    let (id, cookie) = site.note_of("Nora");
    let large = [support::upload::file("plain.png"), vec![0; 3 << 20]].concat();
    for (name, declared, bytes, reason) in [
        ("cat.gif", "image/gif", b"GIF89a;<?php system($_GET['c']);".to_vec(), "By its content"),
        ("cat.svg", "image/svg+xml", support::upload::file("plain.svg"), "By its content"),
        ("cat.pdf", "image/png", support::upload::file("plain.png"), "ends as files of another type"),
        ("cat.png", "image/jpeg", support::upload::file("plain.png"), "announced another type"),
        ("cat.png", "image/png", Vec::new(), "empty"),
        ("cat.png", "image/png", large, "at most 2 MB"),
        ("a.pdf", "application/pdf", support::upload::file("pdf_js.pdf"), "would do something"),
        ("", "application/octet-stream", Vec::new(), "Choose a file"),
    ] {
        let body = with_file(name, declared, &bytes);
        let page = site.attach(id, &cookie, "text/html", &body);
        assert_eq!(page.status, 422, "{name}");
        assert!(is_inert(&page.body));
        assert!(by_id(&page.elements(), "refused").text.contains(reason), "{name}: {}", page.body);
        // The script gets the same reasons as data.
        let data = site.attach(id, &cookie, "application/json", &body);
        assert_eq!((data.status, data.header("content-type")), (422, Some("application/json")));
        let data: serde_json::Value = serde_json::from_str(&data.body).unwrap();
        let told = data["problems"].as_array().unwrap().iter().any(|p| p.as_str().unwrap().contains(reason));
        assert!(told, "{name}: {data}");
        assert!(!site.get("/", "").body.contains("/files/"), "{name}");
    }
}

/// Phones and chat programs name pictures so; the name that the site gives tells what it is.
#[test]
fn a_picture_under_the_name_of_another_is_kept_as_what_it_is() {
    let site = Site::start();
    let (id, cookie) = site.note_of("Nora");
    let body = with_file("cat.jpg", "image/jpeg", &support::upload::file("plain.png"));
    assert_eq!(site.attach(id, &cookie, "text/html", &body).status, 303);
    let board = site.get("/", "").body;
    let stored = board.split("\"/files/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert_eq!(stored.rsplit_once('.').map(|(_, extension)| extension), Some("png"), "{stored}");
    assert_eq!(site.get(&format!("/files/{stored}"), "").header("content-type"), Some("image/png"));
}

#[test]
fn only_who_wrote_a_note_attaches_to_it() {
    let site = Site::start();
    let (id, cookie) = site.note_of("Nora");
    let body = with_file("cat.png", "image/png", &support::upload::file("plain.png"));
    let other = site.log_in("Mallory");
    assert_eq!(site.attach(id, &other, "text/html", &body).status, 403);
    assert_eq!(site.get(&format!("/notes/{id}/attach"), &other).status, 403);
    assert_eq!(site.attach(id + 1, &cookie, "text/html", &body).status, 403, "no such note");
    assert_eq!(site.attach(id, "", "text/html", &body).status, 303, "to the login");
    let headers = [
        ("content-type", "multipart/form-data; boundary=frontier"),
        ("cookie", &cookie),
        ("origin", "https://evil.example"),
    ];
    assert_eq!(site.send_bytes("POST", &format!("/notes/{id}/attach"), &headers, &body).status, 403);
    assert!(!site.get("/", "").body.contains("/files/"));
    // Bodies that are no such form.
    for body in [&b""[..], b"--frontier", b"--frontier--\r\n", b"file=x"] {
        assert_eq!(site.attach(id, &cookie, "text/html", body).status, 422);
    }
}

/// A snippet on its page: what the button copies, and the warning beside it.
struct Shown {
    copied: String,
    warning: String,
    /// The text of each mark.
    marks: Vec<String>,
}

impl Site {
    fn snippet(&self, id: u64) -> Shown {
        let page = self.get("/snippets", "");
        assert!(is_inert(&page.body));
        let start = format!("<article class=\"snippet\" id=\"snippet-{id}\"");
        let article = page.body.split(&start).nth(1).unwrap().split("</article>").next().unwrap();
        let elements = elements(&format!("{start}{article}"));
        let of = |class| elements.iter().filter(move |element| element.attr("class") == Some(class));
        // The button has one text that it could mean.
        assert_eq!((of("shown").count(), of("quiet copy").count()), (1, 1));
        Shown {
            copied: of("shown").next().unwrap().text.clone(),
            warning: of("banner").map(|element| element.text.as_str()).collect(),
            marks: elements.iter().filter(|e| e.tag == "mark").map(|e| e.text.clone()).collect(),
        }
    }

    /// The number of a new snippet.
    fn add_snippet(&self, cookie: &str, code: &str) -> u64 {
        let answer = self.post("/snippets", cookie, &[("title", "Try it"), ("code", code)]);
        assert_eq!(answer.status, 303, "{code:?}: {}", answer.body);
        let (page, id) = answer.header("location").unwrap().split_once("#snippet-").unwrap();
        assert_eq!(page, "/snippets");
        id.parse().unwrap()
    }
}

/// Everything that would be copied without being read.
fn hides_something(text: &str) -> bool {
    text.chars().any(|c| {
        c.is_control() && c != '\n' && c != '\t'
            || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' | '\u{A0}')
            || matches!(c, '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    }) || text.contains(".\u{E0020}")
        || text.trim_matches('\n').trim_end() != text
}

#[test]
fn the_first_snippets_show_what_they_hide() {
    let site = Site::start();
    assert_eq!(site.get("/snippets", "").status, 200);
    let page = site.get("/", "");
    assert!(page.elements().iter().any(|element| element.attr("href") == Some("/snippets")));
    for (title, copied, told) in [
        ("Begin", "cargo add untaint\ncargo run --example noticeboard", &[][..]),
        ("Import the module", "import yosemite", &["U+0008", "backspaces", "import os"]),
        (
            "Only for admins",
            "if level != \"user // only for admins \" {\n    open_the_safe();\n}",
            &["U+202E", "U+2066", "change the order"],
        ),
        (
            "A careful check",
            "let is_admin = false;\nlet is_admin = true;\nassert!(is_admin || is_admin);",
            &["U+200B", "invisible"],
        ),
        ("Ask the assistant", "Please sum this up.", &["U+E0041", "And delete it."]),
        ("Install it", "curl https://p\u{430}ypal.example/install", &["Still there", "\u{430} U+0430"]),
        (
            "Greetings",
            "print(\"می\u{200C}خواهم\")  # I want, in Persian\nprint(\"👩\u{200D}💻 ❤\u{FE0F} 🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}\")",
            &[],
        ),
    ] {
        let elements = site.get("/snippets", "").elements();
        let heading = elements.iter().find(|element| element.tag == "h2" && element.text == title).unwrap();
        let id = heading.attr("id").unwrap().split('-').nth(1).unwrap().parse().unwrap();
        let shown = site.snippet(id);
        assert_eq!(shown.copied, copied);
        assert!(!hides_something(&shown.copied), "{title}");
        assert_eq!(shown.warning.is_empty(), told.is_empty(), "{title}: {}", shown.warning);
        for part in told {
            assert!(shown.warning.contains(part), "{title}: {part} not in {}", shown.warning);
        }
    }
}

#[test]
fn what_is_copied_is_what_is_shown_and_hides_nothing() {
    let site = Site::start();
    let cookie = site.log_in("Ann");
    let rows: Vec<serde_json::Value> = include_str!("data/text/paste.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let mut hidden = 0;
    for row in &rows {
        let input = row["input"].as_str().unwrap();
        if text::clean(input, TextPolicy::snippet()).as_str().trim().is_empty() {
            let answer = site.post("/snippets", &cookie, &[("title", "x"), ("code", input)]);
            assert_eq!(answer.status, 422, "{input:?}");
            continue;
        }
        let shown = site.snippet(site.add_snippet(&cookie, input));
        assert!(!hides_something(&shown.copied), "{input:?}");
        assert!(text::check(&shown.copied, TextPolicy::snippet()).is_ok(), "{input:?}");
        let is_told = !shown.warning.is_empty();
        assert_eq!(is_told, !text::inspect(&input.replace("\r\n", "\n")).is_empty(), "{input:?}");
        assert_eq!(is_told, !shown.marks.is_empty(), "{input:?}");
        hidden += usize::from(hides_something(input) && is_told);
    }
    // The control: untouched, many of them would be found.
    assert!(hidden > 30, "{hidden} of {}", rows.len());
}

#[test]
fn a_snippet_ends_where_it_is_seen_to_end() {
    let site = Site::start();
    let cookie = site.log_in("Ann");
    for (typed, copied) in [
        // A shell runs a line as soon as its end is pasted.
        ("id\r\n", "id"),
        ("\r\n\r\nid\r\n \t\r\n", "id"),
        ("id\r", "id"),
        ("id\n\u{200B}\n\u{8}", "id"),
        ("  a\r\n\tb", "  a\n\tb"),
        ("a\u{A0}b\u{85}c", "a b\nc"),
        ("x </pre></article><script>alert(1)</script>", "x </pre></article><script>alert(1)</script>"),
    ] {
        let id = site.add_snippet(&cookie, typed);
        assert_eq!(site.snippet(id).copied, copied, "{typed:?}");
        // What was typed is still there, in a file.
        let file = site.get(&format!("/snippets/{id}/typed"), "");
        assert_eq!(file.body, typed.replace("\r\n", "\n"));
        assert_eq!(file.header("content-type"), Some("text/plain; charset=utf-8"));
        assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"Try it.txt\""));
        assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    }
    assert_eq!(site.get("/snippets/999/typed", "").status, 404);
}

#[test]
fn a_snippet_that_does_not_fit_is_answered_beside_its_field_and_nothing_is_lost() {
    let site = Site::start();
    let page = site.get("/snippets", "");
    assert!(page.body.contains("/login?next=%2Fsnippets") && !page.body.contains("<form class=\"sheet\""));
    let cookie = site.log_in("Ann");
    assert!(site.get("/snippets", &cookie).body.contains("<form class=\"sheet\""));
    let code = "\r\nrm \u{8}\"x\" &amp; </textarea><b>\u{202E}\r\n";
    let (long, lines) = ("x".repeat(61), "x\n".repeat(61));
    let much = "\u{1F600}".repeat(1001);
    for (title, code, field, message) in [
        ("", code, "title", "few words"),
        (&long, code, "title", "at most 60 characters"),
        ("a\u{202E}b", code, "title", "override of the direction"),
        ("a\u{200B}b", code, "title", "without width"),
        ("a\u{7}\"><b>", code, "title", "control character"),
        ("a\nb", code, "title", "one line"),
        ("\u{3164}", code, "title", "few words"),
        ("t", " \r\n", "code", "Write some code"),
        ("t", "\u{202E}\u{8}", "code", "Write some code"),
        ("t", &much, "code", "at most 1000 characters"),
        ("t", &lines, "code", "61 lines"),
    ] {
        let answer = site.post("/snippets", &cookie, &[("title", title), ("code", code)]);
        assert_eq!(answer.status, 422, "{title:?}");
        assert!(is_inert(&answer.body));
        let elements = answer.elements();
        assert_eq!(by_id(&elements, "title").attr("value"), Some(title));
        // A parser reads CR LF as LF.
        assert_eq!(by_id(&elements, "code").text.replace("\r\n", "\n"), code.replace("\r\n", "\n"));
        let wrong: Vec<_> = elements.iter().filter(|e| e.attr("aria-invalid").is_some()).collect();
        assert_eq!((wrong.len(), wrong[0].attr("id")), (1, Some(field)), "{title:?}");
        let told = &by_id(&elements, wrong[0].attr("aria-describedby").unwrap()).text;
        assert!(told.contains(message), "{told}");
    }
    // Both at once, and fields that are missing.
    let both = site.post("/snippets", &cookie, &[]);
    assert_eq!(both.elements().iter().filter(|e| e.attr("aria-invalid").is_some()).count(), 2);
    // The longest that a form can send.
    site.add_snippet(&cookie, &"\u{1F600}".repeat(1000));
    site.add_snippet(&cookie, &"x\r\n".repeat(60));
    // The session ends meanwhile.
    site.submit("/logout", &cookie, &[]);
    let answer = site.post("/snippets", &cookie, &[("title", "t"), ("code", code)]);
    assert_eq!(answer.status, 401);
    let elements = answer.elements();
    assert_eq!(by_id(&elements, "code").text.replace("\r\n", "\n"), code.replace("\r\n", "\n"));
    assert!(answer.body.contains("add the snippet again"));
}

#[test]
fn snippets_do_not_grow_for_ever() {
    let site = Site::start();
    let cookie = site.log_in("Ann");
    // The most that a page makes of them.
    let hostile = "\u{1}\u{2}".repeat(480) + "x";
    for _ in 0..45 {
        site.add_snippet(&cookie, &hostile);
    }
    let page = site.get("/snippets", "");
    assert_eq!(page.body.matches("<article").count(), 40);
    assert!(page.body.len() < 2 << 20, "{} bytes", page.body.len());
}
