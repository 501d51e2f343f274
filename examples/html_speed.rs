//! scratch
use std::time::Instant;
use untaint::html::{self, HtmlPolicy};
fn main() {
    let rich = "<p>Hello <b>bold</b> and <i>italic</i> with a <a href=\"https://example.com/page?x=1&amp;y=2\" title=\"A page\">link</a>, some <code>code</code>.</p>\n<ul><li>one</li><li>two &amp; three</li><li><em>four</em></li></ul>\n<blockquote><p>quoted text goes here, and it is longer than the rest of it all.</p></blockquote>\n<pre><code>fn main() { println!(&quot;hi&quot;); }</code></pre>\n".repeat(5);
    let article = rich.repeat(50);
    let plain60 = "Just a short line of plain text, as most comments are, no?!";
    let plain2k = plain60.repeat(34);
    let plain100k = plain60.repeat(1700);
    let attack = "<script>alert(1)</script><img src=x onerror=alert(1)><a href=javascript:alert(1)>x</a><svg onload=x><p onclick=x><b><i><u>".repeat(32);
    let policy = HtmlPolicy::article();
    let am = ammonia_peer::Builder::new();
    for (name, s) in [
        ("plain60", plain60),
        ("plain2k", &plain2k),
        ("plain100k", &plain100k),
        ("rich2k", &rich),
        ("article", &article),
        ("attack", &attack),
    ] {
        let n = (20_000_000 / (s.len() * 20 + 1000)).max(20);
        let mut best = [f64::MAX; 2];
        for _ in 0..5 {
            let t = Instant::now();
            for _ in 0..n {
                std::hint::black_box(html::sanitize(std::hint::black_box(s), policy));
            }
            best[0] = best[0].min(t.elapsed().as_secs_f64() / n as f64);
            let t = Instant::now();
            for _ in 0..n {
                std::hint::black_box(am.clean(std::hint::black_box(s)));
            }
            best[1] = best[1].min(t.elapsed().as_secs_f64() / n as f64);
        }
        println!(
            "{name} {} bytes: ours {:.2} us {:.0} MB/s, ammonia {:.2} us, x{:.1}",
            s.len(),
            best[0] * 1e6,
            s.len() as f64 / best[0] / 1e6,
            best[1] * 1e6,
            best[1] / best[0]
        );
    }
}
