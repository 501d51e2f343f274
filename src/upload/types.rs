//! The table of types: every type this module can name, in one place.
//!
//! A row: the constant, the canonical media type (IANA's name where there is one), the class, the extensions (the
//! first is the one that a stored file gets), other names of the media type that clients and tools use, and after
//! `of` the more general type that each such file is an instance of.

use super::row::{
    Class::{Archive, Audio, Code, Data, Document, Executable, Font, Image, Markup, Script, Text, Video},
    FileType, Row,
};

macro_rules! types {
    ($(
        $name:ident $mime:literal $class:ident [$($extension:literal)*] [$($alias:literal)*] $(of $parent:ident)?;
    )*) => {
        /// The position of each row.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "spelt as the constants")]
        enum Id { $($name),* }

        impl FileType {
            $(
                #[doc = concat!("`", $mime, "`")]
                pub const $name: Self = Self::at(Id::$name as u16);
            )*
        }

        pub(super) static TABLE: &[Row] = &[$(Row {
            mime: $mime,
            class: $class,
            extensions: &[$($extension),*],
            aliases: &[$($alias),*],
            parent: parent!($($parent)?),
        }),*];
    };
}

macro_rules! parent {
    () => {
        None
    };
    ($parent:ident) => {
        Some(FileType::$parent)
    };
}

types! {
    // Pictures of dots.
    PNG "image/png" Image ["png"] ["image/x-png"];
    APNG "image/apng" Image ["apng" "png"] ["image/vnd.mozilla.apng"] of PNG;
    JPEG "image/jpeg" Image ["jpg" "jpeg" "jpe" "jfif" "jif" "pjpeg" "pjp"] ["image/jpg" "image/pjpeg" "image/jfif" "image/x-jpeg"];
    GIF "image/gif" Image ["gif"] [];
    WEBP "image/webp" Image ["webp"] ["image/x-webp"];
    AVIF "image/avif" Image ["avif" "avifs"] ["image/avif-sequence"];
    HEIC "image/heic" Image ["heic" "heif" "hif" "heics"] ["image/heic-sequence"] of HEIF;
    HEIF "image/heif" Image ["heif" "hif" "heifs"] ["image/heif-sequence"];
    BMP "image/bmp" Image ["bmp" "dib"] ["image/x-bmp" "image/x-ms-bmp" "image/x-windows-bmp"];
    ICO "image/vnd.microsoft.icon" Image ["ico"] ["image/x-icon" "image/ico" "image/icon"];
    CUR "image/x-win-bitmap" Image ["cur"] ["image/x-cursor" "image/x-win-cursor" "image/cur" "image/vnd.microsoft.cursor"];
    ANI "application/x-navi-animation" Image ["ani"] [];
    TIFF "image/tiff" Image ["tiff" "tif"] ["image/x-tiff" "image/tif"];
    BIGTIFF "image/tiff" Image ["tif" "tiff" "btf"] ["image/x-bigtiff"] of TIFF;
    DNG "image/x-adobe-dng" Image ["dng"] ["image/dng"] of TIFF;
    CR2 "image/x-canon-cr2" Image ["cr2"] [] of TIFF;
    NEF "image/x-nikon-nef" Image ["nef"] [] of TIFF;
    ARW "image/x-sony-arw" Image ["arw"] [] of TIFF;
    ORF "image/x-olympus-orf" Image ["orf"] [];
    RW2 "image/x-panasonic-rw2" Image ["rw2"] [];
    RAF "image/x-fuji-raf" Image ["raf"] [];
    CR3 "image/x-canon-cr3" Image ["cr3"] [];
    JXL "image/jxl" Image ["jxl"] [];
    JP2 "image/jp2" Image ["jp2" "jpg2"] ["image/jpeg2000" "image/jpeg2000-image" "image/x-jpeg2000-image"];
    JPX "image/jpx" Image ["jpf" "jpx"] [];
    JPM "image/jpm" Image ["jpm"] [];
    MJ2 "video/mj2" Video ["mj2" "mjp2"] [];
    J2C "image/x-jp2-codestream" Image ["j2c" "j2k" "jpc"] ["image/j2c"];
    JLS "image/jls" Image ["jls"] [];
    JXR "image/jxr" Image ["jxr" "wdp" "hdp"] ["image/vnd.ms-photo" "image/x-wmphoto"];
    PSD "image/vnd.adobe.photoshop" Image ["psd" "psb"] ["image/x-psd" "image/photoshop" "application/photoshop" "application/x-photoshop"];
    XCF "image/x-xcf" Image ["xcf"] [];
    ORA "image/openraster" Image ["ora"] [];
    KRA "application/x-krita" Image ["kra"] [];
    PCX "image/vnd.zbrush.pcx" Image ["pcx"] ["image/x-pcx" "image/pcx"];
    DDS "image/vnd.ms-dds" Image ["dds"] ["image/x-dds" "image/x-direct-draw-surface" "image/vnd-ms.dds"];
    TGA "image/x-tga" Image ["tga" "icb" "vda" "vst"] ["image/x-targa" "image/tga" "image/x-icb"];
    PBM "image/x-portable-bitmap" Image ["pbm"] [] of PNM;
    PGM "image/x-portable-graymap" Image ["pgm"] [] of PNM;
    PPM "image/x-portable-pixmap" Image ["ppm"] [] of PNM;
    PAM "image/x-portable-arbitrarymap" Image ["pam"] [] of PNM;
    PFM "image/x-portable-floatmap" Image ["pfm"] ["image/x-pfm"];
    PNM "image/x-portable-anymap" Image ["pnm"] [];
    QOI "image/qoi" Image ["qoi"] ["image/x-qoi"];
    HDR "image/vnd.radiance" Image ["hdr" "rgbe" "pic"] ["image/x-hdr"];
    EXR "image/x-exr" Image ["exr"] ["image/exr" "image/aces"];
    SGI "image/x-sgi" Image ["sgi" "rgb" "rgba" "bw"] ["image/sgi" "image/x-rgb" "image/x-sgi-rgba"];
    SUN_RASTER "image/x-sun-raster" Image ["ras" "sun"] ["image/x-cmu-raster" "image/cmu-raster"];
    ICNS "image/x-icns" Image ["icns"] ["image/icns"];
    XPM "image/x-xpixmap" Image ["xpm"] ["image/xpm"];
    XBM "image/x-xbitmap" Image ["xbm"] ["image/xbm"];
    DJVU "image/vnd.djvu" Image ["djvu" "djv"] ["image/x-djvu" "image/djvu"];
    WMF "image/wmf" Image ["wmf"] ["image/x-wmf" "application/x-msmetafile" "windows/metafile"];
    EMF "image/emf" Image ["emf"] ["image/x-emf"];
    FITS "image/fits" Image ["fits" "fit" "fts"] ["application/fits"];
    FLIF "image/flif" Image ["flif"] [];
    BPG "image/bpg" Image ["bpg"] ["image/x-bpg"];
    KTX "image/ktx" Image ["ktx"] [];
    XWD "image/x-xwindowdump" Image ["xwd"] ["image/x-xwd"];
    KTX2 "image/ktx2" Image ["ktx2"] [];
    DPX "image/dpx" Image ["dpx"] ["image/x-dpx"];
    CIN "image/cineon" Image ["cin"] ["image/x-cineon"];
    MNG "video/x-mng" Video ["mng"] ["image/x-mng"];
    JNG "image/x-jng" Image ["jng"] [];
    ILBM "image/x-ilbm" Image ["iff" "lbm" "ilbm"] ["image/x-iff"];
    DWG "image/vnd.dwg" Document ["dwg"] ["application/acad" "application/x-acad" "image/x-dwg"];
    DXF "image/vnd.dxf" Code ["dxf"] ["application/dxf" "image/x-dxf"];

    // Sound.
    MP3 "audio/mpeg" Audio ["mp3" "mp2" "mpga" "m2a"] ["audio/mp3" "audio/x-mp3" "audio/x-mpeg" "audio/mpeg3"];
    FLAC "audio/flac" Audio ["flac"] ["audio/x-flac"];
    OGG "audio/ogg" Audio ["ogg" "oga" "spx"] ["audio/vorbis" "audio/x-vorbis+ogg" "audio/x-ogg" "application/ogg" "audio/x-vorbis"];
    OPUS "audio/opus" Audio ["opus" "ogg" "oga"] ["audio/x-opus+ogg" "audio/ogg; codecs=opus"] of OGG;
    SPEEX "audio/x-speex" Audio ["spx" "ogg"] ["audio/speex" "audio/x-speex+ogg"] of OGG;
    OGG_FLAC "audio/x-flac+ogg" Audio ["ogg" "oga"] [] of OGG;
    WAV "audio/wav" Audio ["wav" "wave"] ["audio/vnd.wave" "audio/x-wav" "audio/wave" "audio/x-pn-wav"];
    RF64 "audio/x-rf64" Audio ["rf64" "wav"] ["audio/wav" "audio/vnd.wave" "audio/x-wav"] of WAV;
    WAVE64 "audio/x-w64" Audio ["w64"] [];
    AIFF "audio/aiff" Audio ["aiff" "aif" "aifc"] ["audio/x-aiff" "sound/aiff" "audio/x-aifc"];
    AAC "audio/aac" Audio ["aac" "adts"] ["audio/aacp" "audio/x-aac" "audio/x-hx-aac-adts" "audio/vnd.dlna.adts"];
    AC3 "audio/ac3" Audio ["ac3"] ["audio/x-ac3" "audio/vnd.dolby.dd-raw"];
    EAC3 "audio/eac3" Audio ["eac3" "ec3" "ac3"] ["audio/x-eac3" "audio/ac3"];
    DTS "audio/vnd.dts" Audio ["dts"] ["audio/x-dts" "audio/dts"];
    M4A "audio/mp4" Audio ["m4a" "mp4a" "m4b" "m4r"] ["audio/x-m4a" "audio/m4a" "audio/x-mp4" "audio/m4b"];
    MIDI "audio/midi" Audio ["mid" "midi" "kar" "rmi"] ["audio/x-midi" "audio/mid" "application/x-midi"];
    AMR "audio/amr" Audio ["amr"] ["audio/3gpp" "audio/amr-nb"];
    AMR_WB "audio/amr-wb" Audio ["awb" "amr"] [];
    WMA "audio/x-ms-wma" Audio ["wma"] [];
    MKA "audio/matroska" Audio ["mka"] ["audio/x-matroska"];
    WEBA "audio/webm" Audio ["weba" "webm"] [];
    AU "audio/basic" Audio ["au" "snd"] ["audio/x-au" "audio/au"];
    CAF "audio/x-caf" Audio ["caf"] ["audio/caf"];
    WAVPACK "audio/x-wavpack" Audio ["wv"] ["audio/wavpack"];
    APE "audio/x-ape" Audio ["ape"] ["audio/ape" "audio/x-monkeys-audio"];
    TTA "audio/x-tta" Audio ["tta"] ["audio/tta"];
    TAK "audio/x-tak" Audio ["tak"] [];
    MUSEPACK "audio/x-musepack" Audio ["mpc" "mp+" "mpp"] ["audio/musepack"];
    DSF "audio/x-dsf" Audio ["dsf"] ["audio/dsf"];
    DFF "audio/x-dff" Audio ["dff"] [];
    VOC "audio/x-voc" Audio ["voc"] [];
    MOD "audio/x-mod" Audio ["mod"] [];
    XM "audio/x-xm" Audio ["xm"] [];
    S3M "audio/x-s3m" Audio ["s3m"] ["audio/s3m"];
    IT "audio/x-it" Audio ["it"] [];
    QCP "audio/qcelp" Audio ["qcp"] [];
    REAL_AUDIO "audio/x-realaudio" Audio ["ra"] ["audio/x-pn-realaudio" "audio/vnd.rn-realaudio"];
    SOUNDFONT "audio/x-soundfont" Audio ["sf2"] ["audio/x-sfbk"];

    // Moving pictures.
    MP4 "video/mp4" Video ["mp4" "m4v" "mp4v" "mpg4" "f4v"] ["application/mp4" "video/x-mp4" "video/mp4v-es"];
    M4V "video/x-m4v" Video ["m4v"] [] of MP4;
    MOV "video/quicktime" Video ["mov" "qt"] ["video/x-quicktime"];
    MKV "video/matroska" Video ["mkv" "mk3d" "mks"] ["video/x-matroska" "application/x-matroska" "video/matroska-3d" "video/x-matroska-3d"];
    WEBM "video/webm" Video ["webm"] [];
    AVI "video/x-msvideo" Video ["avi"] ["video/avi" "video/msvideo" "video/vnd.avi" "application/x-troff-msvideo"];
    WMV "video/x-ms-wmv" Video ["wmv"] [];
    ASF "video/x-ms-asf" Video ["asf"] ["application/vnd.ms-asf"];
    FLV "video/x-flv" Video ["flv"] ["video/flv"];
    MPEG "video/mpeg" Video ["mpg" "mpeg" "mpe" "m1v" "m2v" "vob" "m2p"] ["video/x-mpeg" "video/mp2p" "video/mpv"];
    MPEG_TS "video/mp2t" Video ["ts" "m2ts" "mts" "m2t"] ["video/mpegts" "video/vnd.dlna.mpeg-tts"];
    THREE_GPP "video/3gpp" Video ["3gp" "3gpp" "3ga"] ["audio/3gpp" "audio/3gpp2"];
    THREE_GPP2 "video/3gpp2" Video ["3g2" "3gpp2"] ["audio/3gpp2"];
    OGV "video/ogg" Video ["ogv" "ogg" "ogm" "ogx"] ["video/x-ogg" "video/theora" "video/x-theora+ogg"];
    IVF "video/x-ivf" Video ["ivf"] [];
    Y4M "video/x-yuv4mpeg" Video ["y4m"] [];
    REAL_MEDIA "application/vnd.rn-realmedia" Video ["rm" "rmvb" "ra"] ["video/vnd.rn-realvideo" "audio/x-pn-realaudio" "audio/x-realaudio" "audio/vnd.rn-realaudio" "video/x-pn-realvideo"];
    NUT "video/x-nut" Video ["nut"] [];
    MXF "application/mxf" Video ["mxf"] [];
    FLIC "video/x-fli" Video ["fli" "flc"] ["video/fli" "video/x-flic" "video/x-flc"];
    SWF "application/vnd.adobe.flash.movie" Executable ["swf"] ["application/x-shockwave-flash"];

    // Documents.
    PDF "application/pdf" Document ["pdf" "ai"] ["application/x-pdf" "application/acrobat" "text/pdf"];
    POSTSCRIPT "application/postscript" Document ["ps" "eps" "ai"] ["application/ps" "application/eps" "application/x-eps" "image/eps" "image/x-eps"];
    RTF "application/rtf" Document ["rtf"] ["text/rtf" "text/richtext" "application/x-rtf" "application/msword"];
    DOC "application/msword" Document ["doc" "dot"] ["application/vnd.ms-word" "application/x-msword" "application/doc"];
    XLS "application/vnd.ms-excel" Document ["xls" "xlt" "xla" "xlb"] ["application/x-msexcel" "application/excel" "application/x-excel" "application/msexcel" "application/xls"];
    PPT "application/vnd.ms-powerpoint" Document ["ppt" "pps" "pot"] ["application/mspowerpoint" "application/powerpoint" "application/x-mspowerpoint"];
    MSG "application/vnd.ms-outlook" Document ["msg" "oft"] ["application/x-msg"];
    VSD "application/vnd.visio" Document ["vsd" "vss" "vst"] ["application/x-visio"];
    PUB "application/x-mspublisher" Document ["pub"] ["application/vnd.ms-publisher"];
    MPP "application/vnd.ms-project" Document ["mpp"] ["application/x-project"];
    HWP "application/x-hwp" Document ["hwp"] ["application/vnd.hancom.hwp"];
    ONENOTE "application/onenote" Document ["one" "onetoc2"] ["application/msonenote"];
    PST "application/vnd.ms-outlook-pst" Data ["pst" "ost"] [];
    DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document" Document ["docx"] [];
    DOTX "application/vnd.openxmlformats-officedocument.wordprocessingml.template" Document ["dotx"] [];
    DOCM "application/vnd.ms-word.document.macroenabled.12" Document ["docm"] [];
    DOTM "application/vnd.ms-word.template.macroenabled.12" Document ["dotm"] [];
    XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" Document ["xlsx"] [];
    XLTX "application/vnd.openxmlformats-officedocument.spreadsheetml.template" Document ["xltx"] [];
    XLSM "application/vnd.ms-excel.sheet.macroenabled.12" Document ["xlsm"] [];
    XLTM "application/vnd.ms-excel.template.macroenabled.12" Document ["xltm"] [];
    XLSB "application/vnd.ms-excel.sheet.binary.macroenabled.12" Document ["xlsb"] [];
    XLAM "application/vnd.ms-excel.addin.macroenabled.12" Document ["xlam"] [];
    PPTX "application/vnd.openxmlformats-officedocument.presentationml.presentation" Document ["pptx"] [];
    PPSX "application/vnd.openxmlformats-officedocument.presentationml.slideshow" Document ["ppsx"] [];
    POTX "application/vnd.openxmlformats-officedocument.presentationml.template" Document ["potx"] [];
    PPTM "application/vnd.ms-powerpoint.presentation.macroenabled.12" Document ["pptm"] [];
    PPSM "application/vnd.ms-powerpoint.slideshow.macroenabled.12" Document ["ppsm"] [];
    POTM "application/vnd.ms-powerpoint.template.macroenabled.12" Document ["potm"] [];
    PPAM "application/vnd.ms-powerpoint.addin.macroenabled.12" Document ["ppam"] [];
    VSDX "application/vnd.ms-visio.drawing.main+xml" Document ["vsdx"] ["application/vnd.ms-visio.drawing"];
    VSDM "application/vnd.ms-visio.drawing.macroenabled.main+xml" Document ["vsdm"] ["application/vnd.ms-visio.drawing.macroenabled.12"];
    XPS "application/vnd.ms-xpsdocument" Document ["xps"] [];
    OXPS "application/oxps" Document ["oxps"] [];
    ODT "application/vnd.oasis.opendocument.text" Document ["odt"] ["application/x-vnd.oasis.opendocument.text"];
    OTT "application/vnd.oasis.opendocument.text-template" Document ["ott"] [];
    ODM "application/vnd.oasis.opendocument.text-master" Document ["odm"] [];
    OTH "application/vnd.oasis.opendocument.text-web" Document ["oth"] [];
    ODS "application/vnd.oasis.opendocument.spreadsheet" Document ["ods"] ["application/x-vnd.oasis.opendocument.spreadsheet"];
    OTS "application/vnd.oasis.opendocument.spreadsheet-template" Document ["ots"] [];
    ODP "application/vnd.oasis.opendocument.presentation" Document ["odp"] ["application/x-vnd.oasis.opendocument.presentation"];
    OTP "application/vnd.oasis.opendocument.presentation-template" Document ["otp"] [];
    ODG "application/vnd.oasis.opendocument.graphics" Document ["odg"] [];
    OTG "application/vnd.oasis.opendocument.graphics-template" Document ["otg"] [];
    ODF "application/vnd.oasis.opendocument.formula" Document ["odf"] [];
    ODC "application/vnd.oasis.opendocument.chart" Document ["odc"] [];
    ODB "application/vnd.oasis.opendocument.base" Document ["odb"] ["application/vnd.oasis.opendocument.database"];
    ODI "application/vnd.oasis.opendocument.image" Document ["odi"] [];
    SXW "application/vnd.sun.xml.writer" Document ["sxw"] [];
    EPUB "application/epub+zip" Document ["epub"] [];
    MOBI "application/x-mobipocket-ebook" Document ["mobi" "prc" "azw" "azw3"] ["application/vnd.amazon.mobi8-ebook" "application/vnd.amazon.ebook"];
    PAGES "application/vnd.apple.pages" Document ["pages"] ["application/x-iwork-pages-sffpages"];
    NUMBERS "application/vnd.apple.numbers" Document ["numbers"] ["application/x-iwork-numbers-sffnumbers"];
    KEYNOTE "application/vnd.apple.keynote" Document ["key"] ["application/x-iwork-keynote-sffkey"];
    OFFICE_ENCRYPTED "application/encrypted" Document ["docx" "xlsx" "pptx"] ["application/x-tika-ooxml-protected"];
    LOTUS_123 "application/vnd.lotus-1-2-3" Document ["wk1" "wks" "wk3" "wk4" "123"] ["application/x-123" "application/lotus123" "application/wk1" "application/x-lotus123"];
    CHM "application/vnd.ms-htmlhelp" Executable ["chm"] ["application/x-chm"];
    HLP "application/winhlp" Executable ["hlp"] [];

    // Archives and compressed files.
    ZIP "application/zip" Archive ["zip"] ["application/x-zip-compressed" "application/x-zip" "multipart/x-zip"];
    JAR "application/java-archive" Executable ["jar" "war" "ear"] ["application/x-java-archive" "application/x-jar"];
    APK "application/vnd.android.package-archive" Executable ["apk"] [];
    AAB "application/x-android-app-bundle" Executable ["aab"] [];
    IPA "application/x-ios-app" Executable ["ipa"] [];
    XPI "application/x-xpinstall" Executable ["xpi"] [];
    CRX "application/x-chrome-extension" Executable ["crx"] ["application/x-google-chrome-extension"];
    APPX "application/appx" Executable ["appx" "msix"] ["application/msix"];
    VSIX "application/vsix" Executable ["vsix"] [];
    NUPKG "application/x-nupkg" Archive ["nupkg"] [];
    WHEEL "application/x-wheel+zip" Archive ["whl"] ["application/x-pywheel"];
    KMZ "application/vnd.google-earth.kmz" Archive ["kmz"] [];
    USDZ "model/vnd.usdz+zip" Archive ["usdz"] [];
    THREE_MF "model/3mf" Archive ["3mf"] ["application/vnd.ms-package.3dmanufacturing-3dmodel+xml"];
    NPZ "application/x-npz" Archive ["npz"] [];
    CBZ "application/vnd.comicbook+zip" Archive ["cbz"] ["application/x-cbz"];
    GZIP "application/gzip" Archive ["gz" "tgz" "svgz" "emz"] ["application/x-compressed" "application/x-gzip" "application/gzip-compressed" "application/x-gunzip" "application/x-tgz" "application/x-compressed-tar"];
    BZIP2 "application/x-bzip2" Archive ["bz2" "tbz2" "tbz"] ["application/x-bzip" "application/bzip2"];
    BZIP3 "application/vnd.bzip3" Archive ["bz3"] [];
    XZ "application/x-xz" Archive ["xz" "txz"] ["application/xz"];
    ZSTD "application/zstd" Archive ["zst" "tzst"] ["application/x-zstd"];
    LZ4 "application/x-lz4" Archive ["lz4"] ["application/lz4"];
    LZMA "application/x-lzma" Archive ["lzma"] ["application/lzma"];
    LZIP "application/lzip" Archive ["lz"] ["application/x-lzip"];
    LZOP "application/x-lzop" Archive ["lzo"] [];
    COMPRESS "application/x-compress" Archive ["z"] ["application/x-compressed"];
    SNAPPY "application/x-snappy-framed" Archive ["sz"] ["application/x-snappy"];
    BROTLI "application/x-brotli" Archive ["br"] [];
    SEVEN_Z "application/x-7z-compressed" Archive ["7z"] ["application/7z" "application/x-compressed"];
    RAR "application/vnd.rar" Archive ["rar"] ["application/x-compressed" "application/x-rar-compressed" "application/x-rar"];
    TAR "application/x-tar" Archive ["tar"] ["application/tar" "application/x-gtar" "application/x-ustar"];
    CAB "application/vnd.ms-cab-compressed" Archive ["cab"] ["application/x-cab" "application/cab"];
    AR "application/x-archive" Archive ["a" "ar" "lib"] ["application/x-unix-archive" "application/x-ar"];
    DEB "application/vnd.debian.binary-package" Executable ["deb" "udeb"] ["application/x-debian-package" "application/x-deb"];
    RPM "application/x-rpm" Executable ["rpm"] ["application/x-redhat-package-manager"];
    CPIO "application/x-cpio" Archive ["cpio"] [];
    LZH "application/x-lzh-compressed" Archive ["lzh" "lha"] ["application/x-lha" "application/x-lzh" "application/x-lzh-archive"];
    ARJ "application/x-arj" Archive ["arj"] ["application/arj"];
    ACE "application/x-ace-compressed" Archive ["ace"] ["application/x-ace"];
    ZOO "application/x-zoo" Archive ["zoo"] [];
    XAR "application/x-xar" Archive ["xar" "pkg"] ["application/vnd.xar"];
    WIM "application/x-ms-wim" Archive ["wim"] [];
    ISO "application/x-iso9660-image" Archive ["iso"] ["application/x-cd-image" "application/vnd.efi.iso"];
    DMG "application/x-apple-diskimage" Archive ["dmg"] [];
    SQUASHFS "application/vnd.squashfs" Archive ["squashfs" "sqsh"] ["application/x-squashfs"];
    QCOW2 "application/x-qemu-disk" Archive ["qcow2" "qcow"] [];
    VMDK "application/x-vmdk" Archive ["vmdk"] [];
    VHD "application/x-vhd" Archive ["vhd"] [];
    VHDX "application/x-vhdx" Archive ["vhdx"] [];
    VDI "application/x-virtualbox-vdi" Archive ["vdi"] [];
    PAR2 "application/x-par2" Archive ["par2"] [];

    // Fonts.
    WOFF "font/woff" Font ["woff"] ["application/font-woff" "application/x-font-woff"];
    WOFF2 "font/woff2" Font ["woff2"] ["application/font-woff2" "application/x-font-woff2"];
    TTF "font/ttf" Font ["ttf"] ["font/sfnt" "application/font-sfnt" "application/x-font-ttf" "application/x-font-truetype"];
    OTF "font/otf" Font ["otf"] ["application/x-font-otf" "application/vnd.ms-opentype" "application/x-font-opentype"];
    TTC "font/collection" Font ["ttc" "otc"] ["application/x-font-ttc"];
    EOT "application/vnd.ms-fontobject" Font ["eot"] [];
    TYPE1 "application/x-font-type1" Font ["pfb" "pfa"] ["application/x-font"];
    PCF "application/x-font-pcf" Font ["pcf"] ["font/pcf"];
    BDF "application/x-font-bdf" Code ["bdf"] [];

    // Programs, and files that start programs.
    PE "application/vnd.microsoft.portable-executable" Executable ["exe" "dll" "sys" "ocx" "scr" "cpl" "efi" "pyd"] ["application/x-msdownload" "application/x-dosexec" "application/x-msdos-program" "application/exe" "application/x-exe" "application/x-winexe" "application/x-ms-dos-executable"];
    DOS_EXE "application/x-dosexec" Executable ["exe" "com"] ["application/x-msdos-program" "application/x-msdownload" "application/x-ms-dos-executable" "application/vnd.microsoft.portable-executable"];
    ELF "application/x-executable" Executable ["elf" "bin" "axf" "run"] ["application/x-elf" "application/x-pie-executable"];
    ELF_SHARED "application/x-sharedlib" Executable ["so"] [] of ELF;
    ELF_OBJECT "application/x-object" Executable ["o" "ko"] ["application/x-elf-object"] of ELF;
    ELF_CORE "application/x-coredump" Executable ["core"] [] of ELF;
    COFF "application/x-coff" Executable ["coff" "obj" "o"] [];
    MACHO "application/x-mach-binary" Executable ["macho" "dylib" "bundle" "o"] ["application/x-mach-o" "application/x-mach-o-executable"];
    CLASS "application/java-vm" Executable ["class"] ["application/java" "application/x-java-class" "application/x-java-applet" "application/java-byte-code" "application/x-java"];
    DEX "application/vnd.android.dex" Executable ["dex"] ["application/x-dex"];
    DEY "application/vnd.android.dey" Executable ["dey"] [];
    WASM "application/wasm" Executable ["wasm"] [];
    LUAC "application/x-lua-bytecode" Executable ["luac"] [];
    PYC "application/x-python-code" Executable ["pyc" "pyo"] ["application/x-bytecode.python" "application/x-python-bytecode"];
    LLVM_BITCODE "application/x-llvm" Executable ["bc"] [];
    LNK "application/x-ms-shortcut" Executable ["lnk"] ["application/x-mslnk"];
    MSI "application/x-msi" Executable ["msi" "msp"] ["application/x-ole-msi" "application/x-windows-installer"];
    NES "application/x-nintendo-nes-rom" Executable ["nes"] [];
    REG "text/x-ms-regedit" Script ["reg"] ["application/x-ms-registry"];

    // Other data.
    SQLITE "application/vnd.sqlite3" Data ["sqlite" "sqlite3" "db" "db3"] ["application/x-sqlite3"];
    ACCESS "application/x-msaccess" Data ["mdb" "accdb"] ["application/vnd.ms-access" "application/msaccess"];
    NPY "application/x-npy" Data ["npy"] ["application/x-numpy-data"];
    PICKLE "application/x-python-pickle" Executable ["pkl" "pickle"] ["application/x-pickle"];
    MAT "application/x-matlab-data" Data ["mat"] [];
    AVRO "application/avro" Data ["avro"] ["application/vnd.apache.avro" "avro/binary" "application/x-avro"];
    PARQUET "application/vnd.apache.parquet" Data ["parquet"] ["application/parquet" "application/x-parquet"];
    ARROW "application/vnd.apache.arrow.file" Data ["arrow" "feather"] [];
    ORC "application/orc" Data ["orc"] ["application/x-orc" "application/vnd.apache.orc"];
    HDF5 "application/x-hdf5" Data ["h5" "hdf5" "he5"] ["application/x-hdf" "application/vnd.hdfgroup.hdf5"];
    HDF4 "application/x-hdf" Data ["hdf" "hdf4"] [];
    NETCDF "application/x-netcdf" Data ["nc" "cdf"] ["application/netcdf"];
    GRIB "application/grib" Data ["grib" "grb" "grib2"] ["application/x-grib" "application/wmo-grib"];
    PCAP "application/vnd.tcpdump.pcap" Data ["pcap" "cap" "dmp"] ["application/x-pcap"];
    PCAPNG "application/x-pcapng" Data ["pcapng"] [];
    TORRENT "application/x-bittorrent" Data ["torrent"] [];
    GLB "model/gltf-binary" Data ["glb"] [];
    STL "model/stl" Data ["stl"] ["application/sla" "model/x.stl-binary" "application/vnd.ms-pki.stl" "model/x-stl-ascii" "model/x-stl-binary" "model/x.stl-ascii"];
    PLY "model/ply" Data ["ply"] ["application/ply" "text/x-ply" "model/x-ply-ascii" "model/x-ply-binary"];
    BLEND "application/x-blender" Data ["blend"] [];
    FBX "application/x-fbx" Data ["fbx"] ["application/vnd.autodesk.fbx"];
    ICC "application/vnd.iccprofile" Data ["icc" "icm"] [];
    DICOM "application/dicom" Data ["dcm" "dicom"] [];
    SHAPEFILE "application/vnd.shp" Data ["shp" "shx"] ["x-gis/x-shapefile" "application/x-esri-shape"];
    MO "application/x-gettext-translation" Data ["mo" "gmo"] [];
    TZIF "application/tzif" Data ["tzif"] [];
    BPLIST "application/x-bplist" Data ["plist" "bplist"] ["application/x-plist"];
    CBOR "application/cbor" Data ["cbor"] [];
    MSGPACK "application/vnd.msgpack" Data ["msgpack" "mpk"] ["application/msgpack" "application/x-msgpack"];
    PGP "application/pgp-encrypted" Data ["pgp" "gpg"] ["application/pgp" "application/pgp-keys" "application/pgp-signature"];
    DER "application/pkix-cert" Data ["cer" "der" "crt"] ["application/x-x509-ca-cert"];
    PKCS12 "application/x-pkcs12" Data ["p12" "pfx"] ["application/pkcs12"];
    JKS "application/x-java-keystore" Data ["jks"] [];
    KEEPASS "application/x-keepass2" Data ["kdbx" "kdb"] [];
    PDB "application/x-ms-pdb" Data ["pdb"] [];
    RDB "application/x-redis-dump" Data ["rdb"] [];
    OCTET_STREAM "application/octet-stream" Data ["bin" "dat"] ["application/binary" "binary/octet-stream" "application/unknown" "unknown/unknown"];

    // Text that is only read. Each of these may also be uploaded as plain text.
    TEXT "text/plain" Text ["txt" "text" "log" "asc" "nfo" "me"] [];
    CSV "text/csv" Text ["csv"] ["application/csv" "text/x-csv" "application/x-csv" "text/comma-separated-values"] of TEXT;
    TSV "text/tab-separated-values" Text ["tsv" "tab"] ["text/tsv" "text/x-tsv"] of TEXT;
    JSON "application/json" Text ["json" "map"] ["text/json" "application/x-json"] of TEXT;
    JSONL "application/jsonl" Text ["jsonl" "ndjson"] ["application/x-ndjson" "application/x-jsonlines" "application/jsonlines" "application/ndjson"] of TEXT;
    JSON5 "application/json5" Text ["json5" "jsonc"] [] of TEXT;
    GEOJSON "application/geo+json" Text ["geojson"] ["application/vnd.geo+json"] of JSON;
    JSON_LD "application/ld+json" Text ["jsonld"] [] of JSON;
    TOPOJSON "application/topo+json" Text ["topojson"] [] of JSON;
    HAR "application/har+json" Text ["har"] [] of JSON;
    GLTF "model/gltf+json" Text ["gltf"] [] of JSON;
    IPYNB "application/x-ipynb+json" Text ["ipynb"] [] of JSON;
    WEB_MANIFEST "application/manifest+json" Text ["webmanifest"] [] of JSON;
    MARKDOWN "text/markdown" Text ["md" "markdown" "mkd" "mdown"] ["text/x-markdown"] of TEXT;
    RST "text/x-rst" Text ["rst"] ["text/prs.fallenstein.rst"] of TEXT;
    ASCIIDOC "text/asciidoc" Text ["adoc" "asciidoc"] ["text/x-asciidoc"] of TEXT;
    ORG "text/org" Text ["org"] ["text/x-org"] of TEXT;
    YAML "application/yaml" Text ["yaml" "yml"] ["text/yaml" "text/x-yaml" "application/x-yaml" "text/vnd.yaml"] of TEXT;
    TOML "application/toml" Text ["toml"] ["text/x-toml" "text/toml"] of TEXT;
    INI "text/x-ini" Text ["ini" "cfg" "conf" "config" "properties"] ["text/ini" "application/x-ini" "text/x-properties" "text/x-java-properties" "zz-application/zz-winassoc-ini"] of TEXT;
    SRT "application/x-subrip" Text ["srt"] ["text/srt" "text/x-srt"] of TEXT;
    VTT "text/vtt" Text ["vtt"] [] of TEXT;
    ASS "text/x-ssa" Text ["ass" "ssa"] ["text/x-ass"] of TEXT;
    LRC "application/lrc" Text ["lrc"] [] of TEXT;
    ICS "text/calendar" Text ["ics" "ifb" "vcs"] ["text/x-vcalendar"] of TEXT;
    VCARD "text/vcard" Text ["vcf" "vcard"] ["text/x-vcard" "text/directory"] of TEXT;
    LDIF "text/x-ldif" Text ["ldif"] ["application/x-ldif"] of TEXT;
    BIBTEX "application/x-bibtex" Text ["bib"] ["text/x-bibtex"] of TEXT;
    RIS "application/x-research-info-systems" Text ["ris"] [] of TEXT;
    PO "text/x-gettext-translation" Text ["po" "pot"] ["text/x-po" "text/x-gettext"] of TEXT;
    DIFF "text/x-diff" Text ["diff" "patch"] ["text/x-patch"] of TEXT;
    PEM "application/x-pem-file" Text ["pem" "crt" "cer" "key" "pub" "csr" "crl" "p7b"] ["application/pem-certificate-chain" "application/x-x509-ca-cert" "application/x-x509-user-cert" "application/pkix-cert"] of TEXT;
    PGP_ARMOR "application/pgp-keys" Text ["asc" "key" "pgp" "gpg"] ["application/pgp-signature" "application/pgp-encrypted"] of TEXT;
    M3U "audio/x-mpegurl" Text ["m3u"] ["audio/mpegurl" "application/x-mpegurl"] of TEXT;
    HLS "application/vnd.apple.mpegurl" Text ["m3u8"] ["application/x-mpegurl" "audio/mpegurl" "audio/x-mpegurl" "vnd.apple.mpegurl"] of TEXT;
    PLS "audio/x-scpls" Text ["pls"] [] of TEXT;
    CUE "application/x-cue" Text ["cue"] [] of TEXT;
    OBJ "model/obj" Text ["obj"] ["text/x-obj"] of TEXT;
    MTL "model/mtl" Text ["mtl"] [] of TEXT;
    GCODE "text/x-gcode" Text ["gcode"] [] of TEXT;
    FASTA "text/x-fasta" Text ["fasta" "fa"] ["application/x-fasta"] of TEXT;
    GRAPHVIZ "text/vnd.graphviz" Text ["gv" "dot"] [] of TEXT;
    WKT "text/x-wkt" Text ["wkt"] [] of TEXT;

    // Text with a meaning of its own: source code, mail (`Code`), and what a server, a browser or a desktop obeys
    // (`Script`). Named by the extension or the first bytes, never taken for plain text.
    CSS "text/css" Code ["css"] [];
    JAVASCRIPT "text/javascript" Script ["js" "mjs" "cjs" "jsx"] ["application/javascript" "application/x-javascript" "text/ecmascript" "application/ecmascript"];
    TYPESCRIPT "text/typescript" Code ["ts" "tsx" "mts" "cts"] ["application/typescript" "text/x-typescript" "application/x-typescript"];
    PHP "application/x-php" Script ["php" "php3" "php4" "php5" "php7" "php8" "phtml" "phps" "phar" "pht" "inc"] ["application/x-httpd-php" "text/x-php" "text/php" "application/php" "application/x-httpd-php-source"];
    PYTHON "text/x-python" Code ["py" "pyw" "pyi"] ["text/x-script.python" "application/x-python" "text/x-python3"];
    SHELL "application/x-sh" Script ["sh" "bash" "zsh" "ksh" "csh" "fish" "command"] ["text/x-shellscript" "application/x-shellscript" "text/x-sh" "text/x-script.sh" "application/x-csh"];
    PERL "text/x-perl" Script ["pl" "pm" "cgi"] ["application/x-perl" "text/x-script.perl"];
    RUBY "text/x-ruby" Code ["rb"] ["application/x-ruby" "text/x-script.ruby"];
    LUA "text/x-lua" Code ["lua"] ["application/x-lua"];
    TCL "text/x-tcl" Code ["tcl"] ["application/x-tcl"];
    AWK "text/x-awk" Code ["awk"] ["application/x-awk"];
    POWERSHELL "text/x-powershell" Script ["ps1" "psm1" "psd1"] ["application/x-powershell"];
    BATCH "application/x-bat" Script ["bat" "cmd"] ["application/bat" "text/x-msdos-batch" "application/x-msdos-program"];
    VBSCRIPT "text/vbscript" Script ["vbs" "vbe" "wsf" "bas"] ["text/x-vbscript" "text/vbs"];
    HTA "application/hta" Script ["hta"] [];
    SCRIPTLET "text/scriptlet" Script ["sct" "wsc"] [];
    ASP "application/x-asp" Script ["asp" "asa" "cer"] ["text/asp"];
    ASPX "application/x-aspx" Script ["aspx" "ashx" "asmx" "ascx" "asax" "cshtml"] [];
    JSP "application/x-jsp" Script ["jsp" "jspx" "jspf"] ["text/x-jsp"];
    COLDFUSION "application/x-coldfusion" Script ["cfm" "cfc"] [];
    INTERNET_SHORTCUT "application/x-mswinurl" Script ["url" "website"] ["application/internet-shortcut" "text/x-uri"];
    DESKTOP_ENTRY "application/x-desktop" Script ["desktop"] [];
    APPCACHE "text/cache-manifest" Script ["appcache" "manifest"] [];
    SQL "application/sql" Code ["sql"] ["text/x-sql" "application/x-sql"];
    C "text/x-c" Code ["c" "h" "cc" "cpp" "cxx" "hpp"] ["text/x-csrc" "text/x-chdr" "text/x-c++src" "text/x-c++hdr" "text/x-c++"];
    CSHARP "text/x-csharp" Code ["cs"] [];
    RUST "text/rust" Code ["rs"] ["text/x-rust"];
    GO "text/x-go" Code ["go"] [];
    JAVA "text/x-java" Code ["java"] ["text/x-java-source"];
    KOTLIN "text/x-kotlin" Code ["kt" "kts"] [];
    SWIFT "text/x-swift" Code ["swift"] [];
    SCALA "text/x-scala" Code ["scala"] [];
    HASKELL "text/x-haskell" Code ["hs"] [];
    LISP "text/x-lisp" Code ["lisp" "el" "clj" "scm"] ["text/x-common-lisp" "text/x-emacs-lisp"];
    FORTRAN "text/x-fortran" Code ["f" "for" "f90"] [];
    PASCAL "text/x-pascal" Code ["pas"] [];
    ASSEMBLY "text/x-asm" Code ["s" "asm"] [];
    R "text/x-r" Code ["r"] [];
    JULIA "text/x-julia" Code ["jl"] [];
    MAKEFILE "text/x-makefile" Code ["mk" "mak"] [];
    CMAKE "text/x-cmake" Code ["cmake"] [];
    DOCKERFILE "text/x-dockerfile" Code ["dockerfile"] [];
    TEX "application/x-tex" Code ["tex" "ltx" "sty" "cls"] ["text/x-tex" "application/x-latex"];
    TROFF "text/troff" Code ["man" "troff" "roff" "1"] ["application/x-troff" "application/x-troff-man"];
    EMAIL "message/rfc822" Code ["eml"] [];
    MBOX "application/mbox" Code ["mbox"] [];
    MHTML "application/x-mimearchive" Script ["mht" "mhtml"] ["multipart/related"];

    // Markup: a browser that opens it builds a document, and most of these can run script.
    HTML "text/html" Markup ["html" "htm" "shtml" "shtm" "stm" "xht"] [];
    XHTML "application/xhtml+xml" Markup ["xhtml" "xht" "html" "htm"] [];
    XML "application/xml" Markup ["xml" "xsd" "config"] ["text/xml" "application/x-xml"];
    SVG "image/svg+xml" Markup ["svg"] ["image/svg" "image/svg-xml"];
    XSLT "application/xslt+xml" Markup ["xsl" "xslt"] ["text/xsl"] of XML;
    DTD "application/xml-dtd" Markup ["dtd" "mod" "ent"] [];
    MATHML "application/mathml+xml" Markup ["mathml" "mml"] [] of XML;
    RSS "application/rss+xml" Markup ["rss"] [] of XML;
    ATOM "application/atom+xml" Markup ["atom"] [] of XML;
    RDF "application/rdf+xml" Markup ["rdf" "owl"] [] of XML;
    GPX "application/gpx+xml" Markup ["gpx"] ["application/gpx"] of XML;
    KML "application/vnd.google-earth.kml+xml" Markup ["kml"] [] of XML;
    TCX "application/vnd.garmin.tcx+xml" Markup ["tcx"] [] of XML;
    GML "application/gml+xml" Markup ["gml"] [] of XML;
    COLLADA "model/vnd.collada+xml" Markup ["dae"] [] of XML;
    X3D "model/x3d+xml" Markup ["x3d"] [] of XML;
    FB2 "application/x-fictionbook+xml" Markup ["fb2"] [] of XML;
    TTML "application/ttml+xml" Markup ["ttml" "dfxp"] [] of XML;
    DASH "application/dash+xml" Markup ["mpd"] [] of XML;
    XSPF "application/xspf+xml" Markup ["xspf"] [] of XML;
    OPML "text/x-opml" Markup ["opml"] ["text/x-opml+xml"] of XML;
    PLIST "application/x-plist" Markup ["plist"] ["application/x-apple-plist"] of XML;
    XLIFF "application/xliff+xml" Markup ["xlf" "xliff"] ["application/x-xliff+xml"] of XML;
    WSDL "application/wsdl+xml" Markup ["wsdl"] [] of XML;
    XUL "application/vnd.mozilla.xul+xml" Markup ["xul"] [] of XML;
    MUSICXML "application/vnd.recordare.musicxml+xml" Markup ["musicxml"] [] of XML;
    JNLP "application/x-java-jnlp-file" Markup ["jnlp"] [] of XML;
    DRAWIO "application/vnd.jgraph.mxfile" Markup ["drawio"] [] of XML;
    XAML "application/xaml+xml" Markup ["xaml"] [] of XML;
    FODT "application/vnd.oasis.opendocument.text-flat-xml" Markup ["fodt"] [] of XML;
    FODS "application/vnd.oasis.opendocument.spreadsheet-flat-xml" Markup ["fods"] [] of XML;
}
