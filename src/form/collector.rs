//! Where the violations of a form are gathered, each with its place.

use crate::{Report, Step, Validator, Violation};

/// Gathers the violations of a form in field order; `#[derive(Validate)]` writes what calls it.
///
/// A step (a field, an index, an entry of a map) gives a collector for what stands there. The way to a value is put
/// together only when a rule of it is broken, so a form without faults allocates nothing.
///
/// # Examples
/// ```
/// use untaint::{Collector, Report, rules};
///
/// let mut report = Report::new();
/// let mut form = Collector::new(&mut report);
/// form.field("name").check(&rules::length(3..=20), "Al");
/// form.field("tags").index(1).check(&rules::slug(), "not a slug");
/// form.field("age").check(&rules::range(18..), &42_u8);
/// let paths: Vec<String> = report.violations().iter().map(|violation| violation.path().to_string()).collect();
/// assert_eq!(paths, ["name", "tags[1]"]);
/// ```
#[derive(Debug)]
pub struct Collector<'r> {
    report: &'r mut Report,
    place: Place<'r>,
    is_secret: bool,
}

/// A place in a form: the step to it, and the place that it stands in.
#[derive(Debug, Clone, Copy)]
struct Place<'r> {
    step: Option<PlainStep>,
    outer: Option<&'r Place<'r>>,
}

/// A step without an allocation.
#[derive(Debug, Clone, Copy)]
enum PlainStep {
    Field(&'static str),
    Index(usize),
    Entry(usize),
}

impl<'r> Collector<'r> {
    /// Gathers into a report, from the form itself on.
    #[must_use]
    pub fn new(report: &'r mut Report) -> Self {
        Self { report, place: Place { step: None, outer: None }, is_secret: false }
    }

    fn below(&mut self, step: PlainStep) -> Collector<'_> {
        let place = Place { step: Some(step), outer: Some(&self.place) };
        Collector { report: self.report, place, is_secret: self.is_secret }
    }

    /// The field of this name.
    #[must_use]
    pub fn field(&mut self, name: &'static str) -> Collector<'_> {
        self.below(PlainStep::Field(name))
    }

    /// The item at this place of a list, from 0.
    #[must_use]
    pub fn index(&mut self, index: usize) -> Collector<'_> {
        self.below(PlainStep::Index(index))
    }

    /// The entry at this place of a map, from 0, whose key is not told.
    #[must_use]
    pub fn entry(&mut self, position: usize) -> Collector<'_> {
        self.below(PlainStep::Entry(position))
    }

    /// The same place, of whose value nothing is told: not even what was measured of it.
    #[must_use]
    pub fn secret(&mut self) -> Collector<'_> {
        Collector { report: self.report, place: self.place, is_secret: true }
    }

    /// Applies a rule to the value that stands here.
    #[inline]
    pub fn check<T: ?Sized, V: Validator<T> + ?Sized>(&mut self, rule: &V, value: &T) {
        if let Err(violation) = rule.check(value) {
            self.push(violation);
        }
    }

    /// Adds what a check of the program's own has found here.
    pub fn result<E: Into<Report>>(&mut self, result: Result<(), E>) {
        if let Err(found) = result {
            self.merge(found.into(), |violation| violation);
        }
    }

    /// The same, with a code and a message in the place of those that the check gave.
    #[doc(hidden)]
    pub fn result_as<E: Into<Report>>(
        &mut self,
        result: Result<(), E>,
        code: Option<&'static str>,
        message: Option<&'static str>,
    ) {
        let Err(found) = result else { return };
        self.merge(found.into(), |violation| {
            let violation = match code {
                Some(code) => violation.with_code(code),
                None => violation,
            };
            match message {
                Some(message) => violation.with_message(message),
                None => violation,
            }
        });
    }

    /// How many violations there are so far, in the whole report.
    #[doc(hidden)]
    #[must_use]
    pub fn found(&self) -> usize {
        self.report.violations().len() + self.report.dropped()
    }

    #[cold]
    fn merge(&mut self, found: Report, adapt: impl Fn(Violation) -> Violation) {
        for _ in 0..found.dropped() {
            self.report.count();
        }
        for violation in found.into_violations() {
            self.push(adapt(violation));
        }
    }

    /// Adds a violation of the value that stands here.
    #[cold]
    pub fn push(&mut self, violation: Violation) {
        if self.report.is_full() {
            return self.report.count();
        }
        let mut violation = if self.is_secret { violation.without_measures() } else { violation };
        let mut place = Some(&self.place);
        while let Some(Place { step, outer }) = place {
            violation = match step {
                Some(PlainStep::Field(name)) => violation.under(*name),
                Some(PlainStep::Index(index)) => violation.under(*index),
                Some(PlainStep::Entry(position)) => violation.under(Step::Entry(*position)),
                None => violation,
            };
            place = *outer;
        }
        self.report.push(violation);
    }
}
