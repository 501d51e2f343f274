//! Names that mean something to a system: Windows devices, and files that servers and desktops read settings from.

use super::collision::fold_char;
use super::letters::is_common;
use crate::chars;
use unicode_normalization::UnicodeNormalization;

/// The longest device name, `CONOUT$`, in bytes.
const LONGEST_DEVICE: usize = 7;

/// Whether the upper-case text names a device of Windows ("Naming Files, Paths, and Namespaces"), of any version. The
/// digit 0 and the superscripts, which NFKC makes digits, belong to it.
fn is_device_word(word: &[u8]) -> bool {
    match word {
        b"CON" | b"PRN" | b"AUX" | b"NUL" | b"CONIN$" | b"CONOUT$" | b"CLOCK$" => true,
        [b'C', b'O', b'M', digit] | [b'L', b'P', b'T', digit] => digit.is_ascii_digit(),
        _ => false,
    }
}

/// Whether Windows opens a device instead of a file: by the text before the first dot or colon, without the spaces
/// around it, in any case and any compatibility form. Reads a few characters only.
pub(super) fn is_device(name: &str) -> bool {
    if name.is_ascii() {
        return is_ascii_device(name.trim_start().as_bytes());
    }
    // No device begins so, whatever follows.
    let is_other = |c: char| {
        chars::is_name_letter(c)
            || (c.is_ascii_graphic() && u8::try_from(c).is_ok_and(|byte| !begins_device(byte)))
    };
    if name.starts_with(is_other) {
        return false;
    }
    let mut word = [0_u8; LONGEST_DEVICE];
    let mut len = 0;
    let mut spaces = false;
    for c in name.nfkc().flat_map(char::to_uppercase) {
        if matches!(c, '.' | ':') {
            break;
        }
        // A selector behind a digit, which some system does not compare.
        if !c.is_ascii() && chars::is_invisible(c) {
            continue;
        }
        if c.is_whitespace() {
            spaces = len > 0;
            continue;
        }
        let (Some(place), Ok(byte), false) = (word.get_mut(len), u8::try_from(c), spaces) else {
            return false;
        };
        *place = byte;
        len += 1;
    }
    is_device_word(word.get(..len).unwrap_or_default())
}

/// [`is_device`] for a name that is ASCII and does not begin with a space: a few instructions for nearly every name.
#[inline]
pub(super) fn is_ascii_device(name: &[u8]) -> bool {
    name.first().is_some_and(|first| begins_device(*first)) && is_ascii_device_word(name)
}

fn begins_device(byte: u8) -> bool {
    matches!(byte.to_ascii_lowercase(), b'a' | b'c' | b'l' | b'n' | b'p')
}

fn is_ascii_device_word(name: &[u8]) -> bool {
    let Some((begin, rest)) = name.split_first_chunk::<3>() else { return false };
    let after = |word: &[u8]| {
        let (begin, behind) = rest.split_at_checked(word.len())?;
        begin.eq_ignore_ascii_case(word).then_some(behind)
    };
    let rest = match &begin.map(|byte| byte.to_ascii_lowercase()) {
        b"con" => after(b"in$").or_else(|| after(b"out$")).unwrap_or(rest),
        b"prn" | b"aux" | b"nul" => rest,
        b"com" | b"lpt" => match rest {
            [digit, rest @ ..] if digit.is_ascii_digit() => rest,
            _ => return false,
        },
        b"clo" => match after(b"ck$") {
            Some(rest) => rest,
            None => return false,
        },
        _ => return false,
    };
    match rest.first() {
        Some(b' ') => matches!(rest.trim_ascii_start().first(), None | Some(b'.' | b':')),
        first => matches!(first, None | Some(b'.' | b':')),
    }
}

/// Names, in lower case, that a server or a desktop reads settings from wherever the file lies: Apache and `LiteSpeed`,
/// PHP, IIS and ASP, frameworks, browser plug-ins, Windows, Finder, package managers, git, shells.
///
/// Those with a dot in front matter under `keep_leading_dot` only. Apache on Windows is often told to read `htaccess`
/// without the dot, because Explorer could not make such a name.
#[rustfmt::skip]
const SERVER_FILES: [&str; 25] = [
    ".htaccess", ".htpasswd", ".htgroup", ".htdigest", "htaccess", "htpasswd",
    ".user.ini", "php.ini", "php5.ini",
    "web.config", "global.asax", "global.asa",
    ".env",
    "crossdomain.xml", "clientaccesspolicy.xml",
    "autorun.inf", "desktop.ini", "thumbs.db", "folder.htt",
    ".ds_store",
    ".npmrc", ".yarnrc", ".gitattributes", ".gitmodules", ".bashrc",
];

/// Extensions, in lower case, of files that a desktop acts on when it shows their folder, or at a click, whatever their
/// content looks like: shortcuts, searches, queries, libraries and themes, which fetch from a server that their text
/// names.
#[rustfmt::skip]
#[cfg(feature = "upload")]
const ACTING: [&str; 25] = [
    "lnk", "url", "website", "scf", "pif", "library-ms", "search-ms", "searchconnector-ms", "settingcontent-ms",
    "theme", "themepack", "deskthemepack", "mapimail", "desklink", "appref-ms",
    "iqy", "oqy", "dqy", "rqy", "slk", "rdp", "application", "terminal", "inetloc", "fileloc",
];

/// Whether a desktop acts on files of this extension; ASCII case does not matter.
#[cfg(feature = "upload")]
pub(crate) fn acts_in_a_folder(extension: &str) -> bool {
    ACTING.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

const LONGEST_SERVER_FILE: usize = 22;

/// One bit for each length that such a name has.
const SERVER_FILE_LENGTHS: u32 = {
    let mut lengths = 0;
    let mut at = 0;
    while at < SERVER_FILES.len() {
        lengths |= 1 << SERVER_FILES[at].len(); // of 22 at most
        at += 1;
    }
    lengths
};

/// Whether a server or a desktop reads settings from a file of this name, in any case and any compatibility form.
pub(super) fn is_server_file(name: &str) -> bool {
    if name.is_ascii() {
        return is_ascii_server_file(name);
    }
    // Most begin with no letter of such a name; of ASCII, nothing becomes another one.
    let begins = |first: u8| first >= 0x80 || b".hpwgcadtf".contains(&first.to_ascii_lowercase());
    if !name.bytes().next().is_some_and(begins) || name.contains(is_common) {
        return false;
    }
    let mut folded = String::new();
    let seen = name.nfkc().filter(|c| c.is_ascii() || !chars::is_invisible(*c));
    for c in seen.flat_map(fold_char).take(LONGEST_SERVER_FILE + 1) {
        if !c.is_ascii() {
            break;
        }
        folded.push(c);
    }
    is_ascii_server_file(&folded)
}

/// [`is_server_file`] for ASCII.
#[inline]
pub(super) fn is_ascii_server_file(name: &str) -> bool {
    // The settings of one environment (`.env.local`) are read like those of all.
    let has_length = name.len() <= LONGEST_SERVER_FILE && SERVER_FILE_LENGTHS >> name.len() & 1 == 1;
    (has_length
        && SERVER_FILES.iter().any(|file| file.len() == name.len() && file.eq_ignore_ascii_case(name)))
        || name.get(..5).is_some_and(|start| start.eq_ignore_ascii_case(".env."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn server_files_begin_as_is_asked() {
        assert!(SERVER_FILES.iter().all(|file| b".hpwgcadtf".contains(&file.as_bytes()[0])));
        assert!(SERVER_FILES.iter().all(|file| file.len() <= LONGEST_SERVER_FILE));
    }

    #[test]
    fn devices_are_words() {
        for name in [
            "con",
            "CON.txt",
            "con .x",
            "conin$",
            "CONOUT$:x",
            "clock$.a",
            "com0",
            "LPT9 : x",
            "nul:",
            "aux ",
        ] {
            assert!(is_ascii_device(name.as_bytes()), "{name:?}");
        }
        for name in [
            "", "co", "cont", "con\t.x", "conin", "conin$x", "com", "comx", "com10", "clock", "con x",
            "lpt\u{1}",
        ] {
            assert!(!is_ascii_device(name.as_bytes()), "{name:?}");
        }
    }
}
