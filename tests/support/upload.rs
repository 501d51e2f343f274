//! What must hold for every upload.

use std::path::Path;
use untaint::upload::{
    self, FileType, FindingKind, Inspector, SafeUpload, Sniffed, Upload, UploadError, UploadPolicy,
};

/// A file of `tests/data/upload/files`.
pub fn file(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/upload/files");
    std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// How a file is cut.
#[derive(Debug, Clone, Copy)]
pub enum Pieces {
    /// One byte each.
    Ones,
    /// So many bytes each.
    Even(usize),
    /// Lengths from a generator with this seed, none among them.
    Random(u64),
}

impl Pieces {
    pub fn cut(self, bytes: &[u8]) -> Vec<&[u8]> {
        match self {
            Self::Ones => bytes.chunks(1).collect(),
            Self::Even(n) => bytes.chunks(n.max(1)).collect(),
            Self::Random(mut seed) => {
                let mut pieces = Vec::new();
                let mut rest = bytes;
                while !rest.is_empty() {
                    seed =
                        seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    let longest = [3, 50, 5000, 300_000][(seed >> 60) as usize % 4];
                    let (piece, after) = rest.split_at(((seed >> 33) as usize % longest).min(rest.len()));
                    pieces.push(piece);
                    rest = after;
                }
                pieces
            }
        }
    }
}

pub type Verdict = Result<SafeUpload, UploadError>;

/// The verdict of an [`Inspector`].
pub fn in_pieces(
    name: &str,
    declared: Option<&str>,
    bytes: &[u8],
    policy: &UploadPolicy,
    pieces: Pieces,
) -> Verdict {
    let mut inspector = Inspector::new(name, declared, policy);
    for piece in pieces.cut(bytes) {
        inspector.push(piece)?;
    }
    inspector.finish()
}

/// Streaming says what the whole says: the same acceptance, or a refusal whose reason the whole gives too.
pub fn one_verdict_holds(
    stream: impl Fn(&str, Option<&str>, &[u8], &UploadPolicy, Pieces) -> Verdict,
    name: &str,
    declared: Option<&str>,
    bytes: &[u8],
    policy: &UploadPolicy,
    pieces: Pieces,
) -> bool {
    match (
        upload::check(&Upload { name, declared, bytes }, policy),
        stream(name, declared, bytes, policy, pieces),
    ) {
        (Ok(whole), Ok(streamed)) => whole == streamed,
        // An early refusal names one finding; a late one names what the whole names.
        (Err(whole), Err(streamed)) => {
            whole == streamed || streamed.findings().iter().all(|found| whole.findings().contains(found))
        }
        _ => false,
    }
}

/// What an accepted file owes: an allowed type, no refused finding, a name that is one component.
pub fn acceptance_holds(
    check: impl Fn(&Upload<'_>, &UploadPolicy) -> Verdict,
    upload: &Upload<'_>,
    policy: &UploadPolicy,
) -> bool {
    let Ok(up) = check(upload, policy) else { return true };
    let sniffed = upload::sniff(upload.bytes);
    policy.allows(up.file_type())
        && up.findings().iter().all(|finding| {
            // A picture under another picture's name is said, and taken.
            let is_picture = up.file_type().class() == untaint::upload::Class::Image;
            !policy.refuses(finding.kind()) || (finding.kind() == FindingKind::Extension && is_picture)
        })
        && upload.bytes.len() as u64 == up.len()
        && !upload.bytes.is_empty()
        && !matches!(sniffed, Sniffed::Empty | Sniffed::Truncated | Sniffed::Unknown)
        && !up.findings().iter().any(|finding| finding.kind() == FindingKind::Type)
        && !up.stored_name("t0k3n").as_str().contains(['/', '\\', '\0'])
        && up.stored_name("t0k3n").as_str().ends_with(&format!(".{}", up.file_type().extension()))
}

/// What a fuzzer's bytes say: a policy, how to cut, a name, a declared type, a file.
///
/// The first byte chooses the policy and the pieces; a line each for the name and the declared type (an empty one is
/// none); the rest is the file.
pub fn upload_holds(input: &[u8]) {
    let (choice, rest) = input.split_first().unwrap_or((&0, &[]));
    let mut lines = rest.splitn(3, |byte| *byte == b'\n');
    let name = String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
    let declared = String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
    let declared = Some(declared.as_str()).filter(|declared| !declared.is_empty());
    let bytes = lines.next().unwrap_or_default();
    let all = || UploadPolicy::builder().allow(FileType::all().chain(FileType::guessed()));
    let policy = match choice % 4 {
        0 => all().build().expect("a policy"),
        1 => UploadPolicy::images().clone(),
        2 => UploadPolicy::documents().clone(),
        _ => all().strict().max_bytes(1000).build().expect("a policy"),
    };
    let pieces = match choice / 4 % 4 {
        0 => Pieces::Ones,
        1 => Pieces::Even(usize::from(*choice)),
        2 => Pieces::Even(1 << 30),
        _ => Pieces::Random(u64::from(*choice)),
    };
    assert!(
        one_verdict_holds(in_pieces, &name, declared, bytes, &policy, pieces),
        "pieces and the whole differ"
    );
    let upload = Upload { name: &name, declared, bytes };
    assert!(acceptance_holds(upload::check, &upload, &policy), "an accepted file breaks its promise");
    #[cfg(feature = "charset")]
    if let Some(text) = upload::decode_text(bytes, declared) {
        assert!(text.is_guessed() || text.as_str().len() <= 2 * bytes.len(), "a Unicode form grew");
    }
    // The predicates and the headers take anything.
    let _ = upload::browser_sniffs_html(bytes, declared, choice & 1 == 0);
    let _ = upload::runs_script_when_opened(bytes, declared);
    if let Ok(up) = upload::check(&upload, &policy) {
        for (name, value) in upload::serve_headers(&up) {
            assert!(value.bytes().all(|b| (b' '..=b'~').contains(&b)), "{name} is no header value");
        }
    }
}
