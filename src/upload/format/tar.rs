//! Tape archives: names that lead out of the folder, links and devices, read from the headers while the file passes.
//!
//! POSIX.1-2017, `pax`, "ustar Interchange Format": a header of 512 bytes before each member, its data padded to 512.
//! The long names of GNU and of pax stand in members of their own before the one they are for.

use super::answer::{Proof, Seen, suppose};
use super::member::leaves_folder;
use super::row::{Ask, Format, Shape, types};
use crate::upload::file_type::FileType;
use crate::upload::finding::{FindingKind, Findings};
use crate::upload::source::{End, Scan};

types! {
    TAR "application/x-tar" Archive ["tar"] ["application/tar" "application/x-gtar" "application/x-ustar"] { scan: Some(|| Box::<TarScan>::default()) };
}

pub(super) const FORMAT: Format =
    Format { shapes: &[Shape { rank: 10, ask: Ask::Is(FileType::TAR, tar) }], ..Format::of(TYPES) };

const BLOCK: usize = 512;
/// Of a member that holds a long name, so much is read: more than any file system takes.
const NAME_MAX: u64 = 8 * 1024;

/// Follows a tape archive from header to header.
#[derive(Debug, Default)]
struct TarScan {
    /// The header, or the long name, that is being collected.
    part: Vec<u8>,
    /// How many bytes `part` gets.
    want: usize,
    holds_name: bool,
    /// Bytes to pass over before the next header.
    skip: u64,
    at: u64,
    ended: bool,
    slip: Option<u64>,
    link: Option<u64>,
}

impl TarScan {
    fn header(&mut self, at: u64) {
        let block = std::mem::take(&mut self.part);
        let text = |from: usize, to: usize| {
            let field = block.get(from..to).unwrap_or_default();
            field.split(|byte| *byte == 0).next().unwrap_or_default()
        };
        // Two empty blocks end the archive; one that is no header ends what can be followed.
        let Some(size) = size(block.get(124..136).unwrap_or_default()) else { return self.ended = true };
        if block.iter().all(|byte| *byte == 0) || !has_sum(&block) {
            return self.ended = true;
        }
        let padded = size.div_ceil(BLOCK as u64).saturating_mul(BLOCK as u64);
        if leaves_folder(text(0, 100)) || leaves_folder(text(345, 500)) {
            self.slip = self.slip.or(Some(at));
        }
        match block.get(156) {
            // Links of both kinds, which sources have many of: they have no data, whatever size they say.
            Some(b'1' | b'2') => {
                if leaves_folder(text(157, 257)) {
                    self.link = self.link.or(Some(at));
                }
                self.skip = 0;
            }
            // Two devices and a pipe.
            Some(b'3' | b'4' | b'6') => {
                self.link = self.link.or(Some(at));
                self.skip = 0;
            }
            Some(b'L' | b'K' | b'x' | b'g') => {
                self.want = usize::try_from(size.min(NAME_MAX)).unwrap_or(BLOCK);
                self.holds_name = true;
                self.skip = padded - self.want as u64;
            }
            _ => self.skip = padded,
        }
    }

    fn long_name(&mut self, at: u64) {
        let names = std::mem::take(&mut self.part);
        // `17 path=../../x\n` of pax, or the name itself of GNU.
        let is_out = names.split(|byte| matches!(byte, b'\n' | 0)).any(|line| {
            let value = line.splitn(2, |byte| *byte == b'=').last().unwrap_or_default();
            leaves_folder(line) || leaves_folder(value)
        });
        if is_out {
            self.slip = self.slip.or(Some(at));
        }
        self.holds_name = false;
    }
}

impl Scan for TarScan {
    fn push(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() && !self.ended {
            // What was asked for comes before what is passed over.
            if !self.holds_name && self.skip > 0 {
                let n = bytes.len().min(usize::try_from(self.skip).unwrap_or(usize::MAX));
                bytes = bytes.get(n..).unwrap_or_default();
                (self.skip, self.at) = (self.skip - n as u64, self.at + n as u64);
                continue;
            }
            let want = if self.holds_name { self.want } else { BLOCK };
            let (now, rest) = bytes.split_at(want.saturating_sub(self.part.len()).min(bytes.len()));
            self.part.extend_from_slice(now);
            self.at += now.len() as u64;
            bytes = rest;
            if self.part.len() == want {
                let begins = self.at - want as u64;
                if self.holds_name { self.long_name(begins) } else { self.header(begins) }
            }
        }
        // A name of no bytes asks for none.
        if self.holds_name && self.want == 0 {
            self.long_name(self.at);
        }
    }

    fn finish(self: Box<Self>, _: &End<'_>, findings: &mut Findings) {
        if let Some(at) = self.slip {
            findings.at(FindingKind::ZipSlip, at);
        }
        if let Some(at) = self.link {
            findings.at(FindingKind::ZipLink, at);
        }
    }
}

/// The size of a member: octal digits, GNU's binary form for what is larger, or nothing, which readers take for zero.
fn size(field: &[u8]) -> Option<u64> {
    match field.split_first() {
        Some((first, rest)) if first & 0x80 != 0 => {
            rest.iter().try_fold(u64::from(first & 0x7F), |sum, byte| {
                sum.checked_mul(256)?.checked_add(u64::from(*byte))
            })
        }
        _ if field.iter().all(|byte| matches!(byte, 0 | b' ')) => Some(0),
        _ => octal(field),
    }
}

/// Whether a header's sum is right: of all bytes, those of the sum itself as spaces. Old programs added signed bytes.
pub(super) fn has_sum(block: &[u8]) -> bool {
    let Some(field) = block.get(148..156) else { return false };
    let sum: u64 = block.iter().map(|byte| u64::from(*byte)).sum();
    let own: u64 = field.iter().map(|byte| u64::from(*byte)).sum();
    let unsigned = sum - own + 8 * 32; // `own` is a part of `sum`
    let high = block.iter().filter(|byte| **byte >= 0x80).count() as u64;
    octal(field).is_some_and(|claimed| claimed == unsigned || claimed + 256 * high == unsigned)
}

/// A number in octal digits, with spaces before it and spaces or zeros behind.
pub(super) fn octal(field: &[u8]) -> Option<u64> {
    let digits = field.get(field.iter().position(|byte| *byte != b' ')?..)?;
    let end = digits.iter().position(|byte| !matches!(byte, b'0'..=b'7')).unwrap_or(digits.len());
    let (digits, rest) = digits.split_at(end);
    if digits.is_empty() || !rest.iter().all(|byte| matches!(byte, 0 | b' ')) {
        return None;
    }
    digits.iter().try_fold(0_u64, |sum, byte| sum.checked_mul(8)?.checked_add(u64::from(byte - b'0')))
}

/// tar: the sum over the header's 512 bytes stands in the header.
fn tar(s: &Seen<'_>) -> Proof {
    let header = s.get(0, 512)?;
    let kind = header[156];
    let has_size = octal(&header[124..136]).is_some() || header[124] >= 0x80;
    let fits = header[0] != 0 && (kind == 0 || kind.is_ascii_alphanumeric()) && has_size && has_sum(header);
    suppose(fits)
}
