//! The list of formats, and what is made of it when the crate is compiled: the table of types, the signatures by their
//! first byte, the shapes by their rank.

use super::answer::{BROKEN, CUT, NO, Seen, at_most, is};
use super::names::COUNT;
use super::row::{BEFORE_TEXT, Format, Guess, Mark, Row, Shape, Signature};
use super::{
    archive, bitmap, boxes, code, compressed, data, disk, document, drawing, executable, film, flac, font,
    gif, jpeg, key, markup, matroska, model, mpeg_audio, netpbm, office, ogg, ole, package, pdf, picture,
    png, psd, riff, signatures, sound, tar, text, tga, tiff, tracker,
};
use crate::upload::file_type::{Class, FileType};
use crate::upload::sniffed::{Check, Miss, Sniffed};
use crate::upload::source::Source;

/// Every format: a new one is a file of this folder and a line here, and its types are names in `names`.
const FORMATS: &[Format] = &[
    png::FORMAT,
    jpeg::FORMAT,
    gif::FORMAT,
    riff::FORMAT,
    bitmap::FORMAT,
    tiff::FORMAT,
    boxes::FORMAT,
    psd::FORMAT,
    netpbm::FORMAT,
    tga::FORMAT,
    picture::FORMAT,
    drawing::FORMAT,
    mpeg_audio::FORMAT,
    flac::FORMAT,
    ogg::FORMAT,
    matroska::FORMAT,
    sound::FORMAT,
    tracker::FORMAT,
    film::FORMAT,
    pdf::FORMAT,
    document::FORMAT,
    ole::FORMAT,
    office::FORMAT,
    package::FORMAT,
    compressed::FORMAT,
    archive::FORMAT,
    tar::FORMAT,
    disk::FORMAT,
    font::FORMAT,
    executable::FORMAT,
    data::FORMAT,
    model::FORMAT,
    key::FORMAT,
    text::FORMAT,
    code::FORMAT,
    markup::FORMAT,
    signatures::FORMAT,
];

/// What is known of each type, by its number.
pub(super) static TABLE: [Row; COUNT] = {
    let mut table = [Row::new("", Class::Data); COUNT];
    let mut format = 0;
    while format < FORMATS.len() {
        let types = FORMATS[format].types;
        let mut i = 0;
        while i < types.len() {
            let at = types[i].0.index();
            assert!(table[at].mime.is_empty(), "a type has two rows");
            table[at] = types[i].1;
            i += 1;
        }
        format += 1;
    }
    let mut i = 0;
    while i < COUNT {
        assert!(!table[i].mime.is_empty(), "a name has no row");
        i += 1;
    }
    table
};

/// The items of all formats, one format's after the other's.
macro_rules! gather {
    ($field:ident: $item:ty) => {{
        const LEN: usize = {
            let (mut len, mut format) = (0, 0);
            while format < FORMATS.len() {
                len += FORMATS[format].$field.len();
                format += 1;
            }
            len
        };
        const FIRST: $item = {
            let mut format = 0;
            while FORMATS[format].$field.is_empty() {
                format += 1;
            }
            FORMATS[format].$field[0]
        };
        let mut all: [$item; LEN] = [FIRST; LEN];
        let (mut at, mut format) = (0, 0);
        while format < FORMATS.len() {
            let mut i = 0;
            while i < FORMATS[format].$field.len() {
                all[at] = FORMATS[format].$field[i];
                (at, i) = (at + 1, i + 1);
            }
            format += 1;
        }
        all
    }};
}

/// Puts items into the order of their keys, by insertion; no two may be of one place.
macro_rules! sort {
    ($items:ident by $precedes:ident) => {
        let mut i = 1;
        while i < $items.len() {
            let mut at = i;
            while at > 0 && $precedes(&$items[at], &$items[at - 1]) {
                ($items[at], $items[at - 1]) = ($items[at - 1], $items[at]);
                at -= 1;
            }
            assert!(at == 0 || $precedes(&$items[at - 1], &$items[at]), "nothing tells two items' order");
            i += 1;
        }
    };
}

/// By the first byte; of those that begin alike the longer one is asked first, and the next where it says no.
const fn precedes(a: &Signature, b: &Signature) -> bool {
    if a.bytes[0] != b.bytes[0] {
        return a.bytes[0] < b.bytes[0];
    }
    if a.bytes.len() != b.bytes.len() {
        return a.bytes.len() > b.bytes.len();
    }
    // Of one length, at most one of them fits a file: any order will do, as long as they differ.
    let mut i = 1;
    while i < a.bytes.len() {
        if a.bytes[i] != b.bytes[i] {
            return a.bytes[i] < b.bytes[i];
        }
        i += 1;
    }
    false
}

const fn ranks(a: &Shape, b: &Shape) -> bool {
    a.rank < b.rank
}

static SIGNATURES: &[Signature] = &{
    let mut all = gather!(signatures: Signature);
    sort!(all by precedes);
    all
};

/// Where the signatures begin that have each first byte, and behind the last where they end.
static STARTS: [usize; 257] = {
    let mut starts = [0; 257];
    let mut row = 0;
    let mut first = 0;
    while first <= 256 {
        while row < SIGNATURES.len() && (SIGNATURES[row].bytes[0] as usize) < first {
            row += 1;
        }
        starts[first] = row;
        first += 1;
    }
    starts
};

const SHAPES: &[Shape] = &{
    let mut all = gather!(shapes: Shape);
    sort!(all by ranks);
    all
};

/// How many of them are asked before text.
const EARLY: usize = {
    let mut early = 0;
    while early < SHAPES.len() && SHAPES[early].rank == BEFORE_TEXT {
        early += 1;
    }
    early
};

static GUESSES: &[Guess] = &gather!(guesses: Guess);

impl FileType {
    pub(super) fn row(self) -> &'static Row {
        // Only `types!` makes values, each the number of a row.
        &TABLE[self.index()]
    }

    /// Whether this holds for the type, or for a more general one that each such file is an instance of.
    pub(in crate::upload) fn is(self, mark: Mark) -> bool {
        let mut at = Some(self);
        // Parents stand at most three deep (tested), so this ends.
        while let Some(row) = at.map(Self::row) {
            if row.marks.contains(&mark) {
                return true;
            }
            at = row.parent;
        }
        false
    }
}

/// What a file begins as: by its signature, or as one that readers find behind other bytes.
pub(in crate::upload) fn by_beginning(source: &Source<'_>) -> Check {
    let seen = Seen { source };
    match by_signature(&seen) {
        Err(Miss::No) => by_rank(&seen, SHAPES.get(..EARLY)),
        answer => answer,
    }
}

fn by_signature(seen: &Seen<'_>) -> Check {
    let head = seen.head();
    let first = head.first().map_or(256, |first| usize::from(*first));
    let places = STARTS.get(first).zip(STARTS.get(first + 1));
    let rows = places.and_then(|(from, to)| SIGNATURES.get(*from..*to)).unwrap_or_default();
    // Most rows differ in the second byte already.
    let fits = |row: &&Signature| {
        row.bytes.get(1).is_none_or(|b| head.get(1) == Some(b)) && head.starts_with(row.bytes)
    };
    for row in rows.iter().filter(fits) {
        match row.ask.answer(seen) {
            Err(Miss::No) => {}
            answer if row.is_sure => return answer,
            Ok(Sniffed::Known(known)) => return settled(seen.source, known),
            Ok(Sniffed::Family(_)) if is_disguise(seen.source) => return BROKEN,
            answer => return answer,
        }
    }
    NO
}

/// The types that are told by their shape, of files that are no text.
pub(in crate::upload) fn by_shape(source: &Source<'_>) -> Check {
    let seen = Seen { source };
    let answer = match by_rank(&seen, SHAPES.get(EARLY..)) {
        Err(Miss::No) => guess(&seen),
        answer => answer,
    };
    match answer {
        Ok(Sniffed::Known(known)) => settled(source, known),
        // A shape that needs bytes the file has not is not that shape.
        Err(Miss::Cut) => NO,
        answer => answer,
    }
}

fn by_rank(seen: &Seen<'_>, shapes: Option<&[Shape]>) -> Check {
    for shape in shapes.unwrap_or_default() {
        match shape.ask.answer(seen) {
            Err(Miss::No | Miss::Cut) => {}
            answer => return answer,
        }
    }
    NO
}

/// The second opinion: what `infer` guesses, for types that our own signatures do not look for.
///
/// `infer` compares a file with some hundred signatures one after the other, about 2400 instructions, and some of them
/// are two bytes. So it is asked last, about files that are neither of our table nor text, and only where the signature
/// of a type that is taken from it is there. Its answer is a guess: it names the check that decides.
fn guess(seen: &Seen<'_>) -> Check {
    /// No signature of `infer` follows these first bytes; archives it searches deeper were recognised before.
    const WINDOW: usize = 4096;
    let start = at_most(seen, WINDOW);
    if !GUESSES.iter().any(|guess| (guess.begins)(start)) {
        return NO;
    }
    // All its signatures are asked, and an earlier one may win.
    let Some(guessed) = infer::get(start) else { return NO };
    let known = GUESSES.iter().find(|guess| guess.mime == guessed.mime_type());
    known.map_or(NO, |guess| guess.ask.answer(seen))
}

/// A type whose structure fits, once more in doubt: nothing may follow its first bytes but text, and there must
/// be more of it than any signature has.
fn settled(source: &Source<'_>, known: FileType) -> Check {
    /// No signature is longer, and no file of most types as short.
    const SHORT: u64 = 16;
    if source.len() < SHORT && !known.is(Mark::Small) {
        return CUT;
    }
    if !known.is(Mark::Written) && is_disguise(source) && !(known.row().plain)(source) {
        return BROKEN;
    }
    is(known)
}

/// True where visible ASCII follows on two dozen bytes and nothing else: a script or a page with a signature in front.
fn is_disguise(source: &Source<'_>) -> bool {
    /// The longest header that a disguise was seen to copy.
    const HEADER: usize = 24;
    /// As much as the shortest script.
    const PAYLOAD: usize = 12;
    let head = at_most(source, 512);
    let text = head.iter().rev().take_while(|b| matches!(b, 0x20..=0x7E | b'\t' | b'\r' | b'\n')).count();
    text >= PAYLOAD && head.len() - text <= HEADER
}

#[cfg(test)]
mod tests {
    use super::{SHAPES, Seen};
    use crate::upload::source::Source;
    use std::path::Path;

    /// Of files as programs write them, none has two shapes: the rank decides about what is made to have them.
    #[test]
    fn no_file_has_two_shapes() {
        let mut told = 0;
        for folder in ["files", "types", "honest"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/upload").join(folder);
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                let bytes = std::fs::read(&path).expect("a file");
                let source = Source::whole(&bytes);
                let seen = Seen { source: &source };
                let ranks: Vec<_> = SHAPES
                    .iter()
                    .filter(|shape| shape.ask.answer(&seen).is_ok())
                    .map(|shape| shape.rank)
                    .collect();
                assert!(ranks.len() <= 1, "{}: {ranks:?}", path.display());
                told += ranks.len();
            }
        }
        assert!(told > 10, "{told}");
    }
}
