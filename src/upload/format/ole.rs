//! Compound files (MS-CFB): the container of older office documents, messages and installers, by its directory.

use super::answer::{BROKEN, CUT, Check, NO, ensure, is};
use super::row::{Ask, Format, Signature, prove, types};
use crate::upload::file_type::FileType;
use crate::upload::finding::{FindingKind, Findings};
use crate::upload::sniffed::{Family, Sniffed};
use crate::upload::source::Source;
use std::collections::HashSet;

types! {
    DOC "application/msword" Document ["doc" "dot"] ["application/vnd.ms-word" "application/x-msword" "application/doc"];
    XLS "application/vnd.ms-excel" Document ["xls" "xlt" "xla" "xlb"] ["application/x-msexcel" "application/excel" "application/x-excel" "application/msexcel" "application/xls"];
    PPT "application/vnd.ms-powerpoint" Document ["ppt" "pps" "pot"] ["application/mspowerpoint" "application/powerpoint" "application/x-mspowerpoint"];
    MSG "application/vnd.ms-outlook" Document ["msg" "oft"] ["application/x-msg"];
    VSD "application/vnd.visio" Document ["vsd" "vss" "vst"] ["application/x-visio"];
    PUB "application/x-mspublisher" Document ["pub"] ["application/vnd.ms-publisher"];
    MPP "application/vnd.ms-project" Document ["mpp"] ["application/x-project"];
    HWP "application/x-hwp" Document ["hwp"] ["application/vnd.hancom.hwp"];
    OFFICE_ENCRYPTED "application/encrypted" Document ["docx" "xlsx" "pptx"] ["application/x-tika-ooxml-protected"] { named: PROTECTED };
    MSI "application/x-msi" Executable ["msi" "msp"] ["application/x-ole-msi" "application/x-windows-installer"];
}

pub(super) const FORMAT: Format = Format {
    signatures: &[
        prove(b"HWP Doc", FileType::HWP, |s| ensure(s.get(0, 23)? == b"HWP Document File V3.00")),
        Signature { bytes: MAGIC, ask: Ask::Which(|s| sniff(s)), is_sure: true },
    ],
    ..Format::of(TYPES)
};

pub(in crate::upload) const MAGIC: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
const HEADER_LEN: u64 = 512;
const ENTRY_LEN: u64 = 128;
/// The largest number of a sector; above are marks.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const NO_STREAM: u32 = 0xFFFF_FFFF;
/// Numbers of FAT sectors in the header.
const IN_HEADER: u32 = 109;
/// Directory sectors that are read: as many entries as a document of thousands of embedded objects has.
const MAX_DIRECTORY: usize = 4096;

/// Sectors of numbers of allocation table sectors, each for at least 8 MiB of file.
const MAX_DIFAT: usize = 512;

/// Where sectors are.
struct File<'s, 'a> {
    source: &'s Source<'a>,
    /// Bytes of a sector, as a power of two.
    shift: u16,
}

/// Why a chain of sectors ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// In the middle of a large file.
    Unseen,
    /// It leaves the file, or comes back to itself.
    Broken,
}

impl<'s, 'a> File<'s, 'a> {
    fn open(source: &'s Source<'a>) -> Option<Self> {
        let shift = source.u16_le(30)?;
        let is_sane = source.starts_with(MAGIC)
            && source.u16_le(28)? == 0xFFFE
            && matches!((source.u16_le(26)?, shift), (3, 9) | (4, 12))
            && source.u16_le(32)? == 6;
        is_sane.then_some(Self { source, shift })
    }

    /// Where a sector begins: the first one follows the header, which takes a sector's room.
    fn at(&self, sector: u32) -> u64 {
        (u64::from(sector) + 1) << self.shift
    }

    fn number(&self, at: u64) -> Result<u32, Stop> {
        self.source.u32_le(at).ok_or_else(|| self.missing(at))
    }

    fn missing(&self, at: u64) -> Stop {
        if at >= self.source.len() || self.source.is_whole() { Stop::Broken } else { Stop::Unseen }
    }

    /// The sector behind this one in its chain.
    fn next(&self, sector: u32, difat: &Difat) -> Result<u32, Stop> {
        let per_sector = 1 << (self.shift - 2);
        let fat = difat.sector(self, sector / per_sector)?;
        self.number(self.at(fat) + u64::from(sector % per_sector) * 4)
    }
}

/// Where the sectors of the allocation table are: 109 in the header, the others in a chain of their own.
struct Difat {
    chain: Vec<u32>,
    stop: Stop,
}

impl Difat {
    fn read(file: &File<'_, '_>) -> Self {
        let mut chain = Vec::new();
        let mut next = file.number(68).unwrap_or(END_OF_CHAIN);
        let last = (file.at(0) >> 2) - 1;
        while next <= LAST_SECTOR {
            // No table of a file of 4 GiB is longer; a chain that is comes back to itself.
            if chain.len() >= MAX_DIFAT {
                return Self { chain, stop: Stop::Broken };
            }
            chain.push(next);
            match file.number(file.at(next) + last * 4) {
                Ok(behind) => next = behind,
                Err(stop) => return Self { chain, stop },
            }
        }
        Self { chain, stop: Stop::Broken }
    }

    /// The `index`th sector of the allocation table.
    fn sector(&self, file: &File<'_, '_>, index: u32) -> Result<u32, Stop> {
        let sector = if index < IN_HEADER {
            file.number(76 + u64::from(index) * 4)?
        } else {
            let per_sector = (1 << (file.shift - 2)) - 1;
            let index = index - IN_HEADER;
            let holder = self.chain.get((index / per_sector) as usize).ok_or(self.stop)?;
            file.number(file.at(*holder) + u64::from(index % per_sector) * 4)?
        };
        if sector <= LAST_SECTOR { Ok(sector) } else { Err(Stop::Broken) }
    }
}

/// An entry of the directory.
struct Entry {
    /// Letters of the name; controls are kept, what is no UTF-16 is replaced.
    name: String,
    kind: u8,
    left: u32,
    right: u32,
    child: u32,
    class: [u8; 16],
    at: u64,
}

const STORAGE: u8 = 1;
const ROOT: u8 = 5;

impl Entry {
    fn read(source: &Source<'_>, at: u64) -> Option<Self> {
        let bytes = source.get(at, 128)?;
        let len = usize::from(source.u16_le(at + 64)?).saturating_sub(2).min(62);
        let units = bytes[..len].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        Some(Self {
            name: char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(),
            kind: bytes[66],
            left: source.u32_le(at + 68)?,
            right: source.u32_le(at + 72)?,
            child: source.u32_le(at + 76)?,
            class: bytes[80..96].try_into().ok()?,
            at,
        })
    }

    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// The directory as far as it is seen.
struct Directory {
    entries: Vec<Entry>,
    /// Indices of the entries directly below the root.
    top: Vec<usize>,
    stop: Option<Stop>,
}

impl Directory {
    fn read(file: &File<'_, '_>) -> Self {
        let difat = Difat::read(file);
        let mut entries = Vec::new();
        let mut stop = None;
        let mut sector = file.number(48).unwrap_or(END_OF_CHAIN);
        let mut visited = HashSet::new();
        let per_sector = (1_u64 << file.shift) / ENTRY_LEN;
        while sector <= LAST_SECTOR {
            if visited.len() >= MAX_DIRECTORY || !visited.insert(sector) {
                stop = Some(Stop::Broken);
                break;
            }
            for index in 0..per_sector {
                let at = file.at(sector) + index * ENTRY_LEN;
                let Some(entry) = Entry::read(file.source, at) else {
                    // The last sector may be cut where no entry follows.
                    if index == 0 || file.missing(at) == Stop::Unseen {
                        stop = Some(file.missing(at));
                    }
                    break;
                };
                entries.push(entry);
            }
            match file.next(sector, &difat) {
                Ok(next) => sector = next,
                Err(why) => {
                    stop = Some(why);
                    break;
                }
            }
        }
        let (top, is_tree) = below_root(&entries);
        if !is_tree && stop.is_none() {
            stop = Some(Stop::Broken);
        }
        Self { entries, top, stop }
    }

    fn root(&self) -> Option<&Entry> {
        self.entries.first().filter(|entry| entry.kind == ROOT)
    }

    fn has(&self, name: &str) -> bool {
        self.top.iter().any(|index| self.entries.get(*index).is_some_and(|entry| entry.is(name)))
    }
}

/// What is directly below the root, and false where the tree leads out of the directory or back into itself.
fn below_root(entries: &[Entry]) -> (Vec<usize>, bool) {
    let mut found = Vec::new();
    let mut seen = vec![false; entries.len()];
    let mut is_tree = true;
    let mut open = vec![entries.first().map_or(NO_STREAM, |entry| entry.child)];
    while let Some(id) = open.pop() {
        if id == NO_STREAM {
            continue;
        }
        let index = id as usize;
        match (entries.get(index), seen.get_mut(index)) {
            (Some(entry), Some(mark)) if !*mark => {
                *mark = true;
                found.push(index);
                open.extend([entry.left, entry.right]);
            }
            _ => is_tree = false,
        }
    }
    (found, is_tree)
}

/// A class in the order of bytes that files have.
const fn class(first: u32) -> [u8; 16] {
    let [a, b, c, d] = first.to_le_bytes();
    [a, b, c, d, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46]
}

/// Windows Installer: package, patch, transform.
const INSTALLERS: [[u8; 16]; 3] = [class(0x000C_1084), class(0x000C_1086), class(0x000C_1082)];
/// Microsoft Project: 74B78F3A-C8C8-11D1-BE11-00C04FB6FAF1.
const PROJECT: [u8; 16] =
    [0x3A, 0x8F, 0xB7, 0x74, 0xC8, 0xC8, 0xD1, 0x11, 0xBE, 0x11, 0x00, 0xC0, 0x4F, 0xB6, 0xFA, 0xF1];

fn types(directory: &Directory) -> Vec<FileType> {
    let by_stream: [(&[&str], FileType); 7] = [
        (&["WordDocument"], FileType::DOC),
        (&["Workbook", "Book"], FileType::XLS),
        (&["PowerPoint Document", "PP97_DUALSTORAGE"], FileType::PPT),
        (&["__properties_version1.0"], FileType::MSG),
        (&["VisioDocument"], FileType::VSD),
        (&["Quill"], FileType::PUB),
        (&["BodyText", "ViewText"], FileType::HWP),
    ];
    let mut found: Vec<FileType> = by_stream
        .iter()
        .filter(|(names, _)| names.iter().any(|name| directory.has(name)))
        .map(|(_, known)| *known)
        .collect();
    if found.contains(&FileType::HWP) && !directory.has("FileHeader") {
        found.retain(|known| *known != FileType::HWP);
    }
    let root = directory.root().map(|entry| entry.class).unwrap_or_default();
    // The names of an installer's tables begin with this letter, once their packing is not undone.
    let has_table = directory
        .top
        .iter()
        .filter_map(|index| directory.entries.get(*index))
        .any(|entry| entry.name.starts_with('\u{4840}'));
    if INSTALLERS.contains(&root) || has_table {
        found.push(FileType::MSI);
    }
    if directory.has("EncryptedPackage") && directory.has("EncryptionInfo") {
        found.push(FileType::OFFICE_ENCRYPTED);
    }
    if root == PROJECT {
        found.push(FileType::MPP);
    }
    found
}

pub(super) fn sniff(source: &Source<'_>) -> Check {
    if !source.starts_with(MAGIC) {
        return NO;
    }
    if source.len() < HEADER_LEN {
        return CUT;
    }
    let Some(file) = File::open(source) else { return BROKEN };
    let directory = Directory::read(&file);
    match types(&directory)[..] {
        // The names of a directory whose first entry is no root are no names.
        [known] if directory.root().is_some() => is(known),
        _ => Ok(Sniffed::Family(Family::Ole)),
    }
}

/// Macros, embedded objects and what contradicts itself in a compound file.
pub(in crate::upload) fn inspect(source: &Source<'_>, findings: &mut Findings) {
    let Some(file) = File::open(source) else {
        let kind = if source.len() < HEADER_LEN { FindingKind::Truncated } else { FindingKind::Malformed };
        return findings.at(kind, 0);
    };
    let directory = Directory::read(&file);
    match directory.stop {
        Some(Stop::Unseen) => findings.at(FindingKind::Unread, HEADER_LEN),
        Some(Stop::Broken) if directory.entries.is_empty() => {
            findings.at(FindingKind::Truncated, source.len());
        }
        Some(Stop::Broken) => findings.at(FindingKind::Malformed, HEADER_LEN),
        None if directory.root().is_none() => findings.at(FindingKind::Malformed, HEADER_LEN),
        None => {}
    }
    let found = types(&directory);
    if found.len() > 1 {
        // One program opens it as this, another as that.
        findings.at(FindingKind::Polyglot, HEADER_LEN);
    }
    for entry in &directory.entries {
        let is_storage = entry.kind == STORAGE;
        let is_macro = (is_storage
            && (entry.is("VBA") || entry.is("Macros") || entry.is("_VBA_PROJECT_CUR")))
            || (entry.kind == 2 && entry.is("_VBA_PROJECT"));
        if is_macro {
            findings.at(FindingKind::Macro, entry.at);
        }
        // Word makes an empty pool for documents without objects; Excel's objects are named by their number.
        let is_object = match entry.kind {
            STORAGE if entry.is("ObjectPool") => entry.child != NO_STREAM,
            STORAGE => is_numbered(&entry.name, "MBD") || is_numbered(&entry.name, "LNK"),
            _ => entry.is("\u{1}Ole10Native") || entry.is("Equation Native"),
        };
        if is_object {
            findings.at(FindingKind::Embedded, entry.at);
        }
        if entry.kind == 2 && entry.is("EncryptedPackage") {
            findings.at(FindingKind::Encrypted, entry.at);
        }
    }
}

/// `MBD0018D4CE`: an object that a workbook embeds.
fn is_numbered(name: &str, prefix: &str) -> bool {
    name.strip_prefix(prefix)
        .is_some_and(|number| number.len() >= 4 && number.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// An encrypted document is what its name says it is inside.
const PROTECTED: &[(&str, FileType)] = &[
    ("docx", FileType::DOCX),
    ("dotx", FileType::DOTX),
    ("docm", FileType::DOCM),
    ("dotm", FileType::DOTM),
    ("xlsx", FileType::XLSX),
    ("xltx", FileType::XLTX),
    ("xlsm", FileType::XLSM),
    ("xlsb", FileType::XLSB),
    ("pptx", FileType::PPTX),
    ("ppsx", FileType::PPSX),
    ("pptm", FileType::PPTM),
    ("ppsm", FileType::PPSM),
    // Under the older name, when the option to protect was chosen in the newer program.
    ("doc", FileType::DOC),
    ("xls", FileType::XLS),
    ("ppt", FileType::PPT),
];
