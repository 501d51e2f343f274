//! `assert_single_path_component`: a name that is one file's, on Unix and on Windows.

use super::breach::{Breach, BreachKind, require};
use crate::chars::is_noncharacter;

/// Panics unless a name can follow `folder/` on Unix and `folder\` on Windows and mean one file in it.
///
/// ```
/// use untaint::testing::assert_single_path_component;
///
/// assert_single_path_component("São Paulo (2).kml");
/// ```
///
/// ```should_panic
/// # use untaint::testing::assert_single_path_component;
/// assert_single_path_component("report.txt:evil.exe"); // a second stream of the same file, on Windows
/// ```
///
/// Refused are: nothing, `.` and `..`; `/` and `\`; NUL and other controls, with U+0085, U+2028, U+2029 and
/// noncharacters; `< > : " | ? *`; a dot or a space of any kind at the end, and a name of only those; the devices of
/// Windows (`CON`, `nul.tar.gz`, `COM¹`, `ＣＯＮ`, `CONIN$`), by the part before the first dot; more than 255 bytes or
/// 255 UTF-16 units. These rules are written here a second time, and share nothing with `untaint::filename`.
///
/// # Does not guarantee
/// It does not know your files: `index.php`, `.htaccess` and `-rf` are single components. It does not see two names
/// that a file system stores as one (case, normal forms), letters that look like a slash, short names such as
/// `PROGRA~1`, or symbolic links.
///
/// # Panics
/// With the reason and the name, in Rust's escapes.
#[track_caller]
pub fn assert_single_path_component(name: &str) {
    require(check_single_path_component(name), name);
}

/// [`assert_single_path_component`] that returns the reason instead.
///
/// # Errors
/// [`BreachKind::Path`], [`BreachKind::Character`], [`BreachKind::Trailing`], [`BreachKind::Device`] or
/// [`BreachKind::Length`].
pub fn check_single_path_component(name: &str) -> Result<(), Breach> {
    if name.chars().all(|c| c == '.' || c.is_whitespace()) {
        return Err(Breach::new(BreachKind::Path, "empty, or the folder itself or the one above"));
    }
    for (at, c) in name.char_indices() {
        let kind = match c {
            '/' | '\\' => BreachKind::Path,
            ':' | '<' | '>' | '"' | '|' | '?' | '*' | '\u{2028}' | '\u{2029}' => BreachKind::Character,
            c if c.is_control() || is_noncharacter(c) => BreachKind::Character,
            _ => continue,
        };
        return Err(Breach::new(kind, format!("U+{:04X} at byte {at}", u32::from(c))));
    }
    if name.ends_with(|c: char| c == '.' || c.is_whitespace()) {
        return Err(Breach::new(BreachKind::Trailing, "a dot or a space at the end"));
    }
    let stem = name.split('.').next().unwrap_or(name).trim();
    let stem: String = stem.chars().map(plain).filter(|c| !super::breach::is_unseen(*c)).collect();
    if is_device(&stem) {
        return Err(Breach::new(BreachKind::Device, format!("{stem} is a device of Windows")));
    }
    if name.len() > 255 || name.encode_utf16().count() > 255 {
        return Err(Breach::new(BreachKind::Length, format!("{} bytes", name.len())));
    }
    Ok(())
}

/// Full-width ASCII and superscript digits as what Windows takes them for.
fn plain(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{B9}' => '1',
        '\u{B2}' => '2',
        '\u{B3}' => '3',
        c => c,
    }
    .to_ascii_uppercase()
}

fn is_device(stem: &str) -> bool {
    matches!(stem, "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" | "CLOCK$")
        || ["COM", "LPT"]
            .iter()
            .any(|port| stem.strip_prefix(port).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9'])))
}
