//! actix-web has header types of its own (`http` 0.2), so the feature `http` does not help there:
//! `SafeRedirect::location` and `content_disposition` give ASCII text that every header takes.

// recipe
use actix_web::http::header;
use actix_web::{HttpResponse, get, web};
use serde::Deserialize;
use untaint::filename::{Disposition, content_disposition};
use untaint::redirect;

#[derive(Deserialize)]
pub struct Go {
    pub next: Option<String>,
}

#[get("/go")]
async fn go(query: web::Query<Go>) -> HttpResponse {
    let next = redirect::local(query.next.as_deref(), "/");
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, next.location().as_ref()))
        .finish()
}

#[get("/files/{name}")]
async fn download(name: web::Path<String>) -> HttpResponse {
    let disposition = content_disposition(Disposition::Attachment, &name);
    HttpResponse::Ok()
        .insert_header((header::CONTENT_DISPOSITION, disposition.as_str()))
        .body("…")
}
// end

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::{App, test};

    #[actix_web::test]
    async fn next_stays_on_this_site() {
        let app = test::init_service(App::new().service(go).service(download)).await;
        for (next, location) in [
            ("/notes", "/notes"),
            ("//evil.example", "/"),
            ("/a%0d%0ab", "/"),
            ("/caf%C3%A9", "/caf%C3%A9"),
        ] {
            let request =
                test::TestRequest::get().uri(&format!("/go?next={next}")).to_request();
            let answer = test::call_service(&app, request).await;
            assert_eq!(
                answer.headers().get("location").expect("a target"),
                location,
                "{next}"
            );
        }
    }

    #[actix_web::test]
    async fn a_download_has_a_clean_name() {
        let app = test::init_service(App::new().service(go).service(download)).await;
        let request =
            test::TestRequest::get().uri("/files/a%22%0d%0ax;.txt").to_request();
        let answer = test::call_service(&app, request).await;
        let value = answer
            .headers()
            .get("content-disposition")
            .expect("a name")
            .to_str()
            .expect("ASCII");
        assert!(
            value.starts_with(
                "attachment; filename=\"a_  x_.txt\"; filename*=UTF-8''a_"
            ),
            "{value}"
        );
    }
}
