//! How much memory a body takes, whatever its size and the size of its chunks: counted by the allocator.

mod support;

use axum::body::{Body, Bytes};
use axum::extract::FromRequest;
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use std::alloc::System;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::{Chunks, End, GIF, MULTIPART, part, post, within};
use untaint::Form;
use untaint::form::{FormLimits, Stored};
use untaint::upload::{FileType, UploadPolicy};
use untaint_axum::Submitted;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

static PEAK: AtomicUsize = AtomicUsize::new(0);

/// What the reading may hold at once: the inspector's two windows as they grow, a piece, a buffer.
const MOST: usize = 8 << 20;
const MEGABYTE: usize = 1_000_000;

static TEXTS: LazyLock<UploadPolicy> = LazyLock::new(|| {
    UploadPolicy::builder().allow([FileType::TEXT]).max_bytes(64 << 20).build().expect("a policy")
});

#[derive(Form)]
struct Letter {
    subject: String,
    #[form(file(TEXTS))]
    text: Stored,
    #[form(file(UploadPolicy::images()))]
    photos: Vec<Stored>,
}

fn live() -> usize {
    let stats = ALLOCATOR.stats();
    stats.bytes_allocated.wrapping_sub(stats.bytes_deallocated)
}

/// The chunks of a body of 50 MB, which is not in memory as a whole: its parts are heads and runs of one block.
fn chunks(size: usize) -> impl Iterator<Item = Bytes> + Unpin + Send {
    let block: &'static [u8] = b"Hello, world.\n".repeat(100_000).leak();
    let head = |name: &str, file: &str| {
        let head = part(name, Some(file), b"");
        Bytes::copy_from_slice(&head[..head.len() - 2])
    };
    let run = |bytes: usize| {
        let block = Bytes::from_static(block);
        let (count, rest) = (bytes / block.len(), bytes % block.len());
        std::iter::repeat_n(block.clone(), count).chain([block.slice(..rest)])
    };
    let end = || [Bytes::from_static(b"\r\n")];
    let whole = [Bytes::from(part("subject", None, b"Hello"))].into_iter();
    // One that is kept, one that is refused, one that is none of the form's.
    let whole = whole.chain([head("text", "a.txt")]).chain(run(20 * MEGABYTE)).chain(end());
    let whole = whole
        .chain([head("photos", "a.gif"), Bytes::from_static(GIF)])
        .chain(run(15 * MEGABYTE))
        .chain(end());
    let whole = whole.chain([head("other", "a.bin")]).chain(run(15 * MEGABYTE)).chain(end());
    let mut whole = whole.chain([Bytes::from_static(b"--xyz--\r\n")]);
    let mut rest = Bytes::new();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            rest = whole.next()?;
        }
        Some(rest.split_to(rest.len().min(size)))
    })
}

#[test]
fn fifty_megabytes_take_little_memory() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for size in [64 * 1024, 1, usize::MAX] {
        let folder = tempfile::tempdir().expect("a folder");
        let chunks = chunks(size).filter(|chunk| !chunk.is_empty());
        let mut sent = 0;
        let start = live();
        PEAK.store(0, Ordering::Relaxed);
        // Seen at each chunk, or each 64 KB of small ones.
        let chunks = chunks.inspect(move |chunk| {
            let before = sent / 65_536;
            sent += chunk.len();
            if sent / 65_536 != before {
                PEAK.fetch_max(live().saturating_sub(start), Ordering::Relaxed);
            }
        });
        let body = Body::from_stream(Chunks { chunks: Box::new(chunks), end: End::Ends });
        let request = within(post(MULTIPART, body), &FormLimits::default(), folder.path());
        let form = runtime.block_on(Submitted::<Letter>::from_request(request, &())).expect("a form");
        let wrong: Vec<_> =
            form.report().violations().iter().map(|v| (v.path().to_string(), v.code())).collect();
        assert!(
            matches!(&wrong[..], [(path, code)] if path == "photos[0]" && code.starts_with("upload.")),
            "{wrong:?}"
        );
        let peak = PEAK.load(Ordering::Relaxed);
        assert!(peak > 100_000, "the counter counts: {peak}");
        assert!(peak < MOST, "{peak} bytes at once, in chunks of {size}");
        drop(form);
        assert_eq!(support::left(folder.path()), 0);
    }
}
