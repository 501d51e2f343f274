//! Prints how often `upload::sniff` and its peers tell the type of the test files, and what they let through.
//!
//! R right (any of its names), G a more general type, W another type, N a guess that says to be one, U
//! nothing. `disguised`: hostile files whose true
//! type is not the declared one, of which the rule "told type is the declared type" lets so many in. `stubs`: files of
//! a signature and no more, that are given a type. `look-alikes`: texts that are taken for something else than text.

use untaint_bench::sniffers::{SNIFFERS, Score, files, lookalikes, same, score};

fn main() {
    let files = files();
    let benign: Vec<_> = files.iter().filter(|file| !file.hostile).collect();
    let disguised: Vec<_> = files.iter().filter(|file| file.hostile && file.truth != file.declared).collect();
    let stub = |truth: &str| matches!(truth, "application/octet-stream" | "inode/x-empty");
    let stubs: Vec<_> = disguised.iter().filter(|file| stub(&file.truth)).collect();
    let lookalikes = lookalikes();
    println!(
        "| {} benign files | whole R/G/W/N/U | 8 KB | 512 B | disguised accepted of {} | stubs of {} | look-alikes wrong of {} |",
        benign.len(),
        disguised.len(),
        stubs.len(),
        lookalikes.len()
    );
    println!("|---|---|---|---|---|---|---|");
    for (name, sniffer) in SNIFFERS {
        let counted = [usize::MAX, 8192, 512].map(|len| {
            let mut counts = [0; 5];
            for file in &benign {
                let bytes = file.bytes.get(..len).unwrap_or(&file.bytes);
                let score = score(sniffer(bytes).as_deref(), &file.truth);
                if score == Score::Wrong && std::env::args().nth(1).as_deref() == Some(name) {
                    eprintln!("{:?} for {}", sniffer(bytes), file.truth);
                }
                let at = [Score::Right, Score::General, Score::Wrong, Score::Named, Score::Unknown]
                    .iter()
                    .position(|s| *s == score);
                counts[at.unwrap_or(4)] += 1;
            }
            counts.map(|count: usize| count.to_string()).join("/")
        });
        let accepted =
            disguised.iter().filter(|f| sniffer(&f.bytes).is_some_and(|said| same(&said, &f.declared)));
        let named = stubs.iter().filter(|f| sniffer(&f.bytes).is_some_and(|said| same(&said, &f.declared)));
        let wrong = lookalikes.iter().filter(|text| {
            let said = sniffer(text.as_bytes());
            said.is_some_and(|said| !said.starts_with("text/"))
        });
        let [whole, long, short] = counted;
        println!(
            "| {name} | {whole} | {long} | {short} | {} | {} | {} |",
            accepted.count(),
            named.count(),
            wrong.count()
        );
    }
}
