//! The site for sharing recipes, done right: escaped by hand for each place, tokens in each form, strong cookies.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path as FsPath, PathBuf};
use std::sync::{Arc, Mutex};

use axum::extract::{DefaultBodyLimit, Multipart, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Form, Router};
use serde::{Deserialize, Serialize};
use untaint::upload::{self, Upload, UploadPolicy};

use super::kit::{Log, Open};

struct Recipe {
    title: String,
    ingredients: String,
    author: String,
    photo: Option<String>,
    comments: Vec<(String, String)>,
}

#[derive(Default, Clone)]
struct Profile {
    website: String,
    bio: String,
}

#[derive(Serialize, Clone)]
struct Meal {
    day: String,
    dish: String,
}

struct Site {
    users: HashMap<String, String>,
    /// The visitor (nobody before the login) and the token of the forms of each session.
    sessions: HashMap<String, (Option<String>, String)>,
    profiles: HashMap<String, Profile>,
    recipes: Vec<Recipe>,
    media: HashMap<String, (String, Vec<u8>)>,
    meals: Vec<Meal>,
    exports: PathBuf,
    log: Log,
    open: Open,
}

type Shared = Arc<Mutex<Site>>;

#[derive(Clone)]
struct Nonce(String);

pub fn site(exports: &FsPath, log: Log, open: Open) -> Router {
    let soup = Recipe {
        title: "Lentil soup".into(),
        ingredients: "lentils, carrots".into(),
        author: "ada".into(),
        photo: None,
        comments: vec![("bob".into(), "Very good.".into())],
    };
    let site = Site {
        users: [("ada", "correct horse"), ("bob", "battery staple")]
            .map(|(n, p)| (n.into(), p.into()))
            .into(),
        sessions: HashMap::new(),
        profiles: HashMap::new(),
        recipes: vec![soup],
        media: HashMap::new(),
        meals: vec![Meal { day: "Monday".into(), dish: "Lentil soup".into() }],
        exports: exports.into(),
        log,
        open,
    };
    Router::new()
        .route("/", get(home))
        .route("/search", get(search))
        .route("/lang", get(set_lang))
        .route("/login", get(login_page).post(login))
        .route("/logout", post(logout))
        .route("/recipes/new", get(new_recipe_page).post(new_recipe))
        .route("/recipes/{id}", get(recipe))
        .route("/recipes/{id}/comments", post(comment))
        .route("/profile", get(profile_page).post(save_profile))
        .route("/users/{name}", get(user_page))
        .route("/planner", get(planner).post(plan))
        .route("/media/{name}", get(media))
        .route("/export", get(export))
        .layer(from_fn(safe_headers))
        .layer(DefaultBodyLimit::max(1 << 20))
        .with_state(Arc::new(Mutex::new(site)))
}

async fn safe_headers(mut request: Request, next: Next) -> Response {
    let nonce = random();
    request.extensions_mut().insert(Nonce(nonce.clone()));
    let mut response = next.run(request).await;
    let policy = format!(
        "default-src 'self'; script-src 'nonce-{nonce}'; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    );
    let headers = response.headers_mut();
    headers.insert("content-security-policy", HeaderValue::try_from(policy).unwrap());
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("strict-transport-security", "max-age=63072000; includeSubDomains"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn random() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).unwrap();
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn esc(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// The same, unless this hole is open.
fn esc_unless(is_open: bool, text: &str) -> String {
    if is_open { text.to_owned() } else { esc(text) }
}

/// JSON for a script of a page: nothing in it ends the script.
fn script_json<T: Serialize + ?Sized>(value: &T) -> String {
    let json = serde_json::to_string(value).unwrap();
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
}

/// A path of this site, or its first page.
fn local(next: Option<&str>) -> &str {
    let fine = |path: &&str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    };
    next.filter(fine).unwrap_or("/")
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get("cookie")?.to_str().ok()?;
    all.split("; ").find_map(|one| one.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
}

fn visitor(site: &Site, headers: &HeaderMap) -> Option<String> {
    site.sessions.get(&cookie(headers, "__Host-session")?)?.0.clone()
}

fn token(site: &Site, headers: &HeaderMap) -> Option<String> {
    site.sessions.get(&cookie(headers, "__Host-session")?).map(|session| session.1.clone())
}

fn session_cookie(session: &str) -> [(header::HeaderName, String); 1] {
    [(header::SET_COOKIE, format!("__Host-session={session}; Path=/; Secure; HttpOnly; SameSite=Lax"))]
}

fn forged(site: &Site, headers: &HeaderMap, sent: &str) -> bool {
    token(site, headers).is_none_or(|token| token != sent)
}

fn refused() -> Response {
    (StatusCode::FORBIDDEN, "This form is too old; load the page again.").into_response()
}

fn page(site: &Site, headers: &HeaderMap, title: &str, body: &str) -> Html<String> {
    let lang = cookie(headers, "lang").filter(|lang| lang == "de").unwrap_or_else(|| "en".into());
    let title = esc(title);
    let token = token(site, headers).unwrap_or_default();
    Html(format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body>\
         <nav><a href=\"/\">Home</a> <a href=\"/recipes/new\">New</a> <a href=\"/planner\">Planner</a> \
         <a href=\"/profile\">Profile</a> <a href=\"/login\">Log in</a> <a href=\"/lang?lang=de\">Deutsch</a> \
         <a href=\"/export?file=units.txt\">Units</a></nav>\
         <form action=\"/search\"><input type=\"search\" name=\"q\"><button>Search</button></form>\
         <h1>{title}</h1>{body}\
         <form method=\"post\" action=\"/logout\"><input type=\"hidden\" name=\"csrf\" value=\"{token}\">\
         <button>Log out</button></form></body></html>"
    ))
}

fn token_field(site: &Site, headers: &HeaderMap) -> String {
    format!("<input type=\"hidden\" name=\"csrf\" value=\"{}\">", token(site, headers).unwrap_or_default())
}

async fn home(State(site): State<Shared>, headers: HeaderMap) -> Html<String> {
    let site = site.lock().unwrap();
    let list = site.recipes.iter().enumerate().map(|(id, recipe)| {
        let title = esc(&recipe.title);
        format!(
            "<li><a href=\"/recipes/{id}\">{title}</a> by <a href=\"/users/{0}\">{0}</a>",
            esc(&recipe.author)
        )
    });
    page(&site, &headers, "Recipes", &format!("<ul>{}</ul>", list.collect::<Vec<_>>().concat()))
}

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
}

async fn search(
    State(site): State<Shared>,
    Extension(Nonce(nonce)): Extension<Nonce>,
    headers: HeaderMap,
    Query(Search { q }): Query<Search>,
) -> Html<String> {
    let site = site.lock().unwrap();
    let hits = site.recipes.iter().filter(|recipe| recipe.title.contains(&q)).count();
    let (text, value) =
        (esc_unless(site.open.has("search text"), &q), esc_unless(site.open.has("search value"), &q));
    let script = if site.open.has("search script") { format!("\"{q}\"") } else { script_json(&q) };
    page(
        &site,
        &headers,
        "Search",
        &format!(
            "<form action=\"/search\"><input name=\"q\" value=\"{value}\"><button>Again</button></form>\
             <p>{hits} recipes for {text}</p><script nonce=\"{nonce}\">var q = {script}; document.title = q;</script>"
        ),
    )
}

async fn set_lang(State(site): State<Shared>, Query(query): Query<HashMap<String, String>>) -> Response {
    let is_open = site.lock().unwrap().open.has("lang");
    let lang = query.get("lang").filter(|lang| is_open || *lang == "de").map_or("en", String::as_str);
    let cookie = format!("lang={lang}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=31536000");
    ([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response()
}

#[derive(Deserialize)]
struct To {
    next: Option<String>,
}

async fn login_page(
    State(site): State<Shared>,
    mut headers: HeaderMap,
    Query(To { next }): Query<To>,
) -> Response {
    let mut site = site.lock().unwrap();
    let mut set = None;
    if token(&site, &headers).is_none() {
        let session = random();
        site.sessions.insert(session.clone(), (None, random()));
        set = Some(session_cookie(&session));
        headers.insert("cookie", HeaderValue::try_from(format!("__Host-session={session}")).unwrap());
    }
    let next =
        if site.open.has("next link") { next.as_deref().unwrap_or("/") } else { local(next.as_deref()) };
    let next = esc(next);
    let form = format!(
        "<form method=\"post\" action=\"/login\">{}<input type=\"hidden\" name=\"next\" value=\"{next}\">\
         <label>Name <input name=\"name\" required></label>\
         <label>Password <input type=\"password\" name=\"password\" required></label>\
         <button>Log in</button> <a href=\"{next}\">Cancel</a></form>",
        token_field(&site, &headers)
    );
    (set, page(&site, &headers, "Log in", &form)).into_response()
}

#[derive(Deserialize)]
struct Credentials {
    csrf: String,
    name: String,
    password: String,
    next: Option<String>,
}

async fn login(State(site): State<Shared>, headers: HeaderMap, Form(form): Form<Credentials>) -> Response {
    let mut site = site.lock().unwrap();
    if forged(&site, &headers, &form.csrf) {
        return refused();
    }
    if site.users.get(&form.name) != Some(&form.password) {
        let name = if site.open.has("log") { form.name.clone() } else { format!("{:?}", form.name) };
        site.log.line(&format!("WARN login failed for {name}"));
        let body =
            format!("<p>No account {} with this password.</p><a href=\"/login\">Again</a>", esc(&form.name));
        return (StatusCode::UNAUTHORIZED, page(&site, &headers, "Log in", &body)).into_response();
    }
    if let Some(old) = cookie(&headers, "__Host-session") {
        site.sessions.remove(&old);
    }
    let session = if site.open.has("session") { format!("{:032}", site.sessions.len()) } else { random() };
    site.sessions.insert(session.clone(), (Some(form.name), random()));
    let next =
        if site.open.has("next") { form.next.as_deref().unwrap_or("/") } else { local(form.next.as_deref()) };
    (session_cookie(&session), Redirect::to(next)).into_response()
}

#[derive(Deserialize)]
struct OnlyToken {
    csrf: String,
}

async fn logout(State(site): State<Shared>, headers: HeaderMap, Form(form): Form<OnlyToken>) -> Response {
    let mut site = site.lock().unwrap();
    if forged(&site, &headers, &form.csrf) {
        return refused();
    }
    if let Some(session) = cookie(&headers, "__Host-session") {
        site.sessions.remove(&session);
    }
    Redirect::to("/").into_response()
}

async fn new_recipe_page(State(site): State<Shared>, headers: HeaderMap) -> Response {
    let site = site.lock().unwrap();
    if visitor(&site, &headers).is_none() {
        return Redirect::to("/login?next=/recipes/new").into_response();
    }
    let form = format!(
        "<form method=\"post\" enctype=\"multipart/form-data\">{}\
         <label>Title <input name=\"title\" required maxlength=\"80\"></label>\
         <label>Ingredients <textarea name=\"ingredients\"></textarea></label>\
         <label>Photo <input type=\"file\" name=\"photo\" accept=\"image/*\"></label><button>Share</button></form>",
        token_field(&site, &headers)
    );
    page(&site, &headers, "New recipe", &form).into_response()
}

async fn new_recipe(State(site): State<Shared>, headers: HeaderMap, mut parts: Multipart) -> Response {
    let Some(author) = visitor(&site.lock().unwrap(), &headers) else {
        return Redirect::to("/login?next=/recipes/new").into_response();
    };
    let (mut csrf, mut title, mut ingredients, mut photo) =
        (String::new(), String::new(), String::new(), None);
    while let Ok(Some(part)) = parts.next_field().await {
        match part.name().unwrap_or_default() {
            "csrf" => csrf = part.text().await.unwrap_or_default(),
            "title" => title = part.text().await.unwrap_or_default(),
            "ingredients" => ingredients = part.text().await.unwrap_or_default(),
            "photo" => {
                let name = part.file_name().unwrap_or_default().to_owned();
                let kind = part.content_type().map(str::to_owned);
                if let Ok(bytes) = part.bytes().await {
                    if !name.is_empty() {
                        photo = Some((name, kind, bytes.to_vec()));
                    }
                }
            }
            _ => {}
        }
    }
    let mut site = site.lock().unwrap();
    if forged(&site, &headers, &csrf) {
        return refused();
    }
    if title.trim().is_empty() || title.chars().count() > 80 {
        return (StatusCode::UNPROCESSABLE_ENTITY, "A recipe needs a title.").into_response();
    }
    let mut stored = None;
    if let Some((name, kind, bytes)) = photo {
        if site.open.has("photo") {
            let key = random();
            site.media.insert(key.clone(), (kind.unwrap_or_default(), bytes));
            site.recipes.push(Recipe { title, ingredients, author, photo: Some(key), comments: Vec::new() });
            return Redirect::to(&format!("/recipes/{}", site.recipes.len() - 1)).into_response();
        }
        let sent = Upload { name: &name, declared: kind.as_deref(), bytes: &bytes };
        let Ok(safe) = upload::check(&sent, UploadPolicy::images()) else {
            return (StatusCode::UNPROCESSABLE_ENTITY, "This is no picture.").into_response();
        };
        let key = random();
        site.media.insert(key.clone(), (safe.file_type().mime().to_owned(), bytes));
        stored = Some(key);
    }
    site.recipes.push(Recipe { title, ingredients, author, photo: stored, comments: Vec::new() });
    Redirect::to(&format!("/recipes/{}", site.recipes.len() - 1)).into_response()
}

async fn recipe(
    State(site): State<Shared>,
    Extension(Nonce(nonce)): Extension<Nonce>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Response {
    let site = site.lock().unwrap();
    let Some(recipe) = id.parse().ok().and_then(|id: usize| site.recipes.get(id)) else {
        let body = format!("<p>There is no recipe {}.</p>", esc(&id));
        return (StatusCode::NOT_FOUND, page(&site, &headers, "Not found", &body)).into_response();
    };
    let alt = esc_unless(site.open.has("alt"), &recipe.title);
    let photo = recipe.photo.as_ref().map_or(String::new(), |name| {
        format!("<img src=\"/media/{name}\" alt=\"{alt}\"><a href=\"/media/{name}\">Photo</a>")
    });
    let comments = recipe.comments.iter().map(|(who, what)| {
        format!("<li><b>{}</b>: {}</li>", esc(who), esc_unless(site.open.has("comment"), what))
    });
    let body = format!(
        "{photo}<p>{}</p><ul>{}</ul><form method=\"post\" action=\"/recipes/{}/comments\">{}\
         <textarea name=\"text\" required></textarea><button>Comment</button></form>\
         <script nonce=\"{nonce}\">var recipe = {}; document.title = recipe;</script>",
        esc(&recipe.ingredients),
        comments.collect::<Vec<_>>().concat(),
        esc(&id),
        token_field(&site, &headers),
        script_json(&recipe.title)
    );
    page(&site, &headers, &recipe.title, &body).into_response()
}

#[derive(Deserialize)]
struct Comment {
    csrf: String,
    text: String,
}

async fn comment(
    State(site): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<usize>,
    Form(form): Form<Comment>,
) -> Response {
    let mut site = site.lock().unwrap();
    let Some(who) = visitor(&site, &headers) else {
        return Redirect::to(&format!("/login?next=/recipes/{id}")).into_response();
    };
    if forged(&site, &headers, &form.csrf) && !site.open.has("csrf") {
        return refused();
    }
    let Some(recipe) = site.recipes.get_mut(id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    recipe.comments.push((who, form.text));
    Redirect::to(&format!("/recipes/{id}")).into_response()
}

async fn profile_page(State(site): State<Shared>, headers: HeaderMap) -> Response {
    let site = site.lock().unwrap();
    let Some(name) = visitor(&site, &headers) else {
        return Redirect::to("/login?next=/profile").into_response();
    };
    let profile = site.profiles.get(&name).cloned().unwrap_or_default();
    let form = format!(
        "<form method=\"post\">{}<label>Website <input type=\"url\" name=\"website\" value=\"{}\"></label>\
         <label>About <textarea name=\"bio\">\n{}</textarea></label><button>Save</button></form>\
         <a href=\"/users/{}\">As others see it</a>",
        token_field(&site, &headers),
        esc(&profile.website),
        esc(&profile.bio),
        esc(&name)
    );
    page(&site, &headers, "Profile", &form).into_response()
}

#[derive(Deserialize)]
struct ProfileForm {
    csrf: String,
    website: String,
    bio: String,
}

async fn save_profile(
    State(site): State<Shared>,
    headers: HeaderMap,
    Form(form): Form<ProfileForm>,
) -> Response {
    let mut site = site.lock().unwrap();
    let Some(name) = visitor(&site, &headers) else {
        return Redirect::to("/login?next=/profile").into_response();
    };
    if forged(&site, &headers, &form.csrf) {
        return refused();
    }
    if site.open.has("website") {
        site.profiles.insert(name.clone(), Profile { website: form.website, bio: form.bio });
        return Redirect::to(&format!("/users/{name}")).into_response();
    }
    let web = url::Url::parse(&form.website).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    if web.is_none() && !form.website.is_empty() {
        return (StatusCode::UNPROCESSABLE_ENTITY, "A website begins with https://").into_response();
    }
    let website = web.map_or(String::new(), String::from);
    site.profiles.insert(name.clone(), Profile { website, bio: form.bio });
    Redirect::to(&format!("/users/{name}")).into_response()
}

async fn user_page(State(site): State<Shared>, headers: HeaderMap, Path(name): Path<String>) -> Html<String> {
    let site = site.lock().unwrap();
    let profile = site.profiles.get(&name).cloned().unwrap_or_default();
    let link = if profile.website.is_empty() {
        String::new()
    } else {
        format!("<a href=\"{}\" rel=\"nofollow noopener\">Website</a>", esc(&profile.website))
    };
    page(&site, &headers, &name, &format!("<p>{}</p>{link}", esc(&profile.bio)))
}

async fn planner(
    State(site): State<Shared>,
    Extension(Nonce(nonce)): Extension<Nonce>,
    headers: HeaderMap,
) -> Html<String> {
    let site = site.lock().unwrap();
    let plain = site.open.has("meals").then(|| serde_json::to_string(&site.meals).unwrap());
    let body = format!(
        "<form method=\"post\">{}<select name=\"day\"><option>Monday<option>Tuesday</select>\
         <input name=\"dish\"><button>Plan</button></form><ul id=\"meals\"></ul>\
         <script nonce=\"{nonce}\">const meals = {}; for (const meal of meals) {{ \
         const li = document.createElement('li'); li.textContent = meal.day + ': ' + meal.dish; \
         document.getElementById('meals').append(li); }}</script>",
        token_field(&site, &headers),
        plain.unwrap_or_else(|| script_json(&site.meals))
    );
    page(&site, &headers, "Planner", &body)
}

#[derive(Deserialize)]
struct MealForm {
    csrf: String,
    day: String,
    dish: String,
}

async fn plan(State(site): State<Shared>, headers: HeaderMap, Form(form): Form<MealForm>) -> Response {
    let mut site = site.lock().unwrap();
    if visitor(&site, &headers).is_none() {
        return Redirect::to("/login?next=/planner").into_response();
    }
    if forged(&site, &headers, &form.csrf) {
        return refused();
    }
    site.meals.push(Meal { day: form.day, dish: form.dish });
    Redirect::to("/planner").into_response()
}

async fn media(State(site): State<Shared>, Path(name): Path<String>) -> Response {
    match site.lock().unwrap().media.get(&name).cloned() {
        Some((kind, bytes)) => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[derive(Deserialize)]
struct Export {
    file: String,
}

async fn export(State(site): State<Shared>, Query(Export { file }): Query<Export>) -> Response {
    let (folder, open) = {
        let site = site.lock().unwrap();
        (site.exports.clone(), site.open)
    };
    if open.has("export") {
        return fs::read(folder.join(file)).unwrap_or_default().into_response();
    }
    // Only what the folder itself lists is given out.
    let found = fs::read_dir(folder).unwrap().flatten().find(|entry| entry.file_name() == *file);
    match found.and_then(|entry| fs::read(entry.path()).ok()) {
        Some(bytes) => ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], bytes).into_response(),
        None => (StatusCode::NOT_FOUND, "no such file").into_response(),
    }
}
