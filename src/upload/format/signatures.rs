//! Formats that are only named: by bytes at a place, with nothing of the structure behind them.
//!
//! A row costs a line and proves nothing, so what it says is a guess ([`Sniffed::Named`]): asked last, of bytes that
//! are no file of a proven type and no text; taken only by a policy that lists the type; served for download. A format
//! that many policies list has earned a file of its own, and a check.
//!
//! [`Sniffed::Named`]: crate::upload::Sniffed::Named

use super::names::{COUNT, PROVEN};
use super::row::{Format, types};
use crate::upload::file_type::FileType;
use crate::upload::source::Source;

/// Bytes, the place where they stand, and which of their bits count: all, where the mask is empty.
struct Named {
    file_type: FileType,
    offset: u64,
    bytes: &'static [u8],
    mask: &'static [u8],
}

/// A row for [`types!`], and behind `=` its signatures: the place, the bytes, and behind `&` their mask.
macro_rules! named {
    ($(
        $name:ident $mime:literal $class:ident [$($extension:literal)*] [$($alias:literal)*]
        = $($offset:literal $bytes:literal $(& $mask:literal)?),+;
    )*) => {
        types! {
            $($name $mime $class [$($extension)*] [$($alias)*];)*
        }

        const SIGNATURES: &[Named] = &[$($(Named {
            file_type: FileType::$name,
            offset: $offset,
            bytes: $bytes,
            mask: named!(@mask $($mask)?),
        }),+),*];
    };
    (@mask) => { &[] };
    (@mask $mask:literal) => { $mask };
}

named! {
    // Documents, and what printers and designers send.
    WORDPERFECT "application/vnd.wordperfect" Document ["wpd" "wp" "wp5" "wp6"] ["application/wordperfect"]
        = 0 b"\xFFWPC\0\0\0\0\x01\x0A" & b"\xFF\xFF\xFF\xFF\0\0\0\0\xFF\xFF";
    WPG "image/x-wpg" Image ["wpg"] []
        = 0 b"\xFFWPC\0\0\0\0\x01\x16" & b"\xFF\xFF\xFF\xFF\0\0\0\0\xFF\xFF";
    MS_WRITE "application/x-mswrite" Document ["wri"] []
        = 0 b"\x31\xBE\0\0\0\xAB\0", 0 b"\x32\xBE\0\0\0\xAB\0";
    EXCEL_SHEET "application/vnd.ms-excel.sheet.4" Document ["xls"] ["application/vnd.ms-excel.sheet.3"]
        = 0 b"\x09\0\x04\0\0\0\x10\0" & b"\xFF\xFF\xFF\xFF\0\0\xFF\xFF",
          0 b"\x09\x02\x06\0\0\0\x10\0" & b"\xFF\xFF\xFF\xFF\0\0\xFF\xFF",
          0 b"\x09\x04\x06\0\0\0\x10\0" & b"\xFF\xFF\xFF\xFF\0\0\xFF\xFF";
    LOTUS_NOTES "application/vnd.lotus-notes" Data ["nsf"] [] = 0 b"\x1A\0\0\x04\0\0";
    TNEF "application/vnd.ms-tnef" Archive ["tnef"] ["application/ms-tnef"] = 0 b"\x78\x9F\x3E\x22";
    MS_READER "application/x-ms-reader" Document ["lit"] [] = 0 b"ITOLITLS\x01\0\0\0";
    BBEB "application/x-sony-bbeb" Document ["lrf" "lrx"] [] = 0 b"L\0R\0F\0\0\0";
    INDESIGN "application/x-adobe-indesign" Document ["indd" "indt"] []
        = 0 b"\x06\x06\xED\xF5\xD8\x1D\x46\xE5\xBD\x31\xEF\xE7\xFE\x74\xB7\x1D";
    QUARK_XPRESS "application/vnd.quark.quarkxpress" Document ["qxd" "qxp" "qxt"] []
        = 0 b"\0\0IIXPR", 0 b"\0\0MMXPR";
    COREL_DRAW "application/vnd.corel-draw" Document ["cdr"] ["application/x-coreldraw" "image/x-coreldraw"]
        = 0 b"RIFF\0\0\0\0CDR" & b"\xFF\xFF\xFF\xFF\0\0\0\0\xFF\xFF\xFF";
    AFFINITY "application/x-affinity" Document ["afphoto" "afdesign" "afpub"] [] = 0 b"\0\xFFKA";
    PAINT_SHOP_PRO "image/x-paintshoppro" Image ["psp" "pspimage"] ["image/x-psp"]
        = 0 b"Paint Shop Pro Image File\n\x1A\0";
    CLIP_STUDIO "application/x-clip-studio" Image ["clip"] [] = 0 b"CSFCHUNK\0\0\0\0";
    MS_PAINT "image/x-msp" Image ["msp"] [] = 0 b"DanM", 0 b"LinS";
    // Photos that cameras wrote before they wrote TIFF.
    CRW "image/x-canon-crw" Image ["crw"] [] = 0 b"II\x1A\0\0\0HEAPCCDR";
    MRW "image/x-minolta-mrw" Image ["mrw"] [] = 0 b"\0MRM\0";
    X3F "image/x-sigma-x3f" Image ["x3f"] [] = 0 b"FOVb\0" & b"\xFF\xFF\xFF\xFF\0";
    // Models and maps.
    SKETCHUP "application/vnd.sketchup.skp" Data ["skp"] []
        = 0 b"\xFF\xFE\xFF\x0ES\0k\0e\0t\0c\0h\0U\0p\0";
    RHINO "model/vnd.3dm" Data ["3dm"] [] = 0 b"3D Geometry File Format ";
    E57 "model/e57" Data ["e57"] [] = 0 b"ASTM-E57";
    LAS "application/vnd.las" Data ["las" "laz"] ["application/vnd.laszip"] = 0 b"LASF\0\0" & b"\xFF\xFF\xFF\xFF\0\0";
    FLATGEOBUF "application/flatgeobuf" Data ["fgb"] [] = 0 b"fgb\x03fgb";
    PMTILES "application/vnd.pmtiles" Data ["pmtiles"] [] = 0 b"PMTiles\x03", 0 b"PMTiles\x02";
    BGCODE "application/x-bgcode" Data ["bgcode" "bgc"] [] = 0 b"GCDE\x01\0\0\0";
    // Figures.
    SPSS "application/x-spss-sav" Data ["sav" "zsav"] [] = 0 b"$FL2@(#)", 0 b"$FL3@(#)";
    SAS "application/x-sas-data" Data ["sas7bdat"] []
        = 0 b"\0\0\0\0\0\0\0\0\0\0\0\0\xC2\xEA\x81\x60\xB3\x14\x11\xCF\xBD\x92\x08\0\x09\xC7\x31\x8C\x18\x1F\x10\x11";
    STATA "application/x-stata-dta" Data ["dta"] [] = 0 b"<stata_dta><header><release>";
    FCS "application/vnd.isac.fcs" Data ["fcs"] [] = 0 b"FCS0.0    " & b"\xFF\xFF\xFF\xF0\xFF\xF0\xFF\xFF\xFF\xFF";
    DUCKDB "application/x-duckdb" Data ["duckdb"] [] = 8 b"DUCK";
    CERN_ROOT "application/x-root" Data ["root"] [] = 0 b"root\0\0" & b"\xFF\xFF\xFF\xFF\xFF\xEF";
    NIFTI "application/x-nifti" Data ["nii"] [] = 344 b"n+1\0", 344 b"n+2\0";
    GGUF "application/x-gguf" Data ["gguf"] [] = 0 b"GGUF\x02\0\0\0", 0 b"GGUF\x03\0\0\0";
    // Sound, film and music.
    SHORTEN "audio/x-shorten" Audio ["shn"] [] = 0 b"ajkg";
    SID_TUNE "audio/prs.sid" Audio ["sid" "psid"] [] = 0 b"PSID\0" , 0 b"RSID\0";
    GUITAR_PRO "application/x-guitar-pro" Data ["gp3" "gp4" "gp5"] [] = 0 b"\x18FICHIER GUITAR PRO v";
    SIBELIUS "application/x-sibelius-score" Data ["sib"] [] = 0 b"\x0FSIBELIUS\0";
    FINALE "application/x-finale" Data ["mus"] [] = 0 b"ENIGMA BINARY FILE";
    BINK "video/vnd.radgamettools.bink" Video ["bik" "bk2"] []
        = 0 b"BIKi", 0 b"BIKf", 0 b"BIKg", 0 b"BIKh", 0 b"BIKk", 0 b"KB2g", 0 b"KB2h", 0 b"KB2i", 0 b"KB2j", 0 b"KB2k";
    SMACKER "video/vnd.radgamettools.smacker" Video ["smk"] [] = 0 b"SMK2", 0 b"SMK4";
    // Archives, and files under a password.
    APPLE_FILE "application/applefile" Archive ["applefile"] []
        = 0 b"\0\x05\x16\0\0\x02\0\0" & b"\xFF\xFF\xFF\xF8\xFF\xFF\xFF\xFF";
    STUFFIT "application/x-stuffit" Archive ["sit" "sitx"] ["application/x-sit" "application/x-stuffitx"]
        = 0 b"SIT!", 0 b"StuffIt (c)1997-", 0 b"StuffIt!";
    ALZ "application/x-alz" Archive ["alz"] [] = 0 b"ALZ\x01\x0A\0\0\0";
    EGG "application/x-egg" Archive ["egg"] [] = 0 b"EGGA\0\x01";
    FREEARC "application/x-freearc" Archive ["arc"] [] = 0 b"ArC\x01";
    LRZIP "application/x-lrzip" Archive ["lrz"] [] = 0 b"LRZI\0";
    ZPAQ "application/x-zpaq" Archive ["zpaq"] [] = 0 b"7kSt\xA0\x31\x83", 0 b"zPQ\x01", 0 b"zPQ\x02";
    CHD "application/x-mame-chd" Archive ["chd"] [] = 0 b"MComprHD\0\0\0";
    EWF "application/x-ewf" Archive ["e01"] [] = 0 b"EVF\x09\x0D\x0A\xFF\0\x01";
    AGE "application/x-age-encryption" Archive ["age"] [] = 0 b"age-encryption.org/v1\n-> ";
    AES_CRYPT "application/x-aescrypt" Archive ["aes"] [] = 0 b"AES\x02\0", 0 b"AES\x03\0";
    OPENSSL_SALTED "application/x-openssl-salted" Archive ["enc"] [] = 0 b"Salted__";
    // What support is sent, and programs.
    EVENT_LOG "application/x-ms-evtx" Data ["evtx"] [] = 0 b"ElfFile\0";
    MINIDUMP "application/x-minidump" Data ["mdmp" "dmp"] ["application/x-dmp"] = 0 b"MDMP\x93\xA7";
    UNITY_BUNDLE "application/vnd.unity" Executable ["unity3d"] [] = 0 b"UnityFS\0";
    JAVA_OBJECT "application/x-java-serialized-object" Executable ["ser"] ["application/java-serialized-object"] = 0 b"\xAC\xED\0\x05";
}

pub(super) const FORMAT: Format = Format::of(TYPES);

/// The shortest: four bytes, as most formats have for a mark.
const SHORTEST: usize = 4;

/// Whether a signature may begin with this byte.
const BEGINS: [bool; 256] = {
    assert!(TYPES.len() == COUNT - PROVEN, "these are the names behind all others");
    let mut begins = [false; 256];
    let mut row = 0;
    while row < SIGNATURES.len() {
        let Named { file_type, offset, bytes, mask } = &SIGNATURES[row];
        assert!(file_type.index() >= PROVEN, "these are the names behind all others");
        assert!(mask.is_empty() || mask.len() == bytes.len(), "a mask says of each byte whether it counts");
        let (mut at, mut counted) = (0, 0);
        while at < bytes.len() {
            if mask.is_empty() || mask[at] == 0xFF {
                counted += 1;
            }
            at += 1;
        }
        assert!(counted >= SHORTEST, "fewer bytes are chance");
        assert!(*offset > 0 || mask.is_empty() || mask[0] == 0xFF, "the first byte is looked up");
        if *offset == 0 {
            begins[bytes[0] as usize] = true;
        }
        row += 1;
    }
    begins
};

/// The type whose signature the file has. Not part of those who ask: most files are known before.
#[cold]
#[inline(never)]
pub(in crate::upload) fn by_name(source: &Source<'_>) -> Option<FileType> {
    let begins = BEGINS[usize::from(*source.head().first()?)];
    let mut rows = SIGNATURES.iter().filter(|row| begins || row.offset > 0);
    rows.find(|row| row.fits(source)).map(|row| row.file_type)
}

impl Named {
    fn fits(&self, source: &Source<'_>) -> bool {
        let Some(there) = source.get(self.offset, self.bytes.len()) else { return false };
        if self.mask.is_empty() {
            return there == self.bytes;
        }
        there.iter().zip(self.bytes).zip(self.mask).all(|((there, byte), mask)| there & mask == byte & mask)
    }
}
