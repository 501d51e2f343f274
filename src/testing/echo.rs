//! `assert_no_echo`: an answer that holds nothing of what was sent.

use super::breach::{Breach, BreachKind, quoted, require};

/// Panics if an answer holds the input, as it is or in one of the spellings that answers come in.
///
/// For error pages, JSON problems, logs: places that must not repeat what a visitor sent.
///
/// ```
/// use untaint::testing::assert_no_echo;
///
/// assert_no_echo(r#"{"code":"redirect.host"}"#, "//evil.example/marker-4711");
/// ```
///
/// ```should_panic
/// # use untaint::testing::assert_no_echo;
/// assert_no_echo("<p>No page &#x2f;Marker&lt;4711&gt;</p>", "/MARKER<4711>");
/// ```
///
/// Searched for, without regard to case: the input itself, in the answer as it is and with character references,
/// percent escapes (`+` as a space too) and the escapes of JSON, script and Rust strings decoded, up to three of
/// these on top of each other, in any order. Give an input that the page does not hold anyway: a marker of ten
/// letters, alone or with a hostile part. An empty input is never found.
///
/// # Does not guarantee
/// A part of the input, the input without some of its characters, Base64, a compressed answer, and another normal
/// form of the same letters are not found.
///
/// # Panics
/// With the spelling in which the input was found.
#[track_caller]
pub fn assert_no_echo(response_body: &str, input: &str) {
    require(check_no_echo(response_body, input), response_body);
}

/// [`assert_no_echo`] that returns the reason instead.
///
/// # Errors
/// [`BreachKind::Echo`].
pub fn check_no_echo(response_body: &str, input: &str) -> Result<(), Breach> {
    const ROUNDS: usize = 3;
    type Decoder = (&'static str, fn(&str) -> String);
    const DECODERS: [Decoder; 4] = [
        ("character references", |text| htmlize::unescape(text).into_owned()),
        ("percent escapes", |text| percent(text, false)),
        ("form escapes", |text| percent(text, true)),
        ("string escapes", strings),
    ];
    if input.is_empty() {
        return Ok(());
    }
    let wanted = input.to_lowercase();
    let mut forms = vec![(response_body.to_owned(), String::new())];
    let mut from = 0;
    for round in 0..=ROUNDS {
        let to = forms.len();
        for (form, how) in &forms[from..to] {
            if form.to_lowercase().contains(&wanted) {
                let how = if how.is_empty() { " as it is" } else { how };
                return Err(Breach::new(
                    BreachKind::Echo,
                    format!("the answer holds {}, written{how}", quoted(input)),
                ));
            }
        }
        if round == ROUNDS {
            break;
        }
        for at in from..to {
            for (name, decode) in DECODERS {
                let decoded = decode(&forms[at].0);
                if forms.iter().all(|(form, _)| *form != decoded) {
                    let how =
                        format!("{}{} in {name}", forms[at].1, if forms[at].1.is_empty() { "" } else { "," });
                    forms.push((decoded, how));
                }
            }
        }
        from = to;
    }
    Ok(())
}

/// Decodes `%41`, and `+` where a form wrote it.
fn percent(text: &str, plus: bool) -> String {
    let mut rest = text.as_bytes();
    let mut out = Vec::with_capacity(rest.len());
    while let [first, behind @ ..] = rest {
        let hex = |byte: &u8| char::from(*byte).to_digit(16);
        rest = behind;
        match (first, behind) {
            (b'%', [high, low, behind @ ..]) => match (hex(high), hex(low)) {
                (Some(high), Some(low)) => {
                    out.extend(u8::try_from(high * 16 + low)); // two digits make a byte
                    rest = behind;
                }
                _ => out.push(b'%'),
            },
            (b'+', _) if plus => out.push(b' '),
            _ => out.push(*first),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Decodes the escapes of strings: `\n`, `\"`, `\/`, `\x41`, `\u0041` (also pairs of surrogates), `\u{41}`.
fn strings(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut high: Option<u32> = None;
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        if !before.is_empty() {
            high = None;
        }
        out.push_str(before);
        let (unit, behind) = escaped(&escape[1..]); // behind the backslash that was found
        rest = behind;
        match (high.take(), unit) {
            (Some(high), Some(low @ 0xDC00..=0xDFFF)) => {
                out.extend(char::from_u32(0x1_0000 + (((high - 0xD800) << 10) | (low - 0xDC00))));
            }
            (_, Some(unit @ 0xD800..=0xDBFF)) => high = Some(unit),
            (_, Some(unit)) => out.extend(char::from_u32(unit)),
            (_, None) => out.push('\\'),
        }
    }
    out + rest
}

/// The code unit that an escape means, and what follows it.
fn escaped(text: &str) -> (Option<u32>, &str) {
    let Some(first) = text.chars().next() else { return (None, text) };
    let behind = &text[first.len_utf8()..]; // behind its first character
    let hex = |digits: Option<&str>| digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let unit = match first {
        'n' => 0x0A,
        'r' => 0x0D,
        't' => 0x09,
        'b' => 0x08,
        'f' => 0x0C,
        'v' => 0x0B,
        '0' => 0,
        'u' if behind.starts_with('{') => match behind.split_once('}') {
            Some((digits, rest)) => return (hex(digits.get(1..)), rest),
            None => return (None, text),
        },
        'u' | 'x' => {
            let digits = if first == 'u' { 4 } else { 2 };
            return match hex(behind.get(..digits)) {
                Some(unit) => (Some(unit), &behind[digits..]), // that many ASCII digits were read
                None => (None, text),
            };
        }
        first => u32::from(first),
    };
    (Some(unit), behind)
}
