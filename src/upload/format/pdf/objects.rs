//! The objects inside an object stream, which most files written today keep nearly all of theirs in.

use super::dictionary::{Dictionary, Number};
use super::reader::Reader;
use super::syntax::{STREAM_END, is_space};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

/// Objects in one object stream; writers make them of 100 to 1000.
const OBJECTS_MAX: usize = 4096;

/// The objects inside an object stream.
pub(super) struct Objects {
    /// `None` where the stream is not packed.
    inflater: Option<Box<DecompressorOxide>>,
    window: Vec<u8>,
    window_at: usize,
    pub(super) reader: Reader,
    /// Bytes of the content so far.
    at: u64,
    first: u64,
    count: usize,
    number: Option<u32>,
    is_offset: bool,
    /// Where objects begin, behind `first`, and their numbers.
    offsets: Vec<(u32, u32)>,
    /// The number of the object whose place comes next.
    object: u32,
    next: usize,
    /// How much of what ends a packed stream was seen behind it.
    behind: usize,
    is_done: bool,
    is_opaque: bool,
}

impl Objects {
    pub(super) fn new() -> Self {
        Self {
            inflater: None,
            window: Vec::new(),
            window_at: 0,
            reader: Reader::new(),
            at: 0,
            first: 0,
            count: 0,
            number: None,
            is_offset: false,
            offsets: Vec::new(),
            object: 0,
            next: 0,
            behind: 0,
            is_done: true,
            is_opaque: false,
        }
    }

    /// Makes ready for the stream behind this dictionary; false where it cannot be looked into.
    pub(super) fn begin(&mut self, dictionary: &Dictionary) -> bool {
        let (Number::Is(count), Number::Is(first)) = (dictionary.count, dictionary.first) else {
            return false;
        };
        let is_known = !dictionary.is_external
            && !dictionary.has_predictor
            && (dictionary.filters == 0 || (dictionary.filters == 1 && dictionary.is_flate));
        let Some(count) = usize::try_from(count).ok().filter(|count| *count <= OBJECTS_MAX && is_known)
        else {
            return false;
        };
        if dictionary.filters == 0 {
            self.inflater = None;
        } else {
            match &mut self.inflater {
                Some(inflater) => inflater.init(),
                None => self.inflater = Some(Box::default()),
            }
            self.window.resize(miniz_oxide::inflate::core::TINFL_LZ_DICT_SIZE, 0);
        }
        self.window_at = 0;
        self.reader.restart();
        self.at = 0;
        self.first = u64::from(first);
        self.count = count;
        self.number = None;
        self.is_offset = false;
        self.offsets.clear();
        self.next = 0;
        self.behind = 0;
        self.is_done = false;
        self.is_opaque = false;
        true
    }

    /// The next bytes of the stream; `left` is what may still be unpacked of the file.
    pub(super) fn push(&mut self, mut bytes: &[u8], left: &mut u64) {
        if self.is_done {
            return self.pass(bytes);
        }
        let Some(mut inflater) = self.inflater.take() else {
            return bytes.iter().for_each(|b| self.content(*b, left));
        };
        let flags = inflate_flags::TINFL_FLAG_PARSE_ZLIB_HEADER
            | inflate_flags::TINFL_FLAG_HAS_MORE_INPUT
            | inflate_flags::TINFL_FLAG_IGNORE_ADLER32;
        let mut window = std::mem::take(&mut self.window);
        while !self.is_done {
            let (status, used, written) =
                decompress(&mut inflater, bytes, &mut window, self.window_at, flags);
            bytes = bytes.get(used..).unwrap_or_default();
            let output = window.get(self.window_at..self.window_at + written).unwrap_or_default();
            for b in output {
                self.content(*b, left);
            }
            self.window_at = (self.window_at + written) % window.len();
            match status {
                TINFLStatus::HasMoreOutput => {}
                TINFLStatus::NeedsMoreInput => break,
                TINFLStatus::Done => {
                    self.is_done = true;
                    self.pass(bytes);
                }
                _ => {
                    self.is_done = true;
                    self.is_opaque = true;
                }
            }
        }
        self.window = window;
        self.inflater = Some(inflater);
    }

    /// Bytes behind the packed ones: a second stream there is the one that others read.
    fn pass(&mut self, bytes: &[u8]) {
        for b in bytes {
            // The scan hands on the word with the data.
            if STREAM_END.get(self.behind) == Some(b) {
                self.behind += 1;
            } else if self.behind > 0 || !is_space(*b) {
                self.is_opaque = true;
            }
        }
    }

    /// The next byte of the content.
    fn content(&mut self, b: u8, left: &mut u64) {
        if self.is_done {
            return;
        }
        if *left == 0 {
            self.is_done = true;
            self.is_opaque = true;
            return;
        }
        *left -= 1;
        if self.at < self.first {
            self.header(b);
        } else {
            if self.at == self.first {
                self.end_number();
                self.is_opaque |= self.offsets.len() < self.count;
                self.offsets.sort_unstable();
            }
            let behind = self.at - self.first;
            while let Some(&(offset, object)) =
                self.offsets.get(self.next).filter(|(offset, _)| u64::from(*offset) <= behind)
            {
                // A reader begins here, so whatever seems open before is not.
                if u64::from(offset) == behind {
                    self.finish_object();
                    self.reader.begin(Some(object));
                }
                self.next += 1;
            }
            if self.reader.byte(b) {
                self.reader.pass_stream(b);
            }
        }
        self.at += 1;
    }

    /// Pairs of numbers: the object's and its place.
    fn header(&mut self, b: u8) {
        if b.is_ascii_digit() {
            let number = self.number.unwrap_or(0);
            self.number = Some(number.saturating_mul(10).saturating_add(u32::from(b - b'0')));
        } else {
            self.end_number();
            // A comment, whose digits are no numbers; `qpdf` writes some behind the last.
            self.is_opaque |= !is_space(b) && self.offsets.len() < self.count;
        }
    }

    fn end_number(&mut self) {
        if let Some(number) = self.number.take() {
            if !self.is_offset {
                self.object = number;
            } else if self.offsets.len() < self.count {
                self.offsets.push((number, self.object));
            }
            self.is_offset = !self.is_offset;
        }
    }

    /// A name at the very end has no byte behind it.
    fn finish_object(&mut self) {
        self.reader.byte(b' ');
    }

    /// The stream's end; false where not all of it could be read.
    pub(super) fn end(&mut self) -> bool {
        self.finish_object();
        let is_cut = self.inflater.is_some() && !self.is_done;
        self.is_done = true;
        !is_cut && !self.is_opaque && !self.reader.saw_irregular
    }
}
