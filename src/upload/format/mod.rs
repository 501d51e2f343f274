//! The formats, each in a file of its own.
//!
//! A new format is a file here, a line in `registry` and the names of its types in `names`. Its file says all that is
//! known of it: the rows of its types (names, class, how it is served, what it may be called), its signatures with the
//! checks of the structure behind them, how its bytes are followed to the end. What is missing does not compile.
//!
//! The first byte chooses a handful of signatures, so that a file meets few comparisons. One that fits is then asked
//! for its structure: the fields that must be zero, the sizes that must agree, the second marker. Only that makes a
//! type: two to four letters also begin a sentence.
//!
//! | file | subject |
//! |---|---|
//! | `row` | what a format says of itself |
//! | `answer` | what a check answers, and what checks ask |
//! | `names` | the names of the types, in order |
//! | `registry` | the list of formats, and who is asked about a file |
//! | `table` | what can be asked of a type |
//! | `signatures` | formats that are only named |
//! | the others | one format each, or a close family |

mod answer;
mod archive;
mod bitmap;
mod bomb;
mod boxes;
mod code;
mod compressed;
mod crc;
mod data;
mod disk;
mod document;
mod drawing;
mod executable;
mod film;
mod flac;
mod font;
mod gif;
mod jpeg;
mod key;
mod markup;
mod matroska;
mod member;
mod model;
mod mpeg_audio;
mod names;
mod netpbm;
mod office;
mod ogg;
pub(super) mod ole;
pub(super) mod package;
mod pdf;
mod picture;
mod png;
mod psd;
mod registry;
mod riff;
mod row;
mod signatures;
mod sound;
mod table;
mod tar;
mod text;
mod tga;
mod tiff;
mod tracker;
pub(super) mod zip;

pub(super) use boxes::is_sound;
pub(super) use names::COUNT;
pub(super) use registry::{by_beginning, by_shape};
pub(super) use row::Mark;
pub(super) use signatures::by_name;
pub(super) use table::essence;
