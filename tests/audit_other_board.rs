//! A board by somebody else: words of another language, forms without labels, JSON, numbers in queries; thirteen holes.
#![cfg(all(feature = "testing", feature = "http"))]

mod audit_kit;

use audit_kit::{Fields, header, list, of};
use axum::Router;
use axum::extract::{Form, Json, Multipart, Path, Query};
use axum::http::header::{CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::map_response;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use std::sync::{Arc, Mutex};
use untaint::testing::{Login, audit};
use untaint::{attr, escape};

type Files = Arc<Mutex<Vec<(String, Vec<u8>)>>>;

fn read(root: &std::path::Path, sent: &Fields) -> std::io::Result<String> {
    std::fs::read_to_string(root.join(of(sent, "vorlage")))
}

fn is_in(headers: &HeaderMap) -> bool {
    headers.get("cookie").is_some_and(|cookie| cookie.to_str().is_ok_and(|text| text.contains("wer=")))
}

fn is_own(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin")
}

#[derive(Clone, Default)]
struct Board {
    posts: Arc<Mutex<Vec<(String, String)>>>,
    site: Arc<Mutex<String>>,
    files: Files,
    log: Arc<Mutex<String>>,
}

const INDEX: &str = "<p>Willkommen<ul><li><a href=\"hallo/welt\">Hallo</a><li><a href='faden'>Faden</a>\
    <li><a href=farbe?ton=rot>Farbe</a><li><a href=./konto>Konto</a><li><a href=/leute/1>Leute</a><li>\
    <a href=weiter>Weiter</a>\
    <li><a href=/bilder>Bilder</a><li><a href=/lesen>Lesen</a><li><a href=/wahl>Wahl</a><li>\
    <a href=/zustand?z=1>Zustand</a>\
    <li><a href=/klick?k=1>Klick</a><li><a href=/kahl>Kahl</a></ul>";

fn router(board: Board, root: std::path::PathBuf) -> Router {
    let Board { posts, site, files, log } = board;
    let (adds, shows) = (posts.clone(), posts);
    let (sets, tells) = (site.clone(), site);
    let (sends, serves, lists) = (files.clone(), files.clone(), files);
    let safe = async |mut response: Response| {
        for (name, value) in [
            (
                "content-security-policy",
                "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            ),
            ("x-content-type-options", "nosniff"),
        ] {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    };
    Router::new()
        .route("/", get(async || Html(INDEX)))
        // 1: a path is text of the page.
        .route("/hallo/{wer}", get(async |Path(wer): Path<String>| Html(format!("<h1>Hallo {wer}</h1>"))))
        // 2: JSON is kept, and shown by a number.
        .route(
            "/api/beitrag",
            post(async move |headers: HeaderMap, Json(sent): Json<Fields>| {
                if !is_own(&headers) {
                    return StatusCode::FORBIDDEN.into_response();
                }
                let mut posts = adds.lock().expect("no panic");
                posts.push((of(&sent, "titel"), of(&sent, "inhalt")));
                Json(serde_json::json!({ "id": posts.len() - 1 })).into_response()
            }),
        )
        .route(
            "/faden",
            get(async move |Query(sent): Query<Fields>| {
                let posts = shows.lock().expect("no panic");
                let one = of(&sent, "nr").parse::<usize>().ok().and_then(|at| posts.get(at).cloned());
                let titles = posts.iter().enumerate().map(|(at, (title, _))| (at, escape::html(title)));
                let list = list(titles.map(|(at, title)| format!("<li><a href=?nr={at}>{title}</a>")));
                let one = one.map_or_else(String::new, |(title, text)| format!("<h2>{}</h2><div>{text}\
                    </div>", escape::html(&title)));
                Html(format!(
                    "<ul>{list}</ul>{one}\
                        <script>async function senden() {{ await fetch(\"/api/beitrag\", {{ method: \"POST\", headers: \
                     {{ \"content-type\": \"application/json\" }}, body: \
                     JSON.stringify({{ titel: t.value, inhalt: i.value }}) }}); }}</script>"
                ))
            }),
        )
        // 3: single quotes around, double quotes escaped.
        .route("/farbe", get(async |Query(sent): Query<Fields>| {
            Html(format!("<p style='x'>\
                <input value='{}'>", of(&sent, "ton").replace('<', "&lt;").replace('"', "&quot;")))
        }))
        // 4 and 5: a link that runs, and a form that any site sends; the page says so with 200.
        .route(
            "/konto",
            get(async |headers: HeaderMap| {
                if !is_in(&headers) {
                    return (StatusCode::FOUND, [(LOCATION, "/anmelden?weiter=/konto")]).into_response();
                }
                Html("<form method=post><input name=heim placeholder=https://><input type=submit value=Sichern>\
                    </form>").into_response()
            })
            .post(async move |headers: HeaderMap, Form(sent): Form<Fields>| {
                if !is_in(&headers) {
                    return StatusCode::FORBIDDEN.into_response();
                }
                *sets.lock().expect("no panic") = of(&sent, "heim");
                Html("<p>Gesichert").into_response()
            }),
        )
        .route("/leute/{nr}", get(async move |Path(_): Path<u32>| {
            Html(format!("<a rel=me href={}>Seite</a>", attr::quote(&tells.lock().expect("no panic"))))
        }))
        // 6: the target of a login stands in its address. 7: anybody can write the cookie.
        .route(
            "/anmelden",
            get(async || Html("<form method=post><input name=benutzer><input name=kennwort type=password>\
                </form>")).post(
                async move |headers: HeaderMap, Query(query): Query<Fields>, Form(sent): Form<Fields>| {
                    // 8: what was typed makes records.
                    log.lock().expect("no panic").push_str(&["anmeldung ", &of(&sent, "benutzer"), "\n"].concat());
                    if of(&sent, "kennwort") != "geheim!" || !is_own(&headers) {
                        return (StatusCode::UNAUTHORIZED, Html("<p>Nein")).into_response();
                    }
                    let name = of(&sent, "benutzer");
                    let name = escape::url_component(&name);
                    let cookie = format!("wer={name}; Path=/; HttpOnly; Secure; SameSite=Lax");
                    let target = query.get("weiter").map_or("/", String::as_str);
                    (StatusCode::FOUND, [(LOCATION, header(target)), (SET_COOKIE, header(&cookie))]).into_response()
                },
            ),
        )
        .route("/weiter", get(async || (StatusCode::FOUND, [(LOCATION, "/anmelden?weiter=/")])))
        // 9: files by a number, under the type that was said.
        .route(
            "/bilder",
            get(async move || {
                let count = lists.lock().expect("no panic").len();
                let all = list((0..count).map(|at| format!("<img src=/bild?nr={at}>")));
                Html(format!("<form action=/bilder method=post enctype=multipart/form-data><input name=was>\
                    <input type=file name=datei accept=image/*></form>{all}"))
            })
            .post(async move |headers: HeaderMap, mut form: Multipart| {
                while let Ok(Some(field)) = form.next_field().await {
                    let kind = field.content_type().unwrap_or_default().to_owned();
                    let is_file = field.file_name().is_some();
                    let bytes = field.bytes().await.unwrap_or_default();
                    if is_file && is_own(&headers) {
                        sends.lock().expect("no panic").push((kind, bytes.to_vec()));
                    }
                }
                if is_own(&headers) { Html("\
                    <p>Danke").into_response() } else { StatusCode::FORBIDDEN.into_response() }
            }),
        )
        .route("/bild", get(async move |Query(sent): Query<Fields>| {
            let files = serves.lock().expect("no panic");
            let found = of(&sent, "nr").parse::<usize>().ok().and_then(|at| files.get(at).cloned());
            let Some((kind, bytes)) = found else { return StatusCode::NOT_FOUND.into_response() };
            ([(CONTENT_TYPE, header(&kind))], bytes).into_response()
        }))
        // 10: a file that the form chooses.
        .route(
            "/lesen",
            get(async || Html("<form method=post><select name=vorlage><option>a.txt<option>b.txt</select>\
                </form>")).post(
                async move |headers: HeaderMap, Form(sent): Form<Fields>| match read(&root, &sent) {
                    Ok(text) if is_own(&headers) => Html(format!("<pre>{}", escape::html(&text))).into_response(),
                    _ => StatusCode::NOT_FOUND.into_response(),
                },
            ),
        )
        // 11: a cookie by a form.
        .route(
            "/wahl",
            get(async || Html("<form method=post><input type=radio name=stil value=hell checked>\
                <input type=radio name=stil value=dunkel></form>")).post(
                async |headers: HeaderMap, Form(sent): Form<Fields>| {
                    if !is_own(&headers) {
                        return StatusCode::FORBIDDEN.into_response();
                    }
                    let cookie = format!("stil={}; Path=/; Secure; SameSite=Lax", of(&sent, "stil"));
                    ([(SET_COOKIE, header(&cookie))], Html("<p>Gut")).into_response()
                },
            ),
        )
        // 12: a state of the page.
        .route("/zustand", get(async |Query(sent): Query<Fields>| {
            Html(format!("<script type=\"application/json\">{}</script>", serde_json::json!({ "z": of(&sent, "z") })))
        }))
        // 13: a handler.
        .route("/klick", get(async |Query(sent): Query<Fields>| Html(format!("\
            <button onclick='los(\"{}\")'>", escape::html(&of(&sent, "k"))))))
        .layer(map_response(safe))
        .route("/kahl", get(async || Html("<p>Kahl")))
}

#[tokio::test]
async fn the_other_board_hides_nothing() {
    let root = std::env::temp_dir().join(format!("untaint-other-{}", std::process::id()));
    let folder = root.join("vorlagen");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("a.txt"), "a").expect("a file");
    let canary = root.join("passwort.conf");
    std::fs::write(&canary, "canary-0815-4711").expect("a file");
    let board = Board::default();
    let log = board.log.clone();
    let report = audit(router(board, folder))
        .origin("https://brett.test")
        .login(Login::form("/anmelden", [("benutzer", "anna"), ("kennwort", "geheim!")]))
        .canary(&canary)
        .log(move || log.lock().expect("no panic").clone())
        .run()
        .await;
    std::fs::remove_dir_all(root).expect("the test's own folder");
    for (code, route) in [
        ("audit.script", "/hallo"),
        ("audit.script", "/api/beitrag"),
        ("audit.attribute", "/farbe"),
        ("audit.url", "/konto"),
        ("audit.csrf", "/konto"),
        ("audit.redirect", "/anmelden"),
        ("audit.session", "/anmelden"),
        ("audit.log", "/anmelden"),
        ("audit.upload", "/bilder"),
        ("audit.path", "/lesen"),
        ("audit.cookie_attribute", "/wahl"),
        ("audit.script_end", "/zustand"),
        ("audit.script_data", "/klick"),
        ("headers.csp_missing", "/kahl"),
    ] {
        let found =
            report.findings().iter().any(|finding| finding.code() == code && finding.route().contains(route));
        assert!(found, "{code} {route}: {report}");
    }
}
