//! What a suite holds an engine against, where engines differ.

use crate::cases::rows;
use crate::suite::World;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The differences of an engine that are known, and those that are there; they have to be the same.
#[derive(Debug)]
pub struct Differences {
    engine: &'static str,
    trial: &'static str,
    known: Vec<Value>,
    wrong: Vec<String>,
    /// What the crate said: where it is always the same, nothing was tried.
    said: BTreeSet<String>,
}

impl Differences {
    /// Those of one trial, which the table of this name in `tests/data` knows: `engine`, `trial`, `row`, `seen`, `why`.
    ///
    /// # Panics
    /// When there is no such table.
    #[must_use]
    pub fn new(world: &World, table: &str, trial: &'static str) -> Self {
        let engine = world.engine().name();
        let mut known = rows(table);
        known.retain(|row| row["engine"] == engine && row["trial"] == trial);
        Self { engine, trial, known, wrong: vec![], said: BTreeSet::new() }
    }

    /// Holds what was seen against what the crate says of `row`.
    #[allow(clippy::needless_pass_by_value, reason = "they are made for it")]
    pub fn hold(&mut self, row: &Value, ours: Value, seen: Value) {
        self.said.insert(ours.to_string());
        let of_row = |known: &Value| known["row"] == *row;
        let known = self.known.iter().position(of_row).map(|at| self.known.swap_remove(at));
        let is_right = match &known {
            Some(known) => known["seen"] == seen && seen != ours,
            None => seen == ours,
        };
        if !is_right {
            let found = json!({"engine": self.engine, "trial": self.trial, "row": row, "seen": seen});
            self.wrong.push(format!("{found} // ours: {ours}"));
        }
    }

    /// The verdict on the trial.
    ///
    /// # Panics
    /// When there is a difference that the table does not know, or none where it knows one; or when the crate said
    /// the same of every row.
    pub fn end(self) {
        assert!(self.wrong.is_empty(), "{}\n{}", self.wrong.len(), self.wrong.join("\n"));
        assert!(self.said.len() > 1, "only {:?}", self.said);
        assert!(self.known.is_empty(), "rows of nothing: {:?}", self.known);
    }
}
