//! What a hostile client sends ends with a clear answer, and leaves nothing behind.

mod support;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use std::time::Duration;
use support::{
    Chunks, End, GIF, MARK, MULTIPART, URLENCODED, answer, body, part, parts, post, submitted, within, wrong,
};
use untaint::form::{FormLimits, FormLimitsBuilder};

fn limits(change: impl FnOnce(FormLimitsBuilder) -> FormLimitsBuilder) -> FormLimits {
    change(FormLimits::builder()).build().expect("limits")
}

/// What comes of a request: `ok`, or the code of the rejection. Nothing may be left on the disk.
async fn met(request: Request, limits: &FormLimits) -> &'static str {
    let folder = tempfile::tempdir().expect("a folder");
    let met = match submitted(within(request, limits, folder.path())).await {
        Ok(_) => "ok",
        Err(rejection) => {
            let (code, limit) = (rejection.error().code(), rejection.error().limit());
            let (status, _, text) = answer(rejection).await;
            assert!(status.is_client_error(), "{status}");
            assert!(text.contains(limit.unwrap_or(code)), "{text}");
            code
        }
    };
    assert_eq!(support::left(folder.path()), 0, "{met}");
    met
}

#[tokio::test]
async fn each_limit_ends_the_reading() {
    let usual = FormLimits::default();
    let text = |bytes: usize| vec![b'a'; bytes];
    let many = |count: usize| part("a", None, b"1").repeat(count);
    let closed = |mut body: Vec<u8>| {
        body.extend_from_slice(b"--xyz--\r\n");
        body
    };
    let deep = |levels: usize| format!("a{}", "[b][c]".repeat(levels));
    let gifs = |count: usize| closed(part("photos", Some("a.gif"), GIF).repeat(count));
    let field = |bytes: usize| [b"name=".as_slice(), &text(bytes)].concat();
    for (content_type, body, limits, expected) in [
        (URLENCODED, field(500_000), usual.clone(), "ok"),
        (URLENCODED, field(500_001), usual.clone(), "form.field_bytes"),
        (URLENCODED, text(2 * 1024 * 1024 + 1), usual.clone(), "form.body_bytes"),
        (URLENCODED, b"a=1&".repeat(1000), usual.clone(), "ok"),
        (URLENCODED, b"a=1&".repeat(1001), usual.clone(), "form.parts"),
        (URLENCODED, format!("{}=1", deep(10_000)).into(), usual.clone(), "form.depth"),
        (URLENCODED, format!("{}=1", deep(7)).into(), usual.clone(), "ok"),
        (MULTIPART, parts(&[("name", None, &text(500_000))]), usual.clone(), "ok"),
        (MULTIPART, parts(&[("name", None, &text(500_001))]), usual.clone(), "form.field_bytes"),
        (MULTIPART, closed(part("a", None, &text(400_000)).repeat(6)), usual.clone(), "form.body_bytes"),
        (MULTIPART, closed(many(1000)), usual.clone(), "ok"),
        (MULTIPART, closed(many(1001)), usual.clone(), "form.parts"),
        (MULTIPART, parts(&[(&deep(1000), None, b"1")]), usual.clone(), "form.depth"),
        (MULTIPART, parts(&[(&deep(1000), Some("a.gif"), GIF)]), usual.clone(), "form.depth"),
        (MULTIPART, gifs(100), usual.clone(), "ok"),
        (MULTIPART, gifs(101), usual.clone(), "form.files"),
        (MULTIPART, gifs(2), limits(|limits| limits.files(1)), "form.files"),
        // Files that nobody keeps: read to their end, within a bound.
        (
            MULTIPART,
            parts(&[("x", Some("x"), &text(5000))]),
            limits(|limits| limits.dropped_bytes(5000)),
            "ok",
        ),
        (
            MULTIPART,
            parts(&[("x", Some("x"), &text(5001))]),
            limits(|limits| limits.dropped_bytes(5000)),
            "form.dropped_bytes",
        ),
        ("application/json", br#"{"a": "#.repeat(17), usual.clone(), "form.depth"),
        ("application/json", br#"{"a": "#.repeat(10_000), usual.clone(), "form.depth"),
    ] {
        let start = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        for size in [7, 64 * 1024, usize::MAX] {
            let request = post(content_type, support::body(body.clone(), size, End::Ends));
            assert_eq!(met(request, &limits).await, expected, "{content_type} {start} in chunks of {size}");
        }
    }
}

#[tokio::test]
async fn ten_thousand_levels_in_a_part_are_a_broken_head() {
    let name = format!("a{}", "[b][c]".repeat(10_000));
    let request = post(MULTIPART, parts(&[(&name, None, b"1")]));
    assert!(["form.syntax", "form.depth"].contains(&met(request, &FormLimits::default()).await));
}

#[tokio::test]
async fn a_body_that_is_announced_too_long_is_not_read() {
    let request = Request::post("/").header("content-type", URLENCODED);
    let request = request.body(Body::from(vec![b'a'; 3 << 20])).expect("a request");
    assert_eq!(met(request, &FormLimits::default()).await, "form.body_bytes");
}

#[tokio::test]
async fn a_broken_body_is_one_error() {
    let good = "--xyz\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAlice\r\n";
    let bomb = format!("--xyz\r\n{}", "X-A: b\r\n".repeat(20_000));
    let many_headers = format!("--xyz\r\n{}\r\nAlice\r\n--xyz--\r\n", "X-A: b\r\n".repeat(40));
    let endless = format!("--xyz\r\nX-A: {}", "a".repeat(1 << 20));
    let preamble = format!("{}\r\n{good}--xyz--\r\n", "-".repeat(1 << 20));
    for (body, expected) in [
        (format!("{good}--xyz--\r\n"), "ok"),
        (format!("a preamble\r\n{good}--xyz--\r\nan epilogue"), "ok"),
        (format!("{good}--xyz--"), "ok"),
        ("--xyz--\r\n".to_owned(), "ok"),
        (good.to_owned(), "form.syntax"),
        (good[..good.len() - 2].to_owned(), "form.syntax"),
        (format!("{good}--xy"), "form.syntax"),
        (format!("{good}--xyz"), "form.syntax"),
        (format!("{good}--xyzabc\r\n"), "form.syntax"),
        ("--xyz".to_owned(), "form.syntax"),
        ("--xyz\r\n".to_owned(), "form.syntax"),
        ("--xyz\r\n\r\n".to_owned(), "form.syntax"),
        ("--abc\r\n\r\n--abc--".to_owned(), "form.syntax"),
        ("--xyz\r\nno header\r\n\r\nAlice\r\n--xyz--\r\n".to_owned(), "form.syntax"),
        (format!("--xyz\r\n{MARK}\0: b\r\n\r\nAlice\r\n--xyz--\r\n"), "form.syntax"),
        // A part without a header, which nobody sends.
        ("--xyz\r\n\r\nAlice\r\n--xyz--\r\n".to_owned(), "form.syntax"),
        // Parts that are none of the form's.
        ("--xyz\r\nContent-Disposition: form-data\r\n\r\nAlice\r\n--xyz--\r\n".to_owned(), "ok"),
        (
            "--xyz\r\nContent-Disposition: form-data; filename=\"a\"\r\n\r\nAlice\r\n--xyz--\r\n".to_owned(),
            "ok",
        ),
        (bomb, "form.syntax"),
        (many_headers, "form.syntax"),
        (endless, "form.syntax"),
        (preamble, "form.syntax"),
    ] {
        let start = body[..body.len().min(60)].to_owned();
        for size in [1, 7, 1000, 64 * 1024, usize::MAX] {
            let request = post(MULTIPART, support::body(body.clone(), size, End::Ends));
            assert_eq!(met(request, &FormLimits::default()).await, expected, "{start} in chunks of {size}");
        }
    }
}

/// However a body is cut, the same is read.
#[tokio::test]
async fn pieces_do_not_matter() {
    let picture = [GIF, &vec![b'\r'; 200][..], &b"\r\n--xy".repeat(30)[..]].concat();
    let whole = parts(&[
        ("name", None, b"Al\r\n--xyice"),
        ("age", None, b"42"),
        ("tags", None, b"\r\n\r\n--xy"),
        ("photos", Some("a.gif"), &picture),
        ("photos", Some("b.gif"), GIF),
    ]);
    let mut seen = Vec::new();
    for size in (1..60).chain([1000, usize::MAX]) {
        let form = submitted(post(MULTIPART, body(whole.clone(), size, End::Ends))).await.expect("a form");
        let text = |name| form.entries().root().child(name).texts().map(str::to_owned).collect::<Vec<_>>();
        seen.push((text("name"), text("tags"), wrong(&form), form.entries().len()));
    }
    seen.dedup();
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!(seen[0].0, ["Al\n--xyice"]);
    assert_eq!(seen[0].1, ["\n\n--xy"]);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_is_silent_is_told() {
    let file = [part("name", None, b"Alice"), part("avatar", Some("a.gif"), GIF)].concat();
    for (content_type, sent) in [
        (URLENCODED, b"name=Al".to_vec()),
        (URLENCODED, Vec::new()),
        (MULTIPART, b"--xyz\r\nContent-Disp".to_vec()),
        (MULTIPART, file[..file.len() - 9].to_vec()),
        ("application/json", b"{".to_vec()),
    ] {
        let limits = limits(|limits| limits.stall(Duration::from_secs(7)));
        let begun = tokio::time::Instant::now();
        let request = post(content_type, body(sent, 5, End::Waits));
        assert_eq!(met(request, &limits).await, "form.stalled");
        assert_eq!(begun.elapsed().as_secs(), 7);
    }
}

/// Silence is counted from the last byte, not from the first.
#[tokio::test(start_paused = true)]
async fn a_client_that_is_slow_is_read() {
    let (mut to, mut sent) = (b"name=Alice&age=42".to_vec(), tokio::time::interval(Duration::from_secs(5)));
    to.reverse();
    let chunks = Slow {
        left: to,
        sent: Box::pin(async move {
            sent.tick().await;
            sent
        }),
    };
    let limits = limits(|limits| limits.stall(Duration::from_secs(7)));
    assert_eq!(met(post(URLENCODED, Body::from_stream(chunks)), &limits).await, "ok");
}

/// One byte at each tick.
struct Slow {
    left: Vec<u8>,
    sent: std::pin::Pin<Box<dyn Future<Output = tokio::time::Interval> + Send>>,
}

impl futures_core::Stream for Slow {
    type Item = std::io::Result<Bytes>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let Some(byte) = self.left.last().copied() else { return std::task::Poll::Ready(None) };
        self.sent.as_mut().poll(cx).map(|mut interval| {
            self.left.pop();
            self.sent = Box::pin(async move {
                interval.tick().await;
                interval
            });
            Some(Ok(Bytes::copy_from_slice(&[byte])))
        })
    }
}

#[tokio::test]
async fn nothing_is_left_of_a_client_that_goes_away() {
    let sent =
        [part("name", None, b"Alice"), part("avatar", Some("a.gif"), &[GIF, &vec![0; 100_000]].concat())]
            .concat();
    let sent = sent[..sent.len() - 9].to_vec();
    // The connection breaks.
    let request = post(MULTIPART, body(sent.clone(), 1000, End::Fails));
    assert_eq!(met(request, &FormLimits::default()).await, "form.syntax");
    // The server gives the request up.
    let folder = tempfile::tempdir().expect("a folder");
    let request = post(MULTIPART, body(sent, 1000, End::Waits));
    let reading = submitted(within(request, &FormLimits::default(), folder.path()));
    let given_up = tokio::time::timeout(Duration::from_millis(500), reading).await;
    assert!(given_up.is_err());
    for _ in 0..100 {
        if support::left(folder.path()) == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("a file is left");
}

#[tokio::test]
async fn a_layer_that_cuts_a_body_is_told_as_a_limit() {
    let cut = http_body_util::Limited::new(body(b"name=Alice&age=42".to_vec(), 4, End::Ends), 9);
    assert_eq!(met(post(URLENCODED, Body::new(cut)), &FormLimits::default()).await, "form.body_bytes");
}

#[tokio::test]
async fn a_disk_that_takes_nothing_is_the_servers_fault() {
    let folder = tempfile::tempdir().expect("a folder");
    let request = post(MULTIPART, parts(&[("avatar", Some("a.gif"), GIF)]));
    let missing = folder.path().join(MARK);
    let rejection =
        submitted(within(request, &FormLimits::default(), &missing)).await.expect_err("no folder");
    assert_eq!(rejection.disk().expect("the disk's word").kind(), std::io::ErrorKind::NotFound);
    assert!(!format!("{rejection:?} {rejection}").contains(MARK));
    let (status, _, text) = answer(rejection).await;
    assert_eq!(status, 500);
    assert!(text.contains("form.store") && !text.contains(MARK), "{text}");
}

/// A body without an end, of which no more is read than the limit says.
#[tokio::test]
async fn a_body_without_an_end_is_not_waited_for() {
    let head = part("name", None, b"");
    for (content_type, head, expected) in [
        (URLENCODED, &b"name="[..], "form.body_bytes"),
        ("application/json", b"{\"name\": \"", "form.body_bytes"),
        (MULTIPART, &head[..head.len() - 2], "form.field_bytes"),
        (
            MULTIPART,
            b"--xyz\r\nContent-Disposition: form-data; name=\"x\"; filename=\"x\"\r\n\r\n",
            "form.dropped_bytes",
        ),
        (
            MULTIPART,
            b"--xyz\r\nContent-Disposition: form-data; name=\"avatar\"; filename=\"x\"\r\n\r\n",
            "form.dropped_bytes",
        ),
        (MULTIPART, b"--xyz\r\n", "form.syntax"),
    ] {
        let (head, block) = (Bytes::copy_from_slice(head), Bytes::from(vec![b'a'; 50_000]));
        let chunks = Chunks { chunks: std::iter::once(head).chain(std::iter::repeat(block)), end: End::Ends };
        let request = post(content_type, Body::from_stream(chunks));
        assert_eq!(
            met(request, &limits(|limits| limits.dropped_bytes(1 << 20))).await,
            expected,
            "{content_type}"
        );
    }
}
