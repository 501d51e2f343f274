//! `%` and `_` of what a visitor searches for are letters, not wildcards; the text is a bound parameter all the same, and
//! `ESCAPE` names the character that was used.

// recipe
use rusqlite::{Connection, Result, params};
use untaint::escape;

pub fn titles_with(db: &Connection, typed: &str) -> Result<Vec<String>> {
    let pattern = format!("%{}%", escape::like(typed, '\\'));
    let mut find = db.prepare(
        "SELECT title FROM notes WHERE title LIKE ?1 ESCAPE '\\' ORDER BY title",
    )?;
    find.query_map(params![pattern], |row| row.get(0))?.collect()
}
// end

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_are_letters() {
        let db = Connection::open_in_memory().expect("a database");
        db.execute_batch("CREATE TABLE notes (title TEXT); INSERT INTO notes VALUES ('100 %'), ('1000'), ('a_b'), ('axb');")
            .expect("a table");
        let found = |typed: &str| titles_with(&db, typed).expect("rows");
        assert_eq!(found("100 %"), ["100 %"]);
        assert_eq!(found("a_b"), ["a_b"]);
        assert_eq!(found("%"), ["100 %"]);
        assert_eq!(found("' OR 1=1 --"), Vec::<String>::new());
        assert_eq!(found("00").len(), 2);
    }
}
