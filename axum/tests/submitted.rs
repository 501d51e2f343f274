//! What is read by which content type, and what the answer is.

mod support;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use support::{GIF, MARK, MULTIPART, SignUp, URLENCODED, answer, page, part, parts, post, submitted, wrong};
use untaint::Violation;
use untaint::form::FormLimits;
use untaint_axum::{Received, Submitted};

const JSON: &str = "application/json";

#[tokio::test]
async fn the_content_type_says_how_a_body_is_read() {
    let multipart =
        parts(&[("name", None, b"Alice"), ("age", None, b"42"), ("tags", None, b"a"), ("tags", None, b"b")]);
    let multipart = std::str::from_utf8(&multipart).expect("text");
    let urlencoded = "name=Alice&age=42&tags=a&tags=b";
    let json = r#"{"name": "Alice", "age": 42, "tags": ["a", "b"]}"#;
    for (content_type, body, status) in [
        (URLENCODED, urlencoded, 200),
        ("Application/X-WWW-Form-Urlencoded; charset=utf-8", urlencoded, 200),
        ("application/x-www-form-urlencoded;", urlencoded, 200),
        ("application/x-www-form-urlencoded ; charset=UTF-8", urlencoded, 200),
        ("application/json;", json, 200),
        ("Multipart/Form-Data; BOUNDARY=xyz", multipart, 200),
        ("multipart/form-data; charset=utf-8; boundary=xyz", multipart, 200),
        ("multipart/form-data; boundary=xyz; boundary=other", multipart, 200),
        (MULTIPART, multipart, 200),
        ("multipart/form-data; boundary=\"xyz\"", multipart, 200),
        (JSON, json, 200),
        ("application/vnd.example+json; charset=utf-8", json, 200),
        (JSON, "", 400),
        (JSON, "[]", 400),
        (JSON, "{\"name\"", 400),
        (JSON, urlencoded, 400),
        ("multipart/form-data", multipart, 400),
        ("multipart/form-data; boundary=", multipart, 400),
        ("multipart/form-data; boundary=other", multipart, 400),
        (MULTIPART, urlencoded, 400),
        (MULTIPART, "", 400),
        ("multipart/mixed; boundary=xyz", multipart, 415),
        ("text/plain", urlencoded, 415),
        ("", urlencoded, 415),
        ("application", urlencoded, 415),
        ("é/json", json, 415),
    ] {
        match submitted(post(content_type, body.to_owned())).await {
            Ok(form) => {
                assert_eq!(status, 200, "{content_type}: {body}");
                let value = form.finish().expect("nothing is wrong");
                assert_eq!((&*value.name, value.age, value.tags.len()), ("Alice", 42, 2), "{content_type}");
            }
            Err(rejection) => assert_eq!(rejection.status().as_u16(), status, "{content_type}: {body}"),
        }
    }
    let request = Request::post("/").body(Body::from(urlencoded)).expect("a request");
    assert_eq!(submitted(request).await.expect_err("no type").status(), 415);
}

#[tokio::test]
async fn a_query_is_a_form_when_there_is_one() {
    for (method, uri, is_submitted, is_value) in [
        ("GET", "/", false, false),
        ("HEAD", "/", false, false),
        ("GET", "/?", true, false),
        ("GET", "/?utm_source=x&fbclid=1", false, false),
        ("GET", "/?utm_source=x&tags[]=1", true, false),
        ("GET", "/?name=Alice&age=42", true, true),
        ("HEAD", "/?name=Alice&age=42", true, true),
        ("GET", "/?name=Alice&age=twenty", true, false),
    ] {
        let request = Request::builder().method(method).uri(uri).body(Body::empty()).expect("a request");
        let form = submitted(request).await.expect("a form");
        assert_eq!((form.is_submitted(), form.value().is_some()), (is_submitted, is_value), "{method} {uri}");
        let (status, ..) = answer(page(form)).await;
        let expected = if is_submitted && !is_value { 422 } else { 200 };
        assert_eq!(status.as_u16(), expected, "{method} {uri}");
    }
}

#[tokio::test]
async fn the_answer_is_a_page_or_a_problem() {
    for (content_type, accept, is_json) in [
        (URLENCODED, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false),
        (URLENCODED, "*/*", false),
        (URLENCODED, "application/json", true),
        (URLENCODED, "application/problem+json, text/html;q=0.5", true),
        (JSON, "*/*", true),
        (JSON, "text/html", false),
    ] {
        let body = if content_type == JSON { r#"{"name": "Al"}"# } else { "name=Al" };
        let mut request = post(content_type, body);
        request.headers_mut().insert("accept", accept.parse().expect("a header"));
        let form = submitted(request).await.expect("a form");
        assert_eq!(form.wants_json(), is_json, "{content_type} {accept}");
        let (status, headers, body) = answer(page(form)).await;
        assert_eq!(
            (status, &headers["vary"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &"accept".parse().expect("one"))
        );
        let said = headers["content-type"].to_str().expect("a type");
        assert_eq!(said == "application/problem+json", is_json, "{content_type} {accept}");
        assert!(body.contains("length") && body.contains("required"), "{body}");
    }
}

#[tokio::test]
async fn a_page_keeps_its_own_status() {
    let form = submitted(post(URLENCODED, "name=Al")).await.expect("a form");
    let (status, ..) = answer(form.respond(|_| (StatusCode::FORBIDDEN, "no"))).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn another_check_adds_what_it_finds() {
    let mut form = submitted(post(URLENCODED, "name=Alice&age=42")).await.expect("a form");
    assert!(form.value().is_some());
    form.push("name", Violation::new("app.taken"));
    let form = form.finish().expect_err("taken");
    assert_eq!(wrong(&form), ["name app.taken"]);
    let (status, _, body) = answer(page(form)).await;
    assert_eq!((status.as_u16(), &*body), (422, "name app.taken"));
}

#[tokio::test]
async fn every_field_is_checked() {
    let form = submitted(post(URLENCODED, "name=Al&age=twenty&newsletter=perhaps")).await.expect("a form");
    assert_eq!(wrong(&form), ["name length", "age type", "newsletter type"]);
    assert_eq!(form.entries().root().child("age").text().expect("one text"), Some("twenty"));
}

#[tokio::test]
async fn what_was_received_is_checked_with_a_context() {
    struct Limits(u8);

    #[derive(untaint::Form)]
    #[validate(context(Limits))]
    struct Bid {
        #[validate(range(..=context.0))]
        euros: u8,
    }

    for (limit, is_good) in [(10, true), (5, false)] {
        let form = Received::<Bid>::from_request(post(URLENCODED, "euros=7"), &()).await.expect("a form");
        assert_eq!(form.entries().expect("it was submitted").len(), 1);
        let form: Submitted<Bid> = form.check(&Limits(limit));
        assert_eq!(form.finish().is_ok_and(|bid| bid.euros == 7), is_good);
    }
}

#[tokio::test]
async fn files_are_fields() {
    let folder = tempfile::tempdir().expect("a folder");
    let send = |parts: Vec<u8>| {
        let request = post(MULTIPART, parts);
        submitted(support::within(request, &FormLimits::default(), folder.path()))
    };
    let start = [part("name", None, b"Alice"), part("age", None, b"42")].concat();
    let page = format!("<script>{MARK}</script>");
    for (files, expected) in [
        (&[("avatar", Some("me.gif"), GIF)][..], &[][..]),
        // A control in which nothing was chosen.
        (&[("avatar", Some(""), b"")], &[]),
        (&[("photos", Some(""), b"")], &[]),
        (&[("photos", Some("a.gif"), GIF), ("photos", Some("b.gif"), GIF)], &[]),
        (&[("photos[]", Some("a.gif"), GIF), ("photos[1]", Some("b.gif"), GIF)], &[]),
        (&[("address.city", None, b"Linz"), ("address[map]", Some("a.gif"), GIF)], &[]),
        (&[("avatar", Some("me.gif"), b"")], &["avatar upload.empty"]),
        (&[("avatar", Some("me.gif"), page.as_bytes())], &["avatar upload.type"]),
        (
            &[("photos", Some("a.gif"), GIF), ("photos", Some("b.gif"), page.as_bytes())],
            &["photos[1] upload.type"],
        ),
        (&[("avatar", Some("a.gif"), GIF), ("avatar", Some("b.gif"), GIF)], &["avatar duplicate"]),
        (&[("avatar", None, b"a.gif")], &["avatar type"]),
        (&[("tags", Some("a.gif"), GIF)], &["tags[0] type"]),
        // None of the form's.
        (&[("other", Some("a.gif"), GIF)], &[]),
        (&[("", Some("a.gif"), GIF)], &[]),
    ] {
        let body = [start.clone(), parts(files)].concat();
        let form = send(body).await.expect("a form");
        assert_eq!(wrong(&form), expected, "{files:?}");
        if let Ok(value) = form.finish() {
            let kept =
                value.avatar.iter().chain(&value.photos).chain(value.address.iter().flat_map(|a| &a.map));
            let kept: Vec<_> = kept.map(|file| file.read().expect("its bytes")).collect();
            assert!(kept.iter().all(|bytes| bytes == GIF));
            assert_eq!(support::left(folder.path()), kept.len(), "{files:?}");
        }
        assert_eq!(support::left(folder.path()), 0, "{files:?}");
    }
}

#[tokio::test]
async fn a_file_is_kept_by_the_program() {
    let (folder, target) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let body = parts(&[("name", None, b"Alice"), ("age", None, b"42"), ("avatar", Some("me.gif"), GIF)]);
    let request = support::within(post(MULTIPART, body), &FormLimits::default(), folder.path());
    let value: SignUp =
        submitted(request).await.expect("a form").finish().expect("nothing is wrong").into_inner();
    let avatar = value.avatar.expect("a file");
    assert_eq!(avatar.upload().name(), "me.gif");
    assert_eq!(avatar.persist(target.path(), "5f2a").expect("kept"), "5f2a.gif");
    assert_eq!((support::left(folder.path()), support::left(target.path())), (0, 1));
}

/// What a client names the file, and says its type is, reaches the check.
#[tokio::test]
async fn the_clients_words_are_judged() {
    for (head, expected) in [
        ("filename=\"a.exe\"", "avatar upload.extension"),
        ("filename=\"a.gif\"\r\nContent-Type: text/html", "avatar upload.declared"),
        ("filename=\"a.gif\"\r\nContent-Type: image/gif", ""),
        ("filename=\"a.gif\"\r\nContent-Type: application/octet-stream", ""),
        ("filename=a.gif", ""),
    ] {
        let head = format!("--xyz\r\nContent-Disposition: form-data; name=\"avatar\"; {head}\r\n\r\n");
        let body = [part("name", None, b"Alice"), part("age", None, b"42")].concat();
        let body = [&body[..], head.as_bytes(), GIF, b"\r\n--xyz--\r\n"].concat();
        let form = submitted(post(MULTIPART, body)).await.expect("a form");
        assert_eq!(wrong(&form).join(" "), expected, "{head}");
    }
}
