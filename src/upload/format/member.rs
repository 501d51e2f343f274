//! Names of the members of archives.

/// Whether a name leads out of the folder it is unpacked in, on any system. The formats' only separator is `/`; `\` is
/// read as one too, because Windows does.
pub(super) fn leaves_folder(name: &[u8]) -> bool {
    let is_drive = matches!(name, [letter, b':', ..] if letter.is_ascii_alphabetic());
    let climbs = name.split(|b| matches!(b, b'/' | b'\\')).any(|part| part.trim_ascii_end() == b"..");
    is_drive || climbs || matches!(name, [b'/' | b'\\', ..]) || name.contains(&0)
}
