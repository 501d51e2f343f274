//! XML as a browser's parser reads it, in one pass without recursion.
//!
//! Looser than XML 1.0 where that shows more (any characters in names), and an error wherever the two could read
//! different things: what follows an error is not read.

/// A place in a text that is not well-formed: byte offset in the text.
#[derive(Debug, Clone, Copy)]
pub(in crate::upload) struct Wrong {
    pub(in crate::upload) at: usize,
    /// The text ends where something is still open.
    pub(in crate::upload) is_cut: bool,
}

/// A piece of an XML document.
#[derive(Debug, Clone, Copy)]
pub(in crate::upload) enum Token<'a> {
    /// A start tag; its attributes stand in [`Reader::attributes`].
    Start {
        name: &'a str,
        at: usize,
        is_empty: bool,
    },
    End {
        name: &'a str,
        at: usize,
    },
    /// Characters with references.
    Text {
        raw: &'a str,
        at: usize,
    },
    Cdata {
        text: &'a str,
        at: usize,
    },
    Comment,
    Instruction {
        target: &'a str,
        data: &'a str,
        at: usize,
    },
    Doctype(Doctype<'a>),
}

/// A document type declaration.
#[derive(Debug, Clone, Copy)]
pub(in crate::upload) struct Doctype<'a> {
    pub(in crate::upload) at: usize,
    /// The address of the external part, where there is one.
    pub(in crate::upload) system: Option<&'a str>,
    /// What stands between the brackets.
    pub(in crate::upload) subset: Option<&'a str>,
    pub(in crate::upload) subset_at: usize,
}

#[derive(Debug, Clone, Copy)]
pub(in crate::upload) struct Attribute<'a> {
    pub(in crate::upload) name: &'a str,
    /// As it stands, with references.
    pub(in crate::upload) raw: &'a str,
    pub(in crate::upload) at: usize,
}

pub(in crate::upload) struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Of the last start tag.
    pub(in crate::upload) attributes: Vec<Attribute<'a>>,
}

pub(in crate::upload) const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

impl<'a> Reader<'a> {
    pub(in crate::upload) fn new(text: &'a str) -> Self {
        Self { text, at: 0, attributes: Vec::new() }
    }

    pub(in crate::upload) fn at(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn wrong<T>(&self) -> Result<T, Wrong> {
        Err(Wrong { at: self.at, is_cut: self.at >= self.text.len() })
    }

    fn cut<T>(&self) -> Result<T, Wrong> {
        Err(Wrong { at: self.at, is_cut: true })
    }

    fn eat(&mut self, what: &str) -> bool {
        let found = self.rest().starts_with(what);
        if found {
            self.at += what.len();
        }
        found
    }

    fn space(&mut self) -> bool {
        let length = self.rest().bytes().take_while(|byte| is_space(*byte)).count();
        self.at += length;
        length > 0
    }

    /// Up to `end`, and behind it.
    fn until(&mut self, end: &str) -> Result<&'a str, Wrong> {
        let rest = self.rest();
        let Some(length) = rest.find(end) else { return self.cut() };
        self.at += length + end.len();
        Ok(rest.get(..length).unwrap_or_default())
    }

    fn name(&mut self) -> Result<&'a str, Wrong> {
        let rest = self.rest();
        let ends = |byte: u8| {
            is_space(byte)
                || matches!(
                    byte,
                    b'/' | b'>'
                        | b'='
                        | b'<'
                        | b'"'
                        | b'\''
                        | b'&'
                        | b'['
                        | b'?'
                        | b'!'
                        | b';'
                        | b'('
                        | b')'
                        | b'%'
                )
        };
        let length = rest.bytes().take_while(|byte| !ends(*byte)).count();
        let name = rest.get(..length).unwrap_or_default();
        if name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':') || !c.is_ascii()) {
            self.at += length;
            Ok(name)
        } else {
            self.wrong()
        }
    }

    fn quoted(&mut self) -> Result<&'a str, Wrong> {
        if self.eat("\"") {
            self.until("\"")
        } else if self.eat("'") {
            self.until("'")
        } else {
            self.wrong()
        }
    }

    /// The next piece; `Ok(None)` at the end.
    pub(in crate::upload) fn next(&mut self) -> Result<Option<Token<'a>>, Wrong> {
        let at = self.at;
        let rest = self.rest();
        if rest.is_empty() {
            return Ok(None);
        }
        if !rest.starts_with('<') {
            let length = memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
            self.at += length;
            return Ok(Some(Token::Text { raw: rest.get(..length).unwrap_or_default(), at }));
        }
        let token = if self.eat("<!--") {
            self.until("-->")?;
            Token::Comment
        } else if self.eat("<![CDATA[") {
            Token::Cdata { at, text: self.until("]]>")? }
        } else if self.eat("<!DOCTYPE") {
            Token::Doctype(self.doctype(at)?)
        } else if self.eat("<?") {
            let target = self.name()?;
            Token::Instruction { target, data: self.until("?>")?, at }
        } else if self.eat("</") {
            let name = self.name()?;
            self.space();
            if !self.eat(">") {
                return self.wrong();
            }
            Token::End { name, at }
        } else {
            self.at += 1;
            self.start(at)?
        };
        Ok(Some(token))
    }

    fn start(&mut self, at: usize) -> Result<Token<'a>, Wrong> {
        let name = self.name()?;
        self.attributes.clear();
        loop {
            let spaced = self.space();
            if self.eat("/>") {
                return Ok(Token::Start { name, at, is_empty: true });
            }
            if self.eat(">") {
                return Ok(Token::Start { name, at, is_empty: false });
            }
            if !spaced {
                return self.wrong();
            }
            let at = self.at;
            let name = self.name()?;
            self.space();
            if !self.eat("=") {
                return self.wrong();
            }
            self.space();
            let value_at = self.at;
            let raw = self.quoted()?;
            if raw.contains('<') {
                self.at = value_at;
                return Err(Wrong { at, is_cut: false });
            }
            self.attributes.push(Attribute { name, raw, at });
        }
    }

    fn doctype(&mut self, at: usize) -> Result<Doctype<'a>, Wrong> {
        self.space();
        self.name()?;
        self.space();
        let system = if self.eat("PUBLIC") {
            self.space();
            self.quoted()?;
            self.space();
            Some(self.quoted()?)
        } else if self.eat("SYSTEM") {
            self.space();
            Some(self.quoted()?)
        } else {
            None
        };
        self.space();
        let mut subset = None;
        let mut subset_at = self.at;
        if self.eat("[") {
            subset_at = self.at;
            let mut declarations =
                Subset { reader: Self { text: self.text, at: self.at, attributes: Vec::new() } };
            while declarations.next()?.is_some() {}
            subset = self.text.get(subset_at..declarations.reader.at);
            self.at = declarations.reader.at;
            if !self.eat("]") {
                return self.wrong();
            }
            self.space();
        }
        if !self.eat(">") {
            return self.wrong();
        }
        Ok(Doctype { at, system, subset, subset_at })
    }
}

/// A declaration of a document type.
#[derive(Debug, Clone, Copy)]
pub(in crate::upload) enum Declaration<'a> {
    /// `<!ENTITY name "value">`; no value: something that is read from elsewhere, or a parameter.
    Entity { name: &'a str, value: Option<&'a str> },
    /// `<!ATTLIST …>`, and whether it gives attributes to elements other than namespaces for prefixes.
    Attributes { gives: bool },
    /// `%name;`
    Reference,
    /// Anything that defines nothing a reader would put into the document.
    Other,
}

/// Reads what stands between the brackets of a document type.
pub(in crate::upload) struct Subset<'a> {
    reader: Reader<'a>,
}

impl<'a> Subset<'a> {
    pub(in crate::upload) fn new(text: &'a str) -> Self {
        Self { reader: Reader::new(text) }
    }

    pub(in crate::upload) fn at(&self) -> usize {
        self.reader.at
    }

    pub(in crate::upload) fn next(&mut self) -> Result<Option<Declaration<'a>>, Wrong> {
        let reader = &mut self.reader;
        reader.space();
        if reader.rest().is_empty() || reader.rest().starts_with(']') {
            return Ok(None);
        }
        if reader.eat("<!--") {
            reader.until("-->")?;
            return Ok(Some(Declaration::Other));
        }
        if reader.eat("<?") {
            reader.until("?>")?;
            return Ok(Some(Declaration::Other));
        }
        if reader.eat("%") {
            reader.until(";")?;
            return Ok(Some(Declaration::Reference));
        }
        if !reader.eat("<!") {
            return reader.wrong();
        }
        let keyword = reader.name()?;
        let declaration = match keyword {
            "ENTITY" => {
                reader.space();
                let is_parameter = reader.eat("%");
                reader.space();
                let name = reader.name()?;
                reader.space();
                let value =
                    if reader.rest().starts_with(['"', '\'']) { Some(reader.quoted()?) } else { None };
                Declaration::Entity { name, value: value.filter(|_| !is_parameter) }
            }
            "ATTLIST" => {
                reader.space();
                reader.name()?;
                Declaration::Attributes { gives: false }
            }
            "ELEMENT" | "NOTATION" => Declaration::Other,
            _ => return reader.wrong(),
        };
        let gives = self.end()?;
        Ok(Some(match declaration {
            Declaration::Attributes { .. } => Declaration::Attributes { gives },
            other => other,
        }))
    }

    /// To the end of a declaration, past quoted text; whether a value in it is one of another name than `xmlns:prefix`.
    fn end(&mut self) -> Result<bool, Wrong> {
        let reader = &mut self.reader;
        let mut gives = false;
        let mut word = reader.at;
        loop {
            let rest = reader.rest();
            let Some(length) = rest.find(['"', '\'', '>', '<', '[']) else { return reader.cut() };
            reader.at += length;
            match rest.as_bytes().get(length) {
                Some(b'>') => {
                    reader.at += 1;
                    return Ok(gives);
                }
                Some(b'"' | b'\'') => {
                    // From behind the last value: names, types, and `#FIXED` before this one.
                    gives |= !names_a_prefix(reader.text.get(word..reader.at).unwrap_or_default());
                    reader.quoted()?;
                    word = reader.at;
                }
                _ => return reader.wrong(),
            }
        }
    }
}

/// Whether what stands before a default value is `xmlns:prefix CDATA #FIXED`, perhaps behind attributes without values.
fn names_a_prefix(before: &str) -> bool {
    let mut words = before.split_ascii_whitespace().rev().skip_while(|word| *word == "#FIXED");
    words.next() == Some("CDATA") && words.next().is_some_and(|name| name.starts_with("xmlns:"))
}
