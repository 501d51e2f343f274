//! Structured fields (RFC 8941), as far as headers of this module use them: one wrong character, and nothing counts.

use super::error::HeaderErrorKind;

/// A value without its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bare<'a> {
    Token(&'a str),
    Text(String),
    /// A number, a boolean or bytes: no header here takes one.
    Other,
}

/// What stands under a name of a dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Member<'a> {
    Item(Bare<'a>),
    List(Vec<Bare<'a>>),
}

impl<'a> Member<'a> {
    pub(super) fn values(&self) -> &[Bare<'a>] {
        match self {
            Self::Item(item) => std::slice::from_ref(item),
            Self::List(list) => list,
        }
    }
}

type Parsed<T> = Result<T, HeaderErrorKind>;

/// The names and values in their order; a name may stand there twice.
pub(super) fn dictionary(text: &str) -> Parsed<Vec<(&str, Member<'_>)>> {
    let mut reader = Reader { rest: text.trim_matches([' ', '\t']) };
    let mut members = Vec::new();
    while !reader.rest.is_empty() {
        let name = reader.key()?;
        let member = if !reader.take('=') {
            Member::Item(Bare::Other) // a name alone is true
        } else if reader.rest.starts_with('(') {
            Member::List(reader.list()?)
        } else {
            Member::Item(reader.bare()?)
        };
        reader.parameters()?;
        members.push((name, member));
        reader.skip(&[' ', '\t']);
        if reader.rest.is_empty() {
            break;
        }
        reader.expect(',')?;
        reader.skip(&[' ', '\t']);
        if reader.rest.is_empty() {
            return Err(HeaderErrorKind::Syntax); // a comma at the end
        }
    }
    Ok(members)
}

/// One value, with any parameters.
pub(super) fn item(text: &str) -> Parsed<Bare<'_>> {
    let mut reader = Reader { rest: text.trim_matches([' ', '\t']) };
    let item = reader.bare()?;
    reader.parameters()?;
    if reader.rest.is_empty() { Ok(item) } else { Err(HeaderErrorKind::Syntax) }
}

/// Whether a text is a name of a dictionary.
pub(super) fn is_key(text: &str) -> bool {
    let mut reader = Reader { rest: text };
    reader.key().is_ok() && reader.rest.is_empty()
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn skip(&mut self, blanks: &[char]) {
        self.rest = self.rest.trim_start_matches(blanks);
    }

    fn take(&mut self, c: char) -> bool {
        let rest = self.rest.strip_prefix(c);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn expect(&mut self, c: char) -> Parsed<()> {
        if self.take(c) { Ok(()) } else { Err(HeaderErrorKind::Syntax) }
    }

    /// The bytes in front that are some; they are ASCII.
    fn run(&mut self, is: impl Fn(u8) -> bool) -> &'a str {
        let len = self.rest.bytes().take_while(|byte| byte.is_ascii() && is(*byte)).count();
        let (run, rest) = self.rest.split_at(len); // behind ASCII
        self.rest = rest;
        run
    }

    fn key(&mut self) -> Parsed<&'a str> {
        if !self.rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '*') {
            return Err(HeaderErrorKind::Syntax);
        }
        let is = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-' | b'.' | b'*')
        };
        Ok(self.run(is))
    }

    fn parameters(&mut self) -> Parsed<()> {
        while self.take(';') {
            self.skip(&[' ']);
            self.key()?;
            if self.take('=') {
                self.bare()?;
            }
        }
        Ok(())
    }

    fn list(&mut self) -> Parsed<Vec<Bare<'a>>> {
        self.expect('(')?;
        let mut items = Vec::new();
        loop {
            self.skip(&[' ']);
            if self.take(')') {
                return Ok(items);
            }
            items.push(self.bare()?);
            self.parameters()?;
            if !self.rest.starts_with([' ', ')']) {
                return Err(HeaderErrorKind::Syntax);
            }
        }
    }

    fn bare(&mut self) -> Parsed<Bare<'a>> {
        match self.rest.bytes().next() {
            Some(b'"') => self.text().map(Bare::Text),
            Some(b'?') => self.boolean(),
            Some(b':') => self.bytes(),
            Some(byte) if byte == b'-' || byte.is_ascii_digit() => self.number(),
            Some(byte) if byte == b'*' || byte.is_ascii_alphabetic() => {
                let is = |byte| crate::bytes::is_token(byte) || matches!(byte, b':' | b'/');
                Ok(Bare::Token(self.run(is)))
            }
            _ => Err(HeaderErrorKind::Syntax),
        }
    }

    fn text(&mut self) -> Parsed<String> {
        self.expect('"')?;
        let mut text = String::new();
        loop {
            let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\';
            text.push_str(self.run(is_plain));
            if self.take('"') {
                return Ok(text);
            }
            self.expect('\\')?;
            match self.rest.chars().next() {
                Some(c @ ('"' | '\\')) => text.push(c),
                _ => return Err(HeaderErrorKind::Syntax),
            }
            self.rest = &self.rest[1..]; // behind one of the two
        }
    }

    fn boolean(&mut self) -> Parsed<Bare<'a>> {
        self.expect('?')?;
        if self.take('0') || self.take('1') { Ok(Bare::Other) } else { Err(HeaderErrorKind::Syntax) }
    }

    fn bytes(&mut self) -> Parsed<Bare<'a>> {
        self.expect(':')?;
        self.run(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='));
        self.expect(':').map(|()| Bare::Other)
    }

    fn number(&mut self) -> Parsed<Bare<'a>> {
        self.take('-');
        let whole = self.run(|byte| byte.is_ascii_digit()).len();
        let is_decimal = self.rest.starts_with('.');
        let fraction = if self.take('.') { self.run(|byte| byte.is_ascii_digit()).len() } else { 0 };
        let is_valid = if is_decimal {
            (1..=12).contains(&whole) && (1..=3).contains(&fraction)
        } else {
            (1..=15).contains(&whole)
        };
        if is_valid { Ok(Bare::Other) } else { Err(HeaderErrorKind::Syntax) }
    }
}
