//! Programs, and files that start programs.

use super::answer::{BROKEN, CUT, Check, NO, Proof, Seen, ensure, has_control, is, is_tag, suppose};
use super::row::Mark::{Carrier, Small};
use super::row::{Ask, Format, Guess, Shape, prove, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::sniffed::Miss;
use crate::upload::source::Source;

types! {
    SWF "application/vnd.adobe.flash.movie" Executable ["swf"] ["application/x-shockwave-flash"];
    PE "application/vnd.microsoft.portable-executable" Executable ["exe" "dll" "sys" "ocx" "scr" "cpl" "efi" "pyd"] ["application/x-msdownload" "application/x-dosexec" "application/x-msdos-program" "application/exe" "application/x-exe" "application/x-winexe" "application/x-ms-dos-executable"] { marks: &[Carrier] };
    DOS_EXE "application/x-dosexec" Executable ["exe" "com"] ["application/x-msdos-program" "application/x-msdownload" "application/x-ms-dos-executable" "application/vnd.microsoft.portable-executable"] { marks: &[Carrier], later: &[FileType::PE] };
    ELF "application/x-executable" Executable ["elf" "bin" "axf" "run"] ["application/x-elf" "application/x-pie-executable"] { marks: &[Carrier] };
    ELF_SHARED "application/x-sharedlib" Executable ["so"] [] of ELF;
    ELF_OBJECT "application/x-object" Executable ["o" "ko"] ["application/x-elf-object"] of ELF;
    ELF_CORE "application/x-coredump" Executable ["core"] [] of ELF;
    COFF "application/x-coff" Executable ["coff" "obj" "o"] [];
    MACHO "application/x-mach-binary" Executable ["macho" "dylib" "bundle" "o"] ["application/x-mach-o" "application/x-mach-o-executable"] { marks: &[Carrier] };
    CLASS "application/java-vm" Executable ["class"] ["application/java" "application/x-java-class" "application/x-java-applet" "application/java-byte-code" "application/x-java"];
    DEX "application/vnd.android.dex" Executable ["dex"] ["application/x-dex"];
    DEY "application/vnd.android.dey" Executable ["dey"] [];
    WASM "application/wasm" Executable ["wasm"] [] { marks: &[Small] };
    LUAC "application/x-lua-bytecode" Executable ["luac"] [];
    PYC "application/x-python-code" Executable ["pyc" "pyo"] ["application/x-bytecode.python" "application/x-python-bytecode"];
    LLVM_BITCODE "application/x-llvm" Executable ["bc"] [];
    LNK "application/x-ms-shortcut" Executable ["lnk"] ["application/x-mslnk"];
    NES "application/x-nintendo-nes-rom" Executable ["nes"] [];
}

pub(super) const FORMAT: Format = Format {
    signatures: &[
        prove(b"\0\0\xFF\xFF", FileType::COFF, big_coff),
        prove(b"\0asm", FileType::WASM, wasm),
        prove(b"\x1BLua", FileType::LUAC, luac),
        prove(b"BC\xC0\xDE", FileType::LLVM_BITCODE, llvm),
        prove(b"CWS", FileType::SWF, swf),
        prove(b"FWS", FileType::SWF, swf),
        sign(b"L\0\0\0", lnk),
        sign(b"MZ", mz),
        prove(b"ZWS", FileType::SWF, swf),
        prove(b"dex\n", FileType::DEX, dex),
        sign(b"\x7FELF", elf),
        sign(b"\xCA\xFE\xBA\xBE", class_or_fat),
        sign(b"\xCA\xFE\xBA\xBF", fat),
        prove(b"\xCE\xFA\xED\xFE", FileType::MACHO, macho),
        prove(b"\xCF\xFA\xED\xFE", FileType::MACHO, macho),
        prove(b"\xDE\xC0\x17\x0B", FileType::LLVM_BITCODE, llvm),
        prove(b"\xFE\xED\xFA\xCE", FileType::MACHO, macho),
        prove(b"\xFE\xED\xFA\xCF", FileType::MACHO, macho),
    ],
    shapes: &[
        Shape { rank: 50, ask: Ask::Is(FileType::PYC, pyc) },
        Shape { rank: 160, ask: Ask::Is(FileType::COFF, coff) },
    ],
    guesses: &[
        Guess {
            begins: infer::app::is_dey,
            mime: "application/vnd.android.dey",
            ask: Ask::Is(FileType::DEY, dey),
        },
        Guess {
            begins: infer::archive::is_nes,
            mime: "application/x-nintendo-nes-rom",
            ask: Ask::Is(FileType::NES, |s| ensure(s.byte(4)? > 0 && s.get(0, 16)?.len() == 16)),
        },
    ],
    ..Format::of(TYPES)
};

/// DOS programs and their successors: the offset at 60 leads to the header of Windows' programs.
fn mz(s: &Seen<'_>) -> Check {
    let last_page = s.u16_le(2)?;
    let pages = s.u16_le(4)?;
    let header = s.u16_le(8)?;
    let next = u64::from(s.u32_le(60)?);
    // What is text up to here is a text; what points behind a part of the file is not told.
    if !has_control(s.get(2, 62)?) {
        return BROKEN;
    }
    match s.source.get(next, 6) {
        Some([b'P', b'E', 0, 0, ..]) if next >= 4 => {
            let optional = s.source.u16_le(next + 24);
            ensure(optional.is_none_or(|magic| matches!(magic, 0x010B | 0x020B | 0x0107)))?;
            return is(FileType::PE);
        }
        Some([b'N' | b'L', b'E' | b'X', ..]) if next >= 64 => return is(FileType::DOS_EXE),
        _ => {}
    }
    let dos = last_page < 512 && pages > 0 && (2..=4096).contains(&header) && s.u16_le(24)? >= 28;
    let inside = s.len() >= 16 * u64::from(header);
    // A program of Windows of which too little is seen is not told from one of DOS.
    if dos && s.u16_le(24)? == 64 && next >= s.len() && next < 0x0010_0000 {
        return CUT;
    }
    ensure(dos && inside && s.u16_le(24)? < 0x1000)?;
    is(FileType::DOS_EXE)
}

/// ELF (System V ABI, chapter 4): class, order, version, and the size of the header itself.
fn elf(s: &Seen<'_>) -> Check {
    let &[class, order, version] = s.get(4, 3)? else { return BROKEN };
    if !matches!(class, 1 | 2) || !matches!(order, 1 | 2) || version != 1 {
        return BROKEN;
    }
    let big = order == 2;
    let wide = class == 2;
    let kind = s.u16_in(16, big)?;
    let size = s.u16_in(if wide { 52 } else { 40 }, big)?;
    if s.u32_in(20, big)? != 1 || size < 40 {
        return BROKEN;
    }
    let file_type = match kind {
        1 => FileType::ELF_OBJECT,
        3 if interpreted(s, big, wide) => FileType::ELF,
        3 => FileType::ELF_SHARED,
        4 => FileType::ELF_CORE,
        _ => FileType::ELF,
    };
    ensure(matches!(kind, 1..=4 | 0xFE00..))?;
    is(file_type)
}

/// True where the program headers name an interpreter, as those of programs do and those of libraries seldom.
fn interpreted(s: &Source<'_>, big: bool, wide: bool) -> bool {
    let table = if wide { s.u64_in(32, big) } else { s.u32_in(28, big).map(u64::from) };
    let (Some(table), Some(size), Some(count)) =
        (table, s.u16_in(if wide { 54 } else { 42 }, big), s.u16_in(if wide { 56 } else { 44 }, big))
    else {
        return false;
    };
    let entries = (0..u64::from(count.min(64))).map(|n| table.saturating_add(n * u64::from(size)));
    entries.map_while(|at| s.u32_in(at, big)).any(|kind| kind == 3)
}

/// Mach-O: kind of processor, kind of file, and commands that fit into their size.
fn macho(s: &Seen<'_>) -> Proof {
    let big = s.starts_with(b"\xFE");
    let kind = s.u32_in(12, big)?;
    let commands = s.u32_in(16, big)?;
    let size = s.u32_in(20, big)?;
    let processor = s.u32_in(4, big)? & 0x00FF_FFFF;
    ensure((1..=14).contains(&kind) && processor <= 32 && commands <= 4096 && size >= 8 * commands)
}

/// Java's classes and Mach-O for several processors begin alike: a class goes on with its version, at least 45, the
/// other with the number of its parts and a processor.
fn class_or_fat(s: &Seen<'_>) -> Check {
    let parts = s.u32_be(4)?;
    if parts < 45 {
        return fat(s);
    }
    let &[_, _, major_high, major] = s.get(4, 4)? else { return Err(Miss::Broken) };
    let tag = s.byte(10)?;
    let fits = major_high == 0
        && (45..=100).contains(&major)
        && s.u16_be(8)? > 1
        && matches!(tag, 1 | 3..=12 | 15..=20);
    ensure(fits && s.len() > 24)?;
    is(FileType::CLASS)
}

fn fat(s: &Seen<'_>) -> Check {
    let parts = s.u32_be(4)?;
    let processor = s.u32_be(8)? & 0x00FF_FFFF;
    s.get(12, 8)?;
    ensure((1..45).contains(&parts) && matches!(processor, 1 | 6 | 7 | 10..=18))?;
    is(FileType::MACHO)
}

/// Android's programs (Dalvik executable format, "`header_item`"): a version, the header's size, the order of bytes.
fn dex(s: &Seen<'_>) -> Proof {
    let &[b'\n', a, b, c, 0] = s.get(3, 5)? else { return Err(Miss::Broken) };
    let fits = [a, b, c].iter().all(u8::is_ascii_digit) && matches!(s.u32_le(36)?, 0 | 0x70..=0x200);
    ensure(fits && matches!(s.u32_le(40)?, 0 | 0x1234_5678 | 0x7856_3412))
}

/// The same, optimised for a device: a header of 40 bytes, then the other.
fn dey(s: &Seen<'_>) -> Proof {
    ensure(s.byte(7)? == 0 && s.get(40, 4)? == b"dex\n")
}

/// WebAssembly (core specification, 5.5): a version, and sections of known numbers. Eight bytes are a whole module.
fn wasm(s: &Seen<'_>) -> Proof {
    let version = s.u32_le(4)?;
    ensure(matches!(version, 1 | 0x0001_000D) && s.source.byte(8).is_none_or(|section| section <= 13))
}

fn luac(s: &Seen<'_>) -> Proof {
    let &[version, format] = s.get(4, 2)? else { return Err(Miss::Broken) };
    s.get(6, 6)?;
    ensure((0x50..=0x5F).contains(&version) && format == 0)
}

/// Python's compiled modules: a number of the version, two fixed bytes, and further on a code object.
fn pyc(s: &Seen<'_>) -> Proof {
    let &[low, high, b'\r', b'\n'] = s.get(0, 4)? else { return Err(Miss::No) };
    let code = match u16::from_le_bytes([low, high]) {
        3390..=4200 => 16,
        3200..=3389 => 12,
        3000..=3199 | 20121 | 50428 | 50823 | 60202 | 60717 | 62011..=62218 => 8,
        _ => return Err(Miss::No),
    };
    suppose(s.byte(code)? & 0x7F == b'c')
}

fn llvm(s: &Seen<'_>) -> Proof {
    s.get(4, 12)?;
    ensure(s.len() % 4 == 0 || s.len() > 64)
}

/// Windows' shortcuts (MS-SHLLINK, 2.1): the class that handles them.
fn lnk(s: &Seen<'_>) -> Check {
    s.get(4, 16)?;
    if s.get(4, 16)? == b"\x01\x14\x02\0\0\0\0\0\xC0\0\0\0\0\0\0\x46" {
        ensure(s.len() >= 76)?;
        is(FileType::LNK)
    } else {
        NO
    }
}

/// Flash: its version, and a length that a text's letters do not make.
fn swf(s: &Seen<'_>) -> Proof {
    let version = s.byte(3)?;
    let len = u64::from(s.u32_le(4)?);
    let fits = (1..=60).contains(&version) && (21..0x0800_0000).contains(&len);
    if !fits {
        return Err(Miss::Broken);
    }
    let packed = match s.byte(0)? {
        b'C' => s.get(8, 2)?[0] & 15 == 8 && s.u16_be(8)? % 31 == 0,
        b'Z' => s.byte(12)? == 0x5D,
        _ => len >= s.len() || len + 64 > s.len(),
    };
    ensure(packed && s.len() >= 17)
}

/// Object files of Windows, which begin with the kind of processor: every field of the header must fit.
fn coff(s: &Seen<'_>) -> Proof {
    let head = s.head();
    if !matches!(head, [0x64, 0x86 | 0xAA, ..] | [0x4C | 0xC4, 0x01, ..]) {
        return Err(Miss::No);
    }
    let sections = s.u16_le(2)?;
    let symbols = u64::from(s.u32_le(8)?);
    let count = u64::from(s.u32_le(12)?);
    let optional = s.u16_le(16)?;
    let name = s.get(20, 8)?;
    let fits = (1..=4096).contains(&sections)
        && optional == 0
        && (symbols >= 20 + 40 * u64::from(sections) || count == 0)
        && symbols + 18 * count <= 1 << 31
        && matches!(name[0], b'.' | b'_' | b'/' | b'a'..=b'z' | b'A'..=b'Z')
        && name.iter().all(|b| *b == 0 || *b == b'$' || is_tag(&[*b]))
        && s.u32_le(28)? == 0;
    suppose(fits)
}

/// Object files with more sections than the older header can count (also the short ones of import libraries).
fn big_coff(s: &Seen<'_>) -> Proof {
    let machine = s.u16_le(6)?;
    s.get(8, 12)?;
    let known = matches!(machine, 0x014C | 0x8664 | 0xAA64 | 0x01C4);
    suppose(s.u16_le(4)? <= 2 && known)
}
