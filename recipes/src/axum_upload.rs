//! The limit of the body is a layer, a little above the policy's own, so that the policy can say what is wrong with a file
//! that is too large. What the framework cuts off is an error of the request, handed on as it is: a file that is cut is
//! never checked.

// recipe
use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use std::borrow::Cow;
use untaint::upload::{self, FileType, Upload, UploadPolicy};
use untaint::{Report, Violation, filename};

const MAX: usize = 2 << 20; // the policy's own limit

pub fn app() -> Router {
    Router::new()
        .route("/avatar", post(avatar))
        .layer(DefaultBodyLimit::max(MAX + (64 << 10)))
}

async fn avatar(mut form: Multipart) -> Result<String, Response> {
    while let Some(field) =
        form.next_field().await.map_err(IntoResponse::into_response)?
    {
        let (name, declared) = (
            field.file_name().map(str::to_owned),
            field.content_type().map(str::to_owned),
        );
        let Some(name) = name else { continue };
        // A body above the limit ends here, with 413.
        let bytes = field.bytes().await.map_err(IntoResponse::into_response)?;
        let file = Upload { name: &name, declared: declared.as_deref(), bytes: &bytes };
        let picture = upload::check(&file, UploadPolicy::avatars()).map_err(refuse)?;
        // Take a random token, new for each file.
        let stored = picture.stored_name("5f2a");
        return Ok(format!(
            "stored as {}, sent by a visitor as {}",
            stored.as_str(),
            picture.name().as_str()
        ));
    }
    Err((StatusCode::BAD_REQUEST, "no file").into_response())
}

fn refuse(error: upload::UploadError) -> Response {
    let mut report = Report::new();
    report.push(Violation::from(error).under("file"));
    let advice = report.violations()[0].advice().unwrap_or_default().into_owned();
    (StatusCode::UNPROCESSABLE_ENTITY, advice).into_response()
}

/// GET /avatar/5f2a.png: the name is the visitor's, the folder yours.
pub fn path_of(name: &str) -> Result<std::path::PathBuf, filename::FilenameError> {
    filename::safe_join("/srv/avatars", name)
}

/// What goes with the stored bytes: a type that no browser guesses anew. The stored
/// name ends as its content does; the other name is the one it was sent under.
pub fn headers_of(
    stored: &str,
    sent_as: &str,
) -> Vec<(&'static str, Cow<'static, str>)> {
    let extension = stored.rsplit('.').next().unwrap_or_default();
    let file_type =
        FileType::from_extension(extension).unwrap_or(FileType::OCTET_STREAM);
    upload::serve_headers_of(file_type, sent_as)
}
// end

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::Request;
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    async fn send(name: &str, bytes: &[u8]) -> (StatusCode, String) {
        let head = format!(
            "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        );
        let body = [head.as_bytes(), bytes, b"\r\n--x--\r\n"].concat();
        let request = Request::post("/avatar")
            .header("content-type", "multipart/form-data; boundary=x");
        let answer = app()
            .oneshot(request.body(Body::from(body)).expect("a request"))
            .await
            .expect("an answer");
        let status = answer.status();
        let said = answer.into_body().collect().await.expect("a body").to_bytes();
        (status, String::from_utf8(said.to_vec()).expect("text"))
    }

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
        \0\0\0\x0aIDAT\x78\x9c\x63\x60\0\0\0\x02\0\x01\x48\xaf\xa4\x71\0\0\0\0IEND\xae\x42\x60\x82";

    #[tokio::test]
    async fn a_picture_is_stored_under_a_name_of_ours() {
        let (status, said) = send("..\\..\\me.png", PNG).await;
        assert_eq!(
            (status, said.as_str()),
            (StatusCode::OK, "stored as 5f2a.png, sent by a visitor as me.png")
        );
    }

    #[tokio::test]
    async fn a_page_is_no_picture() {
        let (status, said) = send("me.png", b"<script>alert(1)</script>").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(said, "choose a file of another type: png, jpg, webp");
    }

    #[tokio::test]
    async fn too_large_is_told_by_the_policy_or_by_the_framework() {
        let (status, said) = send("me.png", &vec![0; MAX + 1]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            said.starts_with("choose a smaller file, of at most 2097152 bytes"),
            "{said}"
        );
        let (status, _) = send("me.png", &vec![0; MAX + (65 << 10)]).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    }

    #[test]
    fn stored_files_keep_their_type() {
        let headers = headers_of("5f2a.png", "me.png");
        assert!(headers.contains(&("content-type", "image/png".into())));
        let headers = headers_of("5f2a.zzz", "\"x\r\n.html");
        assert!(headers.contains(&("content-type", "application/octet-stream".into())));
        assert!(headers.iter().any(|(name, _)| *name == "content-disposition"));
    }

    #[test]
    fn paths_stay_in_the_folder() {
        assert!(path_of("me.png").is_ok());
        for hostile in ["../x", "/etc/passwd", "a\\..\\b", "me.png\0"] {
            assert!(path_of(hostile).is_err(), "{hostile:?}");
        }
    }
}
