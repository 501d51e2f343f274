//! A form on actix-web: `Submission` reads the bytes of any framework's body, keeps what was typed, and writes the controls
//! anew with their errors. For axum there is `untaint-axum`, which streams files too; elsewhere a part of a multipart body
//! goes to `Entries::push`, and a file, by the policy that `FileField` finds, through `Receiver`.

// recipe
use actix_web::http::header::ContentType;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use untaint::form::{FormError, Submission};
use untaint::{Form, Report, Violation};

#[derive(Form)]
pub struct SignUp {
    #[clean(trim)]
    #[validate(length(3..=20))]
    pub name: String,
    #[validate(range(18..=120))]
    pub age: u8,
    #[validate(secret, length(8..=72))]
    pub password: String,
    pub newsletter: bool,
}

#[get("/sign-up")]
async fn empty() -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::html())
        .body(page(&Submission::blank()))
}

#[post("/sign-up")]
async fn sign_up(request: HttpRequest, body: web::Bytes) -> HttpResponse {
    let is_json = request
        .headers()
        .get("content-type")
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    let form = if is_json {
        Submission::<SignUp>::parse_json(&body)
    } else {
        Submission::<SignUp>::parse_urlencoded(&body)
    };
    let mut form = match form {
        Ok(form) => form,
        Err(limit) => return refuse(limit),
    };
    if form.value().is_some_and(|new| new.name == "Alice") {
        let taken = Violation::new("app.taken").with_message("This name is taken.");
        form.push("name", taken);
    }
    match form.finish() {
        Ok(user) => HttpResponse::SeeOther()
            .insert_header(("location", "/"))
            .body(format!("welcome, {} years", user.age)),
        Err(form) if is_json => HttpResponse::UnprocessableEntity()
            .content_type("application/problem+json")
            .body(serde_json::to_string(form.report()).unwrap_or_default()),
        Err(form) => HttpResponse::UnprocessableEntity()
            .content_type(ContentType::html())
            .body(page(&form)),
    }
}

/// What was typed stands in the controls, but the password; beside each, its errors.
fn page(form: &Submission<SignUp>) -> String {
    let rows = form.view().rows();
    format!("<form method=\"post\">{rows}<button>Sign up</button></form>")
}

/// A limit, or no form at all: 413 or 400, in the words of the error.
fn refuse(error: FormError) -> HttpResponse {
    let status =
        actix_web::http::StatusCode::from_u16(error.status()).unwrap_or_default();
    let report = Report::from(error).with_status(error.status(), "Refused");
    HttpResponse::build(status)
        .content_type("application/problem+json")
        .body(serde_json::to_string(&report).unwrap_or_default())
}
// end

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::{App, test};

    async fn send(content_type: &str, body: &str) -> (u16, String) {
        let app = test::init_service(App::new().service(empty).service(sign_up)).await;
        let request = test::TestRequest::post()
            .uri("/sign-up")
            .insert_header(("content-type", content_type))
            .set_payload(body.to_owned())
            .to_request();
        let answer = test::call_service(&app, request).await;
        let status = answer.status().as_u16();
        let body = test::read_body(answer).await;
        (status, String::from_utf8(body.to_vec()).expect("text"))
    }

    const FORM: &str = "application/x-www-form-urlencoded";

    #[actix_web::test]
    async fn what_was_typed_comes_back_with_its_errors() {
        let hostile = "name=%22%3E%3Cscript%3E&age=twenty&password=zq7mark";
        let (status, page) = send(FORM, hostile).await;
        assert_eq!(status, 422);
        assert!(!page.contains("<script") && !page.contains("zq7mark"), "{page}");
        assert!(page.contains("value=\"twenty\""), "{page}");
        assert!(page.contains("Enter a whole number."), "{page}");
    }

    #[actix_web::test]
    async fn a_good_form_is_accepted() {
        for (name, status) in [("Zo%C3%AB+M.", 303), ("Alice", 422)] {
            let body = format!("name={name}&age=42&password=correct+horse");
            assert_eq!(send(FORM, &body).await.0, status, "{name}");
        }
    }

    #[actix_web::test]
    async fn the_same_fields_in_json() {
        let (status, problem) =
            send("application/json", r#"{"name": "Al", "age": "zq7mark"}"#).await;
        assert_eq!(status, 422);
        assert!(problem.contains("\"path\":\"name\"") && !problem.contains("zq7mark"));
        let (status, _) = send("application/json", "[").await;
        assert_eq!(status, 400);
    }

    #[actix_web::test]
    async fn a_limit_is_told() {
        let (status, problem) = send(FORM, &"a=1&".repeat(1001)).await;
        assert_eq!(status, 413);
        assert!(problem.contains("form.parts"), "{problem}");
    }
}
