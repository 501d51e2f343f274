//! Names that mean something to a system: Windows devices, and files that servers and desktops read settings from.

use super::collision::fold_char;
use super::letters::is_common;
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
        is_common(c) || (c.is_ascii_graphic() && u8::try_from(c).is_ok_and(|byte| !begins_device(byte)))
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
    let is_end = |byte: &u8| matches!(byte, b'.' | b':' | b' ');
    let len = name.iter().take(LONGEST_DEVICE + 1).position(is_end).unwrap_or(name.len());
    let (Some(word), Some(rest)) = (name.get(..len), name.get(len..)) else { return false };
    let mut upper = [0_u8; LONGEST_DEVICE];
    let Some(upper) = upper.get_mut(..len) else { return false };
    upper.copy_from_slice(word);
    upper.make_ascii_uppercase();
    is_device_word(upper) && matches!(rest.trim_ascii_start().first(), None | Some(b'.' | b':'))
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

const LONGEST_SERVER_FILE: usize = 22;

/// Whether a server or a desktop reads settings from a file of this name, in any case and any compatibility form.
pub(super) fn is_server_file(name: &str) -> bool {
    if name.is_ascii() {
        return is_ascii_server_file(name);
    }
    if name.contains(is_common) {
        return false;
    }
    let mut folded = String::new();
    for c in name.nfkc().flat_map(fold_char).take(LONGEST_SERVER_FILE + 1) {
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
    SERVER_FILES.iter().any(|file| file.len() == name.len() && file.eq_ignore_ascii_case(name))
        || name.get(..5).is_some_and(|start| start.eq_ignore_ascii_case(".env."))
}
