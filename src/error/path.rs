//! Where in a form a value stands.

use crate::percent;
use smallvec::SmallVec;
use std::borrow::Cow;
use std::fmt;

/// One step from a form to a value inside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Step {
    /// A named field of the program's own struct.
    Field(Cow<'static, str>),
    /// A place in a list, from 0.
    Index(usize),
    /// An entry of a map by its position, from 0: its key is the visitor's, so it is never named.
    Entry(usize),
}

impl From<&'static str> for Step {
    fn from(field: &'static str) -> Self {
        Self::Field(Cow::Borrowed(field))
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// The way from a form to a value: `owner.tags[1]`, `meta[#2]` for the third entry of a map.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path {
    // Most values are a field of the form or an item of one: both fit without an allocation.
    steps: SmallVec<[Step; 2]>,
}

impl Path {
    /// True for a lone value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The steps, outermost first.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    pub(super) fn push_front(&mut self, step: Step) {
        self.steps.insert(0, step);
    }

    /// The path as a JSON Pointer in a URI fragment (RFC 6901 section 6), or `None` below a map entry, whose key
    /// the pointer would have to spell.
    #[must_use]
    pub fn json_pointer(&self) -> Option<String> {
        use fmt::Write as _;
        let mut pointer = String::from("#");
        for step in &self.steps {
            match step {
                Step::Field(name) => {
                    pointer.push('/');
                    // RFC 6901 section 3 escapes `~` and `/`; section 6 then percent-encodes for the fragment.
                    let escaped = name.replace('~', "~0").replace('/', "~1");
                    percent::push(&mut pointer, &escaped, |byte| {
                        byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
                    });
                }
                Step::Index(index) => {
                    let _ = write!(pointer, "/{index}");
                }
                Step::Entry(_) => return None,
            }
        }
        Some(pointer)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.steps.iter().enumerate() {
            match step {
                Step::Field(name) if place == 0 => f.write_str(name)?,
                Step::Field(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Entry(position) => write!(f, "[#{position}]")?,
            }
        }
        Ok(())
    }
}
