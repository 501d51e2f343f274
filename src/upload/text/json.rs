//! Whether a text is JSON (RFC 8259), and of which kind: one pass, no recursion, no memory.

use crate::upload::file_type::FileType;

/// Containers inside each other beyond this are not followed: such a text is not called JSON.
const DEPTH: usize = 1024;

/// A beginning of JSON that is cut is taken for JSON from this length on: bytes.
const CUT: usize = 256;

/// Which JSON a text is; it begins with `{` or `[`, white space aside.
pub(super) fn kind(text: &str, is_whole: bool) -> Option<FileType> {
    let mut reader = Reader { bytes: text.as_bytes(), at: 0, keys: Keys::default(), is_loose: false };
    match reader.value() {
        Ok(()) => {
            reader.space();
            if reader.at == text.len() {
                return Some(reader.keys.file_type());
            }
        }
        Err(Stop::Cut) if text.len() >= CUT => return Some(reader.keys.file_type()),
        Err(_) => return None,
    }
    // Something follows the first value: lines of values?
    lines(text, is_whole)
}

/// Whether a text that is called JSON may be some: also a single value, and with the comments, the commas too many and
/// the numbers that are none of which the writers of settings and of measurements are fond. Of a longer text, its
/// beginning.
pub(super) fn is_like(text: &str, is_whole: bool) -> bool {
    let mut reader = Reader { bytes: text.as_bytes(), at: 0, keys: Keys::default(), is_loose: true };
    loop {
        match reader.value() {
            Ok(()) => {}
            Err(Stop::Cut) => return !is_whole,
            Err(Stop::Wrong) => return false,
        }
        reader.space();
        // Values may follow each other: logs of them are called JSON too.
        if reader.at >= text.len() {
            return true;
        }
    }
}

/// One value on each line, of which there are two at least.
fn lines(text: &str, is_whole: bool) -> Option<FileType> {
    let mut count = 0;
    let mut rest = text.split('\n').peekable();
    while let Some(line) = rest.next() {
        let line = line.trim_matches(['\r', ' ', '\t']);
        if line.is_empty() {
            continue;
        }
        if !line.starts_with(['{', '[']) {
            return None;
        }
        let mut reader = Reader { bytes: line.as_bytes(), at: 0, keys: Keys::default(), is_loose: false };
        match reader.value() {
            Ok(()) if reader.at == line.len() => count += 1,
            // The last line of a beginning.
            Err(Stop::Cut) if rest.peek().is_none() && (!is_whole || text.len() >= CUT) => {}
            _ => return None,
        }
    }
    (count >= 2).then_some(FileType::JSONL)
}

enum Stop {
    /// The text ends inside a value.
    Cut,
    Wrong,
}

/// What the keys of the outermost object tell.
#[derive(Default)]
struct Keys {
    found: u32,
}

const TYPE_GEO: u32 = 1;
const TYPE_TOPOLOGY: u32 = 1 << 1;
const GEOMETRY: u32 = 1 << 2;
const CELLS: u32 = 1 << 3;
const NBFORMAT: u32 = 1 << 4;
const ASSET: u32 = 1 << 5;
const SCENES: u32 = 1 << 6;
const CONTEXT: u32 = 1 << 7;
const ARCS: u32 = 1 << 8;
const START_URL: u32 = 1 << 9;
const ICONS: u32 = 1 << 10;
const LOG: u32 = 1 << 11;
const CREATOR: u32 = 1 << 12;
const ENTRIES: u32 = 1 << 13;

impl Keys {
    /// A key of the object at `depth`, 1 for the outermost.
    fn note(&mut self, depth: usize, key: &[u8]) {
        self.found |= match (depth, key) {
            (1, b"features" | b"geometry" | b"coordinates" | b"geometries") => GEOMETRY,
            (1, b"cells") => CELLS,
            (1, b"nbformat") => NBFORMAT,
            (1, b"asset") => ASSET,
            (1, b"scenes" | b"meshes" | b"buffers" | b"nodes" | b"accessors") => SCENES,
            (1, b"@context") => CONTEXT,
            (1, b"arcs" | b"objects") => ARCS,
            (1, b"start_url" | b"display") => START_URL,
            (1, b"icons") => ICONS,
            (1, b"log") => LOG,
            (2, b"creator") => CREATOR,
            (2, b"entries") => ENTRIES,
            _ => 0,
        };
    }

    /// The value of `type` in the outermost object.
    fn note_type(&mut self, value: &[u8]) {
        self.found |= match value {
            b"FeatureCollection"
            | b"Feature"
            | b"Point"
            | b"MultiPoint"
            | b"LineString"
            | b"MultiLineString"
            | b"Polygon"
            | b"MultiPolygon"
            | b"GeometryCollection" => TYPE_GEO,
            b"Topology" => TYPE_TOPOLOGY,
            _ => 0,
        };
    }

    fn file_type(&self) -> FileType {
        let has = |all: u32| self.found & all == all;
        if has(TYPE_GEO | GEOMETRY) {
            FileType::GEOJSON
        } else if has(TYPE_TOPOLOGY | ARCS) {
            FileType::TOPOJSON
        } else if has(CELLS | NBFORMAT) {
            FileType::IPYNB
        } else if has(ASSET | SCENES) {
            FileType::GLTF
        } else if has(LOG | CREATOR | ENTRIES) {
            FileType::HAR
        } else if has(START_URL | ICONS) {
            FileType::WEB_MANIFEST
        } else if has(CONTEXT) {
            FileType::JSON_LD
        } else {
            FileType::JSON
        }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    keys: Keys,
    /// What is no JSON by the standard, and meant as some, passes too.
    is_loose: bool,
}

/// Whether each open container is an object.
struct Open {
    objects: [u64; DEPTH / 64],
    depth: usize,
}

impl Open {
    fn push(&mut self, is_object: bool) -> Result<(), Stop> {
        let word = self.objects.get_mut(self.depth / 64).ok_or(Stop::Wrong)?;
        let bit = 1 << (self.depth % 64);
        *word = if is_object { *word | bit } else { *word & !bit };
        self.depth += 1;
        Ok(())
    }

    fn in_object(&self) -> bool {
        let top = self.depth.wrapping_sub(1);
        self.objects.get(top / 64).is_some_and(|word| word >> (top % 64) & 1 == 1)
    }
}

impl Reader<'_> {
    fn peek(&self) -> Result<u8, Stop> {
        self.bytes.get(self.at).copied().ok_or(Stop::Cut)
    }

    fn space(&mut self) {
        loop {
            while matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
                self.at += 1;
            }
            if !self.is_loose || !self.comment() {
                return;
            }
        }
    }

    /// Passes a comment over.
    fn comment(&mut self) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = if rest.starts_with(b"//") {
            memchr::memchr(b'\n', rest).unwrap_or(rest.len())
        } else if rest.starts_with(b"/*") {
            memchr::memmem::find(rest, b"*/").map_or(rest.len(), |end| end + 2)
        } else {
            0
        };
        self.at += length;
        length > 0
    }

    /// A whole value: an object or an array.
    fn value(&mut self) -> Result<(), Stop> {
        let mut open = Open { objects: [0; DEPTH / 64], depth: 0 };
        loop {
            // Before a value.
            self.space();
            let is_type = open.depth == 1 && open.in_object() && self.last_key_is_type();
            match self.peek()? {
                b'{' => {
                    self.at += 1;
                    open.push(true)?;
                    self.space();
                    if self.peek()? != b'}' {
                        self.key(open.depth)?;
                        continue;
                    }
                }
                b'[' => {
                    self.at += 1;
                    open.push(false)?;
                    self.space();
                    if self.peek()? != b']' {
                        continue;
                    }
                }
                b'"' => {
                    let start = self.at + 1;
                    self.string()?;
                    if is_type {
                        let value = self.bytes.get(start..self.at - 1).unwrap_or_default();
                        self.keys.note_type(value);
                    }
                }
                b'-' | b'0'..=b'9' => self.number()?,
                b't' => self.word(b"true")?,
                b'f' => self.word(b"false")?,
                b'n' => self.word(b"null")?,
                b'N' if self.is_loose => self.word(b"NaN")?,
                b'I' if self.is_loose => self.word(b"Infinity")?,
                _ => return Err(Stop::Wrong),
            }
            if self.close(&mut open)? {
                return Ok(());
            }
        }
    }

    /// Behind a value: what closes, and what follows. True where it was the outermost one.
    fn close(&mut self, open: &mut Open) -> Result<bool, Stop> {
        while open.depth > 0 {
            self.space();
            let is_object = open.in_object();
            let closing = if is_object { b'}' } else { b']' };
            match self.peek()? {
                b',' => {
                    self.at += 1;
                    self.space();
                    if self.is_loose && self.peek()? == closing {
                        continue;
                    }
                    if is_object {
                        self.key(open.depth)?;
                    }
                    return Ok(false);
                }
                byte if byte == closing => {
                    self.at += 1;
                    open.depth -= 1;
                }
                _ => return Err(Stop::Wrong),
            }
        }
        Ok(true)
    }

    /// Whether `"type":` stands right before, white space aside.
    fn last_key_is_type(&self) -> bool {
        let before = self.bytes.get(..self.at).unwrap_or_default().trim_ascii_end();
        before.strip_suffix(b":").is_some_and(|before| before.trim_ascii_end().ends_with(b"\"type\""))
    }

    fn key(&mut self, depth: usize) -> Result<(), Stop> {
        if self.peek()? != b'"' {
            return Err(Stop::Wrong);
        }
        let start = self.at + 1;
        self.string()?;
        if depth <= 2 {
            let key = self.bytes.get(start..self.at - 1).unwrap_or_default();
            self.keys.note(depth, key);
        }
        self.space();
        if self.peek()? != b':' {
            return Err(Stop::Wrong);
        }
        self.at += 1;
        Ok(())
    }

    /// From the opening quote to behind the closing one.
    fn string(&mut self) -> Result<(), Stop> {
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => {
                    self.at += 1;
                    match self.peek()? {
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.at += 1,
                        b'u' => {
                            self.at += 1;
                            for _ in 0..4 {
                                if !self.peek()?.is_ascii_hexdigit() {
                                    return Err(Stop::Wrong);
                                }
                                self.at += 1;
                            }
                        }
                        _ => return Err(Stop::Wrong),
                    }
                }
                0..0x20 => return Err(Stop::Wrong),
                _ => self.at += 1,
            }
        }
    }

    fn digits(&mut self) -> Result<(), Stop> {
        if !self.peek()?.is_ascii_digit() {
            return Err(Stop::Wrong);
        }
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), Stop> {
        if self.peek()? == b'-' {
            self.at += 1;
        }
        if self.is_loose && self.peek()? == b'I' {
            return self.word(b"Infinity");
        }
        if self.peek()? == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.bytes.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.bytes.get(self.at), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    fn word(&mut self, word: &[u8]) -> Result<(), Stop> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if rest.starts_with(word) {
            self.at += word.len();
            Ok(())
        } else if word.starts_with(rest) {
            Err(Stop::Cut)
        } else {
            Err(Stop::Wrong)
        }
    }
}
