//! A site for sharing recipes as it is written on a weekend: nothing is escaped, nothing is checked.

use std::collections::HashMap;
use std::fs;
use std::path::{Path as FsPath, PathBuf};
use std::sync::{Arc, Mutex};

use axum::extract::{Multipart, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use serde::{Deserialize, Serialize};

use super::kit::Log;

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
    sessions: HashMap<String, String>,
    profiles: HashMap<String, Profile>,
    recipes: Vec<Recipe>,
    media: HashMap<String, Vec<u8>>,
    meals: Vec<Meal>,
    exports: PathBuf,
    log: Log,
}

type Shared = Arc<Mutex<Site>>;

pub fn site(exports: &FsPath, log: Log) -> Router {
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
        .with_state(Arc::new(Mutex::new(site)))
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get("cookie")?.to_str().ok()?;
    all.split("; ").find_map(|one| one.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
}

fn visitor(site: &Site, headers: &HeaderMap) -> Option<String> {
    site.sessions.get(&cookie(headers, "session")?).cloned()
}

fn page(headers: &HeaderMap, title: &str, body: &str) -> Html<String> {
    let lang = cookie(headers, "lang").unwrap_or_else(|| "en".into());
    Html(format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body>\
         <nav><a href=\"/\">Home</a> <a href=\"/recipes/new\">New</a> <a href=\"/planner\">Planner</a> \
         <a href=\"/profile\">Profile</a> <a href=\"/login\">Log in</a> <a href=\"/lang?lang=de\">Deutsch</a> \
         <a href=\"/export?file=units.txt\">Units</a></nav>\
         <form action=\"/search\"><input type=\"search\" name=\"q\"><button>Search</button></form>\
         <h1>{title}</h1>{body}\
         <form method=\"post\" action=\"/logout\"><button>Log out</button></form></body></html>"
    ))
}

async fn home(State(site): State<Shared>, headers: HeaderMap) -> Html<String> {
    let site = site.lock().unwrap();
    let list = site.recipes.iter().enumerate().map(|(id, recipe)| {
        format!(
            "<li><a href=\"/recipes/{id}\">{}</a> by <a href=\"/users/{1}\">{1}</a>",
            recipe.title, recipe.author
        )
    });
    page(&headers, "Recipes", &format!("<ul>{}</ul>", list.collect::<Vec<_>>().concat()))
}

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
}

async fn search(
    State(site): State<Shared>,
    headers: HeaderMap,
    Query(Search { q }): Query<Search>,
) -> Html<String> {
    let site = site.lock().unwrap();
    let hits = site.recipes.iter().filter(|recipe| recipe.title.contains(&q)).count();
    page(
        &headers,
        "Search",
        &format!(
            "<form action=\"/search\"><input name=\"q\" value=\"{q}\"><button>Again</button></form>\
             <p>{hits} recipes for {q}</p><script>var q = \"{q}\"; document.title = q;</script>"
        ),
    )
}

async fn set_lang(Query(query): Query<HashMap<String, String>>) -> Response {
    let lang = query.get("lang").map_or("en", String::as_str);
    ([(header::SET_COOKIE, format!("lang={lang}; Path=/"))], Redirect::to("/")).into_response()
}

#[derive(Deserialize)]
struct Next {
    next: Option<String>,
}

async fn login_page(headers: HeaderMap, Query(Next { next }): Query<Next>) -> Html<String> {
    let next = next.unwrap_or_else(|| "/".into());
    page(
        &headers,
        "Log in",
        &format!(
            "<form method=\"post\" action=\"/login\"><input type=\"hidden\" name=\"next\" value=\"{next}\">\
             <label>Name <input name=\"name\" required></label>\
             <label>Password <input type=\"password\" name=\"password\" required></label>\
             <button>Log in</button> <a href=\"{next}\">Cancel</a></form>"
        ),
    )
}

#[derive(Deserialize)]
struct Credentials {
    name: String,
    password: String,
    next: Option<String>,
}

async fn login(State(site): State<Shared>, headers: HeaderMap, Form(form): Form<Credentials>) -> Response {
    let mut site = site.lock().unwrap();
    if site.users.get(&form.name) != Some(&form.password) {
        site.log.line(&format!("WARN login failed for {}", form.name));
        let body = format!("<p>No account {} with this password.</p><a href=\"/login\">Again</a>", form.name);
        return (StatusCode::UNAUTHORIZED, page(&headers, "Log in", &body)).into_response();
    }
    let session = format!("{}-{}", form.name, site.sessions.len() + 1);
    site.sessions.insert(session.clone(), form.name);
    let next = form.next.filter(|next| !next.is_empty()).unwrap_or_else(|| "/".into());
    ([(header::SET_COOKIE, format!("session={session}; Path=/"))], Redirect::to(&next)).into_response()
}

async fn logout(State(site): State<Shared>, headers: HeaderMap) -> Redirect {
    if let Some(session) = cookie(&headers, "session") {
        site.lock().unwrap().sessions.remove(&session);
    }
    Redirect::to("/")
}

async fn new_recipe_page(State(site): State<Shared>, headers: HeaderMap) -> Response {
    if visitor(&site.lock().unwrap(), &headers).is_none() {
        return Redirect::to("/login?next=/recipes/new").into_response();
    }
    let form = "<form method=\"post\" enctype=\"multipart/form-data\">\
        <label>Title <input name=\"title\" required maxlength=\"80\"></label>\
        <label>Ingredients <textarea name=\"ingredients\"></textarea></label>\
        <label>Photo <input type=\"file\" name=\"photo\" accept=\"image/*\"></label><button>Share</button></form>";
    page(&headers, "New recipe", form).into_response()
}

async fn new_recipe(State(site): State<Shared>, headers: HeaderMap, mut parts: Multipart) -> Response {
    let Some(author) = visitor(&site.lock().unwrap(), &headers) else {
        return Redirect::to("/login?next=/recipes/new").into_response();
    };
    let (mut title, mut ingredients, mut photo) = (String::new(), String::new(), None);
    while let Ok(Some(part)) = parts.next_field().await {
        match part.name().unwrap_or_default() {
            "title" => title = part.text().await.unwrap_or_default(),
            "ingredients" => ingredients = part.text().await.unwrap_or_default(),
            "photo" => {
                let name = part.file_name().unwrap_or_default().to_owned();
                if let Ok(bytes) = part.bytes().await {
                    if !name.is_empty() {
                        photo = Some((name, bytes.to_vec()));
                    }
                }
            }
            _ => {}
        }
    }
    let mut site = site.lock().unwrap();
    let photo = photo.map(|(name, bytes)| {
        site.media.insert(name.clone(), bytes);
        name
    });
    site.recipes.push(Recipe { title, ingredients, author, photo, comments: Vec::new() });
    Redirect::to(&format!("/recipes/{}", site.recipes.len() - 1)).into_response()
}

async fn recipe(State(site): State<Shared>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let site = site.lock().unwrap();
    let Some(recipe) = id.parse().ok().and_then(|id: usize| site.recipes.get(id)) else {
        let body = format!("<p>There is no recipe {id}.</p>");
        return (StatusCode::NOT_FOUND, page(&headers, "Not found", &body)).into_response();
    };
    let photo = recipe.photo.as_ref().map_or(String::new(), |name| {
        format!("<img src=\"/media/{name}\" alt=\"{0}\"><a href=\"/media/{name}\">Photo</a>", recipe.title)
    });
    let comments = recipe.comments.iter().map(|(who, what)| format!("<li><b>{who}</b>: {what}</li>"));
    let body = format!(
        "{photo}<p>{}</p><ul>{}</ul><form method=\"post\" action=\"/recipes/{id}/comments\">\
         <textarea name=\"text\" required></textarea><button>Comment</button></form>\
         <script>var recipe = '{}'; document.title = recipe;</script>",
        recipe.ingredients,
        comments.collect::<Vec<_>>().concat(),
        recipe.title
    );
    page(&headers, &recipe.title, &body).into_response()
}

#[derive(Deserialize)]
struct Comment {
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
        "<form method=\"post\"><label>Website <input type=\"url\" name=\"website\" value=\"{}\"></label>\
         <label>About <textarea name=\"bio\">{}</textarea></label><button>Save</button></form>\
         <a href=\"/users/{name}\">As others see it</a>",
        profile.website, profile.bio
    );
    page(&headers, "Profile", &form).into_response()
}

#[derive(Deserialize)]
struct ProfileForm {
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
    site.profiles.insert(name.clone(), Profile { website: form.website, bio: form.bio });
    Redirect::to(&format!("/users/{name}")).into_response()
}

async fn user_page(State(site): State<Shared>, headers: HeaderMap, Path(name): Path<String>) -> Html<String> {
    let profile = site.lock().unwrap().profiles.get(&name).cloned().unwrap_or_default();
    page(&headers, &name, &format!("<p>{}</p><a href=\"{}\">Website</a>", profile.bio, profile.website))
}

async fn planner(State(site): State<Shared>, headers: HeaderMap) -> Html<String> {
    let state = serde_json::to_string(&site.lock().unwrap().meals).unwrap();
    page(
        &headers,
        "Planner",
        &format!(
            "<form method=\"post\"><select name=\"day\"><option>Monday<option>Tuesday</select>\
             <input name=\"dish\"><button>Plan</button></form><ul id=\"meals\"></ul>\
             <script>const meals = {state}; for (const meal of meals) {{ const li = document.createElement('li'); \
             li.textContent = meal.day + ': ' + meal.dish; document.getElementById('meals').append(li); }}</script>"
        ),
    )
}

#[derive(Deserialize)]
struct MealForm {
    day: String,
    dish: String,
}

async fn plan(State(site): State<Shared>, headers: HeaderMap, Form(form): Form<MealForm>) -> Redirect {
    let mut site = site.lock().unwrap();
    if visitor(&site, &headers).is_none() {
        return Redirect::to("/login?next=/planner");
    }
    site.meals.push(Meal { day: form.day, dish: form.dish });
    Redirect::to("/planner")
}

async fn media(State(site): State<Shared>, Path(name): Path<String>) -> Response {
    let Some(bytes) = site.lock().unwrap().media.get(&name).cloned() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match name.rsplit('.').next().unwrap_or_default() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "svg" => "image/svg+xml",
        "html" | "htm" => "text/html",
        _ => "application/octet-stream",
    };
    ([(header::CONTENT_TYPE, kind)], bytes).into_response()
}

#[derive(Deserialize)]
struct Export {
    file: String,
}

async fn export(State(site): State<Shared>, Query(Export { file }): Query<Export>) -> Response {
    let path = site.lock().unwrap().exports.join(file);
    match fs::read(path) {
        Ok(bytes) => ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], bytes).into_response(),
        Err(_) => (StatusCode::NOT_FOUND, "no such file").into_response(),
    }
}
