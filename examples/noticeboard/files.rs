//! Attachments: a picture or a PDF that the author of a note adds to it, checked while it arrives.

use super::app::{Shared, log, not_found, see_other, to_login};
use super::attacks::{self, FILES};
use super::pages::{self, Look};
use super::session::{Visitor, random_hex};
use super::told::Call;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::multipart::{Field, MultipartRejection};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use serde::Deserialize;
use serde_json::json;
use std::collections::VecDeque;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};
use untaint::upload::{
    self, Class, FileType, Finding, FindingKind, Inspector, SafeUpload, Upload, UploadError, UploadPolicy,
};
use untaint::{Violation, redirect};

/// What one file may have, in bytes.
pub(crate) const MAX_FILE: u64 = 2 * 1024 * 1024;
/// What is read of a request that is refused, so that the browser still listens when the answer comes.
pub(crate) const MAX_REQUEST: usize = 16 * 1024 * 1024;
/// Older files fall off the board.
const MAX_FILES: usize = 40;

/// Pictures and PDF. Much of a PDF may be packed, which the policy tolerates; actions in it are still refused.
static POLICY: LazyLock<UploadPolicy> = LazyLock::new(|| {
    UploadPolicy::builder()
        .allow([FileType::PNG, FileType::JPEG, FileType::GIF, FileType::WEBP, FileType::PDF])
        .max_bytes(MAX_FILE)
        .max_pixels(40_000_000)
        .build()
        .expect("five types and two limits")
});

/// A file of a note, as the pages need it.
#[derive(Clone)]
pub(crate) struct Attachment {
    /// Under which it is stored and served: random, with the extension of its content.
    pub(crate) stored: String,
    /// The visitor's name for it, cleaned: for display.
    pub(crate) name: String,
    pub(crate) is_picture: bool,
    pub(crate) bytes: usize,
}

/// The files, in memory, the newest last.
#[derive(Default)]
pub(crate) struct Files {
    kept: RwLock<VecDeque<Arc<Kept>>>,
}

struct Kept {
    stored: String,
    upload: SafeUpload,
    bytes: Bytes,
}

impl Files {
    /// Keeps a checked file under a new random name.
    pub(crate) fn keep(&self, upload: SafeUpload, bytes: Vec<u8>) -> Attachment {
        let stored = upload.stored_name(&random_hex::<16>()).as_str().to_owned();
        let attachment = Attachment {
            stored: stored.clone(),
            name: upload.name().as_str().to_owned(),
            is_picture: upload.file_type().class() == Class::Image,
            bytes: bytes.len(),
        };
        // Every change is one push, so a panic elsewhere leaves nothing half done.
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        kept.push_back(Arc::new(Kept { stored, upload, bytes: bytes.into() }));
        if kept.len() > MAX_FILES {
            kept.pop_front();
        }
        attachment
    }

    fn find(&self, stored: &str) -> Option<Arc<Kept>> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|file| file.stored == stored).cloned()
    }
}

pub(crate) async fn form(
    State(app): Shared,
    Visitor(visitor): Visitor,
    Extension(look): Extension<Look>,
    Path(id): Path<u64>,
    query: Result<Query<FormQuery>, QueryRejection>,
) -> Response {
    let Some(visitor) = visitor else { return to_login(&format!("/notes/{id}/attach")) };
    if !app.is_by(id, &visitor) {
        return not_yours(&look, &visitor);
    }
    let Query(query) = query.unwrap_or_default();
    let Some(attack) = attacks::named(FILES, query.attack.as_deref()) else {
        let told = [Call::new("upload::Inspector", "", "", "asked once a file arrives, piece by piece")];
        return pages::attach(&look, &visitor, id, &[], &told).into_response();
    };
    let file = Upload { name: attack.name, declared: Some(attack.declared), bytes: attack.bytes };
    let verdict = upload::check(&file, &POLICY);
    let report = match &verdict {
        Ok(upload) => format!("{} of {} bytes", upload.file_type().mime(), upload.len()),
        Err(error) => refused(error),
    };
    let output = verdict.as_ref().map_or("", |upload| upload.name().as_str());
    let input = format!("{}, {}\n{}", attack.name, attack.declared, String::from_utf8_lossy(attack.bytes));
    let told = [Call::new("upload::check", input, output, report)];
    let problems = verdict.as_ref().err().map(explain).unwrap_or_default();
    pages::attach(&look, &visitor, id, &problems, &told).into_response()
}

/// The place of an attack on the list of the page.
#[derive(Deserialize, Default)]
pub(crate) struct FormQuery {
    attack: Option<String>,
}

pub(crate) async fn attach(
    State(app): Shared,
    Visitor(visitor): Visitor,
    Extension(look): Extension<Look>,
    Path(id): Path<u64>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let Some(visitor) = visitor else { return to_login(&format!("/notes/{id}/attach")) };
    if !app.is_by(id, &visitor) {
        return not_yours(&look, &visitor);
    }
    let Refusal { problems, told } = match receive(form).await {
        Ok((upload, bytes)) => {
            app.attach(id, app.files.keep(upload, bytes));
            log("attached a file", &visitor.name);
            return see_other(&redirect::local(Some(&format!("/#note-{id}")), "/"));
        }
        Err(refusal) => refusal,
    };
    log("a file was refused", &visitor.name);
    // The script asks for the reasons alone, and writes them beside the form as text.
    if headers.get(ACCEPT).is_some_and(|accept| accept == "application/json") {
        return (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "problems": problems }))).into_response();
    }
    (StatusCode::UNPROCESSABLE_ENTITY, pages::attach(&look, &visitor, id, &problems, &told)).into_response()
}

/// Why a file is not kept, and the call that said so, if it came to one.
struct Refusal {
    problems: Vec<String>,
    told: Vec<Call>,
}

impl Refusal {
    /// What went wrong before a file could be checked.
    fn early(problem: &str) -> Self {
        Self { problems: vec![problem.to_owned()], told: Vec::new() }
    }
}

/// The first file of the form, checked piece by piece; or what to tell the visitor.
async fn receive(form: Result<Multipart, MultipartRejection>) -> Result<(SafeUpload, Vec<u8>), Refusal> {
    let unreadable = || Refusal::early("The form arrived in a shape that this site does not read.");
    let mut form = form.map_err(|_| unreadable())?;
    while let Some(field) = form.next_field().await.map_err(|_| unreadable())? {
        if field.name() == Some("file") {
            return check(field).await;
        }
    }
    Err(Refusal::early("Choose a file first."))
}

async fn check(mut field: Field<'_>) -> Result<(SafeUpload, Vec<u8>), Refusal> {
    let name = field.file_name().unwrap_or_default().to_owned();
    if name.is_empty() {
        return Err(Refusal::early("Choose a file first."));
    }
    let declared = field.content_type().map(str::to_owned);
    let mut inspector = Inspector::new(&name, declared.as_deref(), &POLICY);
    let mut bytes = Vec::new();
    let mut early = None;
    loop {
        match field.chunk().await {
            Ok(Some(piece)) if early.is_none() => match inspector.push(&piece) {
                Ok(()) => bytes.extend_from_slice(&piece),
                Err(error) => {
                    bytes = Vec::new();
                    early = Some(error);
                }
            },
            // The rest of a refused file is read and thrown away, up to the limit of the route.
            Ok(Some(_)) => {}
            Ok(None) => break,
            Err(_) if early.is_some() => break,
            Err(_) => return Err(Refusal::early("The file did not arrive whole. Try again.")),
        }
    }
    let verdict = early.map_or_else(|| inspector.finish(), Err);
    verdict.map(|upload| (upload, bytes)).map_err(|error| {
        let input = format!("{name}, {}", declared.as_deref().unwrap_or("of no declared type"));
        let told = vec![Call::new("upload::Inspector", input, "", refused(&error))];
        Refusal { problems: explain(&error), told }
    })
}

/// What a call said of a file that it refused.
fn refused(error: &UploadError) -> String {
    let codes: Vec<&str> = error.findings().iter().map(Finding::code).collect();
    format!("refused: {error} ({})", codes.join(", "))
}

/// Every reason, in the words of this site.
fn explain(error: &UploadError) -> Vec<String> {
    let mut reasons: Vec<String> = error
        .findings()
        .iter()
        .filter(|finding| POLICY.refuses(finding.kind()))
        .map(|finding| match finding.kind() {
            FindingKind::Empty => "The file is empty.".to_owned(),
            FindingKind::TooLarge => format!("A file holds at most {} MB.", MAX_FILE / 1024 / 1024),
            FindingKind::Type | FindingKind::Unknown => {
                "By its content this is no PNG, JPEG, GIF, WebP or PDF, whatever its name says.".to_owned()
            }
            FindingKind::Extension => "Its name ends as files of another type do.".to_owned(),
            FindingKind::Declared => "Your browser announced another type than the content is.".to_owned(),
            FindingKind::Pixels => {
                "The picture has too many pixels, or a size that cannot be read.".to_owned()
            }
            FindingKind::PdfAction => "The PDF would do something when it is opened.".to_owned(),
            kind => format!("It was refused because {kind}."),
        })
        .collect();
    reasons.dedup();
    // One sentence of advice, for the reason that weighs most: `choose one of …`, `open the file and save it anew`.
    if let Some(advice) = Violation::from(error.clone()).advice() {
        reasons.push(format!("What helps: {advice}."));
    }
    reasons
}

/// A kept file, with the headers that make its type the only one it can have.
pub(crate) async fn serve(
    State(app): Shared,
    Path(stored): Path<String>,
    visitor: Visitor,
    look: Extension<Look>,
) -> Response {
    let Some(file) = app.files.find(&stored) else { return not_found(visitor, look).await };
    let mut response = file.bytes.clone().into_response();
    for (name, value) in upload::serve_headers(&file.upload) {
        let value = HeaderValue::from_str(&value).expect("visible ASCII");
        response.headers_mut().insert(HeaderName::from_static(name), value);
    }
    // A name stands for one file for ever.
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600, immutable"));
    response
}

fn not_yours(look: &Look, visitor: &super::session::Guest) -> Response {
    let page =
        pages::message(look, Some(visitor), "Not yours", "Only who wrote a note attaches a file to it.");
    (StatusCode::FORBIDDEN, page).into_response()
}
