//! Characters, and where an object may begin.

/// Readers accept the header within so many bytes (ISO 32000-1, annex H.3, note 13).
pub(super) const HEADER_WINDOW: usize = 1024;

/// The word behind a stream's data.
pub(super) const STREAM_END: &[u8; 9] = b"endstream";

pub(super) fn is_space(b: u8) -> bool {
    matches!(b, b'\0' | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

pub(super) fn is_delimiter(b: u8) -> bool {
    matches!(b, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// What readers take for a part of a number: `+0`, `1.` and `1-` are numbers of objects to them.
pub(super) fn is_numeric(b: u8) -> bool {
    matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.')
}

/// Sees the beginning of an object, `12 0 obj`, in bytes of any kind. Comments between the words are white space to a
/// reader that was sent there, and the last number may touch the word.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct ObjectWatch {
    seen: u8,
    /// What was seen before a comment, if one began. Or none did, and the object begins in it.
    before_comment: u8,
    /// The last two numbers.
    numbers: [u32; 2],
}

impl ObjectWatch {
    #[inline]
    pub(super) fn sees(&mut self, b: u8) -> bool {
        // 1: a number; 2: and space; 3: and a number; 4: and space; 5: `o`; 6: `ob`.
        if is_numeric(b) {
            self.digit(b);
        }
        self.seen = match (self.seen, b) {
            (0 | 1 | 5 | 6, _) if is_numeric(b) => 1,
            (2..=4, _) if is_numeric(b) => 3,
            (1 | 2, _) if is_space(b) => 2,
            (3 | 4, _) if is_space(b) => 4,
            (3 | 4, b'o') => 5,
            (5, b'b') => 6,
            (6, b'j') => {
                *self = Self { numbers: self.numbers, ..Self::default() };
                return true;
            }
            (seen @ 1..=4, b'%') => {
                self.before_comment = self.before_comment.max(if seen <= 2 { 2 } else { 4 });
                0
            }
            _ => 0,
        };
        if self.before_comment > 0 && matches!(b, b'\r' | b'\n') {
            // Of the two readings, the one that is further.
            self.seen = self.seen.max(self.before_comment);
            self.before_comment = 0;
        }
        false
    }

    /// The number of the object that began.
    pub(super) fn number(&self) -> u32 {
        self.numbers[0]
    }

    /// A byte of a number: of the one that is being read, or the first of the next one.
    fn digit(&mut self, b: u8) {
        if !matches!(self.seen, 1 | 3) {
            self.numbers = [self.numbers[1], 0];
        }
        if b.is_ascii_digit() {
            self.numbers[1] = self.numbers[1].wrapping_mul(10).wrapping_add(u32::from(b - b'0'));
        }
    }
}
