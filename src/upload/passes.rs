//! The passes over every byte of a file, chosen by its beginning.

use super::file_type::FileType;
use super::finding::{FindingKind, Findings};
use super::scan::Needles;
use super::sniff::detect;
use super::sniffed::{Family, Sniffed};
use super::source::{End, Scan, Source};
use super::text::TextScan;
use super::walk::Walker;

/// How much of the beginning decides which passes run: bytes. Nearly all formats show themselves before that; for the
/// others there is [`Passes::finish`].
pub(super) const FIRST_LOOK: usize = 4096;

/// The type of the beginning, as streaming sees it too.
pub(super) fn first_look(bytes: &[u8]) -> Sniffed {
    let head = bytes.get(..FIRST_LOOK).unwrap_or(bytes);
    detect(&Source::whole(head))
}

/// What a pass is for; their findings come in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Pass {
    /// Things that may stand anywhere.
    Needles,
    /// The format's own lengths.
    Walk,
    /// What files of this type alone have.
    Own(FileType),
    Text,
}

/// What must see every byte.
#[derive(Default)]
pub(super) struct Passes {
    list: Vec<(Pass, Box<dyn Scan>)>,
}

impl Passes {
    pub(super) fn new(first: Sniffed) -> Self {
        let mut passes = match first {
            Sniffed::Known(known) => return Self::of(known),
            // Told by what stands further back; it is followed from its first byte all the same.
            Sniffed::Family(Family::Tiff) => return Self::of(FileType::TIFF),
            Sniffed::Family(Family::IsoMedia) => return Self::of(FileType::MOV),
            _ => Self::default(),
        };
        // The one stops at the first byte that no text holds, so it costs other files nothing; the other is for
        // pictures that are told by their length, as far as the file is none of many types.
        passes.list.push((Pass::Text, Box::<TextScan>::default()));
        if matches!(first, Sniffed::Unknown | Sniffed::Named(_)) {
            passes.list.push((Pass::Needles, Box::<Needles>::default()));
        }
        passes
    }

    /// The passes for files of this type.
    fn of(file_type: FileType) -> Self {
        let mut list: Vec<(Pass, Box<dyn Scan>)> = Vec::new();
        if Needles::suit(file_type) {
            list.push((Pass::Needles, Box::<Needles>::default()));
        }
        if let Some(walking) = file_type.walk() {
            list.push((Pass::Walk, Box::new(Walker::new(walking))));
        }
        if let Some(own) = file_type.scan() {
            list.push((Pass::Own(file_type), own));
        }
        if file_type.class().is_text() {
            list.push((Pass::Text, Box::<TextScan>::default()));
        }
        Self { list }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        for (_, scan) in &mut self.list {
            scan.push(bytes);
        }
    }

    /// What was found; also by the passes for a type that the first look did not see, such as one that is told by its
    /// end. A file that is seen whole is passed over now; of a larger one it is too late, and that is a finding.
    pub(super) fn finish(mut self, end: &End<'_>, findings: &mut Findings) {
        let mut late = Self::of(end.file_type);
        late.list.retain(|(pass, _)| self.list.iter().all(|known| known.0 != *pass));
        if end.source.is_whole() {
            late.push(end.source.head());
        } else if late.list.iter().any(|(_, scan)| !scan.sees_ends_alone()) {
            findings.whole(FindingKind::Unread);
        }
        self.list.append(&mut late.list);
        self.list.sort_by_key(|(pass, _)| *pass);
        for (_, scan) in self.list {
            scan.finish(end, findings);
        }
    }
}
