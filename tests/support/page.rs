//! Tables that tests write into the pages of the documentation, and hold to what they compute.

/// What stands between `<!-- mark -->` and `<!-- /mark -->` in a page of `src/docs` is this table; with `UNTAINT_WRITE`
/// set, it becomes it.
pub fn holds(page: &str, mark: &str, table: &str) {
    let path = format!("{}/src/docs/{page}", env!("CARGO_MANIFEST_DIR"));
    let old = std::fs::read_to_string(&path).expect("the page");
    let (begin, end) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->\n"));
    let (before, rest) = old.split_once(&begin).expect("the mark of the beginning");
    let (_, after) = rest.split_once(&end).expect("the mark of the end");
    let new = format!("{before}{begin}\n{}\n\n{end}{after}", table.trim());
    if std::env::var_os("UNTAINT_WRITE").is_some() {
        std::fs::write(&path, new).expect("the page");
    } else {
        assert!(old == new, "{page} is older than its table: run this test with UNTAINT_WRITE=1");
    }
}
