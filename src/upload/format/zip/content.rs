//! Programs and archives among the entries, by their names and first bytes; what the archive is for decides.

use super::directory::Entry;
use super::marks::LOCAL;
use crate::filename::acts_in_a_folder;
use crate::upload::file_type::{Class, FileType};
use crate::upload::finding::{FindingKind, Findings};
use crate::upload::source::Source;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// What an archive is for decides what may be in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Files for people: no programs, no archives inside.
    Files,
    /// A document or a picture in parts: no programs; what is embedded is `office`'s question.
    Document,
    /// A program or a package of code: programs are its content, and nobody unpacks it on a file system that folds
    /// case.
    Code,
}

impl Purpose {
    pub(super) fn of(file_type: FileType) -> Self {
        match file_type {
            FileType::WHEEL | FileType::NUPKG => Self::Code,
            known => match known.class() {
                Class::Executable => Self::Code,
                Class::Document | Class::Image => Self::Document,
                // Also an archive of which no more is known.
                _ => Self::Files,
            },
        }
    }

    /// Equal for names that are unpacked to one file.
    pub(super) fn key(self, name: &[u8]) -> Cow<'_, [u8]> {
        if self == Self::Code {
            return Cow::Borrowed(name);
        }
        let Ok(text) = std::str::from_utf8(name) else { return Cow::Owned(name.to_ascii_lowercase()) };
        let mut key = Vec::with_capacity(name.len());
        for part in text.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".") {
            let part = part.trim_end_matches(['.', ' ']);
            if !key.is_empty() {
                key.push(b'/');
            }
            if part.is_ascii() {
                key.extend(part.bytes().map(|b| b.to_ascii_lowercase()));
            } else {
                // Lower case can take a text out of its normal form, so the form comes last.
                key.extend(part.nfc().collect::<String>().to_lowercase().nfc().collect::<String>().bytes());
            }
        }
        Cow::Owned(key)
    }

    pub(super) fn inspect(
        self,
        source: &Source<'_>,
        entry: &Entry<'_>,
        data: Option<u64>,
        findings: &mut Findings,
    ) {
        if self == Self::Code {
            return;
        }
        let extension = entry.extension();
        // Stored data show what they are; deflated ones are not unpacked for it.
        let magic = match data {
            Some(at) if entry.method == 0 && !entry.is_encrypted() => {
                let len = usize::try_from(entry.packed).unwrap_or(usize::MAX).min(8);
                source.get(at, len).unwrap_or_default()
            }
            _ => &[],
        };
        if is_started(&extension)
            || acts_in_a_folder(&extension)
            || (self == Self::Files && lists(RUN, &extension))
            || is_program(magic)
            || is_control_file(entry.name)
        {
            findings.at(FindingKind::ZipExecutable, entry.at);
        }
        if self == Self::Files && (lists(PACKED, &extension) || is_packed(magic, &extension)) {
            findings.at(FindingKind::ZipNested, entry.at);
        }
    }
}

/// What a desktop starts when it is opened: the kinds that mail services refuse inside archives too.
const STARTED: &str = "ade adp apk app appref-ms appx appxbundle bat chm class cmd com command cpl deb diagcab dll ear \
    exe gadget hlp hta htaccess inf ins ipa isp jar jnlp jse lnk mde msc msi msix msixbundle msp mst \
    ocx pif pkg ps1 psm1 psd1 reg rpm scf scr sct shb shs sys url vb vbe vbs vxd war wsc wsf wsh xll";

/// What an interpreter or a web server runs: found only in an archive of files, as a book may carry its own script.
const RUN: &str = "asa asax ascx ashx asmx asp aspx bash cer cfm cgi csh desktop elf js jsp jspx ksh phar php php3 \
    php4 php5 php7 phps pht phtml sh shtml so swf zsh";

/// Archives and packed files.
const PACKED: &str = "7z ace apk ar arj bz2 cab cpio dmg ear gz img iso jar lha lz lz4 lzh lzma rar tar tbz tbz2 tgz \
    txz vhd vhdx war wim xz z zip zipx zst";

/// Whether a desktop starts files of this extension, in lower case.
pub(in crate::upload) fn is_started(extension: &str) -> bool {
    lists(STARTED, extension)
}

fn lists(list: &str, extension: &str) -> bool {
    list.split(' ').any(|listed| listed == extension)
}

fn is_program(magic: &[u8]) -> bool {
    magic.starts_with(b"\x7FELF") || (magic.starts_with(b"MZ") && magic.len() == 8 && magic.contains(&0))
}

fn is_packed(magic: &[u8], extension: &str) -> bool {
    const MAGICS: [&[u8]; 6] =
        [b"Rar!\x1A\x07", b"7z\xBC\xAF\x27\x1C", b"\x1F\x8B\x08", b"\xFD7zXZ\0", b"\x28\xB5\x2F\xFD", LOCAL];
    // Office files and layered pictures are archives by their own right.
    let has_right = || {
        FileType::from_extension(extension)
            .is_some_and(|known| matches!(known.class(), Class::Document | Class::Image))
    };
    MAGICS.iter().any(|known| magic.starts_with(known)) && !has_right()
}

/// Files that a web server obeys where they are unpacked.
fn is_control_file(name: &[u8]) -> bool {
    let last = name.rsplit(|b| *b == b'/').next().unwrap_or_default();
    [&b".htaccess"[..], b".htpasswd", b".user.ini", b"web.config", b"autorun.inf"]
        .iter()
        .any(|known| last.eq_ignore_ascii_case(known))
}
