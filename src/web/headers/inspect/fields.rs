//! The fields of an answer, as the checks ask for them.

use crate::web::finding::{Finding, Kind};
use std::borrow::Cow;
use std::ops::Range;

/// One field: its name in any case, and its value without the blanks around it.
pub(in crate::web::headers) struct Field<'a> {
    pub(super) name: &'a str,
    pub(super) value: Cow<'a, str>,
    /// Where the value begins in the text that was given.
    pub(super) start: usize,
}

impl<'a> Field<'a> {
    /// What is no UTF-8 is read as Latin-1, as browsers read it.
    pub(in crate::web::headers) fn new(name: &'a str, value: &'a [u8], start: usize) -> Self {
        let blanks = value.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let value = match std::str::from_utf8(&value[blanks..]) {
            Ok(text) => Cow::Borrowed(text.trim_end_matches([' ', '\t'])),
            Err(_) => Cow::Owned(value[blanks..].iter().copied().map(char::from).collect()),
        };
        Self { name, value, start: start + blanks }
    }

    pub(super) fn span(&self) -> Range<usize> {
        self.start..self.start + self.value.len()
    }

    /// Where a part of the value stands in the text that was given.
    pub(super) fn place(&self, part: &str) -> Range<usize> {
        // The part is a slice of the value, so that the difference of their addresses is its place.
        let at = (part.as_ptr() as usize).saturating_sub(self.value.as_ptr() as usize);
        let start = self.start + at.min(self.value.len());
        start..start + part.len()
    }
}

/// All fields of an answer.
pub(in crate::web::headers) struct Fields<'a> {
    pub(in crate::web::headers) list: Vec<Field<'a>>,
}

/// The values of one name, with commas between, as browsers put them together.
pub(super) struct Joined<'f> {
    pub(super) text: Cow<'f, str>,
    /// Of the first field.
    pub(super) span: Range<usize>,
}

impl<'a> Fields<'a> {
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &Field<'a>> {
        self.list.iter().filter(move |field| field.name.eq_ignore_ascii_case(name))
    }

    pub(super) fn joined(&self, name: &str) -> Option<Joined<'_>> {
        let mut all = self.all(name);
        let first = all.next()?;
        let mut text = Cow::Borrowed(&*first.value);
        for field in all {
            let text = text.to_mut();
            text.push_str(", ");
            text.push_str(&field.value);
        }
        Some(Joined { text, span: first.span() })
    }

    pub(in crate::web::headers) fn first(&self, name: &str) -> Option<&str> {
        self.all(name).next().map(|field| &*field.value)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }
}

/// More findings than a person reads.
const MAX_FINDINGS: usize = 1000;

/// The findings so far.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) findings: Vec<Finding>,
    pub(super) is_full: bool,
}

impl Notes {
    pub(super) fn push(&mut self, finding: Finding) {
        if self.findings.len() < MAX_FINDINGS {
            self.findings.push(finding);
        } else {
            self.is_full = true;
        }
    }

    pub(super) fn add(&mut self, kind: &'static Kind, header: &'static str, span: Range<usize>) {
        self.push(Finding::new(kind, span).in_header(header));
    }

    /// Of what stands nowhere.
    pub(super) fn missing(&mut self, kind: &'static Kind, header: &'static str) {
        self.add(kind, header, 0..0);
    }
}
