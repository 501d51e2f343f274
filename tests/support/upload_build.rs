//! Writers of small containers: ZIP (APPNOTE 6.3), PDF (ISO 32000), compound files (MS-CFB). They write what they are
//! told, also where it is a lie.

use std::fmt::Write as _;

/// An entry of an archive.
#[derive(Debug, Clone)]
pub struct Entry {
    pub name: Vec<u8>,
    pub data: Vec<u8>,
    pub flags: u16,
    /// 0: stored, 8: deflated (in blocks that are stored, so that no packer is needed).
    pub method: u16,
    /// What the directory says the size is.
    pub declared: Option<u32>,
    pub attributes: u32,
    /// What the local header says the name is.
    pub local_name: Option<Vec<u8>>,
    pub extra: Vec<u8>,
}

impl Entry {
    pub fn new(name: impl AsRef<[u8]>, data: impl AsRef<[u8]>) -> Self {
        Self {
            name: name.as_ref().to_vec(),
            data: data.as_ref().to_vec(),
            flags: 0,
            method: 0,
            declared: None,
            attributes: 0o100_644 << 16,
            local_name: None,
            extra: Vec::new(),
        }
    }

    pub fn deflated(mut self) -> Self {
        self.method = 8;
        self
    }

    fn packed(&self) -> Vec<u8> {
        if self.method == 8 { deflate(&self.data) } else { self.data.clone() }
    }

    fn unpacked(&self) -> u32 {
        self.declared.unwrap_or(u32::try_from(self.data.len()).unwrap())
    }

    /// From the flags to the length of the extra field: the same in both headers.
    fn common(&self, name: &[u8]) -> Vec<u8> {
        let packed = u32::try_from(self.packed().len()).unwrap();
        let mut out = Vec::new();
        out.extend(self.flags.to_le_bytes());
        out.extend(self.method.to_le_bytes());
        out.extend([0, 0, 0x21, 0x58, 0, 0, 0, 0]); // time, date, checksum
        out.extend(packed.to_le_bytes());
        out.extend(self.unpacked().to_le_bytes());
        out.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        out.extend(u16::try_from(self.extra.len()).unwrap().to_le_bytes());
        out
    }

    pub fn local(&self) -> Vec<u8> {
        let name = self.local_name.as_ref().unwrap_or(&self.name);
        let mut out = b"PK\x03\x04\x14\0".to_vec();
        out.extend(self.common(name));
        out.extend(name);
        out.extend(&self.extra);
        out.extend(self.packed());
        out
    }

    pub fn central(&self, offset: u32) -> Vec<u8> {
        let mut out = b"PK\x01\x02\x14\x03\x14\0".to_vec();
        out.extend(self.common(&self.name));
        out.extend([0; 6]); // comment, disk, internal attributes
        out.extend(self.attributes.to_le_bytes());
        out.extend(offset.to_le_bytes());
        out.extend(&self.name);
        out.extend(&self.extra);
        out
    }
}

/// The end record of a directory of so many entries and bytes that begins there.
pub fn end_record(count: u16, size: usize, offset: usize, comment: &[u8]) -> Vec<u8> {
    let mut out = b"PK\x05\x06\0\0\0\0".to_vec();
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(u32::try_from(size).unwrap().to_le_bytes());
    out.extend(u32::try_from(offset).unwrap().to_le_bytes());
    out.extend(u16::try_from(comment.len()).unwrap().to_le_bytes());
    out.extend(comment);
    out
}

/// An archive of these entries, in this order.
pub fn zip(entries: &[Entry]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        directory.extend(entry.central(u32::try_from(out.len()).unwrap()));
        out.extend(entry.local());
    }
    let end = end_record(u16::try_from(entries.len()).unwrap(), directory.len(), out.len(), b"");
    out.extend(directory);
    out.extend(end);
    out
}

/// An archive of names and contents.
pub fn plain_zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    zip(&entries.iter().map(|(name, data)| Entry::new(name, data)).collect::<Vec<_>>())
}

/// Deflate without packing (RFC 1951, blocks of type 0).
pub fn deflate(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut blocks = data.chunks(0xFFFF).peekable();
    if blocks.peek().is_none() {
        out.extend([1, 0, 0, 0xFF, 0xFF]);
    }
    while let Some(block) = blocks.next() {
        let len = u16::try_from(block.len()).unwrap();
        out.push(u8::from(blocks.peek().is_none()));
        out.extend(len.to_le_bytes());
        out.extend((!len).to_le_bytes());
        out.extend(block);
    }
    out
}

/// The same with the header and the checksum of RFC 1950.
pub fn zlib(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    out.extend(deflate(data));
    let (a, b) = data.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65521;
        (a, (a + b) % 65521)
    });
    out.extend((b << 16 | a).to_be_bytes());
    out
}

/// A PDF of these objects, numbered from 1; the first is the catalog.
pub fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    pdf_with_trailer(objects, "/Root 1 0 R")
}

pub fn pdf_with_trailer(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut table = String::from("0000000000 65535 f \n");
    for (index, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", out.len()).unwrap();
        out.extend(format!("{} 0 obj\n", index + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let at = out.len();
    let size = objects.len() + 1;
    out.extend(
        format!("xref\n0 {size}\n{table}trailer\n<</Size {size}{trailer}>>\nstartxref\n{at}\n%%EOF\n")
            .bytes(),
    );
    out
}

/// A stream with this dictionary, without its brackets and `/Length`.
pub fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<<{dictionary}/Length {}>>\nstream\n", data.len()).into_bytes();
    out.extend(data);
    out.extend(b"\nendstream");
    out
}

/// A storage or a stream of a compound file.
#[derive(Debug, Clone)]
pub struct Node {
    pub name: String,
    pub is_storage: bool,
    pub children: Vec<Node>,
}

impl Node {
    pub fn stream(name: &str) -> Self {
        Self { name: name.to_owned(), is_storage: false, children: Vec::new() }
    }

    pub fn storage(name: &str, children: Vec<Node>) -> Self {
        Self { name: name.to_owned(), is_storage: true, children }
    }
}

/// A compound file of empty streams, version 3: header, allocation table in sector 0, directory from sector 1 on.
pub fn compound(class: [u8; 16], nodes: &[Node]) -> Vec<u8> {
    let mut entries: Vec<Vec<u8>> = Vec::new();
    entries.push(directory_entry("Root Entry", 5, 0xFFFF_FFFF, 0xFFFF_FFFF, class));
    place(&mut entries, 0, nodes);
    while entries.len() % 4 != 0 {
        entries.push(directory_entry("", 0, 0xFFFF_FFFF, 0xFFFF_FFFF, [0; 16]));
    }
    let sectors = u32::try_from(entries.len() / 4).unwrap();
    let mut out = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    out.extend([0; 16]);
    for number in [0x3E_u16, 3, 0xFFFE, 9, 6] {
        out.extend(number.to_le_bytes());
    }
    out.extend([0; 6]);
    // Directory sectors (0 in version 3), allocation sectors, first of the directory, transaction, smallest stream,
    // then the small streams' and the further tables: none.
    for number in [0, 1, 1, 0, 4096, 0xFFFF_FFFE, 0, 0xFFFF_FFFE, 0, 0] {
        out.extend(u32::to_le_bytes(number));
    }
    out.resize(512, 0xFF);
    let mut table = vec![0xFFFF_FFFD_u32];
    table.extend((1..=sectors).map(|sector| if sector == sectors { 0xFFFF_FFFE } else { sector + 1 }));
    out.extend(table.iter().flat_map(|number| number.to_le_bytes()));
    out.resize(1024, 0xFF);
    out.extend(entries.concat());
    out
}

/// Each node's right neighbour is the next: a tree that leans, which readers accept.
fn place(entries: &mut Vec<Vec<u8>>, parent: usize, nodes: &[Node]) {
    let mut before: Option<usize> = None;
    for node in nodes {
        let index = entries.len();
        let kind = if node.is_storage { 1 } else { 2 };
        entries.push(directory_entry(&node.name, kind, 0xFFFF_FFFF, 0xFFFF_FFFF, [0; 16]));
        let (owner, field) = before.map_or((parent, 76), |before| (before, 72));
        entries[owner][field..field + 4].copy_from_slice(&u32::try_from(index).unwrap().to_le_bytes());
        before = Some(index);
        place(entries, index, &node.children);
    }
}

fn directory_entry(name: &str, kind: u8, right: u32, child: u32, class: [u8; 16]) -> Vec<u8> {
    let mut out: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let len = if name.is_empty() { 0 } else { u16::try_from(out.len() + 2).unwrap() };
    out.resize(64, 0);
    out.extend(len.to_le_bytes());
    out.extend([kind, 1]);
    for number in [0xFFFF_FFFF, right, child] {
        out.extend(u32::to_le_bytes(number));
    }
    out.extend(class);
    out.resize(116, 0);
    out.extend(0xFFFF_FFFE_u32.to_le_bytes());
    out.resize(128, 0);
    out
}

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A relationship.
pub fn relation(kind: &str, target: &str, external: bool) -> String {
    let mode = if external { " TargetMode=\"External\"" } else { "" };
    format!("<Relationship Id=\"r\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"{mode}/>")
}

pub fn relations(list: &[String]) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{}</Relationships>",
        list.concat()
    )
    .into_bytes()
}

/// An office package whose main part has this content type, with further parts.
pub fn package(main: &str, content_type: &str, parts: &[Entry]) -> Vec<u8> {
    let types = format!(
        "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Override PartName=\"/{main}\" ContentType=\"{content_type}\"/></Types>"
    );
    let mut entries = vec![
        Entry::new("[Content_Types].xml", types).deflated(),
        Entry::new("_rels/.rels", relations(&[relation("officeDocument", main, false)])).deflated(),
        Entry::new(main, "<document/>").deflated(),
    ];
    entries.extend_from_slice(parts);
    zip(&entries)
}
