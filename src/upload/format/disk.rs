//! Disk images.

use super::answer::{Check, NO, Proof, Seen, ensure, has_control, is, suppose};
use super::row::{Ask, Format, Shape, prove, types};
use crate::upload::file_type::FileType;
use crate::upload::sniffed::Miss;

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
        prove(b"<<< ", FileType::VDI, |s| suppose(s.get(64, 4)? == b"\x7F\x10\xDA\xBE")),
        prove(b"COWD", FileType::VMDK, vmdk),
        prove(b"KDMV", FileType::VMDK, vmdk),
        prove(b"QFI\xFB", FileType::QCOW2, |s| {
            ensure((1..=3).contains(&s.u32_be(4)?) && s.u32_be(20)? <= 64 && s.len() >= 48)
        }),
        prove(b"conectix", FileType::VHD, |s| {
            ensure(s.u32_be(12)? == 0x0001_0000 && matches!(s.u32_be(60)?, 2..=4))
        }),
        prove(b"hsqs", FileType::SQUASHFS, squashfs),
        prove(b"sqsh", FileType::SQUASHFS, squashfs),
        prove(b"vhdxfile", FileType::VHDX, vhdx),
    ],
    shapes: &[
        Shape { rank: 60, ask: Ask::Is(FileType::ISO, iso) },
        Shape { rank: 180, ask: Ask::Which(disk_footer) },
    ],
    ..Format::of(TYPES)
};

/// ISO 9660 (ECMA-119, 8.1): the descriptor stands after 32 KiB that may hold anything.
fn iso(s: &Seen<'_>) -> Proof {
    let Some(&[kind, b'C', b'D', b'0', b'0', b'1', version]) = s.source.get(32768, 7) else {
        return Err(Miss::No);
    };
    // Whatever else the file begins with, it is no text: that was asked before.
    suppose(kind <= 3 && version == 1)
}

/// Disk images that are told by their last 512 bytes.
fn disk_footer(s: &Seen<'_>) -> Check {
    let Some(at) = s.len().checked_sub(512).filter(|at| *at > 0) else { return NO };
    match s.get(at, 8)? {
        [b'k', b'o', b'l', b'y', 0, 0, 0, 4] if s.u32_be(at + 8)? == 512 => is(FileType::DMG),
        b"conectix" if s.u32_be(at + 12)? == 0x0001_0000 => is(FileType::VHD),
        _ => NO,
    }
}

fn vhdx(s: &Seen<'_>) -> Proof {
    s.get(8, 16)?;
    // The creator's name in UTF-16 follows.
    ensure(has_control(s.get(8, 16)?))
}

fn vmdk(s: &Seen<'_>) -> Proof {
    let version = s.u32_le(4)?;
    s.get(8, 16)?;
    ensure((1..=3).contains(&version))
}

fn squashfs(s: &Seen<'_>) -> Proof {
    let big = s.starts_with(b"s");
    let block = s.u32_in(12, big)?;
    let major = s.u16_in(28, big)?;
    ensure((1..=4).contains(&major) && (major < 4 || block.is_power_of_two()) && s.len() >= 40)
}
