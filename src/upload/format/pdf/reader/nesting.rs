//! What is open, and whether a key or a value must come next.

/// The dictionaries and arrays that are open, as bits: the innermost is the lowest. Of more than 64 the outermost are
/// forgotten; no reader opens so many.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Nesting {
    level: u32,
    arrays: u64,
    /// The dictionaries in which a key must come next.
    keys: u64,
}

impl Nesting {
    pub(super) fn open_dictionary(&mut self) {
        self.open();
        self.keys |= 1;
    }

    pub(super) fn open_array(&mut self) {
        self.open();
        self.arrays |= 1;
    }

    fn open(&mut self) {
        self.level = self.level.saturating_add(1);
        self.arrays <<= 1;
        self.keys <<= 1;
    }

    /// Closes a dictionary, and what is left open in it; whether something was, or a value is missing.
    pub(super) fn close_dictionary(&mut self) -> bool {
        let mut is_irregular = self.is_in_dictionary() && !self.is_key_due();
        while self.level > 0 && !self.is_in_dictionary() {
            self.close();
            is_irregular = true;
        }
        self.close();
        is_irregular
    }

    pub(super) fn close(&mut self) {
        self.level = self.level.saturating_sub(1);
        self.arrays >>= 1;
        self.keys >>= 1;
    }

    pub(super) fn is_in_dictionary(self) -> bool {
        self.level > 0 && self.arrays & 1 == 0
    }

    pub(super) fn is_key_due(self) -> bool {
        self.is_in_dictionary() && self.keys & 1 == 1
    }

    /// A name stands here: a key or a value.
    pub(super) fn name(&mut self) {
        if self.is_in_dictionary() {
            self.keys ^= 1;
        }
    }

    /// A value that is no name stands here, or the first word of one.
    pub(super) fn value(&mut self) {
        if self.is_in_dictionary() {
            self.keys |= 1;
        }
    }
}
