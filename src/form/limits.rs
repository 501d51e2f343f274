//! How much of a form is read.

use crate::{PolicyError, Report};
use std::time::Duration;

/// How much of a submitted form is read: what a security page of a framework tells to limit.
///
/// # Examples
/// ```
/// use untaint::form::{FormLimits, Entries};
///
/// let limits = FormLimits::builder().field_bytes(10).build()?;
/// assert!(Entries::from_urlencoded(b"name=Alice", &limits).is_ok());
/// let refused = Entries::from_urlencoded(b"name=Alexandrina", &limits).unwrap_err();
/// assert_eq!((refused.code(), refused.status()), ("form.field_bytes", 413));
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormLimits {
    pub(super) body_bytes: usize,
    pub(super) field_bytes: usize,
    pub(super) parts: usize,
    pub(super) files: usize,
    pub(super) dropped_bytes: u64,
    pub(super) depth: usize,
    pub(super) violations: usize,
    pub(super) stall: Duration,
}

impl FormLimits {
    const DEFAULT: Self = Self {
        body_bytes: 2 * 1024 * 1024,
        field_bytes: 500_000,
        parts: 1000,
        files: 100,
        dropped_bytes: 64 * 1024 * 1024,
        depth: 16,
        violations: Report::DEFAULT_MAX,
        stall: Duration::from_secs(30),
    };

    /// Changes single limits; the others stay those of [`default`](Self::default).
    #[must_use]
    pub fn builder() -> FormLimitsBuilder {
        FormLimitsBuilder(Self::DEFAULT)
    }

    /// The whole body without its files, in bytes: 2 MiB.
    #[must_use]
    pub fn body_bytes(&self) -> usize {
        self.body_bytes
    }

    /// A name or a value, in bytes: 500,000.
    #[must_use]
    pub fn field_bytes(&self) -> usize {
        self.field_bytes
    }

    /// How many names with a value: 1000.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.parts
    }

    /// How many of them are files: 100.
    #[must_use]
    pub fn files(&self) -> usize {
        self.files
    }

    /// How much is read of files that are not kept, in bytes, by what reads from a network: 64 MiB. A browser listens
    /// to the answer only when it has sent all.
    #[must_use]
    pub fn dropped_bytes(&self) -> u64 {
        self.dropped_bytes
    }

    /// How many steps a name may have inside a form: 16.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// How many violations are told: [`Report::DEFAULT_MAX`].
    #[must_use]
    pub fn violations(&self) -> usize {
        self.violations
    }

    /// How long a client may send nothing, for what reads from a network: 30 seconds.
    #[must_use]
    pub fn stall(&self) -> Duration {
        self.stall
    }
}

impl Default for FormLimits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Builds [`FormLimits`].
#[derive(Debug, Clone)]
pub struct FormLimitsBuilder(FormLimits);

impl FormLimitsBuilder {
    /// The whole body without its files, in bytes.
    #[must_use]
    pub fn body_bytes(mut self, bytes: usize) -> Self {
        self.0.body_bytes = bytes;
        self
    }

    /// A name or a value, in bytes.
    #[must_use]
    pub fn field_bytes(mut self, bytes: usize) -> Self {
        self.0.field_bytes = bytes;
        self
    }

    /// How many names with a value.
    #[must_use]
    pub fn parts(mut self, parts: usize) -> Self {
        self.0.parts = parts;
        self
    }

    /// How many of them are files.
    #[must_use]
    pub fn files(mut self, files: usize) -> Self {
        self.0.files = files;
        self
    }

    /// How much is read of files that are not kept, in bytes; with 0, the first of them ends the reading.
    #[must_use]
    pub fn dropped_bytes(mut self, bytes: u64) -> Self {
        self.0.dropped_bytes = bytes;
        self
    }

    /// How many steps a name may have inside a form: at most 64, because reading descends by them.
    #[must_use]
    pub fn depth(mut self, steps: usize) -> Self {
        self.0.depth = steps;
        self
    }

    /// How many violations are told.
    #[must_use]
    pub fn violations(mut self, violations: usize) -> Self {
        self.0.violations = violations;
        self
    }

    /// How long a client may send nothing.
    #[must_use]
    pub fn stall(mut self, time: Duration) -> Self {
        self.0.stall = time;
        self
    }

    /// The limits.
    ///
    /// # Errors
    /// A limit that is 0, more than 64 steps, or more than 1 GiB of text.
    pub fn build(self) -> Result<FormLimits, PolicyError> {
        let limits = self.0;
        let counts = [
            ("body_bytes", limits.body_bytes, 1 << 30, "the text of a form is kept in memory: at most 1 GiB"),
            ("field_bytes", limits.field_bytes, usize::MAX, ""),
            ("parts", limits.parts, usize::MAX, ""),
            ("depth", limits.depth, 64, "reading descends by the steps of a name: at most 64"),
            ("violations", limits.violations, usize::MAX, ""),
        ];
        for (setting, count, max, reason) in counts {
            if count == 0 {
                return Err(PolicyError::new(setting, "0", "nothing could be sent"));
            }
            if count > max {
                return Err(PolicyError::new(setting, count.to_string(), reason));
            }
        }
        if limits.stall.is_zero() {
            return Err(PolicyError::new("stall", "0", "nothing could be sent"));
        }
        Ok(limits)
    }
}
