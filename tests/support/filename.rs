//! What must hold for `filename`, whatever the name. The tables here are written from the Unicode Character Database
//! and from Windows' documentation, not from `src`.

use std::path::{Component, Path};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use untaint::filename::{self, Disposition, FilenamePolicy};

/// Everything that holds for `filename`.
pub fn filename_holds(raw: &str) {
    for kind in KINDS.iter() {
        let clean = |raw: &str| filename::clean(raw, &kind.policy).as_str().to_owned();
        clean_is_safe(raw, kind, clean);
        clean_is_stable(raw, clean);
        stem_is_never_empty(raw, clean);
        check_agrees(raw, kind, |raw| filename::check(raw, &kind.policy).is_ok());
        suffix_is_safe(raw, kind, |raw, suffix| {
            filename::clean(raw, &kind.policy).with_suffix(suffix).as_str().to_owned()
        });
    }
    segments_are_kept(raw, |raw| filename::clean(raw, &TITLES.policy).as_str().to_owned());
    extensions_are_seen(raw, filename::extensions);
    spelling_shows_no_extension(raw, |raw| filename::clean(raw, &KINDS[7].policy).as_str().to_owned());
    cut_shows_no_extension(raw, |raw, policy| filename::clean(raw, policy).as_str().to_owned());
    key_is_stable(raw, |name| filename::collision_key(name).into_owned());
    join_stays(raw, |relative| filename::safe_join(BASE, relative).ok());
    disposition_is_read_back(raw, |raw| {
        filename::content_disposition(Disposition::Attachment, raw).into_string()
    });
}

/// A policy, and what its names must keep besides.
pub struct Kind {
    pub policy: FilenamePolicy,
    pub max: usize,
    pub ascii: bool,
    pub leading_dot: bool,
    pub forbidden: &'static [&'static str],
    pub allowed: &'static [&'static str],
}

/// Policies that differ in each switch.
pub static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let kind = |max: usize,
                ascii,
                leading_dot,
                forbidden: &'static [&'static str],
                allowed: &'static [&'static str]| {
        let mut builder = FilenamePolicy::builder()
            .max_bytes(max)
            .ascii(ascii)
            .keep_leading_dot(leading_dot)
            .forbid_extensions_anywhere(forbidden);
        if !allowed.is_empty() {
            builder = builder.allow_extensions(allowed);
        }
        Kind { policy: builder.build().expect("policy"), max, ascii, leading_dot, forbidden, allowed }
    };
    vec![
        kind(255, false, false, &[], &[]),
        kind(8, false, false, &[], &[]),
        kind(9, true, true, &[], &[]),
        kind(11, false, true, &["php", "exe"], &[]),
        kind(13, false, false, &[], &["png", "pdf", "gz"]),
        kind(16, true, false, &["php", "2"], &["png", "txt"]),
        kind(40, false, true, &["php", "ini"], &["jpg", "config", "htaccess"]),
        kind(255, true, true, &[], &[]),
    ]
});

/// The default policy, for titles.
pub static TITLES: LazyLock<Kind> = LazyLock::new(|| {
    let policy = FilenamePolicy::builder().keep_segments(true).build().expect("policy");
    Kind { policy, max: 255, ascii: false, leading_dot: false, forbidden: &[], allowed: &[] }
});

const BASE: &str = "/srv/files";

/// The properties of `props.json` that a name has, of those a name must never have.
pub fn faults(name: &str) -> Vec<&'static str> {
    let fold = |name: &str| name.nfkc().flat_map(char::to_lowercase).collect::<String>();
    let device = |name: &str| {
        let word = name.split(['.', ':']).next().unwrap_or_default().trim().to_uppercase();
        DEVICES.contains(&word.as_str())
    };
    let nfkc: String = name.nfkc().collect();
    let bytes = name.as_bytes();
    let checks = [
        ("path_sep", name.contains(['/', '\\'])),
        ("dotdot_only", nfkc.chars().all(|c| c == '.' || c.is_whitespace())),
        ("drive", bytes.first().is_some_and(u8::is_ascii_alphabetic) && bytes.get(1) == Some(&b':')),
        (
            "control",
            name.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') || is_nonchar(c)),
        ),
        ("win_reserved", device(name) || device(&nfkc)),
        ("trailing_dot_space", name.ends_with(|c: char| c == '.' || c.is_whitespace())),
        ("leading_space", name.starts_with(char::is_whitespace)),
        ("colon", name.contains(':')),
        ("win_illegal", name.contains(['<', '>', ':', '"', '|', '?', '*', '/', '\\'])),
        ("leading_dash", name.starts_with('-')),
        ("leading_dot", name.starts_with('.')),
        (
            "server_control",
            [name, &fold(name), &name.to_uppercase().to_lowercase()]
                .into_iter()
                .any(|name| SERVER_FILES.contains(&name.to_lowercase().as_str())),
        ),
        ("bidi", name.contains(is_bidi)),
        ("invisible", has_invisible(name)),
        ("not_nfc", name.nfc().collect::<String>() != name),
        ("too_long", name.len() > 255),
        ("empty", name.is_empty()),
        ("crlf", name.contains(['\r', '\n'])),
        ("slash_alike", nfkc.contains(['/', '\\']) || name.contains(['\u{2044}', '\u{2215}', '\u{29F8}'])),
    ];
    checks.into_iter().filter(|(_, has)| *has).map(|(property, _)| property).collect()
}

const DEVICES: [&str; 33] = [
    "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$", "COM0", "COM1", "COM2", "COM3", "COM4",
    "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³", "LPT0", "LPT1", "LPT2", "LPT3", "LPT4",
    "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
];

const SERVER_FILES: [&str; 10] = [
    ".htaccess",
    ".htpasswd",
    ".user.ini",
    "web.config",
    ".env",
    "php.ini",
    "global.asax",
    "autorun.inf",
    "desktop.ini",
    "crossdomain.xml",
];

fn is_nonchar(c: char) -> bool {
    let code = u32::from(c);
    (0xFDD0..=0xFDEF).contains(&code) || code % 0x10000 >= 0xFFFE
}

fn is_bidi(c: char) -> bool {
    matches!(u32::from(c), 0x202A..=0x202E | 0x2066..=0x2069 | 0x200E | 0x200F | 0x061C)
}

/// General category `Cf`, and what `props.json` adds.
fn is_invisible(c: char) -> bool {
    matches!(
        u32::from(c),
        0xAD | 0x600..=0x605 | 0x61C | 0x6DD | 0x70F | 0x890..=0x891 | 0x8E2 | 0x180E | 0x200B..=0x200F
            | 0x202A..=0x202E | 0x2060..=0x2064 | 0x2066..=0x206F | 0xFEFF | 0xFFF9..=0xFFFB | 0x110BD | 0x110CD
            | 0x13430..=0x1343F | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0001 | 0xE0020..=0xE007F
    ) || matches!(
        u32::from(c),
        0x34F | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F | 0x2800 | 0x3164 | 0xFFA0 | 0xE0000..=0xE007F
    )
}

/// Whether something invisible is there, but for joiners beside an emoji or a letter of a script that joins, breaks
/// and forms of letters in scripts that have them, and flags of the standard.
fn has_invisible(name: &str) -> bool {
    let tags = |region: &str| {
        let tags = region.bytes().filter_map(|letter| char::from_u32(0xE_0000 + u32::from(letter)));
        ['\u{1F3F4}'].into_iter().chain(tags).chain(['\u{E007F}']).collect::<String>()
    };
    let name =
        ["gbeng", "gbsct", "gbwls"].iter().fold(name.to_owned(), |name, flag| name.replace(&tags(flag), "-"));
    let chars: Vec<char> = name.chars().collect();
    let is_within = |at: usize, is: fn(char) -> bool| {
        at > 0 && is(chars[at - 1]) && chars.get(at + 1).is_none_or(|next| is(*next) || *next == '.')
    };
    chars.iter().enumerate().any(|(at, c)| {
        // A letter may have marks.
        let mut near = chars[at.saturating_sub(6)..].iter().take(at.min(6) + 2);
        let is_joiner = matches!(c, '\u{200C}' | '\u{200D}') && near.any(|c| may_join(*c));
        let is_of_its_script = match c {
            '\u{200B}' => is_within(
                at,
                |c| matches!(c, '\u{E00}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{1950}'..='\u{1B7F}'),
            ),
            '\u{180B}'..='\u{180F}' => is_within(at, |c| matches!(c, '\u{1800}'..='\u{18AF}')),
            '\u{13430}'..='\u{1343F}' => is_within(at, |c| matches!(c, '\u{13000}'..='\u{143FF}')),
            _ => false,
        };
        is_invisible(*c) && !is_joiner && !is_of_its_script
    })
}

/// Hebrew to Lao (all the Indic blocks between), Tibetan to Mongolian, Arabic forms, Indic supplements, symbols and
/// pictures.
fn may_join(c: char) -> bool {
    matches!(
        u32::from(c),
        0x590..=0xEFF | 0xF00..=0x109F | 0x1700..=0x18AF | 0x1900..=0x1CFF | 0x2190..=0x2BFF | 0x2D30..=0x2D7F | 0x3030..=0x303D
            | 0xA800..=0xABFF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFC | 0x10A00..=0x11FFF | 0x1E900..=0x1E95F | 0x1F000..=0x1FAFF
    )
}

/// A cleaned name has none of the properties that hurt, under any policy.
pub fn clean_is_safe(raw: &str, kind: &Kind, clean: impl Fn(&str) -> String) {
    let name = clean(raw);
    is_safe(&name, kind);
    if !kind.allowed.is_empty() {
        let last = name.rfind('.').filter(|dot| *dot > 0).map(|dot| name[dot + 1..].to_lowercase());
        assert!(
            last.is_none_or(|last| kind.allowed.contains(&last.as_str())),
            "the extension is allowed: {name:?}"
        );
    }
}

fn is_safe(name: &str, kind: &Kind) {
    let mut faults = faults(name);
    faults.retain(|fault| *fault != "leading_dot" || !kind.leading_dot);
    assert!(faults.is_empty(), "{name:?} {faults:?}");
    assert!(name.len() <= kind.max, "{name:?} is too long");
    assert!(!kind.ascii || name.is_ascii(), "{name:?} is not ASCII");
    let mut parts = name.split('.').skip(1).map(str::to_lowercase);
    assert!(!parts.any(|part| kind.forbidden.contains(&part.as_str())), "{name:?} has a forbidden extension");
}

/// Cleaning a cleaned name changes nothing.
pub fn clean_is_stable(raw: &str, clean: impl Fn(&str) -> String) {
    let once = clean(raw);
    assert_eq!(clean(&once), once, "a cleaned name is a fixed point");
}

/// An extension never becomes the name because its stem is gone: the fallback's stands before the dot.
pub fn stem_is_never_empty(raw: &str, clean: impl Fn(&str) -> String) {
    // Short enough for every policy beside the fallback's stem.
    let extension: String = raw.chars().filter(char::is_ascii_alphanumeric).take(3).collect();
    for gone in ["-", " ", "\u{200B}", "\u{202E}", "-\0."] {
        let name = clean(&format!("{gone}.{extension}"));
        assert!(name.starts_with("file"), "{name:?} has no stem");
    }
}

/// A title is cleaned like the name with `_` for each separator: nothing of it is lost for being a path.
pub fn segments_are_kept(raw: &str, clean: impl Fn(&str) -> String) {
    clean_is_safe(raw, &TITLES, &clean);
    clean_is_stable(raw, &clean);
    check_agrees(raw, &TITLES, |raw| filename::check(raw, &TITLES.policy).is_ok());
    let written = raw.replace(['/', '\\'], "_");
    assert_eq!(clean(raw), filename::secure_filename(&written).as_str(), "{raw:?} keeps its segments");
}

/// `check` lets through what is clean already, and where a list demands an extension, only with one.
pub fn check_agrees(raw: &str, kind: &Kind, is_allowed: impl Fn(&str) -> bool) {
    let name = filename::clean(raw, &kind.policy);
    let has_extension = kind.allowed.is_empty() || name.extension().is_some();
    assert_eq!(is_allowed(raw), name == raw && has_extension, "check refuses what clean changes");
    assert!(is_allowed(name.as_str()) || !has_extension, "a cleaned name passes");
}

/// A suffix leaves a name as safe as it was, and leaves its extension; the names differ.
pub fn suffix_is_safe(raw: &str, kind: &Kind, with_suffix: impl Fn(&str, &str) -> String) {
    let name = filename::clean(raw, &kind.policy);
    for suffix in ["a1b", "/../\u{202E}\0", "0123456789012345678901234567890123456789"] {
        let other = with_suffix(raw, suffix);
        is_safe(&other, kind);
        assert_eq!(filename::clean(&other, &kind.policy), *other, "a name with a suffix is a fixed point");
        // A cut can leave a name that ended with the same suffix as it was.
        let ended_so = name.stem().rsplit_once('-').is_some_and(|(_, end)| suffix.starts_with(end));
        assert_eq!(
            name == *other,
            suffix.starts_with('/') || (name == *other && ended_so),
            "{name:?} {other:?}"
        );
        let extension =
            name.extension().filter(|extension| extension.len() + 6 <= kind.max && suffix.len() == 3);
        if let Some(extension) = extension {
            let kept = other.rsplit_once('.').map(|(_, kept)| kept);
            assert!(
                kept == Some(extension) || extension.len() > 32,
                "{name:?} {other:?} keeps its extension"
            );
        }
    }
}

/// Each dotted part of the cleaned name that could be an extension is reported for the raw one.
pub fn extensions_are_seen(raw: &str, extensions: impl Fn(&str) -> Vec<String>) {
    let reported = extensions(raw);
    assert!(
        reported.iter().all(|extension| !extension.is_empty() && !extension.ends_with([' ', '.'])),
        "{reported:?}"
    );
    let name = filename::secure_filename(raw);
    if raw.len() <= 255 && name.as_str() != "file" {
        for part in name.as_str().split('.').skip(1) {
            if part.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !part.is_empty() {
                assert!(
                    reported.contains(&part.to_ascii_lowercase()),
                    "{part:?} of {name:?} in {reported:?}"
                );
            }
        }
    }
}

/// In ASCII, letters of another script never make an extension that is not seen in the raw name.
pub fn spelling_shows_no_extension(raw: &str, clean: impl Fn(&str) -> String) {
    let is_known = |c: char| c.is_ascii() || matches!(c, '\u{370}'..='\u{1CFF}' | '\u{3041}'..='\u{9FFF}');
    // A mark alone is no letter that is spelled: it goes, as from a Latin letter.
    let is_mark = |c: char| c.nfd().all(unicode_normalization::char::is_combining_mark);
    let raw: String = raw.chars().filter(|c| is_known(*c) && !is_mark(*c)).take(60).collect();
    let raw = format!("{raw}.\u{57A}\u{570}\u{57A}.jpg\u{570}.\u{57A}h\u{57A}");
    let (name, seen) = (clean(&raw), filename::extensions(&raw));
    // Behind the dot of a hidden name stands its stem.
    let hidden = usize::from(name.starts_with('.'));
    for part in
        name.split('.').skip(1 + hidden).filter(|part| part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    {
        assert!(
            part.is_empty() || seen.contains(&part.to_ascii_lowercase()),
            "{part:?} of {name:?} in {seen:?}"
        );
    }
}

/// However short the name must be, it has no extension that the raw one had not, and the last stays the last.
pub fn cut_shows_no_extension(raw: &str, clean: impl Fn(&str, &FilenamePolicy) -> String) {
    let whole = filename::secure_filename(raw);
    let parts: Vec<&str> = whole.as_str().split('.').skip(1).collect();
    for max in [8, 10, 15] {
        let policy = FilenamePolicy::builder().max_bytes(max).build().expect("policy");
        let cut = clean(whole.as_str(), &policy);
        if cut == "file" {
            continue; // of nothing but characters that NFKC makes dots of
        }
        let mut kept: Vec<&str> = cut.split('.').skip(1).collect();
        assert!(kept.iter().all(|part| parts.contains(part)), "{cut:?} has a part that {whole:?} has not");
        let (last, kept) = (parts.last().filter(|last| last.len() + 2 <= max), kept.pop());
        assert!(kept == last.copied() || (kept.is_none() && last.is_none()), "{cut:?} ends unlike {whole:?}");
    }
}

/// One key for every spelling that some file system stores as one.
pub fn key_is_stable(raw: &str, key: impl Fn(&str) -> String) {
    let name = filename::secure_filename(raw);
    let name = name.as_str();
    let one = key(name);
    assert_eq!(key(&one), one, "a key is its own key");
    for other in [
        name.nfd().collect::<String>(),
        name.to_lowercase(),
        // Of normal form D: the iota below a letter becomes a letter, and other marks stand before it (D145).
        name.nfd().collect::<String>().to_uppercase(),
        format!("{name}. ."),
        format!("{name}::$DATA"),
        format!("{name}\u{200B}"),
    ] {
        assert_eq!(key(&other), one, "{other:?} and {name:?}");
    }
    let longer = format!("{name}x");
    assert_ne!(key(&longer), one, "{longer:?} and {name:?} are two");
}

/// A joined path is the base and the segments that were given.
pub fn join_stays(raw: &str, join: impl Fn(&str) -> Option<std::path::PathBuf>) {
    let Some(path) = join(raw) else { return };
    let below = path.strip_prefix(BASE).expect("below the base");
    assert!(below.components().all(|part| matches!(part, Component::Normal(_))), "{}", path.display());
    assert_eq!(below, Path::new(raw));
    assert_eq!(below.components().count(), raw.split('/').count());
    for segment in raw.split('/') {
        let mut faults = faults(segment);
        faults.retain(|fault| {
            !matches!(
                *fault,
                "leading_dot" | "leading_dash" | "leading_space" | "server_control" | "not_nfc" | "too_long"
                    // A flag's tags, and dots that only look like some.
                    | "invisible" | "dotdot_only" | "slash_alike"
            )
        });
        assert!(faults.is_empty(), "{segment:?} {faults:?}");
    }
}

/// A header that a strict reader of RFC 6266 reads back as the cleaned name.
pub fn disposition_is_read_back(raw: &str, header: impl Fn(&str) -> String) {
    let header = header(raw);
    assert!(header.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{header:?} is printable ASCII");
    let (kind, parameters) = read_disposition(&header).unwrap_or_else(|| panic!("{header:?} cannot be read"));
    assert_eq!(kind, "attachment");
    let value =
        |name: &str| parameters.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str());
    let plain = value("filename").expect("a fallback");
    assert!(!plain.is_empty() && !plain.contains(['%', ';', '\\', '"', '/']), "{header:?}");
    assert_eq!(value("filename*").unwrap_or(plain), filename::secure_filename(raw).as_str());
    assert!(parameters.len() <= 2);
}

/// RFC 6266 section 4.1, with `value-chars` of RFC 8187; nothing that deviates is read.
fn read_disposition(header: &str) -> Option<(String, Vec<(String, String)>)> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let end = header.bytes().position(|byte| !is_token(byte)).unwrap_or(header.len());
    let (kind, mut rest) = header.split_at(end);
    let mut parameters = Vec::new();
    while !rest.is_empty() {
        rest = rest.strip_prefix("; ")?;
        let (name, value) = rest.split_once('=')?;
        if name.is_empty() || !name.bytes().all(is_token) {
            return None;
        }
        let value = if name.ends_with('*') {
            let encoded = value.strip_prefix("UTF-8''")?;
            let end = encoded.find(';').unwrap_or(encoded.len());
            rest = &encoded[end..];
            let mut bytes = Vec::new();
            let mut encoded = encoded[..end].bytes();
            while let Some(byte) = encoded.next() {
                match byte {
                    b'%' => {
                        let hex = [encoded.next()?, encoded.next()?];
                        bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).ok()?, 16).ok()?);
                    }
                    byte if is_token(byte) && !b"*'%".contains(&byte) => bytes.push(byte),
                    _ => return None,
                }
            }
            String::from_utf8(bytes).ok()?
        } else {
            let quoted = value.strip_prefix('"')?;
            let mut text = String::new();
            let mut chars = quoted.char_indices();
            loop {
                match chars.next()? {
                    (at, '"') => {
                        rest = &quoted[at + 1..];
                        break text;
                    }
                    (_, '\\') => text.push(chars.next()?.1),
                    (_, c) => text.push(c),
                }
            }
        };
        parameters.push((name.to_owned(), value));
    }
    Some((kind.to_owned(), parameters))
}
