//! An XML document as a browser builds it: namespaces, entities, elements.

use super::rules::{Attribute, Element, Host, Space, judge, judge_style};
use super::sink::Sink;
use super::values::{self, Address};
use crate::upload::file_type::FileType;
use crate::upload::finding::FindingKind;
use crate::upload::xml::{Declaration, Doctype, Reader, Subset, Token, Wrong};
use std::borrow::Cow;
use std::collections::HashMap;

/// Namespaces in force at one place, and entities of a document; more is refused, because each use looks through them.
const MAX_NAMESPACES: usize = 256;
const MAX_ENTITIES: usize = 1000;

/// How much text all entities together may put into a document: bytes.
const MAX_EXPANSION: usize = 1 << 20;

/// A raster of this size is a bomb, whatever a policy allows: CSS pixels.
const MAX_SIDE: f64 = 65_535.0;
const MAX_AREA: f64 = 268_435_456.0;

/// Reads a document to its end, or to where it is not well-formed.
pub(super) fn look(text: &str, file_type: FileType, sink: &mut Sink<'_, '_>) -> Result<(), Wrong> {
    let host = if file_type == FileType::SVG {
        Host::Svg
    } else if file_type == FileType::XSLT {
        Host::Xslt
    } else {
        Host::Other
    };
    let mut walk = Walk {
        host,
        open: Vec::new(),
        bindings: Vec::new(),
        entities: HashMap::new(),
        expanded: 0,
        style: None,
        has_root: false,
        sink,
    };
    walk.run(text)
}

/// An element that is not closed yet.
struct Open<'a> {
    name: &'a str,
    /// How many bindings were in force before it.
    bindings: usize,
}

/// A `style` element's content, as far as it was read.
struct Style {
    /// How many elements are open around its content.
    depth: usize,
    at: usize,
    text: String,
}

struct Walk<'a, 's, 'f, 'd> {
    host: Host,
    open: Vec<Open<'a>>,
    bindings: Vec<(&'a str, Space)>,
    entities: HashMap<&'a str, String>,
    expanded: usize,
    style: Option<Style>,
    has_root: bool,
    sink: &'s mut Sink<'f, 'd>,
}

impl<'a> Walk<'a, '_, '_, '_> {
    fn run(&mut self, text: &'a str) -> Result<(), Wrong> {
        let mut reader = Reader::new(text);
        while let Some(token) = reader.next()? {
            match token {
                Token::Start { name, at, is_empty } => self.start(name, at, is_empty, &reader)?,
                Token::End { name, at } => self.end(name, at)?,
                Token::Text { raw, at } => self.text(raw, at)?,
                Token::Cdata { text, at } => {
                    if self.open.is_empty() {
                        return wrong(at);
                    }
                    if let Some(style) = &mut self.style {
                        style.text.push_str(text);
                    }
                }
                Token::Comment => {}
                Token::Instruction { target, data, at } => self.instruction(target, data, at)?,
                Token::Doctype(doctype) => self.doctype(&doctype)?,
            }
        }
        if self.has_root && self.open.is_empty() {
            Ok(())
        } else {
            Err(Wrong { at: reader.at(), is_cut: true })
        }
    }

    fn start(&mut self, name: &'a str, at: usize, is_empty: bool, reader: &Reader<'a>) -> Result<(), Wrong> {
        if self.open.is_empty() {
            if self.has_root {
                return wrong(at);
            }
            self.has_root = true;
        }
        let is_root = self.open.is_empty();
        let bindings = self.bindings.len();
        let mut attributes = Vec::with_capacity(reader.attributes.len());
        for attribute in &reader.attributes {
            let value = self.expand(attribute.raw, attribute.at)?;
            if attribute.name == "xmlns" {
                self.bindings.push(("", Space::of(&value)));
            } else if let Some(prefix) = attribute.name.strip_prefix("xmlns:") {
                self.bindings.push((prefix, Space::of(&value)));
            } else {
                let (prefix, local) = split(attribute.name);
                attributes.push(Attribute { prefix, local, value, at: attribute.at });
            }
        }
        if self.bindings.len() > MAX_NAMESPACES {
            return wrong(at);
        }
        let (prefix, local) = split(name);
        let element = Element { space: self.space(prefix), local, at, attributes };
        judge(&element, self.host, self.sink);
        if is_root && local == "svg" {
            self.size(&element);
        }
        if is_empty {
            self.bindings.truncate(bindings);
            return Ok(());
        }
        self.open.push(Open { name, bindings });
        if self.style.is_none() && local.eq_ignore_ascii_case("style") {
            self.style = Some(Style { depth: self.open.len(), at, text: String::new() });
        }
        Ok(())
    }

    fn space(&self, prefix: &str) -> Space {
        let bound = self.bindings.iter().rev().find(|(known, _)| *known == prefix);
        match bound {
            Some((_, space)) => *space,
            None if prefix.is_empty() || prefix == "xml" => Space::Other,
            None => Space::Unknown,
        }
    }

    fn end(&mut self, name: &str, at: usize) -> Result<(), Wrong> {
        if let Some(style) = self.style.take_if(|style| style.depth == self.open.len()) {
            judge_style(&style.text, style.at, self.sink);
        }
        match self.open.pop() {
            Some(open) if open.name == name => {
                self.bindings.truncate(open.bindings);
                Ok(())
            }
            _ => wrong(at),
        }
    }

    fn text(&mut self, raw: &'a str, at: usize) -> Result<(), Wrong> {
        if self.open.is_empty() {
            let is_mark = at == 0 && raw.trim_start_matches('\u{FEFF}').trim().is_empty();
            return if is_mark || raw.trim_matches([' ', '\t', '\r', '\n']).is_empty() {
                Ok(())
            } else {
                wrong(at)
            };
        }
        let text = self.expand(raw, at)?;
        if let Some(style) = &mut self.style {
            style.text.push_str(&text);
        }
        Ok(())
    }

    fn instruction(&mut self, target: &str, data: &str, at: usize) -> Result<(), Wrong> {
        if target.eq_ignore_ascii_case("php") {
            self.sink.add(FindingKind::ServerCode, at);
        } else if target == "xml-stylesheet" {
            // A style sheet in XSLT makes the document anew, with scripts if it likes; CSS only loads.
            let lower = data.to_ascii_lowercase();
            let is_css = lower.contains("text/css") && !lower.contains("xsl");
            if !is_css {
                self.sink.add(FindingKind::Active, at);
            }
            self.sink.add(FindingKind::External, at);
        } else if target == "xml" {
            if encoding(data).is_some_and(|name| !is_read_alike(name)) {
                return wrong(at);
            }
        } else if target.eq_ignore_ascii_case("mso-application") || target.eq_ignore_ascii_case("import") {
            return Ok(());
        }
        Ok(())
    }

    fn doctype(&mut self, doctype: &Doctype<'a>) -> Result<(), Wrong> {
        if self.has_root {
            return wrong(doctype.at);
        }
        if doctype.system.is_some_and(reads_elsewhere) {
            self.sink.add(FindingKind::Entity, doctype.at);
        }
        let mut declarations = Subset::new(doctype.subset.unwrap_or_default());
        loop {
            let at = doctype.subset_at + declarations.at();
            match declarations.next()? {
                None => return Ok(()),
                Some(Declaration::Other) => {}
                Some(Declaration::Reference | Declaration::Entity { value: None, .. }) => {
                    self.sink.add(FindingKind::Entity, at);
                }
                // Attributes that stand in no tag, namespaces among them.
                Some(Declaration::Attributes { gives }) => {
                    if gives {
                        self.sink.add(FindingKind::Active, at);
                    }
                }
                Some(Declaration::Entity { name, value: Some(value) }) => self.entity(name, value, at)?,
            }
        }
    }

    fn entity(&mut self, name: &'a str, value: &str, at: usize) -> Result<(), Wrong> {
        if self.entities.len() >= MAX_ENTITIES {
            self.sink.add(FindingKind::Entity, at);
            return wrong(at);
        }
        // Numbers are decoded where an entity is defined, names where it is used.
        let decoded = numbers(value);
        if decoded.contains(['<', '&', '%']) {
            self.sink.add(FindingKind::Entity, at);
            self.sink.add(FindingKind::Active, at);
        }
        // The first definition counts.
        self.entities.entry(name).or_insert(decoded);
        Ok(())
    }

    /// Decodes references; one that nothing defines is an error.
    fn expand<'v>(&mut self, raw: &'v str, at: usize) -> Result<Cow<'v, str>, Wrong> {
        if !raw.contains('&') {
            return Ok(Cow::Borrowed(raw));
        }
        let mut text = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some(found) = rest.find('&') {
            text.push_str(rest.get(..found).unwrap_or_default());
            let behind = rest.get(found + 1..).unwrap_or_default();
            let Some(end) = behind.find(';') else { return wrong(at) };
            let name = behind.get(..end).unwrap_or_default();
            if let Some(value) = self.entities.get(name) {
                self.expanded += value.len();
                if self.expanded > MAX_EXPANSION {
                    self.sink.add(FindingKind::Entity, at);
                    return wrong(at);
                }
                text.push_str(value);
            } else {
                let whole = rest.get(found..found + end + 2).unwrap_or_default();
                // Browsers know the names of HTML in some documents.
                let decoded = htmlize::unescape(whole);
                if decoded == whole {
                    return wrong(at);
                }
                text.push_str(&decoded);
            }
            rest = behind.get(end + 1..).unwrap_or_default();
        }
        text.push_str(rest);
        Ok(Cow::Owned(text))
    }

    /// The size that a program which draws the picture makes room for.
    fn size(&mut self, element: &Element<'_>) {
        let side = |name: &str| element.get(name).and_then(values::pixels);
        let view: Vec<f64> = element
            .get("viewBox")
            .unwrap_or_default()
            .split([' ', ',', '\t', '\n', '\r'])
            .filter(|word| !word.is_empty())
            .take(4)
            .filter_map(|word| word.parse().ok())
            .collect();
        let width = side("width").or_else(|| view.get(2).copied()).unwrap_or(0.0);
        let height = side("height").or_else(|| view.get(3).copied()).unwrap_or(0.0);
        let is_small = width <= MAX_SIDE && height <= MAX_SIDE && width * height <= MAX_AREA;
        if !is_small {
            self.sink.add(FindingKind::Pixels, element.at);
        }
    }
}

fn wrong<T>(at: usize) -> Result<T, Wrong> {
    Err(Wrong { at, is_cut: false })
}

/// Prefix and local name.
fn split(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

/// Decodes `&#…;` alone.
fn numbers(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(found) = rest.find("&#") {
        text.push_str(rest.get(..found).unwrap_or_default());
        let behind = rest.get(found..).unwrap_or_default();
        let Some(end) = behind.find(';') else { break };
        text.push_str(&htmlize::unescape(behind.get(..=end).unwrap_or_default()));
        rest = behind.get(end + 1..).unwrap_or_default();
    }
    text.push_str(rest);
    text
}

/// The encoding that a declaration names.
fn encoding(data: &str) -> Option<&str> {
    let (_, rest) = data.split_once("encoding")?;
    let value = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split(quote).next()
}

/// Whether all readers find the same ASCII in the encoding: not in UTF-7, EBCDIC, or sets that switch with escapes.
fn is_read_alike(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    let prefixes = [
        "utf-8",
        "utf8",
        "utf-16",
        "utf16",
        "us-ascii",
        "ascii",
        "iso-8859-",
        "iso8859-",
        "iso_8859-",
        "latin",
        "windows-",
        "cp125",
        "koi8-",
        "mac",
        "ibm437",
        "ibm85",
        "ibm86",
        "cp437",
        "cp85",
        "cp86",
        "x-mac-",
        "shift_jis",
        "shift-jis",
        "sjis",
        "euc-",
        "gbk",
        "gb2312",
        "gb18030",
        "big5",
        "tis-620",
        "ibm866",
        "cp866",
        "x-sjis",
        "ks_c_5601",
    ];
    prefixes.iter().any(|known| name.starts_with(known))
}

/// Whether the address of a document type is one that a reader might fetch; those of well-known vocabularies, and of
/// files beside this one, are kept by readers themselves.
fn reads_elsewhere(system: &str) -> bool {
    const KNOWN: [&str; 26] = [
        "www.w3.org",
        "w3.org",
        "www.apple.com",
        "www.oasis-open.org",
        "docs.oasis-open.org",
        "www.docbook.org",
        "www.musicxml.org",
        "www.freedesktop.org",
        "specifications.freedesktop.org",
        "glade.gnome.org",
        "www.gnu.org",
        "www.wapforum.org",
        "my.netscape.com",
        "java.sun.com",
        "jetty.org",
        "www.eclipse.org",
        "jetty.mortbay.org",
        "mybatis.org",
        "www.hibernate.org",
        "hibernate.sourceforge.net",
        "struts.apache.org",
        "logging.apache.org",
        "jakarta.apache.org",
        "www.springframework.org",
        "checkstyle.org",
        "dtd.nlm.nih.gov",
    ];
    match values::address(system) {
        Address::Inside => false,
        Address::Beside => system.starts_with(['/', '\\', '.']),
        Address::Elsewhere | Address::Picture | Address::Runs => {
            let host = system
                .strip_prefix("http://")
                .or_else(|| system.strip_prefix("https://"))
                .and_then(|rest| rest.split('/').next());
            !host.is_some_and(|host| KNOWN.contains(&host))
        }
    }
}
