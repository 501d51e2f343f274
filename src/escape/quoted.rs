//! A string of a program, in double quotes: what scripts and style sheets share. They differ in how a character is
//! spelled.

use super::find::{self, BLOCK, Finder, PAIR};
use super::scan::{self, Context};
use crate::bytes;
use std::fmt::{self, Write};

/// How a language spells a character that may not stand as itself in its strings.
pub(super) trait Spelling: Copy {
    fn write_escape<W: Write>(self, c: char, out: &mut W) -> fmt::Result;
}

/// The text as a string of the language, quotes included.
pub(super) fn write<S: Spelling, W: Write>(spelling: S, text: &str, out: &mut W) -> fmt::Result {
    out.write_char('"')?;
    scan::write(Quoted(spelling), text, out)?;
    out.write_char('"')
}

#[derive(Clone, Copy)]
struct Quoted<S>(S);

impl<S: Copy> Finder for Quoted<S> {
    #[inline(always)]
    fn may_change(self, byte: u8) -> bool {
        !scan::stays_in_program(byte)
    }

    // Both ask what stays: a question of so many ranges takes a third more vector code the other way round.
    #[inline(always)]
    fn mask(self, block: &[u8; BLOCK]) -> u64 {
        !find::mask_of(block, scan::stays_in_program)
    }

    #[inline(always)]
    fn any(self, pair: &[u8; PAIR]) -> bool {
        !bytes::are(pair, scan::stays_in_program)
    }
}

impl<S: Spelling> Context for Quoted<S> {
    const BY_SECOND_BYTE: bool = true;

    fn changes(self, c: char) -> bool {
        c.is_ascii() || !scan::is_plain_letter(c)
    }

    fn write_escape<W: Write>(self, c: char, out: &mut W) -> fmt::Result {
        self.0.write_escape(c, out)
    }
}
