//! Archives, compressed files and disk images.

use super::answer::{BROKEN, Check, NO, byte, has_control, is, perhaps, u16_in, u32_in, when};
use crate::upload::crc::crc32;
use crate::upload::file_type::FileType;
use crate::upload::source::Source;
use crate::upload::tar::{has_sum, octal};

/// gzip (RFC 1952, 2.3): the reserved flags are zero, and the first deflate block is of one of three kinds.
pub(super) fn gzip(s: &Source<'_>) -> Check {
    let &[8, flags] = s.get(2, 2)? else { return BROKEN };
    let &[extra, system] = s.get(8, 2)? else { return BROKEN };
    let block = if flags & 0x1E == 0 { byte(s, 10)? } else { 0 };
    // Ten bytes of header, two of data at least, eight of trailer.
    s.get(0, 18)?;
    let fits = flags & 0xE0 == 0
        && matches!(extra, 0..=4 | 9)
        && (system <= 19 || system == 255)
        && block >> 1 & 3 != 3;
    when(fits, FileType::GZIP)
}

pub(super) fn bzip2(s: &Source<'_>) -> Check {
    if !byte(s, 3)?.is_ascii_digit() || byte(s, 3)? == b'0' {
        return BROKEN;
    }
    let block = s.get(4, 6)?;
    // The sum over nothing follows the mark of the end.
    s.get(10, 4)?;
    when(block == b"\x31\x41\x59\x26\x53\x59" || block == b"\x17\x72\x45\x38\x50\x90", FileType::BZIP2)
}

pub(super) fn bzip3(s: &Source<'_>) -> Check {
    when((66_560..=535_822_336).contains(&s.u32_le(5)?), FileType::BZIP3)
}

pub(super) fn xz(s: &Source<'_>) -> Check {
    let &[zero, check] = s.get(6, 2)? else { return BROKEN };
    s.get(8, 5)?;
    when(zero == 0 && matches!(check, 0 | 1 | 4 | 10), FileType::XZ)
}

/// Zstandard (RFC 8878, 3.1.1): the reserved bit of the descriptor, and the kind of the first block.
pub(super) fn zstd(s: &Source<'_>) -> Check {
    let descriptor = byte(s, 4)?;
    let single = descriptor >> 5 & 1;
    let dictionary = [0, 1, 2, 4][usize::from(descriptor & 3)];
    let size = [u64::from(single), 2, 4, 8][usize::from(descriptor >> 6)];
    let block = byte(s, 5 + u64::from(1 - single) + dictionary + size)?;
    s.get(0, 9)?;
    when(descriptor & 8 == 0 && block >> 1 & 3 != 3, FileType::ZSTD)
}

/// Zstandard behind frames that decoders skip (RFC 8878, 3.1.2).
pub(super) fn zstd_skippable(s: &Source<'_>) -> Check {
    let size = s.u32_le(4)?;
    let next = s.get(8 + u64::from(size), 4);
    perhaps(s.get(1, 3)? == b"\x2A\x4D\x18" && next == Some(b"\x28\xB5\x2F\xFD"), FileType::ZSTD)
}

pub(super) fn lz4(s: &Source<'_>) -> Check {
    let &[flags, size] = s.get(4, 2)? else { return BROKEN };
    s.get(6, 5)?;
    when(flags >> 6 == 1 && flags & 2 == 0 && size & 0x8F == 0 && size >> 4 >= 4, FileType::LZ4)
}

pub(super) fn lz4_legacy(s: &Source<'_>) -> Check {
    let block = s.u32_le(4)?;
    byte(s, 8)?;
    when((1..=0x0080_8000 + 16).contains(&block), FileType::LZ4)
}

/// LZMA without a container, which has no signature: properties, a dictionary of a round size, a plausible length, and
/// the zero that the range coder begins with.
pub(super) fn lzma(s: &Source<'_>) -> Check {
    let &[props, d0, d1, d2, d3] = s.get(0, 5)? else { return NO };
    let dictionary = u32::from_le_bytes([d0, d1, d2, d3]);
    let length = s.u64_le(5)?;
    let round = dictionary == u32::MAX || (dictionary >= 4096 && dictionary.count_ones() <= 2);
    let fits = props < 225
        && (props == 0x5D || dictionary >= 0x1_0000)
        && round
        && (length == u64::MAX || (1..1 << 40).contains(&length))
        && byte(s, 13)? == 0
        && s.get(14, 4)?.iter().any(|b| *b != 0);
    perhaps(fits && props == 0x5D, FileType::LZMA)
}

pub(super) fn lzip(s: &Source<'_>) -> Check {
    let &[version, size] = s.get(4, 2)? else { return BROKEN };
    when(version <= 1 && (12..=29).contains(&(size & 31)) && byte(s, 6)? == 0 && s.len() > 20, FileType::LZIP)
}

pub(super) fn lzop(s: &Source<'_>) -> Check {
    let version = s.u16_be(9)?;
    let is_version = (0x0900..=0x1100).contains(&version) || version == 0x0010;
    when(s.get(0, 9)? == b"\x89LZO\0\r\n\x1a\n" && is_version, FileType::LZOP)
}

pub(super) fn compress(s: &Source<'_>) -> Check {
    let flags = byte(s, 2)?;
    s.get(3, 2)?;
    when(flags & 0x60 == 0 && (9..=16).contains(&(flags & 31)), FileType::COMPRESS)
}

pub(super) fn snappy(s: &Source<'_>) -> Check {
    let next = byte(s, 10)?;
    when(s.get(4, 6)? == b"sNaPpY" && matches!(next, 0 | 1 | 0x80..=0xFF), FileType::SNAPPY)
}

pub(super) fn seven_z(s: &Source<'_>) -> Check {
    let &[0x27, 0x1C, major, minor] = s.get(4, 4)? else { return BROKEN };
    let fits = major == 0 && minor <= 9 && s.u64_le(12)? < 1 << 48;
    when(fits && crc32(&[s.get(12, 20)?]) == s.u32_le(8)?, FileType::SEVEN_Z)
}

/// RAR 4 and 5: the kind of the first header.
pub(super) fn rar(s: &Source<'_>) -> Check {
    match byte(s, 6)? {
        0 => when(matches!(byte(s, 9)?, 0x72..=0x7B) && s.u16_le(12)? >= 7, FileType::RAR),
        1 => {
            // CRC, the size as a number of variable length, then the type.
            let zero = byte(s, 7)? == 0;
            let mut at = 12_u64;
            while byte(s, at)? & 0x80 != 0 && at < 16 {
                at += 1;
            }
            when(zero && matches!(byte(s, at + 1)?, 1..=5), FileType::RAR)
        }
        _ => BROKEN,
    }
}

/// tar: the sum over the header's 512 bytes stands in the header.
pub(super) fn tar(s: &Source<'_>) -> Check {
    let header = s.get(0, 512)?;
    let kind = header[156];
    let has_size = octal(&header[124..136]).is_some() || header[124] >= 0x80;
    let fits = header[0] != 0 && (kind == 0 || kind.is_ascii_alphanumeric()) && has_size && has_sum(header);
    perhaps(fits, FileType::TAR)
}

pub(super) fn cab(s: &Source<'_>) -> Check {
    let &[minor, major] = s.get(24, 2)? else { return BROKEN };
    let fits = s.u32_le(4)? == 0 && s.u32_le(12)? == 0 && major == 1 && minor <= 3 && s.u32_le(16)? >= 36;
    when(fits && s.u16_le(28)? > 0, FileType::CAB)
}

/// ar, and Debian's packages made with it: the first member's header ends with two fixed bytes.
pub(super) fn ar(s: &Source<'_>) -> Check {
    if byte(s, 7)? != b'\n' {
        return BROKEN;
    }
    if s.get(66, 2)? != b"`\n" {
        return BROKEN;
    }
    let debian = s.get(8, 13)? == b"debian-binary";
    is(if debian { FileType::DEB } else { FileType::AR })
}

pub(super) fn rpm(s: &Source<'_>) -> Check {
    let major = byte(s, 4)?;
    let kind = s.u16_be(6)?;
    when((3..=4).contains(&major) && kind <= 1 && s.get(96, 3)? == b"\x8E\xAD\xE8", FileType::RPM)
}

/// cpio in its three spellings of numbers.
pub(super) fn cpio(s: &Source<'_>) -> Check {
    match byte(s, 5)? {
        b'1' | b'2' => {
            let numbers = s.get(6, 104)?;
            let name = u64::from(hex(&numbers[88..96]));
            let fits = numbers.iter().all(u8::is_ascii_hexdigit) && (1..=4096).contains(&name);
            when(fits && byte(s, 110 + name - 1).is_none_or(|end| end == 0), FileType::CPIO)
        }
        b'7' => {
            let numbers = s.get(6, 70)?;
            when(numbers.iter().all(|b| matches!(b, b'0'..=b'7')), FileType::CPIO)
        }
        _ => NO,
    }
}

fn hex(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |n: u32, b| n << 4 | char::from(*b).to_digit(16).unwrap_or(0))
}

pub(super) fn cpio_binary(s: &Source<'_>) -> Check {
    let big = match s.get(0, 2)? {
        [0x71, 0xC7] => true,
        [0xC7, 0x71] => false,
        _ => return NO,
    };
    let name = u64::from(u16_in(s, 20, big)?);
    let fits = (1..=1024).contains(&name)
        && u16_in(s, 6, big)? >> 12 != 0
        && byte(s, 26 + name - 1).is_none_or(|b| b == 0);
    perhaps(fits, FileType::CPIO)
}

pub(super) fn crx(s: &Source<'_>) -> Check {
    let version = s.u32_le(4)?;
    let zip = match version {
        2 => 16 + u64::from(s.u32_le(8)?) + u64::from(s.u32_le(12)?),
        3 => 12 + u64::from(s.u32_le(8)?),
        _ => return BROKEN,
    };
    s.get(12, 4)?;
    when(s.get(zip, 4).map_or(zip > s.len(), |mark| mark == b"PK\x03\x04"), FileType::CRX)
}

/// LHA: the name of the method stands at the third byte.
pub(super) fn lzh(s: &Source<'_>) -> Check {
    let &[b'-', b'l', family, method, b'-'] = s.get(2, 5)? else { return NO };
    let level = byte(s, 20)?;
    let known = match family {
        b'h' => matches!(method, b'0'..=b'9' | b'd' | b'x'),
        b'z' => matches!(method, b's' | b'4' | b'5'),
        _ => false,
    };
    let sized = level == 2 || (s.u32_le(7)? < 0x8000_0000 && byte(s, 0)? >= 20);
    perhaps(known && level <= 3 && sized, FileType::LZH)
}

pub(super) fn arj(s: &Source<'_>) -> Check {
    let size = s.u16_le(2)?;
    let first = byte(s, 4)?;
    let kind = byte(s, 10)?;
    perhaps((30..=2600).contains(&size) && (30..=100).contains(&first) && kind == 2, FileType::ARJ)
}

pub(super) fn ace(s: &Source<'_>) -> Check {
    perhaps(s.has_at(7, b"**ACE**") && byte(s, 4)? == 0, FileType::ACE)
}

pub(super) fn zoo(s: &Source<'_>) -> Check {
    when(s.u32_le(20)? == 0xFDC4_A7DC, FileType::ZOO)
}

pub(super) fn xar(s: &Source<'_>) -> Check {
    when((28..=1024).contains(&s.u16_be(4)?) && s.u16_be(6)? == 1 && s.u64_be(8)? > 0, FileType::XAR)
}

pub(super) fn wim(s: &Source<'_>) -> Check {
    when(s.get(6, 2)? == b"\0\0" && s.u32_le(8)? >= 148, FileType::WIM)
}

/// ISO 9660 (ECMA-119, 8.1): the descriptor stands after 32 KiB that may hold anything.
pub(super) fn iso(s: &Source<'_>) -> Check {
    let Some(&[kind, b'C', b'D', b'0', b'0', b'1', version]) = s.get(32768, 7) else { return NO };
    // Whatever else the file begins with, it is no text: that was asked before.
    perhaps(kind <= 3 && version == 1, FileType::ISO)
}

/// Disk images that are told by their last 512 bytes.
pub(super) fn disk_footer(s: &Source<'_>) -> Check {
    let Some(at) = s.len().checked_sub(512).filter(|at| *at > 0) else { return NO };
    match s.get(at, 8)? {
        [b'k', b'o', b'l', b'y', 0, 0, 0, 4] if s.u32_be(at + 8)? == 512 => is(FileType::DMG),
        b"conectix" if s.u32_be(at + 12)? == 0x0001_0000 => is(FileType::VHD),
        _ => NO,
    }
}

pub(super) fn vhd(s: &Source<'_>) -> Check {
    when(s.u32_be(12)? == 0x0001_0000 && matches!(s.u32_be(60)?, 2..=4), FileType::VHD)
}

pub(super) fn vhdx(s: &Source<'_>) -> Check {
    s.get(8, 16)?;
    // The creator's name in UTF-16 follows.
    when(has_control(s.get(8, 16)?), FileType::VHDX)
}

pub(super) fn vdi(s: &Source<'_>) -> Check {
    perhaps(s.get(64, 4)? == b"\x7F\x10\xDA\xBE", FileType::VDI)
}

pub(super) fn qcow2(s: &Source<'_>) -> Check {
    when((1..=3).contains(&s.u32_be(4)?) && s.u32_be(20)? <= 64 && s.len() >= 48, FileType::QCOW2)
}

pub(super) fn vmdk(s: &Source<'_>) -> Check {
    let version = s.u32_le(4)?;
    s.get(8, 16)?;
    when((1..=3).contains(&version), FileType::VMDK)
}

pub(super) fn squashfs(s: &Source<'_>) -> Check {
    let big = s.starts_with(b"s");
    let block = u32_in(s, 12, big)?;
    let major = u16_in(s, 28, big)?;
    when(
        (1..=4).contains(&major) && (major < 4 || block.is_power_of_two()) && s.len() >= 40,
        FileType::SQUASHFS,
    )
}

pub(super) fn par2(s: &Source<'_>) -> Check {
    let len = s.u64_le(8)?;
    when(s.get(4, 4)? == b"\0PKT" && len >= 64 && len % 4 == 0, FileType::PAR2)
}
