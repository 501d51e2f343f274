//! URLs, CSV, log lines, `LIKE` patterns and shell words.

use super::super::redirect::PAGE;
use super::super::{all_texts, assert_holds};
use super::call;
use std::borrow::Cow;
use std::sync::LazyLock;
use untaint::escape;
use url::Url;

pub fn data_holds(text: &str) {
    assert_holds("url_component is one value", text, query_value_stays(|text| call("url_component", text)));
    assert_holds("url_component is unreserved", text, is_unreserved(|text| call("url_component", text)));
    let segment = |text: &str| escape::url_segment(text).ok().map(Cow::into_owned);
    assert_holds("url_segment is one segment", text, segment_stays(segment));
    assert_holds("url_segment refuses nothing but dots", text, only_dots_are_refused(segment));
    assert_holds("csv_cell is one harmless cell", text, is_one_harmless_cell(|text| call("csv_cell", text)));
    assert_holds("log_line is one record", text, stays_one_record(|text| call("log_line", text)));
    let like = |text: &str, escape| escape::like(text, escape).into_owned();
    assert_holds("like matches the text", text, matches_only_itself(like, false));
    let like_tsql = |text: &str, escape| escape::like_tsql(text, escape).into_owned();
    assert_holds("like_tsql matches the text", text, matches_only_itself(like_tsql, true));
    let word = |text: &str| escape::shell_word(text).ok();
    assert_holds("shell_word is one word", text, is_one_word(word));
}

// ---- URLs ----

pub fn query_value_stays(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let Ok(url) = Url::parse(&format!("https://site.test/s?q={}&role=user#f", escaper(text))) else {
            return false;
        };
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        pairs == [("q".to_owned(), text.to_owned()), ("role".to_owned(), "user".to_owned())]
            && url.fragment() == Some("f")
    }
}

pub fn is_unreserved(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| escaper(text).bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte))
}

pub fn segment_stays(escaper: impl Fn(&str) -> Option<String>) -> impl Fn(&str) -> bool {
    move |text| {
        let Some(segment) = escaper(text) else { return true };
        let Ok(url) = PAGE.join(&format!("/{segment}/edit")) else { return false };
        // What a server decodes: the escapes of the one segment between.
        let decoded =
            url.path().strip_prefix('/').and_then(|rest| rest.strip_suffix("/edit")).and_then(|segment| {
                let query = format!("q={}", segment.replace('+', "%2B"));
                let pair =
                    url::form_urlencoded::parse(query.as_bytes()).next().map(|(_, value)| value.into_owned());
                pair.filter(|_| !segment.contains('/'))
            });
        url.origin() == PAGE.origin() && decoded.as_deref() == Some(text)
    }
}

pub fn only_dots_are_refused(escaper: impl Fn(&str) -> Option<String>) -> impl Fn(&str) -> bool {
    move |text| {
        let dots = text.replace("%2e", ".").replace("%2E", ".");
        escaper(text).is_none() == matches!(dots.as_str(), "" | "." | "..")
    }
}

// ---- CSV ----

pub fn is_one_harmless_cell(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let written = escaper(text);
        let begins = |cell: &str| {
            let shown =
                cell.trim_start_matches(|c: char| c.is_whitespace() || "\u{FEFF}\u{200B}\u{AD}".contains(c));
            // `-12.5` is a number for every program; `-1+2` is a formula.
            let is_number = cell.len() > 1
                && cell.strip_prefix(['+', '-']).is_some_and(|digits| {
                    digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
                        && digits.parse::<f64>().is_ok()
                });
            cell.starts_with(['\t', '\r', '\n'])
                || !is_number && shown.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        };
        let expected = text.replace('\0', "\u{FFFD}");
        [b',', b';', b'\t', b'|'].into_iter().all(|separator| {
            let separated = char::from(separator);
            let file = format!("{written}{separated}2\r\n{written}{separated}3\r\n");
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(separator)
                .has_headers(false)
                .from_reader(file.as_bytes());
            let rows: Vec<Vec<String>> = reader
                .records()
                .filter_map(Result::ok)
                .map(|row| row.iter().map(str::to_owned).collect())
                .collect();
            // A byte order mark at the beginning of a file belongs to the file, for this reader too.
            let cell = rows.get(1).and_then(|row| row.first()).cloned().unwrap_or_default();
            rows.len() == 2
                && rows.iter().all(|row| row.len() == 2 && !begins(&row[0]))
                && (cell == expected || cell.strip_prefix('\'') == Some(&expected))
        })
    }
}

// ---- logs ----

fn unescape_log(line: &str) -> Option<String> {
    let (mut out, mut rest) = (String::new(), line);
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let (c, len) = match escape.chars().next()? {
            'n' => ('\n', 1),
            'r' => ('\r', 1),
            't' => ('\t', 1),
            c @ ('\\' | '"') => (c, 1),
            'u' => {
                let hex = escape.strip_prefix("u{")?.split_once('}')?.0;
                (char::from_u32(u32::from_str_radix(hex, 16).ok()?)?, hex.len() + 3)
            }
            _ => return None,
        };
        out.push(c);
        rest = &escape[len..];
    }
    Some(out + rest)
}

pub fn stays_one_record(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let written = escaper(text);
        let seen = |c: char| {
            !c.is_control()
                && !matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200B}'..='\u{200F}' | '\u{61C}')
                && !matches!(c, '\u{FEFF}' | '\u{AD}' | '\u{E0000}'..='\u{E0FFF}')
        };
        let quotes_are_escaped = written.replace("\\\\", "").replace("\\\"", "").find('"').is_none();
        written.chars().all(seen) && quotes_are_escaped && unescape_log(&written).as_deref() == Some(text)
    }
}

// ---- LIKE ----

enum Like<'a> {
    Is(char),
    AnyOne,
    AnyMany,
    OneOf(&'a [char]),
}

/// What SQL reads in a pattern: `None` where the standard has it report an error. Sets of characters are T-SQL's.
fn like_pattern(pattern: &[char], escape: char, sets: bool) -> Option<Vec<Like<'_>>> {
    let (mut parts, mut rest) = (vec![], pattern);
    while let [first, behind @ ..] = rest {
        rest = behind;
        parts.push(match first {
            first if *first == escape => {
                let (escaped, behind) = rest.split_first()?;
                rest = behind;
                if !(matches!(escaped, '%' | '_') || *escaped == escape || (sets && *escaped == '[')) {
                    return None;
                }
                Like::Is(*escaped)
            }
            '%' => Like::AnyMany,
            '_' => Like::AnyOne,
            '[' if sets => {
                let close = rest.iter().position(|c| *c == ']')?;
                let set = &rest[..close];
                rest = &rest[close + 1..];
                Like::OneOf(set)
            }
            first => Like::Is(*first),
        });
    }
    Some(parts)
}

fn matches_like(text: &[char], pattern: &[Like<'_>]) -> bool {
    let (mut at, mut part) = (0, 0);
    // Where to go on when the last `%` has to take one character more.
    let mut again = None;
    while at < text.len() {
        let fits = match pattern.get(part) {
            Some(Like::AnyMany) => {
                again = Some((at, part));
                part += 1;
                continue;
            }
            Some(Like::AnyOne) => true,
            Some(Like::Is(c)) => text[at] == *c,
            Some(Like::OneOf(set)) => set.contains(&text[at]),
            None => false,
        };
        if fits {
            (at, part) = (at + 1, part + 1);
        } else if let Some((from, many)) = again {
            (at, part) = (from + 1, many + 1);
            again = Some((from + 1, many));
        } else {
            return false;
        }
    }
    pattern[part..].iter().all(|part| matches!(part, Like::AnyMany))
}

/// Texts that a pattern for this one matches if something in it is left to mean more than itself.
fn look_alikes(text: &[char]) -> Vec<Vec<char>> {
    static SHORT: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
        let texts = all_texts(&['a', '%', '_', '\\', '[', ']', 'é'], 3);
        texts.iter().map(|text| text.chars().collect()).collect()
    });
    if text.len() < 3 {
        return SHORT.clone();
    }
    let special = |c: &char| matches!(c, '%' | '_' | '[' | ']' | '\\' | '!');
    let others = text.iter().map(|c| if special(c) { 'x' } else { *c });
    let doubled = text.iter().flat_map(|c| std::iter::repeat_n(*c, if special(c) { 2 } else { 1 }));
    vec![
        vec![],
        text.to_vec(),
        others.collect(),
        doubled.collect(),
        text.iter().filter(|c| !special(c)).copied().collect(),
        text[1..].to_vec(),
        text[..text.len() - 1].to_vec(),
        [text, &['x']].concat(),
        [&['x'], text].concat(),
    ]
}

pub fn matches_only_itself(escaper: impl Fn(&str, char) -> String, sets: bool) -> impl Fn(&str) -> bool {
    move |text| {
        // A NUL cannot stand in a pattern: `SQLite` ends it there.
        let characters: Vec<char> = text.replace('\0', "\u{FFFD}").chars().collect();
        let others = look_alikes(&characters);
        ['\\', '!', 'a', 'é', '%', '_'].into_iter().all(|escape| {
            let pattern: Vec<char> = escaper(text, escape).chars().collect();
            !pattern.contains(&'\0')
                && like_pattern(&pattern, escape, sets).is_some_and(|pattern| {
                    others.iter().all(|other| matches_like(other, &pattern) == (*other == characters))
                })
        })
    }
}

// ---- shells ----

/// The words of a line as a POSIX shell reads them; `None` where it would do more than read, or wait for more.
pub fn shell_words(line: &str) -> Option<Vec<String>> {
    let mut words = vec![];
    let mut word: Option<String> = None;
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        match c {
            ' ' => words.extend(word.take()),
            '\'' => {
                let (quoted, behind) = characters.as_str().split_once('\'')?;
                if quoted.contains('\0') {
                    return None;
                }
                word.get_or_insert_default().push_str(quoted);
                characters = behind.chars();
            }
            '\\' => word.get_or_insert_default().push(characters.next().filter(|c| *c == '\'')?),
            c if c.is_ascii_alphanumeric() || "_-./:,+@".contains(c) => {
                word.get_or_insert_default().push(c);
            }
            _ => return None,
        }
    }
    words.extend(word);
    Some(words)
}

pub fn is_one_word(escaper: impl Fn(&str) -> Option<String>) -> impl Fn(&str) -> bool {
    move |text| match escaper(text) {
        None => text.contains('\0'),
        Some(word) => shell_words(&format!("ls {word} x")).is_some_and(|words| words == ["ls", text, "x"]),
    }
}
