//! One test for the whole site, beside those of its handlers: it is crawled, its forms are filled in, and every field,
//! parameter, header and file is attacked, in process; each finding says what to write instead, and comes with a test of
//! its own (`finding.as_test()`). `untaint::testing::audit` says what it does not see.

// recipe
use untaint::testing::{Login, audit};

#[tokio::test]
async fn my_site_has_no_hole_that_is_known() {
    // The router that `main` serves, or any other tower service.
    let report = audit(my_app())
        .origin("https://app.test")
        .login(Login::form("/login", [("name", "Ada")]))
        .run()
        .await;
    report.assert_clean();
}
// end

use crate::{askama_form, axum_login, axum_upload, maud_form, minijinja_form};
use axum::Router;
use axum::extract::{Form, Request};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use std::sync::LazyLock;
use untaint::form::Submission;
use untaint::web::csp::{Nonce, Policy};
use untaint::web::csrf::{self, CsrfPolicy};
use untaint::web::headers::{CacheControl, SecurityHeaders};

const ORIGIN: &str = "https://app.test";

static HEADERS: LazyLock<SecurityHeaders> = LazyLock::new(|| {
    SecurityHeaders::page(Policy::strict())
        .cache_control(CacheControl::no_store())
        .build()
        .expect("headers of literals")
});

static CSRF: LazyLock<CsrfPolicy> =
    LazyLock::new(|| CsrfPolicy::builder().origin(ORIGIN).build().expect("an origin"));

/// What a site has around all of its handlers.
fn around(site: Router) -> Router {
    site.fallback(async || (StatusCode::NOT_FOUND, Html("<p>Nothing here"))).layer(
        from_fn(async |request: Request, next: Next| {
            let sent =
                csrf::Request::of(request.method(), request.uri(), request.headers());
            if csrf::check(&sent, &CSRF).is_err() {
                return StatusCode::FORBIDDEN.into_response();
            }
            let mut response = next.run(request).await;
            // A nonce for each answer, at random; these pages have no script.
            let nonce = Nonce::from_bytes(*b"k3xr9-Qzv7pLm2Xc");
            HEADERS.apply(response.headers_mut(), &nonce);
            response
        }),
    )
}

/// A login that leads on.
fn my_app() -> Router {
    let index = "<a href='/login?next=/notes'>Log in</a>";
    around(
        Router::new()
            .route("/", get(async move || Html(index)))
            .route("/notes", get(async || Html("<p>Notes")))
            .route("/login", get(axum_login::login_page).post(axum_login::login)),
    )
}

/// Pictures that are checked and come back under another name.
fn pictures() -> Router {
    let form = "<form method=post action=/avatar enctype=multipart/form-data>\
        <input type=file name=file accept='image/*'><button>Send</button></form>";
    around(axum_upload::app().route("/", get(async move || Html(form))))
}

/// Three forms that are declared, each in another template language.
fn forms() -> Router {
    type Pairs = Form<Vec<(String, String)>>;
    let shown = |page: String, is_fine: bool| -> Response {
        let status =
            if is_fine { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        (status, Html(page)).into_response()
    };
    let index = "<a href=/profile>Profile</a> <a href=/signup>Sign up</a> <a href=/order>Order</a>";
    let profile = async move |Form(sent): Pairs| {
        let form = Submission::<maud_form::Profile>::parse(sent).expect("a small form");
        shown(maud_form::page(&form).into_string(), form.value().is_some())
    };
    let signup = async move |Form(sent): Pairs| {
        let form =
            Submission::<askama_form::SignUp>::parse(sent).expect("a small form");
        shown(askama_form::page(&form).expect("a page"), form.value().is_some())
    };
    let order = async move |Form(sent): Pairs| {
        let form =
            Submission::<minijinja_form::Order>::parse(sent).expect("a small form");
        shown(minijinja_form::page(&form).expect("a page"), form.value().is_some())
    };
    let blank = async || Html(maud_form::page(&Submission::blank()).into_string());
    let new = async || Html(askama_form::page(&Submission::blank()).expect("a page"));
    let empty =
        async || Html(minijinja_form::page(&Submission::blank()).expect("a page"));
    around(
        Router::new()
            .route("/", get(async move || Html(index)))
            .route("/profile", get(blank).post(profile))
            .route("/signup", get(new).post(signup))
            .route("/order", get(empty).post(order)),
    )
}

#[tokio::test]
async fn pictures_have_no_hole() {
    let report = audit(pictures()).origin(ORIGIN).run().await;
    report.assert_clean();
    assert!(report.forms() == 1 && report.notes().is_empty(), "{report}");
}

#[tokio::test]
async fn forms_have_no_hole() {
    let report = audit(forms()).origin(ORIGIN).run().await;
    report.assert_clean();
    assert!(report.forms() == 3 && report.fields() > 8, "{report}");
}

/// The control: without what stands around them, the same handlers are open to the forms of other sites.
#[tokio::test]
async fn a_site_without_its_walls_is_found() {
    let site = Router::new()
        .route("/login", get(axum_login::login_page).post(axum_login::login));
    let report = audit(site).start("/login").origin(ORIGIN).run().await;
    assert!(report.has("audit.csrf") && report.has("headers.csp_missing"), "{report}");
    assert!(!report.has("audit.redirect") && !report.has("audit.script"), "{report}");
}
