//! Sets of characters for scans, which ask for one thing only, and by the bytes of a text.

use super::{LOW_BLOCKS, high_block, table};

/// One bit for each character of the BMP, by the blocks of the table; the others are looked up.
///
/// A constant of two kilobytes, made from the table by the compiler.
pub(crate) struct Set {
    low: [u64; 256],
    /// The first 32 blocks in order: all that two bytes of UTF-8 write.
    two: [u64; 32],
    any: u32,
    none: u32,
}

impl Set {
    /// The characters with one of some bits and none of others.
    pub(super) const fn of(any: u32, none: u32) -> Self {
        // In a constant, an index too far stops the build.
        let mut has = [false; 256];
        let mut at = 0;
        while at < table::PROPERTIES.len() {
            let (class, bits) = table::PROPERTIES[at];
            has[class as usize] = bits & any != 0 && bits & none == 0;
            at += 1;
        }
        let mut low = [0; 256];
        let mut block = 0;
        while block < table::LOW_CLASSES.len() {
            let mut place = 0;
            while place < 64 {
                if has[table::LOW_CLASSES[block][place] as usize] {
                    low[block] |= 1 << place;
                }
                place += 1;
            }
            block += 1;
        }
        let mut two = [0; 32];
        let mut place = 0;
        while place < 32 {
            two[place] = low[table::LOW_BLOCKS[place] as usize];
            place += 1;
        }
        Self { low, two, any, none }
    }

    /// Whether it has a character.
    #[cfg(test)]
    pub(crate) fn has(&self, c: char) -> bool {
        let code = u32::from(c) as usize;
        match LOW_BLOCKS.get(code >> 6) {
            Some(block) => self.low[usize::from(*block)] >> (code & 63) & 1 == 1, // a place for each byte
            None => self.has_high(code),
        }
    }

    fn has_high(&self, code: usize) -> bool {
        high_block(code).is_some_and(|block| {
            let bits = super::PROPERTIES[usize::from(block[code & 63])]; // a place for each byte
            bits & self.any != 0 && bits & self.none == 0
        })
    }

    /// Whether two bytes are a character in UTF-8 that it does not have.
    #[inline(always)]
    pub(crate) fn lacks_two(&self, first: u8, last: u8) -> bool {
        // One question for the place: bytes that begin no such character are behind the end.
        let place = usize::from(first.wrapping_sub(0xC0));
        self.two.get(place).is_some_and(|block| block >> (last & 0x3F) & 1 == 0)
    }

    /// Whether it has the character of three bytes of UTF-8.
    #[inline(always)]
    pub(crate) fn has_three(&self, first: u8, second: u8, last: u8) -> bool {
        // There are 1024 places, for four bits and six; and one for each byte.
        let place = usize::from(first & 0xF) << 6 | usize::from(second & 0x3F);
        self.low[usize::from(LOW_BLOCKS[place])] >> (last & 0x3F) & 1 == 1
    }

    /// Whether it has the character of four bytes of UTF-8.
    #[inline]
    pub(crate) fn has_four(&self, first: u8, second: u8, third: u8, last: u8) -> bool {
        let bits = |byte: u8| usize::from(byte & 0x3F);
        self.has_high(usize::from(first & 7) << 18 | bits(second) << 12 | bits(third) << 6 | bits(last))
    }
}
