//! Disk images.

use super::answer::{Check, NO, has_control, is, perhaps, u16_in, u32_in, when};
use super::row::{Format, Shape, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::source::Source;

types! {
    ISO "application/x-iso9660-image" Archive ["iso"] ["application/x-cd-image" "application/vnd.efi.iso"];
    DMG "application/x-apple-diskimage" Archive ["dmg"] [];
    SQUASHFS "application/vnd.squashfs" Archive ["squashfs" "sqsh"] ["application/x-squashfs"];
    QCOW2 "application/x-qemu-disk" Archive ["qcow2" "qcow"] [];
    VMDK "application/x-vmdk" Archive ["vmdk"] [];
    VHD "application/x-vhd" Archive ["vhd"] [];
    VHDX "application/x-vhdx" Archive ["vhdx"] [];
    VDI "application/x-virtualbox-vdi" Archive ["vdi"] [];
}

pub(super) const FORMAT: Format = Format {
    signatures: &[
        sign(b"<<< ", vdi),
        sign(b"COWD", vmdk),
        sign(b"KDMV", vmdk),
        sign(b"QFI\xFB", qcow2),
        sign(b"conectix", vhd),
        sign(b"hsqs", squashfs),
        sign(b"sqsh", squashfs),
        sign(b"vhdxfile", vhdx),
    ],
    shapes: &[Shape { rank: 60, check: iso }, Shape { rank: 180, check: disk_footer }],
    ..Format::of(TYPES)
};

/// ISO 9660 (ECMA-119, 8.1): the descriptor stands after 32 KiB that may hold anything.
fn iso(s: &Source<'_>) -> Check {
    let Some(&[kind, b'C', b'D', b'0', b'0', b'1', version]) = s.get(32768, 7) else { return NO };
    // Whatever else the file begins with, it is no text: that was asked before.
    perhaps(kind <= 3 && version == 1, FileType::ISO)
}

/// Disk images that are told by their last 512 bytes.
fn disk_footer(s: &Source<'_>) -> Check {
    let Some(at) = s.len().checked_sub(512).filter(|at| *at > 0) else { return NO };
    match s.get(at, 8)? {
        [b'k', b'o', b'l', b'y', 0, 0, 0, 4] if s.u32_be(at + 8)? == 512 => is(FileType::DMG),
        b"conectix" if s.u32_be(at + 12)? == 0x0001_0000 => is(FileType::VHD),
        _ => NO,
    }
}

fn vhd(s: &Source<'_>) -> Check {
    when(s.u32_be(12)? == 0x0001_0000 && matches!(s.u32_be(60)?, 2..=4), FileType::VHD)
}

fn vhdx(s: &Source<'_>) -> Check {
    s.get(8, 16)?;
    // The creator's name in UTF-16 follows.
    when(has_control(s.get(8, 16)?), FileType::VHDX)
}

fn vdi(s: &Source<'_>) -> Check {
    perhaps(s.get(64, 4)? == b"\x7F\x10\xDA\xBE", FileType::VDI)
}

fn qcow2(s: &Source<'_>) -> Check {
    when((1..=3).contains(&s.u32_be(4)?) && s.u32_be(20)? <= 64 && s.len() >= 48, FileType::QCOW2)
}

fn vmdk(s: &Source<'_>) -> Check {
    let version = s.u32_le(4)?;
    s.get(8, 16)?;
    when((1..=3).contains(&version), FileType::VMDK)
}

fn squashfs(s: &Source<'_>) -> Check {
    let big = s.starts_with(b"s");
    let block = u32_in(s, 12, big)?;
    let major = u16_in(s, 28, big)?;
    when(
        (1..=4).contains(&major) && (major < 4 || block.is_power_of_two()) && s.len() >= 40,
        FileType::SQUASHFS,
    )
}
