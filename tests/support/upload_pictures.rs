//! Pictures made by hand, and what was done to them: each hostile one stands beside a harmless one of the same build.

#![allow(dead_code, reason = "unit tests and integration tests each use their part")]
#![allow(clippy::trivially_copy_pass_by_ref, reason = "a name written as b\"name\"")]

/// A file, and what must be found in it.
pub struct Case {
    pub name: &'static str,
    /// The media type of the content.
    pub mime: &'static str,
    pub bytes: Vec<u8>,
    /// At least one of these codes must be among the findings; where there is none, there may be no finding at all.
    pub codes: &'static [&'static str],
}

const TRAILING: &[&str] = &["upload.trailing"];
const MALFORMED: &[&str] = &["upload.malformed"];
const TRUNCATED: &[&str] = &["upload.truncated"];
const METADATA: &[&str] = &["upload.metadata"];
const POLYGLOT: &[&str] = &["upload.polyglot"];
const CODE: &[&str] = &["upload.server_code"];
const PIXELS: &[&str] = &["upload.pixels"];
const NONE: &[&str] = &[];

pub const PHP: &[u8] = b"<?php system($_GET['c']); ?>";
pub const SCRIPT: &[u8] = b"<script>alert(1)</script>";
/// What editors write: XML, and harmless.
pub const XMP: &[u8] = b"<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
    <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" \
    xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">Sun &amp; sea</rdf:li>\
    </rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>";

fn join(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

fn be(n: usize) -> [u8; 4] {
    u32::try_from(n).expect("small").to_be_bytes()
}

fn le(n: usize) -> [u8; 4] {
    u32::try_from(n).expect("small").to_le_bytes()
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 },
        )
    })
}

/// A zlib stream of stored blocks.
fn zlib(text: &[u8]) -> Vec<u8> {
    let len = u16::try_from(text.len()).expect("one block");
    let (a, b) = text.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65521;
        (a, (b + a) % 65521)
    });
    join(&[b"\x78\x01\x01", &len.to_le_bytes(), &(!len).to_le_bytes(), text, &(b << 16 | a).to_be_bytes()])
}

// --- PNG ---

pub fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = join(&[kind, data]);
    join(&[&be(data.len()), &body, &crc32(&body).to_be_bytes()])
}

pub fn png_header(width: u32, height: u32) -> Vec<u8> {
    chunk(b"IHDR", &join(&[&width.to_be_bytes(), &height.to_be_bytes(), &[8, 0, 0, 0, 0]]))
}

/// A PNG of 2 by 2 grey dots with these chunks between header and dots.
pub fn png(between: &[Vec<u8>]) -> Vec<u8> {
    join(&[b"\x89PNG\r\n\x1A\n", &png_header(2, 2), &between.concat(), &dots(), &chunk(b"IEND", b"")])
}

fn dots() -> Vec<u8> {
    chunk(b"IDAT", &zlib(&[0, 1, 2, 0, 3, 4]))
}

fn frame(sequence: u32, width: u32, height: u32, x: u32) -> Vec<u8> {
    let numbers = [sequence, width, height, x, 0].map(u32::to_be_bytes).concat();
    chunk(b"fcTL", &join(&[&numbers, &[0, 1, 0, 10, 0, 0]]))
}

fn apng(frames: u32, second: &[u8]) -> Vec<u8> {
    let control = chunk(b"acTL", &join(&[&frames.to_be_bytes(), &[0; 4]]));
    let data = chunk(b"fdAT", &join(&[&2_u32.to_be_bytes(), &zlib(&[0, 1, 2, 0, 3, 4])]));
    join(&[
        b"\x89PNG\r\n\x1A\n",
        &png_header(2, 2),
        &control,
        &frame(0, 2, 2, 0),
        &dots(),
        second,
        &data,
        &chunk(b"IEND", b""),
    ])
}

fn pngs(cases: &mut Vec<Case>) {
    let mut add = |name, bytes, codes| cases.push(Case { name, mime: "image/png", bytes, codes });
    let text = |text: &[u8]| chunk(b"tEXt", &join(&[b"Comment\0", text]));
    let packed = |text: &[u8]| chunk(b"zTXt", &join(&[b"Comment\0\0", &zlib(text)]));
    let international = |packed: u8, text: &[u8]| {
        chunk(b"iTXt", &join(&[b"XML:com.adobe.xmp\0", &[packed, 0], b"\0\0", text]))
    };
    add("png", png(&[]), NONE);
    add("png text", png(&[text(b"1 < 2, script of a film <3")]), NONE);
    add("png text: script", png(&[text(SCRIPT)]), METADATA);
    add("png text: SCRIPT", png(&[text(b"<ScRiPt src=//x>")]), METADATA);
    add("png text: handler", png(&[text(b"<img src=x onerror=alert(1)>")]), METADATA);
    add("png text: php", png(&[text(PHP)]), CODE);
    add("png text: short php", png(&[text(b"<?=`$_GET[0]`?>")]), CODE);
    // From a review: the shortest shells of ASP.
    add("png text: ASP", png(&[text(b"<%eval request(\"c\")%>")]), CODE);
    add("png text: asp", png(&[text(b"<% Execute request(\"x\")%>")]), CODE);
    add("png text: percent", png(&[text(b"under <50% of evaluations, <%")]), NONE);
    add("png zTXt", png(&[packed(b"just text")]), NONE);
    add("png zTXt: script", png(&[packed(SCRIPT)]), METADATA);
    add("png zTXt: more than is unpacked", png(&vec![packed(&vec![b' '; 60_000]); 20]), &["upload.unread"]);
    add("png zTXt: script behind much", png(&[packed(&join(&[&vec![b' '; 30_000], SCRIPT]))]), METADATA);
    add("png iTXt: XMP", png(&[international(0, XMP)]), NONE);
    add("png iTXt: packed XMP", png(&[international(1, &zlib(XMP))]), NONE);
    add("png iTXt: packed script", png(&[international(1, &zlib(SCRIPT))]), METADATA);
    add("png iCCP", png(&[chunk(b"iCCP", &join(&[b"sRGB\0\0", &zlib(b"acsp mntrRGB XYZ ")]))]), NONE);
    add(
        "png iCCP: markup",
        png(&[chunk(b"iCCP", &join(&[b"sRGB\0\0", &zlib(b"acsp <svg onload=alert(1)>")]))]),
        METADATA,
    );
    add("png eXIf", png(&[chunk(b"eXIf", b"MM\0*\0\0\0\x08\0\0")]), NONE);
    add("png eXIf: script", png(&[chunk(b"eXIf", &join(&[b"MM\0*\0\0\0\x08\0\0", SCRIPT]))]), METADATA);
    add("png private chunk", png(&[chunk(b"prVt", b"of a program")]), NONE);
    add("png private chunk: frame", png(&[chunk(b"prVt", b"<iframe src=//x>")]), METADATA);
    add("png critical chunk", png(&[chunk(b"PRVt", b"of a program")]), MALFORMED);
    add("png in pixels", png(&[chunk(b"tRNS", b"<?=$_GET[0]($_POST[1]);?>")]), CODE);
    let whole = png(&[]);
    add("png, zeros behind", join(&[&whole, &[0; 500], b"\r\n"]), NONE);
    add("png, letters behind", join(&[&whole, b"letters"]), TRAILING);
    add("png, zip behind zeros", join(&[&whole, &[0; 500], b"PK\x03\x04"]), POLYGLOT);
    add("png, zip behind", join(&[&whole, &zip(whole.len())]), POLYGLOT);
    add("png, zip without offset behind", join(&[&whole, &zip(0)]), POLYGLOT);
    add("png, rar behind", join(&[&whole, b"Rar!\x1A\x07\x01\x00"]), POLYGLOT);
    add("png, 7z behind", join(&[&whole, b"7z\xBC\xAF\x27\x1C\0\x04"]), POLYGLOT);
    add("png, program behind", join(&[&whole, b"MZ\x90\0\x03"]), POLYGLOT);
    add("png, ELF behind", join(&[&whole, b"\x7FELF\x02\x01\x01"]), POLYGLOT);
    add("png, pdf behind", join(&[&whole, b"%PDF-1.4\n"]), POLYGLOT);
    add("png, png behind", join(&[&whole, &whole]), TRAILING);
    add("png, php behind", join(&[&whole, PHP]), CODE);
    add("png, html behind", join(&[&whole, b"<html><body>"]), TRAILING);
    add("png with a zip inside", png(&[chunk(b"ziPp", &zip(8 + 25 + 8))]), POLYGLOT);
    add("png with a pdf inside", png(&[chunk(b"pdFf", b"%PDF-1.4\n1 0 obj")]), POLYGLOT);
    add("png that is a phar", png(&[chunk(b"phAr", b"__HALT_COMPILER(); ?>")]), CODE);
    add("png, IEND twice", join(&[&whole, &chunk(b"IEND", b"")]), TRAILING);
    let mut end = whole.clone();
    end.truncate(end.len() - 12);
    add("png, no IEND", end.clone(), TRUNCATED);
    add("png, IEND with data", join(&[&end, &chunk(b"IEND", b"data")]), MALFORMED);
    add("png, half a chunk", end.get(..end.len() - 5).expect("longer").to_vec(), TRUNCATED);
    add("png, IHDR twice", png(&[png_header(2, 2)]), MALFORMED);
    add("png, IHDR twice, of two sizes", png(&[png_header(30_000, 30_000)]), MALFORMED);
    add("png, chunk of 0xFFFFFFFF", png(&[b"\xFF\xFF\xFF\xFFteXt".to_vec()]), MALFORMED);
    add("png, chunk of 0x7FFFFFFF", png(&[b"\x7F\xFF\xFF\xFFteXt".to_vec()]), TRUNCATED);
    add("png, chunk without a name", png(&[chunk(b"\0\0\0\0", b"")]), MALFORMED);
    add("png, no dots", join(&[b"\x89PNG\r\n\x1A\n", &png_header(2, 2), &chunk(b"IEND", b"")]), MALFORMED);
    add("png, dots in two places", png(&[dots(), text(b"between")]), MALFORMED);
    let sized = |w, h| join(&[b"\x89PNG\r\n\x1A\n", &png_header(w, h), &dots(), &chunk(b"IEND", b"")]);
    add("png, 0 by 0", sized(0, 0), MALFORMED);
    add("png, 0 high", sized(2, 0), MALFORMED);
    add("png, 3000 by 2000", sized(3000, 2000), NONE);
    add("png, 60000 by 60000", sized(60_000, 60_000), PIXELS);
    add("png, 2^31 by 2^31", sized(1 << 31, 1 << 31), MALFORMED);
    let mut wrong = whole;
    wrong[29] ^= 1;
    add("png, checksum of the header", wrong, MALFORMED);
    add("apng", apng(2, &frame(1, 2, 2, 0)), NONE);
    add("apng, frame outside", apng(2, &frame(1, 2, 2, 1)), MALFORMED);
    add("apng, frame of overflow", apng(2, &frame(1, 2, 2, u32::MAX)), MALFORMED);
    add("apng, frame of 0", apng(2, &frame(1, 0, 2, 0)), MALFORMED);
    add("apng, frames that are not there", apng(u32::MAX, &frame(1, 2, 2, 0)), MALFORMED);
    add("apng, no frames", apng(0, &[]), MALFORMED);
}

// --- ZIP, to be put into others ---

/// An archive of one empty entry `a`, with its directory counted from `offset` bytes before it.
pub fn zip(offset: usize) -> Vec<u8> {
    let local = join(&[b"PK\x03\x04\x14\0\0\0\0\0", &[0; 16], b"\x01\0\0\0a"]);
    let central =
        join(&[b"PK\x01\x02\x14\0\x14\0\0\0\0\0", &[0; 16], b"\x01\0\0\0", &[0; 12], &le(offset), b"a"]);
    let end =
        join(&[b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &le(central.len()), &le(offset + local.len()), &[0; 2]]);
    join(&[&local, &central, &end])
}

// --- JPEG ---

pub fn segment(code: u8, data: &[u8]) -> Vec<u8> {
    let len = u16::try_from(data.len() + 2).expect("short").to_be_bytes();
    join(&[&[0xFF, code], &len, data])
}

fn frame_of(width: u16, height: u16) -> Vec<u8> {
    segment(0xC0, &join(&[&[8], &height.to_be_bytes(), &width.to_be_bytes(), &[1, 1, 0x11, 0]]))
}

fn scan() -> Vec<u8> {
    join(&[
        &segment(0xDA, &[1, 1, 0, 0, 63, 0]),
        &[0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0xFF, 0x00],
    ])
}

/// A JPEG of 16 by 8 dots with these segments in front.
pub fn jpeg(front: &[Vec<u8>]) -> Vec<u8> {
    jpeg_of(front, &frame_of(16, 8), &scan())
}

fn jpeg_of(front: &[Vec<u8>], frame: &[u8], scan: &[u8]) -> Vec<u8> {
    let jfif = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    let tables = join(&[&segment(0xDB, &[0; 65]), frame, &segment(0xC4, &[0; 17])]);
    join(&[&[0xFF, 0xD8], &jfif, &front.concat(), &tables, scan, &[0xFF, 0xD9]])
}

/// Samsung's blocks behind a picture: a time, and their directory.
fn samsung(block: &[u8]) -> Vec<u8> {
    let head = [0, 0, 1, 10];
    let block = join(&[&head, &le(14), b"Image_UTC_Data", block]);
    let directory = join(&[b"SEFH", &le(107), &le(1), &head, &le(block.len()), &le(block.len())]);
    join(&[&block, &directory, &le(directory.len()), b"SEFT"])
}

fn jpegs(cases: &mut Vec<Case>) {
    let mut add = |name, bytes, codes| cases.push(Case { name, mime: "image/jpeg", bytes, codes });
    let comment = |text: &[u8]| segment(0xFE, text);
    let exif = |text: &[u8]| segment(0xE1, &join(&[b"Exif\0\0MM\0*\0\0\0\x08\0\0", text]));
    let xmp = |text: &[u8]| segment(0xE1, &join(&[b"http://ns.adobe.com/xap/1.0/\0", text]));
    let profile = |text: &[u8]| segment(0xE2, &join(&[b"ICC_PROFILE\0\x01\x01", text]));
    let wide = |text: &[u8]| text.iter().flat_map(|b| [*b, 0]).collect::<Vec<u8>>();
    add("jpeg", jpeg(&[]), NONE);
    add("jpeg comment", jpeg(&[comment(b"made with <3 by a script")]), NONE);
    add("jpeg comment: php", jpeg(&[comment(PHP)]), CODE);
    add("jpeg comment: php without end", jpeg(&[comment(b"<?PHP\neval($x);")]), CODE);
    add("jpeg comment: short php", jpeg(&[comment(b"<?=system($_GET[0])?>")]), CODE);
    add("jpeg comment: asp", jpeg(&[comment(b"<%@ Page Language=\"C#\" %>")]), CODE);
    add("jpeg comment: classic asp", jpeg(&[comment(b"<% eval request(\"x\") : response.end %>")]), CODE);
    add("jpeg comment: server-side include", jpeg(&[comment(b"<!--#exec cmd=\"id\" -->")]), CODE);
    add("jpeg comment: html", jpeg(&[comment(b"<html><body>x")]), METADATA);
    add("jpeg comment: doctype", jpeg(&[comment(b"<!DOCTYPE html>")]), METADATA);
    add("jpeg comment: script link", jpeg(&[comment(b"<a href=javascript:alert(1)>")]), METADATA);
    add("jpeg exif", jpeg(&[exif(b"A description of 3 < 4")]), NONE);
    add("jpeg exif: script", jpeg(&[exif(SCRIPT)]), METADATA);
    add("jpeg exif: UTF-16", jpeg(&[exif(&wide(b"Titel, mein Bild"))]), NONE);
    add("jpeg exif: script in UTF-16", jpeg(&[exif(&wide(SCRIPT))]), METADATA);
    add("jpeg xmp", jpeg(&[xmp(XMP)]), NONE);
    add(
        "jpeg xmp: script",
        jpeg(&[xmp(&join(&[XMP, b"<x:script xmlns:x='http://www.w3.org/1999/xhtml'>", SCRIPT]))]),
        METADATA,
    );
    add(
        "jpeg xmp: prefixed script",
        jpeg(&[xmp(b"<x:xmpmeta><h:script >alert(1)</h:script></x:xmpmeta>")]),
        METADATA,
    );
    add(
        "jpeg xmp: escaped script",
        jpeg(&[xmp(b"<dc:title>&lt;script&gt;alert(1)&lt;/script&gt;</dc:title>")]),
        METADATA,
    );
    add("jpeg icc", jpeg(&[profile(b"acspAPPL")]), NONE);
    add("jpeg icc: markup", jpeg(&[profile(b"acspAPPL<svg/onload=alert(1)>")]), METADATA);
    add("jpeg icc: zip", jpeg(&[profile(&zip(0))]), POLYGLOT);
    add("jpeg comment: rar", jpeg(&[comment(b"Rar!\x1A\x07\x00\xCF\x90")]), POLYGLOT);
    add("jpeg comment: phar", jpeg(&[comment(b"__HALT_COMPILER(); ?>\r\n")]), CODE);
    let script = join(&[
        &[0xFF, 0xD8, 0xFF, 0xE0, b'/', b'*'],
        &[0; 0x2F2A - 2],
        &comment(b"*/=alert(document.domain)/*"),
    ]);
    let rest = jpeg(&[]);
    add("jpeg that is a script", join(&[&script, rest.get(2..).expect("longer")]), POLYGLOT);
    add("jpeg, thumbnail", jpeg(&[exif(&jpeg(&[]))]), NONE);
    add(
        "jpeg, two scans",
        jpeg_of(&[], &frame_of(16, 8), &join(&[&scan(), &segment(0xC4, &[0; 17]), &scan()])),
        NONE,
    );
    add(
        "jpeg, two frames",
        jpeg_of(&[], &join(&[&frame_of(16, 8), &frame_of(9000, 9000)]), &scan()),
        MALFORMED,
    );
    add("jpeg, no frame", jpeg_of(&[], &[], &scan()), MALFORMED);
    add("jpeg, no scan", jpeg_of(&[], &frame_of(16, 8), &[]), MALFORMED);
    add("jpeg, 0 wide", jpeg_of(&[], &frame_of(0, 8), &scan()), MALFORMED);
    add("jpeg, 0 high", jpeg_of(&[], &frame_of(16, 0), &scan()), MALFORMED);
    add("jpeg, 65535 by 65535", jpeg_of(&[], &frame_of(65535, 65535), &scan()), PIXELS);
    add("jpeg, segment of length 1", jpeg(&[vec![0xFF, 0xE5, 0, 1]]), MALFORMED);
    add("jpeg, junk between segments", jpeg(&[b"junk".to_vec()]), MALFORMED);
    add("jpeg, filled up between segments", jpeg(&[vec![0xFF; 9]]), NONE);
    add("jpeg, start twice", jpeg(&[vec![0xFF, 0xD8]]), MALFORMED);
    let whole = jpeg(&[]);
    add("jpeg, no end", whole.get(..whole.len() - 2).expect("longer").to_vec(), TRUNCATED);
    add("jpeg, cut in a segment", whole.get(..50).expect("longer").to_vec(), TRUNCATED);
    add("jpeg, zeros behind", join(&[&whole, &[0; 4000]]), NONE);
    add("jpeg, FF behind", join(&[&whole, &[0xFF; 4000]]), NONE);
    add("jpeg, letters behind", join(&[&whole, b"letters"]), TRAILING);
    add("jpeg, jar behind", join(&[&whole, &zip(whole.len())]), POLYGLOT);
    add("jpeg, film behind", join(&[&whole, &movie()]), TRAILING);
    add("jpeg, jpeg behind", join(&[&whole, &whole]), TRAILING);
    let several = jpeg(&[segment(0xE2, b"MPF\0MM\0*\0\0\0\x08\0\0")]);
    add("jpeg, a second picture announced", join(&[&several, &whole]), NONE);
    add("jpeg, announced behind zeros", join(&[&several, &[0; 300], &whole, &whole]), NONE);
    add("jpeg, announced, with php", join(&[&several, &jpeg(&[comment(PHP)])]), CODE);
    add("jpeg, announced, zip behind", join(&[&several, &whole, &zip(0)]), POLYGLOT);
    add("jpeg, announced, letters instead", join(&[&several, b"letters"]), TRAILING);
    add("jpeg, announced, cut", join(&[&several, whole.get(..60).expect("longer")]), TRUNCATED);
    add("jpeg, Samsung's blocks", join(&[&whole, &samsung(b"1527589421")]), NONE);
    add("jpeg, Samsung's film", join(&[&whole, &samsung(&vec![7; 70_000])]), TRAILING);
    add("jpeg, zip in Samsung's place", join(&[&whole, &samsung(b"1"), &zip(0), b"SEFT"]), TRAILING);
}

// --- GIF ---

fn gif_header(width: u16, height: u16) -> Vec<u8> {
    join(&[b"GIF89a", &width.to_le_bytes(), &height.to_le_bytes(), &[0x80, 0, 0, 0, 0, 0, 255, 255, 255]])
}

fn gif_frame(width: u16, height: u16) -> Vec<u8> {
    join(&[b",\0\0\0\0", &width.to_le_bytes(), &height.to_le_bytes(), &[0, 2, 2, 0x44, 1, 0]])
}

fn blocks(text: &[u8]) -> Vec<u8> {
    let mut blocks: Vec<u8> = text
        .chunks(255)
        .flat_map(|part| join(&[&[u8::try_from(part.len()).expect("short")], part]))
        .collect();
    blocks.push(0);
    blocks
}

pub fn gif(between: &[Vec<u8>]) -> Vec<u8> {
    join(&[&gif_header(2, 2), &between.concat(), &gif_frame(2, 2), b";"])
}

fn gifs(cases: &mut Vec<Case>) {
    let mut add = |name, bytes, codes| cases.push(Case { name, mime: "image/gif", bytes, codes });
    let comment = |text: &[u8]| join(&[b"!\xFE", &blocks(text)]);
    let xmp = |text: &[u8]| {
        let trailer: Vec<u8> = std::iter::once(1).chain((0..=255).rev()).chain([0]).collect();
        join(&[b"!\xFF\x0BXMP DataXMP", text, &trailer])
    };
    add("gif", gif(&[]), NONE);
    add("gif comment", gif(&[comment(b"made by a tool")]), NONE);
    add("gif comment: script", gif(&[comment(SCRIPT)]), METADATA);
    add("gif comment: script over two blocks", gif(&[comment(&join(&[&[b'x'; 250], SCRIPT]))]), METADATA);
    add("gif comment: php", gif(&[comment(PHP)]), CODE);
    add("gif xmp", gif(&[xmp(XMP)]), NONE);
    add("gif xmp: script", gif(&[xmp(&join(&[XMP, SCRIPT]))]), METADATA);
    add("gif loop", gif(&[b"!\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0".to_vec()]), NONE);
    add(
        "gif application: frame",
        gif(&[join(&[b"!\xFF\x0BPAYLOAD 1.0", &blocks(b"<iframe src=//x>")])]),
        METADATA,
    );
    let script =
        join(&[b"GIF89a/*\x02\0\0\0\0", &comment(b"*/=1;alert(document.domain)//"), &gif_frame(2, 2), b";"]);
    add("gif that is a script", script, POLYGLOT);
    add("gif, no end", gif_header(2, 2).into_iter().chain(gif_frame(2, 2)).collect(), NONE); // all readers show it
    add(
        "gif, cut in a frame",
        join(&[&gif_header(2, 2), gif_frame(2, 2).get(..12).expect("longer")]),
        TRUNCATED,
    );
    add("gif, only a header", gif_header(2, 2), TRUNCATED);
    add("gif, no frame", join(&[&gif_header(2, 2), b";"]), MALFORMED);
    add("gif, unknown block", gif(&[b"?x".to_vec()]), MALFORMED);
    add("gif, code size", join(&[&gif_header(2, 2), b",\0\0\0\0\x02\0\x02\0\0\x20\x01\0\0;"]), MALFORMED);
    add("gif, 0 by 0", join(&[&gif_header(0, 0), &gif_frame(2, 2), b";"]), MALFORMED);
    add("gif, frame of 0", join(&[&gif_header(2, 2), &gif_frame(0, 2), b";"]), MALFORMED);
    add("gif, 65535 by 65535", join(&[&gif_header(65535, 65535), &gif_frame(2, 2), b";"]), PIXELS);
    add("gif, frame of 65535 by 65535", join(&[&gif_header(2, 2), &gif_frame(65535, 65535), b";"]), PIXELS);
    let whole = gif(&[]);
    add("gif, line end behind", join(&[&whole, b"\r\n"]), NONE);
    add("gif, rest of a buffer behind", join(&[&whole, b"\x14\0;;\xBA\nD\x14\0;;"]), NONE);
    add("gif, text behind", join(&[&whole, b"text"]), TRAILING);
    add("gif, much of a buffer behind", join(&[&whole, &[0x81; 17]]), TRAILING);
    add("gif, zip behind", join(&[&whole, &zip(whole.len())]), POLYGLOT);
    add("gif, html behind", join(&[&whole, b"<script>"]), METADATA);
    add("gif, php behind", join(&[&whole, b"<?=`$_GET[0]`;"]), CODE);
}

// --- RIFF ---

fn piece(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    join(&[kind, &le(data.len()), data, &[0][..data.len() % 2]])
}

fn riff(form: &[u8; 4], pieces: &[Vec<u8>]) -> Vec<u8> {
    let pieces = pieces.concat();
    join(&[b"RIFF", &le(pieces.len() + 4), form, &pieces])
}

fn lossless(width: u32, height: u32) -> Vec<u8> {
    let size = (width - 1) | (height - 1) << 14;
    piece(b"VP8L", &join(&[&[0x2F], &size.to_le_bytes(), &[0x88, 0x88, 8, 0]]))
}

fn extended(flags: u8, width: u32, height: u32) -> Vec<u8> {
    let side = |n: u32| (n - 1).to_le_bytes();
    piece(b"VP8X", &join(&[&[flags, 0, 0, 0], &side(width)[..3], &side(height)[..3]]))
}

fn animation(x: u32, inside: &[u8]) -> Vec<u8> {
    let number = |n: u32| n.to_le_bytes();
    let numbers = [x / 2, 0, 15, 7, 40].map(|n| number(n)[..3].to_vec()).concat();
    piece(b"ANMF", &join(&[&numbers, &[0], inside]))
}

fn webps(cases: &mut Vec<Case>) {
    let mut add = |name, bytes, codes| cases.push(Case { name, mime: "image/webp", bytes, codes });
    let webp = |pieces: &[Vec<u8>]| riff(b"WEBP", pieces);
    let whole = webp(&[lossless(16, 8)]);
    add("webp", whole.clone(), NONE);
    let with =
        |kind: &[u8; 4], text: &[u8]| webp(&[extended(0x2C, 16, 8), lossless(16, 8), piece(kind, text)]);
    add("webp exif", with(b"EXIF", b"MM\0*\0\0\0\x08\0\0"), NONE);
    add("webp exif: script", with(b"EXIF", SCRIPT), METADATA);
    add("webp xmp", with(b"XMP ", XMP), NONE);
    add("webp xmp: script", with(b"XMP ", b"<x:xmpmeta><script >x</script></x:xmpmeta>"), METADATA);
    add("webp unknown chunk", with(b"ABCD", b"text"), NONE);
    add("webp unknown chunk: php", with(b"ABCD", PHP), CODE);
    add("webp of two sizes", webp(&[extended(0, 3, 3), lossless(16, 8)]), MALFORMED);
    add("webp canvas of 16384 by 16384", webp(&[extended(0, 16384, 16384), lossless(16384, 16384)]), PIXELS);
    add(
        "webp canvas of 2^24 by 2^24",
        webp(&[extended(2, 1 << 24, 1 << 24), animation(0, &lossless(16, 8))]),
        PIXELS,
    );
    add(
        "webp animation",
        webp(&[extended(2, 16, 8), animation(0, &lossless(16, 8)), animation(0, &lossless(16, 8))]),
        NONE,
    );
    add(
        "webp animation, frame outside",
        webp(&[extended(2, 16, 8), animation(2, &lossless(16, 8))]),
        MALFORMED,
    );
    add(
        "webp animation, frame of another size",
        webp(&[extended(2, 16, 8), animation(0, &lossless(9000, 9000))]),
        MALFORMED,
    );
    add("webp, no picture", webp(&[extended(0, 16, 8)]), MALFORMED);
    add("webp, two pictures", webp(&[lossless(16, 8), lossless(16, 8)]), MALFORMED);
    let mut size = whole.clone();
    size[4] += 40;
    add("webp, size too large", size.clone(), TRUNCATED);
    size[4] -= 48;
    add("webp, size too small", size, MALFORMED);
    let mut inner = whole.clone();
    inner[16] = 200;
    add("webp, chunk over the end", inner, MALFORMED);
    let mut overflow = whole.clone();
    overflow[16..20].fill(0xFF);
    add("webp, chunk of 0xFFFFFFFF", overflow, MALFORMED);
    let mut mark = whole.clone();
    mark[20] = 0;
    add("webp, no signature in the picture", mark, MALFORMED);
    add("webp, zeros behind", join(&[&whole, &[0; 9]]), NONE);
    add("webp, letters behind", join(&[&whole, b"letters"]), TRAILING);
    add("webp, zip behind", join(&[&whole, &zip(whole.len())]), POLYGLOT);
    add("webp, zip inside", with(b"ABCD", &zip(0)), POLYGLOT);
    add("webp, cut", whole.get(..whole.len() - 3).expect("longer").to_vec(), TRUNCATED);
}

fn sounds(cases: &mut Vec<Case>) {
    let format = piece(b"fmt ", &[1, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x40, 0x1F, 0, 0, 1, 0, 8, 0]);
    let data = piece(b"data", &[128; 9]);
    let title = |text: &[u8]| piece(b"LIST", &join(&[b"INFO", &piece(b"INAM", text)]));
    let whole = riff(b"WAVE", &[format.clone(), data.clone()]);
    let mut add = |name, bytes, codes| cases.push(Case { name, mime: "audio/wav", bytes, codes });
    add("wav", whole.clone(), NONE);
    add("wav title", riff(b"WAVE", &[format.clone(), title(b"A song"), data.clone()]), NONE);
    add("wav title: script", riff(b"WAVE", &[format.clone(), title(SCRIPT), data.clone()]), METADATA);
    let mut stream = whole.clone();
    stream[4..8].fill(0xFF);
    add("wav from a pipe", stream, NONE);
    add("wav, zip behind", join(&[&whole, &zip(whole.len())]), POLYGLOT);
    add("wav, cut", whole.get(..whole.len() - 4).expect("longer").to_vec(), TRUNCATED);
    let aiff = |text: &[u8]| {
        let part = |kind: &[u8; 4], data: &[u8]| join(&[kind, &be(data.len()), data, &[0][..data.len() % 2]]);
        let parts = join(&[&part(b"COMM", &[0; 18]), &part(b"NAME", text), &part(b"SSND", &[0; 10])]);
        join(&[b"FORM", &be(parts.len() + 4), b"AIFF", &parts])
    };
    let mut add = |name, bytes, codes| cases.push(Case { name, mime: "audio/aiff", bytes, codes });
    add("aiff", aiff(b"A song"), NONE);
    add("aiff title: script", aiff(SCRIPT), METADATA);
    add("aiff, letters behind", join(&[&aiff(b"A song"), b"letters"]), TRAILING);
    let id3 = |text: &[u8]| {
        let frame = join(&[b"TIT2", &be(text.len() + 1), &[0; 3], text]);
        let frames = [&[0xFF, 0xFB, 0x90, 0][..], &[0; 413]].concat().repeat(3);
        join(&[b"ID3\x03\0\0", &be(frame.len()), &frame, &frames])
    };
    let mut add = |name, bytes, codes| cases.push(Case { name, mime: "audio/mpeg", bytes, codes });
    add("mp3", id3(b"A song"), NONE);
    add("mp3 title: script", id3(SCRIPT), METADATA);
    add("mp3 title: php", id3(PHP), CODE);
    let wide = |text: &[u8]| text.iter().flat_map(|b| [*b, 0]).collect::<Vec<u8>>();
    add("mp3 title in UTF-16", id3(&wide(b"A song")), NONE);
    add("mp3 title: script in UTF-16", id3(&wide(SCRIPT)), METADATA);
    let old = |text: &[u8]| join(&[&id3(b"A song"), b"TAG", text, &vec![0; 125 - text.len()]]);
    add("mp3 old title", old(b"A song"), NONE);
    add("mp3 old title: handler", old(b"<img src=x onload=x()>"), METADATA);
    add("mp3, zip behind", join(&[&id3(b"A song"), &zip(0)]), POLYGLOT);
    let flac = |text: &[u8]| {
        let info = join(&[&[0, 0, 0, 34, 16, 0, 16, 0], &[0; 30]]);
        let note = join(&[&[0x84, 0, 0, u8::try_from(text.len()).expect("short")], text]);
        join(&[b"fLaC", &info, &note, &[0xFF, 0xF8, 0x69, 0x08, 0, 0, 0, 0]])
    };
    let mut add = |name, bytes, codes| cases.push(Case { name, mime: "audio/flac", bytes, codes });
    add("flac", flac(b"title=A song"), NONE);
    add("flac title: script", flac(SCRIPT), METADATA);
    let page =
        |body: &[u8]| join(&[b"OggS\0\x02", &[0; 20], &[1, u8::try_from(body.len()).expect("short")], body]);
    let ogg = |text: &[u8]| {
        let head = join(&[b"\x01vorbis", &[0; 4], &[1, 0x44, 0xAC, 0, 0], &[0; 12], &[0xB8, 1]]);
        join(&[&page(&head), &page(&join(&[b"\x03vorbis", text]))])
    };
    let mut add = |name, bytes, codes| cases.push(Case { name, mime: "audio/ogg", bytes, codes });
    add("ogg", ogg(b"title=A song"), NONE);
    add("ogg title: script", ogg(SCRIPT), METADATA);
    add("ogg, letters behind", join(&[&ogg(b"title=A song"), b"letters"]), TRAILING);
    add("ogg, zip behind", join(&[&ogg(b"title=A song"), &zip(0)]), POLYGLOT);
}

// --- bitmaps ---

fn bitmap(width: i32, height: i32, dots: &[u8]) -> Vec<u8> {
    let header = join(&[&le(40), &width.to_le_bytes(), &height.to_le_bytes(), &[1, 0, 24, 0], &[0; 24]]);
    join(&[b"BM", &le(54 + dots.len()), &[0; 4], &le(54), &header, dots])
}

fn icon(entries: &[&[u8]], shift: usize) -> Vec<u8> {
    let mut at = 6 + 16 * entries.len() + shift;
    let mut directory = join(&[&[0, 0, 1, 0], &u16::try_from(entries.len()).expect("few").to_le_bytes()]);
    for entry in entries {
        directory.extend(join(&[&[2, 2, 0, 0, 1, 0, 24, 0], &le(entry.len()), &le(at)]));
        at += entry.len();
    }
    join(&[&directory, &entries.concat()])
}

fn bitmaps(cases: &mut Vec<Case>) {
    let mut add = |name, bytes, codes| cases.push(Case { name, mime: "image/bmp", bytes, codes });
    let whole = bitmap(2, 2, &[7; 16]);
    add("bmp", whole.clone(), NONE);
    add("bmp from the top", bitmap(2, -2, &[7; 16]), NONE);
    add("bmp, zeros behind", join(&[&whole, &[0; 2]]), NONE);
    add("bmp, letters behind", join(&[&whole, b"letters"]), TRAILING);
    add("bmp, zip behind", join(&[&whole, &zip(0)]), POLYGLOT);
    add("bmp, php behind", join(&[&whole, PHP]), CODE);
    add("bmp, cut", bitmap(2, 2, &[7; 9]), TRUNCATED);
    add("bmp, 0 wide", bitmap(0, 2, &[7; 16]), MALFORMED);
    add("bmp, -2 wide", bitmap(-2, 2, &[7; 16]), MALFORMED);
    add("bmp, 2^31 high", bitmap(2, i32::MIN, &[7; 16]), PIXELS);
    add("bmp, 2^31 - 1 square", bitmap(i32::MAX, i32::MAX, &[7; 16]), PIXELS);
    let mut inside = whole.clone();
    inside[10] = 3;
    add("bmp, dots inside the header", inside, MALFORMED);
    let mut script = bitmap(2, 2, &[7; 16]);
    script[2..4].copy_from_slice(b"/*");
    add("bmp that is a script", join(&[&script, b"*/=1;alert(document.domain)"]), POLYGLOT);
    let mut add =
        |name, bytes, codes| cases.push(Case { name, mime: "image/vnd.microsoft.icon", bytes, codes });
    let dib = join(&[bitmap(2, 4, &[7; 24]).get(14..).expect("longer")]);
    let small = png(&[]);
    add("ico", icon(&[&dib, &small], 0), NONE);
    add("ico, entry behind the end", icon(&[&dib, &small], 30), TRUNCATED);
    add(
        "ico, entry in the directory",
        icon(&[&dib], 0).iter().enumerate().map(|(i, b)| if i == 18 { 4 } else { *b }).collect(),
        MALFORMED,
    );
    add("ico, letters in it", icon(&[&[b'x'; 60]], 0), MALFORMED);
    add("ico, letters behind", join(&[&icon(&[&dib], 0), b"letters"]), TRAILING);
    add("ico, zip behind", join(&[&icon(&[&dib], 0), &zip(0)]), POLYGLOT);
    let large = join(&[b"\x89PNG\r\n\x1A\n", &png_header(60_000, 60_000), &dots(), &chunk(b"IEND", b"")]);
    add("ico, 60000 by 60000", icon(&[&large], 0), PIXELS);
}

// --- TIFF ---

/// One directory with these entries, whose values stand in the entries or at the offsets they name.
fn tiff(entries: &[(u16, u16, u32, u32)], next: u32, behind: &[u8]) -> Vec<u8> {
    let mut bytes = join(&[b"II*\0", &le(8), &u16::try_from(entries.len()).expect("few").to_le_bytes()]);
    for (tag, kind, count, value) in entries {
        bytes.extend(join(&[
            &tag.to_le_bytes(),
            &kind.to_le_bytes(),
            &count.to_le_bytes(),
            &value.to_le_bytes(),
        ]));
    }
    join(&[&bytes, &next.to_le_bytes(), behind])
}

fn tiffs(cases: &mut Vec<Case>) {
    let mut add = |name, bytes, codes| cases.push(Case { name, mime: "image/tiff", bytes, codes });
    // Five entries and the link to the next directory end at byte 74.
    let with = |width, height, rows, next, text: &[u8], behind: &[u8]| {
        let count = u32::try_from(text.len()).expect("short");
        let entries =
            [(256, 4, 1, width), (257, 4, 1, height), (270, 2, count, 78), (273, 4, 1, rows), (279, 4, 1, 4)];
        tiff(&entries, next, &join(&[&[7; 4], text, behind]))
    };
    add("tiff", with(2, 2, 74, 0, b"a description", b""), NONE);
    add("tiff description: script", with(2, 2, 74, 0, SCRIPT, b""), METADATA);
    add("tiff description: php", with(2, 2, 74, 0, PHP, b""), CODE);
    add("tiff, 60000 by 60000", with(60_000, 60_000, 74, 0, b"a description", b""), PIXELS);
    add("tiff, 0 by 0", with(0, 0, 74, 0, b"a description", b""), MALFORMED);
    add("tiff, rows behind the end", with(2, 2, 74_000, 0, b"a description", b""), TRUNCATED);
    add("tiff, directory behind the end", with(2, 2, 74, 74_000, b"a description", b""), TRUNCATED);
    add("tiff, directory in a circle", with(2, 2, 74, 8, b"a description", b""), MALFORMED);
    add("tiff, zip behind", with(2, 2, 74, 0, b"a description", &zip(0)), POLYGLOT);
    add("tiff, letters behind", with(2, 2, 74, 0, b"a description", b"letters"), TRAILING);
}

// --- boxes ---

fn boxed(kind: &[u8; 4], inside: &[u8]) -> Vec<u8> {
    join(&[&be(inside.len() + 8), kind, inside])
}

fn movie() -> Vec<u8> {
    movie_of(&[])
}

fn movie_of(between: &[u8]) -> Vec<u8> {
    let track = boxed(b"trak", &boxed(b"tkhd", &join(&[&[0; 76], &be(320 << 16), &be(240 << 16)])));
    let movie = boxed(b"moov", &join(&[&boxed(b"mvhd", &[0; 100]), &track]));
    join(&[&boxed(b"ftyp", b"isom\0\0\x02\0isomiso2mp41"), &movie, between, &boxed(b"mdat", &[7; 40])])
}

fn heif(brand: &[u8; 4], width: usize, height: usize) -> Vec<u8> {
    let size = boxed(b"ispe", &join(&[&[0; 4], &be(width), &be(height)]));
    let properties = boxed(b"iprp", &boxed(b"ipco", &size));
    let handler = boxed(b"hdlr", &join(&[&[0; 8], b"pict", &[0; 13]]));
    let meta = boxed(b"meta", &join(&[&[0; 4], &handler, &properties]));
    join(&[&boxed(b"ftyp", &join(&[brand, &[0; 4], b"mif1", brand])), &meta, &boxed(b"mdat", &[7; 40])])
}

fn boxes(cases: &mut Vec<Case>) {
    let mut add = |name, bytes, codes| cases.push(Case { name, mime: "video/mp4", bytes, codes });
    let whole = movie();
    add("mp4", whole.clone(), NONE);
    let title = |text: &[u8]| movie_of(&boxed(b"udta", &boxed(b"\xA9nam", text)));
    add("mp4 title", title(b"A film"), NONE);
    add("mp4 title: script", title(SCRIPT), METADATA);
    add("mp4 free", movie_of(&boxed(b"free", b"nothing")), NONE);
    add("mp4 free: php", movie_of(&boxed(b"free", PHP)), CODE);
    add("mp4, zip behind", join(&[&whole, &zip(whole.len())]), POLYGLOT);
    add("mp4, letters behind", join(&[&whole, b"letters behind"]), TRAILING);
    add("mp4, few letters behind", join(&[&whole, b"abc"]), TRAILING);
    add("mp4, zeros behind", join(&[&whole, &[0; 12]]), NONE);
    add("mp4, cut", whole.get(..whole.len() - 3).expect("longer").to_vec(), TRUNCATED);
    add("mp4, nothing but its brand", boxed(b"ftyp", b"isom\0\0\x02\0isomiso2mp41"), TRUNCATED);
    let long = |size: u64| movie_of(&join(&[&be(1), b"free", &size.to_be_bytes(), &[0; 8]]));
    add("mp4, long size", long(24), NONE);
    add("mp4, long size of overflow", long(u64::MAX), MALFORMED);
    add("mp4, long size below its header", long(3), MALFORMED);
    add("mp4, size of 4", movie_of(b"\0\0\0\x04free"), MALFORMED);
    add("mp4, film to the end", join(&[&movie(), b"\0\0\0\0mdat", &[7; 50]]), NONE);
    let mut add = |name, bytes, codes| cases.push(Case { name, mime: "image/avif", bytes, codes });
    add("avif", heif(b"avif", 64, 48), NONE);
    add("avif, 60000 by 60000", heif(b"avif", 60_000, 60_000), PIXELS);
    add("avif, 0 by 0", heif(b"avif", 0, 0), MALFORMED);
    add("avif, zip behind", join(&[&heif(b"avif", 64, 48), &zip(0)]), POLYGLOT);
    add("avif, html behind", join(&[&heif(b"avif", 64, 48), b"<html><script>alert(1)</script>"]), TRAILING);
    cases.push(Case { name: "heic", mime: "image/heic", bytes: heif(b"heic", 64, 48), codes: NONE });
    cases.push(Case {
        name: "heic, 60000 by 60000",
        mime: "image/heic",
        bytes: heif(b"heic", 60_000, 60_000),
        codes: PIXELS,
    });
    let jp2 = |width: usize, height: usize| {
        let header = boxed(b"jp2h", &boxed(b"ihdr", &join(&[&be(height), &be(width), &[0, 3, 7, 7, 0, 0]])));
        let front = join(&[&boxed(b"jP  ", b"\r\n\x87\n"), &boxed(b"ftyp", b"jp2 \0\0\0\0jp2 "), &header]);
        join(&[&front, &boxed(b"jp2c", b"\xFF\x4F\xFF\x51\0\x2F\xFF\xD9")])
    };
    let mut add = |name, bytes, codes| cases.push(Case { name, mime: "image/jp2", bytes, codes });
    add("jp2", jp2(64, 48), NONE);
    add("jp2, 60000 by 60000", jp2(60_000, 60_000), PIXELS);
    add("jp2, letters behind", join(&[&jp2(64, 48), b"letters behind"]), TRAILING);
    let mut add = |name, bytes, codes| cases.push(Case { name, mime: "image/jxl", bytes, codes });
    let codestream = [0x4B, 0x12, 0x9C, 0xE5, 0, 0x80, 0xF1, 0x07, 0x3A];
    add("jxl", join(&[b"\xFF\x0A\x3F\x12\x14\0\0", &codestream, &codestream]), NONE);
    // Not small, 30 bits of height, all set, and the ratio 1 to 1.
    let boxed_jxl = |head: &[u8], stream: &[u8]| {
        let front = join(&[&boxed(b"JXL ", b"\r\n\x87\n"), &boxed(b"ftyp", b"jxl \0\0\0\0jxl ")]);
        join(&[&front, head, stream, &codestream, &codestream])
    };
    let small = [0xFF, 0x0A, 0x3F, 0x12, 0x14, 0, 0];
    let huge = [0xFF, 0x0A, 0xFE, 0xFF, 0xFF, 0xFF, 0x03, 0];
    add("jxl in a box", boxed_jxl(b"\0\0\0\x21jxlc", &small), NONE);
    add("jxl in a box to the end", boxed_jxl(b"\0\0\0\0jxlc", &small), NONE);
    add("jxl in a box, 2^30 by 2^30", boxed_jxl(b"\0\0\0\x22jxlc", &huge), PIXELS);
    add("jxl in a box to the end, 2^30 by 2^30", boxed_jxl(b"\0\0\0\0jxlc", &huge), PIXELS);
    add(
        "jxl in a box, letters behind",
        join(&[&boxed_jxl(b"\0\0\0\x21jxlc", &small), b"letters behind"]),
        TRAILING,
    );
    add("jxl, 2^30 by 2^30", join(&[b"\xFF\x0A\xFE\xFF\xFF\xFF\x03\0", &codestream, &codestream]), PIXELS);
    let mut add = |name, bytes, codes| cases.push(Case { name, mime: "video/webm", bytes, codes });
    let element =
        |id: &[u8], inside: &[u8]| join(&[id, &[0x80 + u8::try_from(inside.len()).expect("short")], inside]);
    let header = element(b"\x1A\x45\xDF\xA3", &element(b"\x42\x82", b"webm"));
    let track = element(b"\xAE", &join(&[&element(b"\x83", &[1]), &element(b"\x86", b"V_VP8")]));
    let tracks = element(b"\x16\x54\xAE\x6B", &track);
    let titled = |text: &[u8]| {
        join(&[
            &header,
            &element(b"\x18\x53\x80\x67", &join(&[&tracks, &element(b"\x12\x54\xC3\x67", text)])),
        ])
    };
    let webm = titled(b"A film");
    add("webm", webm.clone(), NONE);
    add("webm of unknown length", join(&[&header, b"\x18\x53\x80\x67\xFF", &tracks]), NONE);
    add("webm title: handler", titled(b"<img src=x onerror=alert(1)>"), METADATA);
    add("webm, cut", webm.get(..webm.len() - 2).expect("longer").to_vec(), TRUNCATED);
    add("webm, zip behind", join(&[&webm, &zip(0)]), POLYGLOT);
    add("webm, letters behind", join(&[&webm, b"letters"]), TRAILING);
}

fn others(cases: &mut Vec<Case>) {
    let psd = |width, height, behind: &[u8]| {
        let header = join(&[b"8BPS\0\x01", &[0; 6], &[0, 1], &be(height), &be(width), &[0, 8, 0, 1]]);
        join(&[&header, &[0; 4], &[0; 4], &[0; 4], &[0, 0], &[7; 4], behind])
    };
    let mut add =
        |name, bytes, codes| cases.push(Case { name, mime: "image/vnd.adobe.photoshop", bytes, codes });
    add("psd", psd(2, 2, b""), NONE);
    add("psd, 30000 by 30000", psd(30_000, 30_000, b""), PIXELS);
    add("psd, letters behind", psd(2, 2, b"letters"), TRAILING);
    let mut add =
        |name, bytes, codes| cases.push(Case { name, mime: "image/x-portable-pixmap", bytes, codes });
    add("ppm", b"P6\n# a comment\n2 1\n255\n\x01\x02\x03\x04\x05\x06".to_vec(), NONE);
    add("ppm, letters behind", b"P6 2 1 255\n\x01\x02\x03\x04\x05\x06letters".to_vec(), TRAILING);
    add("ppm, cut", b"P6 2 1 255\n\x01\x02\x03".to_vec(), TRUNCATED);
    add("ppm, 100000 by 100000", b"P6 100000 100000 255\n\x01\x02\x03".to_vec(), PIXELS);
    let qoi = |behind: &[u8]| join(&[b"qoif", &be(2), &be(2), &[3, 0, 0xC3, 0, 0, 0, 0, 0, 0, 0, 1], behind]);
    let mut add = |name, bytes, codes| cases.push(Case { name, mime: "image/qoi", bytes, codes });
    add("qoi", qoi(b""), NONE);
    add("qoi, letters behind", qoi(b"letters"), TRAILING);
}

/// Every case.
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for make in [pngs, jpegs, gifs, webps, sounds, bitmaps, tiffs, boxes, others] {
        make(&mut cases);
    }
    cases
}

/// What is wrong with the answers to the cases, by name; `findings` gives the codes for a file of a media type.
pub fn wrong(findings: impl Fn(&Case) -> Vec<&'static str>) -> Vec<String> {
    let judge = |case: Case| {
        let found = findings(&case);
        let right = match case.codes {
            [] => found.is_empty(),
            codes => codes.iter().all(|code| found.contains(code)),
        };
        (!right).then(|| format!("{}: {:?}, found {found:?}", case.name, case.codes))
    };
    cases().into_iter().filter_map(judge).collect()
}
