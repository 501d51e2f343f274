//! The noticeboard example shows its subject: attacks to try, what became of them, plain words beside a field, and a
//! way out of every error.
#![cfg(all(feature = "derive", feature = "upload", feature = "http", feature = "sign", feature = "random"))]

#[allow(dead_code)]
#[path = "../examples/noticeboard/main.rs"]
mod noticeboard;
#[allow(dead_code)]
#[path = "support/site.rs"]
mod site;

use noticeboard::attacks::{FILES, LINKS, NEXT, NOTES, SNIPPETS};
use site::{Element, Site, by_id, is_inert};
use untaint::escape::UrlComponent;

/// The buttons fill the forms with rows of `testing::attacks`, and with nothing else.
#[cfg(feature = "testing")]
#[test]
fn attacks_are_rows_of_testing() {
    use untaint::testing::attacks;

    let is_row = |rows: std::slice::Iter<'static, attacks::Attack>, value: &str| {
        rows.filter(|row| row.is_hostile()).any(|row| row.value == value)
    };
    for (list, rows) in [
        (NEXT, attacks::redirects as fn() -> _),
        (NOTES, attacks::html),
        (LINKS, attacks::uris),
        (SNIPPETS, attacks::text),
    ] {
        for attack in list {
            assert!(is_row(rows(), attack.value), "{:?} is no row", attack.value);
        }
    }
    for file in FILES {
        let mut rows = attacks::uploads().filter(|row| row.is_hostile());
        assert!(rows.any(|row| (row.name, row.bytes) == (file.name, file.bytes)), "{} is no row", file.label);
    }
    assert!(!is_row(attacks::redirects(), "/home"), "a row can be missing");
}

/// What a page tells, as text.
fn told(elements: &[Element]) -> &str {
    &elements.iter().find(|element| element.attr("class") == Some("how")).expect("what it tells").text
}

#[test]
fn attacks_on_the_login_are_answered() {
    let site = Site::start();
    for (place, attack) in NEXT.iter().enumerate() {
        let page = site.get(&format!("/login?attack={place}"), "");
        assert!(page.status == 200 && is_inert(&page.body), "{}", attack.label);
        assert!(page.body.contains("not on this site"), "{}", attack.label);
        let elements = page.elements();
        let hidden = elements.iter().find(|element| element.attr("name") == Some("next")).expect("next");
        assert_eq!(hidden.attr("value"), Some("/"));
        assert!(told(&elements).contains("redirect::check_or") && told(&elements).contains("refused"));
    }
    // Places that are on no list are no attack.
    for place in ["99", "-1", "", "x"] {
        let page = site.get(&format!("/login?attack={place}"), "");
        assert!(page.status == 200 && !page.body.contains("not on this site"), "{place}");
    }
}

#[test]
fn attacks_on_a_note_are_shown_with_what_became_of_them() {
    let site = Site::start();
    let cookie = site.log_in("Ann");
    for (place, attack) in NOTES.iter().enumerate() {
        let page = site.get(&format!("/new?attack={place}"), &cookie);
        assert!(page.status == 200 && is_inert(&page.body), "{}", attack.label);
        let elements = page.elements();
        assert_eq!(by_id(&elements, "text").text, attack.value);
        assert!(by_id(&elements, "preview").text.contains("Left out:"), "{}", attack.label);
        assert!(told(&elements).contains("html::sanitize_with_report"));
    }
    for (place, attack) in LINKS.iter().enumerate() {
        let page = site.get(&format!("/new?link-attack={place}"), &cookie);
        assert!(is_inert(&page.body), "{}", attack.label);
        let elements = page.elements();
        assert_eq!(by_id(&elements, "link").attr("aria-invalid"), Some("true"));
        assert!(told(&elements).contains("uri::check"));
    }
}

#[test]
fn attacks_on_snippets_and_files_are_answered() {
    let site = Site::start();
    let cookie = site.log_in("Ann");
    for (place, attack) in SNIPPETS.iter().enumerate() {
        let page = site.get(&format!("/snippets?attack={place}"), &cookie);
        assert!(page.status == 200 && is_inert(&page.body), "{}", attack.label);
        let elements = page.elements();
        assert_eq!(by_id(&elements, "code").text, attack.value);
        assert!(elements.iter().any(|element| element.tag == "details" && element.attr("open").is_some()));
        assert!(told(&elements).contains("text::clean"));
    }
    let answer = site.post("/new", &cookie, &[("text", "with a file")]);
    let id = answer.header("location").and_then(|to| to.strip_prefix("/#note-")).expect("a note").to_owned();
    for (place, attack) in FILES.iter().enumerate() {
        let page = site.get(&format!("/notes/{id}/attach?attack={place}"), &cookie);
        assert!(page.status == 200 && is_inert(&page.body), "{}", attack.label);
        let elements = page.elements();
        assert!(by_id(&elements, "refused").attr("hidden").is_none(), "{}", attack.label);
        assert!(by_id(&elements, "refused").text.contains("What helps: "), "{}", attack.label);
        assert!(told(&elements).contains("upload::check") && told(&elements).contains("refused"));
    }
}

/// A hidden character stands as a mark where it is, and a button takes it away.
#[test]
fn what_is_hidden_is_shown_in_place_and_removed() {
    let site = Site::start();
    let page = site.post("/login", "", &[("name", "Ani\u{200B}md"), ("next", "/new")]);
    assert_eq!(page.status, 422);
    let elements = page.elements();
    let marked = elements.iter().find(|element| element.attr("class") == Some("marked")).expect("the mark");
    assert!(marked.text.starts_with("Ani·md"), "{}", marked.text);
    let mark = elements.iter().find(|element| element.tag == "mark").expect("the mark");
    assert_eq!(mark.attr("title"), Some("U+200B, character without width"));
    let button = elements.iter().find(|element| element.attr("name") == Some("fix")).expect("a button");
    assert_eq!((button.attr("form"), button.attr("value")), (Some("fix"), Some("name")));
    assert_eq!(by_id(&elements, "fix").attr("action"), Some("/login"));

    let fixed = site.post("/login", "", &[("name", "Ani\u{200B}md"), ("next", "/new"), ("fix", "name")]);
    assert_eq!(fixed.status, 200);
    let elements = fixed.elements();
    let field = by_id(&elements, "name");
    assert_eq!((field.attr("value"), field.attr("aria-invalid")), (Some("Animd"), None));

    let cookie = site.log_in("Ann");
    for (field, typed, clean) in [
        ("text", "one\u{7}\ntwo", "one\ntwo"),
        ("link", "https://example.com/\u{202E}gnp.exe", "https://example.com/gnp.exe"),
        ("link", "https://example.com/\u{1}x", "https://example.com/x"),
    ] {
        let mut form = vec![("text", "words"), ("link", "")];
        form.retain(|(name, _)| *name != field);
        form.push((field, typed));
        let page = site.post("/new", &cookie, &form);
        assert_eq!(page.status, 422, "{typed:?}");
        assert!(page.body.contains("Remove it for me") && is_inert(&page.body), "{typed:?}");
        form.push(("fix", field));
        let elements = site.post("/new", &cookie, &form).elements();
        let shown = by_id(&elements, field);
        let value = if field == "text" { shown.text.as_str() } else { shown.attr("value").expect("a link") };
        assert_eq!((value, shown.attr("aria-invalid")), (clean, None));
    }
    let page = site.post("/snippets", &cookie, &[("title", "a\u{202E}b"), ("code", "x"), ("fix", "title")]);
    assert_eq!(by_id(&page.elements(), "title").attr("value"), Some("ab"));
}

#[test]
fn words_are_plain() {
    let site = Site::start();
    let cookie = site.log_in("Ann");
    for link in ["javascript:x", "https://", "//x", "x\u{0}", "https://a@b.example/", "https://exa mple.com"]
    {
        let page = site.post("/new", &cookie, &[("text", "x"), ("link", link)]);
        assert_eq!(page.status, 422, "{link:?}");
        let said = by_id(&page.elements(), "link-problem").text.clone();
        let sentences = said.matches('.').count();
        assert!(sentences >= 2, "a reason and an advice: {said}");
        assert!(!said.contains("byte") && !said.contains("uri."), "{said}");
    }
}

#[test]
fn who_wrote_a_note_takes_it_down() {
    let site = Site::start();
    let (ann, bob) = (site.log_in("Ann"), site.log_in("Bob"));
    let answer = site.post("/new", &ann, &[("text", "a note of mine")]);
    let id = answer.header("location").and_then(|to| to.strip_prefix("/#note-")).expect("a note").to_owned();
    let path = format!("/notes/{id}/delete");
    assert!(site.get("/", &ann).body.contains(&path) && !site.get("/", &bob).body.contains(&path));
    assert_eq!(site.post(&path, &bob, &[]).status, 403);
    // A name is no account: who takes the same one owns nothing of the other's.
    let other_ann = site.log_in("Ann");
    assert!(!site.get("/", &other_ann).body.contains(&path));
    assert_eq!(site.post(&path, &other_ann, &[]).status, 403);
    assert_eq!(site.get(&format!("/notes/{id}/attach"), &other_ann).status, 403);
    assert_eq!(site.post(&path, "", &[]).status, 303);
    assert_eq!(site.get(&path, &ann).status, 405);
    assert!(site.get("/", "").body.contains("a note of mine"));
    let answer = site.post(&path, &ann, &[]);
    assert_eq!((answer.status, answer.header("location")), (303, Some("/")));
    assert!(!site.get("/", "").body.contains("a note of mine"));
    assert_eq!(site.post(&path, &ann, &[]).status, 403);
}

#[test]
fn every_page_leads_to_the_others_and_says_where_one_is() {
    let site = Site::start();
    let cookie = site.log_in("Ann");
    for path in ["/", "/snippets", "/limits", "/security", "/new", "/nowhere"] {
        let elements = site.get(path, &cookie).elements();
        for to in ["/", "/snippets", "/limits", "/security", "/new"] {
            assert!(elements.iter().any(|element| element.tag == "a" && element.attr("href") == Some(to)));
        }
        let here: Vec<_> = elements.iter().filter(|element| element.attr("aria-current").is_some()).collect();
        let is_listed = ["/", "/snippets", "/limits", "/security"].contains(&path);
        assert_eq!(
            here.iter().map(|element| element.attr("href")).collect::<Vec<_>>(),
            if is_listed { vec![Some(path)] } else { Vec::new() }
        );
    }
}

#[test]
fn a_page_that_is_not_there_fits_the_others() {
    let site = Site::start();
    let hostile = "<script>alert(1)</script>";
    for path in ["/nowhere", &format!("/{}", UrlComponent(hostile)), "/files/none.png", "/snippets/999/typed"]
    {
        let page = site.get(path, "");
        assert_eq!(page.status, 404, "{path}");
        assert!(is_inert(&page.body) && page.body.contains("Nothing hangs here"), "{path}");
        assert!(!page.body.contains("alert") && page.body.contains("To the board"));
    }
}

#[test]
fn a_board_without_notes_says_so() {
    let site = Site::start();
    let cookie = site.log_in("Ann");
    // The first notes are nobody's: they fall off behind as many as the board holds.
    let notes: Vec<String> = (0..200)
        .map(|_| {
            let answer = site.post("/new", &cookie, &[("text", "x")]);
            let id = answer.header("location").and_then(|to| to.strip_prefix("/#note-")).map(str::to_owned);
            format!("/notes/{}/delete", id.expect("a note"))
        })
        .collect();
    let board = site.get("/", "").body;
    for path in notes {
        assert_eq!(site.post(&path, &cookie, &[]).status, 303);
    }
    let empty = site.get("/", "");
    assert!(board.contains("<article") && !empty.body.contains("<article"));
    assert!(empty.body.contains("Write the first note"));
}

/// The login comes first and leads back to the form, filled; nobody is told of a session that never was.
#[test]
fn attacks_on_snippets_wait_for_a_login() {
    let site = Site::start();
    let anonymous = site.get("/snippets", "");
    assert!(anonymous.body.contains("Try an attack") && !anonymous.body.contains("no longer logged in"));
    let answer = site.get("/snippets?attack=1", "");
    let login = format!("/login?next={}", UrlComponent("/snippets?attack=1"));
    assert_eq!((answer.status, answer.header("location")), (303, Some(login.as_str())));
    let hidden = site.get(&login, "").elements();
    let next = hidden.iter().find(|element| element.attr("name") == Some("next")).expect("next");
    assert_eq!(next.attr("value"), Some("/snippets?attack=1"));
    // A place that is on no list leads nowhere.
    assert_eq!(site.get("/snippets?attack=//evil.example", "").status, 200);
}

#[test]
fn every_page_with_a_form_tells_its_calls() {
    let site = Site::start();
    let cookie = site.log_in("Ann");
    let answer = site.post("/new", &cookie, &[("text", "with a file")]);
    let id = answer.header("location").and_then(|to| to.strip_prefix("/#note-")).expect("a note").to_owned();
    for (path, cookie, call) in [
        ("/", "", "html::sanitize_with_report"),
        ("/login", "", "redirect::check_or"),
        ("/signup", "", "form::Submission"),
        ("/new", &cookie, "escape::Html"),
        ("/profile", &cookie, "form::Submission"),
        ("/snippets", "", "text::clean"),
        ("/limits", "", "escape::Html"),
        ("/security", "", "headers::inspect_text"),
        (&format!("/notes/{id}/attach"), &cookie, "upload::Inspector"),
    ] {
        assert!(told(&site.get(path, cookie).elements()).contains(call), "{path}");
    }
    // A file that was sent is told like one of the list.
    let part = "--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"cat.png\"\r\ncontent-type: \
                image/png\r\n\r\n<html>\r\n--cut--\r\n";
    let headers = [
        ("content-type", "multipart/form-data; boundary=cut"),
        ("cookie", cookie.as_str()),
        ("sec-fetch-site", "same-origin"),
    ];
    let refused = site.send("POST", &format!("/notes/{id}/attach"), &headers, part);
    assert_eq!(refused.status, 422);
    let elements = refused.elements();
    assert!(told(&elements).contains("cat.png, image/png") && told(&elements).contains("upload.type"));
}

/// What nobody can see is no note and no title; a name has the spaces that every name has.
#[test]
fn what_shows_nothing_is_not_kept() {
    let site = Site::start();
    let cookie = site.log_in("\u{5C71}\u{7530}\u{3000}\u{592A}\u{90CE}");
    assert!(site.get("/", &cookie).body.contains("\u{5C71}\u{7530} \u{592A}\u{90CE}"));
    for text in ["\u{200B}", "\u{3164}", "&#x3164;", "<b>\u{2800}</b>", "\u{301}"] {
        assert_eq!(site.post("/new", &cookie, &[("text", text)]).status, 422, "{text:?}");
    }
    assert_eq!(site.post("/new", &cookie, &[("text", "👍")]).status, 303);
    assert_eq!(site.post("/snippets", &cookie, &[("title", "\u{301}"), ("code", "x")]).status, 422);
    for link in
        ["https:\\\\bank.example@evil.example", "https:bank.example@evil.example", "https:/a@evil.example"]
    {
        assert_eq!(site.post("/new", &cookie, &[("text", "x"), ("link", link)]).status, 422, "{link}");
    }
    let mail = "mailto:a@b.example?body=http://x@y";
    assert_eq!(site.post("/new", &cookie, &[("text", "x"), ("link", mail)]).status, 303);
}
