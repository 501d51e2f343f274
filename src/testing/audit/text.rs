//! Requests as text, as HTTP has them, and back.

use super::message::{Encoding, File, Step, Value, Who, decoded};

/// The request line, what is not usual among the headers, an empty line and the body. `{{name}}` stands for what the
/// page has in its hidden field of that name.
pub(super) fn write(step: &Step) -> Vec<u8> {
    let mut shown = step.clone();
    for (name, value) in &mut shown.fields {
        if matches!(value, Value::Fresh(_)) {
            *value = match shown.encoding {
                Encoding::Form => Value::Raw(format!("{{{{{name}}}}}")),
                _ => Value::Text(format!("{{{{{name}}}}}")),
            };
        }
    }
    let mut head = format!("{} {}\n", step.method, step.target());
    if step.who != Who::First {
        head.push_str(if step.who == Who::Guest { "visitor: guest\n" } else { "visitor: second\n" });
    }
    if step.is_foreign {
        head.push_str("sec-fetch-site: cross-site\n");
    }
    if let Some(page) = step.page.as_ref().filter(|_| step.has_fresh()) {
        head = head + "referer: " + page + "\n";
    }
    for (name, value) in &step.headers {
        head = head + name + ": " + value + "\n";
    }
    if let Some(kind) = step.content_type() {
        head = head + "content-type: " + kind + "\n";
    }
    let mut text = head.into_bytes();
    if !step.is_get() {
        text.push(b'\n');
        text.extend_from_slice(&shown.body());
    }
    text
}

/// Reads what [`write`] writes, and what people write.
pub(super) fn parse(text: &[u8], who: Who) -> Option<Step> {
    let end = |text: &[u8]| {
        let plain = text.windows(2).position(|pair| pair == b"\n\n").map(|at| (at, at + 2));
        plain.or_else(|| text.windows(4).position(|four| four == b"\r\n\r\n").map(|at| (at, at + 4)))
    };
    let (head, body) = end(text).map_or((text, &b""[..]), |(end, start)| (&text[..end], &text[start..])); // found there
    let head = std::str::from_utf8(head).ok()?;
    let mut lines = head.lines();
    let mut words = lines.next()?.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    if !target.starts_with('/') {
        return None;
    }
    let mut step = Step::get(who, target);
    method.clone_into(&mut step.method);
    let mut kind = String::new();
    for line in lines {
        let (name, value) = line.split_once(':')?;
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        match name.as_str() {
            "visitor" => {
                step.who = match value {
                    "guest" => Who::Guest,
                    "second" => Who::Second,
                    _ => Who::First,
                }
            }
            "sec-fetch-site" if value == "cross-site" => step.is_foreign = true,
            "referer" if value.starts_with('/') => step.page = Some(value.to_owned()),
            "content-type" => value.clone_into(&mut kind),
            _ => step.headers.push((name, value.to_owned())),
        }
    }
    if step.is_get() {
        return Some(step);
    }
    let mime = kind.split(';').next().unwrap_or_default().trim();
    let is_json = body.trim_ascii_start().starts_with(b"{");
    match mime {
        "multipart/form-data" => {
            step.encoding = Encoding::Multipart;
            let boundary = kind.split("boundary=").nth(1).unwrap_or_default().trim_matches('"');
            step.fields = multipart(body, boundary);
        }
        "application/json" | "text/plain" if is_json => {
            step.encoding = if mime == "text/plain" { Encoding::PlainJson } else { Encoding::Json };
            step.fields = json(std::str::from_utf8(body).ok()?)?;
        }
        "" | "application/x-www-form-urlencoded" => {
            let body = std::str::from_utf8(body).ok()?;
            step.fields = form(body.trim_end());
        }
        _ => {
            step.encoding = Encoding::Whole;
            step.fields = vec![(String::new(), Value::Text(String::from_utf8_lossy(body).into_owned()))];
        }
    }
    Some(step)
}

/// A value, or the place of one that is fresh.
fn value(text: String) -> Value {
    let name = text.strip_prefix("{{").and_then(|text| text.strip_suffix("}}"));
    if name.is_some() { Value::Fresh(text) } else { Value::Text(text) }
}

fn form(body: &str) -> Vec<(String, Value)> {
    let pairs = body.split('&').filter(|pair| !pair.is_empty());
    let pair = |pair: &str| {
        let (name, raw) = pair.split_once('=').unwrap_or((pair, ""));
        let text = decoded(raw);
        // What is no text stays as it was escaped.
        let is_text = !text.contains('\u{FFFD}');
        (decoded(name), if is_text { value(text) } else { Value::Raw(raw.to_owned()) })
    };
    pairs.map(pair).collect()
}

fn multipart(body: &[u8], boundary: &str) -> Vec<(String, Value)> {
    let mark = format!("--{boundary}");
    let mut fields = Vec::new();
    let starts: Vec<usize> = memchr::memmem::find_iter(body, mark.as_bytes()).collect();
    for pair in starts.windows(2) {
        let part = &body[pair[0] + mark.len()..pair[1]]; // between two marks
        let part = part.strip_prefix(b"\r\n").or_else(|| part.strip_prefix(b"\n")).unwrap_or(part);
        let part = part.strip_suffix(b"\r\n").or_else(|| part.strip_suffix(b"\n")).unwrap_or(part);
        let Some((head, content)) =
            memchr::memmem::find(part, b"\r\n\r\n").map(|at| (&part[..at], &part[at + 4..]))
        else {
            continue; // found there
        };
        let head = String::from_utf8_lossy(head);
        let of = |name: &str| {
            let rest = head.split_once(&format!(" {name}=\""))?.1;
            let mut out = String::new();
            let mut chars = rest.chars();
            while let Some(c) = chars.next() {
                match c {
                    '\\' => out.extend(chars.next()),
                    '"' => break,
                    c => out.push(c),
                }
            }
            Some(out.replace("%0D", "\r").replace("%0A", "\n"))
        };
        let Some(name) = of("name") else { continue };
        let field = match of("filename") {
            Some(file) => {
                let mime = head.lines().find_map(|line| line.strip_prefix("Content-Type: "));
                Value::File(File {
                    name: file,
                    mime: mime.unwrap_or_default().to_owned(),
                    bytes: content.to_vec(),
                })
            }
            None => value(String::from_utf8_lossy(content).into_owned()),
        };
        fields.push((name, field));
    }
    fields
}

/// A flat object: text is read, everything else stays as it is written.
fn json(text: &str) -> Option<Vec<(String, Value)>> {
    let mut rest = text.trim().strip_prefix('{')?.trim_start();
    let mut fields = Vec::new();
    while !rest.starts_with('}') {
        let (name, behind) = json_string(rest)?;
        rest = behind.trim_start().strip_prefix(':')?.trim_start();
        let (field, behind) = if let Some((text, behind)) = json_string(rest) {
            (value(text), behind)
        } else {
            let end = json_end(rest);
            (Value::Raw(rest[..end].trim().to_owned()), &rest[end..]) // at an ASCII mark
        };
        fields.push((name, field));
        rest = behind.trim_start();
        rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
        if rest.is_empty() {
            return None;
        }
    }
    Some(fields)
}

fn json_string(text: &str) -> Option<(String, &str)> {
    let mut out = String::new();
    let mut chars = text.strip_prefix('"')?.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((out, &text[at + 2..])), // behind two ASCII quotes
            '\\' => match chars.next()?.1 {
                'n' => out.push('\n'),
                'r' => out.push('\r'),
                't' => out.push('\t'),
                'u' => {
                    let digits: String = chars.by_ref().take(4).map(|(_, c)| c).collect();
                    let unit = u32::from_str_radix(&digits, 16).ok()?;
                    out.push(char::from_u32(unit).unwrap_or('\u{FFFD}'));
                }
                c => out.push(c),
            },
            c => out.push(c),
        }
    }
    None
}

/// Where a value ends that is no string: at a comma or a brace that belongs to the object around it.
fn json_end(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut is_string = false;
    let mut was_escape = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if was_escape => was_escape = false,
            '\\' if is_string => was_escape = true,
            '"' => is_string = !is_string,
            _ if is_string => {}
            '{' | '[' => depth += 1,
            '}' | ',' if depth == 0 => return at,
            '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    text.len()
}

/// Requests as literals of Rust, all of one type.
pub(super) fn literals(steps: &[Step]) -> Vec<String> {
    let all: Vec<Vec<u8>> = steps.iter().map(write).collect();
    let texts: Option<Vec<&str>> = all.iter().map(|bytes| std::str::from_utf8(bytes).ok()).collect();
    match texts {
        Some(texts) => texts.into_iter().map(literal).collect(),
        // Slices, because arrays of two lengths are two types.
        None => all.iter().map(|bytes| format!("&b\"{}\"[..]", bytes.escape_ascii())).collect(),
    }
}

fn literal(text: &str) -> String {
    let mut out = String::from("\"");
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push_str("\\n\\\n             ");
        }
        // A line of the literal begins behind its blanks.
        let (start, rest) = match line.strip_prefix(' ').filter(|_| at > 0) {
            Some(rest) => ("\\x20", rest),
            None => ("", line),
        };
        out.push_str(start);
        out.push_str(&rest.escape_debug().to_string().replace("\\'", "'"));
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::super::message::{Encoding, File, Step, Value, Who};
    use super::{parse, write};

    #[test]
    fn what_is_written_is_read() {
        let mut step = Step::get(Who::First, "/a%2Fb?q=%3Cb%3E&r");
        let back = parse(&write(&step), Who::First).expect("a request");
        assert_eq!(back, step);
        step.method = "POST".to_owned();
        step.fields = vec![
            ("text".to_owned(), Value::Text("a&b=\"<\r\né\0".to_owned())),
            ("n".to_owned(), Value::Text(String::new())),
        ];
        for encoding in [Encoding::Form, Encoding::Multipart, Encoding::Json, Encoding::PlainJson] {
            step.encoding = encoding;
            assert_eq!(parse(&write(&step), Who::First).expect("a request"), step, "{encoding:?}");
        }
        step.encoding = Encoding::Multipart;
        let bytes = b"\x89PNG\r\n\r\n\xFF--x".to_vec();
        let file = File { name: "a\"b\\.png".to_owned(), mime: "image/png".to_owned(), bytes };
        step.fields.push(("file".to_owned(), Value::File(file)));
        step.who = Who::Guest;
        step.is_foreign = true;
        assert_eq!(parse(&write(&step), Who::First).expect("a request"), step);
    }

    #[test]
    fn objects_are_read() {
        let step = parse(
            b"POST /api\ncontent-type: application/json\n\n\
              {\"a\": {\"b\": [1, \"}\"]}, \"c\":\"d\\u0041\", \"e\":2}",
            Who::Guest,
        );
        let fields = step.expect("a request").fields;
        let text: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.text())).collect();
        assert_eq!(text, [("a", "{\"b\": [1, \"}\"]}"), ("c", "dA"), ("e", "2")]);
        assert!(parse(b"POST /api\ncontent-type: application/json\n\n{\"a\" 1}", Who::Guest).is_none());
        assert!(parse(b"hello", Who::Guest).is_none());
    }
}
