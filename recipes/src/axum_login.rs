//! A form is deserialised into safe types: `CheckedOr` for what a visitor did not type, `Cleaned` for rich text, and the
//! module's own check for fields that get their error beside them. `next` goes through the login page as a hidden field,
//! and is checked when it comes back: a hidden field is the visitor's too.

// recipe
use axum::extract::{Form, Query};
use axum::http::{HeaderValue, StatusCode, header::LOCATION};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use untaint::redirect::{RedirectPolicy, SafeRedirect};
use untaint::text::{self, TextPolicy};
use untaint::{CheckedOr, PolicySource, Report, Violation, attr, escape};

/// A page of this site, or the first one.
pub struct ThisSite;

impl PolicySource for ThisSite {
    type Policy = RedirectPolicy;

    fn policy() -> &'static RedirectPolicy {
        RedirectPolicy::path_only()
    }

    fn fallback() -> &'static str {
        "/"
    }
}

type Next = CheckedOr<SafeRedirect<'static>, ThisSite>;

#[derive(Deserialize)]
pub struct LoginPage {
    #[serde(default)]
    next: Next,
}

/// GET /login?next=/notes
pub async fn login_page(Query(page): Query<LoginPage>) -> Html<String> {
    form("", page.next.get(), "")
}

/// What was typed comes back, with what is wrong beside it.
fn form(name: &str, next: &SafeRedirect<'_>, said: &str) -> Html<String> {
    Html(format!(
        "<form method=post><label>Name <input name=name value={}></label> {}\
         <input type=hidden name=next value={}></form>",
        attr::quote(name),
        escape::html(said),
        attr::quote(next.as_str())
    ))
}

#[derive(Deserialize)]
pub struct Login {
    #[serde(default)]
    next: Next,
    name: String,
}

/// POST /login. A real site also sees to it that the form came from itself.
pub async fn login(Form(login): Form<Login>) -> Response {
    let (mut report, next) = (Report::new(), login.next.get());
    let name = text::collapse_whitespace(&login.name);
    let checked = report.ok("name", text::check(&name, TextPolicy::person_name()));
    let Some(_name) = checked else {
        let said: Vec<_> = report.at("name").filter_map(Violation::advice).collect();
        let page = form(&login.name, next, &said.join(", "));
        return (StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
    };
    (StatusCode::SEE_OTHER, [(LOCATION, HeaderValue::from(next))]).into_response()
}
// end

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::body::Body;
    use axum::http::Request;
    use axum::routing::get;
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    async fn ask(request: Request<Body>) -> Response {
        Router::new()
            .route("/login", get(login_page).post(login))
            .oneshot(request)
            .await
            .expect("an answer")
    }

    async fn post(body: &'static str) -> Response {
        let request = Request::post("/login")
            .header("content-type", "application/x-www-form-urlencoded");
        ask(request.body(Body::from(body)).expect("a request")).await
    }

    fn location(answer: &Response) -> &str {
        answer.headers()[LOCATION].to_str().expect("ASCII")
    }

    #[tokio::test]
    async fn next_stays_on_this_site() {
        assert_eq!(location(&post("name=Zo%C3%AB&next=/notes").await), "/notes");
        assert_eq!(location(&post("name=Ann").await), "/");
        for hostile in [
            "//evil.example",
            "%5C%5Cevil.example",
            "https://evil.example",
            "/%09/evil.example",
        ] {
            let body: &'static str =
                Box::leak(format!("name=Ann&next={hostile}").into_boxed_str());
            assert_eq!(location(&post(body).await), "/", "{hostile}");
        }
    }

    #[tokio::test]
    async fn a_name_of_nothing_is_told() {
        let answer = post("name=%E3%85%A4%22%3E&next=/notes").await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let page = answer.into_body().collect().await.expect("a page").to_bytes();
        let page = String::from_utf8(page.to_vec()).expect("text");
        assert!(page.contains("value=\"\u{3164}&quot;&gt;\""), "{page}");
        assert!(
            page.contains("value=\"/notes\"") && page.contains("remove the blank"),
            "{page}"
        );
        // The space bar of a Japanese keyboard.
        assert_eq!(
            post("name=%E5%B1%B1%E7%94%B0%E3%80%80%E5%A4%AA%E9%83%8E").await.status(),
            StatusCode::SEE_OTHER
        );
    }

    #[tokio::test]
    async fn the_hidden_field_is_quoted() {
        let request = Request::get("/login?next=/a%22onfocus=alert(1)%20x")
            .body(Body::empty())
            .expect("a request");
        let page =
            ask(request).await.into_body().collect().await.expect("a page").to_bytes();
        let page = String::from_utf8(page.to_vec()).expect("text");
        assert!(page.contains("value=\"/a&quot;onfocus=alert(1) x\""), "{page}");
    }
}
