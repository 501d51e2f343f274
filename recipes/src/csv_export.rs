//! The crate `csv` writes the quotes, `escape::csv_formula` sees to it that no cell is a formula. With every field in
//! quotes it is one cell also where the spreadsheet's separator is `;`.

// recipe
use untaint::escape;

pub fn export<'a>(
    rows: impl IntoIterator<Item = [&'a str; 2]>,
) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut file = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(Vec::new());
    for row in rows {
        file.write_record(
            row.map(escape::csv_formula).iter().map(AsRef::as_ref as fn(&_) -> &str),
        )?;
    }
    Ok(file.into_inner()?)
}
// end

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_numbers_stay() {
        let file =
            export([["=1+1", "-12.5"], ["Smith, \"Al\"", "@SUM(A1)"]]).expect("a file");
        let text = String::from_utf8(file).expect("text");
        assert_eq!(text, "\"'=1+1\",\"-12.5\"\n\"Smith, \"\"Al\"\"\",\"'@SUM(A1)\"\n");
    }
}
