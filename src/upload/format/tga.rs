//! TGA, whose dots follow a header without a mark.

use super::answer::{Proof, Seen, suppose};
use super::row::Mark::Written;
use super::row::{Ask, Format, Shape, types};
use crate::upload::file_type::FileType;
use crate::upload::read::le16;
use crate::upload::sniffed::Miss;
use crate::upload::walk::step::{Read, Walking};

types! {
    TGA "image/x-tga" Image ["tga" "icb" "vda" "vst"] ["image/x-targa" "image/tga" "image/x-icb"] { marks: &[Written], walk: Walking::head(|head, _| Read::size(le16(head, 12), le16(head, 14))) };
}

pub(super) const FORMAT: Format =
    Format { shapes: &[Shape { rank: 170, ask: Ask::Is(FileType::TGA, tga) }], ..Format::of(TYPES) };

/// TGA, which has no signature before version 2: the header must be plausible, and the file must end with the footer
/// of version 2, or exactly where the header says.
fn tga(s: &Seen<'_>) -> Proof {
    let &[id, has_map, kind, _, _, map_low, map_high, map_bits] = s.get(0, 8)? else { return Err(Miss::No) };
    let (width, height) = (u64::from(s.u16_le(12)?), u64::from(s.u16_le(14)?));
    let bits = s.byte(16)?;
    let mapped = matches!(kind, 1 | 9);
    let plausible = matches!(kind, 1..=3 | 9..=11)
        && has_map <= 1
        && (!mapped || (has_map == 1 && matches!(map_bits, 15 | 16 | 24 | 32)))
        && matches!(bits, 8 | 15 | 16 | 24 | 32)
        && width > 0
        && height > 0;
    if !plausible {
        return Err(Miss::No);
    }
    let entries = u64::from(u16::from_le_bytes([map_low, map_high]));
    let map = if has_map == 1 { entries * u64::from(map_bits).div_ceil(8) } else { 0 };
    let begins = 18 + u64::from(id) + map;
    let depth = u64::from(bits).div_ceil(8);
    let footer = s.len() > 44 && s.has_at(s.len() - 18, b"TRUEVISION-XFILE.\0");
    let exact = if kind < 9 {
        s.len() == begins + width * height * depth
    } else if s.is_whole() {
        packets_end(s.from(begins), depth, width * height)
    } else {
        // As far as it is seen: a megabyte of packets that fit.
        let seen = s.head().get(usize::try_from(begins).unwrap_or(usize::MAX)..).unwrap_or_default();
        packets_fit(seen, depth, width * height)
    };
    suppose(footer || exact)
}

/// True when packets of run lengths give `pixels` and then the data ends.
fn packets_end(data: &[u8], depth: u64, pixels: u64) -> bool {
    packets(data, depth, pixels) == Some(0)
}

/// True when packets of run lengths go on to where the data are cut, and do not give too many pixels.
fn packets_fit(data: &[u8], depth: u64, pixels: u64) -> bool {
    // The last packet may be cut.
    (0..=128 * 4).any(|cut| {
        data.get(..data.len().saturating_sub(cut)).and_then(|data| packets(data, depth, pixels)).is_some()
    })
}

/// How many pixels are left behind the packets; `None` where they do not fit.
fn packets(mut data: &[u8], depth: u64, mut pixels: u64) -> Option<u64> {
    let depth = usize::try_from(depth).unwrap_or(1);
    while let Some((packet, rest)) = data.split_first() {
        let count = usize::from(packet & 0x7F) + 1;
        let bytes = if packet & 0x80 == 0 { count * depth } else { depth };
        (data, pixels) = (rest.get(bytes..)?, pixels.checked_sub(count as u64)?);
    }
    Some(pixels)
}
