//! What the dictionary in front of a stream says, as far as it matters.

/// The keys of a stream's dictionary that matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Other,
    Type,
    Filter,
    Count,
    First,
}

/// What the dictionary in front of a stream says.
#[allow(clippy::struct_excessive_bools, reason = "each is a question of its own")]
#[derive(Debug, Clone, Copy)]
pub(super) struct Dictionary {
    pub(super) key: Key,
    pub(super) has_value: bool,
    pub(super) is_object_stream: bool,
    pub(super) count: Number,
    pub(super) first: Number,
    pub(super) filters: u32,
    pub(super) is_flate: bool,
    pub(super) is_external: bool,
    pub(super) has_predictor: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    Missing,
    Is(u32),
    /// A reference, or said twice.
    Unclear,
}

impl Number {
    pub(super) fn set(&mut self, value: Option<u32>) {
        *self = match (*self, value) {
            (Self::Missing, Some(value)) => Self::Is(value),
            _ => Self::Unclear,
        };
    }
}

impl Dictionary {
    pub(super) const EMPTY: Self = Self {
        key: Key::Other,
        has_value: true,
        is_object_stream: false,
        count: Number::Missing,
        first: Number::Missing,
        filters: 0,
        is_flate: false,
        is_external: false,
        has_predictor: false,
    };

    /// Readers go by the cross references rather than by `/Type`: both keys make it one.
    pub(super) fn holds_objects(&self) -> bool {
        self.is_object_stream || (self.count != Number::Missing && self.first != Number::Missing)
    }
}
