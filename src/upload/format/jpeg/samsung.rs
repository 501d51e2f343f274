//! What Samsung's telephones write behind a picture: blocks of text and numbers (time zone, camera mode) and perhaps a
//! film, listed in a directory `SEFH` that ends with its length and `SEFT`.

use crate::upload::source::Source;

/// How much may stand there that is no film: bytes, so that no archive of size is among them.
const MOST: u64 = 1 << 16;

/// A block: where it begins, its length, and whether its beginning was seen to be the one that is listed.
struct Block {
    begins: u64,
    size: u64,
    agrees: Option<bool>,
}

/// Where the directory stands, and what it lists.
fn directory(source: &Source<'_>) -> Option<(u64, Vec<Block>)> {
    let len = source.len();
    if !source.has_at(len.checked_sub(4)?, b"SEFT") {
        return None;
    }
    let directory = len.checked_sub(8)?.checked_sub(source.u32_le(len - 8)?.into())?;
    if !source.has_at(directory, b"SEFH") {
        return None;
    }
    let count = u64::from(source.u32_le(directory + 8)?);
    if count > 256 || directory + 12 + count * 12 != len - 8 {
        return None;
    }
    let block = |i: u64| {
        let entry = directory + 12 + i * 12;
        let begins = directory.checked_sub(source.u32_le(entry + 4)?.into())?;
        let size = u64::from(source.u32_le(entry + 8)?);
        let agrees = source.get(begins, 4).map(|mark| source.get(entry, 4) == Some(mark));
        (begins + size <= directory).then_some(Block { begins, size, agrees })
    };
    Some((directory, (0..count).map(block).collect::<Option<_>>()?))
}

/// Whether the blocks fill the place between picture and directory and are small together.
pub(super) fn is_trailer(source: &Source<'_>, from: u64) -> bool {
    let Some((directory, blocks)) = directory(source) else { return false };
    let Some(room) = directory.checked_sub(from).filter(|_| source.len() - from <= MOST) else {
        return false;
    };
    let fits = |block: &Block| block.begins >= from.saturating_sub(2) && block.agrees == Some(true);
    // A block begins with two zeros, which count as padding of the picture.
    blocks.iter().all(fits) && blocks.iter().map(|block| block.size).sum::<u64>().abs_diff(room) <= 2
}

/// Whether the film at `film`, which ended at `ended`, is one of the blocks, and the others are small.
pub(super) fn lists(source: &Source<'_>, from: u64, film: u64, ended: Option<u64>) -> bool {
    let Some((directory, blocks)) = directory(source) else { return false };
    let Some(room) = directory.checked_sub(from) else { return false };
    let is_film = |block: &Block| {
        // Behind the mark, the length of a name and the name.
        (block.begins + 8..=block.begins + 8 + 64).contains(&film) && ended == Some(block.begins + block.size)
    };
    let fits = |block: &Block| block.begins >= from.saturating_sub(2) && block.agrees != Some(false);
    let others: u64 = blocks.iter().filter(|block| !is_film(block)).map(|block| block.size).sum();
    blocks.iter().any(is_film)
        && blocks.iter().all(fits)
        && others <= MOST
        && blocks.iter().map(|block| block.size).sum::<u64>().abs_diff(room) <= 2
}
